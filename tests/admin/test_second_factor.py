"""Who needs a second factor can do nothing without; sessions end with rights; administrators help who lost one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.actions import people, sessions
from claims.domain.errors import InvalidValue, NotAllowed
from claims.domain.vocabulary import Role
from claims.models import History, User
from claims.web.second_factor import STILL_OPEN
from tests import raw
from tests.cast import Cast
from tests.scene import Scene

FACTOR = {"type": "totp", "data": {"secret": "a canary"}}


def _addresses(patterns: Any, prefix: str = "/") -> list[str]:
    found = []
    for one in patterns:
        path = prefix + str(one.pattern).lstrip("^").rstrip("$\\Z")
        if isinstance(one, URLResolver):
            found += _addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            for gap in ("<path:object_id>", "<int:number>", "<int:pk>", "<int:content_type_id>"):
                path = path.replace(gap, "1")
            found.append(path.replace("<path:object_id>", "1").replace("<str:verb>", "approve"))
    return found


def test_whoever_may_publish_or_give_roles_sets_up_a_second_factor_before_anything_else(
    cast: Cast, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    desk = [path for path in _addresses(get_resolver().url_patterns) if path.startswith("/admin/")]
    closed = [path for path in desk if not path.startswith(STILL_OPEN)]
    assert len(closed) > 100
    assert {"/admin/", "/admin/autocomplete/", "/admin/password_change/", "/admin/jsi18n/"} <= set(closed)
    for person in (cast.editor, cast.administrator):
        client = Client()
        client.force_login(person)
        for path in closed:
            asked = client.get(path)
            assert (asked.status_code, asked.headers["Location"]) == (302, "/admin/second-factor/"), path
        for path in closed[::9]:
            assert client.post(path, {"action": "x"}).status_code == 403, path
            assert client.get(path, headers={"accept": "application/json"}).status_code == 302
        assert "Your role needs a second factor" in client.get("/admin/second-factor/").content.decode()
        Authenticator.objects.create(user=person, type="recovery_codes", data={})
        client.force_login(User.objects.get(pk=person.pk))
        assert client.get("/admin/").status_code == 302, "recovery codes alone are no second factor"
        Authenticator.objects.create(user=person, **FACTOR)
        client.force_login(User.objects.get(pk=person.pk))
        assert client.get("/admin/").status_code == 200
        Authenticator.objects.filter(user=person).delete()
        client.force_login(User.objects.get(pk=person.pk))
        assert client.get("/admin/").status_code == 302, "asked at every request"
        assert client.post("/admin/logout/").status_code == 200
    for person in (cast.extractor, cast.reviewer):
        client.force_login(person)
        assert client.get("/admin/").status_code == 200


def _sql(statement: str) -> Callable[[User], None]:
    def change(user: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [user.pk])

    return change


WAYS: dict[str, Callable[[User], Any]] = {
    "a role is taken": lambda user: user.groups.clear(),
    "a role is given": lambda user: user.groups.add(Group.objects.get(name=Role.EDITOR.value)),
    "a role is taken in SQL": _sql("DELETE FROM claims_user_groups WHERE user_id = %s"),
    "the account is switched off": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "it is switched off and on": lambda user: [
        User.objects.filter(pk=user.pk).update(is_active=on) for on in (False, True)
    ],
    "it is switched off in SQL": _sql("UPDATE claims_user SET is_active = false WHERE id = %s"),
    "the password changes in SQL": _sql("UPDATE claims_user SET password = 'other' WHERE id = %s"),
    "a second factor is added": lambda user: Authenticator.objects.create(user=user, **FACTOR),
    "a second factor is added in SQL": _sql(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())"
    ),
    "it is no staff any more": _sql("UPDATE claims_user SET is_staff = false WHERE id = %s"),
}


def test_a_hundred_sessions_end_at_the_next_request_after_what_gave_them_changed(cast: Cast) -> None:
    ended = 0
    for number in range(10):
        for way, change in WAYS.items():
            user = people.account(name=f"{number} {way}", roles=[Role.REVIEWER], password="x")
            client = Client()
            client.force_login(user)
            assert client.get("/admin/second-factor/").status_code == 200
            change(User.objects.get(pk=user.pk))
            user.save(update_fields=["session_version"])  # an old row in hand does not bring it back
            answer = client.get("/admin/")
            assert answer.status_code == 302, way
            assert answer.headers["Location"].startswith("/admin/login/"), way
            ended += 1
    assert ended == 100


def test_a_factor_that_is_used_ends_nothing_and_one_that_is_changed_does(client: Client, cast: Cast) -> None:
    row = Authenticator.objects.create(
        user=cast.reviewer, type="recovery_codes", data={"seed": "s", "used_mask": 0}
    )
    client.force_login(User.objects.get(pk=cast.reviewer.pk))
    row.data["used_mask"] = 1
    row.save()
    row.record_usage()
    assert client.get("/admin/").status_code == 200
    row.data["seed"] = "t"
    row.save()
    assert client.get("/admin/").status_code == 302
    assert History.objects.filter(table="mfa_authenticator").latest("id").new["secret_changed"] is True


def test_an_administrator_ends_sessions_and_removes_what_was_lost(cast: Cast) -> None:
    admin, theirs = Client(), Client()
    admin.force_login(cast.administrator)
    url = reverse("admin:claims_user_sign_in", args=[cast.editor.pk])
    theirs.force_login(cast.editor)
    assert theirs.get(url).status_code == theirs.post(url, {"step": "end", "reason": "x"}).status_code == 403
    assert admin.post(url, {"step": "end", "reason": " "}).status_code == 400
    assert theirs.get("/admin/").status_code == 200
    assert admin.post(url, {"step": "end", "reason": "Left the laptop on a train."}).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    assert admin.post(url, {"step": "remove", "reason": "Lost."}).status_code == 400, "there is none"
    Authenticator.objects.create(user=cast.editor, **FACTOR)
    theirs.force_login(User.objects.get(pk=cast.editor.pk))
    assert admin.post(url, {"step": "remove", "reason": "Phone lost; she called."}).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.editor).exists()
    history = admin.get(reverse("admin:claims_user_history", args=[cast.editor.pk])).content.decode()
    for words in ("Left the laptop on a train.", "Phone lost", "Second factor, delete", "administrator"):
        assert words in history
    assert "a canary" not in history
    gone = History.objects.filter(table="mfa_authenticator", operation="delete").latest("id")
    assert (gone.changed_by, gone.old["type"], "data" in gone.old) == (cast.administrator.pk, "totp", False)


def test_nobody_removes_their_own_second_factor_past_confirming_or_without_being_administrator(
    cast: Cast,
) -> None:
    with pytest.raises(NotAllowed):
        sessions.remove_second_factor(cast.administrator, by=cast.administrator, reason="Mine.")
    for action in (sessions.end, sessions.remove_second_factor):
        for by in (cast.editor, cast.machine):
            with pytest.raises(NotAllowed):
                action(cast.reviewer, by=by, reason="So.")
        with pytest.raises(InvalidValue):
            action(cast.reviewer, by=cast.administrator, reason="x" * 1_001)


DEMOTED = (
    "UPDATE claims_user SET is_active = false WHERE id = %s",
    "DELETE FROM claims_user_groups WHERE user_id = %s",
    "UPDATE claims_user SET is_machine = true WHERE id = %s",
)


def test_what_somebody_approved_before_losing_the_role_is_not_published(scene: Scene) -> None:
    person = scene.cast.second_reviewer.pk
    scene.state("draft complete", scene.cast.reviewer.pk)
    rev = scene.rev()
    approval = scene.approve(person)
    scene.state("approved", person)
    row = {"number": 1, "rev": rev, "approval": approval}
    for statement in DEMOTED:
        with scene.connection.transaction(force_rollback=True):
            scene.run(statement, person)
            publish = (raw.insert_publication, scene.connection, scene.bed, scene.claim)
            scene.refused_by("publication_approver_still_may", *publish, **row)
    raw.insert_publication(scene.connection, scene.bed, scene.claim, **row)
