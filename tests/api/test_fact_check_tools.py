"""Google's claim search over our claims: their parameters, their shapes, never surer than the documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from claims.domain.vocabulary import CorrectionKind
from claims.formats import fact_check_tools
from claims.formats.claim_review_words import hedged_statement
from claims.models import PublishedClaim
from claims.reads import published
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid

PATH = "/v1alpha1/claims:search"
ALL = {"reviewPublisherSiteFilter": "127.0.0.1"}
SYSTEM = "key alt fields prettyPrint quotaUser callback access_token oauth_token uploadType upload_protocol $.xgafv"


@pytest.fixture
def tried_out(settings: Any) -> None:
    """As in `make demo`, where demonstrations are shown."""
    settings.DEBUG = True


def get(client: Client, path: str = PATH, **query: Any) -> tuple[int, Any]:
    answer = client.get(path, {**query})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"].startswith("application/json")
    return answer.status_code, json.loads(answer.content)


def test_a_claim_is_found_in_googles_shape_with_its_hedges(
    seeded: Cast, client: Client, tried_out: None
) -> None:
    status, found = get(client, query="four thousand", prettyPrint="false")
    (claim,) = [one for one in found["claims"] if one["attributed"]["id"] == rashid().public_id]
    row = published.newest(rashid().public_id)
    assert row is not None
    document = row.value()
    assert status == 200
    assert set(claim) <= {"text", "claimant", "claimDate", "claimReview", fact_check_tools.OURS}
    assert claim["text"] == hedged_statement(document)
    assert "maybe" in claim["text"]
    assert claim["claimant"] == document["speaker"]["name"]
    (review,) = claim["claimReview"]
    assert set(review) == {"publisher", "url", "title", "reviewDate", "textualRating", "languageCode"}
    assert review["publisher"] == {"name": configured.PUBLISHER, "site": "127.0.0.1"}
    assert review["url"] == f"{configured.PUBLIC_URL}/claims/{rashid().public_id}"
    assert review["textualRating"] == document["verdict"]["rating"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", review["reviewDate"])
    assert claim["attributed"]["demonstration"] is True
    assert claim["attributed"]["hedges"] == document["hedges"]
    for one in get(client, **ALL)[1]["claims"]:
        assert all(value not in ("", [], None) for value in one.values())
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one.get("claimDate", "2000-01-01T00:00:00Z"))
    assert client.get("/v1alpha1/claims%3Asearch", {"query": "thousand"}).status_code == 200


def test_only_what_is_rated_and_stands_is_found_and_no_demonstration_of_a_real_site(
    seeded: Cast, client: Client, settings: Any
) -> None:
    assert get(client, **ALL) == (200, {}), "everything here is a demonstration"
    settings.DEBUG = True
    rated = set(PublishedClaim.objects.filter(status="rated").values_list("public_id", flat=True))
    assert {one["attributed"]["id"] for one in get(client, **ALL)[1]["claims"]} == rated
    assert rashid().public_id in rated
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    fire_log()
    found = get(client, **ALL)[1]["claims"]
    assert {one["attributed"]["id"] for one in found} == rated - {rashid().public_id}
    assert get(client, query="xyzzyx") == (200, {})
    assert get(client, reviewPublisherSiteFilter="nytimes.com") == (200, {})


def test_pages_by_token_and_by_offset_hold_every_claim_once(
    seeded: Cast, client: Client, tried_out: None
) -> None:
    whole = [one["attributed"]["id"] for one in get(client, **ALL)[1]["claims"]]
    assert len(whole) == 3
    turned, token = [], ""
    while token is not None:
        page = get(client, **ALL, pageSize=1, **({"pageToken": token, "offset": 2} if token else {}))[1]
        turned += [one["attributed"]["id"] for one in page.get("claims", [])]
        token = page.get("nextPageToken")
    assert turned == whole
    offset = [get(client, **ALL, pageSize=1, offset=n)[1].get("claims", []) for n in range(4)]
    assert [one["attributed"]["id"] for page in offset for one in page] == whole
    token = get(client, **ALL, pageSize=1)[1]["nextPageToken"]
    status, answer = get(client, query="other", pageToken=token)
    assert (status, answer["error"]["details"][0]["fieldViolations"][0]["field"]) == (400, "pageToken")


def test_a_sentence_finds_what_was_said_alike_unless_figures_or_a_denial_differ(
    seeded: Cast, client: Client, tried_out: None
) -> None:
    def found(query: str, **more: Any) -> list[str]:
        answer = get(client, query=query, **more)[1]
        assert "nextPageToken" not in answer
        return [one["attributed"]["id"] for one in answer.get("claims", [])]

    sentence = "Pakistani journalist Ahmed Rashid estimates the militants number perhaps 4 or 5 thousand"
    assert found(sentence) == [rashid().public_id]
    assert found(sentence, maxAgeDays=36_500, languageCode="en") == [rashid().public_id]
    assert (
        found(sentence, languageCode="ru") == found(sentence, offset=1) == found(sentence, maxAgeDays=0) == []
    )
    assert found(sentence.replace("4 or 5 thousand", "90 thousand")) == []
    assert found(sentence.replace("perhaps 4 or 5 thousand", "ninety thousand")) == []
    assert found(sentence.replace("perhaps 4", "more than 4")) == []
    assert found(f"{sentence} -zeppelin") == found(f'{sentence} "the militants number"') == [], (
        "as it is meant"
    )
    assert found(f"{rashid().statement} {'and so on ' * 20}"), "longer than 200 characters"
    assert found(sentence.replace("estimates the", "denies that")) == []
    assert found("The bakers of Lyon went on strike for longer breaks on a Tuesday") == []
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    fire_log()
    assert found(sentence) == []


def test_language_and_age_narrow_what_is_found(seeded: Cast, client: Client, tried_out: None) -> None:
    assert len(get(client, **ALL, languageCode="en-US")[1]["claims"]) == 3, "the region is disregarded"
    assert len(get(client, **ALL, language_code="en")[1]["claims"]) == 3
    assert get(client, **ALL, languageCode="sr-Latn") == (200, {})
    assert len(get(client, **ALL, maxAgeDays=400_000)[1]["claims"]) == 3
    ages = {age: len(get(client, **ALL, maxAgeDays=age)[1].get("claims", [])) for age in (0, 36_500)}
    assert ages == {0: 0, 36_500: 3}


def test_system_parameters_never_stand_in_the_way(seeded: Cast, client: Client) -> None:
    for name in SYSTEM.split():
        for value in ("", "x", "json", "true", "<script>"):
            answer = client.get(PATH, {"query": "x", name: value})
            assert (answer.status_code, answer.content.strip()) == (200, b"{}"), name


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "query"), ({"query": " "}, "query"), ({"query": "x", "pageSize": "-1"}, "pageSize"),
        ({"query": "x", "pageSize": "ten"}, "pageSize"), ({"query": "x", "maxAgeDays": "9999999999"}, "maxAgeDays"),
        ({"query": "x", "offset": "1001"}, "offset"), ({"query": "x", "languageCode": "e"}, "languageCode"),
        ({"query": "x", "pageToken": "x"}, "pageToken"), ({"query": "x", "colour": "red"}, "colour"),
        ({"query": ["x", "y"]}, "query"), ({"query": "\x00"}, "query"), ({"query": "x" * 3000}, "query"),
        ({"query": "x", "pageSize": "1", "page_size": "1"}, "pageSize"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_in_googles_shape(
    seeded: Cast, client: Client, query: dict[str, Any], field: str
) -> None:
    status, answer = get(client, **query)
    error = answer["error"]
    assert (status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    (details,) = error["details"]
    assert details["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert [one["field"] for one in details["fieldViolations"]] == [field]
    assert details["fieldViolations"][0]["description"]


def test_what_is_not_offered_says_so(client: Client, db: None) -> None:
    assert get(client, "/v1alpha1/claims:imageSearch", imageUri="https://a.example/a.png")[0] == 501
    assert get(client, "/v1alpha1/claims:imageSearch")[1]["error"]["status"] == "UNIMPLEMENTED"
    assert get(client, "/v1alpha1/pages")[1]["error"]["status"] == "NOT_FOUND"
    answer = client.post(PATH, {"query": "x"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    many = client.get(f"{PATH}?" + "&".join(f"a{number}=1" for number in range(1_500)))
    assert (many.status_code, json.loads(many.content)["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_nobody_downloads_what_they_have(seeded: Cast, client: Client) -> None:
    tag = client.get(PATH, {"query": "thousand"})["ETag"]
    assert client.get(PATH, {"query": "thousand"}, headers={"If-None-Match": tag}).status_code == 304
