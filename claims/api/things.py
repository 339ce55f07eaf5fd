"""Speakers, sources, articles and corrections. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, parameters, shapes, sparse
from claims.api.views import CURSOR, FIELDS, LIMIT, documents, list_tag, problems_of
from claims.domain.errors import NotFound
from claims.domain.ledger import time_text
from claims.domain.vocabulary import SpeakerKind
from claims.reads import alterations, cursors, library, log, published
from claims.web.conditional import is_known

OWN: Mapping[str, tuple[str, ...]] = {
    "speaker": ("name", "disambiguation", "kind", "same_as"),
    "source": (
        "title", "url", "publisher", "published", "kind", "language", "reliability", "archived", "captured_at",
    ),
    "article": (
        "headline", "url", "outlet", "authors", "published", "version", "text_sha256", "captured_at",
        "is_excerpt",
    ),
}  # fmt: skip
"""What a thing has of its own in a document: never the role or the basis that one claim gives it."""


class Things(APIView):
    """A list of things that published documents name."""

    noun: ClassVar[str]

    def answer(self, request: Request) -> HttpResponse:
        """A page of them by name."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor", *library.FILTERS[self.noun]))
        limit, filters = parameters.limit(query), parameters.thing_filters(query, self.noun)
        after = None
        if cursor := parameters.cursor(query):
            name, public_id = cursors.read_item(cursor, of=self.noun, size=2, filters=filters)
            after = (name, public_id)
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        found = library.things(self.noun, limit=limit, after=after, filters=filters)
        place = found.next_after and cursors.make_item(found.next_after, of=self.noun, filters=filters)
        items = [_item(self.noun, one) for one in found.items if one.value]
        return _page(items, path=f"/api/v1/{self.noun}s/", filters=filters, limit=limit, place=place, tag=tag)


class OneThing(APIView):
    """One of them."""

    noun: ClassVar[str]

    def answer(self, request: Request, public_id: str) -> HttpResponse:
        """What the newest document that names it says of it."""
        parameters.only(request.query_params, ())
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        found = library.thing(self.noun, public_id)
        if found is None or not found.value:
            raise NotFound(f"No published claim names a {self.noun} with the id {public_id}.", field="id")
        item = _item(self.noun, found)
        return answers.value(item, tag=tag, path=item["path"])


