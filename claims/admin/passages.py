"""The article beside the claim: its captured text with every claim marked by state, and the way to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from claims.admin.finding import WHERE
from claims.admin.panes import Opened
from claims.domain import selection
from claims.domain.anchors import GAP
from claims.domain.errors import InvalidValue
from claims.domain.vocabulary import State
from claims.formats.passages import Passage
from claims.models import ArticleVersion
from claims.reads import passages
from claims.reads.passages import CHOSEN, Captured, Placed

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

SIGNS: dict[str, tuple[str, str]] = {
    State.PROPOSED.value: ("◇", "is-new"),
    State.OPEN.value: ("○", "is-work"),
    State.IN_REVIEW.value: ("◐", "is-work"),
    State.DRAFT_COMPLETE.value: ("◕", "is-ready"),
    State.APPROVED.value: ("✓", "is-ready"),
    State.PUBLISHED.value: ("●", "is-public"),
    State.UNDER_CORRECTION.value: ("✎", "is-work"),
    State.RETRACTED.value: ("✕", "is-out"),
    State.REJECTED.value: ("⊘", "is-out"),
    State.DUPLICATE.value: ("⧉", "is-away"),
    State.SUPPRESSED.value: ("■", "is-out"),
}
"""The sign of each state, and the tone of its line: each state has a sign of its own, tones are shared."""
LONG = 120


def addresses(desk: ActionAdmin) -> list[Any]:
    """None of its own: the text is part of the page, and each claim in it a link."""
    return []


def shown(opened: Opened) -> dict[str, Any]:
    """The text of the claim's version, this claim marked strongest; Django's menu beside the page makes room."""
    captured = passages.of(opened.claim.version)
    here = captured.claim(opened.claim.pk)
    return {**in_place(captured, here=here), "is_nav_sidebar_enabled": False}


def adding(request: HttpRequest) -> dict[str, Any]:
    """What the page for a new claim shows of the place that its address names: the text, and who may be the speaker."""
    place = place_in(request)
    if place is None:
        return {}
    version, start, end = place
    told = {str(one.pk): one for one in passages.speakers_near(version, start, end)}
    guess = told.get(request.GET.get("speaker", ""))
    return {
        **in_place(passages.of(version), chosen=(start, end)),
        "chosen_place": (start, end),
        "guess": guess,
        "guess_because": WHERE[guess.where] if guess else "",
        "is_nav_sidebar_enabled": False,
    }


def filled_in(request: HttpRequest) -> dict[str, Any]:
    """The quotation and its start for a new claim, from the place that the address names: the text's own words."""
    place = place_in(request)
    if place is None:
        return {}
    version, start, end = place
    return {"exact": version.text[start:end], "start": start}


def place_in(request: HttpRequest) -> tuple[ArticleVersion, int, int] | None:
    """The version and place that an address like `?version=7&place=120-188` names, if there is such a place."""
    number, written = request.GET.get("version", ""), request.GET.get("place", "")
    if not written or not (number.isascii() and number.isdigit()):
        return None
    version = ArticleVersion.objects.select_related("article").filter(pk=int(number)).first()
    if version is None:
        return None
    try:
        start, end = selection.place_of(written)
        return version, *selection.chosen(version.text, start, end, gaps=version.is_excerpt)
    except InvalidValue:
        return None


def in_place(
    captured: Captured, *, here: Placed | None = None, chosen: tuple[int, int] | None = None
) -> dict[str, Any]:
    """What the template of the text is given: its lines in segments, the legend, and the neighbors of a claim."""
    claims = reverse("admin:claims_claim_changelist")
    marked = {one.number: _marked(one, claims) for one in captured.claims}
    mine = here.number if here else 0
    return {
        "captured": captured,
        "text_lines": [_line(one, marked, mine) for one in captured.lines(chosen)],
        "text_states": [(*SIGNS[state], state, count) for state, count in captured.states],
        "text_here": marked.get(mine),
        "text_before": marked.get(mine - 1),
        "text_after": marked.get(mine + 1) if mine else None,
    }


def _marked(one: Placed, claims: str) -> dict[str, Any]:
    sign, tone = SIGNS[one.state]
    statement = one.statement if len(one.statement) <= LONG else f"{one.statement[:LONG].rstrip()}…"
    return {
        "number": one.number,
        "url": f"{claims}{one.pk}/change/",
        "sign": sign,
        "tone": tone,
        "state": one.state,
        "words": f"{one.speaker}: {statement}",
    }


def _line(line: Passage, marked: Mapping[int, Any], mine: int) -> dict[str, Any]:
    return {"is_gap": line.text == GAP, "segments": list(_segments(line, marked, mine))}


def _segments(line: Passage, marked: Mapping[int, Any], mine: int) -> Iterator[dict[str, Any]]:
    """The words of a line; what belongs to other claims leads to the innermost of them."""
    at = line.start
    for segment in line.segments:
        others = [number for number in segment.claims if number not in (mine, CHOSEN)]
        inner = marked[others[0]] if others else None
        is_mine = bool(mine) and mine in segment.claims
        tone = marked[mine]["tone"] if is_mine else inner["tone"] if inner else ""
        yield {
            "text": segment.text,
            "at": at,
            "url": inner["url"] if inner else "",
            "tone": tone,
            "is_mine": is_mine,
            "is_chosen": CHOSEN in segment.claims,
            "claims": " ".join(map(str, segment.claims)),
            "ending": [marked[number] for number in segment.ending if number != CHOSEN],
        }
        at += len(segment.text)
