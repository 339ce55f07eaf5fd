"""Adding and changing the simple nouns: outlets, articles, speakers, roles, sources, derivations, ratings …

Every change names the version that was read (`changed_at`); a stale one is refused with both versions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from claims.actions import namesakes
from claims.actions.access import require
from claims.actions.cleaning import clean
from claims.actions.transactions import one_transaction
from claims.domain import quantities
from claims.domain.errors import InvalidValue, StaleSave
from claims.domain.ids import new_public_id
from claims.domain.lifecycle import EXTRACTORS
from claims.domain.vocabulary import Role
from claims.models import Figure, Newsroom, Rating, RatingScale, Speaker, User
from claims.models.tracked import Tracked, Withdrawable

Row = TypeVar("Row", bound=Tracked)
FOR_EDITORS = (RatingScale, Rating)
FOR_ADMINISTRATORS = (Newsroom,)


def who_may_change(model: type[models.Model]) -> tuple[Role, ...]:
    """The roles that may add or change rows of this kind."""
    if issubclass(model, FOR_ADMINISTRATORS):
        return (Role.ADMINISTRATOR,)
    return (Role.EDITOR, Role.ADMINISTRATOR) if issubclass(model, FOR_EDITORS) else EXTRACTORS


def may_change(model: type[models.Model], by: User) -> None:
    """Refuses whoever may not add or change rows of this kind."""
    name = str(model._meta.verbose_name)
    roles = who_may_change(model)
    if by.is_machine and roles is EXTRACTORS:
        return
    require(by, *roles, to=f"change a {name}")


def add(model: type[Row], *, by: User, **values: Any) -> Row:
    """A new row, clean and complete, with its permanent public id where it has one."""
    may_change(model, by)
    cleaned = checked(model, values, whole=True)
    if any(column.name == "public_id" for column in model._meta.get_fields()):
        cleaned["public_id"] = new_public_id()
    with one_transaction():
        if issubclass(model, Speaker):
            cleaned |= namesakes.told_apart(cleaned)
        return model._default_manager.create(changed_by=by, **cleaned)


def change(row: Row, *, by: User, read: datetime, **values: Any) -> Row:
    """The row with new values; refuses with StaleSave when somebody changed it after `read`."""
    model = type(row)
    may_change(model, by)
    with one_transaction():
        current = model._default_manager.select_for_update(no_key=True).get(pk=row.pk)
        if current.changed_at != read:
            raise _stale(current, values)
        before = {name: getattr(current, name) for name in columns_of(model) if name not in values}
        cleaned = (
            checked(model, {**before, **values}) if issubclass(model, Figure) else checked(model, values)
        )
        if isinstance(current, Speaker):
            cleaned |= namesakes.told_apart(cleaned, now=current)
        changes = {name: value for name, value in cleaned.items() if getattr(current, name) != value}
        if not changes:
            return current
        for name, value in changes.items():
            setattr(current, name, value)
        current.changed_by = by
        current.save(update_fields=[*changes, "changed_by"])  # a name that stays must not lock its references
        current.refresh_from_db()
        return current


def withdraw(row: Withdrawable, *, by: User, at: datetime, why: str) -> None:
    """Ends a row without deleting it: who, when and why stay."""
    model = type(row)
    may_change(model, by)
    reason = checked(model, {"withdrawn_why": why})["withdrawn_why"]
    if not reason:
        raise InvalidValue("Say why this is withdrawn.", field="withdrawn_why")
    with one_transaction():
        model._default_manager.filter(pk=row.pk).update(
            withdrawn_at=at, withdrawn_by=by, withdrawn_why=reason, changed_by=by
        )


def checked(
    model: type[models.Model], values: Mapping[str, Any], *, whole: bool = False, apart: Collection[str] = ()
) -> dict[str, Any]:
    """Clean values, with the rules that span several fields; `whole` and `apart` as for `cleaning.clean`."""
    cleaned = clean(model, values, whole=whole, apart=apart)
    if issubclass(model, Figure):
        rules = {key: cleaned[key] for key in _FIGURE if key in cleaned}
        figure = quantities.quantity(**rules)
        cleaned |= {"low": figure.low, "high": figure.high}
    return cleaned


_FIGURE = ("measure", "population", "low", "high", "approximate", "vague", "unit", "at", "text")
_KEPT = {
    "id",
    "public_id",
    "changed_by",
    "changed_at",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_why",
    "claim",
}


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that people fill, without what the database and the claim keep of a row."""
    return [column.name for column in model._meta.concrete_fields if column.name not in _KEPT]


def _stale(current: Tracked, values: dict[str, Any]) -> StaleSave:
    return StaleSave(
        read=0, current=0, yours=values, theirs={name: getattr(current, name) for name in values}
    )
