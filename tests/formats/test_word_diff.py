"""What changed between two texts: nothing is lost, and long ones cost little."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claims.formats.word_diff import MOST, Piece, pieces, sides

TEXTS = st.text(alphabet="ab .,\n\u0301é“", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "added") in (before, f" {before}")
    assert "".join(one.text for one in found if one.kind != "removed") in (after, f" {after}")
    assert all(one.text for one in found)
    for text, side in zip((before, after), sides(before, after), strict=True):
        assert "".join(one.text for one in side) in (text, f" {text}")
        assert all(one.kind == "kept" or not one.text.strip() or not one.text[0].isspace() for one in side)


def test_what_was_replaced_stands_as_removed_and_then_added() -> None:
    assert pieces("four or five thousand", "four to six thousand") == [
        Piece("kept", "four"), Piece("removed", " or five"), Piece("added", " to six"), Piece("kept", " thousand"),
    ]  # fmt: skip
    assert pieces("same", "same") == [Piece("kept", "same")]
    assert pieces("", "") == []


def test_long_texts_are_shown_whole_and_at_once() -> None:
    before, after = "word other " * MOST, "other word " * MOST
    assert pieces(before, after) == [Piece("removed", before), Piece("added", after)]
