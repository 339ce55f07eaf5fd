"""The evidence of a claim, worked on where it stands: linked, changed, withdrawn, traced; warnings come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import derivations, evidence, ingest_runs
from claims.actions.claims import fresh
from claims.admin import evidence_effects, evidence_forms, since, unsaved
from claims.admin.access import person
from claims.admin.base import revision_read
from claims.admin.evidence_pane import pane
from claims.admin.onward import onward
from claims.admin.panes import Opened
from claims.admin.refusals import said, status
from claims.domain.addresses import tidy
from claims.domain.errors import DomainError
from claims.models import Claim, Derivation, Evidence, Source
from claims.reads.sources import same_address, same_title


@dataclass(slots=True)
class Sent:
    """What was sent and not saved: shown again in its place. `row` is the card's piece of evidence, 0 the new one."""

    what: str = ""
    row: int = 0
    form: Any = None
    adding: Any = None
    effect: Any = None
    offered: list[Source] = field(default_factory=list)
    same_row: int = 0
    errors: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


def addresses(desk: Any) -> list[Any]:
    """Linking, one piece, and the steps behind its source."""

    def posted(view: Callable[..., HttpResponse]) -> Any:
        def act(request: HttpRequest, **numbers: int) -> HttpResponse:
            return view(desk, request, **numbers)

        return desk.admin_site.admin_view(require_POST(act))

    return [
        path("<int:number>/evidence/", posted(link), name="claims_claim_evidence"),
        path("<int:number>/evidence/<int:row>/", posted(change), name="claims_claim_evidence_row"),
        path("<int:number>/evidence/<int:row>/steps/", posted(trace), name="claims_claim_evidence_steps"),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """The pane, with what was sent and not saved in its place."""
    sent = getattr(opened.request, "evidence_sent", None) or Sent()
    return pane(opened, sent)


def link(desk: Any, request: HttpRequest, number: int) -> HttpResponse:
    """A source linked to the claim; warnings are shown first, and confirmed by sending again."""
    claim = _claim(number)
    if "add_source" in request.POST or "use" in request.POST:
        return _add_source(desk, request, claim)
    form = evidence_forms.linking(desk.admin_site, request, request.POST)
    sent = Sent("link", 0, form, evidence_forms.adding(request.POST if _typed_source(request) else None))
    try:
        if not form.is_valid():
            return _again(desk, request, claim, sent, 400)
        rev, values = revision_read(request.POST.get("rev", "")), form.cleaned_data
        sent.effect = evidence_effects.of_linking(claim, rev=rev, by=person(request), values=values)
        if "try" in request.POST or sent.effect.mark != request.POST.get("warned", ""):
            return _again(desk, request, claim, sent, 200)
        evidence.attach(Evidence, claim=claim, rev=rev, by=person(request), **values)
        unsaved.hung(request, claim, Evidence)
    except DomainError as refusal:
        same = claim.evidence.active().filter(source=form.cleaned_data.get("source")).first()
        _refuse(form, refusal, claim)
        sent.same_row = same.pk if same else 0
        return _again(desk, request, claim, sent, status(refusal, otherwise=400))
    messages.success(request, f"Linked. {sent.effect.moved}")
    return onward(request, claim.pk, part="evidence")


def change(desk: Any, request: HttpRequest, number: int, row: int) -> HttpResponse:
    """A piece of evidence changed, or withdrawn with its reason."""
    claim = _claim(number)
    piece = _piece(claim, row)
    withdrawing = "withdraw" in request.POST
    form = evidence_forms.Cards(desk.admin_site, request).changing(
        piece, None if withdrawing else request.POST
    )
    sent = Sent("withdraw" if withdrawing else "change", row, form, typed=_typed(request))
    try:
        rev = revision_read(request.POST.get("rev", ""))
        if withdrawing:
            why = " ".join(request.POST.get("why", "").split())
            moved = evidence_effects.told(
                claim, lambda: evidence.detach(piece, rev=rev, by=person(request), at=timezone.now(), why=why)
            )
        elif form.is_valid():
            stored = Evidence.objects.select_related("claim", "source").get(pk=row)
            moved = evidence_effects.told(
                claim, lambda: evidence.amend(stored, rev=rev, by=person(request), **form.cleaned_data)
            )
        else:
            return _again(desk, request, claim, sent, 400)
    except DomainError as refusal:
        return _refused(desk, request, claim, sent, refusal)
    messages.success(request, f"{'Withdrawn' if withdrawing else 'Saved'}. {moved}")
    return _back(claim, "" if withdrawing else f"-{row}")


def trace(desk: Any, request: HttpRequest, number: int, row: int) -> HttpResponse:
    """A step behind the source of a piece: added, or withdrawn with its reason."""
    claim = _claim(number)
    piece = _piece(claim, row)
    withdrawing = "withdraw" in request.POST
    form = evidence_forms.Cards(desk.admin_site, request).tracing(
        piece, None if withdrawing else request.POST
    )
    sent = Sent("untrace" if withdrawing else "trace", row, form, typed=_typed(request))
    by = person(request)
    try:
        rev = revision_read(request.POST.get("rev", ""))
        if withdrawing:
            step = _step(piece, request.POST.get("withdraw", ""))
            why = " ".join(request.POST.get("why", "").split())
            moved = evidence_effects.told(
                claim,
                lambda: derivations.withdraw(step, claim=claim, rev=rev, by=by, at=timezone.now(), why=why),
            )
        elif form.is_valid():
            moved = evidence_effects.told(
                claim,
                lambda: derivations.add(
                    claim=claim, rev=rev, by=by, source=piece.source, **form.cleaned_data
                ),
            )
        else:
            return _again(desk, request, claim, sent, 400)
    except DomainError as refusal:
        return _refused(desk, request, claim, sent, refusal)
    messages.success(request, f"{'Step withdrawn' if withdrawing else 'Step added'}. {moved}")
    return _back(claim, f"-{row}")


def _add_source(desk: Any, request: HttpRequest, claim: Claim) -> HttpResponse:
    """The form again with a source that was added on the spot or that was offered, and everything that was typed."""
    post = request.POST
    chosen = post.get("use", "")
    adding = evidence_forms.adding(post)
    sent = Sent("add", 0, _unjudged(desk, request), adding)
    if chosen:
        found = Source.objects.filter(pk=_number(chosen)).first()
        sent.form = _unjudged(desk, request, found)
        sent.adding = evidence_forms.adding()
        return _again(desk, request, claim, sent, 200)
    adding.full_clean()
    values = dict(adding.cleaned_data)
    values["url"] = tidy(values.get("url", ""))
    sent.offered = same_address(values["url"]) or (
        [] if post.get("other_page") else same_title(values.get("title", ""))
    )
    if sent.offered:
        return _again(desk, request, claim, sent, 200)
    try:
        source = ingest_runs.add_source(by=person(request), at=timezone.now(), **values)
    except DomainError as refusal:
        _refuse(adding, refusal)
        return _again(desk, request, claim, sent, status(refusal, otherwise=400))
    messages.success(
        request,
        "The source is there now, and chosen. Its page is fetched and archived in the background; title, publisher, "
        "date and authors are filled in where nobody has said them.",
    )
    sent.form, sent.adding = _unjudged(desk, request, source), evidence_forms.adding()
    return _again(desk, request, claim, sent, 200)


def _unjudged(desk: Any, request: HttpRequest, source: Source | None = None) -> Any:
    """The form as it was sent, without a word on what is still missing."""
    typed: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("stance", "says", "excerpt", "credibility")
    }
    typed["source"] = source.pk if source else request.POST.get("source", "")
    return evidence_forms.linking(desk.admin_site, request, initial=typed)


