"""Claims as a table for spreadsheets: CSV (RFC 4180) in which no cell is ever a formula.

A spreadsheet takes a cell for a formula when it begins with one of a few signs, whatever the file says of it, and a
formula can send what else is in the sheet to anybody. So a text that might be taken for one, and any that begins with
an apostrophe itself, gets an apostrophe in front. Programs that part cells by another sign than the comma, or at every
end of a line, begin cells in the middle of a text: it gets one behind each such sign, too. `text_of` takes them away
again; nothing else is altered, and no other format has them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from claims.formats.feed_entries import hedged

MARK = "'"
SIGNS = frozenset("=+-@|%")
"""With what a formula, or a call of another program, begins; letters of full width count as what they stand for."""
CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)))
"""Tabs, ends of lines and what else no one sees: many programs begin a new cell behind one of these."""
PARTS = frozenset(",;|" + CONTROLS)
"""Behind what a program may begin a new cell. Some do so within quotation marks, too."""
_MARKED = re.compile(rf"(?:\A|(?<=[{''.join(map(re.escape, sorted(PARTS)))}])){MARK}")

Document = Mapping[str, Any]


def cell(text: str) -> str:
    """The text as it stands in a cell."""
    if not any(sign == MARK or _begins(sign) for sign in set(text)):
        return MARK + text if text and text[0] in CONTROLS else text
    backwards: list[str] = []
    formula = mark = False
    for sign in reversed(text):
        backwards += [MARK, sign] if sign in PARTS and (formula or mark) else [sign]
        formula, mark = _begins(sign) or (formula and _is_passed(sign)), sign == MARK
    return (MARK if formula or mark or text[0] in CONTROLS else "") + "".join(reversed(backwards))


def text_of(cell: str) -> str:
    """The text that stands in a cell, as it was."""
    return _MARKED.sub("", cell)


def heading() -> bytes:
    """The row of names."""
    return _row(COLUMNS)


def row(document: Document, *, public_url: str) -> bytes:
    """A published claim in one row."""
    return _row(cell(str(value(document, public_url))) for value in COLUMNS.values())


def read(text: str) -> list[dict[str, str]]:
    """The rows of a table with the texts as they were, by the names of its columns."""
    return [
        {name: text_of(value) for name, value in line.items()}
        for line in csv.DictReader(io.StringIO(text, newline=""), strict=True)
    ]


@lru_cache(maxsize=4096)
def _begins(sign: str) -> bool:
    """Whether a formula begins with it."""
    return not SIGNS.isdisjoint(unicodedata.normalize("NFKC", sign))


@lru_cache(maxsize=4096)
def _is_passed(sign: str) -> bool:
    """Whether some program drops it where a cell begins: blanks, what nobody sees, and what it reads as quoting."""
    return sign in '"\\' or unicodedata.category(sign)[0] in "ZC"


def _row(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(list(cells))
    return line.getvalue().encode()


def _plain(*path: str) -> Callable[[Document, str], Any]:
    """A value of the document by its keys; nothing where there is none."""

    def value(document: Document, _public_url: str) -> Any:
        found: Any = document
        for key in path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return "" if found is None else str(found).lower() if isinstance(found, bool) else found

    return value


def _joined(*path: str) -> Callable[[Document, str], str]:
    """A list of texts, one a line."""

    def value(document: Document, public_url: str) -> str:
        found: Sequence[str] = _plain(*path)(document, public_url) or ()
        return "\n".join(found)

    return value


def _of_sources(key: str, stance: str) -> Callable[[Document, str], str]:
    def value(document: Document, _public_url: str) -> str:
        return "\n".join(str(one["source"][key]) for one in document["evidence"] if one["stance"] == stance)

    return value


COLUMNS: Mapping[str, Callable[[Document, str], Any]] = {
    "id": _plain("id"),
    "url": lambda document, public_url: public_url + document["path"],
    "number": _plain("number"),
    "published_at": _plain("published_at"),
    "status": _plain("status"),
    "demonstration": _plain("demonstration"),
    "statement": lambda document, _public_url: hedged(document),
    "modality": _plain("modality"),
    "hedges": _joined("hedges"),
    "quotation": _plain("quotation", "exact"),
    "quotation_kind": _plain("quotation", "kind"),
    "translated": _plain("quotation", "translated"),
    "speaker_id": _plain("speaker", "id"),
    "speaker": _plain("speaker", "name"),
    "speaker_role": _plain("speaker", "role"),
    "speaker_organization": _plain("speaker", "organization"),
    "speaker_basis": _plain("speaker", "basis"),
    "said": _plain("said", "edtf"),
    "said_in_words": _plain("said", "text"),
    "about": _plain("about", "edtf"),
    "about_in_words": _plain("about", "text"),
    "claim_type": _plain("claim_type"),
    "topic": _plain("topic"),
    "places": _joined("places"),
    "language": _plain("language"),
    "article_id": _plain("article", "id"),
    "article": _plain("article", "headline"),
    "outlet": _plain("article", "outlet"),
    "article_url": _plain("article", "url"),
    "article_published": _plain("article", "published", "edtf"),
    "rating": _plain("verdict", "rating"),
    "credence": _plain("verdict", "credence"),
    "confidence": _plain("verdict", "confidence"),
    "conclusion": _plain("verdict", "conclusion"),
    "origins_supporting": _plain("corroboration", "supporting", "established"),
    "origins_supporting_at_most": _plain("corroboration", "supporting", "possible"),
    "origins_disputing": _plain("corroboration", "disputing", "established"),
    "origins_disputing_at_most": _plain("corroboration", "disputing", "possible"),
    "sources_supporting": _of_sources("title", "supports"),
    "sources_supporting_urls": _of_sources("url", "supports"),
    "sources_disputing": _of_sources("title", "disputes"),
    "sources_disputing_urls": _of_sources("url", "disputes"),
    "license": _plain("license"),
}
"""The columns in their order, each with how it is filled. New ones are added at the end."""
