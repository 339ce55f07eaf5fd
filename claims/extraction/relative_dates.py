"""Dates that count from the day of publication (“two years ago”) or from a date before (“a week later”)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from claims.extraction.date_core import Core, DateKind, Found, Setting, core_of, from_antecedent
from claims.extraction.date_words import COUNTS, WEEKDAYS
from claims.extraction.reckoning import Published, moved, week_of, weekday
from claims.extraction.tense import Tense, tense_around, verb_before

_OF_AFTER = re.compile(r"\sof\b")
_WORD_AFTER = re.compile(r"\s\w")
_OWNED = re.compile(r"['\u2019]s\b")
_STILL = re.compile(r"(?i)\bstill\s(?:[a-z]+\s){0,3}$")
_ANY = re.compile(r"(?i)\b(?:an?|each|every|any)\s$")
_COMMA = re.compile(r",\s")
_ITS_OWN = re.compile(r"\sof\s(?:his|her|its|their|the|this|that|an?|my|our|your|[A-Z][\w.-]*['\u2019]s)\b")
_CLOCK = ("minute", "hour")
_SOMEWHERE_NEAR = ("week", "fortnight", "month", "year")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?")


def _relative(
    found: Found,
    setting: Setting,
    count: Callable[[Published], str],
    note: str = "",
    kind: DateKind = DateKind.RELATIVE,
) -> Core:
    edtf = count(setting.published) if setting.published else ""
    return core_of(found, edtf, kind, note)


def _steps(word: str) -> int:
    """-1 for what is past, 0 for what is now, 1 for what is to come."""
    last = word.lower().split()[-1]
    return {"last": -1, "past": -1, "previous": -1, "recent": -1, "next": 1, "coming": 1, "following": 1}.get(
        last, 0
    )


def _count(word: str) -> int | None:
    """A number of units in digits or a word."""
    word = word.lower()
    return int(word) if word.isdigit() else COUNTS.get(word)


def _unit(word: str) -> str:
    word = word.lower()
    return "century" if word == "centurie" else word


def _before_last(found: Found, setting: Setting) -> Core | None:
    unit = {"night": "day"}.get(found["bl_u"].lower(), found["bl_u"].lower())
    steps = 2 if "after" in found[0].lower() else -2
    if unit == "week":
        return _relative(
            found, setting, lambda at: at.stretch("day", lambda day: week_of(moved(day, unit, steps)), "~")
        )
    return _relative(found, setting, lambda at: at.counted(unit, lambda day: moved(day, unit, steps)))


def _word(found: Found, setting: Setting) -> Core | None:
    word = " ".join(found["w"].lower().split())
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    if word == "today" and _is_nowadays(found, setting):
        return _now(found, setting)
    return _relative(found, setting, lambda at: at.counted("day", lambda day: day + timedelta(days=steps)))


def _is_nowadays(found: Found, setting: Setting) -> bool:
    """Whether “today” is the present, not the day: “today's youth”, “still stands today”, “Today, many are …”."""
    if _OWNED.match(setting.text, found.end()) or _STILL.search(setting.before(found)):
        return True
    tense = tense_around(setting.text, found.start(), found.end())
    begins = found[0] == "Today" and _COMMA.match(setting.text, found.end()) is not None
    if tense is Tense.FUTURE and verb_before(setting.text, found.start()).lower().startswith("would"):
        return True
    return tense is Tense.PRESENT or (tense is None and begins)


def _now(found: Found, setting: Setting) -> Core | None:
    return _relative(found, setting, lambda at: at.present, kind=DateKind.PRESENT)


def _weekday(found: Found, setting: Setting) -> Core | None:
    if _ANY.search(setting.before(found, 8)):
        return None
    number, which = WEEKDAYS[found["wd"].lower()], (found["wd_w"] or "").lower().split()
    if found["wd_k"]:
        weeks = _steps(found["wd_k"])
        return _relative(
            found,
            setting,
            lambda at: at.counted(
                "day", lambda day: week_of(moved(day, "week", weeks))[0] + timedelta(days=number)
            ),
        )
    if which == ["next"] and setting.before(found, 4).lower().endswith("the "):
        return _weekday_from(found, setting, number, ahead=True)
    if which[:1] == ["the"]:
        return _weekday_from(found, setting, number, ahead=which[1] == "following")
    if which in (["last"], ["next"]):
        return _either_week(found, setting, number, ahead=which == ["next"])
    ahead = which == ["this", "coming"] or (which != ["this", "past"] and setting.ahead(found))
    return _relative(
        found, setting, lambda at: at.counted("day", lambda day: weekday(day, number, ahead=ahead))
    )


