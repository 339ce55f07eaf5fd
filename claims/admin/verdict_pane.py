"""The verdict on the claim's own page: a card to read, a form to write, and what the draft still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from claims.actions.claims import fresh
from claims.actions.refusals import MESSAGES
from claims.admin.access import roles_of
from claims.admin.attaching import HangingForm, attempt, found, page_again
from claims.admin.fields import LinesField
from claims.admin.onward import onward
from claims.admin.panes import Opened
from claims.domain import readiness
from claims.domain.confidence import Weighed, confidence, likelihood, likelihoods
from claims.domain.errors import Problem
from claims.domain.lifecycle import EDITABLE, REVIEWERS
from claims.domain.text import LIMITS
from claims.domain.vocabulary import Agreement, EvidenceLevel, State
from claims.formats import ratings, stored
from claims.models import Claim, Rating, Verdict
from claims.reads import weighing

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

TO_RATE = {State.IN_REVIEW.value, State.UNDER_CORRECTION.value}
"""States in which a claim without a verdict waits for one."""
MOST_POINTS = 3
PLACES = {
    "spans": "spans-group",
    "hedges": "id_hedges",
    "candidates": "candidates-group",
    "evidence": "evidence",
    "levels_why": "verdict_levels_why",
    "replies": "replies",
}
"""Where on the page each thing that a draft may lack is given."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A rating as a choice: the words, the icon and the meaning that the public sees."""

    words: str
    icon: str
    tone: str
    meaning: str
    scale: str

    def __str__(self) -> str:
        return self.words


class RatingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in its stubs
    """The ratings of the scales, best first."""

    def __init__(self) -> None:
        ordered = Rating.objects.select_related("scale").order_by(
            "scale__name", F("value").desc(nulls_last=True), "label"
        )
        super().__init__(ordered, widget=forms.RadioSelect, empty_label=None)

    def label_from_instance(self, obj: Any) -> Any:
        """What the radio button shows."""
        sign = ratings.icon(obj.label), ratings.tone(obj.label)
        return Shown(stored.rating(obj.label), *sign, obj.meaning, obj.scale.name)


