"""What a text says of times becomes an EDTF value that is never finer, nor surer, than its words."""

from __future__ import annotations

import json
import os
import random
from datetime import date
from pathlib import Path

import pytest

from claims.domain.edtf import EDTFValue, from_json, parse, unknown
from claims.domain.vocabulary import Quotation
from claims.extraction.dates import DateKind, about, dated, said
from tests.effort import growth

THURSDAY = parse("2009-08-06", basis="stated")
ABOUT_AUGUST = parse(
    "2009-08-06~", basis="inferred", not_before=date(2009, 8, 5), not_after=date(2009, 9, 28)
)

# the words, and the values of the expressions in them for an article of Thursday, August 6, 2009
PHRASES = """
The vote was held on August 5, 2009. | 2009-08-05
It opened on 5 August 2009 in Bonn. | 2009-08-05
the blast of the 5th of August, 2009 | 2009-08-05
on Wednesday, August 5, 2009, | 2009-08-05
published 2009-08-05 by the council | 2009-08-05
signed on 13/04/2009 | 2009-04-13
signed on 04/04/2009 | 2009-04-04
signed on 03/04/2009 | 2009
the crossing of August 2009 | 2009-08
in late August 2008 | 2008-08
at the beginning of May 2007 | 2007-05
in 2001 the camp was closed | 2001
in late 2001 | 2001
the 1990s | 199X
in the late 1990s | 199X
during the early 2000s | 200X
in the 19th century | 18XX
the twentieth century | 19XX
in the spring of 2005 | 2005-21
in winter 2008 | 2008-24
between 2006 and 2008 | 2006/2008
from 2004 to 2007 | 2004/2007
in the season 2007-08 | 2007/2008
the war of 1992–1995 | 1992/1995
in 1999 and 2000 | 1999/2000
from June to August 2008 | 2008-06/2008-08
August 3-5, 2009 | 2009-08-03/2009-08-05
since 2001 | 2001/..
until 2010 | /2010
after 1998 | 1998/
before September 11, 2001 | /2001-09-11
from 2001 onward | 2001/..
around 1850 | 1850~
the 2008 election | 2008
since the 1990s | 1990~/..
He said on August 5 that it was over. | 2009-08-05
It was seized on August 20. |
the raid of December 24 | 2008-12-24
in late June | 2009-06
mid-July | 2009-07
at the start of August | 2009-08
by early July | /2009-07
Since late May | 2009-05/..
in May | 2009-05
in October |
In October they fought. | 2008-10
between May and July | 2009-05/2009-07
They will meet on September 4. | 2009-09-04
The hearing is due to begin in November. | 2009-11
yesterday | 2009-08-05
the day before yesterday | 2009-08-04
today | 2009-08-06
Earlier today he resigned. | 2009-08-06
tonight | 2009-08-06
tomorrow | 2009-08-07
last night | 2009-08-05
He said on Tuesday that | 2009-08-04
He spoke late Thursday. | 2009-08-06
They will vote on Tuesday. | 2009-08-11
last Tuesday | 2009-07-28/2009-08-04
next Tuesday | 2009-08-11/2009-08-18
Tuesday last week | 2009-07-28
last week | 2009-07-27~/2009-08-02~
this week | 2009-08-03~/2009-08-09~
last weekend | 2009-08-01~/2009-08-02~
last month | 2009-07
this month | 2009-08
next month | 2009-09
last year | 2008
earlier this year | 2009
late last year | 2008
next year | 2010
in May last year | 2008-05
last June | 2008-06/2009-06
next March | 2010-03
last summer | 2008-22/2009-22
by the end of the year | /2009
at the end of the month | 2009-08
over the past two years | 2007~/2009~
in the past decade | 1999~/2009~
over the last three months | 2009-05~/2009-08~
in recent years | /2009~
in the past few days | /2009-08-06
in the coming weeks | 2009-08-06/
two decades ago | 198X~
three years ago | 2006~
two months ago | 2009-06~
three weeks ago | 2009-07-16~
five days ago | 2009-08-01
a few years ago | /2009~
more than ten years ago | /1999~
recently | 2009~
until recently | /2009~
the '90s | 199X
the seventies | 197X
In February 2007 they fought. Later that year he led them. | 2007-02 2007
He fell ill on 1 June 2009. Five days later he died. | 2009-06-01 2009-06-06
It began on May 3, 2008. The next day it rained. | 2008-05-03 2008-05-04
It opened in 2004. Two years later it closed. | 2004 2006
The next day it rained. |
five days before the vote |
a 27-year-old man |
1,500 people at $1,500 | -
You may go; May I? | -
Theresa May said so | -
the troops march on | -
the Sunday Times wrote | -
Give me a second. | -
2000 soldiers died | -
a 2000 year old town | -
Resolution 1267 and Flight 1549 | -
call 555-1234 or 0800 1234 | -
won 2-1 on points | -
April Smith smiled | -
temperatures in the 30s | -
Boeing 747 | -
The vote may be held on Tuesday. | 2009-08-11
The vote, set to take place on Friday, | 2009-08-07
It rained 50 hours ago. | 2009-08-04~
the last five months of her life |
Today, about 100,000 Greeks pray there. | 2009~
which he still owns today | 2009~
Today's youth pays for it | 2009~
next month, Italy in November, Chile in March | 2009-09 2009-11 2010-03
a hundred on a Monday | -
a cartoon by Saturday Morning Breakfast | -
He would be a Libertarian today. | 2009~
from the 15th to the 19th century | 1400~/1899~
for three months | -
on Mondays | -
"""

