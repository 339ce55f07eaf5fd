"""Accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group

from claims.actions.access import require
from claims.actions.cleaning import clean
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue, NotAllowed
from claims.domain.vocabulary import Role
from claims.models import User

DEMO_PASSWORD = "demo-password-2009"  # noqa: S105 - printed on purpose; only ever set in DEBUG on our own database


def account(
    *, name: str, roles: Iterable[Role], password: str | None = None, is_machine: bool = False
) -> User:
    """The account of this name with exactly these roles, made when it is not there."""
    with one_transaction():
        user, made = User.objects.get_or_create(username=name, defaults={"is_staff": not is_machine})
        user.is_machine = is_machine
        if made or password is not None:
            user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def demo_account(*, name: str, roles: Iterable[Role]) -> User:
    """A demo account with the printed password; refused when DEBUG is off or the database is not our own."""
    if not settings.DEBUG or not settings.DATABASE_IS_EMBEDDED:
        raise NotAllowed(
            "Demo accounts have a known password. They are made only with DEBUG on and in the embedded database.",
            field="DEBUG",
        )
    return account(name=name, roles=roles, password=DEMO_PASSWORD)


def set_account(
    *, user: User | None, by: User, name: str, roles: Iterable[Role], is_active: bool, password: str | None
) -> User:
    """The account with this name, these roles and this password; administrators alone may do this."""
    require(by, Role.ADMINISTRATOR, to="change accounts")
    cleaned = clean(User, {"username": name})
    if user is None and password is None:
        raise InvalidValue("A new account needs a password.", field="new_password")
    with one_transaction():
        changed = user or User(is_staff=True)
        changed.username, changed.is_active = cleaned["username"], is_active
        if password is not None:
            changed.set_password(password)
        changed.save()
        changed.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return changed
