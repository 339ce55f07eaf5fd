# ruff: noqa: E501 - statements read best on one line
"""The rules of the claim in the database, with Django out of the picture; each once seen to fail without its trigger."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from claims.domain import ledger
from tests import raw
from tests.cast import assemble
from tests.scene import Scene


def test_a_quotation_stands_in_the_captured_text_to_the_letter(scene: Scene) -> None:
    change = "UPDATE claims_claim SET rev = rev + 1, changed_by_id = %s, "
    who = scene.cast.reviewer.pk
    scene.refused("claim_quote_is_verbatim", change + "exact = 'He said sO.'", who)
    scene.refused("claim_quote_is_verbatim", change + 'start = 1, "end" = 12', who)
    scene.refused("claim_prefix_is_verbatim", change + "start = 3, exact = 'said so.', prefix = 'Hx '", who)
    scene.refused("claim_suffix_is_verbatim", change + "suffix = 'x'", who)
    scene.refused("claim_hedges_are_verbatim", change + "hedges = '{perhaps}'", who)
    scene.run(change + "start = 3, exact = 'said so.', prefix = 'He ', hedges = '{said}'", who)


def test_a_change_names_the_revision_that_was_read(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    scene.refused(
        "claim_rev_is_the_one_read", "UPDATE claims_claim SET statement = 'x', changed_by_id = %s", who
    )
    scene.refused(
        "claim_rev_is_the_one_read",
        "UPDATE claims_claim SET statement = 'x', rev = 7, changed_by_id = %s",
        who,
    )
    scene.run("UPDATE claims_claim SET statement = 'x', rev = 2, changed_by_id = %s", who)
    assert scene.rev() == 2


def test_a_change_says_who_made_it(scene: Scene) -> None:
    scene.refused("changed_by_is_named", "UPDATE claims_claim SET statement = 'x', rev = rev + 1")
    scene.refused("changed_by_is_named", "UPDATE claims_speaker SET name = 'x'")


def test_every_part_raises_the_revision_and_leaves_a_contribution(scene: Scene) -> None:
    before = scene.rev()
    scene.run(
        "INSERT INTO claims_claimspan (claim_id, start, \"end\", role, withdrawn_why, changed_by_id) "
        "VALUES (%s, 0, 2, 'paraphrase', '', %s)",
        scene.claim[0], scene.cast.extractor.pk,
    )  # fmt: skip
    assert scene.rev() == before + 1
    found = scene.run("SELECT user_id, what FROM claims_contribution ORDER BY id DESC LIMIT 1").fetchone()
    assert found == (scene.cast.extractor.pk, "added a span")


def test_a_shared_noun_makes_its_editor_a_contributor_of_every_claim_that_embeds_it(scene: Scene) -> None:
    who = scene.cast.second_reviewer.pk
    scene.run(
        "UPDATE claims_speaker SET name = 'Somebody', changed_by_id = %s WHERE id = %s",
        who,
        scene.bed.speaker,
    )
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused_by("approval_by_a_second_person", scene.approve, who)


def test_spans_stay_inside_the_quotation_and_apart(scene: Scene) -> None:
    add = (
        'INSERT INTO claims_claimspan (claim_id, start, "end", role, withdrawn_why, changed_by_id) '
        "VALUES (%s, %s, %s, 'paraphrase', '', %s)"
    )
    who = scene.cast.reviewer.pk
    scene.run("SET CONSTRAINTS claims_spans_fit, claims_claim_spans_fit IMMEDIATE")
    scene.refused("claimspan_fits_the_quotation", add, scene.claim[0], 5, 99, who)
    scene.run(add, scene.claim[0], 0, 5, who)
    scene.refused("claimspan_fits_the_quotation", add, scene.claim[0], 4, 8, who)
    scene.refused(
        "claimspan_fits_the_quotation",
        "UPDATE claims_claim SET start = 3, exact = 'said so.', prefix = '', rev = rev + 1, changed_by_id = %s", who,
    )  # fmt: skip


def test_nobody_who_contributed_may_approve(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused_by("approval_by_a_second_person", scene.approve, scene.cast.reviewer.pk)
    assert scene.approve(scene.cast.second_reviewer.pk)


def test_only_an_active_reviewer_or_editor_may_approve(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    for person in (scene.cast.extractor, scene.cast.administrator, scene.cast.machine, scene.cast.passer_by):
        scene.refused_by("approval_by_a_reviewer_or_editor", scene.approve, person.pk)
    scene.run("UPDATE claims_user SET is_active = false WHERE id = %s", scene.cast.second_reviewer.pk)
    scene.refused_by("approval_by_a_reviewer_or_editor", scene.approve, scene.cast.second_reviewer.pk)


def test_a_superuser_without_the_role_may_not_approve(scene: Scene) -> None:
    scene.run("UPDATE claims_user SET is_superuser = true WHERE id = %s", scene.cast.passer_by.pk)
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused_by("approval_by_a_reviewer_or_editor", scene.approve, scene.cast.passer_by.pk)


def test_an_approval_is_of_the_present_revision_of_a_complete_draft_and_of_its_bytes(scene: Scene) -> None:
    second = scene.cast.second_reviewer.pk
    scene.refused_by("approval_of_a_complete_draft", scene.approve, second)
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused_by("approval_names_the_present_rev", scene.approve, second, rev=7)
    scene.refused_by("approval_commitment_fits", scene.approve, second, commitment=b"x" * 32)


def test_an_edit_voids_the_approval(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    approval = scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)
    scene.run(
        "UPDATE claims_claim SET statement = 'x', rev = rev + 1, changed_by_id = %s", scene.cast.reviewer.pk
    )
    assert scene.run("SELECT state FROM claims_claim").fetchone() == ("in review",)
    scene.refused_by(
        "publication_needs_an_approval", raw.insert_publication, scene.connection, scene.bed, scene.claim,
        number=1, rev=scene.rev(), approval=approval,
    )  # fmt: skip


def test_publishing_needs_the_approval_the_next_number_and_exactly_what_was_approved(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    approval = scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)

    def refused(rule: str, *, number: int = 1, **changed: Any) -> None:
        scene.refused_by(
            rule, raw.insert_publication, scene.connection, scene.bed, scene.claim,
            number=number, rev=scene.rev(), approval=approval, **changed,
        )  # fmt: skip

    refused("publication_is_what_was_approved", document={"status": "rated"})
    refused("publication_is_what_was_approved", document={"extra": 1})
    refused("publication_frame_fits_its_row", document={"number": 2})
    refused("publication_frame_fits_its_row", document={"kind": "retraction"})
    refused("publication_by_an_editor", row={"by_id": scene.cast.second_reviewer.pk})
    refused("publication_commitment_fits", row={"commitment": b"x" * 32})
    refused("publication_is_of_its_claim", row={"public_id": "bbbbbbbbbb"})
    refused("publication_number_is_next", number=3)
    invented = {"number": 1, "kind": "typo", "reason": "never published", "at": "2026-01-01T00:00:00.000000Z"}
    refused("publication_lists_its_corrections", document={"corrections": [invented]})
    refused("publication_lists_its_corrections", document={"corrections": None})
    (long_ago,) = scene.run("SELECT clock_timestamp() - interval '1 hour'").fetchone()
    refused(
        "publication_moment_is_plausible",
        row={"at": long_ago},
        document={"published_at": ledger.time_text(long_ago)},
    )
    refused(
        "publication_reason_is_the_approved_one", row={"correction_kind": "typo", "correction_reason": "x"}
    )
    raw.insert_publication(
        scene.connection, scene.bed, scene.claim, number=1, rev=scene.rev(), approval=approval
    )


def test_a_duplicate_key_in_the_document_is_refused(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    approval = scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)
    row = scene.run("SELECT clock_timestamp()").fetchone()[0]
    document = {
        **raw.draft_of(scene.claim[1]), "number": 1, "previous_number": None, "kind": "first",
        "published_at": ledger.time_text(row), "corrections": [],
    }  # fmt: skip
    body = raw.as_bytes(document).replace(b'"status":"unrated"', b'"status":"unrated","status":"unrated"')
    salt = ledger.new_salt()
    scene.refused_by(
        "publication_is_what_was_approved", raw.insert_publication, scene.connection, scene.bed, scene.claim,
        number=1, rev=scene.rev(), approval=approval,
        row={"document": body, "salt": salt, "commitment": ledger.commitment(salt, body), "at": row},
    )  # fmt: skip


def test_a_correction_lists_every_correction_before_it(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    raw.publish(scene.connection, scene.bed, scene.claim)
    insert = raw.insert_publication

    def forgetful(*values: Any, **named: Any) -> None:
        insert(*values, **named, document={"corrections": []})

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(raw, "insert_publication", forgetful)
        scene.refused_by(
            "publication_lists_its_corrections", raw.publish, scene.connection, scene.bed, scene.claim
        )
    assert raw.publish(scene.connection, scene.bed, scene.claim) == (scene.claim[1], 3)


@pytest.mark.parametrize("state", ["draft complete", "approved"])
def test_a_draft_that_goes_back_takes_its_consent_along(scene: Scene, state: str) -> None:
    who = scene.cast.second_reviewer.pk
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.approve(who)
    if state == "approved":
        scene.state("approved", who)
    back = "UPDATE claims_claim SET state = 'in review', changed_by_id = %s"
    scene.refused("claim_return_withdraws_consent", back, who)
    scene.run(back + ", rev = rev + 1", who)
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused(
        "claim_approved_has_its_approval",
        "UPDATE claims_claim SET state = 'approved', changed_by_id = %s", scene.cast.reviewer.pk,
    )  # fmt: skip
    scene.approve(who)
    scene.state("approved", who)


def test_a_claim_does_not_become_public_without_a_publication(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused(
        "claim_approved_has_its_approval",
        "UPDATE claims_claim SET state = 'approved', changed_by_id = %s", scene.cast.second_reviewer.pk,
    )  # fmt: skip
    scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)
    scene.refused(
        "claim_published_has_its_publication",
        "UPDATE claims_claim SET state = 'published', published_number = 1, changed_by_id = %s", scene.cast.editor.pk,
    )  # fmt: skip


def test_a_published_claim_changes_only_through_a_correction(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    who = scene.cast.reviewer.pk
    scene.refused(
        "claim_draft_is_locked",
        "UPDATE claims_claim SET statement = 'x', rev = rev + 1, changed_by_id = %s",
        who,
    )
    scene.refused(
        "claim_draft_is_locked",
        "INSERT INTO claims_claimspan (claim_id, start, \"end\", role, withdrawn_why, changed_by_id) "
        "VALUES (%s, 0, 2, 'paraphrase', '', %s)", scene.claim[0], who,
    )  # fmt: skip
    scene.refused(
        "claim_correction_has_a_reason",
        "UPDATE claims_claim SET state = 'under correction', changed_by_id = %s", who,
    )  # fmt: skip
    assert raw.publish(scene.connection, scene.bed, scene.claim) == (scene.claim[1], 2)


def test_a_corrected_shared_noun_marks_public_documents_as_behind(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    scene.run("UPDATE claims_speaker SET name = 'Somebody', changed_by_id = %s", scene.cast.reviewer.pk)
    (behind, state) = scene.run("SELECT behind_since IS NOT NULL, state FROM claims_claim").fetchone()
    assert behind is True
    assert state == "published"


@pytest.mark.parametrize(
    "target", ["approved", "published", "retracted", "under correction", "suppressed", "nonsense"]
)
def test_states_are_not_skipped(scene: Scene, target: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), scene.connection.transaction():
        scene.state(target, scene.cast.editor.pk)


def test_a_rating_lies_on_its_scale_whichever_changes(scene: Scene) -> None:
    editor = scene.cast.editor.pk
    (scale,) = scene.run(
        "INSERT INTO claims_ratingscale (name, best, worst, changed_by_id) VALUES ('s', 5, 1, %s) RETURNING id",
        editor,
    ).fetchone()
    add = "INSERT INTO claims_rating (scale_id, label, value, meaning, changed_by_id) VALUES (%s, %s, %s, 'm', %s)"
    for label, value in (("best", 5), ("worst", 1), ("unproven", None)):
        scene.run(add, scale, label, value, editor)
    for value in (0, 6, -2):
        scene.refused("rating_value_is_on_its_scale", add, scale, "off", value, editor)
    move = "UPDATE claims_rating SET value = %s, changed_by_id = %s WHERE label = 'best'"
    scene.refused("rating_value_is_on_its_scale", move, 6, editor)
    shrink = "UPDATE claims_ratingscale SET best = %s, changed_by_id = %s"
    scene.refused("rating_value_is_on_its_scale", shrink, 4, editor)
    scene.run(shrink, 6, editor)
    scene.run(move, 6, editor)


def test_a_withdrawn_row_stays_withdrawn(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    scene.run(
        "INSERT INTO claims_claimspan (claim_id, start, \"end\", role, withdrawn_why, changed_by_id) "
        "VALUES (%s, 0, 2, 'paraphrase', '', %s)", scene.claim[0], who,
    )  # fmt: skip
    scene.refused(
        "claimspan_withdrawn_at_with_by",
        "UPDATE claims_claimspan SET withdrawn_at = now(), changed_by_id = %s",
        who,
    )
    scene.refused(
        "withdrawn_by_is_the_actor",
        "UPDATE claims_claimspan SET withdrawn_at = now(), withdrawn_by_id = %s, changed_by_id = %s",
        scene.cast.extractor.pk, who,
    )  # fmt: skip
    scene.run(
        "UPDATE claims_claimspan SET withdrawn_at = now(), withdrawn_by_id = %s, changed_by_id = %s", who, who
    )
    scene.refused(
        "withdrawn_rows_stay", "UPDATE claims_claimspan SET withdrawn_at = NULL, changed_by_id = %s", who
    )


BAD_DATES = {
    "reversed bounds": {"lower": "2010-01-01"},
    "an open end with a bound": {"upper_kind": "open"},
    "an exact end without a bound": {"upper": None},
    "an unknown kind": {"lower_kind": "perhaps"},
    "no basis": {"basis": " "},
    "an unknown key": {"extra": 1},
    "bounds without an expression": {"edtf": ""},
}


@pytest.mark.parametrize("name", sorted(BAD_DATES))
def test_the_database_refuses_unsound_dates(scene: Scene, name: str) -> None:
    value = json.dumps({**json.loads(raw.DATE), **BAD_DATES[name]})
    scene.refused(
        "claim_said_is_sound_edtf",
        "UPDATE claims_claim SET said = %s, rev = rev + 1, changed_by_id = %s", value, scene.cast.reviewer.pk,
    )  # fmt: skip


CONTROLS = {
    "d_guard": ("claims_approval", lambda scene: scene.approve(scene.cast.reviewer.pk)),
    "e_verbatim": (
        "claims_claim",
        lambda scene: scene.run(
            "UPDATE claims_claim SET exact = 'He said no.', rev = rev + 1, changed_by_id = %s",
            scene.cast.reviewer.pk,
        ),
    ),
    "c_keep_id": (
        "claims_speaker",
        lambda scene: scene.run(
            "UPDATE claims_speaker SET id = 777, changed_by_id = %s", scene.cast.reviewer.pk
        ),
    ),
    "a_keep_changed_at": (
        "claims_speaker",
        lambda scene: scene.run("UPDATE claims_speaker SET changed_at = changed_at + interval '1 day'"),
    ),
    "claims_publication_logged": (
        "claims_publication",
        lambda scene: (
            raw.publish(scene.connection, scene.bed, scene.claim),
            scene.run("SET CONSTRAINTS ALL IMMEDIATE"),
        ),
    ),
    "b_require_actor": (
        "claims_claim",
        lambda scene: scene.run("UPDATE claims_claim SET statement = 'x', rev = rev + 1"),
    ),
}


@pytest.mark.parametrize("trigger", sorted(CONTROLS))
def test_without_its_trigger_the_rule_is_broken(committed: None, trigger: str) -> None:
    """The controls: what the tests above see refused succeeds once the trigger is gone."""
    cast = assemble()
    table, action = CONTROLS[trigger]
    with raw.connect("owner") as connection:
        scene = Scene(connection, cast)
        connection.execute(f"DROP TRIGGER {trigger} ON {table}")
        if table == "claims_approval":
            scene.state("draft complete", cast.reviewer.pk)
        action(scene)
        connection.rollback()
