"""Where an attributed content begins and ends: whole quotations, whole clauses, and nothing of the cue.

Most of what is wrong in the output of attribution systems is a wrong extent, so these rules come before any choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.extraction.candidates import Candidate
from claims.extraction.parsing import Token
from claims.extraction.proposal import Spans


def content(candidate: Candidate) -> Spans:
    """The stretches of the whole text that a candidate attributes."""
    tokens = _tokens(candidate)
    return _snapped(candidate, _spans(candidate, tokens))


def source(candidate: Candidate) -> Spans:
    """The stretches that name the source, with the bracket that closes behind it (“Senator Roth (R-Ohio)”)."""
    return tuple(_closed(candidate, span) for span in places(candidate, candidate.source))


def _closed(candidate: Candidate, span: tuple[int, int]) -> tuple[int, int]:
    paragraph = candidate.masked.paragraph
    words = paragraph.text[span[0] - paragraph.start : span[1] - paragraph.start]
    behind = paragraph.text[span[1] - paragraph.start : span[1] - paragraph.start + 1]
    return (span[0], span[1] + 1) if behind == ")" and words.count("(") > words.count(")") else span


def places(candidate: Candidate, tokens: Iterable[Token]) -> Spans:
    """Tokens as stretches of the whole text."""
    return _merged(candidate.masked.span(token) for token in tokens)


def _tokens(candidate: Candidate) -> list[Token]:
    """The content's words by grammar, without those of the cue and the source."""
    taken = {t.i for t in candidate.source} | {t.i for t in candidate.cue_tokens}
    tokens = _trimmed([t for t in candidate.content if t.i not in taken])
    before = tokens[0].doc[tokens[0].i - 1] if tokens and tokens[0].i else None
    if subject := _lost_subject(candidate, tokens):
        return _trimmed([*subject, *tokens])
    is_bound = (
        before is not None and before.lower_ == "up" and tokens[0].lower_ == "to" and before.i not in taken
    )
    return [before, *tokens] if is_bound and before is not None else tokens


def _lost_subject(candidate: Candidate, tokens: list[Token]) -> list[Token]:
    """Words between the cue and a clause that has no subject: its own, which the parser gave to the cue.

    “said at least nine had drowned”: a figure would be lost with its subject, and the hedge with it.
    """
    cue = candidate.cue
    if cue is None or candidate.relation != "ccomp" or not tokens or cue.i >= tokens[0].i:
        return []
    between = list(cue.doc[max(cue.i, *(t.i for t in candidate.cue_tokens)) + 1 : tokens[0].i])
    has_subject = any(t.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for t in tokens)
    is_own = between and not any(t.is_punct or t in candidate.source or t.dep_ == "dative" for t in between)
    has_noun = any(t.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and t.ent_type_ != "DATE" for t in between)
    is_told = any(t.dep_ == "dobj" and t.head == cue for t in between)
    return between if is_own and has_noun and not has_subject and not is_told and len(between) <= 14 else []


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without punctuation and connecting words at its edges."""
    while tokens and (
        tokens[0].is_punct or tokens[0].is_space or (tokens[0].dep_ == "cc" and len(tokens) > 1)
    ):
        tokens = tokens[1:]
    while tokens and (
        (tokens[-1].is_punct and tokens[-1].text not in (")", "]", "%"))
        or tokens[-1].is_space
        or tokens[-1].dep_ == "cc"
    ):
        tokens = tokens[:-1]
    return tokens


def _spans(candidate: Candidate, tokens: Sequence[Token]) -> Spans:
    return _merged(candidate.masked.span(token) for token in tokens)


def _merged(spans: Iterable[tuple[int, int]], *, gap: int = 3) -> Spans:
    """Stretches in order; those with at most `gap` characters between them are one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1] + gap:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _snapped(candidate: Candidate, spans: Spans) -> Spans:
    """Quotations that are covered by half or more are covered whole; of others nothing is cut."""
    taken = [candidate.masked.span(t) for t in (*candidate.source, *candidate.cue_tokens)]
    more = []
    for quote in candidate.masked.paragraph.quotes:
        covered = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in spans)
        if 2 * covered >= quote.end - quote.start and not any(
            quote.start < e and s < quote.end for s, e in taken
        ):
            more.append((quote.start, quote.end))
    return _merged((*spans, *more)) if more else spans


def joined(first: Spans, second: Spans) -> Spans:
    """Two contents as one."""
    return _merged((*first, *second))
