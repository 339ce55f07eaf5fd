"""What readers see never says more than the document does."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import parse
from claims.formats.dates import day, in_words, limits_in_words
from claims.formats.passage import stretches
from tests.dates import expressions, stated

SVG = "{http://www.w3.org/2000/svg}"
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}

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
