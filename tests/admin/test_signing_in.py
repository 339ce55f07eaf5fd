"""Signing in: by name and password, with a second factor, bounded, and only to the desk."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from claims.actions import attempts
from claims.admin import signing_in
from claims.domain.errors import TooManyRequests
from claims.models import SignInAttempt, User
from tests.cast import Cast
from tests.codes import code_of

SIGN_IN, SECOND = "/admin/sign-in/", "/admin/sign-in/second-factor/"
CODES = "/admin/second-factor/codes/"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def signs_in(client: Client, name: str, password: str = "x", **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": name, "password": password, **more.pop("data", {})}, **more)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def set_up(client: Client) -> tuple[str, list[str]]:
    """An app is set up; its secret and the recovery codes."""
    page = client.get("/admin/second-factor/app/")
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert page.context["secret"].replace(" ", "") == secret
    answer = client.post("/admin/second-factor/app/", {"code": code_of(secret)})
    assert answer.headers["Location"] == CODES, answer.context["form"].errors
    shown = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    assert len(set(shown)) == 10
    return secret, shown


def test_nothing_else_of_allauth_is_mounted(client: Client, cast: Cast) -> None:
    mounted = {str(one.pattern): one.name for one in signing_in.urlpatterns}
    assert mounted == {
        "sign-in/": "account_login", "sign-in/passkey/": "mfa_login_webauthn",
        "sign-in/second-factor/": "mfa_authenticate", "second-factor/": "mfa_index",
        "second-factor/app/": "mfa_activate_totp", "second-factor/app/remove/": "mfa_deactivate_totp",
        "second-factor/codes/": "mfa_view_recovery_codes",
        "second-factor/codes/new/": "mfa_generate_recovery_codes",
        "second-factor/passkeys/add/": "mfa_add_webauthn",
        "second-factor/passkeys/<int:pk>/remove/": "mfa_remove_webauthn", "confirm/": "account_reauthenticate",
        "confirm/code/": "mfa_reauthenticate", "confirm/passkey/": "mfa_reauthenticate_webauthn",
    }  # fmt: skip
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in known if name.startswith(("account_", "mfa_", "social"))} == set(
        mounted.values()
    )
    for name in ("account_signup", "account_email", "account_reset_password", "account_logout", "mfa_trust"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    client.force_login(cast.administrator)
    for path in (
        "signup",
        "email",
        "password/reset",
        "confirm-email/x",
        "inactive",
        "second-factor/codes/download",
    ):
        assert client.get(f"/admin/{path}/").status_code == 404
        assert client.get(f"/accounts/{path}/").status_code == 404


def test_django_s_own_page_leads_to_ours_and_the_desk_comes_back_to_where_somebody_was(
    client: Client, cast: Cast
) -> None:
    wanted = "/admin/claims/speaker/?q=a"
    there = client.get(wanted, follow=True)
    assert there.request["PATH_INFO"] == SIGN_IN
    page = there.content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username webauthn"' in page
    assert "/admin/claims/speaker/?q=a" in page
    sent = {"next": wanted}
    assert client.post("/admin/login/", {"username": "reviewer", "password": "x"}).status_code == 302
    assert signs_in(client, "reviewer", data=sent).headers["Location"] == wanted
    assert client.get("/admin/login/").headers["Location"] == "/admin/"
    assert is_in(client)


def test_a_form_that_is_refused_until_somebody_signs_in_leads_back_to_its_page(
    client: Client, cast: Cast
) -> None:
    """And an address that only takes forms says so in words."""
    sent, page = "/admin/claims/claim/7/verdict/", "/admin/claims/claim/7/change/"
    for stood_on, wanted in (
        (f"http://testserver{page}?queue=1", f"{page}?queue=1"),
        (f"https://evil.example{page}?queue=1", page),
        ("http://testserver/claims/", page),
        ("http://testserver/admin/sign-in/?next=x", page),
        ("", page),
    ):
        answer = client.post(sent, headers={"Referer": stood_on})
        assert answer.headers["Location"] == f"/admin/login/?{urlencode({'next': wanted})}", stood_on
    assert (
        client.post("/admin/claims/user/add/")
        .headers["Location"]
        .endswith("%2Fadmin%2Fclaims%2Fuser%2Fadd%2F")
    )
    assert client.post("/admin/queues/x/").headers["Location"] == "/admin/login/?next=%2Fadmin%2F"
    client.force_login(cast.reviewer)
    for answer in (client.get(sent), client.put(page)):
        assert answer.status_code == 405
        assert "POST" in answer.headers["Allow"]
        assert "Nothing was saved. Go back" in answer.content.decode()


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "/admin//\\evil", "javascript:alert(1)",
    "/claims", "/admin/\r\nX: y", "/admin/\x00", "http://testserver/admin/", "///evil.example", "\t//evil.example",
    "/admin/../claims", "/admin/%2e%2e/log", "/admin/./x/..", "/admin/logout/", "/admin/logout/?a=1", "/admin/logout",
    "/admin/claims/../logout/",
]  # fmt: skip


def test_nobody_is_led_away_from_the_desk(cast: Cast) -> None:
    for wanted in ELSEWHERE:
        assert signs_in(Client(), "reviewer", data={"next": wanted}).headers["Location"] == "/admin/", wanted


def test_who_may_not_sign_in_learns_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    User.objects.filter(pk=cast.extractor.pk).update(is_staff=False)
    said = set()
    for name, password in (("reviewer", "x"), ("editor", "wrong"), ("nobody", "x"), ("extractor", "x")):
        answer = signs_in(Client(), name, password)
        assert answer.status_code == 200
        said.add(str(answer.context["form"].errors))
    assert len(said) == 1, "a switched-off account, a wrong password, no such name, no staff"
    assert signs_in(Client(), "editor").status_code == 302
    for name in ("a\0b", "\ud800".encode("utf-8", "replace").decode(), "x" * 5_000):
        assert signs_in(Client(), name).status_code == 200


def test_a_second_factor_from_setting_up_to_the_last_recovery_code(cast: Cast) -> None:
    here, elsewhere = Client(), Client()
    assert signs_in(here, "editor").status_code == 302
    elsewhere.force_login(User.objects.get(pk=cast.editor.pk))
    assert is_in(elsewhere)
    secret, codes = set_up(here)
    assert is_in(here), "the session that set it up goes on"
    assert not is_in(elsewhere), "every other one has ended"
    assert codes[0] not in here.get(CODES).content.decode(), "shown once"
    assert here.get("/admin/second-factor/").context["codes_left"] == 10

    again = Client()
    assert signs_in(again, "editor").headers["Location"] == SECOND
    assert not is_in(again)
    assert "not right" in again.post(SECOND, {"code": "000000"}).content.decode()
    good = code_of(secret)
    assert again.post(SECOND, {"code": f" {good[:3]} {good[3:]} "}).status_code == 302
    assert is_in(again)
    replayed = Client()
    signs_in(replayed, "editor")
    assert "used already" in replayed.post(SECOND, {"code": good}).content.decode()
    assert not is_in(replayed)
    for attempt, right in ((codes[3], True), (codes[3], False), (codes[4], True)):
        other = Client()
        signs_in(other, "editor")
        other.post(SECOND, {"code": attempt})
        assert is_in(other) is right
    assert _nothing_secret_is_kept(secret, codes)
    rows = _history("mfa_authenticator")
    assert [row["operation"] for row in rows] == ["insert", "insert", "update", "update"]
    assert all(row["new"].get("recovery_code_used") for row in rows[2:])


def _history(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT operation, old, new FROM claims_history WHERE "table" = %s ORDER BY id', [table]
        )
        return [
            {"operation": kind, "old": json.loads(old or "null"), "new": json.loads(new or "null")}
            for kind, old, new in cursor.fetchall()
        ]


def _nothing_secret_is_kept(secret: str, codes: list[str]) -> bool:
    """Neither in the history nor, readable, in the rows of factors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(h::text, '') FROM claims_history h")
        (history,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(a::text, '') FROM mfa_authenticator a")
        (factors,) = cursor.fetchone()
    kept = [
        Authenticator.objects.get(type=kind).data[key]
        for kind, key in (("totp", "secret"), ("recovery_codes", "seed"))
    ]
    return not any(word in history for word in (secret, *codes, *kept)) and secret not in factors


def test_a_session_that_is_not_fresh_confirms_before_a_factor_changes(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(client, "reviewer")
    monkeypatch.setattr("claims.web.adapters.FRESH", -1)
    asked = client.get("/admin/second-factor/app/")
    assert asked.headers["Location"].startswith("/admin/confirm/?next=")
    wrong = client.post(asked.headers["Location"], {"password": "wrong"})
    assert "not the password" in wrong.content.decode()
    assert (
        client.post(asked.headers["Location"], {"password": "x"}).headers["Location"]
        == "/admin/second-factor/app/"
    )
    monkeypatch.setattr("claims.web.adapters.FRESH", 300)
    set_up(client)
    assert client.post("/admin/second-factor/codes/new/").headers["Location"] == CODES
    assert client.post("/admin/second-factor/app/remove/").status_code == 302
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"
    assert is_in(client)


def test_ten_attempts_a_minute_by_account_and_by_network(cast: Cast, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    said = set()
    for name in ("reviewer", "nobody-of-this-name"):
        for number in range(10):
            place = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}
            assert signs_in(Client(), name, "wrong", **place).status_code == 200
            SignInAttempt.objects.filter(bucket=attempts._of(f"198.51.100.{number}")[0]).delete()
        late = signs_in(Client(), name.upper(), HTTP_X_FORWARDED_FOR="203.0.113.9")
        assert late.status_code == 429, "also with the right password, from anywhere, however it is written"
        assert 1 <= int(late.headers["Retry-After"]) <= 60
        said.add(re.sub(r"\d+ seconds", "", late.context["why"]))
    assert len(said) == 1, "the same for a name that nobody has"
    for number in range(10):
        assert signs_in(Client(), f"name-{number}", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 200
    assert signs_in(Client(), "editor", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.1").status_code == 429
    assert signs_in(Client(), "editor", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2").status_code == 302
    assert Client().get(SIGN_IN, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 200, "reading is free"
    for _ in range(12):
        assert signs_in(Client(), "editor", HTTP_X_FORWARDED_FOR="192.0.2.3").status_code == 302, (
            "what succeeds"
        )


def test_ten_codes_a_minute_for_one_person(cast: Cast) -> None:
    first = Client()
    signs_in(first, "editor")
    _, codes = set_up(first)
    guessing = Client()
    signs_in(guessing, "editor")
    for number in range(10):
        assert guessing.post(SECOND, {"code": f"{number}"}).status_code == 200
    assert guessing.post(SECOND, {"code": codes[0]}).status_code == 429
    assert not is_in(guessing)


def test_attempts_are_counted_exactly_and_forgotten(db: None) -> None:
    def at(seconds: float) -> datetime:
        return NOON + timedelta(seconds=seconds)

    def by(seconds: float, **who: Any) -> list[int]:
        return attempts.try_second_factor(**{"person": 7, "place": "192.0.2.1", **who}, at=at(seconds))

    for second in range(10):
        by(second)
    with pytest.raises(TooManyRequests) as refusal:
        by(59)
    assert refusal.value.wait == 1
    attempts.succeeded(by(60.5))
    for minute in range(1, 3):
        for second in range(10):
            by(minute * 61 + second)
    with pytest.raises(TooManyRequests) as refusal:
        by(300, place="192.0.2.2")
    assert refusal.value.wait == 3600 - 300, "thirty codes an hour, or six digits would be guessed"
    by(3_800)
    assert SignInAttempt.objects.filter(at__lt=at(200)).count() == 0
    assert not SignInAttempt.objects.filter(bucket__contains="192.0").exists()
    assert attempts.use_once(person=7, code="123 456", at=NOON)
    assert not attempts.use_once(person=7, code="123456", at=at(89))
    assert attempts.use_once(person=8, code="123456", at=NOON)


ANSWERS = [
    "", "x", "1", "[]", "{}", "null", '{"id": 1}', '{"id": "AA", "rawId": "AA", "type": "public-key", "response": 1}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA",'
    '"signature":"AA","userHandle":"//"}}',
]  # fmt: skip


def test_what_no_passkey_answered_is_refused_in_words(cast: Cast) -> None:
    client = Client()
    told = client.get("/admin/sign-in/passkey/", headers={"accept": "application/json"})
    assert told.json()["request_options"]["publicKey"]["userVerification"] == "required"
    for answer in ANSWERS:
        assert client.post("/admin/sign-in/passkey/", {"credential": answer}).headers["Location"] == SIGN_IN
        SignInAttempt.objects.all().delete()
    signs_in(client, "editor")
    set_up(client)
    second = Client()
    signs_in(second, "editor")
    second.get(SECOND)
    for answer in ANSWERS:
        assert second.post(SECOND, {"credential": answer}).status_code == 200
        assert client.post("/admin/second-factor/passkeys/add/", {"credential": answer}).status_code == 200
        SignInAttempt.objects.all().delete()
    assert client.get(f"/admin/second-factor/passkeys/{'9' * 40}/remove/").status_code == 404


def test_secrets_under_another_key_are_refused_in_words(client: Client, cast: Cast, settings: Any) -> None:
    signs_in(client, "editor")
    secret, _ = set_up(client)
    settings.SECOND_FACTOR_KEY = "another"
    later = Client()
    signs_in(later, "editor")
    assert "cannot be read" in later.post(SECOND, {"code": code_of(secret)}).content.decode()
    assert client.get("/admin/second-factor/").status_code == 200
    assert configured.SECOND_FACTOR_REQUIRED is False, "as in the demonstration"
