"""The API does what its description says: each example runs, each answer has its shape; the kept copy is the code's."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate

from claims.actions import withholding
from claims.api import description
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim
from claims.reads import published
from claims.web import retiring
from claims.web.retiring import Retiring
from tests.api import described
from tests.cast import Cast, rashid


def test_every_example_runs_and_is_answered_as_described(seeded: Cast, client: Client) -> None:
    told = json.loads(client.get("/api/v1/openapi.json").content)
    assert described.without_example(told) == [], (
        "give it one in claims/api/description.py, or where it is described"
    )
    wrong, ran, unread = [], 0, []
    for one in described.operations(told):
        if one.needs_key:
            unread.append(one.path)
            continue
        for url, body in described.requests(one):
            sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
            answer = getattr(client, one.method)(url, **sent)
            ran += 1
            early = answer.status_code == 404 and one.path.startswith(described.OF_A_NIGHT)
            if answer.status_code != 200 and "200" in one.told["responses"] and not early:
                wrong.append(f"{one.method} {url}: {answer.status_code}")
            wrong += [f"{one.method} {url}: {fault}" for fault in described.faults(told, one, answer)]
    print(f"  {ran} examples ran; with a key only: {', '.join(unread) or 'none'}")
    assert wrong == []
    assert ran > 60
    claims = told["paths"]["/api/v1/claims/"]["get"]
    assert next(one["example"] for one in claims["parameters"] if one["name"] == "speaker") != "d5h9kn4rt6"


def test_an_answer_that_is_otherwise_is_seen(seeded: Cast, client: Client) -> None:
    told = json.loads(client.get("/api/v1/openapi.json").content)
    one = next(one for one in described.operations(told) if one.path == "/api/v1/claims/{public_id}/")
    answer = client.get(f"/api/v1/claims/{rashid().public_id}/")
    assert described.faults(told, one, answer) == []
    answer.content = answer.content.replace(b'"kind":"first"', b'"kind":"third"')
    assert any("'third'" in fault for fault in described.faults(told, one, answer))
    del told["paths"]["/api/v1/claims/"]["get"]["parameters"][0]["example"]
    assert len(described.without_example(told)) == 1


def test_the_kept_description_is_that_of_the_code(db: None) -> None:
    assert described.KEPT.read_text() == described.kept(), "python -m tests.api.described --write"
    found = json.loads(described.KEPT.read_text())
    validate(found)
    assert found["openapi"].startswith("3.1")


def test_a_site_with_nothing_published_has_a_description_too(client: Client, db: None) -> None:
    assert description.of_this_site() == description.NOWHERE
    assert described.without_example(json.loads(client.get("/api/v1/openapi.json").content)) == []


def test_what_was_taken_out_of_sight_is_no_example(seeded: Cast, client: Client) -> None:
    newest = published.listed(limit=1, filters={"status": "rated"}).items[0].public_id
    claim = Claim.objects.get(public_id=newest)
    ground = {"category": RemovalCategory.PRIVACY, "reason": "Asked for."}
    withholding.withhold(claim=claim, by=seeded.editor, at=timezone.now(), **ground)
    given = description.of_this_site()["claim"]
    assert client.get(f"/api/v1/claims/{given}/").status_code == 200
    page = client.get("/api/v1/docs/").content.decode()
    assert (f"/claims/{newest}" in page, f"/claims/{given}.jsonld" in page) == (False, True)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Retiring:
    """One address that is going."""
    one = Retiring(
        "/api/v1/claims/{public_id}/", date(2027, 1, 1), date(2027, 7, 1), instead="/api/v2/claims/"
    )
    parameter = Retiring("/api/v1/claims/", date(2027, 1, 1), date(2027, 8, 1), parameter="topic")
    monkeypatch.setattr(retiring, "RETIRING", (one, parameter))
    description._written.cache_clear()
    return one


def test_what_is_going_is_told_in_headers_and_in_the_description(
    seeded: Cast, client: Client, told: Retiring
) -> None:
    answer = client.get(f"/api/v1/claims/{rashid().public_id}/")
    assert answer["Deprecation"] == f"@{int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())}"
    assert answer["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert 'rel="deprecation"' in answer["Link"]
    assert '</api/v2/claims/>; rel="successor-version"' in answer["Link"]
    assert 'rel="license"' in answer["Link"], "the others stay"
    assert "Deprecation" in answer["Access-Control-Expose-Headers"]
    assert "Sunset" in client.get("/api/v1/claims/?topic=x")
    for other in ("/api/v1/claims/", "/api/v1/claims/?status=rated", "/api/v1/speakers/"):
        assert "Deprecation" not in client.get(other), other
    paths = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    assert paths[told.path]["get"]["deprecated"] is True
    parts = {one["name"]: one.get("deprecated") for one in paths["/api/v1/claims/"]["get"]["parameters"]}
    assert parts["topic"] is True
    assert parts["status"] is None
    description._written.cache_clear()


def test_nothing_goes_without_notice(client: Client, db: None) -> None:
    with pytest.raises(ValueError, match="at least 180"):
        Retiring("/api/v1/claims/", date(2027, 1, 1), date(2027, 6, 1))
    found: Any = client.get("/api/v1/claims/")
    assert (retiring.RETIRING, "Sunset" in found) == ((), False)
