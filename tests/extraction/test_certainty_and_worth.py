"""A claim never becomes surer than its words, and what can be checked stands before what cannot."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

import pytest

from claims.domain.vocabulary import ClaimType, Modality, Quotation
from claims.extraction.certainty import hedges, judged, modality
from claims.extraction.figures import quantities
from claims.extraction.worth import claim_type, places, weigh

CLAIMS = json.loads((Path(__file__).parents[2] / "fixtures" / "imu-2009" / "claims.json").read_text())

CONDITION = "If there is rain they will perhaps stay, unless it stops"
CASES = [
    ("11 militants were killed", "said that", Modality.ASSERTED),
    ("At least nine people were killed", "said", Modality.ASSERTED),
    ("11 militants were killed", "claimed on August 5 that", Modality.ALLEGED),
    ("forces reportedly clashed with fighters", "", Modality.ALLEGED),
    ("he is said to have fled", "", Modality.ALLEGED),
    ("many are believed to remain", "", Modality.HEDGED),
    ("maybe four or five thousand", "estimates", Modality.HEDGED),
    ("they might be seeking sanctuaries", "says", Modality.HEDGED),
    ("they did not appear to pose a threat", "", Modality.HEDGED),
    ("troops may have crossed", "says", Modality.HEDGED),
    ("the ranks were influenced", "reports suggest", Modality.HEDGED),
    ("if there is a resurgence, we'll see it", "says", Modality.CONDITIONAL),
    ("the talks will resume", "says", Modality.PREDICTED),
    ("he took the money", "denied that", Modality.DENIED),
    ("claims that he took the money", "rejected", Modality.DENIED),
    ("he took the money", "did not deny that", Modality.HEDGED),
    ("he took the money", "did not say that", Modality.HEDGED),
    ("he took the money", "declined to confirm that", Modality.HEDGED),
    ("he took the money", "does not believe that", Modality.DENIED),
    ("he took the money", "didn't claim that", Modality.HEDGED),
    ("he took the money", "According to Smith,", Modality.ASSERTED),
    ("according to a leaked list he took the money", "said", Modality.ALLEGED),
    ("he took the money", "Allegedly", Modality.ALLEGED),
    ("the group is coming back", "reports", Modality.ALLEGED),
    ("had it been later, it would have been worse", "said", Modality.CONDITIONAL),
    ("Had it been later, more had died", "said", Modality.CONDITIONAL),
    ("they would have to leave", "said", Modality.PREDICTED),
    ("it was in May 2009", "said", Modality.ASSERTED),
    ("Theresa May spoke", "said", Modality.ASSERTED),
]


@pytest.mark.parametrize(("content", "cue", "expected"), CASES)
def test_a_claim_is_put_as_its_words_and_its_cue_put_it(content: str, cue: str, expected: Modality) -> None:
    found = judged(content, cue)
    assert found.modality is expected
    assert found.reasons


def test_no_hedge_and_no_cue_ever_makes_a_claim_surer() -> None:
    for content, cue, expected in CASES:
        for hedge in ("reportedly", "perhaps", "it is unclear whether", "allegedly", "apparently"):
            assert modality(f"{hedge} {content}", cue) is not Modality.ASSERTED
        for doubt in (
            "did not say that",
            "refused to confirm that",
            "never claimed that",
            "could not confirm that",
        ):
            assert modality(content, doubt) is not Modality.ASSERTED
        assert modality(content, cue) is expected


def test_the_hedges_of_the_seed_article_that_stand_in_the_claims_are_found() -> None:
    wanted = found = 0
    for claim in CLAIMS:
        words = claim["exact"].lower()
        spans = [words[start:end] for start, end in hedges(claim["exact"])]
        for hedge in claim["hedges"]:
            of_the_cue = hedge.lower() in claim["cue"].lower() or hedge.lower() not in words
            if not of_the_cue or any(hedge.lower() in span for span in spans):
                wanted += 1
                found += any(hedge.lower() in span or span in hedge.lower() for span in spans)
    assert [CONDITION[start:end] for start, end in hedges(CONDITION)] == ["If there is", "perhaps", "unless"]
    assert hedges("towns around our country, up to the Kremlin") == ()
    assert wanted >= 35
    assert found / wanted >= 0.95


def test_the_seed_article_is_put_as_people_put_it() -> None:
    same = [claim for claim in CLAIMS if modality(claim["exact"], claim["cue"]) == claim["modality"]]
    assert len(same) >= 74
    surer = [
        claim["key"]
        for claim in CLAIMS
        if claim["modality"] != "asserted" and modality(claim["exact"], claim["cue"]) is Modality.ASSERTED
    ]
    assert not surer


def test_worth_follows_the_judgment_of_people_on_the_seed_article() -> None:
    mine = []
    for claim in CLAIMS:
        figures = [placed.quantity for placed in quantities(claim["exact"])]
        worth, reasons = weigh(
            claim["exact"],
            quantities=figures,
            dates=(),
            quotation=Quotation(claim["quotation"]),
            claim_type=claim_type(claim["exact"], quantities=figures),
        )
        assert 0 <= worth <= 1
        assert reasons
        mine.append(worth)
    theirs = [float(claim["check_worthiness"]) for claim in CLAIMS]
    assert statistics.correlation(mine, theirs) > 0.55


def test_deaths_and_figures_outrank_pride() -> None:
    def worth(text: str) -> float:
        figures = [placed.quantity for placed in quantities(text)]
        kind = claim_type(text, quantities=figures)
        return weigh(text, quantities=figures, dates=(), quotation=Quotation.DIRECT, claim_type=kind)[0]

    assert worth("at least 107 people were killed when the crane fell") >= 0.75
    assert worth("the minister was charged with fraud") > worth("the shop opened a second door")
    assert worth("we are very proud of this great success") <= 0.2
    assert worth("is that so?") <= 0.2


def test_what_kind_of_statement_it_is() -> None:
    assert claim_type("we are very proud") is ClaimType.OPINION
    assert claim_type("the talks will resume in May") is ClaimType.PREDICTION
    assert claim_type("the fire was caused by lightning") is ClaimType.CAUSE
    assert claim_type("Tahir Yuldash is the leader of the movement") is ClaimType.IDENTITY
    assert claim_type("a small group crossed the border") is ClaimType.EVENT
    figures = [placed.quantity for placed in quantities("around 100 fighters crossed")]
    assert claim_type("around 100 fighters crossed", quantities=figures) is ClaimType.QUANTITY


def test_places_are_named_once_and_in_order() -> None:
    text = "Attacks in Uzbekistan, the Ferghana Valley and Uzbekistan's east, says Rashid."
    found = [(11, 21, "GPE"), (23, 42, "LOC"), (47, 59, "GPE"), (71, 77, "PERSON")]
    assert places(text, found) == ("Uzbekistan", "Ferghana Valley")
