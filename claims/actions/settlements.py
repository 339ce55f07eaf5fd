"""What a person makes of words that changed with their article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from claims.actions import alterations, claims, followings, parts, rechecks, review
from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.lifecycle import EDITABLE, REVIEWERS
from claims.domain.reanchoring import Change, same_words
from claims.domain.spans import Span
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import CorrectionKind, Modality, Occasion, SpanRole, State
from claims.domain.whereabouts import Settlement, Whereabouts
from claims.models import Claim, Following, Recheck, User
from claims.reads.followings import has_still, quotes_now, waiting

Place = tuple[int, int]
CHANGEABLE = frozenset(one.value for one in EDITABLE)
"""In these states a claim takes the new words at once; a published one comes under correction for that."""


def decide(
    following: Following,
    /,
    *,
    decision: Settlement,
    rev: int,
    by: User,
    at: datetime,
    why: str,
    place: Place | None = None,
) -> Following:
    """What was found, decided: the archived words stand, the new ones are taken, or a person says where they stand.

    `place` is where the words stand when that was ambiguous. A public claim that takes the new words comes under
    correction, with `why` as its public reason. Figures, hedges and words of the chain that the new words do not have
    are withdrawn, for a person to write them anew. What is public changes when that is approved and published.
    """
    require(by, *REVIEWERS, to="decide on words that changed with their article")
    reason = clean_text(why, field="why", limit=LIMITS["reason"])
    with one_transaction():
        followings.hold(following.version.article)
        claim = claims.locked(following.claim, rev=rev)
        current = Following.objects.select_for_update(of=("self",), no_key=True).get(pk=following.pk)
        _require_open(current, claim)
        _set_place(current, decision, place)
        if decision is Settlement.TAKEN:
            _take(claim, current, by=by, at=at, reason=reason)
        current.decision, current.decided_why = decision.value, reason
        current.decided_by, current.decided_at, current.changed_by = by, at, by
        current.save(
            update_fields=[
                "decision", "decided_by", "decided_at", "decided_why", "start", "end", "now", "changed_by",
            ]
        )  # fmt: skip
        _settle_recheck(current, by=by, at=at, why=reason)
        alterations.tell(claims.fresh(claim))
    return current


def choices(following: Following) -> tuple[Settlement, ...]:
    """What may be decided of it."""
    outcome = Whereabouts(following.outcome)
    if outcome is Whereabouts.GONE:
        return (Settlement.STANDS,)
    if outcome is Whereabouts.AMBIGUOUS or (outcome is Whereabouts.ALTERED and _says_the_same(following)):
        return (Settlement.STANDS, Settlement.PLACED, Settlement.TAKEN)
    return (Settlement.STANDS, Settlement.TAKEN)


def _require_open(current: Following, claim: Claim) -> None:
    if current.version_id != followings.newest_of(claim).pk:
        raise WrongState(
            "A newer version of the article was captured since. Decide on what stands there.",
            field="decision",
        )
    if current.decision != Settlement.OPEN.value:
        told = f"{current.decided_by}, {current.decided_at:%Y-%m-%d %H:%M}: “{current.decided_why}”"
        raise WrongState(f"Somebody has decided this already. {told}", field="decision")


def _set_place(current: Following, decision: Settlement, place: Place | None) -> None:
    if decision not in choices(current):
        allowed = ", ".join(one.value for one in choices(current))
        raise InvalidValue(
            f"“{decision.value}” cannot be said of words that are “{current.outcome}”. Possible: {allowed}.",
            field="decision",
        )
    if current.outcome != Whereabouts.AMBIGUOUS.value or decision is Settlement.STANDS:
        return
    if place is None:
        raise InvalidValue("Choose the place where the words stand.", field="place")
    text = current.version.text
    if not 0 <= place[0] < place[1] <= len(text):
        raise InvalidValue(f"The place must lie in the text of {len(text)} characters.", field="place")
    current.start, current.end = place
    current.now = text[place[0] : place[1]]
    if decision is Settlement.PLACED and not _says_the_same(current):
        raise InvalidValue(
            "Other words stand at this place; take them as new words, or let the archived ones stand.",
            field="place",
        )


def _says_the_same(following: Following) -> bool:
    return same_words(_was(following), following.now)


def _was(following: Following) -> str:
    return following.origin.text[following.origin_start : following.origin_end]


def _take(claim: Claim, current: Following, *, by: User, at: datetime, reason: str) -> None:
    """The claim quotes the new words, in the newest version; refused when it quotes others by now."""
    if not quotes_now(claim, current):
        raise WrongState(
            "The claim quotes other words by now; these are not its words any more.", field="decision"
        )
    if claim.state == State.PUBLISHED.value:
        kind = CorrectionKind.ARTICLE_CHANGED
        claim = review.open_correction(claim=claim, rev=claim.rev, by=by, kind=kind, reason=reason)
    spans = _spans(claim, current)
    _leave_behind(claim, current, by=by, at=at)
    claim = claims.fresh(claim)
    claims.revise(
        claim=claim,
        rev=claim.rev,
        by=by,
        at=at,
        version=current.version,
        exact=current.now,
        start=current.start,
        parts_of={"spans": spans} if spans else None,
        **_said(claim, current),
    )


def _leave_behind(claim: Claim, current: Following, *, by: User, at: datetime) -> None:
    """The figures, and the chain's hedges and words, that the new words do not have are withdrawn."""
    figures = parts.standing(claim, name="quantities")
    kept = [one for one in figures if has_still(claim, current, one["text"])]
    links = parts.standing(claim, name="attribution")
    chain = [
        {**one, "cue": _cue(claim, current, one["cue"]), "hedges": _hedges(claim, current, one["hedges"])}
        for one in links
    ]
    if kept != figures:
        parts.replace(claim, name="quantities", rows=kept, by=by, at=at)
    if chain != links:
        parts.replace(claim, name="attribution", rows=chain, by=by, at=at)


