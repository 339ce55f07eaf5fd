"""The stand-alone verifier, run as a stranger runs it: another process, nothing installed."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claims.domain import checkpoints, ledger
from tests.domain import logs

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "verify_log.py"
VERIFIER = checkpoints.verifier(logs.KEY)
Lines = list[bytes]


def export(folder: Path, lines: Lines, notes: list[str]) -> list[str]:
    """The arguments for an exported log and its checkpoints."""
    (folder / "log.ndjson").write_bytes(b"".join(lines))
    (folder / "notes.txt").write_text("\n".join(notes), encoding="utf-8")
    return [str(folder / "log.ndjson"), "--checkpoints", str(folder / "notes.txt"), "--key", VERIFIER]


def good_lines() -> Lines:
    """A header and ten entries."""
    header = json.dumps({"type": "header", "schema": 1, "log_id": logs.LOG_ID}).encode() + b"\n"
    return [header, *map(ledger.export_line, logs.make_log(10))]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The script in an isolated Python: no site packages, no environment, no current folder on the path."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


NOTES = [logs.note_of(logs.make_log(10), size) for size in (3, 7)]


def test_it_needs_nothing_but_the_standard_library() -> None:
    names = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names <= set(sys.stdlib_module_names)


def test_a_whole_log_is_whole(tmp_path: Path) -> None:
    done = run(*export(tmp_path, good_lines(), NOTES))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == "Whole: 10 entries, 2 checkpoints. The last 3 are younger than the newest checkpoint.\n"
    )


def test_it_knows_what_is_withheld_what_came_back_and_what_did_not(tmp_path: Path) -> None:
    log = logs.make_log(10)
    held = ledger.ExportedEntry(
        replace(log[0].entry, type="claim.withheld", number=5, commitment=b"", time=log[-1].entry.time),
        None,
        None,
    )
    back = replace(log[0], entry=replace(log[0].entry, type="claim.restored", time=log[-1].entry.time))
    empty = [replace(log[0], salt=None, document=None), *log[1:]]
    redacted = replace(held, entry=replace(held.entry, type="claim.redacted", number=1))
    first, later = (replace(log[at], salt=None, document=None) for at in (0, 2))
    for entries, code in (
        ([*empty, redacted], 0),
        ([*empty, held, redacted, back], 0),
        ([first, log[1], later, *log[3:], redacted], 1),
        (
            [
                first,
                *log[1:8],
                replace(redacted, entry=replace(redacted.entry, time=log[7].entry.time)),
                *log[8:],
            ],
            0,
        ),
        ([*empty, held], 0),
        ([*log, held, back], 0),
        ([*empty, held, back], 1),
        (empty, 1),
    ):
        lines = [good_lines()[0], *map(ledger.export_line, logs.relinked(entries))]
        assert run(*export(tmp_path, lines, NOTES[:1])).returncode == code


def test_without_checkpoints_it_says_that_only_the_chain_was_checked(tmp_path: Path) -> None:
    done = run(*export(tmp_path, good_lines(), []))
    assert done.returncode == 0
    assert "Only the chain was checked" in done.stdout


def changed(position: int, /, **values: object) -> Callable[[Lines], Lines]:
    """The log with one entry's line changed."""

    def change(lines: Lines) -> Lines:
        item = json.loads(lines[position])
        item.update(values)
        return [*lines[:position], json.dumps(item).encode() + b"\n", *lines[position + 1 :]]

    return change


