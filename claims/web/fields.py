"""How the fields of forms are drawn: a page of the desk has hundreds of them, which took a third of its time."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates, Jinja2


class Fields(DjangoTemplates):
    """Draws Django's own fields by its templates for Jinja2, which are compiled, and all others as usual."""

    def __init__(self) -> None:
        self._compiled = Jinja2()

    def get_template(self, template_name: str) -> Any:
        """The template of this name, from Django, from one of the apps, or from our own folder."""
        if template_name.startswith("django/forms/"):
            return self._compiled.get_template(template_name)
        return super().get_template(template_name)
