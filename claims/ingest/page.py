"""A page as the text of its article: from bytes or from pasted words, with everything that was cut kept apart.

What comes out is decided by rules of ours alone (see `CANONICAL`): the same bytes give the same text for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text, shown
from claims.domain.tongue import gettext, ngettext
from claims.ingest import boilerplate, cutting, languages, leading, media, second_reading, tables
from claims.ingest.canonical import CANONICAL, canonical, paragraphs, tidy, unstorable
from claims.ingest.charsets import decode
from claims.ingest.facts import Facts, facts
from claims.ingest.hints import ApartKind
from claims.ingest.outline import Block
from claims.ingest.reading import outline

__all__ = ["CANONICAL", "Apart", "ApartKind", "Page", "read", "read_text"]

MOST_BYTES = 64 * 1024 * 1024
MOST_APART = 200_000
"""In code points, of everything that is kept apart."""
MOST_DOUBTS = 5


@dataclass(frozen=True, slots=True)
class Apart:
    """Words of the page that are not the article's, and why."""

    kind: ApartKind
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page, as far as the page gives it.

    `text` is canonical: NFC, paragraphs apart by one blank line. `headline` is not part of it. `language` is BCP 47,
    “und” where nothing tells, and `language_basis` says whether the page states it or it was guessed. `notes` are for
    whoever takes the article in: what was replaced, doubted or contradictory. `canonical` is the number of the rules
    behind the text.
    """

    text: str
    headline: str
    authors: tuple[str, ...]
    site_name: str
    published: EDTFValue
    language: str
    language_basis: str
    canonical_url: str
    apart: tuple[Apart, ...]
    notes: tuple[str, ...]
    encoding: str
    canonical: int = CANONICAL


def read(data: bytes, *, address: str = "", media_type: str = "", charset: str = "") -> Page:
    """The article in these bytes; HTML or plain text, told apart by what they are.

    `media_type` and `charset` are what the server said, `address` where the bytes came from. Raises InvalidValue, in
    words for people, for what is no text (a PDF, a picture), holds no words, or is larger than any article.
    """
    if len(data) > MOST_BYTES:
        words = gettext("The page has %(size)s bytes; at most %(limit)s can be read.")
        raise InvalidValue(words % {"size": f"{len(data):,}", "limit": f"{MOST_BYTES:,}"}, field="page")
    media.refuse_other_than_text(data, media_type)
    decoded = decode(data, charset=charset or media.charset_in(media_type))
    notes = list(decoded.notes)
    if lost := unstorable(decoded.text):
        words = ngettext(
            "%(number)s character that cannot be stored (a control character) was left out.",
            "%(number)s characters that cannot be stored (control characters) were left out.",
            lost,
        )
        notes.append(words % {"number": f"{lost:,}"})
    if media.is_markup(decoded.text, media_type):
        return _from_markup(decoded.text, address, notes, decoded.encoding)
    return _from_text(decoded.text, notes, decoded.encoding, address)


def read_text(text: str, *, headline: str = "") -> Page:
    """The article in words that somebody pasted, with the headline if that is known.

    Raises InvalidValue when there are no words, or too many.
    """
    if not isinstance(text, str):
        raise InvalidValue(gettext("The article must be text."), field="text")
    return _from_text(text, [], "", "", headline)


def _from_markup(html: str, address: str, notes: list[str], encoding: str) -> Page:
    page = outline(html)
    stated = facts(page, address)
    blocks = cutting.cut(page, stated.headline)
    lines = [(part, kind) for kind, some in _runs(blocks) for part in _clean(tables.paragraphs(some, page))]
    lines = boilerplate.sorted_out(leading.without_head(lines, stated.headline))
    cut = [text for text, kind in lines if kind is ApartKind.TEMPLATE]
    for text in second_reading.also_taken(html, cut)[:MOST_DOUBTS]:
        words = gettext(
            "This was kept apart, but another reader of pages takes it for the article's: %(words)s"
        )
        notes.append(words % {"words": shown(text, limit=120)})
    if page.struck:
        notes.append(gettext("Words that the page shows as struck out were left out."))
    return _made(lines, stated, [*notes, *stated.notes], encoding)


def _from_text(text: str, notes: list[str], encoding: str, address: str, headline: str = "") -> Page:
    if len(text) > LIMITS["article"] * 4:
        canonical([text])
    glued = boilerplate.captions_glued_on([one for one in map(tidy, paragraphs(text)) if one])
    lines = boilerplate.sorted_out([(part, kind) for words, kind in glued for part in _clean([words])])
    found = Facts(canonical_url=address)
    found.headline = headline or _first_line(lines)
    if found.headline and not headline:
        notes.append(gettext("The headline is the first line of the text; that is a guess."))
    return _made(lines, found, notes, encoding)


def _made(lines: Sequence[boilerplate.Line], stated: Facts, notes: list[str], encoding: str) -> Page:
    text = canonical(words for words, kind in lines if kind is None)
    try:
        text = clean_text(text, field="text", limit=LIMITS["article"], multiline=True, captured=True)
    except InvalidValue:
        if text.strip():
            raise
        raise InvalidValue(gettext("There is no text of an article in it."), field="text") from None
    language, basis = _language(stated.language, text, notes)
    return Page(
        text=text,
        headline=stated.headline,
        authors=stated.authors,
        site_name=stated.site_name,
        published=stated.published,
        language=language,
        language_basis=basis,
        canonical_url=stated.canonical_url,
        apart=_apart(lines, notes),
        notes=tuple(notes),
        encoding=encoding,
    )


def _clean(parts: Iterable[str]) -> list[str]:
    """Parts as canonical paragraphs, one for each."""
    return [one for part in parts for one in canonical([part]).split("\n\n") if one]


def _runs(blocks: Sequence[Block]) -> Iterable[tuple[ApartKind | None, list[Block]]]:
    run: list[Block] = []
    for block in blocks:
        if run and block.cut is not run[-1].cut:
            yield run[-1].cut, run
            run = []
        run.append(block)
    if run:
        yield run[-1].cut, run


def _apart(lines: Sequence[boilerplate.Line], notes: list[str]) -> tuple[Apart, ...]:
    """What was cut, what stands together and is of one kind as one."""
    found: list[Apart] = []
    size = left_out = 0
    for words, kind in lines:
        text = tidy(words)
        if kind is None or not text:
            continue
        size += len(text)
        if size > MOST_APART:
            left_out += 1
        elif found and found[-1].kind is kind:
            found[-1] = Apart(kind, f"{found[-1].text}\n{text}")
        else:
            found.append(Apart(kind, text))
    if left_out:
        words = ngettext(
            "%(number)s more piece that was cut is not shown, because there is too much of it.",
            "%(number)s more pieces that were cut are not shown, because there is too much of them.",
            left_out,
        )
        notes.append(words % {"number": f"{left_out:,}"})
    return tuple(found)


def _language(said: str, text: str, notes: list[str]) -> tuple[str, str]:
    stated = languages.tag(said)
    if stated and languages.fits(stated, text):
        return stated, "stated by the page"
    guess = languages.guessed(text)
    if stated:
        words = gettext("The page says that it is in “%(language)s”, but its letters are others.")
        notes.append(words % {"language": stated})
    return guess, "guessed from the words" if guess != languages.UNKNOWN else "unknown"


def _first_line(lines: Sequence[boilerplate.Line]) -> str:
    """The first line when it looks like a headline: short, without a full stop, with longer text behind it."""
    kept = [words for words, kind in lines if kind is None]
    if len(kept) < 2 or "\n" in kept[0] or len(kept[0]) > 160 or re.search(r"[.!?:;,…][\"'”’»)]*$", kept[0]):
        return ""
    return kept[0] if max(len(words) for words in kept[1:4]) > len(kept[0]) else ""
