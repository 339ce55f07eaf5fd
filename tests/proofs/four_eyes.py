# ruff: noqa: E501 - statements read best on one line
"""Every way to act on a claim, tried and undone; and, apart from all code of the product, who may.

The oracle is small on purpose: the table of moves, and beside it four eyes: nobody approves what they had a hand in,
nothing that is public or was consented to ever changes, and nothing is deleted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims as claims_actions
from claims.actions import evidence as evidence_actions
from claims.actions import projections
from claims.admin.claim_steps import take
from claims.domain import canonical, ledger
from claims.domain.errors import DomainError
from claims.domain.lifecycle import EDITABLE, EXTRACTORS, MOVES, REVIEWERS
from claims.domain.vocabulary import Role, State
from claims.models import Approval, Claim, Contribution, History, LedgerEntry, Publication, User
from tests.admin.forms import form_in
from tests.proofs.undrawn import undrawn
from tests.proofs.world import HANDS, ROLES, World, settled, signed_in, stored, was_published

VERBS = tuple(dict.fromkeys(move.verb for move in MOVES))
CONSENT = {State.APPROVED, State.PUBLISHED, State.RETRACTED}
"""States that no plain change of a row reaches: an approval or a publication must stand behind them."""


# Who may: the oracle.


def roles_in_force(who: str) -> frozenset[Role]:
    """The roles that count: not those of an account that is switched off, and none of a superuser's own."""
    return frozenset() if who == "inactive" else ROLES[who]


def had_a_hand(who: str, hands: bool) -> bool:
    return hands and who in HANDS


def may_step(verb: str, state: str, who: str, *, hands: bool) -> bool:
    """Whether the step may be taken."""
    if verb in ("publish", "retract"):  # one step: what was approved says whether it is a retraction
        return stored(state) is State.APPROVED and Role.EDITOR in roles_in_force(who)
    moves = [move for move in MOVES if move.verb == verb and move.source is stored(state)]
    if verb == "return":
        moves = [move for move in moves if (move.target is State.UNDER_CORRECTION) == was_published(state)]
    if verb == "approve" and had_a_hand(who, hands):
        return False
    return any(roles_in_force(who) & set(move.roles) for move in moves)


def may_move(state: str, target: State, who: str) -> bool:
    """Whether a plain change of the row may take the claim there."""
    if target in CONSENT:
        return False
    verbs = {move.verb for move in MOVES if move.source is stored(state) and move.target is target}
    if verbs == {"return"} and (target is State.UNDER_CORRECTION) != was_published(state):
        return False
    return any(may_step(verb, state, who, hands=False) for verb in verbs)


def may_edit(state: str, who: str, *, roles: tuple[Role, ...], machine: bool) -> bool:
    """Whether the draft may be changed by people of these roles, and by the machine."""
    allowed = bool(roles_in_force(who) & set(roles)) or (machine and who == "machine")
    return allowed and stored(state) in EDITABLE


# How it is found out.


class Undone(Exception):
    """Takes an attempt back."""


@dataclass
class Tally:
    """How many cases there were on each path, and which of them went otherwise than the oracle says."""

    cases: Counter[str] = field(default_factory=Counter)
    allowed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, path: str, case: str, *, happened: bool, may: bool) -> None:
        self.cases[path] += 1
        self.allowed[path] += may
        if happened != may:
            self.wrong.append(
                f"{path}: {case}: {'happened' if happened else 'refused'}, but {'may' if may else 'may not'}"
            )

    @property
    def breaches(self) -> list[str]:
        """What happened and may not."""
        return [one for one in self.wrong if ": happened" in one]

    def __str__(self) -> str:
        lines = [
            f"  {path:<28}{count:>6} cases, {self.allowed[path]:>5} of them allowed"
            for path, count in sorted(self.cases.items())
        ]
        return "\n".join(
            [*lines, f"  {'all':<28}{self.cases.total():>6} cases, {len(self.wrong)} violations"]
        )


