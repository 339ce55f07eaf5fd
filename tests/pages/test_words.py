"""Every word of the interface can be translated, and a site in another language is the same site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product as product_of
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as configured
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from claims.actions import limits, tickets
from claims.apps import OneLanguage
from claims.domain import confidence, quantities, text, tongue, wanted
from claims.domain.vocabulary import CorrectionKind, RemovalCategory, Status, TicketKind, TicketState
from claims.formats import (
    admiralty,
    claim_review,
    claim_review_words,
    dates,
    feed_entries,
    figure_svg,
    gaps,
    languages,
    parts,
    passage,
    prov_records,
    provenance_layout,
    provenance_svg,
    series_svg,
    series_words,
    stored,
    trail,
)
from claims.models import Publication, PublishedClaim, Ticket
from claims.pages import answering, evidence
from claims.pages import search as search_page
from claims.reads import cursors, published, removals, search
from claims.web import form
from claims.web.problems import TITLES
from factcheck import settings as product
from tests import pseudo, sitemap
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid

TEMPLATES = Path(__file__).resolve().parents[2] / "claims" / "templates"
REFUSED = (
    "/search?q=a&q=b", "/search?x=1", "/search?from=x", "/claims?cursor=x",
    "/search?from=2009&to=2008", "/search?speaker=-", "/search?q=militnats", "/search?q=-",
    "/claims?x=1", "/claims?rating=a&rating=b", "/claims?status=x", "/topics?x=1", "/speakers?x=1", "/oembed",
    "/oembed?url=x&maxwidth=x", "/claims/{}/revisions/2/changes?from=x", "/articles/{}?x=1",
)  # fmt: skip
PARAMETERS = {*published.FILTERS, *search_page.NAMES, *Status, "maxwidth", "cursor"}
"""What addresses call their parameters, and what these may hold: the same in every language."""
SEARCHED = ("militants", "militnats", "Rashd", "xyzzyx")
"""What these pages and those of the site map search for."""

SENT = (
    ("/ask", {}), ("/ask", {"text": "x"}), ("/ask", {"text": "x" * 100_000}), ("/ask", {"text": "x", "website": "x"}),
    ("/claims/{}/report", {}), ("/claims/{}/report", {"kind": "x", "number": "7", "text": "x"}),
)  # fmt: skip
"""Forms that are not taken."""


@pytest.fixture
def pages(seeded: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
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
    monkeypatch.setattr(limits, "AN_HOUR", 0)  # from now on every ticket is one too many
    addresses = [
        *(one for one in sitemap.every_type() if one not in sitemap.IN_ENGLISH),
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
        for withheld, category in product_of((True, False), RemovalCategory):
            told = removals.Removal(category.value, timezone.now(), withheld)
            monkeypatch.setattr(removals, "of", lambda _id, told=told: told)
            found[f"451 {withheld} {category}"] = answering.removed(request, claim).content.decode()
        found["410"] = answering.gone(request).content.decode()
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


@pytest.fixture
def outputs(seeded: Cast, client: Client, settings: Any) -> Any:
    """What makes the words of feeds, frames and ClaimReviews: the address of each with one text."""
    settings.DEBUG = True
    correct(seeded, rashid(), CorrectionKind.TYPO)

    def every() -> Iterator[tuple[str, str]]:
        atom = ElementTree.fromstring(client.get("/feeds/claims.atom?status=rated").content)
        for name in ("title", "summary"):
            yield from (
                ("atom", one.text or "") for one in atom.iter(f"{{http://www.w3.org/2005/Atom}}{name}")
            )
        feed = client.get("/feeds/claims.json").json()
        yield from (("json", one[name]) for one in feed["items"] for name in ("title", "content_text"))
        answer = client.get("/oembed", {"url": f"{configured.PUBLIC_URL}/claims/{rashid().public_id}"})
        yield "oembed", answer.json()["title"]
        reviews = [one["item"][0] for one in client.get("/feeds/claimreview.json").json()["dataFeedElement"]]
        for one in reviews:
            said = one["itemReviewed"]
            texts = (
                one["claimReviewed"],
                one["creativeWorkStatus"],
                said["text"],
                said.get("description", ""),
            )
            yield from (("claimreview", text) for text in texts)

    return every


def outside(pages: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of all pages that no translator sees."""
    known = {configured.SITE_NAME, *SEARCHED, *(topic for topic, _ in published.topics())}
    known |= {*search.known()["outlet"], *Ticket.objects.values_list("public_id", flat=True)}
    known |= set(PublishedClaim.objects.values_list("public_id", flat=True))
    known |= set(Publication.objects.exclude(number=1).values_list("correction_reason", flat=True))
    pseudo.speak(monkeypatch)
    pseudo.mark_documents(monkeypatch)
    return [
        f"{path}: {one}"
        for path, page in pages().items()
        for one in pseudo.untranslated(page, known | {path.removeprefix("/problems/")} | _parameters(path))
    ]


