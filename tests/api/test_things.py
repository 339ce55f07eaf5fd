"""Speakers, sources, articles and corrections in the API: from documents only, each once, bad parameters named."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions import evidence, publication, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker
from tests.actions.test_lifecycle import correct, now
from tests.cast import Cast, rashid

MODELS = {"speakers": PublishedSpeaker, "sources": PublishedSource, "articles": PublishedArticle}
KEYS = {
    "speakers": {"name", "disambiguation", "kind", "same_as"},
    "sources": {"title", "url", "publisher", "published", "kind", "language", "reliability", "archived", "captured_at"},
    "articles": {
        "headline", "url", "outlet", "authors", "published", "version", "text_sha256", "captured_at", "is_excerpt",
    },
}  # fmt: skip
EVERY = {"id", "path", "claims", "claims_path", "described_at", "demonstration"}


def get(client: Client, url: str, **options: Any) -> Any:
    response = client.get(url, **options)
    assert response.status_code == 200, (url, response.content[:300])
    return json.loads(response.content)


def walk(client: Client, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    at: str | None = url
    while at:
        page = get(client, at)
        found += page["results"]
        at = page["next"]
    return found


@pytest.mark.parametrize("noun", MODELS)
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_walking_a_list_gives_each_thing_once_by_name(
    seeded: Cast, client: Client, noun: str, limit: int
) -> None:
    found = walk(client, f"/api/v1/{noun}/?limit={limit}")
    assert sorted(one["id"] for one in found) == sorted(
        MODELS[noun].objects.values_list("public_id", flat=True)
    )
    assert len(found) >= 1
    for one in found:
        assert set(one) == EVERY | KEYS[noun]
        assert get(client, f"/api/v1/{noun}/{one['id']}/") == one
        assert client.get(one["path"]).status_code == 200
        assert len(get(client, f"{one['claims_path']}&limit=200")["results"]) == one["claims"]


def test_a_speaker_is_not_given_the_role_of_one_claim(seeded: Cast, client: Client) -> None:
    (found,) = [one for one in walk(client, "/api/v1/speakers/") if one["name"] == "Ahmed Rashid"]
    assert (found["kind"], found["claims"]) == ("person", 2)
    assert not {"role", "organization", "basis", "candidates"} & set(found)


def test_the_claims_of_an_article_are_its_sealed_documents(seeded: Cast, client: Client) -> None:
    article = PublishedArticle.objects.get()
    found = walk(client, f"/api/v1/articles/{article.public_id}/claims/?limit=2")
    assert len(found) == 5
    for document in found:
        assert document == get(client, f"/api/v1/claims/{document['id']}/")


def test_corrections_say_what_replaced_what_and_why(seeded: Cast, client: Client) -> None:
    assert get(client, "/api/v1/corrections/")["results"] == []
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    done = correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    found = walk(client, "/api/v1/corrections/?limit=1")
    assert [(one["number"], one["publication"], one["kind"], one["reason"]) for one in found] == [
        (3, "retraction", "withdrawn", "A test."), (2, "correction", "typo", "A test."),
    ]  # fmt: skip
    assert found[0]["path"] == f"/claims/{done.public_id}/revisions/3"
    assert found[0]["statement"].startswith("Ahmed Rashid estimates")


def test_filters_give_what_they_say(seeded: Cast, client: Client) -> None:
    assert {one["kind"] for one in walk(client, "/api/v1/speakers/?kind=person")} == {"person"}
    assert walk(client, "/api/v1/speakers/?kind=outlet") == []
    publisher = "Institute for War and Peace Reporting"
    found = walk(client, f"/api/v1/sources/?publisher={publisher}&limit=1")
    assert found
    assert {one["publisher"] for one in found} == {publisher}
    assert walk(client, "/api/v1/articles/?outlet=Nobody") == []
    assert len(walk(client, "/api/v1/articles/?outlet=Radio Free Europe/Radio Liberty")) == 1
    source = PublishedSource.objects.get(title__startswith="Peeling")
    found = walk(client, f"/api/v1/claims/?source={source.public_id}")
    assert [one["id"] for one in found] == [rashid().public_id]


def test_a_claim_that_no_longer_uses_a_source_is_not_counted(seeded: Cast, client: Client) -> None:
    source = PublishedSource.objects.get(title__startswith="Peeling")
    address = f"/api/v1/sources/{source.public_id}/"
    assert get(client, address)["claims"] == 1
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Withdrawn."
    )
    row = claim.evidence.active().get(source__public_id=source.public_id)
    evidence.detach(row, rev=claim.rev, by=seeded.reviewer, at=now(), why="A test.")
    verdict = claim.verdicts.active().get()
    evidence.amend(
        verdict, rev=rashid().rev, by=seeded.reviewer, levels_why="Set before the source was withdrawn."
    )
    claim = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now())
    assert get(client, address)["claims"] == 0
    assert (
        "No published claim rests on this source"
        in client.get(f"/sources/{source.public_id}").content.decode()
    )


def test_a_list_walked_while_a_claim_is_republished_loses_nothing(seeded: Cast, client: Client) -> None:
    first = get(client, "/api/v1/sources/?limit=5")
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    found = [*first["results"], *walk(client, first["next"])]
    ids = [one["id"] for one in found]
    assert len(ids) == len(set(ids)) == PublishedSource.objects.count()


BAD = {
    "/api/v1/speakers/?kind=ghost": "kind",
    "/api/v1/speakers/?role=x": "role",
    "/api/v1/sources/?publisher=%00": "publisher",
    "/api/v1/sources/?limit=0": "limit",
    "/api/v1/sources/?limit=201": "limit",
    "/api/v1/articles/?outlet=a&outlet=b": "outlet",
    "/api/v1/articles/?cursor=x": "cursor",
    "/api/v1/corrections/?cursor=x": "cursor",
    "/api/v1/corrections/?kind=typo": "kind",
    "/api/v1/claims/?source=S1": "source",
    "/api/v1/claims/?speaker=Rashid": "speaker",
    "/api/v1/claims/?article=0123456789%00": "article",
}


@pytest.mark.parametrize("url", BAD)
def test_a_bad_parameter_is_named(seeded: Cast, client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert any(BAD[url] in one["pointer"] for one in json.loads(response.content)["errors"])


def test_a_cursor_goes_with_its_list_and_its_filters(seeded: Cast, client: Client) -> None:
    cursor = re.search("cursor=([^&]+)", get(client, "/api/v1/sources/?limit=1")["next"])
    assert cursor is not None
    for url in ("/api/v1/speakers/", "/api/v1/claims/", "/api/v1/corrections/"):
        assert client.get(f"{url}?cursor={cursor.group(1)}").status_code == 400
    assert client.get(f"/api/v1/sources/?publisher=BBC+News&cursor={cursor.group(1)}").status_code == 400


@pytest.mark.parametrize("noun", MODELS)
def test_what_no_document_names_is_a_problem(seeded: Cast, client: Client, noun: str) -> None:
    response = client.get(f"/api/v1/{noun}/0000000000/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    if noun == "articles":
        assert client.get("/api/v1/articles/0000000000/claims/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_page(seeded: Cast, client: Client) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            get(client, url)
        return len(found)

    for noun in MODELS:
        assert queries(f"/api/v1/{noun}/?limit=1") == queries(f"/api/v1/{noun}/?limit=200") <= 6
    assert queries("/api/v1/corrections/") <= 4


def test_a_reader_who_has_a_list_gets_304_until_something_is_published(seeded: Cast, client: Client) -> None:
    for url in ("/api/v1/speakers/", f"/api/v1/sources/{PublishedSource.objects.first().public_id}/"):  # type: ignore[union-attr]
        tag = client.get(url).headers["ETag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert PublishedClaim.objects.count() == 5


def test_lists_of_an_empty_database_are_empty(db: None, client: Client) -> None:
    for noun in (*MODELS, "corrections"):
        assert get(client, f"/api/v1/{noun}/") == {
            "license": "https://creativecommons.org/licenses/by/4.0/", "next": None, "results": [],
        }  # fmt: skip