SEEN = (
    "SELECT id, md5(concat_ws(E'\\n', c.state, c.rev, c.statement, c.topic, c.published_number, c.correction_kind,"
    " (SELECT string_agg(e::text, ',' ORDER BY e.id) FROM claims_evidence e WHERE e.claim_id = c.id),"
    " (SELECT string_agg(k::text, ',' ORDER BY k.id) FROM claims_speakercandidate k WHERE k.claim_id = c.id),"
    " (SELECT string_agg(a::text, ',' ORDER BY a.id) FROM claims_approval a WHERE a.claim_id = c.id),"
    " (SELECT string_agg(p::text, ',' ORDER BY p.id) FROM claims_publication p WHERE p.claim_id = c.id),"
    " (SELECT count(*) FROM claims_contribution x WHERE x.claim_id = c.id),"
    " (SELECT count(*) FROM claims_history h WHERE h.\"table\" = 'claims_claim' AND h.row = c.id::text)))"
    " FROM claims_claim c WHERE c.id = ANY (%s)"
)


def seen(*numbers: int) -> dict[int, str]:
    """What stands of claims and everything that hangs on them, as digests."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [list(numbers)])
        return dict(cursor.fetchall())


REFUSALS = (DomainError, DatabaseError, PermissionDenied, ProtectedError)


def happened(before: dict[int, str], attempt: Callable[[], Any]) -> set[int]:
    """The claims of which anything is otherwise after an attempt, which is then taken back."""
    changed: set[int] = set()
    try:
        with transaction.atomic():
            attempt()
            settled()
            after = seen(*before)
            changed = {number for number in before if after.get(number) != before[number]}
            raise Undone
    except Undone:
        return changed
    except REFUSALS:
        return set()


def given(world: World, claim: Claim) -> dict[str, str]:
    """What is typed for steps that want something."""
    draft = canonical.encode(world.draft(claim))
    other = world.claims["proposed", False]
    if other.pk == claim.pk:
        other = world.claims["open", False]
    return {
        "rev": str(claim.rev), "kind": "typo", "reason": "A test.", "why": "A test.", "note": "", "of": other.public_id,
        "seen": canonical.digest(draft),
    }  # fmt: skip


@dataclass
class Matrix:
    """The attempts on one world."""

    world: World
    tally: Tally = field(default_factory=Tally)
    before: dict[int, str] = field(default_factory=dict)
    typed: dict[int, dict[str, str]] = field(default_factory=dict)
    whole: bool = os.environ.get("MATRIX") == "whole"
    turn: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        rows = self.world.claims.values()
        self.before = seen(*(claim.pk for claim in rows))
        self.typed = {claim.pk: given(self.world, claim) for claim in rows}

    def case(self, path: str, what: str, claim: Claim, attempt: Callable[[], Any], *, may: bool) -> None:
        """One attempt on one claim."""
        done = happened({claim.pk: self.before[claim.pk]}, attempt)
        self.tally.count(path, what, happened=bool(done), may=may)

    def ways(self, paths: dict[str, Callable[..., Any]]) -> list[tuple[str, Callable[..., Any]]]:
        """Every path in the whole matrix; on a push each case takes the next one."""
        found = list(paths.items())
        return found if self.whole else [found[next(self.turn) % len(found)]]

    def everybody(self, *hands: bool) -> Iterator[tuple[str, User, str, bool, Claim]]:
        """Everybody at every state of a claim."""
        for (state, hand), claim in self.world.claims.items():
            if hand in hands:
                for who, user in self.world.people.items():
                    yield who, user, state, hand, claim

    # The application's half.

    def steps(self) -> None:
        """Every step by its action, as a program would take it."""
        for who, user, state, hands, claim in self.everybody(False, True):
            consent = ("approve", "publish", "retract")
            verbs = VERBS if self.whole or next(self.turn) % 3 == 0 else consent
            for verb in verbs if not hands else consent[:2]:
                self.case(
                    "action", f"{who} {verb} {state} hands={hands}", claim,
                    lambda c=claim, v=verb, u=user: take(v, claim=c, rev=c.rev, by=u, given=self.typed[c.pk]),
                    may=may_step(verb, state, who, hands=hands),
                )  # fmt: skip

    def edits(self) -> None:
        """Changes of a draft and of its evidence by their actions."""
        for who, user, state, _hands, claim in self.everybody(False):
            row = claim.evidence.get() if claim.evidence.exists() else None
            self.case(
                "action", f"{who} revise {state}", claim,
                lambda c=claim, u=user: claims_actions.revise(claim=c, rev=c.rev, by=u, at=timezone.now(), topic="new"),
                may=may_edit(state, who, roles=EXTRACTORS, machine=True),
            )  # fmt: skip
            if row is not None:
                self.case(
                    "action", f"{who} amend evidence {state}", claim,
                    lambda c=claim, u=user, r=row: evidence_actions.amend(r, rev=c.rev, by=u, says="New."),
                    may=may_edit(state, who, roles=REVIEWERS, machine=False),
                )  # fmt: skip

    def at_the_desk(self, clients: Mapping[str, Client]) -> None:
        """Steps, forms, rows of forms, and what nobody may, in a browser."""
        for who, _user, state, hands, claim in self.everybody(False, True):
            browser = clients[who]
            for verb in (
                ("approve", "publish", "complete", "return", "correct") if not hands else ("approve",)
            ):
                url = reverse("admin:claims_claim_step", args=[claim.pk, verb])
                self.case(
                    "desk form", f"{who} {verb} {state} hands={hands}", claim,
                    lambda b=browser, u=url, c=claim: _post(b, u, self.typed[c.pk]),
                    may=may_step(verb, state, who, hands=hands),
                )  # fmt: skip
            if not hands:
                url = reverse("admin:claims_claim_delete", args=[claim.pk])
                self.case(
                    "desk form", f"{who} delete {state}", claim,
                    lambda b=browser, u=url: _post(b, u, {"post": "yes"}), may=False,
                )  # fmt: skip
        self._forms(clients)

    def _forms(self, clients: Mapping[str, Client]) -> None:
        sent: dict[int, dict[str, Any]] = {}
        for (_state, hands), claim in self.world.claims.items():
            if not hands:
                with undrawn():
                    page: Any = clients["reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk]))
                sent[claim.pk] = form_in(SimpleNamespace(context=page.context_data))
        for who, _user, state, _hands, claim in self.everybody(False):
            url, form = reverse("admin:claims_claim_change", args=[claim.pk]), sent[claim.pk]
            row = {"candidates-TOTAL_FORMS": "1", "candidates-0-speaker": str(claim.speaker_id)}
            may = may_edit(state, who, roles=EXTRACTORS, machine=False)
            both: tuple[tuple[str, dict[str, str]], ...] = (
                ("desk form", {"topic": "new"}),
                ("desk inline", row),
            )
            for path, typed in both if self.whole else (both[next(self.turn) % 2],):
                self.case(
                    path, f"{who} edit {state}", claim,
                    lambda b=clients[who], u=url, f=form, t=typed: _post(b, u, f | t), may=may,
                )  # fmt: skip
        for publication in Publication.objects.filter(claim__in=self.world.claims.values()):
            for who, browser in clients.items():
                url = reverse("admin:claims_publication_change", args=[publication.pk])
                self.case(
                    "desk form", f"{who} edit publication", publication.claim,
                    lambda b=browser, u=url: _post(b, u, {"number": "9", "document": "x"}), may=False,
                )  # fmt: skip

    def in_bulk(self, clients: Mapping[str, Client], offered: tuple[str, ...]) -> None:
        """Every step for all claims at once; those that the list does not offer happen to nobody."""
        keys = {claim.pk: key for key, claim in self.world.claims.items()}
        rows = [f"{claim.pk}:{claim.rev}" for claim in self.world.claims.values()]
        for who, browser in clients.items():
            for verb in VERBS:
                if not self.whole and verb != "publish" and next(self.turn) % 3:
                    continue
                url = reverse("admin:claims_claim_bulk", args=[verb.replace(" ", "_")])
                form = {"row": rows, "why": "A proof.", "of": "", "kind": "typo", "reason": "A proof."}
                done = happened(self.before, lambda b=browser, u=url, f=form: _post(b, u, f))
                for number, (state, hands) in keys.items():
                    may = verb in offered and may_step(verb, state, who, hands=hands)
                    case = f"{who} {verb} {state} hands={hands}"
                    self.tally.count("desk bulk", case, happened=number in done, may=may)

    # The database's half: no action, no check of ours before it.

    def moves_by_hand(self) -> None:
        """Every state set to every other one."""
        for who, user, state, _hands, claim in self.everybody(False):
            for target in State:
                if target is stored(state):
                    continue
                columns = self._columns(claim, state, target, user)
                for path, change in self.ways(WRITES):
                    self.case(
                        path, f"{who} {state} to {target.value}", claim,
                        lambda w=change, c=claim, v=columns: w(c, v), may=may_move(state, target, who),
                    )  # fmt: skip

    def _columns(self, claim: Claim, state: str, target: State, user: User) -> dict[str, Any]:
        """The row as somebody would write it who knows all rules."""
        columns: dict[str, Any] = {"state": target.value, "changed_by_id": user.pk}
        if stored(state) in (State.DRAFT_COMPLETE, State.APPROVED):
            columns["rev"] = claim.rev + 1
        if target is State.UNDER_CORRECTION and not claim.correction_kind:
            columns |= {"rev": claim.rev + 1, "correction_kind": "typo", "correction_reason": "A test."}
        if State.REJECTED in (target, stored(state)):
            columns["rejected_why"] = "A test." if target is State.REJECTED else ""
        if target is State.DUPLICATE or claim.duplicate_of_id:
            other = self.world.claims["rejected", False].pk if target is State.DUPLICATE else None
            columns["duplicate_of_id"] = other
        return columns

    def edits_by_hand(self) -> None:
        """Drafts and their evidence, with and without naming the revision that was read."""
        for who, user, state, _hands, claim in self.everybody(False):
            row = claim.evidence.first()
            may = may_edit(state, who, roles=EXTRACTORS, machine=True)
            for path, change in self.ways(WRITES):
                draft = {"topic": "new", "changed_by_id": user.pk}
                attempts: list[tuple[str, models.Model | None, dict[str, Any], bool]] = [
                    ("edit", claim, draft | {"rev": claim.rev + 1}, may),
                    ("edit past the revision", claim, draft, False),
                    ("edit evidence", row, {"says": "New.", "changed_by_id": user.pk}, may),
                ]
                for what, target, columns, allowed in attempts:
                    if target is not None:
                        self.case(
                            path, f"{who} {what} {state}", claim, lambda w=change, t=target, v=columns: w(t, v),
                            may=allowed,
                        )  # fmt: skip

    def consent_by_hand(self) -> None:
        """Approvals and publications written without any action."""
        for who, user, state, hands, claim in self.everybody(False, True):
            draft = self.world.draft(claim)
            for path, add in self.ways(ADDS):
                self.case(
                    path, f"{who} approve {state} hands={hands}", claim,
                    lambda a=add, c=claim, u=user, d=draft: _approve(a, c, u, d),
                    may=may_step("approve", state, who, hands=hands),
                )  # fmt: skip
                if hands:
                    continue
                for what, changed in (("publish", {}), ("publish other words", {"statement": "They lied."})):
                    self.case(
                        path, f"{who} {what} {state}", claim,
                        lambda a=add, c=claim, u=user, d={**draft, **changed}: _publish(a, c, u, d),
                        may=not changed and may_step("publish", state, who, hands=hands),
                    )  # fmt: skip

    def what_stays(self) -> None:
        """What is public, what was consented to, and who had a hand: never changed, never deleted, by any path."""
        for (state, hands), claim in self.world.claims.items():
            kept: list[tuple[models.Model, dict[str, Any]]] = []
            for row in [*claim.publications.all(), *claim.approvals.all()]:
                body = "document" if isinstance(row, Publication) else "draft"
                kept += [(row, {body: b"{}"}), (row, {"rev": 99}), (row, {"by_id": self.world.author.pk + 1})]
            hand = Contribution.objects.filter(claim=claim).latest("id")
            kept.append((hand, {"user_id": self.world.people["nobody"].pk}))
            for row, columns in kept:
                for path, change in self.ways(WRITES):
                    what = f"edit {row._meta.model_name} {state} hands={hands}"
                    self.case(path, what, claim, lambda w=change, r=row, v=columns: w(r, v), may=False)
            past = History.objects.filter(table="claims_claim", row=str(claim.pk)).latest("id")
            entry = LedgerEntry.objects.filter(public_id=claim.public_id).first()
            rows = [
                claim,
                claim.evidence.first(),
                claim.publications.first(),
                claim.approvals.first(),
                hand,
                past,
                entry,
            ]
            for found in rows:
                for path, delete in self.ways(DELETES) if found is not None else ():
                    what = f"delete {found._meta.model_name} {state} hands={hands}"
                    self.case(path, what, claim, lambda d=delete, r=found: d(r), may=False)


def _post(browser: Client, url: str, form: dict[str, Any]) -> None:
    with undrawn():
        browser.post(url, form)


def _again(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def _save(row: Any, columns: dict[str, Any]) -> None:
    fresh = _again(row)
    for name, value in columns.items():
        setattr(fresh, name, value)
    fresh.save()


def _bulk_update(row: Any, columns: dict[str, Any]) -> None:
    fresh = _again(row)
    for name, value in columns.items():
        setattr(fresh, name, value)
    type(row)._default_manager.bulk_update([fresh], [name.removesuffix("_id") for name in columns])


def by_sql(statement: str, values: list[Any]) -> None:
    """A statement on the driver's own cursor: nothing of Django is in its way."""
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(statement, values)


