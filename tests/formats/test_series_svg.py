"""One figure over time as a chart: every point once, nothing filled in, no number over another, nothing that runs."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.figures import series
from claims.formats.lettering import width
from claims.formats.series_layout import chart, lifted, spread
from claims.formats.series_scales import FAR, in_short, scale, when
from claims.formats.series_svg import Row, draw, rows
from tests.figures import figure, point, points

SVG = "{http://www.w3.org/2000/svg}"


def at(low: int | None, high: int | None, when: str | None, *marks: str, **more: Any) -> dict[str, Any]:
    """A point of the years around 2005, as a series gives it."""
    known = {name: more.pop(name) for name in ("name", "kind") if name in more}
    marks = marks if (low, high) != (None, None) else (*marks, "vague")
    return point(figure(low, high, *marks, at=when, **more), **known).as_json()


def crowd(seed: int, count: int = 60) -> list[dict[str, Any]]:
    """Many points of few times: ranges, open ends, no numbers, no dates."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        low, high = sorted(chance.randrange(5000) for _ in range(2))
        ends = chance.choice([(low, high), (low, low), (low, None), (None, high), (None, None)])
        when = chance.choice(["2009", "2009", "2009-10-02", "2001", "2008~", "/2004", "2010/..", None])
        marks = chance.choice([(), ("approximate",)])
        found.append(at(*ends, when, *marks, name=f"n{number}", kind=chance.choice(["claim", "source"])))
    return found


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def named(root: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    """Elements that have all these classes."""
    return [one for one in root.iter() if set(names) <= set(one.get("class", "").split())]


def drawn(svg: str) -> list[ElementTree.Element]:
    """The groups of the points' figures, in order; those of the key have no title."""
    return [one for one in named(parsed(svg), "point") if one.find(f"{SVG}title") is not None]


def times(svg: str) -> ElementTree.Element:
    """All that is drawn of times."""
    root = ElementTree.Element("times")
    root.extend(named(parsed(svg), "when"))
    return root


def words(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in parsed(svg).iter(f"{SVG}text")]


def places(one: ElementTree.Element, *names: str) -> list[float]:
    return [float(one.get(name, "nan")) for name in names]


def test_the_numbers_of_chart_and_table_are_the_same_and_run_with_time() -> None:
    mixed = [
        at(5, 5, None, name="never"), at(3, 3, "2007", name="third"), at(None, None, "2003~", name="first"),
        at(2, 2, "2005/2006", name="second", kind="source"), at(9, None, "/2009-06", name="fourth"),
    ]  # fmt: skip
    table = rows(mixed)
    assert [row.number for row in table] == [1, 2, 3, 4, 5]
    assert [row.id for row in table] == ["first", "second", "third", "fourth", "never"]
    titles = ["".join(one.itertext()) for one in drawn(draw(mixed))]
    assert [title.partition(":")[0] for title in titles] == ["1", "2", "3", "4", "5"]
    for row, title in zip(table, titles, strict=True):
        assert row.name in title
        assert row.figure in title
        assert row.when in title
    assert [one.text for one in named(parsed(draw(mixed)), "number")] == ["1", "2", "3", "4", "5"]


def test_a_row_says_no_more_than_its_point() -> None:
    (row,) = rows([at(4000, 5000, "2009~", "approximate", name="c7")])
    assert row == Row(
        1,
        "about 2009",
        "4,000–5,000 persons (approximate)",
        "The claim c7.",
        "the ministry",
        "claim",
        "c7",
        row.population,
    )
    assert rows([{**at(None, None, ""), "population": "of the north"}])[0].population == "of the north"
    (row,) = rows([at(None, None, "", text="hundreds")])
    assert (row.when, row.figure) == ("no date given", "“hundreds” (no figure given)")


def test_points_of_one_time_keep_the_order_in_which_they_came() -> None:
    same = [at(1, 1, "2009", name=name) for name in "dacb"]
    assert [row.id for row in rows(same)] == list("dacb")


@pytest.mark.parametrize("seed", range(12))
def test_no_number_lies_over_another_or_leaves_the_drawing(seed: int) -> None:
    svg = draw(crowd(seed, count=(2, 7, 25, 60, 120)[seed % 5]))
    root = parsed(svg)
    _, top, wide, tall = (float(number) for number in root.get("viewBox", "").split())
    boxes = []
    for one in named(root, "number"):
        x, line, size = places(one, "x", "y", "font-size")
        half = width(one.text or "") * size / 13 / 2
        boxes.append((x - half, line - size * 0.75, x + half, line))
        assert x - half >= 0
        assert x + half <= wide
        assert top <= line - size
        assert line <= top + tall
    for box, over in combinations(boxes, 2):
        beside = box[2] <= over[0] or over[2] <= box[0]
        assert beside or box[3] <= over[1] or over[3] <= box[1], (box, over)


@pytest.mark.parametrize("seed", range(6))
def test_marks_of_one_time_stand_side_by_side(seed: int) -> None:
    found = chart(crowd(seed, count=40))
    for given_number in (True, False):
        row = [mark for mark in found.marks if mark.given is given_number]
        assert all(other.x - one.x >= 2 * one.size for one, other in pairwise(row))
        assert all(found.left < mark.x < found.right for mark in row)
        assert all((mark.x > found.split) is (mark.when is None) for mark in row)


def test_a_range_is_a_bar_between_its_ends_on_a_scale_from_zero() -> None:
    (one,) = drawn(draw([at(1000, 4000, "2005")]))
    low, high = sorted((places(end, "cy")[0] for end in named(one, "shape")), reverse=True)
    (bar,) = named(one, "bar")
    assert high < places(bar, "y1")[0] < places(bar, "y2")[0] < low
    floor = 190
    assert (floor - low) * 4 == pytest.approx(floor - high, abs=0.5)
    assert places(named(parsed(draw([at(1000, 4000, "2005")])), "axis")[0], "y1") == [floor]


def test_one_value_is_a_dot() -> None:
    (one,) = drawn(draw([at(11, 11, "2005")]))
    assert len(named(one, "shape")) == 1
    assert not named(one, "bar")


def test_an_open_end_is_drawn_as_an_arrow_and_has_no_mark() -> None:
    up, down = drawn(draw([at(300, None, "2004"), at(None, 700, "2006")]))
    for one in (up, down):
        assert len(named(one, "shape")) == len(named(one, "bar", "open")) == len(named(one, "head")) == 1
    y1, y2 = places(named(up, "bar")[0], "y1", "y2")
    assert y2 < y1 < places(named(up, "shape")[0], "cy")[0]
    y1, y2 = places(named(down, "bar")[0], "y1", "y2")
    assert places(named(down, "shape")[0], "cy")[0] < y1 < y2 == 190
    tips = [places(named(one, "bar")[0], "x2", "y2") for one in (up, down)]
    for one, (x, y) in zip((up, down), tips, strict=True):
        assert f"L{x:g} {y:g}L" in named(one, "head")[0].get("d", "")


def test_a_figure_stands_on_the_line_of_its_value() -> None:
    svg = draw([at(4000, 4000, "2005"), at(5000, 5000, "2006")])
    lines = dict(zip(("0", "1,000", "2,000", "3,000", "4,000", "5,000"), _levels(svg), strict=True))
    assert [places(named(one, "shape")[0], "cy")[0] for one in drawn(svg)] == [lines["4,000"], lines["5,000"]]
    assert (lines["0"], lines["5,000"]) == (190, 0)


def _levels(svg: str) -> list[float]:
    level = [
        one for one in parsed(svg) if one.get("class") in ("axis", "grid") and one.get("y1") == one.get("y2")
    ]
    return [places(one, "y1")[0] for one in level]


def test_a_day_is_one_day_long() -> None:
    found = when(at(1, 1, "2005-06-01")["at"])
    assert found is not None
    assert found.after is not None
    assert found.first is not None
    assert (found.after - found.first, found.middle - found.first) == (1, 0.5)


def test_an_arrow_down_from_the_floor_is_still_seen() -> None:
    _, one = drawn(draw([at(4, 4, "2004"), at(None, 0, "2006")]))
    y1, y2 = places(named(one, "bar")[0], "y1", "y2")
    assert y2 - y1 >= 8


def test_without_a_number_a_point_is_hollow_in_a_strip_of_its_own() -> None:
    svg = draw([at(5, 5, "2004"), at(None, None, "2005"), at(None, None, "2006", kind="source")])
    (strip,) = named(parsed(svg), "strip")
    y, tall = places(strip, "y", "height")
    assert y > 190
    plotted, *stripped = drawn(svg)
    assert not named(plotted, "none")
    for one, middle in zip(stripped, ("cy", "y"), strict=True):
        (shape,) = named(one, "shape")
        assert named(one, "none") == [shape]
        assert shape.get("fill") == "none"
        assert y < places(shape, middle)[0] < y + tall
        assert not named(one, "bar")
    assert "no number given" in words(svg)
    assert "no number given" not in words(draw([at(5, 5, "2004")]))


def test_without_any_number_there_is_no_scale_of_figures() -> None:
    svg = draw([at(None, None, "2001"), at(None, None, "2001", kind="source")])
    assert not named(parsed(svg), "axis")
    assert "persons" not in words(svg)
    assert len(drawn(svg)) == 2


def test_what_is_approximate_or_vague_is_dashed_and_nothing_else_is() -> None:
    for kind in ("claim", "source"):
        for marks, dashed in (((), False), (("approximate",), True), (("vague",), True)):
            (one,) = drawn(draw([at(10, 90, "2005", *marks, kind=kind)]))
            assert ("soft" in one.get("class", "").split()) is dashed
            parts = [*named(one, "shape"), *named(one, "bar")]
            assert len(parts) == 3
            assert {part.get("stroke-dasharray") is not None for part in parts} == {dashed}


def test_claims_and_sources_differ_in_shape() -> None:
    claim, source = drawn(draw([at(5, 5, "2004"), at(5, 5, "2006", kind="source")]))
    (circle,), (square,) = named(claim, "shape"), named(source, "shape")
    assert (circle.tag, circle.get("fill")) == (f"{SVG}circle", "currentColor")
    assert (square.tag, square.get("fill")) == (f"{SVG}rect", "none")


def test_what_has_no_date_stands_in_a_column_at_the_right() -> None:
    mixed = [at(5, 9, None), at(3, 3, "2005"), at(4, 4, ""), at(None, None, None)]
    svg = draw(mixed)
    (split,) = named(parsed(svg), "split")
    (edge,) = places(split, "x1")
    found = chart(mixed)
    assert [mark.when is None for mark in found.marks] == [False, True, True, True]
    assert [mark.x > edge for mark in found.marks] == [False, True, True, True]
    assert not list(named(times(svg), "time"))[1:]
    assert " ".join(words(svg)[-5:]).count("no date") == 0
    assert "no date given" in " ".join(words(svg))
    years = [one for one in parsed(svg).iter(f"{SVG}text") if re.fullmatch(r"\d{4}", one.text or "")]
    assert all(places(one, "x")[0] < edge for one in years)


def test_without_any_date_there_are_no_years() -> None:
    svg = draw([at(5, 9, None), at(None, None, None)])
    assert not [word for word in words(svg) if re.fullmatch(r"\d{4}", word)]
    assert "no date given" in words(svg)
    assert not named(times(svg), "time")


def test_time_is_linear_and_a_date_reaches_over_its_days() -> None:
    found = chart([at(1, 1, "2001"), at(2, 2, "2003-07-02"), at(3, 3, "2010")])
    assert [mark.x for mark in found.marks] == [
        pytest.approx(found.left + (found.split - found.left) * share, abs=0.5)
        for share in (0.05, 0.25, 0.95)
    ]
    svg = draw([at(1, 1, "2001"), at(2, 2, "2004/2006"), at(3, 3, "2010")])
    year = (found.split - found.left) / 10
    assert [x2 - x1 for x1, x2 in (places(one, "x1", "x2") for one in named(times(svg), "time"))] == [
        pytest.approx(year * count, abs=0.5) for count in (1, 3, 1)
    ]


def test_an_unsure_date_is_soft_and_has_no_sharp_ends() -> None:
    for moment, soft in (
        ("2005", False),
        ("2005~", True),
        ("2005?", True),
        ("2005-22", True),
        ("200X", False),
    ):
        drawing = times(draw([at(1, 1, moment)]))
        (line,) = named(drawing, "time")
        assert ("soft" in line.get("class", "").split()) is soft
        assert (line.get("stroke-dasharray") is not None) is soft
        assert len(named(drawing, "tick")) == (0 if soft else 2)


def test_a_known_limit_of_an_approximate_date_does_not_make_it_sure() -> None:
    given_point = at(1, 1, "2005~")
    given_point["at"] |= {"lower_kind": "exact", "upper_kind": "exact"}
    assert named(times(draw([given_point])), "time", "soft")


@pytest.mark.parametrize("when", ["2005/..", "../2005", "2005/", "/2005"])
def test_an_open_end_of_a_time_is_an_arrow_and_an_unknown_one_fades(when: str) -> None:
    svg = draw([at(1, 1, when), at(2, 2, "2002"), at(2, 2, "2008")])
    group = named(parsed(svg), "when")[1]
    lines = sorted(places(one, "x1", "x2") for one in named(group, "time"))
    assert len(named(group, "tick")) == 1
    assert len(named(group, "head")) == (".." in when)
    assert len(lines) == (2 if ".." in when else 5)
    (tick,) = places(named(group, "tick")[0], "x1")
    far = max(max(line) for line in lines), min(min(line) for line in lines)
    assert (far[0] - tick > 20) is when.startswith("2005")
    assert (tick - far[1] > 20) is when.endswith("2005")
    (shown,) = [word for word in words(svg) if word in ("with no end named", "end not known")]
    assert shown == ("with no end named" if ".." in when else "end not known")


@pytest.mark.parametrize("when", ["1900/..", "/1900", "19XX", "2009/", "2005-05-05/.."])
def test_a_time_is_never_drawn_beyond_the_years(when: str) -> None:
    many = [at(1, 1, when), at(2, 2, "2005"), at(3, 3, None)]
    found = chart(many)
    for one in named(times(draw(many)), "time"):
        assert all(found.left - 0.1 <= x <= found.split + 0.1 for x in places(one, "x1", "x2"))


def test_a_mark_beside_its_time_is_tied_to_it() -> None:
    close = [at(number, number, f"2005-06-{number + 10}") for number in range(1, 6)]
    svg = draw([at(1, 1, "1999"), *close, at(1, 1, "2011")])
    found = chart([at(1, 1, "1999"), *close, at(1, 1, "2011")])
    ties = named(times(svg), "tie")
    assert len(ties) == 4
    ends = {places(one, "x2")[0] for one in ties}
    assert ends <= {round(mark.x, 1) for mark in found.marks}
    assert "stands beside its time" in words(svg)
    assert "stands beside its time" not in words(draw([at(1, 1, "1999"), at(1, 1, "2011")]))


def test_times_that_overlap_in_the_strip_are_on_lines_of_their_own() -> None:
    found = chart(
        [at(None, None, "2005"), at(None, None, "2005~"), at(None, None, "2005"), at(None, None, "2015")]
    )
    assert len({mark.middle for mark in found.marks[:3]}) == 3
    assert found.marks[3].middle == found.marks[0].middle


def test_a_far_higher_figure_makes_the_scale_logarithmic_and_the_axis_says_so() -> None:
    low = [at(number, number, "2005") for number in (100, 200, 300)]
    for high, logarithmic in ((200 * FAR, False), (200 * FAR + 6000, True)):
        svg = draw([*low, at(high, high, "2006"), at(200, 200, "2001")])
        told = [word for word in words(svg) if "logarithmic" in word]
        assert told == (["logarithmic scale: each line is 10 times the one below"] if logarithmic else [])
        assert ("0" in words(svg)) is not logarithmic
        assert ("Logarithmic scale" in (parsed(svg).findtext(f"{SVG}desc") or "")) is logarithmic


@pytest.mark.parametrize("lowest", [0, -1])
def test_what_has_no_logarithm_keeps_the_scale_linear(lowest: int) -> None:
    found = scale([Decimal(lowest), Decimal(1), Decimal(1), Decimal(10**9)])
    assert found is not None
    assert not found.logarithmic


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        (["5000", "500"], "0 1,000 2,000 3,000 4,000 5,000"),
        (["11"], "0 5 10 15"),
        (["1"], "0 1"),
        (["0"], "0 1"),
        (["0.7"], "0 0.2 0.4 0.6 0.8"),
        (["-40", "30"], "−40 −20 0 20 40"),
        (["-7"], "−8 −6 −4 −2 0"),
        (["2500000"], "0 500,000 1 million 1.5 million 2 million 2.5 million"),
        (["3", "5", "7", "1000"], "1 10 100 1,000"),
        (["0.5", "0.5", "300"], "0.1 1 10 100 1,000"),
        (["1", "2", str(10**17)], "1 1,000 1 million 1 billion 1 trillion 1,000 trillion 1,000,000 trillion"),
    ],
)  # fmt: skip
def test_the_scale_of_figures_is_round_and_holds_all(values: list[str], ticks: str) -> None:
    found = scale([Decimal(value) for value in values])
    assert found is not None
    assert " ".join(map(in_short, found.ticks)) == ticks
    assert all(0 <= found.share(Decimal(value)) <= 1 for value in values)


