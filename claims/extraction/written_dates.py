"""Dates that are written as such: days, months, seasons, years, decades, centuries, with or without their year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from claims.extraction.date_core import Core, DateKind, Found, Setting, core_of, from_antecedent
from claims.extraction.date_words import CENTURIES, DECADES, MONTHS, SEASONS
from claims.extraction.reckoning import dated_year, exists, moved
from claims.extraction.tense import Tense, tense_around

_PREPOSITION = re.compile(
    r"(?i)(?:^|[\s(\[\u2014\u2013-])(?:in|since|by|until|till|from|to|through|of|before|after|during|and|or|between|for|this|last|next"
    r"|early|mid|late|on|every|each|around|about|until|throughout|over|as of|circa)\s$"
)
_YEAR_BEFORE = re.compile(
    r"(?i)(?:\b(?:in|since|by|until|till|before|after|during|from|between|of|around|circa|about"
    r"|throughout|through|to|year|back in"
    r"|fiscal|FY|early|mid|late|and|or|as of|the end of|spring|summer|autumn|fall|winter)\s|[(\[]|[-\u2010-\u2015]\s?)$"
)
_LIST_OF_YEARS = re.compile(r"(?:1[0-9]{3}|20[0-9]{2}),\s$")
_PLURAL_AFTER = re.compile(
    r"[-\s]years?\b|\s(?!(?:this|his|its|was|has|as|is|us|plus|versus|less|elections|protests|attacks|games|talks|floods"
    r"|riots|raids|levels|prices|figures|championships|finals|awards|events|bombings|hearings|primaries|polls)\b)"
    r"(?:[a-z]+[^su\W]s\b|[a-z]*people\b|[a-z]*men\b|[a-z]*children\b|police\b|troops\b|percent\b|per\scent\b"
    r"|[a-z]+\s(?:people|troops|soldiers|men)\b)"
)
_DETERMINER = re.compile(r"(?i)(?:\b(?:the|a|an|his|her|its|their|our|this|that)|['\u2019]s)\s$")
_ONE_THING_AFTER = re.compile(
    r"\s[a-z]+s\b|\s(?:[A-Z][a-z]+\s){0,3}[a-z]+(?:[^s\W]|ss)\b|\s(?:[A-Z]\w+)|\u2013|-"
)
_STOPPED = re.compile(r"[.;!?:]\s|\n")
_ONE_YEAR = re.compile(r"[12][0-9]{3}(?!.*/)")
_NAME_AFTER = re.compile(r"\s(?:Fools|Day\b|Madness)|\s(?!(?:In|On|At)\b)[A-Z][a-z]+\s(?:said|told|says)\b")


def _month(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _day(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _iso(found: Found, setting: Setting) -> Core | None:
    year, month, day = (int(found[f"iso_{part}"]) for part in "ymd")
    return core_of(found, found[0], DateKind.STATED) if exists(year, month, day) else None


def _numeric(found: Found, setting: Setting) -> Core | None:
    one, two, year = int(found["n_a"]), int(found["n_b"]), int(found["n_y"])
    readings = {(month, day) for month, day in ((one, two), (two, one)) if exists(year, month, day)}
    if len(readings) == 1:
        ((month, day),) = readings
        return core_of(found, f"{year}-{month:02}-{day:02}", DateKind.STATED)
    note = "of day and month it is not clear which is which"
    return core_of(found, str(year), DateKind.UNCLEAR, note) if readings else None


def _dmy(found: Found, setting: Setting) -> Core | None:
    month, year = _month(found["dmy_m"]), found["dmy_y"]
    return _days(found, setting, year, month, found["dmy_d"], found["dmy_d2"])


def _mdy(found: Found, setting: Setting) -> Core | None:
    if not found["mdy_y"] and _PLURAL_AFTER.match(setting.text, found.end()):
        return None
    return _days(
        found,
        setting,
        found["mdy_y"],
        _month(found["mdy_m"]),
        found["mdy_d"],
        found["mdy_d2"] or found["mdy_d3"],
    )


def _days(
    found: Found, setting: Setting, year: str | None, month: int, one: str, two: str | None
) -> Core | None:
    first, second = _day(one), _day(two) if two else None
    if first > 31 or (second is not None and second <= first) or not exists(2000, month, second or first):
        return None
    if year is None:
        core = _yearless(found, setting, month, first)
        second_end = f"/{core.edtf[:8]}{second:02}" if second and core.edtf else ""
        return replace(core, edtf=core.edtf + second_end)
    if not exists(int(year), month, second or first):
        return None
    days = [f"{year}-{month:02}-{day:02}" for day in (first, second) if day]
    return core_of(found, "/".join(days), DateKind.STATED)


def _yearless(found: Found, setting: Setting, month: int, day: int | None) -> Core:
    """A month, or a day of it, in the nearest year that the tense allows."""
    core = Core(found.start(), found.end(), "", DateKind.UNCLEAR, yearless=(month, day))
    if setting.published is None:
        return core
    tense = tense_around(setting.text, found.start(), found.end())
    ahead = tense is Tense.FUTURE or (tense is None and _goes_on_ahead(found, setting))
    years = {
        dated_year(at, month, day, ahead=ahead) for at in (setting.published.first, setting.published.last)
    }
    if len(years) != 1 or None in years:
        return core
    (year,) = years
    if (day or tense is None) and _is_far(setting.published.last, year or 0, month, day):
        return replace(core, note="it may be the one before or the one after publication")
    edtf = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return replace(core, edtf=edtf, kind=DateKind.YEARLESS)


def _goes_on_ahead(found: Found, setting: Setting) -> bool:
    """Whether it stands in a list behind a date to come: “next month, Italy in November, Mexico in January”."""
    last = setting.earlier[-1] if setting.earlier else None
    if last is None or setting.published is None or found.start() - last.end > 60:
        return False
    ahead = last.edtf[:7] > setting.published.last.isoformat()[:7]
    return ahead and _STOPPED.search(setting.text, last.end, found.start()) is None


def _is_far(published: date, year: int, month: int, day: int | None) -> bool:
    """Whether it is more than ten months away, so that the one on the other side of publication is much nearer."""
    return exists(year, month, day or 1) and abs((published - date(year, month, day or 1)).days) > 300


def _my(found: Found, setting: Setting) -> Core | None:
    return core_of(found, f"{found['my_y']}-{_month(found['my_m']):02}", DateKind.STATED)


def _ry(found: Found, setting: Setting) -> Core | None:
    which = found["ry_w"].lower().split()[-1]
    month = _month(found["ry_m"])
    steps = {"last": -1, "this": 0, "next": 1, "previous": -1, "that": 0, "same": 0, "following": 1}[which]
    if which in ("last", "this", "next"):
        if setting.published is None:
            return core_of(found, "", DateKind.UNCLEAR)
        year = setting.published.counted("year", lambda day: moved(day, "year", steps))
        return core_of(found, f"{year}-{month:02}" if year.isdigit() else year, DateKind.RELATIVE)
    origin = setting.antecedent(found.start())
    year = str(int(origin.edtf[:4]) + steps) if origin and _ONE_YEAR.match(origin.edtf) else ""
    return core_of(
        found, f"{year}-{month:02}" if year else "", DateKind.FOLLOWING, from_antecedent(setting, origin)
    )


def _rm(found: Found, setting: Setting) -> Core | None:
    month, which = _month(found["rm_m"]), found["rm_w"].lower().split()[0]
    return _either_year(found, setting, which, f"{month:02}", month)


def _rs(found: Found, setting: Setting) -> Core | None:
    which = found["rs_w"].lower().split()[0]
    return _either_year(found, setting, which, str(SEASONS[found["rs_s"].lower()]), None)


def _either_year(found: Found, setting: Setting, which: str, part: str, month: int | None) -> Core:
    """“last June” is that of this year or of the year before, as far as the month of publication leaves it open."""
    at = setting.published
    if at is None or at.first.year != at.last.year:
        return core_of(found, "", DateKind.UNCLEAR)
    year = at.last.year
    if which == "this":
        return core_of(found, f"{year}-{part}", DateKind.RELATIVE)
    other = year - 1 if which == "last" else year + 1
    if month and (at.first.month <= month if which == "last" else month <= at.first.month):
        return core_of(found, f"{other}-{part}", DateKind.RELATIVE)
    low, high = sorted((year, other))
    return core_of(
        found, f"{low}-{part}/{high}-{part}", DateKind.RELATIVE, "of two years it is not clear which"
    )


_ALSO_NAMES = {4, 5, 6, 3, 8}


def _m(found: Found, setting: Setting) -> Core | None:
    month = _month(found["m_m"])
    short = len(found["m_m"].rstrip(".")) <= 4 and month not in (5, 6, 7)
    if (
        (month in _ALSO_NAMES or short)
        and not found["m_p"]
        and not _PREPOSITION.search(setting.before(found))
    ):
        return None
    if _NAME_AFTER.match(setting.text, found.end()):
        return None
    return _yearless(found, setting, month, None)


def _sy(found: Found, setting: Setting) -> Core | None:
    return core_of(found, f"{found['sy_y']}-{SEASONS[found['sy_s'].lower()]}", DateKind.STATED)


def _decade(found: Found, setting: Setting) -> Core | None:
    digits = found["dec_y"]
    return core_of(
        found,
        digits[:2] + "XX" if digits[2] == "0" and digits < "2000" else digits[:3] + "X",
        DateKind.STATED,
    )


def _short_decade(found: Found, setting: Setting) -> Core | None:
    word = found["sd_y"].lower()
    tens = DECADES.get(word) or int(word[0])
    if tens < 5 and word not in DECADES:  # “in the 30s” is a temperature or an age as often as a decade
        return None
    if setting.published is None:
        return core_of(found, "", DateKind.UNCLEAR)
    year = setting.published.first.year
    century = year // 100 - (1 if tens > year % 100 // 10 else 0)
    return core_of(
        found, f"{century}{tens}X", DateKind.YEARLESS, "the century is that of the last such decade"
    )


def _cent(found: Found, setting: Setting) -> Core | None:
    word = found["c_n"].lower()
    number = CENTURIES.get(word) or int(re.sub(r"\D", "", word))
    if found["c_f"] and _day(found["c_f"]) < number:
        return core_of(found, f"{_day(found['c_f']) - 1}00~/{number - 1}99~", DateKind.STATED)
    return core_of(found, f"{number - 1}XX", DateKind.STATED)


def _years(found: Found, setting: Setting) -> Core | None:
    first, second = found["ys_a"], found["ys_b"]
    second = first[:2] + second if len(second) == 2 else second
    return core_of(found, f"{first}/{second}", DateKind.STATED) if first < second else None


def _py(found: Found, setting: Setting) -> Core | None:
    return core_of(found, found["py_y"], DateKind.STATED)


def _y(found: Found, setting: Setting) -> Core | None:
    """Four digits are a year only where the words around them say so."""
    text, before = setting.text, setting.before(found)
    if _PLURAL_AFTER.match(text, found.end()):
        return None
    plausible = "1200" <= found["y_y"] <= "2099"
    named = plausible and (_YEAR_BEFORE.search(before) or _LIST_OF_YEARS.search(before))
    labels = (
        found["y_y"] >= "1900" and _DETERMINER.search(before) and _ONE_THING_AFTER.match(text, found.end())
    )
    return core_of(found, found["y_y"], DateKind.STATED) if named or labels else None


_FEASTS = {"christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year's day": (1, 1),
           "new years day": (1, 1), "new year's eve": (12, 31), "new years eve": (12, 31), "may day": (5,
           1)}  # fmt: skip


def _feast(found: Found, setting: Setting) -> Core | None:
    month, day = _FEASTS[" ".join(found["f"].replace("\u2019", "'").lower().split())]
    if found["f_y"]:
        return core_of(found, f"{found['f_y']}-{month:02}-{day:02}", DateKind.STATED)
    return _yearless(found, setting, month, day)


WRITTEN = {
    "iso": _iso, "numeric": _numeric, "dmy": _dmy, "mdy": _mdy, "my": _my, "ry": _ry, "rm": _rm, "m": _m, "sy": _sy,
    "rs": _rs, "decade": _decade, "short_decade": _short_decade, "cent": _cent, "years": _years, "py": _py, "y": _y,
    "feast": _feast,
}  # fmt: skip
