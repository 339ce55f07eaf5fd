"""A text from end to end: what is proposed, with everything that its words say, and nothing surer than they are."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from claims.domain import edtf
from claims.domain.errors import InvalidValue
from claims.domain.vocabulary import Modality, Quotation, SpeakerBasis, SpeakerKind
from claims.extraction.parsing import parsed
from claims.extraction.pipeline import propose
from claims.extraction.proposal import AttributionType, Proposal

WORDS = (
    "said",
    "he",
    " that ",
    "according to ",
    "שלום",
    "قال",
    "Mr. X",
    "reportedly",
    "4,000",
    "May",
    "accused",
    " of ",
)
PUBLISHED = edtf.parse("2021-03-18", basis="stated")

ARTICLE = (
    "Veronica Hale, a hydrologist at the state survey, said on Tuesday that at least nine bridges had been damaged "
    "since late February.\n\n"
    'Hale estimates the cost of repairs at "maybe four or five million dollars." She said: "The road in Brennan '
    'County is gone."\n\n'
    '"Nobody warned us," she added.\n\n'
    "The highway ministry claimed on March 3 that a contractor had said that the steel was sound. Reportedly, two of "
    "the bridges were closed in 2019.\n\n"
    "Many residents believe that the ministry knew. Mayor Otto Lind denied any part in the contracts."
)


@pytest.fixture(scope="module")
def found() -> dict[str, Proposal]:
    """The proposals by the words of their content."""
    return {_words(one): one for one in propose(ARTICLE, published=PUBLISHED)}


def _words(one: Proposal) -> str:
    return " … ".join(ARTICLE[start:end] for start, end in one.content)


def test_a_proposal_has_what_its_sentence_says(found: dict[str, Proposal]) -> None:
    """Speaker and role, times of saying and of the event, figures with their bounds, hedges."""
    one = found["that at least nine bridges had been damaged since late February"]
    party = one.chain[0].party
    assert party is not None
    assert (party.name, party.role) == ("Veronica Hale", "a hydrologist at the state survey")
    assert (party.kind, party.basis) == (SpeakerKind.PERSON, SpeakerBasis.STATED)
    assert (one.quotation, one.type, one.modality) == (
        Quotation.INDIRECT,
        AttributionType.SPEECH,
        Modality.ASSERTED,
    )
    assert one.said.edtf == "2021-03-16"
    assert one.said.basis.startswith("inferred")
    assert one.about.edtf == "2021-02/2021-03-18"
    figure = one.quantities[0]
    assert (figure.text, figure.low, figure.high) == ("at least nine bridges", 9, None)
    assert "at least" in one.hedges
    assert one.check_worthiness > 0.5
    assert any("figure" in reason.text for reason in one.check_reasons)
    assert 0.5 < one.score < 1
    assert len(one.reasons) == 4


def test_a_figure_that_is_a_range_stays_one(found: dict[str, Proposal]) -> None:
    """“maybe four or five million dollars” is hedged, approximate, and four to five million."""
    one = found['the cost of repairs at "maybe four or five million dollars."']
    figure = one.quantities[0]
    assert (figure.low, figure.high, figure.approximate) == (4_000_000, 5_000_000, True)
    assert one.modality is Modality.HEDGED
    assert {"maybe", "estimates"} <= set(one.hedges)
    assert one.quotation is Quotation.MIXED
    assert one.chain[0].party is not None
    assert one.chain[0].party.name == "Veronica Hale"


def test_pronouns_and_carried_quotations_are_inferred(found: dict[str, Proposal]) -> None:
    """“She” is the person spoken of last, and that is an inference; whole quotations are direct."""
    for words in ('"The road in Brennan County is gone."', '"Nobody warned us,"'):
        one = found[words]
        assert one.quotation is Quotation.DIRECT
        assert one.chain[0].party is not None
        assert (one.chain[0].party.name, one.chain[0].party.basis) == (
            "Veronica Hale",
            SpeakerBasis.INFERRED,
        )
        assert one.said.edtf == "/2021-03-18"
    assert found['"The road in Brennan County is gone."'].places == ("Brennan County",)


def test_a_chain_is_told_nearest_first_and_never_surer(found: dict[str, Proposal]) -> None:
    """What a contractor is claimed to have said is alleged, by the contractor, as told by the ministry."""
    inner = found["that the steel was sound"]
    assert [step.party.words if step.party else None for step in inner.chain] == [
        "a contractor",
        "The highway ministry",
    ]
    assert inner.modality is Modality.ALLEGED
    assert inner.said.edtf == "/2021-03-18", "March 3 is when the ministry spoke, not the contractor"
    outer = found["that a contractor had said that the steel was sound"]
    assert outer.said.edtf == "2021-03-03"
    assert outer.modality is Modality.ALLEGED


def test_who_tells_between_commas_is_the_outer_step() -> None:
    """Cole's words come through Dunn; Dunn's do not come through Cole."""
    text = "Cole said, Dunn told police, that the bridge had been closed since Monday."
    through, words = propose(text)
    parties = [[step.party.words if step.party else None for step in one.chain] for one in (through, words)]
    assert parties == [["Dunn"], ["Cole", "Dunn"]]
    assert [text[start:end] for start, end in words.content] == [text[text.index("that") : -1]]
    assert text[slice(*through.content[0])] == "Cole said"


def test_what_nobody_is_named_for_is_alleged(found: dict[str, Proposal]) -> None:
    """“Source not named” is a value: no party, no more than alleged."""
    one = found["two of the bridges were closed in 2019"]
    assert (one.source, one.chain[0].party, one.type) == ((), None, AttributionType.UNSOURCED)
    assert one.modality is Modality.ALLEGED
    assert one.quotation is Quotation.REPORTED
    assert one.about.edtf == "2019"


def test_thoughts_and_denials_are_told_apart(found: dict[str, Proposal]) -> None:
    """A belief is mental and hedged; what somebody denied is denied."""
    belief = found["that the ministry knew"]
    assert (belief.type, belief.modality) == (AttributionType.MENTAL, Modality.HEDGED)
    assert belief.chain[0].party is not None
    assert belief.chain[0].party.kind is SpeakerKind.COLLECTIVE
    assert found["any part in the contracts"].modality is Modality.DENIED


def test_without_a_publication_date_nothing_relative_is_dated() -> None:
    """A day of the week dates nothing when nobody knows of which week."""
    for one in propose(ARTICLE):
        assert one.said.edtf == "" or one.said.basis == "stated"
        assert not one.about.edtf or one.about.edtf == "2019"


PARTIES = [
    # text, the words of the source, name, role, between whom it is open
    ("Former Director of National Intelligence James Falk said that it was safe.",
     "Former Director of National Intelligence James Falk", "James Falk", "Former Director of National Intelligence",
     ()),
    ("Senator Otto Roth (R-Ohio) said that the bill would fail.",
     "Senator Otto Roth (R-Ohio)", "Otto Roth", "Senator", ()),
    ("Miriam Osei Bello won the vote.\n\nMiriam said that she would wait.", "Miriam", "Miriam Osei Bello", "", ()),
    ("Otto Roth early Saturday alleged that the files were burned.", "Otto Roth", "Otto Roth", "", ()),
    # “she” may be the last speaker or the person named last: nobody is chosen
    ("Ida Falk said that the talks had failed because Jan Kroll left early.\n\nShe said that nobody had called.",
     "She", "", "", ("Jan Kroll", "Ida Falk")),
    ("Ann Cole or Jo Park said that it was over.", "Ann Cole Jo Park", "", "", ("Ann Cole", "Jo Park")),
    # what tells who somebody is is no name
    ("The top economist at the bank said that prices would rise.", "The top economist at the bank", "", "", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name", "role", "between"), PARTIES)
def test_a_party_is_named_as_far_as_the_text_names_it(
    text: str, words: str, name: str, role: str, between: tuple[str, ...]
) -> None:
    """Full name and title of the last proposal's speaker, or between whom it is open."""
    party = propose(text)[-1].chain[0].party
    assert party is not None
    assert (party.words, party.name, party.role, party.candidates) == (words, name, role, between)


