"""Who says what in English news: the places of source, cue and content, and the party behind the source."""

from __future__ import annotations

import pytest

from claims.domain.vocabulary import SpeakerBasis
from claims.extraction import attributions
from claims.extraction.parties import Cast
from claims.extraction.proposal import Party
from claims.extraction.ranker import shipped

ROWS = [
    # text, then for each attribution: source | cue | content
    ("Senator Jane Holt said in a statement on Tuesday that the bill would cost taxpayers $3 billion.",
     "Senator Jane Holt | said | that the bill would cost taxpayers $3 billion"),
    # the cue behind, with a title between commas
    ("“I never met him,” said Mark Dunne, a former aide to the governor who now lives in Ohio.",
     "Mark Dunne, a former aide to the governor who now lives in Ohio | said | “I never met him,”"),
    # a saying broken by its cue is one saying
    ("\"If he wins,\" she said, \"we are finished.\"", "she | said | \"If he wins,\" … \"we are finished.\""),
    ("The president has ruled out a deal, according to two people familiar with the talks.",
     "two people familiar with the talks | according to | The president has ruled out a deal"),
    ("According to two people familiar with the talks, the president has ruled out a deal.",
     "two people familiar with the talks | According to | the president has ruled out a deal"),
    # both clauses joined by “and that” belong to it
    ("Dunne said he did not know who paid for the trip and that he had never asked.",
     "Dunne | said | he did not know who paid for the trip and that he had never asked"),
    # two sayings of two parties in one sentence
    ("Officials warned that as many as 300 polling stations might not open, but the ministry said all would.",
     "Officials | warned | that as many as 300 polling stations might not open",
     "the ministry | said | all would"),
    # what somebody did not say
    ("The senator did not say whether she would support the measure.",
     "The senator | did not say | whether she would support the measure"),
    # a chain: both steps
    (
        "Ms. Holt said the minister had said that the dam was safe.",
        "Ms. Holt | said | the minister had said that the dam was safe",
        "the minister | had said | that the dam was safe",
    ),
    # a source that nobody names stays unnamed
    ("There were already reports that the commander had crossed into the valley in May.",
     " | reports | that the commander had crossed into the valley in May"),
]  # fmt: skip

NOTHING = [
    "The firm plans to open a plant in Lodz.",
    "The clerk called the police.",
    "The book, titled \"Roads to Nowhere,\" sold badly.",
    "The spokesman apparently left early.",
    "",
    "\n\n",
    "\"\"\"\"",
    "“",
]  # fmt: skip


def _read(text: str) -> list[str]:
    found = attributions.attributions(attributions.read(text), shipped())
    return [
        " | ".join(
            " … ".join(text[start:end] for start, end in part) for part in (one.source, one.cue, one.content)
        )
        for one in found
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_an_attribution_has_its_source_cue_and_content(row: tuple[str, ...]) -> None:
    text, *wanted = row
    assert _read(text) == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_what_nobody_says_is_not_attributed(text: str) -> None:
    assert _read(text) == []


def test_a_quotation_over_two_paragraphs_is_one_saying() -> None:
    text = "Mr. Dunne said: “We lost. That is all.\n\n“We start again tomorrow.”"
    (one,) = attributions.attributions(attributions.read(text), shipped())
    assert "".join(text[start:end] for start, end in one.content).endswith("We start again tomorrow.”")


def _parties(text: str) -> list[Party | None]:
    read = attributions.read(text)
    cast = Cast(text, read.paragraphs)
    found = attributions.attributions(read, shipped())
    return [cast.party(one.source, one.candidate.source, one.candidate.head, one.cue[0][0]) for one in found]


def test_a_surname_and_a_pronoun_lead_to_the_full_name_and_role_as_inferred() -> None:
    text = (
        "Mayor Anna Keller said the bridge was closed.\n\n"
        "Keller said that repairs would take a year. She said that the city would pay."
    )
    first, second, third = _parties(text)
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.name, first.basis) == ("Anna Keller", SpeakerBasis.STATED)
    assert (second.name, second.basis) == ("Anna Keller", SpeakerBasis.INFERRED)
    assert (third.name, third.basis) == ("Anna Keller", SpeakerBasis.INFERRED)


def test_where_two_could_be_meant_neither_is_chosen() -> None:
    text = "John Miller met Peter Miller on Monday.\n\nMiller said that the talks went well."
    (party,) = _parties(text)
    assert party is not None
    assert (party.name, party.basis) == ("", SpeakerBasis.AMBIGUOUS)
    assert set(party.candidates) == {"John Miller", "Peter Miller"}


def test_an_unnamed_spokesman_has_no_name() -> None:
    (party,) = _parties("A spokesman for the governor said that nine people had been killed.")
    assert party is not None
    assert (party.name, party.basis) == ("", SpeakerBasis.STATED)