def test_no_figure_has_no_scale() -> None:
    assert scale([]) is None


def test_the_largest_figures_have_room_for_their_words() -> None:
    for ends in ((10**17, 10**18 - 1), (-(10**18) + 1, 10**18 - 1)):
        for one in named(parsed(draw([at(*ends, "2005")])), "label"):
            x, size = places(one, "x", "font-size")
            if one.get("text-anchor") == "end":
                assert x - width(one.text or "") * size / 13 >= 0


def test_negative_figures_stand_below_a_line_of_zero() -> None:
    svg = draw([at(-40, -10, "2004"), at(30, 30, "2005"), at(None, -20, "2006")])
    (zero,) = (places(one, "y1")[0] for one in named(parsed(svg), "axis"))
    below, above, down = drawn(svg)
    assert all(places(one, "cy")[0] > zero for one in named(below, "shape"))
    assert places(named(above, "shape")[0], "cy")[0] < zero
    assert places(named(down, "bar")[0], "y2")[0] == 190 > zero


@pytest.mark.parametrize(
    ("first", "last", "label"), [(2001, 2004, "2003"), (2001, 2012, "2004"), (1850, 2011, "1900")]
)
def test_years_are_told_as_often_as_they_have_room(first: int, last: int, label: str) -> None:
    svg = draw([at(1, 1, str(first)), at(2, 2, str(last))])
    told = [one for one in parsed(svg).iter(f"{SVG}text") if re.fullmatch(r"\d{4}", one.text or "")]
    assert label in {one.text for one in told}
    at_x = [places(one, "x")[0] for one in told]
    assert all(other - one >= 28 for one, other in pairwise(at_x))


