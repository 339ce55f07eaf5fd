"""Sparse fields: only the named members of a document, each by its path, as in `fields=statement,speaker.name`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from claims.api.document_shapes import DocumentShape
from claims.domain.errors import InvalidValue

MOST = 60
"""So many paths may be named at once."""
ALWAYS = "id"
"""Stands in every answer, named or not: what one cannot ask for again by its id is of no use."""

Tree = Mapping[str, "Tree"]
"""What is wanted, member by member; an empty tree is everything below."""


def wanted(query: QueryDict) -> Tree:
    """The members that `fields` names; an empty tree when it is not given. Raises InvalidValue for one that is none."""
    text = query.get("fields")
    if text is None:
        return {}
    if not text.strip():
        raise InvalidValue("“fields” is empty; name members, or leave it out to have all.", field="fields")
    paths = [path.strip() for path in text.split(",")]
    if len(paths) > MOST:
        raise InvalidValue(
            f"“fields” names {len(paths)} members; at most {MOST} are possible.", field="fields"
        )
    for path in paths:
        _named(path)
    tree: dict[str, Any] = {ALWAYS: {}}
    for path in sorted(paths, key=lambda one: one.count(".")):  # a whole member before what stands in it
        _put(tree, path.split("."))
    return tree


def _put(tree: dict[str, Any], path: list[str]) -> None:
    first, *below = path
    if tree.get(first) == {}:
        return  # wanted whole
    if not below:
        tree[first] = {}
    elif first in tree:
        _put(tree[first], below)
    else:
        tree[first] = {}
        level = tree[first]
        for part in below:
            level[part] = {}
            level = level[part]


def _named(path: str) -> None:
    level = members()
    seen: list[str] = []
    for part in path.split("."):
        if part not in level:
            where = f" of “{'.'.join(seen)}”" if seen else ""
            possible = ", ".join(level) or "none"
            shown = part[:40].encode("ascii", "replace").decode()
            raise InvalidValue(f"“{shown}” is no member{where}. Possible: {possible}.", field="fields")
        seen.append(part)
        level = level[part]


@cache
def members() -> Tree:
    """Every member of a document, as its description has them."""
    return _members(DocumentShape())


def _members(shape: serializers.Serializer[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in shape.fields.items():
        below = field.child if isinstance(field, serializers.ListSerializer) else field
        found[name] = _members(below) if isinstance(below, serializers.Serializer) else {}
    return found


def picked(document: bytes, tree: Tree) -> bytes:
    """The document with the wanted members alone; the bytes as they were sealed when nothing is named."""
    if not tree:
        return document
    return json.dumps(_picked(json.loads(document), tree), ensure_ascii=False).encode()


def _picked(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_picked(item, tree) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _picked(value[name], below) for name, below in tree.items() if name in value}


def tag(whole: str, tree: Tree) -> str:
    """The validator of what was picked: weak, because the commitment is that of the whole document."""
    if not tree:
        return whole
    digest = hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:12]
    return f'W/{whole[:-1]}-{digest}"'
