"""The same words in every text column of every table of ours, put there by the owner past all rules but the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import models

from claims.models.fields import EDTFField
from claims.models.rules import HISTORY
from tests import raw
from tests.proofs.rows import ours

PUBLIC = {
    "claims_publication", "claims_publishedclaim", "claims_publishedspeaker", "claims_publishedsource",
    "claims_publishedarticle", "claims_publishedword", "claims_ledgerentry", "claims_checkpoint", "claims_logidentity",
    "claims_history", "claims_contribution", "claims_ticketrate", "claims_signinattempt", "claims_publishedremoval",
    "claims_withhelddocument", "claims_emptying", "claims_publishedalteration",
    "claims_publishedposting", "claims_deskposting", "claims_commonword", "claims_publishedmeaning",
}  # fmt: skip
"""Tables with what is public, and those that the database writes by itself."""
FORMED = {"public_id", "sha256", "full_sha256", "raw_sha256", "wikidata", "password"}
"""Columns of a form that admits no words; the database says so too."""


@dataclass
class Filled:
    """Which columns hold the words, and which the database refused."""

    columns: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def words_in(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a model in which words can stand."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.TextField | models.CharField | ArrayField | EDTFField)
        and not isinstance(getattr(column, "base_field", None), models.BigIntegerField)
        and not column.choices
    ]


def fill(words: Callable[[str, Any], str]) -> Filled:
    """Puts `words(table.column, column)` into each of them, with the row's number behind; the history is kept."""
    done = Filled()
    with raw.connect("owner", autocommit=True) as owner:
        for model in ours():
            table = model._meta.db_table
            if table in PUBLIC:
                continue
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            if table in HISTORY:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER z_history")
            for column in words_in(model):
                name = f"{table}.{column.column}"
                if column.name in FORMED:
                    continue
                try:
                    with owner.transaction():
                        owner.execute(_update(model, column), [words(name, column)])
                    done.columns.append(name)
                except psycopg.errors.IntegrityError:
                    done.refused.append(name)
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return done


def _update(model: type[models.Model], column: models.Field[Any, Any]) -> str:
    value = f"%s || ' ' || {model._meta.pk.column}::text"  # type: ignore[union-attr]
    table, name = model._meta.db_table, f'"{column.column}"'
    if isinstance(column, ArrayField):
        value = f"ARRAY[{value}]"
    if isinstance(column, EDTFField):
        return f"UPDATE {table} SET {name} = jsonb_set({name}, '{{text}}', to_jsonb({value})) WHERE {name} IS NOT NULL"
    if column.max_length:
        value = f"left({value}, {column.max_length})"
    return f"UPDATE {table} SET {name} = {value}"
