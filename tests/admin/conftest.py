"""Everybody at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from django.test import Client

from tests.admin.forms import ROLES
from tests.cast import Cast


class Everybody(Mapping[str, Client]):
    """A browser for each, who signs in when first looked for: most tests need one or two of the six."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._here: dict[str, Client] = {}

    def __getitem__(self, name: str) -> Client:
        if name not in self._here:
            client = Client()
            client.force_login(getattr(self._cast, name))
            self._here[name] = client
        return self._here[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*ROLES, "passer_by"))

    def __len__(self) -> int:
        return len(ROLES) + 1


@pytest.fixture
def clients(seeded: Cast) -> Mapping[str, Client]:
    """Everybody, signed in."""
    return Everybody(seeded)