FRAMED = [
    # text, the last proposal's speaker (None: nobody named), modality, a hedge that must be there
    ("The rebels reportedly said that 40 soldiers had surrendered.", "The rebels", "alleged", "reportedly said"),
    ("A spokesman declined to confirm that he had been drunk.", "A spokesman", "hedged", "declined to confirm"),
    ("Chen stopped short of saying that the vote was rigged.", "Chen", "hedged", "stopped short of saying"),
    ("The minister could neither confirm nor deny that the talks had failed.", "The minister", "hedged", ""),
    ("If Jones said that the gun was his, he lied.", "Jones", "hedged", "If"),
    ("Perhaps Chen said that the gun was his.", "Chen", "hedged", "Perhaps"),
    ("Did the minister say that the reactor leaked?", "the minister", "hedged", ""),
    ("Mark Brown rejected accusations that he had beaten his wife.", None, "denied", "rejected accusations"),
    ("Ann Cole said Will Smith hit her.", "Ann Cole", "asserted", ""),
    ("She said up to a third of the voters stayed home.", "She", "asserted", "up to"),
    ("She said at least nine of them had drowned.", "She", "asserted", "at least"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "modality", "hedge"), FRAMED)
def test_what_stands_around_the_reporting_words_lowers_certainty(
    text: str, speaker: str | None, modality: str, hedge: str
) -> None:
    """Adverbs, refusals, conditions and questions; and who rejects a claim has not made it."""
    one = propose(text)[-1]
    party = one.chain[0].party
    assert (party.words if party else None) == speaker
    assert one.modality == modality
    assert not hedge or hedge in one.hedges


