"""What lists know of a draft that nobody could weigh again for each claim: written when a draft is complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.models import Claim, Footing


def write(claim: Claim, draft: Mapping[str, Any]) -> None:
    """Keeps how many independent origins support the claim, as this draft says; within the caller's transaction."""
    side = draft["corroboration"]["supporting"]
    Footing.objects.update_or_create(
        claim=claim, defaults={"established": side["established"], "possible": side["possible"]}
    )
