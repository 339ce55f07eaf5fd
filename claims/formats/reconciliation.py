"""Speakers for the Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine asks.

A candidate is a `match` only when it is certain: the very name of one person, organization or outlet, told apart from
nobody by more than that, for which nobody else here can be taken; or its id, or an identity that documents state. And
nothing else that is given may contradict documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from claims.domain.name_likeness import is_certain, likeness
from claims.domain.tongue import gettext_lazy

VERSION = "0.2"
BATCH, EXTENDED, OFFERED, SUGGESTED = 50, 200, 20, 20
"""As many names are sought at once, as many speakers described at once, candidates offered, and names suggested."""
EVERYBODY = "speaker"
TYPES = {
    EVERYBODY: "Speaker",
    "person": "Person",
    "organization": "Organization",
    "outlet": "Outlet",
    "collective": "Collective",
    "unnamed": "Nobody named",
}
"""The kinds of speakers, and what is broader than all."""
NAMED = ("person", "organization", "outlet", "collective")
"""The kinds that are offered unless others are asked for."""
IDENTIFIED = ("person", "organization", "outlet")
"""The kinds that a name can be the name of."""
PROPERTIES = {
    "name": ("Name", "The name by which published claims call the speaker."),
    "kind": ("Kind", "person, organization, outlet, collective or unnamed."),
    "disambiguation": ("Disambiguation", "What tells the speaker apart from others with a like name."),
    "same_as": ("Same as", "Addresses elsewhere that identify the speaker, such as at Wikidata."),
    "claims": ("Published claims", "How many published claims the speaker makes."),
    "page": ("Page", "The speaker’s page on this site."),
    "described_at": ("Described", "When a published document last described the speaker."),
}
COMPARED = ("kind", "disambiguation", "same_as")
"""Properties that are compared when names are sought; the others are passed over."""
LOST = (
    gettext_lazy(
        "Roles and offices: they are held at a time, so they stand with each claim and not with a speaker."
    ),
    gettext_lazy("Speakers that documents name only as somebody who passed a claim on or may have said it."),
    gettext_lazy("What a speaker claimed, and how it was rated: a speaker is no verdict."),
)
"""What the service does not carry."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as documents describe them."""

    id: str
    value: Mapping[str, Any]
    claims: int
    at: str
    demonstration: bool = False

    @property
    def name(self) -> str:
        """The name in documents."""
        return str(self.value["name"])

    @property
    def kind(self) -> str:
        """What kind of speaker it is."""
        return str(self.value["kind"])


