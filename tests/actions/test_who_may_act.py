"""Every action asks who it is before it looks at anything else, and the table of who may is written out."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import actions
from claims.domain.errors import NotAllowed
from claims.models import Derivation, Evidence, Speaker, SuspectedCopy, User
from tests.cast import Cast, rashid

EVERYBODY = ("extractor", "reviewer", "editor", "administrator", "machine", "passer_by")
WORKERS, WRITERS = "extractor reviewer editor", "extractor reviewer editor machine"
REVIEWERS = "reviewer editor"
MAY = {
    "articles.capture": WRITERS,
    "captures.describe": WRITERS,
    "captures.keep": WRITERS,
    "assignment.assign": REVIEWERS,
    "assignment.release": REVIEWERS,
    "claims.begin": WRITERS,
    "claims.propose": WRITERS,
    "claims.revise": WRITERS,
    "comments.add": WORKERS,
    "derivations.add": WRITERS,
    "derivations.withdraw": WRITERS,
    "evidence.attach": REVIEWERS,
    "evidence.amend": REVIEWERS,
    "evidence.detach": REVIEWERS,
    "followings.catch_up": WRITERS,
    "followings.follow": WRITERS,
    "ingest_runs.add_source": WRITERS,
    "ingest_runs.ask": WRITERS,
    "ingest_runs.ask_for_copy": WRITERS,
    "ingest_runs.retry": WRITERS,
    "keys.make": "administrator",
    "keys.revoke": "administrator",
    "matching.decide": REVIEWERS,
    "outlets.of_address": WRITERS,
    "people.set_account": "administrator",
    "presence.note": WORKERS,
    "proposals.offer": WRITERS,
    "rechecks.look": WRITERS,
    "rechecks.settle": REVIEWERS,
    "records.add": WRITERS,
    "records.change": WRITERS,
    "records.withdraw": WRITERS,
    "restoring.restore": WRITERS,
    "sessions.end": "administrator",
    "sessions.remove_second_factor": "administrator",
    "suppositions.look_for_copies": WRITERS,
    "suppositions.look_for_links": WRITERS,
    "suppositions.decide": REVIEWERS,
    "settlements.decide": REVIEWERS,
    "suppression.open_case": "reviewer editor administrator",
    "suppression.open_name_case": "reviewer editor administrator",
    "suppression.confirm": "editor administrator",
    "tickets.settle": REVIEWERS,
    "unsaved.keep": "extractor reviewer editor administrator",
    "webhooks.change": "administrator",
    "webhooks.make": "administrator",
    "webhooks.disable": "administrator",
    "webhooks.pause": "administrator",
    "webhooks.replay": "administrator",
    "webhooks.replay_one": "administrator",
    "webhooks.resume": "administrator",
    "webhooks.rotate": "administrator",
    "webhooks.send_test": "administrator",
    "withholding.withhold": "editor",
    "withholding.confirm": "editor administrator",
    "withholding.lift": "editor administrator",
}
"""Who is let in to the rows; all others are refused before one is looked at."""
ROW_FIRST = {
    "access.require": "is the question itself",
    "assignment.open_round": "says first who has the claim; then asks as “assign” does",
    "assignment.change_round": "a round that ended is said to have ended; then asks as “assign” does",
    "behind.correct": "opens a correction, which asks",
    "comments.withdraw": "only its author",
    "parts.replace": "is a part of claims.propose and claims.revise",
    "proposals.decided": "is a part of the steps of review",
    "publication.publish": "whoever may take the step from the state in which the claim is",
    "records.may_change": "is the question itself",
    "suppression.dismiss": "whoever asked for it takes it back",
    "unsaved.discard": "everybody drops what is their own",
}
"""Who may depends on the row, and why; review's steps all go by the table of `domain.lifecycle`."""


class Reached(Exception):
    """The action went on to its rows: whoever asked was let in."""


class Untouched:
    """A row that nobody may look at before it is known who asks."""

    def __getattr__(self, name: str) -> Any:
        raise Reached(name)


def every_action() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function that is done by somebody, as `module.verb`."""
    for one in pkgutil.iter_modules(actions.__path__):
        module = importlib.import_module(f"claims.actions.{one.name}")
        for name, verb in vars(module).items():
            ours = inspect.isfunction(verb) and verb.__module__ == module.__name__ and name[0] != "_"
            if ours and "by" in inspect.signature(verb).parameters:
                yield f"{one.name}.{name}", verb


def let_in(verb: Callable[..., Any], by: User, **known: Any) -> bool:
    """Whether the action goes on to its rows for this person; whatever it did is taken back."""
    given = {"by": by, "at": timezone.now(), "why": "So.", "reason": "So.", "text": "So.", "rev": 1, **known}
    ordered, named = [], {}
    for name, one in inspect.signature(verb).parameters.items():
        if one.kind is one.POSITIONAL_ONLY or (
            one.kind is one.POSITIONAL_OR_KEYWORD and one.default is one.empty
        ):
            ordered.append(given.get(name, Untouched()))
        elif one.kind is one.KEYWORD_ONLY:
            named[name] = given.get(name, Untouched())
    try:
        with transaction.atomic():
            verb(*ordered, **named)
    except NotAllowed:
        return False
    except Exception:  # whatever comes of nonsense: it was looked at
        return True
    return True


def test_who_may_act_is_asked_before_anything_is_looked_at(seeded: Cast) -> None:
    evidence = Evidence.objects.earliest("id")
    known: dict[str, dict[str, Any]] = {
        "evidence.attach": {"kind": Evidence},
        "evidence.amend": {"row": evidence},
        "evidence.detach": {"row": evidence},
        "records.add": {"model": Speaker},
        "records.change": {"row": rashid().speaker},
        "records.withdraw": {"row": Derivation()},
        "suppositions.decide": {"supposed": SuspectedCopy()},
    }
    found = {name: verb for name, verb in every_action() if not name.startswith("review.")}
    assert set(found) == {*MAY, *ROW_FIRST}, "say in MAY who may, or in ROW_FIRST why the row decides"
    for name, roles in MAY.items():
        may = [who for who in EVERYBODY if let_in(found[name], getattr(seeded, who), **known.get(name, {}))]
        assert " ".join(may) == roles, name
        switched_off = User.objects.get(pk=getattr(seeded, roles.split()[0]).pk)
        switched_off.is_active = False
        assert not let_in(found[name], switched_off, **known.get(name, {})), name
