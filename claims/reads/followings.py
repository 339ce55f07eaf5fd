"""Which words of claims are to be followed, and what was found of them in the newest version of their article."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.domain.reanchoring import Change
from claims.domain.whereabouts import Settlement, Whereabouts
from claims.models import ArticleVersion, Claim, Following, PublishedAlteration, PublishedClaim
from claims.models.following import KEPT

ALTERED, GONE = Whereabouts.ALTERED.value, Whereabouts.GONE.value


@dataclass(frozen=True, slots=True)
class Anchored:
    """Words of a claim: the version that they are of, and where they stand in it."""

    claim: int
    origin: ArticleVersion
    start: int
    end: int

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What tells these words from others."""
        return self.claim, self.origin.pk, self.start, self.end


def anchors(claims: Iterable[Claim], *, before: ArticleVersion) -> list[Anchored]:
    """The words that the claims quote, as drafts and as public documents, of versions before this one; each once."""
    wanted = {one.pk: one for one in claims}
    versions = {one.pk: one for one in ArticleVersion.objects.filter(article_id=before.article_id)}
    found = [Anchored(one.pk, versions[one.version_id], one.start, one.end) for one in wanted.values()]
    found += _public(wanted.values(), list(versions.values()))
    earlier = [one for one in found if one.origin.number < before.number]
    return list({one.key: one for one in earlier}.values())


def public_anchor(claim: Claim) -> Anchored | None:
    """The words that the claim's newest public document quotes, if it can be read."""
    versions = list(ArticleVersion.objects.filter(article_id=claim.version.article_id))
    return next(_public([claim], versions), None)


def of_newest(claim: Claim) -> list[Following]:
    """What was found of the claim's words in the newest version of its article: those that it quotes now come first."""
    rows = list(
        Following.objects.filter(claim=claim, version__article_id=claim.version.article_id)
        .select_related("version__article", "origin", "decided_by")
        .order_by("-version__number", "-id")
    )
    last = ArticleVersion.objects.filter(article_id=claim.version.article_id).latest("number")
    newest = [one for one in rows if one.version_id == last.pk]
    return sorted(newest, key=lambda one: not quotes_now(claim, one))


def told_of(version: ArticleVersion) -> tuple[int, int]:
    """Of how many published claims readers are told that their words changed with this version, and of how many not."""
    rows = Following.objects.filter(
        version=version, outcome__in=(ALTERED, GONE), claim__published_number__isnull=False
    )
    told = PublishedAlteration.objects.filter(following__version=version).values("public_id")
    changed = set(rows.values_list("claim__public_id", flat=True))
    known = set(told.values_list("public_id", flat=True))
    return len(known), len(changed - known)


def waiting(claim: Claim) -> list[Following]:
    """What was found in the newest version of the claim's article and waits for somebody to decide on it."""
    rows = [
        one for one in of_newest(claim) if one.decision == Settlement.OPEN.value and one.outcome not in KEPT
    ]
    answers = answered(rows)
    return [one for one in rows if one.pk not in answers]


def answered(rows: Iterable[Following]) -> dict[int, Following]:
    """By row, where somebody has let the archived words stand when an earlier version read the very same, that answer.

    What is not clear is asked anew in every version.
    """
    wanted = {(one.claim_id, *_stretch(one)): one for one in rows if one.outcome in (GONE, ALTERED)}
    decided = Following.objects.filter(
        claim__in={one.claim_id for one in wanted.values()}, decision=Settlement.STANDS.value
    ).select_related("version", "decided_by")
    found = {(one.claim_id, *_stretch(one)): one for one in decided.order_by("version__number")}
    return {one.pk: found[key] for key, one in wanted.items() if key in found}


def _stretch(row: Following) -> tuple[object, ...]:
    """What was followed, and what was found of it."""
    return row.origin_id, row.origin_start, row.origin_end, row.outcome, row.now, row.stands


def has_still(claim: Claim, row: Following, words: str) -> bool:
    """Whether words that a figure, a hedge or the chain has of the claim's text are in the later version's as well.

    Words of the quotation itself must be in the words that stand in its place.
    """
    return words in row.version.text and (words not in claim.exact or words in row.now)


def words_left_behind(claim: Claim, row: Following) -> list[str]:
    """The words of figures, hedges and the chain that the claim loses when it takes the later version's words."""
    chain = [(claim.hedges, claim.cue), *((one.hedges, one.cue) for one in claim.attributions.active())]
    words = [one.text for one in claim.quantities.active().order_by("position")]
    words += [one for hedges, cue in chain for one in (*hedges, cue) if one]
    return [one for one in dict.fromkeys(words) if not has_still(claim, row, one)]


def places(row: Following) -> tuple[tuple[int, int], ...]:
    """Where the words may stand in the later version, when that is ambiguous."""
    origin, version = row.origin, row.version
    change = Change(
        origin.text, version.text, old_is_excerpt=origin.is_excerpt, new_is_excerpt=version.is_excerpt
    )
    return change.follow(start=row.origin_start, end=row.origin_end).places


def quotes_now(claim: Claim, row: Following) -> bool:
    """Whether the words that were followed are those that the claim quotes as it stands."""
    return (claim.version_id, claim.start, claim.end) == (row.origin_id, row.origin_start, row.origin_end)


def _public(claims: Iterable[Claim], versions: list[ArticleVersion]) -> Iterator[Anchored]:
    by_id = {one.public_id: one for one in claims if one.published_number is not None}
    by_number = {one.number: one for one in versions}
    rows = PublishedClaim.objects.filter(public_id__in=by_id, publication__document__isnull=False)
    for public_id, content in rows.values_list("public_id", "publication__document"):
        document = json.loads(bytes(content or b"{}"))
        origin = by_number.get(document["article"].get("version") or 1)
        words = document["quotation"]
        if origin is not None and origin.text[words["start"] : words["end"]] == words["exact"]:
            yield Anchored(by_id[public_id].pk, origin, words["start"], words["end"])
