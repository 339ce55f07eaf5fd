"""The whole article: what the files say stands in its text, and nothing in them is surer than it."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from claims.domain import figures
from claims.domain.vocabulary import State
from claims.ingest import folder, seed
from claims.ingest.folder import date_of
from claims.models import (
    Claim,
    History,
    ProposedLink,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
    SuspectedCopy,
)
from claims.reads import drafts, published, suppositions, weighing
from tests import hedges
from tests.cast import WHOLE, Cast
from tests.ingest.test_origins import COUNTS
from tests.outputs import every_output
from tests.pages.test_five_questions import every_page_answers

FILES = folder.read(WHOLE)
ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
needs_article = pytest.mark.skipif(
    not ARTICLE.exists(), reason="not run: needs the article's text, which is not kept in the repository"
)
KEYS = [item["key"] for item in FILES.claims]
each_claim = pytest.mark.parametrize("item", FILES.claims, ids=KEYS)
TEMPLATE = (
    "undesirable organization",
    "Majlis podcast",
    "Azadi Briefing",
    "16x9 Image",
    "Accessibility links",
)
NUMBER_WORDS = {
    "one": 1,
    "a": 1,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "nine": 9,
    "twelve": 12,
}


@needs_article
def test_every_quotation_stands_verbatim_in_the_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert [item["key"] for item in FILES.claims if item["exact"] not in text] == []
    lines = [line for passage in FILES.article["passages"] for line in passage.split("\n")]
    assert [line for line in lines if line not in text] == []


@needs_article
def test_the_full_article_is_not_kept() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert FILES.article["full_length"] == len(text)
    assert sum(map(len, FILES.article["passages"])) < 0.85 * len(text)


@needs_article
def test_each_passage_stands_once_and_in_the_order_of_the_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    place = 0
    for passage in FILES.article["passages"]:
        place = text.index(passage, place) + len(passage)


def test_the_page_s_template_is_no_claim() -> None:
    assert not [words for words in TEMPLATE if words in FILES.text]


def test_there_are_well_over_45_attributed_claims() -> None:
    attributed = [
        item
        for item in FILES.claims
        if item["speaker"] != "authors" and item["until"] not in ("duplicate", "rejected")
    ]
    assert len(attributed) > 50


def test_the_outlet_is_never_the_speaker() -> None:
    kinds = {key: party["kind"] for key, party in FILES.parties["speakers"].items()}
    assert {item["key"] for item in FILES.claims if kinds[item["speaker"]] == "outlet"} == set()


@each_claim
def test_cue_hedges_and_figures_stand_in_the_sentence_of_the_claim(item: dict[str, Any]) -> None:
    passage = next(one for one in FILES.article["passages"] if item["exact"] in one)
    for words in (item["cue"], *item["hedges"], *(figure["text"] for figure in item["quantities"])):
        assert words in passage


@each_claim
def test_what_hedges_in_the_quotation_is_kept(item: dict[str, Any]) -> None:
    hedging = re.compile(
        r"\b(maybe|probably|reportedly|might(?: be| not| increase)?|appear(?:ed)? to|I think|suspected|believed|"
        r"considered|suggest|designated|purports|around|at least|not more than|a few)\b",
        re.IGNORECASE,
    )
    for match in hedging.finditer(item["exact"]):
        assert any(match.group() in hedge for hedge in item["hedges"]), match.group()


@each_claim
def test_no_figure_has_a_bound_that_its_words_do_not_name(item: dict[str, Any]) -> None:
    for figure in item["quantities"]:
        named = {
            NUMBER_WORDS[word]
            for word in re.findall("[a-z]+", figure["text"].lower())
            if word in NUMBER_WORDS
        }
        named |= {int(digits) for digits in re.findall("[0-9]+", figure["text"])}
        named |= {1000 * number for number in named if "thousand" in figure["text"]}
        for bound in ("low", "high"):
            assert figure[bound] is None or int(figure[bound]) in named, figure


@each_claim
def test_bracketed_words_are_the_editors_(item: dict[str, Any]) -> None:
    inserted = re.findall(r"\[[^\]]*\]", item["exact"])
    editorial = [words for words, role in item["spans"] if role == "editorial"]
    assert editorial == inserted


@each_claim
def test_no_date_is_finer_than_the_words_it_rests_on(item: dict[str, Any]) -> None:
    """A day needs a day in the text; the one that has it is the ministry's August 5, its year inferred."""
    for value in (item["said"], item["about"]):
        if value and re.search(r"\d{4}-\d\d-\d\d", value["edtf"]):
            assert "not later than" in value["basis"] or re.search(
                r"August 5|September 11, 2001|own words", value["basis"]
            ), value


