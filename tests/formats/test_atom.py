"""The Atom feed: all that RFC 4287 and RFC 6721 require, nothing that they do not know, and text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.formats import atom
from claims.formats.feed_entries import Gone, Item, moment, summary, title
from tests.formats.feed_documents import EVIL, FEED, GONE, LICENSE, NOON, SAMPLES, evil, of
from tests.formats.prov_documents import document, history

A, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RECORD = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def parsed(*items: Any, feed: Any = FEED) -> ElementTree.Element:
    return ElementTree.fromstring(atom.write(feed, items))


def entry(*items: Any) -> ElementTree.Element:
    """The only entry."""
    [found] = parsed(*items).findall(f"{A}entry")
    return found


def text(element: ElementTree.Element, name: str) -> str:
    """The text of the only child of this name."""
    [found] = element.findall(A + name)
    assert len(found) == 0
    return found.text or ""


def links(element: ElementTree.Element) -> dict[str, str]:
    """The links, of which no two may be of the same relation."""
    found = [(one.attrib["rel"], one.attrib["href"]) for one in element.findall(f"{A}link")]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_the_feed_has_what_atom_requires() -> None:
    found = parsed(document())
    assert found.tag == f"{A}feed"
    assert found.attrib == {LANG: "en"}
    assert text(found, "id") == "tag:facts.example,2026:feeds/claims.atom"
    assert (text(found, "title"), text(found, "rights")) == ("Claims", LICENSE)
    assert text(found, "updated") == "2026-11-24T12:00:00.000000Z"
    [author] = found.findall(f"{A}author")
    assert (text(author, "name"), text(author, "uri")) == ("Claims", "https://facts.example/")
    assert links(found) == {
        "self": "https://facts.example/feeds/claims.atom?cursor=a&b",
        "alternate": "https://facts.example/",
        "next": "https://facts.example/feeds/claims.atom?cursor=b&limit=2",
    }
    assert "next" not in links(parsed(feed=replace(FEED, next_path="")))
    assert "<author><name>The desk</name>" in atom.write(replace(FEED, author="The desk"), []).decode()


@pytest.mark.parametrize("made", SAMPLES, ids=lambda made: made["id"])
def test_each_entry_has_what_atom_requires(made: dict[str, Any]) -> None:
    found = entry(made)
    assert text(found, "id") == f"tag:facts.example,2026:claims/{made['id']}"
    assert text(found, "title") == title(made)
    assert text(found, "summary") == summary(made)
    assert RECORD.fullmatch(text(found, "updated"))
    assert text(found, "updated") == made["published_at"]
    assert links(found) == {"alternate": f"https://facts.example/claims/{made['id']}"}


def test_the_file_holds_only_what_atom_knows() -> None:
    found = parsed(*SAMPLES, GONE)
    ids = [text(one, "id") for one in found.findall(f"{A}entry")]
    assert len(ids) == len(set(ids)) == len(SAMPLES)
    assert {one.tag for one in found.iter()} == {
        *(A + name for name in ("feed", "id", "title", "updated", "author", "name", "uri", "rights", "link", "entry",
                                "published", "summary")),
        AT + "deleted-entry", AT + "comment",
    }  # fmt: skip
    assert {name for one in found.iter() for name in one.attrib} == {
        LANG,
        "rel",
        "type",
        "href",
        "ref",
        "when",
    }


def test_when_the_first_document_was_published_is_not_guessed() -> None:
    assert text(entry(document()), "published") == "2026-11-01T08:00:00.123456Z"
    found = entry(document(2))
    assert text(found, "updated") == "2026-11-02T08:00:00.123456Z"
    assert found.find(f"{A}published") is None


def test_the_pages_of_a_feed_have_one_id_and_two_feeds_have_two() -> None:
    first, second, other = (
        text(parsed(feed=replace(FEED, path=path)), "id")
        for path in ("/feeds/claims.atom", "/feeds/claims.atom?cursor=z", "/feeds/topics/strength.atom")
    )
    assert first == second != other


def test_a_removed_claim_is_a_deleted_entry_and_a_retracted_one_is_not() -> None:
    found = parsed(history("rated", "retracted")[1], GONE)
    [deleted] = found.findall(f"{AT}deleted-entry")
    assert deleted.attrib == {
        "ref": "tag:facts.example,2026:claims/gone000000",
        "when": "2026-11-24T12:00:00.000000Z",
    }
    assert [one.tag for one in deleted] == [f"{AT}comment", f"{A}link"]
    assert links(deleted) == {"alternate": "https://facts.example/claims/gone000000"}
    [left] = found.findall(f"{A}entry")
    assert text(left, "title").startswith("Retracted: ")


def test_a_deleted_entry_names_the_very_id_of_its_entry_and_shows_nothing_of_it() -> None:
    made = document(published_at=moment(NOON))
    gone = Gone(made["path"], made["id"], NOON)
    pairs: list[list[Item]] = [[made, gone], [gone, made]]
    for items in pairs:
        found = parsed(*items)
        [deleted] = found.findall(f"{AT}deleted-entry")
        assert deleted.attrib["ref"] == text(entry(made), "id")
        assert found.find(f"{A}entry") is None
        assert made["statement"].encode() not in atom.write(FEED, items)


def test_a_statement_in_another_language_is_marked() -> None:
    [heading] = entry(document(language="ar")).findall(f"{A}title")
    assert heading.attrib == {LANG: "ar"}
    [plain] = entry(document()).findall(f"{A}title")
    assert plain.attrib == {}


def test_a_license_of_its_own_is_told() -> None:
    assert text(entry(document(license="other")), "rights") == "other"
    assert entry(document()).find(f"{A}rights") is None


@pytest.mark.parametrize("bad", EVIL)
def test_no_text_breaks_the_file(bad: str) -> None:
    feed = replace(
        FEED,
        title=f"t{bad}",
        author=f"n{bad}",
        language=f"e{bad}",
        license=bad,
        path=f"/{bad}",
        next_path=bad,
    )
    found = parsed(evil(f"a{bad}b"), replace(GONE, path=bad, public_id=bad), feed=feed)
    known = {one.tag for one in parsed(document(license="x"), GONE).iter()}
    assert {one.tag for one in found.iter()} <= known
    assert text(entry(evil(f"a{bad}b")), "title") == title(evil(f"a{bad}b"))
    for link in found.iter(f"{A}link"):
        assert re.fullmatch(r"https://facts\.example/[!-~]*", link.attrib["href"])
    for one in [*found.iter(f"{A}id"), *found.iter(f"{AT}deleted-entry")]:
        assert re.fullmatch(r"tag:facts\.example,2026:[!-~]*", one.attrib.get("ref") or one.text or "")


@pytest.mark.parametrize("words", ["</title><script>x</script>", '<b>R&amp;D</b> ]]> 🧨𝒳 "it\'s"', "&lt;"])
def test_markup_comes_out_as_text(words: str) -> None:
    made = of(words)
    assert text(entry(made), "title") == words
    raw = atom.write(FEED, [made])
    assert b"<script" not in raw
    assert b"<b>" not in raw


def test_the_same_feed_is_the_same_bytes() -> None:
    made: list[Item] = [*SAMPLES, GONE]
    sorted_keys = [json.loads(json.dumps(one, sort_keys=True)) for one in SAMPLES]
    assert atom.write(FEED, made) == atom.write(FEED, [*sorted_keys, GONE]) == atom.write(FEED, iter(made))
    assert atom.write(FEED, []).startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=")
