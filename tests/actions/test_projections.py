"""The public lists come from publications alone and can be made again from them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.actions import claims, projections, publication, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Publication, PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker
from tests.cast import Cast, rashid

LISTS = (PublishedClaim, PublishedArticle, PublishedSource, PublishedSpeaker)


def rows() -> dict[str, list[dict[str, Any]]]:
    """What the lists say."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in LISTS}


@pytest.fixture
def corrected(seeded: Cast) -> Cast:
    """The five claims, one of them corrected after the others were published."""
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="A slip."
    )
    now = timezone.now()
    claim = claims.revise(claim=claim, rev=claim.rev, by=seeded.reviewer, at=now, topic="strength")
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now)
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now)
    return seeded


def test_lists_made_again_are_the_same(corrected: Cast) -> None:
    before = rows()
    assert len(before["PublishedClaim"]) == 5
    assert {row["number"] for row in before["PublishedClaim"]} == {1, 2}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the entries of the log, as at COMMIT
    PublishedClaim.objects.update(topic="something else")
    PublishedArticle.objects.create(**before["PublishedArticle"][0] | {"public_id": "zzzzzzzzzz"})
    PublishedSpeaker.objects.update(name="somebody else")
    PublishedSource.objects.filter(pk=before["PublishedSource"][0]["public_id"]).update(title="x")
    assert rows() != before
    assert projections.rebuild() == 6
    assert rows() == before


def test_the_lists_never_go_back_to_an_older_document(corrected: Cast) -> None:
    before = rows()
    first = Publication.objects.get(public_id=rashid().public_id, number=1)
    with pytest.raises(IntegrityError, match="newest publication of each claim"), transaction.atomic():
        projections.write(first)
    listed = PublishedClaim.objects.filter(public_id=rashid().public_id)
    for change in ({"publication": first, "number": 1}, {"publication": first}, {"number": 1}):
        with pytest.raises(IntegrityError, match="newest publication of each claim"), transaction.atomic():
            listed.update(**change)
    assert rows() == before


def test_a_claim_is_in_the_lists_with_what_its_newest_document_says(corrected: Cast) -> None:
    row = PublishedClaim.objects.get(public_id=rashid().public_id)
    assert (row.number, row.topic, row.status, row.demonstration) == (2, "strength", "rated", True)
    assert len(row.source_ids) == rashid().evidence.active().count()
