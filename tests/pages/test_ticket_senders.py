"""Who may send readers' forms, to which addresses, and by what network they are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import tickets
from claims.models import Ticket, TicketRate
from claims.reads import published
from tests.cast import Cast, rashid
from tests.pages.test_tickets import HERE, filled, form, nothing_lost, reader, send, words


def test_a_claim_that_is_not_public_takes_no_report(seeded: Cast, monkeypatch: Any) -> None:
    for address in ("/claims/zzzzzzzzzz/report", "/claims/short/report"):
        assert reader().get(address).status_code == 404
    assert send("/claims/zzzzzzzzzz/report", filled()).status_code == 404
    gone = replace(published.newest(rashid().public_id), document=None)  # type: ignore[type-var]
    monkeypatch.setattr("claims.reads.published.newest", lambda _id: gone)
    assert reader().get(form()).status_code == 451
    assert send(form(), filled()).status_code == 451
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "http://[broken"},
        {"Origin": ""},
    ],
    ids=str,
)
def test_another_site_cannot_send_the_form_and_its_visitor_loses_nothing(
    seeded: Cast, headers: dict[str, str]
) -> None:
    data = filled()
    answer = send(form(), data, **headers)
    assert answer.status_code == 403
    assert "sent from another site" in words(answer)
    nothing_lost(answer, data)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, HERE, {"Sec-Fetch-Site": "none"}, {"Origin": "http://TESTSERVER"}], ids=str
)
def test_a_browser_on_our_page_and_one_that_says_nothing_can(seeded: Cast, headers: dict[str, str]) -> None:
    assert reader().post(form(), filled(), headers=headers).status_code == 303


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/ask", "/claims/zzzzzzzzzz/report"])
def test_the_forms_know_four_methods(db: None, method: str, address: str) -> None:
    answer = reader().generic(method.upper(), address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    "address",
    ["/ask/", "/ask/x", "/claims/zzzzzzzzzz", "/claims/zzzzzzzzzz/report/", "/tickets/zzzzzzzzzz", "/x/ask"],
)
def test_no_other_address_takes_anything(db: None, address: str) -> None:
    answer = send(address, filled())
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("query", ["?x=1", "?kind=error&kind=error"])
def test_the_form_s_address_takes_only_what_it_knows(seeded: Cast, query: str) -> None:
    assert reader().get(form() + query).status_code == 400
    assert reader().get("/ask?kind=error").status_code == 400


def test_no_page_sets_a_cookie_runs_a_script_or_asks_much(seeded: Cast) -> None:
    for address in (form(), "/ask"):
        for data in (None, filled(), filled(text="")):
            with CaptureQueriesContext(connection) as queries:
                answer = reader().get(address) if data is None else send(address, data)
            assert not answer.cookies
            assert b"<script" not in answer.content
            assert answer["X-Robots-Tag"] == "noindex"
            assert len(queries) <= 8, [one["sql"] for one in queries]


# From where.


def senders() -> int:
    """How many places tickets came from in some hour."""
    return TicketRate.objects.filter(window="hour").exclude(bucket="all").count()


@pytest.mark.parametrize(
    ("addresses_of", "places"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2::1%eth0"], 1),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], 1),
        (["2001:db8:1:2::1", "2001:db8:1:102::1"], 2),
        (["192.0.2.1:5123", "192.0.2.1"], 1),
        (["[2001:db8:1:2::1]:443", "2001:db8:1:2::1"], 1),
        (["192.0.2.1", "192.0.2.2"], 2),
        (["192.0.2.1", "::ffff:192.0.2.1"], 1),
        (["", "nonsense"], 1),
    ],
    ids=str,
)
def test_a_place_is_an_ipv4_address_or_a_56_of_ipv6(db: None, addresses_of: list[str], places: int) -> None:
    for address in addresses_of:
        client = Client(REMOTE_ADDR=address)
        assert client.post("/ask", {"text": "x"}).status_code == 303
    assert senders() == places


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same_as"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 192.0.2.77", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_what_readers_claim_of_their_address_is_believed_only_from_our_own_proxies(
    db: None, settings: Any, proxies: int, forwarded: str, same_as: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    Client(REMOTE_ADDR="192.0.2.1").post("/ask", {"text": "x"}, headers=headers)
    settings.TRUSTED_PROXIES = 0
    Client(REMOTE_ADDR=same_as).post("/ask", {"text": "x"})
    assert senders() == 1


def test_contacts_that_are_due_go_when_a_reader_sends_a_form(db: None) -> None:
    tickets.submit(
        kind="request",
        text="x",
        contact="me@example.org",
        place="192.0.2.1",
        at=timezone.now() - timedelta(days=181),
    )
    send("/ask", {"text": "x"})
    assert not Ticket.objects.exclude(contact="").exists()
