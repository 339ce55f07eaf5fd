"""A collection of other people's claims, apart from the claims of this site: laid out, asked, gone with the connection.

It stands in temporary tables of the owner's connection, since the application's role makes no tables. Words are
weighed, ranked and joined with meaning exactly as those of published claims are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connections

from claims.matching import bm25, fusion, wording
from claims.matching.embeddings import Model, Vectors
from claims.reads import ranking
from claims.reads.ranking import Ranked, Tables

USING = "owner"
SPEAKER = 0.7
"""How much the speaker's name counts beside the words of the claim."""
MOST = 200
"""As many of either order are joined."""
AT_ONCE = 64
TABLES = Tables("pg_temp.match_posting", "pg_temp.match_frequency", "pg_temp.match_word", USING, 100_000)

_LAY = """
DROP TABLE IF EXISTS pg_temp.match_doc, pg_temp.match_posting, pg_temp.match_frequency, pg_temp.match_word;
CREATE TEMPORARY TABLE match_doc (claim bigint PRIMARY KEY, text text NOT NULL, speaker text NOT NULL);
CREATE TEMPORARY TABLE match_posting (term text COLLATE "C" NOT NULL, claim bigint NOT NULL, weight smallint NOT NULL);
CREATE TEMPORARY TABLE match_frequency (term text COLLATE "C" PRIMARY KEY, held bigint NOT NULL);
CREATE TEMPORARY TABLE match_word (word text NOT NULL);
"""
_WEIGH = """
INSERT INTO pg_temp.match_posting (term, claim, weight)
SELECT p.term, d.claim, p.weight FROM pg_temp.match_doc d
CROSS JOIN LATERAL public.claims_postings(ARRAY[d.text, d.speaker], ARRAY[1, %(speaker)s]::real[], %(average)s) p
WHERE d.claim BETWEEN %(first)s AND %(last)s
"""
_COUNT = """
CREATE INDEX ON pg_temp.match_posting (term, claim, weight);
INSERT INTO pg_temp.match_frequency SELECT term, count(*) FROM pg_temp.match_posting GROUP BY term;
INSERT INTO pg_temp.match_word SELECT term FROM pg_temp.match_frequency WHERE length(term) BETWEEN 4 AND 100;
CREATE INDEX ON pg_temp.match_word USING gin (word gin_trgm_ops);
ANALYZE pg_temp.match_posting, pg_temp.match_frequency, pg_temp.match_word
"""


@dataclass(frozen=True, slots=True)
class Doc:
    """A claim of the collection."""

    id: str
    text: str
    speaker: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A text that is asked about."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim that fits: its score, its share of the words, and how near it is in meaning, where that is known."""

    id: str
    score: float
    share: float
    nearness: float | None


Progress = Callable[[int, int], Any]
"""Is told how many of how many are done."""


class Collection:
    """The claims of a collection, weighed; with a model also read for what they mean."""

    def __init__(self, docs: Sequence[Doc], *, model: Model | None, told: Progress) -> None:
        self._docs = docs
        self._model = model
        _lay(docs)
        self._vectors = None if model is None else _read(docs, model, told)

    def answer(self, questions: Sequence[Question], *, most: int) -> Iterator[tuple[Question, list[Answer]]]:
        """For each question the claims that fit best, with falling scores."""
        for first in range(0, len(questions), AT_ONCE):
            some = questions[first : first + AT_ONCE]
            for question, near in zip(some, self._nearest(some), strict=True):
                found = ranking.ranked(wording.words(question.text), TABLES, most=MOST)
                yield question, self._ordered(found, near)[:most]

    def _ordered(self, found: Sequence[Ranked], near: Any) -> list[Answer]:
        shares = {one.claim: one.share for one in found}
        if near is None:
            return [Answer(self._docs[one.claim].id, one.score, one.share, None) for one in found]
        places = _best(near)
        best = fusion.joined(shares, _above(near, places, {*places, *shares}))
        return [
            Answer(self._docs[place].id, score, shares.get(place, 0.0), float(near[place]))
            for place, score in best
        ]

    def _nearest(self, questions: Sequence[Question]) -> Iterable[Any]:
        if self._model is None or self._vectors is None or not len(self._vectors):
            return [None] * len(questions)
        texts = [[wording.plain(part) for part in wording.whole_and_parts(one.text)] for one in questions]
        rows = self._model.questions([part for parts in texts for part in parts]) @ self._vectors.T
        return _by_question(rows, [len(parts) for parts in texts])


def _by_question(rows: Any, parts: Sequence[int]) -> Iterator[Any]:
    """The middle between how near the whole is and how near the nearest part is, so that chatter does less harm."""
    first = 0
    for count in parts:
        yield (rows[first] + rows[first : first + count].max(axis=0)) / 2
        first += count


def _above(near: Any, places: Sequence[int], known: Iterable[int]) -> dict[int, float]:
    """How near each known claim is, but none farther than the last of the nearest."""
    bottom = float(near[places[-1]])
    return {place: max(bottom, float(near[place])) for place in known}


def _best(row: Any) -> list[int]:
    few = min(MOST, len(row))
    places = np.argpartition(-row, few - 1)[:few]
    return [int(place) for place in places[np.argsort(-row[places], kind="stable")]]


def _lay(docs: Sequence[Doc]) -> None:
    with connections[USING].cursor() as cursor:
        cursor.execute(_LAY)
        with cursor.copy("COPY pg_temp.match_doc (claim, text, speaker) FROM STDIN") as copy:
            for number, doc in enumerate(docs):
                copy.write_row((number, doc.text.replace("\0", " "), doc.speaker.replace("\0", " ")))
        for first in range(0, len(docs), 5_000):
            bounds = {"first": first, "last": first + 4_999, "speaker": SPEAKER, "average": bm25.AVERAGE}
            cursor.execute(_WEIGH, bounds)
        cursor.execute(_COUNT)


def _read(docs: Sequence[Doc], model: Model, told: Progress) -> Vectors:
    parts: list[Vectors] = []
    for first in range(0, len(docs), AT_ONCE):
        parts.append(model.claims([_told(doc) for doc in docs[first : first + AT_ONCE]]))
        told(sum(len(part) for part in parts), len(docs))
    return np.concatenate(parts) if parts else np.zeros((0, model.dimensions), dtype=np.float32)


def _told(doc: Doc) -> str:
    return wording.plain(f"{doc.speaker}: {doc.text}" if doc.speaker else doc.text)
