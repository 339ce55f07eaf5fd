"""Following the words of claims into later versions of their articles; nothing of a claim itself changes by it."""

from __future__ import annotations

from datetime import datetime

from claims.actions import alterations
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain.reanchoring import Change, Followed
from claims.domain.vocabulary import Occasion, State
from claims.domain.whereabouts import Whereabouts
from claims.models import Article, ArticleVersion, Claim, Following, Recheck, User
from claims.reads.followings import Anchored, anchors, answered

KEPT = (Whereabouts.SAME, Whereabouts.MOVED)
AT_REST = [one.value for one in (State.REJECTED, State.DUPLICATE, State.RETRACTED, State.SUPPRESSED)]
SAID = {
    Whereabouts.ALTERED: "its words, or the sentence around them, read otherwise now",
    Whereabouts.AMBIGUOUS: "where its words stand now is not clear",
    Whereabouts.GONE: "its words are not there any more",
}


def hold(article: Article) -> Article:
    """The article, locked: no version of it is captured, and no claim anchored in it, before this transaction ends."""
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)


def follow(*, version: ArticleVersion, by: User, at: datetime) -> list[Following]:
    """Where the words of the article's claims stand in this version: of every claim that was not followed there yet.

    Those whose words are altered, gone or ambiguous come back to the queue, and the public is told of the first two.
    """
    may_change(Following, by)
    with one_transaction():
        hold(version.article)
        claims = (
            Claim.objects.select_for_update(of=("self",), no_key=True)
            .filter(version__article_id=version.article_id)
            .exclude(state=State.SUPPRESSED.value)
            .order_by("pk")
        )
        return _followed(list(claims), version, by=by, at=at)


def catch_up(claim: Claim, *, by: User, at: datetime) -> list[Following]:
    """The same for one claim, whose words, those of its public document too, may be of an earlier version."""
    may_change(Following, by)
    with one_transaction():
        newest = newest_of(claim)
        if claim.version_id == newest.pk and claim.published_number is None:
            return []
        return _followed([claim], newest, by=by, at=at)


def newest_of(claim: Claim) -> ArticleVersion:
    """The newest version of the claim's article."""
    return ArticleVersion.objects.filter(article_id=claim.version.article_id).latest("number")


def mark(version: ArticleVersion) -> str:
    """What tells a recheck for this version from those for others."""
    return f"version {version.number} of {version.article.public_id}"


def _followed(claims: list[Claim], version: ArticleVersion, *, by: User, at: datetime) -> list[Following]:
    known = set(
        Following.objects.filter(claim__in=claims, version=version).values_list(
            "claim_id", "origin_id", "origin_start", "origin_end"
        )
    )
    places = [one for one in anchors(claims, before=version) if one.key not in known]
    changes: dict[int, Change] = {}
    rows = [_row(one, version, changes, by=by, at=at) for one in places]
    made = Following.objects.bulk_create(rows)
    _raise(made, {one.pk: one for one in claims}, version, by=by, at=at)
    for claim in claims:
        alterations.tell(claim)
    return made


def _row(
    place: Anchored, version: ArticleVersion, changes: dict[int, Change], *, by: User, at: datetime
) -> Following:
    origin = place.origin
    if origin.pk not in changes:
        changes[origin.pk] = Change(
            origin.text, version.text, old_is_excerpt=origin.is_excerpt, new_is_excerpt=version.is_excerpt
        )
    found: Followed = changes[origin.pk].follow(start=place.start, end=place.end)
    return Following(
        claim_id=place.claim,
        version=version,
        origin=origin,
        origin_start=place.start,
        origin_end=place.end,
        outcome=found.outcome.value,
        start=found.start,
        end=found.end,
        now=found.now,
        likeness=round(found.likeness, 2),
        stands=found.stands,
        why=found.why,
        followed_at=at,
        changed_by=by,
    )


def _raise(
    rows: list[Following], claims: dict[int, Claim], version: ArticleVersion, *, by: User, at: datetime
) -> None:
    """One recheck for a claim and a version, whatever of its words changed and was not answered before."""
    asked = set(
        Recheck.objects.filter(occasion=Occasion.ARTICLE.value, mark=mark(version)).values_list(
            "claim_id", flat=True
        )
    )
    wanted: dict[int, Following] = {}
    answers = answered(rows)
    for row in rows:
        claim, is_new = claims[row.claim_id], row.pk not in answers and row.outcome not in KEPT
        if is_new and claim.state not in AT_REST and claim.pk not in asked:
            wanted.setdefault(claim.pk, row)
    Recheck.objects.bulk_create(
        Recheck(
            claim_id=pk,
            occasion=Occasion.ARTICLE.value,
            mark=mark(version),
            because=f"The article changed (version {version.number}, captured {version.captured_at:%Y-%m-%d}): "
            f"{SAID[Whereabouts(row.outcome)]}.",
            raised_at=at,
            changed_by=by,
        )
        for pk, row in wanted.items()
    )
