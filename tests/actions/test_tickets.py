"""Tickets: what is taken from anybody, how many of them, who settles them, and that contacts go in time."""

from __future__ import annotations

import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import limits, tickets
from claims.domain.errors import InvalidValue, NotAllowed, StaleSave, TooManyRequests
from claims.domain.vocabulary import TicketState
from claims.models import Ticket, TicketRate
from claims.reads import tickets as reading
from tests.cast import Cast, rashid
from tests.hostile import hostile_strings

NOON = datetime(2026, 11, 23, 12, 10, tzinfo=UTC)


def sent(*, at: datetime = NOON, place: str = "192.0.2.7", **changed: Any) -> str:
    values: dict[str, Any] = {"kind": "request", "text": "Is it true?", **changed}
    return tickets.submit(at=at, place=place, **values)


def counted() -> list[int]:
    return sorted(TicketRate.objects.values_list("count", flat=True))


def test_a_ticket_is_kept_as_it_was_sent_and_has_a_number_nobody_can_guess(seeded: Cast) -> None:
    number = sent(
        kind="dispute", claim=rashid().public_id, number_read=1, passage=" maybe\r\nfour ", text="No.\r\nSee A.",
        contact=" me@example.org ",
    )  # fmt: skip
    row = Ticket.objects.get(public_id=number)
    assert (row.kind, row.claim, row.number_read) == ("dispute", rashid().public_id, 1)
    assert (row.passage, row.text, row.contact) == ("maybe\nfour", "No.\nSee A.", "me@example.org")
    assert (row.state, row.received_at, row.handled_by) == ("open", NOON, None)
    assert len(number) == 10
    numbers = {sent(place=f"10.0.{n}.1") for n in range(20)}
    assert len(numbers | {number}) == 21


def test_all_problems_are_said_at_once_and_nothing_is_kept_or_counted(db: None) -> None:
    with pytest.raises(InvalidValue) as caught:
        sent(kind="praise", text=" \u200b", passage="x" * 2_001, contact="a\nb")
    assert {problem.field for problem in caught.value.problems} == {"kind", "text", "passage", "contact"}
    assert not Ticket.objects.exists()
    assert counted() == []


def test_a_request_is_about_no_claim_and_the_others_are_about_one(seeded: Cast) -> None:
    for broken in ({"claim": rashid().public_id, "number_read": 1}, {"kind": "error"}):
        with pytest.raises(InvalidValue, match="about one claim"):
            sent(**broken)
    for broken in ({"number_read": 7}, {"claim": "zzzzzzzzzz"}, {"number_read": None}):
        with pytest.raises(InvalidValue) as caught:
            sent(**{"kind": "error", "claim": rashid().public_id, "number_read": 1, **broken})
        assert "no public document" in caught.value.message
    assert counted() == []


@pytest.mark.parametrize("field", ["text", "passage", "contact"])
def test_every_text_is_kept_or_refused_by_its_name(db: None, field: str) -> None:
    for number, text in enumerate(hostile_strings()):
        found, names = "", {field}
        try:
            found = sent(**{"text": "x", field: text}, at=NOON + timedelta(days=number))
        except InvalidValue as error:
            names = {problem.field for problem in error.problems}
        assert names == {field}
        kept = Ticket.objects.filter(public_id=found).values_list(field, flat=True).first()
        if kept is not None:
            lines = text.replace("\r\n", "\n").replace("\r", "\n")
            assert kept == unicodedata.normalize("NFC", lines).strip()


# How many.


def test_the_sixth_in_an_hour_from_one_place_waits_for_the_next_hour(db: None) -> None:
    for minute in range(5):
        sent(at=NOON + timedelta(minutes=minute))
    with pytest.raises(TooManyRequests) as caught:
        sent(at=NOON + timedelta(minutes=20))
    assert caught.value.wait == 30 * 60
    assert "in 30 minutes" in caught.value.message
    assert Ticket.objects.count() == 5
    assert counted() == [5, 5, 5], "what is refused is not counted"
    sent(at=NOON + timedelta(minutes=20), place="192.0.2.8")
    sent(at=NOON + timedelta(minutes=50))


def test_the_twenty_first_in_a_day_from_one_place_waits_for_the_next_day(db: None) -> None:
    morning = NOON.replace(hour=0, minute=0)
    for number in range(20):
        sent(at=morning + timedelta(minutes=15 * number))
    with pytest.raises(TooManyRequests) as caught:
        sent(at=NOON)
    assert caught.value.wait == (11 * 60 + 50) * 60
    assert "in 12 hours" in caught.value.message
    sent(at=morning + timedelta(days=1))


def test_who_is_over_both_limits_waits_for_the_later_one(db: None) -> None:
    for number in range(20):
        sent(at=NOON - timedelta(minutes=15 * (19 - number)))
    sent(place="192.0.2.8")
    TicketRate.objects.filter(window="hour").exclude(bucket="all").update(count=5)
    with pytest.raises(TooManyRequests) as caught:
        sent()
    assert caught.value.wait == (11 * 60 + 50) * 60


def test_from_everybody_together_two_hundred_an_hour_are_taken(db: None) -> None:
    for number in range(200):
        sent(place=f"10.0.{number}.1")
    with pytest.raises(TooManyRequests, match="More tickets are arriving") as caught:
        sent(place="10.1.0.1")
    assert caught.value.wait == 50 * 60
    assert Ticket.objects.count() == 200
    sent(place="10.1.0.1", at=NOON + timedelta(hours=1))


