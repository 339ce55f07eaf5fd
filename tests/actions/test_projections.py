"""The public lists come from publications alone and can be made again from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.contrib.postgres.operations import TrigramExtension
from django.core.management.base import CommandError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model, Value
from django.db.models.functions import Concat
from django.utils import timezone

from claims.actions import claims, projections, publication, review
from claims.domain.vocabulary import CorrectionKind
from claims.formats import searchable
from claims.models import (
    Publication,
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
    PublishedWord,
)
from tests import raw
from tests.cast import Cast, rashid

LONG_AGO = datetime(2009, 8, 5, tzinfo=UTC)
MIGRATION = import_module("claims.migrations.0014_search")
BESIDE = import_module("claims.migrations.0015_others_beside_a_claim")
LISTS = (PublishedClaim, PublishedArticle, PublishedSource, PublishedSpeaker)


def rows() -> dict[str, list[dict[str, Any]]]:
    """What the lists say."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in LISTS}


@pytest.fixture
def corrected(seeded: Cast) -> Cast:
    """The five claims, one of them corrected after the others were published."""
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="A slip."
    )
    now = timezone.now()
    claim = claims.revise(claim=claim, rev=claim.rev, by=seeded.reviewer, at=now, topic="strength")
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now)
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now)
    return seeded


def test_lists_that_name_an_older_document_are_made_again_as_they_were(corrected: Cast) -> None:
    before = rows()
    assert len(before["PublishedClaim"]) == 5
    assert {row["number"] for row in before["PublishedClaim"]} == {1, 2}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the entries of the log, as at COMMIT
    first = Publication.objects.get(public_id=rashid().public_id, number=1)
    PublishedArticle.objects.update(publication=first, at=first.at)
    PublishedSpeaker.objects.filter(name="Ahmed Rashid").update(publication=first, at=first.at)
    assert rows() != before
    assert projections.rebuild() == 6
    assert rows() == before


def test_lists_that_were_lost_are_made_again(committed_claims: Cast) -> None:
    before = rows()
    assert all(before.values())
    with raw.connect("owner") as owner:
        for model in LISTS:
            owner.execute(f"DELETE FROM {model._meta.db_table}")
    assert not any(rows().values())
    assert projections.rebuild() == 5
    assert rows() == before


@pytest.mark.parametrize(
    ("model", "lie"),
    [
        (PublishedClaim, {"topic": "something else"}),
        (PublishedClaim, {"status": "retracted"}),
        (PublishedClaim, {"rating": "accurate"}),
        (PublishedClaim, {"speaker_id": "zzzzzzzzzz"}),
        (PublishedClaim, {"article_id": "zzzzzzzzzz"}),
        (PublishedClaim, {"source_ids": []}),
        (PublishedClaim, {"demonstration": False}),
        (PublishedClaim, {"at": LONG_AGO}),
        (PublishedClaim, {"words": ""}),
        (PublishedClaim, {"words": "What nobody said"}),
        (PublishedClaim, {"words": Concat("words", Value("\nand more"))}),
        (PublishedClaim, {"speaker_name": "Somebody else"}),
        (PublishedClaim, {"outlet": "Another paper"}),
        (PublishedClaim, {"measures": []}),
        (PublishedClaim, {"links": ["zzzzzzzzzz"]}),
        (PublishedClaim, {"measures": ["strength\nmen\npersons"]}),
        (PublishedClaim, {"said_from": LONG_AGO.date()}),
        (PublishedClaim, {"said_to": None}),
        (PublishedArticle, {"headline": "x"}),
        (PublishedArticle, {"at": LONG_AGO}),
        (PublishedSpeaker, {"name": "somebody else"}),
        (PublishedSpeaker, {"kind": "outlet"}),
        (PublishedSource, {"title": "x"}),
        (PublishedSource, {"url": "https://example.org/"}),
    ],
    ids=str,
)
def test_lists_say_only_what_their_documents_say(
    corrected: Cast, model: type[Model], lie: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="document"), transaction.atomic():
        model._default_manager.update(**lie)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_nobody_takes_anything_off_the_lists(corrected: Cast, model: type[Model]) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model._default_manager.all().delete()


def test_the_lists_never_go_back_to_an_older_document(corrected: Cast) -> None:
    before = rows()
    first = Publication.objects.get(public_id=rashid().public_id, number=1)
    with pytest.raises(IntegrityError, match="newest publication of each claim"), transaction.atomic():
        projections.write(first)
    listed = PublishedClaim.objects.filter(public_id=rashid().public_id)
    for change in ({"publication": first, "number": 1}, {"publication": first}, {"number": 1}):
        with pytest.raises(IntegrityError, match="newest publication of each claim"), transaction.atomic():
            listed.update(**change)
    assert rows() == before


def test_a_claim_is_in_the_lists_with_what_its_newest_document_says(corrected: Cast) -> None:
    row = PublishedClaim.objects.get(public_id=rashid().public_id)
    assert (row.number, row.topic, row.status, row.demonstration) == (2, "strength", "rated", True)
    assert len(row.source_ids) == rashid().evidence.active().count()


def removed(public_id: str) -> None:
    """The documents of a claim are gone, as the owner may do on legal grounds."""
    with raw.connect("owner") as owner:
        owner.execute("ALTER TABLE claims_publication DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE claims_publication SET document = NULL, salt = NULL WHERE public_id = %s", [public_id]
        )
        owner.execute("ALTER TABLE claims_publication ENABLE TRIGGER USER")