@each_claim
def test_a_date_s_words_are_printed(item: dict[str, Any]) -> None:
    for value in (item["said"], item["about"], *(figure.get("at") for figure in item["quantities"])):
        if value and value["text"]:
            assert value["text"] in FILES.text
            assert date_of(value).edtf
        elif value:
            assert value["basis"].startswith("inferred"), value


@each_claim
def test_a_year_that_the_text_leaves_out_is_inferred(item: dict[str, Any]) -> None:
    for value in (item["said"], item["about"]):
        if value and value["basis"].startswith("stated"):
            years = re.findall(r"\d{4}", value["edtf"])
            assert (
                all(year in value["text"] for year in years)
                or value["text"] in ("Later that year",)
                or (value["edtf"] == "199X" and "1990s" in value["text"])
            ), value


def test_claims_stand_in_every_state_that_files_can_give() -> None:
    found = Counter(item["until"] for item in FILES.claims)
    assert set(found) == {state.value for state in State} - {"suppressed"}


def test_interviews_have_no_date_of_their_own() -> None:
    for item in FILES.claims:
        if item["speaker"] in ("rashid", "macleod"):
            assert date_of(item["said"]).as_json()["lower"] is None
            assert date_of(item["said"]).as_json()["upper"] == "2009-09-28"


def test_eleven_and_twenty_are_apart() -> None:
    ministry = [item for item in FILES.claims if item["speaker"] == "tj-interior"]
    figures = [[figure["high"] for figure in item["quantities"]] for item in ministry]
    assert figures == [["11", "20"], ["11"], ["20"]]


def test_the_dossier_is_whole() -> None:
    assert len(FILES.sources["sources"]) == 151
    used = {found["source"] for item in FILES.claims for found in item["evidence"]}
    used |= {
        found["source"] for item in FILES.claims for found in item.get("correction", {}).get("evidence", ())
    }
    derived = {step["from"] for step in FILES.sources["derivations"] if "from" in step}
    assert set(FILES.sources["sources"]) - used - derived == set()
    assert {step["source"] for step in FILES.sources["derivations"]} == set(FILES.sources["sources"])


def test_the_whole_article_loads_and_loads_again_and_every_page_of_it_opens(
    cast: Cast, client: Client
) -> None:
    people = seed.Cast(cast.extractor, cast.reviewer, cast.second_reviewer, cast.editor, cast.machine)
    assert seed.load(WHOLE, cast=people, say=lambda _line: None) == len(FILES.claims)
    history = History.objects.count()
    assert seed.load(WHOLE, cast=people, say=lambda _line: None) == 0
    assert History.objects.count() == history
    assert PublishedSource.objects.count() == len(FILES.sources["sources"]) == 151
    states = Counter(Claim.objects.values_list("state", flat=True))
    assert states == Counter(item["until"] for item in FILES.claims)
    rows = {
        "claims": PublishedClaim, "speakers": PublishedSpeaker, "sources": PublishedSource,
        "articles": PublishedArticle,
    }  # fmt: skip
    for noun, model in rows.items():
        for public_id in model._default_manager.values_list("public_id", flat=True):
            response = client.get(f"/{noun}/{public_id}")
            assert response.status_code == 200
            assert len(response.content) < 100_000
    shown = unescape(client.get(f"/articles/{PublishedArticle.objects.get().public_id}").content.decode())
    public = [
        item for item in FILES.claims if item["until"] in ("published", "under correction", "retracted")
    ]
    assert [item["key"] for item in public if item["statement"] not in shown] == []
    hidden = [item for item in FILES.claims if item not in public and item["until"] != "duplicate"]
    assert [item["key"] for item in hidden if item["statement"] in shown] == []
    _every_output_has_the_hedges_of_every_claim_and_no_draft(client, hidden)
    assert every_page_answers(client) == len(public)
    _no_origin_counts_that_is_only_supposed_or_the_speaker_s_own()
    _origins_are_counted_as_the_table_says()
    _the_only_alarm_is_twenty_against_thirty_captured(client)
    _the_machine_finds_the_copies_that_the_dossier_supposes()


