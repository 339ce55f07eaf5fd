# ruff: noqa: E501 - lists read best on one line
"""The newsroom API: the sealed bytes, a feed without gaps, errors that name the field."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from claims.actions import checkpoints
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, Publication, PublishedClaim
from claims.reads import cursors, log
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid
from tests.hostile import hostile_strings

KEYS = {
    "schema", "id", "path", "number", "previous_number", "kind", "published_at", "license", "demonstration", "status",
    "statement", "language", "claim_type", "topic", "places", "quotation", "speaker", "attribution", "cue", "modality",
    "hedges", "said", "about", "quantities", "article", "verdict", "evidence", "provenance", "corroboration", "replies",
    "links", "corrections",
}  # fmt: skip
NESTED = {
    "quotation": "exact prefix suffix context_before context_after start end kind translated spans",
    "speaker": "id name disambiguation kind role organization basis candidates same_as",
    "said": "edtf basis text lower upper lower_kind upper_kind",
    "article": "id headline outlet authors url published version text_sha256 captured_at is_excerpt",
    "verdict": "rating meaning rating_value best worst credence evidence_level agreement confidence confidence_reasons "
    "weighed levels_why conclusion summary rationale looked_for would_change recheck_on",
    "corroboration": "supporting disputing bottlenecks clusters",
}


def get(client: Client, url: str, **options: Any) -> Any:
    response = client.get(url, **options)
    return response, json.loads(response.content)


def test_the_document_has_every_key_of_its_shape(seeded: Cast, client: Client) -> None:
    _, document = get(client, f"/api/v1/claims/{rashid().public_id}/")
    assert set(document) == KEYS
    for name, keys in NESTED.items():
        assert set(document[name]) == set(keys.split()), name
    evidence = document["evidence"][0]
    assert set(evidence) == {
        "source",
        "stance",
        "says",
        "excerpt",
        "credibility",
        "attests",
        "attests_because",
        "figures",
    }
    assert set(evidence["source"]) == {
        "id",
        "title",
        "url",
        "publisher",
        "published",
        "kind",
        "language",
        "reliability",
        "archived",
        "captured_at",
    }
    assert set(document["quantities"][0]) == {
        "measure",
        "population",
        "low",
        "high",
        "approximate",
        "vague",
        "unit",
        "at",
        "text",
    }


def test_the_description_is_valid_and_describes_every_document(seeded: Cast, client: Client) -> None:
    _, description = get(client, "/api/v1/openapi.json")
    assert description["openapi"].startswith("3.1")
    validate(description)
    _, page = get(client, "/api/v1/claims/")
    _, changes = get(client, "/api/v1/changes/")
    _, problem = get(client, "/api/v1/claims/?limit=x")
    for name, values in (
        ("ClaimPageShape", [page]),
        ("ChangesShape", [changes]),
        ("ProblemShape", [problem]),
    ):
        schema = {
            "$ref": f"#/components/schemas/{name.removesuffix('Shape')}Shape",
            "components": description["components"],
        }
        for value in values:
            jsonschema.validate(value, schema)
    assert len(page["results"]) == 5
    broken = {**page, "results": [{**page["results"][0], "status": "certain"}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            broken, {"$ref": "#/components/schemas/ClaimPageShape", "components": description["components"]}
        )


def test_served_bytes_are_the_sealed_bytes(seeded: Cast, client: Client) -> None:
    for row in Publication.objects.all():
        response = client.get(f"/api/v1/claims/{row.public_id}/")
        assert response.content == bytes(row.document or b"")
        assert response.headers["ETag"] == f'"{bytes(row.commitment).hex()}"'
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_reader_who_has_it_gets_304(seeded: Cast, client: Client, form: str) -> None:
    url = f"/api/v1/claims/{rashid().public_id}/"
    tag = client.get(url).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url, headers={"If-None-Match": form.format(tag)})
    assert (response.status_code, response.content) == (304, b"")
    assert len(queries) == 1
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_paging_gives_every_claim_once(seeded: Cast, client: Client, limit: int) -> None:
    seen, url = [], f"/api/v1/claims/?limit={limit}"
    while url:
        _, page = get(client, url)
        seen += [item["id"] for item in page["results"]]
        url = page["next"]
    assert sorted(seen) == sorted(PublishedClaim.objects.values_list("public_id", flat=True))
    assert len(seen) == 5


def test_filters_give_what_they_say(seeded: Cast, client: Client) -> None:
    _, page = get(client, "/api/v1/claims/?status=unrated")
    assert {item["status"] for item in page["results"]} == {"unrated"}
    assert len(page["results"]) == 2
    _, page = get(client, f"/api/v1/claims/?speaker={rashid().speaker.public_id}&rating=unproven")
    assert [item["id"] for item in page["results"]] == [rashid().public_id]


def test_the_feed_gives_every_change_once_in_order_with_tombstones(seeded: Cast, client: Client) -> None:
    fire_log()
    cursor, seen = "", []
    for _turn in range(20):
        _, answer = get(
            client, "/api/v1/changes/", data={"limit": 2, **({"cursor": cursor} if cursor else {})}
        )
        seen += answer["changes"]
        cursor = answer["cursor"]
        if not answer["has_more"] and len(seen) == 5:
            correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
            fire_log()
    assert [change["position"] for change in seen] == [1, 2, 3, 4, 5, 6]
    assert [change["tombstone"] for change in seen] == [False] * 5 + [True]
    assert (seen[-1]["type"], seen[-1]["previous_number"]) == ("claim.retracted", 1)


def test_the_export_names_the_cursor_that_continues_without_gap_or_repeat(
    seeded: Cast, client: Client
) -> None:
    fire_log()
    lines = b"".join(client.get("/api/v1/export/claims.ndjson").streaming_content).splitlines()  # type: ignore[attr-defined]
    header, *documents, end = map(json.loads, lines)
    assert (header["size"], len(documents), end["count"]) == (5, 5, 5)
    assert end["sha256"] == hashlib.sha256(b"".join(line + b"\n" for line in lines[:-1])).hexdigest()
    assert header["license"].startswith("https://creativecommons.org/")
    found = correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    fire_log()
    _, answer = get(client, "/api/v1/changes/", data={"cursor": header["cursor"]})
    assert [(one["claim"], one["number"]) for one in answer["changes"]] == [(found.public_id, 2)]


def test_the_exported_log_passes_the_stand_alone_verifier(
    seeded: Cast, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fire_log()
    checkpoints.sign_newest()
    path = Path(__file__).resolve().parents[2] / "examples" / "verify_log.py"
    spec = importlib.util.spec_from_file_location("verify_log", path)
    assert spec is not None
    assert spec.loader is not None
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    exported = b"".join(client.get("/api/v1/export/log.ndjson").streaming_content)  # type: ignore[attr-defined]
    (tmp_path / "log.ndjson").write_bytes(exported)
    (tmp_path / "checkpoints.txt").write_bytes(client.get("/api/v1/log/checkpoints.txt").content)
    arguments = [
        str(tmp_path / "log.ndjson"),
        "--checkpoints",
        str(tmp_path / "checkpoints.txt"),
        "--key",
        log.verifier_key(),
    ]
    assert verifier.main(arguments) == 0
    (tmp_path / "log.ndjson").write_bytes(exported.replace(b"killed and 20", b"killed and 30", 1))
    assert verifier.main(arguments) == 1
    assert "at position 3 of 5" in capsys.readouterr().out


def _foreign(here: log.Log) -> dict[str, str]:
    beyond = log.Log(here.log_id, here.epoch, here.size)
    return {
        "damaged": "abc",
        "tampered": cursors.make(here, position=0, filters={})[:-2] + "xx",
        "of another log": cursors.make(log.Log("other", 1, 9), position=0, filters={}),
        "of an earlier epoch": cursors.make(log.Log(here.log_id, 0, 9), position=0, filters={}),
        "for other filters": cursors.make(here, position=0, filters={"topic": "x"}),
        "from the future": cursors.make(beyond, position=here.size + 1, filters={}),
        "of another kind": signing.dumps({"x": 1}, salt=cursors.SALT),
        "hostile": "\u0000\ufffd" * 3,
    }


@pytest.mark.parametrize("kind", sorted(_foreign(log.Log("x", 1, 1))))
def test_a_foreign_cursor_is_refused_and_says_where_to_resync(
    seeded: Cast, client: Client, kind: str
) -> None:
    fire_log()
    response, problem = get(client, "/api/v1/changes/", data={"cursor": _foreign(log.identity())[kind]})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["errors"][0]["pointer"] == "#/cursor"
    assert "Start again" in problem["detail"]
    assert client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize("path", ["claims/", "changes/"])
@pytest.mark.parametrize("name", ["limit", "cursor", "status", "speaker", "topic", "nonsense"])
def test_hostile_parameters_are_answered_never_failed(
    seeded: Cast, client: Client, path: str, name: str
) -> None:
    for text in hostile_strings()[::9]:
        sent = text[:3000].encode("utf-8", "replace").decode()
        response = client.get(f"/api/v1/{path}", data={name: sent})
        assert response.status_code in (200, 400), (name, sent[:40])
        if response.status_code == 400:
            problem = json.loads(response.content)
            assert problem["errors"][0]["pointer"].startswith("#/")
            assert client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize("url", ["/api/v1/claims/?topic=%00", "/api/v1/claims/?topic=%ED%A0%80", "/api/v1/claims/?limit=0",
                                 "/api/v1/claims/?limit=201", "/api/v1/claims/?limit=%D9%A3", "/api/v1/claims/?stauts=x"])  # fmt: skip
def test_bad_parameters_are_named(seeded: Cast, client: Client, url: str) -> None:
    response, problem = get(client, url)
    if response.status_code == 200:  # invalid UTF-8 arrives as the replacement character and finds nothing
        assert problem["results"] == []
        return
    assert (response.status_code, problem["status"]) == (400, 400)
    assert problem["errors"][0]["pointer"].strip("#/") in ("topic", "limit", "stauts")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(seeded: Cast, client: Client, method: str) -> None:
    for path in ("claims/", f"claims/{rashid().public_id}/", "changes/", "export/claims.ndjson", "nothing/"):
        response = getattr(client, method)(
            f"/api/v1/{path}", data="[" * 10_000, content_type="application/json"
        )
        assert response.status_code in (404, 405), path
        assert json.loads(response.content)["type"].startswith("/problems/")


@pytest.mark.parametrize(
    "path",
    [
        "claims/0000000000/",
        "claims/x/",
        "claims/0000000000/revisions/1/",
        "nothing",
        "claims/0000000000/revisions/0/",
    ],
)
def test_nothing_there_is_a_problem_too(seeded: Cast, client: Client, path: str) -> None:
    response, problem = get(client, f"/api/v1/{path}")
    assert (response.status_code, problem["title"]) == (404, "Nothing here")


def test_no_draft_is_ever_visible(seeded: Cast, client: Client) -> None:
    from tests.pages.test_pages import addresses

    canary = "kanarienvogel"
    claim = rashid()
    from claims.actions import claims, review

    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason=canary
    )
    claims.revise(claim=claim, rev=claim.rev, by=seeded.reviewer, at=claim.created_at, statement=canary)
    assert Claim.objects.get(pk=claim.pk).statement == canary
    for url in addresses():
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        assert canary.encode() not in body, url
