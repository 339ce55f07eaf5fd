"""Sayings in quotation marks that no clause took up: with the nearest verb of saying before or behind them."""

from __future__ import annotations

from collections.abc import Iterator

from claims.extraction import lexicon, sources
from claims.extraction.candidate import Candidate, cue_group
from claims.extraction.clauses import first_of_source
from claims.extraction.masking import Masked
from claims.extraction.parsing import Doc, Span, Token
from claims.extraction.quotes import Quote

LONGEST_TAG = 14
ENDS = frozenset("?!\"”'’")


def of_sayings(masked: Masked, doc: Doc, found: list[Candidate]) -> Iterator[Candidate]:
    """Sayings that no clause took up: with the nearest verb of saying before or behind them."""
    taken = {quote for one in found for t in one.content if (quote := masked.saying(t)) is not None}
    for sentence in doc.sents:
        for quote, place in _sayings(masked, sentence):
            if quote in taken:
                continue
            cue = _nearest(masked, doc, sentence, place)
            if cue is not None:
                source = sources.beside(
                    cue, sources.source_of(cue), cue.sent, first_of_source(masked, cue.sent, cue)
                )
                if not source[0]:
                    source = sources.after(cue, cue.sent)
                yield Candidate(
                    "saying", masked, sentence, cue, cue_group(cue), (doc[place],), *source, "saying"
                )


def _sayings(masked: Masked, sentence: Span) -> Iterator[tuple[Quote, int]]:
    seen = set()
    for token in sentence:
        quote = masked.saying(token)
        if quote is not None and quote not in seen:
            seen.add(quote)
            yield quote, token.i


def _nearest(masked: Masked, doc: Doc, sentence: Span, place: int) -> Token | None:
    """The verb of saying that stands nearest to a saying in its sentence, or in one before that ends with a colon."""
    verbs = [t for t in sentence if _says(masked, t)]
    if verbs:
        return min(verbs, key=lambda t: abs(t.i - place))
    if (
        sentence.end < len(doc)
        and sentence[-1].text in ENDS
        and (behind := _tag(masked, doc[sentence.end].sent))
    ):
        return behind
    before = doc[: sentence.start]
    if len(before) and before[-1].text == ":":
        verbs = [t for t in before[-1].sent if _says(masked, t)]
        return verbs[-1] if verbs else None
    return None


def _tag(masked: Masked, sentence: Span) -> Token | None:
    """The verb of a short sentence that only tells who spoke: “she asked.” behind a question."""
    verbs = [t for t in sentence if _says(masked, t)]
    is_short = len(sentence) <= LONGEST_TAG and not any(masked.saying(t) for t in sentence)
    begins = sentence[0].text[:1].islower() or (verbs and verbs[0].i - sentence.start <= 3)
    return verbs[0] if verbs and is_short and begins else None


def _says(masked: Masked, token: Token) -> bool:
    return (
        masked.saying(token) is None
        and token.pos_ in ("VERB", "AUX", "ADJ", "NOUN")
        and lexicon.verb(token.text)[1] in ("speech", "finding")
        and token.tag_[:2] in ("VB", "JJ")
    )
