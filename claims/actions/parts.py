"""The parts of a claim that are written together with it: spans, figures, the chain, possible speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from claims.actions.records import checked, columns_of
from claims.domain.anchors import Span, check_spans
from claims.domain.errors import DomainError, InvalidValue, Problem
from claims.domain.vocabulary import SpanRole
from claims.models import Attribution, Claim, ClaimSpan, Quantity, SpeakerCandidate, User
from claims.models.tracked import Withdrawable

PARTS: dict[str, type[Withdrawable]] = {
    "spans": ClaimSpan,
    "quantities": Quantity,
    "attribution": Attribution,
    "candidates": SpeakerCandidate,
}
NUMBERED = {"quantities", "attribution"}


def replace(
    claim: Claim,
    *,
    name: str,
    rows: Iterable[Mapping[str, Any]],
    by: User,
    at: datetime,
    is_new: bool = False,
) -> None:
    """Makes these rows the claim's parts of this name: equal ones stay, others are withdrawn, new ones added.

    Of a claim that `is_new` nothing stands yet.
    """
    model = PARTS[name]
    wanted = [_row(model, name, number, row) for number, row in enumerate(rows, 1)]
    if name == "spans":
        _check(claim, wanted)
    _require_verbatim(claim, name, wanted)
    before = model._default_manager.filter(**{"claim": claim}, withdrawn_at__isnull=True)
    standing = [] if is_new else list(before)
    keep: list[Withdrawable] = []
    for row in list(wanted):
        same = next((old for old in standing if old not in keep and _equal(old, row)), None)
        if same is not None:
            keep.append(same)
            wanted.remove(row)
    for old in standing:
        if old not in keep:
            model._default_manager.filter(pk=old.pk).update(
                withdrawn_at=at, withdrawn_by=by, withdrawn_why="replaced", changed_by=by
            )
    for row in wanted:
        model._default_manager.create(changed_by=by, **{"claim": claim, **row})


def standing(claim: Claim, *, name: str) -> list[dict[str, Any]]:
    """The claim's parts of this name as they are stored, in order, without what the database keeps of each row."""
    rows = PARTS[name]._default_manager.filter(**{"claim": claim}, withdrawn_at__isnull=True)
    order = "position" if name in NUMBERED else "pk"
    return [
        {column: getattr(row, column) for column in columns_of(PARTS[name]) if column != "position"}
        for row in rows.order_by(order)
    ]


def _row(model: type[Withdrawable], name: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        cleaned = checked(model, dict(row))
    except DomainError as error:
        raise InvalidValue(
            error.message,
            problems=[Problem(f"{name}[{number - 1}].{item.field}", item.message) for item in error.problems],
        ) from error
    if name in NUMBERED:
        cleaned["position"] = number
    for column in model._meta.concrete_fields:  # so that a row compares as a whole
        if column.name not in cleaned and column.has_default():
            cleaned[column.name] = column.get_default()
    return {key: value for key, value in cleaned.items() if not key.startswith("withdrawn")}


def _equal(old: Withdrawable, row: Mapping[str, Any]) -> bool:
    return all(getattr(old, key) == value for key, value in row.items())


def _check(claim: Claim, rows: list[dict[str, Any]]) -> None:
    spans = [Span(row["start"], row["end"], SpanRole(row["role"])) for row in rows]
    check_spans(claim.version.text, start=claim.start, end=claim.end, spans=spans)


def _require_verbatim(claim: Claim, name: str, rows: list[dict[str, Any]]) -> None:
    """The words of figures and of the chain stand in the captured text; the database asks the same."""
    problems = [
        Problem(f"{name}[{number}].{field}", f"The words “{words}” do not stand in the version.")
        for number, row in enumerate(rows)
        for field, words in _printed(name, row)
        if words not in claim.version.text
    ]
    if problems:
        raise InvalidValue(problems[0].message, problems=problems)


def _printed(name: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    if name == "quantities":
        return [("text", row["text"])] if "text" in row else []
    if name == "attribution":
        return [("cue", row.get("cue", "")), *(("hedges", hedge) for hedge in row.get("hedges", ()))]
    return []
