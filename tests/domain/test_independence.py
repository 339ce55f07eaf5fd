"""Ten copies of one story count once, whatever the order and however the trail winds."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.independence import Corroboration, Trail, corroboration


def trail(**parts: dict[str, set[str]] | dict[str, str] | set[str]) -> Trail:
    """A trail from plain sets."""
    sets = {
        name: {key: frozenset(value) for key, value in parts.get(name, {}).items()}  # type: ignore[union-attr]
        for name in ("derived", "origins")
    }
    return Trail(
        **sets,
        institutions=parts.get("institutions", {}),  # type: ignore[arg-type]
        unsure=frozenset(parts.get("unsure", ())),
        void=frozenset(parts.get("void", ())),
        excluded=frozenset(parts.get("excluded", ())),
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
TRAILS = st.builds(
    Trail,
    derived=st.dictionaries(NAMES, st.frozensets(NAMES, max_size=3), max_size=5),
    origins=st.dictionaries(NAMES, st.frozensets(PARTIES, max_size=2), max_size=5),
    unsure=st.frozensets(NAMES, max_size=2),
    institutions=st.dictionaries(PARTIES, PARTIES, max_size=4),
    void=st.frozensets(NAMES, max_size=1),
    excluded=st.frozensets(PARTIES, max_size=1),
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
    assert found.possible <= found.established + found.unknown


def test_order_never_matters() -> None:
    known = trail(derived={"a": {"b"}, "c": {"b"}, "d": {"e"}}, origins={"b": {"x"}, "e": {"y"}, "d": {"x"}})
    answers: set[Corroboration] = {corroboration(order, known) for order in permutations("abcde")}
    assert len(answers) == 1
