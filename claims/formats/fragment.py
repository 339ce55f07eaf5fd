"""The address of a passage inside a page: a text fragment that browsers scroll to and highlight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

LONGEST = 300
WORDS = 5


def passage_link(url: str, quotation: Mapping[str, Any]) -> str:
    """The address with `#:~:text=prefix-,start,end,-suffix`; whole words of the quotation's own line only."""
    exact: str = quotation["exact"]
    prefix, suffix = _before(quotation), _behind(quotation)
    parts = [f"{_escaped(prefix)}-"] if prefix else []
    if "\n" in exact or len(exact) > LONGEST:
        words = exact.split()
        parts += [_escaped(" ".join(words[:WORDS])), _escaped(" ".join(words[-WORDS:]))]
    else:
        parts.append(_escaped(exact))
    parts += [f"-{_escaped(suffix)}"] if suffix else []
    return f"{url.partition('#')[0]}#:~:text={','.join(parts)}"


def _before(quotation: Mapping[str, Any]) -> str:
    """What stands before in the same line; a word that the prefix cuts is left out."""
    kept: str = quotation["prefix"]
    line: str = quotation["context_before"]
    words = kept.rpartition("\n")[2]
    if len(words) < len(line):
        cut = not words[:1].isspace() and not line[: -len(words) or None][-1:].isspace()
        words = words.partition(" ")[2] if cut else words
    return words.strip()


def _behind(quotation: Mapping[str, Any]) -> str:
    """What stands behind in the same line; a word that the suffix cuts is left out."""
    kept: str = quotation["suffix"]
    line: str = quotation["context_after"]
    words = kept.partition("\n")[0]
    if len(words) < len(line):
        cut = not words[-1:].isspace() and not line[len(words) :][:1].isspace()
        words = words.rpartition(" ")[0] if cut else words
    return words.strip()


def _escaped(text: str) -> str:
    """Percent-encoded; also the signs that separate the parts of a text fragment."""
    return quote(text, safe="").replace("-", "%2D")
