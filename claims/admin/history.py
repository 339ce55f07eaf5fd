"""What happened to a row: read from the history that the database writes, word by word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.formats.word_diff import Piece, pieces
from claims.models import History, User

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object
SILENT = {"id", "changed_at", "changed_by_id", "rev", "claim_id"}
CALLED = {"mfa_authenticator": "second factor", "claims_user_groups": "role"}
"""Tables whose rows have no name of their own."""
SHOWN = 200
ONE_SAVE = timedelta(seconds=1)
"""What one person changed in so short a time, in one request, is one save."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a row: of what, which operation, and each field word by word."""

    what: str
    operation: str
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]


@dataclass(slots=True)
class Save:
    """What one person changed at once: when, who, and every row of it."""

    at: datetime
    who: str
    changes: list[Change]


class HistoryView(Base):
    """The link “History” of a row; `history_of` are the models whose rows belong to it, by their foreign key."""

    history_of: tuple[tuple[type[Model], str], ...] = ()
    history_naming: tuple[tuple[str, str], ...] = ()
    """Tables whose rows name this one in a column and may be gone."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The newest two hundred changes of the row and its parts, newest first; `before` goes on from there."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        before = request.GET.get("before", "")
        number = int(before) if _is_number(before) else None
        entries = entries_of(row, self.history_of, naming=self.history_naming, before=number)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "object": row,
            "opts": self.opts,
            "saves": saves(entries[:SHOWN]),
            "before": entries[SHOWN - 1].pk if len(entries) > SHOWN else None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/claims/history.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def entries_of(
    row: Model,
    parts: Iterable[tuple[type[Model], str]] = (),
    *,
    naming: Iterable[tuple[str, str]] = (),
    before: int | None = None,
) -> list[History]:
    """The history of a row and of everything that hangs on it, newest first; one more than is shown."""
    wanted = Q(table=row._meta.db_table, row=str(row.pk))
    for model, column in parts:
        keys = model._default_manager.filter(**{column: row}).values_list("pk", flat=True)
        if keys:
            wanted |= Q(table=model._meta.db_table, row__in=[str(key) for key in keys])
    for table, column in naming:
        named = Q(**{f"old__{column}": row.pk}) | Q(**{f"new__{column}": row.pk})
        wanted |= Q(table=table) & named
    found = History.objects.filter(wanted)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[: SHOWN + 1])


def saves(entries: Sequence[History]) -> list[Save]:
    """The entries joined to what was saved at once, newest first; rows by their names instead of numbers."""
    people = User.objects.in_bulk({item.changed_by for item in entries if item.changed_by})
    names = _Names(entries)
    found: list[Save] = []
    last: History | None = None
    for item in entries:
        one = Change(names.noun(item.table), item.operation, tuple(_fields(item, names)))
        together = (
            last is not None
            and (last.changed_by, last.request) == (item.changed_by, item.request)
            and last.at - item.at <= ONE_SAVE
        )
        if not together:
            person = people.get(item.changed_by or 0)
            found.append(Save(item.at, person.username if person else "the database", []))
        if one.fields:
            found[-1].changes.append(one)
        last = item
    return [one for one in found if one.changes]


def _fields(item: History, names: _Names) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    old, new = item.old or {}, item.new or {}
    for name in sorted({*old, *new} - SILENT):
        before, after = old.get(name), new.get(name)
        if before == after or (not item.old and after in (None, "", [], False)):
            continue
        texts = (names.text(item.table, name, before), names.text(item.table, name, after))
        yield name.removesuffix("_id").replace("_", " "), tuple(pieces(*texts))


class _Names:
    """What tables, and rows that columns point to, are called: one query a model."""

    def __init__(self, entries: Iterable[History]) -> None:
        ours = apps.get_app_config("claims").get_models(include_auto_created=True)
        self.models = {model._meta.db_table: model for model in ours}
        wanted: dict[type[Model], set[Any]] = {}
        for item in entries:
            for values in (item.old or {}, item.new or {}):
                for name, value in values.items():
                    target = self._target(item.table, name)
                    if target is not None and value is not None:
                        wanted.setdefault(target, set()).add(value)
        self.rows = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}

    def noun(self, table: str) -> str:
        """The name of what a table holds."""
        if table in CALLED:
            return CALLED[table]
        model = self.models.get(table)
        return str(model._meta.verbose_name) if model else table

    def text(self, table: str, name: str, value: Any) -> str:
        """A value as text: the row that it points to by name."""
        target = self._target(table, name)
        row = self.rows.get(target, {}).get(value) if target is not None and value is not None else None
        return f"{row} (no. {value})" if row is not None else _text(value)

    def _target(self, table: str, name: str) -> type[Model] | None:
        if not name.endswith("_id") or table not in self.models:
            return None
        columns = {column.attname: column for column in self.models[table]._meta.concrete_fields}
        column = columns.get(name)
        return column.related_model if column is not None and column.is_relation else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) < 20_000 else text[:20_000] + " …"
