"""Text is stored as it was given, after NFC, or refused with the field named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.errors import InvalidValue
from claims.domain.text import (
    LIMITS,
    clean_excerpt,
    clean_name,
    clean_text,
    clean_url,
    clean_words,
    refuse_unstorable,
    shown,
)
from tests.hostile import hostile_strings, kept

ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
    st.text(alphabet="a\u0301\u0323\u200d\u0300\ud800\x00\n\r\t \u202e\ufeffé語\U0001f600", max_size=60),
)


def refused(call: Callable[..., object], *args: object, field: str, **options: object) -> str:
    """The message of the refusal; fails when nothing is refused or another field is named."""
    with pytest.raises(InvalidValue) as caught:
        call(*args, field=field, **options)
    assert [problem.field for problem in caught.value.problems] == [field]
    caught.value.message.encode()
    assert len(caught.value.message) < 500
    return caught.value.message


@settings(deadline=None)
@given(ANY_TEXT, st.booleans(), st.booleans(), st.booleans())
def test_any_string_comes_back_nfc_equal_or_is_refused_by_name(
    value: str, required: bool, multiline: bool, strip: bool
) -> None:
    text = kept(
        "note",
        lambda: clean_text(
            value, field="note", limit=40, required=required, multiline=multiline, strip=strip
        ),
    )
    if text is None:
        return
    ends = value.replace("\r\n", "\n").replace("\r", "\n") if multiline else value
    expected = unicodedata.normalize("NFC", ends)
    assert text == (expected.strip() if strip else expected)
    assert len(text) <= 40
    text.encode()


@settings(deadline=None)
@given(ANY_TEXT)
def test_cleaning_clean_text_again_changes_nothing(value: str) -> None:
    for clean in (clean_name, clean_excerpt, clean_url):
        try:
            once = clean(value, field="x")
        except InvalidValue:
            continue
        assert clean(once, field="x") == once


@settings(deadline=None)
@given(st.one_of(st.none(), st.integers(), st.binary(), st.floats(), st.lists(st.text())))
def test_what_is_not_text_is_refused(value: object) -> None:
    refused(clean_text, value, field="note", limit=10)


def test_there_are_two_hundred_hostile_strings() -> None:
    assert len(hostile_strings()) >= 200
    assert hostile_strings() == hostile_strings()


@pytest.mark.parametrize("value", hostile_strings(), ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("kind", ["name", "statement", "note", "url", "excerpt", "word"])
def test_a_hostile_string_is_kept_or_refused_by_name(value: str, kind: str) -> None:
    clean: dict[str, Callable[[], str]] = {
        "name": lambda: clean_name(value, field=kind),
        "url": lambda: clean_url(value, field=kind),
        "excerpt": lambda: clean_excerpt(value, field=kind),
        "note": lambda: clean_text(value, field=kind, limit=LIMITS[kind], multiline=True),
    }
    text = kept(kind, clean.get(kind, lambda: clean_text(value, field=kind, limit=LIMITS[kind])))
    if text is None:
        return
    assert "\x00" not in text
    text.encode()
    assert "".join(text.split()) == "".join(unicodedata.normalize("NFC", value).split())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a\x00b", "U+0000"),
        ("a\ud800b", "surrogate"),
        ("a\ufffeb", "noncharacter"),
        ("a\x85b", "U+0085"),
        ("caf\ufffd", "lost in transmission (U+FFFD) at 3"),
        ("a\u2028b", "U+2028"),
        ("a\nb", "U+000A"),
        ("   ", "empty"),
        ("\u200b\u2060", "empty"),
        ("e" + "\u0301" * 9, "marks"),
        ("e" + "\u0301\u0323" * 5, "marks"),
    ],
)
def test_a_refusal_says_what_is_wrong(value: str, words: str) -> None:
    assert words in refused(clean_text, value, field="cue", limit=100)


def test_too_long_text_is_told_its_length_and_the_limit() -> None:
    message = refused(clean_text, "é" * 1_001, field="statement", limit=LIMITS["statement"])
    assert "1,001" in message
    assert "1,000" in message
    assert clean_text("e\u0301" * 1_000, field="statement", limit=1_000) == "é" * 1_000


def test_a_flood_of_marks_is_refused_in_long_text_too() -> None:
    flood = "a" + "\u0301" * 50_000 + "\u0323" * 50_000  # Normalizing it would take a quarter of a minute.
    assert "marks" in refused(clean_text, flood, field="article", limit=LIMITS["article"])


def test_browser_line_ends_become_line_feeds_where_lines_are_allowed() -> None:
    assert clean_text("a\r\nb\rc\td", field="x", limit=9, multiline=True) == "a\nb\nc\td"


def test_only_captured_text_may_hold_a_lost_character() -> None:
    assert clean_text("caf\ufffd", field="text", limit=9, captured=True) == "caf\ufffd"
    refuse_unstorable("caf\ufffd", field="text", multiline=True, captured=True)
    refused(refuse_unstorable, "caf\ufffd", field="text", multiline=True)
    refused(clean_name, "caf\ufffd", field="name")


def test_labels_and_what_tells_names_apart_are_short() -> None:
    assert (LIMITS["label"], LIMITS["disambiguation"]) == (200, 200)


def test_an_address_fits_into_an_index() -> None:
    start = "https://example.org/"
    assert clean_url(start + "語" * 660)
    message = refused(clean_url, start + "語" * 661, field="url")
    assert "2,003 bytes" in message
    assert "2,000" in message


def test_verbatim_words_keep_their_blanks() -> None:
    assert clean_text(" maybe ", field="exact", limit=9, strip=False) == " maybe "
    assert clean_text(" maybe ", field="exact", limit=9) == "maybe"


def test_optional_text_may_be_empty() -> None:
    assert clean_text("", field="topic", limit=9, required=False) == ""
    assert clean_excerpt("", field="excerpt") == ""
    assert clean_url("", field="url", required=False) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Ahmed Rashid", "O’Brien", "Seán Ó Séaghdha", "Nguyễn Thị Minh Khai", "ضیاءالحق", "محمد علي",
        "毛澤東", "יִצְחָק", "Anne-Marie d’Alençon", "علی‌رضا", "क्‍ष", "ශ්‍රී", "Þórr", "50 Cent",
        "Ταλιμπάν", "Ҳизб ут-Таҳрир",
    ],
)  # fmt: skip
def test_a_genuine_name_is_kept(name: str) -> None:
    assert clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "character",
    "\u202e\u2066\u200e\u200f\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u2800\u3164\uffa0\ufe0f\U000e0041",
)
def test_a_name_hides_no_character(character: str) -> None:
    message = refused(clean_name, f"Ahmed{character} Rashid", field="name")
    assert f"U+{ord(character):04X}" in message
    refused(clean_name, f"ра{character}ура", field="name")


def test_blanks_in_a_name_collapse() -> None:
    assert clean_name("\u00a0 Ahmed \u3000 Rashid  ") == "Ahmed Rashid"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.rferl.org/a/1794035.html", "http://example.org",
        "HTTPS://Example.ORG:8443/a?b=c&d=[1]#e", "http://[2001:db8::1]:80/",
        "https://пример.испытание/путь", "https://my_site.example.org./a|b",
        "https://web.archive.org/web/2009/http://example.org/",
    ],
)  # fmt: skip
def test_an_address_of_the_web_is_kept(url: str) -> None:
    assert clean_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "data:text/html,x",
        "https://", "https:///path", "https:example.org", "https://user@example.org",
        "https://user:pw@example.org/", "https://@example.org", "https://example.org\\@other.org",
        "https://exam ple.org", "https://example.org/a\tb", "https://example.org/\u202egpj",
        "https://example.org/\u200b", "https://example.org:99999", "https://[::1",
        "https://example.org:0", "https://example.org:port", "https://exa%6dple.org",
        "https://ｅxample.org", "https://a..b.org", "https://" + "a" * 64 + ".org",
        "https://example.org/<script>", "http://\ud800.org", "https://.", "file:///etc/passwd",
        "https://ex\u2100mple.org", "https://" + "a" * 3_000,
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    refused(clean_url, url, field="source_url")


def test_an_excerpt_has_at_most_fifty_words() -> None:
    assert clean_excerpt("word " * 50) == ("word " * 50).strip()
    assert "51" in refused(clean_excerpt, "word " * 51, field="excerpt")
    refused(clean_excerpt, "w" * (LIMITS["excerpt"] + 1), field="excerpt")


def test_a_list_of_words_is_clean_item_by_item() -> None:
    assert clean_words(["maybe", "e\u0301"], field="hedges") == ["maybe", "é"]
    for bad in ("maybe", None, ["ok", ""], ["a\x00"], ["x"] * 101):
        refused(clean_words, bad, field="hedges")


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_foreign_value_is_safe_to_print(value: str) -> None:
    message = shown(value)
    message.encode()
    assert message.isprintable()
