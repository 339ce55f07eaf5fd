"""Accounts: given by administrators, told apart at sight, and never without somebody who can give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from claims.actions import people
from claims.domain.errors import InvalidValue, NotAllowed
from claims.domain.vocabulary import Role
from claims.models import History, User
from tests.admin.forms import form_of
from tests.cast import Cast

PASSWORD = "a-long-enough-phrase-9"


def make(by: User, **given: Any) -> User:
    values: dict[str, Any] = {"name": "newcomer", "roles": [], "is_active": True, "password": PASSWORD}
    return people.set_account(user=given.pop("user", None), by=by, **{**values, **given})


def as_sent(given: dict[str, str | bytes]) -> dict[str, Any]:
    """What a browser sends, byte for byte, also when the bytes are not UTF-8."""
    return {"data": urlencode(given), "content_type": "application/x-www-form-urlencoded"}


def test_administrators_make_accounts_and_nobody_else(clients: Mapping[str, Client], seeded: Cast) -> None:
    url = reverse("admin:claims_user_add")
    data = {"username": "newcomer", "is_active": "on", "new_password": PASSWORD}
    assert clients["editor"].post(url, data).status_code == 403
    response = clients["administrator"].post(url, data)
    assert response.status_code == 302, response.context["errors"]
    assert User.objects.get(username="newcomer").check_password(PASSWORD)
    assert "errorlist" in clients["administrator"].post(url, data | {"new_password": ""}).content.decode()


def test_a_weak_password_and_a_lost_character_are_refused_at_the_field(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_user_add")
    data = {"username": "margaret-hale", "is_active": "on"}
    for password in ("short", "margaret-hale-1", "caf\ufffd-and-a-long-phrase", b"caf\xe9-and-a-long-phrase"):
        response = clients["administrator"].post(url, **as_sent({**data, "new_password": password}))
        assert response.status_code == 200
        assert "new_password" in response.context["adminform"].form.errors
    assert not User.objects.filter(username="margaret-hale").exists()


def test_blanks_around_a_password_are_kept(clients: Mapping[str, Client], seeded: Cast) -> None:
    data = {"username": "newcomer", "is_active": "on", "new_password": f" {PASSWORD} "}
    assert clients["administrator"].post(reverse("admin:claims_user_add"), data).status_code == 302
    assert User.objects.get(username="newcomer").check_password(f" {PASSWORD} ")


@pytest.mark.parametrize(
    "name",
    ["Reviewer", "REVIEWER", "ｒｅｖｉｅｗｅｒ", "rеviewer", "two words", "", "a/b", "a" * 151, "revіеwеr",
     "caf\ufffd", "revlewer\u200b", "еditоr", "edit0r", "mаrgaret"],
)  # fmt: skip
def test_a_name_is_one_that_nobody_mistakes(cast: Cast, name: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make(cast.administrator, name=name)
    assert {problem.field for problem in refusal.value.problems} == {"username"}


def test_a_name_is_kept_in_its_compatible_form(cast: Cast) -> None:
    assert make(cast.administrator, name="ﬁnn").username == "finn"
    assert make(cast.administrator, name="Маргарита").username == "Маргарита"
    assert make(cast.administrator, name="a" * 150).username == "a" * 150
    with pytest.raises(InvalidValue, match="needs a password") as refusal:
        make(cast.administrator, name="nobody-yet", password=None)
    assert refusal.value.problems[0].field == "new_password"


def test_an_account_keeps_its_name_whatever_others_are_called(cast: Cast) -> None:
    User.objects.create(username="Editor")
    assert not make(cast.administrator, user=cast.editor, name="editor", is_active=False).is_active


def test_the_last_administrator_stays(clients: Mapping[str, Client], seeded: Cast) -> None:
    last = seeded.administrator
    url = reverse("admin:claims_user_change", args=[last.pk])
    data = form_of(clients["administrator"], url)
    for change, field in (({"groups": []}, "groups"), ({"is_active": ""}, "is_active")):
        response = clients["administrator"].post(url, {**data, **change})
        assert response.status_code == 200
        assert "last active administrator" in str(response.context["adminform"].form.errors[field])
    second = make(last, name="second-administrator", roles=[Role.ADMINISTRATOR])
    make(second, user=last, name=last.username, is_active=False, password=None)
    assert not User.objects.get(pk=last.pk).is_active
    with pytest.raises(NotAllowed):
        make(last)
    machine = seeded.machine
    machine.groups.set(second.groups.all())
    with pytest.raises(InvalidValue):
        make(second, user=second, name=second.username, roles=[], password=None)


@pytest.fixture
def their_own(client: Client, cast: Cast) -> Client:
    """The reviewer, signed in, without anything else in the database."""
    client.force_login(cast.reviewer)
    return client


def test_whoever_changes_a_password_leaves_a_trace_without_it(their_own: Client, cast: Cast) -> None:
    sent = {"old_password": "x", "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "control characters" in their_own.get("/admin/password_change/").content.decode()
    answer = their_own.post("/admin/password_change/", sent)
    assert answer.headers["Location"] == "/admin/password_change/done/"
    assert User.objects.get(pk=cast.reviewer.pk).check_password(PASSWORD)
    row = History.objects.filter(table="claims_user", row=str(cast.reviewer.pk)).latest("id")
    assert (row.changed_by, row.request) == (cast.reviewer.pk, answer.headers["X-Request-Id"])
    assert row.new["password_changed"] is True
    assert "password" not in row.new


def test_the_old_password_is_guessed_no_more_often_than_at_sign_in(their_own: Client, cast: Cast) -> None:
    url = "/admin/password_change/"
    wrong = {"old_password": "guess", "new_password1": PASSWORD, "new_password2": PASSWORD}
    for _ in range(11):  # the old one is right, so nothing is guessed
        assert their_own.post(url, wrong | {"old_password": "x", "new_password2": "other"}).status_code == 200
    assert [their_own.post(url, wrong).status_code for _ in range(11)] == [200] * 10 + [429]
    late = their_own.post(url, wrong | {"old_password": "x"})
    assert (late.status_code, "Please try again in" in late.content.decode()) == (429, True)
    assert 0 < int(late.headers["Retry-After"]) <= 60
    assert their_own.get(url).status_code == 200
    assert User.objects.get(pk=cast.reviewer.pk).check_password("x")


@pytest.mark.parametrize(
    "lost", [b"caf\xe9-and-a-long-phrase", "caf\ufffd-and-a-long-phrase", "\x07-a-long-phrase"]
)
def test_a_password_that_lost_a_character_is_refused_where_people_change_their_own(
    their_own: Client, cast: Cast, lost: str | bytes
) -> None:
    sent: dict[str, str | bytes] = {"old_password": "x", "new_password1": lost, "new_password2": lost}
    answer = their_own.post("/admin/password_change/", **as_sent(sent))
    assert answer.status_code == 200
    assert "“password” has a" in str(answer.context["form"].errors)
    assert User.objects.get(pk=cast.reviewer.pk).check_password("x")
