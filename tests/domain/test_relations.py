"""Which relations between claims the machine supposes, from their words and figures alone."""

from __future__ import annotations

from claims.domain.figures import Point
from claims.domain.relations import Relation, Statement, relations
from claims.domain.vocabulary import LinkKind
from tests.figures import only

WORDS = "Militants from Tajikistan seized the mountain village of Zardaly in August"


def claim(name: str, words: str = WORDS, **values: object) -> Statement:
    given = {
        "speaker": name,
        "said": "2009",
        "place": ("v", ord(name)),
        "quotation": "indirect",
        "modality": "asserted",
    }
    return Statement(id=name, words=words, **{**given, **values})  # type: ignore[arg-type]


def found(*claims: Statement) -> list[tuple[str, str, LinkKind]]:
    answer: list[Relation] = relations(claims)
    assert relations(claims[::-1]) == answer, "the order never matters"
    assert all(relation.because.endswith(".") and 0 < relation.score <= 1 for relation in answer)
    return [(relation.claim, relation.other, relation.kind) for relation in answer]


def test_nearly_the_same_words_repeat() -> None:
    assert found(claim("a"), claim("b", WORDS + " 1999")) == [("a", "b", LinkKind.REPEATS)]
    assert found(claim("a"), claim("b", "Uzbekistan mined its borders after the raids of that summer")) == []
    assert found(claim("a", "He said so"), claim("b", "He said so")) == [], "too few words tell anything"


def test_a_denial_in_the_same_words_denies() -> None:
    denied = claim("b", modality="denied")
    assert found(claim("a"), denied) == [("b", "a", LinkKind.DENIES)]
    assert found(claim("a", modality="denied"), denied) == [("a", "b", LinkKind.REPEATS)]


def test_told_as_fact_what_is_only_alleged_elsewhere() -> None:
    told = claim("b", quotation="narrative")
    assert found(claim("a", modality="alleged"), told) == [("b", "a", LinkKind.TOLD_AS_FACT)]
    assert found(claim("a", modality="hedged"), told) == [("b", "a", LinkKind.TOLD_AS_FACT)]
    assert found(claim("a"), told) == [("a", "b", LinkKind.REPEATS)]


def test_one_speaker_in_one_paragraph_is_one_utterance() -> None:
    here = {"speaker": "r", "place": ("v", 3)}
    other = "Young recruits escape from poverty and from the police of Andijon"
    assert found(claim("a", **here), claim("b", other, **here)) == [("a", "b", LinkKind.SAME_UTTERANCE)]
    there = {"speaker": "r", "place": ("v", 4)}
    assert found(claim("a", **here), claim("b", other, **there)) == []
    told = {"quotation": "narrative", **here}
    assert found(claim("a", **told), claim("b", other, **told)) == [], (
        "an article's own narrative is no utterance"
    )


def test_a_longer_statement_of_somebody_else_rests_on_a_shorter_one() -> None:
    longer = WORDS + ", which damaged relations between three governments for an entire decade afterwards"
    assert found(claim("a"), claim("b", longer)) == [("b", "a", LinkKind.PRESUPPOSES)]
    assert found(claim("a"), claim("b", longer, speaker="a")) == []


def test_figures_that_cannot_both_hold_contradict_whatever_the_words() -> None:
    def of(name: str, number: int, kind: str = "claim") -> Statement:
        figure = Point(only(number), name, "x", "x", kind)
        return claim(name, f"Something {name}", figures=(figure,))

    assert found(of("a", 20), of("b", 30)) == [("a", "b", LinkKind.CONTRADICTS)]
    assert found(of("a", 20), of("b", 20)) == []
    assert found(of("a", 20), of("b", 30, "source")) == [], (
        "a source's figure is compared beside its own claim"
    )


def test_linked_pairs_are_left_alone() -> None:
    assert found(claim("a", linked=frozenset({"b"})), claim("b")) == []
    assert found(claim("a"), claim("b", linked=frozenset({"a"}))) == []