ALTERED: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a changed document": (changed(4, document={"id": "x"}), "at position 4"),
    "a document that is text": (changed(4, document="x"), "at position 4"),
    "a document with half a character": (changed(4, document={"id": "\ud800"}), "at position 4"),
    "an id with half a character": (changed(4, id="\ud800"), "at position 4"),
    "an id that is a list": (changed(4, id=[]), "at position 4"),
    "a position that is true": (changed(4, position=True), "at position 4"),
    "a hash that is no hash": (changed(4, hash="xyz"), "at position 4"),
    "a hash of another length": (changed(4, hash="00"), "at position 4"),
    "a missing salt": (lambda lines: [*lines[:4], b"{}\n", *lines[5:]], "at position 4"),
    "an emptied entry": (changed(4, document=None, salt=None), "at position 4"),
    "no JSON": (lambda lines: [*lines[:4], b"{\n", *lines[5:]], "at position 4"),
    "no UTF-8": (lambda lines: [*lines[:4], b"\xff\n", *lines[5:]], "at position 4"),
    "a key twice": (lambda lines: [*lines[:4], b'{"id":1,' + lines[4][1:], *lines[5:]], "at position 4"),
    "a cut tail": (lambda lines: lines[:6], "at position 6"),
    "a line twice": (lambda lines: [*lines[:5], lines[4], *lines[5:]], "between positions 4 and 7"),
    "two lines exchanged": (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "at position 4"),
    "a log of another site": (
        lambda lines: [json.dumps({"type": "header", "log_id": "other"}).encode() + b"\n", *lines[1:]],
        "at position 1",
    ),
}


@pytest.mark.parametrize("name", sorted(ALTERED))
def test_what_was_altered_is_named(name: str, tmp_path: Path) -> None:
    alter, place = ALTERED[name]
    done = run(*export(tmp_path, alter(good_lines()), NOTES))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"ALTERED: the first bad entry is {place} of ")


def test_a_recomputed_chain_is_named_between_two_checkpoints(tmp_path: Path) -> None:
    lines = [good_lines()[0], *map(ledger.export_line, logs.forged(logs.make_log(10), 5))]
    done = run(*export(tmp_path, lines, NOTES))
    assert done.returncode == 1
    assert "between positions 4 and 7 of 10" in done.stdout


def test_a_checkpoint_signed_by_another_key_is_not_trusted(tmp_path: Path) -> None:
    note = checkpoints.sign(checkpoints.Checkpoint(f"factcheck/{logs.LOG_ID}", 3, b"r" * 32), logs.OTHER_KEY)
    done = run(*export(tmp_path, good_lines(), [note]))
    assert done.returncode == 1
    assert "cannot be trusted" in done.stdout


def test_both_verifiers_refuse_damaged_signatures_alike(tmp_path: Path) -> None:
    """The script brings its own Ed25519; every flipped bit of a signature must fail, as with the library."""
    good = NOTES[0]
    at = good.rindex(" ") + 1
    for place in range(at + 6, len(good) - 3, 9):
        letter = "A" if good[place] != "A" else "B"
        done = run(*export(tmp_path, good_lines(), [good[:place] + letter + good[place + 1 :]]))
        assert done.returncode == 1, place


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda arguments: ["nowhere.ndjson", *arguments[1:]], "No such file"),
        (lambda arguments: [*arguments[:2], "nowhere.txt", *arguments[3:]], "checkpoints cannot be read"),
        (lambda arguments: [*arguments[:4], "nonsense"], "key must look like"),
        (lambda arguments: [*arguments[:4], VERIFIER[:-4] + "AAA="], "damaged"),
        (lambda arguments: [arguments[2], *arguments[1:]], "not JSON"),
        (lambda arguments: arguments[:3], "--key"),
    ],
)
def test_input_that_cannot_be_read_ends_with_two(
    tmp_path: Path, spoil: Callable[[list[str]], list[str]], words: str
) -> None:
    done = run(*spoil(export(tmp_path, good_lines(), NOTES)))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_log_is_said_to_be_none(tmp_path: Path) -> None:
    done = run(*export(tmp_path, good_lines()[1:], NOTES))
    assert done.returncode == 2
    assert "line 1 is not the header" in done.stderr


def test_help_says_how() -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in ("--checkpoints", "--key", "first bad position", "exported log"):
        assert word in done.stdout
