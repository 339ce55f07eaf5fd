"""Canonical JSON (RFC 8785): the one byte form of a document.

Narrower than the standard, so that every reader gets the same bytes: keys are ASCII, numbers are integers
below 2^53, fractions travel as decimal text. Of such documents Python's own encoder writes these bytes when keys are
sorted and nothing is put between; tests hold it to the library `rfc8785` (decision 52).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from claims.domain.errors import InvalidValue

MAX_DEPTH = 32
LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps."""

_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def encode(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a document. Raises InvalidValue naming the place that cannot be encoded."""
    _check(document, ())
    try:
        return _written(dict(document)).encode()
    except (TypeError, ValueError) as error:
        raise InvalidValue(f"The document cannot be written: {error}.", field="document") from error


def digest(data: bytes) -> str:
    """The SHA-256 of canonical bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes) -> dict[str, Any]:
    """The document behind canonical bytes; refuses duplicate keys, fractions and anything not canonical."""
    try:
        document = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"The document cannot be read: {error}.", field="document") from error
    if not isinstance(document, dict) or encode(document) != data:
        raise InvalidValue("The document is not in canonical form.", field="document")
    return document


_Place = tuple[str | int, ...]
"""Where something stands in a document: keys and positions from the outermost on."""


def _check(value: Any, path: _Place) -> None:
    if len(path) > MAX_DEPTH:
        raise _refused(path, "is nested too deeply")
    deepest = len(path) == MAX_DEPTH  # elsewhere nothing can be wrong with a text
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise _refused(path, f"has the key {key!r}, which is not ASCII text")
            if deepest or type(inner) is not str:
                _check(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            if deepest or type(inner) is not str:
                _check(inner, (*path, number))
    elif isinstance(value, float):
        raise _refused(path, "is a binary fraction; write it as decimal text")
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        raise _refused(path, "is too large for a JSON number")
    elif value is not None and not isinstance(value, str | int | bool):
        raise _refused(path, f"is a {type(value).__name__}, which JSON does not have")


def _refused(path: _Place, why: str) -> InvalidValue:
    """What is wrong, and where: `a[1].b`."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    return InvalidValue(f"{f'“{place}”' if place else 'The document'} {why}.", field=place)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(f"the number {text} is not an integer")
