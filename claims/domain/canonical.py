"""Canonical JSON (RFC 8785): the one byte form of a document.

Narrower than the standard, so that every reader gets the same bytes: keys are ASCII, numbers are integers
below 2^53, fractions travel as decimal text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from claims.domain.errors import InvalidValue

MAX_DEPTH = 32


def encode(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a document. Raises InvalidValue naming the place that cannot be encoded."""
    _check(document, "", 0)
    try:
        return rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
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


def _check(value: Any, place: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise InvalidValue(f"{place or 'The document'} is nested too deeply.", field=place)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise InvalidValue(f"The key {key!r} at “{place}” is not ASCII text.", field=place)
            _check(inner, f"{place}.{key}".lstrip("."), depth + 1)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _check(inner, f"{place}[{number}]", depth + 1)
    elif isinstance(value, float):
        raise InvalidValue(f"“{place}” is a binary fraction; write it as decimal text.", field=place)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        raise InvalidValue(f"“{place}” is too large for a JSON number.", field=place)
    elif value is not None and not isinstance(value, str | int | bool):
        raise InvalidValue(f"“{place}” is a {type(value).__name__}, which JSON does not have.", field=place)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(f"the number {text} is not an integer")
