"""Figures with their uncertainty: bounds that may be open, and words that stay vague."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.text import clean_text, shown
from claims.domain.tongue import gettext, pgettext

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_STORABLE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: what is measured, among whom, between which bounds. A bound that is None is open."""

    measure: str
    population: str
    low: Decimal | None
    high: Decimal | None
    approximate: bool
    vague: bool
    unit: str
    at: EDTFValue | None
    text: str

    def as_json(self) -> dict[str, object]:
        """The figure as it is published; bounds as plain decimal text or null, never floats."""
        return {
            "measure": self.measure,
            "population": self.population,
            "low": plain(self.low),
            "high": plain(self.high),
            "approximate": self.approximate,
            "vague": self.vague,
            "unit": self.unit,
            "at": self.at.as_json() if self.at else None,
            "text": self.text,
        }


def quantity(
    *,
    measure: str,
    text: str,
    low: object = None,
    high: object = None,
    approximate: bool = False,
    vague: bool = False,
    population: str = "",
    unit: str = "persons",
    at: EDTFValue | None = None,
) -> Quantity:
    """A checked figure. Without any bound it must be vague; nothing is ever filled in.

    Raises InvalidValue naming the field, `low` when the bounds are reversed.
    """
    lower, upper = bound(low, field="low"), bound(high, field="high")
    if lower is not None and upper is not None and lower > upper:
        raise InvalidValue(
            f"The low bound {plain(lower)} is above the high bound {plain(upper)}.", field="low"
        )
    for name, flag in (("approximate", approximate), ("vague", vague)):
        if not isinstance(flag, bool):
            raise InvalidValue(f"“{name}” is true or false, not {shown(flag)}.", field=name)
    if lower is None and upper is None and not vague:
        raise InvalidValue("A figure without bounds is vague: say so, or give a bound.", field="vague")
    if at is not None and not isinstance(at, EDTFValue):
        raise InvalidValue("“at” is a date with its basis, or nothing.", field="at")
    return Quantity(
        measure=clean_text(measure, field="measure", limit=300),
        population=clean_text(population, field="population", limit=300, required=False),
        low=lower,
        high=upper,
        approximate=approximate,
        vague=vague,
        unit=clean_text(unit, field="unit", limit=60),
        at=at,
        text=clean_text(text, field="text", limit=300, multiline=True),
    )


def bound(value: object, *, field: str) -> Decimal | None:
    """A bound as an exact decimal, at most 18 digits before and 6 behind the point; None for an open end."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise InvalidValue(
            "A bound is given as text or whole number, never as a binary fraction.", field=field
        )
    if isinstance(value, Decimal):
        written = _written(value, field)
    elif isinstance(value, str):
        written = value
    else:
        written = str(value) if abs(value) < 10**18 else "9" * 19  # Python refuses to print the very longest.
    if not _NUMBER.fullmatch(written):
        raise InvalidValue(f"{shown(value)} is not a plain number like 4000 or 3.5.", field=field)
    number = _trimmed(written)
    if not _STORABLE.fullmatch(number):
        raise InvalidValue("A bound has at most 18 digits before and 6 behind the point.", field=field)
    return Decimal(number)


def plain(number: Decimal | None) -> str | None:
    """A bound as plain decimal text: no exponent, no trailing zeros."""
    return None if number is None else _trimmed(format(number, "f"))


def _written(value: Decimal, field: str) -> str:
    if not value.is_finite():
        raise InvalidValue("A bound is a finite number; leave it empty when the end is open.", field=field)
    if value and abs(value.adjusted()) > 40:
        raise InvalidValue("A bound has at most 18 digits before and 6 behind the point.", field=field)
    return format(value, "f")


def _trimmed(written: str) -> str:
    """A written number without sign of plus, leading zeros, zeros behind the point, and minus zero."""
    sign = "-" if written.startswith("-") else ""
    whole, _point, fraction = written.lstrip("+-").partition(".")
    digits = (whole.lstrip("0") or "0") + ("." + fraction.rstrip("0")).rstrip(".")
    return digits if digits == "0" else sign + digits


def describe(
    low: str | None, high: str | None, *, approximate: bool, vague: bool, unit: str, text: str
) -> str:
    """A short rendering that never gains certainty: “4,000–5,000 persons (approximate)”, “at most 999 …”."""
    if low is None and high is None:
        return gettext("“%(text)s” (no figure given)") % {"text": text}
    if low is None:
        words = gettext("at most %(figure)s") % {"figure": _counted(grouped(high), unit)}
    elif high is None:
        words = gettext("at least %(figure)s") % {"figure": _counted(grouped(low), unit)}
    else:
        words = _counted(_range(low, high), unit)
    if approximate and vague:
        return gettext("%(figure)s (approximate, vague)") % {"figure": words}
    if approximate:
        return gettext("%(figure)s (approximate)") % {"figure": words}
    return gettext("%(figure)s (vague)") % {"figure": words} if vague else words


def described(figure: Mapping[str, Any]) -> str:
    """The same of a figure as documents hold it."""
    return describe(
        figure["low"],
        figure["high"],
        approximate=figure["approximate"],
        vague=figure["vague"],
        unit=figure["unit"],
        text=figure["text"],
    )


def _range(low: str, high: str) -> str:
    if low == high:
        return grouped(low)
    ends = {"low": grouped(low), "high": grouped(high)}
    if low.startswith("-"):
        return pgettext("two figures", "%(low)s to %(high)s") % ends
    return pgettext("two figures", "%(low)s–%(high)s") % ends


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}".rstrip()


def grouped(number: str | None) -> str:
    """A plain decimal with thousands separators, as the language of the site writes them."""
    if number is None:
        return ""
    signs = {ord(","): pgettext("between thousands", ","), ord("."): pgettext("decimal point", ".")}
    return f"{Decimal(number):,f}".translate(signs)
