"""Four eyes and immutability: everybody × every state × every action × every path, and nothing happens that may not."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from claims.actions import review
from claims.admin import bulk
from claims.admin.claim import ClaimAdmin
from claims.domain.lifecycle import MOVES
from claims.domain.vocabulary import Role
from claims.models import User
from tests import raw
from tests.proofs import world
from tests.proofs.four_eyes import Matrix, Tally, everyone_signed_in

GUARDS = (
    ("claims_approval", "d_guard"),
    ("claims_publication", "d_guard"),
    ("claims_claim", "d_guard"),
    ("claims_evidence", "d_part_guard"),
)


def timed(matrix: Matrix, *parts: str) -> Tally:
    """The tally after these parts of the matrix, with how long each took."""
    clients = everyone_signed_in(matrix.world)
    arguments = {"at_the_desk": (clients,), "in_bulk": (clients, bulk.STEPS)}
    for part in parts:
        started = time.perf_counter()
        getattr(matrix, part)(*arguments.get(part, ()))
        print(f"  {part}: {time.perf_counter() - started:.1f} s", flush=True)
    print(matrix.tally)
    return matrix.tally


@pytest.mark.usefixtures("db", "pages_undrawn_at_will")
def test_nobody_does_what_the_lifecycle_and_four_eyes_do_not_allow_on_any_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        ClaimAdmin, "as_opened", lambda _desk, _request, _number, code, _: HttpResponse(status=code)
    )
    moved = {state.value for move in MOVES for state in (move.source, move.target)}
    assert moved <= set(world.STATES), (
        "a state that is not listed in world.STATES: say how a claim gets there"
    )
    matrix = Matrix(world.make())
    tally = timed(
        matrix, "moves_by_hand", "edits_by_hand", "what_stays", "consent_by_hand", "steps", "edits", "in_bulk",
        "at_the_desk",
    )  # fmt: skip
    assert not tally.wrong, "\n".join(tally.wrong[:40])
    assert tally.cases.total() >= 1_000
    assert min(tally.cases.values()) >= 20
    assert all(tally.allowed[path] for path in tally.cases if "delete" not in path)


@pytest.fixture
def without_guards(django_db_setup: None) -> Iterator[None]:
    """The database's guards switched off by its owner, before and after the test's own transaction."""
    with raw.connect("owner", autocommit=True) as owner:
        for table, trigger in GUARDS:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        for table, trigger in GUARDS:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@pytest.mark.usefixtures("without_guards", "db", "pages_undrawn_at_will")
def test_each_half_stands_alone_and_is_missed_when_it_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    made = world.make()
    application = timed(Matrix(made), "steps", "edits")
    assert application.breaches == [], "the application's half, alone"

    database = timed(Matrix(made), "consent_by_hand")
    assert any("approve" in one and "hands=True" in one for one in database.breaches), "no trigger: red"
    assert any("other words" in one for one in database.breaches)

    monkeypatch.setattr(review, "contributors", lambda _claim: set())
    unasked = timed(Matrix(made), "steps")
    assert {one.split(" ")[2] for one in unasked.breaches} == {"approve"}, "no check of hands: red"
    assert len(unasked.breaches) >= 4
    monkeypatch.setattr(User, "roles", lambda _user: frozenset(Role))
    assert len(timed(Matrix(made), "edits").breaches) >= 40, "no check of roles: red"