def _raw_update(row: Any, columns: dict[str, Any]) -> None:
    sets = ", ".join(f'"{name}" = %s' for name in columns)
    key = row._meta.pk.column
    by_sql(f"UPDATE {row._meta.db_table} SET {sets} WHERE {key} = %s", [*columns.values(), row.pk])


def _update(row: Any, columns: dict[str, Any]) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


WRITES: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "save()": _save,
    "QuerySet.update()": _update,
    "bulk_update()": _bulk_update,
    "SQL": _raw_update,
}


def _raw_insert(model: Any, columns: dict[str, Any]) -> Any:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    by_sql(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", list(columns.values()))
    return model._default_manager.latest("id")


ADDS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "save()": lambda model, columns: model._default_manager.create(**columns),
    "bulk_create()": lambda model, columns: model._default_manager.bulk_create([model(**columns)])[0],
    "SQL": _raw_insert,
}

DELETES: dict[str, Callable[[Any], Any]] = {
    "delete()": lambda row: _again(row).delete(),
    "QuerySet.delete()": lambda row: type(row)._default_manager.filter(pk=row.pk).delete(),
    "SQL": lambda row: by_sql(f"DELETE FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s", [row.pk]),
}


def _approve(
    add: Callable[[Any, dict[str, Any]], Any], claim: Claim, user: User, words: dict[str, Any]
) -> None:
    draft = canonical.encode(words)
    salt = ledger.new_salt()
    add(
        Approval,
        {
            "claim_id": claim.pk, "rev": claim.rev, "by_id": user.pk, "at": timezone.now(), "draft": draft, "salt": salt,
            "commitment": ledger.commitment(salt, draft), "note": "",
        },
    )  # fmt: skip
    Claim.objects.filter(pk=claim.pk).update(state=State.APPROVED.value, changed_by=user)


