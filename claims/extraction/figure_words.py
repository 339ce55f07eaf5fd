"""Words around figures: what bounds them, what makes them rough, their units, and what only looks like a figure."""

from __future__ import annotations

import re

from claims.extraction.date_words import MONTHS
from claims.extraction.word_lists import words

UNITS = {
    unit: name
    for name, units in {
        "kilometers": "km kms kilometer kilometers kilometre kilometres",
        "meters": "meter meters metre metres",
        "centimeters": "cm centimeter centimeters centimetre centimetres",
        "millimeters": "mm millimeter millimeters millimetre millimetres",
        "miles": "mile miles mi",
        "feet": "foot feet ft",
        "inches": "inch inches",
        "yards": "yard yards",
        "acres": "acre acres",
        "hectares": "hectare hectares ha",
        "kilograms": "kg kgs kilogram kilograms kilo kilos",
        "grams": "gram grams",
        "milligrams": "mg milligram milligrams",
        "tonnes": "tonne tonnes",
        "tons": "ton tons",
        "pounds": "lb lbs pound pounds",
        "liters": "liter liters litre litres",
        "gallons": "gallon gallons",
        "barrels": "barrel barrels",
        "degrees": "degree degrees",
        "megawatts": "mw megawatt megawatts",
        "gigawatts": "gw gigawatt gigawatts",
        "seconds": "seconds",
        "minutes": "minute minutes mins",
        "hours": "hour hours hrs",
        "days": "day days",
        "weeks": "week weeks",
        "months": "month months",
        "years": "year years",
        "decades": "decade decades",
        "centuries": "century centuries",
        "dollars": "dollar dollars",
        "euros": "euro euros",
        "pounds sterling": "quid",
        "yen": "yen",
        "yuan": "yuan renminbi",
        "rubles": "ruble rubles rouble roubles",
        "rupees": "rupee rupees",
        "francs": "franc francs",
        "cents": "cent cents",
    }.items()
    for unit in units.split()
}
MONEY = {
    "$": "dollars", "us$": "US dollars", "a$": "Australian dollars", "au$": "Australian dollars",
    "c$": "Canadian dollars", "ca$": "Canadian dollars", "nz$": "New Zealand dollars", "hk$": "Hong Kong dollars",
    "s$": "Singapore dollars", "r$": "reals", "\u20ac": "euros", "\u00a3": "pounds sterling", "\u00a5": "yen or yuan",
    "\u20b9": "rupees",
}  # fmt: skip
TIMES = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"})
PERSONS = frozenset(
    words(
        """
    guys vendors photographers hopefuls
    people persons person men man women woman children child boys girls boy girl kids teenagers teens
    youths youngsters adults babies infants toddlers students student pupils pupil teachers teacher
    workers worker employees employee staff personnel crew passengers passenger drivers driver pilots
    pilot soldiers soldier troops trooper troopers marines sailors airmen officers officer police
    policemen policeman guards guard militants militant fighters fighter rebels rebel insurgents
    insurgent gunmen gunman terrorists terrorist extremists guerrillas mercenaries attackers attacker
    assailants suspects suspect prisoners prisoner detainees detainee hostages hostage inmates inmate
    defendants defendant convicts victims victim casualties casualty survivors survivor dead wounded
    injured civilians civilian residents resident citizens citizen inhabitants villagers villager locals
    refugees refugee migrants migrant immigrants immigrant seekers pilgrims pilgrim tourists tourist
    visitors visitor fans spectators supporters supporter protesters protester protestors demonstrators
    demonstrator activists activist marchers members member lawmakers lawmaker legislators senators
    senator deputies ministers minister officials official delegates delegate candidates candidate
    voters voter respondents participants participant volunteers volunteer patients patient doctors
    doctor nurses nurse scientists scientist researchers researcher experts expert engineers journalists
    journalist reporters reporter authors artists actors players player athletes athlete competitors
    referees winners families' relatives parents parent mothers mother fathers father sons son daughters
    daughter brothers sisters siblings couples lawyers lawyer judges judge jurors priests monks nuns
    farmers farmer fishermen fisherman miners miner firefighters firefighter rescuers rescuer servicemen
    serviceman servicewomen recruits recruit veterans veteran leaders leader commanders commander
    followers customers customer users user readers viewers listeners subscribers hackers hacker thieves
    robbers bystanders onlookers witnesses witness friends neighbors spokesmen councillors councilors
    mayors governors presidents kings queens electors signatories attendees guests tribesmen insiders
    peacekeepers bombers snipers smugglers traffickers addicts astronauts astronaut cosmonauts
    crewmembers crewmen seamen shoppers commuters motorists cyclists pedestrians homeless elderly young
    males females lives deaths fatalities souls individuals colleagues clergy clerics imams bishops
    adherents believers worshippers worshipers members' contractors interpreters translators teachers'
    students' cadets conscripts reservists
    """
    )
)
IRREGULAR = frozenset(
    words(
        """
    people men women children troops police personnel staff crew cattle sheep fish aircraft series
    species deer dead wounded injured missing servicemen fishermen policemen spokesmen gunmen feet teeth
    mice data media criteria phenomena elderly homeless firemen tribesmen airmen seamen crewmen youth
    clergy percent spacecraft watercraft helicopters
    """
    )
)
NOT_HEADS = frozenset(
    words(
        """
    sports news arms sales savings customs various previous serious religious anonymous famous numerous
    dangerous united states operations less across this was has his its as is plus minus versus always
    perhaps besides towards afterwards sometimes yes us thus gas bus campus virus status crisis basis
    analysis business process access glass mass class press loss address success progress congress
    express princess witness illness fitness wilderness human-rights rights women's children's men's
    says does goes remains includes involves appears makes takes needs
    """
    )
)
STATES = {
    "killed": "killed", "dead": "dead", "injured": "injured", "wounded": "wounded", "hurt": "hurt",
    "missing": "missing",
    "arrested": "arrested", "detained": "detained", "captured": "captured", "displaced": "displaced",
    "rescued": "rescued",
    "sentenced": "sentenced", "charged": "charged", "evacuated": "evacuated", "infected": "infected", "died": "died",
    "convicted": "convicted", "executed": "executed", "homeless": "homeless", "hospitalized": "hospitalized",
    "released": "released", "freed": "freed", "kidnapped": "kidnapped", "abducted": "abducted",
    "destroyed": "destroyed",
    "damaged": "damaged", "drowned": "drowned", "trapped": "trapped", "deported": "deported", "fired": "fired",
    "elected": "elected", "expelled": "expelled", "shot": "shot", "seized": "seized", "hospitalised": "hospitalized",
    "stranded": "stranded", "unaccounted": "unaccounted for", "affected": "affected",
}  # fmt: skip
OF_PEOPLE = frozenset(STATES.values()) - {"destroyed", "damaged", "fired", "seized", "lost", "affected"}
"""What becomes of people only: who is counted so are persons even where no noun says it."""

