"""Every named constraint of every table refuses what breaks it, by itself: all triggers off, on a row of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import models

from claims.models import Presence
from tests import raw
from tests.proofs import breaches, rows, world

Connection = psycopg.Connection[Any]


@pytest.fixture
def past_the_triggers(committed: None) -> Iterator[Connection]:
    """A row of every model and the owner's hand on it, in a transaction that is taken back."""
    made = world.ground()
    rows.furnish(made)
    rows.dress(made, made.at("in review", hands=False))
    made.at("published", hands=False)
    rows.complete(made)
    assert Presence.objects.exists()
    with raw.connect("owner") as owner:
        for model in rows.ours():
            owner.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        yield owner
        owner.rollback()


def told(owner: Connection, *statements: str) -> str:
    """By which constraint the last of these is refused; nothing when it is taken. Taken back in any case."""
    try:
        with owner.transaction(force_rollback=True):
            for statement in statements:
                owner.execute(statement)
    except psycopg.Error as refusal:
        return refusal.diag.constraint_name or type(refusal).__name__
    return ""


def passed(owner: Connection, model: type[models.Model], constraint: Any) -> Iterator[str]:
    """What this constraint lets through, or another one refuses, in words; nothing when it holds."""
    table, key = model._meta.db_table, model._meta.pk.column
    newest = f"{key} = (SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1)"
    aside = [
        f"ALTER TABLE {table} DROP CONSTRAINT {one}"
        for one in breaches.ASIDE.get(constraint.name, "").split(", ")
        if one
    ]
    if isinstance(constraint, models.UniqueConstraint):
        first = breaches.FIRST.get(constraint.name)
        before = [f"UPDATE {table} SET {first} WHERE {newest}"] if first else []
        if (
            found := told(owner, *aside, *before, breaches.once_more(constraint, model, newest))
        ) != constraint.name:
            yield f"{constraint.name}: a second row is refused by “{found}”"
        return
    tried = list(breaches.changes(constraint, model))
    if not tried:
        yield f"unlisted: {constraint.name}; say in tests/proofs/breaches.py what breaks it"
    for change in tried:
        if (found := told(owner, *aside, f"UPDATE {table} SET {change} WHERE {newest}")) != constraint.name:
            yield f"{constraint.name}: {change} is refused by “{found}”"
    for change in breaches.fits(constraint, model):
        if found := told(owner, *aside, f"UPDATE {table} SET {change} WHERE {newest}"):
            yield f"{constraint.name}: {change} is within it and refused by {found}"


def without(constraint: Any, model: type[models.Model]) -> str:
    """The statement that takes the constraint away; one with a condition is an index."""
    if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None:
        return f"DROP INDEX {constraint.name}"
    return f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint.name}"


def test_every_constraint_refuses_what_breaks_it_and_is_missed_when_it_is_taken_away(
    past_the_triggers: Connection,
) -> None:
    owner = past_the_triggers
    named = [(model, one) for model in rows.ours() for one in model._meta.constraints]
    assert len(named) > 180
    listed = {*breaches.BY_HAND, *breaches.FIRST, *breaches.ASIDE, *breaches.TOLD_APART}
    assert listed <= {one.name for _, one in named}, "gone, take away from tests/proofs/breaches.py"
    wrong = [line for model, one in named for line in passed(owner, model, one)]
    assert not wrong, "\n".join(wrong)
    for model, one in named:
        with owner.transaction(force_rollback=True):
            owner.execute(without(one, model))
            assert list(passed(owner, model, one)), f"nothing is missed without {one.name}"