def test_it_is_an_image_with_a_name_and_a_description_that_keeps_every_reserve() -> None:
    svg = draw([
        at(4000, 5000, "2009~", "approximate"), at(4000, None, "2010", kind="source"),
        at(None, 700, "2007", "vague", kind="source"), at(None, None, "2001"), at(5, 5, None),
    ])  # fmt: skip
    root = parsed(svg)
    assert root.get("role") == "img"
    assert [one.tag for one in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title") == "militants captured over time"
    assert root.findtext(f"{SVG}desc") == (
        "5 figures, from 3 claims and 2 sources, for times from 2001 to 2010. The numbers named reach from 5 to 5,000 "
        "persons. Of these, 1 approximate, 1 vague, 1 without an upper end, 1 without a lower end, 1 without a number, "
        "1 without a date. The table beside the chart says the same in words, under the same numbers."
    )
    (alone,) = (
        root.findtext(f"{SVG}desc") or "" for root in [parsed(draw([at(11, 11, "2009", kind="source")]))]
    )
    assert alone.startswith(
        "1 figure, from 1 source, for times said to be in 2009. The only number named is 11 persons."
    )


def test_the_key_has_the_marks_in_use_and_no_others() -> None:
    assert words(draw([at(5, 5, None)]))[-1] == "by a claim"
    plain = set(words(draw([at(5, 5, "2005")])))
    assert {"by a claim", "time it is for"} <= plain
    assert not plain & {"by a source", "approximate or vague", "at least", "at most"}
    full = words(draw([at(5, None, "2004", kind="source"), at(None, 9, "2006"), at(6, 7, "2005", "vague")]))
    assert full[-6:] == [
        "by a claim",
        "by a source",
        "approximate or vague",
        "at least",
        "at most",
        "time it is for",
    ]


def test_nothing_in_it_runs_or_has_a_style_and_quoted_text_is_escaped() -> None:
    hostile = '<script>alert(1)</script> & "x"\u202e'
    given_point = at(1, 2, "2005", text="so", unit="<b>")
    given_point |= {
        "label": hostile,
        "said_by": hostile,
        "measure": hostile,
        "figure": hostile,
        "kind": '"><a',
    }
    for svg in (draw([given_point]), draw(crowd(3))):
        root = parsed(svg)
        tags = {one.tag.removeprefix(SVG) for one in root.iter()}
        assert tags <= {"svg", "title", "desc", "g", "line", "path", "rect", "circle", "text"}
        names = {name for one in root.iter() for name in one.attrib}
        assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}
        assert "\u202e" not in svg
    assert parsed(draw([given_point])).findtext(f"{SVG}title") == '<script>alert(1)</script> & "x" over time'


