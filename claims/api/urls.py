"""Addresses of the API."""

from __future__ import annotations

import re

from django.urls import path, re_path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims.api import (
    changes,
    description,
    docs,
    exports,
    figures,
    matching,
    nightly,
    problems,
    sandbox,
    simulator,
    things,
    views,
    webhook_commands,
    webhooks,
)
from claims.api.known import known_first
from claims.domain.tongue import as_written
from claims.reads.nightly import NAMES

english = as_written()
"""Around every view: programs read what the API says, and it says the same whatever the site's language is."""
ID = "(?P<public_id>[0-9a-z]{10})"


class Nothing(APIView):
    """Any other address under the API: a problem document, like every other error."""

    schema = None

    def get(self, request: Request, rest: str = "") -> Response:
        """404 as a problem."""
        return problems.problem(
            "not-found", status=404, detail="There is nothing at this address of the API."
        )


sandboxed = [
    path("", english(sandbox.Front.as_view())),
    path("claims/", english(sandbox.Claims.as_view())),
    re_path(rf"^claims/{ID}/$", english(sandbox.Claim.as_view())),
    path("changes/", english(sandbox.Changes.as_view())),
    path("checkpoints.txt", english(sandbox.Checkpoints.as_view())),
    path("webhooks/simulate/", english(simulator.Simulator.as_view())),
    path("log.ndjson", english(sandbox.Log.as_view())),
    re_path(
        rf"^problems/(?P<status>{'|'.join(map(str, sandbox.DETAIL))})/$", english(sandbox.Problems.as_view())
    ),
    re_path(r"^(?P<rest>[\s\S]*)$", english(Nothing.as_view())),
]
urlpatterns = [
    path("claims/", known_first(english(views.Claims.as_view()), views.tag_of_list)),
    re_path(rf"^claims/{ID}/$", known_first(english(views.Claim.as_view()), views.tag_of_claim)),
    re_path(
        rf"^claims/{ID}/revisions/(?P<number>[1-9][0-9]{{0,5}})/$",
        english(views.Revision.as_view()),
    ),
    path("articles/", english(things.Articles.as_view())),
    re_path(rf"^articles/{ID}/$", english(things.Article.as_view())),
    re_path(rf"^articles/{ID}/claims/$", english(things.ArticleClaims.as_view())),
    re_path(rf"^articles/{ID}/alterations/$", english(things.ArticleAlterations.as_view())),
    path("speakers/", english(things.Speakers.as_view())),
    re_path(rf"^speakers/{ID}/$", english(things.Speaker.as_view())),
    path("sources/", english(things.Sources.as_view())),
    re_path(rf"^sources/{ID}/$", english(things.Source.as_view())),
    path("corrections/", english(things.Corrections.as_view())),
    path("series/", english(figures.Series.as_view())),
    path("changes/", english(changes.Changes.as_view())),
    path("webhooks/", english(webhooks.Webhooks.as_view())),
    re_path(rf"^webhooks/{ID}/$", english(webhooks.Webhook.as_view())),
    re_path(rf"^webhooks/{ID}/deliveries/$", english(webhooks.Deliveries.as_view())),
    re_path(rf"^webhooks/{ID}/rotate/$", english(webhook_commands.Rotate.as_view())),
    re_path(rf"^webhooks/{ID}/pause/$", english(webhook_commands.Pause.as_view())),
    re_path(rf"^webhooks/{ID}/resume/$", english(webhook_commands.Resume.as_view())),
    re_path(rf"^webhooks/{ID}/test/$", english(webhook_commands.Test.as_view())),
    re_path(rf"^webhooks/{ID}/replay/$", english(webhook_commands.Replay.as_view())),
    path("match/", english(matching.Matches.as_view())),
    path("export/claims.ndjson", english(exports.Claims.as_view())),
    path("export/claims.csv", english(exports.ClaimsTable.as_view())),
    path("export/claimreview.json", english(exports.ClaimReviews.as_view())),
    path("export/log.ndjson", english(exports.Log.as_view())),
    path("export/nightly/", english(nightly.Contents.as_view())),
    re_path(
        rf"^export/nightly/(?P<name>{'|'.join(map(re.escape, NAMES))})$",
        english(nightly.File.as_view()),
    ),
    path("log/checkpoints.txt", english(views.Checkpoints.as_view())),
    path("docs/", docs.Page.as_view()),  # a page, for people
    path("openapi.json", english(description.Description.as_view())),
    re_path(r"^(?P<rest>[\s\S]*)$", english(Nothing.as_view())),
]
