"""The life of a claim as a table of permitted moves. The database trigger is generated from the same table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from claims.domain.errors import NotAllowed, WrongState
from claims.domain.vocabulary import Role, State

EXTRACTORS = (Role.EXTRACTOR, Role.REVIEWER, Role.EDITOR)
REVIEWERS = (Role.REVIEWER, Role.EDITOR)
EDITORS = (Role.EDITOR,)


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move: its verb, the states it joins, and the roles that may make it."""

    verb: str
    source: State
    target: State
    roles: tuple[Role, ...]


MOVES: tuple[Move, ...] = (
    # A person accepts what was proposed.
    Move("accept", State.PROPOSED, State.OPEN, EXTRACTORS),
    # A reviewer turns it away; that can be undone.
    Move("reject", State.PROPOSED, State.REJECTED, REVIEWERS),
    Move("reject", State.OPEN, State.REJECTED, REVIEWERS),
    Move("reopen", State.REJECTED, State.OPEN, REVIEWERS),
    # The same claim is already there.
    Move("mark duplicate", State.PROPOSED, State.DUPLICATE, REVIEWERS),
    Move("mark duplicate", State.OPEN, State.DUPLICATE, REVIEWERS),
    Move("mark duplicate", State.IN_REVIEW, State.DUPLICATE, REVIEWERS),
    Move("reopen", State.DUPLICATE, State.OPEN, REVIEWERS),
    # The work, the end of the work, and back to it.
    Move("start review", State.OPEN, State.IN_REVIEW, REVIEWERS),
    Move("complete", State.IN_REVIEW, State.DRAFT_COMPLETE, REVIEWERS),
    Move("return", State.DRAFT_COMPLETE, State.IN_REVIEW, REVIEWERS),
    Move("return", State.APPROVED, State.IN_REVIEW, REVIEWERS),
    # A second person consents, an editor publishes.
    Move("approve", State.DRAFT_COMPLETE, State.APPROVED, REVIEWERS),
    Move("publish", State.APPROVED, State.PUBLISHED, EDITORS),
    # What is public changes only through a correction, a retraction or a reinstatement, each approved.
    Move("correct", State.PUBLISHED, State.UNDER_CORRECTION, REVIEWERS),
    Move("complete", State.UNDER_CORRECTION, State.DRAFT_COMPLETE, REVIEWERS),
    Move("return", State.DRAFT_COMPLETE, State.UNDER_CORRECTION, REVIEWERS),
    Move("return", State.APPROVED, State.UNDER_CORRECTION, REVIEWERS),
    Move("retract", State.APPROVED, State.RETRACTED, EDITORS),
    Move("reinstate", State.RETRACTED, State.UNDER_CORRECTION, EDITORS),
)

EDITABLE: frozenset[State] = frozenset(
    {
        State.PROPOSED,
        State.OPEN,
        State.IN_REVIEW,
        State.UNDER_CORRECTION,
        State.DRAFT_COMPLETE,
        State.APPROVED,
    }
)
"""States in which the draft may change. A change of a complete or approved draft sends it back to work."""

CAME_TO_NOTHING: frozenset[State] = frozenset({State.REJECTED, State.DUPLICATE, State.SUPPRESSED})
"""States in which a claim is not looked for any more when somebody asks what is there."""


def back_to_work(*, was_published: bool) -> State:
    """The state a complete or approved draft falls back to when somebody changes it."""
    return State.UNDER_CORRECTION if was_published else State.IN_REVIEW


def target(verb: str, *, state: State, roles: Collection[Role], was_published: bool = False) -> State:
    """The state that `verb` leads to from `state`.

    Raises WrongState (naming the verbs that are open) or NotAllowed (naming the roles that may).
    """
    moves = [move for move in MOVES if move.verb == verb and move.source is state]
    if verb == "return":
        wanted = back_to_work(was_published=was_published)
        moves = [move for move in moves if move.target is wanted]
    if not moves:
        possible = sorted({move.verb for move in MOVES if move.source is state})
        raise WrongState(
            f"A claim that is “{state}” cannot take the step “{verb}”. "
            f"Possible from here: {', '.join(possible) or 'nothing'}.",
            field="state",
        )
    move = moves[0]
    if not set(roles) & set(move.roles):
        raise NotAllowed(f"“{verb}” is for the roles {', '.join(move.roles)}.", field="by")
    return move.target


def open_to(*, state: State, roles: Collection[Role]) -> tuple[str, ...]:
    """The verbs that somebody with these roles may use on a claim in this state, in table order."""
    verbs = (move.verb for move in MOVES if move.source is state and set(roles) & set(move.roles))
    return tuple(dict.fromkeys(verbs))
