"""The pages of a job for many claims: what would happen, then a hundred claims a commit with its progress."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from claims.actions.claims import fresh
from claims.admin.access import person, roles_of
from claims.admin.bulk import A_COMMIT, AT_MOST, JOBS, Job, Outcome, commit, inputs, offered, rehearse
from claims.admin.panes import Opened
from claims.formats.changes import Change, changes
from claims.models import Claim
from claims.models.rules import SHARED
from claims.reads import behind, drafts
from claims.reads.behind import Noun

BEHIND = JOBS["correct_what_is_behind"]
_ROWS = re.compile(r"(?:[1-9][0-9]{0,17}:[1-9][0-9]{0,8})(?:,[1-9][0-9]{0,17}:[1-9][0-9]{0,8})*")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim on the page: what would happen to it, and what would change in its public document."""

    outcome: Outcome
    changed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: bool = True


def addresses(desk: Any) -> list[Any]:
    """What is behind, and the jobs."""

    def behind_page(request: HttpRequest) -> HttpResponse:
        return show_behind(desk, request)

    def job_page(request: HttpRequest, slug: str) -> HttpResponse:
        return do(desk, request, slug)

    guarded = desk.admin_site.admin_view
    return [
        path("behind/", guarded(behind_page), name="claims_claim_behind"),
        path("bulk/<slug:slug>/", guarded(require_POST(job_page)), name="claims_claim_bulk"),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """Nothing: these pages stand beside the list, not on a claim's page."""
    return {}


def actions(request: HttpRequest) -> dict[str, Any]:
    """The actions of the list of claims that the person's roles allow at all."""
    return {
        job.slug: (_action(job), job.slug, f"{job.name.capitalize()} …") for job in offered(roles_of(request))
    }


def _action(job: Job) -> Callable[..., HttpResponse | None]:
    most = A_COMMIT if job.shows_changes else AT_MOST

    def act(desk: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Shows what would happen."""
        chosen = list(queryset.select_related("speaker").order_by("pk")[: most + 1])
        if len(chosen) > most:
            messages.error(request, f"Choose at most {most} claims at once. Nothing was done.")
            return None
        return _ask(desk, request, job, chosen)

    return act


def show_behind(desk: Any, request: HttpRequest) -> HttpResponse:
    """What would change in the public documents that are behind: because of one noun, or of any."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    noun = _noun(f"{request.GET.get('table', '')}:{request.GET.get('row', '')}")
    waiting = Claim.objects.behind().select_related("speaker").order_by("pk")
    if noun is not None:
        waiting = waiting.filter(pk__in=behind.because_of(noun))
    number = waiting.count()
    return _ask(desk, request, BEHIND, list(waiting[:A_COMMIT]), noun=noun, waiting=number)


def notice(row: Model) -> dict[str, Any] | None:
    """How many public documents are behind because of a shared noun, and the page that corrects them."""
    noun = Noun.of(row)
    found = behind.because_of(noun) if noun is not None else []
    if noun is None or not found:
        return None
    table = noun.table.removeprefix("claims_")
    return {
        "number": len(found),
        "url": f"{reverse('admin:claims_claim_behind')}?table={table}&row={noun.id}",
    }


def tell_behind(request: HttpRequest) -> None:
    """Says beside a list of what is behind how many there are, and where they are corrected together."""
    if request.method == "GET" and request.GET.get("behind") == "yes":
        number = Claim.objects.behind().count()
        words = "1 public document is" if number == 1 else f"{number} public documents are"
        link = format_html(
            '{} behind. <a href="{}">See what would change, and correct them together</a>', words,
            reverse("admin:claims_claim_behind"),
        )  # fmt: skip
        messages.info(request, link if number else "No public document is behind.")


def do(desk: Any, request: HttpRequest, slug: str) -> HttpResponse:
    """Does the job to the next hundred of the chosen claims, and says how far it is."""
    job = JOBS.get(slug)
    if job is None:
        raise Http404("There is no such job.")
    if job not in offered(roles_of(request)):
        raise PermissionDenied
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, "Choose at least one claim. Nothing was done.")
        return HttpResponseRedirect(reverse("admin:claims_claim_changelist"))
    form, noun = inputs(job, request.POST), _noun(request.POST.get("because", ""))
    if not form.is_valid():
        rows = [claim for claim, _rev in chosen]
        response = _ask(desk, request, job, rows, noun=noun, form=form)
        response.status_code = 400
        return response
    outcomes = commit(
        job, chosen[:A_COMMIT], by=person(request), given={**form.cleaned_data, "because": noun}
    )
    return _progress(desk, request, job, outcomes, chosen[A_COMMIT:])


def _progress(
    desk: Any, request: HttpRequest, job: Job, outcomes: Sequence[Outcome], left: Sequence[tuple[Claim, int]]
) -> HttpResponse:
    refused = _refused_before(request) + [
        [one.claim.pk, one.claim.statement[:200], " ".join(one.refusals or (one.note,))]
        for one in outcomes
        if one.refusals or one.note
    ]
    done = _number(request.POST.get("done", "")) + sum(not one.refusals for one in outcomes)
    tried = _number(request.POST.get("tried", "")) + len(outcomes)
    context = {
        **_frame(desk, job, "done"),
        "done": done,
        "tried": tried,
        "whole": tried + len(left),
        "left": ",".join(f"{claim.pk}:{rev}" for claim, rev in left),
        "next": min(len(left), A_COMMIT),
        "refused": refused,
        "refused_sent": json.dumps(refused),
        "given": [(name, value) for name in (*job.asks, "because") for value in request.POST.getlist(name)],
    }
    return TemplateResponse(
        request, "admin/claims/bulk_done.html", {**desk.admin_site.each_context(request), **context}
    )


def _ask(
    desk: Any,
    request: HttpRequest,
    job: Job,
    chosen: list[Claim],
    *,
    noun: Noun | None = None,
    form: Any = None,
    waiting: int = 0,
) -> HttpResponse:
    given = {**(job.stand_in or {}), "because": noun}
    outcomes = rehearse(job, chosen, by=person(request), given=given)
    rows = list(_rows(outcomes)) if job.shows_changes else [Row(one) for one in outcomes]
    may_do = job in offered(roles_of(request))
    context = {
        **desk.admin_site.each_context(request),
        **_frame(desk, job, "what would happen"),
        "form": form if form is not None else inputs(job),
        "rows": rows,
        "possible": sum(not one.refusals for one in outcomes) if may_do else 0,
        "behind": sum(one.claim.behind_since is not None for one in outcomes),
        "may_do": may_do,
        "because": f"{noun.table.removeprefix('claims_')}:{noun.id}" if noun else "",
        "noun": behind.named([noun]).get(noun, "") if noun else "",
        "waiting": waiting - len(rows) if waiting > len(rows) else 0,
        "commit": A_COMMIT,
    }
    return TemplateResponse(request, "admin/claims/bulk.html", context)


def _rows(outcomes: Sequence[Outcome]) -> Iterable[Row]:
    """Each claim with what its public document would say otherwise, and which shared rows changed."""
    changed = behind.changed([one.claim.pk for one in outcomes])
    names = behind.named({noun for nouns in changed.values() for noun in nouns})
    for one in outcomes:
        public = behind.public_document(one.claim)
        found = tuple(changes(public, drafts.build(fresh(one.claim)))) if public else ()
        nouns = tuple(names[noun] for noun in changed.get(one.claim.pk, ()) if noun in names)
        yield Row(one, nouns, found, kept=bool(found))


def _frame(desk: Any, job: Job, what: str) -> dict[str, Any]:
    return {"title": f"{job.name.capitalize()}: {what}", "opts": desk.opts, "job": job}


def _chosen(request: HttpRequest) -> list[tuple[Claim, int]]:
    """The claims that were sent, each with the revision that was read; what is no such list chooses nothing."""
    sent = ",".join(request.POST.getlist("row"))
    if not _ROWS.fullmatch(sent):
        return []
    pairs = (one.partition(":") for one in sent.split(",")[:AT_MOST])
    revs = {int(number): int(rev) for number, _, rev in pairs}
    found = Claim.objects.select_related("speaker").filter(pk__in=revs).order_by("pk")
    return [(claim, revs[claim.pk]) for claim in found]


def _noun(text: str) -> Noun | None:
    table, _, number = text.partition(":")
    if f"claims_{table}" not in SHARED or not re.fullmatch("[1-9][0-9]{0,17}", number):
        return None
    return Noun(f"claims_{table}", int(number))


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else 0


def _refused_before(request: HttpRequest) -> list[list[Any]]:
    """What earlier commits of this job could not do, as this page said it itself."""
    try:
        found = json.loads(request.POST.get("refused", "") or "[]")
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [one for one in found[:AT_MOST] if _is_told(one)]


def _is_told(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 3 and isinstance(one[0], int) and 0 < one[0] < 10**18
