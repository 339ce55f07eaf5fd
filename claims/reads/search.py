"""Search among the newest documents of published claims. Nothing here reads live rows.

Two tiers, newest first in each: 0, what holds the words by the rules of full text search (inflections, “phrases”,
-without, or; in English, and word for word for what English passes over); 1, what holds words that somebody may
have meant who mistyped. What may have been meant is looked up among the words of published documents: three tenths
of the trigrams alike (pg_trgm's own threshold), and then few enough changes (`claims.domain.wanted.mistyped`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, F, Q, QuerySet, Value

from claims.domain.vocabulary import Status
from claims.domain.wanted import MISTYPED, Wanted, mistyped, tokens
from claims.models import PublishedClaim
from claims.reads.published import LOOKED_THROUGH, Published, published_of, said_within

CONFIGS = ("english", "simple")
COUNTED = 200
"""Beyond this many, results are not counted."""
MANY = 1000
"""Fewer documents are sorted to show the newest; where as many hold the words, one is met soon among the newest."""
MEANT = 20
"""As many words are tried for one that was mistyped."""
LONGEST = 40
"""Of a query with more words none is taken for a slip: it is a sentence, which the matcher compares as one."""
KNOWN = 1000
"""As many outlets or topics are offered."""

_KNOWN = """
WITH RECURSIVE walk(value) AS (
  (SELECT {column} FROM claims_publishedclaim WHERE {column} > '' ORDER BY {column} LIMIT 1)
  UNION ALL
  SELECT (SELECT c.{column} FROM claims_publishedclaim c WHERE c.{column} > w.value ORDER BY c.{column} LIMIT 1)
  FROM walk w WHERE w.value IS NOT NULL
)
SELECT '{column}', value FROM walk CROSS JOIN LATERAL (
  SELECT 1 FROM claims_publishedclaim c JOIN claims_publication p ON p.id = c.publication_id
  WHERE c.{column} = value AND p.document IS NOT NULL LIMIT 1
) one
WHERE value IS NOT NULL LIMIT {limit}
"""
"""Jumps from value to value along the index of the column, and looks for one document of each, never through all."""

_LIKE = """
SELECT w.word, x.word FROM unnest(%s::text[]) AS w(word) CROSS JOIN LATERAL (
  SELECT DISTINCT p.word, similarity(p.word, w.word) AS likeness FROM claims_publishedword p
  WHERE p.word %% w.word ORDER BY likeness DESC, p.word LIMIT 200
) x
WHERE numnode(plainto_tsquery('english', w.word)) > 0 ORDER BY w.word, x.likeness DESC, x.word
"""

Place = tuple[int, datetime, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must be besides holding the words; empty ones let everything pass.

    `real`: no demonstrations. `since`: said or published since then.
    """

    speaker: str = ""
    outlet: str = ""
    rating: str = ""
    topic: str = ""
    said_from: date | None = None
    said_to: date | None = None
    rated: bool = False
    real: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `similar` when only words like those of the query stand in it."""

    published: Published
    similar: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results, the place from which the next one continues, and how many there are, up to `COUNTED`.

    Where nothing is found, `in_the_way` names what would have to go, any one part, so that something is: fields of
    `Filters`, or “q” for the words.
    """

    hits: tuple[Hit, ...] = ()
    next_after: Place | None = None
    count: int = 0
    in_the_way: frozenset[str] = frozenset()

    @property
    def uncounted(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED


@dataclass(frozen=True, slots=True)
class _Sought:
    """What the full text must hold, or what it may hold instead; and of each how many documents do, up to `MANY`."""

    exact: Any = None
    similar: Any = None
    holding: tuple[int, int] = (MANY, MANY)

    @property
    def either(self) -> Any:
        return self.exact if self.similar is None else self.exact | self.similar


def find(query: Wanted | None, filters: Filters, *, after: Place | None, limit: int) -> Page:
    """The documents that fit, in at most five queries."""
    if query is not None and not tokens(query.text):
        return Page()
    sought = _sought(query, filters)
    hits: list[tuple[int, PublishedClaim]] = []
    for tier, rows in enumerate(_tiers(sought, filters)):
        holding = sought.holding[tier]
        if holding and len(hits) <= limit and (after is None or after[0] <= tier):
            behind = after[1:] if after is not None and after[0] == tier else None
            ordered = _ordered(rows, behind, few=holding < MANY)
            hits += [(tier, row) for row in ordered[: limit + 1 - len(hits)]]
    more = len(hits) > limit
    shown = hits[:limit]
    count = len(shown) if after is None and not more else _count(sought, filters)
    last = shown[-1] if more else None
    return Page(
        tuple(Hit(published_of(row), tier > 0) for tier, row in shown),
        None if last is None else (last[0], last[1].at, last[1].public_id),
        count,
        frozenset() if shown or after is not None else _in_the_way(sought, filters),
    )


def known() -> dict[str, list[str]]:
    """The outlets, topics and ratings of published documents, in alphabetical order. One query."""
    columns = ("outlet", "topic", "rating")
    statement = " UNION ALL ".join(f"({_KNOWN.format(column=column, limit=KNOWN)})" for column in columns)
    found: dict[str, list[str]] = {column: [] for column in columns}
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for column, value in cursor.fetchall():
            found[column].append(value)
    return {column: sorted(values, key=str.casefold) for column, values in found.items()}


def _sought(query: Wanted | None, filters: Filters) -> _Sought:
    exact = _exact(query)
    long = query is not None and len(query.words) > LONGEST
    similar = None if query is None or query.either or long else _similar(query)
    if (query is None or not (query.words or query.phrases)) and not filters.speaker:
        return _Sought(exact, similar)
    named = [_speaking(filters.speaker)] if filters.speaker else []
    parts = [*([] if exact is None else [exact]), *named]
    return _Sought(exact, similar, _holding(reduce(and_, parts), similar and reduce(and_, [similar, *named])))


def _holding(exact: Any, similar: Any) -> tuple[int, int]:
    """How many documents hold the one, and how many the other but not the one. One query."""
    query = PublishedClaim.objects.all().query
    compiler = query.get_compiler(connection=connection)
    sql, values = compiler.compile(exact.resolve_expression(query))
    statement, given = f"SELECT claims_holding({sql}, {MANY}), 0", [*values]
    if similar is not None:
        other, others = compiler.compile(similar.resolve_expression(query))
        statement = f"SELECT claims_holding({sql}, {MANY}), claims_holding(({other}) && !!({sql}), {MANY})"
        given += [*others, *values]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        first, second = cursor.fetchone()
    return first, second


def _tiers(sought: _Sought, filters: Filters) -> Iterable[QuerySet[PublishedClaim]]:
    yield _chosen(sought.exact, filters)
    if sought.similar is not None:
        yield _chosen(sought.similar, filters).exclude(search=sought.exact)


def _ordered(
    rows: QuerySet[PublishedClaim], behind: tuple[datetime, str] | None, *, few: bool
) -> QuerySet[PublishedClaim]:
    if behind is not None:
        moment, public_id = behind
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, public_id__lt=public_id))
    rows = rows.select_related("publication").defer(*LOOKED_THROUGH)
    if (
        few
    ):  # the sum is the same moment, but no index has its order: few rows are sorted, not all walked over
        return rows.order_by((F("at") + Value(timedelta())).desc(), "-public_id")
    return rows.order_by("-at", "-public_id")


