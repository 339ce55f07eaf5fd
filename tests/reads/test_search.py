"""Search: what holds the words, then what holds words like them, newest first, in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.domain.errors import InvalidValue
from claims.domain.vocabulary import CorrectionKind
from claims.domain.wanted import wanted
from claims.models import PublishedClaim
from claims.reads import search
from claims.reads.search import Filters, Page
from tests.actions.test_lifecycle import correct
from tests.actions.test_projections import removed
from tests.cast import Cast, rashid
from tests.hostile import hostile_strings

KEYS = {
    "maybe four or five": "thousand",
    "not more than a few": "hundred",
    "11 IMU militants": "tajik",
    "Ferghana Valley": "macleod",
    "many are believed": "many",
}


def find(text: str = "", *, limit: int = 10, after: search.Place | None = None, **filters: Any) -> Page:
    query = wanted(text, field="q") if text else None
    return search.find(query, Filters(**filters), after=after, limit=limit)


def names(page: Page) -> list[str]:
    """The five claims by short names, those that are only alike in brackets."""
    found = []
    for hit in page.hits:
        exact = hit.published.value()["quotation"]["exact"]
        name = next(name for words, name in KEYS.items() if words in exact)
        found.append(f"({name})" if hit.similar else name)
    return found


def found(text: str = "", **filters: Any) -> set[str]:
    return set(names(find(text, **filters)))


ALL = set(KEYS.values())


WORDS: tuple[tuple[str, set[str]], ...] = (
    ("estimates", {"thousand"}),
    ("ESTIMATING", {"thousand"}),
    ('"four or five thousand"', {"thousand"}),
    ('"five or four thousand"', set()),
    ("believed remain", {"many"}),
    ("ferghana or estimates", {"macleod", "thousand"}),
    ("militants -pakistan", {"tajik", "macleod"}),
    ('pakistan -"few hundred"', {"thousand", "many"}),
    ("imu -militants -killing", set()),
    ("I think", {"macleod"}),
    ("not more than", {"hundred"}),
    ("Tavil-Dara", {"tajik"}),
    ("11", {"tajik"}),
    ("militants ferghanà", {"macleod"}),
)


def test_words_phrases_exclusion_and_alternatives(seeded: Cast) -> None:
    for text, expected in WORDS:
        assert {name for name in found(text) if not name.startswith("(")} == expected, text


SLIPS: tuple[tuple[str, set[str]], ...] = (
    ("estimtaes", {"(thousand)"}),
    ("Rashd", {"(thousand)", "(hundred)"}),
    ("McLeod", {"(macleod)"}),
    ("Fergana valey", {"(macleod)"}),
    ("Rashd estimates", {"(thousand)"}),
    ("Rashd -estimates", {"(hundred)"}),
    ('Rashd "few hundred"', {"(hundred)"}),
    ("rahsd", set()),
    ("militias", set()),
    ("xyzzyx", set()),
    ("wth", set()),
    ("Rashd or xyzzyx", set()),
)


def test_mistyped_words_are_taken_for_words_like_them(seeded: Cast) -> None:
    for text, expected in SLIPS:
        assert found(text) == expected, text


def test_what_holds_the_word_comes_before_what_is_alike(seeded: Cast) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="militans of a kind")  # the newest by now
    page = find("militans")
    assert names(page)[0] == "thousand"
    assert names(page)[1:] == [f"({name})" for name in names(find("militant")) if name != "thousand"]
    moments = [hit.published.at for hit in page.hits[1:]]
    assert moments == sorted(moments, reverse=True)


FILTERS: tuple[tuple[dict[str, str], set[str]], ...] = (
    ({"speaker": "rashid"}, {"thousand", "hundred"}),
    ({"speaker": "ahm RASH"}, {"thousand", "hundred"}),
    ({"speaker": "ashid"}, set()),
    ({"speaker": "Interior Ministry"}, {"tajik"}),
    ({"speaker": "estimates"}, set()),
    ({"topic": "militant strength"}, {"thousand", "hundred", "many"}),
    ({"topic": "militant"}, set()),
    ({"rating": "unproven"}, {"thousand", "macleod"}),
    ({"rating": "unrated"}, {"tajik", "many"}),
    ({"rating": "retracted"}, set()),
    ({"outlet": "Nowhere"}, set()),
    ({"topic": "militant strength", "rating": "unrated"}, {"many"}),
)


def test_filters_alone_and_together(seeded: Cast) -> None:
    for filters, expected in FILTERS:
        assert found(**filters) == expected, filters
        assert found("imu", **filters) <= expected


def test_an_outlet_is_that_of_the_document(seeded: Cast) -> None:
    (outlet,) = search.known()["outlet"]
    assert found(outlet=outlet) == ALL


def test_a_retracted_claim_is_found_as_such_and_under_no_rating(seeded: Cast) -> None:
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    assert found(rating="retracted") == {"thousand"}
    assert found(rating="unproven") == {"macleod"}
    assert found("estimates") == {"thousand"}


OPEN = {"thousand", "hundred", "macleod"}
"""Said at any time up to 2009-09-28; “tajik” on 2009-08-05, “many” from then to 2009-09-28."""
TIMES: tuple[tuple[date | None, date | None, set[str]], ...] = (
    (date(2009, 8, 5), date(2009, 8, 5), ALL),
    (date(2009, 8, 6), None, OPEN | {"many"}),
    (date(2009, 9, 28), None, OPEN | {"many"}),
    (date(2009, 9, 29), None, set()),
    (None, date(1950, 1, 1), OPEN),
    (None, date(2009, 8, 4), OPEN),
    (date(2009, 8, 1), date(2009, 8, 31), ALL),
)


def test_a_claim_fits_when_it_may_have_been_said_then(seeded: Cast) -> None:
    for first, last, expected in TIMES:
        assert found(said_from=first, said_to=last) == expected, (first, last)


def test_words_that_say_little_are_looked_for_word_by_word(seeded: Cast) -> None:
    for text in ["the", "the of and", "is it not"]:
        assert find(text).count == sum(
            all(
                f" {word} " in f" {row.words.lower()} ".replace("\n", " ").replace(",", " ")
                for word in text.split()
            )
            for row in PublishedClaim.objects.all()
        )


def test_without_a_word_nothing_is_found(seeded: Cast) -> None:
    for text in ["%", "_", "\\", "'", '"', '""', "-", "- -", "()&|!:*<->", "…", "👩‍👩‍👧"]:
        assert find(text) == Page(), text


ODD = (
    "a & b | !c", "a:*", "<->", "it's", "'a' 'b", '"a b', 'a" b"', "\\'", "%s %(x)s", "a -", "-a", '-"a b"', "or",
    "or or", "x" * 100, "㌀" * 12, "ﷺ" * 10, "ا" * 100, "1-2-3 -5 +7", "http://a.b/c?d=e&f", "a@b.c", "the -the",
)  # fmt: skip


def test_no_query_fails(seeded: Cast) -> None:
    for text in (*ODD, *hostile_strings()):
        try:
            query = wanted(text, field="q")
        except InvalidValue:
            continue
        assert search.find(query, Filters(), after=None, limit=9).count <= 5
        assert search.find(query, Filters(speaker=query.text), after=None, limit=9).count <= 5


def test_what_keeps_a_search_from_finding_anything_is_named(seeded: Cast) -> None:
    assert find("estimates", topic="regional cooperation").in_the_way == {"q", "topic"}
    assert find("Rashd", rating="unrated").in_the_way == {"q", "rating"}
    assert find("xyzzyx", topic="militant strength").in_the_way == {"q"}
    assert find("xyzzyx", topic="no such").in_the_way == set()
    assert find("estimates", said_from=date(2020, 1, 1)).in_the_way == {"said_from"}
    assert find("xyzzyx").in_the_way == set()
    assert find("estimates").in_the_way == set()


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("imu", {}), ("Rashd", {}), ("militnats pakistan estimtaes", {"topic": "militant strength"}),
        ("xyzzyx", {"topic": "x", "rating": "y", "outlet": "z", "speaker": "a"}), ("", {"speaker": "rashid"}),
        ("estimates", {"speaker": "macleod", "rating": "unproven"}),
    ],
)  # fmt: skip
def test_there_are_at_most_six_queries_with_the_lists_for_the_form(
    seeded: Cast, text: str, filters: dict[str, str]
) -> None:
    with CaptureQueriesContext(connection) as queries:
        find(text, limit=1, **filters)
        search.known()
    assert len(queries) <= 6, [query["sql"] for query in queries]


def test_what_can_be_chosen_is_what_is_published(seeded: Cast) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="another topic")
    known = search.known()
    assert known["rating"] == ["mostly accurate", "unproven"]
    assert known["topic"] == [
        "another topic",
        "militant strength",
        "regional cooperation",
        "Tavil-Dara operation",
    ]


def test_only_the_newest_document_is_searched(seeded: Cast) -> None:
    assert found("strength estimates") == {"thousand"}
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="power")
    assert found("strength estimates") == set()
    assert found("power") == {"thousand"}


def test_nothing_is_read_but_documents_and_lists(seeded: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        find("Rashd", speaker="rashid", limit=1)
        find("xyzzyx", topic="x")
        search.known()
    for query in queries:
        assert "claims_claim" not in query["sql"].replace("claims_claims", ""), query["sql"]
        assert "claims_speaker" not in query["sql"]


def test_a_removed_document_is_not_found_by_its_words(committed_claims: Cast) -> None:
    removed(rashid().public_id)
    assert found("estimates") == set()
    assert "thousand" not in found("imu")
    assert find().count == 4


def test_words_are_looked_up_in_their_index(seeded: Cast) -> None:
    with connection.cursor() as cursor:
        for other in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'claims_holding'")
        (source,) = cursor.fetchone()
        cursor.execute(
            "EXPLAIN "
            + source.replace("sought", "websearch_to_tsquery('english', 'imu')").replace("most", "9")
        )
        assert any("publishedclaim_by_words" in line for (line,) in cursor.fetchall())
        cursor.execute("EXPLAIN SELECT word FROM claims_publishedword WHERE word % 'rashd'")
        assert any("publishedword_like" in line for (line,) in cursor.fetchall())
