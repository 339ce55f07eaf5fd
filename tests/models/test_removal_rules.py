"""What the app role cannot do about suppressions and withholdings, whatever SQL it sends."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
import pytest

from tests import raw
from tests.scene import Scene

CASE = (
    "INSERT INTO claims_suppressioncase (claim_id, category, reason, redact_capture, requested_by_id, requested_at, "
    "dismissed_why, changed_by_id) VALUES (%s, 'privacy', 'Why', false, %s, now(), '', %s) RETURNING id"
)
CONFIRM = (
    "UPDATE claims_suppressioncase SET confirmed_by_id = %s, confirmed_at = now(), changed_by_id = %s "
    "WHERE id = %s"
)
HOLD = (
    "INSERT INTO claims_withholding (claim_id, category, reason, withheld_by_id, withheld_at, lifted_why, "
    "changed_by_id) VALUES (%s, 'legal', 'Why', %s, now(), '', %s) RETURNING id"
)
DRAFT = "INSERT INTO claims_draft (user_id, address, fields, token, page, saved_at) VALUES (%s, %s, %s, '', 'p', now())"
LIFT = (
    "UPDATE claims_withholding SET lifted_by_id = %s, lifted_at = now(), lifted_why = 'x', changed_by_id = %s "
    "WHERE id = %s"
)


def one(scene: Scene, statement: str, *values: Any) -> int:
    return int(scene.run(statement, *values).fetchone()[0])


def test_nothing_is_suppressed_without_two_people_and_their_case(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    nothing = "suppression_needs_a_confirmed_case"
    scene.refused(nothing, "SELECT claims_suppress(1)")
    asked = "suppressioncase_requested_by_a_person"
    scene.refused(asked, CASE, claim, people.extractor.pk, people.extractor.pk)
    scene.refused(asked, CASE, claim, people.reviewer.pk, people.editor.pk)
    scene.refused(asked, CASE, claim, people.machine.pk, people.machine.pk)
    case = one(scene, CASE, claim, people.editor.pk, people.editor.pk)
    scene.refused("suppressioncase_one_open_a_claim", CASE, claim, people.reviewer.pk, people.reviewer.pk)
    scene.refused(nothing, "SELECT claims_suppress(%s)", case)
    scene.refused("suppressioncase_two_people", CONFIRM, people.editor.pk, people.editor.pk, case)
    confirmed = "suppressioncase_confirmed_by_a_person"
    for person in (people.reviewer, people.extractor, people.machine, people.passer_by):
        scene.refused(confirmed, CONFIRM, person.pk, person.pk, case)
    scene.refused(confirmed, CONFIRM, people.administrator.pk, people.editor.pk, case)
    done = "UPDATE claims_suppressioncase SET done_at = now(), changed_by_id = %s WHERE id = %s"
    scene.refused("suppressioncase_done_by_the_database", done, people.editor.pk, case)
    for column, value in (("reason", "x"), ("category", "legal"), ("redact_capture", True), ("claim_id", 0)):
        change = f"UPDATE claims_suppressioncase SET {column} = %s, changed_by_id = %s WHERE id = %s"
        scene.refused("suppressioncase_stays", change, value, people.editor.pk, case)
    scene.run(CONFIRM, people.administrator.pk, people.administrator.pk, case)
    scene.run("SELECT claims_suppress(%s)", case)
    row = scene.run("SELECT state, statement, exact, rev FROM claims_claim").fetchone()
    assert row == ("suppressed", "[suppressed]", "", 2)
    assert scene.run("SELECT count(*) FROM claims_emptying").fetchone() == (0,)
    scene.refused(nothing, "SELECT claims_suppress(%s)", case)


def test_nothing_leads_out_of_a_suppression_and_nothing_can_be_added(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    case = one(scene, CASE, claim, people.reviewer.pk, people.reviewer.pk)
    scene.run(CONFIRM, people.editor.pk, people.editor.pk, case)
    scene.run("SELECT claims_suppress(%s)", case)
    for state in ("open", "in review", "rejected", "published"):
        why = "Why." if state == "rejected" else ""
        move = f"UPDATE claims_claim SET state = %s, rejected_why = '{why}', changed_by_id = %s"
        scene.refused("claim_moves_along_its_lifecycle", move, state, people.editor.pk)
    write = "UPDATE claims_claim SET statement = 'again', rev = rev + 1, changed_by_id = %s"
    scene.refused("claim_draft_is_locked", write, people.editor.pk)
    span = (
        'INSERT INTO claims_claimspan (claim_id, start, "end", role, withdrawn_why, changed_by_id) '
        "VALUES (%s, 0, 1, 'paraphrase', '', %s)"
    )
    scene.refused("claim_draft_is_locked", span, claim, people.editor.pk)
    scene.refused("suppressioncase_of_what_is_there", CASE, claim, people.reviewer.pk, people.reviewer.pk)
    comment = (
        "INSERT INTO claims_comment (claim_id, by_id, at, text, withdrawn_why, changed_by_id) "
        "VALUES (%s, %s, now(), 'again', '', %s)"
    )
    scene.refused("comment_on_what_is_there", comment, claim, people.editor.pk, people.editor.pk)
    for address in (
        f"claims.claim/{claim}/change",
        f"claims.x/add?claim={claim}",
        f"claims.x/add?a=1&other={claim}",
    ):
        scene.refused("draft_of_what_is_there", DRAFT, people.editor.pk, address, "{}")
    scene.run(DRAFT, people.editor.pk, f"claims.claim/{claim}0/change", "{}")
    scene.run("UPDATE claims_speaker SET country = 'GH', changed_by_id = %s", people.editor.pk)


def test_unsaved_text_about_the_claim_goes_with_it_and_no_other(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    gone = {
        f"claims.claim/{claim}/change": "{}",
        f"claims.claimlink/add?other={claim}": "{}",
        f"claims.claimlink/add?basis=x&claim={claim}": "{}",
        "claims.evidence/add": f'{{"claim": ["{claim}"]}}',
        "claims.claimlink/add": f'{{"other": ["{claim}"]}}',
        "claims.claim/add": '{"exact": ["Then: He said so. And"]}',
    }
    stays = {
        f"claims.claim/{claim}0/change": "{}",
        f"claims.evidence/add?claim={claim}0": "{}",
        "claims.claim/add?version=1": '{"exact": ["She did not."], "claim": "odd"}',
        "claims.evidence/add?source=1": f'{{"claim": ["{claim}0"], "says": ["{claim}"]}}',
    }
    for address, fields in (gone | stays).items():
        scene.run(DRAFT, people.extractor.pk, address, fields)
    case = one(scene, CASE, claim, people.reviewer.pk, people.reviewer.pk)
    scene.run(CONFIRM, people.editor.pk, people.editor.pk, case)
    scene.run("SELECT claims_suppress(%s)", case)
    left = scene.run("SELECT address FROM claims_draft ORDER BY address").fetchall()
    assert left == [(address,) for address in sorted(stays)]


def test_words_that_another_claim_stands_on_are_not_blacked_out(scene: Scene) -> None:
    people = scene.cast
    (other,) = raw.make_claims(scene.connection, scene.bed, 1)
    cases = []
    for claim, statement in ((scene.claim, CASE.replace("'Why', false", "'Why', true")), (other, CASE)):
        cases.append(one(scene, statement, claim[0], people.reviewer.pk, people.reviewer.pk))
        scene.run(CONFIRM, people.editor.pk, people.editor.pk, cases[-1])
    first, second = cases
    scene.refused("redaction_spares_other_claims", "SELECT claims_suppress(%s)", first)
    assert scene.run("SELECT text FROM claims_articleversion").fetchone() == ("He said so.",)
    scene.run("SELECT claims_suppress(%s)", second)
    scene.run("SELECT claims_suppress(%s)", first)
    text, digest = scene.run("SELECT text, sha256 FROM claims_articleversion").fetchone()
    assert (text, digest) == ("█" * 11, hashlib.sha256(("█" * 11).encode()).hexdigest())


DOORS = {
    "the mark that the function works": "INSERT INTO claims_emptying (claim) VALUES (1)",
    "what the public is told": "UPDATE claims_publishedremoval SET category = 'x'",
    "a removal that is none": "INSERT INTO claims_publishedremoval VALUES ('aaaaaaaaaa', 'legal', true, now())",
    "a document put aside": "UPDATE claims_withhelddocument SET document = '{}'",
    "a case that disappears": "DELETE FROM claims_suppressioncase",
    "a withholding that disappears": "DELETE FROM claims_withholding",
    "the helper that blacks out": "SELECT claims_redact(c) FROM claims_claim c",
}


@pytest.mark.parametrize("name", sorted(DOORS))
def test_the_app_role_has_no_other_way(scene: Scene, name: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), scene.connection.transaction():
        scene.connection.execute(DOORS[name])


def test_no_setting_of_a_session_stands_in_for_the_mark(scene: Scene) -> None:
    blank = "UPDATE claims_claim SET exact = '', rev = rev + 1, changed_by_id = changed_by_id"
    scene.refused("claim_quote_is_verbatim", blank)
    for setting in ("claims.emptying", "factcheck.emptying", "factcheck.actor"):
        scene.run("SELECT set_config(%s, '1', true)", setting)
    scene.refused("claim_quote_is_verbatim", blank)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), scene.connection.transaction():
        scene.connection.execute("CREATE TEMP TABLE claims_emptying (claim bigint)")


def test_an_editor_withholds_and_another_person_decides(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim[0]
    public = "withholding_of_what_is_public"
    scene.refused(public, HOLD, claim, people.editor.pk, people.editor.pk)
    raw.publish(scene.connection, scene.bed, scene.claim)
    for person in (people.reviewer, people.administrator, people.machine):
        scene.refused("withholding_by_an_editor", HOLD, claim, person.pk, person.pk)
    sealed = scene.run("SELECT document, salt FROM claims_publication").fetchone()
    held = one(scene, HOLD, claim, people.editor.pk, people.editor.pk)
    assert scene.run("SELECT document, salt FROM claims_publication").fetchone() == (None, None)
    assert scene.run("SELECT words, speaker_name FROM claims_publishedclaim").fetchone() == ("", "")
    scene.refused("withholding_one_open_a_claim", HOLD, claim, people.editor.pk, people.editor.pk)
    scene.refused("withholding_two_people", LIFT, people.editor.pk, people.editor.pk, held)
    scene.refused("withholding_decided_by_a_person", LIFT, people.reviewer.pk, people.reviewer.pk, held)
    scene.refused("withholding_decided_by_a_person", LIFT, people.administrator.pk, people.editor.pk, held)
    scene.refused_by("publication_not_while_withheld", raw.publish, scene.connection, scene.bed, scene.claim)
    with raw.connect(
        "owner"
    ) as owner:  # nobody's hand changes what was put aside unseen: it would not come back
        assert owner.execute("SELECT count(*) FROM claims_withhelddocument").fetchone() == (0,), (
            "not committed"
        )
    scene.run(LIFT, people.administrator.pk, people.administrator.pk, held)
    assert scene.run("SELECT document, salt FROM claims_publication").fetchone() == sealed
    assert scene.run("SELECT words <> '' FROM claims_publishedclaim").fetchone() == (True,)
    scene.refused("withholding_stays", LIFT, people.administrator.pk, people.administrator.pk, held)
    scene.run("SET CONSTRAINTS ALL IMMEDIATE")
    log = scene.run("SELECT type, number, commitment FROM claims_ledgerentry ORDER BY position").fetchall()
    assert [row[:2] for row in log] == [("claim.published", 1), ("claim.withheld", 1), ("claim.restored", 1)]
    assert (log[1][2], log[2][2]) == (b"", log[0][2])
