"""Two ways to write down one page's address are one page."""

from __future__ import annotations

import pytest

from claims.domain.addresses import plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/story/", "http://example.org/story", True),
        ("https://EXAMPLE.org/story#part", "https://example.org/story", True),
        ("https://example.org:443/story", "https://example.org/story", True),
        ("https://example.org/story?id=1", "https://example.org/story?id=2", False),
        ("https://example.org/Story", "https://example.org/story", False),
        ("https://example.org/story", "https://example.com/story", False),
    ],
)
def test_addresses_are_compared_as_pages(one: str, other: str, same: bool) -> None:
    assert (plain(one) == plain(other)) is same