def test_the_words_of_a_document_are_all_there_and_nothing_else(corrected: Cast) -> None:
    for row in PublishedClaim.objects.select_related("publication"):
        document = json.loads(bytes(row.publication.document or b"{}"))
        lines = row.words.split("\n")
        for words in (
            document["statement"], document["quotation"]["exact"], document["speaker"]["name"], document["topic"],
            document["article"]["headline"], *document["hedges"], *document["places"],
            *(one["name"] for one in document["speaker"]["candidates"]),
            *(one["speaker"]["name"] for one in document["attribution"]),
        ):  # fmt: skip
            assert words in lines
        assert document["quotation"]["context_before"] not in lines
        assert (row.said_from, row.said_to) == tuple(
            document["said"][end] and datetime.fromisoformat(document["said"][end]).date()
            for end in ("lower", "upper")
        )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"speaker": {"name": "A", "candidates": [{"name": "B"}, {"name": ""}, {"name": "Ç"}]}},
        {
            "speaker": {"name": "A", "role": "r", "organization": "o", "disambiguation": "d"},
            "places": ["P", "", "Q"],
        },
        {
            "attribution": [{"speaker": {"name": "X"}}, {"speaker": {"name": "Y"}}],
            "hedges": ["maybe", "“so”"],
        },
        {"hedges": "", "places": None, "attribution": {}, "quotation": "", "said": "", "quantities": {}},
        {"topic": "t", "quantities": [{"measure": "b", "unit": "c"}, {"measure": "a", "unit": "c"}] * 2},
        {"links": [{"claim": "b"}, {"claim": "a"}]},
        {"topic": "", "quantities": [{"measure": "b", "unit": "c"}]},
        {"quantities": [{"measure": "b", "unit": "c"}]},
        {"statement": "Two\nlines \\ and 'quotes'", "quotation": {"exact": "  blanks  "}, "topic": ""},
    ],
    ids=str,
)
def test_sql_and_python_find_the_same_words_in_a_document(db: None, change: dict[str, Any]) -> None:
    document = {
        "statement": "s",
        "speaker": {"name": "N"},
        "article": {"headline": "h", "outlet": "o"},
        **change,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claims_document_words(d), claims_document_speakers(d), claims_document_measures(d), "
            "claims_document_links(d) FROM (SELECT %s::jsonb) x(d)",
            [json.dumps(document)],
        )
        found = cursor.fetchone()
    told = searchable.searched(document)
    assert found == tuple(told[name] for name in ("words", "speaker_name", "measures", "links"))


def test_of_a_removed_document_no_word_may_stand_in_the_list(committed_claims: Cast) -> None:
    gone = PublishedClaim.objects.get(public_id=rashid().public_id)
    removed(gone.public_id)
    row = PublishedClaim.objects.filter(public_id=gone.public_id)
    for change in (
        {"words": "any"},
        {"words": gone.words},
        {"topic": "other"},
        {"measures": ["strength\nmen\npersons"]},
        {"links": ["zzzzzzzzzz"]},
        {**searchable.nothing(), "outlet": "x"},
    ):
        with pytest.raises(IntegrityError, match="keeps none of its words"), transaction.atomic():
            row.update(**change)
    before = PublishedClaim.objects.exclude(public_id=gone.public_id).order_by("pk").values()
    others = list(before)
    assert projections.rebuild() == 4
    found = row.get()
    assert {name: getattr(found, name) for name in searchable.nothing()} == searchable.nothing()
    assert str(found.search) == ""
    assert list(before.all()) == others


def test_the_words_of_documents_are_known_each_once(corrected: Cast) -> None:
    known = list(PublishedWord.objects.values_list("word", flat=True))
    assert {"rashid", "militants", "afghanistan"} <= set(known)
    assert len(known) == len(set(known))
    assert not [word for word in known if not 4 <= len(word) <= 100]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PublishedWord.objects.create(word="invented")


def test_claims_that_were_published_before_there_was_a_search_are_found(committed_claims: Cast) -> None:
    before = rows()
    known = set(PublishedWord.objects.values_list("word", flat=True))
    with raw.connect("owner") as owner:
        owner.execute("ALTER TABLE claims_publishedclaim DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE claims_publishedclaim SET words = '', speaker_name = '', outlet = '', said_from = NULL, "
            "said_to = NULL"
        )
        owner.execute("ALTER TABLE claims_publishedclaim ENABLE TRIGGER USER")
        owner.execute("DELETE FROM claims_publishedword")
    assert rows() != before
    with raw.connect("owner") as owner:
        owner.execute("ALTER TABLE claims_publishedclaim DISABLE TRIGGER USER")
        for statement in (MIGRATION.FILL, MIGRATION.LEARN):
            owner.execute(statement)
        owner.execute("ALTER TABLE claims_publishedclaim ENABLE TRIGGER USER")
    assert rows() == before
    assert set(PublishedWord.objects.values_list("word", flat=True)) == known


def test_claims_that_were_published_before_pages_looked_others_up_are_found(committed_claims: Cast) -> None:
    before = rows()
    with raw.connect("owner") as owner:
        owner.execute("ALTER TABLE claims_publishedclaim DISABLE TRIGGER USER")
        owner.execute("UPDATE claims_publishedclaim SET measures = '{}', links = '{}'")
    assert rows() != before
    with raw.connect("owner") as owner:
        owner.execute(BESIDE.FILL)
        owner.execute("ALTER TABLE claims_publishedclaim ENABLE TRIGGER USER")
    assert rows() == before


def test_a_database_without_the_extension_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise ProgrammingError(
            'permission denied to create extension "pg_trgm"\nHINT: Must have CREATE privilege.'
        )

    monkeypatch.setattr(TrigramExtension, "database_forwards", refuse)
    with pytest.raises(CommandError, match="GRANT CREATE ON DATABASE") as error:
        MIGRATION.Trigrams().database_forwards("claims", None, None, None)
    assert "CREATE EXTENSION pg_trgm" in str(error.value)
