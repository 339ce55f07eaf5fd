"""Rated documents for ClaimReview: a full one, those of a real article as it is described, and edge cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from claims.domain.edtf import parse, unknown
from claims.formats.claim_review import Node, build
from tests.formats import documents, prov_documents
from tests.formats.prov_documents import CASES, VERDICT, Document, evidence
from tests.formats.prov_documents import document as unrated

ARTICLE = Path(__file__).resolve().parents[2] / "fixtures" / "imu-2009"
COUNTS = {
    "supporting": {"established": 2, "possible": 3, "unknown": 4},
    "disputing": {"established": 0, "possible": 1, "unknown": 0},
    "bottlenecks": [], "clusters": [],
}  # fmt: skip
BASE, NAME = "https://facts.example", "The newsroom"
MODALITIES = ("asserted", "hedged", "alleged", "conditional", "denied", "predicted")


def rated(**changed: Any) -> Document:
    """A rated document with one piece of evidence, said by one stated person on a day that is about known."""
    return unrated(status="rated", verdict=VERDICT, evidence=[evidence(1)], corroboration=COUNTS) | changed


def reviewed(document: Document) -> Node:
    """The ClaimReview of a document that has one."""
    found = build(document, publisher=NAME, public_url=BASE)
    assert found is not None
    return found


def nodes(value: Any) -> Iterator[Node]:
    """Every object within, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def dated(edtf: str, basis: str = "stated", text: str = "") -> Document:
    """An EDTF value as documents have it."""
    return parse(edtf, basis=basis, text=text).as_json()


def figure(low: str | None, high: str | None, **changed: Any) -> Document:
    """A figure of a claim."""
    return {
        "measure": "fighters", "population": "of the group", "low": low, "high": high, "approximate": True,
        "vague": True, "unit": "persons", "at": dated("2009~", text="this year"), "text": "several thousand",
    } | changed  # fmt: skip


def party(name: str, **more: Any) -> Document:
    """A party by its id and name."""
    return {"id": f"id-{name}", "name": name, "disambiguation": f"the {name} of the north"} | more


def passed_on(*hedges: str) -> Document:
    """A link of the chain of attribution."""
    return {
        "speaker": party("clerk", role="clerk", organization="Office"),
        "cue": "told",
        "hedges": [*hedges],
    }


def full() -> Document:
    """A document with every key that documents may have, and something in each."""
    found = rated(
        number=3, previous_number=2, kind="correction", topic="strength", places=["The north"], cue="said",
        attribution=[passed_on("reportedly")], quantities=[figure("2000", "5000")],
        said=dated("2009-08-05", text="on August 5"), about=dated("2009", text="this year"),
        replies=[{"who": "The army", "asked": "2026-10-01", "outcome": "answered", "answer": "No.",
                  "answered": "2026-10-02"}],
        links=[{"kind": "contradicts", "claim": "dddddddddd", "note": "Both cannot be."}],
        corrections=[{"number": 2, "kind": "typo", "reason": "A letter.", "at": "2026-11-02T00:00:00.000000Z"}],
    )  # fmt: skip
    found["article"] |= {"published": dated("2009-09-28", text="September 28")}
    found["quotation"]["spans"] = [{"start": 0, "end": 3, "role": "own_words"}]
    found["speaker"] |= {"disambiguation": "the tall", "same_as": ["https://id.example/1"]}
    found["speaker"] |= {"basis": "ambiguous", "candidates": [party("other")]}
    found["verdict"] = VERDICT | {
        "confidence_reasons": [{"about": "evidence", "text": "Two.", "weight": 1}], "looked_for": "More.",
        "would_change": "A list.", "levels_why": "Since.",
        "weighed": {"evidence_level": "medium", "agreement": "high"},
    }  # fmt: skip
    compared = {"outcome": "overlap", "because": "They may be the same."}
    found["evidence"] = [evidence(1, figures=[figure("1", "2") | {"compared": compared}])]
    found["evidence"][0]["source"] |= {"captured_at": "2026-10-01T00:00:00.000000Z"}
    found["provenance"] = prov_documents.trail(("s1", "o1", "quotes", "stated", "A note."))
    found["corroboration"] = COUNTS | {
        "bottlenecks": [{"id": "s1", "name": "A wire", "side": "supporting"}],
        "clusters": [
            {"members": ["s1"], "known": 1, "shared": [{"id": "s2", "name": "A wire"}], "alike": True}
        ],
    }
    return deepcopy(found)


