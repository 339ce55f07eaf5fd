"""“Has this been checked before?”: the published claims that a sentence or a paragraph is about, or none.

Every sentence is asked about by itself. Words choose the candidates (`ranking`); where the model of meaning is
installed and the documents were read by it, meaning helps to choose among them. What is not sure enough is left out.
Reads what was published only.

Somebody waits for the answer, so a sentence is read once, as the claims were: half the time of `Model.questions`, and
on the project's own set as sure of what is known and what is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.matching import certainty, embeddings, wording
from claims.matching.wording import Word
from claims.models import PublishedClaim, PublishedMeaning
from claims.reads import ranking
from claims.reads.published import LOOKED_THROUGH, Published, published_of
from claims.reads.ranking import Ranked, Tables
from claims.reads.rows import rows

PUBLISHED = Tables(
    "public.claims_publishedposting", "public.claims_commonword", "public.claims_publishedword"
)
CANDIDATES = 200
"""As many claims of those that hold the words are looked at for what they mean."""
MOST_SENTENCES = 20
_MEANINGS = (
    "SELECT claim, vector FROM claims_publishedmeaning WHERE model = %s::text AND claim = ANY (%s::bigint[])"
)
_DOCUMENTS = """
SELECT p.claim_id, p.public_id, p.number, c.number, p.kind, c.at, encode(p.commitment, 'hex'), p.document
FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
WHERE p.claim_id = ANY (%s::bigint[]) AND p.document IS NOT NULL
"""
MARKS = ".,;:!?“”\"'()[]…"
FEWEST_WORDS = 3
"""Fewer words say nothing that could have been checked: who holds the one word of a question says not the same."""
WORTH_READING = 0.12
"""A sentence of whose words no claim holds a larger share is not read for its meaning."""


@dataclass(frozen=True, slots=True)
class Match:
    """A published claim that a part of a text is about.

    `start` and `end` are the part, in code points; `words` are the text's words that stand in the claim; `sureness`,
    `share` of the words and `nearness` in meaning are from 0 to 1, the last None where it is not known.
    """

    published: Published
    sureness: float
    share: float
    nearness: float | None
    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, surest first, in how many sentences it was looked for, and whether meaning was asked."""

    matches: tuple[Match, ...]
    sentences: int
    by_meaning: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    start: int
    end: int
    text: str
    words: list[Word]
    ranked: list[Ranked]


@dataclass(frozen=True, slots=True)
class _Sure:
    sureness: float
    share: float
    nearness: float | None
    asked: _Asked


def claims_like(text: str, *, most: int, sure: float = certainty.ENOUGH) -> Found:
    """The claims that the text is about, those that are at least so `sure`, each once."""
    asked = [_ask(text, start, end) for start, end in wording.sentences(text)[:MOST_SENTENCES]]
    near = _nearness(asked)
    best: dict[int, _Sure] = {}
    for sentence in asked:
        for one in sentence.ranked:
            nearness, share = near.get((sentence.start, one.claim)), min(one.share, 1.0)
            found = _Sure(certainty.sureness(share, nearness), share, nearness, sentence)
            if found.sureness >= sure and (
                one.claim not in best or found.sureness > best[one.claim].sureness
            ):
                best[one.claim] = found
    chosen = sorted(best, key=lambda number: (-best[number].sureness, number))[:most]
    documents = _documents(chosen)
    shown = {claim: best[claim] for claim in chosen if claim in documents}
    places = _places(shown)
    matches = tuple(_match(documents[claim], sure, places[claim]) for claim, sure in shown.items())
    return Found(matches, len(asked), bool(near))


def _match(document: Published, sure: _Sure, places: Sequence[int]) -> Match:
    sentence = sure.asked
    told = dict.fromkeys(sentence.words[place].text.strip(MARKS) for place in places)
    words = tuple(word for word in told if word)
    return Match(document, sure.sureness, sure.share, sure.nearness, sentence.start, sentence.end, words)


def _ask(text: str, start: int, end: int) -> _Asked:
    words = wording.words(text[start:end])
    enough = len({word.text.casefold() for word in words}) >= FEWEST_WORDS
    found = ranking.ranked(words, PUBLISHED, most=CANDIDATES) if enough else []
    return _Asked(start, end, text[start:end], words, found)


def _places(shown: Mapping[int, _Sure]) -> Mapping[int, Sequence[int]]:
    """The positions of the words that each claim holds of its sentence. One query for each sentence."""
    found: dict[int, Sequence[int]] = dict.fromkeys(shown, ())
    sentences = {sure.asked.start: sure.asked for sure in shown.values()}
    for start, sentence in sentences.items():
        claims = [claim for claim, sure in shown.items() if sure.asked.start == start]
        found |= ranking.held(sentence.words, PUBLISHED, claims)
    return found


def _nearness(asked: Sequence[_Asked]) -> Mapping[tuple[int, int], float]:
    """The cosine of each sentence and each of its candidates, as far as meaning is known."""
    worth = [one for one in asked if one.ranked and one.ranked[0].share >= WORTH_READING]
    model = embeddings.model() if worth and embeddings.is_here() else None
    if model is None:
        return {}
    vectors = meanings({found.claim for one in worth for found in one.ranked}, model=model.name)
    if not vectors:
        return {}
    read = model.claims([wording.plain(one.text) for one in worth])
    near: dict[tuple[int, int], float] = {}
    for one, row in zip(worth, read, strict=True):
        known = [found.claim for found in one.ranked if found.claim in vectors]
        cosines = np.stack([vectors[claim] for claim in known]).astype(np.float32) @ row if known else []
        near |= {(one.start, claim): float(cosine) for claim, cosine in zip(known, cosines, strict=True)}
    return near


def meanings(claims: set[int], *, model: str) -> Mapping[int, NDArray[np.float16]]:
    """The vectors of these claims that this model made."""
    return {
        claim: np.frombuffer(vector, dtype="<f2") for claim, vector in rows(_MEANINGS, [model, list(claims)])
    }


def _documents(claims: Sequence[int]) -> Mapping[int, Published]:
    """The newest documents of these claims that can be read. One query, none for none."""
    return {claim: Published(*row) for claim, *row in rows(_DOCUMENTS, [list(claims)])} if claims else {}


def unread(*, model: str, most: int) -> Iterator[tuple[int, int, str]]:
    """Published claims whose meaning this model has not read yet: claim, publication, and what is read of it."""
    known = PublishedMeaning.objects.filter(model=model).values("claim")
    found = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .filter(publication__document__isnull=False)
        .exclude(publication__claim__in=known)
        .order_by("public_id")[:most]
    )
    for row in found:
        document = published_of(row).value()
        told = f"{document['speaker'].get('name') or ''}: {document['statement']}"
        yield row.publication.claim_id, row.publication_id, told
