"""Somebody approves, somebody edits, somebody publishes, at the same moment: what is public is what was approved."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from claims.actions import claims, publication, review
from claims.domain import canonical
from claims.domain.document import FRAME
from claims.domain.errors import DomainError
from claims.models import Approval, Claim, Publication
from claims.reads import drafts
from tests import raw
from tests.cast import Cast, assemble
from tests.proofs.four_eyes import REFUSALS, by_sql

RACES = int(os.environ.get("RACES", "50"))
PATIENCE = 12
"""How often the publisher tries before giving up."""


class Races:
    """Three people on a claim after another; each begins when all have read it."""

    def __init__(self, cast: Cast, numbers: list[int], *, seed: int) -> None:
        self.cast, self.numbers, self.chance = cast, numbers, random.Random(seed)
        self.barrier = threading.Barrier(3, timeout=60)
        self.read: dict[int, bytes] = {}
        self.outcomes: Counter[str] = Counter()
        self.faults: list[BaseException] = []

    def run(self) -> None:
        parts = (self.approve, self.edit, self.publish)
        threads = [threading.Thread(target=self._all, args=(part,)) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not self.faults, self.faults

    def _all(self, part: Callable[[Claim], None]) -> None:
        try:
            for number in self.numbers:
                claim = claims.fresh(Claim(pk=number))
                if part == self.approve:
                    self.read[number] = canonical.encode(drafts.build(claim))
                self.barrier.wait()
                time.sleep(self.chance.uniform(0, 0.006))
                try:
                    part(claim)
                    self.outcomes[part.__name__] += 1
                except REFUSALS:
                    self.outcomes[f"{part.__name__} refused"] += 1
                self.barrier.wait()
        except BaseException as error:  # shown by the test
            self.faults.append(error)
            self.barrier.abort()
        finally:
            connections.close_all()

    def approve(self, claim: Claim) -> None:
        """Consent to the very bytes that were read."""
        seen = canonical.digest(self.read[claim.pk])
        review.approve(claim=claim, rev=claim.rev, by=self.cast.second_reviewer, at=_now(), seen=seen)

    def edit(self, claim: Claim) -> None:
        """Other words, by an action, by the ORM or by SQL that does not even know the revision."""
        by, words = self.cast.reviewer, f"Other words {claim.pk}."
        if claim.pk % 3 == 0:
            claims.revise(claim=claim, rev=claim.rev, by=by, at=_now(), statement=words)
        elif claim.pk % 3 == 1:
            Claim.objects.filter(pk=claim.pk).update(statement=words, rev=claim.rev + 1, changed_by=by)
        else:
            by_sql(
                "UPDATE claims_claim SET statement = %s, rev = rev + 1, changed_by_id = %s WHERE id = %s",
                [words, by.pk, claim.pk],
            )

    def publish(self, claim: Claim) -> None:
        """As soon as it is approved, or never."""
        for attempt in range(PATIENCE):
            try:
                publication.publish(claim=claim, rev=claim.rev, by=self.cast.editor, at=_now())
                return
            except DomainError:
                if attempt == PATIENCE - 1:
                    raise
                time.sleep(self.chance.uniform(0, 0.008))

    def differing(self) -> list[int]:
        """The claims of which something else is public than what the second person had read."""
        found = []
        for row in Publication.objects.filter(claim__in=self.numbers):
            document = json.loads(bytes(row.document or b""))
            words = canonical.encode({key: value for key, value in document.items() if key not in FRAME})
            approved = bytes(Approval.objects.get(pk=row.approval_id).draft or b"")
            if not words == approved == self.read[row.claim_id]:
                found.append(row.claim_id)
        return found


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def complete_drafts(count: int) -> tuple[Cast, list[int]]:
    """So many complete drafts, committed."""
    cast = assemble()
    with raw.connect() as connection:
        bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        found = [number for number, _ in raw.make_claims(connection, bed, count)]
        connection.execute(
            "UPDATE claims_claim SET state = 'draft complete', changed_by_id = %s", [cast.reviewer.pk]
        )
    return cast, found


@pytest.mark.usefixtures("committed")
def test_what_is_published_is_what_was_approved_whoever_edits_meanwhile() -> None:
    races = Races(*complete_drafts(RACES), seed=RACES)
    races.run()
    print(f"  {RACES} races: {dict(races.outcomes)}")
    assert races.differing() == []
    assert races.outcomes["publish"] > 0, "some are published"
    assert races.outcomes["edit"] > 0, "some edits come first"
    assert races.outcomes["edit"] + races.outcomes["publish"] >= RACES * 0.9


@pytest.fixture
def unguarded(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither the database nor the application asks whether consent is to these words."""
    tables = ("claims_claim", "claims_publication")
    with raw.connect("owner", autocommit=True) as owner:
        for table in tables:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER d_guard")
        monkeypatch.setattr(publication, "locked", lambda claim, **_: claims.fresh(claim))
        monkeypatch.setattr(
            publication, "_approval", lambda claim: Approval.objects.filter(claim=claim).latest("id")
        )
        monkeypatch.setattr(publication, "_require_same", lambda *_: None)
        yield
        connections.close_all()
        for table in tables:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER d_guard")


@pytest.mark.usefixtures("unguarded")
def test_without_the_checks_of_consent_other_words_become_public() -> None:
    races = Races(*complete_drafts(25), seed=2)
    races.run()
    assert races.differing() != []
