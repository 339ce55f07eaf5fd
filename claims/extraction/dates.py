"""Every expression of time in a text as an EDTF value, counted from the day of publication.

A date is never more precise than its words: “late June” is the month, “two decades ago” about the decade. Only what is
written in full is “stated”; a missing year and everything relative is “inferred”, with the words and what they count
from. Where that is not known, the value is unknown and the expression is still reported.

What the rules leave open elsewhere: “since” has no end named (`..`); “until”, “by” and “before” have a start
that is not known, “after” an end that is not; “recently” and “currently” are the year of the article, give or
take one; weeks may begin on Sunday or Monday, so their ends are approximate; “last Tuesday” is one of two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.edtf import EDTFValue, parse, unknown
from claims.domain.vocabulary import Quotation
from claims.extraction.date_core import Core, DateKind
from claims.extraction.date_frames import can_be, end_of, framed, start_of
from claims.extraction.proposal import Spans
from claims.extraction.reckoning import Published
from claims.extraction.tense import Tense, tense_of, verb_before

__all__ = ["DateKind", "Dated", "about", "dated", "said"]

_ROUGH = re.compile(
    r"(?i),?\s(?:(?P<so>or\s(?:so|thereabouts|near\sit)|give\sor\stake)"
    r"|(?P<from>at\sthe\searliest|(?:if\snot|or|or\seven)\slater|or\safter)|(?P<until>at\sthe\slatest|(?:if\snot|or|or\seven)\searlier|or\sbefore))\b"
)
_AFTER_IT = re.compile(
    r"(?i)\b(?P<word>after|since|following|before|until)\s(?:the\s|an?\s)?(?:[\w'-]+\s){1,4}(?:(?:of|on|in)\s)?$"
)
_APART = re.compile(
    r"(?i)\b(?:than\s(?:(?:those|that|the\sones?|the\s[a-z]+)\s(?:[a-z]+\s){0,2}|(?:they|it|he|she)\s(?:was|were|did|had(?:\sbeen)?)\s)?"
    r"|unlike\s[^,.;:\n]{0,40}|compared\s(?:with|to)\s[^,.;:\n]{0,60}|similar\s(?:[a-z]+\s){0,2}to\s[^,.;:\n]{0,40}"
    r"|(?:especially|particularly|notably)\s(?:(?:since|after|in|during|before|on)\s[^,.;:\n]{0,50})?)$"
)
_BY_THE_WAY = re.compile(r",\s(?P<it>(?:who|whom|whose|which|where)\s[^,.;:\n]{0,80})$")
_OF_ITSELF = re.compile(
    r"\b(?:said|says|told|announced|reported|claimed|added|wrote|warned|confirmed|issued|occurred|happened|took\splace)\b"
)
_NEXT_CLAUSE = re.compile(r",?\s(?:and|but|while|although|though|whereas|yet)\s|;")
_OF_A_REPORT = re.compile(r"(?i)\baccording\sto\s[^,.;:\n]{0,60}$")
_LED_TO = re.compile(
    r"\s(?:ha[ds]\s|have\s)?(?:led\sto|prompted|triggered|sparked|caused|resulted\sin|set\soff|set\sin\smotion|brought\sabout|gave\srise\sto)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time in a text, its date, and from what the date is read; `value.text` has the words.

    A time that stands `apart` is one that something is compared with, that holds for a part of it only, or that is
    told of somebody by the way (“who took office in 2005”): so many characters before it these words begin.
    One that stands `elsewhere` ends a clause that says nothing (“it began on May 5 and he says …”).
    """

    start: int
    end: int
    value: EDTFValue
    kind: DateKind
    apart: int = 0
    elsewhere: bool = False


def dated(text: str, *, published: EDTFValue) -> tuple[Dated, ...]:
    """Every expression of time, in order and apart from one another; with an unknown value where nothing is sure."""
    at = Published.of(published)
    return tuple(
        Dated(
            core.start,
            core.end,
            _hedged(text, core.end, _value(text, core, at)),
            core.kind if core.edtf else DateKind.UNCLEAR,
            apart=_apart(text, core.start),
            elsewhere=_ends_another_clause(text, core),
        )
        for core in framed(text, at)
    )


