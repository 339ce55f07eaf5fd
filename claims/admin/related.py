"""What hangs on a shared noun, beside its form: a few links each, so that nobody has to search for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from claims.admin.bulk_pages import notice

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object
MOST = 30


@dataclass(frozen=True, slots=True)
class Related:
    """Some rows with their pages, whether there are more, and where one is added."""

    title: str
    rows: tuple[tuple[str, str], ...]
    more: bool
    add: str


class WithRelated(Base):
    """Change pages that show what hangs on the row."""

    change_form_template = "admin/claims/related.html"

    def related(self, row: Any) -> Iterable[Related]:
        """The lists beside the form."""
        return ()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """The form with its lists."""
        row = options.get("obj")
        context["related"] = [] if row is None else list(self.related(row))
        context["behind"] = None if row is None else notice(row)
        return super().render_change_form(request, context, *args, **options)


def listed(title: str, rows: QuerySet[Any], words: Any, *, add: str = "") -> Related:
    """The first rows of a query by their words; `add` fills in the add page, as in `source=7`."""
    found = list(rows[: MOST + 1])
    model: type[Model] = rows.model
    name = f"admin:claims_{model._meta.model_name}"
    shown = tuple((reverse(f"{name}_change", args=[row.pk]), str(words(row))) for row in found[:MOST])
    return Related(title, shown, len(found) > MOST, f"{reverse(f'{name}_add')}?{add}" if add else "")
