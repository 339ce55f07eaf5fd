"""The description of the API, as tests use it: each operation, requests made of its examples, and what answers must be.

`python -m tests.api.described --write` writes `docs/openapi.json` anew; read the difference.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema

KEPT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
SERVER = "https://claims.example"
OF_A_NIGHT = "/api/v1/export/nightly/"
"""Nothing is there before a night has passed; tests/api/test_nightly.py makes one pass."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    path: str
    method: str
    told: dict[str, Any]

    @property
    def needs_key(self) -> bool:
        """Whether nobody is answered without one."""
        return bool(self.told.get("security")) and {} not in self.told["security"]

    def parameters(self, where: str) -> list[dict[str, Any]]:
        """The parameters in the path or in the query."""
        return [one for one in self.told.get("parameters", ()) if one["in"] == where]


def operations(description: dict[str, Any]) -> Iterator[Operation]:
    """All operations."""
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            yield Operation(path, method, told)


def values(parameter: dict[str, Any]) -> list[Any]:
    """The examples of a parameter or of a body; KeyError for one without. No cursor is an example."""
    if "examples" in parameter:
        return [one["value"] for one in parameter["examples"].values()]
    if parameter.get("name") == "cursor":
        return []
    return [parameter["example"]]


def without_example(description: dict[str, Any]) -> list[str]:
    """Parameters and bodies that no example shows."""
    found = []
    for one in operations(description):
        bodies = one.told.get("requestBody", {}).get("content", {})
        asked = [(part["name"], part) for part in one.told.get("parameters", ())] + list(bodies.items())
        found += [
            f"{one.method} {one.path} {name}"
            for name, part in asked
            if name != "cursor" and not {"example", "examples"} & part.keys()
        ]
    return found


def requests(one: Operation) -> Iterator[tuple[str, Any]]:
    """Addresses made of the examples, each optional parameter by itself, and the bodies to send there."""
    path = one.path
    for part in one.parameters("path"):
        path = path.replace(f"{{{part['name']}}}", quote(str(values(part)[0]), safe=""))
    needed = {part["name"]: values(part)[0] for part in one.parameters("query") if part.get("required")}
    queries = [needed]
    queries += [{**needed, part["name"]: value} for part in one.parameters("query") for value in values(part)]
    bodies = [
        value
        for content in one.told.get("requestBody", {}).get("content", {}).values()
        for value in values(content)
    ]
    for query in queries:
        for body in bodies or [None]:
            yield f"{path}?{urlencode(query)}" if query else path, body


def faults(description: dict[str, Any], one: Operation, answer: Any) -> list[str]:
    """What an answer is otherwise than the description says."""
    told = one.told["responses"].get(str(answer.status_code))
    if told is None:
        return [f"status {answer.status_code} is not described"]
    media = answer["Content-Type"].partition(";")[0]
    content = {name.partition(";")[0]: one for name, one in told.get("content", {}).items()}.get(media)
    if content is None:
        return [f"{media} is not described for {answer.status_code}"]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if media == "application/x-ndjson":
        return [] if all(json.loads(line) for line in body.splitlines()) else ["a line says nothing"]
    if not media.endswith("json"):
        return []
    whole, *sparse = content["schema"].get("anyOf", [content["schema"]])
    chosen = sparse[0] if sparse and "fields=" in answer.request["QUERY_STRING"] else whole
    schema = {**chosen, "components": description["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(json.loads(body))]


def kept() -> str:
    """The description as it is kept with the code."""
    from claims.api import description  # after Django is set up

    told = description.build(description.NOWHERE, server=SERVER)
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

    django.setup()
    if "--write" in sys.argv:
        KEPT.write_text(kept())
    print("as it is" if KEPT.exists() and KEPT.read_text() == kept() else "another one")
