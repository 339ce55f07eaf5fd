"""The trail that a draft counts: followed to its ends, and only what is stated is known."""

from __future__ import annotations

from typing import Any

import pytest

from claims.actions import records
from claims.domain.ids import new_public_id
from claims.domain.vocabulary import Basis
from claims.models import Claim, Derivation, Source, Speaker
from claims.reads import drafts
from tests.cast import Cast, rashid

DEEP = 15


@pytest.fixture
def page(seeded: Cast) -> Source:
    """A page of evidence in support of Rashid's claim whose trail is empty; all others have left."""
    kept, *others = rashid().evidence.active().filter(stance="supports").order_by("id")
    for item in others:
        type(item).objects.filter(pk=item.pk).update(stance="context", changed_by=seeded.reviewer)
    for step in Derivation.objects.active().filter(source=kept.source):
        Derivation.objects.filter(pk=step.pk).update(
            withdrawn_at=step.changed_at,
            withdrawn_by=seeded.reviewer,
            withdrawn_why="a test",
            changed_by=seeded.reviewer,
        )
    return kept.source


def counts(claim: Claim) -> tuple[int, int, int]:
    """Established, possible and unknown in support."""
    found = drafts.build(claim)["corroboration"]["supporting"]
    return found["established"], found["possible"], found["unknown"]


def a_party(by: Cast, name: str, **values: Any) -> Speaker:
    return Speaker.objects.create(
        public_id=new_public_id(),
        kind="organization",
        name=name,
        skeleton=name,
        changed_by=by.reviewer,
        **values,
    )


def a_step(by: Cast, source: Source, basis: Basis, **values: Any) -> Derivation:
    return Derivation.objects.create(
        source=source, how="quotes", basis=basis.value, changed_by=by.reviewer, **values
    )


def unknown_nodes(claim: Claim) -> int:
    """How often the picture says that an origin is not stated."""
    return sum(node["type"] == "unknown" for node in drafts.build(claim)["provenance"]["nodes"])


@pytest.mark.parametrize(
    ("bases", "wanted"),
    [
        ([], (0, 1, 1)),
        ([Basis.STATED], (1, 1, 0)),
        ([Basis.INFERRED], (0, 1, 1)),
        ([Basis.UNKNOWN], (0, 1, 1)),
        ([Basis.STATED, Basis.INFERRED], (1, 1, 1)),
    ],
)
def test_only_a_stated_origin_is_known(
    seeded: Cast, page: Source, bases: list[Basis], wanted: tuple[int, int, int]
) -> None:
    for number, basis in enumerate(bases):
        a_step(seeded, page, basis, origin=a_party(seeded, f"Office {number}"))
    others = unknown_nodes(rashid()) - wanted[2]
    assert counts(rashid()) == wanted
    assert others == sum(
        not item.source.derivations.filter(withdrawn_at=None, basis="stated").exists()
        for item in rashid().evidence.active().exclude(source=page)
    )


def test_a_source_that_is_partly_from_nobody_says_so(seeded: Cast, page: Source) -> None:
    a_step(seeded, page, Basis.STATED, origin=a_party(seeded, "Office"))
    before = unknown_nodes(rashid())
    a_step(seeded, page, Basis.UNKNOWN)
    assert counts(rashid()) == (1, 1, 1)
    assert unknown_nodes(rashid()) == before + 1


def test_bodies_are_followed_to_the_last_one(seeded: Cast, page: Source) -> None:
    body = top = a_party(seeded, "Body 0")
    for level in range(1, DEEP):
        body = a_party(seeded, f"Body {level}", institution=body)
    a_step(seeded, page, Basis.STATED, origin=body)
    names = {node["label"] for node in drafts.build(rashid())["provenance"]["nodes"]}
    assert {f"Body {level}" for level in range(DEEP)} <= names
    assert counts(rashid()) == (1, 1, 0)
    records.change(top, by=seeded.reviewer, read=top.changed_at, name="The very top")
    assert "The very top" in {node["label"] for node in drafts.build(rashid())["provenance"]["nodes"]}


def test_copies_are_followed_to_the_last_one(seeded: Cast, page: Source) -> None:
    source = page
    for level in range(DEEP):
        older = Source.objects.create(
            public_id=new_public_id(), url=f"https://example.org/{level}", title=f"Copy {level}", kind="news media",
            reliability="F", reliability_why="not known", published=page.published, changed_by=seeded.reviewer,
        )  # fmt: skip
        a_step(seeded, source, Basis.STATED, from_source=older)
        source = older
    a_step(seeded, source, Basis.STATED, origin=a_party(seeded, "The office"))
    assert counts(rashid()) == (1, 1, 0)
