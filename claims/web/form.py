"""A digest of what makes a page of a document, its language too: readers with an older form of it get the new one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings


def _form() -> str:
    root = Path(__file__).resolve().parents[1]
    places = (
        "templates/claims/*.html", "static/claims/*.*", "pages/*.py", "api/*.py", "reads/*.py", "formats/*.py",
        "domain/*.py",
        "models/sql/*.sql",
        "locale/*/LC_MESSAGES/*.mo",
    )  # fmt: skip
    files = sorted(file for place in places for file in root.glob(place))
    told = (
        settings.LANGUAGE_CODE,
        settings.SITE_NAME,
        settings.PUBLISHER,
        settings.PUBLIC_URL,
        settings.DEBUG,
    )
    form = [repr(told).encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"".join(form)).hexdigest()[:12]


FORM = _form()
