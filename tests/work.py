"""Claims at work in every state, for tests of what the desk shows of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from claims.actions import assignment, claims, evidence, publication, records, review, tickets
from claims.domain import edtf
from claims.domain.vocabulary import CorrectionKind, Occasion
from claims.models import Claim, Evidence, Recheck, Source, User
from tests.cast import Cast, rashid

LIVES = ("propose", "accept", "start review", "complete", "approve", "publish", "correct")
"""How far a claim is led."""


def proposed(cast: Cast, words: str, *, worth: str = "0.5", by: User | None = None) -> Claim:
    """A new claim about the same passage."""
    found = rashid()
    return claims.propose(
        version=found.version, exact="militants in Afghanistan", by=by or cast.extractor, at=timezone.now(),
        speaker=found.speaker, speaker_basis="stated", statement=words, quotation="narrative", translated="no",
        cue="", modality="asserted", hedges=[], said=edtf.unknown(), about=edtf.unknown(), claim_type="event",
        topic="work", places=[], check_worthiness=worth,
    )  # fmt: skip


def led(
    cast: Cast, claim: Claim, life: str, *, by: User, source: Source | None = None, stance: str = ""
) -> Claim:
    """The claim led so far, its draft in the hands of `by`; with a piece of evidence if there is a source."""
    now, second = timezone.now(), next(one for one in (cast.second_reviewer, cast.editor) if one != by)
    steps: dict[str, Any] = {
        "accept": lambda one: review.accept(claim=one, rev=one.rev, by=by),
        "start review": lambda one: review.start(claim=one, rev=one.rev, by=by),
        "complete": lambda one: review.complete(claim=one, rev=one.rev, by=by),
        "approve": lambda one: review.approve(claim=one, rev=one.rev, by=second, at=now),
        "publish": lambda one: publication.publish(claim=one, rev=one.rev, by=cast.editor, at=now),
        "correct": lambda one: review.open_correction(
            claim=one, rev=one.rev, by=by, kind=CorrectionKind.TYPO, reason="A slip."
        ),
    }
    for step in LIVES[1 : LIVES.index(life) + 1]:
        steps[step](claim)
        claim = claims.fresh(claim)
        if step == "start review" and source is not None:
            evidence.attach(
                Evidence, claim=claim, rev=claim.rev, by=by, source=source, stance=stance, says="So.", excerpt="",
                credibility=3,
            )  # fmt: skip
            claim = claims.fresh(claim)
    return claim


def some_source(cast: Cast, number: int) -> Source:
    """A source of which nobody knows where it has it from."""
    return records.add(
        Source, by=cast.extractor, url=f"https://example.org/piece/{number}", title=f"Work {number}", publisher="P",
        authors=[], published=edtf.unknown(), kind="blog", language="en", reliability="C", reliability_why="w",
    )  # fmt: skip


def mixed(cast: Cast, number: int, *, seed: int) -> list[Claim]:
    """So many claims in all states, by chance assigned, late, disputed, to be looked at again, or behind."""
    chance, now = Random(seed), timezone.now()
    sources = [some_source(cast, one) for one in range(4)]
    people = (cast.reviewer, cast.second_reviewer, cast.editor)
    made = []
    for one in range(number):
        claim = proposed(cast, f"Work {one}.", worth=chance.choice(("0", "0.2", "0.5", "0.9")))
        by = chance.choice(people)
        source = chance.choice((None, *sources))
        stance = chance.choice(("supports", "disputes", "context"))
        claim = led(cast, claim, LIVES[one % len(LIVES)], by=by, source=source, stance=stance)
        if chance.random() < 0.5:
            due = chance.choice((None, (now - timedelta(days=3)).date(), (now + timedelta(days=3)).date()))
            assignment.assign(claim=claim, to=chance.choice(people), by=cast.editor, at=now, due_on=due)
            if chance.random() < 0.3:
                assignment.release(claim=claim, by=cast.editor, at=now)
        if claim.published_number and chance.random() < 0.5:
            tickets.submit(
                kind=chance.choice(("dispute", "error")), text="No.", place=f"10.1.0.{one}", at=now,
                claim=claim.public_id, number_read=1,
            )  # fmt: skip
        if chance.random() < 0.3:
            _raise(cast, claim, chance.choice([one.value for one in Occasion]), at=now)
        made.append(claim)
    turned_away = proposed(cast, "Turned away.")
    review.reject(claim=turned_away, rev=turned_away.rev, by=cast.reviewer, why="Not a claim.")
    _touch(cast, sources[0])
    return made


def _raise(cast: Cast, claim: Claim, occasion: str, *, at: datetime) -> None:
    Recheck.objects.create(
        claim=claim, occasion=occasion, mark="by chance", because="By chance.", raised_at=at,
        changed_by=cast.machine,
    )  # fmt: skip


def _touch(cast: Cast, source: Source) -> None:
    """What is public and embeds this source is behind; complete drafts go back to work."""
    source.refresh_from_db()
    records.change(source, by=cast.extractor, read=source.changed_at, title="Work, corrected")
