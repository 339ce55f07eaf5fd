"""Every word of the interface can be translated, and a site in another language is the same site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from claims.actions import tickets
from claims.domain.vocabulary import CorrectionKind, TicketKind, TicketState
from claims.models import Publication, PublishedClaim, Ticket
from claims.pages import answering, evidence
from claims.reads import published, search
from claims.web import form
from claims.web.problems import TITLES
from factcheck import settings as product
from tests import pseudo, sitemap
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid

TEMPLATES = Path(__file__).resolve().parents[2] / "claims" / "templates"
REFUSED = (
    "/search?q=a&q=b", "/search?x=1",
    "/search?from=2009&to=2008", "/search?speaker=-", "/search?q=militnats", "/search?q=-",
    "/claims?x=1", "/claims?rating=a&rating=b", "/claims?status=x", "/topics?x=1", "/speakers?x=1", "/oembed",
    "/oembed?url=x&maxwidth=x", "/claims/{}/revisions/2/changes?from=x", "/articles/{}?x=1",
)  # fmt: skip
SEARCHED = ("militants", "militnats", "Rashd", "xyzzyx")
"""What these pages and those of the site map search for."""

SENT = (
    ("/ask", {}), ("/ask", {"text": "x" * 100_000}), ("/ask", {"text": "x", "website": "x"}),
    ("/claims/{}/report", {}), ("/claims/{}/report", {"kind": "x", "number": "7", "text": "x"}),
)  # fmt: skip
"""Forms that are not taken."""


@pytest.fixture
def pages(seeded: Cast, client: Client, settings: Any) -> Any:
    """What makes all pages: the address of each with its text."""
    settings.DEBUG, settings.CONTACT = True, "desk@example.org"
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="strength of militants")
    claim = rashid().public_id
    for number, (state, kind) in enumerate([*zip(TicketState, TicketKind, strict=True), ("open", "dispute")]):
        about = {"claim": claim, "number_read": 1} if kind != "request" else {}
        sent = tickets.submit(kind=kind, text="x", place=f"10.0.{number}.1", at=timezone.now(), **about)
        if state != "open":
            tickets.settle(
                Ticket.objects.get(public_id=sent),
                state=state,
                answer="⟦Seen.⟧",
                by=seeded.reviewer,
                at=timezone.now(),
                read=None,
            )
    addresses = [
        *sitemap.every_type(),
        f"/claims/{claim}",
        f"/claims/{claim}/revisions",
        "/claims?status=unrated",
    ]
    addresses += [f"/claims/{claim}/revisions/2/changes", f"/claims/{claim}/revisions/1", "/nothing"]
    addresses += [f"/problems/{code}" for code in TITLES]
    article = published.listed(limit=1).items[0].value()["article"]["id"]
    addresses += [one.format(article if "articles" in one else claim) for one in REFUSED]
    addresses += [f"/topics/{topic}" for topic, _ in published.topics()]

    def every() -> dict[str, str]:
        found = {path: client.get(path).content.decode() for path in dict.fromkeys(addresses)}
        request = RequestFactory().get("/")
        for answer in (answering.removed(request), answering.gone(request)):
            found[str(answer.status_code)] = answer.content.decode()
        for path, sent in SENT:
            answer = client.post(path.format(claim), sent, headers={"Origin": "http://testserver"})
            found[f"{path} {sent}"[:80]] = answer.content.decode()
        for number in Ticket.objects.values_list("public_id", flat=True):
            found[f"/tickets/{number}"] = client.get(f"/tickets/{number}").content.decode()
            found[f"/tickets/{number}?received=1"] = client.get(
                f"/tickets/{number}?received=1"
            ).content.decode()
        return found

    return every


def outside(pages: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of all pages that no translator sees."""
    known = {configured.SITE_NAME, *SEARCHED, *(topic for topic, _ in published.topics())}
    known |= {*search.known()["outlet"], *Ticket.objects.values_list("public_id", flat=True)}
    known |= set(PublishedClaim.objects.values_list("public_id", flat=True))
    known |= set(Publication.objects.exclude(number=1).values_list("correction_reason", flat=True))
    pseudo.speak(monkeypatch)
    pseudo.mark_the_rest(monkeypatch)
    return [
        f"{path}: {one}"
        for path, page in pages().items()
        for one in pseudo.untranslated(page, known | {path.removeprefix("/problems/")})
    ]


def test_every_word_of_every_type_of_page_can_be_translated(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outside(pages, monkeypatch) == []


@pytest.mark.parametrize(
    ("template", "marked", "bare"),
    [
        ("base", '{% translate "Skip to content" %}', "Skip to content"),
        ("base", 'aria-label="{% translate "Site" %}"', 'aria-label="Site"'),
        ("shelf", '{% translate "Speakers" %}', "Speakers"),
        ("claim", '{% translate "role at that time" %}', "role at that time"),
        ("search", '{% translate "Narrow down" %}', "Narrow down"),
    ],
)
def test_a_word_that_nobody_marked_is_found(
    pages: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    template: str,
    marked: str,
    bare: str,
) -> None:
    text = (TEMPLATES / "claims" / f"{template}.html").read_text()
    assert marked in text
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / f"{template}.html").write_text(text.replace(marked, bare))
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    assert outside(pages, monkeypatch)


def test_a_word_of_a_view_that_nobody_marked_is_found(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(evidence.STANCES, "supports", ("▲", "Supports"))
    assert any("Supports" in line for line in outside(pages, monkeypatch))


def test_another_language_changes_no_address_no_class_and_no_form(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bones(page: str) -> list[str]:
        return re.findall(r'<[a-z0-9]+|(?:href|class|id|name|action|rel)="[^"]*"', page)

    english = {path: bones(page) for path, page in pages().items()}
    pseudo.speak(monkeypatch)
    assert {path: bones(page) for path, page in pages().items()} == english


def test_pages_say_their_language_and_never_the_readers(seeded: Cast, client: Client) -> None:
    plain = client.get("/claims")
    assert '<html lang="en">' in plain.content.decode()
    asked = client.get("/claims", headers={"Accept-Language": "ar,de;q=0.9", "Cookie": "django_language=ar"})
    assert asked.content == plain.content
    assert "accept-language" not in plain.get("Vary", "").lower()
    assert "Content-Language" not in plain


def test_a_site_in_a_language_from_right_to_left_says_so(seeded: Cast, client: Client) -> None:
    claim = rashid().public_id
    with translation.override("ar"):
        for path in ("/claims", f"/embed/{claim}"):
            assert '<html lang="ar" dir="rtl">' in client.get(path).content.decode()


def test_readers_who_have_a_page_get_it_in_the_new_language(settings: Any) -> None:
    before = form._form()
    settings.LANGUAGE_CODE = "ar"
    assert form._form() != before


def test_a_language_that_nobody_translated_is_refused() -> None:
    assert product._language("en") == "en"
    with pytest.raises(SystemExit, match="LANGUAGE_CODE=de has no translation here"):
        product._language("de")
