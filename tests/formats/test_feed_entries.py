"""What feeds say of a claim: no title and no summary gains certainty, and of each claim only the newest is shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.vocabulary import Modality
from claims.formats.feed_entries import (
    Entry,
    Gone,
    Item,
    Removed,
    address,
    entries,
    hedged,
    moment,
    summary,
    tag,
    title,
)
from tests.dates import stated
from tests.formats.feed_documents import CONTROLS, EVIL, FEED, NOON, SAMPLES, evil, of
from tests.formats.prov_documents import VERDICT, document, history

ISOLATES = str.maketrans("", "", "\u2068\u2069")


def named(**more: Any) -> dict[str, Any]:
    """A document whose speaker is changed so."""
    return document(speaker=document()["speaker"] | more)


def one_line(text: str) -> str:
    """The text as a feed may show it."""
    kept = (c for c in text if c not in CONTROLS and unicodedata.category(c) != "Cs")
    return " ".join("".join(kept).split())


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (of("They are 5000."), "They are 5000."),
        (of("They are 5000.", "maybe"), "They are 5000. (“maybe”)"),
        (of("They are 5000.", "maybe", modality="hedged"), "They are 5000. (“maybe”)"),
        (of("They are 5000.", "maybe", modality="alleged"), "They are 5000. (“maybe”, alleged)"),
        (of("They are maybe 5000.", "maybe", modality="alleged"), "They are maybe 5000. (alleged)"),
        (of("They are perhaps 5000.", "maybe", "perhaps"), "They are perhaps 5000. (“maybe”)"),
        (of("They may be\n5000.", "may  be"), "They may be 5000."),
        (of("It’s said so.", "it's said", "It's said"), "It’s said so. (“it's said”)"),
        (of("He said ‘maybe’.", "maybe"), "He said ‘maybe’."),
        (of("C’est peut-\u00eatre vrai.", "peut-e\u0302tre"), "C’est peut-\u00eatre vrai."),
        (of("They are ~5000.", "~5000"), "They are ~5000."),
        (of("They are 5000.", "~5000"), "They are 5000. (“~5000”)"),
        (of("They are 5000.", "maybe", "maybe"), "They are 5000. (“maybe”)"),
        (of("They are 5000.", "\u200b", " "), "They are 5000."),
        (of("They fled.", modality="hedged"), "They fled. (hedged)"),
        (of("They fled.", "\u200b", modality="hedged"), "They fled. (hedged)"),
        (of("They fled.", modality="doubted"), "They fled. (doubted)"),
    ],
)  # fmt: skip
def test_a_statement_shows_the_hedges_that_it_does_not_hold_itself(made: dict[str, Any], words: str) -> None:
    assert hedged(made) == title(made) == words


@pytest.mark.parametrize(
    ("statement", "hedge"),
    [
        ("The mayor fled.", "may"),
        ("In May 2009 they fled.", "may"),
        ("They can't flee.", "can"),
        ("They can’t flee.", "can"),
        ("A would-be king fled.", "would"),
        ("A non-alleged crime.", "alleged"),
        ("A non\u2011alleged crime.", "alleged"),
        ("He fled in dismay.", "may"),
        ("می\u200cرود", "می"),
        ("per\u00adhaps", "per"),
        ("他不可能来", "可能"),
        ("किसे", "कि"),
        ("कि\u093eशायद", "शायद"),
    ],
)
def test_a_part_of_another_word_tells_no_hedge(statement: str, hedge: str) -> None:
    """Nor does a month, a word joined by apostrophe, hyphen or joiner, nor one whose last letter has another vowel."""
    statement, hedge = (unicodedata.normalize("NFC", one) for one in (statement, hedge))
    assert hedged(of(statement, hedge)).translate(ISOLATES) == f"{statement} (“{hedge}”)"


def test_a_whole_word_behind_a_part_of_another_is_found() -> None:
    assert hedged(of("The mayor may flee.", "may")) == "The mayor may flee."


@pytest.mark.parametrize("modality", [one.value for one in Modality if one is not Modality.ASSERTED])
@pytest.mark.parametrize("statement", ["They fled.", "The alleged man denied what was predicted."])
def test_every_modality_is_told_whatever_the_statement_says(statement: str, modality: str) -> None:
    assert hedged(of(statement, modality=modality)) == f"{statement} ({modality})"


@pytest.mark.parametrize("made", SAMPLES, ids=lambda made: made["id"])
def test_every_sample_keeps_its_hedges_and_modality_in_title_and_summary(made: dict[str, Any]) -> None:
    shown, told = title(made).translate(ISOLATES), summary(made).translate(ISOLATES).split("\n")
    assert one_line(made["statement"]) in shown
    [put] = [one for one in told if one.startswith("How it was put: ")] or [""]
    for hedge in filter(None, map(one_line, made["hedges"])):
        if any(c.isprintable() for c in hedge):
            assert re.search(rf"(?<!\w){re.escape(hedge)}(?!\w)", shown)
            assert f"“{hedge}”" in put
    if made["modality"] == "asserted":
        assert not put or made["hedges"]
    else:
        assert put.startswith(f"How it was put: {made['modality']}")
        assert made["modality"] == "hedged" or shown.endswith(f"{made['modality']})")
    marks = {shown.startswith("Demonstration: "), told[0].startswith("Demonstration: ")}
    assert marks == {made["demonstration"]}
    retracted = made["status"] == "retracted"
    assert ("Retracted: " in shown) == ("Verdict: Retracted." in told) == retracted


WORDS = ["may", "be", "MAY", "mayor", "can't", "can", "-", "’", "ß", "ربما", "."]
HEDGES = ["may", "may be", "can", "ss", "ربما", "be."]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7), st.lists(st.sampled_from(HEDGES), max_size=4))
def test_each_hedge_stands_in_the_statement_or_once_behind_it(words: list[str], hedges: list[str]) -> None:
    plain = " ".join(words)
    bare = hedged(of(plain, *hedges)).translate(ISOLATES)
    assert bare.startswith(plain)
    added = re.findall("“(.*?)”", bare[len(plain) :])
    for hedge in hedges:
        assert added.count(hedge) == (0 if f" {hedge} " in f" {plain} " else 1)


def test_what_runs_from_right_to_left_is_isolated_from_our_words() -> None:
    assert hedged(of("قال ذلك")) == "قال ذلك"
    shown = hedged(of("قال ذلك", "ربما", modality="alleged"))
    assert shown == "\u2068قال ذلك\u2069 (“\u2068ربما\u2069”, alleged)"
    assert title(of("قال ذلك", demonstration=True)) == "Demonstration: \u2068قال ذلك\u2069"
    assert "Who said it: \u2068أحمد\u2069 (spokesman, The army)." in summary(named(name="أحمد"))


def test_titles_say_what_became_of_a_document() -> None:
    withdrawn = history("rated", "retracted")[1]
    assert title(withdrawn) == "Retracted: Statement 2 (“perhaps”)"
    assert title(withdrawn | {"demonstration": True}) == "Demonstration: Retracted: Statement 2 (“perhaps”)"
    assert title(of("So.", demonstration=True)) == "Demonstration: So."
    assert summary(of("So.", demonstration=True)).startswith("Demonstration: ratings proposed by one reader")


def test_a_summary_tells_everything_in_lines() -> None:
    count = {"established": 2, "possible": 2, "unknown": 0}
    made = document(
        3, status="rated", verdict=VERDICT,
        corrections=[{"number": 2, "kind": "typo", "reason": "Old.", "at": ""},
                     {"number": 3, "kind": "new evidence", "reason": "A paper\nwas found", "at": ""}],
        corroboration={"supporting": count, "disputing": count | {"established": 0, "possible": 1}},
        attribution=[{"speaker": {"id": "x", "name": "A clerk", "role": "clerk", "organization": "Office"},
                      "cue": "told", "hedges": ["reportedly"]}],
    )  # fmt: skip
    assert summary(made).split("\n") == [
        "Document no. 3, new evidence: A paper was found.",
        "Who said it: A general (spokesman, The army).",
        "Told through: A clerk (clerk, Office), “reportedly”.",
        "When it was said: about August 2009.",
        "How it was put: hedged, “perhaps”.",
        "Printed in: The outlet, “A headline”.",
        "Verdict: Mostly accurate (likely, with low confidence). Likely.",
        "Known independent origins: 2 in support, 0 in dispute (1 possible at most).",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "A general (spokesman, The army)."),
        ({"basis": "inferred"}, "A general (spokesman, The army) – inferred from the text, not stated."),
        ({"kind": "unnamed"}, "A general (spokesman, The army) – not named in the article."),
        ({"kind": "unnamed", "basis": "inferred"},
         "A general (spokesman, The army) – the article does not state whose words or belief this is."),
        ({"basis": "ambiguous"}, "unclear who; recorded under A general (spokesman, The army)."),
        ({"basis": "ambiguous", "candidates": [
            {"id": "q", "name": "Another", "disambiguation": "the tall"}, {"id": "r", "name": "A third"}]},
         "unclear who, possibly Another (the tall) or A third; recorded under A general (spokesman, The army)."),
    ],
)  # fmt: skip
def test_doubts_about_the_speaker_are_kept(changed: dict[str, Any], words: str) -> None:
    assert f"Who said it: {words}" in summary(named(**changed)).split("\n")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (stated("2009-05/2009-09-28").as_json(), "between May 2009 and September 28, 2009."),
        (stated("2009-05/..").as_json(), "from May 2009 on, with no end named."),
        (stated("").as_json(), "not known."),
        (stated("2009-08~").as_json() | {"basis": "inferred from the page"}, "about August 2009, as inferred."),
    ],
)  # fmt: skip
def test_dates_gain_no_precision(said: dict[str, Any], words: str) -> None:
    assert f"When it was said: {words}" in summary(document(said=said)).split("\n")


def test_the_verdict_is_in_words() -> None:
    assert "Verdict: Not yet rated." in summary(document())
    withdrawn = summary(history("rated", "retracted")[1])
    assert "Document no. 2, withdrawn: Reason 2." in withdrawn
    assert "ccurate" not in withdrawn
    assert "Known independent origins: not counted." in summary(document())


def test_what_is_asserted_without_hedges_is_not_called_unsure() -> None:
    assert "How it was put" not in summary(of("So."))
    assert "How it was put: asserted, “some”." in summary(of("So.", "some"))


@pytest.mark.parametrize("text", EVIL)
def test_no_text_turns_the_direction_or_makes_a_line_of_its_own(text: str) -> None:
    shown, told = title(evil(f"a{text}\nb")), summary(evil(f"a{text}\nVerdict: So"))
    assert not re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", shown)
    assert not re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", told)
    assert len(re.findall("^Verdict: ", told, re.M)) == 1


def test_of_each_claim_the_newest_document_is_shown() -> None:
    older, newer = history("unrated", "rated")
    same_moment = newer | {"number": 3, "statement": "Statement 3"}
    for items in ([older, newer, same_moment], [same_moment, newer, older]):
        [found] = entries(FEED, items)
        assert isinstance(found, Entry)
        assert found.title.startswith("Statement 3")


def test_moments_are_compared_as_moments() -> None:
    """Whatever the texts are: “Z” sorts behind “.5Z”, and an hour of another zone is another hour."""
    older = document(published_at="2026-11-01T08:00:00Z")
    newer = document(2, published_at="2026-11-01T09:00:00.5+01:00", statement="Newer.")
    [found] = entries(FEED, [newer, older])
    assert found.updated == "2026-11-01T08:00:00.500000Z"
    with pytest.raises(ValueError, match="time zone"):
        entries(FEED, [document(published_at="2026-11-01T08:00:00")])


def test_a_tombstone_wins_over_a_document_of_its_moment_and_loses_to_a_later_one() -> None:
    made = document(9, published_at=moment(NOON))
    gone = Gone(made["path"], made["id"], NOON)
    again = replace(gone, at=NOON - timedelta(microseconds=1))
    pairs: list[list[Item]] = [[made, gone], [gone, made], [made, again], [again, made]]
    for items in pairs[:2]:
        assert [type(one) for one in entries(FEED, items)] == [Removed]
    for items in pairs[2:]:
        assert [type(one) for one in entries(FEED, items)] == [Entry]


def test_an_id_depends_on_nothing_but_host_and_claim() -> None:
    first, second = history("unrated", "rated")
    gone = Gone("/elsewhere", first["id"], NOON)
    other = replace(
        FEED, public_url="http://FACTS.example:8000/sub/", path="/x", title="Other", language="de"
    )
    changing: tuple[Item, ...] = (first, second, gone)
    found = {one.id for item in changing for feed in (FEED, other) for one in entries(feed, [item])}
    assert found == {"tag:facts.example,2026:claims/cccccccccc"}


def test_a_tag_needs_a_host_that_can_give_one() -> None:
    assert tag(replace(FEED, public_url="http://127.0.0.1:8000"), "claims/a") == "tag:127.0.0.1,2026:claims/a"
    bucher = replace(FEED, public_url="https://Bücher.example", since="2025")
    assert tag(bucher, "a b\ud800?") == "tag:xn--bcher-kva.example,2025:a%20b%3F%3F"
    for url in ("", "/claims", "http://[::1]:8000"):
        with pytest.raises(ValueError, match="No tag"):
            tag(replace(FEED, public_url=url), "a")


def test_a_path_stays_on_our_host() -> None:
    for path in ("//evil.example/", "@evil.example", "/a b\n<é>", "https://evil.example", "\\\\evil.example"):
        assert re.fullmatch(r"https://facts\.example/[!-~]*", address("https://facts.example/", path))
    assert address("https://facts.example", "//@evil.example") == "https://facts.example/@evil.example"
    assert address("https://facts.example", "claims/a") == "https://facts.example/claims/a"
    assert address("https://facts.example/sub/", "/claims/a") == "https://facts.example/sub/claims/a"
    assert address("https://facts.example", "/a?b=%20&c=é'") == "https://facts.example/a?b=%20&c=%C3%A9%27"


def test_a_moment_is_in_utc_and_never_local() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert moment(datetime(2026, 1, 1, 9, tzinfo=tokyo)) == "2026-01-01T00:00:00.000000Z"
    assert moment(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 1, 1))
