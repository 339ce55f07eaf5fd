"""What only one of a text and a claim says: figures in digits and words, their bounds, denials."""

from __future__ import annotations

import pytest

from claims.matching import differences

KILLED = "Tajikistan's Interior Ministry said that 11 IMU militants had been killed and 20 captured."
NOT_MORE = "Ahmed Rashid said that the IMU numbered not more than a few hundred militants."
MAYBE = "Rashid estimates that there are maybe four or five thousand militants."


@pytest.mark.parametrize(
    ("text", "claim", "strange"),
    [
        ("Forty militants were killed", KILLED, ["Forty"]),
        ("Eleven militants were killed", KILLED, []),
        ("Two hundred were captured", KILLED, ["Two hundred"]),
        ("Twenty were captured", KILLED, []),
        ("Twenty-one were captured", KILLED, ["Twenty-one"]),
        ("one of them said that no one was killed", KILLED, []),
        ("about a dozen were killed", "12 men were killed.", []),
        ("AK47 rifles", "Rifles.", []),
        ("half a million dollars", "It cost $500,000.", []),
        ("perhaps 4 or 5 thousand", MAYBE, []),
        ("between 4,000 and 5,000", MAYBE, []),
        ("4 or 6 thousand", MAYBE, ["4 or 6 thousand"]),
        ("9,000 or 4 thousand", MAYBE, ["9,000"]),
        ("thousands of militants", MAYBE, []),
        ("hundreds of militants", MAYBE, ["hundreds"]),
        ("hundreds of militants", NOT_MORE, []),
        ("thousands of militants", NOT_MORE, ["thousands"]),
        ("several militants, and few others", NOT_MORE, []),
    ],
)
def test_figures_are_compared_in_digits_and_in_words(text: str, claim: str, strange: list[str]) -> None:
    assert differences.figures(text, claim) == strange


@pytest.mark.parametrize(
    ("text", "times", "strange"),
    [
        ("on August 5 eleven were killed", "2009-08-05", []),
        ("on 5 August 2009 eleven were killed", "2009-08-05", []),
        ("on July 5 eleven were killed", "2009-08-05", ["July"]),
        ("on August 6, 2009, eleven were killed", "2009-08-05", ["6"]),
        ("in 2008 eleven were killed", "2009-08-05", ["2008"]),
        ("5 were killed", "2009-08-05", ["5"]),
        ("28 were killed", "/2009-09-28", ["28"]),
        ("In 2009 there were 2009 of them", "2009", ["2009"]),
        ("it may 11 times", "2009-05", []),
    ],
)
def test_a_day_of_the_claim_is_no_figure_of_it(text: str, times: str, strange: list[str]) -> None:
    assert differences.figures(text, KILLED, times) == strange


@pytest.mark.parametrize(
    ("text", "claim", "told"),
    [
        ("more than a few hundred", NOT_MORE, ("more than", "not more than")),
        ("at most a few hundred", NOT_MORE, ("", "")),
        ("a few hundred", NOT_MORE, ("", "not more than")),
        ("at least 11 were killed", KILLED, ("at least", "")),
        ("11 or more were killed", KILLED, ("or more", "")),
        ("over 20", "They captured upwards of 20.", ("", "")),
        ("more than anybody knows", KILLED, ("", "")),
        ("up to $11", "It cost less than about 11.", ("", "")),
    ],
)
def test_bounds_of_figures_are_compared(text: str, claim: str, told: tuple[str, str]) -> None:
    assert differences.bounds(text, claim) == told


def test_cautions_say_what_differs_in_words() -> None:
    assert differences.cautions("more than a few hundred", NOT_MORE, "") == [
        "The text has “more than”, the claim “not more than”."
    ]
    assert differences.cautions("at least 11 were killed", KILLED, "") == [
        "The text has “at least”, the claim no such bound."
    ]
    assert differences.cautions("a few hundred", NOT_MORE, "") == ["Only the claim has “not more than”."]
    assert differences.cautions("eleven were never killed", KILLED, "", denied=True) == []
    assert differences.cautions("eleven were killed", KILLED, "", denied=True) == [
        "Only the claim denies something."
    ]
