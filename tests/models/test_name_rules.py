"""What the app role cannot do about suppressions of a name, whatever SQL it sends, and what exactly is blacked out."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import psycopg
import pytest
from django.db import connection

from claims.models import emptied, names
from tests import raw
from tests.models.test_emptied import columns
from tests.models.test_removal_rules import CONFIRM, DRAFT, HOLD, LIFT, one
from tests.scene import Scene

CASE = (
    "INSERT INTO claims_suppressioncase ({about}_id, words, category, reason, redact_capture, requested_by_id, "
    "requested_at, dismissed_why, changed_by_id) "
    "VALUES (%s, %s, 'privacy', 'Why', false, %s, now(), '', %s) RETURNING id"
)
DISMISS = (
    "UPDATE claims_suppressioncase SET dismissed_by_id = %s, dismissed_at = now(), dismissed_why = 'x', "
    "changed_by_id = %s WHERE id = %s"
)
SPEAKER, ACCOUNT = CASE.format(about="speaker"), CASE.format(about="account")


@pytest.mark.django_db
def test_every_column_that_can_hold_text_is_blacked_out_or_says_why_not() -> None:
    spared: list[tuple[str, str]] = [
        (table, column) for lists in names.SPARED.values() for table, some in lists.items() for column in some
    ]
    told = {(table, column) for table, some in names.blacked_out().items() for column in some}
    assert len(spared) == len(set(spared))
    assert not told & set(spared)
    plain = {(table, column) for table, some in emptied.NO_FREE_TEXT.items() for column in some}
    listed = {(table, column) for table, column in told | set(spared)}
    with_text = columns(with_text=True)
    assert with_text - listed - plain == set(), "say in claims/models/names.py what becomes of it"
    assert told - with_text == set(), "this column holds no text"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        (
            ["Ali"],
            "Ali, ALI's; Alison, Somali, Australia. (ali)",
            "███, ███'s; Alison, Somali, Australia. (███)",
        ),
        (["Rashid", "Ahmed Rashid"], "Ahmed\nRashid and Rashid1", "█████\n██████ and Rashid1"),
        (['Zoë "K" O\\Ü'], 'zoË "k" o\\ü, Zoë.', "███ ███ ███, Zoë."),
        (["J. (Jr.)"], "J. (Jr.) and Jx (Jr.)", "██ █████ and Jx (Jr.)"),
        (["Ли Öz"], "ли öz лиöz", "██ ██ лиöz"),
        (
            ["Zan Quux"],
            "Zan\r\n   Quux, Zan&nbsp;Quux, Zan\u00a0 Quux",
            "███\r\n   ████, ███&nbsp;████, ███\u00a0 ████",
        ),
        (
            ["Zan Quux"],
            "/Zan_Quux?q=zan+quux&r=Zan%20Quux#zan-quux",
            "/███_████?q=███+████&r=███%20████#███-████",
        ),
        (["Quux", "Zoë"], "?q=%22Quux%22&r=Zo%c3%ab, Zoë%C3", "?q=%22████%22&r=████████, ███%C3"),
        (["a b c d e f g h i jj"], "a b c d e f g h i jj", "█ █ █ █ █ █ █ █ █ ██"),
        (["李明"], "据李明说", "据██说"),
        (["\U0001f60a Ann"], "\U0001f60a ann!", "█ ███!"),
    ],
)
def test_whole_words_go_without_regard_to_case_and_all_else_keeps_its_place(
    words: list[str], text: str, left: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claims_blacked_out(%s, %s), claims_blacked_out(ARRAY[%s, 'b'], %s), "
            "claims_blacked_out(jsonb_build_object('a', jsonb_build_array(E'so\n' || %s, 'open')), %s), "
            "claims_holds(%s, claims_words_pattern(%s)), claims_holds(%s, claims_words_pattern(%s))",
            [text, words, text, words, text, words, text, words, left, words],
        )
        row: Any = cursor.fetchone()
    found, listed, nested, before, after = row
    assert (found, listed, len(found)) == (left, [left, "b"], len(text))
    assert json.loads(nested) == {"a": [f"so\n{left}", "open"]}
    assert (before, after) == (True, False)


@pytest.mark.django_db
def test_a_word_of_a_closed_list_is_no_name_and_a_sentence_with_it_is() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claims_blacked_out(%s::jsonb, '{Low}')",
            ['{"agreement": "low", "note": "Low said so", "name": "Low"}'],
        )
        assert cursor.fetchone() == ('{"name": "███", "note": "███ said so", "agreement": "low"}',)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["said", "topic", "links", "best", "path", "statement"])
def test_a_key_of_a_document_is_no_name(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claims_holds(x.d, p), claims_holds(convert_to(x.d::text, 'UTF8'), p), "
            'claims_holds(x.d || \'{"by": "M. Said Topic Links Best Path Statement"}\', p) '
            "FROM (SELECT jsonb_build_object(%s::text, 'a', 'more', jsonb_build_object(%s::text, '[]'))) x(d), "
            "claims_words_pattern(ARRAY[%s]) p",
            [key, key, key.capitalize()],
        )
        assert cursor.fetchone() == (False, False, True)


def test_a_case_about_a_name_holds_sound_words_and_one_thing(scene: Scene) -> None:
    people, who = scene.cast, scene.bed.speaker
    asks, editor, nobody = people.reviewer.pk, people.editor.pk, people.extractor.pk
    for words in (
        [],
        ["He"],
        ["123"],
        [" Rashid"],
        ["Ras  hid"],
        ["Re\u0301mi"],
        ["x" * 201],
        ["a b c d e f g h i j kk"],
        ["Rashid"] * 21,
    ):
        scene.refused("suppressioncase_words_are_sound", SPEAKER, who, words, asks, asks)
    scene.refused("lists_hold_words", SPEAKER, who, ["Rashid", None], asks, asks)
    scene.refused("suppressioncase_requested_by_a_person", SPEAKER, who, ["Rashid"], nobody, nobody)
    in_use = people.passer_by.pk
    scene.refused("suppressioncase_of_an_ended_account", ACCOUNT, in_use, ["Rashid"], asks, asks)
    both = SPEAKER.replace("(speaker_id,", "(claim_id, speaker_id,").replace("(%s,", "(%s, %s,")
    scene.refused("suppressioncase_is_about_one_thing", both, scene.claim[0], who, ["Rashid"], asks, asks)
    of_a_claim, rule = CASE.format(about="claim"), "suppressioncase_words_while_a_name_waits"
    scene.refused(rule, of_a_claim, scene.claim[0], ["Rashid"], asks, asks)
    case = one(scene, SPEAKER, who, ["Rashid"], editor, editor)
    scene.refused("suppressioncase_one_open_a_speaker", SPEAKER, who, ["Rashid"], asks, asks)
    change = "UPDATE claims_suppressioncase SET {} = %s, changed_by_id = %s WHERE id = %s"
    for column, value in (("words", ["Other"]), ("speaker_id", 0), ("account_id", in_use)):
        scene.refused("suppressioncase_stays", change.format(column), value, asks, case)
    scene.refused("suppression_needs_a_confirmed_case", "SELECT claims_suppress(%s)", case)
    scene.refused("suppressioncase_two_people", CONFIRM, editor, editor, case)
    scene.refused("suppressioncase_confirmed_by_a_person", CONFIRM, asks, asks, case)
    scene.run(DISMISS, editor, editor, case)
    assert scene.run("SELECT words FROM claims_suppressioncase").fetchone() == ([],)
    for door in ("claims_suppress_name", "claims_empty_speaker", "claims_empty_account"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), scene.connection.transaction():
            scene.connection.execute(f"SELECT {door}(k, now()) FROM claims_suppressioncase k")


def named(scene: Scene, *words: str, speaker: int | None = None) -> int:
    """A confirmed case about the speaker's name."""
    people = scene.cast
    case = one(
        scene, SPEAKER, speaker or scene.bed.speaker, list(words), people.reviewer.pk, people.reviewer.pk
    )
    scene.run(CONFIRM, people.editor.pk, people.editor.pk, case)
    return case


