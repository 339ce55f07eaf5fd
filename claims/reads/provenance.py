"""The trail behind a claim's evidence: sources, what they have it from, origins, institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.domain.independence import Trail
from claims.domain.vocabulary import Basis, Decision, SourceKind
from claims.models import Derivation, Source, Speaker, SuspectedCopy


@dataclass(slots=True)
class SourceTrail:
    """Everything reachable from some sources: the sources, their derivations, the parties and their bodies.

    `alike` are the pairs among these sources that look like copies, without those that a person rejected.
    """

    sources: dict[int, Source] = field(default_factory=dict)
    derivations: list[Derivation] = field(default_factory=list)
    parties: dict[int, Speaker] = field(default_factory=dict)
    alike: list[SuspectedCopy] = field(default_factory=list)

    def trail(self, *, excluded: Iterable[str], void: Iterable[str] = ()) -> Trail:
        """The same as plain values for `domain.independence`; besides encyclopedias, `void` sources ground nothing."""
        derived: dict[str, set[str]] = defaultdict(set)
        origins: dict[str, set[str]] = defaultdict(set)
        unsure: set[str] = set()
        for step in self.derivations:
            source = self.sources[step.source_id].public_id
            if step.basis != Basis.STATED.value:
                unsure.add(source)
            elif step.from_source_id is not None:
                derived[source].add(self.sources[step.from_source_id].public_id)
            elif step.origin_id is not None:
                origins[source].add(self.parties[step.origin_id].public_id)
        return Trail(
            derived={source: frozenset(others) for source, others in derived.items()},
            origins={source: frozenset(parties) for source, parties in origins.items()},
            unsure=frozenset(unsure),
            institutions={
                party.public_id: self.parties[party.institution_id].public_id
                for party in self.parties.values()
                if party.institution_id is not None
            },
            void=frozenset(void)
            | {
                source.public_id
                for source in self.sources.values()
                if source.kind == SourceKind.ENCYCLOPEDIA.value
            },
            excluded=frozenset(excluded),
            suspected=self._pairs(Decision.OPEN),
            copies=self._pairs(Decision.ACCEPTED),
        )

    def _pairs(self, decision: Decision) -> frozenset[frozenset[str]]:
        return frozenset(
            frozenset({self.sources[pair.source_id].public_id, self.sources[pair.other_id].public_id})
            for pair in self.alike
            if pair.decision == decision.value
        )


def behind(sources: Iterable[Source], *, parties: Iterable[Speaker] = ()) -> SourceTrail:
    """The trail behind these sources to its ends, one query a step, with the bodies of all parties."""
    found = SourceTrail(sources={source.id: source for source in sources})
    found.parties = {party.id: party for party in parties}
    fresh = set(found.sources)
    while fresh:
        steps = list(
            Derivation.objects.active()
            .filter(source_id__in=fresh)
            .select_related("from_source", "origin")
            .order_by("id")
        )
        found.derivations += steps
        fresh = set()
        for step in steps:
            if step.origin is not None:
                found.parties[step.origin.id] = step.origin
            if step.from_source is not None and step.from_source.id not in found.sources:
                found.sources[step.from_source.id] = step.from_source
                fresh.add(step.from_source.id)
    _add_institutions(found)
    if len(found.sources) > 1:
        found.alike = list(
            SuspectedCopy.objects.standing()
            .filter(source_id__in=found.sources, other_id__in=found.sources)
            .order_by("source_id", "other_id")
        )
    return found


def _add_institutions(found: SourceTrail) -> None:
    known: set[int] = set()
    while fresh := found.parties.keys() - known:
        known |= fresh
        wanted = {found.parties[number].institution_id for number in fresh} - {None} - known
        found.parties |= Speaker.objects.in_bulk(wanted)
