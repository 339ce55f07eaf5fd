"""What ClaimReview has no term for: it is under a name of ours that is explained, or named as lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef

from claims.api.document_shapes import DocumentShape
from claims.formats.claim_review import EDTF, LOST, TERMS, build
from tests.formats.claim_review_documents import BASE, NAME, SAMPLES, full, nodes, party, rated, reviewed

THING = {"@type", "name", "url", "description", "disambiguatingDescription", "sameAs"}
WORK = THING | {
    "headline", "creditText", "datePublished", "publisher", "inLanguage", "text", "author", "keywords",
    "contentLocation", "version", "creativeWorkStatus", "correction", "sdLicense", "sdPublisher", "sdDatePublished",
}  # fmt: skip
SCHEMA = {
    "ClaimReview": WORK | {"@context", "claimReviewed", "reviewRating", "itemReviewed"},
    "Claim": WORK | {"appearance"},
    "CreativeWork": WORK,
    "CorrectionComment": WORK,
    "Rating": THING | {"ratingValue", "bestRating", "worstRating", "alternateName", "ratingExplanation"},
    "Person": THING | {"jobTitle", "affiliation"},
    "Organization": THING,
    "Place": THING,
}
"""What schema.org defines for the types that are used, as far as it is used."""


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values that hold no others."""
    if not isinstance(value, dict | list):
        yield path
        return
    for key in value if isinstance(value, dict) else range(len(value)):
        yield from leaves(value[key], (*path, key))


def named(path: tuple[Any, ...]) -> str:
    """A path as LOST writes it."""
    return ".".join(key for key in path if isinstance(key, str))


def test_only_terms_of_schema_org_and_explained_ones_of_our_own_are_used() -> None:
    used = set()
    for document in SAMPLES.values():
        for node in nodes(reviewed(document)):
            own = {key for key in node if key.startswith("fc:")}
            kind = node.get("@type", "")
            used |= own
            if "@value" in node:
                assert node.keys() == {"@type", "@value"}
                assert kind == EDTF
            elif kind in SCHEMA:
                assert node.keys() - own <= SCHEMA[kind]
            else:
                assert node.keys() - own <= THING | {"@list", "fc"}
    assert used == {f"fc:{name}" for name in TERMS}
    assert all(str(meaning).endswith(".") for meaning in TERMS.values())


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib 7 warns of itself
def test_a_reader_of_linked_data_finds_our_names_under_our_address() -> None:
    found = reviewed(full())
    found["@context"] = [{"@vocab": "https://schema.org/"}, found["@context"][1]]
    graph, fc = Graph().parse(data=json.dumps(found), format="json-ld"), f"{BASE}/ns#"
    assert {one for one in map(str, graph.predicates()) if fc in one} == {fc + name for name in TERMS}
    assert Literal("2009-08-05", datatype=URIRef(EDTF)) in set(graph.objects(None, URIRef(fc + "said")))
    chain = reviewed(rated(attribution=[{"speaker": party(name, role="", organization=""), "cue": name, "hedges": []}
                                        for name in "zab"]))  # fmt: skip
    listed = chain["itemReviewed"]["fc:attribution"]["@list"]
    assert [one["fc:cue"] for one in listed] == ["z", "a", "b"]


def shape(serializer: Any) -> Iterator[str]:
    """The paths of a document by the description of our API."""
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        found = list(shape(inner)) if hasattr(inner, "fields") else []
        yield from (f"{name}.{path}" for path in found)
        yield from [] if found else [name]


def is_lost(path: str) -> bool:
    return any(fnmatch(path, lost) or path.startswith(f"{lost}.") for lost, _ in LOST)


def test_the_full_document_has_every_key_that_documents_have() -> None:
    assert {named(path) for path in leaves(full())} == set(shape(DocumentShape()))


def test_what_is_lost_exists() -> None:
    paths = {named(path) for path in leaves(full())}
    for lost, why in LOST:
        assert any(fnmatch(path, lost) or path.startswith(f"{lost}.") for path in paths), lost
        assert str(why).endswith(".")
    assert len({lost for lost, _ in LOST}) == len(LOST)


@pytest.mark.parametrize("path", list(leaves(full())), ids=lambda path: ".".join(map(str, path)))
def test_each_part_of_a_document_changes_the_review_unless_it_is_named_as_lost(path: tuple[Any, ...]) -> None:
    changed = full()
    *way, last = path
    holder: Any = changed
    for key in way:
        holder = holder[key]
    old = holder[last]
    holder[last] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"
    found = build(changed, publisher=NAME, public_url=BASE)
    assert (found == reviewed(full())) == is_lost(named(path))