def _hedged(text: str, end: int, value: EDTFValue) -> EDTFValue:
    """The value, no more exact than the words behind it leave it: “or so”, “at the earliest”, “if not later”."""
    found = _ROUGH.match(text, end)
    if found is None or not value.edtf or "/" in value.edtf or value.edtf[-1] in "~?%":
        return value
    edtf = {"so": f"{value.edtf}~", "from": f"{value.edtf}/", "until": f"/{value.edtf}"}[str(found.lastgroup)]
    words = f"{value.text}{found[0]}"
    basis = f"inferred from “{words}”"
    return (
        parse(edtf, basis=basis, text=words)
        if can_be(edtf)
        else unknown(basis=f"unknown: “{words}”", text=words)
    )


def _apart(text: str, start: int) -> int:
    """So many characters before a time the words begin that set it apart; 0 where none do."""
    reach = max(0, start - 90)
    if frame := _APART.search(text, reach, start):
        return start - frame.start()
    aside = _BY_THE_WAY.search(text, reach, start)
    return start - aside.start("it") if aside and not _OF_ITSELF.search(aside["it"]) else 0


def _ends_another_clause(text: str, core: Core) -> bool:
    if _NEXT_CLAUSE.match(text, core.end) is None:
        return False
    verb = verb_before(text, core.start)
    return bool(verb) and _OF_ITSELF.search(verb) is None


def said(
    sentence: str,
    content: Spans,
    published: EDTFValue,
    *,
    quotation: Quotation | None = None,
    dates: Sequence[Dated] | None = None,
) -> EDTFValue:
    """When it was said: the time outside the `content`, with the reporting words; else not after the article.

    What the article says in its own voice is said when it appeared. `dates` are those of the sentence where they are
    known already, from a reading of the whole paragraph. What is named as the end or beginning of something else
    (“since May”) says nothing of the speaking.
    """
    at = Published.of(published)
    if quotation is Quotation.NARRATIVE:
        return _of_the_article(published)
    found = dates if dates is not None else dated(sentence, published=published)
    outside = [
        date for date in found if all(date.end <= start or end <= date.start for start, end in content)
    ]
    points = [
        date
        for date in outside
        if date.value.edtf and date.kind is not DateKind.PRESENT and _is_moment(date)
        if not (date.apart or date.elsewhere)
    ]
    if points:
        return min(points, key=lambda date: _distance(date, content)).value
    if at is None:
        return unknown(basis="unknown: no time stands with it and the publication date is not known")
    return parse(
        f"/{at.until}", basis=f"inferred: no time stands with it; not after the publication, {at.shown}"
    )


def about(
    content: str,
    published: EDTFValue,
    *,
    dates: Sequence[Dated] | None = None,
    beside: Sequence[Dated] = (),
    tense: Tense | None = None,
) -> EDTFValue:
    """When what is said happened: the time in the content; without one, the present if it speaks of that.

    “Since May” ends with the article here, because what is told had happened by then. Several times make
    the stretch from the first to the last. `beside` are times of the same sentence that belong to no
    reporting words (an article in its own voice); they count, as approximate, where the content has none.
    `tense` is that of the main verb where the grammar is known; else it is guessed.
    """
    at = Published.of(published)
    told = dates if dates is not None else dated(content, published=published)
    found = [date for date in told if not date.apart or date.apart > date.start]
    found = [date for date in found if not _OF_A_REPORT.search(content, max(0, date.start - 80), date.start)]
    known = [_so_far(content, date, at) for date in found if date.value.edtf] or [
        _loosely(date.value) for date in beside if date.value.edtf and not date.apart
    ]
    if len(known) == 1:
        return known[0]
    if known:
        return _hull(known)
    if found:
        return found[0].value
    return _present(content, at, tense or tense_of(content))


def _is_moment(date: Dated) -> bool:
    start, _, end = date.value.edtf.partition("/")
    return (bool(start) and end not in ("", "..")) or "/" not in date.value.edtf


def _distance(date: Dated, content: Spans) -> int:
    return min(max(start - date.end, date.start - end) for start, end in content) if content else date.start


def _of_the_article(published: EDTFValue) -> EDTFValue:
    if not published.edtf:
        return unknown(
            basis="unknown: it is said in the article's own words, and the publication date is not known"
        )
    basis = "inferred: the article's own words, as of its publication"
    plain = parse(published.edtf, basis=basis)
    if (plain.lower, plain.upper) == (published.lower, published.upper):
        return plain
    return parse(published.edtf, basis=basis, not_before=published.lower, not_after=published.upper)


