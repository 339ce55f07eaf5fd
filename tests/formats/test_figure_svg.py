"""A figure drawn beside those of others: never surer than it is, everything inside its frame, a line for each."""

from __future__ import annotations

import itertools
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.formats.figure_svg import ARROW, BETWEEN, EDGE, LABELS, LETTERS, LINE, WIDTH, YEARS, draw
from claims.formats.lettering import width
from claims.formats.series_words import rows
from tests.figures import figure as quantity
from tests.figures import point

SVG = "{http://www.w3.org/2000/svg}"


def figure(low: str | None, high: str | None, **changed: Any) -> dict[str, Any]:
    """A figure of a document."""
    return {
        "measure": "militants", "population": "", "low": low, "high": high, "approximate": False,
        "vague": False, "unit": "persons", "at": None, "text": "words", **changed,
    }  # fmt: skip


def drawn(low: str | None, high: str | None, *others: dict[str, Any], **changed: Any) -> ElementTree.Element:
    """Its drawing, parsed."""
    return ElementTree.fromstring(draw(figure(low, high, **changed), others, own="This claim"))


def given_by(who: str, low: int | None, high: int | None, *marks: str, **more: Any) -> dict[str, Any]:
    """What a source gives."""
    return {**point(quantity(low, high, *marks, **more)).as_json(), "said_by": who}


def lines(svg: ElementTree.Element) -> list[ElementTree.Element]:
    """One group a line."""
    return svg.findall(f"{SVG}g")


def texts(node: ElementTree.Element) -> list[str]:
    """All that is written in it."""
    return [text.text or "" for text in node.iter(f"{SVG}text")]


def test_closed_ends_are_strokes_and_open_ends_are_arrows() -> None:
    for low, high, strokes, arrows in (("4000", "5000", 2, 0), (None, "999", 1, 1), ("9", None, 1, 1)):
        (line,) = lines(drawn(low, high))
        assert len(line.findall(f"{SVG}line[@class='end']")) == strokes
        assert len(line.findall(f"{SVG}path[@class='end']")) == arrows


def test_the_bar_stands_where_the_axis_says() -> None:
    svg = drawn("4000", "5000")
    bar = lines(svg)[0].find(f"{SVG}rect")
    ticks = [path.attrib["d"] for path in svg.findall(f"{SVG}path[@class='grid']")]
    assert bar is not None
    start, wide = int(bar.attrib["x"]), int(bar.attrib["width"])
    assert ticks[4:] == [f"M{start} 0V{LINE}", f"M{start + wide} 0V{LINE}"]
    assert len(ticks) == 6


