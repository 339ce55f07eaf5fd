"""What a change of the evidence does to the counts of independent origins, told before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from claims.actions import evidence
from claims.actions.claims import fresh
from claims.formats.evidence import Story, stories
from claims.models import Claim, Evidence, Source, User
from claims.reads import drafts
from claims.reads.sources import same_address, same_title

SIDES = {"supports": ("supporting", "in support"), "disputes": ("disputing", "in dispute")}
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Effect:
    """The counts before and after, and what a person should know first."""

    before: Counts
    after: Counts
    warnings: tuple[str, ...] = ()

    @property
    def moved(self) -> str:
        """How the counts move, in words."""
        told = [
            f"{phrase} {_words(self.before[side])} → {_words(self.after[side])}"
            for side, phrase in SIDES.values()
            if self.before[side] != self.after[side]
        ]
        return (
            f"Independent origins: {'; '.join(told)}." if told else "The counts of origins stay as they are."
        )

    @property
    def mark(self) -> str:
        """What a person confirms who saves all the same: exactly these warnings."""
        return sha256("\n".join((*self.warnings, self.moved)).encode()).hexdigest() if self.warnings else ""


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it did is undone."""


def counts(claim: Claim) -> Counts:
    """The counts as they stand now."""
    return _counts(drafts.build(fresh(claim)))


def told(claim: Claim, act: Callable[[], object]) -> str:
    """Does it, and says how the counts moved."""
    before = counts(claim)
    act()
    return Effect(before, counts(claim)).moved


def of_linking(claim: Claim, *, rev: int, by: User, values: Mapping[str, Any]) -> Effect:
    """What a new piece of evidence would do: it is linked and unlinked again. Raises what linking raises."""
    before = counts(claim)
    after: dict[str, Any] = {}
    try:
        with transaction.atomic():
            evidence.attach(Evidence, claim=claim, rev=rev, by=by, **values)
            after = drafts.build(fresh(claim))
            raise _Rehearsed
    except _Rehearsed:
        pass
    effect = Effect(before, _counts(after))
    source: Source = values["source"]
    warnings = (*_same_pages(claim, source), *_same_origin(effect, after, source, values["stance"]))
    return Effect(effect.before, effect.after, warnings)


def _same_origin(effect: Effect, after: Mapping[str, Any], source: Source, stance: str) -> Iterator[str]:
    """That it hangs together with other rows, and whether the count rises all the same."""
    if stance not in SIDES:
        return
    side, phrase = SIDES[stance]
    then, now = effect.before[side]["established"], effect.after[side]["established"]
    for story in stories(after):
        if source.public_id in story.members:
            result = (
                f"The count {phrase} still rises from {then} to {now} known"
                if now > then
                else f"It will not raise the count {phrase}, which stays at {now} known"
                if now == then
                else f"The count {phrase} falls from {then} to {now} known"
            )
            yield f"{_together(story, source)} {result}; together they have {story.known} known."


def _together(story: Story, source: Source) -> str:
    others = ", ".join(
        f"“{title}”"
        for name, title in zip(story.members, story.titles, strict=True)
        if name != source.public_id
    )
    if story.shared:
        return f"It rests on {', '.join(story.shared)}, and so do {others}."
    if story.alike:
        return f"It looks like a copy, together with {others}."
    return f"It shares something behind it with {others}."


def _same_pages(claim: Claim, source: Source) -> Iterator[str]:
    """Other sources that may be the same page, those first that are evidence already."""
    used = set(claim.evidence.active().values_list("source_id", flat=True))
    found = {one.pk: "address" for one in same_address(source.url)}
    alike = {
        one.pk: one for one in (*same_address(source.url), *same_title(source.title)) if one.pk != source.pk
    }
    for one in sorted(alike.values(), key=lambda other: (other.pk not in used, other.pk)):
        where = "is evidence of this claim already" if one.pk in used else "is there too"
        what = found.get(one.pk, "title")
        yield f"“{one.title}” ({one.publisher or one.url}) {where} and has the same {what}: perhaps it is the same."


def _counts(draft: Mapping[str, Any]) -> Counts:
    return {side: dict(draft["corroboration"][side]) for side, _phrase in SIDES.values()}


def _words(count: Mapping[str, int]) -> str:
    return f"{count['established']} known, {count['possible']} possible, {count['unknown']} unstated"
