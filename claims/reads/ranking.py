"""Which texts hold the words that are asked about, by BM25, in one query of the database.

The same question is put to three collections: published claims, the claims at the desk, and collections of other
people (`claims.ingest.collection`). Each has a table of postings (`term`, `claim`, `weight`) and one of how many
texts hold the terms that many hold, counted now and then (`term`, `held`).

The rarest words lead: all their texts are looked at, up to so many postings; the best `CANDIDATES` of these are then
told how much the common words add. Words that no text holds are taken for slips of others only where nothing much is
found without that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims.matching import bm25
from claims.matching.wording import Word
from claims.reads.rows import rows

CANDIDATES = 300
LOOKED_AT = 6_000
COUNTED = 2_000
"""Terms that fewer texts hold are counted when they are asked for."""
GUESSED = 0.4
"""What a word counts that is taken for a mistyped one, beside one that is there."""
ALIKE = 0.45
"""So much of the trigrams are the same at least."""
LITTLE = 0.3
"""Where no text has a larger share of the words, words may have been mistyped."""
TYPED = 5
"""Letters of a word that can be a slip of another."""
SLIPS = 8
"""As many words of one question are tried as slips, each against all words that there are: what holds more strange
words is in another language, or nonsense."""

_QUERY = """
WITH asked AS MATERIALIZED (
  SELECT w.place, w.weight, t.lexeme AS term
  FROM unnest(%(words)s::text[], %(weights)s::real[]) WITH ORDINALITY AS w(text, weight, place)
  CROSS JOIN LATERAL unnest(public.claims_terms(w.text)) AS t
), terms AS MATERIALIZED (
  SELECT a.term, max(a.weight) AS weight FROM asked a GROUP BY a.term UNION ALL SELECT '', 0
), counted AS MATERIALIZED (
  SELECT t.term, t.weight, greatest(f.held, x.held) AS held
  FROM terms t LEFT JOIN {frequencies} f ON f.term = t.term CROSS JOIN LATERAL (
    SELECT count(*) AS held FROM (
      SELECT 1 FROM {postings} p WHERE p.term = t.term AND coalesce(f.held, 0) < %(counted)s::bigint
      LIMIT %(counted)s::bigint
    ) few
  ) x
{meant}), looked AS MATERIALIZED (
  SELECT u.term, max(u.typed) AS typed, max(u.weight) AS weight, max(u.held) AS held FROM (
    SELECT c.term, c.term AS typed, c.weight, c.held FROM counted c WHERE c.held > 0 AND c.term <> ''
    {guesses}
  ) u GROUP BY u.term HAVING max(u.held) > 0
), size AS (SELECT c.held AS texts FROM counted c WHERE c.term = ''),
worth AS MATERIALIZED (
  SELECT l.term, l.typed, l.held,
    l.weight * ln(1 + (greatest(s.texts, l.held) - l.held + 0.5) / (l.held + 0.5)) AS worth,
    sum(l.held) OVER (ORDER BY l.held, l.term) AS upto, row_number() OVER (ORDER BY l.held, l.term) AS n
  FROM looked l CROSS JOIN size s
), rare AS (
  SELECT p.claim, sum(p.weight * w.worth) AS score FROM worth w CROSS JOIN LATERAL (
    SELECT q.claim, q.weight FROM {postings} q WHERE q.term = w.term OFFSET 0
  ) p
  WHERE w.upto <= %(looked_at)s::bigint OR w.n = 1 GROUP BY p.claim
), candidates AS MATERIALIZED (
  SELECT l.claim, l.score FROM rare l WHERE l.claim <> ALL (%(but)s::bigint[]) ORDER BY l.score DESC, l.claim
  LIMIT %(candidates)s::bigint
), scored AS (
  SELECT c.claim, c.score + coalesce((
    SELECT sum(p.weight * w.worth) FROM worth w CROSS JOIN LATERAL (
      SELECT q.weight FROM {postings} q WHERE q.term = w.term AND q.claim = c.claim OFFSET 0
    ) p WHERE w.upto > %(looked_at)s::bigint AND w.n > 1), 0) AS score
  FROM candidates c
), best AS MATERIALIZED (SELECT s.claim, s.score FROM scored s ORDER BY s.score DESC, s.claim LIMIT %(most)s::bigint),
whole AS (
  SELECT sum(coalesce(w.worth, c.weight * ln(1 + s.texts + 0.5)))
    * {scale} * ({k1} + 1) / (1 + {k1} * (1 - {b} + {b} * count(*) / {average})) AS score
  FROM size s CROSS JOIN counted c LEFT JOIN worth w ON w.typed = c.term AND w.held > 0 WHERE c.term <> ''
)
SELECT b.claim, b.score / {scale}, b.score / nullif(w.score, 0), {places},
  EXISTS (SELECT 1 FROM counted u WHERE {strange})
