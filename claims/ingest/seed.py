"""Loads a folder of readable JSON through the real actions.

The folder is checked as a whole first. Then what claims stand on is written in one transaction, and each
claim in one of its own, so that nothing is ever left half-done. Running it again changes nothing: what is
already there (by address, name or quotation) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from claims.actions import articles, claims, evidence, publication, records, review
from claims.actions.transactions import one_transaction
from claims.domain.errors import DomainError, InvalidValue, Problem
from claims.ingest.folder import Folder, date_of, moment_of, read, spans_of
from claims.ingest.rehearsal import PLAIN
from claims.ingest.shapes import STEPS
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
    """Loads the folder; says how many claims were added.

    Raises InvalidValue with every problem of the files before anything is written, or the DomainError of an
    action, its problems named by file and key.
    """
    say(f"Reading {folder.name} …")
    files = read(folder)
    loaded = Loaded()
    with one_transaction():
        version = _article(files, cast)
        _parties(files.parties, loaded, cast)
        _sources(files.sources, loaded, cast)
        _ratings(files.ratings, loaded, cast)
    say(f"{len(loaded.speakers)} parties and {len(loaded.sources)} sources are in place.")
    added = 0
    for item in files.claims:
        if Claim.objects.filter(version=version, exact=item["exact"]).exists():
            continue
        with _about(f"claims.json › {item['key']}"), one_transaction():
            _claim(item, version, loaded, cast)
        added += 1
        say(f"  {item['until']}: {item['statement']}")
    return added


@contextmanager
def _about(place: str) -> Iterator[None]:
    """Problems raised inside say which item of which file they are about."""
    try:
        yield
    except DomainError as error:
        problems = tuple(
            Problem(where := f"{place} › {one.field}" if one.field else place, f"{where}: {one.message}")
            for one in error.problems
        )
        raise InvalidValue(f"{place} cannot be loaded.", problems=problems) from error


def _article(files: Folder, cast: Cast) -> ArticleVersion:
    data = files.article
    with _about("article.json"):
        outlet = Outlet.objects.filter(name=data["outlet"]["name"]).first()
        outlet = outlet or records.add(Outlet, by=cast.extractor, **data["outlet"])
        article = Article.objects.filter(url=data["url"]).first()
        if article is None:
            article = records.add(
                Article,
                by=cast.extractor,
                outlet=outlet,
                published=date_of(data["published"]),
                **{key: data[key] for key in ("url", "headline", "authors", "language")},
            )
        known = article.versions.filter(text=files.text).first()
        return known or articles.capture(
            article=article,
            text=files.text,
            by=cast.extractor,
            at=moment_of(data["captured_at"]),
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
            known = Speaker.objects.filter(
                name=item["name"], kind=item["kind"], disambiguation=item.get("disambiguation", "")
            ).first()
            with _about(f"parties.json › speakers.{key}"):
                loaded.speakers[key] = known or records.add(
                    Speaker, by=cast.extractor, institution=loaded.speakers[body] if body else None, **values
                )
            del waiting[key]
    for key, item in data["roles"].items():
        speaker = loaded.speakers[item["speaker"]]
        held = speaker.roles.filter(title=item["title"]).first()
        with _about(f"parties.json › roles.{key}"):
            loaded.roles[key] = held or records.add(
                SpeakerRole,
                by=cast.extractor,
                speaker=speaker,
                title=item["title"],
                organization=loaded.speakers[item["organization"]] if item["organization"] else None,
                valid=date_of(item["valid"]),
            )


def _sources(data: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    for key, item in data["sources"].items():
        known = Source.objects.filter(url=item["url"]).first()
        with _about(f"sources.json › sources.{key}"):
            loaded.sources[key] = known or records.add(
                Source, by=cast.extractor, **{**item, "published": date_of(item["published"])}
            )
    for number, item in enumerate(data["derivations"]):
        source = loaded.sources[item["source"]]
        origin = loaded.speakers[item["origin"]] if "origin" in item else None
        before = loaded.sources[item["from"]] if "from" in item else None
        if source.derivations.filter(origin=origin, from_source=before).exists():
            continue
        with _about(f"sources.json › derivations[{number}]"):
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
    with _about("ratings.json"):
        scale = RatingScale.objects.filter(name=data["name"]).first()
        scale = scale or records.add(
            RatingScale, by=cast.editor, **{key: data[key] for key in ("name", "best", "worst")}
        )
        for item in data["ratings"]:
            known = scale.ratings.filter(label=item["label"]).first()
            loaded.ratings[item["label"]] = known or records.add(Rating, by=cast.editor, scale=scale, **item)


def _claim(item: Mapping[str, Any], version: ArticleVersion, loaded: Loaded, cast: Cast) -> None:
    claim = claims.propose(
        version=version,
        exact=item["exact"],
        by=cast.extractor,
        at=timezone.now(),
        parts_of={"spans": spans_of(item, version.text), "quantities": list(_quantities(item))},
        speaker=loaded.speakers[item["speaker"]],
        speaker_role=loaded.roles[item["speaker_role"]] if item["speaker_role"] else None,
        said=date_of(item["said"]),
        about=date_of(item["about"]),
        demonstration=True,
        **{key: item[key] for key in PLAIN},
    )
    for step in _steps(item, loaded, cast)[: STEPS.index(item["until"])]:
        step(claims.fresh(claim))


def _steps(item: Mapping[str, Any], loaded: Loaded, cast: Cast) -> tuple[Callable[[Claim], object], ...]:
    """What takes a claim from each step of STEPS to the next."""

    def work(claim: Claim) -> None:
        review.start(claim=claim, rev=claim.rev, by=cast.reviewer)
        _support(claim, item, loaded, cast)

    def approve(claim: Claim) -> None:
        by, note = cast.second_reviewer, "Demonstration account."
        review.approve(claim=claim, rev=claim.rev, by=by, at=timezone.now(), note=note)

    return (
        lambda claim: review.accept(claim=claim, rev=claim.rev, by=cast.reviewer),
        work,
        lambda claim: review.complete(claim=claim, rev=claim.rev, by=cast.reviewer),
        approve,
        lambda claim: publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now()),
    )


def _quantities(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for figure in item["quantities"]:
        yield {**figure, "at": date_of(figure["at"]) if "at" in figure else None}


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
