"""A language that is nobody's: the words of every message come in brackets, one by one between what is put into them.

The words of documents get the same brackets. So what a page shows outside of brackets is a word of the interface that
no translator would see, also where it is put into a message that one would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from django.utils import translation

from claims.domain import tongue
from claims.formats import figure_svg, parts, provenance_layout, series_svg
from claims.formats.changes import Change
from claims.pages import revisions, search
from claims.reads import library, published
from tests.hedges import Node, Tree
from tests.payloads import PAYLOAD, hostile

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "aria-label", "title", "placeholder", "label", "content")
"""Attributes that are read to somebody."""
READ = {"description", "og:title", "og:description"}
"""Names of what is told of a page that is read to somebody."""
APART = {"script", "style", "code", "pre", "blockquote"}
NAMES = {"api", "claimreview", "json", "prov", "prov-json", "prov-n", "svg", "turtle"}
"""Names of forms, the same in every language."""
UNCHANGED = ("rating", "topic", "url", "archived", "same_as")
"""Free texts that addresses are made of, or that have words of ours."""
BASES = ("inferred", "stated", "unknown")
"""How the basis of a date begins; the word is ours, what stands behind it is not."""
_BETWEEN = re.compile(r"(%\(\w+\)[sd]|%%|</?[a-z][^>]*>)")
"""What stands between the words of a message: what is put into it, and tags."""


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the words of every message come in brackets."""
    active = translation._trans
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        getattr(active, name)  # Django fills it in when it is first asked
        monkeypatch.setattr(active, name, getattr(Nobodys(), name))
    monkeypatch.setattr(tongue, "_site", Nobodys())


class Nobodys(tongue.English):
    """Translates into the language that is nobody's."""

    def gettext(self, message: str, /) -> str:
        """The message in brackets."""
        return bracketed(message)

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The form for this number in brackets."""
        return bracketed(super().ngettext(singular, plural, number))

    def pgettext(self, _context: str, message: str, /) -> str:
        """The message in brackets."""
        return bracketed(message)


def unmark(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """From now on the words of a module are as if nobody had marked them."""
    for name, value in list(vars(module).items()):
        if name in ("gettext", "ngettext", "pgettext", "npgettext"):
            monkeypatch.setattr(module, name, getattr(tongue.ENGLISH, name))
        elif name.isupper():
            monkeypatch.setattr(module, name, _unmarked(value))


def _unmarked(value: Any) -> Any:
    if isinstance(value, tongue.Later):
        return value.message
    if isinstance(value, dict):
        return {_unmarked(key): _unmarked(one) for key, one in value.items()}
    return tuple(map(_unmarked, value)) if isinstance(value, tuple) else value


def bracketed(message: str) -> str:
    """A message in the language that is nobody's."""
    return "".join(
        part if place % 2 or not _is_word(part) else f"{OPEN}{part}{CLOSE}"
        for place, part in enumerate(_BETWEEN.split(message))
    )


def mark_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the words of documents come in brackets, too, and keep them where a drawing or a list cuts them."""
    for module in (published, library):
        monkeypatch.setattr(module, "json", MarkedJson())
    for module in (figure_svg, provenance_layout, series_svg):
        cut = module.cut
        monkeypatch.setattr(module, "cut", lambda words, room, cut=cut: closed(cut(words, room)))
    lines, marks, changes = provenance_layout.lines, search.marks, revisions.changes
    monkeypatch.setattr(provenance_layout, "lines", lambda *given: in_lines(lines(*given)))
    monkeypatch.setattr(
        search, "marks", lambda *given: [replace(one, text=marked(one.text)) for one in marks(*given)]
    )
    monkeypatch.setattr(revisions, "changes", lambda *given: [_topic_marked(one) for one in changes(*given)])


def closed(text: str) -> str:
    """The text with the brackets that it lost where it was cut."""
    missing = text.count(OPEN) - text.count(CLOSE)
    return OPEN * -missing + text + CLOSE * missing


def in_lines(lines: Iterable[str]) -> list[str]:
    """Lines with the brackets that are open across them opened and closed in each."""
    found: list[str] = []
    depth = 0
    for line in lines:
        text = OPEN * depth + line
        depth = text.count(OPEN) - text.count(CLOSE)
        found.append(closed(text))
    return found


def _topic_marked(change: Change) -> Change:
    """A topic is no message, and has no brackets, since addresses are made of it."""
    if change.part != parts.name("topic"):
        return change
    return replace(change, pieces=tuple(replace(one, text=marked(one.text)) for one in change.pieces))


def marked(text: str) -> str:
    """The same with brackets around it; brackets within are taken away."""
    bare = text.replace(OPEN, "").replace(CLOSE, "")
    return f"{OPEN}{bare}{CLOSE}" if bare else bare


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
    """The words outside of brackets; neither code and quotations, nor what is known as a whole."""
    tree = Tree()
    tree.feed(page)
    allowed = NAMES | {one.casefold() for text in known for one in _pieces(text)}
    found = [*_texts(tree.root), *_attributes(tree.root)]
    return [
        f"{where}: {one}" for where, text in found for one in _pieces(text) if one.casefold() not in allowed
    ]


def plain(text: str, known: set[str]) -> list[str]:
    """The same of a text without markup."""
    allowed = {one.casefold() for each in known for one in _pieces(each)}
    outside, depth = _outside(text, 0)
    assert depth == 0, "a bracket is not closed"
    return [one for one in _pieces(outside) if one.casefold() not in allowed]


def _is_word(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _pieces(text: str) -> Iterator[str]:
    """What stands between signs, if it has letters and is no address."""
    for one in re.split(r"[,;:.…](?:\s|$)|[()—–“”→·]", text):
        one = one.strip()
        if len(re.findall(r"[^\W\d_]", one)) > 1 and not re.fullmatch(r"\S+\.\S*[a-z]\S*|\S+://\S+", one):
            yield one


def _outside(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside of brackets when so many are open before it, and how many are open behind it."""
    outside = ""
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        outside += " · " if sign == CLOSE else " " if depth else sign
    return " ".join(outside.split()).strip(" ·"), depth


def _texts(root: Node) -> Iterator[tuple[str, str]]:
    depth = 0
    for node, text in _in_order(root):
        if _is_apart(node):
            continue
        outside, depth = _outside(text, depth)
        assert depth >= 0, f"a bracket is closed that was not opened, in {_where(node)}: {text}"
        if outside:
            yield _where(node), outside
    assert depth == 0, "a bracket is not closed"


def _attributes(root: Node) -> Iterator[tuple[str, str]]:
    for node in root.all():
        if node.tag == "meta" and not READ & {node.attributes.get(one) for one in ("name", "property")}:
            continue
        for name in SPOKEN:
            if not _is_apart(node):
                yield f"{_where(node)} {name}", _outside(node.attributes.get(name, ""), 0)[0]


def _in_order(node: Node) -> Iterator[tuple[Node, str]]:
    for part in node.parts:
        if isinstance(part, str):
            yield node, part
        else:
            yield from _in_order(part)


def _is_apart(node: Node) -> bool:
    """Whether it is for programs, or the article's own text."""
    here: Node | None = node
    while here is not None:
        if here.tag in APART or here.attributes.get("class", "") == "passages":
            return True
        here = here.parent
    return False


def _where(node: Node) -> str:
    return f"{node.tag}.{node.attributes.get('class', '')}".rstrip(".")
