"""The evidence of a document and its count by independent origin, as a page words them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.formats.admiralty import grade_in_words
from claims.formats.dates import in_words
from claims.formats.languages import foreign, language_of_title
from claims.formats.trail import Trails, why_none

STANCES = {
    "supports": ("▲", "Supports"),
    "disputes": ("▼", "Disputes"),
    "context": ("•", "Context"),
    "insufficient": ("○", "Does not decide"),
}
KINDS = {"ngo": "NGO"}
SIDES = (("supporting", "supports", "▲", "In support"), ("disputing", "disputes", "▼", "In dispute"))


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
    grade: str
    attests: str


@dataclass(frozen=True, slots=True)
class Side:
    """The independent origins of one side, what they all run through, and why there are none."""

    name: str
    icon: str
    words: str
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
    return tuple(_side(document, *side) for side in SIDES)


def _item(item: Mapping[str, Any], trails: Trails, ours: str) -> Item:
    source = item["source"]
    icon, words = STANCES[item["stance"]]
    published = source["published"]
    because: str = item["attests_because"]
    return Item(
        source=source,
        stance=item["stance"],
        icon=icon,
        stance_words=words,
        says=item["says"],
        excerpt=item["excerpt"],
        language=foreign(source["language"], to=ours),
        title_language=language_of_title(source["title"], source["language"], ours=ours),
        date=in_words(published) + (", inferred" if _inferred(published) else ""),
        kind=KINDS.get(source["kind"], source["kind"]),
        host=source["url"].split("/")[2] if "//" in source["url"] else "",
        origin=trails.line(source["id"]),
        grade=grade_in_words(source["reliability"], item["credibility"]),
        attests=f"{item['attests'].capitalize()}: {because[:1].lower()}{because[1:]}",
    )


def _inferred(value: Mapping[str, Any]) -> bool:
    return bool(value["edtf"]) and str(value["basis"]).startswith("inferred")


def _side(document: Mapping[str, Any], name: str, stance: str, icon: str, words: str) -> Side:
    corroboration = document["corroboration"]
    count = corroboration[name]
    return Side(
        name=name,
        icon=icon,
        words=words,
        sources=sum(item["stance"] == stance for item in document["evidence"]),
        count=count,
        bottlenecks=tuple(one for one in corroboration["bottlenecks"] if one["side"] == name),
        why_none=why_none(document, name, stance),
        order_unsure=any(count.values())
        and any(
            item["attests"] == "cannot tell" and item["stance"] == stance for item in document["evidence"]
        ),
    )
