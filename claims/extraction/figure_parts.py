"""The parts of a figure besides its number: money, shares, what bounds it before and behind, and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from claims.domain.numbers import Number, number_at
from claims.extraction.counted import Counted, is_person, noun_at, percent_at, unit_at, whole_at
from claims.extraction.figure_words import AFTERWARDS, DOING, MODIFIER, MONEY, TIMES, UNITS, done

_MONEY = re.compile(
    r"(?:(?:US|NZ|AU|CA|HK)\s(?=\$)|US|AU?|CA?|NZ|HK|[SR])?[$\u20ac\u00a3\u00a5\u20b9]\s?(?=[0-9])"
)
_HYPHENATED = re.compile(
    r"\s?[-\u2010]\s?(?P<noun>year|month|week|day|hour|minute|mile|kilometer|kilometre|km|meter|metre|foot|inch|acre|ton|tonne|pound|dollar|euro"
    r"|member|person|man|woman|nation|country|state|party|seat|page|story|storey|room|vehicle|car|ship|team)\b(?!-old)"
)
_FRACTION_WORDS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "tenth": 10,
}
_PARTS = "|".join(f"{word}s?" for word in _FRACTION_WORDS if word != "half")
_SHARE = re.compile(
    rf"(?i)(?:(?P<count>an?|one|two|three|four|five|six|seven|nine|[1-9])[-\s](?P<part>{_PARTS})(?=\s(?:of|the)\b)"
    r"|(?P<half>half)(?=\s(?:of\b|the\s|its\s|their\s|all\s)))"
)
_ONE_IN = re.compile(r"\s(?:in(?:\severy)?|out\sof(?:\severy)?)\s(?=\w)")
_ONE_OF_THEM = re.compile(r"\s[a-z]{3,20}\s(?:in|out\sof)(?:\severy)?\s(?=[a-z])")
_OF = re.compile(r"\sof(?=\s)")
_THE = re.compile(r"(?i)\bthe\s$")
_IN_MOST = Decimal(100000)
_LEADS = re.compile(
    r"(?i)\b(?:to|from|of|by|reach(?:ed|es)?|number(?:ed|s|ing)?|total(?:ed|led|s|ing|ling)?|is|was|were|stands?\sat|stood\sat|than|hit"
    r"|kill(?:ed|ing|s)|injur(?:ed|ing)|wound(?:ed|ing)|arrest(?:ed|ing)|the)\s$"
)


@dataclass(frozen=True, slots=True)
class Modified:
    """What stands before a figure: where the words begin, and whether they make it rough or a bound."""

    start: int
    rough: bool = False
    least: bool = False
    most: bool = False
    between: bool = False
    done: str = ""
    leads_to_figure: bool = False
    is_named: bool = False
    end: int = 0

    @property
    def is_bound(self) -> bool:
        """Whether the words can only stand before a figure."""
        return self.rough or self.least or self.most or self.between

    def bounds(self, number: Number) -> tuple[Decimal | None, Decimal | None, bool]:
        """Low and high bound, and whether they are approximate."""
        low, high = number.low, number.high
        if self.least and not self.most:
            high = None
        if self.most and not self.least:
            low = None
        return low, high, self.rough

    def afterwards(self, text: str, end: int) -> Modified | None:
        """The same of the words behind the number: “a dozen or so”, “100 or more”, “20-odd”."""
        found = AFTERWARDS.match(text, end)
        if found is None:
            return None
        return replace(
            self,
            rough=self.rough or bool(found["rough"]),
            least=bool(found["least"]),
            most=bool(found["most"]),
            end=found.end(),
        )


def modified(text: str, start: int, floor: int) -> Modified:
    """What stands before a figure, back to `floor`: up to three modifiers (“perhaps as many as”, “at least some”)."""
    result = Modified(start)
    for _ in range(3):
        found = MODIFIER.search(text, max(floor, result.start - 32), result.start)
        if found is None:
            break
        if found["least"] in ("over", "above", "Over") and _is_time(text, start):
            break
        if (found["most"] or found["least"] or "").lower() in ("under", "below", "above") and _is_few(
            text, start
        ):
            break
        if found["rough"] in ("around", "about") and text[result.start : result.start + 4].lower() == "the ":
            break
        if found["plain"] and found["plain"].lower() in ("the", "all") and result.start != start:
            break
        result = replace(
            result,
            start=found.start(),
            rough=result.rough or bool(found["rough"]),
            least=result.least or bool(found["least"]),
            most=result.most or bool(found["most"]),
            between=result.between or bool(found["between"]),
        )
    doing = DOING.search(text, max(0, result.start - 24), result.start)
    leads = _LEADS.search(text, max(0, start - 16), start)
    return replace(
        result,
        done=done(doing) if doing else "",
        leads_to_figure=bool(leads),
        is_named=bool(_THE.search(text, max(0, start - 5), start)) and result.start >= start - 4,
    )


def _is_few(text: str, start: int) -> bool:
    """Whether it is a small number in words that counts no unit: things stand under two headings."""
    number = number_at(text, start)
    small = number is not None and number.low is not None and number.low < 20 and not text[start].isdigit()
    return small and number is not None and not (unit_at(text, number.end) or percent_at(text, number.end))


def _is_time(text: str, start: int) -> bool:
    """Whether the number counts days or years: “over three years” is as often “during” as “more than”."""
    number = number_at(text, start)
    unit = unit_at(text, number.end) if number else None
    return unit is not None and unit.unit in TIMES


def money_at(text: str, start: int) -> tuple[str, int]:
    """The currency of a sign before digits and where they begin; no currency otherwise."""
    found = _MONEY.match(text, start)
    return (MONEY["".join(found[0].split()).lower()], found.end()) if found else ("", start)


def hyphenated_at(text: str, number: Number) -> Counted | None:
    """“a six-member team”, “10-year sentence”: the unit that hangs on the number; other hyphens make no figure."""
    found = _HYPHENATED.match(text, number.end)
    if found is None:
        return None
    word = found["noun"].lower()
    if word in UNITS:
        return Counted(found.end(), UNITS[word], "")
    plural = {
        "man": "men",
        "woman": "women",
        "person": "persons",
        "story": "stories",
        "country": "countries",
        "party": "parties",
    }
    noun = plural.get(word, word + "s")
    return Counted(found.end(), "persons" if is_person(word) else noun, noun)


def counted_after(text: str, number: Number) -> Counted | None:
    """What is counted, from the words behind the number; none where a hyphen makes it part of another word."""
    if (
        text[number.end : number.end + 1] in ("-", "\u2010")
        and text[number.end + 1 : number.end + 2].isalpha()
    ):
        after = AFTERWARDS.match(text, number.end)
        return noun_at(text, after.end(), single=False) if after else None
    percent = percent_at(text, number.end)
    if percent:
        whole, end = whole_at(text, percent.end)
        return replace(percent, end=end, population=f"of {whole}") if whole else percent
    unit = unit_at(text, number.end)
    if unit:
        return unit
    after = AFTERWARDS.match(text, number.end) or (
        _OF.match(text, number.end) if number.scale in (12, 20) else None
    )
    return noun_at(text, after.end() if after else number.end, single=number.low == 1 and number.high == 1)


def share_at(text: str, start: int) -> tuple[Number, Counted] | None:
    """A share in percent: “half of”, “two thirds of”, “one in five”; what does not come out even lies between two."""
    found = _SHARE.match(text, start)
    if found:
        parts = 2 if found["half"] else _FRACTION_WORDS[found["part"].lower().rstrip("s")]
        count = 1 if found["half"] or found["count"].lower() in ("a", "an") else _small(found["count"])
        return _share(text, start, found.end(), count, parts)
    one = number_at(text, start)
    link = _ONE_IN.match(text, one.end) if one and one.low and not one.is_range else None
    if link is None and one and one.low == 1 and (named := _ONE_OF_THEM.match(text, one.end)):
        eight = number_at(text, named.end())
        link = named if eight and not noun_at(text, eight.end, single=False).noun else None
    two = number_at(text, link.end()) if link else None
    if one is None or two is None or one.low is None or two.low is None or not one.low < two.low <= _IN_MOST:
        return None
    if (
        text[two.end : two.end + 1] in ("-", "%")
        or unit_at(text, two.end)
        or (two.low > 100 and one.low > 10)
    ):
        return None
    return _share(text, start, two.end, one.low, two.low)


def _small(word: str) -> Decimal:
    number = number_at(word, 0)
    return number.low if number and number.low else Decimal(1)


def _share(
    text: str, start: int, end: int, count: Decimal | int, parts: Decimal | int
) -> tuple[Number, Counted] | None:
    share = Decimal(count) * 100 / Decimal(parts)
    if share > 100:
        return None
    exact = share == share.quantize(Decimal("0.0001"))
    low = share if exact else share.quantize(Decimal(1), ROUND_FLOOR)
    high = share if exact else share.quantize(Decimal(1), ROUND_CEILING)
    whole, after = whole_at(text, end)
    if not whole:
        noun = noun_at(text, end, single=False)
        whole, after = noun.noun, noun.end
    return Number(start, end, low, high), Counted(
        after, "percent", "", population=f"of {whole}" if whole else ""
    )
