"""What happened to a row: read from the history that the database writes, word by word."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.models import History, User

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object
SILENT = {"changed_at", "changed_by_id", "rev"}
SHOWN = 200
COMPARED = 500
"""Words of a text that are compared one by one: of more, comparing takes seconds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a change: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a row: when, who, what, and each field word by word."""

    at: Any
    who: str
    operation: str
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]


class HistoryView(Base):
    """The link “History” of a row."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The newest two hundred changes, newest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "object": row,
            "opts": self.opts,
            "changes": list(changes(self.opts.db_table, str(row.pk))),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/claims/history.html", context)


def changes(table: str, row: str) -> Iterator[Change]:
    """The changes of a row, newest first."""
    found = list(History.objects.filter(table=table, row=row).order_by("-id")[:SHOWN])
    people = User.objects.in_bulk({item.changed_by for item in found if item.changed_by})
    for item in found:
        person = people.get(item.changed_by or 0)
        old, new = item.old or {}, item.new or {}
        fields = tuple(
            (name.replace("_", " "), tuple(words(_text(old.get(name)), _text(new.get(name)))))
            for name in sorted({*old, *new} - SILENT)
            if old.get(name) != new.get(name) and (item.old or new.get(name) not in (None, "", [], False))
        )
        yield Change(item.at, person.username if person else "the database", item.operation, fields)


def words(before: str, after: str) -> Iterator[Piece]:
    """The words of both texts: kept, removed, added; of long texts the old and the new one whole."""
    old, new = before.split(" "), after.split(" ")
    if max(len(old), len(new)) > COMPARED:
        yield from (Piece(kind, text) for kind, text in (("removed", before), ("added", after)) if text)
        return
    for kind, start, end, other, stop in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield Piece("kept", " ".join(old[start:end]))
            continue
        if start < end and (removed := " ".join(old[start:end])):
            yield Piece("removed", removed)
        if other < stop and (added := " ".join(new[other:stop])):
            yield Piece("added", added)


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) < 20_000 else text[:20_000] + " …"
