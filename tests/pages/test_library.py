"""Articles, speakers, sources, corrections: what documents say of them, a fixed number of queries, never a 500."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions import evidence, publication, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import (
    Claim,
    ClaimLink,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
)
from claims.reads import cursors, published
from tests.actions.test_lifecycle import correct, now
from tests.cast import Cast, rashid

BANNER = "Demonstration: ratings proposed by one reader from stored copies; approvals by demo accounts"
LISTS = ("/claims", "/articles", "/speakers", "/sources", "/corrections")


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(unescape(response.content.decode()).split())


def path_of(row: object) -> str:
    noun = type(row).__name__.removeprefix("Published").lower()
    return f"/{noun}s/{row.public_id}"  # type: ignore[attr-defined]


def test_an_article_shows_every_claim_where_it_stands(seeded: Cast, client: Client) -> None:
    page = text_of(client, path_of(PublishedArticle.objects.get()))
    for row in PublishedClaim.objects.all():
        document = published.newest(row.public_id)
        assert document is not None
        value = document.value()
        assert f'href="{value["path"]}">{value["quotation"]["exact"]}</a>' in page
        assert value["statement"] in page
    assert "Only the passages that hold quoted claims are kept" in page
    assert "between August 5 and September 28, 2009" in page


def test_a_speaker_has_the_role_of_that_time_and_a_sample_that_is_not_random(
    seeded: Cast, client: Client
) -> None:
    page = text_of(client, path_of(PublishedSpeaker.objects.get(name="Ahmed Rashid")))
    for words in (
        "Pakistani journalist and regional expert",
        "2 published claims",
        "not random",
        '<q dir="auto">maybe</q>',
    ):
        assert words in page
    assert "not one known person" not in page
    nobody = text_of(client, path_of(PublishedSpeaker.objects.get(name="Nobody named")))
    assert "This is not one known person" in nobody


def test_a_source_says_what_rests_on_it_and_where_it_has_it_from(seeded: Cast, client: Client) -> None:
    page = text_of(client, path_of(PublishedSource.objects.get(title__startswith="Peeling")))
    for words in (
        "Supports", "a force of close to five thousand", "Usually reliable", "Muhammad Ibrahim Khan",
        "possibly true, judged apart", "1 claim",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("url", ["/", *LISTS[:-1]])
def test_what_shows_the_demonstration_says_so_and_is_not_indexed(
    seeded: Cast, client: Client, url: str
) -> None:
    response = client.get(url)
    assert BANNER in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_every_kind_of_page_has_the_banner_and_links_only_to_pages_that_exist(
    seeded: Cast, client: Client
) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    waiting, seen = ["/"], {"/"}
    while waiting:
        url = waiting.pop()
        response = client.get(url)
        assert response.status_code == 200, url
        if "/provenance." in url:  # a file: it says so in its own words, and is not indexed
            assert "emonstration" in response.content.decode(), url
            assert response["X-Robots-Tag"] == "noindex"
        elif "html" in response["Content-Type"] and re.match("/(claims|articles|speakers|sources)/", url):
            assert BANNER in response.content.decode(), url
        assert len(response.content) < (200_000 if url.startswith("/api/") else 100_000), url
        if url.startswith("/api/"):
            continue
        for link in re.findall(r'href="(/[^"#]*)', response.content.decode()):
            if unescape(link) not in seen and not link.startswith("/static/"):
                seen.add(unescape(link))
                waiting.append(unescape(link))
    assert len(seen) > 50


def test_corrections_stand_with_their_reason_and_both_documents(seeded: Cast, client: Client) -> None:
    assert "Nothing was corrected yet" in text_of(client, "/corrections")
    found = correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    page = text_of(client, "/corrections")
    assert "Correction: typo" in page
    assert "A test." in page
    assert f"/claims/{found.public_id}/revisions/1" in page
    assert "Correction: typo" in text_of(client, "/")


def test_lists_continue_where_they_stopped_and_show_each_thing_once(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.pages.shelves.THINGS", 4)
    monkeypatch.setattr("claims.pages.shelves.CLAIMS", 2)
    for url, model in (
        ("/sources", PublishedSource),
        ("/speakers", PublishedSpeaker),
        ("/claims", PublishedClaim),
    ):
        seen: list[str] = []
        at: str | None = url
        while at:
            page = client.get(at).content.decode()
            main = page[page.index("<main") :]
            seen += re.findall(rf'<h3><a href="{url}/([0-9a-z]{{10}})"', main)
            found = re.search(r'href="([^"]+)" rel="next"', page)
            at = unescape(found.group(1)) if found else None
        assert sorted(seen) == sorted(model.objects.values_list("public_id", flat=True))


def test_claims_are_filtered_by_what_documents_say(seeded: Cast, client: Client) -> None:
    assert "4 000" not in text_of(client, "/claims?rating=unproven")
    assert text_of(client, "/claims?rating=unproven").count('class="card"') == 2
    assert text_of(client, "/claims?topic=militant%20strength").count('class="card"') == 3
    assert "No published claim fits" in text_of(client, "/claims?topic=nothing")
    source = PublishedSource.objects.get(title__startswith="Peeling")
    assert text_of(client, f"/claims?source={source.public_id}").count('class="card"') == 1


BAD = [
    "?cursor=x", "?cursor=" + "a" * 5000, "?colour=red", "?cursor=a&cursor=b", "?cursor=%00", "?topic=%00",
    "?status=fine", "?rating=" + quote("\u202e" * 300), "?cursor=%ff",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_an_address_that_cannot_be_read_is_refused_in_words(seeded: Cast, client: Client, query: str) -> None:
    one = [path_of(model.objects.first()) for model in (PublishedArticle, PublishedSpeaker, PublishedSource)]
    for url in (*LISTS, *one):
        response = client.get(url + query)
        assert response.status_code == 400, url
        assert "cannot be read" in response.content.decode()


def test_a_cursor_of_one_list_is_refused_by_another(seeded: Cast, client: Client) -> None:
    cursor = cursors.make_item(("A", "b"), of="speaker", filters={})
    assert client.get(f"/speakers?cursor={cursor}").status_code == 200
    assert client.get(f"/sources?cursor={cursor}").status_code == 400
    assert client.get(f"/corrections?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("noun", ["articles", "speakers", "sources"])
def test_what_no_document_names_is_not_there(seeded: Cast, client: Client, noun: str) -> None:
    assert client.get(f"/{noun}/0000000000").status_code == 404
    assert client.get(f"/{noun}/short").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_claims(seeded: Cast, client: Client) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    rich = PublishedSpeaker.objects.get(name="Ahmed Rashid")
    poor = PublishedSpeaker.objects.get(name="John MacLeod")
    assert queries(path_of(rich)) == queries(path_of(poor)) <= 5
    assert queries(path_of(PublishedArticle.objects.get())) <= 6
    assert queries(path_of(PublishedSource.objects.get(title__startswith="'Feared'"))) <= 5
    assert all(queries(url) <= 8 for url in LISTS)


def test_a_page_that_shows_a_linked_claim_s_words_is_new_when_they_are(seeded: Cast, client: Client) -> None:
    other = PublishedClaim.objects.exclude(public_id=rashid().public_id).first()
    assert other is not None
    mine, linked = rashid(), Claim.objects.get(public_id=other.public_id)
    mine = review.open_correction(
        claim=mine, rev=mine.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="A link."
    )
    evidence.attach(
        ClaimLink,
        claim=mine,
        rev=mine.rev,
        by=seeded.reviewer,
        other=linked,
        kind="repeats",
        note="",
        basis="stated",
    )
    mine = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    review.approve(claim=mine, rev=mine.rev, by=seeded.second_reviewer, at=now())
    found = publication.publish(claim=mine, rev=mine.rev, by=seeded.editor, at=now())
    response = client.get(f"/claims/{found.public_id}")
    statement = published.briefs([other.public_id])[other.public_id].statement
    assert statement in unescape(response.content.decode())
    tag = response.headers["ETag"]
    assert client.get(f"/claims/{found.public_id}", headers={"If-None-Match": tag}).status_code == 304
    correct(seeded, Claim.objects.get(pk=linked.pk), CorrectionKind.TYPO, statement="Another wording of it.")
    again = client.get(f"/claims/{found.public_id}", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Another wording of it." in again.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}", "مرحبا 中文"])
def test_text_is_shown_as_text_everywhere(seeded: Cast, client: Client, text: str) -> None:
    found = correct(seeded, rashid(), CorrectionKind.TYPO, statement=f"Rashid said {text}", topic=text[:40])
    article, speaker = PublishedArticle.objects.get(), PublishedSpeaker.objects.get(name="Ahmed Rashid")
    for url in (
        "/",
        "/claims",
        path_of(article),
        path_of(speaker),
        "/corrections",
        f"/claims/{found.public_id}",
    ):
        page = client.get(url).content.decode()
        assert f"Rashid said {text}" in unescape(page), url
        assert "<script" not in page
        assert "<img" not in page


@pytest.mark.usefixtures("committed_claims")
def test_a_removed_document_fails_no_page_and_shows_on_none() -> None:
    claim = rashid()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE claims_publication DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE claims_publication SET document = NULL, salt = NULL WHERE public_id = %s",
            [claim.public_id],
        )
        cursor.execute("ALTER TABLE claims_publication ENABLE TRIGGER USER")
    client = Client()
    assert client.get(f"/claims/{claim.public_id}").status_code == 451
    urls = [
        "/",
        *LISTS,
        *(f"/api/v1/{noun}/" for noun in ("claims", "speakers", "sources", "articles", "corrections")),
    ]
    for model in (PublishedArticle, PublishedSpeaker, PublishedSource):
        urls += [path_of(row) for row in model.objects.all()]
    answers = {url: client.get(url) for url in urls}
    assert {answer.status_code for answer in answers.values()} == {200, 410}
    for url, answer in answers.items():
        assert "leaves open whether he means the IMU alone" not in answer.content.decode(), url
    rashid_page = answers[path_of(PublishedSpeaker.objects.get(name="Ahmed Rashid"))].content.decode()
    assert "not more than a few hundred" in rashid_page
    only_there = PublishedSource.objects.get(title__startswith="Peeling")
    assert answers[path_of(only_there)].status_code == 410
    assert "removed on legal grounds" in answers[path_of(only_there)].content.decode()
    assert client.get(f"/api/v1/sources/{only_there.public_id}/").status_code == 404
    assert "Peeling" not in answers["/sources"].content.decode()
    shared = PublishedSource.objects.get(title__startswith="'Feared'")
    assert answers[path_of(shared)].status_code == 200
