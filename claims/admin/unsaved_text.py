"""A form as the texts that it would post, and what differs between two such forms, input by input, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.models import ModelChoiceField

from claims.admin.inputs import can_be
from claims.formats.word_diff import Piece, pieces

Posted = dict[str, list[str]]
Difference = tuple[str, tuple[Piece, ...]]
MOST_ROWS = 100
KEYS = ("id", "DELETE")


def names_of(name: str, field: forms.Field) -> list[str]:
    """The names that an input posts under; none where it is a password."""
    widget = field.widget
    if isinstance(widget, forms.PasswordInput):
        return []
    if isinstance(widget, forms.MultiWidget):
        return [f"{name}{suffix}" for suffix in widget.widgets_names]  # type: ignore[attr-defined]
    return [name]


def posted_by(form: forms.BaseForm, formsets: Iterable[Any]) -> Posted:
    """What a browser would post of the form and its inlines as they stand on a page."""
    found: Posted = {}
    parts = [form]
    for formset in formsets:
        parts += [formset.management_form, *formset.forms]
    for part in parts:
        for bound in part:
            found.update(_texts(bound))
    return found


def differences(
    form: forms.BaseForm, formsets: Iterable[Any], *, stored: Mapping[str, Sequence[str]], typed: Posted
) -> list[Difference]:
    """Each input whose text is another one: its label, and from what is stored to what was typed."""
    found = []
    for label, name, field in inputs_of(form, formsets, stored, typed):
        before, after = (_told(field, _read(name, field, texts)) for texts in (stored, typed))
        if before != after and any(one in typed for one in names_of(name, field)) | _is_unticked(field):
            found.append((label, tuple(pieces(before, after))))
    return found


def inputs_of(
    form: forms.BaseForm, formsets: Iterable[Any], *texts: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, forms.Field]]:
    """Every input but the hidden ones: its label, its name and its field; of inlines as many rows as any text has."""
    for name, field in form.fields.items():
        if not field.widget.is_hidden:
            yield str(field.label or name.replace("_", " ")).capitalize(), name, field
    for formset in formsets:
        rows = max(_count(formset.prefix, one) for one in texts)
        fields = formset.empty_form.fields
        noun = str(formset.model._meta.verbose_name).capitalize()
        for row in range(rows):
            for name, field in fields.items():
                if name not in KEYS or name == "DELETE":
                    label = "taken away" if name == "DELETE" else str(field.label or name).lower()
                    if not field.widget.is_hidden:
                        yield f"{noun}, row {row + 1}: {label}", f"{formset.prefix}-{row}-{name}", field


def together(typed: Posted, stored: Posted, form: forms.BaseForm, formsets: Iterable[Any]) -> Posted:
    """What was typed; where a form has an input that the text does not know, what is stored."""
    found = dict(typed)
    for _label, name, field in inputs_of(form, formsets, stored, typed):
        if not _is_unticked(field):
            for one in names_of(name, field):
                if one not in found and one in stored:
                    found[one] = stored[one]
    for formset in formsets:
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            whole = f"{formset.prefix}-{name}"
            count = typed.get(whole, [""])[0]
            if not (count.isascii() and count.isdigit() and len(count) <= 3):
                found[whole] = stored[whole]
    return found


def _is_unticked(field: forms.Field) -> bool:
    """Whether an input posts nothing at all when nothing is chosen."""
    return isinstance(field.widget, forms.CheckboxInput | forms.SelectMultiple | forms.RadioSelect)


def _count(prefix: str, texts: Mapping[str, Sequence[str]]) -> int:
    count = "".join(texts.get(f"{prefix}-TOTAL_FORMS", ["0"])[:1])
    return min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) <= 3 else 0


def _texts(bound: Any) -> Posted:
    """What one input posts."""
    field, value, name = bound.field, bound.value(), bound.html_name
    widget = field.widget
    if isinstance(widget, forms.PasswordInput):
        return {}
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list | tuple) else widget.decompress(value)
        every = zip(names_of(name, field), widget.widgets, parts or [None] * len(widget.widgets), strict=True)
        return {one: [str(part.format_value(text) or "")] for one, part, text in every}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if value and value != "False" else {}
    if isinstance(value, list | tuple):
        return {name: [str(one) for one in value]}
    if isinstance(widget, forms.Select):
        return {name: ["" if value is None else str(value)]}
    text = widget.format_value(value)
    return {name: ["" if text is None else str(text)]}


def _read(name: str, field: forms.Field, texts: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        text.replace("\r\n", "\n").strip() for one in names_of(name, field) for text in texts.get(one, ())
    ]


def _told(field: forms.Field, texts: list[str]) -> str:
    """The texts of one input as people read them: what is chosen by its name."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "yes" if texts else "no"
    if isinstance(field, ModelChoiceField):
        rows = field.queryset.model._default_manager  # type: ignore[union-attr]
        keys = [text for text in texts if text and can_be(field.queryset.model._meta.pk, text)]  # type: ignore[union-attr]
        known = {str(row.pk): f"{row} (no. {row.pk})" for row in rows.filter(pk__in=keys)} if keys else {}
        return ", ".join(known.get(text, text) for text in texts if text)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = {str(key): str(word) for key, word in choices if key not in (None, "")}
        return ", ".join(words.get(text, text) for text in texts if text)
    return ", ".join(filter(None, texts))
