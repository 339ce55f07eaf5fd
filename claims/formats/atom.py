"""Published claims as an Atom feed (RFC 4287), paged by RFC 5005, with tombstones by RFC 6721.

A retracted claim stays an entry, and its title starts with “Retracted: ”: it still has a page with a reason, and who
read the claim must read that it was withdrawn; a program that takes a deleted entry out of sight would hide just that.
Only a claim whose document was removed is a deleted entry, because nothing of it may be shown any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from claims.domain.tongue import gettext_lazy
from claims.formats.feed_entries import Entry, Feed, Item, Removed, address, entries, moment, tag
from claims.formats.lettering import printable

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml"
REMOVED = gettext_lazy("This document was removed on legal grounds. Its entry in the log remains.")


def write(feed: Feed, items: Iterable[Item]) -> bytes:
    """The feed's file in UTF-8: the newest document of each claim and the tombstones, in the order given."""
    # Prefixes stand in the names: ElementTree keeps namespaces in a registry of the whole process otherwise.
    root = Element("feed", {"xmlns": ATOM, "xmlns:at": TOMBSTONES, "xml:lang": printable(feed.language)})
    _add(root, "id", tag(feed, "/".join(filter(None, (feed.path.partition("?")[0].strip("/"), feed.name)))))
    _add(root, "title", printable(feed.title))
    _add(root, "updated", moment(feed.updated))
    author = SubElement(root, "author")
    _add(author, "name", printable(feed.author or feed.title))
    _add(author, "uri", address(feed.public_url, "/"))
    _add(root, "rights", printable(feed.license))
    _link(root, "self", address(feed.public_url, feed.path), MEDIA_TYPE)
    _link(root, "alternate", address(feed.public_url, "/"), "text/html")
    if feed.next_path:
        _link(root, "next", address(feed.public_url, feed.next_path), MEDIA_TYPE)
    for one in entries(feed, items):
        if isinstance(one, Removed):
            _deleted(root, one)
        else:
            _entry(root, one, feed)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _entry(root: Element, one: Entry, feed: Feed) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", one.id)
    heading = _add(entry, "title", one.title)
    if one.language != feed.language:
        heading.set("xml:lang", printable(one.language))
    _add(entry, "updated", one.updated)
    if one.published:
        _add(entry, "published", one.published)
    _link(entry, "alternate", one.url, "text/html")
    _add(entry, "summary", one.summary)
    own = one.document.get("license")
    if own and own != feed.license:
        _add(entry, "rights", printable(own))


def _deleted(root: Element, one: Removed) -> None:
    deleted = SubElement(root, "at:deleted-entry", {"ref": one.id, "when": one.updated})
    _add(deleted, "at:comment", str(REMOVED))
    _link(deleted, "alternate", one.url, "text/html")


def _add(parent: Element, name: str, words: str) -> Element:
    """A child of this clean text; without a type, Atom reads text as plain."""
    child = SubElement(parent, name)
    child.text = words
    return child


def _link(parent: Element, how: str, url: str, kind: str) -> None:
    SubElement(parent, "link", {"rel": how, "type": kind, "href": url})