def _so_far(content: str, date: Dated, at: Published | None) -> EDTFValue:
    """A date of the content as the time of the event: ended by the article, begun by what it follows."""
    value = date.value
    if value.edtf.endswith("/..") and at and can_be(edtf := value.edtf[:-2] + _now(at)):
        basis = f"{_inferred(value)}; what is told had happened by the publication, {at.shown}"
        return parse(edtf, basis=basis, text=value.text)
    if (
        _LED_TO.match(content, date.end)
        and content[: date.start].endswith(" of ")
        and "/" not in value.edtf
        and can_be(edtf := f"{start_of(value.edtf)}/")
    ):
        basis = f"{_inferred(value)}, which led to what is told; the words give no end"
        return parse(edtf, basis=basis, text=value.text)
    frame = _AFTER_IT.search(content, max(0, date.start - 48), date.start)
    if frame is None or "/" in value.edtf or not can_be(edtf := _beside(value.edtf, frame["word"].lower())):
        return value
    words = content[frame.start() : date.end]
    return parse(edtf, basis=f"{_inferred(value)}; the words are “{words}”", text=words)


def _beside(edtf: str, word: str) -> str:
    if word in ("before", "until"):
        return f"/{end_of(edtf)}"
    return f"{start_of(edtf)}/" + (".." if word == "since" else "")


def _loosely(value: EDTFValue) -> EDTFValue:
    """A time of the same sentence that stands with other words of it: about then."""
    loose = "/".join(part if part in ("", "..") else part.rstrip("~") + "~" for part in value.edtf.split("/"))
    if not can_be(loose):
        return value
    basis = f"{_inferred(value)}, which stands with other words of the sentence"
    return parse(loose, basis=basis, text=value.text)


def _now(at: Published) -> str:
    return at.until if at.first == at.last else at.present


def _inferred(value: EDTFValue) -> str:
    return value.basis if value.basis.startswith("inferred") else f"inferred from “{value.text}”"


def _hull(values: Sequence[EDTFValue]) -> EDTFValue:
    """The stretch from the earliest to the latest of several times; the first one where no stretch can be made."""
    bounded = [value for value in values if value.lower and value.upper]
    if len({value.edtf for value in values}) == 1 or len(bounded) < 2:
        return values[0]
    first = min(bounded, key=lambda value: str(value.lower))
    last = max(bounded, key=lambda value: str(value.upper))
    if first is last or not can_be(edtf := f"{start_of(first.edtf)}/{end_of(last.edtf)}"):
        return first if first is last else values[0]
    words = " … ".join(value.text for value in values)[:300]
    return parse(edtf, basis=f"inferred: several times are named, “{words}”", text=words)


def _present(content: str, at: Published | None, tense: Tense | None) -> EDTFValue:
    if at is None or tense not in (Tense.PRESENT, Tense.FUTURE, Tense.PERFECT):
        return unknown(basis="unknown: no time stands with it")
    if tense is Tense.PERFECT:
        return parse(f"/{at.present}", basis=f"inferred: up to the present of an article of {at.shown}")
    if tense is Tense.FUTURE:
        return parse(
            f"{at.present}/..",
            basis=f"inferred: what is to come, as of an article of {at.shown}, with no end named",
        )
    return parse(at.present, basis=f"inferred: the present of an article of {at.shown}")


def _value(text: str, core: Core, at: Published | None) -> EDTFValue:
    words = text[core.start : core.end][:300]
    if not core.edtf or not can_be(core.edtf):
        why = core.note or (
            "it counts from a date that is not known" if at is None else "the words do not settle it"
        )
        return unknown(basis=f"unknown: {why}", text=words)
    if core.kind is DateKind.STATED and text[core.start - 1 : core.start] == "[":
        return parse(core.edtf, basis="inferred: the date is an insertion in square brackets", text=words)
    if core.kind is DateKind.STATED:
        return parse(core.edtf, basis="inferred: " + core.note if core.note else "stated", text=words)
    note = f"; {core.note}" if core.note and core.kind is not DateKind.FOLLOWING else ""
    shown = f"the publication date, {at.shown}" if at else "the words alone"
    basis = {
        DateKind.YEARLESS: f"inferred from “{words}”, with the year from {shown}",
        DateKind.FOLLOWING: f"inferred from “{words}” {core.note}",
    }.get(core.kind, f"inferred from “{words}” and {shown}")
    return parse(core.edtf, basis=basis + note, text=words)
