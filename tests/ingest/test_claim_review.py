"""Other publishers' ClaimReview feeds: what becomes an article with a proposal, and what is refused and why."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.domain.errors import InvalidValue
from claims.domain.vocabulary import Quotation, SpeakerBasis, SpeakerKind
from claims.extraction.proposal import AttributionType
from claims.formats import claim_review as ours
from claims.ingest.claim_review import Feed, Item, read_feed
from claims.ingest.page import read_text
from tests.formats.claim_review_documents import full

ALLOW = ("checkers.example", "WWW.Other.example")


def review(**changed: Any) -> dict[str, Any]:
    """A review as many publishers write it; `changed` replaces fields."""
    return {
        "@type": "ClaimReview",
        "url": "https://www.checkers.example/2020/moon",
        "claimReviewed": "The moon moved  closer by &quot;about <b>100</b> km&quot; in May",
        "author": {"@type": "Organization", "name": "The Checkers", "url": "https://checkers.example/"},
        "datePublished": "2020-06-03T10:00:00Z",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ana Prell", "jobTitle": "Minister"},
            "datePublished": "2020-05",
            "appearance": "https://video.example/1",
        },
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "False"},
    } | changed


def said_by(author: Any, **more: Any) -> dict[str, Any]:
    return review(itemReviewed={"author": author, **more})


def feed(*values: Any) -> Feed:
    return read_feed(json.dumps(list(values)).encode(), allow=ALLOW)


def only(value: Any) -> Item:
    found = feed(value)
    assert found.refused == ()
    (item,) = found.items
    return item


def test_a_review_is_a_text_of_its_own_fields_and_one_proposal_that_stands_in_it() -> None:
    item = only(review())
    one = item.proposal
    assert item.text[one.start : one.end] == 'The moon moved closer by "about 100 km" in May'
    assert item.text[slice(*one.source[0])] == "Ana Prell"
    assert (one.quotation, one.cue, one.chain[0].cue) == (Quotation.REPORTED, (), "")
    party = one.chain[0].party
    assert party is not None
    assert (party.name, party.role, party.kind, party.basis) == (
        "Ana Prell", "Minister", SpeakerKind.PERSON, SpeakerBasis.STATED,
    )  # fmt: skip
    assert (one.said.edtf, one.said.basis) == (
        "2020-05",
        "stated in the publisher's feed (itemReviewed.datePublished)",
    )
    assert (item.published.edtf, item.site, item.publisher) == (
        "2020-06-03",
        "checkers.example",
        "The Checkers",
    )
    assert (item.rating, "reviewRating.alternateName: False" in item.text) == ("False", True)
    assert read_text(item.text).text == item.text, "canonical"


@pytest.mark.parametrize(
    "shape",
    [
        review(),
        [review()],
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review()]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": review()}]},
        {"@type": "DataFeed", "dataFeedElement": {"item": review()}},
        {"@context": "https://schema.org", "@graph": [review()]},
        review() | {"@type": ["ClaimReview", "https://schema.org/Review"]},
        review()
        | {"@type": "http://schema.org/ClaimReview", "claimReviewed": {"@value": review()["claimReviewed"]}},
    ],
)
def test_every_shape_of_a_feed_is_read(shape: Any) -> None:
    found = read_feed(json.dumps(shape).encode(), allow=ALLOW)
    assert [len(found.items), found.refused] == [1, ()]
    assert found.items[0].text == only(review()).text


def test_a_feed_of_our_own_can_be_read() -> None:
    data = ours.feed(
        [full()], publisher="Us", public_url="https://checkers.example", updated="2026-01-01T00:00:00Z"
    )
    found = read_feed(json.dumps(data).encode(), allow=ALLOW)
    assert [len(found.items), found.refused] == [1, ()]


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ("https://a.example/1", ("https://a.example/1",)),
        (["https://a.example/1", "https://a.example/2"], ("https://a.example/1", "https://a.example/2")),
        ([{"@type": "CreativeWork", "url": "https://a.example/1"}], ("https://a.example/1",)),
        ({"@id": "https://a.example/1"}, ("https://a.example/1",)),
        (["javascript:alert(1)", "https://a.example/1", 7], ("https://a.example/1",)),
    ],
)
def test_where_a_claim_was_seen_may_be_given_in_every_way_and_must_be_an_address(
    given: Any, places: Any
) -> None:
    item = only(said_by({"name": "Ana Prell"}, appearance=given))
    assert item.appearances == places
    assert len(item.notes) == (2 if isinstance(given, list) and 7 in given else 0)


@pytest.mark.parametrize(
    "nobody", [None, "", {"name": "Unknown"}, {"name": "N/A"}, [{"name": "various sources"}], 5, {}]
)
def test_who_is_not_named_is_not_made_up(nobody: Any) -> None:
    one = only(said_by(nobody)).proposal
    assert (one.source, one.chain[0].party, one.type) == ((), None, AttributionType.UNSOURCED)
    assert one.said.edtf == ""


def test_posts_are_no_person_and_several_speakers_stay_several() -> None:
    posts = only(said_by({"@type": "Person", "name": "Facebook posts"})).proposal.chain[0].party
    assert posts is not None
    assert posts.kind is SpeakerKind.COLLECTIVE
    both = only(said_by([{"name": "Ana Prell"}, "Bo Lind"])).proposal.chain[0].party
    assert both is not None
    assert (both.basis, both.candidates) == (SpeakerBasis.AMBIGUOUS, ("Ana Prell", "Bo Lind"))


def test_dates_are_never_finer_than_the_feed() -> None:
    for given, expression in [
        ("2020", "2020"),
        ("2020-05-01T23:59:00-07:00", "2020-05-01"),
        ("5/6/2020", "2020"),
    ]:
        assert only(said_by({"name": "A B"}, datePublished=given)).proposal.said.edtf == expression
    item = only(said_by({"name": "A B"}, datePublished="last spring"))
    assert (item.proposal.said.edtf, item.proposal.said.text) == ("", "last spring")
    assert item.notes


REFUSED = {
    "another publisher": (review(url="https://evil.example/checkers.example"), "not among the publishers"),
    "a host that only ends alike": (review(url="https://evilcheckers.example/1"), "not among the publishers"),
    "no address": (review(url=None), "must not be empty"),
    "an address that is a script": (review(url="javascript:alert(1)"), "must be an http or https address"),
    "a user name before the host": (
        review(url="https://checkers.example@evil.example/"),
        "must be an http or https",
    ),
    "no claim": (review(claimReviewed=" \u200b "), "must not be empty"),
    "a claim too long": (review(claimReviewed="x" * 5_001), "at most 5,000"),
    "a script": (review(claimReviewed="Hi <script>alert(1)</script>"), "holds a script"),
    "a hidden script": (review(claimReviewed="Hi &lt;script&gt;alert(1)&lt;/script&gt;"), "holds a script"),
    "something else": ({"@type": "Product", "name": "Pills"}, "no ClaimReview but"),
    "no object": ("buy now", "no object but"),
    "an empty element": ({"@type": "DataFeedItem"}, "no ClaimReview but"),
}


def test_everything_refused_is_told_with_its_place_and_reason_and_the_rest_is_taken() -> None:
    found = feed(
        review(), *(value for value, _ in REFUSED.values()), review(), review(claimReviewed="Another one")
    )
    assert len(found.items) == 2
    assert len(found.refused) == len(REFUSED) + 1
    for refused, (number, (name, (_, reason))) in zip(
        found.refused, enumerate(REFUSED.items(), start=1), strict=False
    ):
        assert reason in refused.reason, name
        assert refused.place == f"[{number}]"
    assert "already" in found.refused[-1].reason


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"<rss/>", "not JSON"),
        (b"[" * 100_000, "deeper than"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b'[{"@type": NaN}]', "not a number"),
        (b'"' + b'\\"' * 200_000, "not JSON"),
    ],
)
def test_what_cannot_be_read_at_all_is_said(data: bytes, why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        read_feed(data, allow=ALLOW)


def test_no_hosts_allow_nothing() -> None:
    assert read_feed(json.dumps(review()).encode(), allow=()).items == ()
