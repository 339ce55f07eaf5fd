"""Everything that readers and programs can be given, for tests that walk over all of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.test import Client

from claims.models import Publication, PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker
from claims.reads import published

LISTS = (
    "/", "/search", "/search?q=militants", "/search?q=Rashd",
    "/claims", "/corrections", "/articles", "/speakers", "/sources", "/topics",
    "/feeds/claims.atom", "/feeds/claims.json", "/feeds/claimreview.json",
    "/api/v1/claims/", "/api/v1/corrections/", "/api/v1/changes/", "/api/v1/articles/", "/api/v1/speakers/",
    "/api/v1/sources/", "/v1alpha1/claims:search?query=thousand",
    "/reconcile", "/reconcile/suggest/entity?prefix=a", "/api/v1/export/claims.csv", "/api/v1/export/claimreview.json",
)  # fmt: skip
OF_A_CLAIM = (
    "/claims/{}", "/claims/{}/report",
    "/claims/{}/revisions", "/embed/{}", "/oembed?url={base}/claims/{}", "/api/v1/claims/{}/",
    "/claims/{}/provenance.json", "/claims/{}/provenance.ttl", "/claims/{}/provenance.provn",
    "/claims/{}/provenance.svg", "/claims/{}/annotation.jsonld",
)  # fmt: skip


def addresses() -> Iterator[str]:
    """The addresses of everything that says something of published claims."""
    yield from LISTS
    for one in PublishedClaim.objects.order_by("public_id"):
        for form in OF_A_CLAIM:
            yield form.format(one.public_id, base=settings.PUBLIC_URL)
        if one.status == "rated":
            yield f"/claims/{one.public_id}.jsonld"
    for row in Publication.objects.order_by("public_id", "number"):
        yield f"/claims/{row.public_id}/revisions/{row.number}"
        if row.number > 1:
            yield f"/claims/{row.public_id}/revisions/{row.number}/changes"
    things = {"articles": PublishedArticle, "speakers": PublishedSpeaker, "sources": PublishedSource}
    for noun, model in things.items():
        for public_id in model._default_manager.values_list("public_id", flat=True):
            yield f"/{noun}/{public_id}"
            if noun == "speakers":
                yield f"/reconcile/preview?id={public_id}"
    for topic, _ in published.topics():
        yield f"/topics/{quote(topic)}"
        yield f"/api/v1/series/?topic={quote(topic)}"


def every_output(client: Client) -> Iterator[tuple[str, str, bytes]]:
    """Address, media type and bytes of all of it; ClaimReviews of a demonstration are there while DEBUG is on."""
    for url in addresses():
        answer = client.get(url)
        if answer.status_code == 404 and url.endswith(".jsonld"):
            continue
        assert answer.status_code == 200, (url, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        yield url, answer["Content-Type"], body