def _either_week(found: Found, setting: Setting, number: int, *, ahead: bool) -> Core:
    """“last Tuesday” and “next Tuesday”: the nearest or that of the week beyond; people use them for both."""
    step = 1 if ahead else -1

    def days(day: date) -> tuple[date, date]:
        near = weekday(day + timedelta(days=step), number, ahead=ahead)
        far = near + timedelta(days=7 * step)
        return min(near, far), max(near, far)

    return _relative(found, setting, lambda at: at.stretch("day", days), "of two weeks it is not clear which")


def _weekday_from(found: Found, setting: Setting, number: int, *, ahead: bool) -> Core:
    origin = setting.antecedent(found.start())
    edtf = ""
    if origin and _DAY.fullmatch(origin.edtf):
        step = timedelta(days=1 if ahead else -1)
        edtf = weekday(date.fromisoformat(origin.edtf) + step, number, ahead=ahead).isoformat()
    return core_of(found, edtf, DateKind.FOLLOWING, from_antecedent(setting, origin))


def _unit_of_now(found: Found, setting: Setting) -> Core | None:
    unit, which = found["u"].lower(), found["u_w"].lower().split()
    if which[0] == "that" or (which[0] == "the" and which != ["the", "current"]):
        return _unit_from(found, setting, unit, which[-1])
    if unit == "day":
        return None
    steps = _steps(found["u_w"])
    if (
        unit == "weekend"
        and not steps
        and tense_around(setting.text, found.start(), found.end()) is Tense.PAST
    ):
        steps = -1
    if unit in ("week", "weekend"):
        return _relative(
            found, setting, lambda at: at.stretch("day", lambda day: _week(day, unit, steps), "~")
        )
    if unit in ("decade", "century") and steps:
        return _relative(found, setting, lambda at: _reach(at, unit, steps, 1))
    if unit == "century":
        return _relative(found, setting, lambda at: f"{at.last.year // 100}XX")
    return _relative(found, setting, lambda at: at.counted(unit, lambda day: _first(moved(day, unit, steps))))


def _first(day: date) -> date:
    return day


def _week(day: date, unit: str, steps: int) -> tuple[date, date]:
    if unit == "week":
        return week_of(moved(day, "week", steps))
    saturday = weekday(day, 5, ahead=steps >= 0 and day.weekday() < 5)
    if steps < 0 and day.weekday() >= 5:
        saturday = saturday - timedelta(days=7)
    elif steps > 0 and day.weekday() >= 5:
        saturday = weekday(day + timedelta(days=2), 5, ahead=True)
    return saturday, saturday + timedelta(days=1)


def _unit_from(found: Found, setting: Setting, unit: str, which: str) -> Core:
    """“that year”, “the following month”: as fine as their own unit and as what they count from."""
    origin = setting.antecedent(found.start())
    steps = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(which, 0)
    edtf = stepped(origin.edtf, unit, steps, exact=True) if origin else ""
    return core_of(found, edtf, DateKind.FOLLOWING, from_antecedent(setting, origin))


def stepped(edtf: str, unit: str, steps: int, *, exact: bool) -> str:
    """A whole date moved by so many units and written as finely as the unit; empty where the date is not fine enough.

    `exact` cuts to the unit itself (“the following year”); otherwise weeks keep their day (“two weeks later”).
    """
    parts = _WHOLE.fullmatch(edtf)
    if not parts or unit in ("weekend", "century", "night", "morning"):
        return ""
    fine = 3 if parts[3] else 2 if parts[2] else 1
    needs = {"day": 3, "week": 3, "fortnight": 3, "month": 2, "year": 1, "decade": 1}[unit]
    if fine < needs or (parts[2] and parts[2] > "-12"):
        return ""
    day = moved(date(int(parts[1]), int((parts[2] or "-01")[1:]), int((parts[3] or "-01")[1:])), unit, steps)
    if unit == "week" and exact:
        monday, sunday = week_of(day)
        return f"{monday.isoformat()}~/{sunday.isoformat()}~"
    cut = {"day": 10, "week": 10, "fortnight": 10, "month": 7, "year": 4, "decade": 4}[unit]
    mark = "~" if not exact and (unit in ("fortnight", "decade") or (unit == "week")) else ""
    return day.isoformat()[:cut] + mark


def _of_unit(found: Found, setting: Setting) -> Core | None:
    unit = found["o_u"].lower()
    if unit in ("week",):
        return _relative(found, setting, lambda at: at.stretch("day", week_of, "~"))
    if unit == "century":
        return _relative(found, setting, lambda at: f"{at.last.year // 100}XX")
    return _relative(found, setting, lambda at: at.counted(unit, lambda day: day))


def _reach(at: Published, unit: str, steps: int, number: int) -> str:
    """The stretch of so many units that ends, or begins, with the article."""
    fineness = {"day": "day", "week": "day", "fortnight": "day", "month": "month"}.get(unit, "year")

    def days(day: date) -> tuple[date, date]:
        other = moved(day, unit, steps * number)
        return min(day, other), max(day, other)

    return at.stretch(fineness, days, "~")


