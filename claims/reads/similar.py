"""“Already checked?”: the claims at the desk whose statements are worded most like some words.

Likeness is Ochiai's coefficient of the telling words: how many both hold, over the geometric mean of how many each
holds; words as PostgreSQL's English dictionary reduces them. It knows nothing of meaning: people decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from claims.domain.text import LIMITS
from claims.domain.vocabulary import State
from claims.models import Claim

MOST = 5
ALIKE = 0.3
"""Less alike than this is not worth a reviewer's glance; tried on the demonstration's claims."""
FEWEST = 2
"""So many telling words at least must be the same."""
LEFT_OUT = (State.REJECTED.value, State.DUPLICATE.value, State.SUPPRESSED.value)

_QUERY = """
WITH asked AS (SELECT tsvector_to_array(to_tsvector('english', %(words)s)) AS words),
wanted AS (
  SELECT words, array_to_string(ARRAY(
    SELECT '''' || replace(replace(w, '\\', '\\\\'), '''', '''''') || '''' FROM unnest(words) w
  ), ' | ')::tsquery AS query FROM asked
)
SELECT c.id, round(b.likeness::numeric, 3)
FROM wanted w, claims_claim c
CROSS JOIN LATERAL (SELECT to_tsvector('english', c.statement) AS vector) v
CROSS JOIN LATERAL (
  SELECT count(*) AS common, count(*) / nullif(sqrt(cardinality(w.words) * length(v.vector)), 0) AS likeness
  FROM (SELECT unnest(w.words) INTERSECT SELECT unnest(tsvector_to_array(v.vector))) same
) b
WHERE to_tsvector('english', c.statement) @@ w.query
  AND c.state <> ALL (%(left_out)s) AND c.id <> ALL (%(but)s)
  AND b.common >= %(fewest)s AND b.likeness >= %(alike)s
ORDER BY 2 DESC, c.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A claim, and how much its wording is like what was asked for: 0 to 1."""

    claim: Claim
    likeness: float


def to(words: str, *, but: Collection[int] = ()) -> list[Similar]:
    """The most similar claims, at most five, without those of the ids `but`; best first."""
    values: dict[str, Any] = {
        "words": words.replace("\0", "")[: LIMITS["statement"]],
        "left_out": list(LEFT_OUT),
        "but": list(but),
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, values | {"fewest": FEWEST, "alike": ALIKE, "most": MOST})
        found = dict(cursor.fetchall())
    claims = Claim.objects.select_related("speaker", "version__article").in_bulk(found)
    return [
        Similar(claims[number], float(likeness)) for number, likeness in found.items() if number in claims
    ]
