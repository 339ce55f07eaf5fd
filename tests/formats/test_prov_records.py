"""Provenance as W3C PROV: every form is read back to the same records, and no record is surer than its document."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prov.constants import PROV_N_MAP
from prov.identifier import QualifiedName
from prov.model import (
    ProvActivity,
    ProvAgent,
    ProvAttribution,
    ProvCommunication,
    ProvDelegation,
    ProvDerivation,
    ProvDocument,
    ProvElement,
    ProvEntity,
    ProvGeneration,
    ProvInfluence,
    ProvInvalidation,
    ProvRecord,
    ProvUsage,
    parse_xsd_datetime,
)  # fmt: skip
from prov.serializers.provrdf import ProvRDFSerializer
from rdflib import RDF, BNode, Graph, Namespace, URIRef

from claims.domain.text import clean_text
from claims.formats.prov_records import LOST, LOST_AS, MEDIA_TYPES, records, serialize
from claims.models import Publication
from tests.cast import Cast
from tests.formats.prov_documents import CASES, SUPPOSED, UNKNOWN, Document, document, hostile
from tests.hostile import hostile_strings, kept

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://facts.example"
FORMS: dict[str, dict[str, str]] = {
    "json": {"format": "json"},
    "provn": {"format": "provn", "profile": "strict"},
    "ttl": {"format": "rdf", "rdf_format": "turtle"},
}
CLAIM = f"{BASE}/claims/cccccccccc"
HERE = f"{CLAIM}/revisions/1"
PROV = Namespace("http://www.w3.org/ns/prov#")


# --- three forms ---------------------------------------------------------------------------------


def written(*documents: Document) -> ProvDocument:
    """The records of these revisions."""
    return records(documents, base=BASE)


def read(data: bytes, form: str) -> ProvDocument:
    """The records that the library reads in bytes of a form; PROV-N by its strict grammar."""
    return ProvDocument.deserialize(content=data, **FORMS[form])


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> ProvDocument:
    """The records of one of the cases."""
    return written(*CASES[request.param])


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib 7 warns of itself
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_back_to_the_same_records(case: ProvDocument, form: str) -> None:
    back = read(serialize(case, form), form)
    assert back == case
    assert {*map(repr_of, back.get_records())} == {*map(repr_of, case.get_records())}
    assert serialize(back, "json") != b"{}"


def repr_of(record: ProvRecord) -> tuple[object, ...]:
    """A record with its name and types, which the library's own equality is lax about."""
    values = Counter(
        (name.uri, type(value).__name__, getattr(value, "uri", str(value)))
        for name, value in record.attributes
    )
    return type(record), record.identifier and record.identifier.uri, frozenset(values.items())


def test_turtle_is_the_same_graph_to_another_reader_and_has_no_blank_nodes(case: ProvDocument) -> None:
    graph = Graph().parse(data=serialize(case, "ttl"), format="turtle")
    expected = ProvRDFSerializer(case).encode_container(case)
    assert len(graph) == len(expected)
    assert set(graph) == set(expected)
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    classes = {
        ProvEntity: PROV.Entity,
        ProvActivity: PROV.Activity,
        ProvAgent: PROV.Agent,
        ProvUsage: PROV.Usage,
    }
    for kind, name in classes.items():
        named = {URIRef(one.identifier.uri) for one in case.get_records(kind) if one.identifier}
        assert named == set(graph.subjects(RDF.type, name))


STRING = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"', re.DOTALL)
STATEMENT = re.compile(r"([A-Za-z]+)\(([^(),;]+)([,;]|\))")


