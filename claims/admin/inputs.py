"""The inputs of columns at the desk: ours where Django's own do not fit, none that fails over a made-up value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from claims.admin.fields import EDTFFormField, LinesField
from claims.models.fields import EDTFField

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin

    Base = BaseModelAdmin[Any]
else:
    Base = object
ONE_LINE = {
    "name", "disambiguation", "title", "headline", "url", "site", "country", "language", "topic", "cue",
    "publisher", "wikidata", "measure", "population", "unit", "text", "channel", "label", "meaning",
    "archived_url", "conclusion",
}  # fmt: skip


class Choose(AutocompleteSelect):
    """The input of a reference: what cannot be the key of a row is not looked up."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        """The chosen row, if the value can name one."""
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if can_be(key, one)], attr)


class Figure(forms.NumberInput):
    """The input of a number, without the zeros that the database keeps behind it."""

    def format_value(self, value: Any) -> str | None:
        """The number as people write it."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else super().format_value(value)


class WithInputs(Base):
    """Admin pages and inlines with the inputs of this desk."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Our dates and lists have inputs of their own; short texts one line."""
        return input_for(db_field, options) or super().formfield_for_dbfield(db_field, request, **options)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """References that are found by typing."""
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", Choose(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **options)


def can_be(column: models.Field[Any, Any], value: Any) -> bool:
    """Whether the column could hold this value."""
    try:
        column.to_python(value)
    except ValidationError:
        return False
    return True


def input_for(db_field: Any, options: dict[str, Any]) -> Any:
    """The input of a column of ours, or None where Django's own fits; sets the widget of texts."""
    if isinstance(db_field, EDTFField):
        return EDTFFormField(
            label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=not db_field.null
        )
    if isinstance(db_field, ArrayField):
        hint = db_field.help_text or "One a line"
        return LinesField(label=capfirst(db_field.verbose_name), help_text=hint, required=not db_field.blank)
    if isinstance(db_field, models.URLField):
        return forms.CharField(
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            required=not db_field.blank,
            widget=forms.URLInput(attrs={"class": "vURLField"}),
        )
    if isinstance(db_field, models.DecimalField):
        options["widget"] = Figure
    if isinstance(db_field, models.TextField) and not db_field.choices:
        short = db_field.name in ONE_LINE
        options["widget"] = (
            forms.TextInput(attrs={"class": "vTextField"})
            if short
            else forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        )
    return None
