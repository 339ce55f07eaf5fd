"""What changed between two documents, part by part."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from claims.domain.document import FRAME
from claims.formats.changes import changes
from claims.formats.word_diff import Piece
from tests.formats.claim_review_documents import full
from tests.formats.prov_documents import evidence


def parts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [one.part for one in changes(before, after)]


def test_documents_that_say_the_same_have_no_changes() -> None:
    one = full()
    other = copy.deepcopy(one) | dict.fromkeys(FRAME, "other")
    assert changes(one, other) == []


def test_a_changed_word_is_found_where_it_stands() -> None:
    before, after = full(), full()
    before["statement"], after["statement"] = "They are five thousand.", "They may be five thousand."
    (found,) = changes(before, after)
    assert found.part == "statement"
    assert found.pieces == (
        Piece("kept", "They"), Piece("removed", " are"), Piece("added", " may be"), Piece("kept", " five thousand."),
    )  # fmt: skip


def test_evidence_is_compared_by_its_source_wherever_it_stands() -> None:
    before, after = full(), full()
    for one in (before, after):
        one["evidence"].append(evidence(2))
    after["evidence"].reverse()
    assert changes(before, after) == []
    after["evidence"][0]["says"] = "Something else."
    name = after["evidence"][0]["source"]["title"]
    assert parts(before, after) == [f"evidence: {name}: says"]


def test_an_item_that_came_or_went_is_one_change() -> None:
    before, after = full(), full()
    gone = after["evidence"].pop(0)
    assert parts(before, after) == [f"evidence: {gone['source']['title']}"]
    assert [one.pieces[0].kind for one in changes(before, after)] == ["removed"]
    assert [one.pieces[0].kind for one in changes(after, before)] == ["added"]


@pytest.mark.parametrize("key", ["hedges", "places"])
def test_short_lists_are_compared_as_words(key: str) -> None:
    before, after = full(), full()
    before[key], after[key] = ["one", "two"], ["one"]
    (found,) = changes(before, after)
    assert [(one.kind, one.text) for one in found.pieces] == [("kept", "one"), ("removed", "; two")]


def test_a_verdict_that_is_new_or_gone_is_told_part_by_part() -> None:
    before, after = full(), full()
    before["verdict"] = None
    assert "verdict: rating" in parts(before, after)
    assert all(piece.kind == "added" for one in changes(before, after) for piece in one.pieces)
    assert "verdict: rating" in parts(after, before)
