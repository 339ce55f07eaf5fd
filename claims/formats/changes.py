"""What changed from one published document of a claim to another, part by part, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.domain.document import FRAME
from claims.domain.tongue import pgettext
from claims.formats import parts
from claims.formats.word_diff import Piece, pieces

DERIVED = {
    "schema", "id", "path", "license", "provenance", "quotation.start", "quotation.end", "quotation.spans",
    "verdict.confidence_reasons", "verdict.weighed", "verdict.best", "verdict.worst", "verdict.rating_value",
    "corroboration.clusters", "corroboration.bottlenecks",
}  # fmt: skip
"""Parts that follow from others, or that say where words stand: the documents themselves have them."""
KEYS = {
    "evidence": ("source", "id"),
    "links": ("claim",),
    "candidates": ("id",),
    "replies": ("who",),
    "whose_words": ("text",),
}
"""What tells the items of a list apart; other lists are compared place by place."""
NAMES = {
    "evidence": ("source", "title"), "candidates": ("name",), "replies": ("who",), "links": ("kind",),
    "quantities": ("text",), "attribution": ("speaker", "name"), "whose_words": ("text",),
}  # fmt: skip

TELLING = ("stance", "says", "excerpt", "outcome", "answer", "note", "role", "cue", "text")
"""What is told, in this order, of an item that is only on one side."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs: what it is called, and its words, kept, removed and added."""

    part: str
    pieces: tuple[Piece, ...]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The parts that differ, in the order of the documents; numbers, dates and lists as documents write them.

    What publishing itself adds (number, kind, moment) and what follows from other parts is left out.
    """
    return list(_mapping(before, after, (), ()))


def _mapping(
    before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Change]:
    for key in dict.fromkeys((*after, *before)):
        here = (*path, key)
        if (not path and key in FRAME) or ".".join(here) in DERIVED:
            continue
        yield from _value(before.get(key), after.get(key), here, (*names, parts.name(key)))


def _value(before: Any, after: Any, path: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Change]:
    if before == after:
        return
    if _is(Mapping, before, after) and (before or after):
        yield from _mapping(before or {}, after or {}, path, names)
    elif _is(list, before, after) and any(isinstance(one, Mapping) for one in (before or []) + (after or [])):
        yield from _list(before or [], after or [], path, names)
    else:
        found = tuple(pieces(_text(before, path), _text(after, path)))
        if found:
            yield Change(": ".join(names), found)


def _list(
    before: Sequence[Any], after: Sequence[Any], path: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Change]:
    old, new = _keyed(before, path[-1]), _keyed(after, path[-1])
    for key in dict.fromkeys((*new, *old)):
        item = new.get(key, old.get(key))
        here = (*names, _at(item, NAMES.get(path[-1], ())) or str(key))
        if key in old and key in new:
            yield from _value(old[key], new[key], path, here)
        else:
            kind = "added" if key in new else "removed"
            words = (
                pgettext("to a document", "added")
                if kind == "added"
                else pgettext("from a document", "removed")
            )
            yield Change(": ".join(here), (Piece(kind, _brief(item, path) or words),))


def _keyed(items: Sequence[Any], noun: str) -> dict[str, Any]:
    """The items by what tells them apart; two with the same key are told apart by their places."""
    found: dict[str, Any] = {}
    for place, item in enumerate(items, 1):
        key = _at(item, KEYS[noun]) if noun in KEYS else str(place)
        found[key if key not in found else f"{key} ({place})"] = item
    return found


def _at(item: Any, path: Sequence[str]) -> str:
    for key in path:
        item = item.get(key) if isinstance(item, Mapping) else None
    return str(item) if item and path else ""


def _brief(item: Any, path: tuple[str, ...]) -> str:
    """An item that is only on one side: what it says itself, without what hangs on it."""
    if not isinstance(item, Mapping):
        return _text(item, path)
    told = [key for key in TELLING if key in item] or [key for key in item if key != "id"]
    return _text({key: item[key] for key in told if not isinstance(item[key], Mapping | list)}, path)


def _is(kind: type[Any], *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _text(value: Any, path: tuple[str, ...]) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return pgettext("whether it is so", "yes") if value else pgettext("whether it is so", "no")
    if isinstance(value, list):
        return "; ".join(_text(one, path) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{parts.name(key)}: {_text(one, (*path, key))}"
            for key, one in value.items()
            if one not in (None, "", [])
        )
    return parts.value(path, value) if isinstance(value, str) else str(value)
