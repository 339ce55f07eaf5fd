"""How sure a statement is: the very words that lower its certainty, and how it is put.

`hedges` finds all of them, those of the statement (“reportedly”, “might be”) and those of its figures
(“around”, “a few”): every rendering shows both. Only those of the statement, and words of doubt before a figure
(“maybe”), make a claim hedged; a bound such as “at least” says something exact. Whatever is not plain is the
less certain of what it may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claims.domain.vocabulary import Modality

__all__ = ["Judged", "hedges", "judged", "modality"]

_BE = r"(?:is|are|was|were|be|been|being)"
_ALLEGED = (
    r"reportedly|allegedly|purportedly|supposedly|ostensibly|apparently|so-called"
    r"|purport(?:s|ed|ing)?\sto(?:\sshow|\sbe)?|claim(?:s|ed|ing)?\sto(?:\sbe|\shave)"
    rf"|{_BE}\s(?:\w+ly\s)?(?:alleged|said|reported|claimed|rumou?red|accused|suspected)\s(?:to|of|that)"
    r"|(?:ha(?:s|ve)|had)\s(?:all\s)?been\s(?:blamed|accused|linked|alleged|cited)|frequently\slinked|(?:was|were)\scited"
    r"|alleged|suspected|unconfirmed|rumou?rs?|(?:designated|labell?ed|branded|described|portrayed)\sas"
    r"|names?\s(?:ha(?:s|ve)|had|is|are|keeps?|was|were)\s(?:[a-z]+\s){0,2}(?:cropped\sup|cropping\sup|come\sup|coming\sup|surfaced|mentioned|cited)"
    r"|reports?\s(?:that|of)|allegations?\s(?:that|of)|according\sto"
)
_DOUBT = (
    r"maybe|perhaps|possibly|probably|presumably|seemingly|arguably|likely|unlikely|potentially|conceivably|in\stheory|estimates"
    r"|(?:do|does|did)(?:\snot|n['\u2019]t)\s(?:appear|seem)(?:\sto)?|(?:appear|seem|tend)(?:s|ed)?\sto(?:\sbe|\shave)?|seems?|appears\sthat"
    rf"|{_BE}\s(?:still\s|widely\s|also\s)?(?:believed|thought|considered|expected|assumed|understood|feared|presumed|estimated)(?:\s(?:to|that))?"
    r"|suggest(?:s|ed|ing)?|indicat(?:es|ed|ing)|impl(?:y|ies|ied)|hint(?:s|ed)?|I\s(?:think|believe|guess|suppose|suspect|feel|hope)"
    r"|we\s(?:think|believe|suspect)|in\smy\s(?:opinion|view)|as\sfar\sas\s(?:I|we)\sknow"
    r"|(?:could|might)(?:\snot)?(?:\shave)?(?:\sbe)?|may(?:\snot)?\s(?:have|be|also|well|not|lead|cause|take|need|become|[a-z]+)"
    r"|(?:is|are|was|were|remains?)(?:\snot|n['\u2019]t|\sun)\s?(?:clear|certain|known|sure)(?:\sto\s\w+)?|difficult\sto\s(?:determine|say|tell|know)"
    r"|(?:(?:not|no)\s(?:more|fewer|less)\sthan|at\s(?:most|least)|up\sto)\s(?:an?\s(?:few|couple|handful)|several|some)"
    r"|fears?\sthat|if\sany|or\sso|or\sthereabouts|something\slike|give\sor\stake|purported|to\ssome\sextent|partly|somewhat"
)
_NUMBER = (
    r"(?=\s(?:the\s|as\smany\sas\s)?(?:[0-9$\u20ac\u00a3]|an?\s(?:dozen|hundred|thousand|million|billion|third|quarter|half|few)|half|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds|thousands|millions))"
)
_FIGURE = (
    rf"(?:around|about|up\sto){_NUMBER}|roughly|approximately|nearly|almost|at\sleast|at\smost|(?:not|no)\s(?:more|fewer|less)\sthan"
    r"|(?:more|fewer|less)\sthan(?=\s(?:[0-9]|an?\s|half|one|two|three|four|five|six|seven|eight|nine|ten))|(?:an?\s)?estimated|close\sto(?=\s[0-9])"
    r"|over(?=\s[0-9])|a\sfew|several|some(?!\w|\stime|\sday)|many|much\sof|in\s(?:that|the)\ssense(?:\sthat)?|attempted\sto|tried\sto|mostly|largely|generally|usually|often|increasingly|in\smost\scases"
)
_CONDITION = (
    r"(?:if|unless)(?:\sthere\s(?:is|are|was|were))?(?!\s(?:any|not)\b)|provided\sthat|as\slong\sas"
    r"|in\sthe\sevent\s(?:of|that)|assuming"
)
_FINDER = re.compile(
    rf"(?<![\w'\u2019-])(?:(?P<alleged>(?i:{_ALLEGED}))|(?P<doubt>(?i:{_DOUBT}))|(?P<figure>(?i:{_FIGURE}))|(?P<condition>(?i:{_CONDITION})))(?![\w-])"
)
_MAY_MONTH = re.compile(
    r"(?:[Ii]n|[Oo]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ll]ate|[Ee]arly|of|[Tt]o|[Ff]rom|and|[Ll]ast|[Nn]ext|[A-Z][a-z]+)\s$"
)
_IF = re.compile(rf"(?i)(?<![\w-])(?:{_CONDITION})\s")
_UNREAL = re.compile(
    r"(?:^|[.,;\u201c\"]\s?)Had\s(?:it|he|she|they|we|I|there|the|this|that)\b"
    r"|\b(?:would|wouldn['\u2019]t|[a-z]+['\u2019]d)(?:\s(?:not|never|only|also|probably))?\shave\s(?!to\b)[a-z]+"
)
_PREDICTED = re.compile(
    r"(?i)(?<![\w'\u2019-])(?:(?:(?<!the\s)(?<!a\s)(?<!his\s)(?<!her\s)(?-i:will)|shall|won['\u2019]t|going\sto|would)(?![\w-])|[a-z]+['\u2019]ll\b)|\b(?:is|are)\s(?:due|set|scheduled|bound)\sto\b"
)

_CUE_DENIES = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing)"
    r"|contradict(?:s|ed)?|disavow(?:s|ed)?|repudiat(?:es?|ed)|rebuff(?:s|ed)?)\b"
)
_CUE_NOT = re.compile(
    r"(?i)\b(?:not|n['\u2019]t|never|nor|neither|cannot|refus(?:es?|ed|ing)\sto|declin(?:es?|ed|ing)\sto|unable\sto|without|stopped\sshort\sof"
    r"|fail(?:s|ed)?\sto|no\slonger)\b|n['\u2019]t\b"
)
_CUE_UNSAID = re.compile(
    r"(?i)\b(?:want(?:s|ed)?|expect(?:s|ed)?|hop(?:es|ed|ing)|plan(?:s|ned)?|tr(?:y|ies|ied)|intend(?:s|ed)?|due|set|likely|reluctant)\sto\b"
    r"|\bstop(?:s|ped)?\sshort\sof\b"
)
_CUE_BELIEVES = re.compile(
    r"(?i)\b(?:believes?d?|think|thought|thinks|expect(?:s|ed)?|accepts?|agrees?d?|see|sees)\b"
)
_CUE_ALLEGES = re.compile(
    r"(?i)\b(?:allegedly|purportedly|supposedly|apparently|falsely|wrongly|mistakenly|incorrectly|sarcastically|jok(?:es?|ed|ing)"
    r"|quip(?:s|ped)?|dream(?:s|ed|t)|lied|pretend(?:s|ed)?|hears?|heard|(?:was|were|been|being|is|are)\s(?:told|asked|informed|warned)"
    r"|claim(?:s|ed|ing)?|alleg(?:es?|ed|ing|ations?)|accus(?:es?|ed|ing|ations?)|blam(?:es?|ed|ing)|purport(?:s|ed)?|rumou?rs?"
    r"|rumou?red|reportedly|suspect(?:s|ed)?|charg(?:es|ed|ing)|assert(?:s|ed|ing)?|insist(?:s|ed|ing)?|maintain(?:s|ed|ing)?|contend(?:s|ed)?"
    r"|reports\s(?:that|of|ha(?:s|ve|d)|were|are|emerged|surfaced)|(?:started|began)\sreporting|perceptions?|designated\sas|cited|linked|is\ssaid|are\ssaid)\b|^\s*reports?\s*$"
)
_CUE_DOUBTS = re.compile(
    r"(?i)\b(?:believ(?:es?|ed|ing)|think(?:s|ing)?|thought|estimat(?:es?|ed|ing)|suggest(?:s|ed|ing)?|indicat(?:es?|ed|ing)|hint(?:s|ed)?|impl(?:y|ies|ied)"
    r"|fear(?:s|ed|ing)?|hope(?:s|d)?|hoping|worr(?:y|ies|ied)|guess(?:es|ed)?|speculat(?:es?|ed|ing)|assum(?:es?|ed|ing)|presum(?:es?|ed)"
    r"|consider(?:s|ed)?|appear(?:s|ed)?|seem(?:s|ed)?|expects?|expected|doubt(?:s|ed|ing)?|question(?:s|ed|ing)|wonder(?:s|ed|ing)?|might|may|could"
    r"|feels?|felt|rumou?r)\b"
)
_CUE_PREDICTS = re.compile(
    r"(?i)\b(?:predict(?:s|ed|ing|ions?)?|forecast(?:s|ed|ing)?|foresees?|foresaw|project(?:s|ed|ing)|promis(?:es?|ed|ing)|vow(?:s|ed|ing)?|pledg(?:es?|ed|ing)|threaten(?:s|ed|ing)?)\b"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a claim is put, and the words that say so."""

    modality: Modality
    reasons: tuple[str, ...]


