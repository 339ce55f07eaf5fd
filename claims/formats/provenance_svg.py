"""Where a claim's evidence comes from, as a picture: no script, no style, readable alone and within a page.

It is a group and no image, because an image may hold no links. They are left out of the order of the keyboard: the list
of evidence on the same page has the same ones and says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claims.domain.tongue import gettext, gettext_lazy, ngettext
from claims.formats import stored
from claims.formats.dates import moment_in_words
from claims.formats.lettering import escaped
from claims.formats.provenance_layout import AROUND, HEAD, LINE, Box, Layout, layout, stories
from claims.formats.provenance_marks import COLORS, DASHES, PAPER, SOFT, STORY, alike, outline, stance, text
from claims.formats.trail import LIKENESS

WORDS = {
    "supports": gettext_lazy("supports the claim"),
    "disputes": gettext_lazy("disputes the claim"),
    "insufficient": gettext_lazy("does not decide"),
    "context": stored.STANCES["context"],
}


def draw(document: Mapping[str, Any]) -> str:
    """The SVG of a document's provenance; nothing when the document holds none."""
    if not document.get("provenance"):
        return ""
    found = layout(document)
    items = {item["source"]["id"]: item for item in document["evidence"]}
    width = found.width if items else max(found.width, 430)
    drawn = "".join(_drawn(document, found, items))
    name = escaped(document.get("id", ""))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="prov" viewBox="0 0 {width} {found.height}" '
        f'width="{width}" height="{found.height}" role="group" font-family="sans-serif" font-size="13" '
        f'aria-labelledby="prov-title-{name} prov-desc-{name}">'
        f'<title id="prov-title-{name}">{escaped(gettext("Where the evidence comes from"))}</title>'
        f'<desc id="prov-desc-{name}">{escaped(description(document))}</desc>'
        f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>{drawn}</svg>'
    )


def description(document: Mapping[str, Any]) -> str:
    """What the picture shows, in two or three sentences."""
    count = {
        side: sum(item["stance"] == side for item in document["evidence"])
        for side in ("supports", "disputes")
    }
    corroboration = document["corroboration"]
    told = [gettext("A demonstration.")] if document.get("demonstration") else []
    if not document["evidence"]:
        return " ".join([*told, gettext("No evidence is linked yet.")])
    supporting = ngettext(
        "%(number)s source supports the claim, resting on %(origins)s",
        "%(number)s sources support the claim, resting on %(origins)s",
        count["supports"],
    ) % {"number": count["supports"], "origins": _origins(corroboration["supporting"])}
    disputing = ngettext(
        "%(number)s disputes it, resting on %(origins)s",
        "%(number)s dispute it, resting on %(origins)s",
        count["disputes"],
    ) % {"number": count["disputes"], "origins": _origins(corroboration["disputing"])}
    told.append(f"{supporting}; {disputing}.")
    for side, phrase in stored.SIDES.items():
        names = "; ".join(one["name"] for one in corroboration["bottlenecks"] if one["side"] == side)
        if names:
            words = gettext("Every known line %(side)s runs through %(names)s.")
            told.append(words % {"side": phrase, "names": names})
    told.append(gettext("The list of evidence on this page says the same in words."))
    return " ".join(told)


