"""What the files of a folder name in each other: parties, roles, sources, ratings, earlier claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.domain.errors import Problem
from claims.domain.text import shown
from claims.domain.vocabulary import CorrectionKind, State

if TYPE_CHECKING:
    from claims.ingest.folder import Folder


def rounds(item: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What holds evidence and a verdict: the claim itself and its correction, each with its place."""
    yield "", item
    if "correction" in item:
        yield "correction.", item["correction"]


def problems(folder: Folder) -> Iterator[Problem]:
    """Every key that names nothing, every key twice, and every end that a claim cannot come to."""
    yield from _parties(folder.parties)
    speakers, sources = folder.parties["speakers"], folder.sources["sources"]
    for number, item in enumerate(folder.sources["derivations"]):
        place = f"sources.json › derivations[{number}]"
        yield from _known(f"{place}.source", item["source"], sources, "source")
        yield from _known(f"{place}.origin", item.get("origin"), speakers, "party")
        yield from _known(f"{place}.from", item.get("from"), sources, "source")
    yield from _twice("key", [item["key"] for item in folder.claims])
    nth = [item.get("occurrence", 1) for item in folder.claims]
    exact = [item["exact"] + f" (no. {n})" * (n > 1) for item, n in zip(folder.claims, nth, strict=True)]
    yield from _twice("exact", exact)
    before: set[str] = set()
    for item in folder.claims:
        place = f"claims.json › {item['key']}"
        yield from _who(place, item, folder.parties)
        yield from _support(place, item, folder)
        for number, link in enumerate(item.get("links", ())):
            yield from _known(f"{place} › links[{number}].claim", link["claim"], before, "earlier claim")
        yield from _known(f"{place} › duplicate_of", item.get("duplicate_of"), before, "earlier claim")
        yield from _unreachable(place, item)
        before.add(item["key"])


def _known(place: str, key: str | None, among: Collection[str], what: str) -> Iterator[Problem]:
    if key is not None and key not in among:
        yield Problem(place, f"{place}: there is no {what} {shown(key)} in the files.")


def _parties(parties: Mapping[str, Any]) -> Iterator[Problem]:
    speakers = parties["speakers"]
    for key, item in speakers.items():
        place = f"parties.json › speakers.{key}.institution"
        yield from _known(place, item.get("institution"), speakers, "party")
        if _circles(key, speakers):
            yield Problem(place, f"{place}: this party belongs to itself in a circle.")
    for key, item in parties["roles"].items():
        yield from _known(f"parties.json › roles.{key}.speaker", item["speaker"], speakers, "party")
        yield from _known(f"parties.json › roles.{key}.organization", item["organization"], speakers, "party")


def _who(place: str, item: Mapping[str, Any], parties: Mapping[str, Any]) -> Iterator[Problem]:
    speakers, roles = parties["speakers"], parties["roles"]
    yield from _known(f"{place} › speaker", item["speaker"], speakers, "party")
    yield from _known(f"{place} › speaker_role", item["speaker_role"], roles, "role")
    for number, key in enumerate(item.get("candidates", ())):
        yield from _known(f"{place} › candidates[{number}]", key, speakers, "party")
    for number, link in enumerate(item.get("attribution", ())):
        yield from _known(f"{place} › attribution[{number}].speaker", link["speaker"], speakers, "party")
        yield from _known(f"{place} › attribution[{number}].role", link["role"], roles, "role")
    for number, asked in enumerate(item["replies"]):
        yield from _known(f"{place} › replies[{number}].who", asked["who"], speakers, "party")


def _support(place: str, item: Mapping[str, Any], folder: Folder) -> Iterator[Problem]:
    sources = folder.sources["sources"]
    labels = {rating["label"] for rating in folder.ratings["ratings"]}
    used: set[str] = set()
    for where, holder in rounds(item):
        for number, found in enumerate(holder["evidence"]):
            there = f"{place} › {where}evidence[{number}].source"
            yield from _known(there, found["source"], sources, "source")
            if found["source"] in used:
                yield Problem(there, f"{there}: {shown(found['source'])} is evidence of this claim already.")
            used.add(found["source"])
        rating = (holder.get("verdict") or {}).get("rating")
        yield from _known(f"{place} › {where}verdict.rating", rating, labels, "rating")


def _unreachable(place: str, item: Mapping[str, Any]) -> Iterator[Problem]:
    """What a claim's `until` needs, or cannot use."""
    until, correction = item["until"], item.get("correction")
    if (until == State.DUPLICATE) != ("duplicate_of" in item):
        where = f"{place} › duplicate_of"
        yield Problem(where, f"{where}: a claim that is a duplicate, and no other, names the one it repeats.")
    withdrawn = correction is not None and correction["kind"] == CorrectionKind.WITHDRAWN
    needs = until in (State.UNDER_CORRECTION, State.RETRACTED)
    if (needs and correction is None) or (correction is not None and not needs and until != State.PUBLISHED):
        where = f"{place} › correction"
        yield Problem(
            where,
            f"{where}: “under correction” and “retracted” need one; else only “published” may have one.",
        )
    elif (until == State.RETRACTED and not withdrawn) or (until == State.PUBLISHED and withdrawn):
        where = f"{place} › correction.kind"
        yield Problem(where, f"{where}: “withdrawn” is the kind of a claim that ends as “retracted”.")


def _circles(key: str, speakers: Mapping[str, Mapping[str, Any]]) -> bool:
    seen, party = {key}, key
    while (body := speakers.get(party, {}).get("institution")) is not None:
        if body in seen:
            return bool(body == key)
        seen.add(body)
        party = body
    return False


def _twice(field: str, values: list[str]) -> Iterator[Problem]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        place = f"claims.json › {field}"
        yield Problem(place, f"{place}: {shown(value)} stands in more than one claim; each needs its own.")