class Speakers(Things):
    """All speakers."""

    noun = "speaker"

    @extend_schema(
        operation_id="speakers_list",
        summary="Speakers of published claims, by name",
        parameters=[
            LIMIT, CURSOR,
            OpenApiParameter(
                "kind", str, description="Only this kind.", enum=[kind.value for kind in SpeakerKind]
            ),
        ],
        responses={200: shapes.SpeakerPageShape, 304: None, **problems_of(400)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """A page of speakers."""
        return self.answer(request)


class Speaker(OneThing):
    """One speaker."""

    noun = "speaker"

    @extend_schema(
        summary="A speaker", responses={200: shapes.SpeakerItemShape, 304: None, **problems_of(400, 404)}
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """A speaker by id."""
        return self.answer(request, public_id)


class Sources(Things):
    """All sources."""

    noun = "source"

    @extend_schema(
        operation_id="sources_list",
        summary="Sources that published claims are checked against, by title",
        parameters=[LIMIT, CURSOR, OpenApiParameter("publisher", str, description="Only of this publisher.")],
        responses={200: shapes.SourcePageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of sources."""
        return self.answer(request)


class Source(OneThing):
    """One source."""

    noun = "source"

    @extend_schema(
        summary="A source", responses={200: shapes.SourceItemShape, 304: None, **problems_of(400, 404)}
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """A source by id."""
        return self.answer(request, public_id)


class Articles(Things):
    """All articles."""

    noun = "article"

    @extend_schema(
        operation_id="articles_list",
        summary="Articles that published claims stand in, by headline",
        parameters=[LIMIT, CURSOR, OpenApiParameter("outlet", str, description="Only of this outlet.")],
        responses={200: shapes.ArticlePageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of articles."""
        return self.answer(request)


class Article(OneThing):
    """One article."""

    noun = "article"

    @extend_schema(
        summary="An article", responses={200: shapes.ArticleItemShape, 304: None, **problems_of(400, 404)}
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """An article by id."""
        return self.answer(request, public_id)


class ArticleClaims(APIView):
    """The claims of one article."""

    @extend_schema(
        summary="The published claims of an article, newest first",
        parameters=[LIMIT, CURSOR, FIELDS],
        responses={200: shapes.ClaimPageShape, 304: None, **problems_of(400, 404)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """A page of documents; `quotation.start` gives their order in the text."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor", "fields"))
        limit, filters, fields = parameters.limit(query), {"article": public_id}, sparse.wanted(query)
        cursor = parameters.cursor(query)
        after = cursors.read_place(cursor, filters=filters) if cursor else None
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        page = published.listed(limit=limit, after=after, filters=filters)
        if not page.items and library.thing("article", public_id) is None:
            raise NotFound(f"No published claim stands in an article with the id {public_id}.", field="id")
        path = f"/api/v1/articles/{public_id}/claims/"
        shown = {"fields": query["fields"]} if fields else {}
        return documents(page, path=path, filters=filters, shown=shown, limit=limit, tag=tag, fields=fields)


class ArticleAlterations(APIView):
    """What an article has otherwise than its claims quote it."""

    @extend_schema(
        summary="The claims whose words the newest capture of their article has no more as they were",
        responses={200: shapes.AlterationsShape, 304: None, **problems_of(400, 404)},
    )
    def get(self, request: Request, public_id: str) -> HttpResponse:
        """All of them at once; documents go on saying what was captured when they were made."""
        parameters.only(request.query_params, ())
        told = alterations.of_article(public_id)
        tag = f'{list_tag(log.identity(), request)[:-1]}{alterations.mark(told)}"'
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        if library.thing("article", public_id) is None:
            raise NotFound(f"No published claim stands in an article with the id {public_id}.", field="id")
        items = [
            {
                "claim": name,
                "path": f"/claims/{name}",
                "outcome": "gone" if one.is_gone else "altered",
                "was": one.was,
                "now": one.now,
                "stands": one.stands,
                "found_at": time_text(one.found_on),
            }
            for name, one in sorted(told.items())
        ]
        body = {"license": settings.DATA_LICENSE, "results": items}
        return answers.value(body, tag=tag, path=f"/articles/{public_id}")


class Corrections(APIView):
    """All corrections."""

    @extend_schema(
        operation_id="corrections_list",
        summary="Corrections, retractions and reinstatements, newest first, with their reasons",
        parameters=[LIMIT, CURSOR],
        responses={200: shapes.CorrectionPageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of corrections."""
        query = request.query_params
        parameters.only(query, ("limit", "cursor"))
        limit, after = parameters.limit(query), None
        if cursor := parameters.cursor(query):
            moment, public_id, number = cursors.read_item(cursor, of="corrections", size=3, filters={})
            after = (datetime.fromisoformat(moment), public_id, int(number))
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        found = library.corrections(limit=limit + 1, after=after)
        place, last = None, found[limit - 1] if len(found) > limit else None
        if last is not None:
            where = (last.at.isoformat(), last.public_id, str(last.number))
            place = cursors.make_item(where, of="corrections", filters={})
        items = [_correction(one) for one in found[:limit]]
        return _page(items, path="/api/v1/corrections/", filters={}, limit=limit, place=place, tag=tag)


def _page(
    items: Sequence[Mapping[str, Any]],
    *,
    path: str,
    filters: Mapping[str, str],
    limit: int,
    place: str | None,
    tag: str,
) -> HttpResponse:
    next_url = f"{path}?" + urlencode({**filters, "limit": limit, "cursor": place}) if place else None
    body = {"license": settings.DATA_LICENSE, "next": next_url, "results": items}
    return answers.value(body, tag=tag, next_url=next_url)


def _item(noun: str, thing: library.Thing) -> dict[str, Any]:
    return {
        "id": thing.public_id,
        "path": f"/{noun}s/{thing.public_id}",
        "claims": thing.claims,
        "claims_path": f"/api/v1/claims/?{noun}={thing.public_id}",
        "described_at": time_text(thing.at),
        "demonstration": thing.demonstration,
        **{name: thing.value.get(name) for name in OWN[noun]},
    }


def _correction(one: library.Correction) -> dict[str, Any]:
    return {
        "claim": one.public_id,
        "path": f"/claims/{one.public_id}/revisions/{one.number}",
        "number": one.number,
        "publication": one.kind,
        "kind": one.correction_kind,
        "reason": one.reason if one.document is not None else "",
        "at": time_text(one.at),
        "statement": one.statement or None,
    }
