"""Tickets in the database: they stay as they arrived, a contact can only go, and people answer in their own name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from claims.domain.ids import new_public_id
from claims.models import History, Ticket, TicketRate
from tests.cast import Cast, rashid
from tests.models.test_supposition_rules import refused

BLANKS = ("", " ", "\t\n\r ", "\u00a0\u2003", "\u200b\u200e", "\u3164\u2800\ufeff", "\u2028\u3000")


def values(**changed: Any) -> dict[str, Any]:
    """A ticket about Rashid's claim, as it is inserted."""
    return {
        "public_id": new_public_id(), "kind": "error", "claim": rashid().public_id, "number_read": 1,
        "passage": "four or five thousand", "text": "The date is wrong.", "contact": "me@example.org",
        "received_at": timezone.now(), **changed,
    }  # fmt: skip


def made(**changed: Any) -> Ticket:
    return Ticket.objects.create(**values(**changed))


def changed(row: Ticket, **columns: Any) -> Callable[[], Any]:
    return lambda: Ticket.objects.filter(pk=row.pk).update(**columns)


def settled(by: Any, **more: Any) -> dict[str, Any]:
    return {
        "state": "answered",
        "answer": "Corrected.",
        "handled_by": by,
        "handled_at": timezone.now(),
        **more,
    }


REQUEST = {"kind": "request", "claim": "", "number_read": None}
BOUNDS: list[tuple[str, dict[str, Any]]] = [
    ("ticket_public_id_has_its_form", {"public_id": "SHORT"}),
    ("ticket_kind_is_known", {"kind": "praise"}),
    ("ticket_state_is_known", {"state": "lost"}),
    ("ticket_received_at_is_in_range", {"received_at": datetime.fromisoformat("9999-01-01T00:00+00:00")}),
    ("ticket_passage_is_short_enough", {"passage": "x" * 2_001}),
    ("ticket_text_is_short_enough", {"text": "x" * 5_001}),
    ("ticket_contact_is_short_enough", {"contact": "x" * 201}),
    *(("ticket_text_says_something", {"text": blank}) for blank in BLANKS),
    ("ticket_claim_unless_request", {"kind": "request"}),
    ("ticket_claim_unless_request", {"claim": "", "number_read": None}),
    ("ticket_claim_unless_request", {"claim": "", "kind": "dispute"}),
    ("ticket_claim_unless_request", {**REQUEST, "number_read": 1}),
    ("ticket_is_about_a_public_document", {"number_read": None}),
    ("ticket_is_about_a_public_document", {"number_read": 2}),
    ("ticket_is_about_a_public_document", {"claim": "zzzzzzzzzz"}),
    ("ticket_begins_open", {"contact": "", "contact_erased_at": timezone.now()}),
]


@pytest.mark.parametrize(("rule", "broken"), BOUNDS, ids=lambda value: ascii(value)[:60])
def test_every_bound_of_a_ticket_holds(seeded: Cast, rule: str, broken: dict[str, Any]) -> None:
    made()
    if rule == "ticket_state_is_known":  # an insert is refused before, because it does not begin open
        row = made()
        refused(rule, changed(row, **settled(seeded.reviewer, **broken)))
        return
    refused(rule, lambda: made(**broken))


def test_the_longest_and_the_shortest_ticket_are_taken(seeded: Cast) -> None:
    made(passage="x" * 2_000, text="é" * 5_000, contact="x" * 200)
    made(**REQUEST, passage="", text="?", contact="")


def test_a_ticket_cannot_begin_settled(seeded: Cast) -> None:
    refused("ticket_begins_open", lambda: made(**settled(seeded.reviewer)))