def _parameters(path: str) -> set[str]:
    return PARAMETERS if "?" in path else set()


def test_every_word_of_every_type_of_page_can_be_translated(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = outside(pages, monkeypatch)
    assert not found, "\n".join(found)


def test_every_word_of_every_feed_and_frame_can_be_translated(
    outputs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {
        configured.SITE_NAME,
        configured.PUBLISHER,
        *PARAMETERS,
        *(name for name, _ in published.topics()),
    }
    pseudo.speak(monkeypatch)
    pseudo.mark_documents(monkeypatch)
    found = [f"{path}: {one}" for path, text in outputs() for one in pseudo.plain(text, known)]
    assert not found, "\n".join(found)


CARELESS = (
    (dates, "August"), (gaps, "Nobody was asked for a reply"), (trail, "as stated"), (quantities, "approximate"),
    (text, "must not be empty"), (wanted, "must be a day"), (confidence, "likely"), (admiralty, "usually"),
    (languages, "English"), (passage, "paraphrase"), (stored, "news agency"), (parts, "Topic"),
    (provenance_svg, "Where the evidence comes from"), (provenance_layout, "Their sources"),
    (figure_svg, "Beside it what others give"), (series_svg, "time it is for"), (series_words, "source of"),
    (prov_records, "An attributed statement"), (claim_review, "The words by which the article"),
    (limits, "Please send"), (cursors, "Start without one"),
)  # fmt: skip
CARELESS_FEEDS = (
    (feed_entries, "Who said it"), (claim_review_words, "Speaker"), (claim_review, "Demonstration"),
)  # fmt: skip
CARELESS_TEMPLATES = (
    ("base", '{% translate "Skip to content" %}', "Skip to content"),
    ("base", 'aria-label="{% translate "Site" %}"', 'aria-label="Site"'),
    ("shelf", '{% translate "Speakers" %}', "Speakers"),
    ("claim", '{% translate "role at that time" %}', "role at that time"),
    ("search", '{% translate "Narrow down" %}', "Narrow down"),
)


def test_words_of_rooms_without_django_that_nobody_marked_are_found(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, _ in CARELESS:
        pseudo.unmark(monkeypatch, module)
    found = "\n".join(outside(pages, monkeypatch))
    assert [(module.__name__, word) for module, word in CARELESS if word not in found] == []


def test_words_of_feeds_that_nobody_marked_are_found(outputs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, _ in CARELESS_FEEDS:
        pseudo.unmark(monkeypatch, module)
    pseudo.speak(monkeypatch)
    pseudo.mark_documents(monkeypatch)
    found = "\n".join(one for _, text in outputs() for one in pseudo.plain(text, set()))
    assert [(module.__name__, word) for module, word in CARELESS_FEEDS if word not in found] == []


def test_words_of_templates_and_views_that_nobody_marked_are_found(
    pages: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "claims").mkdir()
    for template, marked, bare in CARELESS_TEMPLATES:
        careless = tmp_path / "claims" / f"{template}.html"
        page = (careless if careless.exists() else TEMPLATES / "claims" / careless.name).read_text()
        assert marked in page
        careless.write_text(page.replace(marked, bare))
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    monkeypatch.setitem(evidence.STANCES, "supports", ("▲", "Supports"))
    found = "\n".join(outside(pages, monkeypatch))
    words = (
        "Skip to content",
        "aria-label: Site",
        "Speakers",
        "role at that time",
        "Narrow down",
        "Supports",
    )
    assert [word for word in words if word not in found] == []


def test_another_language_changes_no_address_no_class_and_no_form(
    pages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bones(page: str) -> list[str]:
        page = re.sub(r"<text[^>]*>", "", page)  # words of a drawing may take more lines
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


def test_rooms_without_django_speak_the_language_of_the_site() -> None:
    assert isinstance(tongue._site, OneLanguage)
    german = OneLanguage("de")  # Django's own messages have one
    assert german.pgettext("alt. month", "March") == "März"
    assert [german.ngettext("%(num)d week", "%(num)d weeks", n) for n in (1, 2)] != ["%(num)d week"] * 2
    assert german.gettext("nobody translated this") == "nobody translated this"


def test_a_language_that_nobody_translated_is_refused() -> None:
    assert product._language("en") == "en"
    with pytest.raises(SystemExit, match="LANGUAGE_CODE=de has no translation here"):
        product._language("de")