ROWS = [tuple(part.strip() for part in row.split("|")) for row in PHRASES.strip().splitlines()]


def values(text: str, published: EDTFValue = THURSDAY) -> list[str]:
    return [found.value.edtf for found in dated(text, published=published)]


def test_every_phrase_gives_the_date_that_its_words_allow() -> None:
    wrong = []
    for words, expected in ROWS:
        found = values(words)
        wanted = [] if expected == "-" else expected.split()
        if [value for value in found if value] != wanted:
            wrong.append((words, found, wanted))
    assert not wrong
    assert len(ROWS) > 110


def test_the_words_stand_where_they_are_said_to_and_every_value_can_be_stored() -> None:
    for words, _ in ROWS:
        for found in dated(words, published=THURSDAY):
            assert " ".join(words[found.start : found.end].split()) == found.value.text
            assert from_json(found.value.as_json()) == found.value
            assert (found.value.edtf == "") == (found.kind is DateKind.UNCLEAR) or found.value.edtf == "2009"


def test_only_what_is_written_in_full_is_stated() -> None:
    for words in ("on August 5, 2009", "in 2001", "the 1990s", "between 2006 and 2008", "since May 2007"):
        assert [found.value.basis for found in dated(words, published=THURSDAY)] == ["stated"]
    for words in (
        "on August 5",
        "last week",
        "in late June",
        "today",
        "the '90s",
        "03/04/2009",
        "[in May 2005]",
    ):
        (found,) = dated(words, published=THURSDAY)
        assert found.value.basis.startswith("inferred")
    (found,) = dated("in late June", published=THURSDAY)
    assert (
        found.value.basis
        == "inferred from “in late June”, with the year from the publication date, 2009-08-06"
    )


def test_without_a_publication_date_relative_words_stay_unknown_and_full_dates_do_not() -> None:
    nothing = unknown()
    for words in (
        "on August 5",
        "last week",
        "in late June",
        "two years ago",
        "recently",
        "the '90s",
        "on Tuesday",
    ):
        (found,) = dated(words, published=nothing)
        assert (found.value.edtf, found.kind) == ("", DateKind.UNCLEAR)
        assert found.value.basis.startswith("unknown")
    assert values("in 2001 and on May 3, 2002", nothing) == ["2001", "2002-05-03"]


def test_a_date_is_no_finer_than_the_publication_date_that_it_counts_from() -> None:
    assert values("yesterday", ABOUT_AUGUST) == ["2009~"]
    assert values("on August 5", ABOUT_AUGUST) == ["2009-08-05"]
    assert values("last year", ABOUT_AUGUST) == ["2008"]
    month = parse("2009-08", basis="stated")
    assert values("yesterday", month) == ["2009~"]
    assert values("last month", month) == ["2009-07"]
    assert values("last month", parse("2009", basis="stated")) == ["200X~"]


def test_when_it_was_said_stands_outside_the_words_that_were_said() -> None:
    sentence = "The ministry claimed on August 5 that 11 men had been killed in July."
    content = ((sentence.index("11"), len(sentence)),)
    assert said(sentence, content, THURSDAY).edtf == "2009-08-05"
    assert about(sentence[content[0][0] :], THURSDAY).edtf == "2009-07"
    later = said("He says it is over.", ((8, 18),), THURSDAY)
    assert later.edtf == "/2009-08-06"
    assert "not after the publication" in later.basis
    own = said("It is over.", ((0, 10),), ABOUT_AUGUST, quotation=Quotation.NARRATIVE)
    assert (own.edtf, own.lower, own.upper) == ("2009-08-06~", date(2009, 8, 5), date(2009, 9, 28))
    assert said("He says it is over.", ((8, 18),), unknown()).edtf == ""


def test_what_it_is_about_ends_with_the_article_and_begins_with_what_it_follows() -> None:
    assert about("Since late May, attacks have been blamed on them", ABOUT_AUGUST).edtf == "2009-05/2009~"
    assert about("after the attacks of September 11, 2001 they fought", THURSDAY).edtf == "2001-09-11/"
    assert about("the law of 2005 was repealed in 2008", THURSDAY).edtf == "2005/2008"
    assert about("its leadership is not clear", THURSDAY).edtf == "2009~"
    assert about("they will do their own thing", THURSDAY).edtf == "2009~/.."
    assert about("the gunmen stormed the scene", THURSDAY).edtf == ""


