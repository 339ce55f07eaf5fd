"""The claim at the desk: its own row with spans and figures, its steps, and what hangs on it."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import claims, people, suppositions
from claims.actions.evidence import KINDS
from claims.actions.parts import PARTS
from claims.admin import (
    bulk_pages,
    claim_people,
    comparing,
    evidence_desk,
    followed_pane,
    offer_pane,
    passages,
    preview,
    queues,
    related_pane,
    reply_pane,
    since,
    suppression,
    undo,
    verdict_pane,
)
from claims.admin.access import person
from claims.admin.base import revision_read
from claims.admin.claim_list import ListOfClaims
from claims.admin.claim_parts import AttributionInline, CandidateInline, QuantityInline, SpanInline, rows_of
from claims.admin.claim_steps import Refused, desk, take
from claims.admin.onward import Onward
from claims.admin.panes import Opened, Pane
from claims.admin.refusals import status
from claims.domain.errors import DomainError
from claims.models import Claim, Following, ProposedLink, Recheck, Review
from claims.reads import drafts, revisions

HISTORY_OF: tuple[tuple[type[Model], str], ...] = (
    *((model, "claim") for model in PARTS.values()),
    *((model, "claim") for model in KINDS),
    (Review, "claim"),
    (Recheck, "claim"),
    (Following, "claim"),
    (ProposedLink, "claim"),
)
"""What belongs to a claim, so that its history is one story."""

PANES: tuple[Pane, ...] = (
    passages,
    verdict_pane,
    reply_pane,
    preview,
    undo,
    bulk_pages,
    evidence_desk,
    related_pane,
    queues,
    claim_people,
    comparing,
    suppression,
    offer_pane,
    followed_pane,
)
"""The parts of the page that have addresses and a template of their own."""

SHEETS = ("passages", "verdict", "keys", "steps", "evidence", "similar", "removal")
"""What the parts look like."""


@admin.register(Claim)
class ClaimAdmin(Onward, ListOfClaims):
    """Claims."""

    change_form_template = "admin/claims/claim_form.html"
    history_of = HISTORY_OF
    search_fields = ("statement", "exact", "speaker__name", "public_id")
    autocomplete_fields = ("speaker", "speaker_role", "version")
    inlines = (SpanInline, QuantityInline, AttributionInline, CandidateInline)
    fieldsets = (
        ("Where it stands", {"fields": ("version", "exact", "start", "quotation", "translated")}),
        ("What it says", {"fields": ("statement", "language", "claim_type", "topic", "places")}),
        ("Who", {"fields": ("speaker", "speaker_role", "speaker_basis", "cue")}),
        ("How sure", {"fields": ("modality", "hedges")}),
        ("When", {"fields": ("said", "about")}),
        (
            "Care",
            {
                "fields": (
                    "check_worthiness",
                    "concerns_living_person",
                    "allegation_of_crime",
                    "demonstration",
                )
            },
        ),
    )

    def get_actions(self, request: HttpRequest) -> Any:
        """The steps that a list can take: those that the person's roles allow at all."""
        if IS_POPUP_VAR in request.GET:  # there somebody chooses a claim and does nothing to it
            return {}
        return bulk_pages.actions(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; of what is behind it says how many there are and where they are corrected."""
        bulk_pages.tell_behind(request)
        found: HttpResponse = super().changelist_view(request, extra_context)
        return found

    def token(self, row: Any) -> str:
        """A claim's version is its revision."""
        return str(row.rev)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """`start` may be left empty: the quotation is found in the text."""
        form = super().get_form(request, obj, change=change, **options)
        if "start" in form.base_fields:
            form.base_fields["start"].required = False
            form.base_fields[
                "start"
            ].help_text = "Only needed when the words stand in the text more than once"
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """References; and of a place in a captured text its own words, as in `?version=7&place=120-188`."""
        return super().get_changeform_initial_data(request) | passages.filled_in(request)

    def since(self, row: Any, token: str) -> list[since.Saved]:
        """Whatever was done to the claim and what hangs on it."""
        return since.of_claim(row, token)

    def touched(self, row: Any, token: str) -> Collection[str] | None:
        """The parts of which other rows stand now than at the revision that was read."""
        try:
            changed = revisions.changed_since(row, revision_read(token))
        except DomainError:
            return None
        return {name for name, model in PARTS.items() if model in changed}

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Proposes a new claim, or revises the one that was read."""
        values["exact"] = values["exact"].replace("\r\n", "\n")
        start = values.pop("start")
        who, now = person(request), timezone.now()
        if row is None:
            return claims.propose(by=who, at=now, near=start, parts_of=parts, **values)
        rev = revision_read(token)
        if start is not None:
            values["start"] = start
        return claims.revise(claim=row, rev=rev, by=who, at=now, parts_of=parts, **values)

    def parts(self, formsets: list[Any]) -> dict[str, Any]:
        """Spans and figures as rows for the action."""
        names = {model: name for name, model in PARTS.items()}
        return {names[formset.model]: rows_of(formset) for formset in formsets}

    def get_urls(self) -> list[Any]:
        """The steps, the preview, and the addresses of the page's parts."""
        return [
            path(
                "<int:number>/step/<str:verb>/",
                self.admin_site.admin_view(require_POST(self.step)),
                name="claims_claim_step",
            ),
            path(
                "<int:number>/suppose/",
                self.admin_site.admin_view(require_POST(self.suppose)),
                name="claims_claim_suppose",
            ),
            path("<int:number>/draft/", self.admin_site.admin_view(self.draft), name="claims_claim_draft"),
            *(address for part in PANES for address in part.addresses(self)),
            *super().get_urls(),
        ]

    def step(self, request: HttpRequest, number: int, verb: str) -> HttpResponse:
        """One step of the claim's life; a refusal stands at the step, with what was typed still in its inputs."""
        claim = _claim(number)
        try:
            rev = revision_read(request.POST.get("rev", ""))
            take(verb, claim=claim, rev=rev, by=person(request), given=request.POST)
        except DomainError as refusal:
            return self._page_again(request, number, Refused.of(verb, refusal, request.POST, claim))
        messages.success(request, f"Done: {verb}.")
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]))

    def suppose(self, request: HttpRequest, number: int) -> HttpResponse:
        """Lets the machine look for copies among the claim's sources; a person decides on what it finds."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            found = suppositions.look_for_copies(claim=_claim(number), by=people.machine())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, f"{len(found)} new suspected copies." if found else "No new suspected copies."
            )
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]) + "#evidence")

    def _page_again(self, request: HttpRequest, number: int, refused: Refused) -> HttpResponse:
        """The claim's page with the refused step."""
        code = status(refused.refusal, otherwise=400)
        return self.as_opened(request, number, code, {"refused": refused})

    def as_opened(
        self, request: HttpRequest, number: int, code: int, context: dict[str, Any]
    ) -> HttpResponse:
        """The claim's page as it would be opened now."""
        opened = copy(request)
        opened.method, opened.GET = "GET", cast(Any, QueryDict())
        address = reverse("admin:claims_claim_change", args=[number])
        response = self.changeform_view(opened, str(number), address, context)
        response.status_code = code
        return response

    def draft(self, request: HttpRequest, number: int) -> HttpResponse:
        """The draft document: exactly what would be approved and published."""
        if not self.has_view_permission(request):
            raise Http404("Not for you.")
        draft = drafts.build(claims.fresh(_claim(number)))
        return JsonResponse(draft, json_dumps_params={"indent": 2, "ensure_ascii": False})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Steps, consent and what hangs on the claim."""
        claim = options.get("obj")
        context["sheets"] = [f"claims/desk/{name}.css" for name in SHEETS]
        if claim is not None:
            opened = Opened(_claim(claim.pk), request)
            context.update(desk(opened))
            for part in PANES:
                context.update(part.shown(opened))
        else:
            context.update(passages.adding(request))
        if context.get("locked") and request.method == "GET" and not getattr(request, "unsaved", None):
            context |= dict.fromkeys(
                ("show_save", "show_save_and_continue", "show_save_and_add_another"), False
            )
            context["closed"] = True
        return super().render_change_form(request, context, *args, **options)


def _claim(number: int) -> Claim:
    claim = Claim.objects.select_related("version__article__outlet", "speaker").filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim
