"""Google's Fact Check Tools API over our own claims: a client of theirs needs only another address.

Written after the discovery document of 2024-09-29. Answers and errors have its shapes, not ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils import timezone

from claims.api import answers
from claims.api.matching import cautions
from claims.domain.errors import BadCursor, DomainError, InvalidValue, Problem
from claims.domain.vocabulary import Status
from claims.domain.wanted import Wanted, wanted
from claims.formats import fact_check_tools
from claims.reads import cursors, log, matching, search
from claims.web.conditional import is_known

PARAMETERS = (
    "query", "languageCode", "maxAgeDays", "pageSize", "pageToken", "offset", "reviewPublisherSiteFilter",
)  # fmt: skip
SYSTEM = (
    "key", "alt", "fields", "prettyPrint", "quotaUser", "callback", "access_token", "oauth_token", "uploadType",
    "upload_protocol", "$.xgafv", "$alt", "$fields", "$prettyPrint", "$callback", "$key",
)  # fmt: skip
"""What every address of Google's takes. Here nothing needs a key, and everything is whole and JSON, never a script."""
SNAKES = {re.sub("([A-Z])", r"_\1", name).lower(): name for name in PARAMETERS}
"""The other spelling that Google takes."""
PAGE, LARGEST_PAGE, FARTHEST = 10, 100, 1_000
A_SENTENCE = 4
"""So many words say enough to be looked for as a whole."""
ROUNDS = 20
"""So often more results are looked at for those in the language that is asked for; then a token is given instead."""
STATES = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 405: "UNIMPLEMENTED", 501: "UNIMPLEMENTED"}
VIOLATIONS = "type.googleapis.com/google.rpc.BadRequest"
View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `bound` is what a token is good for, `sentence` what may be looked for as a whole."""

    query: Wanted | None
    sentence: str
    filters: search.Filters
    language: str
    size: int
    offset: int
    after: search.Place | None
    bound: Mapping[str, str]
    elsewhere: bool


def reads(view: View) -> View:
    """A view that only reads, whose refusals have Google's shape."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return refusal(405, "This address only reads: send GET.")
        try:
            return view(request)
        except DomainError as error:
            return refusal(400, "Request contains an invalid argument.", error.problems)
        except SuspiciousOperation:
            return refusal(400, "The request has more parameters than any address takes.")

    return answered


@reads
def claims_search(request: HttpRequest) -> HttpResponse:
    """The rated claims that fit a query, newest first in each tier of the site's own search; `{}` when none does.

    Where no claim holds all words of a query, those that it is about as a sentence, surest first, on one page; never
    where the query names a phrase, or what must not be there.
    """
    asked = _read(_given(request.GET))
    here = log.identity()
    tag = f'W/"gfct-{here.log_id[:8]}-{here.epoch}-{here.size}-{timezone.now():%Y%m%d}-{settings.DEBUG:d}"'
    if is_known(request, tag):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        found, following = ([], None) if asked.elsewhere else _found(asked)
        if not found and len(asked.sentence.split()) >= A_SENTENCE:
            found = _said_alike(asked)
        body = {"claims": found, "nextPageToken": following and _token(following, asked.bound)}
        answer = _json({key: value for key, value in body.items() if value}, request)
    answer["ETag"], answer["Cache-Control"] = tag, answers.CACHE
    answer["Link"] = answers.links()
    return answer


@reads
def image_search(_request: HttpRequest) -> HttpResponse:
    """501: claims are found by words here, never by a picture."""
    return refusal(501, "Search by image is not offered here; use claims:search with a query.")


@reads
def nothing(request: HttpRequest) -> HttpResponse:
    """404 for every other address of the protocol."""
    return refusal(404, f"There is nothing at {request.path[:200]}; there is /v1alpha1/claims:search.")


def refusal(code: int, message: str, problems: tuple[Problem, ...] | list[Problem] = ()) -> HttpResponse:
    """An error as Google writes it, with the fields that are wrong."""
    error: dict[str, Any] = {"code": code, "message": message, "status": STATES[code]}
    if problems:
        told = [{"field": one.field, "description": one.message} for one in problems]
        error["message"] = problems[0].message
        error["details"] = [{"@type": VIOLATIONS, "fieldViolations": told}]
    body = json.dumps({"error": error}, indent=2)
    answer = HttpResponse(body, status=code, content_type="application/json; charset=UTF-8")
    answer["Cache-Control"] = "no-store"
    if code == 405:
        answer["Allow"] = "GET, HEAD, OPTIONS"
    return answer


def _json(value: Any, request: HttpRequest) -> HttpResponse:
    plain = request.GET.get("prettyPrint", request.GET.get("$prettyPrint", "")).lower() in ("false", "0")
    body = json.dumps(value, ensure_ascii=False, indent=None if plain else 2)
    return HttpResponse(body, content_type="application/json; charset=UTF-8")


