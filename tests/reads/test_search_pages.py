"""Pages of results: no gap, no repetition, from one tier into the next, and counted honestly."""

from __future__ import annotations

import pytest

from claims.domain.vocabulary import CorrectionKind
from claims.reads import search
from tests import raw
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid
from tests.reads.test_search import find, names


@pytest.mark.parametrize(("text", "limit"), [("imu", 2), ("", 2), ("militant", 1), ("Rashd", 1)])
def test_pages_follow_each_other_without_gap_or_repetition(seeded: Cast, text: str, limit: int) -> None:
    whole = names(find(text))
    assert len(whole) >= 2
    paged: list[str] = []
    after = None
    while True:
        page = find(text, limit=limit, after=after)
        paged += names(page)
        assert page.count == len(whole)
        after = page.next_after
        if after is None:
            break
        assert len(page.hits) == limit
    assert paged == whole


def test_claims_of_one_moment_are_paged_by_their_ids(committed_claims: Cast) -> None:
    with raw.connect("owner") as owner:
        for table in ("claims_publication", "claims_publishedclaim"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(f"UPDATE {table} SET at = '2026-11-23T00:00:00Z'")
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for text in ("", "imu", "Rashd"):
        whole, first = find(text), find(text, limit=1)
        rest = find(text, after=first.next_after)
        assert [*names(first), *names(rest)] == names(whole)
        assert len(whole.hits) > 1


def test_a_page_may_go_from_one_tier_into_the_next(seeded: Cast) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="militans of a kind")
    whole = names(find("militans"))
    first = find("militans", limit=1)
    assert first.next_after is not None
    assert first.next_after[0] == 0
    second = find("militans", limit=2, after=first.next_after)
    assert second.next_after is not None
    assert second.next_after[0] == 1
    third = find("militans", limit=10, after=second.next_after)
    assert [*names(first), *names(second), *names(third)] == whole


def test_many_are_not_counted_to_the_end(seeded: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNTED", 3)
    for text in ("imu", ""):
        page = find(text, limit=1)
        assert (page.count, page.uncounted) == (4, True)
    assert not find("estimates").uncounted


@pytest.mark.parametrize("many", [1, 2, 1000])
def test_rare_and_common_words_are_found_in_the_same_order(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    usual = {text: names(find(text, limit=2)) for text in ("imu", "Rashd", "militans", "estimates")}
    monkeypatch.setattr(search, "MANY", many)
    assert {text: names(find(text, limit=2)) for text in usual} == usual
