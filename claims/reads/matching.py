"""“Has this been checked before?”: the published claims that a sentence or a paragraph is about, or none.

Every sentence is asked about by itself. Words choose the candidates (`ranking`); where the model of meaning is
installed and the documents were read by it, meaning helps to choose among them. What is not sure enough is left out.
Reads what was published only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claims.matching import certainty, embeddings, wording
from claims.matching.wording import Word
from claims.models import PublishedClaim, PublishedMeaning
from claims.reads import ranking
from claims.reads.published import LOOKED_THROUGH, Published, published_of
from claims.reads.ranking import Ranked, Tables

PUBLISHED = Tables(
    "public.claims_publishedposting", "public.claims_commonword", "public.claims_publishedword"
)
CANDIDATES = 200
"""As many claims of those that hold the words are looked at for what they mean."""
MOST_SENTENCES = 20
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


def claims_like(text: str, *, most: int, sure: float = certainty.ENOUGH) -> Found:
    """The claims that the text is about, those that are at least so `sure`, each once."""
    asked = [_ask(text, start, end) for start, end in wording.sentences(text)[:MOST_SENTENCES]]
    near = _nearness(asked)
    best: dict[int, tuple[float, float, float | None, _Asked, Ranked]] = {}
    for sentence in asked:
        for one in sentence.ranked:
            nearness = near.get((sentence.start, one.claim))
            sureness = certainty.sureness(min(one.share, 1.0), nearness)
            if sureness >= sure and (one.claim not in best or sureness > best[one.claim][0]):
                best[one.claim] = (sureness, min(one.share, 1.0), nearness, sentence, one)
    chosen = sorted(best, key=lambda number: (-best[number][0], number))[:most]
    documents = _documents(chosen)
    matches = [
        Match(
            documents[number], best[number][0], best[number][1], best[number][2], *_where(*best[number][3:])
        )
        for number in chosen
        if number in documents
    ]
    return Found(tuple(matches), len(asked), bool(near))


def _ask(text: str, start: int, end: int) -> _Asked:
    words = wording.words(text[start:end])
    return _Asked(
        start, end, text[start:end], words, ranking.ranked(words, PUBLISHED, most=CANDIDATES, told=True)
    )


def _where(asked: _Asked, found: Ranked) -> tuple[int, int, tuple[str, ...]]:
    """The sentence, and which of its words the claim holds."""
    words = dict.fromkeys(asked.words[place].text.strip(".,;:!?“”\"'()[]…") for place in found.places)
    return asked.start, asked.end, tuple(word for word in words if word)


def _nearness(asked: Sequence[_Asked]) -> Mapping[tuple[int, int], float]:
    """The cosine of each sentence and each of its candidates, as far as meaning is known."""
    worth = [one for one in asked if one.ranked and one.ranked[0].share >= WORTH_READING]
    model = embeddings.model() if worth and embeddings.is_here() else None
    if model is None:
        return {}
    vectors = meanings({found.claim for one in worth for found in one.ranked}, model=model.name)
    if not vectors:
        return {}
    rows = model.questions([wording.plain(one.text) for one in worth])
    return {
        (one.start, found.claim): float(row @ vectors[found.claim])
        for one, row in zip(worth, rows, strict=True)
        for found in one.ranked
        if found.claim in vectors
    }


def meanings(claims: set[int], *, model: str) -> Mapping[int, embeddings.Vectors]:
    """The vectors of these claims that this model made."""
    rows = PublishedMeaning.objects.filter(claim__in=claims, model=model).values_list("claim", "vector")
    return {claim: np.frombuffer(bytes(vector), dtype="<f2").astype(np.float32) for claim, vector in rows}


def _documents(claims: Sequence[int]) -> Mapping[int, Published]:
    rows = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .filter(publication__claim__in=claims, publication__document__isnull=False)
    )
    return {row.publication.claim_id: published_of(row) for row in rows}


def unread(*, model: str, most: int) -> Iterator[tuple[int, str]]:
    """Published claims whose meaning this model has not read yet: the claim, and what is read of it."""
    known = PublishedMeaning.objects.filter(model=model).values("claim")
    rows = (
        PublishedClaim.objects.select_related("publication")
        .defer(*LOOKED_THROUGH)
        .filter(publication__document__isnull=False)
        .exclude(publication__claim__in=known)
        .order_by("public_id")[:most]
    )
    for row in rows:
        document = published_of(row).value()
        yield row.publication.claim_id, f"{document['speaker'].get('name') or ''}: {document['statement']}"