@cache
def of_the_article() -> tuple[Document, ...]:
    """What the committed article's claims would be when all were rated."""
    claims = json.loads((ARTICLE / "claims.json").read_text())
    parties = json.loads((ARTICLE / "parties.json").read_text())
    return tuple(_rated_claim(claim, parties) for claim in claims)


def _rated_claim(claim: Document, parties: Document) -> Document:
    roles, speakers = parties["roles"], parties["speakers"]
    role = roles.get(claim["speaker_role"] or "", {"title": "", "organization": None})
    speaker = {"disambiguation": "", **speakers[claim["speaker"]], "id": claim["speaker"], "same_as": []}
    return rated(
        id=claim["key"], path=f"/claims/{claim['key']}",
        **{key: claim[key] for key in ("statement", "modality", "hedges", "cue", "claim_type", "topic", "places")},
        speaker=speaker | {
            "role": role["title"], "basis": claim["speaker_basis"],
            "organization": speakers[role["organization"]]["name"] if role["organization"] else "",
            "candidates": [party(name) for name in claim.get("candidates", [])],
        },
        said=_value(claim["said"]), about=_value(claim["about"]),
        quantities=[one | {"at": _value(one["at"]) if one.get("at") else None} for one in claim["quantities"]],
        verdict=VERDICT | (claim["verdict"] or {}),
    )  # fmt: skip


def _value(given: Document | None) -> Document:
    if given is None:
        return unknown().as_json()
    after, before = (
        date.fromisoformat(given[key]) if key in given else None for key in ("not_before", "not_after")
    )
    return parse(
        given["edtf"], basis=given["basis"], text=given["text"], not_before=after, not_after=before
    ).as_json()


def drawn() -> Document:
    """What drawings need of a document, and the keys that only words need."""
    one = documents.document([documents.source("paper1"), documents.source("paper2", "disputes")])
    base = rated()
    parts = {key: base[key] | one[key] for key in ("quotation", "speaker", "article", "verdict")}
    return base | one | parts


SAMPLES: dict[str, Document] = {
    "full": full(),
    "drawn": drawn(),
    **{f"{name}: {one['number']}": one | {key: rated()[key] for key in ("status", "verdict", "corroboration")}
       for name, revisions in CASES.items() for one in revisions},
    **{f"of the article: {one['id']}": one for one in of_the_article()},
    **{f"{modality}, {len(hedges)} hedges": rated(modality=modality, hedges=list(hedges))
       for modality in MODALITIES for hedges in ((), ("several",), ("maybe", "several"))},
    **{f"a {kind}, {basis}": rated(speaker=rated()["speaker"] | {"kind": kind, "basis": basis})
       for kind in ("person", "organization", "collective", "unnamed", "outlet")
       for basis in ("stated", "inferred", "ambiguous")},
    "passed on without hedges": rated(attribution=[passed_on()]),
    "passed on with a hedge": rated(attribution=[passed_on(), passed_on("reportedly")]),
    "open figures": rated(quantities=[figure(None, "5", vague=False), figure("5", None), figure(None, None, at=None)]),
    "off the scale": rated(verdict=VERDICT | {"rating": "unproven", "rating_value": None}),
    "demonstration": rated(demonstration=True),
    "in another language": rated(language="ru", statement="Группа насчитывает тысячи бойцов.", hedges=["возможно"]),
}  # fmt: skip
