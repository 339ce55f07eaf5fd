"""Two parties with names that look alike are told apart in words, everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.actions import records
from claims.domain.errors import InvalidValue
from claims.models import Speaker
from claims.reads import drafts
from tests.cast import Cast, rashid


def add(by: Cast, name: str, **values: Any) -> Speaker:
    return records.add(Speaker, by=by.extractor, **{"kind": "person", "name": name, **values})


@pytest.mark.parametrize(
    "name", ["Ahmed Rashid", "ahmed  rashid", "Ahrned Rashid", "𝐀hmed Rashid", "Аһмеԁ Rashid"]
)
def test_a_name_that_looks_like_anothers_is_refused_and_says_whose(seeded: Cast, name: str) -> None:
    known = Speaker.objects.get(name="Ahmed Rashid")
    for kind in ("person", "organization", "unnamed", "collective", "outlet"):
        with pytest.raises(InvalidValue) as refused:
            add(seeded, name, kind=kind)
        assert [problem.field for problem in refused.value.problems] == ["name"], kind
        assert known.public_id in refused.value.message
        assert "disambiguation" in refused.value.message


def test_somebody_else_of_the_same_name_is_told_apart_in_every_document(seeded: Cast) -> None:
    other = add(seeded, "Ahmed Rashid", disambiguation="the cricketer")
    with pytest.raises(InvalidValue):
        add(seeded, "Ahmed Rashid", disambiguation="The Cricketer")
    claim = rashid()
    claim.speaker = other
    assert drafts.build(claim)["speaker"]["disambiguation"] == "the cricketer"
    assert str(other) == "Ahmed Rashid (the cricketer)"


def test_a_change_of_name_is_held_to_the_same(seeded: Cast) -> None:
    other = add(seeded, "Somebody Else")
    with pytest.raises(InvalidValue) as refused:
        records.change(other, by=seeded.extractor, read=other.changed_at, name="Ahmed Rashid")
    assert refused.value.problems[0].field == "name"
    other = records.change(
        other, by=seeded.extractor, read=other.changed_at, name="Ahmed Rashid", disambiguation="the cricketer"
    )
    with pytest.raises(InvalidValue):
        records.change(other, by=seeded.extractor, read=other.changed_at, disambiguation="")
    own = Speaker.objects.get(name="Ahmed Rashid", disambiguation="")
    records.change(own, by=seeded.extractor, read=own.changed_at, name="Ahmed RASHID")


def test_the_database_refuses_a_second_party_of_the_same_likeness(seeded: Cast) -> None:
    known = Speaker.objects.get(name="Ahmed Rashid")
    for skeleton, rule in (
        (known.skeleton, "speaker_name_looks_like_no_other"),
        ("", "speaker_skeleton_is_not_blank"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Speaker.objects.create(
                public_id="zzzzzzzzzz",
                kind="person",
                name="X",
                skeleton=skeleton,
                changed_by=seeded.extractor,
            )
