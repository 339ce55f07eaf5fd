"""The Reconciliation Service API 0.2 for speakers, at `/reconcile`. Fetch, check, call, present."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims.api import answers, problems
from claims.domain.errors import InvalidValue
from claims.domain.ledger import time_text
from claims.domain.name_likeness import ENOUGH, telling
from claims.domain.text import clean_name
from claims.formats import reconciliation, stored
from claims.formats.feed_entries import title
from claims.formats.reconciliation import EVERYBODY, PROPERTIES, TYPES, Query, Speaker
from claims.reads import namesakes, published
from claims.web.security import FRAMED

KEYS = ("query", "type", "limit", "properties", "type_strict")
ID = re.compile("[0-9a-z]{10}")
NO_FORM = "Send “queries” or “extend” in a form (application/x-www-form-urlencoded, in UTF-8), as the protocol says."
LONGEST_ID = 200
MOST_VALUES = 100
"""Each is compared with each speaker that may be meant."""
SHOWN = 2
"""As many claims of a speaker stand in the preview."""


class Guest(APIView):
    """A view of this protocol. Parameters that it does not have are passed over: clients add their own everywhere."""

    schema = None


class Service(Guest):
    """The service: what it can do, candidates for names, values of properties."""

    def get(self, request: Request) -> Response:
        """The manifest, or the answer to what stands in the address."""
        query = request.query_params
        return self._answer(query) if {"queries", "extend"} & query.keys() else _manifest()

    def post(self, request: Request) -> Response:
        """The same for what a form brings."""
        try:
            return self._answer(request._request.POST)
        except RequestDataTooBig:
            return problems.problem(
                "too-large", status=413, detail="A request may hold 5 MB. Send fewer names at once."
            )
        except (BadRequest, MultiPartParserError, UnreadablePostError) as error:
            raise InvalidValue(NO_FORM, field="queries") from error

    def _answer(self, given: Mapping[str, Any]) -> Response:
        if "queries" in given:
            queries = _read(given["queries"], "queries")
            _whole(queries, "queries")
            return _limited(queries, reconciliation.BATCH, "names", _reconciled)
        if "extend" in given:
            wanted = _read(given["extend"], "extend")
            ids, names = wanted.get("ids"), wanted.get("properties")
            if not (_texts(ids) and isinstance(names, list) and all(map(_is_property, names))):
                raise InvalidValue(
                    "“extend” has “ids”, a list of texts, and “properties”, a list of objects with a short “id”.",
                    field="extend",
                )
            _whole(list(ids or ()), "extend")
            _whole((one["id"] for one in names), "extend")
            return _limited(
                ids, reconciliation.EXTENDED, "speakers", lambda some: _extended(some, names[:50])
            )
        raise InvalidValue(NO_FORM, field="queries")


def _manifest() -> Response:
    told = {"name": settings.SITE_NAME, "public_url": settings.PUBLIC_URL}
    return _given(reconciliation.manifest(**told, license_url=settings.DATA_LICENSE))


def _limited(given: Any, most: int, nouns: str, answer: Any) -> Response:
    if len(given) > most:
        detail = f"At most {most} {nouns} are taken at once, and these are {len(given)}. Send them in parts."
        return problems.problem("too-large", status=413, detail=detail)
    return _given(answer(given))


def _given(value: Any) -> Response:
    answer = Response(value)
    answer["Cache-Control"], answer["Link"] = answers.CACHE, answers.links()
    return answer


def _read(text: Any, field: str) -> dict[str, Any]:
    """A JSON object. Raises InvalidValue for anything else, however deep or long."""
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidValue(f"“{field}” is not JSON: {str(error)[:100]}.", field=field) from error
    if not isinstance(found, dict):
        raise InvalidValue(f"“{field}” is a JSON object.", field=field)
    return found


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_property(value: Any) -> bool:
    """Whether it names a property, in few letters: each row of the answer repeats them."""
    return isinstance(value, dict) and isinstance(value.get("id"), str) and len(value["id"]) <= LONGEST_ID


def _whole(texts: Iterable[Any], field: str) -> None:
    """Raises InvalidValue where one holds half a character, which no answer that repeats it could be written with."""
    if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise InvalidValue(f"“{field}” has a key or an id with half a character.", field=field)


def _reconciled(given: Mapping[str, Any]) -> dict[str, Any]:
    queries = {key: _query(value, f"queries/{key}") for key, value in given.items()}
    near = namesakes.speakers().near((one.text for one in queries.values()), kinds=TYPES)
    ids = {row[0] for rows in near.values() for row in rows}
    ids |= {one.text for one in queries.values() if ID.fullmatch(one.text)}
    known = _known(ids)
    return {
        key: {"result": reconciliation.candidates(one, _meant(one, near[one.text], known), enough=ENOUGH)}
        for key, one in queries.items()
    }


def _meant(query: Query, rows: list[namesakes.Row], known: Mapping[str, Speaker]) -> list[Speaker]:
    ids = dict.fromkeys([query.text, *(row[0] for row in rows)])
    return [known[one] for one in ids if one in known]


def _known(ids: Any) -> dict[str, Speaker]:
    found = namesakes.described(ids)
    return {
        key: Speaker(key, one.value, one.claims, time_text(one.at), one.demonstration)
        for key, one in found.items()
    }


def _query(value: Any, field: str) -> Query:
    """A query as it is meant. Raises InvalidValue for what the protocol does not have."""
    value = {"query": value} if isinstance(value, str) else value
    if not isinstance(value, dict) or not set(value) <= set(KEYS):
        raise InvalidValue(f"A query is an object with some of: {', '.join(KEYS)}.", field=field)
    text, properties = value.get("query", ""), _properties(value.get("properties", []), field)
    if not isinstance(text, str):
        raise InvalidValue("A “query” is text.", field=f"{field}/query")
    types = value.get("type", EVERYBODY)
    types = [types] if isinstance(types, str) else types
    if not _texts(types):
        raise InvalidValue("“type” is the id of a type, or a list of them.", field=f"{field}/type")
    if value.get("type_strict", "any") not in ("any", "should", "all"):
        raise InvalidValue("“type_strict” is “any”, “should” or “all”.", field=f"{field}/type_strict")
    kinds = reconciliation.NAMED if not types or EVERYBODY in types else tuple(set(types) & set(TYPES))
    text = text.strip() or next(iter(properties.get("name", ())), "")
    return Query(_name(text), kinds, _limit(value.get("limit"), field), properties)


def _limit(value: Any, field: str) -> int:
    if value is None:
        return reconciliation.OFFERED
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value < 1:
        raise InvalidValue("“limit” is a whole number from 1.", field=f"{field}/limit")
    return int(min(value, reconciliation.OFFERED))


def _name(text: str) -> str:
    """The text as a name; nothing where no name can hold it, so that one odd cell does not refuse a whole table."""
    try:
        return clean_name(" ".join(text.split()))
    except InvalidValue:
        return ""


def _properties(value: Any, field: str) -> dict[str, tuple[str, ...]]:
    whole = isinstance(value, list) and all(
        isinstance(one, dict) and isinstance(one.get("pid"), str) and "v" in one for one in value
    )
    if not whole:
        raise InvalidValue(
            "“properties” is a list of objects with “pid” and “v”.", field=f"{field}/properties"
        )
    found: dict[str, tuple[str, ...]] = {}
    for one in value:
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        if len(values) > MOST_VALUES:
            raise InvalidValue(
                f"A property has at most {MOST_VALUES} values here.", field=f"{field}/properties"
            )
        found[one["pid"]] = tuple(text for each in values if (text := _text(each)))
    return {pid: values for pid, values in found.items() if values}


def _text(value: Any) -> str:
    """A value as text; of an entity its id."""
    plain = value.get("id", "") if isinstance(value, dict) else value
    return str(plain).strip() if isinstance(plain, str | int | float) else ""


def _extended(ids: list[str], names: list[dict[str, Any]]) -> dict[str, Any]:
    known = _known(one for one in ids if ID.fullmatch(one))
    return reconciliation.extension(ids, [one["id"] for one in names], known, base=settings.PUBLIC_URL)


class Suggest(Guest):
    """Speakers, properties and types as somebody types."""

    def get(self, request: Request, what: str) -> Response:
        """Those that begin with `prefix`, without the first `cursor`."""
        query = request.query_params
        prefix, text = _name(query.get("prefix", "")), query.get("cursor", "")
        if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise InvalidValue("“cursor” is how many suggestions to skip.", field="cursor")
        skip = int(text or 0)
        found = _entities(prefix, skip) if what == "entity" else _fixed(what, prefix)[skip:]
        return _given({"result": found[: reconciliation.SUGGESTED]})


def _entities(prefix: str, skip: int) -> list[dict[str, Any]]:
    if not telling(prefix):
        return []
    ids = [prefix] if ID.fullmatch(prefix) else []
    ids += [row[0] for row in namesakes.speakers().beginning(prefix)]
    run = ids[skip : skip + reconciliation.SUGGESTED]
    known = _known(run)
    return [reconciliation.suggested(known[one]) for one in run if one in known]


def _fixed(what: str, prefix: str) -> list[dict[str, Any]]:
    asked = prefix.casefold()
    if what == "type":
        return [reconciliation.typed(kind) for kind, name in TYPES.items() if _begins(asked, kind, name)]
    return reconciliation.properties(
        pid for pid, (name, _) in PROPERTIES.items() if _begins(asked, pid, name)
    )


def _begins(asked: str, key: str, name: str) -> bool:
    return key.startswith(asked) or name.casefold().startswith(asked)


class Properties(Guest):
    """What can be fetched of speakers."""

    def get(self, request: Request) -> Response:
        """All properties, or the first `limit`."""
        kind, text = request.query_params.get("type", EVERYBODY), request.query_params.get("limit", "")
        if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise InvalidValue("“limit” is a whole number.", field="limit")
        some = list(PROPERTIES) if kind in TYPES else []
        limited = {"limit": int(text)} if text else {}
        return _given(
            {"type": kind, **limited, "properties": reconciliation.properties(some[: int(text or 50)])}
        )


class Preview(Guest):
    """A speaker in brief, for a frame on any site."""

    def get(self, request: Request) -> HttpResponse:
        """The name, what tells it apart, and the newest claims with their hedges; 404 for whom nobody here knows."""
        public_id = request.query_params.get("id", "")
        one = _known([public_id]).get(public_id) if ID.fullmatch(public_id) else None
        answer = render(
            request._request, "claims/speaker_preview.html", _shown(one), status=200 if one else 404
        )
        answer["Content-Security-Policy"], answer["X-Robots-Tag"] = FRAMED, "noindex"
        answer.xframe_options_exempt = True  # what Django's middleware looks for
        answer["Cache-Control"] = answers.CACHE if one else "no-store"
        return answer


def _shown(one: Speaker | None) -> dict[str, Any]:
    if one is None:
        return {"site": settings.SITE_NAME}
    newest = published.listed(limit=SHOWN, filters={"speaker": one.id}).items
    documents = [item.value() for item in newest if item.document]
    return {
        "site": settings.SITE_NAME,
        "one": one,
        "kind": stored.in_words(stored.SPEAKER_KINDS, one.kind),
        "demonstration": any(document["demonstration"] for document in documents),
        "claims": [{"path": document["path"], "said": title(document)} for document in documents],
    }
