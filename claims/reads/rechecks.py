"""Which claims want another look that nobody was asked for yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q

from claims.domain.vocabulary import CaptureState, Occasion, PublicationKind
from claims.models import Capture, ClaimLink, Publication, Recheck, Verdict


@dataclass(frozen=True, slots=True)
class Due:
    """A claim, why it wants another look, and what tells this occasion from others of its kind."""

    claim_id: int
    occasion: Occasion
    mark: str
    because: str


def due(today: date) -> list[Due]:
    """Everything that is due by `today` and was not raised before, by claim."""
    raised = set(Recheck.objects.values_list("claim_id", "occasion", "mark"))
    found = {
        (one.claim_id, one.occasion.value, one.mark): one for one in (*_dates(today), *_sources(), *_links())
    }
    return [found[key] for key in sorted(found.keys() - raised)]


def _dates(today: date) -> Iterator[Due]:
    for verdict in Verdict.objects.active().filter(recheck_on__lte=today).order_by("id"):
        because = f"The date set for another look, {verdict.recheck_on}, has come."
        if verdict.would_change:
            because += f" What would change the verdict: {verdict.would_change}"
        yield Due(verdict.claim_id, Occasion.DATE, str(verdict.recheck_on), because)


def _sources() -> Iterator[Due]:
    """Captures that found a source changed or gone after it was linked as evidence."""
    drifted = (
        Capture.objects.filter(state__in=[CaptureState.CHANGED.value, CaptureState.GONE.value])
        .filter(source__evidence__withdrawn_at__isnull=True, source__evidence__isnull=False)
        .annotate(claim_id=F("source__evidence__claim_id"), used=F("source__evidence__capture_id"))
        .select_related("source")
        .order_by("id")
    )
    for capture in drifted:
        if capture.used == capture.pk:
            continue  # this copy is the one that the excerpt was taken from
        what = "is gone" if capture.state == CaptureState.GONE.value else "has changed"
        yield Due(
            capture.claim_id,
            Occasion.SOURCE,
            f"capture {capture.pk}",
            f"The source “{capture.source.title}” {what} ({capture.captured_at:%Y-%m-%d}).",
        )


def _links() -> Iterator[Due]:
    """Corrections and retractions of claims that a public claim is linked with, later than its own publication."""
    newest = dict(
        Publication.objects.values_list("claim_id").annotate(at=Max("at")).values_list("claim_id", "at")
    )
    changed = {
        one.claim_id: one
        for one in Publication.objects.filter(~Q(kind=PublicationKind.FIRST.value))
        .only("claim_id", "number", "kind", "at")
        .order_by("number")
    }
    for link in ClaimLink.objects.active().select_related("claim", "other").order_by("id"):
        for here, there in ((link.claim, link.other), (link.other, link.claim)):
            later = changed.get(there.pk)
            if later is None or here.pk not in newest or later.at <= newest[here.pk]:
                continue
            what = "retracted" if later.kind == PublicationKind.RETRACTION.value else "corrected"
            yield Due(
                here.pk,
                Occasion.LINKED,
                f"{there.public_id} number {later.number}",
                f"The linked claim “{_short(there.statement)}” ({link.kind}) was {what}.",
            )


def _short(statement: str) -> str:
    return statement if len(statement) <= 90 else f"{statement[:89].rstrip()}…"
