"""A feed of other people's fact-checks taken in: each review an article of its publisher, with one claim."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from claims.actions import articles, ingest_runs, outlets, records
from claims.actions.proposals import Extractor
from claims.domain.errors import Busy, DomainError
from claims.domain.intake import Stage
from claims.ingest.articles import counted, recorded
from claims.ingest.bringing import Brought, brought
from claims.ingest.claim_review import Item, read_feed
from claims.ingest.progress import Progress
from claims.models import Article, IngestResult, IngestRun
from claims.reads.intake import article_at

STATED = Extractor("ClaimReview", "1")
MOST_NOTES = 50


def take_in(run: IngestRun, progress: Progress) -> None:
    """The run from wherever it stands to its end; what was not taken is told with its reason."""
    found = brought(progress)
    with progress.stage(Stage.CLEAN) as told:
        feed = read_feed(found.data, allow=settings.CLAIM_REVIEW_PUBLISHERS)
        told.said = f"{counted(len(feed.items), 'review')} can be taken, {len(feed.refused)} cannot."
    notes = [f"{one.address or one.place}: {one.reason}" for one in feed.refused]
    new = claims = 0
    with progress.stage(Stage.PROPOSE) as told:
        for number, item in enumerate(feed.items, start=1):
            try:
                result = _taken(item, run, found)
            except Busy:
                raise
            except DomainError as refusal:
                notes.append(f"{item.url}: {refusal.message}")
                continue
            new, claims = new + result.is_new, claims + result.proposals
            if number % 20 == 0:
                progress.still(Stage.PROPOSE, f"{number} of {len(feed.items)}")
        told.said = f"{counted(new, 'new text')}, {counted(claims, 'new proposed claim')}."
    left = f" {len(notes)} could not be taken; the reasons stand below." if notes else ""
    ingest_runs.finish(run, at=timezone.now(), message=f"{told.said}{left}", notes=_short(notes))


def _taken(item: Item, run: IngestRun, found: Brought) -> IngestResult:
    """Whether the review has a new text, and how many claims are new."""
    article = article_at(item.url) or records.add(
        Article,
        by=run.asked_by,
        outlet=outlets.of_address(address=item.url, name=item.publisher, by=run.asked_by),
        url=item.url,
        headline=item.headline,
        authors=[],
        language=item.language or "und",
        published=item.published,
    )
    version = articles.capture(
        article=article,
        text=item.text,
        by=run.asked_by,
        at=timezone.now(),
        how=f"Composed of the fields of a ClaimReview in {found.address or run.filename}",
        raw_reference=found.reference,
    )
    return recorded(run, version, (item.proposal,), extractor=STATED)


def _short(notes: list[str]) -> list[str]:
    shown = [note[:500] for note in notes[:MOST_NOTES]]
    return [*shown, f"And {len(notes) - MOST_NOTES} more."] if len(notes) > MOST_NOTES else shown