_DONE = {
    "kill": "killed", "injur": "injured", "wound": "wounded", "arrest": "arrested", "detain": "detained",
    "captur": "captured", "rescu": "rescued", "displac": "displaced", "evacuat": "evacuated", "destroy": "destroyed",
    "deaths of": "dead", "death of": "dead", "sentenc": "sentenced", "execut": "executed", "kidnap": "kidnapped",
}  # fmt: skip
DOING = re.compile(
    r"(?i)\b(?P<stem>kill|injur|wound|arrest|detain|captur|rescu|displac|evacuat|destroy|sentenc|execut|kidnap)p?(?:ed|ing|s|es|e)\s$"
    r"|\b(?P<death>deaths?\sof)\s$"
)


def done(found: re.Match[str]) -> str:
    """What was done to those who are counted, by the verb before them."""
    return _DONE[(found["stem"] or "death of").lower()]


_LEAST = (
    r"at\sleast|(?:well\s|far\s|slightly\s|significantly\s)?more\sthan|(?:well\s)?over|above|no\sfewer\sthan|no\sless\sthan|not\sless\sthan"
    r"|not\sfewer\sthan|upwards?\sof|in\sexcess\sof|a\sminimum\sof|exceeding|exceeds?|exceeded|greater\sthan|topp(?:ed|ing)|surpass(?:ed|ing)"
)
_MOST = (
    r"at\smost|(?:as\smany\sas\s)?up\sto|no\smore\sthan|not\smore\sthan|(?:far\s|significantly\s)?fewer\sthan"
    r"|(?:far\s|significantly\s)?less\sthan|under|below|as\smany\sas|as\smuch\sas|a\smaximum\sof|not\sexceeding"
)
_ROUGH = (
    r"about|around|roughly|approximately|approx\.?|some|nearly|almost|close(?:r)?\sto|just\sover|just\sunder|just\sshort\sof"
    r"|(?:a\slittle|slightly|a\sbit)\s(?:over|under|more\sthan|less\sthan)|in\sthe\sregion\sof|somewhere|circa|ca\.|~|more\sor\sless"
    r"|maybe|perhaps|probably|possibly|likely|(?:an?\s)?(?:estimated|reported\sestimated)|estimates?\sof|an?\s(?:estimated|approximate)\s[a-z]+\sof|an\saverage\sof"
)
_PLAIN = (
    r"exactly|precisely|only|just|a\sfull|a\stotal\sof|a\srecord|another|an\sadditional"
    r"|the\sother|all|all\sof\sthe|the|a\sfurther"
)
MODIFIER = re.compile(
    rf"(?i)(?<![\w'-])(?:(?P<rough>{_ROUGH})|(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<plain>{_PLAIN})|(?P<between>between)"
    r"|(?P<span>(?:ranging|ranged|anywhere|anything|somewhere)\sfrom))\s?$"
)
AFTERWARDS = re.compile(
    r"(?i)(?P<rough>\sor\sso\b|\sor\sthereabouts\b|[-\s]odd\b|,\smore\sor\sless\b)|(?P<least>\sor\smore\b|\+|[-\s]plus\b|\sand\scounting\b"
    r"|\sor\sabove\b)|(?P<most>\sor\s(?:fewer|less|under)\b)"
)
NAMED = re.compile(
    r"(?i)(?:[#\u00a7]|\b(?:flight|resolution|article|section|chapter|room|route|highway|platform|group|channel|unit|line|day|phase|level|type|category"
    r"|grade|division|formula|version|windows|page|pages|bill|act|proposition|amendment|number|no\.|nos\.|stage|round|game|match|area"
    r"|zone|district|ward|interstate|rule|title|part|volume|figure|table|item|lot|pier|terminal|gate|track|step|week|tier|class|magnitude"
    r"|apollo|boeing|airbus|explorer|vista|size|age\sof|age|aged|ages|world\swar|episode|season|act|scene|verse|psalm|block|floor|exit|bus|train"
    r"|top|first|number|model|mark|issue|code|studio|world\scup|vol\.|fig\.|pp?\.|case|order|decree|law|form|protocol|point|area|ring|wave|experiment|footnote|appendix|clause|paragraph|exhibit|schedule))\s?$"
)
PLURAL_CAPITAL = re.compile(
    r"[A-Z][a-z]{2,}(?:ans|is|ese|eks|ans|ians|iles|ists|Jews|Kurds|Arabs|Turks|Serbs|Tajiks|Uzbeks|Germans)$"
)
MONTH_WORDS = frozenset(MONTHS)
STOP = frozenset(
    words(
        """
    of in on at by for from with to into onto over under after before since until during through about
    against between among amid around as than that which who whom whose when where while if because so
    and or but nor yet not no is are was were be been being am has have had do does did will would can
    could may might shall should must he she it they we you i his her its their our your this these
    those the a an there here then now said says say told also still even only just each per via within
    without across near toward towards out up down off away ago later earlier upon despite including
    some any
    plus versus according went came took made got left have'nt every all both either neither what how
    why more fewer less other behind beyond along inside outside himself themselves aboard us me him them
    """
    )
)
