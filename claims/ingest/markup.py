"""HTML to a stream of tags and text, in one pass and in time that grows with its length, whatever is wrong with it.

Our own reading and not a library's: what a page says may not change because a parser has a new release. It follows
the HTML standard where pages rely on it and forgives everything else; nothing nests here, so nothing can nest too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

__all__ = ["End", "Raw", "Start", "Text", "names", "stream", "unescape"]


def names(listed: str) -> frozenset[str]:
    """The names in a line, for a table that people can read."""
    return frozenset(listed.split())


KEPT = names(
    "class id itemprop itemtype itemscope rel role href content name property charset http-equiv lang xml:lang "
    "datetime type hidden aria-hidden style dir pubdate title"
)
"""Attributes that tell something about a text; all others are passed over."""
LONGEST_VALUE = 4_000
RAW = names("script style xmp iframe noembed noframes textarea title")
"""Elements whose content is no markup: it ends at their own end tag, whatever stands before it."""

_OPENING = re.compile(r"<(?:(/?)([A-Za-z][^\s/>]{0,60})|(!--)|[!?/])")
_NAME = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)?")
_EQUALS = re.compile(r"\s*+=\s*+")
_BARE = re.compile(r"[^\s>]*")
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(
    r"&(?:#(?:[xX]([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|([0-9]{1,7})(?![0-9]))|([A-Za-z][A-Za-z0-9]{1,31}));?|&#[xX]?[0-9a-fA-F]+;?"
)
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}


@dataclass(frozen=True, slots=True)
class Start:
    """A tag that opens; `closed` when it closes itself, which counts for foreign elements only."""

    name: str
    attributes: dict[str, str]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """A tag that closes."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, references resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """An element whose content is no markup: a script, a style sheet, the title."""

    name: str
    attributes: dict[str, str]
    text: str


def stream(html: str) -> Iterator[Start | End | Text | Raw]:
    """What the page consists of, in order; comments and declarations are left out."""
    place, size = 0, len(html)
    while place < size:
        found = _OPENING.search(html, place)
        if found is None:
            yield Text(unescape(html[place:]))
            return
        if found.start() > place:
            yield Text(unescape(html[place : found.start()]))
        slash, name, comment = found.groups()
        if comment:
            place = _after_comment(html, found.end())
        elif name is None:
            place = _behind(html, ">", found.end())
        elif slash:
            yield End(name.lower())
            place = _behind(html, ">", found.end())
        else:
            name = name.lower()
            attributes, place, closed = _attributes(html, found.end())
            if name in RAW:
                text, place = _raw(html, name, place)
                yield Raw(name, attributes, text)
            else:
                yield Start(name, attributes, closed)


def unescape(text: str) -> str:
    """The text with its character references resolved, as browsers do it."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def _resolved(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _named(name, found[0])
    if not (hexadecimal or decimal):
        return "\ufffd"
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0x80 <= number <= 0x9F:  # meant are the characters of windows-1252
        return bytes([number]).decode("windows-1252", "replace")
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    return chr(number)


def _named(name: str, whole: str) -> str:
    if whole.endswith(";") and f"{name};" in html5:
        return html5[f"{name};"]
    for length in range(len(name), 1, -1):  # old names need no semicolon
        if name[:length] in html5:
            return html5[name[:length]] + whole[length + 1 :]
    return whole


def _attributes(html: str, place: int) -> tuple[dict[str, str], int, bool]:
    """The attributes that are kept, where the tag ends, and whether it closes itself."""
    kept: dict[str, str] = {}
    while found := _NAME.match(html, place):
        place = found.end()
        if found[1] is None:
            # The end of the tag, of the page, or a stray “=”.
            if html[place : place + 1] == "=":
                place += 1
                continue
            return kept, place + 1, html[place - 1 : place] == "/"
        name, value = found[1].lower() if len(found[1]) < 20 else "", ""
        if equals := _EQUALS.match(html, place):
            value, place = _value(html, equals.end())
        if name in KEPT and name not in kept:
            kept[name] = unescape(value[:LONGEST_VALUE])
    return kept, len(html), False


def _value(html: str, place: int) -> tuple[str, int]:
    sign = html[place : place + 1]
    if sign in ('"', "'") and sign:
        end = html.find(sign, place + 1)
        end = end if end >= 0 else len(html)
        return html[place + 1 : min(end, place + 1 + LONGEST_VALUE)], end + 1
    found = _BARE.match(html, place)
    end = found.end() if found else place
    return html[place : min(end, place + LONGEST_VALUE)], end


def _raw(html: str, name: str, place: int) -> tuple[str, int]:
    found = _RAW_ENDS[name].search(html, place)
    if found is None:
        return html[place:], len(html)
    text = html[place : found.start()]
    return (unescape(text) if name in ("title", "textarea") else text), _behind(html, ">", found.end())


def _after_comment(html: str, place: int) -> int:
    for empty in (">", "->"):
        if html.startswith(empty, place):
            return place + len(empty)
    found = _COMMENT_END.search(html, place)
    return found.end() if found else len(html)


def _behind(html: str, sign: str, place: int) -> int:
    found = html.find(sign, place)
    return found + 1 if found >= 0 else len(html)