def test_it_fits_a_telephone() -> None:
    for given_points in ([at(1, 1, "2005")], crowd(1), crowd(2, 7)):
        root = parsed(draw(given_points))
        left, _, wide, tall = (float(number) for number in root.get("viewBox", "").split())
        assert (left, wide) == (0, 360)
        assert 100 < tall < 560
        assert min(float(one.get("font-size", 0)) for one in root.iter(f"{SVG}text")) >= 11
        for one in named(root, "key"):
            x = float(re.findall(r"[\d.]+", one.get("transform", ""))[0])
            assert x + 22 + max(width(word.text or "") for word in one.iter(f"{SVG}text")) * 12 / 13 <= 362


def test_it_is_always_the_same_and_nothing_of_nothing() -> None:
    assert draw(crowd(5)) == draw(crowd(5))
    assert draw([]) == ""
    assert rows([]) == []


@given(st.lists(points(), min_size=1, max_size=12))
def test_every_point_of_any_series_is_drawn_once(given_points: list[Any]) -> None:
    for one in series(given_points):
        found = one.as_json()["points"]
        assert isinstance(found, list)
        svg = draw(found)
        assert len(drawn(svg)) == len(named(parsed(svg), "number")) == len(rows(found)) == len(found)
        assert "nan" not in svg
        assert "inf" not in re.sub(r">[^<]*<", "><", svg)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=20).map(sorted), st.floats(0.5, 10))