def test_a_time_told_by_the_way_dates_neither_the_words_nor_what_they_tell() -> None:
    for content in (
        "fewer people died than in 2007",
        "unlike in 2005 they won",
        "they have brought out recruits, especially after the massacre [in May 2005]",
        "the minister, who took office in 2005, resigned",
        "he fought in Swat, where a bridge had fallen in 2003",
    ):
        assert not about(content, THURSDAY).edtf.startswith("200")
    words = "The minister, who took office in 2005, said he was ill."
    assert said(words, ((44, 54),), THURSDAY).edtf == "/2009-08-06"
    words = "The ministry, which said on Tuesday he was ill, was silent."
    assert said(words, ((36, 46),), THURSDAY).edtf == "2009-08-04"
    assert about("the crash, which occurred on Monday, killed two", THURSDAY).edtf == "2009-08-03"
    assert about("a storm yesterday caused a flood", THURSDAY).edtf == "2009-08-05"
    assert about("according to a note of May 3, 2009, it is under attack", THURSDAY).edtf == "2009~"
    words = "The broadcasts began on July 10 and Seoul says they are loud."
    assert said(words, ((46, 60),), THURSDAY).edtf == "/2009-08-06"
    words = "Since late May, attacks have been blamed on them, he says."
    assert said(words, ((16, 48),), THURSDAY).edtf == "/2009-08-06"
    assert about("the attacks of May 3, 2001 led to a war", THURSDAY).edtf == "2001-05-03/"
    beside = dated("In late 2001 bombs fell and they fled.", published=THURSDAY)
    assert about("they fled", THURSDAY, beside=beside).edtf == "2001~"


def test_what_may_be_and_what_has_been_is_not_the_present() -> None:
    assert about("they might not have long to wait", THURSDAY).edtf == ""
    assert about("troops may have crossed", THURSDAY).edtf == ""
    assert about("they have been able to build a network", THURSDAY).edtf == "/2009~"
    assert about("the reason is that they have built a network", THURSDAY).edtf == "/2009~"
    assert about("it has never before been open", THURSDAY).edtf == "/2009~"
    assert about("we want to thank them", THURSDAY).edtf == "2009~"
    assert about("art was about what people liked", THURSDAY).edtf == ""
    assert about("I think if there is a resurgence, we'll see them fight", THURSDAY).edtf == "2009~/.."


def test_no_time_of_the_seed_article_is_surer_than_people_wrote_it() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "imu-2009"
    equal = 0
    for claim in json.loads((folder / "claims.json").read_text()):
        written = claim["about"] and parse(claim["about"]["edtf"], basis="inferred")
        found = about(claim["exact"].partition(" that ")[2] or claim["exact"], ABOUT_AUGUST)
        equal += found.edtf == (written.edtf if written else "")
        if found.edtf and found.edtf != (written.edtf if written else ""):
            assert written, claim["key"]
            assert (found.lower or date.min) <= (written.lower or date.min), claim["key"]
            assert (found.upper or date.max) >= (written.upper or date.max), claim["key"]
    assert equal >= 40


def test_the_times_of_the_seed_article_come_out_as_people_wrote_them() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "imu-2009"
    claims = json.loads((folder / "claims.json").read_text())
    stated = {
        claim["about"]["text"]: claim["about"]
        for claim in claims
        if claim["about"] and claim["about"]["text"]
    }
    stated |= {claim["said"]["text"]: claim["said"] for claim in claims if claim["said"]["text"]}
    equal = {words for words, value in stated.items() if about(words, ABOUT_AUGUST).edtf == value["edtf"]}
    # “that year”, “then”, “subsequently” and “the operation in Tavil-Dara” lean on sentences before them
    assert set(stated) - equal == {"Later that year", "subsequently", "then", "the operation in Tavil-Dara"}
    assert len(equal) >= 18


HOSTILE = ("1", "1-", "1,", "million ", "late ", "the past ", "May ", "August 5 ", "Monday, ", "in the ", "2001, ",
           "2001 to ", "about about ", "of the ", " ", "\n", "-", "a ", "two ", "\x1c", "early in ")  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    length = int(os.environ.get("HOSTILE_TEXT", "10000"))
    assert growth(lambda text: dated(text, published=THURSDAY), piece, length) < 1.6


def test_no_mixture_of_words_of_time_breaks_the_reading() -> None:
    words = [word for row, _ in ROWS for word in row.split()]
    choice = random.Random(4)
    for _ in range(300):
        text = " ".join(choice.choices(words, k=40))
        last = 0
        for found in dated(text, published=THURSDAY):
            assert last <= found.start < found.end
            from_json(found.value.as_json())
            last = found.end
