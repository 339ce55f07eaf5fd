"""Linked data within a page: what browsers read is what was given, and no text of it reaches the page."""

from __future__ import annotations

import json
import math
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.formats.linked_data import ESCAPES, script
from tests.hostile import hostile_strings

PAYLOADS = (
    "</script><img src=x onerror=alert(1)>", "</SCRIPT\n>", "</script", "<!--", "<!--<script>", "<script>", "-->",
    "]]>", "\u2028alert(1)\u2029", "&lt;/script&gt;", "&", "\\u003c/script>", "\\", '"', "'", "\x00",
    "é\U0001f600", "</\u2028script>",
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(PAYLOADS)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


class Page(HTMLParser):
    """The elements of a page, and the text in its scripts and beside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open = ""
        self.tags: list[str] = []
        self.texts: dict[str, str] = {}
        self.kinds: list[str | None] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = tag
        self.tags.append(tag)
        self.kinds += [dict(attrs).get("type")] if tag == "script" else []

    def handle_data(self, data: str) -> None:
        self.texts[self.open] = self.texts.get(self.open, "") + data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment began: {data!r}")


def read(element: str) -> Any:
    """What a reader of a page finds in its only script of linked data."""
    page = Page(f"<p>before</p>{element}<div>after</div>")
    assert page.tags == ["p", "script", "div"]
    assert page.kinds == ["application/ld+json"]
    assert page.texts["p"] == "before"
    assert page.texts["div"] == "after"
    return json.loads(page.texts["script"])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_ends_the_script_and_all_are_read_back(payload: str) -> None:
    value = {"a": payload, payload: [payload, {"b": payload}]}
    assert read(script(value)) == value


def test_every_hostile_text_is_read_back() -> None:
    texts = [text for text in hostile_strings() if text.encode("utf-8", "ignore").decode() == text]
    assert len(texts) > 150
    assert read(script({"texts": texts})) == {"texts": texts}


@given(VALUES)
def test_whatever_json_holds_is_read_back(value: Any) -> None:
    assert read(script({"value": value})) == {"value": value}


@given(VALUES)
def test_no_sign_that_means_something_to_html_is_left(value: Any) -> None:
    inner = (
        script({"value": value}).removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    )
    assert not {chr(sign) for sign in ESCAPES} & set(inner)
    assert not set("<>&\u2028\u2029") & set(inner)


def test_plain_json_would_not_do() -> None:
    with pytest.raises((AssertionError, json.JSONDecodeError)):
        read(f'<script type="application/ld+json">{json.dumps({"a": PAYLOADS[0]})}</script>')


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_lacks_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        script({"a": [number]})
