"""What the database refuses about rounds, comments, cases and withholdings, one rule and one column at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests import raw
from tests.models.test_removal_rules import CASE, CONFIRM, HOLD, LIFT, one
from tests.models.test_side_doors import CHAIN, FIGURE, another_version
from tests.scene import Scene

ROUND = (
    "INSERT INTO claims_review (claim_id, opened_at, assigned_to_id, due_on, changed_by_id) "
    "VALUES (%s, now(), %s, '2030-01-01', %s) RETURNING id"
)
COMMENT = (
    "INSERT INTO claims_comment (claim_id, by_id, at, text, withdrawn_why, changed_by_id) "
    "VALUES (%s, %s, now(), 'So.', '', %s) RETURNING id"
)
DISMISS = (
    "UPDATE claims_suppressioncase SET dismissed_by_id = %s, dismissed_at = now(), dismissed_why = 'x', "
    "changed_by_id = %s WHERE id = %s"
)
AGREE = "UPDATE claims_withholding SET confirmed_by_id = %s, confirmed_at = now(), changed_by_id = %s WHERE id = %s"


def refused_change(scene: Scene, rule: str, table: str, row: int, by: int, **columns: Any) -> None:
    """No column of the row may be changed, each by itself."""
    for column, value in columns.items():
        change = f"UPDATE {table} SET {column} = %s, changed_by_id = %s WHERE id = %s"
        scene.refused(rule, change, value, by, row)


def test_a_round_stays_with_its_claim_and_once_ended_as_it_was(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    ((other, _),) = raw.make_claims(scene.connection, scene.bed, 1)
    reviewer, editor, extractor = people.reviewer.pk, people.editor.pk, people.extractor.pk
    for by in (people.administrator, people.machine, people.passer_by, people.extractor):
        scene.refused("review_assigned_by_a_reviewer_or_editor", ROUND, claim, reviewer, by.pk)
    for to in (people.administrator, people.machine, people.passer_by):
        scene.refused("review_assigned_to_somebody_who_may_work", ROUND, claim, to.pk, editor)
    row = one(scene, ROUND, claim, extractor, editor)
    refused_change(
        scene,
        "review_stays_with_its_claim",
        "claims_review",
        row,
        editor,
        claim_id=other,
        opened_at="2020-01-01",
    )
    refused_change(
        scene, "review_assigned_by_a_reviewer_or_editor", "claims_review", row, extractor,
        assigned_to_id=None, due_on="2031-01-01",
    )  # fmt: skip
    scene.run("UPDATE claims_review SET closed_at = now(), changed_by_id = %s WHERE id = %s", extractor, row)
    refused_change(
        scene, "review_stays_closed", "claims_review", row, editor,
        closed_at=None, assigned_to_id=reviewer, due_on=None, claim_id=other, opened_at="2020-01-01",
    )  # fmt: skip


def test_a_comment_stays_where_it_was_written(scene: Scene) -> None:
    ((other, _),) = raw.make_claims(scene.connection, scene.bed, 1)
    reviewer, editor = scene.cast.reviewer.pk, scene.cast.editor.pk
    row = one(scene, COMMENT, scene.claim[0], reviewer, reviewer)
    refused_change(
        scene, "comment_stays_as_written", "claims_comment", row, reviewer,
        claim_id=other, at="2020-01-01", text="Other words.",
    )  # fmt: skip
    refused_change(scene, "comment_is_its_author_s", "claims_comment", row, editor, text="x")
    refused_change(scene, "comment_stays_as_written", "claims_comment", row, editor, by_id=editor)


def test_a_case_begins_open_and_stays_as_it_was_asked_for_and_decided(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    ((other, _),) = raw.make_claims(scene.connection, scene.bed, 1)
    reviewer, second, editor, chief = (
        one.pk for one in (people.reviewer, people.second_reviewer, people.editor, people.administrator)
    )
    for moment in ("confirmed", "dismissed", "done"):
        by, value = ("", "") if moment == "done" else (f"{moment}_by_id, ", f"{chief}, ")
        begun = CASE.replace("(claim_id", f"({by}{moment}_at, claim_id").replace("(%s", f"({value}now(), %s")
        scene.refused("suppressioncase_begins_open", begun, claim, editor, editor)
    columns = {
        "claim_id": other, "category": "legal", "reason": "x", "redact_capture": True, "requested_by_id": second,
        "requested_at": "2020-01-01",
    }  # fmt: skip
    stays = (scene, "suppressioncase_stays", "claims_suppressioncase")
    dismissed = one(scene, CASE, claim, reviewer, reviewer)
    refused_change(*stays, dismissed, editor, **columns)
    by_a_person = "suppressioncase_dismissed_by_a_person"
    for by in (people.second_reviewer, people.extractor, people.machine, people.passer_by):
        scene.refused(by_a_person, DISMISS, by.pk, by.pk, dismissed)
    scene.refused(by_a_person, DISMISS, chief, editor, dismissed)
    scene.run(DISMISS, reviewer, reviewer, dismissed)
    refused_change(*stays, dismissed, editor, dismissed_at=None, dismissed_by_id=editor, dismissed_why="y")
    scene.refused("suppressioncase_stays", CONFIRM, editor, editor, dismissed)
    scene.refused("suppression_needs_a_confirmed_case", "SELECT claims_suppress(%s)", dismissed)

    confirmed = one(scene, CASE, claim, reviewer, reviewer)
    scene.run(CONFIRM, editor, editor, confirmed)
    refused_change(*stays, confirmed, chief, confirmed_by_id=chief, confirmed_at="2020-01-01")
    for lost in (
        "UPDATE claims_user SET is_active = false WHERE id = %s",
        "DELETE FROM claims_user_groups WHERE user_id = %s",
    ):
        with scene.connection.transaction(force_rollback=True):
            scene.run(lost, editor)
            scene.refused("suppression_by_two_people", "SELECT claims_suppress(%s)", confirmed)
        with scene.connection.transaction(force_rollback=True):
            scene.run(lost, reviewer)
            scene.refused("suppression_by_people_who_are_there", "SELECT claims_suppress(%s)", confirmed)
    scene.run("SELECT claims_suppress(%s)", confirmed)
    refused_change(*stays, confirmed, chief, done_at=None, dismissed_why="y")


def test_a_withholding_begins_open_and_stays_as_it_was_made_and_decided(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    ((other, _),) = raw.make_claims(scene.connection, scene.bed, 1)
    editor, chief = people.editor.pk, people.administrator.pk
    raw.publish(scene.connection, scene.bed, scene.claim)
    for moment in ("confirmed", "lifted"):
        begun = HOLD.replace("(claim_id", f"({moment}_by_id, {moment}_at, claim_id")
        begun = begun.replace("(%s", f"({chief}, now(), %s")
        scene.refused("withholding_begins_open", begun, claim, editor, editor)
    scene.refused("withholding_by_an_editor", HOLD, claim, editor, chief)
    made = one(scene, HOLD, claim, editor, editor)
    columns = {
        "claim_id": other, "category": "privacy", "reason": "x", "withheld_by_id": chief, "withheld_at": "2020-01-01",
    }  # fmt: skip
    stays = (scene, "withholding_stays", "claims_withholding")
    refused_change(*stays, made, chief, **columns)
    decided = "withholding_decided_by_a_person"
    for by in (people.reviewer, people.extractor, people.machine, people.passer_by):
        scene.refused(decided, AGREE, by.pk, by.pk, made)
        scene.refused(decided, LIFT, by.pk, by.pk, made)
    scene.refused(decided, AGREE, chief, editor, made)
    scene.run(AGREE, chief, chief, made)
    refused_change(*stays, made, chief, confirmed_by_id=people.reviewer.pk, confirmed_at="2020-01-01")
    with scene.connection.transaction(force_rollback=True):
        scene.run(LIFT, chief, chief, made)
        refused_change(*stays, made, chief, lifted_at=None, lifted_by_id=editor, lifted_why="y")
        again = one(scene, HOLD, claim, editor, editor)
        scene.run(LIFT, chief, chief, again)
    case = one(scene, CASE, claim, editor, editor)
    scene.run(CONFIRM, chief, chief, case)
    scene.run("SELECT claims_suppress(%s)", case)
    scene.refused("withholding_stays", LIFT, chief, chief, made)
    scene.refused("withholding_of_what_is_public", HOLD, claim, editor, editor)


def test_a_document_that_was_exchanged_while_it_was_withheld_does_not_come_back(scene: Scene) -> None:
    """Not even by the owner's hand: the log has committed to it."""
    scene.connection.rollback()
    with raw.connect("owner") as owner:
        there = Scene(owner, scene.cast)
        editor, chief = scene.cast.editor.pk, scene.cast.administrator.pk
        raw.publish(owner, there.bed, there.claim)
        held = one(there, HOLD, there.claim[0], editor, editor)
        for exchanged in ("document = document || ' '::bytea", "salt = decode(repeat('00', 32), 'hex')"):
            with owner.transaction(force_rollback=True):
                there.run(f"UPDATE claims_withhelddocument SET {exchanged}")
                there.refused("withheld_documents_come_back_as_they_were", LIFT, chief, chief, held)
        there.run(LIFT, chief, chief, held)
        owner.rollback()


