"""What a part of the claim's page is: its own addresses, and what its template is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest

from claims.models import Claim

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


class Pane(Protocol):
    """A module for one part of the page. `claim.PANES` lists them; each template is a file in `claim/`."""

    def addresses(self, desk: ActionAdmin) -> list[Any]:
        """The part's own addresses below the claims, most of them `<int:number>/…/`."""

    def shown(self, claim: Claim, request: HttpRequest) -> dict[str, Any]:
        """What the part's template is given."""
