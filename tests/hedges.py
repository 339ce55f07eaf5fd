"""Whether outputs show a claim without its hedges: every statement that stands somewhere is looked at where it stands.

A statement in a page has its hedges within the same item of a list, row of a table, article or page; in a title or
another attribute within the very text; in data within the record that speaks of this claim alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from claims.formats import spreadsheet

VOID = {"meta", "link", "br", "img", "input", "hr", "base", "wbr", "source"}
UNITS = {"li", "tr", "article", "main", "title", "pre", "p.lead", "p.cite", "option"}
MODALITIES = {"alleged": "alleged", "denied": "deni", "predicted": "predict", "conditional": "conditional"}
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


class Node:
    """An element, its texts and children in order."""

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: Node | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.parts: list[Node | str] = []

    def text(self) -> str:
        """All text within."""
        return " ".join(one if isinstance(one, str) else one.text() for one in self.parts)

    def run(self) -> str:
        """The same as it runs on the screen: marks within a word or before a stop leave no blank."""
        return "".join(one if isinstance(one, str) else one.run() for one in self.parts)

    def all(self) -> Iterator[Node]:
        """This element and all within."""
        yield self
        for one in self.parts:
            if isinstance(one, Node):
                yield from one.all()

    @property
    def is_unit(self) -> bool:
        """Whether hedges have to be found within it."""
        return self.tag in UNITS or f"{self.tag}.{self.attributes.get('class', '')}" in UNITS


class Tree(HTMLParser):
    """A page as nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Node("document", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        """Closes the nearest open element of this name."""
        node: Node | None = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        """Adds text."""
        self.here.parts.append(data)


def bare(body: bytes, media: str, documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the output says of claims without their hedges: a line for each, empty when all is well."""
    known = {_plain(one["statement"]): one for one in documents}
    if "html" in media:
        found = _in_page(body.decode(), known)
    elif "xml" in media and "svg" not in media:
        texts = (one.text or "" for one in ElementTree.fromstring(body).iter())
        found = _in_texts(texts, known)
    elif "csv" in media:
        found = _in_texts(("\n".join(row.values()) for row in spreadsheet.read(body.decode())), known)
    elif "json" in media:
        found = _in_value(json.loads(body), known)
    else:
        found = _in_texts([body.decode()], known, speaker="svg" not in media)
    return list(found)


def told(text: str, document: Mapping[str, Any], *, speaker: bool = True) -> list[str]:
    """Which hedges of the claim and of whoever passed it on, and which word of its modality, this text does not have.

    A text that names the speaker says that it is inferred, where it is; a picture that names all parties need not.
    """
    text = _plain(text).casefold()
    relayed = [hedge for link in document["attribution"] for hedge in link["hedges"]]
    missing = [one for one in (*document["hedges"], *relayed) if not _holds(text, one)]
    word = MODALITIES.get(document["modality"], "")
    missing += [word] if word not in text else []
    who = document["speaker"]
    if speaker and who["basis"] == "inferred" and who["kind"] != "unnamed" and "inferred" not in text:
        missing += ["inferred"] if _names(text, who["name"], document) else []
    return missing


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole ones."""
    return re.search(rf"(?<!\w){re.escape(_plain(words).casefold())}(?!\w)", text) is not None


def _names(text: str, name: str, document: Mapping[str, Any]) -> bool:
    """Whether the text names the speaker beside the statement."""
    return _plain(name).casefold() in text.replace(_plain(document["statement"]).casefold(), "")


def _in_page(page: str, known: Mapping[str, Any]) -> Iterator[str]:
    tree = Tree()
    tree.feed(page)
    here = {one: known[one] for one in _stated(tree.root.run(), known)}
    for node in tree.root.all():
        for value in node.attributes.values():
            yield from _in_texts([value], known, where=f"an attribute of {node.tag}")
        if node.tag == "script":
            yield from _in_value(json.loads(node.text()), known)
            continue
        within = [one for one in node.parts if isinstance(one, Node)]
        for statement in _stated(node.run(), here):
            if any(statement in _plain(one.run()) for one in within):
                continue
            unit = node
            while not unit.is_unit and unit.parent is not None:
                unit = unit.parent
            if missing := told(unit.text(), known[statement]):
                yield f"<{unit.tag}> lacks {missing}: {statement}"


def _in_texts(
    texts: Iterable[str], known: Mapping[str, Any], where: str = "a text", *, speaker: bool = True
) -> Iterator[str]:
    for text in texts:
        for statement in _stated(text, known):
            if missing := told(text, known[statement], speaker=speaker):
                yield f"{where} lacks {missing}: {statement}"


def _in_value(value: Any, known: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Records that speak of several claims vouch for none of them."""
    if isinstance(value, str):
        for statement in _stated(value, known):
            alone = [one for one in above if len(list(_stated(one, known))) == 1]
            texts = [value, *alone]
            if all(told(text, known[statement]) for text in texts):
                yield f"data lack {told(texts[-1], known[statement])}: {statement}"
        return
    if isinstance(value, Mapping):
        above = (*above, " ".join(_strings(value)))
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _in_value(one, known, above)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _strings(one)


def _stated(text: str, known: Mapping[str, Any]) -> Iterator[str]:
    text = _plain(text)
    return (statement for statement in known if statement in text)


def _plain(text: str) -> str:
    return " ".join(text.translate(ISOLATES).split())
