"""Canonical text: the same words give the same characters for ever, so that offsets into a capture never move.

The rules are ours alone and have a number. A change of them takes the next number, which stands beside each new
capture; captures that exist keep the text that they have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, MARKS_IN_A_ROW
from claims.domain.tongue import gettext

CANONICAL = 1
"""The number of the rules in this module."""

LONG_LINE = 120
"""In code points. Text is wrapped at shorter lines; a line as long as this is a paragraph of its own."""

_UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_EMPTY_HANDED = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Marks of where a word may be broken, and of nothing: no reader sees them, and a search would stumble over them."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028]")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BLANKS = re.compile(r"[^\S\n]+")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, apart where it leaves a line blank; none of them is clean yet."""
    plain = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    return [one for one in _PARAGRAPHS.split(plain) if one.strip()]


def canonical(parts: Iterable[str]) -> str:
    """These paragraphs as one text: NFC, one blank line between them, single blanks within, nothing unstorable.

    Lines within a paragraph stay, unless one of two neighbors is so long that it is a paragraph of its own. Cells of a
    table's row stay apart by a tab. Raises InvalidValue when the whole is longer than a capture may be.
    """
    kept = [part for one in parts for part in _lines_apart(tidy(one))]
    text = "\n\n".join(kept)
    if len(text) > LIMITS["article"]:
        words = gettext("The article has %(number)s characters; at most %(limit)s are possible.")
        told = {"number": f"{len(text):,}", "limit": f"{LIMITS['article']:,}"}
        raise InvalidValue(words % told, field="text")
    return text


def tidy(text: str) -> str:
    """One paragraph in clean characters, its lines kept; empty when nothing of it can be read."""
    if len(text) > LIMITS["article"] * 4:  # longer than anything that may be stored: not worth the work
        return text
    plain = _EMPTY_HANDED.sub("", _UNSTORABLE.sub("", _LINE_ENDS.sub("\n", text)))
    if not plain.isascii():
        plain = _without_floods(unicodedata.normalize("NFC", _without_floods(plain)))
    lines = (_BLANKS.sub(_blank, line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def unstorable(text: str) -> int:
    """How many characters of a text can be stored nowhere and are left out."""
    return len(_UNSTORABLE.findall(text))


def _blank(found: re.Match[str]) -> str:
    return "\t" if "\t" in found[0] else " "


def _lines_apart(paragraph: str) -> list[str]:
    if len(paragraph) <= LONG_LINE:
        return [paragraph] if paragraph else []
    kept: list[str] = []
    before = LONG_LINE + 1
    for line in paragraph.split("\n"):
        if max(before, len(line)) > LONG_LINE:
            kept.append(line)
        else:
            kept[-1] += f"\n{line}"
        before = len(line)
    return kept


def _without_floods(text: str) -> str:
    """At most as many marks on one letter as text may have; the rest is an attack or a game, and no word."""
    kept: list[str] = []
    run = 0
    for character in text:
        is_mark = character > "\u02ff" and (
            unicodedata.combining(character) > 0 or unicodedata.category(character) in ("Mn", "Me")
        )
        run = run + 1 if is_mark else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
