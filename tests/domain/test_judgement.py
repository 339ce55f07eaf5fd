"""What may be concluded: bearing witness in time, confidence and likelihood words, readiness, the lifecycle."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from claims.domain import confidence, lifecycle, readiness
from claims.domain.attestation import attestation
from claims.domain.errors import NotAllowed, WrongState
from claims.domain.vocabulary import Agreement, Attests, EvidenceLevel, Role, State
from tests.dates import expressions, stated

# --- attestation ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "about", "answer"),
    [
        ("2000-09-01", "2009-08", Attests.NO),
        ("2009-08-06", "2009-08-05", Attests.YES),
        ("2009-08-05", "2009-08-05", Attests.CANNOT_TELL),
        ("2009-08-05/2009-08-07", "2009-08-05", Attests.CANNOT_TELL),
        ("2009-08-05", "2009-08", Attests.CANNOT_TELL),
        ("2010", "2009", Attests.YES),
        ("2009", "2009", Attests.CANNOT_TELL),
        ("2009-09~", "2009-08", Attests.CANNOT_TELL),
        ("", "2009", Attests.CANNOT_TELL),
        ("2009", "", Attests.CANNOT_TELL),
        ("2009", "2008/..", Attests.CANNOT_TELL),
        ("../2009", "2010", Attests.NO),
        ("2011/", "2010", Attests.YES),
        ("/2009", "2010", Attests.NO),
    ],
)
def test_nothing_attests_what_it_predates(published: str, about: str, answer: Attests) -> None:
    found = attestation(published=stated(published), about=stated(about))
    assert found.attests is answer
    assert found.because.endswith(".")


@settings(deadline=None)
@given(expressions(), expressions())
def test_yes_and_no_are_said_only_when_every_reading_agrees(published: str, about: str) -> None:
    source, event = stated(published), stated(about)
    found = attestation(published=source, about=event).attests
    if found is Attests.YES:
        assert source.lower is not None
        assert event.upper is not None
        assert source.lower > event.upper
    if found is Attests.NO:
        assert source.upper is not None
        assert event.lower is not None
        assert source.upper < event.lower


# --- words for confidence and likelihood -----------------------------------------------------------


def test_confidence_rises_with_evidence_and_with_agreement() -> None:
    levels, agreements = list(EvidenceLevel), list(Agreement)
    grid = [
        [confidence.WORDS.index(confidence.confidence(level, agreed)) for agreed in agreements]
        for level in levels
    ]
    assert grid == [[0, 1, 2], [1, 2, 3], [2, 3, 4]]


@pytest.mark.parametrize(
    ("credence", "word"),
    [
        (0, "remote"), (4, "remote"), (5, "very unlikely"), (19, "very unlikely"), (20, "unlikely"),
        (44, "unlikely"), (45, "roughly even"), (50, "roughly even"), (55, "roughly even"), (56, "likely"),
        (80, "likely"), (81, "very likely"), (95, "very likely"), (96, "almost certain"),
        (100, "almost certain"),
    ],
)  # fmt: skip
def test_likelihood_takes_the_word_nearer_to_even_on_a_border(credence: int, word: str) -> None:
    assert confidence.likelihood(credence) == word


# --- readiness -----------------------------------------------------------------------------------


LEVELS = {
    "evidence_level": "medium",
    "agreement": "high",
    "weighed": {"evidence_level": "medium", "agreement": "high"},
    "levels_why": "",
}


def draft(**changed: Any) -> dict[str, Any]:
    """The parts of a draft that readiness looks at; complete unless changed."""
    return {
        "verdict": LEVELS,
        "quotation": {"kind": "direct", "spans": [{"role": "own_words"}]},
        "modality": "asserted",
        "hedges": [],
        "speaker": {"kind": "person", "basis": "stated", "candidates": []},
        "evidence": [{}],
        "replies": [{}],
        **changed,
    }


UNNAMED = {"kind": "unnamed", "basis": "stated", "candidates": []}
LACKS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing": ({}, []),
    "own words of a direct quote": ({"quotation": {"kind": "direct", "spans": []}}, ["spans"]),
    "own words of a mixed quote": (
        {"quotation": {"kind": "mixed", "spans": [{"role": "paraphrase"}]}}, ["spans"],
    ),
    "no own words of an indirect quote": ({"quotation": {"kind": "indirect", "spans": []}}, []),
    "the hedge of a hedged claim": ({"modality": "hedged"}, ["hedges"]),
    "candidates": ({"speaker": {"kind": "person", "basis": "ambiguous", "candidates": [1]}}, ["candidates"]),
    "evidence": ({"evidence": []}, ["evidence"]),
    "a reply": ({"replies": []}, ["replies"]),
    "no reply of nobody": ({"replies": [], "speaker": UNNAMED}, []),
    "a reason for other levels than the weighed ones": (
        {"verdict": {**LEVELS, "agreement": "low"}}, ["levels_why"],
    ),
    "nothing when the reason is there": (
        {"verdict": {**LEVELS, "agreement": "low", "levels_why": "Because."}}, [],
    ),
    "no verdict is complete without evidence and reply": (
        {"verdict": None, "evidence": [], "replies": []}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LACKS))
def test_a_draft_says_what_it_lacks(name: str) -> None:
    changed, fields = LACKS[name]
    assert [problem.field for problem in readiness.missing(draft(**changed))] == fields


def test_a_living_person_is_asked_even_when_the_source_is_unnamed() -> None:
    lacking = draft(speaker=UNNAMED, replies=[])
    assert [p.field for p in readiness.missing(lacking, concerns_living_person=True)] == ["replies"]


# --- the lifecycle -------------------------------------------------------------------------------


def reachable(roles: set[Role], start: State) -> set[State]:
    """The states that these roles can bring a claim to."""
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for move in lifecycle.MOVES:
            if move.source is state and roles & set(move.roles) and move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return found


def test_only_editors_reach_the_public() -> None:
    public = {State.PUBLISHED, State.RETRACTED}
    assert not reachable({Role.EXTRACTOR, Role.REVIEWER, Role.ADMINISTRATOR}, State.PROPOSED) & public
    assert public <= reachable(set(Role), State.PROPOSED)
    assert reachable({Role.ADMINISTRATOR}, State.PROPOSED) == {State.PROPOSED}


def test_every_state_but_suppression_can_be_reached_and_none_is_a_trap() -> None:
    assert reachable(set(Role), State.PROPOSED) == set(State) - {State.SUPPRESSED}
    for state in set(State) - {State.SUPPRESSED}:
        assert len(reachable(set(Role), state)) > 1, state


def test_nothing_becomes_public_except_from_an_approved_draft() -> None:
    ways = {move.source for move in lifecycle.MOVES if move.target in (State.PUBLISHED, State.RETRACTED)}
    assert ways == {State.APPROVED}
    assert {m.source for m in lifecycle.MOVES if m.target is State.APPROVED} == {State.DRAFT_COMPLETE}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
def test_the_table_is_what_target_and_open_to_say(state: State, role: Role) -> None:
    allowed = set(lifecycle.open_to(state=state, roles=[role]))
    for verb in {move.verb for move in lifecycle.MOVES} - {"return"}:
        ways = [move for move in lifecycle.MOVES if move.verb == verb and move.source is state]
        if verb in allowed:
            assert lifecycle.target(verb, state=state, roles=[role]) is ways[0].target
            continue
        with pytest.raises(NotAllowed if ways else WrongState) as refused:
            lifecycle.target(verb, state=state, roles=[role])
        assert refused.value.problems[0].field == ("by" if ways else "state")


def test_a_returned_draft_goes_back_to_where_it_was_worked_on() -> None:
    for state in (State.DRAFT_COMPLETE, State.APPROVED):
        for was_published, target in ((False, State.IN_REVIEW), (True, State.UNDER_CORRECTION)):
            found = lifecycle.target(
                "return", state=state, roles=[Role.REVIEWER], was_published=was_published
            )
            assert found is target is lifecycle.back_to_work(was_published=was_published)
