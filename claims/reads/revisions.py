"""The revisions of a draft, from the history that the database writes: who, when, what, why, its rows as they were."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import IntegerField, Model, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from claims.domain.errors import NotFound
from claims.models import (
    Attribution,
    Claim,
    ClaimLink,
    ClaimSpan,
    Contribution,
    Evidence,
    History,
    Quantity,
    ReplyRequest,
    ReportedFigure,
    SpeakerCandidate,
    User,
    Verdict,
)

Row = Mapping[str, Any]
CLAIM = Claim._meta.db_table
PARTS: tuple[type[Model], ...] = (
    ClaimSpan, Quantity, Attribution, SpeakerCandidate, Evidence, ReportedFigure, ReplyRequest, ClaimLink, Verdict,
)  # fmt: skip
SHOWN = 100
REASONED = "gave the reason of the correction"
REPLACED = "replaced"
SILENT = "changed what only the desk sees"
NOBODY = "the database"


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: who made it, when, what was done, and why where somebody said so."""

    rev: int
    at: datetime
    who: str
    what: tuple[str, ...]
    why: tuple[str, ...]
    published: int | None
    """The number that it is public under."""


@dataclass(frozen=True)
class Past:
    """Every row as it was when one revision of the claim ended."""

    claim: Claim
    rev: int
    until: int | None
    """The last entry of the history that belongs to it; none for the newest revision."""

    @cached_property
    def own(self) -> Row:
        """The claim's own row."""
        return self._of(CLAIM, [self.claim.pk])[self.claim.pk]

    @cached_property
    def parts(self) -> dict[type[Model], list[Row]]:
        """The rows that stood then, of each kind of part, in the order in which they were added."""
        found = {}
        for model in PARTS:
            keys = model._default_manager.filter(claim=self.claim).values_list("pk", flat=True)
            rows = self._of(model._meta.db_table, keys).values()
            found[model] = sorted(
                (row for row in rows if row["withdrawn_at"] is None), key=lambda one: int(one["id"])
            )
        return found

    def rows(self, model: type[Model], keys: Iterable[Any]) -> dict[int, Row]:
        """Shared rows by their keys, as they were."""
        return self._of(model._meta.db_table, {key for key in keys if key is not None})

    def _of(self, table: str, keys: Iterable[Any]) -> dict[int, Row]:
        wanted = History.objects.filter(table=table, row__in=[str(key) for key in keys], new__isnull=False)
        if self.until is not None:
            wanted = wanted.filter(id__lte=self.until)
        # As text, because PostgreSQL's numbers are longer than Python's floats.
        newest = wanted.order_by("row", "-id").distinct("row").annotate(was=Cast("new", TextField()))
        rows = (json.loads(text, parse_float=Decimal) for text in newest.values_list("was", flat=True))
        return {int(row["id"]): row for row in rows}


def at(claim: Claim, rev: int) -> Past:
    """The claim's rows when revision `rev` ended. Raises NotFound when there is no such revision.

    The database writes a claim's new revision before the row that made it: what follows up to the next revision
    belongs to this one.
    """
    entries = _entries(claim)
    if not 1 <= rev <= claim.rev or not entries.filter(number=rev).exists():
        raise NotFound(f"This claim has no revision {rev}.", field="rev")
    following = entries.filter(number__gt=rev).order_by("id").values_list("id", flat=True).first()
    return Past(claim, rev, None if following is None else following - 1)


def changed_since(claim: Claim, rev: int) -> set[type[Model]]:
    """The kinds of parts of which other rows stand now than at the end of revision `rev`, or rows changed since."""
    then, now = at(claim, rev).parts, at(claim, claim.rev).parts
    return {model for model in PARTS if then[model] != now[model]}


def listed(claim: Claim, *, below: int | None = None, above: int = 0, most: int = SHOWN) -> list[Revision]:
    """The newest revisions below one and above another, newest first, at most `most`."""
    entries = _entries(claim).filter(number__gt=above)
    if below is not None:
        entries = entries.filter(number__lt=below)
    found: dict[int, list[_Entry]] = {}
    for row in entries.order_by("-number", "id").values_list(*_Entry._fields).iterator():
        if row[0] not in found and len(found) == most:
            break
        found.setdefault(row[0], []).append(_Entry(*row))
    return _told(claim, found)


class _Entry(NamedTuple):
    """One change of the claim's own row."""

    number: int
    id: int
    at: datetime
    changed_by: int | None
    state_then: str
    reason_then: str


def _entries(claim: Claim) -> Any:
    """The history of the claim's own row, with revision, state and reason as they were."""
    return History.objects.filter(table=CLAIM, row=str(claim.pk)).annotate(
        number=Cast(KT("new__rev"), IntegerField()),
        state_then=KT("new__state"),
        reason_then=KT("new__correction_reason"),
    )


def _told(claim: Claim, found: Mapping[int, list[_Entry]]) -> list[Revision]:
    if not found:
        return []
    people: dict[int | None, str] = dict(User.objects.values_list("pk", "username"))
    numbers = dict(claim.publications.filter(rev__in=found).values_list("rev", "number"))
    did: dict[int, list[str]] = {}
    contributions = Contribution.objects.filter(claim=claim, rev__in=found).order_by("id")
    for rev, words in contributions.values_list("rev", "what"):
        did.setdefault(rev, []).append(words)
    reasons = _reasons(claim, found)
    revisions: list[Revision] = []
    state = ""
    for rev, entries in sorted(found.items()):
        first = entries[0]
        moved = [first.state_then] if state and first.state_then != state else []
        what = did.get(rev) or [f"moved it to “{word}”" for word in moved] or [SILENT]
        steps = [(one.state_then, people.get(one.changed_by, NOBODY)) for one in entries[1:]]
        later = [f"then moved to “{word}” by {who}" for word, who in steps]
        why = [first.reason_then] if REASONED in what and first.reason_then else []
        revisions.append(
            Revision(
                rev,
                first.at,
                people.get(first.changed_by, NOBODY),
                tuple(dict.fromkeys((*what, *later))),
                (*why, *reasons.get(rev, ())),
                numbers.get(rev),
            )
        )
        state = entries[-1].state_then
    return revisions[::-1]


def _reasons(claim: Claim, found: Mapping[int, list[_Entry]]) -> dict[int, list[str]]:
    """Why rows that hang on the claim were withdrawn, by the revision that this made."""
    begins = sorted((entries[0].id, rev) for rev, entries in found.items())
    wanted = Q()
    for model in PARTS:
        ended = model._default_manager.filter(claim=claim).exclude(withdrawn_why__in=("", REPLACED))
        keys = [str(key) for key in ended.values_list("pk", flat=True)]
        wanted |= Q(table=model._meta.db_table, row__in=keys)
    rows = History.objects.filter(wanted, id__gte=begins[0][0]).annotate(why=KT("new__withdrawn_why"))
    reasons: dict[int, list[str]] = {}
    for number, why in rows.exclude(why="").order_by("id").values_list("id", "why"):
        rev = begins[bisect_right(begins, (number, 0)) - 1][1]
        reasons.setdefault(rev, []).append(why)
    return reasons
