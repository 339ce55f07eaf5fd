"""A language that is nobody's: every message comes in brackets, and so does whatever is no message.

The words of documents and what `formats` and `domain` say about them get the same brackets. So what a page shows
outside of brackets is a word of the interface that no translator would see.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass, replace
from typing import Any

import pytest
from django.utils import translation

from claims.domain import confidence, vocabulary
from claims.domain.errors import DomainError
from claims.formats import claim_review, feed_entries, prov_records, provenance_svg, series_svg
from claims.formats.trail import Trails
from claims.pages import (
    embedding,
    evidence,
    figures,
    presenting,
    revisions,
    search,
    shelves,
    things,
    tickets,
    views,
)
from claims.reads import library, published
from tests.hedges import Node, Tree
from tests.payloads import PAYLOAD, hostile

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "aria-label", "title", "placeholder", "label")
"""Attributes that are read to somebody."""
APART = {"script", "style", "code", "pre", "blockquote"}
NAMES = {"api", "claimreview", "json", "prov", "prov-json", "prov-n", "svg", "turtle"}
"""Names of forms, the same in every language."""
STORED = (
    vocabulary.ClaimType, vocabulary.SourceKind, vocabulary.CorrectionKind, vocabulary.ReplyOutcome,
    vocabulary.EvidenceLevel, vocabulary.Agreement, vocabulary.EntryType, vocabulary.PublicationKind,
)  # fmt: skip
"""Vocabularies of documents that pages show as they are stored."""
UNCHANGED = ("rating", "topic", "url", "archived", "same_as")
"""Free texts that addresses are made of, or that have words of ours."""
BASES = ("inferred", "stated", "unknown")
"""How the basis of a date begins where pages ask for it."""
PAGES = (
    embedding,
    evidence,
    figures,
    presenting,
    revisions,
    shelves,
    things,
    tickets,
    views,
    published,
    library,
)
FUNCTIONS = (
    "day", "describe", "foreign", "gaps", "grade_in_words", "hedged", "in_words", "likelihood", "limits_in_words",
    "moment_in_words", "title", "why_none",
)  # fmt: skip
"""What pages take from `formats` and `domain` to show it."""


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every message of the interface comes in brackets."""
    active = translation._trans

    def one_or_more(one: str, more: str, number: int) -> str:
        return marked(one if number == 1 else more)

    fakes: dict[str, Callable[..., str]] = {
        "gettext": marked,
        "ngettext": one_or_more,
        "pgettext": lambda _context, message: marked(message),
        "npgettext": lambda _context, *message: one_or_more(*message),
    }
    for name, fake in fakes.items():
        getattr(active, name)  # Django fills it in when it is first asked
        monkeypatch.setattr(active, name, fake)


