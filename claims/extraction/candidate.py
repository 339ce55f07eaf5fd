"""One possible attribution: a cue, what it attributes, and to whom, as tokens of one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from claims.extraction.masking import Masked
from claims.extraction.parsing import Span, Token

VERBAL = ("VERB", "AUX")


@dataclass(slots=True)
class Candidate:
    """One possible attribution, as tokens of one paragraph. `head` is the head of the source."""

    kind: str
    masked: Masked
    sentence: Span
    cue: Token | None
    cue_tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    source: tuple[Token, ...]
    head: Token | None
    relation: str = ""


def cue_group(cue: Token) -> tuple[Token, ...]:
    """The cue with its auxiliaries, negation and particle."""
    around = (
        c
        for c in cue.children
        if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - cue.i) < 6 and not _is_bound(c)
    )
    return tuple(sorted((cue, *around), key=lambda token: token.i))


def _is_bound(token: Token) -> bool:
    """The “up” of “up to a third” is no particle of the verb before it."""
    behind = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return token.dep_ == "prt" and token.lower_ == "up" and behind == "to"
