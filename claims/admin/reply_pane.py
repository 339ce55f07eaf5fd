"""The right of reply on the claim's own page: who was asked, when, how, until when, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.admin.access import roles_of
from claims.admin.attaching import HangingForm, attempt, found, page_again
from claims.admin.inputs import Choose
from claims.admin.onward import onward
from claims.admin.panes import Opened
from claims.domain.lifecycle import EDITABLE, REVIEWERS
from claims.domain.vocabulary import ReplyOutcome, State
from claims.formats import stored
from claims.models import Claim, ReplyRequest, Speaker

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


class Moment(forms.DateTimeInput):
    """A moment of the site's time zone, with seconds only where there are some."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        """The moment as browsers write it."""
        if not isinstance(value, datetime):
            return super().format_value(value)
        return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, required=False, widget=Moment)


class ReplyForm(HangingForm):
    """A request for reply, or the reason why nobody was asked."""

    who = forms.ModelChoiceField(
        Speaker.objects.all(),
        label="Who",
        widget=Choose(ReplyRequest._meta.get_field("who"), admin.site),
        help_text="Whom the claim or the rating concerns",
    )
    outcome = forms.ChoiceField(
        label="What became of it",
        choices=lambda: [(one.value, stored.in_words(stored.OUTCOMES, one.value)) for one in ReplyOutcome],
    )
    asked_at = _moment("Asked (UTC)")
    channel = forms.CharField(
        label="By what way", required=False, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="Such as e-mail to the press office",
    )  # fmt: skip
    deadline = _moment("Answer asked until (UTC)")
    answered_at = _moment("Answered (UTC)")
    answer = forms.CharField(
        label="Their answer, or why nobody was asked", required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text="In their own words",
    )  # fmt: skip

    class Meta:
        model = ReplyRequest
        fields = ("who", "outcome", "asked_at", "channel", "deadline", "answered_at", "answer")


@dataclass(frozen=True, slots=True)
class Reply:
    """A request as the page shows it: in words, with the form that changes it, and whether its time is up."""

    row: ReplyRequest
    outcome: str
    late: bool
    form: ReplyForm | None
    address: str


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the form of a new request, and that of one that is there, is sent."""

    def save(request: HttpRequest, number: int, reply: int | None = None) -> HttpResponse:
        """The request, added or changed; a refusal stands at its field, with everything that was typed."""
        claim = found(number)
        row = None if reply is None else claim.replies.active().filter(pk=reply).first()
        if reply is not None and row is None:
            raise Http404("There is no such request, or it was withdrawn.")
        tried = attempt(ReplyRequest, _form(claim, row, request.POST), claim=claim, request=request)
        if not tried.code:
            messages.success(request, "The request for reply is saved.")
            return onward(request, number, part="replies")
        request.reply_form = tried.form  # type: ignore[attr-defined]
        return page_again(desk, request, number, tried.code)

    view = desk.admin_site.admin_view(require_POST(save))
    return [
        path("<int:number>/replies/", view, name="claims_claim_replies"),
        path("<int:number>/replies/<int:reply>/", view, name="claims_claim_reply"),
    ]


def shown(opened: Opened) -> dict[str, Any]:
    """The requests that stand, each with its form, and the form of a new one."""
    claim, request = opened.claim, opened.request
    sent: ReplyForm | None = getattr(request, "reply_form", None)
    may = State(claim.state) in EDITABLE and bool(roles_of(request) & set(REVIEWERS))
    about = sent.instance.pk if sent else None
    fresh = sent if sent and about is None else (_form(claim, None) if may else None)
    rows = claim.replies.active().select_related("who").order_by("id")
    return {
        "replies": [_reply(claim, row, sent if sent and about == row.pk else None, may=may) for row in rows],
        "reply_form": fresh,
        "reply_address": reverse("admin:claims_claim_replies", args=[claim.pk]),
    }


def _reply(claim: Claim, row: ReplyRequest, sent: ReplyForm | None, *, may: bool) -> Reply:
    waiting = row.outcome == ReplyOutcome.WAITING.value
    return Reply(
        row=row,
        outcome=stored.in_words(stored.OUTCOMES, row.outcome),
        late=waiting and row.deadline is not None and row.deadline < timezone.now(),
        form=sent or (_form(claim, row) if may else None),
        address=reverse("admin:claims_claim_reply", args=[claim.pk, row.pk]),
    )


def _form(claim: Claim, row: ReplyRequest | None, given: Any = None) -> ReplyForm:
    initial: dict[str, Any] = {"rev": claim.rev}
    if row is None:
        initial |= {"who": claim.speaker_id, "outcome": ReplyOutcome.WAITING.value}
    auto_id = f"reply_{row.pk if row else 'new'}_%s"
    return ReplyForm(given, instance=row, initial=initial, auto_id=auto_id)
