"""Where the nodes of a provenance graph stand and what is written in them: our own small layered layout.

Columns have a fixed width and boxes are as high as their words. Heights are settled as if every line were a spring,
without anything passing its neighbor or coming too close to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from claims.domain.tongue import gettext, pgettext_lazy
from claims.formats import stored
from claims.formats.dates import moment_in_words
from claims.formats.feed_entries import hedged
from claims.formats.lettering import cut, lines, width
from claims.formats.provenance_grid import Grid, Stop, grid
from claims.formats.trail import LIKENESS, Trails

STANCES = ("supports", "disputes", "insufficient", "context")
WIDE = {"claim": 168, "source": 236, "party": 186, "gap": 46}
NARROW = {"claim": 150, "source": 204, "party": 156, "gap": 35}
FEW = 5
"""Up to how many wide columns there is room for on a page of a usual screen."""
TOP, EDGE = 44, 14
LINE, PADDING, HEAD, AROUND = 16, 10, 20, 6
"""The height of a line of words, what a box adds, what the claim's heading adds, and a group's background."""
CAPTIONS = {
    "source": (
        pgettext_lazy("column of a picture", "Sources"),
        pgettext_lazy("column of a picture", "Their sources"),
        pgettext_lazy("column of a picture", "Further back"),
    ),
    "party": (
        pgettext_lazy("column of a picture", "Origins"),
        pgettext_lazy("column of a picture", "Institutions"),
        pgettext_lazy("column of a picture", "Above them"),
    ),
}
ROUNDS = 24
SMALL = 12 / 13
"""Words of 12 units, where those of 13 are the measure."""
LEAST = 50
"""How much of a publisher's name must fit beside a date."""


@dataclass(frozen=True, slots=True)
class Density:
    """Up to how many nodes in a column: the lines of a title and of a name, the publisher or not, the gap between."""

    most: int
    title: int
    name: int
    publisher: bool
    gap: int


DENSITIES = (Density(12, 2, 3, True, 12), Density(24, 2, 2, False, 9), Density(10**6, 1, 1, False, 7))
PASSING = 9
"""The room between lines that pass side by side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node, where it stands, and what is written in it: its lines, and below them a smaller one."""

    id: str
    type: str
    label: str
    lines: tuple[str, ...]
    below: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The height at which edges meet it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes by id, what each column holds and where it begins, the stories as groups of boxes of one column,
    where an edge passes columns (from, to and height of each) by the ids of its ends, and the size of the whole."""

    boxes: Mapping[str, Box]
    captions: tuple[tuple[str, int], ...]
    stories: tuple[tuple[str, ...], ...]
    passing: Mapping[tuple[str, str], list[tuple[int, int, int]]]
    width: int
    height: int


def layout(document: Mapping[str, Any]) -> Layout:
    """The layout of a document's provenance; the same for the same nodes and edges in any order."""
    graph = document["provenance"]
    nodes = {node["id"]: {**node, "label": _label(node, document)} for node in graph["nodes"]}
    edges: dict[str, set[str]] = defaultdict(set)
    for edge in graph["edges"]:
        if edge["how"] not in LIKENESS and {edge["from"], edge["to"]} <= nodes.keys():
            edges[edge["from"]].add(edge["to"])
    items = {item["source"]["id"]: item for item in document["evidence"]}
    group = {name: members[0] for members in stories(document) for name in members}
    found = grid(
        {name: node["type"] for name, node in nodes.items()},
        edges,
        ranks={name: STANCES.index(item["stance"]) for name, item in items.items()},
        group=group,
    )
    return _placed(found, nodes, items, group)


def _label(node: Mapping[str, str], document: Mapping[str, Any]) -> str:
    if node["type"] == "claim":
        return hedged(document)
    return stored.in_words(stored.NODES, node["label"]) if node["type"] == "unknown" else node["label"]


