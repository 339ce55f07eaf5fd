"""Whatever anybody does: the changes that the feed tells, laid over what was public before, are what is public after.

Every function of `claims.actions` that writes is called once or more, and behind each call three followers are
compared with what the database holds: one of everything, one of a topic, one of what is rated. The list of functions
is read from the code: a new one fails this until the story here calls it, or it is said why it writes nothing.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims import actions
from claims.actions import (
    alterations,
    assignment,
    attempts,
    behind,
    captures,
    checkpoints,
    claims,
    commands,
    comments,
    deliveries,
    derivations,
    evidence,
    followings,
    ingest_runs,
    keys,
    limits,
    outlets,
    people,
    presence,
    projections,
    proposals,
    publication,
    rechecks,
    records,
    restoring,
    review,
    sessions,
    suppositions,
    suppression,
    tickets,
    unsaved,
    webhooks,
    withholding,
)
from claims.actions import matching as matching_of_claims
from claims.domain import edtf
from claims.domain.intake import Stage, StageState
from claims.domain.vocabulary import (
    CorrectionKind,
    Decision,
    MatchVerdict,
    RemovalCategory,
    Role,
    TicketState,
)
from claims.domain.webhooks import Answer
from claims.domain.whereabouts import Settlement
from claims.models import (
    Claim,
    Evidence,
    Newsroom,
    PublishedClaim,
    Source,
    Speaker,
    Ticket,
    User,
    WebhookDelivery,
)
from tests import offered
from tests.actions.test_followings import LATER, QUOTED, captured_again, decided
from tests.actions.test_followings import published as published_of_an_article
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid
from tests.following import Follower
from tests.proofs.world import settled
from tests.work import led, proposed, some_source

READS_ONLY = {
    *(
        "access.require",
        "records.may_change",
        "records.who_may_change",
        "records.checked",
        "records.columns_of",
    ),
    *("claims.locked", "claims.fresh", "claims.require_editable", "cleaning.clean", "cleaning.clean_moment"),
    *("captures.placeholder", "followings.hold", "followings.newest_of", "followings.mark", "limits.digest"),
    *("namesakes.told_apart", "outlets.site_of", "parts.standing", "people.standing", "people.machine"),
    *("refusals.refused", "refusals.field_of", "review.contributors", "settlements.choices"),
    *("transactions.one_transaction", "people.demo_account"),
}
"""What writes nothing by itself (a demo account is an account with a fixed password)."""
GROUND: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": "A letter."}


def every_writer() -> Iterator[tuple[Any, str]]:
    """Every public function of the actions that is not said to write nothing: its module and name."""
    for one in pkgutil.iter_modules(actions.__path__):
        module = importlib.import_module(f"claims.actions.{one.name}")
        for name, verb in vars(module).items():
            ours = inspect.isfunction(verb) and verb.__module__ == module.__name__ and name[0] != "_"
            if ours and f"{one.name}.{name}" not in READS_ONLY:
                yield module, name


def public() -> dict[str, Any]:
    """What the tables hold that is public: read here without the code under test."""
    query = (
        "SELECT p.document FROM claims_publishedclaim c JOIN claims_publication p USING (public_id, number) "
        "WHERE p.document IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {one["id"]: one for one in (json.loads(bytes(row[0])) for row in cursor.fetchall())}


def matching(held: dict[str, Any], filters: dict[str, str]) -> dict[str, Any]:
    return {
        name: one for name, one in held.items() if all(one[key] == value for key, value in filters.items())
    }


class Watch:
    """Compares behind every action that somebody called, and knows which were called."""

    def __init__(self, client: Client) -> None:
        self.followers = [
            Follower(client, one, limit=3) for one in ({}, {"topic": "work"}, {"status": "rated"})
        ]
        self.called: set[str] = set()
        self.changed: set[str] = set()
        self._depth = 0

    def compare(self, name: str) -> None:
        """Every follower holds what is public; those with filters are asked when the log has grown."""
        settled()
        held, (whole, *filtered) = public(), self.followers
        told = len(whole.told)
        assert whole.catch_up() == held, f"after {name}, of all"
        if len(whole.told) == told:
            return
        self.changed.add(name)
        for follower in filtered:
            assert follower.catch_up() == matching(held, follower.filters), (
                f"after {name}, of {follower.filters}"
            )

    def over(self, verb: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The action, watched; what it calls itself is a part of it."""

        def watched(*ordered: Any, **named: Any) -> Any:
            self._depth += 1
            try:
                result = verb(*ordered, **named)
            finally:
                self._depth -= 1
            self.called.add(name)
            if self._depth == 0:
                self.compare(name)
            return result

        return watched


