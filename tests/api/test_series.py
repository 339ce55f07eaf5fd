"""One figure over time: data for charts, from documents only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from claims.models import Claim
from claims.reads import series
from tests.cast import Cast, rashid
from tests.figures import only, point


def get(client: Client, **query: str) -> Any:
    answer = client.get("/api/v1/series/", query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_a_topic_has_its_figures_in_order_of_time_and_of_documents_only(seeded: Cast, client: Client) -> None:
    topic = rashid().topic
    found = get(client, topic=topic)
    assert found["demonstration"] is True
    points = [point for one in found["series"] for point in one["points"]]
    assert {point["kind"] for point in points} == {"claim", "source"}
    for one in found["series"]:
        times = [
            point["at"]["lower"] or point["at"]["upper"] or "9999" for point in one["points"] if point["at"]
        ]
        assert times == sorted(times)
        assert {point["measure"] for point in one["points"]} == {one["measure"]}
    mine = next(point for point in points if point["id"] == rashid().public_id)
    assert (mine["low"], mine["high"], mine["approximate"]) == ("4000", "5000", True)
    assert mine["figure"] == "4,000–5,000 persons (approximate)"
    hundreds = next(point for point in points if point["text"] == "Hundreds")
    assert (hundreds["low"], hundreds["high"], hundreds["vague"]) == (None, None, True), "nothing is made up"
    Claim.objects.filter(pk=rashid().pk)  # live rows are not asked
    assert found["conflicts"] == []
    assert found["conflicts_complete"] is True


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_conflicts_that_are_not_listed_are_told(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    given = [point(only(20 + more), f"s{more}", "source") for more in range(3)]  # three pairs
    monkeypatch.setattr(series, "_points", lambda _document: given)
    monkeypatch.setattr(series, "MOST_CONFLICTS", number, raising=False)
    found = get(client, topic=rashid().topic)
    assert len(found["conflicts"]) == min(number, 3)
    assert found["conflicts_complete"] is (number >= 3)
    page = client.get(f"/topics/{rashid().topic}").content.decode()
    assert ("More figures cannot both hold than are listed here." in page) is (number < 3)
    assert page.count("cannot both hold of one measure") == min(number, 3)


def test_a_topic_without_figures_is_empty_and_no_topic_is_refused(seeded: Cast, client: Client) -> None:
    assert get(client, topic="nothing of the kind")["series"] == []
    for query in (
        "",
        "?topic=",
        "?topic=a&topic=b",
        "?topic=a&limit=3",
        "?topic=" + "x" * 2000,
        "?topic=%00",
    ):
        answer = client.get("/api/v1/series/" + query)
        assert answer.status_code == 400, query
        assert answer["Content-Type"].startswith("application/problem+json")


def test_it_is_conditional(seeded: Cast, client: Client) -> None:
    answer = client.get("/api/v1/series/", {"topic": rashid().topic})
    again = client.get(
        "/api/v1/series/", {"topic": rashid().topic}, headers={"If-None-Match": answer["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_only_answers(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/api/v1/series/").status_code == 405