def hedges(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand that lower certainty, of the statement and of its figures, in order."""
    return tuple((start, end) for start, end, _kind in _found(text))


def modality(content: str, cue: str = "") -> Modality:
    """How a claim is put, by its own words and those that report it."""
    return judged(content, cue).modality


def judged(content: str, cue: str = "") -> Judged:
    """The same with its reasons. A cue that is negated never asserts: who “did not say that” has not said it.

    “does not believe that” denies, as English puts the negation first; “did not deny” leaves it open.
    """
    of_cue = _of_cue(" ".join(cue.split()))
    if of_cue and of_cue.modality is Modality.DENIED:
        return of_cue
    condition = _IF.search(content) or _UNREAL.search(content)
    if condition:
        return Judged(Modality.CONDITIONAL, (f"a condition: “{condition[0].strip()}”",))
    found = _found(content)
    alleged = [content[start:end] for start, end, kind in found if kind == "alleged"]
    doubt = [content[start:end] for start, end, kind in found if kind == "doubt"]
    if of_cue and of_cue.modality is Modality.HEDGED:
        return Judged(Modality.HEDGED, of_cue.reasons + tuple(f"“{words}”" for words in doubt))
    if of_cue and of_cue.modality is Modality.ALLEGED:
        return of_cue
    if alleged:
        return Judged(Modality.ALLEGED, tuple(f"“{words}”" for words in alleged))
    if doubt:
        return Judged(Modality.HEDGED, tuple(f"“{words}”" for words in doubt))
    ahead = _PREDICTED.search(content)
    if ahead:
        return Judged(Modality.PREDICTED, (f"it looks ahead: “{ahead[0]}”",))
    return of_cue or Judged(Modality.ASSERTED, ("nothing in its words lowers its certainty",))


@lru_cache(maxsize=4)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    """The hedges of a text with their kinds; `hedges` and `modality` ask for the same text one after the other."""
    found = []
    for match in _FINDER.finditer(text):
        words = match[0]
        if (words.startswith("May") and match.start() > 0) or (
            words[:3] == "May" and not words[4:5].islower()
        ):
            continue
        if (
            words[:3].lower() == "may"
            and _MAY_MONTH.search(text, max(0, match.start() - 12), match.start())
            and words[0] == "M"
        ):
            continue
        found.append((match.start(), match.end(), match.lastgroup or ""))
    return tuple(found)


def _of_cue(cue: str) -> Judged | None:
    """What the reporting words alone say; none where they only report."""
    unsaid = _CUE_UNSAID.search(cue)
    if unsaid:
        return Judged(Modality.HEDGED, (f"it is not said to have been said: “{unsaid[0]}”",))
    negated = _CUE_NOT.search(cue)
    denies = _CUE_DENIES.search(cue)
    why = (f"the reporting words: “{cue[:80]}”",)
    if denies:
        return Judged(Modality.HEDGED if negated else Modality.DENIED, why)
    if negated:
        return Judged(Modality.DENIED if _CUE_BELIEVES.search(cue) else Modality.HEDGED, why)
    if _CUE_ALLEGES.search(cue) or any(
        kind == "alleged"
        and not cue[start:end].lower().startswith(("according", "report that", "reports that"))
        for start, end, kind in _found(cue)
    ):
        return Judged(Modality.ALLEGED, why)
    if _CUE_DOUBTS.search(cue):
        return Judged(Modality.HEDGED, why)
    return Judged(Modality.PREDICTED, why) if _CUE_PREDICTS.search(cue) else None