def _count(sought: _Sought, filters: Filters) -> int:
    rows = _chosen(sought.either, filters)
    return min(rows.count(), COUNTED + 1) if sum(sought.holding) < MANY else rows[: COUNTED + 1].count()


def _in_the_way(sought: _Sought, filters: Filters) -> frozenset[str]:
    given = [field.name for field in fields(filters) if getattr(filters, field.name)]
    left_out = {name: replace(filters, **{name: getattr(Filters(), name)}) for name in given}
    questions = {name: _chosen(sought.either, some) for name, some in left_out.items()}
    if sought.exact is not None and given:
        questions["q"] = _chosen(None, filters)
    if not questions:
        return frozenset()
    asked = {f"without_{name}": Exists(rows) for name, rows in questions.items()}
    row = PublishedClaim.objects.order_by("public_id").values(**asked).first() or {}
    return frozenset(name for name in questions if row.get(f"without_{name}"))


def _chosen(search: Any, filters: Filters) -> QuerySet[PublishedClaim]:
    rows = PublishedClaim.objects.filter(publication__document__isnull=False)
    if search is not None:
        rows = rows.filter(search=search)
    if filters.speaker:
        rows = rows.filter(search=_speaking(filters.speaker))
    if filters.outlet:
        rows = rows.filter(outlet=filters.outlet)
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    if filters.rating in (Status.UNRATED.value, Status.RETRACTED.value):
        rows = rows.filter(status=filters.rating)
    elif filters.rating:
        rows = rows.filter(status=Status.RATED.value, rating=filters.rating)
    if filters.rated:
        rows = rows.filter(status=Status.RATED.value)
    if filters.real:
        rows = rows.filter(demonstration=False)
    if filters.since:
        rows = rows.filter(Q(at__gte=filters.since) | Q(said_from__gte=filters.since.date()))
    if filters.said_from or filters.said_to:
        rows = said_within(rows, filters.said_from, filters.said_to)
    return rows


def _exact(query: Wanted | None) -> Any:
    if query is None:
        return None
    english, simple = (_read(query.text, config, "websearch") for config in CONFIGS)
    return reduce(and_, _excluded(query), english | simple)


def _similar(query: Wanted) -> Any:
    """Every word itself or one that it may stand for; None when no word can be taken for another."""
    words = meant(query.words)
    if not words:
        return None
    parts = [
        reduce(
            or_,
            (_read(one, "simple", "plain") for one in words.get(word, ())),
            _read(word, "english", "plain"),
        )
        for word in query.words
    ]
    parts += [_read(phrase, "english", "phrase") for phrase in query.phrases]
    return reduce(and_, [*parts, *_excluded(query)])


def _speaking(name: str) -> Any:
    """Names are the words of weight A."""
    words = " & ".join(f"'{word}':*A" for word in tokens(name))
    return SearchQuery(words, config="simple", search_type="raw")


def _excluded(query: Wanted) -> list[Any]:
    """What must not be there, in English nor word for word."""
    return [_read(words, config, "phrase", not_there=True) for words in query.without for config in CONFIGS]


def _read(text: str, config: str, how: str, *, not_there: bool = False) -> Any:
    return SearchQuery(text, config=config, search_type=how, invert=not_there)


def meant(words: Iterable[str]) -> Mapping[str, list[str]]:
    """The published words that these may be slips for, most alike first. One query, none for short words."""
    long = [word for word in words if len(word) >= MISTYPED]
    found: dict[str, list[str]] = defaultdict(list)
    if long:
        with connection.cursor() as cursor:
            cursor.execute(_LIKE, [long])
            for word, other in cursor.fetchall():
                if mistyped(other, word) and len(found[word]) < MEANT:
                    found[word].append(other)
    return {word: others for word, others in found.items() if others}
