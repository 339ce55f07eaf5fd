"""The claim at the desk: its own row with spans and figures, its steps, and what hangs on it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import claims, publication, review
from claims.actions.parts import PARTS
from claims.admin.access import ByRole, person
from claims.admin.base import ActionAdmin, PartForm, input_for
from claims.domain import canonical, lifecycle
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.vocabulary import CorrectionKind, State
from claims.models import Attribution, Claim, ClaimSpan, Quantity, SpeakerCandidate, User
from claims.reads import drafts


class OfAClaim(ByRole):
    """Inlines follow the claim: whoever may change it may change them, and take rows away."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Adding a row changes the claim."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taking a row away withdraws it."""
        return self.has_change_permission(request, obj)


class SpanInline(OfAClaim, admin.TabularInline[ClaimSpan, Claim]):
    """Whose words: offsets as in the version's text."""

    model = ClaimSpan
    form = PartForm
    fields = ("start", "end", "role")
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimSpan]:
        """The spans that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("start")


class QuantityInline(OfAClaim, admin.StackedInline[Quantity, Claim]):
    """Figures; empty bounds are open."""

    model = Quantity
    form = PartForm
    fields = (("measure", "population", "unit"), ("low", "high", "approximate", "vague"), "text", "at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quantity]:
        """The figures that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("position")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Dates with their own input, like everywhere."""
        return input_for(db_field, options) or super().formfield_for_dbfield(db_field, request, **options)


class AttributionInline(OfAClaim, admin.TabularInline[Attribution, Claim]):
    """The chain, nearest first: a ministry said that a witness said."""

    model = Attribution
    form = PartForm
    fields = ("speaker", "role", "cue", "hedges")
    autocomplete_fields = ("speaker", "role")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attribution]:
        """The links that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("position")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Lists with their own input."""
        return input_for(db_field, options) or super().formfield_for_dbfield(db_field, request, **options)


class CandidateInline(OfAClaim, admin.TabularInline[SpeakerCandidate, Claim]):
    """Who may be the speaker, where the text leaves it ambiguous."""

    model = SpeakerCandidate
    form = PartForm
    fields = ("speaker", "note")
    autocomplete_fields = ("speaker",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeakerCandidate]:
        """The candidates that stand."""
        return super().get_queryset(request).filter(withdrawn_at__isnull=True).order_by("id")


@admin.register(Claim)
class ClaimAdmin(ActionAdmin):
    """Claims."""

    change_form_template = "admin/claims/claim_form.html"
    list_display = ("statement", "speaker", "state", "said_words", "number", "is_behind")
    list_filter = ("state", "modality", "claim_type", "speaker__kind", "speaker_basis")
    list_select_related = ("speaker",)
    search_fields = ("statement", "exact", "speaker__name", "public_id")
    ordering = ("-id",)
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

    @admin.display(description="said")
    def said_words(self, claim: Claim) -> str:
        """The date said, as EDTF."""
        return (claim.said.edtf if claim.said else "") or "not known"

    @admin.display(description="no.", ordering="published_number")
    def number(self, claim: Claim) -> str:
        """The number that is public."""
        return str(claim.published_number or "–")

    @admin.display(description="behind", boolean=True)
    def is_behind(self, claim: Claim) -> bool:
        """Whether the public document embeds something that changed since."""
        return claim.behind_since is not None

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

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Proposes a new claim, or revises the one that was read."""
        values["exact"] = values["exact"].replace("\r\n", "\n")
        start = values.pop("start")
        who, now = person(request), timezone.now()
        if row is None:
            return claims.propose(by=who, at=now, near=start, parts_of=parts, **values)
        if not token.isdigit():
            raise InvalidValue("The form names no revision; open the page again.", field="rev")
        if start is not None:
            values["start"] = start
        return claims.revise(claim=row, rev=int(token), by=who, at=now, parts_of=parts, **values)

    def parts(self, formsets: list[Any]) -> dict[str, Any]:
        """Spans and figures as rows for the action."""
        names = {model: name for name, model in PARTS.items()}
        return {names[formset.model]: _rows(formset) for formset in formsets}

    def get_urls(self) -> list[Any]:
        """The steps and the preview."""
        return [
            path(
                "<int:number>/step/<str:verb>/",
                self.admin_site.admin_view(require_POST(self.step)),
                name="claims_claim_step",
            ),
            path("<int:number>/draft/", self.admin_site.admin_view(self.draft), name="claims_claim_draft"),
            *super().get_urls(),
        ]

    def step(self, request: HttpRequest, number: int, verb: str) -> HttpResponse:
        """One step of the claim's life; a refusal says why."""
        claim = _claim(number)
        try:
            take(
                verb,
                claim=claim,
                rev=_whole(request.POST.get("rev", "")),
                by=person(request),
                given=request.POST,
            )
        except DomainError as refusal:
            for problem in refusal.problems:
                messages.error(request, problem.message)
        else:
            messages.success(request, f"Done: {verb}.")
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]))

    def draft(self, request: HttpRequest, number: int) -> HttpResponse:
        """The draft document: exactly what would be approved and published."""
        if not self.has_view_permission(request):
            raise Http404("Not for you.")
        draft = drafts.build(claims.fresh(_claim(number)))
        return JsonResponse(draft, json_dumps_params={"indent": 2, "ensure_ascii": False})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Steps, consent and what hangs on the claim."""
        claim = options.get("obj")
        if claim is not None:
            context.update(desk(_claim(claim.pk), person(request)))
        return super().render_change_form(request, context, *args, **options)


def take(verb: str, *, claim: Claim, rev: int, by: User, given: Any) -> None:
    """The action behind a step."""
    now = timezone.now()
    if verb in ("correct", "reinstate"):
        kind = CorrectionKind.REINSTATED.value if verb == "reinstate" else given.get("kind", "")
        if kind not in {known.value for known in CorrectionKind}:
            raise InvalidValue("Choose what kind of correction this is.", field="kind")
        review.open_correction(
            claim=claim, rev=rev, by=by, kind=CorrectionKind(kind), reason=given.get("reason", "")
        )
    elif verb == "approve":
        review.approve(
            claim=claim, rev=rev, by=by, at=now, note=given.get("note", ""), seen=given.get("seen", "")
        )
    elif verb in ("publish", "retract"):
        publication.publish(claim=claim, rev=rev, by=by, at=now)
    elif verb == "mark duplicate":
        other = Claim.objects.filter(public_id=given.get("of", "")).first()
        if other is None:
            raise InvalidValue("Name the public id of the claim that this one repeats.", field="of")
        review.mark_duplicate(claim=claim, rev=rev, by=by, of=other)
    elif verb in PLAIN_STEPS:
        PLAIN_STEPS[verb](claim=claim, rev=rev, by=by)
    else:
        raise InvalidValue(f"There is no step “{verb[:40]}”.", field="verb")


PLAIN_STEPS = {
    "accept": review.accept,
    "reject": review.reject,
    "reopen": review.reopen,
    "start review": review.start,
    "complete": review.complete,
    "return": review.send_back,
}


def desk(claim: Claim, who: User) -> dict[str, Any]:
    """What the claim's page shows beside its form."""
    state = State(claim.state)
    steps = [
        verb
        for verb in lifecycle.open_to(state=state, roles=who.roles())
        if not (verb == "publish" and claim.correction_kind == CorrectionKind.WITHDRAWN.value)
        and not (verb == "retract" and claim.correction_kind != CorrectionKind.WITHDRAWN.value)
    ]
    hands = sorted(user.username for user in review.contributors(claim))
    return {
        "claim": claim,
        "steps": steps,
        "seen": canonical.digest(canonical.encode(drafts.build(claims.fresh(claim))))
        if "approve" in steps
        else "",
        "kinds": [kind.value for kind in CorrectionKind if kind is not CorrectionKind.REINSTATED],
        "hands": hands,
        "had_a_hand": who.username in hands,
        "editable": state in lifecycle.EDITABLE,
        "evidence_rows": claim.evidence.active().select_related("source").order_by("id"),
        "verdict_rows": claim.verdicts.active().select_related("rating"),
        "reply_rows": claim.replies.active().select_related("who"),
        "link_rows": claim.links.active().select_related("other"),
        "publications": claim.publications.order_by("-number"),
        "approvals": claim.approvals.select_related("by").order_by("-id")[:5],
    }


def _claim(number: int) -> Claim:
    claim = Claim.objects.select_related("version__article__outlet", "speaker").filter(pk=number).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidValue("The page names no revision; open it again.", field="rev")
    return int(text)


def _rows(formset: Any) -> list[dict[str, Any]]:
    rows = []
    for form in formset.forms:
        values = dict(form.cleaned_data) if hasattr(form, "cleaned_data") else {}
        removed = values.pop("DELETE", False)
        for extra in ("id", "claim", formset.fk.name):
            values.pop(extra, None)
        if values and not removed and (form.instance.pk or form.has_changed()):
            rows.append(values)
    return rows
