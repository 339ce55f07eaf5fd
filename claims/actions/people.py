"""Accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from claims.actions.access import require
from claims.actions.cleaning import clean
from claims.actions.transactions import one_transaction
from claims.domain import canonical
from claims.domain.errors import InvalidValue, NotAllowed, Problem, StaleSave
from claims.domain.lookalikes import refuse_mixed_alphabets, skeleton
from claims.domain.vocabulary import Role
from claims.models import User

MACHINE = "machine"
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
        user.refresh_from_db(fields=["session_version"])
    return user


def machine() -> User:
    """The account of the machine, which may propose and suppose but never decide, approve or publish."""
    found = User.objects.filter(is_machine=True).order_by("-is_active", "id").first()
    if found is None:
        if User.objects.filter(username__iexact=MACHINE).exists():
            raise NotAllowed(
                f"A person's account is called “{MACHINE}”. An administrator must rename it before the machine "
                "can have an account.",
                field="username",
            )
        return account(name=MACHINE, roles=(), is_machine=True)
    if not found.is_active:
        raise NotAllowed("The machine's account is switched off. An administrator can switch it on.")
    return found


def demo_account(*, name: str, roles: Iterable[Role]) -> User:
    """A demo account with the printed password; refused when DEBUG is off or the database is not our own."""
    if not settings.DEBUG or not settings.DATABASE_IS_EMBEDDED:
        raise NotAllowed(
            "Demo accounts have a known password. They are made only with DEBUG on and in the embedded database.",
            field="DEBUG",
        )
    return account(name=name, roles=roles, password=DEMO_PASSWORD)


def standing(user: User) -> str:
    """What names the version of an account: its name, whether it is in use, and its roles, as a digest."""
    roles = sorted(user.groups.values_list("name", flat=True))
    return canonical.digest(
        canonical.encode({"name": user.username, "in use": user.is_active, "roles": roles})
    )


def set_account(
    *,
    user: User | None,
    by: User,
    name: str,
    roles: Iterable[Role],
    is_active: bool,
    password: str | None,
    read: str | None = None,
) -> User:
    """The account with this name, these roles and this password; administrators alone may do this.

    `read` is the version that was read (`standing`); StaleSave when another administrator has changed it since.

    Refuses names that another account has or seems to have, weak passwords, and whatever would leave nobody
    who can change accounts.
    """
    require(by, Role.ADMINISTRATOR, to="change accounts")
    if user is None and password is None:
        raise InvalidValue("A new account needs a password.", field="new_password")
    held = list(roles)
    with one_transaction():
        _one_at_a_time()
        require(User.objects.get(pk=by.pk), Role.ADMINISTRATOR, to="change accounts")
        changed = User(is_staff=True) if user is None else User.objects.get(pk=user.pk)
        if read is not None and read != standing(changed):
            yours = {"username": name, "groups": [role.value for role in held], "is_active": is_active}
            raise StaleSave(read=0, current=0, yours=yours, theirs=_shown(changed))
        if user is None or name != changed.username:
            changed.username = _name(name, now=user)
        changed.is_active = is_active
        if password is not None:
            _require_strong(password, changed)
            changed.set_password(password)
        changed.save()
        changed.groups.set(Group.objects.filter(name__in=[role.value for role in held]))
        if not _administrators().exists():
            raise InvalidValue(
                "This is the last active administrator. Make another account administrator first.",
                field="groups" if is_active else "is_active",
            )
    return changed


def _shown(user: User) -> dict[str, object]:
    roles = list(user.groups.order_by("name").values_list("name", flat=True))
    return {"username": user.username, "groups": roles, "is_active": user.is_active}


def _administrators() -> QuerySet[User]:
    return User.objects.filter(
        is_active=True, is_staff=True, is_machine=False, groups__name=Role.ADMINISTRATOR.value
    )


def _one_at_a_time() -> None:
    """Two administrators who demote each other, or take one name, wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('factcheck.accounts'))")


def _name(given: str, *, now: User | None) -> str:
    """The account's new name, clean; refused when another account has one that is or looks the same."""
    name: str = User.normalize_username(clean(User, {"username": given})["username"])
    limit = User._meta.get_field("username").max_length or 0
    if len(name) > limit:
        raise InvalidValue(f"A name has at most {limit} characters.", field="username")
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise InvalidValue(" ".join(error.messages), field="username") from error
    refuse_mixed_alphabets(name, field="username")
    others = User.objects.exclude(pk=now.pk) if now else User.objects.all()
    for other in others.values_list("username", flat=True):
        if _likenesses(other) & _likenesses(name):
            raise InvalidValue(f"“{name}” is or looks like “{other}”, who is here already.", field="username")
    return name


def _likenesses(name: str) -> set[str]:
    return {skeleton(name), skeleton(name.casefold()), name.casefold()}


def _require_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        problems = [Problem("new_password", message) for message in error.messages]
        raise InvalidValue(problems[0].message, problems=problems) from error
