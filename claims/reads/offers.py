"""Offers of the machine: where they stand, what people made of them, and what they teach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.domain.readings import plain_words
from claims.domain.vocabulary import OfferDecision, State
from claims.models import ArticleVersion, Claim, Contribution, Following, Offer
from claims.models.rules import PARTS

Place = tuple[tuple[int, int], ...]

EDITS = (
    "changed the claim",
    *(
        f"{what} {PARTS[table]}"
        for table in ("claims_claimspan", "claims_speakercandidate", "claims_attribution", "claims_quantity")
        for what in ("added", "changed")
    ),
)
"""What counts as editing a proposal; evidence, links and a verdict do not."""


def places(version: ArticleVersion) -> list[Place]:
    """Where claims of the version stand, whatever became of them; of offers exactly what was read as content.

    Claims of earlier versions stand where their words were followed to: what is a claim already is none anew.
    """
    offered = [content(one) for one in Offer.objects.filter(version=version).only("place")]
    claims = Claim.objects.filter(version=version).values_list("start", "end")
    return [*offered, *(((start, end),) for start, end in claims), *_followed(version)]


def _followed(version: ArticleVersion) -> Iterator[Place]:
    """Where the words of earlier versions' claims stand in this one; of unchanged offers also the content alone."""
    for row in Following.objects.filter(version=version, start__isnull=False).select_related("claim__offer"):
        if row.start is None or row.end is None:
            continue
        yield ((row.start, row.end),)
        offer = getattr(row.claim, "offer", None)
        if (
            offer
            and offer.version_id == row.origin_id
            and row.end - row.start == row.origin_end - row.origin_start
        ):
            by = row.start - row.origin_start
            yield tuple((start + by, end + by) for start, end in content(offer))


def rejected_elsewhere(version: ArticleVersion) -> set[tuple[str, ...]]:
    """The words of what people rejected in other versions of the article."""
    found = Claim.objects.filter(version__article=version.article_id, state=State.REJECTED.value)
    return {plain_words(exact) for exact in found.exclude(version=version).values_list("exact", flat=True)}


def content(offer: Offer) -> Place:
    """The places of what is said, also of an offer that was emptied."""
    return _places(map(int, stretch.split("-")) for stretch in offer.place.split(","))


def was_edited(offer: Offer) -> bool:
    """Whether anybody changed the claim or its parts since it was offered."""
    return Contribution.objects.filter(claim=offer.claim_id, rev__gt=offer.rev, what__in=EDITS).exists()


@dataclass(frozen=True, slots=True)
class Read:
    """An offer as the desk shows it: its number in the order of the text, where its parts stand now, and what it is."""

    number: int
    offer: Offer
    claim: Claim
    content: Place
    source: Place
    cue: Place

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it."""
        return self.offer.decision == OfferDecision.OPEN.value


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine read in a captured text: offers by check-worthiness, and how far people are with them."""

    version: ArticleVersion
    offers: tuple[Read, ...]

    @property
    def decided(self) -> int:
        """How many somebody has decided on."""
        return sum(not one.waits for one in self.offers)

    def at(self, claim: int | None) -> Read | None:
        """The offer of this claim; without one, the first that waits, else the first."""
        named = next((one for one in self.offers if one.claim.pk == claim), None)
        waiting = next((one for one in self.offers if one.waits), None)
        return named or waiting or next(iter(self.offers), None)

    def beside(self, here: Read) -> tuple[Read | None, Read | None]:
        """The ones before and after it in the list."""
        place = self.offers.index(here)
        before = self.offers[place - 1] if place else None
        return before, self.offers[place + 1] if place + 1 < len(self.offers) else None

    def next_waiting(self, here: Read) -> Read | None:
        """The next one after it that waits, from the top again at the end."""
        place = self.offers.index(here)
        return next((one for one in (*self.offers[place + 1 :], *self.offers[:place]) if one.waits), None)


def of(version: ArticleVersion) -> Reading:
    """The offers whose claims stand in the version now, the most check-worthy first."""
    rows = Offer.objects.filter(claim__version=version).exclude(claim__state=State.SUPPRESSED.value)
    rows = rows.select_related("claim__speaker", "claim__speaker_role__organization", "decided_by")
    numbered = enumerate(rows.order_by("claim__start", "claim__end", "pk"), 1)
    found = [_read(number, one) for number, one in numbered]
    found.sort(key=lambda one: (-one.claim.check_worthiness, one.number))
    return Reading(version, tuple(found))


def waiting(version: ArticleVersion) -> int:
    """How many offers of the text wait for a decision."""
    open_ = Offer.objects.filter(claim__version=version, decision=OfferDecision.OPEN.value)
    return open_.exclude(claim__state=State.SUPPRESSED.value).count()


def waiting_elsewhere(version: ArticleVersion) -> ArticleVersion | None:
    """Another text with offers that wait, the longest first."""
    waiting = Offer.objects.filter(decision=OfferDecision.OPEN.value, claim__state=State.PROPOSED.value)
    first = waiting.exclude(claim__version=version).order_by("made_at", "pk").first()
    return first.claim.version if first else None


def _read(number: int, offer: Offer) -> Read:
    claim, made = offer.claim, content(offer)
    hull = ((claim.start, claim.end),)
    stays = offer.version_id == claim.version_id
    same = stays and (made[0][0], made[-1][1]) == hull[0]
    source, cue = (_places(offer.made.get(name, ())) if stays else () for name in ("source", "cue"))
    return Read(number, offer, claim, made if same else hull, source, cue)


def _places(found: Iterable[Iterable[int]]) -> Place:
    return tuple((start, end) for start, end in found)
