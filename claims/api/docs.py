"""The page of the API: every address with its parameters, an example to run, and the shapes of answers, for people.

It is made from the description, on the server, and needs no script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, description, parameters
from claims.formats import catalogue
from claims.reads import log, published
from claims.web import retiring
from claims.web.conditional import is_known
from claims.web.form import FORM
from claims.web.problems import MEANINGS, TITLES

GROUPS = (
    "claims",
    "articles",
    "speakers",
    "sources",
    "corrections",
    "series",
    "changes",
    "match",
    "export",
    "log",
)
"""The groups in their order; others follow in that of the description."""
BODIES = ("get", "post", "put", "patch", "delete")
TYPES = {
    "integer": "whole number",
    "string": "text",
    "boolean": "true or false",
    "number": "number",
    "object": "object",
}
Value = dict[str, Any]


class Page(APIView):
    """The page of the API; it only reads, as all of it."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        """The page, or 304."""
        return page(request._request)


def page(request: HttpRequest) -> HttpResponse:
    """The page; it shows examples of this site, and says what a reader of the description is told."""
    here = log.identity()
    tag = f'W/"docs-{here.log_id[:8]}-{here.epoch}-{here.size}-{FORM}"'
    if is_known(request, tag):
        return answers.not_modified(tag)
    told = description.here()
    groups = list(_groups(told))
    context = {
        "site": settings.SITE_NAME,
        "public_url": settings.PUBLIC_URL,
        "canonical": f"{settings.PUBLIC_URL}/api/v1/docs/",
        "title": told["info"]["title"],
        "groups": groups,
        "first": next((one for group in groups for one in group["operations"] if one["example"]), None),
        "shapes": [
            _shape(name, shape, told["components"]["schemas"])
            for name, shape in told["components"]["schemas"].items()
            if _is_shown(shape)
        ],
        "problems": [(code, str(TITLES[code]), str(MEANINGS[code])) for code in TITLES],
        "retiring": retiring.RETIRING,
        "notice": retiring.NOTICE.days,
        "limits": {
            "anonymous": f"{settings.API_ANONYMOUS_A_MINUTE:,}",
            "minute": f"{settings.API_KEY_A_MINUTE:,}",
            "day": f"{settings.API_KEY_A_DAY:,}",
            "page": parameters.MAX_LIMIT,
            "feed": f"{parameters.MAX_FEED_LIMIT:,}",
            "wait": parameters.MAX_WAIT,
        },
        "forms": list(_forms()),
    }
    answer = render(request, "claims/api.html", context)
    answer["ETag"], answer["Cache-Control"] = tag, answers.CACHE
    answer["Link"] = answers.links(("/api/v1/openapi.json", "service-desc", None))
    return answer


def _code(text: str) -> SafeString:
    """A text whose `names` stand as code."""
    parts = text.split("`")
    marked = ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in enumerate(parts))
    return format_html_join("", "{}", marked)


def _groups(told: Value) -> Iterator[Value]:
    found: dict[str, list[Value]] = {}
    for path, methods in told["paths"].items():
        for method in BODIES:
            if method in methods:
                operation = methods[method]
                found.setdefault(operation["tags"][0], []).append(_operation(path, method, operation, told))
    ordered = [name for name in GROUPS if name in found] + [name for name in found if name not in GROUPS]
    for name in ordered:
        title = name.partition(".")[0].replace("-", " ")
        yield {
            "name": name.partition(".")[0],
            "title": title[:1].upper() + title[1:],
            "operations": found[name],
        }


def _operation(path: str, method: str, operation: Value, told: Value) -> Value:
    given = operation.get("parameters", [])
    body = next(iter(operation.get("requestBody", {}).get("content", {}).values()), None)
    url = _url(path, given)
    sent = _example(body) if body else None
    needs_key = {} not in operation["security"]
    return {
        "id": re.sub(
            r"[^a-z0-9]+",
            "-",
            f"{method}-{path.partition('/v1/')[2]}{'sandbox' if 'sandbox' in path else ''}",
        ).strip("-"),
        "path": path,
        "brief": path.removeprefix("/api/v1/").removeprefix("/api/sandbox/v1/") or path,
        "parts": [(part, part.startswith("{")) for part in re.split(r"(\{[^}]*\})", path) if part],
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "told": operation.get("description", "")
        if operation.get("description") != operation.get("summary")
        else "",
        "deprecated": operation.get("deprecated", False),
        "parameters": [_parameter(one) for one in given],
        "body": _type(body["schema"]) if body else None,
        "needs_key": needs_key,
        "example": url if method == "get" and not needs_key else "",
        "curl": _curl(method, url, sent, needs_key),
        "answers": [_answer(code, one) for code, one in operation["responses"].items() if code[0] == "2"],
        "refusals": [code for code in operation["responses"] if code[0] in "45"],
    }


def _parameter(one: Value) -> Value:
    schema = one["schema"]
    shown = _example(one)
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "deprecated": one.get("deprecated", False),
        "told": _code(one.get("description", "")),
        "type": _type(schema)["words"],
        "choices": [value for value in schema.get("enum", ()) if value != ""],
        "bounds": _bounds(schema),
        "example": "" if shown is None else str(shown),
    }


def _bounds(schema: Value) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{low} to {high:,}" if low is not None and high is not None else ""


def _example(part: Value) -> Any:
    if "examples" in part:
        return next(iter(part["examples"].values()))["value"]
    return part.get("example")


def _url(path: str, given: list[Value]) -> str:
    for one in given:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(_example(one)), safe=""))
    names = [one for one in given if one["in"] == "query" and (one.get("required") or one["name"] == "limit")]
    query = {one["name"]: _example(one) for one in names}
    return f"{path}?{urlencode(query)}" if query else path


def _curl(method: str, url: str, sent: Any, needs_key: bool) -> str:
    lines = [f"curl '{settings.PUBLIC_URL}{url}'"]
    if method != "get" and sent is None:
        lines[0] = f"curl -X {method.upper()} '{settings.PUBLIC_URL}{url}'"
    if needs_key:
        lines.append("  -H 'Authorization: Bearer fcn_…'")
    if sent is not None:
        body = json.dumps(sent, ensure_ascii=False).replace("'", "'\\''")
        lines += ["  -H 'Content-Type: application/json'", f"  -d '{body}'"]
    return " \\\n".join(lines)


def _answer(code: str, one: Value) -> Value:
    contents: dict[str, Value] = one.get("content", {})
    media = next(iter(contents), "")
    return {"code": code, "media": media, "type": _type(contents[media]["schema"]) if media else None}


def _is_shown(shape: Value) -> bool:
    return "enum" not in shape


def _choices(schema: Value, shapes: Value) -> list[str]:
    """The words that a member can have, where they are a closed list."""
    listed = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf") or [schema]
    told = [shapes[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in listed]
    return [str(word) for one in told for word in one.get("enum", ()) if word not in (None, "")]


def _shape(name: str, shape: Value, shapes: Value) -> Value:
    needed = shape.get("required", ())
    fields = [
        {
            "name": key,
            "type": _type(one),
            "choices": _choices(one, shapes),
            "optional": key not in needed,
            "told": one.get("description", ""),
        }
        for key, one in shape.get("properties", {}).items()
    ]
    return {"name": _called(name), "told": _code(shape.get("description", "")), "fields": fields}


def _called(name: str) -> str:
    return name.removesuffix("Shape")


def _type(schema: Value) -> Value:
    """A type in words, and the shape that it leads to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        shape = "" if name.endswith("Enum") else _called(name)
        return {"words": "" if shape else "text", "shape": shape, "many": False, "null": False}
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            found = [_type(one) for one in schema[several] if one.get("type") != "null"]
            null = any(one.get("type") == "null" for one in schema[several])
            return {**found[0], "null": null or found[0]["null"]}
    kinds = schema.get("type", "object")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    kind = next((one for one in kinds if one != "null"), "object")
    if kind == "array":
        return {**_type(schema["items"]), "many": True, "null": "null" in kinds}
    words = {"date": "day", "date-time": "moment"}.get(schema.get("format", ""), TYPES.get(kind, kind))
    return {"words": words, "shape": "", "many": False, "null": "null" in kinds}


def _forms() -> Iterator[Mapping[str, Any]]:
    found = published.example()
    claim = found.public_id if found else str(description.NOWHERE["claim"])
    whole = quote(f"{settings.PUBLIC_URL}/claims/{claim}", safe="")
    for form in catalogue.FORMS:
        links = [(one, one.format(claim=claim, page=whole)) for one in form.addresses]
        yield {
            "name": form.name,
            "id": re.sub(r"[^a-z0-9]+", "-", form.name.lower()),
            "standard": form.standard,
            "links": links,
            "lost": [(paths, str(words)) for paths, words in form.lost],
        }
