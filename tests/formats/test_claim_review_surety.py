"""No ClaimReview is surer than its document: hedges, how the claim is put, dates, figures, counts and confidence."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.edtf_bounds import BoundKind
from claims.domain.vocabulary import Modality
from claims.formats.claim_review import Node
from claims.formats.claim_review_words import LABELS, hedged_statement
from tests.dates import DAYS, expressions, stated
from tests.formats.claim_review_documents import (
    MODALITIES,
    SAMPLES,
    dated,
    of_the_article,
    party,
    rated,
    reviewed,
)
from tests.formats.prov_documents import Document


def span(written: str) -> tuple[date, date]:
    """The first and last day of an ISO date of any precision."""
    year, month, day = [*map(int, written.split("-")), 0, 0][:3]
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return date(year, month or 1, day or 1), last


def no_surer_date(node: Node, value: Document) -> None:
    """A date in schema.org's words takes in all that the EDTF value may mean, and is stated and unmarked."""
    if "datePublished" not in node:
        return
    first, last = span(node["datePublished"])
    assert re.fullmatch(r"stated(:.*)?", value["basis"], re.DOTALL)
    assert {value["lower_kind"], value["upper_kind"]} == {BoundKind.EXACT.value}
    assert first <= date.fromisoformat(value["lower"])
    assert date.fromisoformat(value["upper"]) <= last


def no_surer(found: Node, document: Document) -> None:
    """Nothing in a review is surer than its document."""
    claim = found["itemReviewed"]
    hedges = [*document["hedges"], *(hedge for link in document["attribution"] for hedge in link["hedges"])]
    for text in (found["claimReviewed"], claim["text"]):
        assert text.endswith(document["statement"])
        assert all(hedge in text for hedge in hedges)
        if document["modality"] not in ("asserted", "hedged"):
            assert text.startswith(str(LABELS[document["modality"]]))
    assert claim["fc:modality"] == document["modality"]
    assert claim.get("fc:hedges", []) == document["hedges"]
    speaker = document["speaker"]
    if "author" in claim:
        assert speaker["basis"] == "stated"
        assert not speaker["candidates"]
        assert speaker["kind"] not in ("collective", "unnamed")
    else:
        assert claim["description"].startswith(
            ("Speaker, as named", "Speaker, as inferred", "Speaker, not certain")
        )
        assert all(one["name"] in claim["description"] for one in (speaker, *speaker["candidates"]))
        assert claim["fc:speaker"]["fc:basis"] == speaker["basis"]
    no_surer_date(claim, document["said"])
    no_surer_date(claim["appearance"][0], document["article"]["published"])
    for item, given_item in zip(found.get("fc:evidence", []), document["evidence"], strict=True):
        assert (item["fc:stance"], item["fc:attests"]) == (given_item["stance"], given_item["attests"])
        no_surer_date(item["fc:source"], given_item["source"]["published"])
    for one, quantity in zip(claim.get("fc:quantities", []), document["quantities"], strict=True):
        assert (one.get("fc:low"), one.get("fc:high")) == (quantity["low"], quantity["high"])
        assert (one["fc:approximate"], one["fc:vague"]) == (quantity["approximate"], quantity["vague"])
    for side in ("supporting", "disputing"):
        counts = document["corroboration"][side]
        assert found["fc:corroboration"][f"fc:{side}"] == {
            f"fc:{key}": number for key, number in counts.items()
        }
    for key in ("credence", "confidence", "evidence_level", "agreement"):
        assert found.get(f"fc:{key}") == document["verdict"].get(key)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_is_surer_than_the_document(name: str) -> None:
    no_surer(reviewed(SAMPLES[name]), SAMPLES[name])


WORDS = st.sampled_from(
    ["may", "May", "maybe", "some", "at least", "At least", "dismay", "if there is", "(sic)", "a.b"]
)


