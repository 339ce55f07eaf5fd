"""What a claim page and the home page say of each part of a document, also of an older one that lacks newer keys."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db.models import Q
from django.template.loader import render_to_string
from django.test import Client

from claims.domain import canonical
from claims.models import PublishedClaim
from claims.pages import presenting
from claims.reads import published
from tests.cast import Cast, rashid

BOUNDS = {"lower": None, "upper": None, "lower_kind": "unknown", "upper_kind": "unknown"}
PARTY = {
    "id": "p",
    "name": "A spokesman",
    "disambiguation": "the tall one",
    "role": "clerk",
    "organization": "Office",
}


def document_of(name: str) -> tuple[published.Published, dict[str, Any]]:
    """A published claim, by its topic, rating or id, and its document."""
    row = PublishedClaim.objects.filter(Q(topic=name) | Q(rating=name)).first()
    found = published.newest(row.public_id if row else name)
    assert found is not None
    return found, found.value()


def page_of(found: published.Published, document: dict[str, Any]) -> str:
    """The page of a changed document, blanks joined."""
    shown = presenting.view(replace(found, document=canonical.encode(document)))
    return " ".join(
        unescape(
            render_to_string("claims/claim.html", {"claim": shown, "doc": document, "site": "Site"})
        ).split()
    )


def live(client: Client, path: str) -> str:
    """A page as served, blanks joined."""
    return " ".join(unescape(client.get(path).content.decode()).split())


def test_a_verdict_says_what_is_judged_and_where_it_stands(seeded: Cast, client: Client) -> None:
    page = live(client, f"/claims/{rashid().public_id}")
    for words in (
        "Is what was said true?</dt><dd>Unlikely", "Confidence in this verdict</dt><dd>Very low",
        "Outside the scale from 1 (worst) to 5 (best).", "How it was put",
    ):  # fmt: skip
        assert words in page, words
    found, document = document_of("mostly accurate")
    page = live(client, document["path"])
    assert "4 on the scale from 1 (worst) to 5 (best)." in page
    assert "Stated: “in 2001”" in page
    assert (
        'No figure given; <span class="note">printed as <q dir="auto">not more than a few hundred</q>' in page
    )
    del document["verdict"]["best"]
    assert "on the scale" not in page_of(found, document)


def test_ratings_next_to_each_other_have_other_icons() -> None:
    assert len(set(presenting.ICONS.values())) == len(presenting.ICONS)


def test_an_unrated_claim_says_who_approved_it(seeded: Cast, client: Client) -> None:
    found, document = document_of("Tavil-Dara operation")
    page = page_of(found, document)
    assert "Published to show an unrated claim; approved by demo accounts only." in page
    assert "</span> Not yet rated" in page
    document["demonstration"] = False
    page = page_of(found, document)
    assert "A second person approved this wording, speaker and dates. The claim is not rated." in page
    assert "</span> Attribution approved, not yet rated" in page
    assert "About this document" not in page


def test_each_source_has_its_trail_its_grade_and_its_language_in_words(seeded: Cast, client: Client) -> None:
    _, document = document_of("Tavil-Dara operation")
    page = live(client, document["path"])
    for words in (
        "Unnamed Tajik law-enforcement source (Government of Tajikistan), quoted, as stated",
        "US embassy reporting on Tajikistan, own reporting, as supposed; its own origin is not stated",
        "None is known in support: 3 trails lead back to the speaker’s own body, Government of Tajikistan.",
        "the body the speaker belongs to, the article and its outlet never count",
        "Source usually reliable (B), information possibly true (3).",
        "Published late enough to know? Cannot tell: the", "Excerpt in Arabic", "Excerpt in Russian",
        "about July 2009, inferred",
    ):  # fmt: skip
        assert words in page, words
    assert "Counted" not in page  # nothing is counted on either side, so there is no doubt about its order
    assert "No source below supports or disputes" not in page
    page = live(client, document_of("regional cooperation")[1]["path"])
    assert "NGO" in page
    assert "No source below supports or disputes the claim." in page


def test_chain_links_places_and_capture_are_shown_when_there(seeded: Cast, client: Client) -> None:
    found, document = document_of(rashid().public_id)
    page = page_of(found, document)
    for words in (
        "Afghanistan, Pakistan", "Text captured November 23, 2026, version 1. Only the quoted passages are kept.",
        "; date inferred", "Date inferred: the stored copy shows no date", "#:~:text=Rashid%20estimates",
    ):  # fmt: skip
        assert words in page, words
    assert "Told through" not in page
    assert "Related claims" not in page
    document["attribution"] = [{"speaker": PARTY, "cue": "reportedly told", "hedges": ["reportedly"]}]
    document["links"] = [{"kind": "same event", "claim": "abcdefghij", "note": "Both of 2009."}]
    page = page_of(found, document)
    for words in (
        "A spokesman (the tall one), clerk, Office", "by “reportedly told”", '<mark dir="auto">reportedly</mark>',
        'Is about the same event as <a href="/claims/abcdefghij"', "Both of 2009.",
    ):  # fmt: skip
        assert words in page, words


def test_documents_without_newer_keys_still_have_a_page(seeded: Cast) -> None:
    found, document = document_of(rashid().public_id)
    for part, key in (
        (document, "provenance"), (document, "places"), (document["speaker"], "disambiguation"),
        (document["article"], "captured_at"), (document["article"], "is_excerpt"), (document["article"], "version"),
    ):  # fmt: skip
        del part[key]
    page = page_of(found, document)
    assert 'Has it from: <span dir="auto">origin not stated' in page
    assert "captured" not in page


def test_the_legend_names_only_what_occurs(seeded: Cast, client: Client) -> None:
    unrated = (
        PublishedClaim.objects.filter(status="unrated").order_by("at").values_list("public_id", flat=True)
    )
    wanted = {
        rashid().public_id: ("the speaker’s own words as printed", "the article’s paraphrase"),
        document_of("regional cooperation")[1]["id"]: ("the speaker’s own words as printed",),
        unrated.reverse()[0]: ("the article’s own wording",),
    }
    every = {words for found in wanted.values() for words in found}
    for public_id, words in wanted.items():
        page = live(client, f"/claims/{public_id}")
        assert {one for one in every if one in page} == set(words)
    assert "the article does not state whose words or belief this is" in page
    assert "interview" not in page.partition("Independent origins")[0]


def test_a_title_says_once_that_something_is_alleged(seeded: Cast) -> None:
    found, document = document_of("Tavil-Dara operation")
    assert re.search(
        r"<title>Demonstration: Tajikistan's Interior Ministry claimed[^<]*\(alleged\) ·",
        page_of(found, document),
    )
    document["statement"] = "Eleven were allegedly killed."
    title = page_of(found, document).partition("<title>")[2].partition("</title>")[0]
    assert title.startswith("Demonstration: Eleven were allegedly killed.")
    assert title.count("alleged)") == 1


@pytest.mark.parametrize(
    ("changed", "said"), [("asserted", "Asserted: “many”"), ("predicted", "A prediction: “many”")]
)
def test_how_a_claim_was_put_stands_before_its_hedges_in_lists_too(changed: str, said: str) -> None:
    document = {
        "demonstration": False, "modality": changed, "hedges": ["many"], "status": "unrated", "verdict": None,
        "path": "/x", "language": "en", "statement": "S.", "said": {"edtf": "", "basis": "", "text": "", **BOUNDS},
        "speaker": {"name": "N.", "role": "clerk", "organization": "The Office"},
        "corroboration": {"supporting": {"established": 0}, "disputing": {"established": 0}},
    }  # fmt: skip
    page = render_to_string("claims/home.html", {"items": [presenting.listed(document)], "site": "Site"})
    page = page.replace('<q dir="auto">', "“").replace("</q>", "”")
    assert said in page
    assert "clerk, The Office" in page
    assert "Demonstration" not in page


def test_a_home_page_of_demonstrations_says_so_and_is_not_indexed(seeded: Cast, client: Client) -> None:
    answer = client.get("/")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = " ".join(answer.content.decode().split())
    assert '<meta name="robots" content="noindex">' in page
    assert '<div role="region" aria-label="About this site"><p class="banner">' in page
    assert "Conditional: <q" in page


def test_no_heading_of_a_table_is_empty_and_dates_are_words(seeded: Cast, client: Client) -> None:
    page = live(client, f"/claims/{rashid().public_id}")
    assert '<th scope="col"><span class="unseen">Side</span></th>' in page
    assert "published 20" not in page
    assert 'not asked — <span dir="auto">This is a demonstration.' in page
    assert "<title>militants in Afghanistan and Pakistan (which militants is unclear): 4,000–5,000" in page
