"""The public lists come from publications alone and can be made again from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from claims.actions import claims, projections, publication, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Publication, PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker
from tests import raw
from tests.cast import Cast, assemble, load_seed, rashid

LONG_AGO = datetime(2009, 8, 5, tzinfo=UTC)
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


def test_lists_that_name_an_older_document_are_made_again_as_they_were(corrected: Cast) -> None:
    before = rows()
    assert len(before["PublishedClaim"]) == 5
    assert {row["number"] for row in before["PublishedClaim"]} == {1, 2}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the entries of the log, as at COMMIT
    first = Publication.objects.get(public_id=rashid().public_id, number=1)
    PublishedArticle.objects.update(publication=first, at=first.at)
    PublishedSpeaker.objects.filter(name="Ahmed Rashid").update(publication=first, at=first.at)
    assert rows() != before
    assert projections.rebuild() == 6
    assert rows() == before


def test_lists_that_were_lost_are_made_again(committed: None) -> None:
    load_seed(assemble())
    before = rows()
    assert all(before.values())
    with raw.connect("owner") as owner:
        for model in LISTS:
            owner.execute(f"DELETE FROM {model._meta.db_table}")
    assert not any(rows().values())
    assert projections.rebuild() == 5
    assert rows() == before


@pytest.mark.parametrize(
    ("model", "lie"),
    [
        (PublishedClaim, {"topic": "something else"}),
        (PublishedClaim, {"status": "retracted"}),
        (PublishedClaim, {"rating": "accurate"}),
        (PublishedClaim, {"speaker_id": "zzzzzzzzzz"}),
        (PublishedClaim, {"article_id": "zzzzzzzzzz"}),
        (PublishedClaim, {"source_ids": []}),
        (PublishedClaim, {"demonstration": False}),
        (PublishedClaim, {"at": LONG_AGO}),
        (PublishedArticle, {"headline": "x"}),
        (PublishedArticle, {"at": LONG_AGO}),
        (PublishedSpeaker, {"name": "somebody else"}),
        (PublishedSpeaker, {"kind": "outlet"}),
        (PublishedSource, {"title": "x"}),
        (PublishedSource, {"url": "https://example.org/"}),
    ],
    ids=str,
)
def test_lists_say_only_what_their_documents_say(
    corrected: Cast, model: type[Model], lie: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="document"), transaction.atomic():
        model._default_manager.update(**lie)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_nobody_takes_anything_off_the_lists(corrected: Cast, model: type[Model]) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model._default_manager.all().delete()


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