def _every_output_has_the_hedges_of_every_claim_and_no_draft(
    client: Client, hidden: list[dict[str, Any]]
) -> None:
    documents = [one.value() for one in published.listed(limit=1000).items]
    for url, media, body in every_output(client):
        assert hedges.bare(body, media, documents) == [], url
        text = unescape(body.decode())
        assert [item["key"] for item in hidden if item["statement"] in text] == [], url


def _origins_are_counted_as_the_table_says() -> None:
    exact = {item["key"]: item["exact"] for item in FILES.claims}
    for name, key, _by_hand, known, possible, _why in COUNTS:
        claim = Claim.objects.filter(exact=exact[key]).order_by("id").first()
        assert claim is not None
        count = weighing.of(claim).sides["supporting"]
        assert (name, count.established, count.possible) == (name, int(known), int(possible))


def _the_only_alarm_is_twenty_against_thirty_captured(client: Client) -> None:
    found = figures.conflicts(point for claim in Claim.objects.all() for point in suppositions.points(claim))
    assert {frozenset({one.quantity.text, other.quantity.text}) for one, other, _ in found} == {
        frozenset({"20", "30"})
    }
    answer = client.get("/api/v1/series/", {"topic": "Tavil-Dara operation"}).json()
    assert {one["because"] for one in answer["conflicts"]} == {
        "20 persons and 30 persons cannot both hold of one measure and population for the same time, 2009-07/2009-08."
    }
    strength = client.get("/api/v1/series/", {"topic": "militant strength"}).json()
    (militants,) = [one for one in strength["series"] if one["measure"] == "militants"]
    words = [point["text"] for point in militants["points"]]
    assert words[0] == "not more than a few hundred"
    assert "maybe four or five thousand" in words
    assert len(words) == 12
    assert strength["conflicts"] == []  # other populations, or other times


def _the_machine_finds_the_copies_that_the_dossier_supposes() -> None:
    pairs = {frozenset({pair.source.publisher, pair.other.publisher}) for pair in SuspectedCopy.objects.all()}
    assert frozenset({"Asia-Plus", "liquisearch.com"}) in pairs  # the older encyclopedia's wording, 1991
    assert SuspectedCopy.objects.filter(decision="open").count() == SuspectedCopy.objects.count() == 6
    assert not ProposedLink.objects.filter(kind__in=["contradicts", "denies"]).exists()


def _no_origin_counts_that_is_only_supposed_or_the_speaker_s_own() -> None:
    def known(words: str) -> int:
        found = drafts.build(Claim.objects.get(exact__contains=words))["corroboration"]["supporting"]
        return int(found["established"])

    assert known("11 IMU militants had been killed and") == 0  # all of it is the ministry's own
    assert known("might increase the likelihood") == 0  # Reuters quotes the same minister
    assert (
        known("a small armed group crossed from Kyrgyzstan and attacked") == 3
    )  # six copies of one statement are one
    assert known("is still considered its main leader") == 2  # fourteen sources
    assert known("around 100 IMU fighters") == 0  # unnamed media
