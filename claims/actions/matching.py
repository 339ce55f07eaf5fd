"""What matching keeps beside the words that the database writes by itself: meanings, counts, and what people said."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import numpy as np
from django.db import connection

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.lifecycle import REVIEWERS
from claims.domain.vocabulary import MatchVerdict, State
from claims.matching import embeddings, wording
from claims.models import Claim, MatchDecision, Publication, PublishedClaim, PublishedMeaning, User
from claims.reads import matching, similar

AT_ONCE = 64
COMMON = 1000
"""Words that as many claims hold are counted now and then, not when somebody asks."""


def decide(
    *,
    claim: Claim,
    other: Claim,
    decision: MatchVerdict,
    by: User,
    at: datetime,
    read: tuple[str, str] | None = None,
) -> MatchDecision:
    """What a person says of a claim that was offered as being like another. Saying it again replaces it.

    `read` are both statements as they were read; where they are others now, nothing is kept. It is a training pair and
    nothing more: a link, or that one is a duplicate, is said of the claims themselves.
    """
    require(by, *REVIEWERS, to="say whether two claims are the same")
    if claim.pk == other.pk:
        raise InvalidValue("A claim is always the same as itself. Choose another one.", field="other")
    with one_transaction():
        held = {
            one.pk: one
            for one in Claim.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=[claim.pk, other.pk])
            .order_by("pk")
        }
        if any(one.state == State.SUPPRESSED.value for one in held.values()):
            raise InvalidValue(
                "One of these claims was suppressed; nothing is said of it any more.", field="other"
            )
        if read not in (None, (held[claim.pk].statement, held[other.pk].statement)):
            raise WrongState("A statement was changed since you read it. Read both again.", field="other")
        row, _new = MatchDecision.objects.update_or_create(
            claim=claim,
            other=other,
            defaults={
                "asked": held[claim.pk].statement,
                "found": held[other.pk].statement,
                "score": Decimal(f"{similar.likeness(held[claim.pk].statement, held[other.pk]):.2f}"),
                "matcher": similar.MATCHER,
                "decision": decision.value,
                "decided_by": by,
                "decided_at": at,
                "changed_by": by,
            },
        )
        return row


def count_common(*, fewest: int = COMMON) -> int:
    """Counts how many published claims hold the words that many hold; says how many words these are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.claims_count_common(%s)", [fewest])
        (counted,) = cursor.fetchone()
    return int(counted)


def read_meanings(*, most: int = 1_000_000) -> int:
    """Reads what published documents mean that were not read yet; says how many. None without the model."""
    model = embeddings.model()
    if model is None:
        return 0
    done = 0
    while done < most and (some := list(matching.unread(model=model.name, most=min(AT_ONCE, most - done)))):
        vectors = model.claims([wording.plain(text) for _claim, _publication, text in some])
        with one_transaction():
            there = _still_newest([publication for _claim, publication, _text in some])
            PublishedMeaning.objects.filter(claim__in=there).delete()
            PublishedMeaning.objects.bulk_create(
                PublishedMeaning(claim=claim, model=model.name, vector=row.astype(np.dtype("<f2")).tobytes())
                for (claim, _publication, _text), row in zip(some, vectors, strict=True)
                if claim in there
            )
        done += len(some)
    return done


def _still_newest(publications: list[int]) -> set[int]:
    """The claims of these that were neither removed nor corrected while they were read, until the transaction ends."""
    rows = PublishedClaim.objects.select_for_update(no_key=True).filter(publication__in=publications)
    held = [row.publication_id for row in rows.only("publication").order_by("public_id")]
    readable = Publication.objects.filter(pk__in=held, document__isnull=False)
    return set(readable.values_list("claim", flat=True))


def weigh_again() -> None:
    """Weighs the words of all claims anew, published and at the desk. Who publishes or edits meanwhile waits."""
    with one_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT public.claims_index_again()")