def test_quotations_still_stand_in_the_text_or_the_claims_are_named(scene: Scene) -> None:
    by = scene.cast.reviewer.pk
    text = "It was He Mann who said so, He Mann's aide said."
    version = one(
        scene,
        "INSERT INTO claims_articleversion (article_id, number, text, sha256, is_excerpt, full_sha256, captured_at, "
        "captured_how, raw_reference, changed_by_id) SELECT article_id, 2, %s, %s, false, '', now(), 'test', '', %s "
        "FROM claims_articleversion RETURNING id",
        text, hashlib.sha256(text.encode()).hexdigest(), by,
    )  # fmt: skip
    scene.run(
        'UPDATE claims_claim SET version_id = %s, exact = %s, start = 18, "end" = 27, prefix = %s, suffix = %s, '
        "cue = %s, rev = rev + 1, changed_by_id = %s",
        version, text[18:27], text[12:18], text[27:33], "Mann's aide said", by,
    )  # fmt: skip
    scene.run(DRAFT, by, "claims.source/add", '{"title": ["So says\\nhe mann."]}')
    scene.run(DRAFT, by, "claims.outlet/add", '{"title": ["Mannheim"]}')
    half = named(scene, "He Mann")
    with pytest.raises(psycopg.errors.IntegrityError) as refused, scene.connection.transaction():
        scene.run("SELECT claims_suppress(%s)", half)
    assert refused.value.diag.constraint_name == "redaction_keeps_claims_verbatim"
    assert scene.claim[1] in str(refused.value)
    assert "shorter form" in str(refused.value)
    scene.run("UPDATE claims_claim SET cue = '', rev = rev + 1, changed_by_id = %s", by)
    scene.run("SELECT claims_suppress(%s)", half)
    found = scene.run("SELECT v.text, v.sha256, c.exact, c.prefix, c.suffix, c.rev FROM claims_claim c "
                      "JOIN claims_articleversion v ON v.id = c.version_id").fetchone()  # fmt: skip
    left = "It was ██ ████ who said so, ██ ████'s aide said."
    assert found == (
        left,
        hashlib.sha256(left.encode()).hexdigest(),
        left[18:27],
        left[12:18],
        left[27:33],
        4,
    )
    history = scene.run("SELECT coalesce(string_agg(h::text, ''), '') FROM claims_history h").fetchone()[0]
    assert "e Mann" not in history, "not even where a prefix began in the midst of the name"
    assert scene.run("SELECT address FROM claims_draft").fetchall() == [("claims.outlet/add",)]
    speaker = scene.run("SELECT name, skeleton, public_id, kind FROM claims_speaker").fetchone()
    assert speaker == ("[suppressed]", f"[suppressed] {speaker[2]}", speaker[2], "person")


