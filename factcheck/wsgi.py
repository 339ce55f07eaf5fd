"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from claims.web.requests import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
application = read_as_utf8(get_wsgi_application())