def test_marks_are_spread_no_further_than_they_must(wanted: list[float], gap: float) -> None:
    found = spread(wanted, gap, 0, 300)
    assert all(other - one >= gap - 1e-6 for one, other in pairwise(found))
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in found)
    if all(other - one >= gap for one, other in pairwise(wanted)):
        assert found == pytest.approx(wanted)

    def cost(places: list[float]) -> float:
        return sum((one - other) ** 2 for one, other in zip(places, wanted, strict=True))

    for number in range(len(found)):
        for moved in (-0.01, 0.01):
            for group in (found[:number], found[number:], [found[number]]):
                other = [place + moved if place in group else place for place in found]
                fits = all(b - a >= gap for a, b in pairwise(other)) and other[0] >= 0 and other[-1] <= 300
                assert not fits or cost(other) >= cost(found) - 1e-6


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40), st.integers(6, 21)), max_size=25))
def test_labels_are_only_raised_and_never_collide(labels: list[tuple[int, int, int]]) -> None:
    found = lifted(labels)
    assert all(line <= label[1] for line, label in zip(found, labels, strict=True))
    placed = [(x, line, wide) for (x, _, wide), line in zip(labels, found, strict=True)]
    for one, other in combinations(placed, 2):
        assert abs(one[0] - other[0]) >= (one[2] + other[2]) / 2 or abs(one[1] - other[1]) >= 11
