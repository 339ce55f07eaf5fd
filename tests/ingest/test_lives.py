"""The files lead each claim to where its life stands, and loading them again adds nothing."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import connection
from django.utils import timezone

from claims.actions import suppression
from claims.domain.vocabulary import RemovalCategory
from claims.models import Article, Claim
from tests.cast import Cast
from tests.ingest.test_folder import CHAIN, CORRECTION, LINK, Files, load, written

ENDS = ("rejected", "duplicate", "under correction", "retracted", "published")


def test_the_files_lead_claims_to_every_end(cast: Cast, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for item, until in zip(files["claims"], ENDS, strict=True):
            item["until"] = until
        files["claims"][1]["duplicate_of"] = files["claims"][0]["key"]
        files["claims"][2]["correction"] = CORRECTION
        files["claims"][3]["correction"] = CORRECTION | {"kind": "withdrawn", "evidence": []}
        files["claims"][4]["correction"] = CORRECTION
        files["claims"][4]["links"] = [LINK | {"claim": files["claims"][2]["key"], "kind": "same event"}]
        files["claims"][4]["attribution"] = [CHAIN]
        files["claims"][4] |= {"speaker_basis": "ambiguous", "candidates": ["rashid", "macleod"]}

    load(written(tmp_path, change), cast)
    found = list(Claim.objects.order_by("id"))
    assert [claim.state for claim in found] == list(ENDS)
    assert [claim.published_number for claim in found] == [None, None, 1, 2, 2]
    assert found[1].duplicate_of == found[0]
    first = json.loads(bytes(found[2].publications.get().document or b""))
    assert found[2].evidence.active().count() == len(first["evidence"]) + 1
    last = json.loads(bytes(found[4].publications.get(number=2).document or b""))
    assert [one["kind"] for one in last["corrections"]] == ["new evidence"]
    assert [one["claim"] for one in last["links"]] == [found[2].public_id]
    assert [one["cue"] for one in last["attribution"]] == ["estimates"]
    assert {one["name"] for one in last["speaker"]["candidates"]} == {"Ahmed Rashid", "John MacLeod"}


def test_words_that_stand_twice_are_told_apart_by_their_occurrence(cast: Cast, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files["claims"][4]["exact"], files["claims"][4]["occurrence"] = "militants", 2

    changed = written(tmp_path, change)
    load(changed, cast)
    claim = Claim.objects.get(exact="militants")
    text = claim.version.text
    assert claim.start == text.find("militants", text.find("militants") + 1)
    assert load(changed, cast) == 0


def test_more_passages_of_an_article_add_no_claim_twice(cast: Cast, tmp_path: Path) -> None:
    load(written(tmp_path / "1"), cast)
    longer = written(
        tmp_path / "2", lambda files: files["article"]["passages"].insert(0, "One more passage.")
    )
    assert load(longer, cast) == 0
    assert Article.objects.get().versions.count() == 2


def test_what_was_suppressed_is_not_loaded_again(cast: Cast, tmp_path: Path) -> None:
    folder, now = written(tmp_path), timezone.now()
    load(folder, cast)
    claim = Claim.objects.earliest("id")
    why = {"category": RemovalCategory.PRIVACY, "reason": "A letter."}
    case = suppression.open_case(claim=claim, by=cast.editor, at=now, **why)  # type: ignore[arg-type]
    case.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    suppression.confirm(case, by=cast.administrator, at=now, read=case.changed_at)
    assert load(folder, cast) == 0
    assert [one.state for one in Claim.objects.order_by("id")].count("suppressed") == 1