@given(
    st.lists(WORDS, max_size=4),
    st.lists(WORDS, max_size=3),
    st.lists(WORDS, max_size=2),
    st.sampled_from(MODALITIES),
)
def test_every_hedge_stands_in_the_text_as_a_word(
    said: list[str], hedges: list[str], passing: list[str], modality: str
) -> None:
    link = {"speaker": party("clerk", role="", organization=""), "cue": "", "hedges": passing}
    document = rated(
        statement=" ".join([*said, "they came."]), hedges=hedges, modality=modality, attribution=[link]
    )
    text = hedged_statement(document)
    no_surer(reviewed(document), document)
    for hedge in (*hedges, *passing):
        assert re.search(rf"(?:\A|\W){re.escape(hedge)}(?:\W|\Z)", text)
    assert text != document["statement"] or modality in ("asserted", "hedged")
    if modality == "hedged":
        assert hedges or passing or text.startswith("Hedged: ")


@given(
    expressions(),
    st.sampled_from(["stated", "stated: shown", "inferred", "stated, but for the year", "stated?"]),
)
def test_no_date_is_sharper_or_surer_than_its_expression(expression: str, basis: str) -> None:
    value = dated(expression, basis if expression else "unknown")
    document = rated(said=value)
    document["article"] |= {"published": value}
    document["evidence"][0]["source"] |= {"published": value}
    found = reviewed(document)
    no_surer(found, document)
    claim = found["itemReviewed"]
    for node, key in (
        (claim, "said"),
        (claim["appearance"][0], "published"),
        (found["fc:evidence"][0]["fc:source"], "published"),
    ):
        assert node.get(f"fc:{key}", {"@value": ""})["@value"] == expression
        assert node[f"fc:{key}_basis"] == value["basis"]


@given(DAYS)
def test_a_date_that_is_stated_and_plain_is_told(day: date) -> None:
    for written in (day.isoformat(), f"{day:%Y-%m}", f"{day.year}"):
        assert reviewed(rated(said=stated(written).as_json()))["itemReviewed"]["datePublished"] == written
    for written, told in ((f"{day:%Y-%m}-XX", f"{day:%Y-%m}"), (f"{day.year}-XX-XX", str(day.year))):
        assert reviewed(rated(said=stated(written).as_json()))["itemReviewed"]["datePublished"] == told


@pytest.mark.parametrize(
    "written",
    ["2009-21", "2009-08~", "2009?", "2009-08-05%", "200X", "20XX", "2009/2010", "2009/..", "/2009", ""],
)
def test_what_schema_orgs_dates_cannot_say_is_told_in_edtf_only(written: str) -> None:
    found = reviewed(rated(said=stated(written).as_json()))["itemReviewed"]
    assert "datePublished" not in found
    assert found.get("fc:said", {}).get("@value", "") == written


def test_the_day_in_the_check_of_dates_is_checked_itself() -> None:
    assert span("2008-02") == (date(2008, 2, 1), date(2008, 2, 29))
    assert span("2009")[1] + timedelta(1) == span("2010-01-01")[0]


@pytest.mark.parametrize("modality", [one.value for one in Modality])
def test_how_a_claim_is_put_is_named_before_it(modality: str) -> None:
    text = hedged_statement(rated(modality=modality, hedges=["perhaps"], statement="They came."))
    assert text == {
        "asserted": "“perhaps”: They came.", "hedged": "Hedged, “perhaps”: They came.",
        "alleged": "Alleged, “perhaps”: They came.", "conditional": "Conditional, “perhaps”: They came.",
        "denied": "A denial, “perhaps”: They came.", "predicted": "Predicted, “perhaps”: They came.",
    }[modality]  # fmt: skip
    assert set(MODALITIES) == {one.value for one in Modality} == {"asserted", *LABELS}


def test_a_statement_that_says_its_hedges_itself_stands_alone() -> None:
    assert (
        hedged_statement(rated(statement="Perhaps they came, maybe.", hedges=["maybe"]))
        == "Perhaps they came, maybe."
    )
    assert (
        hedged_statement(rated(statement="May 5 passed.", hedges=["may"])) == "Hedged, “may”: May 5 passed."
    )
    assert hedged_statement(rated(statement="To our dismay.", hedges=["may"])).startswith("Hedged, “may”: ")


def test_a_long_statement_is_never_cut() -> None:
    long = [one for one in of_the_article() if len(one["statement"]) > 150]
    assert len(long) > 10
    assert all(reviewed(one)["claimReviewed"].endswith(one["statement"]) for one in long)