def test_an_approval_that_held_the_name_is_void_and_another_case_with_it_waits_no_longer(
    scene: Scene,
) -> None:
    people = scene.cast
    draft = raw.as_bytes({**raw.draft_of(scene.claim[1]), "statement": "So says Mann."})
    scene.run(
        "UPDATE claims_claim SET statement = 'So says Mann.', rev = rev + 1, changed_by_id = %s",
        people.reviewer.pk,
    )
    scene.state("draft complete", people.reviewer.pk)
    scene.approve(people.second_reviewer.pk, draft=draft)
    scene.state("approved", people.second_reviewer.pk)
    other = one(
        scene, "INSERT INTO claims_speaker (public_id, kind, name, skeleton, aliases, country, wikidata, same_as, "
        "changed_by_id) VALUES ('bcdfg00001', 'person', 'Ann', 'ann', '{}', '', '', '{}', %s) RETURNING id",
        people.reviewer.pk,
    )  # fmt: skip
    case = named(scene, "Mann")
    second = one(scene, SPEAKER, other, ["Ann", "Ann Mann"], people.editor.pk, people.editor.pk)
    scene.refused("redaction_leaves_no_other_case", "SELECT claims_suppress(%s)", case)
    scene.run(DISMISS, people.editor.pk, people.editor.pk, second)
    scene.run("SELECT claims_suppress(%s)", case)
    assert scene.run("SELECT state, statement FROM claims_claim").fetchone() == ("in review", "So says ████.")
    assert scene.run("SELECT draft, salt FROM claims_approval").fetchone() == (None, None)
    hands = scene.run("SELECT claims_hands_in(%s)", scene.claim[0]).fetchall()
    assert (people.editor.pk,) not in hands, "whoever confirmed looked at it as the second person"
    assert (people.reviewer.pk,) in hands, "whoever asked chose the words"