class OneLine(forms.CharField):
    """Text of one paragraph in an input of several lines: line ends become blanks."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return " ".join(str(super().to_python(value) or "").splitlines())


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _levels(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(value, str(word)) for value, word in words.items()]


class VerdictForm(HangingForm):
    """A verdict; its levels are those weighed, or others with the reason."""

    weighed: Weighed
    rests_on_evidence = True

    rating = RatingField()
    credence = forms.IntegerField(
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), "A whole number from 0 to 100."),
        help_text="0 to 100: how likely it is that what was said is true",
    )
    conclusion = OneLine(
        widget=_lines(2), help_text=f"One sentence, at most {LIMITS['conclusion']} characters"
    )
    rationale = forms.CharField(widget=_lines(5), help_text="How the evidence leads there")
    evidence_level = forms.ChoiceField(
        label="Evidence", widget=forms.RadioSelect, choices=lambda: _levels(stored.EVIDENCE_LEVELS)
    )
    agreement = forms.ChoiceField(widget=forms.RadioSelect, choices=lambda: _levels(stored.AGREEMENT))
    levels_why = OneLine(
        label="Why other levels", required=False, widget=_lines(2),
        help_text="Needed when evidence or agreement is set otherwise than it is weighed",
    )  # fmt: skip
    summary = LinesField(required=False, help_text="At most three points, one a line")
    looked_for = forms.CharField(label="Looked for and not found", required=False, widget=_lines(2))
    would_change = forms.CharField(label="What would change it", required=False, widget=_lines(2))
    recheck_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Verdict
        fields = (
            "rating", "credence", "conclusion", "rationale", "evidence_level", "agreement", "levels_why", "summary",
            "looked_for", "would_change", "recheck_on",
        )  # fmt: skip

    def clean_summary(self) -> list[str]:
        """Three points at most."""
        points: list[str] = self.cleaned_data["summary"]
        if len(points) > MOST_POINTS:
            raise forms.ValidationError(MESSAGES["verdict_summary_to_three_points"])
        return points

    def clean(self) -> dict[str, Any]:
        """The values; other levels than those weighed come with their reason."""
        given = super().clean() or {}
        named = {"evidence_level", "agreement", "levels_why"} <= given.keys()
        if self.rests_on_evidence and named:
            for problem in readiness.unexplained(given, _as_levels(self.weighed)):
                self.add_error(problem.field, problem.message)
        return given


def _as_levels(weighed: Weighed) -> dict[str, str]:
    return {"evidence_level": weighed.evidence.value, "agreement": weighed.agreement.value}


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the draft lacks, and where on the page it is given."""

    message: str
    place: str


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the form is sent."""

    def save(request: HttpRequest, number: int) -> HttpResponse:
        """The verdict, given or changed; a refusal stands at its field, with everything that was typed."""
        claim = found(number)
        standing = claim.verdicts.active().first()
        tried = attempt(Verdict, _form(fresh(claim), standing, request.POST), claim=claim, request=request)
        if not tried.code:
            messages.success(request, "The verdict is saved.")
            return onward(request, number, part="verdict")
        request.verdict_form = tried.form  # type: ignore[attr-defined]
        return page_again(desk, request, number, tried.code)

    view = desk.admin_site.admin_view(require_POST(save))
    return [path("<int:number>/verdict/", view, name="claims_claim_verdict")]


def shown(opened: Opened) -> dict[str, Any]:
    """The card, the form for whoever may fill it in, what is lacking, and what asks for special care."""
    claim, request, weighed = opened.claim, opened.request, opened.weighed.weighed
    standing = claim.verdicts.active().select_related("rating__scale").first()
    sent = getattr(request, "verdict_form", None)
    editable = State(claim.state) in EDITABLE
    may = editable and bool(roles_of(request) & set(REVIEWERS))
    missing = _missing(opened) if editable else ()
    form = sent or (_form(claim, standing, weighed=weighed) if may else None)
    return {
        "verdict": _card(standing),
        "verdict_form": form,
        "verdict_open": sent is not None or (standing is None and claim.state in TO_RATE),
        "verdict_closed_because": "" if form else _closed_because(claim, editable=editable),
        "verdict_weighed": weighed,
        "verdict_weighed_confidence": stored.in_words(
            stored.CONFIDENCE, confidence(weighed.evidence, weighed.agreement)
        ),
        "verdict_word": _word(form),
        "likelihoods": likelihoods(),
        "lacking": [_lacking(one) for one in missing],
        "complete": editable and not missing,
    }


def _word(form: VerdictForm | None) -> str:
    """The word for the credence that stands in the form."""
    value = form["credence"].value() if form else None
    text = "" if value is None else str(value).strip()
    plain = text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100
    return likelihood(int(text)) if plain else ""


def _missing(opened: Opened) -> tuple[Problem, ...]:
    return readiness.missing(opened.draft, concerns_living_person=opened.claim.concerns_living_person)


def _lacking(problem: Problem) -> Lacking:
    return Lacking(problem.message, PLACES.get(problem.field, ""))


def _closed_because(claim: Claim, *, editable: bool) -> str:
    if not editable:
        return f"A claim that is “{claim.state}” is not rated; open a correction first, or reopen it."
    return f"Verdicts are given by the roles {' and '.join(REVIEWERS)}."


def _form(
    claim: Claim,
    standing: Verdict | None,
    given: Mapping[str, Any] | None = None,
    *,
    weighed: Weighed | None = None,
) -> VerdictForm:
    """The form of the verdict that stands, or of a new one at the levels that are weighed."""
    weighed = weighed or weighing.of(claim).weighed
    initial: dict[str, Any] = {"rev": claim.rev}
    if standing is None:
        initial |= _as_levels(weighed)
    form = VerdictForm(given, instance=standing, initial=initial, auto_id="verdict_%s", prefix=None)
    form.weighed = weighed
    form.rests_on_evidence = claim.evidence.active().exists()
    for name in ("conclusion", "rationale", "summary", "looked_for", "would_change", "levels_why"):
        form.fields[name].widget.attrs["dir"] = "auto"
    return form


def _card(verdict: Verdict | None) -> dict[str, Any] | None:
    """The verdict in the words that the public sees."""
    if verdict is None:
        return None
    sure = confidence(EvidenceLevel(verdict.evidence_level), Agreement(verdict.agreement))
    return {
        "row": verdict,
        "words": stored.rating(verdict.rating.label),
        "icon": ratings.icon(verdict.rating.label),
        "tone": ratings.tone(verdict.rating.label),
        "likelihood": likelihood(verdict.credence),
        "confidence": stored.in_words(stored.CONFIDENCE, sure),
        "evidence": stored.in_words(stored.EVIDENCE_LEVELS, verdict.evidence_level),
        "agreement": stored.in_words(stored.AGREEMENT, verdict.agreement),
    }
