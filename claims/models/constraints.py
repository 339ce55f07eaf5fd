"""Named constraints that several tables share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def one_of(field: str, words: type[StrEnum], *, noun: str) -> models.CheckConstraint:
    """The constraint that `field` holds one of the stored words."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [word.value for word in words]}), name=f"{noun}_{field}_is_known"
    )


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of an enumeration as Django choices, in its order."""
    return [(word.value, word.value) for word in words]


def sound_edtf(field: str, *, noun: str) -> models.CheckConstraint:
    """The constraint that an EDTF value has all its keys, ordered bounds, and open ends kept apart."""
    return models.CheckConstraint(
        condition=Func(
            F(field), function="claims_edtf_is_sound", output_field=models.BooleanField()
        ),  # a function of ours, made by the first migration
        name=f"{noun}_{field}_is_sound_edtf",
    )


def public_id_form(*, noun: str) -> models.CheckConstraint:
    """The constraint on the form of a permanent public id."""
    return models.CheckConstraint(
        condition=Q(public_id__regex=r"^[0-9a-z]{10}$"), name=f"{noun}_public_id_has_its_form"
    )


def not_blank(field: str, *, noun: str) -> models.CheckConstraint:
    """The constraint that a text says something."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=f"{noun}_{field}_is_not_blank")


BLANK = (
    r"^[\s\u0085\u00a0\u00ad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]*$"
)
"""A text in which nothing can be seen, as PostgreSQL writes it: blanks of every width and what takes no room."""


def says_something(field: str, *, noun: str) -> models.CheckConstraint:
    """The constraint that a text shows something: blanks alone are refused."""
    return models.CheckConstraint(
        condition=~Q(**{f"{field}__regex": BLANK}), name=f"{noun}_{field}_says_something"
    )


def at_most(field: str, limit: int, *, noun: str) -> models.CheckConstraint:
    """The constraint on a text that anybody may send: at most so many characters."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), limit), name=f"{noun}_{field}_is_short_enough"
    )


def web_address(field: str, *, noun: str) -> models.CheckConstraint:
    """The constraint that an address which pages link to is one of the web: never a script."""
    return models.CheckConstraint(
        condition=Q(**{field: ""}) | Q(**{f"{field}__iregex": r"^https?://[^\s]+$"}),
        name=f"{noun}_{field}_is_of_the_web",
    )


MOMENTS = (datetime(1000, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC))
DAYS = (date(1000, 1, 1), date(2999, 12, 31))


def finite(*fields: str, noun: str, within: tuple[date, date] = MOMENTS) -> models.CheckConstraint:
    """The constraint that moments (or `DAYS`) can be read back: PostgreSQL's infinity and year 200000 cannot."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": within})
    return models.CheckConstraint(condition=condition, name=f"{noun}_{fields[0]}_is_in_range")
