"""Words that changed with their article: the old and the new beside each other, and what a person makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.actions import settlements
from claims.actions.followings import KEPT
from claims.admin.access import person, roles_of
from claims.admin.base import revision_read
from claims.admin.finding import Choice
from claims.admin.gone import gone
from claims.admin.panes import Opened
from claims.admin.refusals import said, status
from claims.domain import anchors, selection
from claims.domain.errors import DomainError, InvalidValue, StaleSave
from claims.domain.lifecycle import REVIEWERS
from claims.domain.vocabulary import State
from claims.domain.whereabouts import Settlement, Whereabouts
from claims.formats.word_diff import Piece, sides
from claims.models import Claim, Following
from claims.reads import followings

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

OUTCOMES = {
    Whereabouts.SAME: ("=", "Unchanged", "The words stand at the same place."),
    Whereabouts.MOVED: ("→", "Moved", "The words stand there, at another place."),
    Whereabouts.ALTERED: ("Δ", "Altered", "Something reads otherwise now."),
    Whereabouts.AMBIGUOUS: (
        "?",
        "Not clear",
        "It is not clear where the words stand now, or whether they do.",
    ),
    Whereabouts.GONE: ("∅", "Gone", "The words are not there any more."),
}
"""A sign, a word and a sentence for each outcome."""
DECIDED = {
    Settlement.STANDS: "The archived words stand",
    Settlement.TAKEN: "The new words are taken",
    Settlement.PLACED: "The place is confirmed",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One stretch of words, as it was and as it is: each with what stands around it, and in marked pieces."""

    row: Following
    was: Choice
    now: Choice | None
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    answer: Following | None
    """What somebody decided when an earlier version read the very same."""

    @classmethod
    def of_newest(cls, claim: Claim) -> list[Beside]:
        """Every stretch of the claim's words in the newest version."""
        rows = followings.of_newest(claim)
        answers = followings.answered(rows)
        return [cls.of(one, answers.get(one.pk)) for one in rows]

    @classmethod
    def of(cls, row: Following, answer: Following | None) -> Beside:
        """From what was found."""
        was = Choice.of(row.origin.text, row.origin_start, row.origin_end)
        now = (
            None if row.start is None or row.end is None else Choice.of(row.version.text, row.start, row.end)
        )
        old, new = sides(was.exact, now.exact) if now else ((Piece("kept", was.exact),), ())
        return cls(row, was, now, old, new, answer)

    @property
    def outcome(self) -> tuple[str, str, str]:
        """Its sign, its word and its sentence."""
        return OUTCOMES[Whereabouts(self.row.outcome)]

    @property
    def decided(self) -> str:
        """What somebody decided, in words."""
        return "" if self.row.decision == Settlement.OPEN.value else DECIDED[Settlement(self.row.decision)]

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return not (self.decided or self.answer or self.row.outcome in KEPT)


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where both texts stand beside each other, and where that is decided."""

    def answer(request: HttpRequest, number: int) -> HttpResponse:
        if not desk.has_view_permission(request):
            raise PermissionDenied
        claim = Claim.objects.select_related("version__article", "speaker").filter(pk=number).first()
        if claim is None:
            raise Http404("There is no such claim.")
        if (found := gone(claim, request)) is not None:
            return found
        if request.method != "POST":
            return _page(desk, request, claim)
        try:
            told = _decided(request, claim)
        except DomainError as refusal:
            return _page(desk, request, claim, refusal=refusal)
        queue = f"{reverse('admin:claims_claim_changelist')}?queue=article"
        messages.success(
            request, format_html('Decided: {}. <a href="{}">More in this queue</a>', told, queue)
        )
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[number]))

    view = desk.admin_site.admin_view(answer)
    return [path("<int:number>/article-changed/", view, name="claims_claim_followed")]


def shown(opened: Opened) -> dict[str, Any]:
    """What became of the claim's words in the newest version of its article, if there is a newer one."""
    found = Beside.of_newest(opened.claim)
    own = [one for one in found if followings.quotes_now(opened.claim, one.row)]
    return {"followed": own[0] if own else None, "followed_waits": any(one.waits for one in found)}


def mark(claim: int, outcome: str) -> SafeString:
    """What became of a claim's words, in a list: leads to where it is decided."""
    sign, word, _ = OUTCOMES[Whereabouts(outcome)]
    return format_html(
        '<a class="followed-mark outcome {}" href="{}"><span aria-hidden="true">{}</span> {}</a>',
        outcome,
        reverse("admin:claims_claim_followed", args=[claim]),
        sign,
        f"in its article: {word.lower()}",
    )