def test_where_a_place_is_stands_nowhere_and_changes_its_name_every_day(db: None, settings: Any) -> None:
    sent()
    sent(at=NOON + timedelta(hours=1))
    kept = {row.bucket for row in TicketRate.objects.all()}
    assert len(kept) == 2
    assert "192.0.2.7" not in str(list(TicketRate.objects.values()))
    today = limits.digest("192.0.2.7", day=NOON)
    assert kept == {"all", today}
    assert limits.digest("192.0.2.7", day=NOON + timedelta(days=1)) != today
    assert limits.digest("192.0.2.8", day=NOON) != today
    settings.SECRET_KEY = "another"
    assert limits.digest("192.0.2.7", day=NOON) != today


def test_what_was_counted_yesterday_is_forgotten_with_the_next_ticket(db: None) -> None:
    sent()
    sent(at=NOON + timedelta(days=1))
    assert {row.begins_at.day for row in TicketRate.objects.all()} == {24}


@pytest.mark.usefixtures("committed_claims")
def test_readers_who_send_at_the_same_moment_are_all_counted() -> None:
    found: list[str] = []
    start = threading.Barrier(8)

    def send() -> None:
        try:
            start.wait()
            sent()
            found.append("taken")
        except TooManyRequests:
            found.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == ["refused"] * 3 + ["taken"] * 5
    assert Ticket.objects.count() == 5


# Contacts.


def test_a_contact_is_erased_after_180_days_and_not_before(db: None) -> None:
    old, new = (
        sent(contact="old@example.org"),
        sent(contact="new@example.org", at=NOON + timedelta(seconds=1)),
    )
    without = sent()
    assert tickets.erase_contacts(NOON + timedelta(days=180, seconds=-1)) == 0
    moment = NOON + timedelta(days=180)
    assert tickets.erase_contacts(moment) == 1
    rows = {row.public_id: (row.contact, row.contact_erased_at) for row in Ticket.objects.all()}
    assert rows == {old: ("", moment), new: ("new@example.org", None), without: ("", None)}
    assert tickets.erase_contacts(moment) == 0


def test_each_new_ticket_erases_some_contacts_that_are_due(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(tickets, "AT_ONCE", 2)
    for number in range(3):
        sent(contact=f"{number}@example.org", at=NOON + timedelta(minutes=number))
    later = NOON + timedelta(days=181)
    sent(at=later)
    assert list(Ticket.objects.exclude(contact="").values_list("contact", flat=True)) == ["2@example.org"]
    sent(at=later)
    assert not Ticket.objects.exclude(contact="").exists()


def test_the_command_erases_what_is_due_and_says_how_many(db: None) -> None:
    def said() -> str:
        out = StringIO()
        call_command("erase_contacts", stdout=out)
        return out.getvalue()

    assert said() == "No contact is due.\n"
    for days in (181, 179):
        sent(contact="me@example.org", at=timezone.now() - timedelta(days=days))
    assert said() == "1 contacts were erased.\n"
    assert Ticket.objects.exclude(contact="").count() == 1
    assert not TicketRate.objects.exists()


# Settling.


def test_a_reviewer_settles_with_an_answer_and_the_reader_sees_it(seeded: Cast) -> None:
    number = sent(text="PRIVATE", passage="PRIVATE", contact="PRIVATE")
    row = Ticket.objects.get(public_id=number)
    done = tickets.settle(
        row, state=TicketState.DECLINED, answer=" It is an opinion. ", by=seeded.reviewer, at=NOON, read=None
    )
    assert (done.state, done.answer, done.handled_by) == ("declined", "It is an opinion.", seeded.reviewer)
    with CaptureQueriesContext(connection) as queries:
        found = reading.progress(number)
    assert found is not None
    assert (found.state, found.answer, found.handled_at) == ("declined", "It is an opinion.", NOON)
    assert "PRIVATE" not in str(found)
    assert not any(word in queries[0]["sql"] for word in ("passage", '"text"', "contact"))


@pytest.mark.parametrize("name", ["extractor", "administrator", "machine", "passer_by"])
def test_nobody_else_settles(seeded: Cast, name: str) -> None:
    row = Ticket.objects.get(public_id=sent())
    with pytest.raises(NotAllowed, match="reviewer or editor"):
        tickets.settle(
            row, state=TicketState.ANSWERED, answer="x", by=getattr(seeded, name), at=NOON, read=None
        )


def test_settling_needs_an_answer_and_never_leaves_open(seeded: Cast) -> None:
    row = Ticket.objects.get(public_id=sent())
    for state, answer, words in (
        (TicketState.ANSWERED, " ", "must not be empty"),
        (TicketState.OPEN, "x", "settled as answered or declined"),
        (TicketState.DECLINED, "x" * 2_001, "at most 2,000"),
    ):
        with pytest.raises(InvalidValue, match=words):
            tickets.settle(row, state=state, answer=answer, by=seeded.editor, at=NOON, read=None)


def test_two_people_who_settle_at_once_see_both_answers_and_the_second_may_go_on(seeded: Cast) -> None:
    row = Ticket.objects.get(public_id=sent())
    tickets.settle(row, state=TicketState.ANSWERED, answer="Mine.", by=seeded.reviewer, at=NOON, read=None)
    late: dict[str, Any] = {
        "state": TicketState.DECLINED,
        "by": seeded.editor,
        "at": NOON + timedelta(hours=1),
    }
    with pytest.raises(StaleSave) as caught:
        tickets.settle(row, answer="Other.", read=None, **late)
    assert (caught.value.yours["answer"], caught.value.theirs["answer"]) == ("Other.", "Mine.")
    tickets.settle(row, answer="Better.", read=NOON, **late)
    row.refresh_from_db()
    assert (row.state, row.answer, row.handled_by) == ("declined", "Better.", seeded.editor)
