"""The JSON Feed: what version 1.1 requires, the same as Atom, and how sure beside every rating."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.formats import atom, json_feed
from claims.formats.feed_entries import Gone, Item, moment, summary, title
from tests.formats.feed_documents import CONTROLS, EVIL, FEED, GONE, LICENSE, NOON, SAMPLES, evil, of
from tests.formats.prov_documents import VERDICT, document, history

A = f"{{{atom.ATOM}}}"


def read(*items: Any, feed: Any = FEED) -> Any:
    return json.loads(json_feed.write(feed, items))


def test_the_feed_and_its_items_have_what_the_version_requires() -> None:
    count = {"established": 1, "possible": 2, "unknown": 1}
    made = document(
        status="rated", verdict=VERDICT, corroboration={"supporting": count, "disputing": count, "bottlenecks": []}
    )  # fmt: skip
    assert read(made, GONE) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Claims",
        "home_page_url": "https://facts.example/",
        "feed_url": "https://facts.example/feeds/claims.atom?cursor=a&b",
        "next_url": "https://facts.example/feeds/claims.atom?cursor=b&limit=2",
        "authors": [{"name": "Claims", "url": "https://facts.example/"}],
        "language": "en",
        "_rights": {"license": LICENSE, "updated": "2026-11-24T12:00:00.000000Z"},
        "_removed": {
            "items": [
                {
                    "id": "tag:facts.example,2026:claims/gone000000",
                    "url": "https://facts.example/claims/gone000000",
                    "at": "2026-11-24T12:00:00.000000Z",
                }
            ]
        },
        "items": [
            {
                "id": "tag:facts.example,2026:claims/cccccccccc",
                "url": "https://facts.example/claims/cccccccccc",
                "title": title(made),
                "content_text": summary(made),
                "date_published": "2026-11-01T08:00:00.123456Z",
                "date_modified": "2026-11-01T08:00:00.123456Z",
                "_claim": {
                    "id": "cccccccccc", "number": 1, "status": "rated", "demonstration": False,
                    "statement": made["statement"], "language": "en", "modality": "hedged", "hedges": ["perhaps"],
                    "rating": "mostly accurate", "credence": 70, "confidence": "low",
                    "origins": {"supporting": count, "disputing": count},
                },
            }
        ],
    }  # fmt: skip
    assert read(feed=replace(FEED, author="The desk"))["authors"][0]["name"] == "The desk"


def test_an_empty_feed_still_has_items() -> None:
    bare = read(feed=replace(FEED, next_path=""))
    assert bare["items"] == []
    assert not {"next_url", "_removed"} & bare.keys()


@pytest.mark.parametrize("made", SAMPLES, ids=lambda made: made["id"])
def test_every_sample_keeps_its_hedges_and_modality(made: dict[str, Any]) -> None:
    [item] = read(made)["items"]
    assert (item["title"], item["content_text"]) == (title(made), summary(made))
    claim = item["_claim"]
    assert (claim["hedges"], claim["modality"]) == (made["hedges"], made["modality"])
    assert (claim["demonstration"], claim["status"]) == (made["demonstration"], made["status"])
    assert all(value for key, value in item.items())
    assert all(isinstance(value, dict) for key, value in item.items() if key.startswith("_"))


def test_no_rating_stands_without_how_sure_it_is() -> None:
    for one in read(*SAMPLES)["items"]:
        claim = one["_claim"]
        assert (claim["rating"] is None) == (claim["credence"] is None) == (claim["confidence"] is None)
    withdrawn = read(history("rated", "retracted")[1])["items"][0]["_claim"]
    assert (withdrawn["status"], withdrawn["rating"], withdrawn["credence"]) == ("retracted", None, None)
    unrated = read(document())["items"][0]["_claim"]
    assert (unrated["rating"], unrated["origins"]) == (None, {"supporting": None, "disputing": None})


def test_when_the_first_document_was_published_is_not_guessed() -> None:
    [item] = read(document(2))["items"]
    assert item["date_modified"] == "2026-11-02T08:00:00.123456Z"
    assert "date_published" not in item


def test_only_the_statement_is_called_of_another_language() -> None:
    [item] = read(document(language="ar"))["items"]
    assert item["_claim"]["language"] == "ar"
    assert "language" not in item


def test_a_removed_claim_leaves_nothing_but_its_tombstone() -> None:
    made = document(published_at=moment(NOON))
    found = read(made, Gone(made["path"], made["id"], NOON))
    assert found["items"] == []
    assert [one["id"] for one in found["_removed"]["items"]] == [read(made)["items"][0]["id"]]
    assert made["statement"] not in json.dumps(found)


def test_both_feeds_show_the_same_in_the_same_order() -> None:
    items = read(*SAMPLES, GONE)["items"]
    found = ElementTree.fromstring(atom.write(FEED, [*SAMPLES, GONE])).findall(f"{A}entry")
    told = [[one.findtext(A + name) for name in ("id", "title", "summary", "updated")] for one in found]
    assert told == [[one[name] for name in ("id", "title", "content_text", "date_modified")] for one in items]
    assert [one["_claim"]["id"] for one in items] == [one["id"] for one in SAMPLES]
    assert not any("author" in key for one in items for key in one)


@pytest.mark.parametrize("bad", EVIL)
def test_no_text_breaks_the_file(bad: str) -> None:
    feed = replace(
        FEED, title=f"t{bad}", author=f"n{bad}", language=f"e{bad}", license=bad, path=bad, next_path=bad
    )
    made = evil(f"a{bad}b")
    raw = json_feed.write(feed, [made, replace(GONE, path=bad, public_id=bad)])
    assert not re.search(rb"\\u[dD][89a-fA-F]", raw)
    found = json.loads(raw.decode("utf-8", "strict"))
    [item] = found["items"]
    assert (item["title"], item["content_text"]) == (title(made), summary(made))
    assert item["_claim"]["statement"] == re.sub("[\ud800-\udfff]", "\ufffd", f"a{bad}b")
    shown = found["title"] + found["authors"][0]["name"] + found["language"] + item["title"]
    assert not set(shown) & set(CONTROLS)
    for url in (found["feed_url"], found["next_url"], item["url"], found["_removed"]["items"][0]["url"]):
        assert re.fullmatch(r"https://facts\.example/[!-~]*", url)


def test_markup_comes_out_as_text() -> None:
    words = "</title><script>x</script> &amp;"
    [item] = read(of(words))["items"]
    assert item["title"] == words
    assert "content_html" not in item


def test_the_same_feed_is_the_same_bytes() -> None:
    sorted_keys = [json.loads(json.dumps(one, sort_keys=True)) for one in SAMPLES]
    made: list[Item] = [*SAMPLES, GONE]
    assert json_feed.write(FEED, iter(made)) == json_feed.write(FEED, made)
    assert read(*sorted_keys, GONE) == read(*made)
