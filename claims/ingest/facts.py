"""What a page says of itself: headline, authors, site, day of publication, address; never surer than the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from claims.domain import edtf
from claims.domain.addresses import plain, tidy
from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_name, clean_text, clean_url, shown
from claims.domain.tongue import gettext
from claims.ingest import canonical, leading, linked, stated_dates
from claims.ingest.leading import folded
from claims.ingest.markup import names
from claims.ingest.outline import Outline

ARTICLES = names(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting BlogPosting SocialMediaPosting Report TechArticle "
    "ScholarlyArticle AdvertiserContentArticle SatiricalArticle WebPage"
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article.published", "datepublished",
    "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_AUTHORS = names(
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author citation_author byl"
)
_SEPARATORS = re.compile(r"\s*(?:[,;|/&·•]|\band\b|\bund\b|\bet\b|\by\b|\bи\b)\s*")
_BY = re.compile(r"(?i)^(?:by|von|par|por|di|door|автор[ы:]*|text by|words by|reported by)\s*:?\s+")
_SIGNED = re.compile(r"[Bb][Yy](?:,? [A-Z][\w.’'-]*| and){2,9}")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)(?:[/-](\d\d))?(?=[/-]|$)")
_PARTS_OF_HOST = re.compile(r"^(?:www|m|mobile|amp|edition)\.")
_SITE_IN_TITLE = re.compile(r"\s+(?:[|–—·»«-]|::)\s+")
_UPDATED = re.compile(r"(?i)\b(?:updated|modified|edited|corrected|revised)\b")


@dataclass(slots=True)
class Facts:
    """What the page's own words say; empty where they say nothing."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    site_name: str = ""
    published: EDTFValue = field(default_factory=edtf.unknown)
    language: str = ""
    canonical_url: str = ""
    notes: list[str] = field(default_factory=list)


def facts(page: Outline, address: str) -> Facts:
    """Everything that the page states about the article; contradictions are noted."""
    found = Facts()
    described = _described(page, found.notes)
    metas: dict[str, str] = {}
    for key, value in page.metas:
        if value.strip():
            metas.setdefault(key, value)
    found.headline = _headline(page, described, metas)
    found.site_name = _line(
        metas.get("og:site_name") or _publisher(described) or metas.get("application-name", ""), "name"
    )
    found.authors = _authors(page, described, metas, found.site_name)
    found.published = _published(page, described, metas, address, found)
    found.language = (
        page.language
        or metas.get("content-language", "")
        or metas.get("og:locale", "")
        or _of(described, "inLanguage")
    )
    found.canonical_url = _address(page, described, metas, address, found.notes)
    return found


def _described(page: Outline, notes: list[str]) -> linked.Node:
    """The article as the page's JSON-LD describes it; WebPage only when there is no other."""
    best: linked.Node = {}
    for text in page.data:
        try:
            value = linked.parsed(text)
        except ValueError as error:
            notes.append(
                gettext("What the page says for machines (JSON-LD) cannot be read: %(why)s")
                % {"why": str(error)[:200]}
            )
            continue
        for node in linked.nodes(value):
            kinds = linked.types(node) & ARTICLES
            if kinds and (not best or (linked.types(best) == {"WebPage"} and kinds != {"WebPage"})):
                best = node
    return best


def _of(node: linked.Node, key: str) -> str:
    return linked.first_text(node.get(key))


def _publisher(described: linked.Node) -> str:
    return _of(described, "publisher")


def _headline(page: Outline, described: linked.Node, metas: dict[str, str]) -> str:
    headings = [block.text for block in page.blocks if block.name == "h1"]
    title = _line(page.title, "headline")
    named = [
        _line(one, "headline")
        for one in (_of(described, "headline"), metas.get("og:title", ""), metas.get("twitter:title", ""))
    ]
    for heading in (_line(one, "headline") for one in headings):
        if heading and any(folded(heading) in folded(one) for one in (*named, title) if one):
            return heading
    if stated := next((one for one in named if one), ""):
        return _without_site(stated, metas)
    if len(headings) == 1:
        return _line(headings[0], "headline")
    whole = f" {folded(title)} "
    lines = (line for block in page.blocks[:40] if not block.linked for line in block.text.split("\n"))
    if named := [line for line in lines if len(line) >= 10 and f" {folded(line)} " in whole]:
        return _line(max(named, key=len), "headline")
    return _without_site(title, metas)


def _without_site(title: str, metas: dict[str, str]) -> str:
    parts = _SITE_IN_TITLE.split(title)
    site = folded(metas.get("og:site_name", ""))
    if len(parts) > 1 and (not site or folded(parts[-1]) == site or len(parts[-1]) < len(parts[0])):
        return title[: title.rfind(parts[-1])].rstrip(" |–—·»«-:") or title
    return title


