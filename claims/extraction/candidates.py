"""Everything in a paragraph that might be an attribution: a cue, what it attributes, and to whom.

Far more than is right, on purpose: each clause that depends on a verb, noun or adjective, “according to”, adverbs
such as “reportedly”, passives such as “is believed to”, and sayings in quotation marks. The ranker chooses.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims.extraction import clauses, lexicon, phrases, sayings, sources
from claims.extraction.candidate import VERBAL, Candidate
from claims.extraction.masking import Masked
from claims.extraction.parsing import Doc, Span, Token

__all__ = ["Candidate", "candidates"]

MOST_TOKENS = 250
"""A longer sentence is a list or no prose; it would also take time by the square of its length."""


def candidates(masked: Masked, doc: Doc) -> list[Candidate]:
    """The possible attributions of one paragraph, in order of their cues."""
    found: list[Candidate] = []
    for sentence in doc.sents:
        for token in sentence if len(sentence) <= MOST_TOKENS else ():
            found.extend(_of_token(masked, sentence, token))
    found.extend(sayings.of_sayings(masked, doc, found))
    for one in found:
        one.source, one.head = sources.tidy((one.source, one.head))
    return found


def _of_token(masked: Masked, sentence: Span, token: Token) -> Iterator[Candidate]:
    lower = token.lower_
    if lower == "according":
        yield from phrases.according(masked, sentence, token)
    elif lower in lexicon.ADVERBS:
        yield from phrases.adverb(masked, sentence, token)
    elif token.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN") and masked.saying(token) is None:
        governed = [child for child in token.children if clauses.is_said(masked, token, child)]
        for child in governed:
            yield clauses.clause(masked, sentence, token, child)
        if not governed and token.lower_ in lexicon.STRONG_NOUNS:
            yield from phrases.noun_of(masked, sentence, token)
        if not governed and token.pos_ in VERBAL:
            beside = list(clauses.beside(masked, sentence, token))
            yield from beside or phrases.object_of(masked, sentence, token)
