"""A refusal as the desk shows it: in words at the right place, with both versions, under the right status."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model

from claims.actions.parts import NUMBERED, PARTS
from claims.admin.since import Saved
from claims.domain.edtf import EDTFValue
from claims.domain.errors import Busy, DomainError, DraftChanged, NotAllowed, Problem, StaleSave, WrongState
from claims.formats.word_diff import Piece, pieces

STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (StaleSave, 409),
    (WrongState, 409),
    (DraftChanged, 409),
    (Busy, 503),
    (NotAllowed, 403),
)
_IN_A_PART = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")


@dataclass(frozen=True, slots=True)
class Line:
    """What differs in one field, or in one kind of part: yours and theirs as text."""

    field: str
    yours: str
    theirs: str

    @property
    def marked(self) -> tuple[tuple[Piece, ...], ...]:
        """Both texts as pieces, of which those that the other one lacks are not “kept”."""
        found = pieces(self.yours, self.theirs)
        if all(piece.kind != "kept" for piece in found):
            return (Piece("kept", self.yours),), (Piece("kept", self.theirs),)
        return tuple(
            tuple(piece for piece in found if piece.kind in ("kept", own)) for own in ("removed", "added")
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both versions of a row after somebody else saved first; the inlines of `afresh` are shown as stored."""

    lines: tuple[Line, ...]
    parts: tuple[str, ...]
    afresh: frozenset[type[Model]]
    is_new: bool
    since: tuple[Saved, ...] = ()
    by: int = 0
    """Who is refused."""

    @property
    def is_own(self) -> bool:
        """Whether nobody but this same person saved since, on another page."""
        return bool(self.since) and all(one.person == self.by for one in self.since)


def status(refusal: DomainError, *, otherwise: int) -> int:
    """The HTTP status of a refusal."""
    return next((number for kind, number in STATUS if isinstance(refusal, kind)), otherwise)


def said(problem: Problem, refusal: DomainError) -> str:
    """A problem in words for the person at the desk."""
    if isinstance(refusal, StaleSave) and not refusal.current:
        return "Somebody changed it since you opened it. Compare both versions, then save again."
    place = _IN_A_PART.fullmatch(problem.field)
    if place is None:
        return problem.message
    return f"{_label(place[1]).capitalize()}, row {int(place[2]) + 1}, {place[3]}: {problem.message}"


def conflict(
    refusal: DomainError,
    *,
    is_new: bool,
    since: Iterable[Saved] = (),
    touched: Collection[str] | None = None,
    by: int = 0,
) -> Conflict | None:
    """What differs between both versions; None when the refusal is another one.

    A new row has no version of somebody else's: there the claim that it hangs on has changed. Of the parts only those
    that others `touched` are shown afresh; where nobody knows which, all that differ.
    """
    if not isinstance(refusal, StaleSave):
        return None
    lines, parts = [], []
    for name, mine in refusal.yours.items():
        if is_new or name not in refusal.theirs:
            continue
        theirs = refusal.theirs[name]
        if name in PARTS and isinstance(mine, list) and isinstance(theirs, list):
            if line := _part(name, mine, theirs):
                lines.append(line)
                if touched is None or name in touched:
                    parts.append(name)
        elif _key(mine) != _key(theirs):
            lines.append(Line(name.replace("_", " "), *_apart(mine, theirs)))
    return Conflict(
        lines=tuple(lines),
        parts=tuple(map(_label, parts)),
        afresh=frozenset(PARTS[name] for name in parts),
        is_new=is_new,
        since=tuple(since),
        by=by,
    )


def _part(name: str, mine: list[Mapping[str, Any]], theirs: list[Mapping[str, Any]]) -> Line | None:
    """The rows of one kind of part, a line each; None when both versions have the same."""
    columns = list(next(iter([*mine, *theirs]), {}))
    keys = [[tuple(_key(row.get(column)) for column in columns) for row in rows] for rows in (mine, theirs)]
    if name not in NUMBERED:
        keys = [sorted(rows, key=repr) for rows in keys]
    if keys[0] == keys[1]:
        return None
    texts = ["\n".join(_row(row, columns) for row in rows) or "none" for rows in (mine, theirs)]
    return Line(_label(name), *texts)


def _row(row: Mapping[str, Any], columns: list[str]) -> str:
    told = [(column, row.get(column)) for column in columns]
    return "• " + "; ".join(
        f"{column.replace('_', ' ')}: {_text(value).replace(chr(10), ', ')}"
        for column, value in told
        if value not in (None, "", False, [], ())
    )


def _apart(mine: Any, theirs: Any) -> tuple[str, str]:
    """Both values as text; rows of one name are told apart by their numbers."""
    texts = _text(mine), _text(theirs)
    if texts[0] == texts[1] and isinstance(mine, Model) and isinstance(theirs, Model):
        return f"{texts[0]} (no. {mine.pk})", f"{texts[1]} (no. {theirs.pk})"
    return texts


def _text(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, EDTFValue):
        return _date(value)
    if isinstance(value, list | tuple):
        return "\n".join(map(_text, value)) or "nothing"
    return str(value)


def _date(value: EDTFValue) -> str:
    words = [value.edtf or "not known", value.basis and f"({value.basis})", value.text and f"“{value.text}”"]
    limits = (
        f"from {value.lower or value.lower_kind} to {value.upper or value.upper_kind}" if value.edtf else ""
    )
    return " ".join(filter(None, [*words, limits]))


def _key(value: Any) -> Any:
    """What two values are compared by: as they would be stored."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return (value._meta.label, value.pk)
    if isinstance(value, list | tuple):
        return [_key(one) for one in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())
    return value


def _label(name: str) -> str:
    return str(PARTS[name]._meta.verbose_name_plural) if name in PARTS else name