def _span(found: Found, setting: Setting) -> Core | None:
    """“the past two years”, “recent weeks”, “the coming months”, “the following day”."""
    unit, steps, which = _unit(found["sp_u"]), _steps(found["sp_w"]), found["sp_w"].lower()
    number = _count(found["sp_n"]) if found["sp_n"] else None
    plural = bool(found["sp_s"])
    if not plural and number is None and which not in ("past", "last", "coming"):
        return _unit_from(found, setting, unit, which) if unit not in _CLOCK else None
    if not plural and number is None and _OF_AFTER.match(setting.text, found.end()):
        return None
    if which == "last" and _ITS_OWN.match(setting.text, found.end()):
        return core_of(found, "", DateKind.UNCLEAR)
    if unit in _CLOCK and which in ("last", "next", "following", "preceding", "previous"):
        return None
    if which in ("following", "preceding", "previous"):
        return core_of(found, "", DateKind.UNCLEAR)
    if unit in _CLOCK:
        return _relative(found, setting, lambda at: at.counted("day", lambda day: day, "~"))
    if number is None and plural:
        if steps < 0:
            return _relative(found, setting, lambda at: f"/{_end(at, unit)}")
        return _relative(found, setting, lambda at: f"{at.first.isoformat()}/")
    if which == "last" and not plural and not found[0].lower().startswith("the"):
        return None
    return _relative(found, setting, lambda at: _reach(at, unit, steps, number or 1))


def _end(at: Published, unit: str) -> str:
    return at.present if unit in ("year", "decade", "century") else at.until


def _ago(found: Found, setting: Setting) -> Core | None:
    unit, which = _unit(found["ago_u"]), found["ago_w"].lower()
    number = _count(found["ago_n"]) if found["ago_n"] else None
    about = " ".join((found["ago_a"] or "").lower().split())
    if which != "ago":
        return _counted_from(found, setting, unit, number, which, about)
    if unit in _CLOCK:
        days = (number or 0) // 24 if unit == "hour" else 0
        return _relative(
            found, setting, lambda at: at.counted("day", lambda day: moved(day, "day", -days), "~")
        )
    if number is None or found["ago_h"]:
        return _relative(found, setting, lambda at: f"/{_end(at, unit)}")
    edge = {"more than": "/{}", "over": "/{}", "at least": "/{}", "less than": "{}/"}.get(about, "{}")
    return _relative(found, setting, lambda at: edge.format(_back(at, unit, number, bool(about))))


def _back(at: Published, unit: str, number: int, loose: bool) -> str:
    """So many units before publication; a round distance is only about right."""
    fineness = {"week": "day", "fortnight": "day", "century": "year"}.get(unit, unit)
    loose = loose or unit in _SOMEWHERE_NEAR or unit in ("decade", "century") or number > 10
    return at.counted(fineness, lambda day: moved(day, unit, -number), "~" if loose else "")


def _counted_from(
    found: Found, setting: Setting, unit: str, number: int | None, which: str, about: str
) -> Core | None:
    """“five days later” counts from the date before it; “five days before the vote” from what is not known here."""
    if which in ("before", "prior", "previously", "after") and _WORD_AFTER.match(setting.text, found.end()):
        return core_of(found, "", DateKind.UNCLEAR)
    if unit in _CLOCK:
        return None
    origin = setting.antecedent(found.start())
    if origin is None or number is None or about or found["ago_h"]:
        return core_of(found, "", DateKind.UNCLEAR, from_antecedent(setting, None) if origin is None else "")
    steps = number if which in ("later", "after", "afterward", "afterwards") else -number
    return core_of(
        found,
        stepped(origin.edtf, unit, steps, exact=False),
        DateKind.FOLLOWING,
        from_antecedent(setting, origin),
    )


def _long_ago(found: Found, setting: Setting) -> Core | None:
    unit = _unit(found["la_u"])
    if unit in _CLOCK:
        return _relative(found, setting, lambda at: at.counted("day", lambda day: day, "~"))
    return _relative(found, setting, lambda at: f"/{_end(at, unit)}")


def _step(found: Found, setting: Setting) -> Core | None:
    """“the day before” alone counts from the date before it; before a noun it counts from that, which is not known."""
    if _WORD_AFTER.match(setting.text, found.end()):
        return None
    unit = {"night": "day", "morning": "day"}.get(found["st_u"].lower(), found["st_u"].lower())
    origin = setting.antecedent(found.start())
    steps = 1 if found["st_w"].lower() in ("after", "later") else -1
    edtf = stepped(origin.edtf, unit, steps, exact=True) if origin else ""
    return core_of(found, edtf, DateKind.FOLLOWING, from_antecedent(setting, origin))


COUNTED = {
    "beforelast": _before_last, "word": _word, "present": _now, "weekday": _weekday, "unit": _unit_of_now,
    "ofunit": _of_unit,
    "span": _span, "ago": _ago, "long_ago": _long_ago, "step": _step,
}  # fmt: skip