@dataclass(frozen=True, slots=True)
class Query:
    """A name that is sought, of which kinds, at most how many candidates, and what else must fit."""

    text: str
    kinds: tuple[str, ...]
    limit: int = OFFERED
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def manifest(*, name: str, public_url: str, license_url: str) -> dict[str, Any]:
    """What the service can do, and where."""
    here = f"{public_url}/reconcile"
    suggest = {
        one: {"service_url": here, "service_path": f"/suggest/{one}"}
        for one in ("entity", "property", "type")
    }
    return {
        "versions": [VERSION],
        "name": f"{name}: speakers",
        "identifierSpace": f"{public_url}/speakers/",
        "schemaSpace": f"{public_url}/ns#",
        "documentation": f"{public_url}/api/v1/docs/#reconciliation",
        "license": license_url,
        "defaultTypes": [typed(EVERYBODY)],
        "view": {"url": f"{public_url}/speakers/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 420, "height": 260},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def typed(kind: str) -> dict[str, Any]:
    """A type with what is broader than it."""
    broader = {} if kind == EVERYBODY else {"broader": [typed(EVERYBODY)]}
    return {"id": kind, "name": TYPES[kind], **broader}


def candidates(query: Query, speakers: Iterable[Speaker], *, enough: float) -> list[dict[str, Any]]:
    """The speakers that may be meant, the likeliest first."""
    found = list(speakers)
    judged = [
        (_judged(query, one, [other.name for other in found if other is not one]), one) for one in found
    ]
    kept = [
        (features, one) for features, one in judged if one.kind in query.kinds and features["score"] >= enough
    ]
    kept.sort(key=lambda pair: (-pair[0]["score"], pair[1].name, pair[1].id))
    return [_candidate(one, **features) for features, one in kept[: query.limit]]


def _judged(query: Query, one: Speaker, others: list[str]) -> dict[str, Any]:
    """How alike, whether each property fits, and whether that is certain."""
    alike = 100.0 if query.text == one.id else likeness(query.text, one.name)
    compared = {pid: _fits(pid, values, one) for pid, values in query.properties.items() if pid in COMPARED}
    fits = {pid: fit for pid, fit in compared.items() if fit is not None}
    stated = fits.get("same_as") or (
        fits.get("disambiguation") and is_certain(query.text, one.name, others=())
    )
    by_name = is_certain(query.text, one.name, others=others) and not one.value["disambiguation"]
    fitting = all(fits.values())
    certain = one.kind in IDENTIFIED and fitting and bool(stated or by_name)
    wrong = sum(not fit for fit in fits.values())
    matches = certain or (fitting and query.text == one.id)
    score = 100.0 if certain else max(0.0, min(alike, 99.0) - 20.0 * wrong)
    return {"score": round(score, 1), "match": matches, "alike": alike, "fits": fits}


def _fits(pid: str, values: tuple[str, ...], one: Speaker) -> bool | None:
    """Whether a property has one of these values; None where documents state none, which contradicts nothing."""
    stated = one.value.get(pid) or []
    there = {str(value).casefold() for value in (stated if isinstance(stated, list) else [stated])}
    return any(value.casefold() in there for value in values) if there else None


def _candidate(
    one: Speaker, *, score: float, match: bool, alike: float, fits: Mapping[str, bool]
) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "description": description(one),
        "type": [typed(one.kind), typed(EVERYBODY)],
        "score": score,
        "match": match,
        "features": [
            {"id": "name_likeness", "value": alike},
            *({"id": f"{pid}_fits", "value": bool(fit)} for pid, fit in fits.items()),
        ],
    }


def description(one: Speaker) -> str:
    """What tells the speaker apart, in a line."""
    number = f"{one.claims} published claim{'' if one.claims == 1 else 's'}"
    marked = "demonstration" if one.demonstration else ""
    return "; ".join(filter(None, (one.value["disambiguation"], TYPES[one.kind].lower(), number, marked)))


def suggested(one: Speaker) -> dict[str, Any]:
    """A speaker as a suggestion."""
    return {"id": one.id, "name": one.name, "description": description(one), "notable": [typed(one.kind)]}


def properties(names: Iterable[str]) -> list[dict[str, str]]:
    """Properties with their names and what they tell."""
    return [{"id": pid, "name": PROPERTIES[pid][0], "description": PROPERTIES[pid][1]} for pid in names]


def extension(
    ids: Iterable[str], wanted: Iterable[str], known: Mapping[str, Speaker], *, base: str
) -> dict[str, Any]:
    """The values of properties, for each id; of whom nobody here knows anything, none."""
    wanted = list(wanted)
    return {
        "meta": [
            {"id": pid, "name": PROPERTIES[pid][0]} if pid in PROPERTIES else {"id": pid, "name": pid}
            for pid in wanted
        ],
        "rows": {one: {pid: _values(pid, known.get(one), base) for pid in wanted} for one in ids},
    }


def _values(pid: str, one: Speaker | None, base: str) -> list[dict[str, Any]]:
    if one is None:
        return []
    if pid == "claims":
        return [{"int": one.claims}]
    if pid == "described_at":
        return [{"date": one.at}]
    texts = (
        [f"{base}/speakers/{one.id}"]
        if pid == "page"
        else one.value.get(pid, [])
        if pid in PROPERTIES
        else []
    )
    return [{"str": text} for text in ([texts] if isinstance(texts, str) else texts) if text]
