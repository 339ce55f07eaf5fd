"""A folder of readable JSON (article, parties, sources, ratings, claims), read and checked as a whole.

Everything that can be wrong without asking the database is said at once, before anything is written: each
problem names its file, the item by the key that the file uses, and the field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from claims.actions.cleaning import clean_moment
from claims.domain import edtf
from claims.domain.anchors import GAP, Anchor, locate
from claims.domain.errors import DomainError, InvalidValue, Problem
from claims.domain.text import refuse_unstorable, shown
from claims.ingest import references, rehearsal
from claims.ingest.shapes import SHAPES, misshapen, place_of

WHOLE = "*"


@dataclass(frozen=True, slots=True)
class Folder:
    """What the five files say."""

    article: Mapping[str, Any]
    parties: Mapping[str, Any]
    sources: Mapping[str, Any]
    ratings: Mapping[str, Any]
    claims: list[Mapping[str, Any]]

    @property
    def text(self) -> str:
        """The captured text: its passages, gaps between them marked."""
        return f"\n{GAP}\n".join(self.article["passages"])


def read(folder: Path) -> Folder:
    """The folder's content. Raises InvalidValue with every problem that was found."""
    problems: list[Problem] = []
    files = {name: _parsed(folder, name, problems) for name in SHAPES}
    for name, data in files.items():
        if data is not None:
            problems += misshapen(name, data)
    if not problems:
        found = Folder(**files)
        problems += [*_bad_values(found), *references.problems(found)]
        problems = problems or list(rehearsal.refusals(found))
    if problems:
        count = f"{len(problems)} problems" if len(problems) > 1 else "a problem"
        raise InvalidValue(
            f"The folder {folder.name} has {count}; nothing was loaded.", problems=tuple(problems)
        )
    return found


@contextmanager
def about(place: str) -> Iterator[None]:
    """Problems raised inside say which item of which file they are about."""
    try:
        yield
    except DomainError as error:
        problems = tuple(
            Problem(where := f"{place} › {one.field}" if one.field else place, f"{where}: {one.message}")
            for one in error.problems
        )
        raise InvalidValue(f"{place} cannot be loaded.", problems=problems) from error


def date_of(value: Mapping[str, Any] | None) -> edtf.EDTFValue:
    """The date that a file's `{edtf, basis, text, not_before, not_after}` gives; none at all for null."""
    if value is None:
        return edtf.unknown()
    not_before, not_after = (
        date.fromisoformat(value[key]) if key in value else None for key in ("not_before", "not_after")
    )
    return edtf.parse(
        value["edtf"], basis=value["basis"], text=value["text"], not_before=not_before, not_after=not_after
    )


def moment_of(text: str) -> datetime:
    """An ISO moment. Raises ValueError when it has no time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone, as in 2026-11-23T00:00:00Z")
    return clean_moment(moment, field="captured_at")


def place_in(item: Mapping[str, Any], text: str) -> Anchor:
    """Where a claim's quotation stands; `occurrence` tells apart words that the text prints more than once."""
    if "occurrence" not in item:
        return locate(text, item["exact"])
    start = -1
    for _ in range(item["occurrence"]):
        start = text.find(item["exact"], start + 1)
        if start < 0:
            raise InvalidValue(f"The quotation does not stand in the text {item['occurrence']} times.")
    return locate(text, item["exact"], near=start)


def spans_of(item: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """The spans of a claim as places in the captured text."""
    place = place_in(item, text)
    found = []
    for words, role in item["spans"]:
        inner = 0 if words == WHOLE else locate(item["exact"], words, field="spans").start
        length = len(item["exact"] if words == WHOLE else words)
        start = place.start + inner
        found.append({"start": start, "end": start + length, "role": role})
    return found


def _parsed(folder: Path, name: str, problems: list[Problem]) -> Any:
    file = f"{name}.json"
    try:
        return json.loads((folder / file).read_text(encoding="utf-8"), object_pairs_hook=_no_duplicates)
    except FileNotFoundError:
        reason = f"there is no such file in {folder}"
    except OSError as error:
        reason = f"it cannot be opened: {error.strerror}"
    except json.JSONDecodeError as error:
        reason = f"it is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError) as error:
        reason = f"it cannot be read: {error}"
    problems.append(Problem(file, f"{file}: {reason}."))
    return None


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {shown(next(key for key in keys if keys.count(key) > 1))} stands twice")
    return found


def _bad_values(folder: Folder) -> Iterator[Problem]:
    files = {
        "article": folder.article,
        "parties": folder.parties,
        "sources": folder.sources,
        "ratings": folder.ratings,
        "claims": folder.claims,
    }
    for name, data in files.items():
        for path, value in _walk(data, []):
            place = place_of(name, data, path)
            if isinstance(value, str):
                captured = path[:1] == ["passages"]
                check = partial(refuse_unstorable, value, field="", multiline=True, captured=captured)
                yield from _tried(place, check)
            elif isinstance(value, dict) and "edtf" in value:
                yield from _tried(place, partial(date_of, value))
    yield from _tried("article.json › captured_at", partial(moment_of, folder.article["captured_at"]))
    for item in folder.claims:
        place = f"claims.json › {item['key']}"
        yield from _tried(f"{place} › exact", partial(spans_of, item, folder.text))
        for where, holder in references.rounds(item):
            recheck = (holder.get("verdict") or {}).get("recheck_on")
            if recheck is not None:
                yield from _tried(
                    f"{place} › {where}verdict.recheck_on", partial(date.fromisoformat, recheck)
                )


def _walk(value: Any, path: list[Any]) -> Iterator[tuple[list[Any], Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _walk(item, [*path, key])


def _tried(place: str, attempt: Callable[[], object]) -> Iterator[Problem]:
    try:
        attempt()
    except DomainError as error:
        yield Problem(place, f"{place}: {error.message}")
    except ValueError as error:
        yield Problem(place, f"{place}: {error}.")
