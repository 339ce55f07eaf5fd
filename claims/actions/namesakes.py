"""Parties whose names look alike are told apart in words, or are one party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.domain.errors import InvalidValue
from claims.domain.lookalikes import skeleton
from claims.domain.removal import PLACEHOLDER
from claims.models import Speaker


def told_apart(values: Mapping[str, Any], *, now: Speaker | None = None) -> dict[str, str]:
    """The skeleton of the speaker that these clean values make of `now` (None: a new one).

    Raises InvalidValue, naming the other party, when one with the same disambiguation has a name that looks
    like this one.
    """
    name = values.get("name", now.name if now else "")
    if now is not None and name == now.name == PLACEHOLDER:
        return {}  # its name was suppressed: it is told apart by its number
    told_by = values.get("disambiguation", now.disambiguation if now else "")
    likeness = skeleton(name)
    others = Speaker.objects.filter(skeleton=likeness, disambiguation__iexact=told_by)
    other = next((other for other in others if other != now), None)
    if other is None:
        return {"skeleton": likeness}
    raise InvalidValue(
        f"“{name}” looks like “{other}” ({other.kind}, {other.public_id}), who is here already. Choose "
        "that one; or, if this is somebody else, say under “disambiguation” what tells the two apart, for "
        "example “the cricketer”.",
        field="name",
    )
