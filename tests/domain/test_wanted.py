"""What a query means, which words count as the same, and which days a date names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.errors import InvalidValue
from claims.domain.wanted import (
    LONGEST_WORD,
    first_day,
    folded,
    last_day,
    mistyped,
    same,
    stretches,
    tokens,
    wanted,
)


def test_a_query_has_words_phrases_and_what_must_not_be_there() -> None:
    found = wanted('militants “four or five” -Pakistan -"the ranks" maybe', field="q")
    assert found.words == ("militants", "maybe")
    assert found.phrases == ("four or five",)
    assert found.without == ("Pakistan", "the ranks")
    assert not found.either
    assert wanted("militants OR rebels", field="q").either


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"unbalanced quotes', ("unbalanced", "quotes")),
        ('a" b', ("a", "b")),
        ("100% _x_ \\ '", ("100", "x")),
        ('- -- "" \'', ()),
        ("Nasréddine Ünal", ("nasreddine", "unal")),
        ("1990-1995", ("1990", "1995")),
        ("हिन्दी 大约有 ﬁve", ("हिन्दी", "大约有", "five")),
    ],
)
def test_signs_are_no_words_and_accents_do_not_count(text: str, words: tuple[str, ...]) -> None:
    assert wanted(text, field="q").words == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a\x00b", "control character"),
        ("\ud800", "half a character"),
        ("x" * 10_000, "at most 1,000"),
        ("x" * (LONGEST_WORD + 1), "a word of 101 letters"),
        ("㌀" * 190, "letters"),
        ("a" + "\u0301" * 20, "marks"),
    ],
    ids=ascii,
)
def test_what_no_database_takes_is_refused_with_the_field(text: str, why: str) -> None:
    with pytest.raises(InvalidValue, match=why) as error:
        wanted(text, field="q")
    assert error.value.problems[0].field == "q"


@pytest.mark.parametrize(
    ("word", "sought"),
    [
        ("estimates", "estimated"), ("running", "run"), ("parties", "party"), ("makes", "making"),
        ("rashid", "rashd"), ("militants", "militnats"), ("tashkent", "tashkant"), ("iraq", "irak"),
        ("tadjikistan", "tajikistan"), ("afghanistan", "afganistna"),
    ],
)  # fmt: skip
def test_inflected_and_mistyped_words_are_the_same(word: str, sought: str) -> None:
    assert same(word, sought)
    assert same(sought, word)


@pytest.mark.parametrize(
    ("word", "sought"),
    [
        ("militants", "military"), ("pakistan", "uzbekistan"), ("their", "hair"), ("war", "car"), ("2009", "2008"),
        ("sing", "s"), ("is", "i"), ("taliban", "tehran"), ("bed", "bees"),
    ],
)  # fmt: skip
def test_other_words_are_not(word: str, sought: str) -> None:
    assert not same(word, sought)
    assert not same(sought, word)


def test_two_slips_are_forgiven_in_long_words_alone() -> None:
    assert mistyped("mohammed", "muhammad")
    assert not mistyped("rashid", "reshud")


def test_little_words_are_marked_only_where_nothing_else_is_looked_for() -> None:
    assert wanted("the ranks of them", field="q").marked == ("ranks",)
    assert wanted("to be or not", field="q").marked == ("to", "be", "not")
    assert wanted('"four of five"', field="q").marked == ("four", "five")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2009-08-05", date(2009, 8, 5), date(2009, 8, 5)),
    ],
)
def test_a_date_names_its_first_and_its_last_day(text: str, first: date, last: date) -> None:
    assert (first_day(text, field="from"), last_day(text, field="to")) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["2009-13", "2009-02-29", "2009-21", "20X9", "200X", "2009~", "0999", "x", "2009-8", "2009/..", "٢٠٠٩"],
)
def test_other_dates_are_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(InvalidValue, match="2009-08-05, 2009-08 or 2009") as error:
        first_day(text, field="from")
    assert error.value.problems[0].field == "from"


@given(st.text())
def test_words_never_overlap_and_hold_something(text: str) -> None:
    at = 0
    for start, end in stretches(text):
        assert at <= start < end <= len(text)
        at = end
    assert all(tokens(text))
    assert folded(folded(text)) == folded(text)