def test_provn_states_each_record_once_under_its_own_name(case: ProvDocument) -> None:
    """Read without the library: texts taken out, then one statement a line."""
    lines = STRING.sub('""', serialize(case, "provn").decode()).splitlines()
    assert (lines[0], lines[-1]) == ("document", "endDocument")
    prefixes = dict(re.findall(r"prefix (\w+) <(.+)>", "\n".join(lines)))
    body = [line.strip() for line in lines[1:-1] if line.strip() and not line.strip().startswith("prefix")]
    found = [STATEMENT.match(line) for line in body]
    assert all(found)
    kinds = Counter(one[1] for one in found if one)
    assert kinds == Counter(PROV_N_MAP[one.get_type()] for one in case.get_records())
    names = [one[2] for one in found if one and (one[3] == ";" or one[1] in ("entity", "activity", "agent"))]
    spelled = sorted(prefixes[prefix] + local for prefix, _, local in (name.partition(":") for name in names))
    assert spelled == sorted(one.identifier.uri for one in case.get_records() if one.identifier)


def test_json_states_each_record_once(case: ProvDocument) -> None:
    found = json.loads(serialize(case, "json"))
    found.pop("prefix")
    kinds = {kind: len(named) for kind, named in found.items()}
    assert kinds == Counter(PROV_N_MAP[one.get_type()] for one in case.get_records())


def test_the_same_document_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib\n"
        "from claims.formats.prov_records import MEDIA_TYPES, records, serialize\n"
        "from tests.formats.prov_documents import CASES\n"
        "for form in MEDIA_TYPES:\n"
        "    written = [serialize(records(case, base='https://facts.example'), form) for case in CASES.values()]\n"
        "    print(hashlib.sha256(b''.join(written)).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            cwd=ROOT,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("\"'\\\n\r\t <>@%[](),;:", max_size=12),
)
def test_any_text_comes_back_as_it_was(free: str, nasty: str) -> None:
    for text in (free, nasty + free):
        found = written(hostile(text))
        assert [form for form in FORMS if read(serialize(found, form), form) != found] == []


def accepted(text: str) -> str | None:
    """The text as a document can hold it, if it can."""
    return kept("x", lambda: clean_text(text, field="x", limit=2_000, multiline=True))


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_every_hostile_text_that_a_document_can_hold_comes_back() -> None:
    texts = [found for found in map(accepted, hostile_strings()) if found]
    assert len(texts) > 90
    found = written(document(hedges=texts, cue=texts[0]))
    for form in FORMS:
        (said,) = read(serialize(found, form), form).get_record(f"{HERE}#utterance")
        assert {value for name, value in said.attributes if name.localpart == "hedge"} == set(texts)


def test_an_unknown_form_is_refused_and_every_form_says_what_it_loses() -> None:
    with pytest.raises(ValueError, match="json, provn, ttl"):
        serialize(written(document()), "xml")
    assert set(LOST_AS) == set(MEDIA_TYPES) == set(FORMS)
    assert all(LOST)


# --- no more than the document says --------------------------------------------------------------


def links(found: ProvDocument, kind: type[ProvRecord]) -> list[tuple[str, str]]:
    """The two ends of each relation of a kind, without the address they share."""
    return [
        tuple(str(end.uri).removeprefix(f"{BASE}/") for _, end in one.formal_attributes[:2])  # type: ignore[misc]
        for one in found.get_records(kind)
    ]


def has(found: ProvDocument, name: str) -> dict[str, list[Any]]:
    """What a thing or relation says in our own words."""
    (record,) = found.get_record(name)
    says: dict[str, list[Any]] = {}
    for key, value in record.extra_attributes:
        says.setdefault(key.localpart, []).append(value)
    return says


def typed(found: ProvDocument, kind: str) -> Iterator[dict[str, list[Any]]]:
    """What each entity of this type of ours says."""
    for record in found.get_records(ProvEntity):
        says = has(found, str(record.identifier and record.identifier.uri))
        if any(one.localpart == kind for one in says["type"]):
            yield says


