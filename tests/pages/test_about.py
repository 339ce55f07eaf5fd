"""Who runs the site: what its keeper said, and that it was not said where it was not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("path", "name", "missing"),
    [
        ("/about", "people", "has not yet said who works on it"),
        ("/about", "funding", "has not yet said who pays for it"),
        ("/privacy", "privacy", "has not yet named who is responsible"),
        ("/legal", "legal", "has not yet named who answers"),
    ],
)  # fmt: skip
def test_what_only_its_keeper_knows_is_a_setting(
    db: None, client: Client, settings: Any, path: str, name: str, missing: str
) -> None:
    settings.PAGES_OF_THE_HOUSE = {}
    assert missing in client.get(path).content.decode()
    settings.PAGES_OF_THE_HOUSE = {name: "A. Keeper <b>\n\nSecond"}
    page = client.get(path).content.decode()
    assert "<p>A. Keeper &lt;b&gt;</p>" in page
    assert missing not in page


def test_the_contact_stands_where_people_look_for_it(db: None, client: Client, settings: Any) -> None:
    settings.CONTACT = "desk@example.org"
    for path in ("/about", "/legal", "/accessibility"):
        assert "mailto:desk@example.org" in client.get(path).content.decode(), path
