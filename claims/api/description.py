"""The description of the API (OpenAPI 3.1), in which every parameter has an example that works on this very site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, parameters
from claims.api.views import problems_of
from claims.domain.text import LIMITS
from claims.reads import published
from claims.reads.sandbox import sandbox
from claims.web import retiring

MEDIA_TYPE = "application/vnd.oai.openapi+json"
NOWHERE = {
    "claim": "b7d3fhk2m9", "number": 1, "article": "c4g8jmp3q7", "speaker": "d5h9kn4rt6", "source": "f2k7mvx3w8",
    "topic": "militant strength", "rating": "unproven", "outlet": "Eurasianet", "publisher": "Reuters",
    "webhook": "g6j9mpr4t2",
}  # fmt: skip
"""Examples for a site where nothing was published yet, and for the description that is kept with the code."""
BY_NAME = {
    "limit": 2, "wait": 0, "status": "rated", "kind": "person", "Range": "bytes=0-99",
    "Want-Repr-Digest": "sha-256=1",
}  # fmt: skip
"""Examples that work everywhere."""

SANDBOX = "/api/sandbox/"
ID = "[0-9a-z]{10}"
WORDS = {"topic": "word", "rating": "word", "outlet": "word", "publisher": "title"}
"""Parameters that are words of documents, with their limits."""
PLAIN = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufffd-\uffff]*$"
"""Text of one line, without signs that no document holds."""
EVERYWHERE = {
    "401": "The key that was sent opens nothing.",
    "403": "The key that was sent is for other addresses.",
    "429": "Too many requests; the header `Retry-After` says when to ask again.",
}
"""What every address may answer, with a problem."""

Value = dict[str, Any]


class Description(APIView):
    """The API's description."""

    @extend_schema(
        summary="This description (OpenAPI 3.1)",
        responses={(200, MEDIA_TYPE): OpenApiTypes.OBJECT, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """The one OpenAPI document there is."""
        parameters.only(request.query_params, ())
        answer = HttpResponse(_written(tuple(of_this_site().items())), content_type=MEDIA_TYPE)
        answer["Link"] = answers.links(("/api/v1/docs/", "service-doc", "text/html"))
        answer["Cache-Control"] = answers.CACHE
        return answer


def here() -> Value:
    """The description with examples of this site."""
    found: Value = json.loads(_written(tuple(of_this_site().items())))
    return found


@lru_cache(maxsize=4)
def _written(examples: tuple[tuple[str, Any], ...]) -> bytes:
    return json.dumps(build(dict(examples), server=settings.PUBLIC_URL), ensure_ascii=False).encode()


def build(examples: Mapping[str, Any], *, server: str) -> Value:
    """The description with these examples, for this server."""
    found: Value = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # has no types
    found["servers"] = [{"url": server}]
    for path, operations in found["paths"].items():
        for operation in operations.values():
            _say_what_all_may_answer(operation["responses"])
            _say_that_bodies_are_whole(operation, found["components"]["schemas"])
            _say_once_who_may_ask(operation)
            for parameter in operation.get("parameters", ()):
                _narrow(parameter)
                if not {"example", "examples"} & parameter.keys():
                    _exemplify(path, parameter, examples)
            if any(one["name"] == "fields" for one in operation.get("parameters", ())):
                _may_be_sparse(operation, found["components"]["schemas"])
    retiring.marked(found["paths"], retiring.RETIRING)
    return found


def of_this_site() -> dict[str, Any]:
    """Ids and words that published documents have, for examples. Two queries at most."""
    found = published.example()
    if found is None:
        return dict(NOWHERE)
    document = found.value()
    sources = [item["source"] for item in document["evidence"]]
    told = {
        "claim": document["id"],
        "number": document["number"],
        "article": document["article"]["id"],
        "speaker": document["speaker"]["id"],
        "topic": document["topic"],
        "rating": (document["verdict"] or {}).get("rating"),
        "outlet": document["article"]["outlet"],
        **({"source": sources[0]["id"], "publisher": sources[0]["publisher"]} if sources else {}),
    }
    return {**NOWHERE, **{key: value for key, value in told.items() if value}}


def _say_what_all_may_answer(responses: Value) -> None:
    problem = next(one for code, one in responses.items() if code.startswith("4"))
    for code, told in EVERYWHERE.items():
        responses.setdefault(code, {**problem, "description": told})


def _say_once_who_may_ask(operation: Value) -> None:
    found = operation.get("security", [])
    operation["security"] = [one for at, one in enumerate(found) if one not in found[:at]]


def _say_that_bodies_are_whole(operation: Value, shapes: Value) -> None:
    """What is sent may hold nothing besides what is described: it would be passed over in silence."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shapes[content["schema"]["$ref"].rpartition("/")[2]].setdefault("additionalProperties", False)


def _narrow(parameter: Value) -> None:
    """Says of ids how they are written, and of words which signs they cannot hold. An empty one is left out."""
    name, schema = parameter["name"], parameter["schema"]
    if name in ("public_id", "after", *parameters.IDS):
        schema["pattern"] = f"^{ID}$"
    elif name in WORDS:
        schema |= {"pattern": PLAIN, "minLength": 1, "maxLength": LIMITS[WORDS[name]]}
    elif name in parameters.MOMENTS:
        schema["pattern"] = f"^{parameters.MOMENT}$"
    elif name in ("cursor", "fields", *parameters.RANGES):
        schema["minLength"] = 1


def _exemplify(path: str, parameter: Value, examples: Mapping[str, Any]) -> None:
    """Gives a parameter its example; one of which nobody knows any gets none, and a test asks for it.

    A cursor has none: it is of the answer before.
    """
    name, schema = parameter["name"], parameter["schema"]
    if name == "public_id":
        parameter["example"] = _id(path, examples)
    elif name == "after":
        parameter["example"] = examples["claim"]
    elif name in examples:
        parameter["example"] = examples[name]
    elif name in BY_NAME:
        parameter["example"] = BY_NAME[name]
    elif "enum" in schema:
        parameter["example"] = schema["enum"][0]
    elif schema.get("type") == "integer":
        parameter["example"] = schema.get("minimum", 1)
    elif schema.get("type") == "boolean":
        parameter["example"] = True


def _id(path: str, examples: Mapping[str, Any]) -> str:
    """An id of what the address is about; the sandbox has its own claims, which never change."""
    if path.startswith(SANDBOX):
        return str(next(json.loads(one.document)["id"] for one in sandbox().documents() if one.document))
    return str(examples[path.split("/{")[0].rpartition("/")[2].removesuffix("s")])


def _may_be_sparse(operation: Value, shapes: Value) -> None:
    """Says that with `fields` the documents of a page have only some of their members."""
    content = operation["responses"]["200"]["content"]["application/json"]
    name = content["schema"]["$ref"].rpartition("/")[2]
    some = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}},
        "additionalProperties": True,
    }
    if "results" not in shapes[name]["properties"]:
        shapes[f"Sparse{name}"] = {**some, "description": "The members that `fields` names."}
    else:
        properties = {**shapes[name]["properties"], "results": {"type": "array", "items": some}}
        told = "The same page when `fields` names the members that are wanted."
        shapes[f"Sparse{name}"] = {**shapes[name], "properties": properties, "description": told}
    content["schema"] = {"anyOf": [content["schema"], {"$ref": f"#/components/schemas/Sparse{name}"}]}