def moments(value: object) -> set[datetime]:
    """Every moment that a document tells."""
    if isinstance(value, dict):
        return set().union(*(moments(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(moments(one) for one in value))
    found = parse_xsd_datetime(value) if isinstance(value, str) else None
    return {found} if found else set()


@pytest.mark.parametrize("name", CASES)
def test_no_moment_is_invented(name: str) -> None:
    told = {
        value
        for record in written(*CASES[name]).get_records()
        for _, value in record.attributes
        if isinstance(value, datetime)
    }
    assert told <= moments(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_both_ends_of_every_relation_are_there_and_lie_under_the_public_address(name: str) -> None:
    found = written(*CASES[name])
    named = {one.identifier for one in found.get_records(ProvElement)}
    missing = {
        end.uri
        for record in found.get_records()
        for _, end in record.formal_attributes
        if isinstance(end, QualifiedName) and end not in named
    }
    assert missing <= {f"{CLAIM}/revisions/1", f"{CLAIM}/revisions/2"}
    assert bool(missing) == name.startswith(("the revision before is", "only the last"))
    assert all(one and one.uri.startswith(BASE) for one in named)


def test_what_is_supposed_or_on_unknown_grounds_is_no_relation_but_a_thing_that_says_so() -> None:
    found = written(*CASES["supposed"])
    assert links(found, ProvDerivation) == [
        ("claims/cccccccccc/revisions/1", "articles/aaaaaaaaaa#version-2")
    ]
    assert not any(start.startswith("sources/") for start, _ in links(found, ProvAttribution))
    assert links(found, ProvInfluence) == []
    supposed = [(str(one["to"][0]), one["how"], one["basis"]) for one in typed(found, "Supposition")]
    assert supposed == [
        ("source:s2", ["quotes"], [SUPPOSED]),
        ("party:o1", ["relays"], [UNKNOWN]),
        ("source:s3", ["copy"], [SUPPOSED]),
    ]


def test_an_origin_that_is_not_told_is_nobody() -> None:
    found = written(*CASES["supposed"])
    assert has(found, f"{BASE}/sources/s1")["origin"] == ["not stated"]
    assert has(found, f"{BASE}/sources/s1")["origin_note"] == ["An anonymous tip"]
    assert not any("u1" in str(one.identifier) for one in found.get_records())


def test_only_repeating_is_a_quotation() -> None:
    found = written(*CASES["every way to derive"])
    steps = {one.args[1].localpart: {str(kind) for kind in one.get_asserted_types()} for one in
             found.get_records(ProvDerivation) if "sources" in one.args[0].uri}  # fmt: skip
    quotation = {"prov:Quotation"}
    assert steps == {"s2": quotation, "s3": set(), "s4": quotation, "s5": set(), "s6": set()}


def test_steps_on_a_circle_are_influence_because_nothing_comes_from_itself() -> None:
    found = written(*CASES["a circle"])
    assert [end for _, end in links(found, ProvInfluence)] == ["sources/s2", "sources/s3", "sources/s1"]
    assert ("sources/s3", "sources/s4") in links(found, ProvDerivation)
    assert links(written(*CASES["of itself"]), ProvInfluence) == [("sources/s1", "sources/s1")]


def test_stated_origins_and_the_bodies_they_belong_to() -> None:
    found = written(*CASES["parties in a circle"])
    assert ("sources/s1", "speakers/o1") in links(found, ProvAttribution)
    assert links(found, ProvDelegation) == [("speakers/o1", "speakers/b1"), ("speakers/b1", "speakers/o1")]
    both = written(*CASES["the speaker is an origin"])
    (agent,) = both.get_record(f"{BASE}/speakers/pppppppppp")
    assert {str(one) for one in agent.get_asserted_types()} == {"prov:Person", "fc:Origin"}
    assert agent.label == "A general"


def test_the_words_are_the_speakers_and_the_record_is_not() -> None:
    found = written(document())
    assert links(found, ProvAttribution) == [
        ("articles/aaaaaaaaaa#version-2", "articles/aaaaaaaaaa#outlet"),
        ("claims/cccccccccc/revisions/1#utterance", "speakers/pppppppppp"),
    ]
    says = has(found, f"{HERE}#utterance")
    assert (says["modality"], says["hedge"]) == (["hedged"], ["perhaps"])
    assert [(one.value, str(one.datatype)) for one in says["said"]] == [("2009-08~", "edtf:EDTF")]


@pytest.mark.parametrize("basis", ["inferred", "ambiguous"])
def test_a_speaker_who_is_not_stated_is_only_supposed(basis: str) -> None:
    found = written(document(speaker=CASES["one of several"][0]["speaker"] | {"basis": basis}))
    assert len(links(found, ProvAttribution)) == 1
    assert [str(one["to"][0]) for one in typed(found, "Supposition")] == [
        "party:pppppppppp",
        "party:qqqqqqqqqq",
    ]


def test_who_passed_it_on_had_an_influence_unless_that_is_hedged() -> None:
    found = written(*CASES["passed on"])
    assert links(found, ProvInfluence) == [("claims/cccccccccc/revisions/1", "speakers/rrrrrrrrrr")]
    (supposed,) = typed(found, "Supposition")
    assert (str(supposed["to"][0]), supposed["hedge"], supposed["position"]) == (
        "party:tttttttttt",
        ["reportedly"],
        [2],
    )


def test_a_correction_revises_and_a_retraction_ends_what_stood() -> None:
    found = written(*CASES["reinstated"])
    short = "claims/cccccccccc/revisions/"
    assert links(found, ProvDerivation)[:2] == [(f"{short}2", f"{short}1"), (f"{short}3", f"{short}2")]
    assert links(found, ProvInvalidation) == [(f"{short}1", f"{short}2#publish")]
    retracted = written(*CASES["retracted"])
    ended = [(f"{short}1", f"{short}2#publish"), (f"{short}2#verdict", f"{short}2#publish")]
    assert links(retracted, ProvInvalidation) == ended
    first = has(retracted, f"{CLAIM}/revisions/2#derivation-1")
    assert (first["reason"], first["correction"]) == (["Reason 2"], ["withdrawn"])


def test_what_earlier_revisions_said_is_not_repeated() -> None:
    text = serialize(written(*CASES["corrected"]), "ttl").decode()
    assert "Statement 3" in text
    assert "Statement 1" not in text
    assert "Statement 2" not in text


def test_the_review_shows_only_where_the_document_shows_it() -> None:
    bare = written(document())
    assert not bare.get_record(f"{HERE}#review")
    rated = written(*CASES["rated"])
    assert [has(rated, f"{HERE}#usage-{n}")["stance"] for n in (1, 2)] == [["supports"], ["disputes"]]
    here = HERE.removeprefix(f"{BASE}/")
    extract, review, publish = f"{here}#extract", f"{here}#review", f"{here}#publish"
    assert links(rated, ProvCommunication) == [(review, extract), (publish, review)]
    assert links(bare, ProvCommunication) == [(publish, extract)]
    twice = written(*CASES["captured twice"])
    copies = [str(has(twice, f"{HERE}#usage-{n}")["capture"][0]) for n in (1, 2, 3)]
    assert copies[0] == copies[2] != copies[1]
    assert sum(1 for _ in typed(twice, "Capture")) == 2


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_what_is_really_published_comes_back_from_every_form(seeded: Cast) -> None:
    rows = Publication.objects.order_by("public_id", "number")
    for _, group in groupby(rows, key=lambda row: row.public_id):
        found = records([json.loads(bytes(row.document or b"")) for row in group], base=BASE)
        assert [form for form in FORMS if read(serialize(found, form), form) != found] == []
        assert found.get_records(ProvUsage)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_made_twice_and_nothing_comes_from_itself(name: str) -> None:
    """Two of PROV-CONSTRAINTS that such records could break: one generation, and no circle of derivations."""
    found = written(*CASES[name])
    made = [start for start, _ in links(found, ProvGeneration)]
    assert len(made) == len(set(made))
    after: dict[str, set[str]] = {}
    for start, end in links(found, ProvDerivation):
        after.setdefault(start, set()).add(end)
    TopologicalSorter(after).prepare()  # raises CycleError
