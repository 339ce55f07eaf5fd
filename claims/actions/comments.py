"""What people at the desk tell each other about a claim: added, and withdrawn by whoever wrote it."""

from __future__ import annotations

from datetime import datetime

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import NotAllowed, WrongState
from claims.domain.lifecycle import EXTRACTORS
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import State
from claims.models import Claim, Comment, User


def add(*, claim: Claim, text: str, by: User, at: datetime) -> Comment:
    """A new comment; no contribution, and never part of what is published."""
    require(by, *EXTRACTORS, to="comment on a claim")
    said = clean_text(text, field="text", limit=LIMITS["comment"], multiline=True)
    with one_transaction():
        current = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
        if current.state == State.SUPPRESSED.value:
            raise WrongState(
                "This claim was suppressed; nothing is written about it any more.", field="claim"
            )
        return Comment.objects.create(claim=claim, by=by, at=at, text=said, changed_by=by)


def withdraw(comment: Comment, *, by: User, at: datetime) -> Comment:
    """The comment, no longer shown: by its author, once."""
    with one_transaction():
        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if current.by_id != by.pk:
            raise NotAllowed("Only its author withdraws a comment.", field="by")
        require(by, *EXTRACTORS, to="withdraw a comment")
        if current.withdrawn_at is not None:
            raise WrongState("This comment was withdrawn already.", field="withdrawn_at")
        current.withdrawn_at, current.withdrawn_by, current.changed_by = at, by, by
        current.save(update_fields=["withdrawn_at", "withdrawn_by", "changed_by"])
        return current
