"""Two to four people save at the same moment, on every path of the desk: no words are lost without their seeing it."""

from __future__ import annotations

import html
import os
import random
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from claims.actions import claims as claims_actions
from claims.actions import evidence as evidence_actions
from claims.actions import people
from claims.domain.vocabulary import Role
from claims.models import Claim
from tests.proofs import rows, world
from tests.proofs.save_paths import Path, paths, unlisted_addresses
from tests.proofs.world import World, signed_in

INTERLEAVINGS = int(os.environ.get("INTERLEAVINGS", "100"))
EDITORS = 4
CONTROLS = 300
"""Without the checks, a loss of either kind is seen within so many rounds."""


class Desk:
    """Some people at the desk, each in a thread with a browser of their own."""

    def __init__(self, made: World, claim: Claim) -> None:
        self.browsers = [signed_in(_editor(number)) for number in range(EDITORS)]
        self.paths = list(paths(made, claim, signed_in(_editor(0, "all_of_them"))))
        self.outcomes: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.lost: list[str] = []

    def one_round(self, chance: random.Random) -> None:
        """Everybody reads; when all have read, everybody saves; then it is looked up what became of each word."""
        about = chance.choice(sorted({path.about for path in self.paths} | {"claim"} | {"claim "}))
        group = [path for path in self.paths if path.about == about.strip()]
        chosen = [chance.choice(group) for _ in range(chance.randint(2, EDITORS))]
        barrier = threading.Barrier(len(chosen), timeout=60)
        answers: list[tuple[Path, str, Any]] = []
        faults: list[BaseException] = []

        def sit(browser: Client, path: Path) -> None:
            try:
                sent, text = path.typed(path.read(browser))
                barrier.wait()
                answers.append((path, text, browser.post(path.url, sent)))
            except BaseException as error:  # shown by the test
                faults.append(error)
                barrier.abort()
            finally:
                connections.close_all()

        seats = zip(self.browsers, chosen, strict=False)
        threads = [threading.Thread(target=sit, args=seat) for seat in seats]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]
        self._judge(answers)

    def _judge(self, answers: list[tuple[Path, str, Any]]) -> None:
        saved = [(path, text) for path, text, answer in answers if answer.status_code == 302]
        for path, text, answer in answers:
            self.taken[path.name] += 1
            self.outcomes[str(answer.status_code)] += 1
            if answer.status_code >= 500 and answer.status_code != 503:
                self.lost.append(f"{path.name}: failed with {answer.status_code}")
            elif answer.status_code == 302:
                if not path.stands(text):
                    self.lost.append(f"{path.name}: saved “{text}”, which is nowhere")
            elif text:
                page = html.unescape(answer.content.decode())
                if text not in page:
                    self.lost.append(
                        f"{path.name}: refused “{text}” ({answer.status_code}) and does not show it again"
                    )
                same = [won for other, won in saved if other.name == path.name and other.url == path.url]
                if answer.status_code == 409 and same and not any(_shown(won, page) for won in same):
                    self.lost.append(
                        f"{path.name}: the conflict page does not show what was saved first: {same}"
                    )


def _shown(text: str, page: str) -> bool:
    """Whether a page shows a text, also with its words marked."""
    bare = page.replace("<mark>", "").replace("</mark>", "")
    return text in bare or text in bare.replace("\n", " ")


def _editor(number: int, name: str = "") -> Any:
    every = [Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR]
    return people.account(name=name or f"person_{'abcd'[number]}", roles=every, password="x")


def seated() -> Desk:
    """The desk with a claim that has everything, committed."""
    made = world.ground()
    rows.furnish(made)
    made.at("published", hands=False)
    claim = rows.dress(made, made.at("in review", hands=False))
    made.propose()
    rows.complete(made)
    return Desk(made, claim)


def test_every_address_that_saves_is_a_path_or_says_why_not() -> None:
    assert unlisted_addresses() == [], "unlisted: say in save_paths what is saved there"


@pytest.mark.usefixtures("committed", "pages_undrawn_at_will")
def test_no_edit_is_lost_in_any_interleaving_of_any_paths_and_a_lost_check_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, chance = seated(), random.Random(INTERLEAVINGS)
    assert len(desk.paths) >= 20
    for _ in range(INTERLEAVINGS):
        desk.one_round(chance)
    print(f"  {INTERLEAVINGS} interleavings on {len(desk.paths)} paths: {dict(desk.outcomes)}")
    assert desk.lost == []
    assert desk.outcomes["302"] > INTERLEAVINGS / 2
    assert desk.outcomes["409"] > INTERLEAVINGS / 4

    def unasked(claim: Claim, **_: Any) -> Claim:
        return claims_actions.fresh(claim)

    class Whatever:
        """A version that is always the present one."""

        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    monkeypatch.setattr(claims_actions, "locked", unasked)
    monkeypatch.setattr(evidence_actions, "locked", unasked)
    for module in ("base", "nouns", "suppositions", "tickets"):
        monkeypatch.setattr(f"claims.admin.{module}.moment_read", lambda _token: Whatever())
    of_claims = ("claim ", "inline", "verdict", "evidence", "reply")
    claims_lost: list[str] = []
    nouns_lost: list[str] = []
    for _ in range(CONTROLS):  # which paths meet is a matter of chance
        desk.one_round(chance)
        claims_lost = [one for one in desk.lost if one.startswith(of_claims)]
        nouns_lost = [one for one in desk.lost if not one.startswith(of_claims)]
        if claims_lost and nouns_lost:
            break
    assert claims_lost, "without the revision, edits of claims are lost"
    assert nouns_lost, "without the moment read, edits of nouns are lost"
