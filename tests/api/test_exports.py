"""Exports: everything that is public at one moment, and how to go on from there."""

from __future__ import annotations

import base64
import gc
import hashlib
import itertools
import json
import time
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core import signing
from django.db import OperationalError
from django.test import Client

from claims.api import exports as api
from claims.domain.vocabulary import CorrectionKind
from claims.formats import spreadsheet
from claims.models import Claim, Publication, PublishedClaim
from tests.actions.test_lifecycle import correct
from tests.api.test_changes import lifted, suppressed, withheld
from tests.api.test_edges import body
from tests.cast import Cast, rashid
from tests.following import Follower, exported, fetched
from tests.proofs.world import settled


def test_a_download_that_broke_off_goes_on_and_ends_in_what_the_server_holds(
    seeded: Cast, client: Client
) -> None:
    settled()
    whole = [json.loads(line) for line in fetched(client, "export/claims.ndjson").splitlines()]
    got, cursor = {one["id"]: one for one in whole[1:3]}, whole[0]["cursor"]
    last = list(got)[-1]
    for public_id in (next(iter(got)), whole[4]["id"]):
        correct(
            seeded, Claim.objects.get(public_id=public_id), CorrectionKind.TYPO, topic="changed meanwhile"
        )
        settled()
    rest = [json.loads(line) for line in fetched(client, "export/claims.ndjson", after=last).splitlines()]
    assert [one["id"] for one in rest[1:-1]] == [one["id"] for one in whole[3:-1]]
    assert (rest[0]["after"], rest[-1]["count"]) == (last, 3)
    follower = Follower(client, {})
    follower.held, follower.cursor = {**got, **{one["id"]: one for one in rest[1:-1]}}, cursor
    assert follower.catch_up() == exported(client, {})[0]
    assert len(follower.told) == 2
    rows = spreadsheet.read(fetched(client, "export/claims.csv").decode())
    first, second = fetched(client, "export/claims.csv"), fetched(client, "export/claims.csv", after=last)
    assert first.endswith(second)
    assert second.count(b"\r\n") == 3
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_the_table_and_the_feed_of_reviews_say_what_the_documents_say(
    seeded: Cast, client: Client, settings: Any
) -> None:
    settings.DEBUG = True
    settled()
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="=1+1")
    settled()
    held, _ = exported(client, {})
    answer = client.get("/api/v1/export/claims.csv")
    table = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert b'"\'=1+1"' in table
    rows = spreadsheet.read(table.decode())
    assert {row["id"]: (row["topic"], row["status"], row["quotation"]) for row in rows} == {
        name: (one["topic"], one["status"], one["quotation"]["exact"]) for name, one in held.items()
    }
    follower = Follower(client, {})
    follower.cursor = unquote(answer["Link"].partition("cursor=")[2].partition(">")[0])
    assert follower.catch_up() == {}, "the table's cursor goes on from its moment"
    streamed = json.loads(fetched(client, "export/claimreview.json"))
    plain = json.loads(client.get("/feeds/claimreview.json").content)
    by_url = [{one["item"][0]["url"]: one for one in feed["dataFeedElement"]} for feed in (streamed, plain)]
    assert by_url[0] == by_url[1]
    assert len(by_url[0]) == 3
    assert streamed["dateModified"] == plain["dateModified"]
    assert streamed["license"] == settings.DATA_LICENSE
    settings.DEBUG = False
    assert json.loads(fetched(client, "export/claimreview.json"))["dataFeedElement"] == []


@pytest.mark.parametrize("wanted", ["sha-256=1", "sha-512=3, sha-256=10", "sha-256=5;x=1"])
@pytest.mark.parametrize("name", ["claims.ndjson", "claims.csv", "claimreview.json", "log.ndjson"])
def test_whoever_wants_the_digest_of_an_export_is_given_it_before_the_first_byte(
    name: str, wanted: str, seeded: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    settled()
    seconds = itertools.count(1_800_000_000)
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda _: signing.b62_encode(next(seconds)))
    answer = client.get(f"/api/v1/export/{name}", headers={"Want-Repr-Digest": wanted})
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(body) > 1_000
    expected = base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert answer["Repr-Digest"] == f"sha-256=:{expected}:"
    assert "Repr-Digest" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "wanted", ["", "sha-256=0", "sha-256", "sha-512=1", "xsha-256=1", "sha-256=11", "SHA-256=1"]
)
def test_nobody_else_waits_for_a_digest(wanted: str, seeded: Cast, client: Client) -> None:
    asked: Any = client.get("/api/v1/export/claims.csv", headers={"Want-Repr-Digest": wanted})
    assert "Repr-Digest" not in asked
    assert b"".join(asked.streaming_content).count(b"\r\n") == 6


