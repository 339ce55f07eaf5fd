"""The fields of somebody else's ClaimReview as clean values; whatever shape the feed gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from claims.domain import edtf
from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_name, clean_text, clean_url, shown
from claims.domain.tongue import gettext
from claims.domain.vocabulary import SpeakerKind
from claims.ingest import canonical, languages, linked, stated_dates
from claims.ingest.linked import Node
from claims.ingest.markup import Raw, Start, Text, stream

MOST_APPEARANCES = 50
_NOBODY = re.compile(
    r"(?i)\W*(?:unknown|anonymous|anon|n/?a|none|null|unattributed|not named|various|various sources|multiple"
    r"(?: sources)?|several(?: sources)?|unnamed|no author|other|author|-*)\W*"
)
_CROWD = re.compile(
    r"(?i)\b(?:posts?|users?|memes?|viral|social media|media reports|facebook|twitter|tiktok|whatsapp|telegram|youtube"
    r"|instagram|bloggers?|internet|online|websites?)\b"
)
_SCRIPT = re.compile(
    r"(?i)<\s*(?:script|iframe|object|embed|svg)\b|\bjavascript\s*:|\bon(?:error|load|click|focus)\s*="
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """To whom the reviewed claim is attributed; without a name when the feed names nobody."""

    name: str = ""
    role: str = ""
    kind: SpeakerKind = SpeakerKind.UNNAMED
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What a ClaimReview says, clean; empty where it says nothing."""

    claim: str
    headline: str
    publisher: str
    language: str
    published: EDTFValue
    speaker: Speaker
    said: EDTFValue
    rating: str
    explanation: str
    appearances: tuple[str, ...]
    notes: tuple[str, ...]


def read(node: Node) -> Review:
    """The fields of a ClaimReview. Raises InvalidValue naming the field that makes it unusable."""
    notes: list[str] = []
    reviewed = _first(node.get("itemReviewed"))
    claim = words(
        node.get("claimReviewed") or reviewed.get("text") or "", "claimReviewed", "exact", required=True
    )
    rating = _first(node.get("reviewRating"))
    return Review(
        claim=claim,
        headline=words(node.get("headline") or node.get("name"), "headline", "headline"),
        publisher=_name(_first(node.get("author")).get("name") or _text_only(node.get("author")), "author"),
        language=languages.tag(linked.first_text(node.get("inLanguage"))),
        published=_date(node.get("datePublished"), "datePublished", notes),
        speaker=_speaker(reviewed.get("author")),
        said=_date(reviewed.get("datePublished"), "itemReviewed.datePublished", notes),
        rating=words(rating.get("alternateName") or rating.get("name"), "reviewRating", "label", cut=True),
        explanation=words(rating.get("ratingExplanation"), "ratingExplanation", "rationale", cut=True),
        appearances=_appearances(reviewed, notes),
        notes=tuple(notes),
    )


def words(value: Any, field: str, limit: str, *, required: bool = False, cut: bool = False) -> str:
    """A text of the feed on one line, without markup; refused when a script is in it."""
    said = linked.first_text(value)[: LIMITS[limit] * 8]
    if _SCRIPT.search(said) or _SCRIPT.search(plain := _without_markup(said)):
        raise InvalidValue(gettext("“%(field)s” holds a script.") % {"field": field}, field=field)
    text = " ".join(canonical.tidy(plain.replace("\ufffd", "")).split())
    if cut and len(text) > LIMITS[limit]:
        text = text[: LIMITS[limit] - 1].rstrip() + "…"
    return clean_text(text, field=field, limit=LIMITS[limit], required=required)


def _without_markup(said: str) -> str:
    if "<" not in said and "&" not in said:
        return said
    parts: list[str] = []
    for event in stream(said):
        if isinstance(event, Text):
            parts.append(event.text)
        elif isinstance(event, Start | Raw):
            parts.append(" ")
    return "".join(parts)


def _first(value: Any) -> Node:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def _text_only(value: Any) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, str) and "://" not in one else ""


def _name(value: Any, field: str) -> str:
    text = words(value, field, "name", cut=True)
    return clean_name(text, field=field) if text else ""


def _speaker(value: Any) -> Speaker:
    named: list[Speaker] = []
    for one in linked.many(value)[:20]:
        node = one if isinstance(one, dict) else {}
        name = _name(node.get("name") or _text_only(one), "itemReviewed.author")
        if name and not _NOBODY.fullmatch(name):
            role = words(node.get("jobTitle"), "itemReviewed.author.jobTitle", "label", cut=True)
            named.append(Speaker(name, role, _kind(name, linked.types(node))))
    if not named:
        return Speaker()
    first, *more = named
    return Speaker(first.name, first.role, first.kind, tuple(dict.fromkeys(other.name for other in more)))


def _kind(name: str, types: set[str]) -> SpeakerKind:
    if _CROWD.search(name):  # feeds call posts and users persons
        return SpeakerKind.COLLECTIVE
    if "Person" in types or not types:
        return SpeakerKind.PERSON
    return SpeakerKind.ORGANIZATION


def _date(value: Any, field: str, notes: list[str]) -> EDTFValue:
    said = words(value, field, "label", cut=True)
    expression, reservation = stated_dates.read(said)
    if not expression:
        if said:
            notes.append(
                gettext("“%(field)s” is no date: %(value)s.") % {"field": field, "value": shown(said)}
            )
        return edtf.unknown(text=said) if said else edtf.unknown()
    basis = f"stated in the publisher's feed ({field})" + (f"; {reservation}" if reservation else "")
    return edtf.parse(expression, basis=basis, text=said, field=field)


def _appearances(reviewed: Node, notes: list[str]) -> tuple[str, ...]:
    """Where the claim was seen: given as an address, several, or objects that have one."""
    found: list[str] = []
    given = [*linked.many(reviewed.get("firstAppearance")), *linked.many(reviewed.get("appearance"))]
    for one in given[:MOST_APPEARANCES]:
        said = linked.first_text((one.get("url") or one.get("@id")) if isinstance(one, dict) else one)
        try:
            url = clean_url(said, field="appearance")
        except InvalidValue as error:
            notes.append(error.message)
            continue
        if url not in found:
            found.append(url)
    if len(given) > MOST_APPEARANCES:
        left = gettext("Of %(number)s places where the claim was seen, %(limit)s were taken.")
        notes.append(left % {"number": f"{len(given):,}", "limit": MOST_APPEARANCES})
    return tuple(found)