def _publish(
    add: Callable[[Any, dict[str, Any]], Any], claim: Claim, user: User, draft: dict[str, Any]
) -> None:
    """The draft as it would be published, written by hand."""
    earlier = list(Publication.objects.filter(claim=claim).order_by("number"))
    approval = Approval.objects.filter(claim=claim).order_by("-rev").first()
    withdrawn = claim.correction_kind == "withdrawn"
    kind = "retraction" if withdrawn else "correction" if earlier else "first"
    now, number = timezone.now(), len(earlier) + 1
    told = [(one.number, one.correction_kind, one.correction_reason, one.at) for one in earlier[1:]]
    if earlier:
        told.append((number, claim.correction_kind, claim.correction_reason, now))
    frame = {
        "number": number, "previous_number": number - 1 or None, "kind": kind, "published_at": ledger.time_text(now),
        "corrections": [
            {"number": one, "kind": of, "reason": why, "at": ledger.time_text(at)} for one, of, why, at in told
        ],
    }  # fmt: skip
    document = canonical.encode({**draft, **frame})
    salt = ledger.new_salt()
    made = add(
        Publication,
        {
            "public_id": claim.public_id, "number": number, "claim_id": claim.pk, "rev": claim.rev,
            "approval_id": approval.pk if approval else 0, "kind": kind, "correction_kind": claim.correction_kind,
            "correction_reason": claim.correction_reason, "document": document, "salt": salt,
            "commitment": ledger.commitment(salt, document), "by_id": user.pk, "at": now,
        },
    )  # fmt: skip
    Claim.objects.filter(pk=claim.pk).update(
        state=(State.RETRACTED if withdrawn else State.PUBLISHED).value, changed_by=user, published_number=number,
        correction_kind="", correction_reason="", behind_since=None,
    )  # fmt: skip
    projections.write(made)


def everyone_signed_in(world: World) -> dict[str, Client]:
    """A browser for each person."""
    return {name: signed_in(user) for name, user in world.people.items()}
