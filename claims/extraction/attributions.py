"""The attributions of a whole text: candidates chosen, and sayings joined to what they go on from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.extraction import extents, lexicon
from claims.extraction.candidates import Candidate, candidates
from claims.extraction.features import features
from claims.extraction.masking import Masked, masked
from claims.extraction.parsing import Doc, parsed
from claims.extraction.proposal import Spans
from claims.extraction.quotes import Quote, paragraphs
from claims.extraction.ranker import Ranker

THRESHOLD = 0.45
_RUNS = re.compile(r"[^\w\s]{12,}")
"""Rulers and the like, which the tokenizer takes apart in time by the square of their length."""
_STRANGER = re.compile(
    r"\b(?!(?:He|She|They|It|I|We|But|And|Then|So|The|A|An|This|That|In|On|At|Still|Now|Yet|His|Her|Their)\b)[A-Z]\w*|\w:"
)
"""A name, or a label with its colon, between a saying and what was said before: somebody else may speak."""
_POINTERS = frozenset("that this it so what them him her these those".split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A chosen attribution, as places in the whole text. `carried` when its source is named in an earlier paragraph."""

    source: Spans
    cue: Spans
    content: Spans
    score: float
    candidate: Candidate
    properties: tuple[str, ...]
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: paragraphs with their grammar."""

    text: str
    paragraphs: tuple[tuple[Masked, Doc], ...]


def read(text: str) -> Read:
    """The text's paragraphs, parsed."""
    pieces = [masked(paragraph) for paragraph in paragraphs(text)]
    plain = (_RUNS.sub(lambda run: " " * len(run[0]), piece.text) for piece in pieces)
    return Read(text, tuple(zip(pieces, parsed(plain), strict=True)))


def attributions(text: Read, ranker: Ranker, *, threshold: float = THRESHOLD) -> list[Attribution]:
    """What the text attributes, in order of its content."""
    found: list[Attribution] = []
    for piece, doc in text.paragraphs:
        here = list(_chosen(candidates(piece, doc), ranker, threshold))
        here = _one_per_cue(here)
        found = _going_on(text.text, piece, doc, found, _uncrossed(text.text, here))
    return sorted(found, key=lambda one: (one.content[0], one.content[-1][1]))


def _chosen(possible: Iterable[Candidate], ranker: Ranker, threshold: float) -> Iterator[Attribution]:
    for one in possible:
        properties = tuple(features(one))
        score = ranker.score(properties)
        content = extents.content(one)
        if score >= threshold and content and not _only_points(one, content):
            yield Attribution(
                extents.source(one),
                extents.places(one, one.cue_tokens),
                content,
                score,
                one,
                properties,
            )


def _only_points(one: Candidate, content: Spans) -> bool:
    """Whether the content is but a word that points elsewhere (“rejected that”)."""
    paragraph = one.masked.paragraph
    words = [
        word.lower()
        for start, end in content
        for word in _WORD.findall(paragraph.text[start - paragraph.start : end - paragraph.start])
    ]
    return len(words) == 1 and words[0] in _POINTERS


def _one_per_cue(found: Sequence[Attribution]) -> list[Attribution]:
    """Contents of the same cue put together: “he said that …, and that …”."""
    best: dict[tuple[int, int], Attribution] = {}
    for one in found:
        key = one.cue[0]
        other = best.get(key)
        if other is None:
            best[key] = one
        else:
            strong, weak = (one, other) if one.score > other.score else (other, one)
            joined = (
                strong.content
                if weak.candidate.kind != strong.candidate.kind
                else extents.joined(strong.content, weak.content)
            )
            best[key] = replace(strong, content=joined)
    return list(best.values())


def _uncrossed(text: str, here: list[Attribution]) -> list[Attribution]:
    """“Cole said, Dunn told police, that …”: Dunn, between commas, tells what Cole said, and not otherwise."""
    found = list(here)
    for outer in here:
        aside = next((inner for inner in here if inner is not outer and _is_aside(text, outer, inner)), None)
        if aside is None:
            continue
        told = (outer.source[0][0], outer.cue[-1][1])
        found[found.index(outer)] = replace(outer, content=aside.content)
        found[found.index(aside)] = replace(aside, content=extents.joined((told,), aside.content))
    return found


def _is_aside(text: str, outer: Attribution, inner: Attribution) -> bool:
    """Whether who tells stands between commas, between the cue of another saying and its words."""
    if not (outer.source and outer.cue and inner.source and inner.cue):
        return False
    begins, said = outer.content[0][0], inner.content[0][0]
    return (
        outer.source[0][0] < outer.cue[0][0] < begins == inner.source[0][0] < inner.cue[0][0] < said
        and text[outer.cue[-1][1] : begins].strip() == ","
        and text[inner.cue[-1][1] : said].rstrip().endswith(",")
    )


