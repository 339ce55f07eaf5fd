"""Everybody at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.admin.forms import ROLES
from tests.cast import Cast


@pytest.fixture
def clients(seeded: Cast) -> dict[str, Client]:
    """Everybody, signed in."""
    found = {}
    for name in (*ROLES, "passer_by"):
        found[name] = Client()
        found[name].force_login(getattr(seeded, name))
    return found
