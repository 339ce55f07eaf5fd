"""What search looks for in a published document, and by what pages find others that belong beside it.

The database works out the same by itself (`claims_document_words` in claims/models/sql/searching.sql) and refuses
a list that says otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any


def searched(document: Mapping[str, Any]) -> dict[str, str | list[str] | None]:
    """The columns that search reads, from a document."""
    said = document.get("said") or {}
    return {
        "words": words(document),
        "speaker_name": speaker_name(document),
        "outlet": document["article"]["outlet"],
        "measures": measures(document),
        "links": [link["claim"] for link in _each(document.get("links"))],
        "said_from": said.get("lower"),
        "said_to": said.get("upper"),
    }


def nothing() -> dict[str, str | list[str] | None]:
    """The same of a document that was removed."""
    return {
        "words": "",
        "speaker_name": "",
        "outlet": "",
        "measures": [],
        "links": [],
        "said_from": None,
        "said_to": None,
    }


def measures(document: Mapping[str, Any]) -> list[str]:
    """By what its figures stand beside those of others: digests of topic, measure and unit; none without a topic."""
    topic: str = document.get("topic") or ""
    figures = _each(document.get("quantities")) if topic else ()
    return [_digest("\n".join((topic, one["measure"], one["unit"]))) for one in figures]


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def speaker_name(document: Mapping[str, Any]) -> str:
    """The speaker's name, and where it is unclear who spoke those of all who may have, a line each."""
    return _lines([document["speaker"].get("name"), *_names(document["speaker"].get("candidates"))])


def words(document: Mapping[str, Any]) -> str:
    """Statement, quotation, hedges, everybody who is named, topic, places and headline, a line each."""
    speaker = document["speaker"]
    return _lines(
        [
            document.get("statement"),
            (document.get("quotation") or {}).get("exact"),
            *_each(document.get("hedges")),
            *(speaker.get(key) for key in ("name", "role", "organization", "disambiguation")),
            *_names(speaker.get("candidates")),
            *_names(link["speaker"] for link in _each(document.get("attribution"))),
            document.get("topic"),
            *_each(document.get("places")),
            document["article"].get("headline"),
        ]
    )


def _names(parties: Any) -> Iterable[str | None]:
    return [party.get("name") for party in _each(parties)]


def _each(value: Any) -> Iterable[Any]:
    return () if not value or isinstance(value, str) else value


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)
