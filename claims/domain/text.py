"""Text as it may be stored: Unicode NFC, no hidden traps, within its limit, or refused with the field named.

What is refused, and why: NUL and lone surrogates (PostgreSQL and UTF-8 cannot hold them), other control
characters and noncharacters (XML formats cannot), more than eight combining marks in a row (unreadable; and
normalizing a hundred thousand of them takes a quarter of a minute, so they are looked for before). U+FFFD stands
where a character was lost on its way (bytes that were not UTF-8); only text that was `captured` may hold it,
because there it is what the page itself said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from claims.domain.errors import InvalidValue
from claims.domain.tongue import gettext

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "name": 200,
        "label": 200,
        "disambiguation": 200,
        "title": 500,
        "headline": 500,
        "statement": 1_000,
        "exact": 5_000,
        "says": 2_000,
        "excerpt": 1_000,
        "conclusion": 500,
        "rationale": 10_000,
        "reason": 1_000,
        "note": 2_000,
        "comment": 2_000,
        "url": 2_000,
        "word": 200,
        "ticket": 5_000,
        "passage": 2_000,
        "contact": 200,
        "article": 500_000,
    }
)
"""Limits in code points, by the kind of text."""

URL_BYTES = 2_000
"""An address is looked up by an index, whose entries hold some 2,700 bytes."""

EXCERPT_WORDS = 50
MARKS_IN_A_ROW = 8
_SHRINKING = 4
"""NFC makes at most this many code points into one (UAX #15): longer text cannot fit any more."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NEVER = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_LOST = "\ufffd"
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NOT_IN_HOSTS = re.compile(r"[%^`{|}!$&'()*+,;=~]")
_JOINED_SCRIPTS = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"  # Arabic
    "\u0900-\u0dff]"  # Devanagari to Sinhala
)


def clean_text(
    value: object,
    *,
    field: str,
    limit: int,
    required: bool = True,
    multiline: bool = False,
    strip: bool = True,
    captured: bool = False,
) -> str:
    """The text in NFC; refuses what cannot be stored or read safely, naming `field`.

    Blanks around it go, unless `strip` is off for words that must stay verbatim. With `multiline`, tabs and
    line feeds pass and the line ends of browsers (CR LF, CR) become line feeds. `limit` counts code points. The
    text of a `captured` page may hold U+FFFD, typed text may not.
    """
    if not isinstance(value, str):
        raise InvalidValue(gettext("%(field)s must be text.") % {"field": _said(field)}, field=field)
    text = value.replace("\r\n", "\n").replace("\r", "\n") if multiline else value
    if len(text) > limit * _SHRINKING:
        raise _too_long(text, field, limit)
    refuse_unstorable(text, field=field, multiline=multiline, captured=captured)
    if not text.isascii():
        _refuse_flood(text, field)
        text = unicodedata.normalize("NFC", text)
        _refuse_flood(text, field)
    if strip:
        text = text.strip()
    if required and not any(map(_is_visible, text)):
        raise InvalidValue(gettext("%(field)s must not be empty.") % {"field": _said(field)}, field=field)
    if len(text) > limit:
        raise _too_long(text, field, limit)
    return text


def refuse_unstorable(value: str, *, field: str, multiline: bool, captured: bool = False) -> None:
    """Refuses NUL, lone surrogates, noncharacters, controls and lost characters.

    `multiline` lets tabs and line ends pass, `captured` lets U+FFFD pass: a page may really have shown it.
    """
    if found := _NEVER.search(value):
        half = "\ud800" <= found[0] <= "\udfff"
        what = gettext("half a character (a lone surrogate)") if half else gettext("a noncharacter")
        raise _refused_character(value, found.start(), what, field)
    for found in _CONTROLS.finditer(value):
        if not (multiline and found[0] in "\n\t\u2028\u2029"):
            raise _refused_character(value, found.start(), gettext("a control character"), field)
    if not captured and (lost := value.find(_LOST)) >= 0:
        raise _refused_character(value, lost, gettext("a character that was lost in transmission"), field)


def clean_name(value: object, *, field: str = "name") -> str:
    """A name: like text, and without direction marks, invisible characters or doubled blanks.

    The joiners U+200C and U+200D pass between two letters of Arabic or an Indic script, which need them.
    """
    text = " ".join(clean_text(value, field=field, limit=LIMITS["name"]).split())
    for position, character in enumerate(text):
        if character in "\u200c\u200d" and _joins_letters(text, position):
            continue
        if (
            unicodedata.category(character) in ("Cf", "Co", "Zl", "Zp")
            or character in _BLANK_LETTERS
            or _SELECTORS.match(character)
        ):
            raise _refused_character(text, position, gettext("an invisible character"), field)
    return text


