"""Signing in, at its edges: each bound is exact, each code counts once, each session ends with what gave it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client

from claims.actions import attempts, people
from claims.domain.errors import TooManyRequests
from claims.domain.vocabulary import Role
from claims.models import SignInAttempt, User
from tests.admin.test_second_factor import FACTOR
from tests.admin.test_signing_in import SECOND, SIGN_IN, is_in, set_up, signs_in
from tests.cast import Cast
from tests.codes import code_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Try = Callable[[int, datetime], list[int]]


def here(number: int) -> str:
    """A network that nobody else has."""
    return f"198.51.100.{number}"


WAYS: dict[str, Try] = {
    "a name": lambda number, at: attempts.try_password(
        name=(" Editor", "EDITOR")[number % 2], place=here(number), at=at
    ),
    "a network, by names": lambda number, at: attempts.try_password(
        name=f"n{number}", place="192.0.2.1", at=at
    ),
    "a network, by codes": lambda number, at: attempts.try_second_factor(
        person=number, place="192.0.2.2", at=at
    ),
    "a network, by passkeys": lambda number, at: attempts.try_passkey(place="192.0.2.3", at=at),
    "a person's codes": lambda number, at: attempts.try_second_factor(person=7, place=here(number), at=at),
}


def refused(way: Try, number: int, at: datetime) -> int:
    """The seconds to wait."""
    with pytest.raises(TooManyRequests) as refusal:
        way(number, at)
    return refusal.value.wait


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(WAYS))
def test_ten_in_any_sixty_seconds_and_not_one_more(name: str) -> None:
    way, second = WAYS[name], timedelta(seconds=1)
    for number in range(10):
        way(number, NOON + number * second)
    assert refused(way, 10, NOON + 9 * second) == 51
    assert refused(way, 11, NOON + 59.9 * second) == 1
    assert SignInAttempt.objects.count() == (10 if "passkeys" in name else 20), (
        "what is refused is not counted"
    )
    taken = way(12, NOON + 60 * second)
    assert refused(way, 13, NOON + 60.9 * second) == 1
    attempts.succeeded(taken)
    way(14, NOON + 60.9 * second)
    assert refused(way, 15, NOON + 60.95 * second) == 1


@pytest.mark.django_db
def test_thirty_codes_an_hour_and_not_one_more() -> None:
    way, minute = WAYS["a person's codes"], timedelta(minutes=1)
    for number in range(30):
        way(number, NOON + number * minute)
    assert refused(way, 30, NOON + 30 * minute) == 1_800
    assert refused(way, 31, NOON + 59.99 * minute) == 1
    way(32, NOON + 60 * minute)
    attempts.try_second_factor(person=8, place=here(33), at=NOON + 30 * minute)
    for one, at in ((89, False), (90, True)):
        code = f"12345{one}"
        assert attempts.use_once(person=7, code=code, at=NOON)
        assert attempts.use_once(person=7, code=code, at=NOON + timedelta(seconds=one)) is at


def test_a_code_counts_once_whichever_worker_it_reaches(cast: Cast) -> None:
    """The library remembers used codes in the memory of one worker; the database remembers them for all."""
    first = Client()
    signs_in(first, "editor")
    secret, codes = set_up(first)
    code = code_of(secret)
    for attempt, right in ((code, True), (code, False), (codes[0], True), (codes[0], False)):
        cache.clear()
        client = Client()
        signs_in(client, "editor")
        client.post(SECOND, {"code": attempt})
        assert is_in(client) is right
    SignInAttempt.objects.all().delete()
    cache.clear()
    assert first.post("/admin/confirm/code/", {"code": code}).status_code == 302
    cache.clear()
    assert "used already" in first.post("/admin/confirm/code/", {"code": code}).content.decode()


def test_a_second_factor_is_asked_for_in_a_session_that_has_begun_without(
    client: Client, cast: Cast, settings: Any
) -> None:
    client.force_login(cast.editor)
    assert client.get("/admin/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert client.get("/admin/").headers["Location"] == "/admin/second-factor/"
    assert client.post("/admin/claims/claim/add/", {}).status_code == 403
    client.force_login(User.objects.get(pk=_superuser().pk))
    assert client.get("/admin/").headers["Location"] == "/admin/second-factor/"


def _superuser() -> User:
    user = people.account(name="root", roles=[], password="x")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return user


def _sql(statement: str) -> Callable[[User, User], None]:
    def change(user: User, other: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"user": user.pk, "other": other.pk, "role": Role.EDITOR.value})

    return change


ENDS: dict[str, Callable[[User, User], Any]] = {
    "a superuser": _sql("UPDATE claims_user SET is_superuser = true WHERE id = %(user)s"),
    "the machine": _sql("UPDATE claims_user SET is_machine = true WHERE id = %(user)s"),
    "an editor": _sql(
        "INSERT INTO claims_user_groups (user_id, group_id) SELECT %(user)s, id FROM auth_group WHERE name = %(role)s"
    ),
    "another role": _sql(
        "UPDATE claims_user_groups SET group_id = (SELECT id FROM auth_group WHERE name = %(role)s) "
        "WHERE user_id = %(user)s"
    ),
    "another permission": lambda user, _other: user.user_permissions.add(Permission.objects.earliest("id")),
    "no factor": _sql("DELETE FROM mfa_authenticator WHERE user_id = %(user)s"),
    "another secret": _sql(
        'UPDATE mfa_authenticator SET data = \'{"secret": "another"}\' WHERE user_id = %(user)s'
    ),
    "another kind of factor": _sql("UPDATE mfa_authenticator SET type = 'webauthn' WHERE user_id = %(user)s"),
    "a factor that is another's now": _sql(
        "UPDATE mfa_authenticator SET user_id = %(other)s WHERE user_id = %(user)s"
    ),
    "a higher version": _sql(
        "UPDATE claims_user SET session_version = session_version + 1 WHERE id = %(user)s"
    ),
}
STAYS: dict[str, Callable[[User, User], Any]] = {
    "a lower version": _sql("UPDATE claims_user SET session_version = 0 WHERE id = %(user)s"),
    "a name and a moment": _sql(
        "UPDATE claims_user SET first_name = 'A', last_login = now() WHERE id = %(user)s"
    ),
    "a factor that was used, looked at and named": _sql(
        "UPDATE mfa_authenticator SET last_used_at = now(), data = data || "
        '\'{"used_mask": 1, "viewed_at": 1, "name": "my phone"}\' WHERE user_id = %(user)s'
    ),
}


@pytest.fixture
def newcomers(cast: Cast) -> Iterator[User]:
    """Reviewers with a second factor, as many as are asked for."""

    def made() -> Iterator[User]:
        for number in count():
            user = people.account(name=f"newcomer {number}", roles=[Role.REVIEWER], password="x")
            Authenticator.objects.create(user=user, **FACTOR)
            yield User.objects.get(pk=user.pk)

    return made()


def test_sessions_end_with_what_gave_them_also_in_sql_and_with_nothing_else(
    newcomers: Iterator[User],
) -> None:
    other = next(newcomers)
    Authenticator.objects.filter(user=other).delete()
    for change, ends in ((ENDS, True), (STAYS, False)):
        for what, done in change.items():
            user, client = next(newcomers), Client()
            User.objects.filter(pk=user.pk).update(session_version=user.session_version + 1)
            client.force_login(User.objects.get(pk=user.pk))
            assert is_in(client)
            done(user, other)
            assert client.get("/admin/").status_code == (302 if ends else 200), what
    Authenticator.objects.filter(user=other).delete()
    kept = Client()
    kept.force_login(User.objects.get(pk=other.pk))
    ENDS["a factor that is another's now"](next(newcomers), other)
    assert not is_in(kept), "who is given a factor signs in again too"


def test_passwords_and_codes_can_be_pasted_and_filled_in_by_a_manager(client: Client, cast: Cast) -> None:
    signs_in(client, "administrator")
    set_up(client)
    waiting = Client()
    signs_in(waiting, "administrator")
    pages = {
        SIGN_IN: Client(), SECOND: waiting, "/admin/confirm/": client, "/admin/confirm/code/": client,
        "/admin/password_change/": client, "/admin/claims/user/add/": client,
    }  # fmt: skip
    wanted = {"password": "-password", "code": "one-time-code"}
    for path, browser in pages.items():
        answer = browser.get(path)
        assert answer.status_code == 200, path
        secret = [
            tag
            for tag in re.findall(r"<input[^>]*>", answer.content.decode())
            if 'type="password"' in tag or 'name="code"' in tag
        ]
        assert secret, path
        for tag in secret:
            assert wanted["code" if 'name="code"' in tag else "password"] in tag, (path, tag)
            assert not re.search(r"readonly|disabled|\son\w+=", tag), (path, tag)
    scripts = list((Path(__file__).parents[2] / "claims" / "static").rglob("*.js"))
    assert len(scripts) > 5
    assert not [one for one in scripts if re.search(r"""["']paste["']|onpaste""", one.read_text())]
