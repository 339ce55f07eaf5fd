"""The page of a source: a copy of it kept, what it says of itself filled in where nobody has, looked at again later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from claims.actions import captures, ingest_runs, people, rechecks
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.intake import LIVE, Stage
from claims.domain.vocabulary import CaptureState
from claims.ingest import page
from claims.ingest.bringing import Brought, brought
from claims.ingest.progress import Progress
from claims.models import Capture, Evidence, IngestRun, Source

AT_ONCE = 50
"""How many pages are asked for again at one time at most."""
NAMES = {
    "title": "title",
    "publisher": "publisher",
    "authors": "authors",
    "published": "date",
    "language": "language",
}


def take_in(run: IngestRun, progress: Progress) -> None:
    """The run from wherever it stands to its end: a copy, compared with the one before."""
    if run.source is None:
        raise InvalidValue("The source is missing.", field="source")
    found = brought(progress, also_gone=True)
    known: dict[str, Any] = {}
    text = ""
    with progress.stage(Stage.CLEAN) as told:
        if found.is_gone:
            told.said = f"The site says that the page is gone (status {found.status})."
        else:
            text, known, told.said = _read(found)
    with progress.stage(Stage.RECORD) as told:
        copy = captures.keep(
            source=run.source,
            by=run.asked_by,
            at=timezone.now(),
            text=text,
            raw_reference=found.reference,
            raw_sha256=found.raw_sha256,
            gone=found.is_gone,
        )
        filled = captures.describe(source=run.source, by=run.asked_by, known=known)
        told.said = _compared(copy, filled)
    if copy.state != CaptureState.SAME.value:
        rechecks.look(by=people.machine(), at=timezone.now(), today=timezone.localdate())
    ingest_runs.finish(run, at=timezone.now(), message=told.said)


def look_again(*, at: datetime) -> int:
    """How many pages of sources are asked for again: those in use whose copy is the oldest, after some days."""
    before = at - timedelta(days=settings.RECHECK_SOURCES_AFTER_DAYS)
    newest = Capture.objects.filter(source=OuterRef("pk")).order_by("-captured_at").values("captured_at")[:1]
    used = Evidence.objects.active().filter(source=OuterRef("pk"))
    lately = IngestRun.objects.filter(source=OuterRef("pk"), asked_at__gte=before)
    live = IngestRun.objects.filter(source=OuterRef("pk"), state__in=[state.value for state in LIVE])
    kept = Capture.objects.filter(source=OuterRef("pk")).exclude(raw_reference="")
    due = (
        Source.objects.annotate(looked=Subquery(newest))
        .filter(Exists(used), Exists(kept), ~Exists(lately), ~Exists(live), looked__lt=before)
        .order_by("looked")[:AT_ONCE]
    )
    machine = people.machine()
    asked = 0
    for source in due:
        try:
            ingest_runs.ask_for_copy(source=source, by=machine, at=at)
        except WrongState:  # somebody asks for it at this moment
            continue
        asked += 1
    return asked


def _read(found: Brought) -> tuple[str, dict[str, Any], str]:
    """The text, what the page says of itself, and what to tell; what has no text is kept all the same."""
    try:
        read = page.read(
            found.data, address=found.address, media_type=found.media_type, charset=found.charset
        )
    except InvalidValue as refusal:
        return "", {}, f"It is kept as it came, without a text. {refusal.message}"
    known = {
        "title": read.headline,
        "publisher": read.site_name,
        "authors": list(read.authors),
        "published": read.published if read.published.edtf else None,
        "language": read.language,
    }
    return read.text, known, f"{len(read.text.split()):,} words."


def _compared(copy: Capture, filled: tuple[str, ...]) -> str:
    told = {
        CaptureState.SAME.value: "A copy was kept.",
        CaptureState.CHANGED.value: "A copy was kept. The text has changed since the copy before.",
        CaptureState.GONE.value: "The page is gone; the copy of before stays.",
    }[copy.state]
    return f"{told} Filled in: {', '.join(NAMES[name] for name in filled)}." if filled else told
