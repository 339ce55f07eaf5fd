# ruff: noqa: E501 - statements read best on one line
"""Ways past the rules that a hostile reader once found open, with the application's own password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from claims.domain import ledger
from tests import raw
from tests.cast import assemble
from tests.scene import Scene

ROLE = "INSERT INTO claims_speakerrole (speaker_id, title, valid, changed_by_id) VALUES (%s, 'a title', %s, %s) RETURNING id"
SPEAKER = (
    "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, changed_by_id) "
    "VALUES ('sssssssss1', 'person', 'She', 'she', '{}', '', '', '{}', %s) RETURNING id"
)
SOURCE = (
    "INSERT INTO claims_source (public_id, url, title, publisher, authors, published, kind, language, reliability, "
    "reliability_why, archived_url, changed_by_id) VALUES ('sssssssss2', 'https://a.example/', 'A', '', '{}', %s, 'news media', "
    "'', 'B', 'because', '', %s) RETURNING id"
)
LINK = (
    "INSERT INTO claims_evidence (claim_id, source_id, stance, says, excerpt, credibility, withdrawn_why, changed_by_id) "
    "VALUES (%s, %s, 'supports', 'Says so.', %s, 2, '', %s)"
)
FIGURE = (
    "INSERT INTO claims_quantity (claim_id, position, measure, population, low, high, approximate, vague, unit, text, "
    "withdrawn_why, changed_by_id) VALUES (%s, 1, 'words', '', %s, NULL, false, true, 'words', %s, '', %s)"
)
CHAIN = (
    "INSERT INTO claims_attribution (claim_id, position, speaker_id, role_id, cue, hedges, withdrawn_why, changed_by_id) "
    "VALUES (%s, 1, %s, %s, %s, %s, '', %s)"
)


def one(scene: Scene, statement: str, *values: Any) -> int:
    return int(scene.run(statement, *values).fetchone()[0])


def another_version(scene: Scene, text: str, *, excerpt: bool = False) -> int:
    """A second captured text of the article."""
    return one(
        scene,
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_length, full_sha256, "
        "captured_at, captured_how, raw_reference, changed_by_id) SELECT article_id, 2, %s, "
        "encode(sha256(convert_to(%s, 'UTF8')), 'hex'), %s, %s, %s, now(), 'test', '', %s FROM claims_articleversion "
        "RETURNING id",
        text, text, excerpt, 99 if excerpt else None, "0" * 64 if excerpt else "", scene.cast.extractor.pk,
    )  # fmt: skip


# Numbers and people stay who they are.


def test_no_row_changes_its_number(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    role = one(scene, ROLE, scene.bed.speaker, raw.DATE, who)
    scene.refused(
        "id_is_permanent",
        "UPDATE claims_speakerrole SET id = 777, changed_by_id = %s WHERE id = %s",
        who,
        role,
    )
    scene.refused("id_is_permanent", "UPDATE claims_speaker SET id = 777, changed_by_id = %s", who)
    scene.refused("id_is_permanent", "UPDATE claims_claim SET id = 777, changed_by_id = %s", who)
    scene.refused("id_is_permanent", "UPDATE claims_user SET id = 777 WHERE id = %s", who)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), scene.connection.transaction():
        scene.run("DELETE FROM claims_user WHERE id = %s", scene.cast.passer_by.pk)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), scene.connection.transaction():
        scene.run("UPDATE auth_group SET name = 'editors'")


def test_a_role_stays_with_its_speaker_and_is_named_beside_no_other(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    other = one(scene, SPEAKER, who)
    role = one(scene, ROLE, other, raw.DATE, who)
    scene.refused(
        "speakerrole_stays_with_its_speaker",
        "UPDATE claims_speakerrole SET speaker_id = %s, changed_by_id = %s", scene.bed.speaker, who,
    )  # fmt: skip
    scene.refused(
        "claim_speaker_role_is_the_speakers",
        "UPDATE claims_claim SET speaker_role_id = %s, rev = rev + 1, changed_by_id = %s", role, who,
    )  # fmt: skip
    scene.refused(
        "attribution_role_is_the_speakers", CHAIN, scene.claim[0], scene.bed.speaker, role, "", "{}", who
    )
    scene.run(CHAIN, scene.claim[0], other, role, "", "{}", who)


def test_a_step_stays_with_its_source(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    source = one(scene, SOURCE, raw.DATE, who)
    other = one(
        scene, SOURCE.replace("sssssssss2", "sssssssss3").replace("a.example", "b.example"), raw.DATE, who
    )
    scene.run(
        "INSERT INTO claims_derivation (source_id, origin_id, how, basis, note, withdrawn_why, changed_by_id) "
        "VALUES (%s, %s, 'quotes', 'stated', '', '', %s)", source, scene.bed.speaker, who,
    )  # fmt: skip
    scene.refused(
        "derivation_stays_with_its_source",
        "UPDATE claims_derivation SET source_id = %s, changed_by_id = %s", other, who,
    )  # fmt: skip


def test_no_public_document_leaves_the_lists_by_another_name(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    (other,) = raw.make_claims(scene.connection, scene.bed, 1)
    raw.publish(scene.connection, scene.bed, other)
    scene.refused(
        "public_id_is_permanent",
        "UPDATE claims_publishedclaim SET public_id = 'zzzzzzzzzz' WHERE public_id = %s", scene.claim[1],
    )  # fmt: skip


def test_setting_the_moment_is_not_naming_a_person(scene: Scene) -> None:
    later = "UPDATE claims_speaker SET name = 'Hacked', changed_at = changed_at + interval '1 second'"
    scene.refused("changed_by_is_named", later)
    scene.refused("changed_by_is_named", "UPDATE claims_speaker SET name = 'Hacked', changed_at = 'infinity'")
    upsert = (
        "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, changed_by_id) "
        "SELECT public_id, kind, 'Hacked', skeleton, aliases, country, wikidata, same_as, changed_by_id FROM claims_speaker "
        "ON CONFLICT (public_id) DO UPDATE SET name = excluded.name, changed_at = clock_timestamp() + interval '1 day'"
    )
    scene.refused("changed_by_is_named", upsert)


@pytest.mark.parametrize("person", ["administrator", "passer_by"])
def test_a_draft_is_changed_only_by_those_who_may(scene: Scene, person: str) -> None:
    who = getattr(scene.cast, person).pk
    rule = "draft_is_changed_by_those_who_may"
    scene.refused(rule, "UPDATE claims_claim SET statement = 'x', rev = rev + 1, changed_by_id = %s", who)
    scene.refused(rule, FIGURE, scene.claim[0], None, "said", who)
    scene.run("UPDATE claims_user SET is_active = false WHERE id = %s", scene.cast.extractor.pk)
    scene.refused(rule, FIGURE, scene.claim[0], None, "said", scene.cast.extractor.pk)


# Who had a hand may not approve, however the hand got in.


def test_a_source_that_somebody_else_linked_keeps_its_author_from_approving(scene: Scene) -> None:
    second = scene.cast.second_reviewer.pk
    source = one(scene, SOURCE, raw.DATE, second)
    scene.run(LINK, scene.claim[0], source, "", scene.cast.reviewer.pk)
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.refused_by("approval_by_a_second_person", scene.approve, second)
    scene.approve(scene.cast.editor.pk)


@pytest.fixture
def two(committed: None) -> Iterator[tuple[Scene, psycopg.Connection[Any]]]:
    """A committed claim in review, and a second connection of the app role."""
    cast = assemble()
    with raw.connect() as first, raw.connect() as second:
        scene = Scene(first, cast)
        first.commit()
        yield scene, second
        first.rollback()
        second.rollback()


def test_a_change_made_before_the_link_was_seen_keeps_its_author_from_approving(
    two: tuple[Scene, psycopg.Connection[Any]],
) -> None:
    scene, other = two
    second = scene.cast.second_reviewer.pk
    speaker = one(scene, SPEAKER, scene.cast.extractor.pk)
    scene.connection.commit()
    other.execute(
        "UPDATE claims_speaker SET name = 'Unseen', changed_by_id = %s WHERE id = %s", [second, speaker]
    )
    scene.run(
        "UPDATE claims_claim SET speaker_id = %s, rev = rev + 1, changed_by_id = %s",
        speaker,
        scene.cast.reviewer.pk,
    )
    scene.state("draft complete", scene.cast.reviewer.pk)
    scene.connection.commit()
    other.commit()
    scene.refused_by("approval_by_a_second_person", scene.approve, second)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_old_snapshot_changes_nothing(two: tuple[Scene, psycopg.Connection[Any]], level: str) -> None:
    scene, other = two
    other.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        other.execute("UPDATE claims_speaker SET name = 'x', changed_by_id = %s", [scene.cast.reviewer.pk])
    assert refused.value.diag.constraint_name == "ledger_is_written_under_read_committed"


# What is public moves as one.


def approved(scene: Scene) -> int:
    """A claim that is approved; the approval."""
    scene.state("draft complete", scene.cast.reviewer.pk)
    approval = scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)
    return approval


def insert(scene: Scene, approval: int, number: int = 1, **changed: Any) -> None:
    raw.insert_publication(
        scene.connection, scene.bed, scene.claim, number=number, rev=scene.rev(), approval=approval, **changed
    )


AT_COMMIT = "SET CONSTRAINTS claims_publication_logged IMMEDIATE"
MOVE = "UPDATE claims_claim SET state = 'published', published_number = 1, changed_by_id = %s"


def test_a_publication_takes_its_claim_and_the_list_along(scene: Scene) -> None:
    insert(scene, approved(scene))
    scene.refused("publication_moves_claim_and_list", AT_COMMIT)
    scene.run(MOVE, scene.cast.editor.pk)
    scene.refused("publication_moves_claim_and_list", AT_COMMIT)
    scene.run(raw.LIST, scene.claim[1])
    scene.run(AT_COMMIT)


def test_one_round_gives_one_publication(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    first, second = scene.approve(scene.cast.second_reviewer.pk), scene.approve(scene.cast.editor.pk)
    scene.state("approved", scene.cast.editor.pk)
    insert(scene, first)
    scene.refused_by("publication_first_or_with_reason", insert, scene, second, 2)
    reason = {"correction_kind": "", "correction_reason": ""}
    with pytest.raises(psycopg.errors.IntegrityError):
        insert(scene, second, 2, row=reason)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("publication_is_canonical", lambda body: b" " + body),
        ("publication_is_canonical", lambda body: body.replace(b'"id":', b'"\\u0069d":')),
        ("publication_is_canonical", lambda body: body.replace(b'"kind":"first",', b'"kind": "first",')),
        ("publication_is_canonical", lambda body: b'{"zzz":1,' + body[1:]),
        ("publication_frame_fits_its_row", lambda body: body.replace(b'"number":1', b'"number":"1"')),
        ("publication_frame_fits_its_row", lambda body: body.replace(b'"previous_number":null', b'"previous_number":0')),
        ("publication_frame_fits_its_row", lambda body: body.replace(b'Z"', b'+00:00"')),
        ("publication_lists_its_corrections", lambda body: body.replace(b'"corrections":[]', b'"corrections":[ ]')),
    ],
)  # fmt: skip
def test_the_frame_is_compared_byte_for_byte(scene: Scene, rule: str, change: Any) -> None:
    approval = approved(scene)
    (moment,) = scene.run("SELECT clock_timestamp()").fetchone()
    document = {
        **raw.draft_of(scene.claim[1]), "number": 1, "previous_number": None, "kind": "first",
        "published_at": ledger.time_text(moment), "corrections": [],
    }  # fmt: skip
    body, salt = raw.as_bytes(document), ledger.new_salt()
    bad = change(body)
    assert bad != body
    row = {"document": bad, "salt": salt, "commitment": ledger.commitment(salt, bad), "at": moment}
    with pytest.raises(psycopg.errors.IntegrityError) as refused, scene.connection.transaction():
        insert(scene, approval, row=row)
    assert refused.value.diag.constraint_name in (rule, "publication_is_what_was_approved")
    insert(scene, approval)


def test_a_publication_is_of_now_and_a_draft_has_the_keys_of_a_document(scene: Scene) -> None:
    scene.state("draft complete", scene.cast.reviewer.pk)
    for draft in (b"{}", b'{"id":"x"}', b" " + raw.as_bytes(raw.draft_of(scene.claim[1]))):
        scene.refused_by(
            "approval_draft_is_canonical", scene.approve, scene.cast.second_reviewer.pk, draft=draft
        )
    approval = scene.approve(scene.cast.second_reviewer.pk)
    scene.state("approved", scene.cast.second_reviewer.pk)
    (ago,) = scene.run("SELECT clock_timestamp() - interval '10 minutes'").fetchone()
    values = {"row": {"at": ago}, "document": {"published_at": ledger.time_text(ago)}}
    scene.refused_by("publication_moment_is_plausible", insert, scene, approval, **values)


def test_that_a_document_is_behind_and_why_it_is_corrected_is_kept(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    who = scene.cast.reviewer.pk
    scene.run("UPDATE claims_speaker SET name = 'Somebody', changed_by_id = %s", who)
    for moment in ("NULL", "'1999-01-01'"):
        scene.refused(
            "claim_behind_since_is_kept",
            f"UPDATE claims_claim SET behind_since = {moment}, changed_by_id = %s",
            who,
        )
    scene.run(
        "UPDATE claims_claim SET state = 'under correction', rev = rev + 1, correction_kind = 'typo', "
        "correction_reason = 'r', changed_by_id = %s", who,
    )  # fmt: skip
    scene.refused(
        "claim_correction_has_a_reason",
        "UPDATE claims_claim SET rev = rev + 1, correction_kind = '', correction_reason = '', changed_by_id = %s", who,
    )  # fmt: skip


def test_the_original_of_a_duplicate_is_named_once(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    (other, _), (third, _) = raw.make_claims(scene.connection, scene.bed, 2)
    mark = (
        "UPDATE claims_claim SET state = 'duplicate', duplicate_of_id = %s, changed_by_id = %s WHERE id = %s"
    )
    scene.run(mark, other, who, scene.claim[0])
    scene.refused(
        "claim_duplicate_of_follows_its_state",
        "UPDATE claims_claim SET duplicate_of_id = %s, changed_by_id = %s WHERE id = %s", third, who, scene.claim[0],
    )  # fmt: skip


# Words stand where they are said to stand.


def test_the_words_of_the_chain_and_the_cue_stand_in_the_version(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    rule = "attribution_words_are_verbatim"
    for cue, hedges in (("swore", "{}"), ("said", "{never printed}"), ("said", '{""}')):
        scene.refused(rule, CHAIN, scene.claim[0], scene.bed.speaker, None, cue, hedges, who)
    scene.run(CHAIN, scene.claim[0], scene.bed.speaker, None, "said", "{so}", who)
    change = "UPDATE claims_claim SET rev = rev + 1, changed_by_id = %s, "
    scene.refused("claim_hedges_are_verbatim", change + "cue = 'admitted under oath'", who)
    scene.refused("lists_hold_words", change + "modality = 'hedged', hedges = ARRAY[NULL]", who)
    scene.refused("lists_hold_words", CHAIN, scene.claim[0], scene.bed.speaker, None, "said", "{NULL}", who)


def test_figures_and_chain_follow_the_claim_into_another_version(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    scene.run(FIGURE, scene.claim[0], 2, "said", who)
    version = another_version(scene, "He did so. He said so.")
    there = (
        'UPDATE claims_claim SET version_id = %s, start = 11, "end" = 22, rev = rev + 1, changed_by_id = %s'
    )
    scene.run("SAVEPOINT there")
    scene.run(there, version, who)
    scene.run("ROLLBACK TO there")
    scene.run(
        "UPDATE claims_quantity SET withdrawn_at = now(), withdrawn_by_id = %s, changed_by_id = %s", who, who
    )
    scene.run(FIGURE, scene.claim[0], 2, "said so", who)
    other = one(scene, "SELECT id FROM claims_articleversion WHERE number = 2")
    scene.run("UPDATE claims_claim SET cue = '', rev = rev + 1, changed_by_id = %s", who)
    scene.run(there, other, who)
    third = "UPDATE claims_claim SET version_id = %s, start = 0, \"end\" = 2, exact = 'He', rev = rev + 1, changed_by_id = %s"
    bare = one(
        scene,
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, captured_at, "
        "captured_how, raw_reference, changed_by_id) SELECT article_id, 3, 'He left.', "
        "encode(sha256('He left.'::bytea), 'hex'), false, '', now(), 'test', '', changed_by_id FROM claims_articleversion "
        "WHERE number = 1 RETURNING id",
    )
    scene.refused("claim_parts_stand_in_its_version", third, bare, who)


def test_a_quotation_lies_in_one_passage_of_an_excerpt(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    version = another_version(scene, "He said so.\n[…]\nShe left.", excerpt=True)
    change = (
        "UPDATE claims_claim SET version_id = %s, start = %s, \"end\" = %s, exact = %s, cue = '', prefix = '', suffix = '', "
        "rev = rev + 1, changed_by_id = %s"
    )
    scene.run("SET LOCAL standard_conforming_strings = off")  # a session's setting switches no rule off
    for start, exact in ((8, "so.\n[…]\nShe"), (12, "[…]"), (14, "]\nShe"), (8, "so.\n[")):
        scene.refused("claim_quote_is_of_one_passage", change, version, start, start + len(exact), exact, who)
    scene.run(change, version, 16, 25, "She left.", who)
    scene.run(change, version, 0, 11, "He said so.", who)


def test_words_in_brackets_are_never_the_speakers_wherever_a_span_begins(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    text = "He [the [old] minister] said so [we think] today."
    version = another_version(scene, text)
    scene.run(
        "UPDATE claims_claim SET version_id = %s, start = 0, \"end\" = %s, exact = %s, rev = rev + 1, changed_by_id = %s",
        version, len(text), text, who,
    )  # fmt: skip
    scene.run("SET CONSTRAINTS claims_spans_fit, claims_claim_spans_fit IMMEDIATE")
    add = (
        'INSERT INTO claims_claimspan (claim_id, start, "end", role, withdrawn_why, changed_by_id) '
        "VALUES (%s, %s, %s, 'own_words', '', %s)"
    )
    for words in ("the", "old", "minister", "said so [", "we think", "think", "] today"):
        start = text.index(words)
        scene.refused("claimspan_fits_the_quotation", add, scene.claim[0], start, start + len(words), who)
    for words in ("said so", "today."):
        scene.run(add, scene.claim[0], text.index(words), text.index(words) + len(words), who)


def test_an_excerpt_has_fifty_words_whatever_stands_between_them(scene: Scene) -> None:
    who = scene.cast.reviewer.pk
    source = one(scene, SOURCE, raw.DATE, who)
    for blank in (" ", "\u00a0", "\u2003", "\u3000"):
        scene.refused(
            "evidence_excerpt_to_fifty_words", LINK, scene.claim[0], source, blank.join(["w"] * 51), who
        )
    scene.run(LINK, scene.claim[0], source, " ".join(["w"] * 50), who)


# What is stored can be read back.


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "9999-12-31 23:59:59-12", "0999-01-01"])
def test_moments_can_be_read_back(scene: Scene, moment: str) -> None:
    who = scene.cast.reviewer.pk
    scene.refused(
        "articleversion_captured_at_is_in_range",
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, captured_at, "
        "captured_how, raw_reference, changed_by_id) SELECT article_id, 2, text, sha256, false, '', %s, 'x', '', %s "
        "FROM claims_articleversion", moment, who,
    )  # fmt: skip
    scene.run(FIGURE, scene.claim[0], 2, "said", who)
    scene.refused(
        "quantity_withdrawn_at_with_by",
        "UPDATE claims_quantity SET withdrawn_at = %s, withdrawn_by_id = %s, changed_by_id = %s", moment, who, who,
    )  # fmt: skip


def test_the_database_sets_the_moment_of_creation(scene: Scene) -> None:
    found = scene.run("SELECT abs(extract(epoch FROM clock_timestamp() - created_at)) < 60 FROM claims_claim")
    assert found.fetchone() == (True,)


def test_a_figure_is_a_number(scene: Scene) -> None:
    scene.refused("quantity_low_is_a_number", FIGURE, scene.claim[0], "NaN", "said", scene.cast.reviewer.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"lower": "1990-01-01", "upper": "1990-12-31"},
        {"edtf": "garbage"},
        {"edtf": "2009-13"},
        {"edtf": "2009-02-30", "lower": "2009-02-30", "upper": "2009-02-30"},
        {"lower": "2009-01-99"},
        {"edtf": "2009~", "lower": "2009-02-01"},
        {"edtf": "2009/2010/2011"},
        {"edtf": "2009-06", "lower": "2009-01-01", "upper": "2009-12-31"},
        {"edtf": "../..", "lower": None, "upper": None, "lower_kind": "open", "upper_kind": "open"},
    ],
    ids=str,
)
def test_the_bounds_of_a_date_are_those_of_its_expression(scene: Scene, change: dict[str, Any]) -> None:
    value = json.dumps({**json.loads(raw.DATE), **change})
    scene.refused(
        "claim_said_is_sound_edtf",
        "UPDATE claims_claim SET said = %s, rev = rev + 1, changed_by_id = %s", value, scene.cast.reviewer.pk,
    )  # fmt: skip


def test_a_changed_password_leaves_a_trace_without_itself(scene: Scene) -> None:
    scene.run("UPDATE claims_user SET password = 'secret' WHERE id = %s", scene.cast.passer_by.pk)
    row = scene.run(
        "SELECT new::text FROM claims_history WHERE \"table\" = 'claims_user' ORDER BY id DESC LIMIT 1"
    )
    (found,) = row.fetchone()
    assert json.loads(found)["password_changed"] is True
    assert "secret" not in found


@pytest.mark.parametrize("places", ["{NULL}", "{{a},{b}}", "{a,NULL}"])
def test_a_list_holds_words(scene: Scene, places: str) -> None:
    change = "UPDATE claims_claim SET places = %s, rev = rev + 1, changed_by_id = %s"
    scene.refused("lists_hold_words", change, places, scene.cast.reviewer.pk)


def test_an_account_can_be_read_back(scene: Scene) -> None:
    scene.refused("user_last_login_is_in_range", "UPDATE claims_user SET last_login = 'infinity'")


@pytest.mark.parametrize("person", ["administrator", "passer_by"])
def test_a_shared_noun_is_changed_only_by_those_who_may(scene: Scene, person: str) -> None:
    who = getattr(scene.cast, person).pk
    scene.refused(
        "draft_is_changed_by_those_who_may", "UPDATE claims_speaker SET name = 'x', changed_by_id = %s", who
    )
    scale = "INSERT INTO claims_ratingscale (name, best, worst, changed_by_id) VALUES ('s', 5, 1, %s)"
    scene.refused("ratings_are_changed_by_editors", scale, scene.cast.reviewer.pk)
    scene.run(scale, scene.cast.administrator.pk)


def test_a_reason_says_something(scene: Scene) -> None:
    raw.publish(scene.connection, scene.bed, scene.claim)
    scene.refused(
        "claim_correction_has_a_reason",
        "UPDATE claims_claim SET state = 'under correction', rev = rev + 1, correction_kind = 'typo', "
        "correction_reason = '  ', changed_by_id = %s", scene.cast.reviewer.pk,
    )  # fmt: skip
