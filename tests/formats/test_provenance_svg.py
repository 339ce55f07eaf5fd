"""The picture of where evidence comes from: everything once, nothing over another, nothing that runs."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from claims.formats import provenance_svg
from claims.formats.lettering import cut, lines, width
from claims.formats.provenance_grid import MOST_STOPS
from claims.formats.provenance_layout import layout, stories
from claims.formats.provenance_svg import description, draw, key
from tests.formats.documents import document, edge, source
from tests.formats.provenance_documents import RICH, many, tangled

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def groups(svg: str) -> list[ElementTree.Element]:
    return [one for one in parsed(svg).iter(f"{SVG}g") if "node" in one.get("class", "").split()]


def along(path: str) -> list[tuple[float, float]]:
    """Points of a line as it is drawn."""
    found, at = [], (0.0, 0.0)
    for letter, text in re.findall(r"([MCH])([^MCH]*)", path):
        numbers = [float(number) for number in text.split()]
        if letter == "C":
            (x0, y0), (x1, y1, x2, y2, x3, y3) = at, numbers
            for t in (step / 20 for step in range(1, 20)):
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        at = (numbers[-2], numbers[-1]) if letter != "H" else (numbers[0], at[1])
        found.append(at)
    return found


def test_every_node_is_drawn_once_with_its_stance_as_shape() -> None:
    found = groups(draw(RICH))
    assert len(found) == len(RICH["provenance"]["nodes"])
    classes = sorted(one.get("class", "") for one in found)
    assert classes == [
        "node claim", "node institution", "node origin bottleneck", "node source", "node source context",
        "node source disputes", "node source insufficient early", "node source supports", "node source supports",
        "node unknown",
    ]  # fmt: skip
    shapes = {
        one.get("class"): [part.tag.removeprefix(SVG) for part in one.iter() if part is not one]
        for one in found
    }
    assert "circle" in shapes["node source supports"]
    assert "circle" not in shapes["node source disputes"]
    assert "ring" in {
        part.get("class") for one in found for part in one.iter() if "bottleneck" in one.get("class", "")
    }


def test_what_is_supposed_is_dashed_what_is_untold_dotted_and_likeness_has_its_sign() -> None:
    svg = draw(RICH)
    paths = [one for one in parsed(svg).iter(f"{SVG}path") if one.get("class", "").startswith("edge")]
    assert len(paths) == len(RICH["provenance"]["edges"])
    dashes = {one.get("class"): one.get("stroke-dasharray") for one in paths}
    assert dashes["edge inferred"] == "6 4"
    assert dashes["edge unknown"] == "2 4"
    assert dashes["edge stated"] is None
    assert dashes["edge alike"] == "2 3"
    assert "≈" in svg
    boxes = {one.get("class"): one.find(f"{SVG}rect") for one in groups(svg)}
    assert boxes["node unknown"] is not None
    assert boxes["node unknown"].get("stroke-dasharray")


def test_no_box_lies_over_another_and_stories_stand_together() -> None:
    for given in (RICH, document(), document([source("a")]), many(60), *map(tangled, range(20))):
        placed = layout(given)
        boxes = list(placed.boxes.values())
        assert len(boxes) == len(given["provenance"]["nodes"])
        for number, one in enumerate(boxes):
            assert one.x >= 0
            assert one.x + one.width <= placed.width
            assert one.y >= 0
            assert one.y + one.height <= placed.height
            for other in boxes[number + 1 :]:
                apart = (
                    one.x + one.width <= other.x or other.x + other.width <= one.x
                    or one.y + one.height <= other.y or other.y + other.height <= one.y
                )  # fmt: skip
                assert apart, (one, other)
    placed = layout(RICH)
    (story,) = placed.stories
    column = sorted(
        (box for box in placed.boxes.values() if box.x == placed.boxes["paper1"].x), key=lambda b: b.y
    )
    at = [box.id in story for box in column]
    assert at.count(True) == len(story) == 3
    assert "".join("x" if one else "." for one in at).strip(".") == "xxx"


def test_a_group_has_a_background_of_its_own() -> None:
    for given in (RICH, *map(tangled, range(40))):
        placed = layout(given)
        names = {id_ for members in placed.stories for id_ in members}
        for back in (one for one in parsed(draw(given)).iter(f"{SVG}rect") if one.get("class") == "story"):
            x, y, wide, tall = (int(back.get(name, 0)) for name in ("x", "y", "width", "height"))
            within = {
                b.id
                for b in placed.boxes.values()
                if x < b.x < x + wide and y < b.y + b.height and b.y < y + tall
            }
            assert len(within) > 1
            assert within <= names


def test_no_line_runs_over_a_box() -> None:
    for given in (RICH, *map(tangled, range(40))):
        boxes = layout(given).boxes.values()
        for path in parsed(draw(given)).iter(f"{SVG}path"):
            if not path.get("class", "").startswith("edge") or "alike" in path.get("class", ""):
                continue
            for x, y in along(path.get("d", "")):
                assert not [
                    box.id for box in boxes
                    if box.x < x < box.x + box.width and box.y < y < box.y + box.height
                ]  # fmt: skip


def test_sources_stand_in_the_order_of_their_stance() -> None:
    placed = layout(many(30)).boxes
    stances = {item["source"]["id"]: item["stance"] for item in many(30)["evidence"]}
    shown = [stances[box.id] for box in sorted(placed.values(), key=lambda box: box.y) if box.id in stances]
    assert shown == sorted(shown, key=["supports", "disputes", "context"].index)


def test_the_order_of_nodes_and_edges_never_matters() -> None:
    chance = random.Random(7)
    for given in [RICH, many(20), *map(tangled, range(10))]:
        graph = given["provenance"]
        shuffled = {name: chance.sample(graph[name], len(graph[name])) for name in ("nodes", "edges")}
        evidence = chance.sample(given["evidence"], len(given["evidence"]))
        assert draw({**given, "provenance": shuffled, "evidence": evidence}) == draw(given)


def test_circles_end_and_a_source_before_others_stands_before_them() -> None:
    looped = document(
        [source("a"), source("b"), source("c")],
        parties={"x": "origin", "k": "institution", "m": "institution"},
        edges=[edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("c", "x"), edge("x", "m", "belongs to"),
               edge("k", "m", "belongs to"), edge("m", "k", "belongs to")],
    )  # fmt: skip
    placed = layout(looped).boxes
    assert len(groups(draw(looped))) == 7
    assert placed["x"].x > max(placed[name].x for name in "abc")
    assert placed["x"].x < placed["m"].x < placed["k"].x


def test_what_lies_behind_a_circle_still_stands_behind_it() -> None:
    placed = layout(
        document([source("y")], behind=["a", "b"], edges=[edge("y", "b"), edge("b", "y"), edge("b", "a")])
    ).boxes
    assert placed["claim00000"].x < placed["y"].x < placed["b"].x < placed["a"].x


def test_parties_stand_behind_all_sources_and_bodies_behind_parties() -> None:
    for given in map(tangled, range(20)):
        at: dict[str, list[int]] = {}
        for box in layout(given).boxes.values():
            at.setdefault(box.type, []).append(box.x)
        assert max(at["claim"]) < min(at["source"]) <= max(at["source"]) < min(at["origin"])
        assert max(at["origin"]) < min(at["institution"])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", '" onload="alert(1)', "a & b < c > d", "\x00\x0b\ufffe bad", "x" * 300,
        "\u202egnirts desrever", "العربية نص طويل جدا " * 20, "大约有五百名成员" * 20, "]]>", "\ud800 half",
    ],
)  # fmt: skip
def test_hostile_text_stays_text(text: str) -> None:
    given = document(
        [source("a", title=text)], statement=text, parties={"p": "origin"}, edges=[edge("a", "p", note=text)],
        bottlenecks=[{"id": "a", "name": text, "side": "supporting"}],
    )  # fmt: skip
    svg = draw(given)
    root = parsed(svg.encode("utf-8", "strict").decode())
    assert not [one for one in root.iter() if one.tag in (f"{SVG}script", "script")]
    assert not [
        name for one in root.iter() for name in one.attrib if name.startswith("on") or name == "style"
    ]
    assert "\u202e" not in svg
    for one in root.iter(f"{SVG}text"):
        assert width(one.text or "") <= 260


def test_nothing_runs_and_nothing_is_fetched() -> None:
    svg = draw(RICH)
    assert not re.search(
        r"<script|<style|style=|<image|<foreignObject|href=\"(?!/(?:sources|speakers)/)|url\(", svg
    )


def test_it_says_in_words_what_it_shows() -> None:
    said = description(RICH)
    assert said.startswith("2 sources support the claim, resting on 1 known independent origin;")
    assert "Every known line in support runs through Party spokesman." in said
    one = description(document([source("a")]))
    assert one.startswith("1 source supports the claim, resting on 1 known independent origin; 0 dispute it")
    root = parsed(draw(RICH))
    assert root.get("role") == "group"
    named = root.get("aria-labelledby", "").split()
    assert [one.text for one in root if one.get("id") in named] == ["Where the evidence comes from", said]
    assert min(float(one.get("font-size", 0)) for one in root.iter(f"{SVG}text")) >= 12
    assert [words for _, _, words in key(RICH)] == [
        "supports the claim", "disputes the claim", "does not decide", "context", "supposed, not stated",
        "origin not stated", "looks like a copy", "share something behind them", "every known line runs through it",
        "older than what it would prove",
    ]  # fmt: skip
    assert key(document()) == []


def test_without_evidence_it_says_so_and_without_provenance_there_is_none() -> None:
    assert "No evidence is linked yet." in draw(document())
    assert draw({"evidence": []}) == ""


def test_only_what_has_a_page_leads_to_it() -> None:
    given = document(
        [source("paper1")], behind=["wire"], parties={"speaker000": "origin", "ministry": "institution"},
        edges=[edge("paper1", "wire"), edge("wire", "speaker000"), edge("speaker000", "ministry", "belongs to")],
    )  # fmt: skip
    links = list(parsed(draw(given)).iter(f"{SVG}a"))
    assert sorted(one.get("href", "") for one in links) == ["/sources/paper1", "/speakers/speaker000"]
    assert {one.get("tabindex") for one in links} == {"-1"}


def test_a_date_is_whole_or_not_there() -> None:
    long, short = source("a"), source("b")
    long["source"]["published"] = {**long["source"]["published"], "edtf": "2008-12-30/2009-11-25"}
    placed = layout(document([long, short])).boxes
    assert placed["a"].below == "A paper"
    assert placed["b"].below == "A paper · August 2009"


def test_what_cannot_attest_is_struck_and_only_that() -> None:
    struck = [
        one.get("class") for one in groups(draw(RICH)) for part in one.iter() if part.get("class") == "strike"
    ]
    assert struck == ["node source insufficient early"]


def test_a_bottleneck_has_a_ring_and_an_hourglass() -> None:
    (found,) = [one for one in groups(draw(RICH)) if "bottleneck" in one.get("class", "")]
    assert {"ring", "flag"} <= {part.get("class") for part in found.iter()}
    assert "Every known line in support runs through it." in (found.findtext(f"{SVG}title") or "")


def test_an_older_document_groups_sources_whose_trails_share_an_end() -> None:
    old = {**RICH, "corroboration": {**RICH["corroboration"]}}
    del old["corroboration"]["clusters"]
    assert stories(old) == [("paper1", "paper2", "paper4")]
    assert stories({**RICH, "corroboration": {**old["corroboration"], "clusters": []}}) == []
    assert len(groups(draw(old))) == len(RICH["provenance"]["nodes"])


def test_a_column_of_many_takes_less_room_for_each() -> None:
    few, more, most = (layout(many(number)).height / number for number in (10, 20, 40))
    assert few > more > most


def test_a_chain_too_long_to_read_is_drawn_all_the_same() -> None:
    names = [f"s{n:03}" for n in range(80)]
    assert sum(range(len(names))) > MOST_STOPS
    steps = [edge(one, other) for one, other in pairwise(names)]
    long = document(map(source, names), edges=steps)
    assert not layout(long).passing
    assert len(groups(draw(long))) == 81


def test_two_thousand_sources_are_drawn() -> None:
    assert len(groups(draw(many(2000)))) == 4001


def test_words_are_cut_to_their_room() -> None:
    assert cut("short", 200) == "short"
    assert cut("a long title that does not fit", 100).endswith("…")
    assert width(cut("a long title that does not fit", 100)) <= 100
    assert lines("one two three four five six seven", 60, 2)[-1].endswith("…")
    assert lines("one two", 200, 2) == ["one two"]
    assert len(lines("word " * 100, 90, 5)) == 5
    assert provenance_svg.draw(RICH) == draw(RICH)
