"""Proposing and revising claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from claims.actions import followings, parts
from claims.actions.cleaning import clean
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain import anchors
from claims.domain.errors import InvalidValue, NotFound, StaleSave, WrongState
from claims.domain.ids import new_public_id
from claims.domain.lifecycle import EDITABLE
from claims.domain.vocabulary import State
from claims.models import ArticleVersion, Claim, User

Parts = Mapping[str, Iterable[Mapping[str, Any]]]
ANCHOR = ("version", "start", "end", "exact", "prefix", "suffix")


def propose(
    *,
    version: ArticleVersion,
    exact: str,
    by: User,
    at: datetime,
    near: int | None = None,
    parts_of: Parts | None = None,
    **values: Any,
) -> Claim:
    """A new proposed claim whose quotation stands in the version's text, with its parts."""
    may_change(Claim, by)
    return fresh(begin(version=version, exact=exact, by=by, at=at, near=near, parts_of=parts_of, **values))


def begin(
    *,
    version: ArticleVersion,
    exact: str,
    by: User,
    at: datetime,
    near: int | None = None,
    parts_of: Parts | None = None,
    **values: Any,
) -> Claim:
    """As `propose`; the claim is not read again, so its revision is not the one that its parts made."""
    may_change(Claim, by)
    place = anchors.locate(version.text, exact, near=near, gaps=version.is_excerpt)
    cleaned = clean(Claim, values, whole=True, apart=ANCHOR)
    with one_transaction():
        followings.hold(version.article)
        claim = Claim.objects.create(
            public_id=new_public_id(),
            version=version,
            **_columns(place),
            state=State.PROPOSED.value,
            created_at=at,
            changed_by=by,
            **cleaned,
        )
        _write_parts(claim, parts_of or {}, by=by, at=at, is_new=True)
        followings.catch_up(claim, by=by, at=at)
    return claim


def revise(
    *, claim: Claim, rev: int, by: User, at: datetime, parts_of: Parts | None = None, **values: Any
) -> Claim:
    """The claim with new values and parts; refuses with StaleSave when `rev` is not the present revision."""
    may_change(Claim, by)
    with one_transaction():
        if is_anchored_anew := set(values) & {"version", "exact", "start"}:
            followings.hold(values.get("version", claim.version).article)
        current = locked(claim, rev=rev, yours=values, parts_of=parts_of)
        require_editable(current)
        wanted = clean(Claim, {key: value for key, value in values.items() if key not in ANCHOR})
        wanted |= _moved(current, values)
        changes = {key: value for key, value in wanted.items() if getattr(current, key) != value}
        if changes:
            Claim.objects.filter(pk=current.pk, rev=rev).update(rev=rev + 1, changed_by=by, **changes)
            current = fresh(current)
        _write_parts(current, parts_of or {}, by=by, at=at)
        if is_anchored_anew and set(changes) & set(ANCHOR):
            followings.catch_up(current, by=by, at=at)
    return fresh(current)


def locked(
    claim: Claim,
    *,
    rev: int,
    yours: Mapping[str, Any] | None = None,
    parts_of: Parts | None = None,
    row: Model | None = None,
) -> Claim:
    """The claim's row, locked until the transaction ends, if it still is at the revision that was read.

    Raises StaleSave otherwise, with both versions: of the claim, or of the `row` that hangs on it, and of the
    parts that were sent (each a list of rows), read behind the lock.
    """
    current = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version", "speaker", "speaker_role")
        .filter(pk=claim.pk)
        .first()
    )
    if current is None:
        raise NotFound("There is no such claim.", field="id")
    if current.rev != rev:
        sent = {name: [dict(one) for one in rows] for name, rows in (parts_of or {}).items()}
        stored = current if row is None else type(row)._default_manager.get(pk=row.pk)
        theirs = {name: getattr(stored, name) for name in yours or {} if hasattr(stored, name)}
        standing = {name: parts.standing(current, name=name) for name in sent}
        raise StaleSave(
            read=rev, current=current.rev, yours={**(yours or {}), **sent}, theirs={**theirs, **standing}
        )
    return current


def fresh(claim: Claim) -> Claim:
    """The claim as the database has it now."""
    return Claim.objects.select_related(
        "version__article__outlet", "speaker", "speaker_role__organization"
    ).get(pk=claim.pk)


def require_editable(claim: Claim) -> None:
    """Refuses claims whose draft is locked."""
    if State(claim.state) not in EDITABLE:
        raise WrongState(
            f"A claim that is “{claim.state}” cannot be edited. A published claim is changed by opening a "
            "correction; a rejected one is reopened first.",
            field="state",
        )


def _moved(current: Claim, values: Mapping[str, Any]) -> dict[str, Any]:
    """A new anchor, when the quotation is another one."""
    if not set(values) & {"version", "exact", "start"}:
        return {}
    version = values.get("version", current.version)
    exact = values.get("exact", current.exact)
    near = values.get("start", current.start)
    if not isinstance(version, ArticleVersion):
        raise InvalidValue("“version” must be a captured version.", field="version")
    place = anchors.locate(version.text, exact, near=near, gaps=version.is_excerpt)
    return {"version": version, **_columns(place)}


def _columns(place: anchors.Anchor) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "exact": place.exact,
        "prefix": place.prefix,
        "suffix": place.suffix,
    }


def _write_parts(claim: Claim, parts_of: Parts, *, by: User, at: datetime, is_new: bool = False) -> None:
    unknown = set(parts_of) - set(parts.PARTS)
    if unknown:
        raise InvalidValue(f"Claims have no parts called {', '.join(sorted(unknown))}.", field="parts")
    for name in parts.PARTS:
        if name in parts_of:
            parts.replace(claim, name=name, rows=parts_of[name], by=by, at=at, is_new=is_new)
    with connection.cursor() as cursor:  # so that the rule speaks here, not at COMMIT
        cursor.execute(
            "SET CONSTRAINTS claims_claim_spans_fit, claims_spans_fit IMMEDIATE;"
            "SET CONSTRAINTS claims_claim_spans_fit, claims_spans_fit DEFERRED"
        )
