"""Withholding and suppressing: what is refused, in the words of the action, before the database is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import claims, publication, review, suppression, withholding
from claims.domain.errors import DomainError, InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, SuppressionCase, User, Withholding
from tests.cast import Cast, rashid
from tests.work import led, proposed

Kind = type[DomainError]


def asked(claim: Claim, by: User, **changed: Any) -> SuppressionCase:
    """A case as it is stored."""
    ground = {"category": RemovalCategory.LEGAL, "reason": "A letter.", "at": timezone.now(), **changed}
    case = suppression.open_case(claim=claim, by=by, **ground)
    case.refresh_from_db()
    return case


def withheld(claim: Claim, by: User, **changed: Any) -> Withholding:
    """A withholding as it is stored."""
    ground = {"category": RemovalCategory.LEGAL, "reason": "A letter.", "at": timezone.now(), **changed}
    return withholding.withhold(claim=claim, by=by, **ground)


def refused(kind: Kind, words: str, act: Callable[[], Any]) -> None:
    """The action refuses, as this kind and in these words."""
    with pytest.raises(DomainError, match=words or None) as refusal:
        act()
    assert type(refusal.value) is kind


def test_a_case_is_decided_once_by_a_second_person_who_has_seen_it_as_it_is(seeded: Cast) -> None:
    claim, now, asker = rashid(), timezone.now(), seeded.reviewer

    def confirm(case: SuppressionCase, by: User = seeded.editor, read: datetime | None = None) -> Any:
        return suppression.confirm(case, by=by, at=now, read=read or case.changed_at)

    def dismiss(case: SuppressionCase, by: User, read: datetime | None = None, why: str = "No.") -> Any:
        return suppression.dismiss(case, by=by, at=now, why=why, read=read or case.changed_at)

    for reason in ("", " ", "x" * 1_001):
        refused(InvalidValue, "", lambda reason=reason: asked(claim, asker, reason=reason))  # type: ignore[misc]
    case = asked(claim, asker)
    refused(WrongState, "waits for a second person", lambda: asked(claim, seeded.editor))
    earlier = case.changed_at - timedelta(microseconds=1)
    refused(StaleSave, "", lambda: confirm(case, read=earlier))
    refused(StaleSave, "", lambda: dismiss(case, seeded.editor, read=earlier))
    refused(NotAllowed, "takes the role", lambda: confirm(case, asker))
    for by in (seeded.second_reviewer, seeded.extractor, seeded.machine, seeded.passer_by):
        refused(NotAllowed, "takes the role", lambda by=by: dismiss(case, by))  # type: ignore[misc]
    refused(InvalidValue, "Say why it is dismissed", lambda: dismiss(case, seeded.editor, why=" "))
    dismiss(case, asker)
    case.refresh_from_db()
    refused(WrongState, "decided on this case already", lambda: confirm(case))
    refused(WrongState, "decided on this case already", lambda: dismiss(case, seeded.editor))

    own = asked(claim, seeded.editor)
    refused(NotAllowed, "You asked for this", lambda: confirm(own, seeded.editor))
    done = confirm(own, seeded.administrator)
    refused(WrongState, "decided on this case already", lambda: dismiss(done, seeded.administrator))
    refused(WrongState, "suppressed already", lambda: asked(claim, asker))


def test_a_withholding_is_decided_by_a_second_person_and_ends_once(seeded: Cast) -> None:
    claim, now, editor, second = rashid(), timezone.now(), seeded.editor, seeded.administrator

    def confirm(made: Withholding, by: User, read: datetime | None = None) -> Any:
        return withholding.confirm(made, by=by, at=now, read=read or made.changed_at)

    def lift(made: Withholding, by: User, read: datetime | None = None, why: str = "Right.") -> Any:
        return withholding.lift(made, by=by, at=now, why=why, read=read or made.changed_at)

    refused(WrongState, "Nothing of this claim is public", lambda: withheld(proposed(seeded, "New."), editor))
    for reason in ("", " ", "x" * 1_001):
        refused(InvalidValue, "", lambda reason=reason: withheld(claim, editor, reason=reason))  # type: ignore[misc]
    made = withheld(claim, editor)
    refused(WrongState, "withheld already", lambda: withheld(claim, editor))
    earlier = made.changed_at - timedelta(microseconds=1)
    for decide in (confirm, lift):
        refused(NotAllowed, "You withheld this yourself", lambda decide=decide: decide(made, editor))  # type: ignore[misc]
        refused(StaleSave, "", lambda decide=decide: decide(made, second, read=earlier))  # type: ignore[misc]
        refused(NotAllowed, "takes the role", lambda decide=decide: decide(made, seeded.reviewer))  # type: ignore[misc]
    refused(InvalidValue, "Say why the documents come back", lambda: lift(made, second, why=" "))
    confirmed = confirm(made, second)
    refused(WrongState, "confirmed this already", lambda: confirm(confirmed, second))
    lifted = lift(confirmed, second)
    for decide in (confirm, lift):
        refused(WrongState, "has ended already", lambda decide=decide: decide(lifted, second))  # type: ignore[misc]

    again = withheld(claim, editor)
    suppression.confirm(case := asked(claim, editor), by=second, at=now, read=case.changed_at)
    again.refresh_from_db()
    for decide in (confirm, lift):
        refused(WrongState, "was suppressed since", lambda decide=decide: decide(again, second))  # type: ignore[misc]
    refused(WrongState, "Nothing of this claim is public", lambda: withheld(claim, editor))


def test_nothing_is_published_of_a_claim_whose_documents_are_withheld(seeded: Cast) -> None:
    claim = led(seeded, proposed(seeded, "To withhold."), "correct", by=seeded.reviewer)
    review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    now, claim = timezone.now(), claims.fresh(claim)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now)
    made = withheld(claim, seeded.editor)

    def publish() -> Any:
        found = claims.fresh(claim)
        return publication.publish(claim=found, rev=found.rev, by=seeded.editor, at=now)

    refused(WrongState, "A second person brings them back", publish)
    withholding.lift(made, by=seeded.administrator, at=now, why="Right.", read=made.changed_at)
    assert publish().number == 2
