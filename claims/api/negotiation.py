"""Every address has one form, so what a client says that it accepts changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class OneForm(BaseContentNegotiation):
    """The address's only form, whatever `Accept` says (RFC 9110, 12.4.1 allows to disregard it)."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer and its media type."""
        only = next(iter(renderers))
        return only, str(only.media_type)
