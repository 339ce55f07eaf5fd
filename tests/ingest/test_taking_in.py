"""From an address, a file or a text to proposed claims: once, or with a message that says what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.actions import articles as actions
from claims.actions import evidence, ingest_runs, people, proposals
from claims.domain.edtf import EDTFValue
from claims.domain.errors import Busy, InvalidValue, WrongState
from claims.domain.intake import LEASE, Given, What
from claims.domain.vocabulary import CaptureState, Occasion
from claims.extraction.proposal import Proposal
from claims.ingest import archive, articles, fetching, sources, work
from claims.models import (
    Article,
    ArticleVersion,
    Capture,
    Claim,
    Evidence,
    IngestRun,
    Outlet,
    Recheck,
    Source,
    User,
)
from tests.admin.forms import under_correction
from tests.cast import Cast
from tests.egress.origin import Origin, reply, serving
from tests.ingest.test_claim_review import review
from tests.offered import placed, proposal

PAGE = (Path(__file__).parent / "pages" / "wire.html").read_bytes()
TEXT = (Path(__file__).parent / "pages" / "wire.txt").read_text()
WORDS = "a dry winter"
HTML = "Content-Type: text/html; charset=utf-8\r\n"


COUNTED_FROM: list[str] = []


def propose(text: str, *, published: EDTFValue, language: str) -> tuple[Proposal, ...]:
    """A reader that finds the same words wherever they stand."""
    assert isinstance(published, EDTFValue)
    COUNTED_FROM.append(published.edtf)
    if language == "de":
        raise InvalidValue("Claims can be read out of English text only.", field="language")
    return (proposal((placed(text, WORDS),), text=text),) if WORDS in text else ()


class Site:
    """A site whose pages a test changes: by path, the body and the status."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[bytes, str, str]] = {}

    def __call__(self, path: str) -> list[bytes]:
        body, status, headers = self.pages.get(path, (b"", "404 Not Found", ""))
        return reply(body, status=status, headers=headers)

    def page(self, path: str, body: bytes, *, status: str = "200 OK", headers: str = HTML) -> None:
        self.pages[path] = (body, status, headers)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def origin(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Iterator[Origin]:
    """The site on this machine under every name, an archive of its own, and a reader that finds the same words."""
    settings.ARCHIVE_DIR = tmp_path / "archive"
    monkeypatch.setitem(sys.modules, "claims.extraction.pipeline", SimpleNamespace(propose=propose))  # type: ignore[misc]
    with serving(site) as here:
        monkeypatch.setattr(fetching, "ways", here.ways)
        yield here


def taken(by: User, **given: Any) -> IngestRun:
    """What was given, carried on as far as it comes."""
    run = ingest_runs.ask(**{"by": by, "at": timezone.now(), "anew": True, **given})
    assert work.carry_on(run.pk)
    return IngestRun.objects.get(pk=run.pk)


def states(run: IngestRun) -> str:
    """The states of its stages in a word each."""
    return " ".join(step["state"] for step in run.stages)


def test_an_address_becomes_an_article_with_proposals_and_a_new_version_only_if_its_text_changed(
    cast: Cast, origin: Origin, site: Site, settings: Any
) -> None:
    site.page("/world/grain", PAGE)
    run = taken(cast.extractor, address=origin.address("/world/grain"))
    assert (run.state, states(run)) == ("done", "done done done done done"), run.message
    version = ArticleVersion.objects.get()
    article = version.article
    assert version.text == TEXT.strip()
    assert (article.headline, article.authors) == (
        "Grain output may fall by a tenth, ministry says",
        ["Ida Rook", "Tom Vale", "Lin Osei"],
    )
    assert article.url == origin.address("/world/grain-output-2021-03-09/"), "as its page says"
    assert (article.published and article.published.edtf, article.language) == ("2021-03-09", "en-GB")
    assert (article.outlet.site, version.changed_by, run.message) == (
        origin.address("/"),
        cast.extractor,
        "Version 1 was captured. 1 claim proposed.",
    )
    claim = Claim.objects.get()
    assert (claim.exact, claim.state, claim.changed_by) == (WORDS, "proposed", cast.machine)
    assert archive.read(version.raw_reference, settings.ARCHIVE_DIR).body() == PAGE

    site.page("/world/grain-output-2021-03-09/", PAGE)
    again = taken(cast.reviewer, address=article.url)
    assert again.message.startswith("The text has not changed since version 1")
    assert (ArticleVersion.objects.count(), Claim.objects.count(), Article.objects.count()) == (1, 1, 1)
    site.page("/world/grain-output-2021-03-09/", PAGE.replace(b"2.3%", b"2.4%"))
    changed = taken(cast.reviewer, address=article.url, told={"headline": "Another"})
    assert changed.message.startswith("Version 2 was captured.")
    assert "“Another” was given as its headline; the article keeps the one it has" in changed.notes[0]
    assert COUNTED_FROM[-3:] == ["2021-03-09", "2021-03-09", ""], (
        "nobody knows when a later version was written"
    )
    versions = article.versions.order_by("number")
    assert [(one.number, one.is_fetched) for one in versions] == [(1, False), (2, True)], (
        "from its own address"
    )
    assert Outlet.objects.count() == 1


def test_what_cannot_be_taken_in_says_what_to_do_and_leaves_nothing(
    cast: Cast, origin: Origin, site: Site
) -> None:
    site.page("/secret", PAGE, status="403 Forbidden")
    site.page("/empty", b"<html><body><nav>Home</nav></body></html>")
    site.page("/paper.pdf", b"%PDF-1.7 \x00\x01", headers="Content-Type: application/pdf\r\n")
    site.page("/elsewhere", PAGE.replace(b"/world/grain-output", b"https://other.example/stolen"))
    site.page("/robots.txt", b"User-agent: *\nDisallow: /closed", headers="Content-Type: text/plain\r\n")
    for path, words in (
        ("/nothing", "404. There is no such page. Is the address written correctly?"),
        ("/secret", "The site refuses programs. Open the page yourself and paste its text"),
        ("/empty", "There is no text of an article"),
        ("/paper.pdf", "This is no page but application/pdf"),
        ("/closed", "robots.txt, to keep away from “/closed”. Open the page yourself"),
    ):
        run = taken(cast.extractor, address=origin.address(path))
        assert (run.state, words in run.message) == ("failed", True), (path, run.message)
        assert states(run).count("failed") == 1, path
    assert not Article.objects.exists()
    site.page("/broken", b"", status="503 Service Unavailable")
    run = taken(cast.extractor, address=origin.address("/broken"))
    assert (run.state, run.due_at > timezone.now()) == ("waiting", True)
    assert "status 503" in run.message
    taken(cast.extractor, address=origin.address("/elsewhere"))
    assert Article.objects.get().url == origin.address("/elsewhere"), "no page speaks for another site"
    site.page("/home", PAGE.replace(b"/world/grain-output-2021-03-09/", b"/"))
    taken(cast.extractor, address=origin.address("/home"))
    assert Article.objects.latest("pk").url == origin.address("/home"), "an article is no front page"


def test_a_run_that_broke_off_goes_on_from_the_archive_and_does_nothing_twice(
    cast: Cast, origin: Origin, site: Site, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    site.page("/story", PAGE)
    run = ingest_runs.ask(by=cast.extractor, at=timezone.now(), address=origin.address("/story"))

    def killed(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    for name in ("captured", "_proposed"):
        with monkeypatch.context() as broken:
            broken.setattr(articles, name, killed)
            with pytest.raises(KeyboardInterrupt):
                work.carry_on(run.pk)
        assert not work.carry_on(run.pk), "its lease has not ended"
        IngestRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    with monkeypatch.context() as broken:
        broken.setattr(ingest_runs, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            work.carry_on(run.pk)
    assert ingest_runs.pick_up(at=timezone.now() + LEASE + timedelta(seconds=1)) == 0
    failed = IngestRun.objects.get()
    assert failed.state == "failed", "three workers ended in the middle of it"
    site.pages.clear()
    IngestRun.objects.filter(pk=run.pk).update(given="address")
    again = ingest_runs.retry(failed, by=cast.reviewer, at=timezone.now())
    site.page("/story", PAGE)
    assert work.carry_on(again.pk)
    done = IngestRun.objects.get()
    assert (done.state, ArticleVersion.objects.count(), Claim.objects.count()) == ("done", 1, 1)
    assert done.results.get().version == ArticleVersion.objects.get()
    asked = [one.split(" ")[1] for one in origin.asked]
    assert asked.count("/story") == 2, "once, and once more after somebody asked for another try"
    assert archive.captures(settings.ARCHIVE_DIR) == 2
    _a_long_article_is_proposed_in_portions_and_waits_for_whoever_saves_the_same(cast, monkeypatch)


def _a_long_article_is_proposed_in_portions_and_waits_for_whoever_saves_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, kept, stages = ("this year", "farm ministry", "a dry winter"), proposals._kept, []

    def read(version: ArticleVersion, _: Article) -> tuple[Proposal, ...]:
        return tuple(proposal((placed(version.text, one),), text=version.text) for one in words)

    monkeypatch.setattr(proposals, "PORTION", 1)
    monkeypatch.setattr(articles, "_proposed", read)

    def busy_with_the_third(*given: Any, **options: Any) -> Any:
        stages.append(states(IngestRun.objects.latest("pk")))
        if len(stages) == 3:
            raise Busy("Somebody else is saving the same at this moment. Nothing was saved; try again.")
        return kept(*given, **options)

    monkeypatch.setattr(proposals, "_kept", busy_with_the_third)
    told = {"headline": "Grain, typed"}
    run = taken(
        cast.extractor, given=Given.PASTE, content=TEXT.encode(), address="https://typed.example/9", told=told
    )
    assert (run.state, Claim.objects.filter(version__article__url=run.address).count()) == ("waiting", 2)
    assert run.message.startswith("Somebody else is saving the same at this moment. Tried once; the next try")
    assert run.stages[-1]["state"] == "failed"
    IngestRun.objects.filter(pk=run.pk).update(due_at=timezone.now())
    assert work.carry_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.results.get().proposals) == ("done", 3), run.message


def test_files_and_texts_are_taken_in_and_handed_to_the_archive(
    cast: Cast, origin: Origin, settings: Any
) -> None:
    where = "https://agency.example/world/grain"
    file = taken(cast.extractor, given=Given.FILE, filename="saved.html", content=PAGE, address=where)
    assert file.state == "done", file.message
    version = ArticleVersion.objects.get()
    assert (version.captured_how, version.article.outlet.name) == (
        "From the file “saved.html”",
        "agency.example",
    )
    kept = archive.read(version.raw_reference, settings.ARCHIVE_DIR)
    assert (kept.body(), kept.address[:11], file.content) == (PAGE, "urn:sha256:", None)
    call_command("scrub_archive", stdout=StringIO())
    [path] = settings.ARCHIVE_DIR.glob("*/*.warc")
    path.rename(aside := settings.ARCHIVE_DIR.parent / "aside")
    with pytest.raises(CommandError, match="1 file is damaged"):
        call_command("scrub_archive", stderr=StringIO())
    aside.rename(path)
    told = {"headline": "Grain, typed", "outlet": "The Typist", "language": "en"}
    paste = taken(
        cast.extractor, given=Given.PASTE, content=TEXT.encode(), address="https://typed.example/1", told=told
    )
    assert paste.state == "done", paste.message
    typed = Article.objects.get(url="https://typed.example/1")
    assert (typed.headline, typed.outlet.name, typed.outlet.site) == (
        "Grain, typed",
        "The Typist",
        "https://typed.example/",
    )
    uncut = f"Advertisement\n\n{TEXT.strip()}"
    second = actions.capture(article=typed, text=uncut, by=cast.extractor, at=timezone.now(), how="typed")
    again = taken(cast.extractor, given=Given.PASTE, content=uncut.encode(), address=typed.url, told=told)
    assert (again.results.get().version, again.results.get().is_new) == (second, False), (
        "nothing was cut of it"
    )
    german = {**told, "language": "de", "headline": "Auf Deutsch"}
    other = taken(
        cast.extractor,
        given=Given.PASTE,
        content=TEXT.encode(),
        address="https://typed.example/de",
        told=german,
    )
    assert (other.state, other.results.get().proposals) == ("done", 0)
    assert "English text only. People can still make claims of its words." in other.notes[-1]
    nowhere = taken(cast.extractor, given=Given.FILE, filename="a.txt", content=b"Words of an article. " * 9)
    assert (nowhere.state, "Give its address together with it" in nowhere.message) == ("failed", True)
    assert nowhere.content is None
    assert nowhere.fetched["reference"], "the archive has it"
    with pytest.raises(WrongState, match="The same would end the same way"):
        ingest_runs.retry(nowhere, by=cast.extractor, at=timezone.now())


def test_a_feed_becomes_articles_of_its_publisher_and_tells_what_it_refused(
    cast: Cast, origin: Origin, site: Site, settings: Any, tmp_path: Path
) -> None:
    settings.CLAIM_REVIEW_PUBLISHERS = ["checkers.example"]
    feed = {
        "@type": "DataFeed",
        "dataFeedElement": [{"item": review()}, {"item": review(url="https://spam.example/")}],
    }
    given = {"what": What.FEED, "given": Given.FILE, "filename": "feed.json", "content": json.dumps(feed).encode(),
             "address": "https://feeds.example/all.json"}  # fmt: skip
    run = taken(cast.extractor, **given)
    assert (run.state, states(run)) == ("done", "done done done done"), run.message
    assert "1 new text, 1 new proposed claim. 1 could not be taken" in run.message
    assert len(run.notes) == 1
    assert "“spam.example” is not among the publishers" in run.notes[0]
    claim = Claim.objects.get()
    assert claim.version.article.outlet.name == "The Checkers"
    assert claim.offer.extractor == "ClaimReview"
    again = taken(cast.extractor, **given)
    assert again.message.startswith("0 new texts, 0 new proposed claims.")
    file = tmp_path / "feed.json"
    file.write_bytes(given["content"])
    call_command("import_article", str(file), feed=True, address=given["address"], stdout=StringIO())
    site.page("/all.json", given["content"], headers="Content-Type: application/json\r\n")
    by_address = taken(cast.extractor, what=What.FEED, address=origin.address("/all.json"))
    assert (by_address.state, states(by_address)) == ("done", "done done done done"), by_address.message
    assert by_address.message == again.message
    assert archive.read(by_address.fetched["reference"], settings.ARCHIVE_DIR).body() == given["content"]
    site.page("/all.json", PAGE)
    page = taken(cast.extractor, what=What.FEED, address=origin.address("/all.json"))
    assert (page.state, Claim.objects.count()) == ("failed", 1)
    assert page.message.endswith("give the ClaimReview feed itself, or take the page in as an article.")
    settings.CLAIM_REVIEW_PUBLISHERS = ["others.example"]
    with pytest.raises(CommandError, match="2 could not be taken"):
        call_command("import_article", str(file), feed=True, address=given["address"], stderr=StringIO())


def test_a_source_gets_its_copy_and_only_what_nobody_said_and_comes_back_when_it_changed_or_went(
    seeded: Cast, origin: Origin, site: Site, settings: Any
) -> None:
    site.page("/report", PAGE)
    source = ingest_runs.add_source(
        by=seeded.reviewer, at=timezone.now(), url=origin.address("/report"), kind="news agency", publisher="Typed",
        reliability="F", reliability_why="Not judged.", language="fr",
    )  # fmt: skip

    def carried_on() -> Capture:
        run = IngestRun.objects.filter(source=source).latest("pk")
        assert work.carry_on(run.pk)
        run.refresh_from_db()
        assert run.state == "done", run.message
        return Capture.objects.filter(source=source).latest("pk")

    first = carried_on()
    source.refresh_from_db()
    assert source.title == "Grain output may fall by a tenth, ministry says"
    assert (source.publisher, source.language) == ("Typed", "fr"), "what somebody said stays"
    assert (source.published and source.published.edtf, first.text, first.state) == (
        "2021-03-09",
        TEXT.strip(),
        "same",
    )
    assert sources.look_again(at=timezone.now() + timedelta(days=30)) == 0, "nobody uses it"
    claim = use(source, seeded)
    assert sources.look_again(at=timezone.now() + timedelta(days=3)) == 0, "not so soon"
    month = timezone.now() + timedelta(days=30)
    assert sources.look_again(at=month) == 1
    assert sources.look_again(at=month) == 0, "it is on its way already"
    mine = ingest_runs.take_up(IngestRun.objects.latest("pk").pk, at=month)
    assert mine is not None
    ingest_runs.fail(mine, at=month, why="It could not be read.")
    assert sources.look_again(at=month + timedelta(hours=1)) == 0, "not every hour what fails"
    assert sources.look_again(at=month + timedelta(days=8)) == 1
    IngestRun.objects.filter(source=source, state="waiting").update(due_at=timezone.now())
    assert IngestRun.objects.latest("pk").asked_by == people.machine()
    assert carried_on().state == CaptureState.SAME.value
    site.page("/report", PAGE.replace(b"2.3%", b"9.9%"))
    ingest_runs.ask_for_copy(source=source, by=seeded.reviewer, at=timezone.now())
    assert carried_on().state == CaptureState.CHANGED.value
    site.pages.clear()
    ingest_runs.ask_for_copy(source=source, by=seeded.reviewer, at=timezone.now())
    gone = carried_on()
    assert (gone.state, gone.text) == (CaptureState.GONE.value, "")
    because = (
        Recheck.objects.filter(claim=claim, occasion=Occasion.SOURCE.value)
        .order_by("pk")
        .values_list("because", flat=True)
    )
    assert len(because) == 2
    assert "has changed" in because[0]
    assert "is gone" in because[1]


def use(source: Source, cast: Cast) -> Claim:
    """A claim of which the source is evidence from now on."""
    claim = under_correction(cast)
    evidence.attach(
        Evidence, claim=claim, rev=claim.rev, by=cast.reviewer, source=source, stance="supports", says="It says so.",
        excerpt="", credibility=3,
    )  # fmt: skip
    return claim


def test_the_command_takes_in_while_one_waits_and_fails_with_a_message(
    cast: Cast, origin: Origin, site: Site, tmp_path: Path
) -> None:
    site.page("/story", PAGE)
    out, err = StringIO(), StringIO()
    call_command("import_article", origin.address("/story"), stdout=out, stderr=err)
    assert out.getvalue().strip() == "Version 1 was captured. 1 claim proposed."
    assert "archive …" in err.getvalue()
    assert IngestRun.objects.get().asked_by == people.machine()
    site.page("/broken", b"", status="503 Service Unavailable")
    with pytest.raises(CommandError, match="503"):
        call_command("import_article", origin.address("/broken"), stdout=out, stderr=err)
    assert IngestRun.objects.latest("pk").state == "failed", "whoever waits may try again at once"
    with pytest.raises(CommandError, match="404"):
        call_command("import_article", origin.address("/nothing"), stdout=out, stderr=err)
    with pytest.raises(CommandError, match=r"is no address .* cannot be read: No such file"):
        call_command("import_article", str(tmp_path / "x.html"))
    file = tmp_path / "story.txt"
    file.write_text(TEXT)
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("import_article", str(file), by="nobody")
    with pytest.raises(CommandError, match="published"):
        call_command("import_article", str(file), published="yesterday")
    given = {
        "address": "https://typed.example/2",
        "headline": "Typed",
        "published": "2021-03",
        "by": "extractor",
    }
    call_command("import_article", str(file), **given, stdout=out, stderr=err)
    article = Article.objects.get(url="https://typed.example/2")
    assert (article.changed_by, article.published and article.published.edtf) == (cast.extractor, "2021-03")
