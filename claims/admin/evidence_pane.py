"""The evidence of a claim on its own page: each piece as a card with its origin, and the count of origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from claims.actions.records import who_may_change
from claims.admin import evidence_forms, intake_words
from claims.admin.access import roles_of
from claims.admin.columns import date_in_words
from claims.admin.panes import Opened
from claims.domain import lifecycle
from claims.domain.text import EXCERPT_WORDS, LIMITS
from claims.domain.vocabulary import Decision, State
from claims.formats import provenance_svg
from claims.formats.admiralty import grade_in_words
from claims.formats.evidence import STANCES, stories
from claims.formats.trail import BASES, HOW, Trails
from claims.models import Capture, Derivation, Evidence, IngestRun, ProposedLink, Recheck
from claims.reads.intake import newest_runs

if TYPE_CHECKING:
    from claims.admin.evidence_desk import Sent


@dataclass(frozen=True, slots=True)
class Copy:
    """What is to be said of a copy that is on its way or failed, where that stands, and whether to offer one."""

    told: str = ""
    run: int = 0
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence as the pane shows it, with the forms of its card."""

    evidence: Evidence
    icon: str
    stance: str
    code: str
    grade: str
    words: int
    date: str
    origin: str
    steps: tuple[tuple[int, str], ...]
    capture: str
    copy: Copy
    attests: str
    because: str
    figures: tuple[Mapping[str, Any], ...]
    changing: Any
    tracing: Any
    open: str


def pane(opened: Opened, sent: Sent) -> dict[str, Any]:
    """The rows, and how many independent origins support and dispute, as the draft stands now."""
    claim, request, weighed, draft = opened.claim, opened.request, opened.weighed, opened.draft
    rows = [row for row, _ in weighed.graded]  # those that the draft is about, whatever others save meanwhile
    editable = State(claim.state) in lifecycle.EDITABLE
    may_link = (editable or bool(sent.what)) and bool(roles_of(request) & set(lifecycle.REVIEWERS))
    shown = list(_rows(rows, draft, request, sent))
    return {
        "evidence_rows": shown,
        "may_link": may_link,
        "may_trace": bool(roles_of(request) & set(who_may_change(Derivation))),
        "evidence_sent": sent,
        "evidence_form": sent.form
        if sent.row == 0 and sent.form
        else evidence_forms.linking(admin.site, request),
        "source_form": sent.adding or evidence_forms.adding(),
        "excerpt_words": EXCERPT_WORDS,
        "why_limit": LIMITS["note"],
        "corroboration": draft["corroboration"],
        "stories": stories(draft),
        "graph": mark_safe(provenance_svg.draw(draft)) if shown else "",  # noqa: S308 - our own, all text escaped
        "graph_key": provenance_svg.key(draft),
        "weighed": weighed.weighed,
        "levels": draft["verdict"],
        "suspected": [pair for pair in weighed.found.alike if pair.decision == Decision.OPEN.value],
        "proposed": ProposedLink.objects.filter(claim=claim, decision=Decision.OPEN.value).select_related(
            "other"
        ),
        "rechecks": Recheck.objects.filter(claim=claim, settled_at__isnull=True).order_by("raised_at"),
    }


def _rows(rows: list[Evidence], draft: Mapping[str, Any], request: HttpRequest, sent: Sent) -> Iterable[Row]:
    trails = Trails.of(draft)
    sources = {row.source_id for row in rows}
    steps, captures, runs = _steps(sources), _captures(sources), newest_runs(sources)
    may_ask = bool(roles_of(request) & set(lifecycle.EXTRACTORS))
    forms = evidence_forms.Cards(admin.site, request)
    for row, item in zip(rows, draft["evidence"], strict=True):
        icon, words = STANCES[row.stance]
        mine = sent.what if sent.row == row.pk else ""
        yield Row(
            evidence=row,
            icon=icon,
            stance=str(words),
            code=f"{row.source.reliability}{row.credibility}",
            grade=grade_in_words(row.source.reliability, row.credibility),
            words=len(row.excerpt.split()),
            date=date_in_words(row.source.published),
            origin=trails.line(row.source.public_id),
            steps=tuple((step.pk, _step(step)) for step in steps[row.source_id]),
            capture=_capture(row, captures.get(row.source_id)),
            copy=_copy(runs.get(row.source_id), may_ask=may_ask and row.source_id not in captures),
            attests=item["attests"],
            because=item["attests_because"],
            figures=tuple(item["figures"]),
            changing=sent.form if mine == "change" else forms.changing(row),
            tracing=sent.form if mine == "trace" else forms.tracing(row),
            open=mine,
        )


def _steps(sources: set[int]) -> dict[int, list[Derivation]]:
    found: dict[int, list[Derivation]] = defaultdict(list)
    steps = Derivation.objects.active().filter(source__in=sources).select_related("origin", "from_source")
    for step in steps.order_by("id"):
        found[step.source_id].append(step)
    return found


def _captures(sources: set[int]) -> dict[int, Capture]:
    newest = (
        Capture.objects.filter(source__in=sources).defer("text").order_by("source_id", "-captured_at", "-pk")
    )
    return {one.source_id: one for one in newest.distinct("source_id")}


def _step(step: Derivation) -> str:
    target = step.origin or step.from_source
    if target is None:
        return "origin not stated" + (f" ({step.note})" if step.note else "")
    name = f"“{target}”" if step.from_source else str(target)
    return f"{name}, {HOW[step.how]}, {BASES.get(step.basis, 'on unknown grounds')}"


def _copy(run: IngestRun | None, *, may_ask: bool) -> Copy:
    told = intake_words.of_source(run)
    return Copy(told, run.pk if run and told else 0, may_ask and not told)


def _capture(row: Evidence, newest: Capture | None) -> str:
    if newest is None:
        return "no archived copy"
    tied = ", the excerpt stands in it" if row.capture_id and row.excerpt else ""
    states = {
        "same": "unchanged",
        "changed": "the page has changed since the copy before",
        "gone": "the page is gone",
    }
    used = row.capture or newest
    later = f"; newest {newest.captured_at:%Y-%m-%d}: {states[newest.state]}" if used.pk != newest.pk else ""
    return f"copy of {used.captured_at:%Y-%m-%d}{tied}{later or f'; {states[newest.state]}'}"