def _authors(page: Outline, described: linked.Node, metas: dict[str, str], site: str) -> tuple[str, ...]:
    said = [linked.first_text(one) for one in linked.many(described.get("author"))]
    said = said or [value for key, value in page.metas if key in _AUTHORS]
    said = said or list(_signed(page))
    names: list[str] = []
    for words in said[:40]:
        if "://" in words or len(words) > 300:
            continue
        for one in _SEPARATORS.split(_BY.sub("", " ".join(words.split()))):
            try:
                name = clean_name(one, field="authors")
            except InvalidValue:
                continue
            if (
                folded(name) not in (folded(site), *map(folded, names))
                and 2 <= len(name) <= 80
                and "@" not in name
            ):
                names.append(name)
    return tuple(names[:20])


def _signed(page: Outline) -> Iterator[str]:
    """Who signs the article where it can be seen: elements that say so, else a line “By …” near its head."""
    if page.bylines:
        yield from (words for words in page.bylines if not any(sign.isdigit() for sign in words))
        return
    heading = next((block.number for block in page.blocks if block.name == "h1"), 0)
    for block in page.blocks[heading : heading + 8]:
        yield from (line for line in block.text.split("\n") if _SIGNED.fullmatch(line))


def _published(
    page: Outline, described: linked.Node, metas: dict[str, str], address: str, found: Facts
) -> EDTFValue:
    """The first date of publication that is stated, with the name of its field; else one that the address shows."""
    values: list[EDTFValue] = []
    for where, words in _dates_stated(page, described, metas, found.headline):
        expression, reservation = stated_dates.read(words)
        if expression:
            basis = f"stated in {where}" + (f"; {reservation}" if reservation else "")
            values.append(
                edtf.parse(expression, basis=basis, text=" ".join(words.split())[:200], field="published")
            )
    days = sorted({value.edtf for value in values})
    if values and any(
        edtf.definitely_before(values[0], one) or edtf.definitely_before(one, values[0]) for one in values
    ):
        found.notes.append(
            gettext("The page states more than one date: %(dates)s.") % {"dates": ", ".join(days)}
        )
    if values:
        return values[0]
    if shown_in := _IN_ADDRESS.search(urlsplit(address).path if address else ""):
        expression = stated_dates.read("-".join(part for part in shown_in.groups() if part))[0]
        if expression:
            return edtf.parse(
                expression, basis=f"inferred from the address ({shown_in[0]})", field="published"
            )
    return edtf.unknown()


def _dates_stated(
    page: Outline, described: linked.Node, metas: dict[str, str], headline: str
) -> Iterator[tuple[str, str]]:
    if words := _of(described, "datePublished"):
        yield "the page's metadata (datePublished in JSON-LD)", words
    for key in _PUBLISHED:
        if key in metas:
            yield f"the page's metadata ({key})", metas[key]
    for key, words, _ in page.times:
        if key in ("datePublished", "pubdate"):
            yield f"the page's metadata ({key})", words
    heading = next(
        (
            block.number
            for block in page.blocks
            if block.name == "h1" or (headline and folded(headline) in folded(block.text[:600]))
        ),
        None,
    )
    if heading is None:
        return
    for key, words, number in page.times:
        around = " ".join(block.text for block in page.blocks[max(0, number - 1) : number + 1])[:300]
        if key == "time" and abs(number - heading) <= 6 and not _UPDATED.search(around):
            yield "the page (time element by the headline)", words
    for block in page.blocks[heading : heading + 7]:
        for line in block.text.split("\n"):
            if leading.date_in(line) and not _UPDATED.search(line):
                yield "the page (line by the headline)", re.sub(r"^\D*?(?=[A-Z0-9])", "", line)


def _address(
    page: Outline, described: linked.Node, metas: dict[str, str], address: str, notes: list[str]
) -> str:
    """The address that the page gives as its own, if it is of the same site as the one that it came from.

    A page could else pass for one of somebody else's.
    """
    own = tidy(address) if address else ""
    for said in (
        next((href for rel, href in page.links if "canonical" in rel.split()), ""), metas.get("og:url", ""),
        _of(described, "mainEntityOfPage"), _of(described, "url"),
    ):  # fmt: skip
        if not said.strip():
            continue
        try:
            stated = clean_url(tidy(urljoin(own, said.strip())), field="canonical_url")
        except (InvalidValue, ValueError):
            notes.append(
                gettext("The page gives an address of its own that is none: %(address)s.")
                % {"address": shown(said)}
            )
            continue
        if not own or _site(own) == _site(stated):
            return stated
        words = gettext(
            "The page gives %(address)s as its own address; that is another site, so it was not taken."
        )
        notes.append(words % {"address": shown(plain(stated), limit=120)})
        break
    return own


def _site(url: str) -> str:
    return _PARTS_OF_HOST.sub("", (urlsplit(url).hostname or "").lower())


def _line(words: str, kind: str) -> str:
    """Words on one line, as far as they can be stored; empty when they cannot."""
    text = canonical.tidy(" ".join(words.split()))[: LIMITS[kind]].strip()
    try:
        return clean_text(text.replace("\ufffd", ""), field=kind, limit=LIMITS[kind], required=False)
    except InvalidValue:
        return ""
