"""Grades, languages, places in a page and trails, as readers see them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain import edtf
from claims.domain.vocabulary import Reliability
from claims.formats.admiralty import CREDIBILITY, RELIABILITY, grade_in_words
from claims.formats.dates import moment_in_words
from claims.formats.fragment import passage_link
from claims.formats.languages import foreign, language_of_title
from claims.formats.trail import Trails, why_none

# --- grades and languages ------------------------------------------------------------------------


def test_every_grade_has_its_own_words() -> None:
    assert list(RELIABILITY) == [grade.value for grade in Reliability]
    assert list(CREDIBILITY) == [1, 2, 3, 4, 5, 6]
    assert len({*RELIABILITY.values(), *CREDIBILITY.values()}) == 12
    assert grade_in_words("B", 3) == "Source usually reliable (B), information possibly true (3)."


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "in Chinese"), ("ar", "in Arabic"), ("ru-RU", "in Russian"), ("en-GB", ""), ("", ""),
     ("xx", "in the language “xx”")],
)  # fmt: skip
def test_a_foreign_language_is_named(language: str, said: str) -> None:
    assert foreign(language, to="en") == said


def test_a_description_of_ours_is_not_marked_as_arabic() -> None:
    assert language_of_title("Tajikistan says (headline not in the copy)", "ar", ours="en") == "en"
    assert language_of_title("Боевики", "ru", ours="en") == "ru"
    assert language_of_title("Le Monde", "fr", ours="en") == "fr"


# --- the passage's address -----------------------------------------------------------------------


def quotation(text: str, exact: str, around: int = 12) -> dict[str, Any]:
    """A quotation as a document has it."""
    start = text.index(exact)
    end = start + len(exact)
    return {
        "exact": exact, "prefix": text[max(0, start - around) : start], "suffix": text[end : end + around],
        "context_before": text[text.rfind("\n", 0, start) + 1 : start],
        "context_after": text[end:].partition("\n")[0],
    }  # fmt: skip


def test_what_separates_the_parts_of_a_fragment_is_encoded() -> None:
    found = passage_link("https://e.org/a#top", quotation("Al-Qaeda, A&B said so.", "Al-Qaeda, A&B"))
    assert found == "https://e.org/a#:~:text=Al%2DQaeda%2C%20A%26B,-said%20so."


def test_a_fragment_s_context_is_whole_words_of_the_same_line() -> None:
    text = "[…]\nA. Led the survivors there, where many remain. Someone says otherwise.\n[…]"
    found = passage_link("https://e.org/a", quotation(text, "where many remain"))
    assert unquote(found.partition("=")[2]) == "there,-,where many remain,-. Someone"
    first = passage_link("https://e.org/a", quotation(text, "A. Led the survivors there", 9))
    assert first.endswith("text=A.%20Led%20the%20survivors%20there,-%2C%20where")


@given(st.text("ab -,&\n", min_size=1, max_size=400), st.text("ab -,&\n", max_size=20))
def test_a_fragment_has_no_separator_but_its_own(exact: str, around: str) -> None:
    if not exact.strip():
        return
    found = passage_link("https://e.org/a", quotation(around + exact + around, exact))
    parts = found.partition(":~:text=")[2].split(",")
    assert 1 <= len(parts) <= 4
    assert "&" not in found
    assert all("-" not in part.removeprefix("-").removesuffix("-") for part in parts)


# --- trails --------------------------------------------------------------------------------------

STATED, SUPPOSED, UNKNOWN = "stated", "inferred", "unknown"


def document(*edges: tuple[str, str, str, str], attests: str = "yes", **kinds: str) -> dict[str, Any]:
    """A document whose nodes are the ends of these edges: s… is a source, u… unknown, all else a party."""
    names = {name for start, end, *_ in edges for name in (start, end)} | {"s1"}
    types = {"s": "source", "u": "unknown"}
    return {
        "speaker": {"id": "ministry"},
        "article": {"outlet": "The outlet"},
        "provenance": {
            "nodes": [
                {"id": name, "type": types.get(name[0], "origin"), "label": LABELS.get(name, name)}
                for name in names
            ],
            "edges": [dict(zip(("from", "to", "how", "basis"), edge, strict=True)) for edge in edges],
        },
        "evidence": [
            {"source": {"id": "s1", "kind": kinds.get("kind", "news media")}, "stance": "supports", "attests": attests}
        ],
        "corroboration": {"supporting": {"established": 0}, "disputing": {"established": 0}},
    }  # fmt: skip


LABELS = {"official": "An official (of note)", "outlet": "The outlet", "gov": "Government", "s2": "Older"}
BODY = ("ministry", "gov", "belongs to", STATED)


@pytest.mark.parametrize(
    ("edges", "line"),
    [
        ([], "origin not stated"),
        ([("s1", "u1", "unknown", UNKNOWN)], "origin not stated"),
        ([("s1", "clerk", "quotes", STATED)], "clerk, quoted, as stated"),
        ([("s1", "clerk", "quotes", STATED), ("clerk", "gov", "belongs to", STATED)],
         "clerk (Government), quoted, as stated"),
        ([("s1", "official", "relays", STATED), ("official", "gov", "belongs to", STATED)],
         "An official (of note; Government), relayed, as stated"),
        ([("s1", "clerk", "own reporting", SUPPOSED), ("s1", "u1", "unknown", UNKNOWN)],
         "clerk, own reporting, as supposed; its own origin is not stated"),
        ([("s1", "clerk", "quotes", STATED), ("s1", "u1", "unknown", UNKNOWN)],
         "clerk, quoted, as stated; for some of it the origin is not stated"),
        ([("s1", "clerk", "quotes", UNKNOWN)], "clerk, quoted, on unknown grounds"),
        ([("s1", "s2", "quotes", STATED), ("s2", "clerk", "own reporting", STATED)],
         "“Older”, quoted, as stated, which has it from clerk, own reporting, as stated"),
        ([("s1", "s2", "quotes", STATED), ("s2", "s1", "quotes", STATED)], "“Older”, quoted, as stated"),
    ],
)  # fmt: skip
def test_each_source_says_where_it_has_it_from(edges: list[tuple[str, str, str, str]], line: str) -> None:
    assert Trails.of(document(*edges)).line("s1") == line


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (document(BODY, ("s1", "clerk", "quotes", STATED), ("clerk", "gov", "belongs to", STATED)),
         "1 trail leads back to the speaker’s own body, Government"),
        (document(("s1", "ministry", "quotes", STATED)), "1 trail leads back to the speaker"),
        (document(("s1", "outlet", "own reporting", STATED)), "1 trail leads back to the article’s own outlet"),
        (document(("s1", "u1", "unknown", UNKNOWN)), "1 source tells no origin, or not all of it"),
        (document(("s1", "clerk", "quotes", STATED), attests="no"),
         "1 source is older than what the claim is about"),
        (document(("s1", "clerk", "quotes", STATED), kind="encyclopedia"), "1 source is only encyclopedic"),
        (document(("s1", "clerk", "quotes", STATED)), ""),
    ],
)  # fmt: skip
def test_zero_is_explained_as_far_as_the_document_tells(made: dict[str, Any], why: str) -> None:
    assert why_none(made, "supporting", "supports") == why
    made["corroboration"]["supporting"]["established"] = 1
    assert why_none(made, "supporting", "supports") == ""


def test_an_older_document_without_provenance_tells_no_origin() -> None:
    assert Trails.of({}).line("s1") == "origin not stated"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("2009-05/2009-09-28", "between May 2009 and September 28, 2009"),
        ("1999/2000", "between 1999 and 2000"),
        ("/2009-09-28", "not known when, but not after September 28, 2009"),
        ("2009-08-05", "August 5, 2009"),
        ("2009/..", "from 2009 on, with no end named"),
    ],
)
def test_what_was_said_once_was_said_between_its_limits(expression: str, words: str) -> None:
    assert moment_in_words(edtf.parse(expression, basis="stated", text="x").as_json()) == words


def test_a_net_of_sources_makes_no_endless_line() -> None:
    names = [f"n{number}" for number in range(12)]
    document = {
        "provenance": {
            "nodes": [{"id": name, "type": "source", "label": name} for name in names],
            "edges": [
                {"from": one, "to": other, "how": "quotes", "basis": "stated", "note": ""}
                for one in names
                for other in names
                if one != other
            ],
        }
    }
    line = Trails.of(document).line("n0")
    assert len(line) < 8_000
    assert all(f"“{name}”" in line for name in names[1:])
    assert "“n2” again, quoted, as stated" in line
    assert "“n0”" not in line