@pytest.mark.parametrize(
    "broken", [{"answer": ""}, *({"answer": blank} for blank in BLANKS), {"handled_at": None}], ids=ascii
)
def test_a_settled_ticket_says_what_who_and_when(seeded: Cast, broken: dict[str, Any]) -> None:
    row = made()
    refused("ticket_handled_at_with_by_and_answer", changed(row, **{**settled(seeded.reviewer), **broken}))
    refused("ticket_settled_by_a_person", changed(row, **settled(None)))
    refused("ticket_answer_is_short_enough", changed(row, **settled(seeded.reviewer, answer="x" * 2_001)))
    late = datetime.fromisoformat("9999-01-01T00:00+00:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(row, **settled(seeded.reviewer, handled_at=late))()


def test_an_open_ticket_has_no_answer(seeded: Cast) -> None:
    row = made()
    refused("ticket_handled_at_with_by_and_answer", changed(row, **settled(seeded.reviewer, state="open")))


@pytest.mark.parametrize("name", ["extractor", "administrator", "machine", "passer_by"])
def test_only_reviewers_and_editors_settle(seeded: Cast, name: str) -> None:
    refused("ticket_settled_by_a_person", changed(made(), **settled(getattr(seeded, name))))


def test_a_settled_ticket_is_never_open_again_and_a_new_answer_has_its_own_moment(seeded: Cast) -> None:
    row = made()
    changed(row, **settled(seeded.reviewer))()
    row.refresh_from_db()
    reopened = {"state": "open", "answer": "", "handled_by": None, "handled_at": None}
    refused("ticket_stays_settled", changed(row, **reopened))
    refused("ticket_stays_settled", changed(row, answer="Other words."))
    refused("ticket_stays_settled", changed(row, handled_by=seeded.editor))
    changed(row, **settled(seeded.editor, answer="Other words."))()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "dispute"), ("passage", "other words"), ("text", "It is right."), ("number_read", 2),
        ("claim", "zzzzzzzzzz"), ("received_at", timezone.now() - timedelta(days=1)),
    ],
)  # fmt: skip
def test_what_a_reader_sent_stays_as_it_arrived(seeded: Cast, column: str, value: Any) -> None:
    row = made()
    refused("ticket_stays_as_received", changed(row, **{column: value}))
    changed(row, **settled(seeded.reviewer))()
    refused("ticket_stays_as_received", changed(row, **{column: value}))


def test_a_ticket_keeps_its_numbers(seeded: Cast) -> None:
    row = made()
    refused("public_id_is_permanent", changed(row, public_id=new_public_id()))
    refused("id_is_permanent", changed(row, id=row.pk + 1_000))


def test_a_contact_is_never_changed_only_erased_and_the_row_says_when(seeded: Cast) -> None:
    row, now = made(), timezone.now()
    for broken in (
        {"contact": "you@example.org"},
        {"contact": ""},
        {"contact_erased_at": now},
        {"contact": "you@example.org", "contact_erased_at": now},
    ):
        refused("ticket_contact_is_only_erased", changed(row, **broken))
    changed(row, contact="", contact_erased_at=now)()
    for broken in (
        {"contact": "me@example.org"},
        {"contact": "me@example.org", "contact_erased_at": None},
        {"contact_erased_at": None},
        {"contact_erased_at": now + timedelta(days=1)},
    ):
        refused("ticket_contact_is_only_erased", changed(row, **broken))


def test_a_row_whose_contact_was_erased_has_none(seeded: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [
            "ticket_contact_erased_is_gone",
        ])  # fmt: skip
        assert "contact_erased_at IS NULL" in cursor.fetchone()[0]


@pytest.mark.parametrize("statement", ["DELETE FROM claims_ticket", "TRUNCATE claims_ticket"])
def test_the_app_role_cannot_take_a_ticket_away(seeded: Cast, statement: str) -> None:
    made()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_history_names_who_settled_and_holds_nothing_of_the_reader(seeded: Cast) -> None:
    row = made(passage="PASSAGE", text="TEXT", contact="CONTACT")
    changed(row, **settled(seeded.editor))()
    changed(row, contact="", contact_erased_at=timezone.now())()
    found = History.objects.filter(table="claims_ticket", row=str(row.pk)).order_by("id")
    assert [(one.operation, one.changed_by) for one in found] == [
        ("insert", None), ("update", seeded.editor.pk), ("update", None),
    ]  # fmt: skip
    kept = "".join(f"{one.old}{one.new}" for one in found)
    assert "Corrected." in kept
    assert not any(word in kept for word in ("PASSAGE", "TEXT", "CONTACT"))


def test_every_bound_of_a_count_holds(seeded: Cast) -> None:
    now = timezone.now()
    good = {"bucket": "a" * 32, "window": "hour", "begins_at": now, "count": 1}
    create = TicketRate.objects.create
    create(**good)
    for broken, rule in (
        ({"bucket": "192.0.2.1"}, "ticketrate_bucket_is_a_digest_or_all"),
        ({"window": "year"}, "ticketrate_window_is_known"),
        ({"count": 0}, "ticketrate_count_from_1"),
        ({"begins_at": now.replace(year=9999)}, "ticketrate_begins_at_is_in_range"),
        ({}, "ticketrate_bucket_once_a_window"),
    ):
        refused(rule, lambda broken=broken: create(**{**good, **broken}))
