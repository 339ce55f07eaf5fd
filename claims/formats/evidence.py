"""The evidence of a document in words: what a source does to the claim, and which sources hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.domain.tongue import gettext_lazy, pgettext_lazy

STANCES = {
    "supports": ("▲", gettext_lazy("Supports")),
    "disputes": ("▼", gettext_lazy("Disputes")),
    "context": ("•", pgettext_lazy("what a source gives", "Context")),
    "insufficient": ("○", gettext_lazy("Does not decide")),
}
"""The shape and the word of each stance: never a color alone."""


@dataclass(frozen=True, slots=True)
class Story:
    """Sources that hang together: their titles, what all rest on, whether they look alike, their known origins."""

    titles: tuple[str, ...]
    shared: tuple[str, ...]
    alike: bool
    known: int
    members: tuple[str, ...] = ()


def stories(document: Mapping[str, Any]) -> tuple[Story, ...]:
    """The groups of evidence that share something; documents from before these were known have none."""
    titles = {item["source"]["id"]: item["source"]["title"] for item in document["evidence"]}
    return tuple(
        Story(
            tuple(titles[name] for name in one["members"]),
            tuple(party["name"] for party in one["shared"]),
            one["alike"],
            one["known"],
            tuple(one["members"]),
        )
        for one in document["corroboration"].get("clusters", ())
    )
