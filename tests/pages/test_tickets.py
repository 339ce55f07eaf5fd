"""Readers' forms: sent without account, cookie or script; nothing typed is lost; nothing sent is ever shown again."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import tickets
from claims.domain.vocabulary import CorrectionKind, TicketState
from claims.models import Ticket
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid
from tests.pages.test_pages import addresses

HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
SECRETS = {"text": "TEXT-OF-A-READER", "passage": "PASSAGE-OF-A-READER", "contact": "CONTACT-OF-A-READER"}


def reader() -> Client:
    """A browser that nobody is signed in with; the token of Django's own check is asked for."""
    return Client(enforce_csrf_checks=True)


def form() -> str:
    return f"/claims/{rashid().public_id}/report"


def filled(**changed: str) -> dict[str, str]:
    return {"number": "1", "kind": "error", "website": "", **SECRETS, **changed}


def send(address: str, data: Any, *, client: Client | None = None, **headers: str) -> Any:
    return (client or reader()).post(address, data, headers={**HERE, **headers})


def words(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def nothing_lost(answer: Any, data: dict[str, str]) -> None:
    """Everything that was typed stands in the form again."""
    page = unescape(answer.content.decode())
    for name in ("text", "passage"):
        assert f">\n{data[name]}</textarea>" in page, name
    assert f'name="contact" value="{data["contact"]}"' in page


# What is sent arrives.


@pytest.mark.parametrize("kind", ["error", "dispute"])
def test_a_reader_reports_and_gets_a_number(seeded: Cast, kind: str) -> None:
    client = reader()
    page = client.get(form())
    assert page.status_code == 200
    assert rashid().statement in unescape(page.content.decode())
    answer = send(form(), filled(kind=kind), client=client)
    row = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{row.public_id}?received=1")
    assert (row.kind, row.claim, row.number_read) == (kind, rashid().public_id, 1)
    assert (row.text, row.passage, row.contact) == tuple(SECRETS.values())
    received = client.get(answer["Location"])
    assert received.status_code == 200
    for told in (row.public_id, "What happens next", "180 days", "it is erased on"):
        assert told in words(received)
    assert not client.cookies


def test_a_reader_asks_for_a_check(db: None) -> None:
    answer = send("/ask", {name: text for name, text in SECRETS.items() if name != "contact"})
    row = Ticket.objects.get()
    assert answer.status_code == 303
    assert (row.kind, row.claim, row.number_read, row.contact) == ("request", "", None, "")
    assert "two people" in words(reader().get(answer["Location"]))


def test_the_form_names_the_document_that_was_read_also_an_older_one(seeded: Cast) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    assert '<input type="hidden" name="number" value="2">' in reader().get(form()).content.decode()
    older = reader().get(form() + "?number=1&kind=dispute").content.decode()
    assert '<input type="hidden" name="number" value="1">' in older
    assert re.search(r'value="dispute"[^>]* checked', older)
    assert send(form(), filled(number="1")).status_code == 303
    assert Ticket.objects.get().number_read == 1


def test_the_page_of_a_ticket_shows_state_and_answer_and_nothing_that_was_sent(seeded: Cast) -> None:
    send(form(), filled())
    row = Ticket.objects.get()
    address = f"/tickets/{row.public_id}"
    assert "nobody has answered yet" in words(reader().get(address))
    tickets.settle(
        row, state=TicketState.ANSWERED, answer="Corrected in <no. 2>.\nThank you.", by=seeded.editor,
        at=timezone.now(), read=None,
    )  # fmt: skip
    for query in ("", "?received=1"):
        with CaptureQueriesContext(connection) as queries:
            answer = reader().get(address + query)
        assert "Corrected in &lt;no. 2&gt;." in answer.content.decode()
        assert "Answered on" in words(answer)
        assert len(queries) == 1
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not any(secret in words(answer) for secret in SECRETS.values())
        assert seeded.editor.username not in words(answer).split("Answered on")[1]
    assert reader().get("/tickets/zzzzzzzzzz").status_code == 404


def test_nothing_of_a_ticket_is_in_any_document_page_feed_or_export(seeded: Cast, client: Client) -> None:
    send(form(), filled())
    row = Ticket.objects.get()
    tickets.settle(
        row,
        state=TicketState.DECLINED,
        answer="ANSWER-OF-THE-DESK",
        by=seeded.editor,
        at=timezone.now(),
        read=None,
    )
    for url in [*addresses(), form(), "/ask", f"/claims/{rashid().public_id}/provenance.json"]:
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        for secret in (*SECRETS.values(), row.public_id, "ANSWER-OF-THE-DESK"):
            assert secret.encode() not in body, (url, secret)


# What cannot be taken is said, and nothing that was typed is lost.


@pytest.mark.parametrize(
    ("changed", "field", "label"),
    [
        ({"text": "  \u200b "}, "text", "What is wrong, and how do you know?"),
        ({"text": "x" * 5_001}, "text", "5,001 characters"),
        ({"passage": "x" * 2_001}, "passage", "Which words is it about?"),
        ({"contact": "x" * 201}, "contact", "How can we reach you?"),
        ({"text": "a\x07b"}, "text", "a control character"),
        ({"kind": ""}, "kind-1", "Choose what you send."),
        ({"kind": "request"}, "kind-1", "Choose what you send."),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_wrong_stands_at_its_field_and_above(
    seeded: Cast, changed: dict[str, str], field: str, label: str
) -> None:
    data = filled(**changed)
    answer = send(form(), data)
    assert answer.status_code == 400
    page = answer.content.decode()
    start = page.index('role="alert"')
    summary = unescape(page[start : page.index("</div>", start)])
    assert f'href="#{field}"' in summary
    assert label in summary
    name = field.split("-")[0]
    assert f'id="{name}-error"' in page
    assert re.search(rf'aria-describedby="{name}-error', page)
    assert 'aria-invalid="true"' in page
    assert "<title>Not sent:" in page
    nothing_lost(answer, data)
    assert answer["Cache-Control"] == "no-store"
    assert not Ticket.objects.exists()


def test_text_that_looks_like_markup_comes_back_as_text(seeded: Cast) -> None:
    data = filled(text='\n</textarea><script>alert("x")</script>', passage="&amp; {{ 7*7 }}", kind="")
    answer = send(form(), data)
    assert "<script" not in answer.content.decode()
    nothing_lost(answer, data)
    asked = send("/ask", {**data, "text": " "})
    assert asked.status_code == 400
    assert "What should we check?” must not be empty" in words(asked)


@pytest.mark.parametrize("number", ["", "0", "7", "abc", "9" * 40, "²", "-1"])
def test_a_form_that_names_no_document_is_not_taken_and_mended(seeded: Cast, number: str) -> None:
    data = filled(number=number)
    answer = send(form(), data)
    assert answer.status_code == 400
    assert "which document you read" in words(answer)
    assert '<input type="hidden" name="number" value="1">' in answer.content.decode()
    nothing_lost(answer, data)
    assert reader().get(f"{form()}?number={number or 'x'}").status_code == 404


def test_a_program_that_fills_in_everything_is_refused_and_a_person_can_send_again(seeded: Cast) -> None:
    page = reader().get(form()).content.decode()
    trap = re.search(r'<p class="unseen"[^>]*>(.*?)</p>', page)
    assert trap is not None
    for part in ('name="website"', 'autocomplete="off"', 'tabindex="-1"', '<label for="website">'):
        assert part in trap[1]
    data = filled(website="https://spam.example")
    answer = send(form(), data)
    assert answer.status_code == 400
    assert "spam.example" not in answer.content.decode()
    nothing_lost(answer, data)
    assert not Ticket.objects.exists()


def test_too_many_are_refused_in_words_with_a_time_and_nothing_is_lost(seeded: Cast) -> None:
    for number in range(5):
        assert send(form(), filled(text=f"No. {number}")).status_code == 303
    data = filled(text="The sixth.")
    answer = send(form(), data)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 3_600
    assert "send this one again in" in words(answer)
    nothing_lost(answer, data)
    assert Ticket.objects.count() == 5
    asked = send("/ask", {"text": "A seventh."})
    assert asked.status_code == 429, "both forms count together"


@pytest.mark.parametrize(
    ("address", "changed"),
    [("/ask", {}), ("report", {"number": "1", "kind": "error"})],
    ids=["ask", "report"],
)
def test_a_form_of_more_than_64_kb_is_not_read(seeded: Cast, address: str, changed: dict[str, str]) -> None:
    url = form() if address == "report" else address
    answer = send(url, {**changed, "text": "x" * 66_000})
    assert answer.status_code == 413
    assert "larger than 64 KB" in words(answer)
    assert "what you typed is still there" in words(answer)
    fits = send(url, {**changed, "text": "x" * 60_000})
    assert fits.status_code == 400
    assert "60,000 characters; at most 5,000" in words(fits)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"&".join(b"f%d=1" % n for n in range(1_200)), "application/x-www-form-urlencoded"),
        (b"text=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=\xc3\xa9"),
        (b"--x\r\n", "multipart/form-data"),
    ],
    ids=["fields", "charset", "boundary", "no boundary"],
)
def test_what_no_browser_writes_is_refused_in_words(db: None, body: bytes, kind: str) -> None:
    answer = reader().generic("POST", "/ask", body, content_type=kind, headers=HERE)
    assert answer.status_code == 400
    assert "not written as browsers write forms" in words(answer)


@pytest.mark.parametrize("body", [b"", b'{"text": "x"}', b"text=%ff%00"])
def test_a_form_without_a_text_that_can_be_read_is_shown_again(db: None, body: bytes) -> None:
    kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
    answer = reader().generic("POST", "/ask", body, content_type=kind, headers=HERE)
    assert answer.status_code == 400
    assert "What should we check?" in words(answer)


def test_somebody_else_s_lock_is_said_as_such(seeded: Cast, monkeypatch: Any) -> None:
    from claims.domain.errors import Busy

    def busy(**_values: Any) -> str:
        raise Busy("Nothing was saved; try again.")

    monkeypatch.setattr("claims.actions.tickets.submit", busy)
    data = filled()
    answer = send(form(), data)
    assert answer.status_code == 503
    nothing_lost(answer, data)
