"""Collections and questions from JSON lines; what cannot be read is named by file, line and field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.ingest.collection import Doc, Question

LONGEST = 20_000
"""Characters of one text; a claim or a post is far shorter."""


class Unreadable(Exception):
    """A file, or a line of it, is not what it should be."""


def docs(path: Path) -> list[Doc]:
    """The claims of a file."""
    found = [
        Doc(
            _id(line, where),
            _text(line, "text", where),
            _text(line, "speaker", where, required=False),
            _text(line, "date", where, required=False),
        )
        for where, line in _lines(path)
    ]
    return _unlike(found, path)


def questions(path: Path) -> list[Question]:
    """The questions of a file."""
    found = [Question(_id(line, where), _text(line, "text", where)) for where, line in _lines(path)]
    return _unlike(found, path)


def _unlike(found: list[Any], path: Path) -> list[Any]:
    if not found:
        raise Unreadable(f"{path} holds nothing; each line is a JSON object with “id” and “text”.")
    first: dict[str, int] = {}
    for number, one in enumerate(found, 1):
        if one.id in first:
            raise Unreadable(
                f"{path}: the id “{one.id}” stands twice, as entry {first[one.id]} and as entry {number}."
            )
        first[one.id] = number
    return found


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    where = f"{path}, line {number}"
                    yield where, _object(line, where)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{path} is not UTF-8: {error.reason}, byte {error.start} of what was being read."
        ) from error


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{where}: not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{where}: a JSON object is needed, with “id” and “text”.")
    return found


def _id(line: dict[str, Any], where: str) -> str:
    value = line.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or value.split() != [value]:
        raise Unreadable(f"{where}: “id” must be a text without blanks, or a whole number.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Unreadable(f"{where}: “id” holds half a character, which no file can hold.")
    return value


def _text(line: dict[str, Any], name: str, where: str, *, required: bool = True) -> str:
    value = line.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{where}: “{name}” must be a text{'' if required else ', or be left out'}.")
    if len(value) > LONGEST:
        raise Unreadable(f"{where}: “{name}” has {len(value)} characters; at most {LONGEST} are possible.")
    # halves of characters that no text can hold
    return value.encode("utf-8", "replace").decode("utf-8")
