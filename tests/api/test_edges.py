"""The API answers every client alike: whatever it accepts, wherever it runs, and says what it cannot use."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from claims.models import LogIdentity, Publication
from claims.reads import published
from tests.cast import Cast, rashid

ADDRESSES = (
    "claims/", "changes/", "export/claims.ndjson", "export/log.ndjson", "log/checkpoints.txt", "openapi.json",
)  # fmt: skip


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_client_accepts_changes_nothing(
    seeded: Cast, client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda _: "1wIk4A")  # cursors are of one second
    without = client.get(f"/api/v1/{address}")
    plain = body(without)[:200]
    for accept in (
        "application/json",
        "application/x-ndjson",
        "text/plain",
        "application/problem+json",
        "x/y;q=0",
    ):
        with_accept = client.get(f"/api/v1/{address}", headers={"Accept": accept})
        assert with_accept.status_code == without.status_code == 200, accept
        assert with_accept["Content-Type"] == without["Content-Type"], accept
        assert body(with_accept)[:200] == plain, accept


@pytest.mark.parametrize("address", [*ADDRESSES, "claims/zzzzzzzzzz/", "nothing", "claims/?limit=0"])
def test_any_page_may_read_every_answer(seeded: Cast, client: Client, address: str) -> None:
    assert client.get(f"/api/v1/{address}")["Access-Control-Allow-Origin"] == "*"
    asks = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    preflight = client.options(f"/api/v1/{address}", headers=asks)
    assert preflight.status_code == 204
    assert {"If-None-Match", "Range", "If-Range"} <= set(
        preflight["Access-Control-Allow-Headers"].split(", ")
    )
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


@pytest.mark.parametrize(
    ("address", "status"),
    [("/oembed", 400), ("/oembed?url=http%3A%2F%2Felsewhere.example%2F", 404), ("/feeds/claims.atom?colour=red", 400)],
)  # fmt: skip
def test_any_page_may_read_why_a_feed_or_a_frame_is_refused(
    seeded: Cast, client: Client, address: str, status: int
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (status, "*")


@pytest.mark.parametrize("query", ["colour=red", "version=9"])
def test_what_means_nothing_is_refused_everywhere(seeded: Cast, client: Client, query: str) -> None:
    for address in ADDRESSES:
        answer = client.get(f"/api/v1/{address}?{query}")
        assert answer.status_code == 400, address
        assert answer["Content-Type"] == "application/problem+json", address
        assert json.loads(answer.content)["errors"][0]["pointer"] == f"#/{query.split('=')[0]}"


def test_a_parameter_that_stands_twice_is_refused(seeded: Cast, client: Client) -> None:
    answer = client.get("/api/v1/claims/?limit=abc&limit=1")
    assert answer.status_code == 400
    assert "more than once" in json.loads(answer.content)["errors"][0]["detail"]


@pytest.mark.parametrize("path", ["claims/ID%0A/", "x%0Ay", "%00", "claims/%ED%A0%80/"])
def test_every_address_under_the_api_that_is_none_is_a_problem(
    seeded: Cast, client: Client, path: str
) -> None:
    answer = client.get("/api/v1/" + path.replace("ID", rashid().public_id))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/", "/api/v2/claims/", "/api/v1", "/api/%00", "/api/a%0Ab"])
@pytest.mark.parametrize("debug", [False, True])
def test_what_is_no_version_of_the_api_is_a_problem_too(
    client: Client, db: None, settings: Any, path: str, debug: bool
) -> None:
    settings.DEBUG = debug
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.delete(path)["Content-Type"] == "application/problem+json"


def test_more_parameters_than_can_be_read_are_a_problem(client: Client, db: None) -> None:
    answer = client.get("/api/v1/claims/?" + "&".join(f"a{number}=1" for number in range(1_500)))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["", "revisions/1/"])
def test_a_removed_document_is_said_to_be_removed(
    seeded: Cast, client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = rashid().public_id
    gone = replace(published.revision(number, 1), document=None)  # type: ignore[type-var]  # it is there
    monkeypatch.setattr(published, "revision", lambda *_: gone)
    monkeypatch.setattr(published, "newest", lambda *_: gone)
    answer = client.get(f"/api/v1/claims/{number}/{address}")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["type"]) == (451, "/problems/removed")
    assert "legal grounds" in problem["title"]
    assert client.get(problem["type"]).status_code == 200
    assert bytes(Publication.objects.get(public_id=number).document or b"")[:40] not in answer.content


@pytest.mark.parametrize(
    ("name", "pointer"), [("a/b", "#/a~1b"), ("a~b", "#/a~0b"), ("a b", "#/a%20b"), ("\x00", "#/%00")]
)
def test_a_pointer_is_one_whatever_the_name(seeded: Cast, client: Client, name: str, pointer: str) -> None:
    answer = client.get("/api/v1/claims/", {name: "1"})
    assert json.loads(answer.content)["errors"][0]["pointer"] == pointer


def test_a_list_is_known_again_only_in_the_same_log_and_the_same_words(seeded: Cast, client: Client) -> None:
    tag = client.get("/api/v1/claims/?limit=2")["ETag"]
    assert client.get("/api/v1/claims/?limit=2", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/claims/?limit=3", headers={"If-None-Match": tag}).status_code == 200
    assert str(LogIdentity.objects.get().log_id)[:8] in tag


def test_the_description_says_how_problems_look_and_what_is_allowed(client: Client, db: None) -> None:
    description = json.loads(client.get("/api/v1/openapi.json").content)
    paths, said = description["paths"], description["info"]["description"]
    assert all(word in said for word in ("Accept", "application/problem+json", "CORS", "stands twice"))
    listing = paths["/api/v1/claims/"]["get"]
    assert {"200", "304", "400", "405"} <= set(listing["responses"])
    assert list(listing["responses"]["400"]["content"]) == ["application/problem+json"]
    parameters = {one["name"]: one["schema"] for one in listing["parameters"]}
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 200)
    assert set(parameters["status"]["enum"]) == {"unrated", "rated", "retracted"}
