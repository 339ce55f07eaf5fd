"""Making a claim again what it was at an earlier revision: its own fields and its parts, as a new revision."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model

from claims.actions import claims
from claims.actions.parts import NUMBERED, PARTS
from claims.actions.records import columns_of, may_change
from claims.domain.edtf import from_json
from claims.domain.errors import InvalidValue, NotFound
from claims.models import Claim, User
from claims.models.fields import EDTFField
from claims.reads import revisions

FOLLOWS = ("end", "prefix", "suffix")
"""Columns that follow from where the quotation stands."""


def restore(*, claim: Claim, rev: int, to: int, by: User, at: datetime) -> Claim:
    """The claim with fields, spans, figures, chain and possible speakers as at revision `to`; `rev` is the one read.

    Evidence, replies, links and the verdict stay as they are. Raises InvalidValue when there is nothing to restore.
    """
    may_change(Claim, by)
    past = revisions.at(claim, to)
    own = [
        column
        for column in Claim._meta.concrete_fields
        if column.editable and not column.primary_key and column.name not in FOLLOWS
    ]
    parts_of = {
        name: [_values(model, row) for row in _in_order(name, past.parts[model])]
        for name, model in PARTS.items()
    }
    values = {column.name: _value(column, past.own[column.attname]) for column in own}
    found = claims.revise(claim=claim, rev=rev, by=by, at=at, parts_of=parts_of, **values)
    if found.rev == rev:
        raise InvalidValue(f"The claim is as it was at revision {to} already.", field="to")
    return found


def _in_order(name: str, rows: list[revisions.Row]) -> list[revisions.Row]:
    return sorted(rows, key=lambda row: int(row["position"])) if name in NUMBERED else rows


def _values(model: type[Model], row: revisions.Row) -> dict[str, Any]:
    columns = {column.name: column for column in model._meta.concrete_fields}
    return {
        name: _value(columns[name], row[columns[name].attname])
        for name in columns_of(model)
        if name != "position"
    }


def _value(column: Field[Any, Any], stored: Any) -> Any:
    """A value of the history as actions take it."""
    if stored is None:
        return None
    if column.is_relation:
        row = column.related_model._default_manager.filter(pk=stored).first()  # type: ignore[union-attr]
        if row is None:
            raise NotFound("What this pointed to is not there any more.", field=column.name)
        return row
    if isinstance(column, EDTFField):
        return from_json(stored, field=column.name)
    return stored if not isinstance(stored, float) else Decimal(str(stored))
