"""What an administrator does for somebody whose device or second factor is lost: end sessions, remove factors."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import F

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, NotAllowed
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Role
from claims.models import User


def end(user: User, *, by: User, reason: str) -> None:
    """Ends every session of a person: at the next request each is signed out."""
    require(by, Role.ADMINISTRATOR, to="end somebody's sessions")
    with one_transaction():
        _end(user, by=by, reason=reason)


def remove_second_factor(user: User, *, by: User, reason: str) -> int:
    """Removes every second factor of a person, who may have lost it, and ends all sessions; how many there were.

    Where a second factor is required, the person is led to set up a new one at the next sign-in.
    """
    require(by, Role.ADMINISTRATOR, to="remove somebody's second factor")
    if user.pk == by.pk:
        raise NotAllowed(
            "Change your own second factor under “Second factor”, where you confirm who you are."
        )
    with one_transaction():
        _end(user, by=by, reason=reason)
        removed, _ = Authenticator.objects.filter(user_id=user.pk).delete()
        if not removed:
            raise InvalidValue("This account has no second factor.", field="reason")
    return int(removed)


def _end(user: User, *, by: User, reason: str) -> None:
    why = clean_text(reason, field="reason", limit=LIMITS["reason"], required=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(by.pk)])
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1, sessions_ended_why=why)