def test_what_the_public_is_told_survives_a_withholding_on_top(scene: Scene) -> None:
    people, claim = scene.cast, scene.claim
    raw.publish(scene.connection, scene.bed, claim)
    raw.publish(scene.connection, raw_bed_saying(scene, "So says Mann."), claim)
    told = "SELECT category, withheld, beneath_category, beneath_at IS NOT NULL FROM claims_publishedremoval"
    held = one(scene, HOLD, claim[0], people.editor.pk, people.editor.pk)
    scene.run("SELECT claims_suppress(%s)", named(scene, "Mann"))
    assert scene.run(told).fetchone() == ("legal", True, "privacy", True)
    scene.run(LIFT, people.administrator.pk, people.administrator.pk, held)
    assert scene.run(told).fetchone() == ("privacy", False, "", False)
    empty = "SELECT number, document IS NULL FROM claims_publication ORDER BY number"
    assert scene.run(empty).fetchall() == [(1, False), (2, True)]
    again = one(scene, HOLD, claim[0], people.editor.pk, people.editor.pk)
    assert scene.run(told).fetchone() == ("legal", True, "privacy", True)
    scene.run(LIFT, people.administrator.pk, people.administrator.pk, again)
    scene.run("SET CONSTRAINTS ALL IMMEDIATE")
    log = scene.run("SELECT type, number FROM claims_ledgerentry ORDER BY position").fetchall()
    assert [row[0].removeprefix("claim.") for row in log] == [
        "published", "corrected", "withheld", "redacted", "restored", "withheld", "restored",
    ]  # fmt: skip
    assert {row[1] for row in log[2:]} == {2}


def test_a_newest_document_without_the_name_is_given_anew(scene: Scene) -> None:
    claim = scene.claim
    raw.publish(scene.connection, raw_bed_saying(scene, "So says Mann."), claim)
    raw.publish(scene.connection, scene.bed, claim)
    scene.run("SELECT claims_suppress(%s)", named(scene, "Mann"))
    scene.run("SET CONSTRAINTS ALL IMMEDIATE")
    log = scene.run(
        "SELECT type, number, commitment <> '' FROM claims_ledgerentry ORDER BY position DESC LIMIT 2"
    ).fetchall()
    assert log == [("claim.restored", 2, True), ("claim.redacted", 1, False)]
    assert scene.run("SELECT words <> '' FROM claims_publishedclaim").fetchone() == (True,)
    assert scene.run("SELECT behind_since FROM claims_claim").fetchone()[0] is not None, (
        "its speaker lost the name"
    )


def raw_bed_saying(scene: Scene, statement: str) -> raw.Bed:
    """The bed, whose documents say this."""
    like = {**raw.draft_of(scene.claim[1]), "statement": statement}
    return raw.Bed(**{**{name: getattr(scene.bed, name) for name in raw.Bed.__slots__}, "like": like})
