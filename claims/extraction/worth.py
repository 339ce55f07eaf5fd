"""How much a claim is worth checking, with reasons; what kind of statement it is; and the places that it names.

The weights are set by hand: a checkable core (figure, date, event, identity) and what rests on it (deaths,
crime, office) raise the worth, opinion and rhetoric lower it. They order a queue; they are no probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from claims.domain.quantities import Quantity
from claims.domain.vocabulary import ClaimType, Quotation
from claims.extraction.proposal import Reason

__all__ = ["claim_type", "places", "weigh"]

BASE = 0.3
_TYPE_WEIGHTS = {
    ClaimType.QUANTITY: (0.2, "its core is a figure"),
    ClaimType.EVENT: (0.1, "it tells of an event"),
    ClaimType.IDENTITY: (0.05, "it says who or what something is"),
    ClaimType.CAUSE: (0.1, "it says why something happened"),
    ClaimType.PREDICTION: (-0.05, "it speaks of what is to come"),
    ClaimType.OPINION: (-0.12, "it is an opinion"),
}
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})

_DEATHS = re.compile(
    r"(?i)\b(?:kill(?:ed|ing|s)?|dead|deaths?|died|dying|fatal(?:ly|ities)?|murder(?:ed|s)?|massacres?|casualt(?:y|ies)|injur(?:ed|ies|y)"
    r"|wounded|bomb(?:ing|ings|ed|s)?|attack(?:s|ed|ers?)?|explosions?|shot|shooting|execut(?:ed|ion)|victims?|clash(?:ed|es)?|fought|fighting)\b"
)
_CRIME = re.compile(
    r"(?i)\b(?:arrest(?:ed|s)?|charged|convicted|sentenced|jail(?:ed)?|prison|trial|accus(?:ed|es|ations?)|corruption|fraud|brib(?:e|es|ery)"
    r"|terroris[mt]s?|militants?|abuse[ds]?|rape[ds]?|torture[ds]?|kidnap(?:ped|pings?)?|illegal(?:ly)?|crimes?|criminal|guilty|theft|stolen|hack(?:ed|ers)?"
    r"|lawsuit|sued|violat(?:ed|ions?))\b"
)
_OFFICE = re.compile(
    r"(?i)\b(?:president|prime\sminister|minister|ministry|government|parliament|congress|senate|senator|governor|mayor|police|army|military"
    r"|court|judge|officials?|authorities|commission|treaty|election|elected|votes?|law|bill|budget|tax(?:es)?)\b"
)
_HEALTH = re.compile(
    r"(?i)\b(?:disease|virus|vaccines?|infect(?:ed|ions?)|cancer|hospital|drugs?|pollution|climate|emissions|nuclear|unemployment|inflation|poverty)\b"
)
_OPINION = re.compile(
    r"(?i)\b(?:proud|happy|sad|sorry|glad|pleased|delighted|excited|disappointed|thrilled|grateful|thank(?:s|ful)?|great|wonderful|amazing|terrible|awful"
    r"|beautiful|best|worst|good|bad|important|unacceptable|outrageous|disgrace(?:ful)?|shame(?:ful)?|hope(?:s|d|ful|fully)?|love[ds]?|hate[ds]?|believe"
    r"|(?:I|we)\s(?:think|feel|want|wish|hope)|should|must|ought|deserves?|fair|unfair|wrong|right\sthing|inspir(?:ing|ational)|success|tragic|tragedy"
    r"|unsurprising|surprising|interesting|disturbing|ridiculous|welcome[ds]?|concerned|worried|fears?|resentment|complicated|difficult|hopes\sof|appear(?:ed)?\sto\spose)\b"
)
_CAUSE = re.compile(
    r"(?i)\b(?:because|due\sto|led\sto|leads?\sto|leading\sto|caused?|causing|causes|result(?:ed|s|ing)?\s(?:in|from)|as\sa\sresult|the\sreason|reasons?\s(?:for|is)"
    r"|thanks\sto|owing\sto|responsible\sfor|triggered|sparked|prompted|blamed\sfor|set\sin\smotion|turned\s\w+(?:\s\w+)?\s(?:\w+\s)?against|attributed\sto|stems?\sfrom"
    r"|especially\safter|killed\sby|so\sthat|damage[ds]?\srelations)\b"
)
_AHEAD = re.compile(
    r"(?i)\b(?:will|won['\u2019]t|shall|going\sto|forecast|predict(?:s|ed)?|is\sexpected\sto|are\sexpected\sto|by\s20[3-9][0-9])\b|['\u2019]ll\b|\bmight\s(?:increase|lead|become|be\sconducive|not\shave)\b|\bplans?\sto\b"
)
_IDENTITY = re.compile(
    r"(?i)\b(?:is|are|was|were|remains?|became|being)\s(?:\w+ly\s|also\s|still\s|now\s|the\s|an?\s|one\sof\s)*?(?:the|an?|one\sof|called|known\sas|named|linked|his|her|its|their"
    r"|(?:first|only|main)\b)\b|\bnom\sde\sguerre\b|\b(?:member|leader|head|founder|owner|son|daughter|brother|wife)\sof\b|\bpurports\sto\sshow\b"
)
_EVENT_AHEAD_OF_IDENTITY = re.compile(
    r"(?i)\b(?:killed|attacked|arrested|crossed|fought|died|launched|seized|signed|sentenced|captured|announced|said)\b"
)


def claim_type(content: str, *, quantities: Sequence[Quantity] = ()) -> ClaimType:
    """What kind of statement it is, by its words."""
    if _AHEAD.search(content):
        return ClaimType.PREDICTION
    if _CAUSE.search(content):
        return ClaimType.CAUSE
    if quantities and _is_about_its_figure(content, quantities):
        return ClaimType.QUANTITY
    opinion = _judging(content)
    happened = _EVENT_AHEAD_OF_IDENTITY.search(content)
    if opinion and not happened:
        return ClaimType.OPINION
    if _IDENTITY.search(content) and not happened:
        return ClaimType.IDENTITY
    return ClaimType.EVENT


@lru_cache(maxsize=4)
def _judging(content: str) -> re.Match[str] | None:
    """Words of judgment or feeling; the kind and the worth of a statement ask one after the other."""
    return _OPINION.search(content)


def _is_about_its_figure(content: str, quantities: Sequence[Quantity]) -> bool:
    """Whether a figure of people, money or shares stands near the beginning, or takes much of the statement."""
    words = " ".join(content.split())
    core = [
        figure
        for figure in quantities
        if figure.unit not in ("years", "days", "weeks", "months", "hours", "decades", "minutes")
    ]
    bound = [figure for figure in core if figure.low is not None or figure.high is not None]
    return any(
        0 <= words.find(figure.text) <= max(24, len(words) // 3) or len(figure.text) * 3 > len(words)
        for figure in bound
    )


def weigh(
    content: str,
    *,
    quantities: Sequence[Quantity],
    dates: Sequence[object],
    quotation: Quotation,
    claim_type: ClaimType,
    names: Sequence[str] = (),
) -> tuple[float, tuple[Reason, ...]]:
    """How much it is worth checking, 0 to 1, and what each reason adds to the base of 0.3."""
    reasons = [
        *_of_figures(quantities),
        *_of_what_rests_on_it(content),
        *_of_form(content, quotation, dates, names),
    ]
    weight, words = _TYPE_WEIGHTS[claim_type]
    reasons.append(Reason(words, weight))
    total = BASE + sum(reason.weight for reason in reasons)
    return round(min(max(total, 0.0), 1.0), 2), tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))


def _of_figures(quantities: Sequence[Quantity]) -> Iterable[Reason]:
    exact = [figure for figure in quantities if figure.low is not None or figure.high is not None]
    if exact:
        yield Reason(f"a figure that can be checked: “{exact[0].text}”", 0.15)
        if len(exact) > 1:
            yield Reason(f"{len(exact)} figures", 0.05)
    elif quantities:
        yield Reason(f"a vague figure: “{quantities[0].text}”", 0.03)


def _of_what_rests_on_it(content: str) -> Iterable[Reason]:
    for pattern, words, weight in (
        (_DEATHS, "violence or deaths", 0.15),
        (_CRIME, "an accusation or the law", 0.1),
        (_OFFICE, "a public office", 0.08),
        (_HEALTH, "health, climate or livelihoods", 0.08),
    ):
        if found := pattern.search(content):
            yield Reason(f"{words}: “{found[0]}”", weight)


def _of_form(
    content: str, quotation: Quotation, dates: Sequence[object], names: Sequence[str]
) -> Iterable[Reason]:
    if dates:
        yield Reason("it names a time", 0.05)
    if names:
        yield Reason(f"it names {names[0]}", 0.05)
    if found := _judging(content):
        yield Reason(f"words of judgment or feeling: “{found[0]}”", -0.08)
    if len(content.split()) < 5:
        yield Reason("too short to stand alone", -0.15)
    if content.rstrip(' "\u201d').endswith("?"):
        yield Reason("a question", -0.2)
    if quotation is Quotation.NARRATIVE:
        yield Reason("the article's own voice", -0.03)


def places(text: str, entities: Iterable[tuple[int, int, str]]) -> tuple[str, ...]:
    """The places that a parser found in a text, each once, as it is first written there."""
    found: dict[str, str] = {}
    for start, end, label in sorted(entities):
        name = " ".join(text[start:end].split())
        name = re.sub(r"^(?:the|The)\s|['\u2019]s$", "", name)
        if label in _PLACE_LABELS and name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())
