"""Passages of an article put together again from documents: nothing lost, nothing doubled, every claim in its place."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claims.formats.passages import lines, passages
from claims.formats.tally_svg import draw

TEXT = "One e\u0301t\u00e9 passage, with words.\n[…]\nAnother passage here."


def document(start: int, end: int, *, text: str = TEXT, version: int = 1) -> dict[str, Any]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return {
        "article": {"version": version},
        "quotation": {
            "exact": text[start:end], "context_before": text[first:start], "context_after": text[end:last],
            "start": start, "end": end,
        },
    }  # fmt: skip


def shape(*documents: dict[str, Any]) -> list[list[tuple[str, tuple[int, ...], tuple[int, ...]]]]:
    return [
        [(one.text, one.claims, one.ending) for one in passage.segments] for passage in passages(documents)
    ]


def test_a_claim_inside_another_comes_first_and_both_end_where_they_end() -> None:
    assert shape(document(0, 16), document(4, 8)) == [
        [
            ("One ", (1,), ()),
            ("e\u0301t\u00e9"[:4], (2, 1), (2,)),
            (TEXT[8:16], (1,), (1,)),
            (TEXT[16:29], (), ()),
        ]
    ]


def test_overlapping_claims_share_the_words_between() -> None:
    (found,) = shape(document(0, 10), document(5, 15))
    assert [(claims, ending) for _, claims, ending in found] == [
        ((1,), ()), ((1, 2), (1,)), ((2,), (2,)), ((), ()),
    ]  # fmt: skip


def test_passages_of_an_excerpt_stay_apart_and_come_in_the_order_of_the_text() -> None:
    place = TEXT.index("Another")
    found = passages([document(place, place + 7), document(0, 3)])
    assert [one.text for one in found] == [TEXT.split("\n")[0], "Another passage here."]
    assert "[…]" not in "".join(one.text for one in found)


def test_two_versions_of_an_article_are_never_mixed() -> None:
    other = "Zero. " + TEXT
    found = passages([document(0, 3), document(6, 9, text=other, version=2)])
    assert [(one.version, one.text) for one in found] == [(2, other.split("\n")[0]), (1, TEXT.split("\n")[0])]


def test_a_quotation_over_two_lines_joins_them() -> None:
    text = "First line\nsecond line"
    (found,) = passages([document(6, 17, text=text), document(0, 5, text=text)])
    assert found.text == text


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=8))
def test_no_word_is_lost_doubled_or_marked_for_a_claim_that_lacks_it(places: list[tuple[int, int]]) -> None:
    documents = [document(start, min(len(TEXT), start + size)) for start, size in places if start < len(TEXT)]
    for passage in passages(documents):
        assert passage.text == TEXT[passage.start : passage.start + len(passage.text)]
        at = passage.start
        for segment in passage.segments:
            for number, one in enumerate(documents, 1):
                inside = one["quotation"]["start"] <= at and at + len(segment.text) <= one["quotation"]["end"]
                assert (number in segment.claims) == inside
            at += len(segment.text)
    ended = [number for one in passages(documents) for segment in one.segments for number in segment.ending]
    assert sorted(ended) == list(range(1, len(documents) + 1))


def test_the_bar_shows_each_part_as_wide_as_its_number_and_escapes_its_words() -> None:
    assert draw([("None", "open", 0)]) == ""
    root = ET.fromstring(draw([("Good <b>", "good", 3), ('Bad "x"', "bad", 1)]))
    widths = [float(one.attrib["width"]) for one in root]
    assert widths == [478.5, 159.5]
    assert root.attrib["aria-label"] == '3 good <b>, 1 bad "x"'


LONG = "𝒜 first line\n\n[…]\nA 🙂 second, e\u0301te\u0301 line\n third"
PLACES = st.dictionaries(
    st.integers(1, 200),
    st.tuples(st.integers(0, len(LONG) - 1), st.integers(1, len(LONG))).map(
        lambda one: (one[0], min(len(LONG), one[0] + one[1]))
    ),
    max_size=9,
)


@given(PLACES)
def test_lines_of_a_text_are_the_text_and_each_claim_covers_its_own_words_and_ends_once(
    places: dict[int, tuple[int, int]],
) -> None:
    found = lines(3, LONG, places)
    assert "\n".join(one.text for one in found) == LONG
    covered: dict[int, set[int]] = {number: set() for number in places}
    for passage in found:
        assert passage.text == LONG[passage.start : passage.start + len(passage.text)]
        at = passage.start
        for segment in passage.segments:
            for number in segment.claims:
                covered[number] |= set(range(at, at + len(segment.text)))
            at += len(segment.text)
            assert all(
                places[number][1] == at or LONG[at : places[number][1]].strip("\n") == ""
                for number in segment.ending
            )
    for number, (start, end) in places.items():
        assert covered[number] == {at for at in range(start, end) if LONG[at] != "\n"}
    ended = [number for one in found for segment in one.segments for number in segment.ending]
    assert sorted(ended) == sorted(
        number for number, (start, end) in places.items() if LONG[start:end].strip("\n")
    )
