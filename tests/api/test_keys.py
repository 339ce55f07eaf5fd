"""Keys of newsrooms and the limits of requests: what opens, what is refused, and what each answer says is left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import keys, records
from claims.api import limits
from claims.domain.api_keys import new_key, read_key
from claims.domain.buckets import MOST_PLACES, Buckets
from claims.domain.errors import InvalidValue, NotAllowed, WrongState
from claims.models import ApiKey, ApiKeyUse, History, Newsroom
from claims.reads.keys import uses
from tests.cast import Cast, assemble
from tests.models.test_supposition_rules import refused

CLAIMS, SANDBOX = "/api/v1/claims/", "/api/sandbox/v1/claims/"


def a_newsroom(cast: Cast, name: str = "A Newsroom") -> Newsroom:
    """A newsroom of that name."""
    return records.add(Newsroom, by=cast.administrator, name=name, contact="desk@newsroom.example")


def a_key(
    cast: Cast, *scopes: str, newsroom: Newsroom | None = None, is_test: bool = False
) -> tuple[ApiKey, str]:
    """A key with these scopes, or with the one to read."""
    room = newsroom or Newsroom.objects.first() or a_newsroom(cast)
    return keys.make(room, label="mirror", scopes=scopes or ("read",), is_test=is_test, by=cast.administrator)


def asked(text: str | None = None, address: str = CLAIMS, client: Client | None = None) -> Any:
    """The answer, with the key if there is one."""
    headers = {} if text is None else {"Authorization": f"Bearer {text}"}
    return (client or Client()).get(address, headers=headers)


def test_a_bucket_holds_a_minutes_worth_and_fills_evenly() -> None:
    buckets = Buckets()
    taken = [buckets.take("a", per_minute=60, now=0.0) for _ in range(61)]
    assert [one.allowed for one in taken] == [True] * 60 + [False]
    assert (taken[0].remaining, taken[59].remaining, taken[59].wait, taken[60].wait) == (59, 0, 1, 1)
    assert buckets.take("b", per_minute=60, now=0.0).allowed, "others are counted by themselves"
    assert not buckets.take("a", per_minute=60, now=0.9).allowed
    assert buckets.take("a", per_minute=60, now=1.0).allowed
    assert buckets.take("a", per_minute=60, now=500.0).remaining == 59, "never more than a minute's worth"
    for number in range(MOST_PLACES + 5):
        buckets.take(f"place {number}", per_minute=60, now=501.0)
    assert len(buckets._levels) == MOST_PLACES


def test_a_key_is_read_as_it_was_made_and_nothing_else_is_one() -> None:
    made = new_key(is_test=False)
    given = read_key(made.text)
    assert given is not None
    assert given.opens(made.digest)
    assert (given.prefix, given.is_test) == (made.prefix, False)
    assert made.text.startswith("fcn_")
    assert new_key(is_test=True).text.startswith("fct_")
    for broken in (
        "",
        "fcn_",
        made.text[:-1],
        made.text + "0",
        made.text.upper(),
        " " + made.text,
        "\x00" * 80,
    ):
        assert read_key(broken) is None, broken
    assert new_key(is_test=False).digest != made.digest


def test_without_a_key_a_network_has_so_many_requests_a_minute_and_each_answer_says_what_is_left(
    seeded: Cast, settings: Any
) -> None:
    settings.API_ANONYMOUS_A_MINUTE = 3
    client = Client()
    answers = [asked(client=client) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert answers[0]["RateLimit"] == '"minute";r=2;t=0'
    last = answers[3]
    assert last["Content-Type"] == "application/problem+json"
    assert last.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(last["Retry-After"]) <= 20
    assert last["Access-Control-Allow-Origin"] == "*", "a page in a browser can read why"
    assert "RateLimit" in last["Access-Control-Expose-Headers"]
    assert client.get("/").status_code == 200, "pages are not counted"
    assert client.options(CLAIMS, headers={"Access-Control-Request-Method": "GET"}).status_code == 204
    elsewhere = client.get(CLAIMS, REMOTE_ADDR="198.51.100.9")
    assert elsewhere.status_code == 200
    theirs = asked(client=client, address="/v1alpha1/claims:search?query=x")
    assert theirs.status_code == 429
    assert theirs.json()["error"]["status"] == "RESOURCE_EXHAUSTED", "in the form that its clients read"


def test_a_key_gives_more_a_minute_and_has_its_quota_of_the_day_which_all_processes_know(
    seeded: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_ANONYMOUS_A_MINUTE, settings.API_KEY_A_MINUTE, settings.API_KEY_A_DAY = 1, 50, 4
    monkeypatch.setattr(limits, "FLUSHED_EVERY", 0.0)
    key, text = a_key(seeded)
    client = Client()
    first = asked(text, client=client)
    assert first.status_code == 200
    assert first["RateLimit-Policy"] == '"minute";q=50;w=60, "day";q=4;w=86400'
    assert first["RateLimit"].startswith('"minute";r=49;t=0, "day";r=3;t=')
    assert ApiKeyUse.objects.get(key=key).count == 1, "told to the database"
    ApiKeyUse.objects.filter(key=key).update(count=3)  # as another process counted
    assert [asked(text, client=client).status_code for _ in range(2)] == [200, 429]
    over = asked(text, client=client)
    assert 0 < int(over["Retry-After"]) <= 86_400
    _, narrow = a_key(seeded, "webhooks")
    assert asked(narrow, client=client)["RateLimit-Policy"].startswith('"minute";q=1;'), (
        "without the scope to read"
    )


def test_more_questions_a_minute_take_the_scope_for_them(seeded: Cast, settings: Any) -> None:
    settings.API_ANONYMOUS_A_MINUTE, settings.API_KEY_A_MINUTE = 120, 1_200
    for scopes, reads, asks in (
        (["read"], 1_200, 120),
        (["match"], 120, 1_200),
        (["read", "match"], 1_200, 1_200),
    ):
        _, text = a_key(seeded, *scopes)
        for address, most in ((CLAIMS, reads), ("/api/v1/match/", asks)):
            policy = asked(text, address)["RateLimit-Policy"]
            assert policy.startswith(f'"minute";q={most};'), (scopes, address)


def test_what_is_counted_between_two_tellings_is_not_lost_and_one_statement_tells_all(seeded: Cast) -> None:
    one, other = a_key(seeded)[0], a_key(seeded)[0]
    usage = limits.Usage()
    day = date(2026, 11, 29)
    start = usage._told
    assert [usage.add(one.pk), usage.add(one.pk), usage.add(other.pk)] == [1, 2, 1]
    usage.tell(day=day, now=start + 0.5)
    assert not ApiKeyUse.objects.exists()
    usage.tell(day=day, now=start + 1.0)
    usage.add(one.pk)
    usage.tell(day=day, now=start + 2.5)
    assert dict(ApiKeyUse.objects.values_list("key", "count")) == {one.pk: 3, other.pk: 1}
    assert uses([one], until=day)[0].days[-1] == (day, 3)
    assert uses([one], until=day)[0].whole == 3


@pytest.mark.usefixtures("committed")
def test_everything_is_downloaded_with_a_key_and_leaves_no_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FLUSHED_EVERY", 0.0)
    key, text = a_key(assemble())
    files = ("claims.ndjson", "claims.csv", "claimreview.json", "log.ndjson")
    for name in files:
        answer = asked(text, f"/api/v1/export/{name}")
        assert (answer.status_code, len(b"".join(answer.streaming_content)) > 50) == (200, True), name
        assert not connection.in_atomic_block, name
    assert ApiKeyUse.objects.get(key=key).count == len(files)


def test_while_the_database_is_away_a_problem_says_so_and_what_was_counted_is_told_later(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, text = a_key(seeded)
    tag = asked()["ETag"]

    def away(*_given: Any, **_named: Any) -> Any:
        raise OperationalError("the connection is closed")

    with monkeypatch.context() as patched:
        patched.setattr("claims.reads.log.identity", away)
        known = Client().get(CLAIMS, headers={"If-None-Match": tag})
        patched.setattr("claims.reads.keys.of", away)
        answers = (known, asked(text), asked(text, "/v1alpha1/claims:search?query=x"))
    assert [(one.status_code, one["Retry-After"]) for one in answers] == [(503, "2")] * 3
    assert [one.json().get("type") for one in answers] == ["/problems/busy", "/problems/busy", None]
    assert answers[2].json()["error"]["status"] == "UNAVAILABLE"
    usage, day = limits.Usage(), date(2026, 11, 29)
    usage.add(key.pk)
    with monkeypatch.context() as patched:
        patched.setattr("claims.actions.limits.count_requests", away)
        usage.tell(day=day, now=usage._told + 1)
    usage.tell(day=day, now=usage._told + 2)
    assert ApiKeyUse.objects.get(key=key, day=day).count == 1


def test_a_key_that_opens_nothing_is_refused_at_the_next_request(seeded: Cast) -> None:
    key, text = a_key(seeded)
    for scheme in ("Bearer", "bearer", "BEARER "):
        spelled = Client().get(CLAIMS, headers={"Authorization": f"{scheme} {text}"})
        assert spelled.status_code == 200, "a scheme is spelled in any case (RFC 9110, 11.1)"
    assert asked(text, address=SANDBOX).status_code == 403
    keys.revoke(key, by=seeded.administrator, at=timezone.now(), why="Lost.")
    answer = asked(text)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert Client().get(answer.json()["type"]).status_code == 200, "its type has a page"
    for other in (
        "",
        "fcn_xxxxxxxx_" + "0" * 64,
        text[:-1] + ("0" if text[-1] != "0" else "1"),
        "Basic abc",
        "ü",
    ):
        assert asked(other).status_code == 401, other
    _, kept = a_key(seeded)
    room = Newsroom.objects.get()
    records.change(room, by=seeded.administrator, read=room.changed_at, is_active=False)
    assert asked(kept).status_code == 401, "the newsroom rests"
    with pytest.raises(WrongState):
        a_key(seeded)


def test_a_key_for_the_sandbox_opens_the_sandbox_and_nothing_else(seeded: Cast) -> None:
    _, text = a_key(seeded, is_test=True)
    assert asked(text).status_code == 403
    assert asked(text, address="/api/sandbox/v1/").status_code != 403


def test_keys_are_made_by_administrators_alone_and_their_secret_is_kept_nowhere(seeded: Cast) -> None:
    room = a_newsroom(seeded)
    with pytest.raises(NotAllowed):
        keys.make(room, label="x", scopes=["read"], is_test=False, by=seeded.editor)
    for field, wrong in (
        ("label", {"label": " "}),
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["all"]}),
    ):
        with pytest.raises(InvalidValue) as refusal:
            keys.make(
                room,
                **{"label": "x", "scopes": ["read"], "is_test": False, "by": seeded.administrator, **wrong},
            )
        assert refusal.value.problems[0].field == field
    key, text = a_key(seeded, newsroom=room)
    kept = "".join(
        str(row) for row in History.objects.filter(table="claims_apikey").values_list("old", "new")
    )
    assert key.prefix in kept
    assert text[13:] not in kept
    assert bytes(key.digest).hex() not in kept
    with pytest.raises(NotAllowed):
        keys.revoke(key, by=seeded.editor, at=timezone.now(), why="x")
    keys.revoke(key, by=seeded.administrator, at=timezone.now(), why="Lost.")
    with pytest.raises(WrongState):
        keys.revoke(key, by=seeded.administrator, at=timezone.now(), why="Again.")


def test_the_database_keeps_keys_as_they_were_made_and_lets_only_administrators_at_them(seeded: Cast) -> None:
    key, _ = a_key(seeded)
    room, rows = key.newsroom, ApiKey.objects.filter(pk=key.pk)
    other = a_newsroom(seeded, "Another Newsroom")
    mine, now = {"changed_by": seeded.administrator}, timezone.now()
    for change in (
        {"label": "x"}, {"prefix": "00000000"}, {"digest": b"0" * 32}, {"scopes": ["match"]}, {"is_test": True},
        {"newsroom": other},
    ):  # fmt: skip
        refused("apikey_stays_as_made", lambda change=change: rows.update(**change, **mine))  # type: ignore[misc]
    refused("newsroom_by_an_administrator", lambda: rows.update(label="x", changed_by=seeded.editor))
    refused(
        "newsroom_by_an_administrator",
        lambda: Newsroom.objects.filter(pk=room.pk).update(name="x", changed_by=seeded.editor),
    )
    ended = {"withdrawn_at": now, "withdrawn_by": seeded.administrator, **mine}
    refused(
        "apikey_begins_standing",
        lambda: ApiKey.objects.create(
            newsroom=room, label="x", prefix="11111111", digest=b"0" * 32, scopes=["read"], **ended
        ),
    )
    rows.update(**ended)
    refused("withdrawn_rows_stay", lambda: rows.update(withdrawn_at=None, withdrawn_by=None, **mine))


def test_the_page_of_keys_shows_a_new_key_once_and_revokes_it_for_a_reason(seeded: Cast) -> None:
    room = a_newsroom(seeded)
    desk, url = Client(), reverse("admin:claims_newsroom_keys", args=[room.pk])
    desk.force_login(seeded.administrator)
    other = Client()
    other.force_login(seeded.editor)
    assert other.get(url).status_code == 403
    empty = desk.post(url, {"step": "make", "label": "mirror"})
    assert empty.status_code == 400
    assert "at least one scope" in empty.content.decode()
    assert 'value="mirror"' in empty.content.decode(), "what was typed stays"
    made = desk.post(url, {"step": "make", "label": "mirror", "scopes": ["read", "match"]})
    text = str(made.context["made"][1])
    assert "no-store" in made["Cache-Control"]
    assert text in made.content.decode()
    assert asked(text).status_code == 200
    again = desk.get(url).content.decode()
    assert text not in again
    assert text[4:12] in again
    assert desk.post(url, {"step": "revoke", "key": "zzzzzzzz", "why": "x"}).status_code == 404
    assert desk.post(url, {"step": "revoke", "key": text[4:12], "why": " "}).status_code == 400
    assert asked(text).status_code == 200
    assert desk.post(url, {"step": "revoke", "key": text[4:12], "why": "Lost."}).status_code == 302
    assert asked(text).status_code == 401
    assert "Lost." in desk.get(url).content.decode()


def test_the_bounds_that_the_product_ships_with() -> None:
    from factcheck import settings as shipped

    assert (shipped.API_ANONYMOUS_A_MINUTE, shipped.API_KEY_A_MINUTE, shipped.API_KEY_A_DAY) == (
        120,
        1_200,
        200_000,
    )
