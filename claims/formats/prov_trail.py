"""The sources of a document and where they have it from, as PROV records.

Only what is stated becomes a relation of PROV. What is supposed or on unknown grounds becomes an entity of our type
`Supposition` that names both ends, how and on what basis. The weakest relation, `wasInfluencedBy` marked as inferred,
would not do: a reader that knows PROV but not our attributes takes it for a plain statement, so it gains certainty
(decision 9). Nobody is invented for an origin that is not told: the source says `fc:origin "not stated"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prov.constants import PROV_TYPE
from prov.identifier import QualifiedName
from prov.model import PROV

from claims.formats.prov_book import Book, address, dated, moment
from claims.formats.trail import Trails

NOT_STATED = "not stated"
QUOTING = ("quotes", "republishes")
"""What PROV calls a quotation: some or all of it is repeated (PROV-DM 5.2.3). Relaying and summarizing tell it
anew, and nobody revises another's work: plain derivations."""


def add(book: Book, document: Mapping[str, Any]) -> None:
    """Adds the sources, captures and parties of a document, and what is stated or supposed between them."""
    trails = Trails.of(document)
    edges = [edge for found in (*trails.edges.values(), *trails.alike.values()) for edge in found]
    described = {item["source"]["id"]: item["source"] for item in document["evidence"]}
    untold = [edge for edge in edges if trails.type(edge["from"]) == "source" and _is_untold(trails, edge)]
    for public_id in dict.fromkeys([*described, *(n for n in trails.nodes if trails.type(n) == "source")]):
        notes = [edge.get("note", "") for edge in untold if edge["from"] == public_id]
        _source(book, public_id, described.get(public_id), trails, notes)
    for public_id, at in dict.fromkeys(
        (one["source"]["id"], one["source"]["captured_at"]) for one in document["evidence"]
    ):
        if at:
            _capture(book, public_id, at)
    for node in trails.nodes.values():
        if node["type"] in ("origin", "institution"):
            book.agent(book.party(node["id"]), node["label"], book.fc[node["type"].capitalize()])
    circles = _circles(trails, edges)
    for edge in edges:
        if trails.type(edge["from"]) != "claim" and not _is_untold(trails, edge):
            _relate(book, trails, edge, in_circle=(edge["from"], edge["to"]) in circles)


def _is_untold(trails: Trails, edge: Mapping[str, str]) -> bool:
    return trails.type(edge["to"]) == "unknown"


def _source(
    book: Book, public_id: str, source: Mapping[str, Any] | None, trails: Trails, notes: list[str]
) -> None:
    name = book.source(public_id)
    origin = {"origin": NOT_STATED, "origin_note": notes} if notes else {}
    if source is None:
        label = trails.label(public_id)
        book.document.entity(name, book.attributes(book.fc["Source"], label=label, **origin))
        return
    found = book.attributes(
        book.fc["Source"],
        label=source["title"],
        url=address(source["url"]),
        publisher=source["publisher"],
        kind=source["kind"],
        language=source["language"],
        reliability=source["reliability"],
        archived=address(source["archived"]),
        **dict(dated("published", source["published"])),
        **origin,
    )
    book.document.entity(name, found)


def _capture(book: Book, public_id: str, captured_at: str) -> None:
    """The copy of a source as it was at one moment: when the fetch began or ended is not told."""
    at = moment(captured_at)
    name, fetch = book.capture(public_id, at), book.capture(public_id, at, act=True)
    book.document.entity(name, book.attributes(book.fc["Capture"], captured_at=at))
    book.document.activity(fetch, other_attributes=book.attributes(book.fc["Fetch"]))
    book.document.usage(fetch, book.source(public_id))
    book.document.generation(name, fetch, at, identifier=book.relation("generation"))
    book.document.specialization(name, book.source(public_id))


def _relate(book: Book, trails: Trails, edge: Mapping[str, str], *, in_circle: bool) -> None:
    start, end = _name(book, trails, edge["from"]), _name(book, trails, edge["to"])
    more = {"how": edge["how"], "basis": edge["basis"], "note": edge.get("note", "")}
    found = book.attributes(**more)
    document, name, party = book.document, book.relation, ("origin", "institution")
    match trails.type(edge["from"]), trails.type(edge["to"]):
        case _ if edge["basis"] != "stated":
            book.supposed(start, end, **more)
        case "source", "source" if in_circle:
            document.influence(start, end, name("influence"), found)
        case "source", "source":
            found += [(PROV_TYPE, PROV["Quotation"])] if edge["how"] in QUOTING else []
            document.derivation(start, end, identifier=name("derivation"), other_attributes=found)
        case "source", kind if kind in party:
            document.attribution(start, end, name("attribution"), found)
        case one, other if one in party and other in party and edge["how"] == "belongs to":
            document.delegation(start, end, identifier=name("delegation"), other_attributes=found)
        case _:
            book.supposed(start, end, **more)


def _name(book: Book, trails: Trails, node: str) -> QualifiedName:
    return book.source(node) if trails.type(node) == "source" else book.party(node)


def _circles(trails: Trails, edges: Iterable[Mapping[str, str]]) -> set[tuple[str, str]]:
    """The stated steps between sources that lie on a circle.

    Nothing comes from what comes from it (PROV-CONSTRAINTS, derivation-generation-generation-ordering): such
    records would be invalid together, so these steps are said as influence, which is weaker.
    """
    after: dict[str, set[str]] = {}
    for edge in edges:
        if edge["basis"] == "stated" and trails.type(edge["from"]) == trails.type(edge["to"]) == "source":
            after.setdefault(edge["from"], set()).add(edge["to"])
    return {(start, end) for start, ends in after.items() for end in ends if start in _reached(after, end)}


def _reached(after: Mapping[str, set[str]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        fresh = after.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting += fresh
    return seen
