"""What a part of the claim's page is: its own addresses, and what its template is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest

from claims.actions.claims import fresh
from claims.models import Claim
from claims.reads import drafts, weighing

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


@dataclass(frozen=True)
class Opened:
    """A claim whose page somebody opens. What several parts show of it is worked out once, when the first one asks."""

    claim: Claim
    request: HttpRequest

    @cached_property
    def weighed(self) -> weighing.Weighing:
        """What its evidence amounts to."""
        return weighing.of(fresh(self.claim))

    @cached_property
    def draft(self) -> drafts.Document:
        """Its draft document as it stands."""
        return drafts.build(self.weighed.claim, self.weighed)


class Pane(Protocol):
    """A module for one part of the page. `claim.PANES` lists them; each template is a file in `claim/`."""

    def addresses(self, desk: ActionAdmin) -> list[Any]:
        """The part's own addresses below the claims, most of them `<int:number>/…/`."""

    def shown(self, opened: Opened) -> dict[str, Any]:
        """What the part's template is given."""
