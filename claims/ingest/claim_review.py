"""Other publishers' ClaimReview feeds: what each item becomes here, and why the others become nothing.

A review becomes an article of the fact-checker whose text is made of the feed's own fields, so that the claim stands in
it word for word, and one proposal. Nobody's rating is adopted; it is a line of that text. Feeds are open to everybody
and hold spam and scripts: hosts are those of a list, addresses and texts are checked, and everything refused is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from claims.domain.edtf import EDTFValue
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.text import clean_url, shown
from claims.domain.tongue import gettext
from claims.extraction.proposal import Proposal
from claims.ingest import languages, linked, review_fields
from claims.ingest.charsets import decode
from claims.ingest.linked import Node
from claims.ingest.review_text import composed, proposed

MOST_BYTES = 50 * 1024 * 1024
MOST_ITEMS = 50_000
_CONTAINERS = {
    "DataFeed",
    "DataFeedItem",
    "ListItem",
    "ItemList",
    "Dataset",
    "WebPage",
    "Article",
    "NewsArticle",
}
_INSIDE = ("dataFeedElement", "item", "itemListElement", "@graph", "mainEntity", "hasPart", "review")


@dataclass(frozen=True, slots=True)
class Item:
    """One review as an article of its publisher with one proposal.

    `url` is the review page, `site` its host, `publisher` the name that the feed gives it (or the host). `text` is
    canonical. `rating` is the publisher's own word, which is theirs alone; `appearances` are addresses where the claim
    was seen.
    """

    url: str
    site: str
    publisher: str
    headline: str
    language: str
    published: EDTFValue
    text: str
    proposal: Proposal
    rating: str
    appearances: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was not taken: where it stands in the feed, its address as far as it has one, and why."""

    place: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds; together as many as it has elements."""

    items: tuple[Item, ...]
    refused: tuple[Refused, ...]


def read_feed(data: bytes, *, allow: Collection[str]) -> Feed:
    """The reviews in a feed whose pages are on an allowed host (or a part of one), all others with the reason.

    A feed is a DataFeed, a ClaimReview, a list of them, or JSON-LD with a graph. Raises InvalidValue when it cannot be
    read as a whole.
    """
    hosts = {one.strip().lower().removeprefix("www.").rstrip(".") for one in allow} - {""}
    items: list[Item] = []
    refused: list[Refused] = []
    seen: set[tuple[str, str]] = set()
    for number, (place, node) in enumerate(_reviews(_parsed(data), "")):
        address = linked.first_text(node.get("url") if isinstance(node, dict) else "")[:2_000]
        try:
            if number >= MOST_ITEMS:
                words = gettext("The feed has more than %(number)s items; the rest was not read.")
                raise InvalidValue(words % {"number": f"{MOST_ITEMS:,}"}, field="feed")
            item = _item(node, hosts)
            key = (item.url, item.text)
            if key in seen:
                raise InvalidValue(gettext("The feed holds this review already."), field="url")
        except DomainError as error:
            refused.append(Refused(place or "feed", address, error.message))
            if number >= MOST_ITEMS:
                break
            continue
        seen.add(key)
        items.append(item)
    return Feed(tuple(items), tuple(refused))


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        words = gettext("The feed has %(size)s bytes; at most %(limit)s can be read.")
        raise InvalidValue(words % {"size": f"{len(data):,}", "limit": f"{MOST_BYTES:,}"}, field="feed")
    try:
        return linked.parsed(decode(data, charset="utf-8").text)
    except ValueError as error:
        if data.lstrip()[:1] == b"<":
            words = gettext(
                "This is a page or XML, not JSON: give the ClaimReview feed itself, or take the page in as an article."
            )
            raise InvalidValue(words, field="feed") from error
        words = gettext("The feed is not JSON that can be read: %(why)s.")
        raise InvalidValue(words % {"why": str(error)[:200]}, field="feed") from error


def _reviews(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every element of a feed with its place, reviews and others, in order."""
    waiting: list[tuple[str, Any]] = [(place, value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, list):
            waiting += [(f"{place}[{number}]", inner) for number, inner in reversed(list(enumerate(one)))]
            continue
        if not isinstance(one, dict) or "ClaimReview" in linked.types(one):
            yield place, one
            continue
        inside = [key for key in _INSIDE if isinstance(one.get(key), dict | list)]
        if inside and (linked.types(one) & _CONTAINERS or not linked.types(one)):
            waiting += [(f"{place}.{key}".lstrip("."), one[key]) for key in reversed(inside)]
        else:
            yield place, one


def _item(node: Any, hosts: set[str]) -> Item:
    if not isinstance(node, dict):
        raise InvalidValue(gettext("It is no object but %(value)s.") % {"value": shown(node)}, field="item")
    if "ClaimReview" not in linked.types(node):
        kinds = ", ".join(sorted(linked.types(node))) or gettext("without a type")
        raise InvalidValue(
            gettext("It is no ClaimReview but %(kind)s.") % {"kind": shown(kinds, limit=80)}, field="@type"
        )
    url = _url_of(node, hosts)
    review = review_fields.read(node)
    text, places = composed(review, url)
    site = _site(url)
    return Item(
        url=url,
        site=site,
        publisher=review.publisher or site,
        headline=review.headline or review.claim[:200],
        language=review.language or languages.guessed(review.claim),
        published=review.published,
        text=text,
        proposal=proposed(review, text, places),
        rating=review.rating,
        appearances=review.appearances,
        notes=review.notes,
    )


def _url_of(node: Node, hosts: set[str]) -> str:
    said = linked.first_text(node.get("url") or node.get("mainEntityOfPage"))
    url = clean_url(said, field="url")
    site = _site(url)
    if not any(site == host or site.endswith(f".{host}") for host in hosts):
        words = gettext("%(site)s is not among the publishers whose reviews are taken.")
        raise InvalidValue(words % {"site": shown(site, limit=120)}, field="url")
    return url


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removeprefix("www.").rstrip(".")
