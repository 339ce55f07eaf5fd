"""Every text column of every noun meets every hostile string: kept as given after NFC, or refused by its name."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from claims.actions.cleaning import clean
from claims.domain.errors import InvalidValue
from claims.models.fields import EDTFField
from claims.models.rules import SHARED, TRACKED
from tests.hostile import hostile_strings


def columns() -> list[tuple[type[models.Model], Any]]:
    """Every column of ours that takes text from people, dates and lists included."""
    kinds = (models.TextField, models.CharField, ArrayField, EDTFField)
    return [
        (model, column)
        for model in apps.get_app_config("claims").get_models()
        if model._meta.db_table in TRACKED or model._meta.db_table in SHARED
        for column in model._meta.concrete_fields
        if isinstance(column, kinds) and column.editable
    ]


def cleaned(model: type[models.Model], name: str, value: Any) -> tuple[Any, InvalidValue | None]:
    """The clean value, or the refusal; any other exception is a failure."""
    try:
        return clean(model, {name: value})[name], None
    except InvalidValue as error:
        return None, error


def test_there_is_something_to_try() -> None:
    assert len(columns()) >= 50
    assert len(hostile_strings()) >= 200


@pytest.mark.parametrize(("model", "column"), columns(), ids=str)
def test_no_text_is_changed_or_refused_without_a_word(model: type[models.Model], column: Any) -> None:
    for text in hostile_strings():
        value: Any = [text] if isinstance(column, ArrayField) else text
        if isinstance(column, EDTFField):
            value = {"edtf": text, "basis": "stated", "text": text, "lower": None, "upper": None}
            value |= {"lower_kind": "unknown", "upper_kind": "unknown"}
        found, refusal = cleaned(model, column.name, value)
        if refusal is not None:
            assert {problem.field for problem in refusal.problems} == {column.name}
            assert all(len(problem.message) < 600 for problem in refusal.problems)
            refusal.message.encode()
            continue
        if isinstance(column, EDTFField):
            continue
        kept = found[0] if isinstance(found, list) and found else found
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        wanted = unicodedata.normalize("NFC", lines).strip()
        assert kept in (wanted, " ".join(wanted.split()), [])
