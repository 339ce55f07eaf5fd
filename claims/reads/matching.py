"""“Has this been checked before?”: the published claims that a sentence or a paragraph is about, or none.

Every sentence is asked about by itself. Words choose the candidates (`ranking`); where the model of meaning is
installed and the documents were read by it, meaning helps to choose among them. What is not sure enough is left out.
Reads what was published only.

Somebody waits for the answer, so a short question is read for its meaning while the database looks for its words, and
it is read once, as the claims were: half the time of `Model.questions`, and on the project's own set as sure of what is
known and what is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.matching import certainty, embeddings, wording
from claims.matching.embeddings import Model, Vectors
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
"""A sentence of whose words no claim holds a larger share is about none of them, however near its meaning: a denial, or
the same of another country, is near, too."""
READ_BESIDE = 300
"""A question of so many characters is read before it is known to be worth it; of a longer one what it is worth is known
first, so that nobody keeps the model busy with nothing."""


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

    @property
    def says_enough(self) -> bool:
        return len({word.text.casefold() for word in self.words}) >= FEWEST_WORDS


@dataclass(frozen=True, slots=True)
class _Sure:
    sureness: float
    share: float
    nearness: float | None
    asked: _Asked


def claims_like(text: str, *, most: int, sure: float = certainty.ENOUGH) -> Found:
    """The claims that the text is about, those that are at least so `sure`, each once."""
    asked = [_ask(text, start, end) for start, end in wording.sentences(text)[:MOST_SENTENCES]]
    worth = [one for one in asked if one.says_enough]
    with _reading(worth if len(text) <= READ_BESIDE else []) as read:
        ranked = [ranking.ranked(one.words, PUBLISHED, most=CANDIDATES) for one in worth]
        near = _nearness(worth, ranked, read)
    best: dict[int, _Sure] = {}
    for sentence, candidates, cosines in zip(worth, ranked, near, strict=True):
        for one in candidates:
            nearness, share = cosines.get(one.claim), min(one.share, 1.0)
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
    return Found(matches, len(asked), any(near))


def _match(document: Published, sure: _Sure, places: Sequence[int]) -> Match:
    sentence = sure.asked
    told = dict.fromkeys(sentence.words[place].text.strip(MARKS) for place in places)
    words = tuple(word for word in told if word)
    return Match(document, sure.sureness, sure.share, sure.nearness, sentence.start, sentence.end, words)


def _ask(text: str, start: int, end: int) -> _Asked:
    return _Asked(start, end, text[start:end], wording.words(text[start:end]))


def _places(shown: Mapping[int, _Sure]) -> Mapping[int, Sequence[int]]:
    """The positions of the words that each claim holds of its sentence. One query for each sentence."""
    found: dict[int, Sequence[int]] = dict.fromkeys(shown, ())
    sentences = {sure.asked.start: sure.asked for sure in shown.values()}
    for start, sentence in sentences.items():
        claims = [claim for claim, sure in shown.items() if sure.asked.start == start]
        found |= ranking.held(sentence.words, PUBLISHED, claims)
    return found


@contextmanager
def _reading(sentences: Sequence[_Asked]) -> Iterator[Future[Vectors] | None]:
    """What the sentences mean, read beside whatever is done meanwhile; None without sentences or without the model."""
    model = _model() if sentences else None
    if model is None:
        yield None
        return
    with ThreadPoolExecutor(max_workers=1) as beside:  # the model computes without the lock of Python
        yield beside.submit(model.claims, [wording.plain(one.text) for one in sentences])


def _model() -> Model | None:
    return embeddings.model() if embeddings.is_here() else None


def _nearness(
    sentences: Sequence[_Asked], ranked: Sequence[Sequence[Ranked]], read: Future[Vectors] | None
) -> list[Mapping[int, float]]:
    """Of each sentence the cosines with its candidates: none where it is not worth reading or no meaning is known."""
    near: list[Mapping[int, float]] = [{} for _ in sentences]
    worth = [place for place, found in enumerate(ranked) if found and found[0].share >= WORTH_READING]
    model = _model() if worth else None
    if model is None:
        return near
    vectors = meanings({one.claim for place in worth for one in ranked[place]}, model=model.name)
    if not vectors:
        return near
    texts = [wording.plain(sentences[place].text) for place in worth]
    rows = model.claims(texts) if read is None else read.result()[worth]
    for place, row in zip(worth, rows, strict=True):
        near[place] = _cosines([one.claim for one in ranked[place] if one.claim in vectors], vectors, row)
    return near


def _cosines(
    known: Sequence[int], vectors: Mapping[int, NDArray[np.float16]], row: NDArray[np.float32]
) -> Mapping[int, float]:
    if not known:
        return {}
    near = np.stack([vectors[claim] for claim in known]).astype(np.float32) @ row
    return dict(zip(known, map(float, near), strict=True))


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