def _said(claim: Claim, current: Following) -> dict[str, Any]:
    hedges = _hedges(claim, current, claim.hedges)
    if claim.modality == Modality.HEDGED.value and not hedges:
        raise InvalidValue(
            "The words that hedge it are not in the new words. Change the quotation in the claim’s form instead, and "
            "say there how sure its speaker is now.",
            field="hedges",
        )
    return {"cue": _cue(claim, current, claim.cue), "hedges": hedges}


def _cue(claim: Claim, current: Following, cue: str) -> str:
    return cue if has_still(claim, current, cue) else ""


def _hedges(claim: Claim, current: Following, hedges: Sequence[str]) -> list[str]:
    return [one for one in hedges if has_still(claim, current, one)]


def _spans(claim: Claim, current: Following) -> list[dict[str, object]]:
    rows = [Span(one.start, one.end, SpanRole(one.role)) for one in claim.spans.active().order_by("start")]
    if not rows:
        return []
    moved = _carried(current, rows)
    if not moved:
        raise InvalidValue(
            "Whose words the parts of the quotation are cannot be carried over; change the quotation in the claim’s "
            "form instead.",
            field="spans",
        )
    return [{"start": one.start, "end": one.end, "role": one.role.value} for one in moved]


def _carried(current: Following, spans: Sequence[Span]) -> Sequence[Span]:
    origin, version = current.origin, current.version
    change = Change(
        origin.text, version.text, old_is_excerpt=origin.is_excerpt, new_is_excerpt=version.is_excerpt
    )
    found = change.follow(start=current.origin_start, end=current.origin_end, spans=spans)
    if (found.start, found.end) == (current.start, current.end):
        return found.spans
    if _was(current) != current.now or current.start is None:
        return ()
    by = current.start - current.origin_start
    return [Span(one.start + by, one.end + by, one.role) for one in spans]


def _settle_recheck(current: Following, *, by: User, at: datetime, why: str) -> None:
    """The claim leaves the queue when none of its words in the newest version waits for a decision any more."""
    if waiting(current.claim):
        return
    for raised in Recheck.objects.filter(
        claim=current.claim, occasion=Occasion.ARTICLE.value, settled_at__isnull=True
    ):
        rechecks.settle(raised, by=by, at=at, why=why)
