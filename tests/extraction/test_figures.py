"""The figures of a text keep the bounds that its words give, and get none that they do not."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.edtf import parse
from claims.domain.numbers import ONES, SCALES, TENS, number_at
from claims.domain.quantities import plain
from claims.extraction.dates import dated
from claims.extraction.figures import Placed, quantities
from tests.effort import growth

THURSDAY = parse("2009-08-06", basis="stated")

# the words; for each figure low..high, ~ approximate, v vague, and its unit
PHRASES = """
three point five million people | 3500000..3500000 persons
half a billion dollars | 500000000..500000000 dollars
two and a half million voters | 2500000..2500000 persons
a million and a half voters | 1500000..1500000 persons
two dozen soldiers | 24..24 persons
half a dozen ships | 6..6 ships
a score of ships | 20..20 ships
4,000 troops | 4000..4000 persons
12,345,678 votes | 12345678..12345678 votes
1.5m people | 1500000..1500000 persons
twelve hundred houses | 1200..1200 houses
one hundred and five cars | 105..105 cars
two million three hundred thousand refugees | 2300000..2300000 persons
$3.5 billion in aid | 3500000000..3500000000 dollars
US$5 million | 5000000..5000000 US dollars
£2m | 2000000..2000000 pounds sterling
€40,000 | 40000..40000 euros
$2-3 million | 2000000..3000000 dollars
20 percent of voters | 20..20 percent
2.5% | 2.5..2.5 percent
ten per cent | 10..10 percent
5 percentage points | 5..5 percentage points
one in five children | 20..20 percent
9 out of 10 doctors | 90..90 percent
half of the schools | 50..50 percent
a quarter of citizens | 25..25 percent
a third of the members | 33..34 percent
two-thirds of the seats | 66..67 percent
fewer than half of the voters | ..50 percent
maybe four or five thousand militants | 4000..5000 ~ persons
between 50 and 60 houses | 50..60 houses
50-60 cars | 50..60 cars
3 to 5 million euros | 3000000..5000000 euros
20 or 30 people | 20..30 persons
twenty to thirty percent | 20..30 percent
at least nine people | 9.. persons
more than 1,000 protesters | 1000.. persons
over 900 asylum seekers | 900.. persons
no fewer than 12 villages | 12.. villages
100 or more people | 100.. persons
up to 200 fighters | ..200 persons
as many as 40 hostages | ..40 persons
fewer than ten houses | ..10 houses
no more than 30 ships | ..30 ships
around 100 IMU fighters | 100..100 ~ persons
nearly 300 people | 300..300 ~ persons
some 400 soldiers | 400..400 ~ persons
an estimated 5,000 refugees | 5000..5000 ~ persons
a dozen or so men | 12..12 ~ persons
20-odd ships | 20..20 ~ ships
perhaps more than 60 miners | 60.. ~ persons
not more than a few hundred militants | v persons
a few hundred people | v persons
hundreds of people | v persons
tens of thousands of refugees | v persons
several villages | v villages
many schools | v schools
some groups | v groups
a lot of young Uzbeks | v persons
a flurry of reports | v reports
a small armed group crossed the border | v persons
numerous complaints | v complaints
weeks of rumor | v weeks
11 militants had been killed and 20 captured | 11..11 persons, 20..20 persons
killed at least 20 people and injured 50 | 20.. persons, 50..50 persons
killing 107 and wounding 238 | 107..107 persons, 238..238 persons
one Kyrgyz security serviceman | 1..1 persons
Twelve suspected IMU members went on trial | 12..12 persons
the 163 teams | 163..163 teams
about 500 miles (800 km) | 500..500 ~ miles, 800..800 kilometers
2,500 square miles | 2500..2500 square miles
120 hectares | 120..120 hectares
30 km per hour | 30..30 kilometers per hour
12 degrees | 12..12 degrees
a six-member team | 6..6 persons
a 10-year sentence | 10..10 years
over three years | 3..3 years
three decades | 3..3 decades
48 hours | 48..48 hours
rose from 9 to 10 seats | 9..9 seats, 10..10 seats
closer to 40,000 voters | 40000..40000 ~ persons
at an estimated cost of NZ $ 26 million | 26000000..26000000 ~ New Zealand dollars
thousands of men and women | v persons
Hundreds dead in stampede | v persons
the 747, which flew on |
the 747 flew on |
How did you two meet? |
since I was sixteen doing it |
She was 16. |
one goes slow and one goes fast |
the 2011 and 2017 censuses |
Wave 1 race |
in § 6 below |
he is two points behind | 2..2 points
those two together make up the bulk |
these fall under two broad headings | 2..2 headings
under two hours | ..2 hours
the border between two states | 2..2 states
many disjoint lists | v lists
they have their scores measured |
scores of ships | v ships
Figure 1. January-june 2016 power demand. |
killed more than 2000 in Gaza | 2000.. persons
2000 sheep | 2000..2000 sheep
between 7,000 (Lee, 2007) and 11,200 (Low, 2009) |
up to a third of the seats | ..34 percent
at least four or five ships | 4.. ships
About one person in eight has no water | 12.5..12.5 ~ percent
one goal in five games | 1..1 goals, 5..5 games
nobody voted and 12 abstained. |
zero casualties | 0..0 persons
In Iraq 400 soldiers died | 400..400 persons
a 27-year-old man |
aged 12 |
at the age of 14 |
John Smith, 45, said |
Resolution 1267 |
Flight 93 |
Article 5 |
No. 10 |
page 3 |
Highway 61 |
Boeing 747 jets |
Internet Explorer 6 |
the G20 |
COVID-19 |
an F-16 |
the Seven Network |
one of the winners |
no one came |
one day |
one another |
that one |
the 21st century |
the twenty-first |
the third floor |
the second time |
won 2-1 |
a 5-4 ruling |
at 10:30 |
5 p.m. |
7 o'clock |
call 555-1234 |
call +44 20 7946 0958 |
24/7 |
9/11 |
how many people |
as many as possible |
some time |
some of the |
once or twice |
"""

ROWS = [tuple(part.strip() for part in row.split("|")) for row in PHRASES.strip().splitlines()]


def read(text: str) -> tuple[Placed, ...]:
    return quantities(text, dates=[(at.start, at.end) for at in dated(text, published=THURSDAY)])


def written(placed: Placed) -> str:
    figure = placed.quantity
    bounds = "v" if figure.vague else f"{plain(figure.low) or ''}..{plain(figure.high) or ''}"
    return " ".join([bounds, *(["~"] if figure.approximate else []), figure.unit])


def test_every_phrase_gives_the_figure_that_its_words_allow() -> None:
    wrong = [
        (words, found, expected)
        for words, expected in ROWS
        if (found := ", ".join(written(placed) for placed in read(words))) != expected
    ]
    assert not wrong
    assert len(ROWS) > 110


def test_a_figure_has_its_very_words_and_vague_words_get_no_bound() -> None:
    for words, _ in ROWS:
        for placed in read(words):
            figure = placed.quantity
            assert " ".join(words[placed.start : placed.end].split()) == figure.text
            assert figure.measure
            assert not figure.vague or (figure.low is None and figure.high is None)


def test_what_is_counted_and_what_became_of_it_is_the_measure() -> None:
    text = "It said 11 IMU militants had been killed and 20 captured in Tavil-Dara, and 40 percent of voters agreed."
    assert [(placed.quantity.measure, placed.quantity.population) for placed in read(text)] == [
        ("IMU militants killed", ""),
        ("IMU militants captured", "in Tavil-Dara"),
        ("share of voters", "of voters"),
    ]
    text = "12,000 hopefuls from Chad, Niger and Yemen; two billion people around the world live in"
    text += " the five pillars of the Islamic faith"
    assert [placed.quantity.population for placed in read(text)] == ["from Chad, Niger and Yemen", "", ""]
    assert read("thousands of men and women marched")[0].quantity.measure == "men and women"


def test_numbers_in_dates_are_no_figures() -> None:
    assert (
        read("On August 5, 2009, and over the past two years, from 2004 to 2007, in the 1990s, they met.")
        == ()
    )


def in_words(number: int) -> str:
    if number < 20:
        return next(word for word, value in ONES.items() if value == number)
    if number < 100:
        ten = next(word for word, value in TENS.items() if value == number // 10 * 10)
        return ten + (f"-{in_words(number % 10)}" if number % 10 else "")
    if number < 1000:
        return f"{in_words(number // 100)} hundred" + (
            f" and {in_words(number % 100)}" if number % 100 else ""
        )
    name, scale = max((item for item in SCALES.items() if item[1] <= number), key=lambda item: item[1])
    rest = number % scale
    link = " and " if 0 < rest < 100 else " "
    return f"{in_words(number // scale)} {name}" + (link + in_words(rest) if rest else "")


@settings(deadline=None, max_examples=int(os.environ.get("NUMBERS", "300")))
@given(st.integers(0, 10**15 - 1) | st.integers(0, 3000))
def test_every_whole_number_is_read_back_from_its_words_and_its_digits(number: int) -> None:
    for text in (in_words(number), f"{number:,}", str(number)):
        found = number_at(text, 0)
        assert found is not None
        assert (found.low, found.high, found.end) == (number, number, len(text)), text


def test_the_figures_of_the_seed_article_come_out_as_people_wrote_them() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "imu-2009"
    claims = json.loads((folder / "claims.json").read_text())
    equal, missed = 0, set()
    for claim in claims:
        found = read(claim["exact"])
        for gold in claim["quantities"]:
            key = (gold["low"], gold["high"], gold["approximate"], gold["vague"])
            same = [
                placed
                for placed in found
                if (plain(placed.quantity.low), plain(placed.quantity.high)) == key[:2]
                and (placed.quantity.approximate, placed.quantity.vague) == key[2:]
                and placed.quantity.text.lower() in f"{gold['text']} {claim['exact']}".lower()
            ]
            equal += bool(same)
            missed |= set() if same else {gold["text"]}
    assert missed == {"a small village"}
    assert equal == 28


HOSTILE = (
    "1",
    "1-",
    "1,",
    "million ",
    "one ",
    "one-",
    "a million and a half ",
    "between 1 and 2 ",
    "$1 ",
    "1% ",
    "a few ",
    "tens of ",
    "Iraq ",
    "hundred ",
    "and ",
    "more than ",
    "1.",
    "twenty ",
    " ",
    "\x1c",
    "half ",
    "one in ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    length = int(os.environ.get("HOSTILE_TEXT", "5000"))
    assert growth(quantities, piece, length) < 1.6


def test_no_mixture_of_words_of_figures_breaks_the_reading() -> None:
    words = [word for row, _ in ROWS for word in row.split()]
    choice = random.Random(5)
    for _ in range(300):
        text = " ".join(choice.choices(words, k=40))
        last = 0
        for placed in read(text):
            assert last <= placed.start < placed.end <= len(text)
            last = placed.end
