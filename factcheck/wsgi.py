"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from claims.web.requests import read_as_utf8, sent_in_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
application = sent_in_time(read_as_utf8(get_wsgi_application()))
