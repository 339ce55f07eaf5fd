"""What makes two sources look like copies, and what does not."""

from __future__ import annotations

import pytest

from claims.domain.likeness import SourceText, shared_text, suspicions
from claims.domain.vocabulary import Likeness
from tests.dates import stated
from tests.effort import coming_to_an_end

TEXT = (
    "The army said on Saturday that its troops had surrounded a fortified compound near Wana and that one "
    "senior foreign commander had been wounded in the fighting there."
)


def page(name: str, **values: object) -> SourceText:
    given = {
        "title": f"Title {name}",
        "publisher": f"Paper {name}",
        "published": stated("2004-03-27"),
        "text": "",
    }
    return SourceText(id=name, **{**given, **values})  # type: ignore[arg-type]


def kinds(one: SourceText, other: SourceText) -> tuple[Likeness, ...]:
    found = suspicions([one, other])
    assert suspicions([other, one]) == found, "the order never matters"
    return found[0].likenesses if found else ()


def test_the_same_words_are_a_near_duplicate() -> None:
    assert kinds(page("a", text=TEXT), page("b", text=TEXT.upper())) == (Likeness.TEXT,)
    assert kinds(page("a", text=TEXT), page("b", text=f"Report: {TEXT} More follows in the evening.")) == (
        Likeness.TEXT,
    )
    (found,) = suspicions([page("a", text=TEXT), page("b", text=TEXT)])
    assert found.score == 1
    assert found.because == "100% of the shorter text stands in the other."


def test_words_in_common_are_not_enough() -> None:
    other = "On Saturday one senior foreign commander said that the army had been wounded near Wana by its troops."
    assert kinds(page("a", text=TEXT), page("b", text=other)) == ()
    assert kinds(page("a", text="Hundreds were killed"), page("b", text="Hundreds were killed")) == ()
    half = (
        " ".join(TEXT.split()[:12])
        + " but nobody could say where he was or who had taken him away that night"
    )
    assert shared_text(TEXT, half) == 0


def test_the_same_headline_is_a_likeness_when_it_is_long_enough() -> None:
    same = "Uzbek rebel leader said to be wounded near Wana"
    assert kinds(page("a", title=same), page("b", title=same.title())) == (Likeness.TEXT,)
    assert kinds(page("a", title="Uzbek rebel killed"), page("b", title="Uzbek rebel killed")) == ()


@pytest.mark.parametrize("text", ["TASHKENT (AFP) – Two", "[Reuters] Two", "Two men. — AP", "Interfax/ Two"])
def test_an_agency_s_mark_within_days_is_a_likeness(text: str) -> None:
    assert kinds(page("a", text=text), page("b", text=text)) == (Likeness.AGENCY,)
    later = page("b", text=text, published=stated("2004-04-27"))
    assert kinds(page("a", text=text), later) == ()
    assert kinds(page("a", text=text), page("b", text=text, published=stated(""))) == (Likeness.AGENCY,), (
        "may be"
    )


def test_a_word_that_is_an_agency_s_name_is_no_mark() -> None:
    assert kinds(page("a", text="He told Reuters so"), page("b", text="The AP reporter left")) == ()


def test_one_named_origin_is_a_likeness() -> None:
    caller = frozenset({"an anonymous caller"})
    assert kinds(page("a", named=caller), page("b", named=caller)) == (Likeness.ORIGIN,)


def test_one_that_cites_the_other_is_a_chain() -> None:
    cited = page("b", publisher="Dawn")
    assert kinds(page("a", text="The fighters fled, according to Dawn, to Shawal."), cited) == (
        Likeness.CHAIN,
    )
    assert kinds(page("a", text="The fighters fled before dawn, to Shawal."), cited) == ()
    assert kinds(page("a", text="as reported by Dawn", publisher="Dawn"), cited) == (), "a paper cites itself"


def test_pairs_that_are_told_already_are_left_out() -> None:
    pages = [page(name, text=TEXT) for name in "abc"]
    found = suspicions(pages, told=[frozenset("ab")])
    assert [one.pair for one in found] == [("a", "c"), ("b", "c")]


@pytest.mark.parametrize(
    "text", ["", "\0", "(" * 5000, "a " * 20000, "according to " * 5000, "—" * 9000, "العربية " * 3000]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    with coming_to_an_end(20):
        suspicions([page("a", text=text, publisher=text[:50] or "x"), page("b", text=text)])