def clean_words(values: object, *, field: str) -> list[str]:
    """A list of short texts, each clean, none empty, at most a hundred."""
    if not isinstance(values, list | tuple):
        raise InvalidValue(f"{_said(field)} must be a list of texts.", field=field)
    if len(values) > 100:
        raise InvalidValue(f"{_said(field)} has {len(values)} items; at most 100 are possible.", field=field)
    return [clean_text(value, field=field, limit=LIMITS["note"]) for value in values]


def clean_url(value: object, *, field: str = "url", required: bool = True) -> str:
    """An http or https address with a host, without user name, blanks or backslashes, short enough for an index.

    Says nothing about where the host leads: whether it may be fetched is for the outgoing client to decide.
    """
    text = clean_text(value, field=field, limit=LIMITS["url"], required=required)
    if not text:
        return text
    if (size := len(text.encode())) > URL_BYTES:
        raise InvalidValue(
            f"{_said(field)} takes {size:,} bytes in UTF-8; at most {URL_BYTES:,} are possible, because an index "
            "cannot hold more.",
            field=field,
        )
    hidden = next(
        (at for at, c in enumerate(text) if c in '\\<>"' or c.isspace() or not _is_visible(c)), None
    )
    if hidden is not None:
        raise _refused_character(
            text, hidden, gettext("a blank, quote, backslash or invisible character"), field
        )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _not_an_address(text, field) from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port == 0 or not _is_host(host):
        raise _not_an_address(text, field)
    return text


def clean_excerpt(value: object, *, field: str = "excerpt") -> str:
    """An excerpt of at most fifty words, exactly as printed."""
    text = clean_text(value, field=field, limit=LIMITS["excerpt"], required=False)
    words = len(text.split())
    if words > EXCERPT_WORDS:
        raise InvalidValue(
            f"An excerpt has at most {EXCERPT_WORDS} words; this one has {words}.", field=field
        )
    return text


def shown(value: object, *, limit: int = 40) -> str:
    """A foreign value in quotation marks, short, and safe to print in a message whatever it is."""
    text = value if isinstance(value, str) else ascii(value)
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:limit])
    return f"“{safe}…”" if len(text) > limit else f"“{safe}”"


def _not_an_address(text: str, field: str) -> InvalidValue:
    return InvalidValue(
        f"{_said(field)} must be an http or https address with a host and no user name, "
        f"for example https://example.org/page, not {shown(text)}.",
        field=field,
    )


def _is_host(host: str) -> bool:
    if ":" in host:  # Only an IPv6 address in brackets, which urlsplit has checked, has colons left.
        return True
    looks_like_itself = unicodedata.normalize("NFKC", host).casefold() == host.casefold()
    try:
        return looks_like_itself and not _NOT_IN_HOSTS.search(host) and bool(host.rstrip(".").encode("idna"))
    except UnicodeError:  # An empty or overlong label, or a character that no host name has.
        return False


def _said(field: str) -> str:
    return f"“{field}”"


def _too_long(text: str, field: str, limit: int) -> InvalidValue:
    words = gettext("%(field)s has %(number)s characters; at most %(limit)s are possible.")
    told = {"field": _said(field), "number": f"{len(text):,}", "limit": f"{limit:,}"}
    return InvalidValue(words % told, field=field)


def _refused_character(text: str, position: int, what: str, field: str) -> InvalidValue:
    code = f"U+{ord(text[position]):04X}"
    words = gettext("%(field)s has %(what)s (%(code)s) at %(position)s; take it out.")
    told = {"field": _said(field), "what": what, "code": code, "position": position}
    return InvalidValue(words % told, field=field)


def _is_visible(character: str) -> bool:
    return not (
        character.isspace()
        or character in _BLANK_LETTERS
        or unicodedata.category(character) in ("Cf", "Mn", "Zl")
    )


def _joins_letters(text: str, position: int) -> bool:
    sides = text[position - 1 : position], text[position + 1 : position + 2]
    return all(_JOINED_SCRIPTS.match(side) and unicodedata.category(side)[0] in "LM" for side in sides)


def _refuse_flood(text: str, field: str) -> None:
    run = 0
    for position, character in enumerate(text):
        is_mark = character > "\u02ff" and (
            unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me")
        )
        run = run + 1 if is_mark else 0
        if run > MARKS_IN_A_ROW:
            words = gettext("%(field)s stacks more than %(number)s marks on one letter at %(position)s.")
            told = {"field": _said(field), "number": MARKS_IN_A_ROW, "position": position}
            raise InvalidValue(words % told, field=field)
