"""What a draft still lacks before it can be shown to a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.domain.errors import Problem


def missing(draft: Mapping[str, Any], *, concerns_living_person: bool = False) -> tuple[Problem, ...]:
    """The problems that keep a draft document from being complete, each with what would mend it."""
    found = []
    verdict, quotation = draft["verdict"], draft["quotation"]
    own = [span for span in quotation["spans"] if span["role"] == "own_words"]
    if quotation["kind"] in ("direct", "mixed") and not own:
        found.append(Problem("spans", "A direct or mixed quotation marks which words are the speaker's own."))
    if draft["modality"] == "hedged" and not draft["hedges"]:
        found.append(Problem("hedges", "A hedged claim names the very words that hedge it."))
    if draft["speaker"]["basis"] == "ambiguous" and len(draft["speaker"]["candidates"]) < 2:
        found.append(Problem("candidates", "An ambiguous speaker needs at least two candidates."))
    if verdict is None:
        return tuple(found)
    if not draft["evidence"]:
        found.append(Problem("evidence", "A verdict rests on at least one piece of evidence."))
    if draft["evidence"]:
        found.extend(unexplained(verdict, verdict["weighed"]))
    party = draft["speaker"]["kind"] in ("person", "organization") or concerns_living_person
    if party and not draft["replies"]:
        found.append(
            Problem(
                "replies",
                "A rating needs a request for reply to whom it concerns, or the reason why nobody was asked.",
            )
        )
    return tuple(found)


def unexplained(verdict: Mapping[str, Any], weighed: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problem of a verdict whose levels are others than those weighed, without a reason; or none."""
    levels = {name: verdict[name] for name in ("evidence_level", "agreement")}
    if levels == weighed or verdict["levels_why"]:
        return ()
    return (Problem("levels_why", _departing(levels, weighed)),)


def _departing(levels: Mapping[str, str], weighed: Mapping[str, str]) -> str:
    return (
        f"The evidence by itself weighs “{weighed['evidence_level']}” with “{weighed['agreement']}” agreement; "
        f"the verdict says “{levels['evidence_level']}” with “{levels['agreement']}”. Take the weighed levels, or "
        "say why not."
    )
