"""The evidence of a document and its count by independent origin, as a page words them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from claims.domain.quantities import described
from claims.formats import provenance_svg, stored
from claims.formats.admiralty import grade_in_words
from claims.formats.dates import in_words
from claims.formats.evidence import STANCES
from claims.formats.languages import foreign, language_of_title
from claims.formats.trail import Trails, why_none

SIDES = (
    ("supporting", "supports", "▲", gettext_lazy("In support"), gettext_lazy("in support")),
    ("disputing", "disputes", "▼", gettext_lazy("In dispute"), gettext_lazy("in dispute")),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence in words."""

    source: Mapping[str, Any]
    stance: str
    icon: str
    stance_words: str
    says: str
    excerpt: str
    language: str
    title_language: str
    date: str
    kind: str
    host: str
    origin: str
    alike: tuple[str, ...]
    grade: str
    attests: str
    figures: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The independent origins of one side, what they all run through, and why there are none.

    `words` name it alone, `phrase` within a sentence.
    """

    name: str
    icon: str
    words: str
    phrase: str
    sources: int
    count: Mapping[str, int]
    bottlenecks: tuple[Mapping[str, str], ...]
    why_none: str
    order_unsure: bool


def evidence(document: Mapping[str, Any]) -> tuple[Item, ...]:
    """All evidence of a document."""
    trails = Trails.of(document)
    return tuple(_item(item, trails, document["language"]) for item in document["evidence"])


def sides(document: Mapping[str, Any]) -> tuple[Side, ...]:
    """Support and dispute, counted by independent origin."""
    return tuple(
        _side(document, name, stance, icon, words=(str(words), str(phrase)))
        for name, stance, icon, words, phrase in SIDES
    )


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture of where the evidence comes from, and the marks that it uses."""

    drawing: SafeString
    key: tuple[tuple[str, str, str], ...]


def graph(document: Mapping[str, Any]) -> Graph:
    """The picture, where there is evidence to draw."""
    if not document["evidence"]:
        return Graph(SafeString(""), ())
    drawing = mark_safe(provenance_svg.draw(document))  # noqa: S308 - our own drawing, every text in it is escaped
    return Graph(drawing, tuple(provenance_svg.key(document)))


def figures(item: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The figures that a source gives, in words, each with how it stands to the claim's own."""
    return tuple(
        {
            **figure,
            "words": described(figure),
            "when": in_words(figure["at"]) if figure["at"] else "",
        }
        for figure in item.get("figures", ())
    )


def _item(item: Mapping[str, Any], trails: Trails, ours: str) -> Item:
    source = item["source"]
    icon, words = STANCES[item["stance"]]
    published = source["published"]
    because: str = item["attests_because"]
    attests = stored.in_words(stored.ATTESTS, item["attests"])
    return Item(
        source=source,
        stance=item["stance"],
        icon=icon,
        stance_words=str(words),
        says=item["says"],
        excerpt=item["excerpt"],
        language=foreign(source["language"], to=ours),
        title_language=language_of_title(source["title"], source["language"], ours=ours),
        date=_date(published),
        kind=stored.in_words(stored.SOURCE_KINDS, source["kind"]),
        host=source["url"].split("/")[2] if "//" in source["url"] else "",
        origin=trails.line(source["id"]),
        alike=tuple(trails.label(other) for other in trails.like(source["id"])),
        grade=grade_in_words(source["reliability"], item["credibility"]),
        attests=f"{attests[:1].upper()}{attests[1:]}: {because[:1].lower()}{because[1:]}",
        figures=figures(item),
    )


def _date(value: Mapping[str, Any]) -> str:
    words = in_words(value)
    if value["edtf"] and str(value["basis"]).startswith("inferred"):
        return gettext("%(date)s, inferred") % {"date": words}
    return words


def _side(document: Mapping[str, Any], name: str, stance: str, icon: str, *, words: tuple[str, str]) -> Side:
    corroboration = document["corroboration"]
    count = corroboration[name]
    return Side(
        name=name,
        icon=icon,
        words=words[0],
        phrase=words[1],
        sources=sum(item["stance"] == stance for item in document["evidence"]),
        count=count,
        bottlenecks=tuple(one for one in corroboration["bottlenecks"] if one["side"] == name),
        why_none=why_none(document, name, stance),
        order_unsure=any(count.values())
        and any(
            item["attests"] == "cannot tell" and item["stance"] == stance for item in document["evidence"]
        ),
    )
