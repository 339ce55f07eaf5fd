"""A draft as the public would get it: what publishing adds around what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.domain.ledger import time_text
from claims.domain.vocabulary import CorrectionKind, PublicationKind
from claims.models import Claim, Publication


def framed(claim: Claim, draft: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The document with its number, kind, moment and corrections, if it were published at this moment."""
    earlier = list(Publication.objects.filter(claim=claim).order_by("number").defer("document"))
    number = len(earlier) + 1
    corrections = [
        _correction(one.number, one.correction_kind, one.correction_reason, one.at) for one in earlier[1:]
    ]
    if earlier:
        corrections.append(_correction(number, claim.correction_kind, claim.correction_reason, at))
    return {
        **draft,
        "number": number,
        "previous_number": number - 1 if earlier else None,
        "kind": _kind(claim, first=not earlier).value,
        "published_at": time_text(at),
        "corrections": corrections,
    }


def _kind(claim: Claim, *, first: bool) -> PublicationKind:
    if claim.correction_kind == CorrectionKind.WITHDRAWN.value:
        return PublicationKind.RETRACTION
    return PublicationKind.FIRST if first else PublicationKind.CORRECTION


def _correction(number: int, kind: str, reason: str, at: datetime) -> dict[str, Any]:
    return {"number": number, "kind": kind, "reason": reason, "at": time_text(at)}
