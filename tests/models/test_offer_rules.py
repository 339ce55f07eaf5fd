"""What the machine offers, in the database: it stays as it was made, people decide, and never without the step."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from claims.actions import proposals, review
from claims.models import Claim, Offer
from tests.cast import Cast
from tests.models.test_supposition_rules import refused
from tests.offered import captured, read

pytestmark = pytest.mark.django_db


def test_an_offer_stays_as_it_was_made_and_only_people_decide_on_it_by_a_step_of_its_claim(
    cast: Cast,
) -> None:
    version = captured(cast.extractor)
    claim, other, third, *_ = proposals.offer(
        version=version, proposals=read(), by=cast.machine, at=timezone.now()
    )
    row = Offer.objects.filter(claim=claim)

    def decide(by: Any, decision: str, **more: Any) -> None:
        values = {"decided_by": by, "decided_at": timezone.now(), "changed_by": by, **more}
        row.update(decision=decision, **values)

    def take(state: str, **more: Any) -> None:
        Claim.objects.filter(pk=claim.pk).update(state=state, changed_by=cast.reviewer, **more)

    def again(of: Claim, **more: Any) -> None:
        found = Offer.objects.get(claim=of)
        found.pk, found.place, found.changed_by = None, "0-1", cast.machine
        for name, value in more.items():
            setattr(found, name, value)
        found.save(force_insert=True)

    refused("offer_begins_open", lambda: again(claim, decision="accepted"))
    refused("offer_begins_open", lambda: again(claim, made_by=cast.reviewer))
    refused(
        "offer_is_of_its_claim",
        lambda: again(claim, version=captured(cast.extractor, url="https://a.example/2")),
    )
    for name, value in (("made", {}), ("score", "0.1"), ("place", "1-2"), ("extractor", "x"), ("rev", 9)):
        refused(
            "offer_stays_as_made",
            lambda name=name, value=value: row.update(**{name: value}, changed_by=cast.machine),
        )
    refused("offer_decided_by_a_person", lambda: decide(cast.machine, "accepted"))
    refused("offer_decided_by_a_person", lambda: decide(cast.passer_by, "accepted"))
    refused("offer_decided_by_a_person", lambda: decide(cast.extractor, "rejected", decided_why="No."))
    refused("offer_decided_by_a_person", lambda: decide(cast.reviewer, "in review"))
    refused(
        "offer_decided_by_the_actor", lambda: decide(cast.reviewer, "accepted", decided_by=cast.extractor)
    )
    refused("offer_rejected_with_a_reason", lambda: decide(cast.reviewer, "rejected", decided_why=" "))
    for state, more in (
        ("open", {}),
        ("rejected", {"rejected_why": "No."}),
        ("duplicate", {"duplicate_of": other}),
    ):
        refused("claim_step_decides_its_offer", lambda state=state, more=more: take(state, **more))

    def without_its_step() -> None:
        decide(cast.reviewer, "accepted")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS claims_offer_fits IMMEDIATE")

    refused("offer_decision_fits_its_claim", without_its_step)
    accepted = review.accept(claim=claim, rev=claim.rev, by=cast.extractor)
    refused(
        "offer_decided_by_a_person", lambda: decide(cast.reviewer, "open", decided_by=None, decided_at=None)
    )
    review.start(claim=accepted, rev=accepted.rev, by=cast.reviewer)
    refused("offer_decided_by_a_person", lambda: decide(cast.reviewer, "rejected", decided_why="No."))
    assert Offer.objects.get(claim=third).decision == "open"
