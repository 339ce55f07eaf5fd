"""A PROV document in the making: names under the public address, typed attributes, one record for each agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from prov.constants import PROV_LABEL, PROV_TYPE, XSD_DATE
from prov.identifier import Identifier, Namespace, QualifiedName
from prov.model import Literal, ProvAgent, ProvDocument, parse_xsd_datetime

EDTF = Namespace("edtf", "http://id.loc.gov/datatypes/edtf/")
"""The Library of Congress's namespace for EDTF as a datatype."""

Attributes = list[tuple[QualifiedName, Any]]


class Book:
    """The records of one claim's revision, and what names they go by.

    Things go by the addresses of their pages, parts of them by fragments. Relations that carry more than their two
    ends have names too: without, RDF gives them blank nodes, which are other ones in every copy.
    """

    def __init__(self, base: str, claim: str, number: int) -> None:
        self.document = ProvDocument()
        self.fc = self.document.add_namespace("fc", f"{base}/ns#")
        self._claims = self.document.add_namespace("claim", f"{base}/claims/")
        self._articles = self.document.add_namespace("article", f"{base}/articles/")
        self._sources = self.document.add_namespace("source", f"{base}/sources/")
        self._parties = self.document.add_namespace("party", f"{base}/speakers/")
        self.document.add_namespace(EDTF)
        self._claim, self._number = claim, number
        self._agents: dict[QualifiedName, ProvAgent] = {}
        self._counts: Counter[str] = Counter()

    def claim(self) -> QualifiedName:
        """The claim apart from what any revision says of it."""
        return self._claims[self._claim]

    def revision(self, number: int | None = None, part: str = "") -> QualifiedName:
        """A revision of the claim, by default the one asked for, or a part of it."""
        name = f"{self._claim}/revisions/{self._number if number is None else number}"
        return self._claims[f"{name}#{part}" if part else name]

    def article(self, public_id: str, part: str) -> QualifiedName:
        """A part of an article, such as one of its versions."""
        return self._articles[f"{public_id}#{part}"]

    def source(self, public_id: str, part: str = "") -> QualifiedName:
        """A source, or a part of it."""
        return self._sources[f"{public_id}#{part}" if part else public_id]

    def capture(self, public_id: str, at: datetime, *, act: bool = False) -> QualifiedName:
        """The copy of a source of this moment, or the act of fetching it."""
        return self.source(public_id, f"{'fetch' if act else 'capture'}-{at:%Y%m%dT%H%M%S.%fZ}")

    def party(self, public_id: str) -> QualifiedName:
        """A speaker, origin or institution: all of them are parties with a page."""
        return self._parties[public_id]

    def relation(self, kind: str) -> QualifiedName:
        """The next name for a relation of this kind."""
        self._counts[kind] += 1
        return self.revision(part=f"{kind}-{self._counts[kind]}")

    def agent(self, name: QualifiedName, label: str, *types: QualifiedName, **more: object) -> QualifiedName:
        """The agent's name; its record is made once, and says every type and attribute that was given."""
        if name not in self._agents:
            self._agents[name] = self.document.agent(name, [(PROV_LABEL, label)])
        self._agents[name].add_attributes(self.attributes(*types, **more))
        return name

    def supposed(self, start: QualifiedName, end: QualifiedName, **more: object) -> None:
        """Notes a relation that is supposed, as a thing of its own; PROV asserts nothing between its ends."""
        found = self.attributes(self.fc["Supposition"], **{"from": start, "to": end}, **more)
        self.document.entity(self.relation("supposition"), found)

    def attributes(self, *types: QualifiedName, **values: object) -> Attributes:
        """The types, a label, and whatever else of the values says something, in our own namespace."""
        found: Attributes = [(PROV_TYPE, one) for one in types]
        for key, value in values.items():
            name = PROV_LABEL if key == "label" else self.fc[key]
            several = value if isinstance(value, list | tuple) else [value]
            found += [(name, one) for one in several if one is not None and one != ""]
        return found


def dated(key: str, value: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """An EDTF value as attributes: the expression as it is written, what it rests on, and its words.

    A date of which nothing is known has no expression, only a basis. The bounds follow from the expression; limits
    that somebody gave are left out, which makes the date wider and never narrower.
    """
    if value["edtf"]:
        yield key, Literal(value["edtf"], EDTF["EDTF"])
    yield f"{key}_basis", value["basis"]
    yield f"{key}_text", value["text"]


def address(text: str | None) -> Identifier | None:
    """A web address as xsd:anyURI."""
    return Identifier(text) if text else None


def day(text: str | None) -> Literal | None:
    """An ISO day as xsd:date."""
    return Literal(date.fromisoformat(text), XSD_DATE) if text else None


def moment(text: str) -> datetime:
    """A moment of a document; raises ValueError for what is none."""
    found = parse_xsd_datetime(text)
    if found is None:
        raise ValueError(f"Not a moment: {text!r}")
    return found