FROM best b CROSS JOIN whole w ORDER BY b.score DESC, b.claim
"""

_STRANGE = (
    "u.held = 0 AND u.term <> '' AND u.weight > %(named)s::float8 AND length(u.term) >= %(typed)s::integer "
    "AND u.term !~ '[0-9]'"
)
_MEANT = """), meant AS (
  SELECT c.term AS typed, n.word AS term, c.weight * %(guessed)s::float8 * n.likeness AS weight
  FROM (
    SELECT * FROM counted u WHERE {strange} ORDER BY u.term LIMIT %(slips)s::bigint
  ) c CROSS JOIN LATERAL (
    SELECT v.word, similarity(v.word, c.term) AS likeness FROM {vocabulary} v
    WHERE v.word %% c.term AND abs(length(v.word) - length(c.term)) <= 2 AND v.word !~ '[0-9]'
    GROUP BY v.word ORDER BY likeness DESC, v.word LIMIT 2
  ) n
  WHERE n.likeness >= %(alike)s::float8
"""
_GUESSES = """UNION ALL
    SELECT m.term, m.typed, m.weight, (SELECT count(*) FROM (
      SELECT 1 FROM {postings} p WHERE p.term = m.term LIMIT %(counted)s::bigint) few) FROM meant m"""

_PLACES = """ARRAY(
  SELECT DISTINCT a.place FROM worth t JOIN asked a ON a.term = t.typed
  WHERE EXISTS (SELECT 1 FROM {postings} q WHERE q.term = t.term AND q.claim = b.claim) ORDER BY a.place)"""


_HELD = """
SELECT p.claim, array_agg(DISTINCT w.place ORDER BY w.place)
FROM unnest(%(words)s::text[]) WITH ORDINALITY AS w(text, place)
CROSS JOIN LATERAL unnest(public.claims_terms(w.text)) AS t
JOIN {postings} p ON p.term = t.lexeme AND p.claim = ANY (%(claims)s::bigint[])
GROUP BY p.claim
"""


@dataclass(frozen=True, slots=True)
class Tables:
    """Where a collection stands, and by which connection it is reached."""

    postings: str
    frequencies: str
    vocabulary: str
    using: str = "default"
    looked_at: int = LOOKED_AT


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text that holds some of the words.

    `score` is the sum of BM25, `share` how much that is of what a text would have that holds all of these words once,
    and no others: 1, or a little more where it repeats them. `places` are the positions of the words that it holds.
    """

    claim: int
    score: float
    share: float
    places: tuple[int, ...] = ()


def ranked(
    words: Sequence[Word], tables: Tables, *, most: int, but: Sequence[int] = (), told: bool = False
) -> list[Ranked]:
    """The texts that hold the words best, without those of the numbers `but`; `told` says which words. One query,
    or two.
    """
    if not words:
        return []
    found, strange = _ranked(words, tables, most, but, told=told, guessing=False)
    if strange and (not found or found[0].share < LITTLE):
        found, _ = _ranked(words, tables, most, but, told=told, guessing=True)
    return found


def held(words: Sequence[Word], tables: Tables, claims: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The positions of the words that each of these claims holds. One query."""
    values: dict[str, Any] = {"words": [word.text for word in words], "claims": list(claims)}
    found = rows(_HELD.format(postings=tables.postings), values, using=tables.using)
    return {claim: tuple(place - 1 for place in places) for claim, places in found}


def _ranked(
    words: Sequence[Word], tables: Tables, most: int, but: Sequence[int], *, told: bool, guessing: bool
) -> tuple[list[Ranked], bool]:
    """What is found, and whether some of the words may be slips of others."""
    values: dict[str, Any] = {
        "words": [word.text for word in words],
        "weights": [word.weight for word in words],
        "but": list(but),
        "most": most,
        "looked_at": tables.looked_at,
        **_BOUNDS,
    }
    found = rows(_statement(tables, told=told, guessing=guessing), values, using=tables.using)
    ranked = [
        Ranked(claim, float(score), float(share or 0), tuple(place - 1 for place in places))
        for claim, score, share, places, _ in found
    ]
    return ranked, not found or found[0][-1]


_BOUNDS = {
    "candidates": CANDIDATES,
    "counted": COUNTED,
    "guessed": GUESSED,
    "alike": ALIKE,
    "typed": TYPED,
    "slips": SLIPS,
    "named": 0.5,
}


def _statement(tables: Tables, *, told: bool, guessing: bool) -> str:
    names = {"postings": tables.postings, "frequencies": tables.frequencies, "vocabulary": tables.vocabulary}
    places = _PLACES.format(**names) if told else "'{}'::bigint[]"
    meant = _MEANT.format(**names, strange=_STRANGE) if guessing else ""
    guesses = _GUESSES.format(**names) if guessing else ""
    return _QUERY.format(
        **names,
        meant=meant,
        guesses=guesses,
        places=places,
        strange=_STRANGE,
        scale=bm25.SCALE,
        k1=bm25.K1,
        b=bm25.B,
        average=bm25.AVERAGE,
    )
