"""Whatever changes a draft document raises the claim's revision and names the person: no shared noun slips past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction

from claims.domain import canonical, edtf
from claims.domain.vocabulary import Basis, DerivationHow, SpeakerKind
from claims.models import (
    Article,
    Claim,
    Contribution,
    Derivation,
    Outlet,
    Rating,
    RatingScale,
    Source,
    Speaker,
    SpeakerRole,
)
from claims.models.fields import EDTFField
from claims.models.rules import SHARED
from claims.reads import drafts
from tests.cast import Cast, rashid

FIXED = {"id", "public_id", "changed_at", "changed_by", "withdrawn_at", "withdrawn_by", "withdrawn_why"}
ROWS = 4
NOUNS = (Outlet, Article, Speaker, SpeakerRole, Source, Derivation, Rating, RatingScale)
Snapshot = dict[str, tuple[bytes, int, int]]


def snapshot(by: Cast) -> Snapshot:
    """Each claim's draft, revision and number of contributions by the editor."""
    return {
        claim.public_id: (
            canonical.encode(drafts.build(claim)),
            claim.rev,
            Contribution.objects.filter(claim=claim, user=by.editor).count(),
        )
        for claim in Claim.objects.order_by("id")
    }


class Undone(Exception):
    """Takes a change back."""


def changed_drafts(by: Cast, before: Snapshot, change: Callable[..., Any], **values: Any) -> int:
    """How many drafts the change reached; each must have a new revision and a contribution."""
    change(**values)
    after = snapshot(by)
    reached = [public_id for public_id in before if after[public_id][0] != before[public_id][0]]
    for public_id in reached:
        assert after[public_id][1] > before[public_id][1], f"{public_id} kept its revision"
        assert after[public_id][2] > before[public_id][2], f"{public_id} names nobody"
    return len(reached)


def other_values(row: models.Model, field: models.Field[Any, Any]) -> Iterator[Any]:
    """Values that this column does not have now."""
    now = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=now).order_by("id")  # type: ignore[union-attr]
        yield from others.values_list("pk", flat=True)[:2]
    elif field.choices:
        yield from [value for value, _label in field.flatchoices if value != now]
    elif isinstance(field, EDTFField):
        yield edtf.parse("1999", basis="stated", text="in 1999")
    elif isinstance(field, ArrayField):
        yield ["https://example.org/other"]
    elif isinstance(field, models.BooleanField):
        yield not now
    elif isinstance(field, models.IntegerField):
        yield from ((now or 0) + 1, (now or 2) - 1)
    else:
        yield f"{now} other"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_no_column_of_a_shared_noun_changes_a_draft_unseen(noun: type[models.Model], seeded: Cast) -> None:
    before, reached, tried = snapshot(seeded), 0, 0
    for row in noun._default_manager.order_by("id")[:ROWS]:
        for field in noun._meta.concrete_fields:
            if field.name in FIXED:
                continue
            for value in other_values(row, field):
                update = {field.attname: value, "changed_by": seeded.editor}
                with suppress(Undone, IntegrityError), transaction.atomic():
                    reached += changed_drafts(
                        seeded, before, noun._default_manager.filter(pk=row.pk).update, **update
                    )
                    tried += 1
                    raise Undone
    assert tried > 0
    assert reached > 0


def test_every_shared_table_is_tried() -> None:
    assert {noun._meta.db_table for noun in NOUNS} == set(SHARED) - {
        "claims_capture",  # never changed
        "claims_suspectedcopy",  # of pairs: see test_supposition_rules
    }


def test_a_step_taken_away_from_a_source_reaches_its_claims(seeded: Cast) -> None:
    before = snapshot(seeded)
    step = Derivation.objects.filter(source__evidence__claim=rashid(), origin__isnull=False).first()
    assert step is not None
    taken = changed_drafts(
        seeded,
        before,
        lambda: Derivation.objects.filter(pk=step.pk).update(
            withdrawn_at="2026-11-23T00:00Z", withdrawn_by=seeded.editor, withdrawn_why="a test",
            changed_by=seeded.editor,
        ),
    )  # fmt: skip
    assert taken >= 1


def test_a_new_step_reaches_the_claims_of_its_source(seeded: Cast) -> None:
    source = Source.objects.filter(evidence__isnull=False).first()
    assert source is not None
    party = Speaker.objects.filter(kind=SpeakerKind.PERSON.value).last()
    assert changed_drafts(
        seeded,
        snapshot(seeded),
        lambda: Derivation.objects.create(
            source=source, origin=party, how=DerivationHow.QUOTES.value, basis=Basis.STATED.value,
            changed_by=seeded.editor,
        ),
    )  # fmt: skip


@pytest.fixture
def outlet_is_an_origin(seeded: Cast) -> tuple[Cast, Speaker]:
    """A page of evidence has it from a party that may turn out to be the article's own outlet."""
    evidence = rashid().evidence.active().filter(stance="supports")
    body = Speaker.objects.create(
        public_id="yyyyyyyyyy",
        kind="organization",
        name="The house behind it",
        skeleton="house",
        changed_by=seeded.reviewer,
    )
    for item in evidence:
        item.source.derivations.update(
            withdrawn_at="2026-11-23T00:00Z", withdrawn_by=seeded.reviewer, withdrawn_why="a test",
            changed_by=seeded.reviewer,
        )  # fmt: skip
        Derivation.objects.create(
            source=item.source, origin=body, how="quotes", basis="stated", changed_by=seeded.reviewer
        )
    return seeded, body


def established(claim: Claim) -> int:
    """What the draft counts in support."""
    return int(drafts.build(claim)["corroboration"]["supporting"]["established"])


def test_an_outlet_that_appears_as_a_speaker_reaches_the_claims_in_its_articles(
    outlet_is_an_origin: tuple[Cast, Speaker],
) -> None:
    people, body = outlet_is_an_origin
    claim = rashid()
    name = claim.version.article.outlet.name
    assert established(claim) == 1
    Speaker.objects.filter(kind="outlet", name=name).update(name="Elsewhere", changed_by=people.reviewer)
    before = snapshot(people)
    assert changed_drafts(
        people,
        before,
        lambda: Speaker.objects.create(
            public_id="xxxxxxxxxx",
            kind="outlet",
            name=name,
            skeleton="own",
            institution=body,
            changed_by=people.editor,
        ),
    )
    assert established(claim) == 0


@pytest.mark.parametrize("change", [{"name": "Elsewhere"}, {"kind": "organization"}, {"institution": None}])
def test_an_outlet_that_is_one_no_longer_reaches_the_claims_in_its_articles(
    change: dict[str, Any], outlet_is_an_origin: tuple[Cast, Speaker]
) -> None:
    people, body = outlet_is_an_origin
    claim = rashid()
    name = claim.version.article.outlet.name
    Speaker.objects.filter(kind="outlet", name=name).update(name="Elsewhere", changed_by=people.reviewer)
    own = Speaker.objects.create(
        public_id="xxxxxxxxxx",
        kind="outlet",
        name=name,
        skeleton="own",
        institution=body,
        changed_by=people.reviewer,
    )
    assert established(claim) == 0
    assert changed_drafts(
        people,
        snapshot(people),
        lambda: Speaker.objects.filter(pk=own.pk).update(**change, changed_by=people.editor),
    )
    assert established(claim) == 1
