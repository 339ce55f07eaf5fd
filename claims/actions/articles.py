"""Articles and their captured versions."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from claims.actions import followings
from claims.actions.cleaning import clean_moment
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.models import Article, ArticleVersion, User


def capture(
    *,
    article: Article,
    text: str,
    by: User,
    at: datetime,
    how: str,
    full_text_length: int | None = None,
    full_text_sha256: str = "",
    raw_reference: str = "",
    is_fetched: bool = False,
) -> ArticleVersion:
    """The immutable version with this text: the newest one if that has it, else a new one.

    With the full text's length and digest, `text` is an excerpt of it. `is_fetched`: we had it from the article's
    address ourselves, so that readers may be told at once what changed.
    """
    may_change(ArticleVersion, by)
    if (full_text_length is None) != (full_text_sha256 == ""):
        raise InvalidValue("An excerpt names both length and digest of the full text.", field="full_sha256")
    if full_text_sha256 and not re.fullmatch("[0-9a-f]{64}", full_text_sha256):
        raise InvalidValue("A SHA-256 digest is 64 lower-case hexadecimal digits.", field="full_sha256")
    if full_text_length is not None and not 1 <= full_text_length <= 10**9:
        raise InvalidValue("The full text has from one to a billion characters.", field="full_length")
    at = clean_moment(at, field="captured_at")
    clean = clean_text(text, field="text", limit=LIMITS["article"], multiline=True, captured=True)
    how = clean_text(how, field="captured_how", limit=LIMITS["note"])
    digest = hashlib.sha256(clean.encode()).hexdigest()
    with one_transaction():
        Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        last = article.versions.order_by("-number").first()
        if last is not None and digest in (last.sha256, last.full_sha256):
            return last
        version = ArticleVersion.objects.create(
            article=article,
            number=last.number + 1 if last else 1,
            text=clean,
            sha256=digest,
            is_excerpt=full_text_length is not None,
            full_length=full_text_length,
            full_sha256=full_text_sha256,
            captured_at=at,
            captured_how=how,
            raw_reference=raw_reference,
            is_fetched=is_fetched,
            changed_by=by,
        )
        followings.follow(version=version, by=by, at=at)
    return version
