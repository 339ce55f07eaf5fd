"""Why an attribution has its score: the ranker's properties put together under four heads, in words.

The four weights and the ranker's bias are what its score is made of.
"""

from __future__ import annotations

from collections.abc import Iterable

from claims.extraction.candidates import Candidate
from claims.extraction.features import cue_class, source_kind
from claims.extraction.proposal import Reason
from claims.extraction.ranker import Ranker

_CUES = {
    "speech": "is a word of speaking",
    "mental": "is a word of thinking or feeling",
    "finding": "is a word of finding out",
    "noun": "is a noun for what is said or thought",
    "adjective": "says how sure somebody is",
    "according": "names a source",
    "adverb": "marks what is told by others",
}
_SOURCES = {
    "none": "no source is named",
    "first person": "the source speaks as “I” or “we”",
    "second person": "the source is whoever is addressed",
    "third person": "the source is a pronoun",
    "it": "the source is “it”, which may be nobody",
    "relative": "the source stands before “who” or “which”",
    "PERSON": "the source is a person’s name",
    "ORG": "the source is a body’s name",
    "GPE": "the source is a country or a town",
    "NORP": "the source is a people or a party",
    "people": "the source is an office or a group of people",
    "document": "the source is a document",
    "proper": "the source is a name",
    "pronoun": "the source is a pronoun",
    "common": "the source is an ordinary noun",
}
_OF_CUE = ("class=", "cue=", "tag=", "passive/", "negated", "modal", "infinitive", "question")
_OF_CONTENT = (
    *(
        "opens=",
        "length=",
        "saying",
        "partly quoted",
        "no finite verb",
        "no subject",
        "content ",
        "paragraph ",
    ),
    *("object/", "figure", "before/", "closing/", "beside/"),
)


def grounds(candidate: Candidate, properties: Iterable[str], ranker: Ranker) -> tuple[Reason, ...]:
    """The four grounds, heaviest first; a weight above 0 speaks for the attribution."""
    sums = {"cue": 0.0, "source": 0.0, "content": 0.0, "build": 0.0}
    held = tuple(properties)
    for name in held:
        sums[_head(name)] += ranker.weights.get(name, 0.0)
    words = {
        "cue": _cue(candidate, held),
        "source": _SOURCES[source_kind(candidate)],
        "content": _content(held),
        "build": "how the sentence is built",
    }
    found = [Reason(words[head], round(weight, 2)) for head, weight in sums.items()]
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight)))


def _head(name: str) -> str:
    if name.startswith("source="):
        return "source"
    if name.startswith(_OF_CUE):
        return "cue"
    return "content" if name.startswith(_OF_CONTENT) else "build"


def _cue(candidate: Candidate, held: Iterable[str]) -> str:
    if candidate.cue is None:
        return "no reporting word stands with it"
    said = _CUES.get(cue_class(candidate.cue)[1], "is seldom a reporting word")
    marks = [mark for mark in ("negated", "question", "modal", "infinitive") if mark in held]
    return f"“{candidate.cue.text}” {said}" + (f" ({', '.join(marks)})" if marks else "")


def _content(held: Iterable[str]) -> str:
    properties = set(held)
    if "saying" in properties:
        return "what is attributed is a quotation"
    clause = next((name[6:] for name in properties if name.startswith("opens=") and name != "opens=*"), "")
    parts = [f"a clause with “{clause}”" if clause else "words without “that”"]
    parts += [
        words
        for name, words in (("partly quoted", "partly quoted"), ("no subject", "no subject in it"))
        if name in properties
    ]
    return "what is attributed is " + ", ".join(parts)
