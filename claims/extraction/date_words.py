"""Where a text speaks of a time: the words of English for days, months, years and distances from now.

One pass finds the cores (“late June”, “two years ago”, “Tuesday”); what stands around them (“since”, “between … and”)
is for `dates` to read. Every repetition here is bounded, so that no text can make the search slow.
"""

from __future__ import annotations

import re

from claims.extraction.word_lists import words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
COUNTS = {
    word: number
    for number, word in enumerate(
        words(
            """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
    """
        ),
        1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
           "nineties": 9}  # fmt: skip
CENTURIES = {
    word: number
    for number, word in enumerate(
        words(
            """
    eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    twentieth twenty-first
    """
        ),
        11,
    )
}

S = r"[^\S\n]{0,2}\s"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART = (
    rf"(?i:(?:very{S})?(?:early|mid|late|later|earlier)(?:-|{S})(?:in{S}|on{S})?"
    rf"|(?:the{S})?(?:beginning|start|middle|end|close|first{S}half|second{S}half){S}of{S}(?:the{S}month{S}of{S})?)"
)
SEASON = r"(?i:spring|summer|autumn|fall|winter)"
NUMBER = (
    r"(?:[0-9]{1,3}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|hundred))"
)
VAGUE = rf"(?i:(?:a{S})?few|several|many|(?:a{S})?couple(?:{S}of)?|some|numerous)"
ABOUT = (
    rf"(?i:about|around|roughly|approximately|almost|nearly|some|more{S}than|over|at{S}least|less{S}than|just{S}over"
    rf"|just{S}under|only|just)"
)
UNIT = r"(?i:minute|hour|day|week|fortnight|month|year|decade|century|centurie)"
_TIME_OF_DAY = r"(?i:morning|afternoon|evening|night)"
_NOT_PAPERS = (
    r"(?!\s(?:(?:Times|Telegraph|Mail|Mirror|Express|Herald|Independent|People|Sun|Star|Post|Night\sLive)\b"
    r"|(?:Morning|Afternoon|Evening|Night)\s[A-Z]))"
)
_DASH = r"\s?[-\u2010-\u2015]\s?"
_TO = rf"(?:{_DASH}|{S}(?:to|through|until|till){S})"
_AND = rf"(?:{_TO}|{S}(?:and|or){S})"

_FORMS = {
    "iso": r"(?<![\w/.-])(?P<iso_y>[12][0-9]{3})-(?P<iso_m>0[1-9]|1[0-2])-(?P<iso_d>[0-2][0-9]|3[01])(?![\w/-])",
    "numeric": r"(?<![\w/.-])(?P<n_a>[0-9]{1,2})(?P<n_s>[/.-])(?P<n_b>[0-9]{1,2})(?P=n_s)"
    r"(?P<n_y>(?:19|20)[0-9]{2})(?![\w/-])",
    "dmy": rf"(?:{WEEKDAY},?{S})?(?:(?:the{S})?\b(?P<dmy_d>{DAY})"
    rf"(?:{_AND}(?P<dmy_d2>{DAY}))?{S}(?:of{S})?)(?P<dmy_m>{MONTH})"
    rf"(?:,?{S}(?P<dmy_y>{YEAR})\b(?!,[0-9]))?(?![\w])",
    "mdy": rf"(?:{WEEKDAY}(?:{S}{_TIME_OF_DAY})?,?{S})?\b(?P<mdy_m>{MONTH}){S}(?:the{S})?(?P<mdy_d>{DAY})\b"
    rf"(?!,[0-9]{{3}}|\.[0-9]|%|{S}(?:percent|per\scent))"
    rf"(?:{_TO}(?P<mdy_d2>{DAY})\b|{S}(?:and|or){S}(?P<mdy_d3>{DAY})\b(?=[,.;:)]|$))?"
    rf"(?:(?:,{S}|,|{S}(?:of{S}|in{S})?)(?P<mdy_y>{YEAR})\b(?!,[0-9]))?",
    "my": rf"\b(?P<my_p>{PART})?(?P<my_m>{MONTH}),?{S}(?:of{S}(?:the{S}year{S})?)?(?P<my_y>{YEAR})\b(?!,[0-9])",
    "ry": rf"\b(?P<ry_p>{PART})?(?P<ry_m>{MONTH})(?:{S}of)?{S}(?P<ry_w>(?i:last|this|next|that"
    rf"|the{S}same|the{S}following"
    rf"|the{S}previous)){S}year\b",
    "rm": rf"\b(?P<rm_w>(?i:last|this|next|this{S}past)){S}(?P<rm_m>{MONTH})(?!\w)",
    "m": rf"\b(?P<m_p>{PART})?(?P<m_m>{MONTH})(?!\w)",
    "sy": rf"\b(?P<sy_p>{PART})?(?i:the{S})?\b(?P<sy_s>{SEASON}){S}(?:of{S})?(?P<sy_y>{YEAR})\b(?!,[0-9])",
    "rs": rf"\b(?P<rs_w>(?i:last|this|next|this{S}past"
    rf"|this{S}coming)){S}(?P<rs_s>{SEASON})\b(?!\s(?:break|school|camp)\b)",
    "decade": rf"\b(?:(?i:the{S}))?(?P<dec_p>{PART})?(?i:the{S})?(?P<dec_y>(?:1[0-9]|20)[0-9]0)[\u2019']?s\b",
    "short_decade": rf"\b(?i:the{S})(?P<sd_p>{PART})?[\u2018\u2019']?(?P<sd_y>[2-9]0s|(?i:twenties"
    rf"|thirties|forties|fifties|sixties"
    r"|seventies|eighties|nineties))\b",
    "cent": rf"\b(?:(?i:the{S})?(?P<c_f>(?:1[0-9]|20)(?:st|nd|rd|th)){_AND})?"
    rf"(?i:the{S})?(?P<c_p>{PART})?(?i:the{S})?(?P<c_n>(?:1[0-9]|2[01])(?:st|nd|rd|th)"
    rf"|(?i:eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first))(?:-|\s)(?i:century)\b",
    "years": rf"(?<![\w.,$/-])(?P<ys_a>{YEAR})(?:{_DASH}|/)(?P<ys_b>{YEAR}|[0-9]{{2}})(?![\w/-]|[,.][0-9])",
    "py": rf"\b(?P<py_p>{PART})(?:the{S}year{S})?(?P<py_y>{YEAR})\b(?!,[0-9]|[\u2019']?s\b"
    rf"|{S}(?i:people|men|women|troops))",
    "y": rf"(?<![\w.,$\u20ac\u00a3/:+#-])(?P<y_y>{YEAR})(?![\w%/]|,[0-9]|\.[0-9]|:[0-9]|-[0-9])",
    "beforelast": rf"\b(?i:the{S}(?P<bl_u>day|week|month|year|night){S}(?:before{S}(?:last"
    rf"|yesterday)|after{S}(?:next|tomorrow)))\b",
    "word": rf"\b(?i:(?:earlier{S}|later{S}|late{S}|early{S})?(?P<w>yesterday|today|tonight"
    rf"|tomorrow|last{S}night|this{S}morning"
    rf"|this{S}afternoon|this{S}evening)(?:{S}(?:morning|afternoon|evening|night))?)\b",
    "present": rf"\b(?i:(?P<now>recently|lately|currently|nowadays|these{S}days|at{S}present"
    rf"|at{S}the{S}moment|right{S}now|at{S}this{S}time"
    rf"|in{S}recent{S}times))\b",
    "weekday": rf"\b(?i:(?P<wd_w>last|this|next|this{S}past|this{S}coming|the{S}previous"
    rf"|the{S}following|(?:early|late){S}on|early|late){S})?"
    rf"(?P<wd>{WEEKDAY})\b{_NOT_PAPERS}(?!{S}(?:the{S}13th|school|league))(?:{S}{_TIME_OF_DAY})?(?:{S}(?P<wd_k>(?i:last|this|next)){S}week)?",
    "unit": rf"\b(?i:(?P<u_p>{PART}|(?:early|late){S})?(?P<u_w>last|this|next|this{S}past"
    rf"|this{S}coming|the{S}current|that|that{S}same"
    rf"|the{S}same|the{S}following|the{S}previous|the{S}next|the{S}preceding){S}(?P<u>day|week|weekend|month|year|decade|century))\b",
    "ofunit": rf"\b(?i:(?P<o_p>(?:the{S})?(?:beginning|start|middle|end|close|first{S}half"
    rf"|second{S}half){S}of{S})the{S}"
    r"(?P<o_u>week|month|year|decade|century))\b",
    "span": rf"\b(?i:the{S}|these{S})?(?P<sp_w>(?i:past|last|previous|recent|next|coming|following|preceding)){S}"
    rf"(?:(?:{ABOUT}{S})?(?:(?P<sp_n>{NUMBER}(?:-[a-z]{{3,5}})?)|(?P<sp_v>{VAGUE})){S})?(?P<sp_u>{UNIT})(?P<sp_s>s)?\b",
    "ago": rf"\b(?:(?P<ago_a>{ABOUT}){S})?(?:(?P<ago_n>{NUMBER}(?:-[a-z]{{3,5}})?)"
    rf"|(?P<ago_v>{VAGUE}))(?P<ago_h>{S}and{S}a{S}half)?{S}"
    rf"(?i:(?P<ago_u>{UNIT})s?{S}(?P<ago_w>ago|earlier|later|afterwards?|before|previously|prior))\b",
    "long_ago": rf"\b(?i:(?P<la_u>{UNIT})s{S}ago)\b",
    "step": rf"\b(?i:the{S}(?P<st_u>day|week|month|year|night|morning){S}(?P<st_w>before|after"
    rf"|earlier|later))\b(?!{S}(?i:last|next|yesterday))",
    "feast": rf"\b(?P<f>Christmas(?:{S}(?:Day|Eve))|Boxing{S}Day|New{S}Year[\u2019']?s{S}(?:Day"
    rf"|Eve)|May{S}Day)\b(?:,?{S}(?P<f_y>{YEAR})\b)?",
}

_MONTHLY = "dmy mdy my ry m weekday sy py"
_BY_LETTER = {
    "0123456789": "iso numeric dmy years decade cent y ago",
    "t": "dmy mdy my ry rm m sy rs decade short_decade cent py beforelast word present "
    "weekday unit ofunit span ago step",
    "ajd": f"{_MONTHLY} ago long_ago present",
    "fmnos": f"{_MONTHLY} rm rs cent ofunit feast present unit span ago long_ago",
    "el": "my ry rm m sy rs decade cent py word present weekday unit ofunit span ago",
    "bchiprvwy": f"{_MONTHLY} feast ofunit present decade cent word span ago long_ago",
}
_STARTS = re.compile(
    r"(?<![\w])(?=[0-9]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Chr|Box|New\sY)"
    r"|(?i:the\s(?=[bsmecflvpnrdwyt'\u2018\u20190-9])|th(?:is|at|ese)\s|last\s|next\s|past\s|early|late|later|earlier|mid|very\s"
    r"|beginning\s|start\s|middle\s|end\s|close\s|first\shalf|second\shalf|today|tonight|tomorrow|yesterday|recent|currently"
    r"|nowadays|at\s(?:pr|the\s|this|least)|right\snow|in\srecent|spring|summer|autumn|fall\s|winter|coming\s|previous\s|preceding\s"
    r"|following\s|an?\s|one\s|two\s|three\s|four|five\s|six|seven|eight|nine|ten\s|eleven|twelve|thirt|fift|twenty|forty|hundred"
    r"|about\s|around\s|roughly\s|approx|almost\s|nearly\s|some\s|more\sthan|over\s|less\sthan|just\s|only\s|few\s|several\s|many\s"
    r"|couple\s|numerous\s|(?:hour|day|week|month|year|decade|centurie|minute)s\sago))"
)


def _finders() -> dict[str, re.Pattern[str]]:
    finders: dict[str, re.Pattern[str]] = {}
    for letters, names in _BY_LETTER.items():
        wanted = [name for name in _FORMS if name in names.split()]
        finder = re.compile("|".join(f"(?P<{name}>{_FORMS[name]})" for name in wanted))
        finders |= dict.fromkeys(letters + letters.upper(), finder)
    return finders


_FINDERS = _finders()


def next_expression(text: str, position: int) -> re.Match[str] | None:
    """The first expression of time from a position on; the name of its last group is its form."""
    for start in _STARTS.finditer(text, position):
        finder = _FINDERS.get(text[start.start()])
        if finder and (found := finder.match(text, start.start())):
            return found
    return None
