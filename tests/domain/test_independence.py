"""Ten copies of one story count once, whatever the order and however the trail winds."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain import flows
from claims.domain.independence import Corroboration, Trail, corroboration


def trail(**parts: Any) -> Trail:
    """A trail from plain sets."""
    sets = {
        name: {key: frozenset(value) for key, value in parts.get(name, {}).items()}
        for name in ("derived", "origins")
    }
    return Trail(
        **sets,
        institutions=parts.get("institutions", {}),
        unsure=frozenset(parts.get("unsure", ())),
        void=frozenset(parts.get("void", ())),
        excluded=frozenset(parts.get("excluded", ())),
        suspected=frozenset(frozenset(pair) for pair in parts.get("suspected", ())),
        copies=frozenset(frozenset(pair) for pair in parts.get("copies", ())),
    )


WIRE = {"derived": {f"paper{n}": {"wire"} for n in range(10)}, "origins": {"wire": {"prosecutor"}}}

CASES: dict[str, tuple[set[str], Trail, tuple[int, int, int]]] = {
    "nothing": (set(), trail(), (0, 0, 0)),
    "one source of unknown origin": ({"a"}, trail(), (0, 1, 1)),
    "two sources of unknown origin": ({"a", "b"}, trail(), (0, 2, 2)),
    "ten copies of one wire story": ({f"paper{n}" for n in range(10)}, trail(**WIRE), (1, 1, 0)),
    "ten copies and the wire itself": (
        {"wire", *(f"paper{n}" for n in range(10))}, trail(**WIRE), (1, 1, 0),
    ),
    "ten copies of a wire whose own origin nobody stated": (
        {f"paper{n}" for n in range(10)}, trail(derived=WIRE["derived"]), (0, 1, 1),
    ),
    "two pages of one spokesman": (
        {"a", "b"}, trail(origins={"a": {"spokesman"}, "b": {"spokesman"}}), (1, 1, 0),
    ),
    "two spokesmen": ({"a", "b"}, trail(origins={"a": {"x"}, "b": {"y"}}), (2, 2, 0)),
    "two spokesmen of one ministry": (
        {"a", "b"},
        trail(origins={"a": {"x"}, "b": {"y"}}, institutions={"x": "ministry", "y": "ministry"}),
        (1, 1, 0),
    ),
    "two ministries of one government": (
        {"a", "b"},
        trail(
            origins={"a": {"x"}, "b": {"y"}},
            institutions={"x": "m1", "y": "m2", "m1": "government", "m2": "government"},
        ),
        (1, 1, 0),
    ),
    "a ministry and its own spokesman": (
        {"a", "b"},
        trail(origins={"a": {"spokesman"}, "b": {"ministry"}}, institutions={"spokesman": "ministry"}),
        (1, 1, 0),
    ),
    "one page with two origins is one page": ({"a"}, trail(origins={"a": {"x", "y"}}), (1, 1, 0)),
    "two pages through one agency with two origins": (
        {"a", "b"},
        trail(derived={"a": {"agency"}, "b": {"agency"}}, origins={"agency": {"x", "y"}}),
        (1, 1, 0),
    ),
    "a cycle grounds nothing": ({"a", "b"}, trail(derived={"a": {"b"}, "b": {"a"}}), (0, 0, 0)),
    "a source derived from itself": ({"a"}, trail(derived={"a": {"a"}}), (0, 0, 0)),
    "an encyclopedia grounds nothing": ({"wiki"}, trail(origins={"wiki": {"x"}}, void={"wiki"}), (0, 0, 0)),
    "what is derived from an encyclopedia only": (
        {"a"}, trail(derived={"a": {"wiki"}}, origins={"wiki": {"x"}}, void={"wiki"}), (0, 0, 0),
    ),
    "the claim's own speaker": ({"a"}, trail(origins={"a": {"me"}}, excluded={"me"}), (0, 0, 0)),
    "the claim's own ministry through its spokesman": (
        {"a"},
        trail(origins={"a": {"spokesman"}}, institutions={"spokesman": "ministry"}, excluded={"ministry"}),
        (0, 0, 0),
    ),
    "a sister body under the speaker's institution": (
        {"a"},
        trail(origins={"a": {"y"}}, institutions={"x": "government", "y": "government"}, excluded={"x"}),
        (0, 0, 0),
    ),
    "a spokesman and a page that says nothing of its origin": (
        {"a", "b"}, trail(origins={"a": {"x"}}), (1, 2, 1),
    ),
    "an origin that somebody supposes is not known": ({"a", "b"}, trail(unsure={"a", "b"}), (0, 2, 2)),
    "a supposed origin never outweighs a stated one": (
        {"a", "b"}, trail(origins={"a": {"x"}, "b": {"x"}}, unsure={"b"}), (1, 2, 1),
    ),
    "partly of unknown origin": ({"a"}, trail(origins={"a": {"x"}}, unsure={"a"}), (1, 1, 1)),
    "two pages that look like copies, each with its own origin": (
        {"a", "b"}, trail(origins={"a": {"x"}, "b": {"y"}}, suspected=[{"a", "b"}]), (1, 2, 0),
    ),
    "two pages that a person holds to be copies": (
        {"a", "b"}, trail(origins={"a": {"x"}, "b": {"y"}}, copies=[{"a", "b"}]), (1, 1, 0),
    ),
    "ten pages that all look alike and tell no origin": (
        {f"paper{n}" for n in range(10)},
        trail(suspected=[{f"paper{n}", f"paper{m}"} for n in range(10) for m in range(n)]),
        (0, 10, 10),
    ),
    "the same ten, held to be copies": (
        {f"paper{n}" for n in range(10)},
        trail(copies=[{f"paper{n}", f"paper{m}"} for n in range(10) for m in range(n)]),
        (0, 1, 10),
    ),
    "a likeness of which one says it has it from the other tells nothing new": (
        {"a", "b"},
        trail(derived={"a": {"b"}}, origins={"a": {"x"}, "b": {"y"}}, suspected=[{"a", "b"}]),
        (2, 2, 0),
    ),
    "a page behind another that looks like a third": (
        {"a", "c"},
        trail(derived={"a": {"b"}}, origins={"b": {"x"}, "c": {"y"}}, suspected=[{"b", "c"}]),
        (1, 2, 0),
    ),
    "bodies that belong to each other": (
        {"a", "b"},
        trail(origins={"a": {"x"}, "b": {"y"}}, institutions={"x": "y", "y": "x"}),
        (1, 1, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_counts(name: str) -> None:
    sources, known, (established, possible, unknown) = CASES[name]
    found = corroboration(sources, known)
    assert (found.established, found.possible, found.unknown) == (established, possible, unknown)


def test_the_bottleneck_is_named() -> None:
    assert corroboration({"paper1", "paper2"}, trail(**WIRE)).bottlenecks == ("prosecutor", "wire")
    two = trail(origins={"a": {"x"}, "b": {"y"}})
    assert corroboration({"a", "b"}, two).bottlenecks == ()
    assert corroboration({"a"}, trail()).bottlenecks == ()


NAMES = st.sampled_from("abcdef")
PARTIES = st.sampled_from("uvwxyz")
PAIRS = st.frozensets(NAMES, min_size=2, max_size=2)
TRAILS = st.builds(
    Trail,
    derived=st.dictionaries(NAMES, st.frozensets(NAMES, max_size=3), max_size=5),
    origins=st.dictionaries(NAMES, st.frozensets(PARTIES, max_size=2), max_size=5),
    unsure=st.frozensets(NAMES, max_size=2),
    institutions=st.dictionaries(PARTIES, PARTIES, max_size=4),
    void=st.frozensets(NAMES, max_size=1),
    excluded=st.frozensets(PARTIES, max_size=1),
    suspected=st.frozensets(PAIRS, max_size=4),
    copies=st.frozensets(PAIRS, max_size=2),
)
SOURCES = st.frozensets(NAMES, max_size=6)


@settings(max_examples=150, deadline=None)
@given(SOURCES, TRAILS)
def test_a_copy_of_what_is_there_never_raises_a_count(sources: frozenset[str], known: Trail) -> None:
    before = corroboration(sources, known)
    for original in sources - known.void:
        copied = replace(known, derived={**known.derived, "copy": frozenset({original})})
        after = corroboration(sources | {"copy"}, copied)
        assert (after.established, after.possible) <= (before.established, before.possible)
        assert after.established <= before.established
        assert after.possible <= before.possible


@settings(max_examples=150, deadline=None)
@given(SOURCES, TRAILS, PARTIES, PARTIES)
def test_finding_that_two_parties_are_one_never_raises_a_count(
    sources: frozenset[str], known: Trail, kept: str, merged: str
) -> None:
    def one(party: str) -> str:
        return kept if party == merged else party

    together = replace(
        known,
        origins={source: frozenset(map(one, parties)) for source, parties in known.origins.items()},
        institutions={one(part): one(body) for part, body in known.institutions.items() if part != merged},
        excluded=frozenset(map(one, known.excluded)),
    )
    if merged in known.institutions and kept in known.institutions:
        return  # two bodies at once are another question
    if merged in known.institutions:
        together = replace(
            together, institutions={**together.institutions, kept: one(known.institutions[merged])}
        )
    before, after = corroboration(sources, known), corroboration(sources, together)
    assert after.established <= before.established
    assert after.possible <= before.possible


@settings(max_examples=100, deadline=None)
@given(SOURCES, TRAILS)
def test_what_is_certain_is_possible_and_bounded_by_the_sources(
    sources: frozenset[str], known: Trail
) -> None:
    found = corroboration(sources, known)
    assert 0 <= found.established <= found.possible <= len(sources)
    if not known.suspected:
        assert found.possible <= found.established + found.unknown


@settings(max_examples=150, deadline=None)
@given(SOURCES, TRAILS, NAMES)
def test_a_source_that_leaves_never_raises_a_count(
    sources: frozenset[str], known: Trail, leaving: str
) -> None:
    before, after = corroboration(sources, known), corroboration(sources - {leaving}, known)
    assert after.established <= before.established
    assert after.possible <= before.possible


@settings(max_examples=150, deadline=None)
@given(SOURCES, TRAILS, PAIRS)
def test_a_suspicion_lowers_what_is_established_and_leaves_what_is_possible(
    sources: frozenset[str], known: Trail, pair: frozenset[str]
) -> None:
    before = corroboration(sources, known)
    after = corroboration(sources, replace(known, suspected=known.suspected | {pair}))
    assert after.established <= before.established
    assert after.possible == before.possible
    held = corroboration(sources, replace(known, copies=known.copies | {pair}))
    assert held.established == after.established
    assert held.possible <= before.possible


def test_order_never_matters() -> None:
    known = trail(derived={"a": {"b"}, "c": {"b"}, "d": {"e"}}, origins={"b": {"x"}, "e": {"y"}, "d": {"x"}})
    answers: set[Corroboration] = {corroboration(order, known) for order in permutations("abcde")}
    assert len(answers) == 1


def test_many_rivals_are_counted_exactly_and_soon() -> None:
    pages = [f"page{n:02}" for n in range(60)]
    ring = [{page, pages[(n + 1) % 60]} for n, page in enumerate(pages)]
    own = {page: {f"origin of {page}"} for page in pages}
    assert corroboration(pages, trail(origins=own, suspected=ring)).established == 30


def test_without_time_to_try_every_choice_the_count_is_low_rather_than_high(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [f"page{n}" for n in range(7)]
    ring = [{page, pages[(n + 1) % 7]} for n, page in enumerate(pages)]
    known = trail(origins={page: {f"origin of {page}"} for page in pages}, suspected=ring)
    exact = corroboration(pages, known).established
    assert exact == 3
    monkeypatch.setattr(flows, "MOST_WORK", 0)
    assert 1 <= corroboration(pages, known).established <= exact
