"""Captured texts of a test's own, with as many claims as it needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from claims.actions import articles, records
from claims.domain import edtf
from claims.domain.ids import new_public_id
from claims.models import Article, ArticleVersion, Claim, Outlet, Speaker, User

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DATE = edtf.parse("2009", basis="stated")


def captured(text: str, *, by: User, **values: Any) -> ArticleVersion:
    """The text as the first version of an article of its own."""
    outlet = Outlet.objects.earliest("id")
    url = f"https://texts.example/{new_public_id()}"
    about = {"headline": "A text", "language": "en", "published": DATE, "authors": [], **values}
    article = records.add(Article, by=by, outlet=outlet, url=url, **about)
    return articles.capture(article=article, text=text, by=by, at=NOW, how="test")


def marked(
    version: ArticleVersion, places: Iterable[tuple[int, int]], *, by: User, statement: str = "Said."
) -> list[Claim]:
    """A proposed claim at each place, by the first speaker, past the actions: many at once."""
    speaker = Speaker.objects.earliest("id")
    rows = [
        Claim(
            public_id=new_public_id(), version=version, start=start, end=end, exact=version.text[start:end],
            quotation="indirect", statement=statement, speaker=speaker, speaker_basis="stated", modality="asserted",
            said=DATE, about=DATE, claim_type="event", created_at=NOW, changed_by=by,
        )
        for start, end in places
    ]  # fmt: skip
    return Claim.objects.bulk_create(rows)


def long_article(by: User, claims: int) -> tuple[ArticleVersion, list[Claim]]:
    """An article of as many lines as claims, and one claim in each."""
    line = "He said in the evening that some four thousand men had crossed the river, and nobody knew more."
    version = captured("\n".join([line] * claims), by=by)
    starts = [number * (len(line) + 1) for number in range(claims)]
    return version, marked(version, [(start, start + 60) for start in starts], by=by)