def test_the_feed_tells_all_that_any_action_changes(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(client)
    watch.compare("the beginning")
    names = set()
    for module, name in list(every_writer()):
        full = f"{module.__name__.rpartition('.')[2]}.{name}"
        names.add(full)
        monkeypatch.setattr(module, name, watch.over(getattr(module, name), full))
    for part in (_a_claim_s_life, _what_stands_beside, _what_comes_in, _people, _by_program, _out_of_sight):
        part(seeded)
    assert names - watch.called == set(), "unlisted: call these in the story, or say in READS_ONLY why not"
    assert watch.changed >= {
        "publication.publish", "withholding.withhold", "withholding.lift", "suppression.confirm",
    }  # fmt: skip


def _by_program(cast: Cast) -> None:
    """Newsrooms with keys and webhooks, what senders do, commands, and what matching keeps: none of it is public."""
    by, now, chance = cast.administrator, timezone.now(), Random(1)
    room = records.add(Newsroom, by=by, name="A Newsroom", contact="")
    key, _ = keys.make(room, label="mirror", scopes=["webhooks"], is_test=False, by=by)
    limits.count_requests({key.pk: 3}, day=now.date())
    endpoint, _ = webhooks.make(
        room,
        label="archive",
        address="https://93.184.216.34/",
        events=["claim.published"],
        by=by,
        at=now,
        after=0,
    )
    endpoint = webhooks.change(
        endpoint,
        label="live",
        address=endpoint.address,
        events=["claim.retracted"],
        by=by,
        read=endpoint.changed_at,
    )
    webhooks.change(
        endpoint,
        label="live",
        address=endpoint.address,
        events=["claim.published"],
        by=by,
        read=endpoint.changed_at,
    )
    webhooks.rotate(endpoint, by=by, at=now)
    deliveries.say(sender="x", at=now)
    deliveries.plan(at=now)
    (first, *_) = deliveries.take(sender="x", rooms={endpoint.pk: 1}, struck=False, at=now)
    row = WebhookDelivery.objects.get(pk=first)
    tried = deliveries.Tried(row.pk, endpoint.pk, row.turn, row.tries, False, now, 5, Answer(200))
    deliveries.settle([tried], sender="x", at=now, chance=chance)
    deliveries.reclaim(at=now)
    webhooks.replay_one(WebhookDelivery.objects.get(pk=first), by=by, at=now)
    webhooks.replay(endpoint, position=1, by=by, at=now)
    webhooks.send_test(endpoint, by=by, at=now)
    webhooks.pause(endpoint, by=by, at=now, why="So.")
    webhooks.resume(endpoint, by=by, at=now)
    webhooks.disable(endpoint, by=by, at=now, why="So.")
    deliveries.leave(sender="x", at=now)
    deliveries.forget(at=now)
    deliveries.forget_secrets(at=now)
    program = commands.Program(room.pk, key.prefix, by)
    commands.once(program, key="1", route="POST /", request=b"", at=now, act=lambda: (200, b"{}"))
    commands.forget(now)
    keys.revoke(key, by=by, at=now, why="Lost.")
    claim, other = Claim.objects.order_by("pk")[:2]
    matching_of_claims.decide(
        claim=claim, other=other, decision=MatchVerdict.ANOTHER, by=cast.reviewer, at=now
    )
    matching_of_claims.count_common()
    matching_of_claims.read_meanings(most=1)
    matching_of_claims.weigh_again()


def _a_claim_s_life(cast: Cast) -> None:
    now, by = timezone.now(), cast.reviewer
    source = some_source(cast, 1)
    claim = led(cast, proposed(cast, "Work."), "publish", by=by, source=source, stance="supports")
    source.refresh_from_db()
    records.change(source, by=cast.extractor, read=source.changed_at, title="Work, corrected")
    claim = claims.fresh(claim)
    done = behind.correct(
        claim=claim, rev=claim.rev, by=by, kind=CorrectionKind.TYPO, reason="It changed."
    ).claim
    done = review.send_back(claim=done, rev=done.rev, by=cast.second_reviewer)
    old = done.rev
    done = claims.revise(claim=done, rev=done.rev, by=by, at=now, topic="elsewhere")
    done = restoring.restore(claim=done, rev=done.rev, to=old, by=by, at=now)
    done = claims.revise(
        claim=done, rev=done.rev, by=by, at=now, topic="elsewhere", parts_of={"quantities": []}
    )
    done = review.complete(claim=done, rev=done.rev, by=by)
    review.approve(claim=done, rev=done.rev, by=cast.second_reviewer, at=now)
    publication.publish(claim=claims.fresh(done), rev=done.rev, by=cast.editor, at=timezone.now())
    correct(cast, claims.fresh(claim), CorrectionKind.TYPO, topic="work")
    correct(cast, claims.fresh(claim), CorrectionKind.WITHDRAWN)
    other = proposed(cast, "Another.")
    other = review.reject(claim=other, rev=other.rev, by=by, why="Not a claim.")
    other = review.reopen(claim=other, rev=other.rev, by=by)
    review.mark_duplicate(claim=other, rev=other.rev, by=by, of=claim)
    claims.begin(
        version=claim.version, exact="militants in Afghanistan", by=by, at=now, speaker=claim.speaker,
        speaker_basis="stated", statement="Begun.", quotation="narrative", modality="asserted", said=edtf.unknown(),
        about=edtf.unknown(), claim_type="event",
    )  # fmt: skip
    projections.rebuild()
    projections.describe_again()
    checkpoints.sign_newest()
    alterations.tell(claims.fresh(claim))


def _what_stands_beside(cast: Cast) -> None:
    now, by = timezone.now(), cast.reviewer
    claim = correct(cast, rashid(), CorrectionKind.TYPO, topic="work").claim
    claim = claims.fresh(claim)
    claim = review.open_correction(claim=claim, rev=claim.rev, by=by, kind=CorrectionKind.TYPO, reason="So.")
    so: dict[str, Any] = {"stance": "supports", "says": "So.", "excerpt": "", "credibility": 3}
    source, older = some_source(cast, 2), some_source(cast, 3)
    row = evidence.attach(Evidence, claim=claim, rev=claim.rev, by=by, source=source, **so)
    row = evidence.amend(row, rev=claims.fresh(claim).rev, by=by, says="So it is.")
    step = derivations.add(
        claim=claim, rev=claims.fresh(claim).rev, by=by, source=source, from_source=older, how="quotes", basis="stated",
        note="",
    )  # fmt: skip
    derivations.withdraw(step, claim=claim, rev=claims.fresh(claim).rev, by=by, at=now, why="No.")
    evidence.detach(row, rev=claims.fresh(claim).rev, by=by, at=now, why="No.")
    suppositions.look_for_links(among=list(Claim.objects.all()), by=cast.machine)
    words = "Rashid said that there were maybe four or five thousand fighters in the hills. Nobody else counted them."
    for one in (source, older):
        captures.keep(source=one, by=by, at=now, text=words, raw_reference="a.warc", raw_sha256="0" * 64)
        evidence.attach(Evidence, claim=claim, rev=claims.fresh(claim).rev, by=by, source=one, **so)
    captures.describe(source=source, by=by, known={"publisher": "A house"})
    (pair, *_) = suppositions.look_for_copies(claim=claims.fresh(claim), by=cast.machine)
    pair.refresh_from_db()
    suppositions.decide(
        pair, decision=Decision.ACCEPTED, by=by, at=now, read=pair.changed_at, why="Read both."
    )
    assignment.assign(claim=claim, to=by, by=cast.editor, at=now)
    assignment.release(claim=claim, by=cast.editor, at=now)
    third = proposed(cast, "A third one.")
    opened = assignment.open_round(claim=third, to=by, due_on=None, by=cast.editor, at=now)
    assignment.change_round(opened, to=None, due_on=None, by=cast.editor, at=now)
    comments.withdraw(comments.add(claim=claim, text="Hm.", by=by, at=now), by=by, at=now)
    presence.note(claim=claim, by=by, at=now)
    presence.forget(now)
    unsaved.keep(by=by, address="a", fields={}, token="", page="", at=now)
    unsaved.discard(by=by, address="a")
    unsaved.forget(now)
    tickets.submit(kind="dispute", text="No.", place="10.1.0.1", at=now, claim=claim.public_id, number_read=1)
    ticket = Ticket.objects.get()
    tickets.settle(ticket, state=TicketState.ANSWERED, answer="Yes.", by=by, at=now, read=None)
    tickets.erase_contacts(now)
    for one in rechecks.look(by=cast.machine, at=now, today=now.date() + timedelta(days=4_000))[:1]:
        rechecks.settle(one, by=by, at=now, why="Looked.")


def _what_comes_in(cast: Cast) -> None:
    now, by = timezone.now(), cast.extractor
    made = published_of_an_article(cast, quoted={name: QUOTED[name] for name in ("moved", "altered")})
    version = offered.captured(by)
    proposals.offer(version=version, proposals=offered.read(), by=cast.machine, at=now)
    proposals.settle()
    captured_again(cast, made["moved"])
    decided(made["altered"], Settlement.TAKEN, cast.second_reviewer)
    followings.catch_up(claims.fresh(made["moved"]), by=cast.machine, at=LATER)
    run = ingest_runs.ask(by=by, at=now, address="https://a.example/in")
    mine = ingest_runs.take_up(run.pk, at=now)
    assert mine is not None
    ingest_runs.note(mine, Stage.FETCH, StageState.WORKING, at=now)
    ingest_runs.remember(mine, {"status": 200})
    ingest_runs.put_off(mine, at=now, why="Later.")
    mine = ingest_runs.take_up(run.pk, at=now + timedelta(hours=2))
    assert mine is not None
    ingest_runs.fail(mine, at=now, why="No.")
    run.refresh_from_db()
    ingest_runs.retry(run, by=by, at=now)
    mine = ingest_runs.take_up(run.pk, at=now + timedelta(hours=2))
    assert mine is not None
    ingest_runs.record(mine, version=version, proposals=0)
    ingest_runs.finish(mine, at=now, message="Done.")
    ingest_runs.pick_up(at=now + timedelta(days=1))
    piece = ingest_runs.add_source(
        by=by,
        at=now,
        url="https://b.example/piece",
        kind="news media",
        reliability="C",
        reliability_why="A test.",
    )
    if not piece.ingest_runs.exists():
        ingest_runs.ask_for_copy(source=piece, by=by, at=now)
    outlets.of_address(address="https://c.example/x", name="C", by=by)


def _people(cast: Cast) -> None:
    now = timezone.now()
    made = people.set_account(
        user=None, by=cast.administrator, name="newcomer", roles=[Role.REVIEWER], is_active=True,
        password="a-long-enough-phrase-9",
    )  # fmt: skip
    people.account(name="another", roles=[])
    Authenticator.objects.create(user=made, type="recovery_codes", data={})
    sessions.end(made, by=cast.administrator, reason="Left.")
    sessions.remove_second_factor(made, by=cast.administrator, reason="Lost it.")
    attempts.succeeded(attempts.try_password(name="newcomer", place="10.1.0.1", at=now))
    attempts.try_second_factor(person=made.pk, place="10.1.0.1", at=now)
    attempts.try_passkey(place="10.1.0.1", at=now)
    attempts.use_once(person=made.pk, code="123456", at=now)
    limits.count_ticket(place="10.1.0.2", at=now)
    limits.forget(now)
    other = records.add(Speaker, by=cast.reviewer, kind="person", name="Somebody Nobody Names")
    assert User.objects.filter(username="newcomer").exists()
    assert other.pk


def _out_of_sight(cast: Cast) -> None:
    now, second = timezone.now(), cast.administrator
    claim = Claim.objects.get(exact__contains="maybe four or five thousand", published_number__gt=1)
    for ends_in_lifting in (True, False):
        made = withholding.withhold(claim=claim, by=cast.editor, at=now, **GROUND)
        made = withholding.confirm(made, by=second, at=now, read=made.changed_at)
        if ends_in_lifting:
            withholding.lift(made, by=second, at=now, why="Right.", read=made.changed_at)
    for confirmed in (False, True):
        case = suppression.open_case(claim=claim, by=cast.reviewer, at=now, **GROUND)
        case.refresh_from_db()
        if confirmed:
            suppression.confirm(case, by=cast.editor, at=now, read=case.changed_at)
        else:
            suppression.dismiss(case, by=cast.editor, at=now, why="No.", read=case.changed_at)
    told = PublishedClaim.objects.filter(publication__document__isnull=False).order_by("public_id")[0]
    about = Claim.objects.get(public_id=told.public_id).speaker
    case = suppression.open_name_case(about=about, by=cast.reviewer, at=now, words=[about.name], **GROUND)
    case.refresh_from_db()
    suppression.confirm(case, by=cast.editor, at=now, read=case.changed_at)
    assert Source.objects.exists()


def test_a_change_that_is_not_told_is_seen(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is public changes, and the log is silent."""
    watch = Watch(client)
    watch.compare("the beginning")
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="work")
    monkeypatch.setattr("tests.proofs.test_feed_equals_state.settled", lambda: None)
    with pytest.raises(AssertionError, match="after a silent change, of all"):
        watch.compare("a silent change")
