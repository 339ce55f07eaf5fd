"""How a document looks to the public, for rooms that may not know the public pages: asked of whom the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class PageOfDocument(Protocol):
    """What `PAGE_OF_DOCUMENT` names."""

    def __call__(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the template of a claim's page is given for a document, published or not."""


def page_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a claim's page (`claims/claim.html`) is given for this document."""
    return cast(PageOfDocument, import_string(settings.PAGE_OF_DOCUMENT))(document)