STRANGERS = [
    'Ann Cole said: "The dam is safe."\n\nJones: "The dam is not safe."',
    '"I was there," said Ann Cole.\n\nFor Jo Park, it was a nightmare. "I could not breathe for a minute."',
    '"We are safe," Ann Cole told the BBC.\n\nOthers disagree. "I do not trust the mayor at all."',
    'Ann Cole said the plan was good.\n\nJo Park, the captain, was unmoved: "It was luck."',
]


@pytest.mark.parametrize("text", STRANGERS)
def test_words_behind_somebody_elses_name_are_not_given_to_the_last_speaker(text: str) -> None:
    """A quotation without reporting words goes on from the last speaker only where nobody else is named between."""
    assert [one.chain[0].party.name for one in propose(text) if one.chain[0].party] == ["Ann Cole"]


def test_nobody_is_no_speaker_and_nothing_happens_after_it_was_told() -> None:
    """“No one said” attributes nothing; a time after the saying is not the time of what was told."""
    assert propose("No one said that the mayor of Kost had stolen the money.") == ()
    (one,) = propose(
        "The minister said on March 9 that the boat sank on March 11.",
        published=edtf.parse("2021-03-18", basis="stated"),
    )
    assert (one.said.edtf, one.about.edtf) == ("2021-03-09", "")


def test_a_source_is_named_for_its_own_part_of_a_sentence() -> None:
    """Behind a semicolon somebody else may speak."""
    text = "Up to 300 people died, according to the ministry; the Red Cross put the figure at 120."
    assert [text[start:end] for one in propose(text)[:1] for start, end in one.content] == [
        "Up to 300 people died"
    ]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("in 1999 or so", "1999~"),
        ("on May 1, 2003, at the earliest", "2003-05-01/"),
        ("in 2003, if not later", "2003/"),
        ("in 2003 at the latest", "/2003"),
        ("in 2003", "2003"),
    ],
)
def test_a_date_is_no_more_exact_than_the_words_behind_it(words: str, edtf: str) -> None:
    """“Or so” makes it approximate; “at the earliest” and “if not later” leave its end open."""
    assert propose(f"She said that the dam was built {words}.")[0].about.edtf == edtf


def test_figures_with_blanks_are_whole_and_below_zero_are_left_to_people() -> None:
    """“12 000” is no zero, and minus 30 is not 30."""
    texts = ("The clerk said that 12 000 voters came.", "She said that it fell to minus 30 degrees.")
    found = [[figure.low for figure in propose(text)[0].quantities] for text in texts]
    assert found == [[12000], []]


def test_other_languages_and_too_much_text_are_refused_by_name() -> None:
    """In words, with the field."""
    with pytest.raises(InvalidValue, match="English") as language:
        propose("Der Minister sagte, dass es regne.", language="de-AT")
    assert language.value.problems[0].field == "language"
    with pytest.raises(InvalidValue, match="500,000") as size:
        propose("a" * 500_001)
    assert size.value.problems[0].field == "text"


def test_any_text_ends_in_proposals_that_stand_in_it() -> None:
    """Broken marks, one endless sentence, half characters, right-to-left: places in order, within the text."""
    pieces = [*"\"\u201c\u201d\u00ab\u00bb'\u2019()[]\u2026\u2014.,:;!?\n\n\t \u200f\u202e\0\ud83d\r", *WORDS]
    lots = random.Random(5)
    texts = ["".join(lots.choice(pieces) for _ in range(lots.randint(1, 200))) for _ in range(8)]
    texts += [ARTICLE.replace("\n", " "), "\u201c" * 2000, "he said " * 900, "the claim of the " * 500]
    for text in texts:
        for one in propose(text, published=PUBLISHED):
            places = (*one.content, *one.source, *one.cue)
            assert all(0 <= start < end <= len(text) for start, end in places)
            assert all(first[1] < second[0] for first, second in pairwise(one.content))


def test_a_paragraph_without_end_is_read_in_pieces_at_its_sentences() -> None:
    """A text that lost its line breaks keeps all of its claims, at their places."""
    text = "Mr. Lind said that the dam would hold. Nobody asked why. " * 150
    found = propose(text)
    assert len(found) == 150
    assert {text[start:end] for one in found for start, end in one.content} == {"that the dam would hold"}


def test_the_parser_gives_an_empty_text_no_grammar() -> None:
    """The parser is not asked for what is not there."""
    assert propose("") == ()
    assert [len(doc) for doc in parsed([""])] == [0]
