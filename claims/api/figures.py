"""One figure over time, as data for charts. Fetch, check, call, present."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import answers, parameters, shapes
from claims.api.views import list_tag, problems_of
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.reads import log, series
from claims.web.conditional import is_known


class Series(APIView):
    """The series of a topic."""

    @extend_schema(
        operation_id="series_list",
        summary="Figures of one measure over time, of the claims of a topic and of their sources",
        parameters=[
            OpenApiParameter("topic", str, required=True, description="The topic, as claims name it.")
        ],
        responses={200: shapes.SeriesPageShape, 304: None, **problems_of(400)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Each series with its points in order of time, and pairs that cannot both hold."""
        query = request.query_params
        parameters.only(query, ("topic",))
        if not query.get("topic"):
            raise InvalidValue("Name a topic, as in ?topic=militant+strength.", field="topic")
        topic = clean_text(query["topic"], field="topic", limit=LIMITS["word"])
        tag = list_tag(log.identity(), request)
        if is_known(request._request, tag):
            return answers.not_modified(tag)
        found = series.of_topic(topic)
        body = {
            "license": settings.DATA_LICENSE,
            "topic": topic,
            "demonstration": found.demonstration,
            "series": found.series,
            "conflicts": found.conflicts,
            "conflicts_complete": found.conflicts_complete,
        }
        return answers.value(body, tag=tag)
