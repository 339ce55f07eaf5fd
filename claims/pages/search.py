"""Search: a form that works without a script, and what was found. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from claims.domain.errors import BadCursor, DomainError, InvalidValue, Problem
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Status
from claims.domain.wanted import Wanted, first_day, last_day, tokens, wanted
from claims.formats import stored
from claims.formats.highlight import marks, passage
from claims.matching import certainty
from claims.pages import presenting
from claims.pages.answering import NO_INDEX, more, rendered, until_the_log_grows
from claims.reads import cursors, matching, search

RESULTS = 20
CLOSE = 5
"""As many claims are shown that are about what was looked for, where none holds its words."""
SENTENCE = 2
"""Words of which some may be remembered wrongly."""
PERHAPS, SOME = 0.01, 0.15
"""How sure it is at least, and what share of the words there is, where a claim is shown that may be meant: readers see
what it says. Programs are told less, because what matching answers is taken for an answer."""
CACHE = "public, max-age=60"
ECHOED = 300
"""Characters of a value that cannot be used which the form shows again."""

NAMES = {
    "q": pgettext_lazy("what to search for", "Words"),
    "speaker": gettext_lazy("Speaker"),
    "outlet": gettext_lazy("Outlet"),
    "rating": gettext_lazy("Rating"),
    "topic": gettext_lazy("Topic"),
    "from": gettext_lazy("Said from"),
    "to": gettext_lazy("Said until"),
}
IN_THE_WAY = {
    "q": ("q",),
    "speaker": ("speaker",),
    "outlet": ("outlet",),
    "rating": ("rating",),
    "topic": ("topic",),
    "said_from": ("from",),
    "said_to": ("to",),
}
STATUSES = {
    Status.UNRATED.value: gettext_lazy("not yet rated"),
    Status.RETRACTED.value: gettext_lazy("retracted"),
}


@dataclass(slots=True)
class Asked:
    """What an address asks for: the values as given, what they mean, and what cannot be used."""

    values: dict[str, str] = field(default_factory=dict)
    query: Wanted | None = None
    filters: search.Filters = field(default_factory=search.Filters)
    after: search.Place | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that results show marked."""
        return () if self.query is None else self.query.marked


@until_the_log_grows
def found(request: HttpRequest) -> HttpResponse:
    """The form, and the claims that fit; 400 with the form as it was filled in when it cannot be used."""
    asked = _read(request.GET)
    context: dict[str, Any] = {
        "fields": _fields(asked),
        "problems": [(str(NAMES.get(one.field, "")), one) for one in asked.problems],
        "narrowed": [
            (str(NAMES[name]), _option(value)) for name, value in asked.values.items() if name != "q"
        ],
        "asked": bool(asked.values),
        "q": asked.values.get("q", ""),
    }
    if asked.problems:
        return _headed(rendered(request, "search", context, status=400))
    demonstration = False
    if asked.values:
        results = search.find(asked.query, asked.filters, after=asked.after, limit=RESULTS)
        context |= _results(asked, results)
        shown = [*context["exact"], *context["similar"], *context["close"], *context["perhaps"]]
        demonstration = presenting.any_demonstration(shown)
    return _headed(rendered(request, "search", {"demonstration": demonstration, **context}))


