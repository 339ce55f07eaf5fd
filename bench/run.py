"""Figures against the practical limit, both in the same minute on this machine: ratios, not speeds, are to be trusted.

The limit is what PostgreSQL and psycopg need to hand over the same bytes without Django. Makes a database of its own
in a temporary folder, publishes copies of the demonstration's documents through all rules, and deletes it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
CLAIMS = 400


def per_call(work: Callable[[], object], *, calls: int = 150) -> float:
    """The median milliseconds of one call."""
    for _ in range(10):
        work()
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


def main() -> int:
    """Fills a database, measures, prints."""
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tests.settings", DEBUG="0")
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("DATABASE_OWNER_URL", None)
        from factcheck import database

        try:
            return measure()
        finally:
            database.stop()


def measure() -> int:
    """The figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client
    from django.urls import reverse

    from bench import counting
    from claims.models import PublishedClaim
    from claims.reads import log, published
    from tests import raw
    from tests.cast import assemble, load_seed, rashid
    from tests.texts import long_article

    connections["default"].settings_dict["CONN_MAX_AGE"] = 60  # as when serving
    call_command("migrate", database="owner", verbosity=0)
    cast = assemble()
    load_seed(cast)
    print(f"Publishing {CLAIMS} more claims through all rules …", flush=True)
    start = time.perf_counter()
    with raw.connect() as connection:
        bed = raw.make_bed(
            connection, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        documents = [item.value() for item in published.listed(limit=5).items]
        for number, claim in enumerate(raw.make_claims(connection, bed, CLAIMS)):
            raw.publish(connection, replace(bed, like=documents[number % len(documents)]), claim)
            connection.commit()
    rate = CLAIMS / (time.perf_counter() - start)
    client, one = Client(), PublishedClaim.objects.first()
    if one is None:
        return 1
    url = f"/api/v1/claims/{one.public_id}/"
    tag = client.get(url).headers["ETag"]
    with raw.connect(autocommit=True) as connection:
        feed = "SELECT json_agg(convert_from(document, 'UTF8')::json) FROM (SELECT p.document FROM "
        feed += "claims_ledgerentry l "
        feed += "JOIN claims_publication p USING (public_id, number) ORDER BY l.position LIMIT 100) d"
        limit = per_call(lambda: connection.execute(feed).fetchone())
        reading = per_call(lambda: connection.execute("SELECT 1").fetchone())
        hundred = "SELECT p.document FROM claims_publishedclaim c JOIN claims_publication p ON p.id = "
        hundred += "c.publication_id ORDER BY c.at DESC, c.public_id DESC LIMIT 100"
        parsing = per_call(
            lambda: [json.loads(bytes(row[0])) for row in connection.execute(hundred).fetchall()], calls=40
        )
    product = per_call(lambda: client.get("/api/v1/changes/?limit=100").content)
    known = per_call(lambda: client.get(url, headers={"If-None-Match": tag}))
    empty = per_call(lambda: client.get("/healthz"))
    page = per_call(lambda: client.get(f"/claims/{one.public_id}").content)
    page_tag = client.get(f"/claims/{one.public_id}").headers["ETag"]
    page_known = per_call(lambda: client.get(f"/claims/{one.public_id}", headers={"If-None-Match": page_tag}))
    fullest = f"/claims/{rashid().public_id}"
    again = page_known / empty
    full_page = per_call(lambda: client.get(fullest).content, calls=40)
    article = f"/articles/{one.article_id}"
    in_place = per_call(lambda: client.get(article).content, calls=40)
    sources = per_call(lambda: client.get("/api/v1/sources/?limit=50").content, calls=40)
    client.force_login(cast.reviewer)
    desk = per_call(lambda: client.get("/admin/claims/claim/").content, calls=40)
    richest = reverse("admin:claims_claim_change", args=[rashid().pk])
    one_claim = per_call(lambda: client.get(richest).content, calls=20)
    version, beside = long_article(cast.reviewer, 200)
    form = reverse("admin:claims_outlet_add")
    alone = per_call(lambda: client.get(form).content, calls=40)
    change = reverse("admin:claims_claim_change", args=[beside[100].pk])
    two_hundred = per_call(lambda: client.get(change).content, calls=20)
    text = reverse("admin:claims_articleversion_desk", args=[version.pk])
    by_itself = per_call(lambda: client.get(text).content, calls=20)
    words = f"{text.removesuffix('desk/')}find/?place=15450-15460&move=end-later"
    widened = per_call(lambda: client.get(words).content, calls=40)
    drawing = per_call(lambda: client.get(f"/claims/{rashid().public_id}/provenance.svg").content, calls=40)
    print(f"publishing through all rules, one connection      {rate:8.0f} a second")
    print(f"feed page of 100: json_agg through psycopg        {limit:8.2f} ms  (limit)")
    print(
        f"feed page of 100: the product                     {product:8.2f} ms  {limit / product:6.0%} of the limit"
    )
    print(
        f"304 against an empty answer                       {known:8.2f} ms  {known / empty:6.2f} × (goal ≤ 2)"
    )
    print(
        f"claim page                                        {page:8.2f} ms  {page / empty:6.1f} × an empty answer"
    )
    print(f"claim page with the most evidence and its picture {full_page:8.2f} ms")
    print(
        f"claim page, 304                                   {page_known:8.2f} ms  {again:6.2f} × (goal ≤ 2)"
    )
    print(f"a hundred documents read and parsed by psycopg    {parsing:8.2f} ms  (limit)")
    print(
        f"article page with a hundred claims in place       {in_place:8.2f} ms  {in_place / parsing:6.2f} × the limit"
    )
    print(f"API list of fifty sources                         {sources:8.2f} ms")
    print(f"the desk's list of claims, fifty rows             {desk:8.2f} ms")
    print(f"the desk's page of one claim with its evidence    {one_claim:8.2f} ms")
    print(f"an empty form of Django's admin                   {alone:8.2f} ms  (limit)")
    beside_text, itself = two_hundred / alone, by_itself / alone
    print(
        f"the desk's page beside a text of 200 claims       {two_hundred:8.2f} ms  {beside_text:6.2f} × the limit"
    )
    print(f"that text with its claims, to make new ones       {by_itself:8.2f} ms  {itself:6.2f} × the limit")
    print(f"a quotation widened by a word                     {widened:8.2f} ms")
    print(f"its provenance drawn, as a file                   {drawing:8.2f} ms")
    counting.report()
    print(f"one round trip to the database                    {reading:8.2f} ms")
    print(f"log entries: {log.identity().size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