def key(document: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The marks that this picture uses: kind, the stance or basis, and what it means."""
    stances = [item["stance"] for item in document["evidence"]]
    found = [("stance", side, str(words)) for side, words in WORDS.items() if side in stances]
    graph = document.get("provenance") or {"nodes": [], "edges": []}
    edges = graph["edges"]
    if any(edge["basis"] == "inferred" and edge["how"] not in LIKENESS for edge in edges):
        found.append(("edge", "inferred", gettext("supposed, not stated")))
    if any(node["type"] == "unknown" for node in graph["nodes"]):
        found.append(("node", "unknown", gettext("origin not stated")))
    if any(edge["how"] in LIKENESS for edge in edges):
        found.append(("edge", "alike", gettext("looks like a copy")))
    if graph["nodes"] and stories(document):
        found.append(("story", "story", gettext("share something behind them")))
    if document["corroboration"]["bottlenecks"]:
        found.append(("node", "bottleneck", gettext("every known line runs through it")))
    if any(item["attests"] == "no" for item in document["evidence"]):
        found.append(("node", "early", gettext("older than what it would prove")))
    return found


def _drawn(document: Mapping[str, Any], found: Layout, items: Mapping[str, Any]) -> Iterator[str]:
    """From the back to the front: backgrounds, lines, boxes, signs of likeness."""
    for words, x in found.captions:
        yield text(words, x, 20, "aside", size=12)
    for members in found.stories:
        yield _story([found.boxes[name] for name in members])
    lines, bows, signs = _edges(document, found, items)
    yield from lines
    yield from bows
    sides: dict[str, list[str]] = {}
    for one in document["corroboration"]["bottlenecks"]:
        sides.setdefault(one["id"], []).append(stored.in_words(stored.SIDES, one["side"]))
    speaker = (document.get("speaker") or {}).get("id")
    for box in found.boxes.values():
        href = f"/sources/{box.id}" if box.id in items else f"/speakers/{box.id}" if box.id == speaker else ""
        drawn = _node(box, items.get(box.id), sides.get(box.id, []))
        yield f'<a href="{escaped(href)}" tabindex="-1">{drawn}</a>' if href else drawn
    yield from signs
    if not items:
        claim = next(iter(found.boxes.values()), None)
        words = gettext("No evidence is linked yet.")
        yield text(words, 220, claim.middle + 4 if claim else 60, "aside", size=14)


def _story(boxes: list[Box]) -> str:
    top, bottom = min(box.y for box in boxes), max(box.y + box.height for box in boxes)
    return (
        f'<rect class="story" x="{boxes[0].x - 8}" y="{top - AROUND}" width="{boxes[0].width + 16}" '
        f'height="{bottom - top + 2 * AROUND}" rx="10" fill="{STORY}"/>'
    )


def _edges(
    document: Mapping[str, Any], found: Layout, items: Mapping[str, Any]
) -> tuple[list[str], list[str], list[str]]:
    """The lines, those of a stance over the others; the bows between what looks alike, and their signs."""
    claim = next((node["id"] for node in document["provenance"]["nodes"] if node["type"] == "claim"), "")
    lines: list[tuple[str, str]] = []
    bows, signs = [], []
    for edge in sorted(document["provenance"]["edges"], key=lambda one: (one["from"], one["to"], one["how"])):
        start, end = found.boxes.get(edge["from"]), found.boxes.get(edge["to"])
        if start is None or end is None:
            continue
        if edge["how"] in LIKENESS:
            words = gettext("held to be a copy") if edge["how"] == "copy" else gettext("looks like a copy")
            bow, sign = alike(start, end, f"{words}{': ' * bool(edge['note'])}{edge['note']}")
            bows.append(bow)
            signs.append(sign)
            continue
        side = items[edge["to"]]["stance"] if edge["from"] == claim and edge["to"] in items else ""
        clear = side in ("supports", "disputes")
        line = (
            f'<path class="edge {side or edge["basis"]}" fill="none" stroke="{COLORS.get(side, SOFT)}" '
            f'stroke-width="{2 if clear else 1.1}"{DASHES.get(edge["basis"], "")} d="{_way(start, end, found)}">'
            f"<title>{escaped(_told(edge, side))}</title></path>"
        )
        lines.append((side if clear else "", line))
    return [line for _, line in sorted(lines, key=lambda one: one[0])], bows, signs


def _way(start: Box, end: Box, found: Layout) -> str:
    """From one box to another, through the room that is kept for it in the columns between them."""
    left, right = sorted((start, end), key=lambda box: (box.x, box.y))
    x, y = left.x + left.width, left.middle
    if left.x == right.x:
        return f"M{x} {y}C{x + 26} {y} {x + 26} {right.middle + 8} {x} {right.middle + 8}"
    steps = [f"M{x} {y}"]
    for x1, x2, at in [*found.passing.get((left.id, right.id), ()), (right.x, right.x, right.middle)]:
        bent = (x1 - x) // 2
        steps.append(f"C{x + bent} {y} {x1 - bent} {at} {x1} {at}" + f"H{x2}" * (x2 > x1))
        x, y = x2, at
    return "".join(steps)


def _told(edge: Mapping[str, str], side: str) -> str:
    words = str(WORDS[side]) if side else stored.in_words(stored.STEPS, edge["how"])
    if edge["basis"] == "inferred":
        words = gettext("%(how)s, as supposed") % {"how": words}
    elif edge["basis"] != "unknown" and not side:
        words = gettext("%(how)s, as stated") % {"how": words}
    return words + (f" ({edge['note']})" if edge.get("note") else "")


def _node(box: Box, item: Mapping[str, Any] | None, sides: list[str]) -> str:
    side = item["stance"] if item else ""
    early = item is not None and item["attests"] == "no"
    names = ["node", box.type, side, "bottleneck" if sides else "", "early" if early else ""]
    mark = stance(box, side, struck=early) if side else ""
    return (
        f'<g class="{escaped(" ".join(filter(None, names)))}"><title>{escaped(_full(box, item, sides))}</title>'
        f"{outline(box, bottleneck=bool(sides), early=early)}{mark}{''.join(_labels(box, bool(side), early))}</g>"
    )


def _full(box: Box, item: Mapping[str, Any] | None, sides: list[str]) -> str:
    told = [box.label]
    if item:
        source = item["source"]
        when = moment_in_words(source["published"]) if source["published"]["edtf"] else ""
        by = ", ".join(filter(None, (box.label, source["publisher"], when)))
        told = [f"{by}: {WORDS[item['stance']]}"]
        if item["attests"] != "yes":
            told.append(item["attests_because"])
    told += [gettext("Every known line %(side)s runs through it.") % {"side": phrase} for phrase in sides]
    return " – ".join(told)


def _labels(box: Box, marked: bool, early: bool) -> Iterator[str]:
    x, y = box.x + (36 if marked else 14), box.y + 17
    if box.type == "claim":
        yield text(gettext("The claim"), x, y, "aside", size=12)
        y += HEAD
    for line in box.lines:
        yield text(line, x, y, "aside" if early else "label")
        y += LINE
    if box.below:
        yield text(box.below, x, y, "aside", size=12)


def _origins(count: Mapping[str, int]) -> str:
    number = count["established"]
    words = ngettext("%(number)s known independent origin", "%(number)s known independent origins", number)
    return words % {"number": number}
