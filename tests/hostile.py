"""Two hundred hostile strings for every text input: each is kept as given, or refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeVar

from claims.domain.errors import InvalidValue

Kept = TypeVar("Kept")

WORDS = ("Rashid", "Ташкент", "طالبان", "塔利班")
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9f"
SURROGATES = "\ud800\udbff\udc00\udfff"
NONCHARACTERS = "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
LOST = "\ufffd"
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = (
    "\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u2063\u2800\u3164\ufe0f\ufeff\uffa0\U000e0041\U000e0101"
)
BLANKS = "\t\n\r\u00a0\u1680\u2003\u2007\u2028\u2029\u202f\u205f\u3000"
MARKS = "\u0301\u0323\u0489\u05b0\u064b\u0e31\u20dd\U0001d165"

BIG = (
    "a" * 100_000,
    "語" * 100_000,
    "\U0001f600" * 50_000,
    "a" + "\u0301" * 1_000,
    "a" + "\u0301" * 50_000 + "\u0323" * 50_000,
    " " * 100_000,
    "\u200b" * 10_000,
    "[" * 50_000,
    "a\n" * 20_000,
    "﷽" * 1_000,
    "\u0344" * 8,
)
LOOKALIKES = (
    "раураl", "Аhmed Rashid", "Ahmеd Rаshid", "Αhmed", "Ꭺhmed", "ａｈｍｅｄ", "𝐀𝐡𝐦𝐞𝐝", "Ⓐhmed",
    "Ahmed\u2024Rashid", "ſtraße", "İstanbul", "ıstanbul", "ΐ", "ﬀ", "Å", "Å", "A\u030a", "각",
    "\u1100\u1161\u11a8", "ǅ", "ẞ", "ὓ",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "</script><svg onload=alert(1)>", "javascript:alert(1)",
    "\"onmouseover=\"x", "' OR 1=1 --", "'; DROP TABLE claims_claim; --", "{{ 7*7 }}", "{% debug %}",
    "${7*7}", "%s%n%x", "%00", "\\u0000", "\\x00", "&lt;b&gt;", "&#0;", "]]>", "<!--",
    "<!DOCTYPE x [<!ENTITY e 'e'>]>&e;", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)",
    "../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "http://a@b/", "http://[::1",
    "http://\u0000", "https://exa\u202emple.org", "https://example.org\\@other.org", "//example.org",
    "\\\\host\\share", "NaN", "Infinity", "-Infinity", "1e999999999", "-0", "0x10", "1_000", "١٢٣",
    "null", "None", "true", "[]", "{}", "\"", "''", "`", "\\", "2009-13", "2009-02-30", "../..",
    "2009/2008", "a" * 201, "word " * 51, "",
)  # fmt: skip


def hostile_strings() -> list[str]:
    """At least 200 different strings of the classes above, always the same; some are not UTF-8."""
    return list(dict.fromkeys(_all()))


def kept(field: str, call: Callable[[], Kept]) -> Kept | None:
    """What the call returns, or None when it refuses, which must name `field`, shortly."""
    try:
        return call()
    except InvalidValue as error:
        named, message = [problem.field for problem in error.problems], error.message
    assert named == [field]
    assert message.encode()
    assert len(message) < 500
    return None


def _all() -> Iterator[str]:
    for characters in (CONTROLS, SURROGATES, NONCHARACTERS, LOST, DIRECTIONS, INVISIBLE, BLANKS, MARKS):
        for position, character in enumerate(characters):
            word = WORDS[position % len(WORDS)]
            yield word[:2] + character + word[2:]
            yield character
    for word, character in product(WORDS, "\x00\ud800\u202e\ufeff"):
        yield character + word
        yield word + character
    yield "\udc80\udcff".join(WORDS)  # What invalid UTF-8 becomes under surrogateescape.
    yield b"caf\xe9".decode("utf-8", "replace")
    yield b"\xef\xbb\xbfcaf\xc3\xa9".decode("latin-1")
    yield from BIG
    yield from LOOKALIKES
    yield from MARKUP