def test_a_download_that_takes_too_long_is_broken_off_and_gives_its_place_back(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PLACES", api.BoundedSemaphore(1))
    monkeypatch.setattr(api, "LONGEST", 0.05)
    begun: Any = client.get("/api/v1/export/claims.ndjson")
    blocks = iter(begun.streaming_content)
    assert next(blocks).startswith(b'{"type": "header"')
    time.sleep(0.1)
    with pytest.raises(TimeoutError, match="not read within"):
        next(blocks)
    monkeypatch.setattr(api, "LONGEST", 60.0)
    assert fetched(client, "export/claims.ndjson").count(b"\n") == 7


def test_nobody_who_asks_for_the_header_alone_is_told_a_wrong_length(seeded: Cast, client: Client) -> None:
    for name in ("claims.ndjson", "claims.csv", "claimreview.json", "log.ndjson"):
        asked, given = client.head(f"/api/v1/export/{name}"), client.get(f"/api/v1/export/{name}")
        assert (asked.status_code, body(asked)) == (200, b"")
        assert {"Content-Length", "Transfer-Encoding"}.isdisjoint(asked.headers)
        assert set(asked.headers) == set(given.headers), "what GET would say"
        body(given)


def test_what_is_out_of_sight_is_in_no_export(seeded: Cast, client: Client, settings: Any) -> None:
    settings.DEBUG = True
    settled()
    claim = rashid()
    name, words = claim.public_id, b"maybe four or five thousand"
    for path in ("export/claims.ndjson", "export/claims.csv", "export/claimreview.json"):
        assert words in fetched(client, path)
    made = withheld(seeded, claim)
    for take_away in (lambda: None, lambda: (lifted(seeded, made), suppressed(seeded, rashid()))):
        take_away()
        for path in (
            "export/claims.ndjson",
            "export/claims.csv",
            "export/claimreview.json",
            "export/log.ndjson",
        ):
            assert words not in fetched(client, path)
        assert set(exported(client, {})[0]) == set(
            PublishedClaim.objects.exclude(public_id=name).values_list("public_id", flat=True)
        )
    assert Publication.objects.get(public_id=name).document is None


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=", "after=+", "after=1&after=2", "topic=%00", "colour=red", "status=lost", "topic="],
)
def test_what_cannot_be_asked_of_an_export_is_named(client: Client, db: None, query: str) -> None:
    answer = client.get(f"/api/v1/export/claims.ndjson?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"].strip("#/") == query.partition("=")[0]


def test_downloads_have_places_of_their_own_and_give_them_back(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PLACES", api.BoundedSemaphore(1))
    path = "/api/v1/export/claims.ndjson"
    begun: Any = client.get(path)
    turned_away = client.get("/api/v1/export/claims.csv")
    assert (turned_away.status_code, turned_away["Retry-After"]) == (503, "30")
    assert turned_away.json()["type"] == "/problems/busy"
    del begun
    gc.collect()
    assert client.head(path)["Content-Disposition"] == 'attachment; filename="claims.ndjson"'
    never_read: Any = client.get(path)
    del never_read
    gc.collect()
    assert client.get(f"{path}?after=x").status_code == 400
    assert fetched(client, "export/claims.ndjson").count(b"\n") == 7
    assert fetched(client, "export/claims.csv").count(b"\r\n") == 6


def test_a_download_that_cannot_begin_keeps_no_place(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_given: Any) -> Any:
        raise OperationalError("the connection is closed")

    with monkeypatch.context() as patched:
        patched.setattr("claims.reads.exports.claims", away)
        for _ in range(settings.SERVER_THREADS):
            assert (
                client.get("/api/v1/export/claims.ndjson").json()["detail"].startswith("The database is away")
            )
    assert client.get("/api/v1/export/claims.ndjson").status_code == 200
