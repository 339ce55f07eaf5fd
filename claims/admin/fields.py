"""Form fields of ours: a date with its uncertainty, a list with one item a line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from claims.domain import edtf
from claims.domain.errors import DomainError


class EDTFWidget(forms.MultiWidget):
    """Five inputs: the expression, its basis, the words, and known limits of an approximate date."""

    template_name = "admin/claims/edtf_widget.html"
    LABELS = ("EDTF", "Basis", "Words in the text", "Not before", "Not after")
    EXAMPLES = (
        "2009-08-06~ or 2009/..",
        "stated, or inferred from …",
        "on August 5",
        "2009-08-05",
        "2009-09-28",
    )

    def __init__(self) -> None:
        super().__init__([forms.TextInput(attrs={"placeholder": text}) for text in self.EXAMPLES])

    def decompress(self, value: Any) -> list[Any]:
        """The inputs' texts of a value."""
        if not isinstance(value, edtf.EDTFValue):
            return ["", "", "", "", ""]
        plain = edtf.parse(value.edtf, basis=value.basis, text=value.text)
        limits = ("", "") if plain == value else (value.lower or "", value.upper or "")
        return [value.edtf, value.basis, value.text, *map(str, limits)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The inputs with their labels, and the bounds that the value has now."""
        context = super().get_context(name, value, attrs)
        for label, widget in zip(self.LABELS, context["widget"]["subwidgets"], strict=True):
            widget["label"] = label
            widget["attrs"]["aria-label"] = label
        if isinstance(value, edtf.EDTFValue):
            context["bounds"] = f"{value.lower or value.lower_kind} to {value.upper or value.upper_kind}"
        return context


class EDTFFormField(forms.MultiValueField):
    """A date: parsed by the domain, whose refusal becomes the field's error."""

    widget = EDTFWidget

    def __init__(self, **options: Any) -> None:
        known = {name: options[name] for name in ("label", "help_text", "initial") if name in options}
        self.may_be_missing = not options.get("required", True)
        inner = tuple(forms.CharField(required=False, max_length=2000) for _ in range(5))
        super().__init__(fields=inner, require_all_fields=False, required=False, **known)

    def compress(self, data_list: list[str]) -> edtf.EDTFValue | None:
        """The value behind the inputs; nothing at all means that nothing is known."""
        expression, basis, text, not_before, not_after = (data_list or ["", "", "", "", ""])[:5]
        if not any((expression, basis, text, not_before, not_after)):
            return None if self.may_be_missing else edtf.unknown()
        try:
            limits = [_day(not_before), _day(not_after)]
            return edtf.parse(
                expression, basis=basis or "unknown", text=text, not_before=limits[0], not_after=limits[1]
            )
        except DomainError as error:
            raise ValidationError(error.message) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the inputs say something else."""
        return bool(super().has_changed(initial, data))


def _day(text: str) -> date | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValidationError(f"“{text}” is not a day like 2009-08-05.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(f"“{text}” is not a day like 2009-08-05.") from error


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **options: Any) -> None:
        known = {
            name: options[name] for name in ("label", "help_text", "required", "initial") if name in options
        }
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "cols": 60}), **known)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """The actions check each line."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list is another one."""
        return bool(list(initial or []) != self.to_python(data))
