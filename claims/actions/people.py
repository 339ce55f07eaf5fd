"""Accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group

from claims.actions.transactions import one_transaction
from claims.domain.errors import NotAllowed
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
