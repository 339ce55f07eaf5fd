"""Lists for public pages, written from documents only."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import OuterRef, Subquery

from claims.actions.transactions import one_transaction
from claims.models import (
    LedgerEntry,
    Publication,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
)


def write(publication: Publication) -> None:
    """Makes this publication the newest of its claim, speaker, article and sources in all lists."""
    document = json.loads(bytes(publication.document or b"{}"))
    speaker, article = document["speaker"], document["article"]
    PublishedClaim.objects.update_or_create(
        public_id=publication.public_id,
        defaults={
            "publication": publication,
            "number": publication.number,
            "status": document["status"],
            "at": publication.at,
            "speaker_id": speaker["id"],
            "article_id": article["id"],
            "source_ids": [item["source"]["id"] for item in document["evidence"]],
            "rating": (document["verdict"] or {}).get("rating", ""),
            "topic": document["topic"],
            "demonstration": document["demonstration"],
        },
    )
    frame: dict[str, Any] = {"publication": publication, "at": publication.at}
    PublishedSpeaker.objects.update_or_create(
        public_id=speaker["id"], defaults={**frame, "name": speaker["name"], "kind": speaker["kind"]}
    )
    PublishedArticle.objects.update_or_create(
        public_id=article["id"],
        defaults={
            **frame,
            "headline": article["headline"],
            "url": article["url"],
            "outlet": article["outlet"],
        },
    )
    for item in document["evidence"]:
        source = item["source"]
        PublishedSource.objects.update_or_create(
            public_id=source["id"],
            defaults={
                **frame,
                "title": source["title"],
                "url": source["url"],
                "publisher": source["publisher"],
            },
        )


def rebuild() -> int:
    """Makes all lists again from the publications, in the order of the log; says how many there were."""
    count = 0
    position = LedgerEntry.objects.filter(public_id=OuterRef("public_id"), number=OuterRef("number"))
    publications = (
        Publication.objects.filter(document__isnull=False)
        .annotate(position=Subquery(position.values("position")[:1]))
        .order_by("position")
    )
    with one_transaction():
        for publication in publications.iterator(chunk_size=500):
            write(publication)
            count += 1
    return count