def test_words_that_another_claim_of_the_text_rests_on_are_not_blacked_out_and_no_history_keeps_them(
    scene: Scene,
) -> None:
    reviewer, editor = scene.cast.reviewer.pk, scene.cast.editor.pk
    first = one(scene, CASE, scene.claim[0], reviewer, reviewer)
    scene.run(CONFIRM, editor, editor, first)
    scene.run("SELECT claims_suppress(%s)", first)
    bed = replace(scene.bed, version=another_version(scene, "He said so. Then he left."))
    (claim, _), (other, _) = raw.make_claims(scene.connection, bed, 2)
    scene.run(
        "UPDATE claims_claim SET start = 12, \"end\" = 25, exact = 'Then he left.', prefix = 'so. ', rev = rev + 1, "
        "changed_by_id = %s WHERE id = %s",
        reviewer, other,
    )  # fmt: skip
    case = one(scene, CASE.replace("'Why', false", "'Why', true"), claim, reviewer, reviewer)
    scene.run(CONFIRM, editor, editor, case)

    def spared() -> None:
        scene.refused("redaction_spares_other_claims", "SELECT claims_suppress(%s)", case)

    spared()  # its cue stands in the words
    scene.run(
        "UPDATE claims_claim SET cue = '', rev = rev + 1, changed_by_id = %s WHERE id = %s", reviewer, other
    )
    withdraw = (
        "UPDATE {} SET withdrawn_at = now(), withdrawn_by_id = %s, withdrawn_why = 'x', changed_by_id = %s"
    )
    for statement, values, table in (
        (FIGURE, (other, None, "said", reviewer), "claims_quantity"),
        (CHAIN, (other, bed.speaker, None, "said", [], reviewer), "claims_attribution"),
    ):
        scene.run(statement, *values)
        spared()
        scene.run(withdraw.format(table), reviewer, reviewer)
    scene.run("SELECT claims_suppress(%s)", case)
    (kept,) = scene.run("SELECT text FROM claims_articleversion WHERE id = %s", bed.version).fetchone()
    assert kept == "█" * 11 + " Then he left."
    (rows,) = scene.run(
        "SELECT count(*) FROM claims_history h WHERE (h.\"table\" = 'claims_articleversion' AND h.\"row\" = %s "
        "AND h::text LIKE %s) OR (h.\"table\" = 'claims_claim' AND h.\"row\" = %s AND h::text LIKE %s)",
        str(bed.version), "%He said so%", str(other), '%"so. "%',
    ).fetchone()  # fmt: skip
    assert rows == 0
