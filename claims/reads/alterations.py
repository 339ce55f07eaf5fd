"""What the public is told where an article reads otherwise than it did when a claim was made of it: a projection."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from claims.reads.rows import rows


@dataclass(frozen=True, slots=True)
class Alteration:
    """The words of a public document, what stands in their place, and when that was found.

    `is_gone`: nothing stands in their place. `stands`: the very words are somewhere in the article all the same.
    `mark` is another one for every finding, and for every change of its words, as when a name is blacked out in them.
    """

    is_gone: bool
    was: str
    now: str
    stands: bool
    found_on: datetime
    mark: str


_TOLD = """
SELECT a.public_id, a.outcome = 'gone', a.was, a.now, a.stands, a.found_on,
  a.following_id || '.' || a.xmin  -- which finding, and which writing of it: a digest of words would tell of them later
FROM claims_publishedalteration a WHERE a.{column} = %s::text AND EXISTS (
  SELECT 1 FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
  WHERE c.public_id = a.public_id AND p.document IS NOT NULL)
"""
_OF_A_CLAIM, _OF_AN_ARTICLE = (_TOLD.format(column=one) for one in ("public_id", "article_id"))


def of(public_id: str) -> Alteration | None:
    """What is said of a claim's newest document, if anything is and that document can be read."""
    return _by_claim(_OF_A_CLAIM, public_id).get(public_id)


def of_article(public_id: str) -> dict[str, Alteration]:
    """The same of every claim of an article."""
    return _by_claim(_OF_AN_ARTICLE, public_id)


def mark(told: Mapping[str, Alteration]) -> str:
    """What tells these from what was or will be said instead: part of the tag of a page."""
    return mark_of([one.mark for one in told.values()])


def mark_of(marks: Collection[str]) -> str:
    """The same of those with these marks."""
    return f"-a{hashlib.sha256(' '.join(sorted(marks)).encode()).hexdigest()[:12]}" if marks else ""


def _by_claim(query: str, public_id: str) -> dict[str, Alteration]:
    return {claim: Alteration(*told) for claim, *told in rows(query, [public_id])}