def _going_on(
    text: str, piece: Masked, doc: Doc, before: list[Attribution], here: list[Attribution]
) -> list[Attribution]:
    """Everything so far, with the sayings of this paragraph that no cue governs given to whom they go on from."""
    everything = before + here
    covered = [span for one in here for span in one.content]
    for quote, alone in _sayings(piece, doc):
        if any(start <= quote.start and quote.end <= end for start, end in covered):
            continue
        last = _said_before(everything, quote)
        if last is None or not _follows(text, everything[last], quote, piece, alone=alone):
            continue
        everything[last : last + 1] = _with(text, everything[last], quote)
    return everything


def _sayings(piece: Masked, doc: Doc) -> Iterator[tuple[Quote, bool]]:
    """Each saying, and whether its sentence holds nothing else."""
    for sentence in doc.sents:
        quotes = list(dict.fromkeys(q for t in sentence if (q := piece.saying(t)) is not None))
        others = [t for t in sentence if piece.saying(t) is None and not t.is_punct and not t.is_space]
        for quote in quotes:
            yield quote, not others


def _said_before(found: Sequence[Attribution], quote: Quote) -> int | None:
    """The attribution whose words stand last before the quotation."""
    ends = [(max(one.content[-1][1], one.cue[-1][1] if one.cue else 0), at) for at, one in enumerate(found)
            if max(one.content[-1][1], one.cue[-1][1] if one.cue else 0) <= quote.start]  # fmt: skip
    return max(ends)[1] if ends else None


def _follows(text: str, one: Attribution, quote: Quote, piece: Masked, *, alone: bool) -> bool:
    """Whether a quotation goes on from an attribution: nothing else is said between them."""
    end = max(
        one.content[-1][1],
        one.cue[-1][1] if one.cue else 0,
        one.source[-1][1] if one.source and not one.carried else 0,
    )
    between = text[end : quote.start]
    speaks = one.candidate.cue is None or lexicon.verb(one.candidate.cue.text)[1] == "speech"
    if not speaks or between.count("\n\n") > 1 or (between.count("\n") > 2):
        return False
    if (
        one.cue
        and one.content[-1][1] <= one.cue[0][0]
        and not re.search(r"[.?!]\s", between)
        and "\n" not in between
    ):
        return True
    if "\n" not in between:
        is_near = len(_WORD.findall(between)) <= 12 and between.count(". ") <= 1
        return alone and is_near and not _STRANGER.search(between)
    if _WORD.search(text, piece.paragraph.start, quote.start):
        return False
    unclosed = any(not q.closed for q in one.candidate.masked.paragraph.quotes) and not _WORD.search(between)
    return unclosed or (alone and _ends_in_speech(one, text, quote))


def _ends_in_speech(one: Attribution, text: str, quote: Quote) -> bool:
    """Whether the paragraph of an attribution ends with it, and with its speaker's words in quotation marks."""
    paragraph = one.candidate.masked.paragraph
    rest = text[
        max(
            one.content[-1][1], one.cue[-1][1] if one.cue else 0, one.source[-1][1] if one.source else 0
        ) : paragraph.end
    ]
    quoted = any(q.start < one.content[-1][1] and one.content[0][0] < q.end for q in paragraph.quotes)
    return one.carried or (quoted and len(_WORD.findall(rest)) <= 8)


def _with(text: str, one: Attribution, quote: Quote) -> list[Attribution]:
    """The attribution with the quotation as part of it, or the quotation as a saying of its own by the same speaker.

    A short addition is part of the same saying; a longer one is told apart, so that neither hides the other.
    """
    span = (quote.start, quote.end)
    unclosed = any(not q.closed for q in one.candidate.masked.paragraph.quotes)
    same_paragraph = "\n" not in text[one.content[-1][1] : quote.start]
    size = sum(len(_WORD.findall(text[s:e])) for s, e in one.content)
    direct = any(q.start <= one.content[-1][0] + 1 < q.end for q in one.candidate.masked.paragraph.quotes)
    resumed = same_paragraph and not re.search(
        r"[.?!]\s", text[max(one.content[-1][1], one.cue[-1][1] if one.cue else 0) : quote.start]
    )
    if unclosed or (
        same_paragraph and (not direct or resumed or len(_WORD.findall(text[slice(*span)])) <= size)
    ):
        return [replace(one, content=extents.joined(one.content, (span,)))]
    return [one, replace(one, content=(span,), cue=one.cue if same_paragraph else (), carried=True)]
