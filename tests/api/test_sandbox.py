"""The sandbox: a real log with every kind of entry, served as the API serves what was published.

Run with SANDBOX=write to make its file anew, from the five claims and through the actions.
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims.actions import checkpoints, claims, publication, review, suppression, withholding
from claims.api import sandbox as api
from claims.api.sandbox import HERE
from claims.domain.ledger import export_line
from claims.domain.vocabulary import CorrectionKind, EntryType, RemovalCategory
from claims.models import Claim
from claims.reads import exports, log
from claims.reads.sandbox import GONE, file, sandbox
from tests.api.test_keys import a_key
from tests.cast import Cast
from tests.examples.test_verify_log import run

EXAMPLE = "An example in the sandbox."


def committed() -> None:
    """What COMMIT does, in a test that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def corrected(cast: Cast, claim: Claim, kind: CorrectionKind, **values: Any) -> None:
    """A correction from opening to publication."""
    claim = review.open_correction(claim=claim, rev=claim.rev, by=cast.reviewer, kind=kind, reason=EXAMPLE)
    if values:
        claim = claims.revise(claim=claim, rev=claim.rev, by=cast.reviewer, at=timezone.now(), **values)
    claim = review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=cast.second_reviewer, at=timezone.now())
    publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())
    committed()


def lead_through_everything(cast: Cast) -> None:
    """Publishes, corrects, retracts, withholds, brings back and suppresses."""
    committed()
    ground: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": EXAMPLE}
    first, second, third, fourth, fifth = Claim.objects.order_by("pk")
    corrected(cast, first, CorrectionKind.TYPO, topic="militant movements")
    corrected(cast, second, CorrectionKind.WITHDRAWN)
    held = withholding.withhold(claim=third, by=cast.editor, at=timezone.now(), **ground)
    committed()
    held.refresh_from_db()
    withholding.lift(held, by=cast.administrator, at=timezone.now(), why=EXAMPLE, read=held.changed_at)
    committed()
    withholding.withhold(claim=fourth, by=cast.editor, at=timezone.now(), **ground)
    committed()
    case = suppression.open_case(claim=fifth, by=cast.reviewer, at=timezone.now(), **ground)
    case.refresh_from_db()
    suppression.confirm(case, by=cast.editor, at=timezone.now(), read=case.changed_at)
    committed()


@pytest.mark.skipif(os.environ.get("SANDBOX") != "write", reason="makes the file; asked for by hand")
def test_the_file_is_made(seeded: Cast) -> None:
    lead_through_everything(seeded)
    checkpoints.sign_newest()
    here = log.identity()
    lines = [exports._header(here, filters={}), *map(export_line, log.all_entries(until=here.size))]
    file().write_bytes(b"".join(lines))
    file("checkpoints.txt").write_text("\n".join(log.notes()), encoding="utf-8")
    file("key.txt").write_text(log.verifier_key() + "\n", encoding="utf-8")
    sandbox.cache_clear()


def got(address: str, status: int = 200) -> Any:
    answer = Client().get(HERE + address)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_the_log_of_the_sandbox_verifies_and_has_every_kind_of_change() -> None:
    here = sandbox()
    assert [one.position for one in here.events] == list(range(1, here.log.size + 1))
    kinds = {one.type for one in here.events}
    assert kinds == {one.value for one in EntryType} - {EntryType.REDACTED.value}
    key = file("key.txt").read_text(encoding="utf-8").strip()
    done = run(str(file()), "--checkpoints", str(file("checkpoints.txt")), "--key", key)
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(here.log.size) in done.stdout
    for name in ("log.ndjson", "checkpoints.txt"):
        assert Client().get(HERE + name).content == file(name).read_bytes()
    assert got("")["key"] == key


def test_its_documents_are_the_bytes_that_were_sealed_and_what_was_removed_is_gone() -> None:
    here = sandbox()
    for claim, event in here.newest().items():
        answer = Client().get(f"{HERE}claims/{claim}/")
        if event.type in GONE:
            assert answer.status_code == 451
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["type"] == f"/problems/{GONE[event.type]}"
        else:
            assert answer.content == event.document
            assert answer["ETag"] == f'"{event.commitment}"'
            again = Client().get(f"{HERE}claims/{claim}/", headers={"If-None-Match": answer["ETag"]})
            assert again.status_code == 304
    assert {one["id"] for one in got("claims/")["results"]} == {one.claim for one in here.documents()}
    assert [one["status"] for one in got("claims/?status=retracted")["results"]] == ["retracted"]
    assert got("claims/zzzzzzzzzz/", 404)["type"] == "/problems/not-found"


def test_a_copy_that_follows_its_feed_page_by_page_holds_what_its_list_has() -> None:
    copy: dict[str, Any] = {}
    cursor, seen = "", []
    while True:
        page = got(f"changes/?limit=3{'&cursor=' + cursor if cursor else ''}")
        for change in page["changes"]:
            seen.append(change["position"])
            copy[change["claim"]] = change["document"]
        cursor = page["cursor"]
        if not page["has_more"]:
            break
    assert seen == list(range(1, sandbox().log.size + 1))
    listed, address = {}, "claims/?limit=1"
    while address:
        page = got(address)
        listed |= {one["id"]: one for one in page["results"]}
        address = (page["next"] or "").removeprefix(HERE)
    assert {name: one for name, one in copy.items() if one} == listed
    assert got("changes/?cursor=x", 400)["type"] == "/problems/bad-cursor"


@pytest.mark.parametrize("status", api.DETAIL)
def test_every_problem_can_be_had_on_demand(status: int) -> None:
    answer = Client().get(f"{HERE}problems/{status}/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert ("Retry-After" in answer) == (status in (429, 503))
    assert Client().get(f"{HERE}problems/418/").status_code == 404


def test_its_front_names_what_is_there_and_a_test_key_opens_it(seeded: Cast) -> None:
    front = got("")
    for address in (
        front["claims"],
        front["changes"],
        front["log"],
        front["checkpoints"],
        *(one["claim"] for one in front["to_try"]),
    ):
        assert Client().get(address).status_code in (200, 451), address
    _, text = a_key(seeded, is_test=True)
    answer = Client().get(HERE, headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    assert '"day"' in answer["RateLimit-Policy"]
