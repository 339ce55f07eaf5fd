"""Loads a folder of readable JSON through the real actions.

The folder is checked as a whole first. Then what claims stand on is written in one transaction, and each
claim in one of its own, so that nothing is ever left half-done. Running it again changes nothing: what is
already there (by address, name or quotation) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from claims.actions import articles, records, suppositions
from claims.actions.transactions import one_transaction
from claims.ingest import lives
from claims.ingest.folder import Folder, about, date_of, moment_of, read
from claims.ingest.lives import Cast, Loaded
from claims.models import (
    Article,
    ArticleVersion,
    Derivation,
    Outlet,
    Rating,
    RatingScale,
    Source,
    Speaker,
    SpeakerRole,
)

__all__ = ["Cast", "load"]

Say = Callable[[str], None]


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
        with about(f"claims.json › {item['key']}"), one_transaction():
            known = lives.standing(item, version)
            loaded.claims[item["key"]] = known or lives.lead(item, version, loaded, cast)
        if known is None:
            added += 1
            say(f"  {added:3} {item['until']}: {item['statement']}")
    if added:
        found = suppositions.look_for_links(among=loaded.claims.values(), by=cast.machine)
        say(
            f"The machine supposes {len(found)} relations among the claims; people decide on them at the desk."
        )
    return added


def _article(files: Folder, cast: Cast) -> ArticleVersion:
    data = files.article
    with about("article.json"):
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
            with about(f"parties.json › speakers.{key}"):
                loaded.speakers[key] = known or records.add(
                    Speaker, by=cast.extractor, institution=loaded.speakers[body] if body else None, **values
                )
            del waiting[key]
    for key, item in data["roles"].items():
        speaker = loaded.speakers[item["speaker"]]
        held = speaker.roles.filter(title=item["title"]).first()
        with about(f"parties.json › roles.{key}"):
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
        with about(f"sources.json › sources.{key}"):
            loaded.sources[key] = known or records.add(
                Source, by=cast.extractor, **{**item, "published": date_of(item["published"])}
            )
    for number, item in enumerate(data["derivations"]):
        source = loaded.sources[item["source"]]
        origin = loaded.speakers[item["origin"]] if "origin" in item else None
        before = loaded.sources[item["from"]] if "from" in item else None
        if source.derivations.filter(origin=origin, from_source=before).exists():
            continue
        with about(f"sources.json › derivations[{number}]"):
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
    with about("ratings.json"):
        scale = RatingScale.objects.filter(name=data["name"]).first()
        scale = scale or records.add(
            RatingScale, by=cast.editor, **{key: data[key] for key in ("name", "best", "worst")}
        )
        for item in data["ratings"]:
            known = scale.ratings.filter(label=item["label"]).first()
            loaded.ratings[item["label"]] = known or records.add(Rating, by=cast.editor, scale=scale, **item)
