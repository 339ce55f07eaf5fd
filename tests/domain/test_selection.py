"""Words chosen in a captured text: offsets are code points, the words are the text's own, steps are whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.errors import InvalidValue
from claims.domain.mentions import Where, nearest
from claims.domain.selection import How, Move, chosen, find, moved, place_of
from tests.effort import coming_to_an_end

TEXT = "𝒜🙂 He said: “Maybe five.” He left.\n[…]\nقال راشد إن خمسة. The well-known 三千人 came."


def words(place: tuple[int, int], text: str = TEXT) -> str:
    return text[place[0] : place[1]]


def test_places_are_counted_in_code_points_after_astral_characters() -> None:
    assert find(TEXT, "Maybe").places == ((13, 18),)
    assert find(TEXT, "🙂 He").places == ((1, 5),)
    assert words(find(TEXT, "راشد").places[0]) == "راشد"


def test_signs_and_capitals_may_differ_and_the_text_keeps_its_own() -> None:
    found = find(TEXT, '"maybe\r\nFIVE."')
    assert (found.how, [words(one) for one in found.places]) == (How.SIGNS, ["“Maybe five.”"])
    assert words(find(TEXT, "well‑known").places[0]) == "well-known"


def test_whole_words_come_before_parts_of_words_and_the_nearest_place_first() -> None:
    text = "the other then the end"
    assert find(text, "the").places == ((0, 3), (15, 18))
    assert find(text, "the", near=16).places[0] == (15, 18)
    assert find(text, "hen").places == ((11, 14),), "a part of a word when there is no whole one"


def test_words_that_stand_nowhere_lead_to_the_most_similar_place_in_whole_words() -> None:
    found = find(TEXT, "Maybe fve")
    assert (found.how, [words(one) for one in found.places]) == (How.SIMILAR, ["Maybe five"])
    assert "does not stand" in found.hint
    assert "“v”" in found.hint
    assert "quotation marks" in found.hint
    assert find(TEXT, "xylophone quartz").places == ()


def test_at_most_twenty_of_many_places_are_given_with_their_number() -> None:
    found = find("so " * 500, "so")
    assert (len(found.places), found.total) == (20, 500)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\0b", "control"),
        ("\ud800", "surrogate"),
        ("x" * 5_001, "at most 5,000"),
        (" \n", "must not be empty"),
    ],
)
def test_what_cannot_stand_in_a_text_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        find(TEXT, text)
    assert refused.value.problems[0].field == "words"


@pytest.mark.parametrize(
    ("start", "end", "move", "expected"),
    [
        ("Maybe", "Maybe", Move.END_LATER, "Maybe five"),
        ("Maybe", "five", Move.END_LATER, "Maybe five.”"),
        ("Maybe", "five", Move.START_EARLIER, "“Maybe five"),
        ("He", "five", Move.START_EARLIER, "𝒜🙂 He said: “Maybe five"),
        ("He", "said", Move.START_LATER, "said"),
        ("He", "said:", Move.END_EARLIER, "He said"),
        ("known", "known", Move.START_EARLIER, "well-known"),
        ("known", "known", Move.END_LATER, "known 三"),
        ("قال", "قال", Move.END_LATER, "قال راشد"),
    ],
)
def test_a_step_moves_one_end_by_a_word_or_by_the_signs_at_it(
    start: str, end: str, move: Move, expected: str
) -> None:
    first = TEXT.index(start)
    place = first, TEXT.index(end, first) + len(end)
    assert words(moved(TEXT, *place, move, gaps=True)) == expected


def test_no_step_and_no_choice_reaches_over_what_was_left_out() -> None:
    last = TEXT.index("left.") + 5
    with pytest.raises(InvalidValue, match="ends there"):
        moved(TEXT, last - 5, last, Move.END_LATER, gaps=True)
    with pytest.raises(InvalidValue, match="mark of omission"):
        chosen(TEXT, last - 5, last + 12, gaps=True)
    assert words(chosen(TEXT, last - 6, last + 1, gaps=True)) == "left.", "blanks around it are no part of it"
    with pytest.raises(InvalidValue, match="at most 5,000"):
        chosen("so " * 2_000, 0, 6_000)
    with pytest.raises(InvalidValue, match="no other word"):
        moved("one", 0, 3, Move.START_LATER)


@pytest.mark.parametrize("written", ["", "5", "5-", "-5-9", "1-2-3", "٣-٤", "1-9999999999", "a-b"])
def test_a_place_is_two_numbers(written: str) -> None:
    with pytest.raises(InvalidValue, match="two numbers"):
        place_of(written)


@given(
    st.text("ab 𝒜é\u0301.\n\u200d三", min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(1, 30),
    st.sampled_from(Move),
)
def test_a_step_always_lies_in_the_text_moves_one_end_and_keeps_words(
    text: str, start: int, size: int, move: Move
) -> None:
    try:
        first, last = chosen(text, start, min(len(text), start + size))
        begin, stop = moved(text, first, last, move)
    except InvalidValue:
        return
    assert 0 <= begin < stop <= len(text)
    assert text[begin:stop].strip() == text[begin:stop]
    assert (begin == first) != (stop == last)


def test_long_repetitive_texts_take_no_long_time() -> None:
    text = "a a b " * 80_000
    with coming_to_an_end(20):
        find(text, "A a " * 1_200)
        moved(text, 240_000, 240_001, Move.END_LATER)
        find("x" * 480_000, "x" * 4_999 + "y")


def test_the_nearest_name_is_the_first_guess_and_is_a_whole_word() -> None:
    text = "Khan spoke.\nRashidov and Rashid met. They lost, he said, as Musharraf knows."
    at = text.index("They lost")
    names = [(1, "Rashid"), (2, "Khan"), (3, "Musharraf"), (4, "Rash")]
    found = nearest(text, at, at + 9, names)
    assert [(one.key, one.words, one.where) for one in found] == [
        (1, "Rashid", Where.BEFORE), (3, "Musharraf", Where.AFTER), (2, "Khan", Where.PARAGRAPH_BEFORE),
    ]  # fmt: skip


def test_a_name_in_a_longer_one_or_of_two_parties_is_no_guess_and_gaps_part_paragraphs() -> None:
    text = "Zia spoke.\n[…]\nThe Movement of Uzbekistan met Khan there."
    names = [(1, "Uzbekistan"), (2, "Movement of Uzbekistan"), (3, "Khan"), (4, "Khan"), (5, "Zia")]
    assert [one.key for one in nearest(text, text.index("there"), text.index("there") + 5, names)] == [2]