def mark_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on documents, and what rooms without translations say about them, come in brackets."""
    for module in (published, library):
        monkeypatch.setattr(module, "json", MarkedJson())
    places: list[tuple[Any, str]] = [
        (module, name) for module in PAGES for name in FUNCTIONS if inspect.isfunction(vars(module).get(name))
    ]
    places += [
        (feed_entries, "title"),
        (feed_entries, "summary"),
        (series_svg, "rows"),
        (figures, "rows"),
        (revisions, "changes"),
        (search, "marks"),
    ]
    places += [(Trails, "line"), (Trails, "label")]
    for place, name in places:
        _wrap(monkeypatch, place, name, marked)
    for place, name in (
        (tickets.action, "submit"),
        *((search, name) for name in ("wanted", "first_day", "last_day", "clean_text")),
    ):
        _refusals(monkeypatch, place, name)
    for place, name in ((presenting, "legend"), (provenance_svg, "key")):
        _wrap(monkeypatch, place, name, lambda rows: [(*row[:-1], marked(row[-1])) for row in rows])
    for module, name in (
        *((things, name) for name in ("RELIABILITY", "CREDIBILITY", "NAMES")),
        *((views, name) for name in ("RELIABILITY", "CREDIBILITY")),
        *((module, "TERMS") for module in (prov_records, claim_review)),
    ):
        monkeypatch.setattr(module, name, {key: marked(one) for key, one in vars(module)[name].items()})
    monkeypatch.setattr(prov_records, "LOST", marked(prov_records.LOST))
    monkeypatch.setattr(claim_review, "LOST", [(path, marked(why)) for path, why in claim_review.LOST])


def _refusals(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
    """What a room without translations says of values that cannot be used comes in brackets, too."""
    original = getattr(place, name)

    def refusing(*given: Any, **named: Any) -> Any:
        try:
            return original(*given, **named)
        except DomainError as error:
            error.problems = tuple(replace(one, message=marked(one.message)) for one in error.problems)
            raise

    monkeypatch.setattr(place, name, refusing)


def _wrap(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, change: Callable[[Any], Any]) -> None:
    original = getattr(place, name)
    monkeypatch.setattr(place, name, lambda *given, **named: change(original(*given, **named)))


def marked(value: Any) -> Any:
    """The same with brackets around every text that is shown; brackets within are taken away."""
    if isinstance(value, str):
        bare = value.replace(OPEN, "").replace(CLOSE, "")
        return f"{OPEN}{bare}{CLOSE}" if bare else bare
    if is_dataclass(value) and not isinstance(value, type):
        texts = {
            name: getattr(value, name) for name in value.__slots__ if name not in ("kind", "id", "number")
        }
        return replace(value, **{name: marked(one) for name, one in texts.items()})
    return value if isinstance(value, bool) else type(value)(marked(one) for one in value)


class MarkedJson:
    """Stands in for `json` where documents are read."""

    def __init__(self) -> None:
        self.dumps: Callable[..., str] = json.dumps

    def loads(self, text: str | bytes) -> Any:
        """The document with brackets around each free text."""
        return self._of(hostile(json.loads(text)))

    def _of(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: self._of(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [self._of(one, key) for one in value]
        if not isinstance(value, str) or not value.endswith(PAYLOAD):
            return value
        text = value.removesuffix(PAYLOAD)
        if key == "basis" and text.startswith(BASES):
            return re.sub(r"\W.*", lambda rest: marked(rest[0]), text, count=1, flags=re.DOTALL)
        return text if key in UNCHANGED else marked(text)


def untranslated(page: str, known: set[str]) -> list[str]:
    """The words outside of brackets; neither code, quotations and drawings, nor what is known as a whole."""
    tree = Tree()
    tree.feed(page)
    allowed = NAMES | {*BASES, *confidence.WORDS} | {one.value for kind in STORED for one in kind}
    allowed |= {one.casefold() for text in known for one in _pieces(text)}
    found = [*_texts(tree.root), *_attributes(tree.root)]
    return [
        f"{where}: {one}" for where, text in found for one in _pieces(text) if one.casefold() not in allowed
    ]


def _pieces(text: str) -> Iterator[str]:
    """What stands between signs, if it has letters and is no address."""
    for one in re.split(r"[,;:.…](?:\s|$)|[()—–“”→·]", text):
        one = one.strip()
        if len(re.findall(r"[^\W\d_]", one)) > 1 and not re.fullmatch(r"\S+\.\S*[a-z]\S*|\S+://\S+", one):
            yield one


def _texts(root: Node) -> Iterator[tuple[str, str]]:
    depth = 0
    for node, text in _in_order(root):
        if _is_apart(node):
            continue
        outside = ""
        for sign in text:
            depth += (sign == OPEN) - (sign == CLOSE)
            outside += " " if depth or sign == CLOSE else sign
        if outside.strip():
            yield _where(node), " ".join(outside.split())
    assert depth == 0, "a bracket is not closed"


def _attributes(root: Node) -> Iterator[tuple[str, str]]:
    for node in root.all():
        for name in SPOKEN:
            value = node.attributes.get(name, "")
            if OPEN not in value and not _is_apart(node):
                yield f"{_where(node)} {name}", value


def _in_order(node: Node) -> Iterator[tuple[Node, str]]:
    for part in node.parts:
        if isinstance(part, str):
            yield node, part
        else:
            yield from _in_order(part)


def _is_apart(node: Node) -> bool:
    """Whether it is for programs, the article's own text, or a drawing that comes from `formats` as a whole."""
    here: Node | None = node
    while here is not None:
        kind = here.attributes.get("class", "")
        if here.tag in APART or kind == "passages" or (here.tag == "svg" and kind != "picture"):
            return True
        here = here.parent
    return False


def _where(node: Node) -> str:
    return f"{node.tag}.{node.attributes.get('class', '')}".rstrip(".")
