"""Rules of the database that no other test meets, each by the statement that it refuses; and that none goes unnamed."""

from __future__ import annotations

import re
from pathlib import Path

from claims.models.functions import SQL
from tests import raw
from tests.models.test_side_doors import FIGURE, SOURCE, one
from tests.scene import Scene

UNNAMED = {
    "checkpoint_note_says_the_same", "checkpoint_root_is_that_of_the_log", "checkpoint_size_fits_the_log",
    "described_by_its_document", "publishedclaim_is_the_newest", "publishedclaim_says_what_its_document_says",
    "publishedclaim_of_a_removed_document_has_no_words",
}  # fmt: skip
"""Met in tests/models/test_attacks.py and tests/actions/test_projections.py, which do not name them."""


def test_no_rule_of_the_database_goes_without_a_test_that_names_it() -> None:
    rules = {
        rule
        for script in SQL.glob("*.sql")
        for rule in re.findall(r"claims_refuse\(\s*'(\w+)'", script.read_text(encoding="utf-8"))
    }
    assert len(rules) > 100
    tests = "".join(
        one.read_text(encoding="utf-8")
        for one in Path(__file__).parents[1].rglob("*.py")
        if one.name != "__init__.py"
    )
    assert not {rule for rule in rules if f'"{rule}"' not in tests}


def test_a_claim_begins_and_goes_on_by_its_lifecycle_alone(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    reviewer, extractor = people.reviewer.pk, people.extractor.pk
    columns = [
        str(name)
        for (name,) in scene.run(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'claims_claim' "
            "AND column_name NOT IN ('id', 'public_id', 'state', 'rev', 'changed_at') ORDER BY 1"
        ).fetchall()
    ]
    named = ", ".join(f'"{name}"' for name in columns)
    copy = "INSERT INTO claims_claim (public_id, state, rev, {0}) SELECT 'zzzzzzzzzz', {1}, {2}, {0} FROM claims_claim"
    scene.refused("claim_begins_as_proposed", copy.format(named, "state", "1"))
    scene.refused("claim_begins_as_proposed", copy.format(named, "'proposed'", "2"))
    change = "UPDATE claims_claim SET {}, changed_by_id = %s WHERE id = %s"
    for rule, columns_of, by in (
        ("claim_created_at_stays", "created_at = '2020-01-01'", reviewer),
        ("claim_published_number_follows_publishing", "published_number = 1", reviewer),
        ("claim_correction_needs_its_state", "correction_kind = 'typo', correction_reason = 'x'", reviewer),
        ("claim_move_is_for_its_roles", "state = 'draft complete'", extractor),
    ):
        scene.refused(rule, change.format(columns_of), by, claim)
    scene.state("draft complete", reviewer)
    kind = "correction_kind = 'typo', correction_reason = 'x'"
    back = change.format(f"state = 'under correction', rev = rev + 1, {kind}")
    scene.refused("claim_correction_is_of_something_public", back, reviewer, claim)


def test_what_hangs_on_a_claim_stays_there_and_stands_in_its_texts(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    ((other, _),) = raw.make_claims(scene.connection, scene.bed, 1)
    scene.refused("quantity_text_is_verbatim", FIGURE, scene.claim[0], None, "ninety", who)
    figure = one(scene, f"{FIGURE} RETURNING id", scene.claim[0], None, "said", who)
    scene.refused(
        "part_stays_with_its_claim",
        "UPDATE claims_quantity SET claim_id = %s, changed_by_id = %s WHERE id = %s", other, who, figure,
    )  # fmt: skip
    source = one(scene, SOURCE, raw.DATE, who)
    capture = one(
        scene,
        "INSERT INTO claims_capture (source_id, captured_at, raw_sha256, text, state, raw_reference, changed_by_id) "
        "VALUES (%s, now(), repeat('0', 64), 'It is so.', 'same', '', %s) RETURNING id",
        source, who,
    )  # fmt: skip
    evidence = (
        "INSERT INTO claims_evidence (claim_id, source_id, capture_id, stance, says, excerpt, credibility, "
        "withdrawn_why, changed_by_id) VALUES (%s, %s, %s, 'supports', 'So.', %s, 2, '', %s)"
    )
    scene.refused(
        "evidence_excerpt_is_verbatim", evidence, scene.claim[0], source, capture, "It was so.", who
    )
    scene.run(evidence, scene.claim[0], source, capture, "is so", who)
    version = (
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, captured_at, "
        "captured_how, raw_reference, changed_by_id) SELECT article_id, 2, %s, "
        "encode(sha256(convert_to(%s, 'UTF8')), 'hex'), false, '', now(), 'test', '', %s FROM claims_articleversion"
    )
    scene.refused("articleversion_text_is_nfc", version, "Cafe\u0301", "Cafe\u0301", who)
    scene.refused("articleversion_sha256_fits", version, "Caf\u00e9", "Cafe", who)
    scene.run(version, "Caf\u00e9", "Caf\u00e9", who)


def test_what_was_published_is_changed_not_even_by_the_owner(scene: Scene) -> None:
    scene.connection.rollback()
    with raw.connect("owner") as owner:
        there = Scene(owner, scene.cast)
        raw.publish(owner, there.bed, there.claim)
        there.run("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in (
            "UPDATE claims_publication SET document = NULL, salt = NULL",
            "UPDATE claims_publication SET number = 2",
            "DELETE FROM claims_publication",
            "TRUNCATE claims_publication CASCADE",
        ):
            there.refused("publication_is_immutable", statement)
        owner.rollback()
