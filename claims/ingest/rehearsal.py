"""What the actions would refuse of a folder, found without writing: so that a load never ends half-way for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from claims.actions.claims import ANCHOR
from claims.actions.records import checked
from claims.domain.errors import DomainError, Problem
from claims.domain.text import LIMITS, clean_text, shown
from claims.ingest.references import rounds
from claims.models import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Evidence,
    Outlet,
    Quantity,
    Rating,
    RatingScale,
    ReplyRequest,
    ReportedFigure,
    Source,
    Speaker,
    SpeakerRole,
    Verdict,
)

if TYPE_CHECKING:
    from claims.ingest.folder import Folder

PLAIN = (
    "statement", "quotation", "translated", "speaker_basis", "cue", "modality", "hedges", "claim_type", "topic",
    "places", "check_worthiness", "concerns_living_person", "allegation_of_crime",
)  # fmt: skip
"""Keys of a claim that are its columns as they stand."""


def refusals(folder: Folder) -> Iterator[Problem]:
    """Every value that an action would refuse, at its place. The dates of the folder must be readable."""
    yield from _article(folder)
    for key, item in folder.parties["speakers"].items():
        values = {name: value for name, value in item.items() if name != "institution"}
        yield from _tried(f"parties.json › speakers.{key}", Speaker, values)
    for key, item in folder.parties["roles"].items():
        yield from _tried(
            f"parties.json › roles.{key}", SpeakerRole, {"title": item["title"]}, ("speaker", "valid")
        )
    for key, item in folder.sources["sources"].items():
        values = {name: value for name, value in item.items() if name != "published"}
        yield from _tried(f"sources.json › sources.{key}", Source, values, ("published",))
    scale = {name: folder.ratings[name] for name in ("name", "best", "worst")}
    yield from _tried("ratings.json", RatingScale, scale)
    for number, item in enumerate(folder.ratings["ratings"]):
        yield from _tried(f"ratings.json › ratings[{number}]", Rating, item, ("scale",))
    for item in folder.claims:
        yield from _claim(item)
        for where, holder in rounds(item):
            yield from _support(f"claims.json › {item['key']} › {where}", holder)
        yield from _not_printed(item, folder.text)


def _article(folder: Folder) -> Iterator[Problem]:
    data = folder.article
    yield from _tried("article.json › outlet", Outlet, data["outlet"])
    values = {name: data[name] for name in ("url", "headline", "authors", "language")}
    yield from _tried("article.json", Article, values, ("outlet", "published"))
    try:
        clean_text(folder.text, field="passages", limit=LIMITS["article"], multiline=True, captured=True)
    except DomainError as error:
        yield Problem("article.json › passages", f"article.json › passages: {error.message}")


def _claim(item: Mapping[str, Any]) -> Iterator[Problem]:
    place = f"claims.json › {item['key']}"
    apart = (*ANCHOR, "speaker", "said", "about")
    yield from _tried(place, Claim, {name: item[name] for name in PLAIN if name in item}, apart)
    for number, figure in enumerate(item["quantities"]):
        values = {name: value for name, value in figure.items() if name != "at"}
        yield from _tried(f"{place} › quantities[{number}]", Quantity, values, ("claim", "position"))
    for number, asked in enumerate(item["replies"]):
        values = {name: value for name, value in asked.items() if name != "who"}
        yield from _tried(f"{place} › replies[{number}]", ReplyRequest, values, ("claim", "who"))
    for number, link in enumerate(item.get("attribution", ())):
        values = {name: link[name] for name in ("cue", "hedges")}
        yield from _tried(
            f"{place} › attribution[{number}]", Attribution, values, ("claim", "position", "speaker")
        )
    for number, link in enumerate(item.get("links", ())):
        values = {name: link[name] for name in ("kind", "note", "basis")}
        yield from _tried(f"{place} › links[{number}]", ClaimLink, values, ("claim", "other"))
    if "correction" in item:
        try:
            clean_text(item["correction"]["reason"], field="reason", limit=LIMITS["reason"])
        except DomainError as error:
            where = f"{place} › correction.reason"
            yield Problem(where, f"{where}: {error.message}")


def _support(place: str, item: Mapping[str, Any]) -> Iterator[Problem]:
    for number, found in enumerate(item["evidence"]):
        values = {name: value for name, value in found.items() if name not in ("source", "figures")}
        yield from _tried(f"{place}evidence[{number}]", Evidence, values, ("claim", "source"))
        for nth, figure in enumerate(found.get("figures", ())):
            where = f"{place}evidence[{number}].figures[{nth}]"
            values = {name: value for name, value in figure.items() if name != "at"}
            yield from _tried(where, ReportedFigure, values, ("claim", "evidence", "position"))
            if figure["text"] not in found["excerpt"]:
                said = shown(figure["text"])
                yield Problem(f"{where}.text", f"{where}.text: {said} does not stand in the excerpt.")
    if item.get("verdict"):
        values = {
            name: value for name, value in item["verdict"].items() if name not in ("rating", "recheck_on")
        }
        yield from _tried(f"{place}verdict", Verdict, values, ("claim", "rating"))


def _not_printed(item: Mapping[str, Any], text: str) -> Iterator[Problem]:
    words = [("cue", item["cue"])]
    words += [(f"hedges[{number}]", hedge) for number, hedge in enumerate(item["hedges"])]
    words += [
        (f"attribution[{number}].cue", link["cue"]) for number, link in enumerate(item.get("attribution", ()))
    ]
    words += [
        (f"quantities[{number}].text", figure["text"]) for number, figure in enumerate(item["quantities"])
    ]
    for field, printed in words:
        if printed not in text:
            where = f"claims.json › {item['key']} › {field}"
            yield Problem(where, f"{where}: {shown(printed)} does not stand in the passages.")


def _tried(
    place: str, model: type[Model], values: Mapping[str, Any], apart: Collection[str] = ()
) -> Iterator[Problem]:
    try:
        checked(model, values, whole=True, apart=apart)
    except DomainError as error:
        for problem in error.problems:
            inner = "[" in place or "speakers." in place or "roles." in place or "sources." in place
            where = f"{place}{'.' if inner or place.endswith('verdict') else ' › '}{problem.field}"
            yield Problem(where, f"{where}: {problem.message}")
