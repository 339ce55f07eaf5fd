"""What was found of words in a later version, in the database: it stays as found, and only people decide, once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from claims.actions import suppression
from claims.domain.vocabulary import RemovalCategory
from claims.models import Following, PublishedAlteration, User
from tests.actions.test_followings import SECOND, captured, captured_again, published
from tests.cast import Cast, rashid
from tests.models.test_supposition_rules import refused


def test_what_was_found_stays_and_the_public_is_told_nothing_else(seeded: Cast) -> None:
    made = published(seeded)
    second = captured_again(seeded, made["moved"])
    rows = {name: Following.objects.get(claim=one) for name, one in made.items()}

    def added(row: Following, **values: Any) -> None:
        """The same row once more, with other values."""
        found = Following.objects.get(pk=row.pk)
        found.pk, found.origin_end = None, found.origin_end - 1
        for name, value in values.items():
            setattr(found, name, value)
        found.changed_by = seeded.machine
        found.save(force_insert=True)

    def changed(row: Following, by: User = seeded.reviewer, **values: Any) -> None:
        Following.objects.filter(pk=row.pk).update(changed_by=by, **values)

    def decided(row: Following, by: User, decision: str = "archived words stand", **values: Any) -> None:
        given = {"decided_by": by, "decided_at": timezone.now(), "decided_why": "So.", **values}
        changed(row, by, decision=decision, **given)

    by = seeded.reviewer
    found, moved, unclear = rows["altered"], rows["moved"], rows["ambiguous"]
    refused("following_now_is_verbatim", lambda: added(found, now="14 people"))
    refused("following_now_is_verbatim", lambda: added(found, start=0, end=5, now=""))
    refused("following_now_is_verbatim", lambda: added(found, end=10_000, now=second.text[found.start :]))
    refused(
        "following_now_is_verbatim",
        lambda: decided(unclear, by, "place confirmed", start=0, end=9, now="x"),
    )
    other = captured(seeded, SECOND, url="https://a.example/2")
    refused("following_is_within_one_article", lambda: added(moved, version=other))
    refused("following_is_within_one_article", lambda: added(moved, origin=second))
    refused("following_is_within_one_article", lambda: added(moved, origin_end=10_000))
    refused("following_is_within_one_article", lambda: added(moved, claim=rashid()))
    refused(
        "following_begins_open",
        lambda: added(
            moved,
            decision="new words taken",
            decided_by=seeded.reviewer,
            decided_at=timezone.now(),
            decided_why="So.",
        ),
    )
    for values in (
        {"outcome": "moved"},
        {"why": "x"},
        {"likeness": 0},
        {"stands": True},
        {"claim": rashid()},
        {"start": 0, "end": 9, "now": second.text[:9]},
    ):
        refused("following_stays", lambda values=values: decided(found, seeded.reviewer, **values))
    for one in (seeded.machine, seeded.extractor, seeded.administrator):
        refused("following_decided_by_a_person", lambda one=one: decided(found, one))
    refused(
        "following_decided_by_a_person", lambda: decided(found, seeded.reviewer, decided_by=seeded.editor)
    )
    decided(found, seeded.reviewer)
    refused("following_stays", lambda: decided(found, seeded.editor))

    told = PublishedAlteration.objects.filter(public_id=made["altered"].public_id)
    for values in (
        {"was": "x"},
        {"now": "x"},
        {"outcome": "gone"},
        {"stands": True},
        {"following": rows["gone"]},
    ):
        refused("publishedalteration_says_what_was_found", lambda values=values: told.update(**values))
    refused("publishedalteration_says_what_was_found", lambda: told.update(article_id="elsewhere"))
    gone = made["gone"]
    case = suppression.open_case(claim=gone, by=seeded.reviewer, at=timezone.now(), category=RemovalCategory.LEGAL,
                                 reason="A letter.", redact_capture=True)  # fmt: skip
    case.refresh_from_db()
    suppression.confirm(case, by=seeded.editor, at=timezone.now(), read=case.changed_at)
    left = PublishedAlteration.objects.get(public_id=gone.public_id)
    assert (left.was, left.now) == ("", "")
    refused("following_of_what_is_there", lambda: added(rows["gone"], version=second))
    assert (
        captured_again(seeded, made["moved"], SECOND + "\nMore.").followings.filter(claim=gone).count() == 0
    )
