"""Lists of claims: by outlet and period, with the named members alone, page by page."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from claims.api import sparse
from claims.domain.document import DRAFT, FRAME
from claims.domain.vocabulary import CorrectionKind
from claims.models import Publication, PublishedClaim
from tests.actions.test_lifecycle import correct
from tests.api.test_changes import lifted, withheld
from tests.api.test_edges import body
from tests.cast import Cast, rashid
from tests.proofs.world import settled

CLAIMS = "/api/v1/claims/"


def got(address: str, status: int = 200) -> Any:
    """What the answer holds."""
    answer = Client().get(address)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def ids(address: str) -> set[str]:
    """Which claims a list has."""
    return {one["id"] for one in got(address)["results"]}


@pytest.fixture
def everything(seeded: Cast) -> list[dict[str, Any]]:
    """All published documents."""
    found = got(f"{CLAIMS}?limit=200")["results"]
    assert len(found) >= 4
    return list(found)


def test_a_list_is_narrowed_by_outlet_and_by_when_something_may_have_been_said(
    everything: list[dict[str, Any]],
) -> None:
    outlet = everything[0]["article"]["outlet"]
    assert ids(f"{CLAIMS}?outlet={quote(outlet)}") == {
        one["id"] for one in everything if one["article"]["outlet"] == outlet
    }
    assert ids(f"{CLAIMS}?outlet=Nobody") == set()

    def may_be(one: dict[str, Any], first: str, last: str) -> bool:
        said = one["said"]
        return (said["upper"] or "9999") >= first and (said["lower"] or "0000") <= last

    for first, last, asked in (
        ("2009-08-05", "9999", "said_from=2009-08-05"),
        ("0000", "2009-08-31", "said_to=2009-08"),
        ("2009-01-01", "2009-12-31", "said_from=2009&said_to=2009"),
        ("2010-01-01", "9999", "said_from=2010"),
    ):
        wanted = {one["id"] for one in everything if may_be(one, first, last)}
        assert ids(f"{CLAIMS}?{asked}") == wanted, asked
    assert ids(f"{CLAIMS}?said_from=2010") != {one["id"] for one in everything}, "it narrows"


def test_a_list_is_narrowed_by_when_documents_were_published(everything: list[dict[str, Any]]) -> None:
    moments = sorted(PublishedClaim.objects.values_list("at", flat=True))
    middle = moments[len(moments) // 2]
    shown = quote(middle.isoformat())
    later, earlier = ids(f"{CLAIMS}?updated_since={shown}"), ids(f"{CLAIMS}?updated_before={shown}")
    assert len(later) == sum(one >= middle for one in moments)
    assert later | earlier == {one["id"] for one in everything}
    assert not later & earlier
    today = timezone.now().date().isoformat()
    assert ids(f"{CLAIMS}?updated_since={today}") | ids(f"{CLAIMS}?updated_before={today}") == later | earlier


def test_a_moment_is_meant_whatever_its_offset(everything: list[dict[str, Any]]) -> None:
    middle = sorted(PublishedClaim.objects.values_list("at", flat=True))[len(everything) // 2]
    later = ids(f"{CLAIMS}?updated_since={quote(middle.isoformat())}")
    for hours in (-23, -16, 0, 15, 16, 23):
        there = middle.astimezone(timezone.get_fixed_timezone(hours * 60)).isoformat()
        assert ids(f"{CLAIMS}?updated_since={quote(there)}") == later, there


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("said_from=x", "said_from"),
        ("said_from=2009-13", "said_from"),
        ("said_from=2010&said_to=2009", "said_to"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-11-29T13:00:00", "updated_since"),
        ("updated_since=2026-02-30", "updated_since"),
        ("updated_since=0001-01-01", "updated_since"),
        ("updated_since=1000-01-01T00:00:00%2B23:59", "updated_since"),
        ("updated_since=2026-01-01T00:00:00%2B24:00", "updated_since"),
        ("updated_before=2999-12-31T23:59:59-23:59", "updated_before"),
        ("updated_before=9999-12-31T23:59:59-23:59", "updated_before"),
        ("updated_since=2026-01-02&updated_before=2026-01-02", "updated_before"),
        ("updated_before=%00", "updated_before"),
        ("fields=nothing", "fields"),
        ("fields=speaker.x", "fields"),
        ("fields=statement.x", "fields"),
        ("fields=statement,,id", "fields"),
        ("fields=%F0%9F%98%80", "fields"),
        ("fields=" + ",".join(["id"] * 61), "fields"),
        ("speaker=", "speaker"),
        ("topic=+", "topic"),
        ("rating=&status=rated", "rating"),
        ("said_to=", "said_to"),
        ("updated_since=", "updated_since"),
        ("fields=", "fields"),
        ("cursor=", "cursor"),
        ("cursor=&status=rated", "cursor"),
    ],
)
def test_what_cannot_be_used_is_refused_and_names_its_field(seeded: Cast, asked: str, field: str) -> None:
    assert got(f"{CLAIMS}?{asked}", 400)["errors"][0]["pointer"] == f"#/{field}"


def test_only_the_named_members_are_given_and_always_the_id(everything: list[dict[str, Any]]) -> None:
    whole = {one["id"]: one for one in everything}
    asked = "fields=statement,speaker.name,evidence.source.title,verdict.rating,speaker.role"
    for one in got(f"{CLAIMS}?{asked}")["results"]:
        full = whole[one["id"]]
        assert one == {
            "id": full["id"],
            "statement": full["statement"],
            "speaker": {"name": full["speaker"]["name"], "role": full["speaker"]["role"]},
            "evidence": [{"source": {"title": part["source"]["title"]}} for part in full["evidence"]],
            "verdict": None if full["verdict"] is None else {"rating": full["verdict"]["rating"]},
        }
    name = rashid().public_id
    assert got(f"{CLAIMS}{name}/?fields=speaker.name,speaker") == {
        "id": name,
        "speaker": whole[name]["speaker"],
    }
    assert got(f"{CLAIMS}{name}/revisions/1/?fields=number") == {"id": name, "number": 1}
    article = whole[name]["article"]["id"]
    assert set(got(f"/api/v1/articles/{article}/claims/?fields=cue")["results"][0]) == {"id", "cue"}


def test_the_members_that_can_be_named_are_those_that_documents_have(
    everything: list[dict[str, Any]],
) -> None:
    assert set(sparse.members()) == {*DRAFT, *FRAME}
    for document in everything:
        assert set(document) == set(sparse.members())


def test_what_was_picked_has_a_validator_of_its_own(seeded: Cast) -> None:
    url = f"{CLAIMS}{rashid().public_id}/"
    client = Client()
    whole, some, other = (client.get(url + asked) for asked in ("", "?fields=statement", "?fields=cue"))
    assert len({whole["ETag"], some["ETag"], other["ETag"]}) == 3
    assert some["ETag"].startswith('W/"')
    assert client.get(f"{url}?fields=statement", headers={"If-None-Match": some["ETag"]}).status_code == 304
    assert client.get(f"{url}?fields=cue", headers={"If-None-Match": some["ETag"]}).status_code == 200
    assert client.get(url, headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_a_document_says_where_it_is_else_and_since_when(seeded: Cast, client: Client) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="later")
    name = rashid().public_id
    page, numbers = f"/claims/{name}", PublishedClaim.objects.get(public_id=name).number
    assert numbers > 1
    for address, alternate, number in (
        (f"{CLAIMS}{name}/", page, numbers),
        (f"{CLAIMS}{name}/?fields=cue", page, numbers),
        (f"{CLAIMS}{name}/revisions/1/", f"{page}/revisions/1", 1),
    ):
        answer = client.get(address)
        found = {rel: to for to, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer["Link"])}
        assert (found["self"], found["alternate"]) == (address, alternate)
        assert (found["timegate"], found["timemap"]) == (page, f"{page}/timemap")
        assert found["cite-as"] == f"{page}/revisions/{number}"
        for relation in ("alternate", "cite-as", "timegate", "timemap", "describedby", "service-desc"):
            assert client.get(found[relation]).status_code == 200, relation
        described = client.get(found["describedby"]).json()
        assert found["describedby"].rpartition("/")[2] in described["components"]["schemas"]
        if "revisions" in address:
            assert found["next"] == f"{CLAIMS}{name}/revisions/2/"
        assert ("next" in found, "prev" in found) == ("revisions" in address, False)
        at = Publication.objects.get(public_id=name, number=number).at
        assert answer["Last-Modified"] == http_date(at.timestamp())
        dated = {"If-Modified-Since": answer["Last-Modified"]}
        assert client.get(address, headers={**dated, "If-None-Match": '"x"'}).status_code == 200
        assert client.get(address, headers={**dated, "If-None-Match": answer["ETag"]}).status_code == 304
    last = client.get(f"{CLAIMS}{name}/revisions/{numbers}/")["Link"]
    assert (f'revisions/{numbers - 1}/>; rel="prev"' in last, 'rel="next"' in last) == (True, False)
    known = {"If-Modified-Since": http_date(timezone.now().timestamp())}
    withheld(seeded, rashid())
    for address in (f"{CLAIMS}{name}/", f"{CLAIMS}{name}/revisions/1/"):
        gone = client.get(address, headers=known)
        assert (gone.status_code, "Last-Modified" in gone, "timegate" in gone.get("Link", "")) == (
            451,
            False,
            False,
        )


def test_the_next_page_keeps_what_was_asked_and_a_cursor_is_bound_to_it(seeded: Cast) -> None:
    address, seen = f"{CLAIMS}?limit=2&updated_since=2000-01-01&fields=statement", []
    while address:
        page = got(address)
        seen += [one["id"] for one in page["results"]]
        assert all(set(one) == {"id", "statement"} for one in page["results"])
        address = page["next"] or ""
        cursor = address.partition("cursor=")[2]
        if cursor:
            assert (
                got(f"{CLAIMS}?limit=2&updated_since=2001-01-01&cursor={cursor}", 400)["type"]
                == "/problems/bad-cursor"
            )
    assert len(seen) == len(set(seen)) == PublishedClaim.objects.count()


def test_a_rating_is_that_of_claims_that_stand_in_lists_feed_and_export(seeded: Cast, client: Client) -> None:
    settled()
    rating = PublishedClaim.objects.get(public_id=rashid().public_id).rating
    asked = {"rating": rating}

    def exported() -> list[str]:
        lines = body(client.get("/api/v1/export/claims.ndjson", asked)).splitlines()[1:-1]
        return [json.loads(line)["id"] for line in lines]

    assert rashid().public_id in ids(f"{CLAIMS}?rating={quote(rating)}")
    assert rashid().public_id in exported()
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    settled()
    assert PublishedClaim.objects.get(public_id=rashid().public_id).rating == rating, "as it was sealed"
    assert rashid().public_id not in ids(f"{CLAIMS}?rating={quote(rating)}")
    assert rashid().public_id not in exported()
    last = client.get("/api/v1/changes/", asked).json()["changes"][-1]
    assert (last["claim"], last["filter"], last["tombstone"]) == (rashid().public_id, "left", True)


def test_a_list_tells_not_even_the_place_of_what_is_out_of_sight(seeded: Cast, client: Client) -> None:
    claim = rashid()
    values = {
        "speaker": claim.speaker.public_id,
        "topic": claim.topic,
        "article": claim.version.article.public_id,
    }
    addresses = [f"/api/v1/claims/?{name}={quote(value)}&limit=1" for name, value in values.items()]
    addresses += [f"/api/v1/articles/{values['article']}/claims/?limit=1"]
    made = withheld(seeded, claim)
    settled()
    for address in addresses:
        found, url = [], address
        while url:
            page = client.get(url).json()
            assert page["results"] or not page["next"], "a page without a claim says that there is one"
            found += [one["id"] for one in page["results"]]
            url = page["next"]
        assert claim.public_id not in found
    assert claim.public_id not in client.get(f"/topics/{quote(values['topic'])}").content.decode()
    for form in ("atom", "json"):
        assert claim.public_id in client.get(f"/feeds/claims.{form}").content.decode(), "that it is gone"
        for name, value in values.items():
            filtered = client.get(f"/feeds/claims.{form}", {name: value}).content.decode()
            assert claim.public_id not in filtered, "not whose it was"
    lifted(seeded, made)
    settled()
    assert claim.public_id in ids(f"{CLAIMS}?speaker={values['speaker']}")