def _given(query: QueryDict) -> dict[str, str]:
    """The parameters by their own names. Raises InvalidValue for those that are unknown or stand twice."""
    found: dict[str, str] = {}
    wrong: list[Problem] = []
    for name in query:
        known = SNAKES.get(name, name)
        if known in PARAMETERS:
            if known in found or len(query.getlist(name)) > 1:
                wrong.append(Problem(known, f"“{known}” is given more than once; give it once."))
            found[known] = str(query[name]).strip()
        elif name not in SYSTEM:
            shown = name[:60].encode("ascii", "replace").decode()
            wrong.append(Problem(shown, f"Unknown name “{shown}”. Possible: {', '.join(PARAMETERS)}."))
    if wrong:
        raise InvalidValue(wrong[0].message, problems=wrong[:20])
    return {name: value for name, value in found.items() if value}


def _read(given: Mapping[str, str]) -> Asked:
    own = fact_check_tools.site(settings.PUBLIC_URL)
    filter_of_site = given.get("reviewPublisherSiteFilter", "")
    if "query" not in given and not filter_of_site:
        raise InvalidValue(
            "Give a query, or a site as “reviewPublisherSiteFilter”.",
            problems=[Problem("query", "“query” is needed unless “reviewPublisherSiteFilter” is given.")],
        )
    bound = {name: value for name, value in given.items() if name not in ("pageToken", "pageSize", "offset")}
    token = given.get("pageToken", "")
    elsewhere = bool(filter_of_site) and _host(filter_of_site) != own
    query = wanted(given["query"], field="query") if "query" in given else None
    loose = query is not None and query.is_plain and not (token or elsewhere or "offset" in given)
    return Asked(
        query=query,
        sentence=given["query"] if loose else "",
        filters=search.Filters(rated=True, real=not settings.DEBUG, since=_since(given)),
        language=_language(given.get("languageCode", "")),
        size=_number(given, "pageSize", most=LARGEST_PAGE, cut=True) or PAGE,
        offset=0 if token else _number(given, "offset", most=FARTHEST),
        after=_place(token, bound) if token else None,
        bound=bound,
        elsewhere=elsewhere,
    )


def _host(text: str) -> str:
    try:
        return fact_check_tools.site(text)
    except ValueError:
        return ""


def _since(given: Mapping[str, str]) -> datetime | None:
    days = _number(given, "maxAgeDays", most=500_000, cut=True)
    return timezone.now() - timedelta(days=days) if "maxAgeDays" in given else None


def _number(given: Mapping[str, str], name: str, *, most: int, cut: bool = False) -> int:
    """A whole number, 0 when it is not given; one that is too large is cut or refused."""
    text = given.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < 2**31):
        raise InvalidValue(f"“{name}” is a whole number, such as 10.", field=name)
    if int(text) > most and not cut:
        raise InvalidValue(f"“{name}” is at most {most}; go on from there with “pageToken”.", field=name)
    return min(int(text), most)


def _language(text: str) -> str:
    """The language without script and region, which are disregarded; empty when none is asked for."""
    if text and not re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", text):
        raise InvalidValue("“languageCode” is a BCP 47 code, such as en or en-US.", field="languageCode")
    return re.split("[-_]", text)[0].lower()


def _found(asked: Asked) -> tuple[list[dict[str, Any]], search.Place | None]:
    """The entries of this page, and the place from which the next one continues."""
    found: list[dict[str, Any]] = []
    skip, after = asked.offset, asked.after
    for _round in range(ROUNDS):
        page = search.find(
            asked.query, asked.filters, after=after, limit=min(skip, 500) or asked.size - len(found)
        )
        after = page.next_after
        for hit in page.hits:
            document = hit.published.value()
            entry = _entry(document) if _speaks(document, asked.language) else None
            if entry is not None and skip:
                skip -= 1
            elif entry is not None:
                found.append(entry)
        if after is None or len(found) == asked.size:
            break
    return found, after


def _said_alike(asked: Asked) -> list[dict[str, Any]]:
    """The entries of claims that the query is about as a sentence, though none holds all its words.

    The protocol has no place for a caution, so what needs one is left out: other figures, a denial of one of both.
    """
    found: list[dict[str, Any]] = []
    for match in matching.claims_like(asked.sentence, most=LARGEST_PAGE).matches:
        document, since = match.published.value(), asked.filters.since
        entry = _entry(document) if _speaks(document, asked.language) else None
        if (
            entry is not None
            and document["status"] == Status.RATED.value
            and not (asked.filters.real and document["demonstration"])
            and (since is None or match.published.at >= since)
            and not cautions(asked.sentence[match.start : match.end], document)
        ):
            found.append(entry)
    return found[: asked.size]


def _entry(document: Mapping[str, Any]) -> dict[str, Any] | None:
    return fact_check_tools.entry(document, publisher=settings.PUBLISHER, public_url=settings.PUBLIC_URL)


def _speaks(document: Mapping[str, Any], language: str) -> bool:
    return not language or re.split("[-_]", document["language"])[0].lower() == language


def _token(place: search.Place, bound: Mapping[str, str]) -> str:
    tier, moment, public_id = place
    return cursors.make_item((str(tier), moment.isoformat(), public_id), of="claims:search", filters=bound)


def _place(token: str, bound: Mapping[str, str]) -> search.Place:
    try:
        tier, moment, public_id = cursors.read_item(token, of="claims:search", size=3, filters=bound)
        return int(tier), datetime.fromisoformat(moment), public_id
    except (BadCursor, ValueError) as error:
        raise InvalidValue(
            "This token was not made here, or for another query. Start without one.", field="pageToken"
        ) from error
