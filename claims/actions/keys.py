"""Keys of newsrooms: made by administrators, shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from claims.actions.access import require
from claims.actions.cleaning import clean
from claims.actions.transactions import one_transaction
from claims.domain.api_keys import Scope, new_key
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Role
from claims.models import ApiKey, Newsroom, User


def make(
    newsroom: Newsroom, *, label: str, scopes: Collection[str], is_test: bool, by: User
) -> tuple[ApiKey, str]:
    """A new key, and its text: whoever made it sees it now and never again, because we keep a digest only."""
    require(by, Role.ADMINISTRATOR, to="make a key")
    cleaned = clean(ApiKey, {"label": label})
    if not cleaned["label"]:
        raise InvalidValue("Say where the key is used.", field="label")
    wanted = [scope.value for scope in Scope if scope.value in scopes]
    unknown = sorted({str(one) for one in scopes} - set(wanted))
    if unknown or not wanted:
        possible = ", ".join(Scope)
        said = f"“{unknown[0][:40]}” is no scope" if unknown else "A key needs at least one scope"
        raise InvalidValue(f"{said}. Possible: {possible}.", field="scopes")
    if not newsroom.is_active:
        raise WrongState(f"{newsroom} is not active: its keys open nothing. Make it active first.")
    made = new_key(is_test=is_test)
    with one_transaction():
        key = ApiKey.objects.create(
            newsroom=newsroom,
            **cleaned,
            prefix=made.prefix,
            digest=made.digest,
            scopes=wanted,
            is_test=is_test,
            changed_by=by,
        )
    return key, made.text


def revoke(key: ApiKey, *, by: User, at: datetime, why: str) -> None:
    """From now on the key opens nothing. Raises WrongState when it was revoked before."""
    require(by, Role.ADMINISTRATOR, to="revoke a key")
    reason = clean_text(why, field="why", limit=LIMITS["reason"], required=True)
    with one_transaction():
        changed = ApiKey.objects.filter(pk=key.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=at, withdrawn_by=by, withdrawn_why=reason, changed_by=by
        )
        if not changed:
            raise WrongState("This key is revoked already.", field="why")
