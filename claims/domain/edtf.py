"""Dates with their uncertainty: an EDTF (ISO 8601-2) level 1 expression, what it rests on, and its bounds.

Bounds are inclusive days and are computed here only, by the rules of `edtf_bounds`. What is open (`..`) and
what is unknown (nothing) stay apart and have no bound at all. A date is never more precise than its basis.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from claims.domain.edtf_bounds import EXAMPLES, BoundKind, End, ends
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text, shown

__all__ = [
    "EXAMPLES",
    "KEYS",
    "BoundKind",
    "EDTFValue",
    "definitely_before",
    "from_json",
    "parse",
    "possibly_before",
    "precision",
    "search_range",
    "unknown",
]

KEYS = ("edtf", "basis", "text", "lower", "upper", "lower_kind", "upper_kind")
_BASIS = re.compile(r"(stated|inferred)\b")
_BASIS_OF_NOTHING = re.compile(r"(stated|inferred|unknown)\b")


@dataclass(frozen=True, slots=True)
class EDTFValue:
    """A date as far as it is known: the expression, what it rests on, the words, and its bounds.

    Made by `parse` and `from_json`; an empty expression means that nothing is known.
    """

    edtf: str
    basis: str
    text: str
    lower: date | None
    upper: date | None
    lower_kind: BoundKind
    upper_kind: BoundKind

    def as_json(self) -> dict[str, str | None]:
        """The value as it is stored and published: seven keys, days as ISO text or null."""
        return {
            "edtf": self.edtf,
            "basis": self.basis,
            "text": self.text,
            "lower": self.lower.isoformat() if self.lower else None,
            "upper": self.upper.isoformat() if self.upper else None,
            "lower_kind": self.lower_kind.value,
            "upper_kind": self.upper_kind.value,
        }


def parse(
    edtf: str,
    *,
    basis: str,
    text: str = "",
    not_before: date | None = None,
    not_after: date | None = None,
    field: str = "edtf",
) -> EDTFValue:
    """The value of an expression, with its bounds; an empty expression means that nothing is known.

    `basis` begins with “stated” or “inferred” (or “unknown” for an empty expression). `not_before` and
    `not_after` are known limits of an approximate date; they take the place of the computed bounds and must
    contain the date itself. Raises InvalidValue naming `field`.
    """
    if not isinstance(edtf, str):
        raise InvalidValue(f"A date is written as text. Right would be: {EXAMPLES}.", field=field)
    basis = clean_text(basis, field=field, limit=LIMITS["note"], required=False, multiline=True)
    if not (_BASIS if edtf else _BASIS_OF_NOTHING).match(basis):
        allowed = "“stated” or “inferred from …”" if edtf else "“unknown”, “stated” or “inferred from …”"
        raise InvalidValue(f"A date says what it rests on: {allowed}, not {shown(basis)}.", field=field)
    words = clean_text(text, field=field, limit=LIMITS["statement"], required=False, multiline=True)
    start, end = ends(edtf, field)
    lower = start.wide.first if start.wide else None
    upper = end.wide.last if end.wide else None
    value = EDTFValue(edtf, basis, words, lower, upper, start.kind, end.kind)
    if not_before is None and not_after is None:
        return value
    return _limited(value, start, end, not_before, not_after, field)


def from_json(mapping: object, *, field: str = "edtf") -> EDTFValue:
    """The value behind stored JSON; refuses other keys, reversed bounds, and bounds not its own."""
    if isinstance(mapping, EDTFValue):
        return mapping
    if not isinstance(mapping, Mapping) or set(mapping) != set(KEYS):
        raise InvalidValue(f"A date is an object with exactly the keys {', '.join(KEYS)}.", field=field)
    edtf, basis, text = mapping["edtf"], mapping["basis"], mapping["text"]
    lower, upper = _day(mapping["lower"], field), _day(mapping["upper"], field)
    if lower and upper and lower > upper:
        raise InvalidValue(f"The bounds are reversed: {lower} is after {upper}.", field=field)
    value = parse(edtf, basis=basis, text=text, field=field)
    if _bounds_of(value.as_json()) == _bounds_of(mapping):
        return value
    if BoundKind.APPROXIMATE in (value.lower_kind, value.upper_kind) and lower and upper:
        limited = parse(edtf, basis=basis, text=text, not_before=lower, not_after=upper, field=field)
        if _bounds_of(limited.as_json()) == _bounds_of(mapping):
            return limited
    raise InvalidValue(
        f"The bounds are not those of {shown(edtf)}, which are {_in_words(value)}.",
        field=field,
    )


def unknown(*, basis: str = "unknown", text: str = "") -> EDTFValue:
    """A date of which nothing is known."""
    return parse("", basis=basis, text=text)


def precision(value: EDTFValue) -> str:
    """How fine it is: day, month, season, year, decade, century, interval, or none for nothing known.

    Unspecified digits do not count: 2004-06-XX is as fine as a month, 2004-XX-XX as a year.
    """
    if "/" in value.edtf:
        return "interval"
    return ends(value.edtf, "edtf")[0].unit


def definitely_before(first: EDTFValue, second: EDTFValue) -> bool:
    """Whether every day of `first` lies before every day of `second`; open and unknown ends never do."""
    return first.upper is not None and second.lower is not None and first.upper < second.lower


def possibly_before(first: EDTFValue, second: EDTFValue) -> bool:
    """Whether some day of `first` lies before some of `second`; open and unknown ends reach anywhere."""
    return first.lower is None or second.upper is None or first.lower < second.upper


def search_range(value: EDTFValue) -> tuple[date | None, date | None]:
    """The widest reading, for search only; open and unknown ends are None."""
    return value.lower, value.upper


def _limited(
    value: EDTFValue, start: End, end: End, not_before: date | None, not_after: date | None, field: str
) -> EDTFValue:
    if start.core is None or end.core is None or not_before is None or not_after is None:
        raise InvalidValue("Known limits need a date with two ends, and both limits.", field=field)
    if not_before > not_after:
        raise InvalidValue(f"The limits are reversed: {not_before} is after {not_after}.", field=field)
    if BoundKind.APPROXIMATE not in (start.kind, end.kind):
        raise InvalidValue("Only an approximate date (with ~, ? or %) takes known limits.", field=field)
    if not (not_before <= start.core.first and end.core.last <= not_after):
        raise InvalidValue(
            f"The limits {not_before} to {not_after} do not contain {shown(value.edtf)}.", field=field
        )
    exact = BoundKind.EXACT
    return EDTFValue(value.edtf, value.basis, value.text, not_before, not_after, exact, exact)


def _bounds_of(mapping: Mapping[str, object]) -> list[object]:
    return [mapping[key] for key in KEYS[3:]]


def _in_words(value: EDTFValue) -> str:
    lower = f"{value.lower} ({value.lower_kind})" if value.lower else value.lower_kind.value
    upper = f"{value.upper} ({value.upper_kind})" if value.upper else value.upper_kind.value
    return f"{lower} to {upper}"


def _day(value: object, field: str) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InvalidValue(f"{shown(value)} is not a day like 2009-08-05, nor null.", field=field)
