"""What stands around reporting words and takes from their certainty: adverbs, governing verbs, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.extraction.attributions import Attribution
from claims.extraction.candidate import Candidate, cue_group
from claims.extraction.extents import places
from claims.extraction.parsing import Token
from claims.extraction.proposal import Spans

_NOBODY = re.compile(r"(?i)(?:no|none|nobody|neither|hardly\s+any\w*|not)\b")
_DOUBTS = re.compile(
    r"(?i)\b(?:not\strue|untrue|false|unclear|uncertain|unknown|not\s(?:clear|known|certain)|possible|possibly|perhaps|maybe|rumou?rs?"
    r"|no\sevidence|doubts?|doubtful|wrong|mistaken|lied|lies|lying|if|whether|unless|ruled\sout|denied|denies|myth|suppose)\b"
)
DEEPEST = 3
"""Governing verbs that are looked at above a reporting word."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The reporting words with their adverbs and governing verbs, and words before them that put all of it in doubt."""

    cue: str
    places: Spans
    doubts: tuple[str, ...]


def says_nobody(candidate: Candidate) -> bool:
    """Whether the source is that nobody said it (“no one said that …”): nothing is attributed then."""
    words = " ".join(token.text for token in candidate.source)
    return bool(_NOBODY.match(words)) and candidate.source[0].lower_ != "not"


def of(one: Attribution) -> Frame:
    """The frame of an attribution; without a cue there is none."""
    candidate = one.candidate
    cue = candidate.cue
    if cue is None or not one.cue:
        return Frame("", (), ())
    tokens = sorted({*candidate.cue_tokens, *_around(cue, candidate)}, key=lambda token: token.i)
    words = " ".join(token.text for token in tokens)
    return Frame(words, places(candidate, tokens), tuple(_doubts(one, candidate, cue)))


def _around(cue: Token, candidate: Candidate) -> Iterator[Token]:
    """The cue's adverbs, and the verbs that govern it with theirs."""
    token = cue
    for _ in range(DEEPEST):
        yield from (
            child
            for child in token.children
            if child.dep_ == "advmod" and abs(child.i - token.i) < 6 and child.tag_.startswith("RB")
        )
        yield from (before for before in token.doc[max(0, token.i - 2) : token.i] if before.lower_ == "nor")
        is_object = token.dep_ in ("dobj", "pobj") and token.pos_ == "NOUN"
        if token.dep_ not in ("xcomp", "pcomp", "prep") and not is_object:
            return
        token = token.head
        if candidate.masked.saying(token) is None:
            yield from (part for part in cue_group(token) if candidate.masked.saying(part) is None)


def _doubts(one: Attribution, candidate: Candidate, cue: Token) -> Iterator[str]:
    """Words before the saying, or the question that it is part of, that leave open whether it was said."""
    paragraph = candidate.masked.paragraph
    first = min(token.i for token in (*candidate.source, *candidate.cue_tokens))
    if one.content[0][0] > one.cue[0][0]:
        for token in cue.doc[candidate.sentence.start : first]:
            if candidate.masked.saying(token) is None and _DOUBTS.fullmatch(token.text):
                yield token.text
        before = cue.doc[candidate.sentence.start : first].text
        yield from (found[0] for found in _DOUBTS.finditer(before) if " " in found[0])
    start, end = one.content[-1]
    if paragraph.text[start - paragraph.start : end - paragraph.start].rstrip("\"”’'").endswith("?"):
        yield paragraph.text[start - paragraph.start : end - paragraph.start].rstrip("\"”’'")[-1:]
    elif candidate.sentence.text.rstrip().endswith("?"):
        yield cue.text
