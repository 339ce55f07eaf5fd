"""Loads a folder of readable JSON (article, parties, sources, ratings, claims) through the real actions.

Running it again changes nothing: what is already there (by address, name or quotation) stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from claims.actions import articles, claims, evidence, publication, records, review
from claims.domain import edtf
from claims.domain.anchors import locate
from claims.models import (
    Article,
    ArticleVersion,
    Claim,
    Derivation,
    Evidence,
    Outlet,
    Rating,
    RatingScale,
    ReplyRequest,
    Source,
    Speaker,
    SpeakerRole,
    User,
    Verdict,
)

GAP = "[…]"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what: the one who extracts, the two who review, and the editor who publishes."""

    extractor: User
    reviewer: User
    second_reviewer: User
    editor: User


@dataclass(slots=True)
class Loaded:
    """Rows by the keys that the files use."""

    speakers: dict[str, Speaker] = field(default_factory=dict)
    roles: dict[str, SpeakerRole] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)


def load(folder: Path, *, cast: Cast, say: Say) -> int:
    """Loads the folder; says how many claims were added."""
    say(f"Reading {folder.name} …")
    version = _article(_read(folder, "article"), cast)
    loaded = Loaded()
    _parties(_read(folder, "parties"), loaded, cast)
    _sources(_read(folder, "sources"), loaded, cast)
    _ratings(_read(folder, "ratings"), loaded, cast)
    say(f"{len(loaded.speakers)} parties and {len(loaded.sources)} sources are in place.")
    added = 0
    for item in _read(folder, "claims"):
        if Claim.objects.filter(version=version, exact=item["exact"]).exists():
            continue
        _claim(item, version, loaded, cast)
        added += 1
        say(f"  {item['until']}: {item['statement']}")
    return added


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def _date(value: Mapping[str, Any] | None) -> edtf.EDTFValue:
    if value is None:
        return edtf.unknown()
    not_before, not_after = (
        date.fromisoformat(value[key]) if key in value else None for key in ("not_before", "not_after")
    )
    return edtf.parse(
        value["edtf"], basis=value["basis"], text=value["text"], not_before=not_before, not_after=not_after
    )


def _article(data: Mapping[str, Any], cast: Cast) -> ArticleVersion:
    outlet = Outlet.objects.filter(name=data["outlet"]["name"]).first()
    outlet = outlet or records.add(Outlet, by=cast.extractor, **data["outlet"])
    article = Article.objects.filter(url=data["url"]).first()
    if article is None:
        article = records.add(
            Article,
            by=cast.extractor,
            outlet=outlet,
            published=_date(data["published"]),
            **{key: data[key] for key in ("url", "headline", "authors", "language")},
        )
    text = f"\n{GAP}\n".join(data["passages"])
    known = article.versions.filter(text=text).first()
    return known or articles.capture(
        article=article,
        text=text,
        by=cast.extractor,
        at=datetime.fromisoformat(data["captured_at"]),
        how=data["captured_how"],
        full_text_length=data["full_length"],
        full_text_sha256=data["full_sha256"],
    )


def _parties(data: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    waiting = dict(data["speakers"])
    while waiting:
        for key, item in list(waiting.items()):
            body = item.get("institution")
            if body is not None and body not in loaded.speakers:
                continue
            values = {name: value for name, value in item.items() if name != "institution"}
            known = Speaker.objects.filter(name=item["name"], kind=item["kind"]).first()
            loaded.speakers[key] = known or records.add(
                Speaker, by=cast.extractor, institution=loaded.speakers[body] if body else None, **values
            )
            del waiting[key]
    for key, item in data["roles"].items():
        speaker = loaded.speakers[item["speaker"]]
        held = speaker.roles.filter(title=item["title"]).first()
        loaded.roles[key] = held or records.add(
            SpeakerRole,
            by=cast.extractor,
            speaker=speaker,
            title=item["title"],
            organization=loaded.speakers[item["organization"]] if item["organization"] else None,
            valid=_date(item["valid"]),
        )


def _sources(data: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    for key, item in data["sources"].items():
        known = Source.objects.filter(url=item["url"]).first()
        loaded.sources[key] = known or records.add(
            Source, by=cast.extractor, **{**item, "published": _date(item["published"])}
        )
    for item in data["derivations"]:
        source = loaded.sources[item["source"]]
        origin = loaded.speakers[item["origin"]] if "origin" in item else None
        before = loaded.sources[item["from"]] if "from" in item else None
        if source.derivations.filter(origin=origin, from_source=before).exists():
            continue
        records.add(
            Derivation,
            by=cast.extractor,
            source=source,
            origin=origin,
            from_source=before,
            how=item["how"],
            basis=item["basis"],
            note=item["note"],
        )


def _ratings(data: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    scale = RatingScale.objects.filter(name=data["name"]).first()
    scale = scale or records.add(
        RatingScale, by=cast.editor, **{key: data[key] for key in ("name", "best", "worst")}
    )
    for item in data["ratings"]:
        known = scale.ratings.filter(label=item["label"]).first()
        loaded.ratings[item["label"]] = known or records.add(Rating, by=cast.editor, scale=scale, **item)


def _claim(item: Mapping[str, Any], version: ArticleVersion, loaded: Loaded, cast: Cast) -> None:
    now = timezone.now()
    claim = claims.propose(
        version=version,
        exact=item["exact"],
        by=cast.extractor,
        at=now,
        parts_of={"spans": list(_spans(item, version)), "quantities": list(_quantities(item))},
        speaker=loaded.speakers[item["speaker"]],
        speaker_role=loaded.roles[item["speaker_role"]] if item["speaker_role"] else None,
        said=_date(item["said"]),
        about=_date(item["about"]),
        demonstration=True,
        **{key: item[key] for key in PLAIN},
    )
    claim = review.accept(claim=claim, rev=claim.rev, by=cast.reviewer)
    claim = review.start(claim=claim, rev=claim.rev, by=cast.reviewer)
    _support(claim, item, loaded, cast)
    claim = claims.fresh(claim)
    claim = review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)
    review.approve(
        claim=claim, rev=claim.rev, by=cast.second_reviewer, at=timezone.now(), note="Demonstration account."
    )
    publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())


PLAIN = (
    "statement",
    "quotation",
    "translated",
    "speaker_basis",
    "cue",
    "modality",
    "hedges",
    "claim_type",
    "topic",
    "places",
    "check_worthiness",
    "concerns_living_person",
)


def _spans(item: Mapping[str, Any], version: ArticleVersion) -> Iterator[dict[str, Any]]:
    place = locate(version.text, item["exact"])
    for words, role in item["spans"]:
        inner = place.start if words == "*" else place.start + item["exact"].index(words)
        yield {"start": inner, "end": inner + len(item["exact"] if words == "*" else words), "role": role}


def _quantities(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for figure in item["quantities"]:
        yield {**figure, "at": _date(figure["at"]) if "at" in figure else None}


def _support(claim: Claim, item: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    def rev() -> int:
        return claims.fresh(claim).rev

    for found in item["evidence"]:
        values = {**found, "source": loaded.sources[found["source"]]}
        evidence.attach(Evidence, claim=claim, rev=rev(), by=cast.reviewer, **values)
    for asked in item["replies"]:
        values = {**asked, "who": loaded.speakers[asked["who"]]}
        evidence.attach(ReplyRequest, claim=claim, rev=rev(), by=cast.reviewer, **values)
    if item["verdict"]:
        values = {**item["verdict"], "rating": loaded.ratings[item["verdict"]["rating"]]}
        evidence.attach(Verdict, claim=claim, rev=rev(), by=cast.reviewer, **values)
