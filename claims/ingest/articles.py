"""An article taken in: its text cleaned and captured as a version, the claims in it proposed by the machine."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from urllib.parse import urlsplit

from django.utils import timezone

from claims.actions import articles, ingest_runs, outlets, people, proposals, records
from claims.domain import edtf
from claims.domain.edtf import EDTFValue
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.intake import Given, Stage
from claims.extraction.proposal import Proposal
from claims.ingest import canonical as clean
from claims.ingest import page
from claims.ingest.bringing import Brought, brought
from claims.ingest.page import Page
from claims.ingest.progress import Progress
from claims.models import Article, ArticleVersion, IngestResult, IngestRun
from claims.reads import followings
from claims.reads.intake import article_at, uncounted

UNKNOWN_LANGUAGE = "und"


def take_in(run: IngestRun, progress: Progress) -> None:
    """The run from wherever it stands to its end: an article, a version if its text is new, and proposals."""
    found = brought(progress)
    with progress.stage(Stage.CLEAN) as told:
        read = _read(run, found)
        article = placed(run, read, found)
        version = captured(article, read, run=run, found=found)
        cut = f"; {len(read.apart)} pieces kept apart." if read.apart else "."
        told.said = f"{len(read.text.split()):,} words{cut}"
    notes = [*read.notes, *_left_out(run, article)]
    with progress.stage(Stage.EXTRACT) as told:
        try:
            offered = _proposed(version, article)
            told.said = f"{counted(len(offered), 'attributed statement')}."
        except InvalidValue as refusal:  # such as a language that cannot be read: people can
            offered = ()
            told.said = refusal.message
            notes.append(f"{refusal.message} People can still make claims of its words.")

    def partly(made: int) -> None:
        progress.still(Stage.PROPOSE, f"{counted(made, 'new proposed claim')} so far.")

    with progress.stage(Stage.PROPOSE) as told:
        result = recorded(run, version, offered, still=partly)
        told.said = f"{counted(result.proposals, 'new proposed claim')}."
    if result.is_new:
        notes += readers_told(version)
    ingest_runs.finish(run, at=timezone.now(), message=_came(result), notes=notes)


def recorded(
    run: IngestRun,
    version: ArticleVersion,
    offered: tuple[Proposal, ...],
    *,
    extractor: proposals.Extractor = proposals.HOUSE,
    still: Callable[[int], None] = lambda made: None,
) -> IngestResult:
    """The version among the results of the run, with how many claims the run has proposed from it, once."""
    proposals.offer(
        version=version,
        proposals=offered,
        by=people.machine(),
        at=timezone.now(),
        extractor=extractor,
        still=still,
    )
    return ingest_runs.record(run, version=version, proposals=uncounted(version))


def counted(number: int, noun: str) -> str:
    """Such as “1 claim” and “2 claims”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _proposed(version: ArticleVersion, article: Article) -> tuple[Proposal, ...]:
    """What the machine reads in the text. The parser is loaded when the first text is read, not with this module.

    “On Wednesday” counts from the day of publication in the first version alone: when a later one was written, nobody
    knows.
    """
    published = article.published if version.number == 1 else None
    pipeline = import_module("claims.extraction.pipeline")
    found: tuple[Proposal, ...] = pipeline.propose(
        version.text, published=published or edtf.unknown(), language=article.language
    )
    return found


def placed(run: IngestRun, read: Page, found: Brought) -> Article:
    """The article of this page: the one that is here, left as people have it, or a new one."""
    address = canonical(read, found)
    if article := article_at(address) or article_at(found.address):
        return article
    if not address:
        raise InvalidValue(
            "The file does not say where the article stands. Give its address together with it.",
            field="address",
        )
    headline = run.told.get("headline") or read.headline
    if not headline:
        raise InvalidValue(
            "No headline was found. Paste the text instead, where you can give its headline.",
            field="headline",
        )
    by = run.asked_by
    named = run.told.get("outlet") or read.site_name
    try:
        return records.add(
            Article,
            by=by,
            outlet=outlets.of_address(address=address, name=named, by=by),
            url=address,
            headline=headline,
            authors=list(read.authors),
            language=run.told.get("language") or read.language or UNKNOWN_LANGUAGE,
            published=_published(run, read),
        )
    except DomainError:
        if article := article_at(address):  # another worker was faster
            return article
        raise


def captured(article: Article, read: Page, *, run: IngestRun, found: Brought) -> ArticleVersion:
    """The version with this text: the newest one, or a new one."""
    return articles.capture(
        article=article,
        text=_unless_unchanged(article, read, run, found),
        by=run.asked_by,
        at=timezone.now(),
        how=_how(run, found),
        raw_reference=found.reference,
        is_fetched=run.given == Given.ADDRESS.value and article_at(found.address) == article,
    )


def _unless_unchanged(article: Article, read: Page, run: IngestRun, found: Brought) -> str:
    """The text that was read; of a pasted text that is the newest version's before anything is cut, that text."""
    last = article.versions.order_by("-number").first()
    if last is None or run.given != Given.PASTE.value:
        return read.text
    pasted = clean.canonical(clean.paragraphs(found.data.decode("utf-8", errors="replace")))
    return last.text if pasted == clean.canonical(clean.paragraphs(last.text)) else read.text


def canonical(read: Page, found: Brought) -> str:
    """Where the article stands: what its page says, unless that is the front page of its site."""
    is_front_page = urlsplit(read.canonical_url).path in ("", "/")
    return found.address if is_front_page and found.address else read.canonical_url


def _left_out(run: IngestRun, article: Article) -> list[str]:
    """What was said of an article that is here already, and is not what it says of itself."""
    headline = run.told.get("headline", article.headline)
    if headline == article.headline:
        return []
    return [
        f"“{headline}” was given as its headline; the article keeps the one it has. Change it on its own page."
    ]


def _read(run: IngestRun, found: Brought) -> Page:
    if run.given == Given.PASTE.value:
        return page.read_text(
            found.data.decode("utf-8", errors="replace"), headline=run.told.get("headline", "")
        )
    return page.read(found.data, address=found.address, media_type=found.media_type, charset=found.charset)


def _published(run: IngestRun, read: Page) -> EDTFValue:
    told = run.told.get("published")
    return edtf.from_json(told) if told else read.published


def _how(run: IngestRun, found: Brought) -> str:
    if run.given == Given.ADDRESS.value:
        return f"Fetched from {found.address}"
    return f"From the file “{run.filename}”" if run.given == Given.FILE.value else "Pasted"


def readers_told(version: ArticleVersion) -> list[str]:
    """What readers were told of the published claims whose words changed with this version, if any did."""
    told, untold = followings.told_of(version)
    said = [f"Readers are told that the words of {counted(told, 'published claim')} changed."] if told else []
    if untold:
        said.append(
            f"Readers are not told that the words of {counted(untold, 'published claim')} changed until a person has "
            "decided: the text was given by hand, came from another address, or lost most of its words."
        )
    return said


def _came(result: IngestResult) -> str:
    version, made = result.version, result.proposals
    claims = f"{counted(made, 'claim')} proposed" if made else "No new claim was found to propose"
    if result.is_new:
        return f"Version {version.number} was captured. {claims}."
    return (
        f"The text has not changed since version {version.number} of {version.captured_at:%Y-%m-%d}, "
        f"so no new version was made. {claims}."
    )
