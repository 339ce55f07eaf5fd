"""What the machine may suppose of sources and claims that nobody has linked or decided on yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q

from claims.domain.clusters import dependent
from claims.domain.edtf import EDTFValue, unknown
from claims.domain.figures import Point
from claims.domain.likeness import SourceText, Suspicion, suspicions
from claims.domain.quantities import Quantity
from claims.domain.relations import Relation, Statement, relations
from claims.models import (
    Capture,
    Claim,
    ClaimLink,
    Evidence,
    Figure,
    ProposedLink,
    ReportedFigure,
    Source,
    SuspectedCopy,
)
from claims.reads.provenance import behind


def copies(claim: Claim) -> list[tuple[Source, Source, Suspicion]]:
    """Pairs of sources behind a claim that look like copies and are neither told nor supposed to be.

    A pair is told when both lead back to one source or one body as their own words say.
    """
    evidence = list(claim.evidence.active().select_related("source", "capture").order_by("id"))
    found = behind(item.source for item in evidence)
    trail = found.trail(excluded=())
    ids = {source.public_id: source for source in found.sources.values()}
    told = dependent(ids, trail)
    numbers = [source.id for source in ids.values()]
    decided = SuspectedCopy.objects.filter(source_id__in=numbers, other_id__in=numbers)
    told |= {frozenset({found.sources[pair.source_id].public_id, found.sources[pair.other_id].public_id})
             for pair in decided}  # fmt: skip
    named: dict[str, set[str]] = {}
    for step in found.derivations:
        if step.origin_id is not None:
            named.setdefault(found.sources[step.source_id].public_id, set()).add(
                str(found.parties[step.origin_id])
            )
    words = _texts(numbers, evidence)
    texts = [
        SourceText(
            id=name,
            title=source.title,
            publisher=source.publisher,
            published=source.published or unknown(),
            text=words.get(source.id, ""),
            named=frozenset(named.get(name, ())),
        )
        for name, source in ids.items()
    ]
    return [
        (min(pair, key=_number), max(pair, key=_number), suspicion)
        for suspicion in suspicions(texts, told=told)
        for pair in [[ids[name] for name in suspicion.pair]]
    ]


def _number(source: Source) -> int:
    return source.id


def _texts(sources: Collection[int], evidence: Iterable[Evidence]) -> dict[int, str]:
    """By source the newest archived copy's words, or else the excerpts that were taken."""
    excerpts: dict[int, list[str]] = defaultdict(list)
    for item in evidence:
        excerpts[item.source_id].append(item.excerpt)
    kept = Capture.objects.filter(source_id__in=sources).exclude(text="")
    newest = kept.order_by("source_id", "-captured_at").distinct("source_id").values_list("source_id", "text")
    return {source: "\n".join(found) for source, found in excerpts.items()} | dict(newest)


def links(among: Iterable[Claim]) -> list[tuple[Claim, Claim, Relation]]:
    """Pairs of these claims that may stand in a relation, without those that were linked or proposed before."""
    claims = {claim.public_id: claim for claim in among}
    numbers = {claim.pk: claim.public_id for claim in claims.values()}
    linked: dict[str, set[str]] = {name: set() for name in claims}
    inside = Q(claim__in=numbers, other__in=numbers)
    pairs = [
        *ClaimLink.objects.active().filter(inside).values_list("claim_id", "other_id"),
        *ProposedLink.objects.filter(inside).values_list("claim_id", "other_id"),
    ]
    for one, other in pairs:
        linked[numbers[one]].add(numbers[other])
    found = relations(_statement(claim, frozenset(linked[name])) for name, claim in claims.items())
    return [(claims[relation.claim], claims[relation.other], relation) for relation in found]


def _statement(claim: Claim, linked: frozenset[str]) -> Statement:
    return Statement(
        id=claim.public_id,
        words=claim.statement,
        speaker=claim.speaker.public_id,
        said=claim.said.edtf if claim.said else "",
        place=(str(claim.version_id), claim.version.text.count("\n", 0, claim.start)),
        quotation=claim.quotation,
        modality=claim.modality,
        figures=tuple(points(claim)),
        linked=linked,
    )


def points(claim: Claim) -> list[Point]:
    """The figures of a claim, and those that its sources give."""
    own = [
        Point(_timed(row, claim), claim.public_id, claim.statement, str(claim.speaker), "claim")
        for row in claim.quantities.active().order_by("position")
    ]
    rows = claim.reported_figures.active().filter(evidence__withdrawn_at__isnull=True)
    return own + [
        _reported(row) for row in rows.select_related("evidence__source").order_by("evidence_id", "position")
    ]


def _timed(row: Figure, claim: Claim) -> Quantity:
    """The claim's figure; without a time of its own it is of the time that the claim is about."""
    figure = quantity(row)
    return replace(figure, at=figure.at or claim.about)


def _reported(row: ReportedFigure) -> Point:
    source = row.evidence.source
    return Point(quantity(row), source.public_id, source.title, source.publisher, "source")


def quantity(row: Figure) -> Quantity:
    """A stored figure as a plain value."""
    at: EDTFValue | None = row.at
    return Quantity(
        row.measure, row.population, row.low, row.high, row.approximate, row.vague, row.unit, at, row.text
    )
