"""The feed: what a filter leaves of it is exact, and whoever waits for something new holds up nobody."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims.actions import publication, review, suppression, withholding
from claims.api import waiting
from claims.domain.errors import BadCursor
from claims.domain.vocabulary import CorrectionKind, RemovalCategory
from claims.models import Claim, Withholding
from claims.reads import cursors, feed, log
from tests import raw
from tests.actions.test_lifecycle import correct
from tests.api.test_edges import body
from tests.cast import Cast, assemble, rashid
from tests.following import Follower, exported
from tests.proofs.world import settled
from tests.served import served

GROUND: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": "A letter."}


def withheld(cast: Cast, claim: Claim) -> Withholding:
    made = withholding.withhold(claim=claim, by=cast.editor, at=timezone.now(), **GROUND)
    settled()
    return made


def lifted(cast: Cast, made: Withholding) -> None:
    made.refresh_from_db()
    withholding.lift(made, by=cast.administrator, at=timezone.now(), why="Right.", read=made.changed_at)
    settled()


def suppressed(cast: Cast, claim: Claim) -> None:
    case = suppression.open_case(claim=claim, by=cast.reviewer, at=timezone.now(), **GROUND)
    case.refresh_from_db()
    suppression.confirm(case, by=cast.editor, at=timezone.now(), read=case.changed_at)
    settled()


def reinstated(cast: Cast, claim: Claim) -> None:
    claim = review.open_correction(
        claim=claim,
        rev=claim.rev,
        by=cast.editor,
        kind=CorrectionKind.REINSTATED,
        reason="It holds after all.",
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=cast.second_reviewer, at=timezone.now())
    publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())


def test_a_change_is_told_by_what_it_means_for_the_filter(seeded: Cast, client: Client) -> None:
    settled()
    topic, name = rashid().topic, rashid().public_id
    reader = Follower(client, {"topic": topic})
    other = Follower(client, {"topic": "another", "speaker": rashid().speaker.public_id}, limit=1)
    reader.catch_up()
    told = len(reader.told)
    for values in ({"places": ["Here"]}, {"topic": "another"}, {"places": ["There"]}, {"topic": topic}):
        correct(seeded, rashid(), CorrectionKind.TYPO, **values)
        settled()
    made = withheld(seeded, rashid())
    reader.catch_up()
    gone = [(one["type"], one["filter"], one["tombstone"]) for one in reader.told[told:]]
    assert gone == [("claim.corrected", "left", True)] * 4 + [("claim.withheld", "left", True)], (
        "all are out of sight"
    )
    lifted(seeded, made)
    reader.catch_up()
    assert reader.told[-1]["filter"] == "entered"
    again = Follower(client, {"topic": topic})
    again.catch_up()
    mine = [
        (one["number"], one["filter"], one["document"] is None) for one in again.told if one["claim"] == name
    ]
    assert mine == [
        (1, "entered", False),
        (2, "stays", False),
        (3, "left", True),
        (5, "entered", False),
        (5, "left", True),
        (5, "entered", False),
    ]
    assert not any(one["tombstone"] for one in again.told if one["number"] == 3), (
        "it is still there, elsewhere"
    )
    assert [(one["number"], one["filter"]) for one in (other.catch_up(), other.told)[1]] == [
        (3, "entered"),
        (4, "stays"),
        (5, "left"),
    ]
    refused = client.get("/api/v1/changes/", {"cursor": again.cursor, "topic": "Ours & “theirs”"}).json()[
        "detail"
    ]
    (address,) = re.findall(r"/api/v1/export/claims\.ndjson\S*(?=,)", refused)
    header = json.loads(body(client.get(address)).splitlines()[0])
    taken = {"cursor": header["cursor"], "topic": "Ours & “theirs”"}
    assert client.get("/api/v1/changes/", taken).status_code == 200, "where it sends readers they can go on"
    wrong = client.get("/api/v1/changes/", {"cursor": again.cursor})
    assert (wrong.status_code, "other filters" in wrong.json()["detail"]) == (400, True)
    known = json.loads(client.get("/api/v1/openapi.json").content)["paths"]["/api/v1/changes/"]["get"][
        "parameters"
    ]
    assert {one["name"] for one in known} == {"cursor", "limit", "wait", *feed.FILTERS}


FILTERS = (
    {},
    {"topic": "one"},
    {"topic": "two", "status": "rated"},
    {"status": "retracted"},
    {"rating": "unproven"},
)


def test_whoever_follows_a_filter_holds_exactly_what_matches_it(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "LOOKED_THROUGH", 3)
    settled()
    chance = Random(8)
    readers = [Follower(client, filters, limit=limit) for filters in FILTERS for limit in (1, 2, 100)]
    aside: dict[int, Withholding] = {}
    claims = list(Claim.objects.filter(published_number__gt=0).order_by("pk"))
    for turn in range(24):
        claim = Claim.objects.get(pk=chance.choice(claims).pk)
        if claim.pk in aside:
            lifted(seeded, aside.pop(claim.pk))
        elif chance.random() < 0.3:
            aside[claim.pk] = withheld(seeded, claim)
        elif claim.state == "retracted":
            reinstated(seeded, claim)
        elif chance.random() < 0.2:
            correct(seeded, claim, CorrectionKind.WITHDRAWN)
        else:
            correct(seeded, claim, CorrectionKind.TYPO, topic=chance.choice(("one", "two", "three")))
        settled()
        if turn in (12, 20):
            suppressed(seeded, gone := claims.pop())
            aside.pop(gone.pk, None)
        for reader in readers:
            if chance.random() < 0.4:
                reader.read()
    for reader in readers:
        expected, cursor = exported(client, reader.filters)
        assert reader.catch_up() == expected, reader.filters
        if reader.limit == 100:
            fresh = Follower(client, reader.filters)
            fresh.held, fresh.cursor = expected, cursor
            assert fresh.catch_up() == expected
            assert fresh.told == []


@pytest.mark.usefixtures("committed")
def test_whoever_waits_is_answered_at_once_when_something_comes_and_holds_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "ROOM", waiting.WaitingRoom(2))
    cast = assemble()
    with raw.connect() as writer, served() as site, ThreadPoolExecutor(4) as threads:
        bed = raw.make_bed(
            writer, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        first, second = raw.make_claims(writer, bed, 2)
        raw.publish(writer, bed, first)
        writer.commit()

        def ask(query: str) -> tuple[float, dict[str, Any], str | None]:
            start = time.monotonic()
            with urlopen(f"{site}/api/v1/changes/?{query}") as answer:
                return time.monotonic() - start, json.load(answer), answer.headers["Retry-After"]

        whole, raw_outlet = ask("limit=1")[1]["cursor"], ask("outlet=Raw+outlet")[1]["cursor"]
        none = ask("outlet=Another")[1]["cursor"]
        before = _connections()
        plain = threads.submit(ask, f"wait=20&cursor={whole}")
        other = threads.submit(ask, f"wait=1&cursor={none}&outlet=Another")
        _until(lambda: waiting.ROOM._waiting == 2)
        assert _connections() <= before + 1, "one watches for all"
        took, answer, retry = ask(f"wait=20&cursor={raw_outlet}&outlet=Raw+outlet")
        assert (took < 10, answer["changes"], retry) == (True, [], "5"), "no place is left for a third one"
        raw.publish(writer, bed, second)
        writer.commit()
        took, answer, retry = plain.result()
        assert (took < 10, [one["claim"] for one in answer["changes"]], retry) == (True, [second[1]], None)
        took, answer, retry = other.result()
        assert (took >= 1, answer["changes"], retry) == (True, [], None), "what came does not concern it"
        assert ask(f"cursor={answer['cursor']}&outlet=Another&wait=0")[1]["changes"] == []
        _until(lambda: not any(one.name == "watches the log" for one in threading.enumerate()))


def _connections() -> int:
    with raw.connect(autocommit=True) as own:
        row = own.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("It never came to that.")


@pytest.mark.parametrize(
    "query",
    [
        "wait=26",
        "wait=-1",
        "wait=x",
        "limit=1001",
        "wait=1&wait=2",
        "after=x",
        "status=lost",
        "speaker=He",
        "speaker=",
        "cursor=",
        "cursor=+&topic=A",
    ],
)
def test_what_cannot_be_asked_of_the_feed_is_named(client: Client, db: None, query: str) -> None:
    answer = client.get(f"/api/v1/changes/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].strip("#/") == query.partition("=")[0]
    assert connection.is_usable()


def test_a_cursor_is_of_its_filters_whatever_stands_in_them() -> None:
    here = log.Log("a log", 1, 9)
    for one, other in (
        ({"outlet": "A&5:topic=B"}, {"outlet": "A", "topic": "B"}),
        ({"outlet": "A&topic=1:B"}, {"outlet": "A", "topic": "B"}),
        ({"topic": "A"}, {}),
    ):
        cursor = cursors.make(here, position=3, filters=one)
        assert cursors.read(cursor, log=here, filters=one) == 3
        with pytest.raises(BadCursor):
            cursors.read(cursor, log=here, filters=other)