@pytest.mark.parametrize("name", ["approximate", "vague"])
def test_what_is_not_exact_is_drawn_soft_and_said(name: str) -> None:
    svg = drawn("4000", "5000", **{name: True})
    (line,) = lines(svg)
    assert line.find(f"{SVG}rect[@class='bar soft']") is not None
    assert len(line.findall(f"{SVG}line[@class='end soft']")) == 2
    assert name in (svg.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize("top", ["5000", "9000000", "9" * 18])
@pytest.mark.parametrize("beside", [0, 3])
def test_the_numbers_of_the_axis_never_touch_and_the_highest_is_there(top: str, beside: int) -> None:
    svg = drawn("1", top, *(given_by("Dawn", 5, 6) for _ in range(beside)))
    numbers = svg.findall(f"{SVG}text[@text-anchor='middle']")
    spans = [
        (float(one.attrib["x"]) - width(one.text or "") * LETTERS / 26, width(one.text or "") * LETTERS / 13)
        for one in numbers
    ]
    assert len(spans) >= 2
    for (start, wide), (after, _) in itertools.pairwise(spans):
        assert start + wide < after
    assert spans[0][0] >= -1
    assert sum(spans[-1]) <= WIDTH + 1
    assert int("".join(filter(str.isdigit, numbers[-1].text or ""))) > 0


def test_the_drawing_says_who_is_counted() -> None:
    title = drawn("1", "2", population="in Pakistan").findtext(f"{SVG}title")
    assert title == "militants in Pakistan: 1–2 persons"


@pytest.mark.parametrize(("low", "high"), [(None, None), ("11", "11")])
def test_nothing_is_drawn_where_nothing_can_be_compared(low: str | None, high: str | None) -> None:
    assert draw(figure(low, high, vague=True)) == ""
    assert draw(figure(low, high, vague=True), [given_by("A", None, None, "vague")]).count("<circle") == 0


def test_a_lone_number_is_a_dot_beside_that_of_another() -> None:
    svg = drawn("11", "11", given_by("Dawn", 30, 30, "approximate", at="2009-08"))
    own, other = lines(svg)
    assert own.find(f"{SVG}circle[@class='dot']") is not None
    assert other.find(f"{SVG}circle[@class='dot soft']") is not None
    assert texts(own) == ["This claim"]
    assert texts(other) == ["1 Dawn", "2009"]


def test_where_no_number_is_given_its_words_stand_and_nothing_is_drawn() -> None:
    svg = drawn("1", "5", given_by("Dawn", None, None, "vague", text="not more than\na few hundred"))
    _, other = lines(svg)
    assert "“not more than a few hundred”" in texts(other)
    assert not [one for one in other if one.tag not in (f"{SVG}text",)]


def test_figures_below_zero_and_far_apart_stand_on_one_scale() -> None:
    svg = drawn("-10", "-5", given_by("Dawn", 5, 6))
    own, other = (one.find(f"{SVG}rect[@class='bar']") for one in lines(svg))
    assert own is not None
    assert other is not None
    assert int(own.attrib["x"]) + int(own.attrib["width"]) < int(other.attrib["x"])
    near = [given_by("Dawn", one, one) for one in (1, 2, 3)]
    assert "logarithmic scale" in texts(drawn("1000", "2000", *near))
    assert "logarithmic scale" not in texts(svg)


def test_the_lines_have_the_order_and_the_numbers_of_the_table() -> None:
    points = [
        given_by("Late", 1, 2, at="2011"), given_by("Never dated", 1, 2, at=None),
        given_by("Early", None, 9, at="2001~"), given_by("Both", 1, 2, at="2008/2009"),
    ]  # fmt: skip
    svg = drawn("4", "5", *points)
    told = rows(points)
    assert [texts(line)[0] for line in lines(svg)[1:]] == [f"{row.number} {row.who}" for row in told]
    assert [texts(line)[1:] for line in lines(svg)[1:]] == [["~2001"], ["2008–2009"], ["2011"], []]


@pytest.mark.parametrize(
    ("at", "years"),
    [
        ("2009/..", "2009–"), ("../2009", "–2009"), ("2009/", "2009–?"), ("/2009", "?–2009"), ("200X", "~2000–2009"),
        ("2009-XX", "2009"), ("2001/2005~", "~2001–2005"), ("2009-08-05", "2009"), ("2009?", "~2009"),
    ],
)  # fmt: skip
def test_a_time_that_is_open_or_not_sure_is_no_closed_year(at: str, years: str) -> None:
    _, other = lines(drawn("1", "5", given_by("Dawn", 2, 3, at=at)))
    assert texts(other) == ["1 Dawn", years]
    assert width(years) * LETTERS / 13 <= YEARS + 2 * EDGE - ARROW - BETWEEN


def test_who_is_not_stated_to_have_said_it_is_in_doubt_where_the_name_is_cut() -> None:
    point = {**given_by("Ahmed Rashid (Pakistani journalist) – inferred from the text", 2, 3), "id": "x"}
    text = draw(figure("1", "5"), [point], own="This claim", unsure={"x"})
    assert "1 (?) Ahmed R" in text
    assert "(?)" not in draw(figure("1", "5"), [point], own="This claim")


numbers = st.decimals(-(10**17), 10**18 - 1, allow_nan=False, allow_infinity=False, places=3).map(str)
words = st.text(min_size=1, max_size=60)
bounds = st.tuples(st.none() | numbers, st.none() | numbers).map(
    lambda pair: pair if None in pair else tuple(sorted(pair, key=float))
)


@given(bounds, st.lists(st.tuples(bounds, words), max_size=5), words)
def test_every_drawing_is_well_formed_and_inside_its_frame(
    own: Any, others: list[tuple[Any, str]], measure: str
) -> None:
    beside = [
        {**figure(*one, vague=True, text=said), "said_by": said, "kind": "source"} for one, said in others
    ]
    text = draw(figure(*own, measure=measure), beside, own="This claim")
    if not text:
        return
    svg = ElementTree.fromstring(text)
    assert len(lines(svg)) == len(others) + 1
    left = EDGE + LABELS * bool(others)
    for node in (*svg.iter(f"{SVG}rect"), *svg.iter(f"{SVG}line"), *svg.iter(f"{SVG}circle")):
        if node.get("class") == "band":
            continue
        start = int(node.get("x") or node.get("x1") or node.get("cx") or 0)
        assert left <= start
        assert start + int(node.get("width", "0")) <= WIDTH
