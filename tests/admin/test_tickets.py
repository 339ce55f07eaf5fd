"""Tickets at the desk: the queue, who sees it, how it is settled, and when a contact is no longer shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import tickets
from claims.domain.vocabulary import TicketState
from claims.models import History, Ticket
from tests.admin.forms import form_of
from tests.cast import Cast, rashid

LIST = "/admin/claims/ticket/"


def sent(*, days: int = 0, **changed: Any) -> Ticket:
    values: dict[str, Any] = {
        "kind": "error", "claim": rashid().public_id, "number_read": 1, "text": "The date is wrong.",
        "contact": "me@example.org", "place": "192.0.2.1", **changed,
    }  # fmt: skip
    number = tickets.submit(at=timezone.now() - timedelta(days=days), **values)
    return Ticket.objects.get(public_id=number)


def page(row: Ticket) -> str:
    return reverse("admin:claims_ticket_change", args=[row.pk])


def history(row: Ticket) -> str:
    return reverse("admin:claims_ticket_history", args=[row.pk])


def test_the_queue_begins_with_the_oldest_open_ticket(clients: Mapping[str, Client], seeded: Cast) -> None:
    newest, oldest, settled = sent(days=1), sent(days=3), sent(days=5)
    tickets.settle(
        settled, state=TicketState.ANSWERED, answer="Done.", by=seeded.editor, at=timezone.now(), read=None
    )
    shown = clients["reviewer"].get(LIST).context["cl"].result_list
    assert list(shown) == [oldest, newest, settled]
    sent(kind="request", claim="", number_read=None)
    for query, number in (
        ("?state=open", 3),
        ("?state=answered", 1),
        ("?kind=request", 1),
        ("?kind=error", 3),
    ):
        assert len(clients["editor"].get(LIST + query).context["cl"].result_list) == number


def test_a_ticket_leads_to_its_claim_at_the_desk_and_to_the_document_that_was_read(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    row = sent()
    for address in (LIST, page(row)):
        assert (
            f"/admin/claims/claim/{rashid().pk}/change/" in clients["reviewer"].get(address).content.decode()
        )
    shown = unescape(clients["reviewer"].get(page(row)).content.decode())
    assert f"/claims/{rashid().public_id}/revisions/1" in shown
    assert "The date is wrong." in shown
    assert 'name="text"' not in shown
    assert 'name="contact"' not in shown


@pytest.mark.parametrize("name", ["reviewer", "editor"])
def test_it_is_settled_at_its_form_and_the_answer_is_asked_for(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    row = sent()
    data = form_of(clients[name], page(row))
    for broken in ({}, {"settle_as": "open", "answer": "x"}, {"settle_as": "answered", "answer": " "}):
        assert clients[name].post(page(row), {**data, **broken}).status_code == 200
    done = clients[name].post(page(row), {**data, "settle_as": "answered", "answer": "Corrected in no. 2."})
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer, row.handled_by) == (
        "answered",
        "Corrected in no. 2.",
        getattr(seeded, name),
    )
    assert clients[name].get(f"{page(row)}").status_code == 200
    assert (
        History.objects.filter(table="claims_ticket", operation="update").get().changed_by
        == row.handled_by_id
    )
    assert "Corrected in no. 2." in clients[name].get(history(row)).content.decode()


def test_who_settles_second_sees_both_answers_and_can_save_on_top(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    row = sent()
    first, second = (form_of(clients[name], page(row)) for name in ("reviewer", "editor"))
    answered = {"settle_as": "answered", "answer": "Theirs."}
    assert clients["reviewer"].post(page(row), {**first, **answered}).status_code == 302
    mine = {**second, "settle_as": "declined", "answer": "Mine."}
    stale = clients["editor"].post(page(row), mine)
    assert stale.status_code == 409
    assert "Theirs." in re.sub("</?mark>", "", stale.content.decode())
    assert "Mine." in stale.content.decode()
    token = stale.context["adminform"].form["version_read"].value()
    assert clients["editor"].post(page(row), {**mine, "version_read": token}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "Mine.")


@pytest.mark.parametrize("name", ["extractor", "administrator", "passer_by"])
def test_others_neither_see_nor_settle_tickets(
    clients: Mapping[str, Client], seeded: Cast, name: str
) -> None:
    row = sent()
    for address in (LIST, page(row), history(row)):
        assert clients[name].get(address).status_code in (302, 403)
    assert clients[name].post(page(row), {"settle_as": "answered", "answer": "x"}).status_code in (302, 403)
    assert "claims/ticket/" not in clients[name].get("/admin/").content.decode()
    row.refresh_from_db()
    assert row.state == "open"


def test_a_contact_is_shown_until_it_is_erased(clients: Mapping[str, Client], seeded: Cast) -> None:
    row, without = sent(days=179), sent(contact="")
    assert "me@example.org" in clients["editor"].get(page(row)).content.decode()
    assert "not given" in clients["editor"].get(page(without)).content.decode()
    tickets.erase_contacts(timezone.now() + timedelta(days=2))
    shown = clients["editor"].get(page(row)).content.decode()
    assert "me@example.org" not in shown
    assert "erased on" in shown
    assert "me@example.org" not in clients["editor"].get(LIST).content.decode()
    assert "me@example.org" not in clients["editor"].get(history(row)).content.decode()


def test_nobody_adds_or_deletes_a_ticket_by_hand(clients: Mapping[str, Client], seeded: Cast) -> None:
    row = sent()
    for name in ("add", "delete"):
        address = reverse(f"admin:claims_ticket_{name}", args=[row.pk] if name == "delete" else [])
        assert clients["editor"].get(address).status_code == 403
