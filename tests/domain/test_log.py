"""The log's pure parts: canonical bytes, hashes, trees, checkpoints, and what verification finds."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain import canonical, checkpoints, ledger, merkle, verification
from claims.domain.errors import DomainError, InvalidValue
from tests.domain.logs import KEY, LOG_ID, OTHER_KEY, forged, make_log, note_of, relinked

# --- canonical JSON ------------------------------------------------------------------------------

JSON_KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(JSON_KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(JSON_KEYS, JSON, max_size=4))
def test_canonical_bytes_carry_the_document_and_do_not_depend_on_order(document: dict[str, Any]) -> None:
    data = canonical.encode(document)
    assert canonical.decode(data) == document
    backward = dict(reversed(list(document.items())))
    assert canonical.encode(backward) == data
    assert rfc8785.dumps(document) == data, "another writer of RFC 8785 has the same bytes"


def test_every_character_is_written_as_rfc_8785_has_it() -> None:
    characters = [chr(number) for number in (*range(0x300), *range(0x2000, 0x2100), *range(0xFFF0, 0x10010))]
    for document in ({"a": one} for one in ("".join(characters), *characters)):
        assert canonical.encode(document) == rfc8785.dumps(document)
    keys = {chr(number): number for number in range(0x80)}
    assert canonical.encode(keys) == rfc8785.dumps(keys)
    numbers = {"a": [0, -1, 2**53 - 1, -(2**53) + 1, True, False, None]}
    assert canonical.encode(numbers) == rfc8785.dumps(numbers)


DEEP: dict[str, Any] = {}
for _ in range(40):
    DEEP = {"a": DEEP}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"a": [0, {"b": 0.5}]}, "a[1].b"),
        ({"a": 2**53}, "a"),
        ({"a": {"ä": 1}}, "a"),
        ({"a": b"bytes"}, "a"),
        ({"a": {"b": {1, 2}}}, "a.b"),
        ({1: 2}, ""),
        ({"a": "\ud800"}, "document"),
        ({"a": DEEP}, "a" + 32 * ".a"),
    ],
)
def test_what_cannot_be_written_is_named(document: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        canonical.encode(document)
    assert refused.value.problems[0].field == place


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"null", b'{"a":1,"a":1}', b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1.0}', b'{"a":1e3}',
        b'{"a":NaN}', b'{"a":9007199254740992}', b'{"a":"\\u0041"}', b'{"a":"\\ud800"}', b"\xff",
        b'{"a":1}\n', b"[" * 5000, b'{"a":' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_not_canonical_is_not_read(data: bytes) -> None:
    with pytest.raises(InvalidValue):
        canonical.decode(data)


# --- hashes --------------------------------------------------------------------------------------


def test_no_two_records_share_their_bytes() -> None:
    assert ledger.prefixed(b"ab") + ledger.prefixed(b"c") != ledger.prefixed(b"a") + ledger.prefixed(b"bc")
    assert ledger.commitment(b"a" * 32, b"b") != ledger.commitment(b"a" * 31, b"ab")
    assert len({ledger.new_salt() for _ in range(100)}) == 100
    assert len(ledger.new_salt()) == 32


# --- trees ---------------------------------------------------------------------------------------

# Certificate Transparency's reference tree: eight leaves, the roots of its first one, seven and eight.
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", sorted(ROOTS))
def test_roots_are_those_of_rfc_6962(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root_of([]) == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_every_leaf_and_nothing_else_is_proven_to_be_in_the_tree(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root_of(leaves)
    proves: dict[str, Any] = {"index": index, "size": len(leaves), "proof": proof, "root": root}
    assert merkle.proves_inclusion(leaves[index], **proves)
    assert not merkle.proves_inclusion(leaves[index] + b"x", **proves)
    assert not merkle.proves_inclusion(leaves[index], **{**proves, "proof": [*proof, root]})
    assert not merkle.proves_inclusion(leaves[index], **{**proves, "index": len(leaves)})
    if proof:
        assert not merkle.proves_inclusion(leaves[index], **{**proves, "proof": proof[:-1]})
    if len(set(leaves)) == len(leaves) and len(leaves) > 1:
        other = (index + 1) % len(leaves)
        assert not merkle.proves_inclusion(leaves[index], **{**proves, "index": other})


@given(st.lists(st.binary(max_size=4), max_size=40), st.integers(0, 40))
def test_a_tree_goes_on_from_what_it_kept(leaves: list[bytes], at: int) -> None:
    begun = merkle.Frontier()
    for leaf in leaves[:at]:
        begun.add(leaf)
    resumed = merkle.Frontier.restore(begun.size, begun.peaks())
    for leaf in leaves[at:]:
        resumed.add(leaf)
    assert resumed.root() == merkle.root_of(leaves)


# --- checkpoints ---------------------------------------------------------------------------------

STATED = checkpoints.Checkpoint(checkpoints.origin(LOG_ID), 7, hashlib.sha256(b"root").digest())


def test_a_checkpoint_opens_with_the_key_that_signed_it() -> None:
    note = checkpoints.sign(STATED, KEY)
    assert checkpoints.open_note(note, [checkpoints.verifier(KEY)]) == STATED
    assert checkpoints.open_note(note, [checkpoints.verifier(OTHER_KEY), checkpoints.verifier(KEY)]) == STATED


def test_a_checkpoint_reads_as_the_standard_says() -> None:
    origin, size, root, empty, signature, end = checkpoints.sign(STATED, KEY).split("\n")
    assert (origin, size, empty, end) == (f"factcheck/{LOG_ID}", "7", "", "")
    assert base64.b64decode(root, validate=True) == STATED.root
    dash, name, blob = signature.split(" ")
    raw = KEY.public_key().public_bytes_raw()
    assert (dash, name) == ("—", "factcheck")
    assert base64.b64decode(blob)[:4] == hashlib.sha256(b"factcheck\n\x01" + raw).digest()[:4]


NOTE = checkpoints.sign(STATED, KEY)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "factcheck\n\n",
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace("\n7\n", "\n٧\n"),
        NOTE.replace("\n7\n", "\n-7\n"),
        NOTE.replace("\n7\n", f"\n{'7' * 5000}\n"),
        NOTE.replace("— factcheck", "— other"),
        NOTE.replace("— factcheck ", "- factcheck "),
        NOTE.replace("\n\n", "\n"),
        NOTE[:-10] + "AAAAAAAA=\n",
        checkpoints.sign(STATED, OTHER_KEY),
        checkpoints.sign(STATED, KEY, name="other"),
    ],
)
def test_a_damaged_or_foreign_checkpoint_is_not_opened(note: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        checkpoints.open_note(note, [checkpoints.verifier(KEY)])
    assert refused.value.problems[0].field == "checkpoint"


@pytest.mark.parametrize("key", ["", "factcheck", "factcheck+00000000+AAAA", "factcheck+zz+%%%", "a+b+c+d"])
def test_a_damaged_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        checkpoints.open_note(NOTE, [key])
    assert refused.value.problems[0].field == "key"


def test_notes_are_told_apart_in_a_file() -> None:
    notes = [checkpoints.sign(replace(STATED, size=size), KEY) for size in (1, 2, 3)]
    assert checkpoints.split_notes("".join(notes)) == notes
    assert checkpoints.split_notes("\n".join(notes)) == notes
    assert checkpoints.split_notes("") == []
    assert checkpoints.split_notes("nonsense\nmore") == ["nonsense\nmore\n"]


def test_the_signing_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "checkpoint.key"
    with pytest.raises(DomainError, match="cannot be read"):
        checkpoints.load_key(path)
    checkpoints.make_key(path)
    made = checkpoints.load_key(path)
    checkpoints.make_key(path)
    assert [file.name for file in path.parent.iterdir()] == ["checkpoint.key"]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert checkpoints.load_key(path).private_bytes_raw() == made.private_bytes_raw()
    path.chmod(0o640)
    with pytest.raises(DomainError, match="chmod 600"):
        checkpoints.load_key(path)
    path.chmod(0o600)
    path.write_bytes(b"not a key")
    with pytest.raises(DomainError, match="damaged"):
        checkpoints.load_key(path)


def test_many_processes_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.key"

    def key() -> bytes:
        checkpoints.make_key(path)
        return checkpoints.load_key(path).private_bytes_raw()

    for _round in range(20):
        with ThreadPoolExecutor(8) as pool:
            found = {done.result() for done in [pool.submit(key) for _one in range(8)]}
        assert len(found) == 1
        path.unlink()


def test_a_tree_is_restored_only_from_as_many_peaks_as_it_has() -> None:
    for size, peaks in ((2, 2), (3, 1), (0, 1), (4, 0)):
        with pytest.raises(InvalidValue, match=f"A tree of {size} leaves has"):
            merkle.Frontier.restore(size, b"x" * 32 * peaks)


# --- verification --------------------------------------------------------------------------------


def check(entries: Sequence[ledger.ExportedEntry], notes: Sequence[str]) -> verification.Report:
    """The report on a log."""
    return verification.verify(entries, notes, [checkpoints.verifier(KEY)], log_id=LOG_ID)


def test_a_whole_log_is_whole_and_says_what_no_checkpoint_covers() -> None:
    log = make_log(10)
    report = check(log, [note_of(log, size) for size in (3, 7)])
    assert report.ok
    assert (report.size, report.covered) == (10, 7)
    assert check([], []).ok


@pytest.mark.parametrize(("at", "first", "until"), [(1, 1, 3), (3, 1, 3), (4, 4, 7), (7, 4, 7), (8, 8, None)])
def test_a_recomputed_chain_is_named_between_the_checkpoints_around_it(
    at: int, first: int, until: int | None
) -> None:
    log = make_log(10)
    notes = [note_of(log, size) for size in (3, 7, 8)]
    assert check(forged(log, at), []).ok, "without checkpoints a recomputed chain passes"
    report = check(forged(log, at), notes)
    assert (report.first_bad, report.until) == (first, until)


@pytest.mark.parametrize("left", range(6))
def test_a_missing_tail_is_named(left: int) -> None:
    log = make_log(6)
    notes = [note_of(log, 6)]
    report = check(log[:left], notes)
    assert report.first_bad == left + 1
    assert check(log[:left], []).ok


def test_every_part_of_an_entry_is_held() -> None:
    log = make_log(6)
    changed: dict[str, Any] = {
        "position": 9, "type": "claim.retracted", "public_id": "zzzzzzzzzz", "number": 9,
        "commitment": b"x" * 32, "previous_hash": b"x" * 32, "hash": b"x" * 32, "time": "2027",
    }  # fmt: skip
    for name, value in changed.items():
        bad = list(log)
        bad[3] = replace(bad[3], entry=replace(bad[3].entry, **{name: value}))
        assert check(bad, []).first_bad == 4, name
    bad = list(log)
    bad[3] = replace(bad[3], document=b"{}")
    assert check(bad, []).first_bad == 4


@pytest.mark.parametrize(
    "said",
    [
        {"id": "zzzzzzzzzz", "number": 1, "kind": "first"},
        {"id": "bcdfg00001", "number": 2, "kind": "first"},
        {"id": "bcdfg00001", "number": 1, "kind": "correction"},
        {"id": "bcdfg00001", "number": 1, "kind": None},
        {},
    ],
)
def test_a_committed_document_must_be_of_its_entry(said: dict[str, Any]) -> None:
    log = make_log(3)
    document, salt = canonical.encode(said), b"s" * 32
    log[0] = ledger.ExportedEntry(
        replace(log[0].entry, commitment=ledger.commitment(salt, document)), salt, document
    )
    assert check(relinked(log), []).first_bad == 1


def test_a_document_that_is_gone_needs_a_suppression() -> None:
    log = make_log(4)
    log[0] = replace(log[0], salt=None, document=None)
    assert check(log, []).first_bad == 1
    suppressed = replace(log[0].entry, type="claim.suppressed", time="2026-11-23T13:00:00.000000Z")
    log.append(ledger.ExportedEntry(suppressed, None, None))
    assert check(log, []).first_bad == 5, "the new entry does not follow yet"
    assert check(relinked(log), []).ok, "one revision may be suppressed and another stay"
    log[2] = replace(log[2], salt=None, document=None)
    assert check(relinked(log), []).ok
    log[1] = replace(log[1], salt=None, document=None)
    assert check(relinked(log), []).first_bad == 2, "another claim is not covered by it"


def about(log: list[ledger.ExportedEntry], kind: str, number: int = 1) -> ledger.ExportedEntry:
    """An entry of this kind about the first claim of a log."""
    entry = replace(
        log[0].entry, type=kind, number=number, time="2026-11-23T13:00:00.000000Z", commitment=b""
    )
    return ledger.ExportedEntry(entry, None, None)


def test_a_withholding_explains_what_is_empty_until_the_documents_come_back() -> None:
    log = make_log(4)
    empty = [replace(log[0], salt=None, document=None), *log[1:]]
    held, back = (
        about(log, "claim.withheld"),
        replace(log[0], entry=replace(log[0].entry, type="claim.restored")),
    )
    back = replace(back, entry=replace(back.entry, time=held.entry.time))
    assert check(relinked([*empty, held]), []).ok
    assert check(relinked([*log, held, back]), []).ok
    assert check(relinked([*empty, held, back]), []).first_bad == 1, "it did not come back"
    gone_again = replace(back, salt=None, document=None)
    assert check(relinked([*empty, held, gone_again, held]), []).ok
    assert check(relinked([*empty, held, gone_again, about(log, "claim.suppressed")]), []).ok
    assert check(relinked([*empty, held, gone_again]), []).first_bad == 1
    forged_back = replace(back, document=canonical.encode({"id": "x"}))
    assert check(relinked([*log, held, forged_back]), []).first_bad == 6


def test_a_redaction_explains_for_good_that_its_number_is_empty_and_the_claim_goes_on() -> None:
    log = make_log(6)  # three numbers of each of two claims; the first claim's are at positions 1, 3 and 5
    redacted = about(log[:4], "claim.redacted", number=1)
    gone = [replace(log[0], salt=None, document=None), *log[1:4]]
    assert check(relinked([*gone, redacted, *timed(log[4:], redacted)]), []).ok, "later numbers follow"
    assert check(relinked([*log[:4], redacted, *timed(log[4:], redacted)]), []).ok, (
        "nothing needs to be empty"
    )
    both = [gone[0], gone[1], replace(gone[2], salt=None, document=None), gone[3]]
    second = about(log[:4], "claim.redacted", number=2)
    assert check(relinked([*both, redacted]), []).first_bad == 3, "of another number nothing was said"
    assert check(relinked([*both, second]), []).first_bad == 1
    assert check(relinked([*both, redacted, second]), []).ok
    later = replace(log[4], salt=None, document=None)
    assert check(relinked([*gone, redacted, *timed([later], redacted)]), []).first_bad == 6, (
        "it came afterwards"
    )
    other = replace(log[1], salt=None, document=None)
    assert check(relinked([log[0], other, *log[2:4], redacted]), []).first_bad == 2, "another claim's"
    (turn,) = timed([replace(log[4], entry=replace(log[4].entry, number=4))], redacted)
    assert check(relinked([*gone, redacted, turn]), []).first_bad == 6, "out of turn"


def test_a_redaction_while_documents_are_withheld_explains_only_what_it_emptied() -> None:
    log = make_log(4)
    empty = [replace(one, salt=None, document=None) if one in (log[0], log[2]) else one for one in log]
    held, redacted = about(log, "claim.withheld", number=2), about(log, "claim.redacted", number=1)
    (back,) = timed([replace(log[2], entry=replace(log[2].entry, type="claim.restored"))], held)
    first_gone = [replace(log[0], salt=None, document=None), *log[1:]]
    assert check(relinked([*first_gone, held, redacted, back]), []).ok
    assert check(relinked([*first_gone, held, back]), []).first_bad == 1
    assert (
        check(relinked([*empty, held, redacted, replace(back, salt=None, document=None)]), []).first_bad == 3
    )
    second = about(log, "claim.redacted", number=2)
    assert check(relinked([*empty, held, redacted, second, replace(back, salt=None, document=None)]), []).ok


def timed(entries: list[ledger.ExportedEntry], after: ledger.ExportedEntry) -> list[ledger.ExportedEntry]:
    """The entries at the moment of another one."""
    return [replace(one, entry=replace(one.entry, time=after.entry.time)) for one in entries]


@pytest.mark.parametrize("kind", ["claim.suppressed", "claim.withheld", "claim.restored", "claim.redacted"])
def test_only_what_was_published_goes_out_of_sight(kind: str) -> None:
    log = make_log(4)
    for number in (0, 3):
        assert check(relinked([*log, about(log, kind, number)]), []).first_bad == 5, number


def test_checkpoints_are_checked_themselves() -> None:
    log = make_log(4)
    foreign = checkpoints.sign(replace(STATED, origin="factcheck/another-log"), KEY)
    two = [note_of(log, 4), note_of(forged(log, 2), 4)]
    for notes, reason in (
        ([foreign], "another log"),
        (["nonsense"], "cannot be trusted"),
        ([checkpoints.sign(STATED, OTHER_KEY)], "cannot be trusted"),
        (two, "differ"),
    ):
        report = check(log, notes)
        assert report.first_bad is not None
        assert any(reason in said for said in report.reasons)