def _typed_source(request: HttpRequest) -> bool:
    return any(request.POST.get(f"add-{name}") for name in ("url", "title", "publisher"))


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("why", "withdraw")}


def _refuse(form: forms.BaseForm, refusal: DomainError, claim: Claim | None = None) -> None:
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, said(problem, refusal))
    for words in since.told(refusal, claim) if claim else ():
        form.add_error(None, words)


def _refused(desk: Any, request: HttpRequest, claim: Claim, sent: Sent, refusal: DomainError) -> HttpResponse:
    """The card again, with the refusal at its input."""
    if sent.form.is_bound:
        _refuse(sent.form, refusal, claim)
    else:
        told = [said(problem, refusal) for problem in refusal.problems] + since.told(refusal, claim)
        sent.errors = tuple(dict.fromkeys(told))
    return _again(desk, request, claim, sent, status(refusal, otherwise=400))


def _again(desk: Any, request: HttpRequest, claim: Claim, sent: Sent, code: int) -> HttpResponse:
    request.evidence_sent = sent  # type: ignore[attr-defined]
    found: HttpResponse = desk.as_opened(request, claim.pk, code, {})
    return found


def _back(claim: Claim, card: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[claim.pk]) + f"#evidence{card}")


def _claim(number: int) -> Claim:
    found = Claim.objects.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404("There is no such claim.")
    return fresh(found)


def _piece(claim: Claim, row: int) -> Evidence:
    found = (
        claim.evidence.active().select_related("claim", "source").filter(pk=row).first()
        if row < 2**63
        else None
    )
    if found is None:
        raise Http404("There is no such evidence, or it was withdrawn.")
    return found


def _step(piece: Evidence, number: str) -> Derivation:
    found = piece.source.derivations.active().filter(pk=_number(number)).first()
    if found is None:
        raise Http404("There is no such step, or it was withdrawn.")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
