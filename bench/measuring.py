"""What is measured with many claims: each of the product's answers beside the least that could give it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import psycopg
from django.db import connections

from bench import databases, over_http, served
from bench.costs import Kind, Spent, compared, forget_peak, memory, processors, ratio, seconds_of, typical
from bench.lines import Table
from claims.reads import cursors, exports, log
from factcheck.wsgi import application
from tests import raw

PAGE = 50
FEED = "/api/v1/changes/?limit=50"


def measure(table: Table) -> None:
    """All figures, into the table."""
    databases.switch(databases.FILLED)
    with raw.connect(autocommit=True) as connection:
        feed_pages(table, connection)
        details(table, connection)
        export(table, connection)
    over_http.measure(table, *_some(1))
    flat(table)
    lists(table)
    table.note(
        "Milliseconds are of processors, Python's and PostgreSQL's together (in brackets: by the clock); ratios "
        "are the medians of rounds in which limit and product took turns."
    )
    table.note(f"Memory of this process, at most: {memory():.0f} MB; now {memory('VmRSS'):.0f} MB.")


def feed_pages(table: Table, connection: psycopg.Connection[Any]) -> None:
    """A page of fifty changes, through everything that a request passes, beside one query."""
    middle = log.size() // 2
    limit = _bare(connection, served.FEED, [middle])
    product = _product(f"{FEED}&cursor={_cursor(middle)}", status=200)
    one, other = compared([limit, product])
    share = ratio(one, other)
    table.add(
        f"feed page of {PAGE}, against json_agg in a bare WSGI app",
        limit=_shown(one),
        product=_shown(other),
        share=f"{share:.0%}",
        goal="≥ 100 %, floor 55 %",
        holds=share >= 1,
    )


def details(table: Table, connection: psycopg.Connection[Any]) -> None:
    """One claim; and the same for who has it already, beside an empty answer with the same middleware."""
    (claim,) = _some(1)
    url = f"/api/v1/claims/{claim}/"
    known = {"If-None-Match": served.get(application, url).headers["ETag"]}
    listed = "/api/v1/claims/?limit=50"
    listed_known = {"If-None-Match": served.get(application, listed).headers["ETag"]}
    page = f"/claims/{claim}"
    page_known = {"If-None-Match": served.get(application, page).headers["ETag"]}
    kinds = {
        "limit": _bare(connection, served.ONE, [claim]),
        "empty": _product("/api/v1/empty/", status=200),
        "asking": _product("/api/v1/asking/", status=200),
        "claim": _product(url, status=200),
        "known": _product(url, known, status=304),
        "list known": _product(listed, listed_known, status=304),
        "page": _product(page, status=200),
        "page known": _product(page, page_known, status=304),
    }
    found = dict(zip(kinds, compared(list(kinds.values())), strict=True))
    share = ratio(found["limit"], found["claim"])
    table.add(
        "claim detail, against one query in a bare WSGI app",
        limit=_shown(found["limit"]),
        product=_shown(found["claim"]),
        share=f"{share:.0%}",
    )
    for name, words in (("known", "claim"), ("list known", "list of claims"), ("page known", "claim's page")):
        times = ratio(found[name], found["empty"])
        table.add(
            f"304 of a {words}, in one process, against an empty answer",
            limit=_shown(found["empty"]),
            product=_shown(found[name]),
            share=f"{times:.2f} ×",
            goal="≤ 2 ×",
            holds=times <= 2,
        )
    table.add(
        "304 of a claim, in one process, against an empty answer after one question",
        limit=_shown(found["asking"]),
        product=_shown(found["known"]),
        share=f"{ratio(found['known'], found['asking']):.2f} ×",
    )
    table.add("claim's page for readers", product=_shown(found["page"]))


def export(table: Table, connection: psycopg.Connection[Any]) -> None:
    """Everything as NDJSON, beside COPY of the same query of which nothing is made."""
    query = f"COPY ({exports._documents({}, '')}) TO STDOUT {exports._AS_IT_IS}"
    served.backend_of_django()
    forget_peak()
    before = memory("VmRSS")
    pairs = [(_copied(connection, query), _exported()) for _ in range(3)]
    share = median(product.per_second / limit.per_second for limit, product in pairs)
    grew, first = memory() - before, median(product.first for _, product in pairs)
    table.add(
        "export NDJSON, against psycopg COPY of the same query",
        limit=pairs[1][0].shown(),
        product=pairs[1][1].shown(),
        share=f"{share:.0%}",
        goal="≥ 90 %",
        holds=share >= 0.9,
    )
    table.add("export, first byte", product=f"({first:.1f}) ms", goal="≤ 50 ms", holds=first <= 50)
    table.add(
        "export, memory on top of the process", product=f"{grew:.0f} MB", goal="≤ 100 MB", holds=grew <= 100
    )


@dataclass(frozen=True, slots=True)
class Streamed:
    """What it took to hand on so many bytes: seconds of processors and by the clock, milliseconds until the first."""

    size: int
    cpu: float
    clock: float
    first: float = 0.0

    @property
    def per_second(self) -> float:
        """Megabytes a second of a processor."""
        return self.size / self.cpu / 1e6

    def shown(self) -> str:
        """In the table; in brackets by the clock."""
        return f"{self.per_second:.0f} MB/s ({self.size / self.clock / 1e6:.0f})"


def _copied(connection: psycopg.Connection[Any], query: str) -> Streamed:
    backend = int(connection.info.backend_pid)
    start, spent, size = time.perf_counter(), processors(backend), 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:  # type: ignore[call-overload]  # ours
        for block in copy:
            size += len(block)
    return Streamed(size, processors(backend) - spent, time.perf_counter() - start)


def _exported() -> Streamed:
    backend = served.backend_of_django()
    start, spent = time.perf_counter(), processors(backend)
    _, parts = served.opened(application, "/api/v1/export/claims.ndjson")
    stream = iter(parts)
    size = len(next(stream))
    first = (time.perf_counter() - start) * 1000
    for block in stream:
        size += len(block)
    spent = processors(backend) - spent  # before the connection may be closed
    parts.close()
    return Streamed(size, spent, time.perf_counter() - start, first)


def flat(table: Table) -> None:
    """The same questions to a small and to the large database, and early and late in the log."""
    databases.switch(databases.COPY)
    early, small = _cursor(200), served.get(application, "/api/v1/claims/?limit=50&cursor=" + _place(5))
    assert small.status == 200
    small_urls = {"feed": f"{FEED}&cursor={early}", "list": "/api/v1/claims/?limit=50", "detail": _detail()}
    databases.switch(databases.FILLED)
    size = log.size()
    urls = {
        "feed": f"{FEED}&cursor={_cursor(size - 900)}",
        "list": "/api/v1/claims/?limit=50",
        "detail": _detail(),
    }
    deep = {
        "feed": f"{FEED}&cursor={_cursor(200)}",
        "list": "/api/v1/claims/?limit=50&cursor=" + _place(size * 9 // 10),
    }
    words = {"feed": "feed page", "list": "list of claims", "detail": "claim detail"}
    for name, url in urls.items():
        one, other = compared(
            [_product(small_urls[name], status=200, name=databases.COPY), _product(url, status=200)]
        )
        _flat(table, f"{words[name]}, with {size:,} claims against 1,000", one, other)
    for name, url in deep.items():
        one, other = compared([_product(urls[name], status=200), _product(url, status=200)])
        _flat(table, f"{words[name]}, at the other end against here", one, other)


def _flat(table: Table, name: str, one: Sequence[Spent], other: Sequence[Spent]) -> None:
    times = ratio(other, one)
    table.add(
        name,
        limit=_shown(one),
        product=_shown(other),
        share=f"{times:.2f} ×",
        goal="≤ 1.15 ×",
        holds=times <= 1.15,
    )


def lists(table: Table) -> None:
    """Lists with filters, search, and what was claimed before; beside the same list without a filter."""
    documents = [json.loads(served.get(application, f"/api/v1/claims/{one}/").body) for one in _some(20)]
    first = documents[0]
    asked = {
        "list": "/api/v1/claims/?limit=50",
        "speaker": f"/api/v1/claims/?limit=50&speaker={first['speaker']['id']}",
        "article": f"/api/v1/claims/?limit=50&article={first['article']['id']}",
        "source": f"/api/v1/claims/?limit=50&source={first['evidence'][0]['source']['id']}",
        "topic": "/api/v1/claims/?limit=50&topic=" + first["topic"].replace(" ", "%20"),
        "status": f"/api/v1/claims/?limit=50&status={first['status']}",
        "said in a year": "/api/v1/claims/?limit=50&said_from=1999&said_to=1999",
    }
    kinds = {name: _product(url, status=200) for name, url in asked.items()}
    found = dict(zip(kinds, compared(list(kinds.values()), calls=15, rounds=5), strict=True))
    for name, rounds in found.items():
        if name != "list":
            times = ratio(rounds, found["list"])
            table.add(
                f"list with a filter ({name}), against none",
                limit=_shown(found["list"]),
                product=_shown(rounds),
                share=f"{times:.2f} ×",
            )
    words = ["%20".join(one["statement"].split()[1:4]) for one in documents]
    _percentiles(table, "search page, three words of a claim", [f"/search?q={one}" for one in words])
    sentences = [one["statement"] for one in documents]
    _times(table, "what was claimed before, by words alone", [_asking(one) for one in sentences], goal=100.0)


def _asking(sentence: str) -> Callable[[], object]:
    from claims.matching import wording
    from claims.reads import matching, ranking

    return lambda: ranking.ranked(
        wording.words(sentence), matching.PUBLISHED, most=matching.CANDIDATES, told=True
    )


def _percentiles(table: Table, name: str, urls: Sequence[str]) -> None:
    _times(table, name, [_asked(url) for url in urls])


def _asked(url: str) -> Callable[[], object]:
    return lambda: served.get(application, url)


def _times(table: Table, name: str, works: Sequence[Callable[[], object]], goal: float | None = None) -> None:
    times = []
    for work in works:
        work()
    for _ in range(3):
        for work in works:
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    late = times[len(times) * 95 // 100]
    table.add(
        f"{name}: p50, p95",
        product=f"({median(times):.1f}, {late:.1f}) ms",
        goal="" if goal is None else f"p95 ≤ {goal:.0f} ms",
        holds=None if goal is None else late <= goal,
    )


def _bare(connection: psycopg.Connection[Any], query: str, values: list[Any]) -> Kind:
    app = served.bare(connection, query, values)
    return Kind(lambda: served.get(app, "/"), lambda: seconds_of(int(connection.info.backend_pid)))


def _product(
    url: str, headers: dict[str, str] | None = None, *, status: int, name: str = databases.FILLED
) -> Kind:
    """The product's answer to a request, which must be as it should."""

    def work() -> None:
        answer = served.get(application, url, headers)
        if answer.status != status:
            raise SystemExit(f"{url} answered {answer.status}: {answer.body[:300]!r}")

    def database() -> float:
        return seconds_of(served.backend_of_django())

    def first() -> None:
        databases.switch(name)
        work()

    return Kind(first, database)


def _cursor(position: int) -> str:
    return cursors.make(log.identity(), position=position, filters={})


def _place(depth: int) -> str:
    """The cursor of a place so deep in the list of claims."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT at, public_id FROM claims_publishedclaim ORDER BY at DESC, public_id DESC OFFSET %s LIMIT 1",
            [depth],
        )
        at, public_id = cursor.fetchone()
    return cursors.make_place((at, public_id), filters={})


def _some(count: int) -> list[str]:
    """Ids of claims from all over the log."""
    size = log.size()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT public_id FROM claims_ledgerentry WHERE position = ANY (%s) ORDER BY position",
            [[max(100, size * part // (count + 1)) for part in range(1, count + 1)]],
        )
        return [row[0] for row in cursor.fetchall()]


def _detail() -> str:
    return f"/api/v1/claims/{_some(1)[0]}/"


def _shown(rounds: Sequence[Spent]) -> str:
    found = typical(rounds)
    return f"{found.cpu:.2f} ms ({found.clock:.2f})"