def _headed(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = NO_INDEX
    answer["Cache-Control"] = CACHE if answer.status_code == 200 else "no-store"
    return answer


def _read(query: QueryDict) -> Asked:
    asked = Asked()
    for name in query:
        if name not in (*NAMES, "cursor"):
            known = ", ".join(NAMES)
            words = gettext("Search has no such field; there are: %(names)s.") % {"names": known}
            asked.problems.append(Problem("", words))
        elif len(query.getlist(name)) > 1:
            words = gettext("“%(name)s” is given more than once; give it once.") % {"name": name}
            asked.problems.append(Problem(name, words))
    asked.values = {name: given for name in NAMES if (given := _line(query.get(name, "")))}
    meant: dict[str, Any] = {}
    for name, given in asked.values.items():
        try:
            meant[name] = _meaning(name, given)
        except DomainError as error:
            asked.problems += error.problems
    if not asked.problems and meant.get("from", date.min) > meant.get("to", date.max):
        asked.problems.append(Problem("to", gettext("“Said until” lies before “Said from”.")))
    if asked.problems:
        return asked
    asked.query = meant.pop("q", None)
    asked.filters = search.Filters(**{_column(name): value for name, value in meant.items()})
    try:
        asked.after = _place(query.get("cursor", ""), asked.values)
    except DomainError as error:
        asked.problems += error.problems
    return asked


def _line(text: str) -> str:
    return " ".join(text.split())


def _column(name: str) -> str:
    return f"said_{name}" if name in ("from", "to") else name


def _meaning(name: str, given: str) -> Wanted | date | str:
    if name == "q":
        return wanted(given, field=name)
    if name == "from":
        return first_day(given, field=name)
    if name == "to":
        return last_day(given, field=name)
    text = clean_text(given, field=name, limit=LIMITS["title"] if name == "outlet" else LIMITS["word"])
    if name == "speaker" and not tokens(text):
        raise InvalidValue(gettext("“speaker” must hold a letter or a digit."), field=name)
    return text


def _place(cursor: str, values: Mapping[str, str]) -> search.Place | None:
    if not cursor:
        return None
    tier, moment, public_id = cursors.read_item(cursor, of="search", size=3, filters=values)
    try:
        return int(tier), datetime.fromisoformat(moment), public_id
    except ValueError as error:  # only we sign cursors; an older form of ours is no reason to fail
        raise BadCursor(
            gettext("This cursor is of an older form. Start without one."), field="cursor"
        ) from error


def _results(asked: Asked, page: search.Page) -> dict[str, Any]:
    following = ""
    if page.next_after is not None:
        tier, moment, public_id = page.next_after
        place = (str(tier), moment.isoformat(), public_id)
        cursor = cursors.make_item(place, of="search", filters=asked.values)
        following = more("/search", cursor, asked.values)
    close, perhaps = ([], []) if page.hits or asked.after else _close(asked)
    return {
        "exact": [_hit(hit, asked.marked) for hit in page.hits if not hit.similar],
        "similar": [_hit(hit, asked.marked) for hit in page.hits if hit.similar],
        "close": close,
        "perhaps": perhaps,
        "count": min(page.count, search.COUNTED),
        "uncounted": page.uncounted,
        "first": asked.after is None,
        "next": following,
        "ways": _ways(asked, page.in_the_way),
        "wordless": asked.query is not None and not tokens(asked.query.text),
    }


def _close(asked: Asked) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The claims that the words are about as a sentence, though none holds them all; and those that only may be."""
    query = asked.query
    if query is None or not query.is_plain or len(query.words) < SENTENCE:
        return [], []
    if asked.filters != search.Filters():
        return [], []
    found = matching.claims_like(query.text, most=CLOSE, sure=PERHAPS).matches
    close, perhaps = (
        [
            _hit(search.Hit(one.published, True), asked.marked)
            for one in found
            if (one.sureness >= certainty.ENOUGH) is sure and (sure or one.share >= SOME)
        ]
        for sure in (True, False)
    )
    return close, [] if close else perhaps


def _hit(hit: search.Hit, words: tuple[str, ...]) -> dict[str, Any]:
    document = hit.published.value()
    return {
        **presenting.listed(document),
        "statement": marks(document["statement"], words),
        "passage": passage(document, words),
        "headline": marks(document["article"]["headline"], words),
        "topic": marks(document["topic"], words),
    }


def _ways(asked: Asked, ways: Collection[str]) -> list[dict[str, str]]:
    """Which single part of the search may go so that something is found, each with the address without it."""
    shown = []
    for column, names in IN_THE_WAY.items():
        if column in ways:
            rest = {name: value for name, value in asked.values.items() if name not in names}
            shown.append(
                {
                    "name": str(NAMES[names[0]]),
                    "value": asked.values[names[0]],
                    "path": f"/search?{urlencode(rest)}" if rest else "/claims",
                }
            )
    return shown


def _fields(asked: Asked) -> dict[str, dict[str, Any]]:
    """What the form shows again of each field, with its problem, and what can be chosen."""
    wrong = {one.field: one.message for one in reversed(asked.problems)}
    offered = search.known()
    choices = {
        "outlet": [(one, one) for one in offered["outlet"]],
        "topic": [(one, one) for one in offered["topic"]],
        "rating": [(one, _option(one)) for one in (*offered["rating"], *STATUSES)],
    }
    shown = {}
    for name, label in NAMES.items():
        value = _echoed(asked.values.get(name, ""))
        options = choices.get(name, [])
        if value and name in choices and value not in dict(options):
            options = [(value, value), *options]
        shown[name] = {
            "name": name,
            "label": str(label),
            "value": value,
            "problem": wrong.get(name, ""),
            "options": options,
        }
    return shown


def _option(value: str) -> str:
    """What can be chosen as readers see it."""
    if value in STATUSES:
        return str(STATUSES[value])
    return stored.rating(value).lower() if value in stored.RATINGS else value


def _echoed(text: str) -> str:
    """A value as a form can show it again, whatever it is."""
    return "".join(character for character in text if character.isprintable())[:ECHOED]