def stories(document: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The sources that hang together; in a document from before these were known, those whose trails share an end."""
    known = document["corroboration"].get("clusters")
    if known is not None:
        return [tuple(sorted(one["members"])) for one in known]
    trails, joined = Trails.of(document), list[tuple[set[str], set[str]]]()
    for source in sorted({item["source"]["id"] for item in document["evidence"]}):
        members, ends = {source}, trails.ends(source)
        for other in [one for one in joined if one[1] & ends]:
            joined.remove(other)
            members, ends = members | other[0], ends | other[1]
        joined.append((members, ends))
    return sorted(tuple(sorted(members)) for members, _ends in joined if len(members) > 1)


def _placed(
    found: Grid, nodes: Mapping[str, Any], items: Mapping[str, Any], group: Mapping[str, str]
) -> Layout:
    most = max((sum(not stop.toward for stop in column) for column in found.columns), default=0)
    density = next(one for one in DENSITIES if most <= one.most)
    widths = WIDE if len(found.columns) <= FEW else NARROW
    written = {
        name: _written(node, items.get(name), widths[_kind(node["type"])], density)
        for name, node in nodes.items()
    }
    heights = {
        stop: 2 if stop.toward else _height(nodes[stop.id]["type"], *written[stop.id])
        for column in found.columns
        for stop in column
    }
    tops = _settled(found, heights, group, density)
    boxes: dict[str, Box] = {}
    passing: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    captions: list[tuple[str, int]] = []
    x = EDGE
    for column in found.columns:
        kind = next(_kind(nodes[stop.id]["type"]) for stop in column if not stop.toward)
        wide = widths[kind]
        for stop in column:
            if stop.toward:
                passing[stop.id, stop.toward].append((x, x + wide, tops[stop] + 1))
                continue
            node, (words, below) = nodes[stop.id], written[stop.id]
            place = (x, tops[stop], wide, heights[stop])
            boxes[stop.id] = Box(stop.id, node["type"], node["label"], words, below, *place)
        captions += [(words, x) for words in _caption(kind, [words for words, _ in captions])]
        x += wide + widths["gap"]
    bottom = max((box.y + box.height for box in boxes.values()), default=TOP)
    return Layout(
        boxes,
        tuple(captions),
        tuple(_groups(found, group)),
        passing,
        x - widths["gap"] + EDGE,
        bottom + EDGE + AROUND,
    )


def _kind(type_: str) -> str:
    return type_ if type_ in ("claim", "source") else "party"


def _written(
    node: Mapping[str, str], item: Mapping[str, Any] | None, wide: int, density: Density
) -> tuple[tuple[str, ...], str]:
    """The lines of a box, and a smaller one below."""
    room = wide - (44 if item else 26)
    if node["type"] == "unknown":
        return (), gettext("origin not stated")
    if not item:
        most = {"claim": 11, "source": density.title}.get(node["type"], density.name)
        return tuple(lines(node["label"], room, most)), ""
    below = _published(item["source"], room / SMALL) if density.publisher else ""
    return tuple(lines(node["label"], room, density.title)), below


def _published(source: Mapping[str, Any], room: float) -> str:
    """By whom and when; a date is whole or not there, since half of one is another date."""
    name, dated = source["publisher"], ""
    if source["published"]["edtf"]:
        dated = " · " * bool(name) + moment_in_words(source["published"])
    rest = room - width(dated)
    return cut(name, rest) + dated if rest >= LEAST else cut(name, room)


def _height(type_: str, words: Sequence[str], below: str) -> int:
    return LINE * (len(words) + bool(below)) + PADDING + HEAD * (type_ == "claim")


def _settled(
    found: Grid, heights: Mapping[Stop, int], group: Mapping[str, str], density: Density
) -> dict[Stop, int]:
    """The top of each box."""
    apart = {
        at: [_apart(one, other, heights, group, density) for one, other in pairwise(column)]
        for at, column in enumerate(found.columns)
    }
    middle: dict[Stop, float] = {}
    for at, column in enumerate(found.columns):
        places = list(accumulate(apart[at], initial=0.0))
        middle |= {stop: place - places[-1] / 2 for stop, place in zip(column, places, strict=True)}
    for turn in range(ROUNDS):
        for at in range(len(found.columns))[:: 1 if turn % 2 else -1]:
            column = found.columns[at]
            wanted = [_wanted(stop, found, middle) for stop in column]
            middle |= zip(column, _nearest(wanted, apart[at]), strict=True)
    top = min((middle[stop] - heights[stop] / 2 for stop in middle), default=0.0)
    return {stop: round(middle[stop] - top) - heights[stop] // 2 + TOP for stop in middle}


def _apart(
    one: Stop, other: Stop, heights: Mapping[Stop, int], group: Mapping[str, str], density: Density
) -> float:
    """How far the middles of two neighbors must be from each other."""
    if one.toward and other.toward:
        return PASSING
    first, second = (None if stop.toward else group.get(stop.id) for stop in (one, other))
    own = density.gap + (0 if first == second else AROUND * ((first is not None) + (second is not None)))
    return (heights[one] + heights[other]) / 2 + own


def _wanted(stop: Stop, found: Grid, middle: Mapping[Stop, float]) -> tuple[float, float]:
    """Where a stop would stand if it stood alone, and how much that counts: lines that pass want to be straight."""
    pulls = [
        (middle[other], 1.0 + 3 * bool(stop.toward) + 3 * bool(other.toward))
        for beside in (found.before, found.after)
        for other in beside.get(stop, ())
    ]
    weight = sum(pull for _, pull in pulls)
    return (sum(at * pull for at, pull in pulls) / weight, weight) if pulls else (middle[stop], 0.1)


def _nearest(wanted: Sequence[tuple[float, float]], apart: Sequence[float]) -> Iterator[float]:
    """The places nearest to those wanted that keep order and distance (pool adjacent violators)."""
    offsets = list(accumulate(apart, initial=0.0))
    pools: list[tuple[float, float, int]] = []
    for (at, weight), offset in zip(wanted, offsets, strict=False):
        mean, total, count = at - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            other, heavy, number = pools.pop()
            mean = (mean * total + other * heavy) / (total + heavy)
            total, count = total + heavy, count + number
        pools.append((mean, total, count))
    places = (mean for mean, _, count in pools for _ in range(count))
    return (place + offset for place, offset in zip(places, offsets, strict=False))


def _caption(kind: str, before: Sequence[str]) -> Iterator[str]:
    """What a column holds, said once."""
    words = map(str, CAPTIONS.get(kind, ()))
    yield from [one for one in words if one not in before][:1]


def _groups(found: Grid, group: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The stories, each in the columns in which at least two of its sources stand."""
    for column in found.columns:
        together: dict[str, list[str]] = defaultdict(list)
        for stop in column:
            if not stop.toward and stop.id in group:
                together[group[stop.id]].append(stop.id)
        yield from (tuple(members) for members in together.values() if len(members) > 1)
