"""ClaimReview: what readers require is there, ratings stand, nobody is named who may not have spoken; and its feed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.formats.claim_review import Node, build, feed
from claims.formats.linked_data import script
from tests.formats.claim_review_documents import BASE, NAME, SAMPLES, full, nodes, party, rated, reviewed
from tests.formats.prov_documents import Document, history
from tests.formats.test_linked_data import PAYLOADS, read

US = {"@type": "Organization", "name": NAME, "url": BASE}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest) -> Document:
    """One of the samples."""
    return SAMPLES[request.param]


def test_what_readers_require_is_there(sample: Document) -> None:
    found = reviewed(sample)
    assert found["@context"] == ["https://schema.org", {"fc": f"{BASE}/ns#"}]
    assert found["@type"] == "ClaimReview"
    assert found["url"] == BASE + sample["path"]
    assert found["author"] == found["sdPublisher"] == US
    assert found["datePublished"] == sample["published_at"]
    assert found["sdLicense"] == sample["license"]
    assert found["reviewRating"]["alternateName"] == sample["verdict"]["rating"]
    assert found["reviewRating"]["ratingExplanation"] == sample["verdict"]["conclusion"]
    assert found["itemReviewed"]["@type"] == "Claim"
    assert found["claimReviewed"] == found["itemReviewed"]["text"] != ""
    (appearance,) = found["itemReviewed"]["appearance"]
    assert appearance["@type"] == "CreativeWork"
    assert appearance["url"] == sample["article"]["url"]
    assert "firstAppearance" not in json.dumps(found)


def test_corrections_are_told() -> None:
    *_, newest = history("rated", "rated", "rated")
    assert reviewed(rated(**{key: newest[key] for key in ("number", "corrections")}))["correction"] == [
        {"@type": "CorrectionComment", "text": f"Reason {n}", "datePublished": f"2026-11-{n:02}T08:00:00.123456Z",
         "fc:number": n, "fc:kind": "new evidence"}
        for n in (2, 3)
    ]  # fmt: skip


def test_a_demonstration_says_so_in_schema_orgs_words_and_ours() -> None:
    found, plain = reviewed(rated(demonstration=True)), reviewed(rated())
    assert found["fc:demonstration"] is True
    assert found["creativeWorkStatus"] == "Demonstration"
    assert plain["fc:demonstration"] is False
    assert "creativeWorkStatus" not in plain


@pytest.mark.parametrize("status", ["unrated", "retracted"])
def test_a_document_whose_rating_does_not_stand_has_no_review(status: str) -> None:
    assert build(rated(status=status), publisher="Us", public_url=BASE) is None
    assert build(rated(verdict=None), publisher="Us", public_url=BASE) is None


def test_a_rating_off_the_scale_has_no_number_at_all() -> None:
    found = reviewed(SAMPLES["off the scale"])["reviewRating"]
    assert found["alternateName"] == "unproven"
    assert not {"ratingValue", "bestRating", "worstRating"} & found.keys()
    on_scale = reviewed(rated())["reviewRating"]
    assert (on_scale["ratingValue"], on_scale["bestRating"], on_scale["worstRating"]) == (4, 5, 1)
    zero = rated()["verdict"] | {"rating_value": 0, "worst": 0}
    assert reviewed(rated(verdict=zero))["reviewRating"]["ratingValue"] == 0


def test_who_is_stated_is_the_author_with_role_and_body() -> None:
    found = reviewed(rated(speaker=rated()["speaker"] | {"same_as": ["https://id.example/1"]}))[
        "itemReviewed"
    ]
    assert found["author"] == {
        "@type": "Person", "name": "A general", "url": f"{BASE}/speakers/pppppppppp", "jobTitle": "spokesman",
        "affiliation": {"@type": "Organization", "name": "The army"}, "sameAs": ["https://id.example/1"],
        "fc:kind": "person", "fc:basis": "stated",
    }  # fmt: skip
    assert not {"description", "fc:speaker"} & found.keys()
    for kind in ("organization", "outlet"):
        author = reviewed(SAMPLES[f"a {kind}, stated"])["itemReviewed"]["author"]
        assert author["@type"] == "Organization"
        assert author["fc:role"] == "spokesman"
    assert "author" in reviewed(SAMPLES["passed on without hedges"])["itemReviewed"]


def test_who_is_not_certain_is_described_and_no_author() -> None:
    speaker = rated()["speaker"]
    told = {
        "Speaker, as inferred: A general": speaker | {"basis": "inferred"},
        "Speaker, not certain: A general or other (the other of the north)": speaker
        | {"candidates": [party("other")]},
        "Speaker, not certain: A general": speaker | {"basis": "ambiguous"},
        "Speaker, not certain: A general (collective) or other (the other of the north)": speaker
        | {
            "kind": "collective",
            "candidates": [party("other"), {"id": speaker["id"], "name": speaker["name"]}],
        },
        "Speaker, as named: A general (unnamed; the tall)": speaker
        | {"kind": "unnamed", "disambiguation": "the tall"},
        "Speaker, as named: A general (collective)": speaker | {"kind": "collective"},
    }
    for words, one in told.items():
        found = reviewed(rated(speaker=one))["itemReviewed"]
        assert "author" not in found
        assert found["description"] == words
    hedged = reviewed(SAMPLES["passed on with a hedge"])["itemReviewed"]
    assert "author" not in hedged
    assert hedged["text"].startswith("Hedged, “perhaps”, “reportedly”: ")


def filled(value: Any, text: str, kept: frozenset[str]) -> Any:
    """The same with every text replaced, but those under these keys."""
    if isinstance(value, dict):
        return {key: one if key in kept else filled(one, text, kept) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, text, kept) for one in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "kept", [{"status"}, {"status", "kind", "basis", "modality"}], ids=["all", "known kinds"]
)
def test_no_text_of_a_document_ends_the_script_that_holds_its_review(payload: str, kept: set[str]) -> None:
    for document in (full(), rated(attribution=[])):
        found = build(filled(document, payload, frozenset(kept)), publisher=payload, public_url=payload)
        assert found is not None
        assert read(script(found)) == found
        assert sum(payload in text for text in map(str, nodes(found))) > 10 or "\\" in repr(payload)


def fed(*documents: Document) -> Node:
    return feed(documents, publisher=US["name"], public_url=BASE, updated="2026-12-01T00:00:00.000000Z")


def test_the_feed_holds_a_review_in_an_array_for_each_claim_that_has_one() -> None:
    one, other = rated(), rated(id="dddddddddd", path="/claims/dddddddddd")
    found = fed(one, rated(id="eeeeeeeeee", status="unrated", verdict=None), other)
    assert found == {
        "@context": ["https://schema.org", {"fc": f"{BASE}/ns#"}],
        "@type": "DataFeed",
        "publisher": US,
        "dateModified": "2026-12-01T00:00:00.000000Z",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": one["published_at"],
                "dateModified": one["published_at"],
                "item": [reviewed(document)],
            }
            for document in (one, other)
        ],
    }
    assert all("appearance" in one["item"][0]["itemReviewed"] for one in found["dataFeedElement"])
    assert fed()["dataFeedElement"] == []


def test_a_corrected_claim_stands_in_the_feed_once_since_the_earliest_moment_that_is_told() -> None:
    first, second, third = (
        rated(**{key: one[key] for key in ("number", "published_at", "corrections", "statement")})
        for one in history("rated", "rated", "rated")
    )
    for given_ones in ((first, second, third), (third, first), (first, third)):
        (element,) = fed(*given_ones)["dataFeedElement"]
        assert (
            element["dateCreated"] == first["published_at"] < element["dateModified"] == third["published_at"]
        )
        assert element["item"] == [reviewed(third)]
    (element,) = fed(third)["dataFeedElement"]
    assert first["published_at"] < element["dateCreated"] == second["published_at"]


@pytest.mark.parametrize("status", ["retracted", "unrated"])
def test_what_was_retracted_never_comes_back_by_an_earlier_document(status: str) -> None:
    first, second = rated(), rated(number=2, status=status)
    assert fed(first, second)["dataFeedElement"] == fed(second, first)["dataFeedElement"] == []
