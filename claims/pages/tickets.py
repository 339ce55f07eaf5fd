"""Readers without an account: report an error, dispute a claim, ask for a check, see what became of it.

The only screens of readers that write, by one action. Fetch, check, call, present.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from claims.actions import tickets as action
from claims.domain.errors import Busy, DomainError, InvalidValue, Problem, TooManyRequests
from claims.domain.vocabulary import TicketKind
from claims.formats.dates import day
from claims.formats.feed_entries import title
from claims.pages import ticket_form as forms
from claims.pages.answering import page, refused, removed
from claims.pages.shelves import given
from claims.reads import published, tickets
from claims.web.senders import place_of, sent_from_here

LARGEST = 64 * 1024
"""Bytes of a form that are read at all."""

UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError)
FROM_ELSEWHERE = gettext_lazy(
    "This form was sent from another site. If it is yours, read it again and send it from here."
)
TRAPPED = gettext_lazy(
    "A field that people do not see was filled in, perhaps by a program. It is empty again: send once more."
)
NO_NUMBER = gettext_lazy(
    "The form did not say which document you read. It names the newest one now: send once more."
)


@csrf_exempt
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form for an error in one published claim or a dispute about it, and what is sent with it."""
    found = published.newest(public_id)
    if found is None:
        raise Http404("No such claim is public.")
    if found.document is None:
        return removed(request, public_id)
    document = found.value()
    about = {
        "doc": document,
        "claim": title(document),
        "number": found.number,
        "kinds": forms.KINDS.items(),
        "url": request.path,
    }
    screen = _Screen(request, "report", forms.OF_A_CLAIM, about, bool(document["demonstration"]))
    if request.method != "POST":
        try:
            asked = given(request.GET, ("kind", "number"))
        except DomainError as error:
            return refused(request, error)
        asked_for = _known(asked.get("number", str(found.number)), found)
        if asked_for is None:
            raise Http404("No such document of the claim is public.")
        about["number"], about["claim"] = asked_for, _statement(public_id, asked_for, document)
        return screen.shown({"kind": asked.get("kind", "")})

    def submit(values: Mapping[str, str], **sent: Any) -> str:
        number = _known(values.get("number", ""), found)
        if number is None:
            raise InvalidValue(str(NO_NUMBER))
        about["number"], about["claim"] = number, _statement(public_id, number, document)
        kind = values.get("kind", "")
        if kind not in forms.KINDS:
            kind = ""
        return action.submit(kind=kind, claim=public_id, number_read=number, **sent)

    return screen.received(submit)


@csrf_exempt
def ask(request: HttpRequest) -> HttpResponse:
    """The form that asks for something to be checked, and what is sent with it."""
    screen = _Screen(request, "ask", forms.OF_A_REQUEST, {"url": request.path}, False)
    if request.method == "POST":
        return screen.received(lambda _values, **sent: action.submit(kind=TicketKind.REQUEST.value, **sent))
    try:
        given(request.GET, ())
    except DomainError as error:
        return refused(request, error)
    return screen.shown({})


def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """What became of a ticket; right after sending also what happens next. Never what was sent."""
    found = tickets.progress(number)
    if found is None:
        raise Http404("There is no ticket of this number.")
    context = {
        "ticket": found,
        "received": day(found.received_at.date().isoformat()),
        "handled": day(found.handled_at.date().isoformat()) if found.handled_at else "",
        "erased": day((found.received_at + action.CONTACT_KEPT).date().isoformat()),
    }
    template = "ticket_received" if "received" in request.GET and found.state == "open" else "ticket"
    return _unseen(page(request, template, context))


class _Screen:
    """One form: how it is shown, and how it is answered when it was sent."""

    def __init__(
        self, request: HttpRequest, template: str, fields: Any, about: dict[str, Any], demonstration: bool
    ) -> None:
        self.request, self.template, self.fields = request, template, fields
        self.about, self.demonstration = about, demonstration

    def shown(
        self, values: Mapping[str, str], problems: tuple[Problem, ...] = (), *, status: int = 200
    ) -> HttpResponse:
        """The form with what was typed and what is wrong."""
        context = {**self.about, "form": forms.filled(self.fields, values, problems), "trap": forms.TRAP}
        answer = page(self.request, self.template, context, demonstration=self.demonstration)
        answer.status_code = status
        answer["X-Robots-Tag"] = "noindex"
        return answer if status == 200 else _unseen(answer)

    def received(self, submit: Any) -> HttpResponse:
        """303 to the new ticket; or the form again with everything that was typed, and why it was not taken."""
        if _size(self.request) > LARGEST:
            return self._unread(
                413,
                gettext("It is larger than %(size)s KB, more than anything we can read here.")
                % {"size": LARGEST // 1024},
            )
        try:
            values = {name: str(text) for name, text in self.request.POST.items()}
        except UNREADABLE:
            return self._unread(400, gettext("It is not written as browsers write forms."))
        try:
            if not sent_from_here(self.request):
                return self.shown(values, (Problem("", str(FROM_ELSEWHERE)),), status=403)
            if values.get(forms.TRAP):
                raise InvalidValue(str(TRAPPED))
            texts = {name: values.get(name, "") for name in ("text", "passage", "contact")}
            number = submit(values, place=place_of(self.request), at=timezone.now(), **texts)
        except DomainError as error:
            return self._refused(error, values)
        return _unseen(HttpResponseRedirect(f"/tickets/{number}?received=1", status=303))

    def _refused(self, error: DomainError, values: Mapping[str, str]) -> HttpResponse:
        if isinstance(error, TooManyRequests):
            answer = self.shown(values, error.problems, status=429)
            answer["Retry-After"] = str(error.wait)
            return answer
        return self.shown(values, error.problems, status=503 if isinstance(error, Busy) else 400)

    def _unread(self, status: int, why: str) -> HttpResponse:
        answer = page(self.request, "ticket_unread", {"why": why, "url": self.request.path})
        answer.status_code = status
        return _unseen(answer)


def _size(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else LARGEST + 1


def _known(number: str, newest: published.Published) -> int | None:
    """The number of a public document of the claim, or None when there is no such document."""
    if number == str(newest.number):
        return newest.number
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        return None
    found = published.revision(newest.public_id, int(number))
    return None if found is None or found.document is None else found.number


def _statement(public_id: str, number: int, newest: Mapping[str, Any]) -> str:
    """What the document of this number says, hedged: the words that the reader had before them."""
    if number == newest["number"]:
        return title(newest)
    found = published.revision(public_id, number)
    return title(found.value()) if found and found.document else ""


def _unseen(answer: HttpResponse) -> HttpResponse:
    """For the reader alone: kept nowhere, found by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
