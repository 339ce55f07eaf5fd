"""Words for the values that documents hold of closed vocabularies; a value that is none of them is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from claims.domain.tongue import Later, gettext_lazy, pgettext_lazy

Words = Mapping[str, Later]

RATINGS: Words = {
    "accurate": gettext_lazy("Accurate"),
    "mostly accurate": gettext_lazy("Mostly accurate"),
    "partly accurate": gettext_lazy("Partly accurate"),
    "inaccurate": gettext_lazy("Inaccurate"),
    "unproven": gettext_lazy("Unproven"),
}
"""Words of our own; a rating that a newsroom named itself is shown as it is."""
CLAIM_TYPES: Words = {
    "event": pgettext_lazy("type of a claim", "event"),
    "quantity": pgettext_lazy("type of a claim", "quantity"),
    "cause": pgettext_lazy("type of a claim", "cause"),
    "identity": pgettext_lazy("type of a claim", "identity"),
    "prediction": pgettext_lazy("type of a claim", "prediction"),
    "opinion": pgettext_lazy("type of a claim", "opinion"),
}
MODALITIES: Words = {
    "asserted": pgettext_lazy("beside a claim", "asserted"),
    "hedged": pgettext_lazy("beside a claim", "hedged"),
    "alleged": pgettext_lazy("beside a claim", "alleged"),
    "conditional": pgettext_lazy("beside a claim", "conditional"),
    "denied": pgettext_lazy("beside a claim", "denied"),
    "predicted": pgettext_lazy("beside a claim", "predicted"),
}
"""Beside the words of a claim, which say what is denied or predicted."""
CONFIDENCE: Words = {
    "very low": pgettext_lazy("confidence", "very low"),
    "low": pgettext_lazy("confidence", "low"),
    "medium": pgettext_lazy("confidence", "medium"),
    "high": pgettext_lazy("confidence", "high"),
    "very high": pgettext_lazy("confidence", "very high"),
}
EVIDENCE_LEVELS: Words = {
    "limited": pgettext_lazy("evidence", "limited"),
    "medium": pgettext_lazy("evidence", "medium"),
    "robust": pgettext_lazy("evidence", "robust"),
}
AGREEMENT: Words = {
    "low": pgettext_lazy("agreement", "low"),
    "medium": pgettext_lazy("agreement", "medium"),
    "high": pgettext_lazy("agreement", "high"),
}
WEIGHED: Words = {
    "evidence": pgettext_lazy("what a reason is about", "evidence"),
    "agreement": pgettext_lazy("what a reason is about", "agreement"),
}
SOURCE_KINDS: Words = {
    "primary official": pgettext_lazy("kind of a source", "primary official"),
    "news agency": pgettext_lazy("kind of a source", "news agency"),
    "news media": pgettext_lazy("kind of a source", "news media"),
    "think tank": pgettext_lazy("kind of a source", "think tank"),
    "academic": pgettext_lazy("kind of a source", "academic"),
    "encyclopedia": pgettext_lazy("kind of a source", "encyclopedia"),
    "ngo": pgettext_lazy("kind of a source", "NGO"),
    "blog": pgettext_lazy("kind of a source", "blog"),
    "dataset": pgettext_lazy("kind of a source", "dataset"),
}
SPEAKER_KINDS: Words = {
    "person": pgettext_lazy("kind of a speaker", "person"),
    "organization": pgettext_lazy("kind of a speaker", "organization"),
    "collective": pgettext_lazy("kind of a speaker", "collective"),
    "unnamed": pgettext_lazy("kind of a speaker", "unnamed"),
    "outlet": pgettext_lazy("kind of a speaker", "outlet"),
}
SPEAKER_BASES: Words = {
    "stated": pgettext_lazy("how it is known who spoke", "stated"),
    "inferred": pgettext_lazy("how it is known who spoke", "inferred"),
    "ambiguous": pgettext_lazy("how it is known who spoke", "ambiguous"),
}
QUOTATIONS: Words = {
    "direct": pgettext_lazy("how an article renders words", "direct"),
    "mixed": pgettext_lazy("how an article renders words", "mixed"),
    "indirect": pgettext_lazy("how an article renders words", "indirect"),
    "reported": pgettext_lazy("how an article renders words", "reported"),
    "narrative": pgettext_lazy("how an article renders words", "narrative"),
}
STANCES: Words = {
    "supports": pgettext_lazy("what a source does to a claim", "supports"),
    "disputes": pgettext_lazy("what a source does to a claim", "disputes"),
    "context": pgettext_lazy("what a source does to a claim", "context"),
    "insufficient": pgettext_lazy("what a source does to a claim", "insufficient"),
}
ATTESTS: Words = {
    "yes": pgettext_lazy("whether a source can bear witness", "yes"),
    "no": pgettext_lazy("whether a source can bear witness", "no"),
    "cannot tell": pgettext_lazy("whether a source can bear witness", "cannot tell"),
}
TRANSLATED: Words = {
    "yes": pgettext_lazy("whether words are a translation", "yes"),
    "no": pgettext_lazy("whether words are a translation", "no"),
    "unknown": pgettext_lazy("whether words are a translation", "unknown"),
}
COMPARED: Words = {
    "agree": pgettext_lazy("how two figures stand to each other", "agree"),
    "overlap": pgettext_lazy("how two figures stand to each other", "overlap"),
    "conflict": pgettext_lazy("how two figures stand to each other", "conflict"),
    "not comparable": pgettext_lazy("how two figures stand to each other", "not comparable"),
}
NODES: Words = {"Origin not stated": gettext_lazy("Origin not stated")}
"""What a document calls the origin that nobody states."""
STEPS: Words = {
    "own reporting": pgettext_lazy("step of a trail", "own reporting"),
    "quotes": pgettext_lazy("step of a trail", "quotes"),
    "relays": pgettext_lazy("step of a trail", "relays"),
    "republishes": pgettext_lazy("step of a trail", "republishes"),
    "summarizes": pgettext_lazy("step of a trail", "summarizes"),
    "belongs to": pgettext_lazy("step of a trail", "belongs to"),
    "unknown": pgettext_lazy("step of a trail", "unknown"),
    "copy": pgettext_lazy("step of a trail", "copy"),
    "suspected copy": pgettext_lazy("step of a trail", "suspected copy"),
    **STANCES,
}
OUTCOMES: Words = {
    "waiting": pgettext_lazy("what became of a request for reply", "waiting"),
    "answered": pgettext_lazy("what became of a request for reply", "answered"),
    "declined": pgettext_lazy("what became of a request for reply", "declined"),
    "no answer": pgettext_lazy("what became of a request for reply", "no answer"),
    "not asked": pgettext_lazy("what became of a request for reply", "not asked"),
}
LINKS: Words = {
    "repeats": pgettext_lazy("how a claim stands to another", "repeats"),
    "denies": pgettext_lazy("how a claim stands to another", "denies"),
    "contradicts": pgettext_lazy("how a claim stands to another", "contradicts"),
    "supersedes": pgettext_lazy("how a claim stands to another", "supersedes"),
    "presupposes": pgettext_lazy("how a claim stands to another", "presupposes"),
    "same utterance": pgettext_lazy("how a claim stands to another", "same utterance"),
    "part of": pgettext_lazy("how a claim stands to another", "part of"),
    "same event": pgettext_lazy("how a claim stands to another", "same event"),
    "told as fact": pgettext_lazy("how a claim stands to another", "told as fact"),
}
PUBLICATIONS: Words = {
    "first": pgettext_lazy("kind of a document", "first"),
    "correction": pgettext_lazy("kind of a document", "correction"),
    "retraction": pgettext_lazy("kind of a document", "retraction"),
}
CORRECTIONS: Words = {
    "typo": pgettext_lazy("kind of a correction", "typo"),
    "new evidence": pgettext_lazy("kind of a correction", "new evidence"),
    "wrong speaker": pgettext_lazy("kind of a correction", "wrong speaker"),
    "wrong date": pgettext_lazy("kind of a correction", "wrong date"),
    "verdict changed": pgettext_lazy("kind of a correction", "verdict changed"),
    "article changed": pgettext_lazy("kind of a correction", "article changed"),
    "withdrawn": pgettext_lazy("kind of a correction", "withdrawn"),
    "reinstated": pgettext_lazy("kind of a correction", "reinstated"),
}
STATUSES: Words = {
    "unrated": pgettext_lazy("status of a claim", "unrated"),
    "rated": pgettext_lazy("status of a claim", "rated"),
    "retracted": pgettext_lazy("status of a claim", "retracted"),
}
ENDS: Words = {
    "exact": pgettext_lazy("end of a date", "exact"),
    "approximate": pgettext_lazy("end of a date", "approximate"),
    "open": pgettext_lazy("end of a date", "open"),
    "unknown": pgettext_lazy("end of a date", "unknown"),
}
ENTRIES: Words = {
    "claim.published": pgettext_lazy("entry of the log", "claim.published"),
    "claim.corrected": pgettext_lazy("entry of the log", "claim.corrected"),
    "claim.retracted": pgettext_lazy("entry of the log", "claim.retracted"),
    "claim.suppressed": pgettext_lazy("entry of the log", "claim.suppressed"),
    "claim.withheld": pgettext_lazy("entry of the log", "claim.withheld"),
    "claim.restored": pgettext_lazy("entry of the log", "claim.restored"),
    "claim.redacted": pgettext_lazy("entry of the log", "claim.redacted"),
}
REMOVALS: Words = {
    "court order": pgettext_lazy("ground of a removal", "court order"),
    "privacy": pgettext_lazy("ground of a removal", "privacy"),
    "legal": pgettext_lazy("ground of a removal", "legal"),
    "copyright": pgettext_lazy("ground of a removal", "copyright"),
    "safety": pgettext_lazy("ground of a removal", "safety"),
}
SIDES: Words = {"supporting": gettext_lazy("in support"), "disputing": gettext_lazy("in dispute")}
"""The two sides of the evidence within a sentence."""
_BASES: Words = {
    "stated": pgettext_lazy("what a date rests on", "stated"),
    "inferred": pgettext_lazy("what a date rests on", "inferred"),
    "unknown": pgettext_lazy("what a date rests on", "unknown"),
}


def in_words(words: Words, value: str) -> str:
    """A value as readers are told it."""
    return str(words.get(value, value))


def rating(label: str) -> str:
    """A rating as readers see it: in the site's language where it is one of ours, else as the newsroom named it."""
    return str(RATINGS.get(label, label[:1].upper() + label[1:]))


def basis(value: str) -> str:
    """What a date rests on: its first word is of ours, whatever people wrote behind it is theirs."""
    first = next((one for one in _BASES if value.startswith(one) and not value[len(one) :][:1].isalnum()), "")
    return f"{_BASES[first]}{value[len(first) :]}" if first else value
