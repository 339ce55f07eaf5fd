"""Published claims as a JSON Feed 1.1, with what the format has no words for under names of our own.

`_claim` of an item tells how sure and by how many, in the very words of its document; `_removed` of the feed holds the
tombstones, and `_rights` the license. Items name no author: the speaker of a claim is not the author of our page. Nor
do they name a language: they are told in that of the feed, and only the statement may be of another. A retracted claim
stays an item, as in Atom, and has no rating any more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from claims.formats.feed_entries import SIDES, Entry, Feed, Item, Removed, address, entries, moment
from claims.formats.lettering import printable

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"
_HALF = re.compile("[\ud800-\udfff]")


def write(feed: Feed, items: Iterable[Item]) -> bytes:
    """The feed's file in UTF-8: the newest document of each claim in the order given, tombstones apart."""
    found = entries(feed, items)
    body: dict[str, Any] = {
        "version": VERSION,
        "title": printable(feed.title),
        "home_page_url": address(feed.public_url, "/"),
        "feed_url": address(feed.public_url, feed.path),
    }
    if feed.next_path:
        body["next_url"] = address(feed.public_url, feed.next_path)
    body |= {
        "authors": [{"name": printable(feed.author or feed.title), "url": body["home_page_url"]}],
        "language": printable(feed.language),
        "_rights": {"license": feed.license, "updated": moment(feed.updated)},
        "items": [_item(one) for one in found if isinstance(one, Entry)],
    }
    if removed := [_removed(one) for one in found if isinstance(one, Removed)]:
        body["_removed"] = {"items": removed}
    # UTF-8 cannot hold half a character, and readers in several languages refuse a whole file for its escape.
    return _HALF.sub("\ufffd", json.dumps(body, ensure_ascii=False, allow_nan=False)).encode()


def _item(one: Entry) -> dict[str, Any]:
    item = {"id": one.id, "url": one.url, "title": one.title, "content_text": one.summary}
    if one.published:
        item["date_published"] = one.published
    return {**item, "date_modified": one.updated, "_claim": _claim(one)}


def _claim(one: Entry) -> dict[str, Any]:
    document = one.document
    verdict: Mapping[str, Any] = (document["status"] != "retracted" and document["verdict"]) or {}
    counts = document.get("corroboration") or {}
    return {
        "id": document["id"],
        "number": document["number"],
        "status": document["status"],
        "demonstration": bool(document.get("demonstration")),
        "statement": document["statement"],
        "language": one.language,
        "modality": document["modality"],
        "hedges": list(document["hedges"]),
        "rating": verdict.get("rating"),
        "credence": verdict.get("credence"),
        "confidence": verdict.get("confidence"),
        "origins": {side: counts.get(side) for side in SIDES},
    }


def _removed(one: Removed) -> dict[str, str]:
    return {"id": one.id, "url": one.url, "at": one.updated}
