"""Words that were found stand marked, whole; nothing is added to a text or lost from it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.formats.highlight import AROUND, LONGEST, Mark, marks, passage
from tests.formats.documents import document

WORDS = ("militants", "rashd", "five")


def shown(text: str, *words: str) -> str:
    """The text with brackets around what is marked."""
    return "".join(f"[{mark.text}]" if mark.found else mark.text for mark in marks(text, words))


def quoting(exact: str, before: str = "", after: str = "") -> dict[str, Any]:
    quotation = {"exact": exact, "context_before": before, "context_after": after}
    return document(quotation=quotation)


def read(found: tuple[Mark, ...]) -> str:
    return "".join(mark.text for mark in found)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The Militants came.", ("militants",), "The [Militants] came."),
        ("One militant, two.", ("militants",), "One [militant], two."),
        ("He estimates it.", ("estimated",), "He [estimates] it."),
        ("Ahmed Rashid says", ("rashd",), "Ahmed [Rashid] says"),
        ("Nasréddine", ("nasreddine",), "[Nasréddine]"),
        ("Nasre\u0301ddine", ("nasreddine",), "[Nasre\u0301ddine]"),
        ("military militia", ("militants",), "military militia"),
        ("al-Qaeda's men", ("qaeda",), "al-[Qaeda]'s men"),
        ("in 2009, not 2008", ("2009",), "in [2009], not 2008"),
        ("five\ufe0f\u20e3 six", ("five",), "[five\ufe0f\u20e3] six"),
        ("हिन्दी में", ("हिन्दी",), "[हिन्दी] में"),
        ("no. \u0601\u0661\u0662 is", ("\u0661\u0662",), "no. [\u0601\u0661\u0662] is"),
        ("<b>five</b>", ("five",), "<b>[five]</b>"),
        ("nothing", (), "nothing"),
        ("", ("five",), ""),
    ],
)
def test_the_whole_word_is_marked_with_everything_that_belongs_to_it(
    text: str, words: tuple[str, ...], marked: str
) -> None:
    assert shown(text, *words) == marked


ODD = st.sampled_from(
    ["militants", "five", "Rashid", " ", "\u0301", "\u200d", "\ufe0f", "e\u0301", "👩‍👩‍👧", "각", "م"]
)


@given(st.one_of(st.text(), st.lists(ODD).map("".join)))
def test_marks_lose_nothing_add_nothing_and_never_begin_within_a_character(text: str) -> None:
    found = marks(text, WORDS)
    assert read(found) == text
    assert all(mark.text for mark in found)
    for before, mark in pairwise(found):
        assert unicodedata.category(mark.text[0])[0] != "M" or not before.found
        assert not mark.found or unicodedata.category(mark.text[0])[0] in "LN"


def test_a_quotation_stands_whole_in_a_little_of_its_context_cut_where_words_end() -> None:
    before, after = "word " * 60, " tail" * 60
    found = passage(quoting("He said so, maybe.", before, after), ("maybe",))
    assert read(found.quotation) == "He said so, maybe."
    assert found.before.startswith("… word ")
    assert found.before.endswith("word ")
    assert found.after.endswith(" tail …")
    assert len(found.before) <= AROUND + 2
    assert len(found.after) <= AROUND + 2
    assert before.endswith(found.before.removeprefix("… "))
    assert after.startswith(found.after.removesuffix(" …"))


def test_short_context_is_not_cut() -> None:
    found = passage(quoting("so", "He said ", " yesterday."), ())
    assert (found.before, found.after) == ("He said ", " yesterday.")


@pytest.mark.parametrize("at", [0, 500, 2_990])
def test_of_a_long_quotation_the_place_of_the_first_word_found_is_shown(at: int) -> None:
    filler = "lorem ipsum "
    text = (filler * 300)[:at].rsplit(" ", 1)[0] + " militants " + filler * 100
    found = passage(quoting(text, "before", "after"), ("militants",))
    assert any(mark.found and mark.text == "militants" for mark in found.quotation)
    assert (found.before, found.after) == ("", "")
    assert len(read(found.quotation)) <= LONGEST + 45
    assert read(found.quotation).removeprefix("… ").removesuffix(" …") in text
    assert read(found.quotation).endswith(" …")


@given(st.text(alphabet="ab \u0301\u200d👩각大", max_size=900), st.text(max_size=300), st.text(max_size=300))
def test_cutting_never_invents_text(exact: str, before: str, after: str) -> None:
    found = passage(quoting(exact, before, after), ("ab",))
    assert read(found.quotation).removeprefix("… ").removesuffix(" …") in exact
    assert found.before.removeprefix("… ") in before
    assert found.after.removesuffix(" …") in after


@pytest.mark.parametrize("odd", range(5))
def test_text_without_blanks_is_cut_between_characters(odd: int) -> None:
    family = "👩\u200d👩\u200d👧"
    found = passage(quoting("so", family * 50 + "z" * odd, "z" * odd + family * 50), ())
    assert found.before.removeprefix("… ").removesuffix("z" * odd) in [
        family * count for count in range(1, 50)
    ]
    assert found.after.removesuffix(" …").removeprefix("z" * odd) in [
        family * count for count in range(1, 50)
    ]
