"""What readers see never says more than the document does."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import parse
from claims.formats.dates import MARKS, MONTHS, SEASONS, day, in_words, limits_in_words
from claims.formats.figure_svg import LEFT, RIGHT, WIDTH, draw
from claims.formats.passage import stretches
from tests.dates import expressions, stated

SVG = "{http://www.w3.org/2000/svg}"

# --- dates ---------------------------------------------------------------------------------------


def words_of(edtf: str) -> str:
    """An EDTF expression as a reader sees it."""
    return in_words(stated(edtf).as_json())


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("", "not known"),
        ("2009-08-05", "August 5, 2009"),
        ("2009-08-06~", "about August 6, 2009"),
        ("2009-08", "August 2009"),
        ("2009-08-XX", "August 2009"),
        ("2009-XX-XX", "2009"),
        ("2009?", "perhaps 2009"),
        ("2009%", "perhaps about 2009"),
        ("2009-21", "spring 2009"),
        ("199X", "the 1990s"),
        ("200X", "some time in 2000–2009"),
        ("20XX~", "about some time in 2000–2099"),
        ("/2009-09-28", "not known when, but not after September 28, 2009"),
        ("../2009", "up to 2009"),
        ("2009/..", "from 2009 on, with no end named"),
        ("2009/", "from 2009, the end is not known"),
        ("2009-07~/2009-08", "about July 2009 to August 2009"),
    ],
)
def test_dates_in_words(edtf: str, words: str) -> None:
    assert words_of(edtf) == words


@settings(deadline=None)
@given(expressions())
def test_words_never_gain_precision(edtf: str) -> None:
    said = words_of(edtf)
    ends = edtf.split("/")
    months = sum(bool(re.match(r"\d{4}-(0\d|1[0-2])", end)) for end in ends)
    days = sum(bool(re.match(r"\d{4}-\d\d-\d\d", end)) for end in ends)
    assert len(re.findall("|".join(MONTHS), said)) == months
    assert len(re.findall(r" \d\d?,", said)) == days
    assert sum(season in said for season in SEASONS.values()) <= sum("-2" in end for end in ends)
    for end in ends:
        if end[-1:] in MARKS:
            assert MARKS[end[-1]] in said
    if edtf and ("" in ends):
        assert "not known" in said
    if ".." in ends:
        assert "not known" not in said


@settings(deadline=None)
@given(expressions(), expressions())
def test_what_differs_is_told_apart(one: str, other: str) -> None:
    """Two values with other bounds never read the same, once the limits are said."""
    first, second = stated(one), stated(other)
    if (first.lower, first.upper, first.lower_kind, first.upper_kind) != (
        second.lower, second.upper, second.lower_kind, second.upper_kind,
    ):  # fmt: skip
        assert words_of(one) != words_of(other)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2009-08-05", ""),
        ("2009-08", ""),
        ("2009-08-06~", "read widely as August 3 to August 9, 2009"),
        ("2009-08~", "read widely as July to September 2009"),
        ("2009~", "read widely as 2008 to 2010"),
        ("2009-21", "read widely as January to December 2009"),
        ("200X?", "read widely as 1990 to 2019"),
        ("2009-07~/2009", "read widely as June 2009 to 2009"),
        ("2009~/..", ""),
    ],
)
def test_what_is_not_exact_is_read_as_widely_as_it_is_coarse(edtf: str, words: str) -> None:
    assert limits_in_words(stated(edtf).as_json()) == words


def test_days_are_named_as_limits_only_where_somebody_gave_them() -> None:
    given = parse("2009-08-06~", basis="stated", not_before=date(2009, 8, 5), not_after=date(2009, 9, 28))
    assert limits_in_words(given.as_json()) == "between August 5 and September 28, 2009"
    far = parse("2009~", basis="stated", not_before=date(2008, 12, 31), not_after=date(2010, 1, 2))
    assert limits_in_words(far.as_json()) == "between December 31, 2008 and January 2, 2010"
    assert day(None) == ""


@settings(deadline=None)
@given(expressions())
def test_limits_never_gain_precision(edtf: str) -> None:
    said = limits_in_words(stated(edtf).as_json())
    assert bool(re.search(r" \d\d?(,| to)", said)) <= bool(re.search(r"\d{4}-\d\d-\d\d", edtf))
    if not re.search(r"\d{4}-\d\d", edtf):
        assert not re.search("|".join(MONTHS), said)


# --- the passage ---------------------------------------------------------------------------------

TEXT = st.text("ab maybe\n", min_size=1, max_size=40)


@given(TEXT, TEXT, TEXT, st.data())
def test_the_passage_is_the_text_itself(before: str, exact: str, after: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(exact)), max_size=4)))
    start = 17
    spans = [
        {"start": start + a, "end": start + b, "role": "own_words"}
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        if a < b
    ]
    found = stretches(
        {
            "quotation": {
                "exact": exact, "start": start, "end": start + len(exact), "spans": spans,
                "context_before": before, "context_after": after,
            },
            "hedges": data.draw(st.lists(st.sampled_from(["maybe", "a", "may"]), max_size=2)),
        }
    )  # fmt: skip
    assert "".join(stretch.text for stretch in found) == before + exact + after
    own = "".join(stretch.text for stretch in found if stretch.role == "own_words")
    assert own == "".join(exact[span["start"] - start : span["end"] - start] for span in spans)
    assert "".join(s.text for s in found if s.role != "context") == exact


def test_hedges_are_marked_as_whole_words_and_the_longest_first() -> None:
    quotation: dict[str, Any] = {
        "exact": "maybe not, mayhem may be a likely may", "start": 0, "end": 37, "spans": [],
        "context_before": "", "context_after": "",
    }  # fmt: skip
    found = stretches({"quotation": quotation, "hedges": ["may", "may be"]})
    assert [stretch.text for stretch in found if stretch.hedge] == ["may be", "may"]


# --- figures -------------------------------------------------------------------------------------


def figure(low: str | None, high: str | None, **changed: Any) -> dict[str, Any]:
    """A figure of a document."""
    return {
        "measure": "militants", "population": "", "low": low, "high": high, "approximate": False,
        "vague": False, "unit": "persons", "at": None, "text": "words", **changed,
    }  # fmt: skip


def drawn(low: str | None, high: str | None, **changed: Any) -> ElementTree.Element:
    """Its drawing, parsed."""
    return ElementTree.fromstring(draw(figure(low, high, **changed)))


def test_closed_ends_are_strokes_and_open_ends_are_arrows() -> None:
    for low, high, strokes, arrows in (("4000", "5000", 2, 0), (None, "999", 1, 1), ("9", None, 1, 1)):
        svg = drawn(low, high)
        assert len(svg.findall(f"{SVG}line[@class='end']")) == strokes
        assert len(svg.findall(f"{SVG}path[@class='end']")) == arrows


def test_the_bar_stands_where_the_axis_says() -> None:
    bar = drawn("4000", "5000").find(f"{SVG}rect")
    assert bar is not None
    top = 6000
    start, width = int(bar.attrib["x"]), int(bar.attrib["width"])
    assert abs(start - (LEFT + (RIGHT - LEFT) * 4000 / top)) <= 1
    assert abs(start + width - (LEFT + (RIGHT - LEFT) * 5000 / top)) <= 1


@pytest.mark.parametrize("name", ["approximate", "vague"])
def test_what_is_not_exact_is_drawn_soft_and_said(name: str) -> None:
    svg = drawn("4000", "5000", **{name: True})
    assert svg.find(f"{SVG}rect[@class='bar soft']") is not None
    assert len(svg.findall(f"{SVG}line[@class='end soft']")) == 2
    assert name in (svg.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize(("top", "labels"), [("5000", 5), ("9000000", 3), ("9" * 18, 2)])
def test_the_axis_has_as_many_labels_as_fit_a_telephone(top: str, labels: int) -> None:
    texts = drawn("1", top).findall(f"{SVG}text")
    assert len(texts) == labels
    assert sum(len(text.text or "") for text in texts) * 7 < WIDTH


def test_the_drawing_says_who_is_counted() -> None:
    title = drawn("1", "2", population="in Pakistan").findtext(f"{SVG}title")
    assert title == "militants in Pakistan: 1–2 persons"


def test_nothing_is_drawn_without_a_range() -> None:
    assert draw(figure(None, None, vague=True)) == ""
    assert draw(figure("11", "11")) == ""
    assert draw(figure("-10", "-5")) == ""


@given(
    st.decimals(0, 10**18 - 1, allow_nan=False, allow_infinity=False, places=3),
    st.decimals(0, 10**18 - 1, allow_nan=False, allow_infinity=False, places=3),
    st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable()),
)
def test_every_figure_is_well_formed_and_inside_its_frame(low: object, high: object, measure: str) -> None:
    small, large = sorted(map(str, (low, high)), key=float)
    for bounds in ((small, large), (None, large), (small, None)):
        text = draw(figure(*bounds, measure=measure))
        if not text:
            continue
        svg = ElementTree.fromstring(text)
        assert (svg.findtext(f"{SVG}title") or "").startswith(measure)
        for line in svg.iter(f"{SVG}line"):
            assert LEFT <= int(line.attrib["x1"]) <= RIGHT
