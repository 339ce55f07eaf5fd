"""Lists for public pages, written from documents only.

All writers take the four tables and their rows in the same order, so that they wait and never deadlock.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import Model, OuterRef, Subquery

from claims.actions import alterations
from claims.actions.transactions import one_transaction
from claims.formats import searchable
from claims.models import (
    LedgerEntry,
    Publication,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
)
from claims.reads import library


def write(publication: Publication) -> None:
    """Makes this publication the newest of its claim, speaker, article and sources in all lists."""
    document = json.loads(bytes(publication.document or b"{}"))
    _list_claim(publication, document)
    _describe(publication, document)
    alterations.tell(publication.claim)


def rebuild() -> int:
    """Makes all lists again from the publications, in the order of the log; says how many there were.

    Nothing is taken away: the database lets no row be there that no document describes. Whoever publishes
    meanwhile waits; readers do not. Of a document that was removed, search keeps no word.
    """
    count = 0
    position = LedgerEntry.objects.filter(public_id=OuterRef("public_id"), number=OuterRef("number"))
    last = Publication.objects.filter(public_id=OuterRef("public_id")).order_by("-number")
    publications = (
        Publication.objects.filter(document__isnull=False)
        .annotate(
            position=Subquery(position.values("position")[:1]), last=Subquery(last.values("number")[:1])
        )
        .order_by("position")
    )
    with one_transaction():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {PublishedClaim._meta.db_table} IN EXCLUSIVE MODE")
        for publication in publications.iterator(chunk_size=500):
            document = json.loads(bytes(publication.document or b"{}"))
            if publication.number == publication.last:
                _list_claim(publication, document)
            _describe(publication, document)
            if publication.number == publication.last:
                alterations.tell(publication.claim)
            count += 1
        removed = PublishedClaim.objects.filter(publication__document__isnull=True)
        removed.update(**searchable.nothing())
    return count


def describe_again() -> None:
    """Describes speakers, sources and articles anew whose descriptions were emptied, from the newest other document."""
    for noun, (model, column) in library.THINGS.items():
        for row in model._default_manager.filter(**{column: ""}):
            found = library.another(noun, row.public_id)
            if found is not None:
                _describe(found, json.loads(bytes(found.document or b"{}")), only=row.public_id)


def _list_claim(publication: Publication, document: dict[str, Any]) -> None:
    PublishedClaim.objects.update_or_create(
        public_id=publication.public_id,
        defaults={
            "publication": publication,
            "number": publication.number,
            "status": document["status"],
            "at": publication.at,
            "speaker_id": document["speaker"]["id"],
            "article_id": document["article"]["id"],
            "source_ids": [item["source"]["id"] for item in document["evidence"]],
            "rating": (document["verdict"] or {}).get("rating", ""),
            "topic": document["topic"],
            "demonstration": document["demonstration"],
            **searchable.searched(document),
        },
    )


def _describe(publication: Publication, document: dict[str, Any], *, only: str = "") -> None:
    """Describes everything that the document embeds, or `only` what has this id."""
    frame: dict[str, Any] = {"publication": publication, "at": publication.at}
    sources = sorted((item["source"] for item in document["evidence"]), key=lambda source: str(source["id"]))
    described: list[tuple[type[Model], dict[str, Any], tuple[str, ...]]] = [
        (PublishedSpeaker, document["speaker"], ("name", "kind")),
        (PublishedArticle, document["article"], ("headline", "url", "outlet")),
        *((PublishedSource, source, ("title", "url", "publisher")) for source in sources),
    ]
    for model, thing, columns in described:
        if only in ("", thing["id"]):
            model._default_manager.update_or_create(
                public_id=thing["id"], defaults={**frame, **{name: thing[name] for name in columns}}
            )
