"""Fields are drawn as Django draws them, whatever stands in them."""

from __future__ import annotations

import pytest
from django import forms
from django.forms import renderers
from django.test.html import parse_html

from claims.web.fields import Fields
from tests.payloads import PAYLOAD

CHOICES = [("", "—"), (PAYLOAD, PAYLOAD), ("Group", [("a", "A & B"), ("b", 'B "quoted"')])]
WIDGETS: dict[str, forms.Field] = {
    "text": forms.CharField(max_length=9, help_text="Say it.", label=PAYLOAD),
    "long": forms.CharField(widget=forms.Textarea(attrs={"data-x": PAYLOAD, "hidden": True, "lang": None})),
    "choice": forms.ChoiceField(choices=CHOICES),
    "choices": forms.MultipleChoiceField(choices=CHOICES, required=False),
    "radio": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect),
    "boxes": forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple),
    "check": forms.BooleanField(),
    "number": forms.DecimalField(max_digits=12, decimal_places=2, localize=True),
    "day": forms.DateField(widget=forms.SelectDateWidget(years=range(2009, 2011))),
    "moment": forms.SplitDateTimeField(),
    "file": forms.FileField(),
    "hidden": forms.CharField(widget=forms.HiddenInput),
}
GIVEN = {"text": PAYLOAD, "long": PAYLOAD, "choice": PAYLOAD, "choices": [PAYLOAD, "b"], "boxes": ["a", "none of them"],
         "check": "on", "number": "1234.5", "hidden": PAYLOAD, "day_year": "2009"}  # fmt: skip


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("given", [None, GIVEN], ids=["empty", "filled in"])
def test_a_field_is_drawn_as_django_draws_it(name: str, given: dict[str, object] | None) -> None:
    drawn = []
    for renderer in (renderers.DjangoTemplates(), Fields()):
        form = type("Form", (forms.Form,), {name: WIDGETS[name]})(data=given, renderer=renderer)
        form.is_valid()
        drawn.append(str(form[name].as_field_group()) + str(form.non_field_errors()) + form[name].label_tag())
    theirs, ours = drawn
    assert "<img" not in ours
    assert parse_html(ours) == parse_html(theirs)
    assert name in ours


def test_a_template_of_an_app_is_found_as_usual() -> None:
    ours = Fields().get_template("admin/widgets/url.html").template
    assert type(ours) is type(renderers.DjangoTemplates().get_template("admin/widgets/url.html").template)