def _decided(request: HttpRequest, claim: Claim) -> str:
    """Takes the decision that was sent, and names it."""
    number = request.POST.get("following", "")
    row = next((one for one in followings.of_newest(claim) if str(one.pk) == number), None)
    if row is None:
        raise InvalidValue(
            "A newer version of the article was captured since. Read it below.", field="following"
        )
    try:
        decision = Settlement(request.POST["decision"])
    except (MultiValueDictKeyError, ValueError) as error:
        raise InvalidValue("Choose what to make of it.", field="decision") from error
    why = request.POST.get("why", "")
    if not why.strip():
        raise InvalidValue("Say why.", field="why")
    lost = _left_behind(claim, row) if decision is Settlement.TAKEN else ""
    settlements.decide(
        row, decision=decision, rev=revision_read(request.POST.get("rev", "")), by=person(request),
        at=timezone.now(), why=why, place=_place(request, row, decision),
    )  # fmt: skip
    return f"{DECIDED[decision].lower()}{lost and '. '}{lost.rstrip('.')}"


def _place(request: HttpRequest, row: Following, decision: Settlement) -> tuple[int, int] | None:
    """The place that was chosen of those that were offered, or the one where the typed words stand."""
    if row.outcome != Whereabouts.AMBIGUOUS.value or decision is Settlement.STANDS:
        return None
    chosen, typed = request.POST.get("place", ""), request.POST.get("words", "").replace("\r\n", "\n")
    if chosen and chosen != "typed":
        return selection.place_of(chosen)
    if not typed.strip():
        raise InvalidValue("Choose the place where the words stand, or paste them.", field="place")
    found = anchors.locate(row.version.text, typed.strip(), gaps=row.version.is_excerpt)
    return found.start, found.end


def _page(
    desk: ActionAdmin, request: HttpRequest, claim: Claim, *, refusal: DomainError | None = None
) -> HttpResponse:
    may = bool(roles_of(request) & set(REVIEWERS))
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": "The article changed",
        "is_nav_sidebar_enabled": False,
        "claim": claim,
        "found": [_offered(one, claim, may) for one in Beside.of_newest(claim)],
        "public_no": claim.published_number,
        "refused": _in_short(refusal) if refusal else [],
        "typed": request.POST if refusal else {},
        "rechecks": [] if followings.waiting(claim) else _unsettled(claim),
    }
    code = status(refusal, otherwise=400) if refusal else 200
    return TemplateResponse(request, "admin/claims/followed.html", context, status=code)


def _in_short(refusal: DomainError) -> list[str]:
    if isinstance(refusal, StaleSave):
        return [
            "The claim was changed since you opened this page. Read it as it stands now, and decide again."
        ]
    return [said(one, refusal) for one in refusal.problems]


def _unsettled(claim: Claim) -> list[Any]:
    return list(claim.rechecks.filter(occasion="article changed", settled_at__isnull=True))


def _offered(one: Beside, claim: Claim, may: bool) -> dict[str, Any]:
    """The stretch, with the decisions that this person can take on it and, where it is not clear, the places."""
    open_to = settlements.choices(one.row) if may and not one.decided else ()
    is_own = followings.quotes_now(claim, one.row)
    is_public = claim.state == State.PUBLISHED.value
    unclear = one.row.outcome == Whereabouts.AMBIGUOUS.value and not one.decided
    places = followings.places(one.row) if unclear else ()
    return {
        "beside": one,
        "is_own": is_own,
        "choices": [
            (choice.value, *_in_words(choice, claim, one.row))
            for choice in open_to
            if choice is not Settlement.TAKEN
            or (is_own and (is_public or claim.state in settlements.CHANGEABLE))
        ],
        "places": [Choice.of(one.row.version.text, *place) for place in places],
        "unclear": unclear,
    }


def _in_words(choice: Settlement, claim: Claim, row: Following) -> tuple[str, str]:
    """A decision as a label, and what comes of it."""
    number, later = row.origin.number, row.version.number
    if choice is Settlement.STANDS:
        told = " Its page says that the article reads otherwise now." if _is_told(claim, row) else ""
        return "Keep the archived words", f"The claim goes on quoting version {number}.{told}"
    if choice is Settlement.PLACED:
        return (
            "It is the same statement",
            f"Its words stand in version {later} too; nobody is told of a change.",
        )
    if claim.state == State.PUBLISHED.value:
        return "Take the new words", (
            f"Opens a correction, “article changed”, in which the claim quotes version {later}. Read its statement and "
            f"its verdict again there; a second person approves it. {_left_behind(claim, row)}"
        )
    told = f"The draft quotes version {later} from now on. Read its statement again."
    return "Take the new words", f"{told} {_left_behind(claim, row)}"


def _left_behind(claim: Claim, row: Following) -> str:
    """That the claim loses figures, hedges or words of the chain with its old words, if it does."""
    lost = ", ".join(f"“{one}”" for one in followings.words_left_behind(claim, row)) if row.now else ""
    return f"Not in the new words, so withdrawn from its figures, hedges and chain: {lost}." if lost else ""


def _is_told(claim: Claim, row: Following) -> bool:
    return claim.published_number is not None and row.outcome in (Whereabouts.ALTERED, Whereabouts.GONE)
