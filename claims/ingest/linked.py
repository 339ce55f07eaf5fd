"""JSON-LD as others write it: read with a limit on depth and size, its objects in order, its values as clean text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 40
MOST_NODES = 50_000

_SIGNS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|([\[\]{}])', re.DOTALL)

Node = dict[str, Any]


def parsed(text: str) -> Any:
    """The value of a JSON text. Raises ValueError with the reason when it is none, or nests too deep."""
    depth = 0
    for found in _SIGNS.finditer(text):  # before json.loads, which would meet the depth with a RecursionError
        if found[1]:
            depth += 1 if found[1] in "[{" else -1
        if depth > DEEPEST:
            raise ValueError(f"it nests deeper than {DEEPEST} levels")
    return json.loads(text, strict=False, parse_constant=_refused)


def nodes(value: Any) -> Iterator[Node]:
    """Every object in a value, the outer before the inner."""
    waiting = [value]
    seen = 0
    while waiting and seen < MOST_NODES:
        one = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
        seen += 1
        if isinstance(one, dict):
            yield one
            waiting += [inner for inner in one.values() if isinstance(inner, dict | list)]
        elif isinstance(one, list):
            waiting += one[:MOST_NODES]


def types(node: Node) -> set[str]:
    """What a node says it is, without the vocabulary's address."""
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return {name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)}


def first_text(value: Any) -> str:
    """A value as text: itself, its `@value`, its name, or the first of several."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("url") or value.get("@id") or ""
        else:
            break
    return value if isinstance(value, str) else ""


def many(value: Any) -> list[Any]:
    """A value as a list."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")
