"""The public search page: every hedge, honest counts, a form that says what is wrong, and never a 500."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import CorrectionKind
from claims.models import PublishedClaim
from claims.reads import cursors, published, search
from tests.actions.test_lifecycle import correct
from tests.actions.test_projections import removed
from tests.cast import Cast, rashid
from tests.hostile import hostile_strings


def get(client: Client, **query: str) -> HttpResponse:
    return client.get("/search?" + urlencode(query))  # type: ignore[return-value]


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def plain(answer: HttpResponse) -> str:
    """What a reader sees, without marks."""
    return " ".join(unescape(re.sub("<[^>]*>", "", answer.content.decode())).split())


def test_the_form_alone_has_a_label_for_each_field_and_no_results(seeded: Cast, client: Client) -> None:
    answer = get(client)
    page = text_of(answer)
    for name in ("q", "speaker", "outlet", "rating", "topic", "from", "to"):
        assert page.count(f'<label for="s-{name}">') == page.count(f'id="s-{name}" name="{name}"') == 1
    assert 'method="get"' in page
    assert 'role="search"' in page
    assert "<script" not in page
    assert '<option value="militant strength">' in page
    assert '<option value="unrated">not yet rated</option>' in page
    assert '<ol class="cards">' not in page
    assert 'role="alert"' not in page


def test_results_show_what_was_found_who_said_it_how_and_when(seeded: Cast, client: Client) -> None:
    page = text_of(get(client, q="estimate thousands"))
    assert "1 claim</h2>" in page
    assert "Ahmed Rashid <mark>estimates</mark> the militants" in page
    assert "maybe four or five <mark>thousand</mark>" in page
    assert '<q dir="auto">maybe</q>, <q dir="auto">estimates</q>' in page
    assert "Hedged" in page
    assert "Pakistani journalist and regional expert" in page
    assert "Unproven" in page
    assert "Said: not known when, but not after September 28, 2009, as inferred" in page
    assert 'class="demo">Demonstration' in page
    assert "Demonstration: ratings proposed by one reader" in page


def test_every_result_keeps_its_hedges_and_says_so_when_it_is_retracted(seeded: Cast, client: Client) -> None:
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    page = text_of(get(client, q="imu"))
    for row in PublishedClaim.objects.all():
        document = published.newest(row.public_id)
        assert document is not None
        for hedge in document.value()["hedges"]:
            assert f'<q dir="auto">{hedge}</q>' in page
    assert "Retracted" in page


def test_what_is_only_alike_stands_apart_and_says_so(seeded: Cast, client: Client) -> None:
    page = text_of(get(client, q="Rashd"))
    assert "2 claims</h2>" in page
    assert page.index("Spelled alike") < page.index("<mark>Rashid</mark>")
    assert "Nothing holds just these words" in page
    assert "Spelled alike" not in text_of(get(client, q="Rashid"))


def test_half_remembered_words_find_what_holds_some_of_them_and_say_so(seeded: Cast, client: Client) -> None:
    page = text_of(get(client, q="few hundred fighters fled"))
    assert page.index("Some of the words") < page.index("<mark>hundred</mark> militants")
    assert "may be about something else" in page
    assert "About the same" not in page
    assert "Some of the words" not in text_of(get(client, q="bakers of Lyon sold baguettes"))
    assert "Some of the words" not in text_of(get(client, q="few hundred fighters fled", rating="unproven"))


def test_the_address_fills_the_form_again(seeded: Cast, client: Client) -> None:
    query = {"q": 'a "b" <c>', "speaker": "rashid", "rating": "unproven", "topic": "militant strength"}
    page = get(client, **query, **{"from": "2009", "to": "2009-08"}).content.decode()
    assert 'value="a &quot;b&quot; &lt;c&gt;"' in page
    assert 'value="rashid"' in page
    assert 'value="2009-08"' in page
    assert '<option value="unproven" selected>' in page
    assert '<option value="militant strength" selected>' in page
    assert "<details open>" in page
    assert 'Narrowed down: speaker <q dir="auto">rashid</q>, rating' in page
    assert "<details><summary>Narrowed down: rating" in get(client, rating="unrated").content.decode()
    assert '<option value="gone" selected>gone</option>' in get(client, topic="gone").content.decode()


def test_answers_may_be_kept_a_minute_and_are_not_indexed(seeded: Cast, client: Client) -> None:
    for query in ({}, {"q": "imu"}, {"q": "xyzzyx"}):
        answer = get(client, **query)
        assert answer["Cache-Control"] == "public, max-age=60, s-maxage=60"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer.content.decode().count('<meta name="robots" content="noindex">') == 1
        assert not answer.cookies
    assert get(client, q="\0")["Cache-Control"] == "no-store"


def test_pages_follow_by_a_link_that_keeps_the_search(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.pages.search.RESULTS", 2)
    seen: list[str] = []
    at: str | None = "/search?" + urlencode({"q": "imu or estimates", "to": "2010"})
    while at:
        page = client.get(at).content.decode()
        assert "5 claims</h2>" in page
        seen += re.findall(r'<h3><a href="/claims/([0-9a-z]{10})"', page)
        link = re.search(r'href="([^"]+)" rel="next"', page)
        at = unescape(link[1]) if link else None
        assert at is None or at.startswith("/search?q=imu+or+estimates&to=2010&cursor=")
    assert len(seen) == len(set(seen)) == 5


def test_more_than_are_counted_is_said_as_such(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.pages.search.RESULTS", 2)
    monkeypatch.setattr(search, "COUNTED", 3)
    assert "More than 3 claims</h2>" in text_of(get(client, q="imu"))


def test_an_empty_answer_says_what_to_try_and_which_part_is_in_the_way(seeded: Cast, client: Client) -> None:
    page = text_of(get(client, q="estimates", topic="regional cooperation"))
    assert "No published claim fits" in page
    assert 'href="/search?topic=regional+cooperation">without words <q dir="auto">estimates</q>' in page
    assert 'href="/search?q=estimates">without topic <q dir="auto">regional cooperation</q>' in page
    assert "fewer words" in page
    alone = text_of(get(client, q="xyzzyx"))
    assert "Something is found" not in alone
    assert "There is no word in what you look for" in text_of(get(client, q="%_\\"))
    assert "No published claim fits" not in text_of(get(client, q="   "))


REFUSED: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"q": "a\0b"}, "q", "control character (U+0000)"),
    ({"q": "x" * 10_000}, "q", "has 10,000 characters"),
    ({"q": "y" * 150}, "q", "a word of 150 letters"),
    ({"speaker": "\ufffd"}, "speaker", "lost in transmission"),
    ({"speaker": "%"}, "speaker", "a letter or a digit"),
    ({"outlet": "\0"}, "outlet", "control character"),
    ({"topic": "t" * 201}, "topic", "at most 200"),
    ({"rating": "\x1b"}, "rating", "control character"),
    ({"from": "2009-13"}, "from", "must be a day, a month or a year"),
    ({"to": "yesterday"}, "to", "must be a day, a month or a year"),
    ({"from": "2010", "to": "2009"}, "to", "lies before"),
)


def test_what_cannot_be_used_is_named_at_its_field_and_the_form_stays_filled(
    seeded: Cast, client: Client
) -> None:
    for query, name, why in REFUSED:
        answer = get(client, **{"q": "kept words", **query})
        page = answer.content.decode()
        assert answer.status_code == 400, query
        assert 'role="alert"' in page
        assert f'<a href="#s-{name}">' in page
        assert re.search(rf'id="s-{name}"[^>]*aria-invalid="true"[^>]*aria-describedby="w-{name}', page), (
            query
        )
        assert page.count('aria-invalid="true"') == 1
        assert f'id="w-{name}"' in page
        assert page.count(why) == 2, (query, why)
        assert "q" in query or 'value="kept words"' in page
        assert "\0" not in page


def test_all_that_is_wrong_is_named_at_once(seeded: Cast, client: Client) -> None:
    page = get(client, **{"q": "\0", "from": "x", "to": "y"}).content.decode()
    assert page.count('aria-invalid="true"') == 3


def test_addresses_that_mean_nothing_are_refused_in_words(seeded: Cast, client: Client) -> None:
    other = cursors.make_item(("0", "2026-01-01T00:00:00+00:00", "x"), of="search", filters={"q": "b"})
    odd = cursors.make_item(("zero", "never", "x"), of="search", filters={"q": "a"})
    for tail, why in (
        ("?words=a", "no such field"),
        ("?q=a&q=b", "more than once"),
        ("?q=a&cursor=x", "damaged"),
        (f"?q=a&cursor={quote(other)}", "other filters"),
        (f"?q=a&cursor={quote(odd)}", "older form"),
        (f"?q=a&cursor={quote(cursors.make_item(('a', 'b'), of='speaker', filters={}))}", "another list"),
    ):
        answer = client.get("/search" + tail)
        assert answer.status_code == 400, tail
        assert why in answer.content.decode(), tail
        assert 'role="alert"' in answer.content.decode()


def test_nothing_that_is_typed_fails(seeded: Cast, client: Client) -> None:
    for text in (*hostile_strings(), "%", "_", "\\", '"', "the of", "-", "'", "or", "\ud800"):
        typed = quote(text[:4000].encode("utf-8", "surrogatepass"))
        for name in ("q", "speaker", "outlet", "from"):
            answer = client.get(f"/search?{name}={typed}")
            assert answer.status_code in (200, 400), (name, ascii(text[:40]))
            assert "<script>" not in answer.content.decode()


def test_raw_bytes_that_are_no_text_are_refused(seeded: Cast, client: Client) -> None:
    for typed in ("%ED%A0%80", "%FF", "%00", "%C3"):
        assert client.get(f"/search?q={typed}").status_code == 400


def test_markup_in_documents_and_queries_is_shown_as_text(seeded: Cast, client: Client) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="<b>bold</b> & co")
    answer = get(client, q="bold")
    assert "<mark>bold</mark>" in answer.content.decode()
    assert "<b>" not in answer.content.decode()
    assert "<b>bold</b> & co" in plain(answer)


def test_the_page_takes_at_most_six_queries(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.pages.search.RESULTS", 1)
    searches: list[dict[str, Any]] = [
        {}, {"q": "imu"}, {"q": "Rashd estimtaes"}, {"q": "xyzzyx", "topic": "x", "rating": "y", "speaker": "z"},
        {"q": "imu", "speaker": "rashid", "from": "2009", "to": "2010", "rating": "unproven"},
    ]  # fmt: skip
    for query in searches:
        with CaptureQueriesContext(connection) as queries:
            assert get(client, **query).status_code == 200
        assert len(queries) <= 6, query


def test_a_removed_document_is_not_shown(committed_claims: Cast) -> None:
    removed(rashid().public_id)
    client = Client()
    for query in ({"q": "estimates"}, {"q": "imu"}, {"speaker": "rashid"}):
        assert "leaves open whether he means" not in plain(get(client, **query))


def test_an_empty_site_can_be_searched(db: None, client: Client) -> None:
    assert get(client).status_code == 200
    assert "No published claim fits" in text_of(get(client, q="anything", rating="accurate"))
