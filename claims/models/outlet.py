"""Publishers of articles."""

from __future__ import annotations

from django.db import models

from claims.models.constraints import not_blank, public_id_form, web_address
from claims.models.tracked import Tracked


class Outlet(Tracked):
    """A publisher: its name, site, country and language."""

    public_id = models.TextField(unique=True, editable=False)
    name = models.TextField(unique=True)
    site = models.URLField(max_length=2000, blank=True)
    country = models.TextField(blank=True, help_text="ISO 3166-1 alpha-2, for example CZ")
    language = models.TextField(blank=True, help_text="BCP 47, for example en")

    class Meta:
        constraints = [
            public_id_form(noun="outlet"),
            not_blank("name", noun="outlet"),
            web_address("site", noun="outlet"),
        ]

    def __str__(self) -> str:
        return self.name
