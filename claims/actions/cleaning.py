"""Values as they may be stored, by the kind of column: the same for admin, API and import.

Problems of all fields are collected, so that a person sees everything at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from claims.domain import edtf
from claims.domain.errors import DomainError, InvalidValue, Problem
from claims.domain.lookalikes import refuse_mixed_alphabets
from claims.domain.quantities import bound
from claims.domain.text import LIMITS, clean_excerpt, clean_name, clean_text, clean_url, clean_words
from claims.models import Speaker
from claims.models.fields import EDTFField

FIRST_YEAR, LAST_YEAR = 1000, 2999
RANGES = {"credibility": (1, 6), "credence": (0, 100)}
LONG = {"rationale", "looked_for", "would_change", "answer"}
REASONS = {"withdrawn_why"}
"""Columns that no form shows but that actions take as words."""
NAMES = {("speaker", "name"), ("outlet", "name"), ("newsroom", "name")}


def clean(
    model: type[models.Model], values: Mapping[str, Any], *, whole: bool = False, apart: Collection[str] = ()
) -> dict[str, Any]:
    """The values for a model's columns, each clean; raises InvalidValue with one problem a field.

    A `whole` row also needs every column that must be given, except those that are given `apart`.
    """
    cleaned: dict[str, Any] = {}
    problems: list[Problem] = []
    if whole:
        problems += [Problem(name, f"“{name}” must be given.") for name in _needed(model) - {*values, *apart}]
    for name, value in values.items():
        try:
            cleaned[name] = _value(model, name, value)
        except DomainError as error:
            problems += [Problem(problem.field or name, problem.message) for problem in error.problems]
    if problems:
        raise InvalidValue(problems[0].message, problems=problems)
    return cleaned


def _needed(model: type[models.Model]) -> set[str]:
    return {
        column.name
        for column in model._meta.concrete_fields
        if column.editable and not (column.primary_key or column.null or column.blank or column.has_default())
    }


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise InvalidValue(f"There is no field “{name}” here.", field=name) from error
    if not isinstance(column, models.Field) or not (column.editable or name in REASONS):
        raise InvalidValue(f"“{name}” cannot be set here.", field=name)
    if value is None and column.null:
        return None
    if isinstance(column, EDTFField):
        return edtf.from_json(value, field=name)
    if isinstance(column, models.ForeignKey):
        return _related(column, value)
    if isinstance(column, ArrayField):
        words = clean_words(value, field=name)
        return [clean_url(word, field=name) for word in words] if name == "same_as" else words
    if isinstance(column, models.URLField):
        return clean_url(value, field=name, required=not column.blank)
    if column.choices:
        return _chosen(column, value)
    if isinstance(column, models.TextField | models.CharField):
        return _text(model, column, value)
    return _plain(column, value)


def _related(column: models.ForeignKey[Any, Any], value: Any) -> Any:
    wanted = column.remote_field.model
    if not isinstance(value, wanted):
        raise InvalidValue(f"“{column.name}” must be a {wanted._meta.verbose_name}.", field=column.name)
    return value


def _chosen(column: models.Field[Any, Any], value: Any) -> Any:
    known = [choice for choice, _label in column.flatchoices if choice != ""]
    if value in known or (value == "" and column.blank):
        return value
    shown = value if isinstance(value, str) and value.isprintable() else repr(value)
    raise InvalidValue(
        f"“{str(shown)[:60]}” is not known for “{column.name}”. Possible: {', '.join(map(str, known))}.",
        field=column.name,
    )


def _text(model: type[models.Model], column: models.Field[Any, Any], value: Any) -> str:
    name = column.name
    if (model._meta.model_name, name) in NAMES:
        written = clean_name(value, field=name)
        refuse_mixed_alphabets(written, field=name)
        return written
    if name == "excerpt":
        return clean_excerpt(value, field=name)
    if model is Speaker and name == "wikidata":
        return clean_text(value, field=name, limit=20, required=False)
    limit = LIMITS["rationale"] if name in LONG else LIMITS.get(name, LIMITS["note"])
    return clean_text(value, field=name, limit=limit, required=not column.blank, multiline=name in LONG)


def _plain(column: models.Field[Any, Any], value: Any) -> Any:
    name = column.name
    if isinstance(column, models.BooleanField) and not isinstance(value, bool):
        raise InvalidValue(f"“{name}” is true or false.", field=name)
    if isinstance(column, models.DateTimeField):
        return clean_moment(value, field=name)
    if isinstance(column, models.DateField) and not (
        isinstance(value, date) and FIRST_YEAR <= value.year <= LAST_YEAR
    ):
        raise InvalidValue(f"“{name}” is a day like 2009-08-05.", field=name)
    if isinstance(column, models.DecimalField):
        return _decimal(column, value)
    if isinstance(column, models.IntegerField):
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValue(f"“{name}” is a whole number.", field=name)
        low, high = RANGES.get(name, (value, value))
        if not low <= value <= high:
            raise InvalidValue(f"“{name}” is a whole number from {low} to {high}.", field=name)
        try:
            column.run_validators(value)
        except ValidationError as error:
            raise InvalidValue(f"“{name}”: {' '.join(error.messages)}", field=name) from error
    return value


def clean_moment(value: object, *, field: str) -> datetime:
    """A moment with a time zone, of a year that every reader can write."""
    if not isinstance(value, datetime) or not value.tzinfo:
        raise InvalidValue(f"“{field}” is a moment with a time zone.", field=field)
    if not FIRST_YEAR < value.year < LAST_YEAR:
        raise InvalidValue(
            f"“{field}” is a moment of the years {FIRST_YEAR + 1} to {LAST_YEAR - 1}.", field=field
        )
    return value


def _decimal(column: models.Field[Any, Any], value: Any) -> Decimal:
    number = bound(value, field=column.name)
    if number is None:
        raise InvalidValue(f"“{column.name}” is a number like 4000 or 0.5.", field=column.name)
    try:
        column.run_validators(number)
    except ValidationError as error:
        raise InvalidValue(f"“{column.name}”: {' '.join(error.messages)}", field=column.name) from error
    return number
