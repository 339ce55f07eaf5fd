"""The commands that look after the log and the lists."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connections
from django.test import Client
from django.utils import timezone

from claims.actions import checkpoints as signing
from claims.actions import claims, projections, publication, review
from claims.domain import checkpoints as notes
from claims.domain.merkle import Frontier, root_of
from claims.domain.vocabulary import CorrectionKind
from claims.management.commands import verify_ledger
from claims.models import Checkpoint, LedgerEntry, Publication, PublishedClaim
from claims.reads import log, readiness
from tests import raw
from tests.cast import Cast, assemble, load_seed, rashid

pytestmark = pytest.mark.usefixtures("committed")


def said(command: str, *arguments: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def alter(statement: str) -> None:
    """A superuser's hand in the tables."""
    with raw.connect("owner") as owner:
        for table in ("claims_ledgerentry", "claims_publication", "claims_checkpoint"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
        for table in ("claims_ledgerentry", "claims_publication", "claims_checkpoint"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_verify_ledger_passes_then_names_one_changed_byte_and_a_cut_tail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said("verify_ledger") == "The log is whole: 0 entries, 0 checkpoints.\n"
    load_seed(assemble())
    signing.sign_newest()
    kept = tmp_path / "kept.txt"
    kept.write_text("".join(log.notes()), encoding="utf-8")
    count = len(log.notes())
    assert said("verify_ledger") == f"The log is whole: 5 entries, {count} checkpoints.\n"
    assert "The log is whole" in said(
        "verify_ledger", "--checkpoints", str(kept), "--key", log.verifier_key()
    )

    monkeypatch.setattr(verify_ledger, "EACH", 2)
    call_command("verify_ledger", stdout=StringIO(), stderr=(told := StringIO()))
    assert told.getvalue().splitlines() == ["  2 of 5 entries checked", "  4 of 5 entries checked"]

    document = "(SELECT public_id FROM claims_ledgerentry WHERE position = 3)"
    flip = "UPDATE claims_publication SET document = set_byte(document, 40, get_byte(document, 40) # 1)"
    alter(f"{flip} WHERE public_id = {document}")
    with pytest.raises(CommandError, match="First bad: position 3 of 5"):
        said("verify_ledger")
    alter(f"{flip} WHERE public_id = {document}")
    assert "The log is whole" in said("verify_ledger")

    alter("DELETE FROM claims_ledgerentry WHERE position = 5")
    alter("DELETE FROM claims_checkpoint WHERE size = 5")
    with pytest.raises(CommandError, match="First bad: position 5 of 4"):
        said("verify_ledger", "--checkpoints", str(kept))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--checkpoints", "nowhere.txt"), "The file nowhere.txt cannot be read: "),
        (("--checkpoints", "{folder}/bytes"), "cannot be read"),
        (("--checkpoints", "{folder}/nonsense"), "cannot be trusted"),
        (("--checkpoints", "{folder}/nonsense", "--key", "nonsense"), "key looks like"),
        (("--key", "foo"), "The key “foo” cannot be read: A verifier key looks like"),
        (
            ("--checkpoints", "README.md"),
            "README.md cannot be read: it holds something else than signed checkpoints",
        ),
        (("--checkpoints", "{folder}/empty"), "something else than signed checkpoints"),
    ],
)
def test_verify_ledger_says_what_is_wrong_with_its_input(
    tmp_path: Path, arguments: tuple[str, ...], words: str, settings: Any
) -> None:
    notes.make_key(Path(settings.CHECKPOINT_KEY_FILE))
    (tmp_path / "bytes").write_bytes(b"\xff")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "nonsense").write_text("a\n1\nx\n\n— b c\n")
    with pytest.raises(CommandError, match=words):
        said("verify_ledger", *(argument.format(folder=tmp_path) for argument in arguments))


def test_verify_ledger_says_when_there_is_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> list[str]:
        raise ProgrammingError('relation "claims_checkpoint" does not exist\nLINE 1: SELECT …')

    monkeypatch.setattr(log, "notes", fails)
    with pytest.raises(
        CommandError, match=r"The log cannot be read: relation .* does not exist. Is the data"
    ):
        said("verify_ledger")


def republish(cast: Cast, topic: str) -> Publication:
    """A correction of Rashid's claim, committed."""
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="A test."
    )
    claim = claims.revise(claim=claim, rev=claim.rev, by=cast.reviewer, at=timezone.now(), topic=topic)
    claim = review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=cast.second_reviewer, at=timezone.now())
    return publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())


def spoil(path: Path, how: str) -> None:
    """Makes a key unusable."""
    if how == "readable by all":
        path.chmod(0o644)
    elif how == "damaged":
        path.write_bytes(b"x")
    elif how == "gone, its directory a file":
        path.unlink()
        path.parent.rename(path.parent.with_name("moved"))
        path.parent.write_bytes(b"")
    else:
        path.unlink()
        path.symlink_to("nowhere")


SPOILED = ("readable by all", "damaged", "gone, its directory a file", "a link to nowhere")


def unsigned_said() -> list[str]:
    """What `/readyz`, which is ready, warns of about checkpoints."""
    said = Client().get("/readyz").json()
    assert (said["ready"], said["problems"]) == (True, [])
    return [warning for warning in said["warnings"] if "checkpoint" in warning]


@pytest.mark.parametrize("how", SPOILED)
def test_what_is_public_stays_public_when_the_key_cannot_sign(
    how: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHECKPOINT_KEY_FILE = tmp_path / "keys" / "checkpoint.key"
    cast = assemble()
    load_seed(cast)
    spoil(settings.CHECKPOINT_KEY_FILE, how)
    found = republish(cast, "strength")
    assert (found.number, rashid().state) == (2, "published")
    assert "sign_newest" in caplog.text
    assert Client().get(f"/claims/{found.public_id}").status_code == 200
    page = Client().get("/log")
    assert (page.status_code, "cannot be read at the moment" in page.content.decode()) == (200, True)
    assert unsigned_said() == []
    monkeypatch.setattr(readiness, "PATIENCE", timedelta(0))
    (warning,) = unsigned_said()
    assert "no signed checkpoint covers the last 1 entries" in warning
    with pytest.raises(CommandError, match=r"The signing key checkpoint\.key"):
        said("sign_checkpoint")


def test_sign_checkpoint_covers_what_was_left(settings: Any) -> None:
    cast = assemble()
    load_seed(cast)
    Path(settings.CHECKPOINT_KEY_FILE).chmod(0o644)
    republish(cast, "strength")
    Path(settings.CHECKPOINT_KEY_FILE).chmod(0o600)
    assert said("sign_checkpoint") == "Signed: a checkpoint of 6 entries.\n"
    assert said("sign_checkpoint") == "Every entry is covered already.\n"
    assert said("verify_ledger") == f"The log is whole: 6 entries, {len(log.notes())} checkpoints.\n"
    assert unsigned_said() == []


def test_a_checkpoint_that_this_key_has_not_signed_is_never_built_upon(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cast = assemble()
    load_seed(cast)
    alter(
        "UPDATE claims_checkpoint SET frontier = sha256('x') || sha256('y'), root = sha256('z') WHERE size = 5"
    )
    republish(cast, "strength")
    assert "The checkpoint of 5 entries is not used" in caplog.text
    newest = Checkpoint.objects.latest("size")
    leaves = [bytes(leaf) for leaf in LedgerEntry.objects.values_list("hash", flat=True)]
    assert (newest.size, bytes(newest.root)) == (6, root_of(leaves))


def test_the_database_computes_the_same_tree() -> None:
    cast = assemble()
    load_seed(cast)
    for topic in "abc":
        republish(cast, topic)
    leaves = [bytes(leaf) for leaf in LedgerEntry.objects.values_list("hash", flat=True)]
    with raw.connect() as connection:
        for size in range(1, len(leaves) + 1):
            for start in range(size):
                tree = Frontier()
                for leaf in leaves[:start]:
                    tree.add(leaf)
                peaks, root = connection.execute(
                    "SELECT p, claims_merkle_root(p) FROM claims_merkle_peaks(%s, %s, %s) AS p",
                    [start, tree.peaks(), size],
                ).fetchone()
                for leaf in leaves[start:size]:
                    tree.add(leaf)
                assert (peaks, root) == (tree.peaks(), root_of(leaves[:size]))


def test_rebuilding_while_somebody_publishes_keeps_the_newest() -> None:
    cast = assemble()
    load_seed(cast)
    faults: list[BaseException] = []

    def publish_often() -> None:
        try:
            for number in range(8):
                republish(cast, f"topic {number}")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    writer = threading.Thread(target=publish_often)
    writer.start()
    while writer.is_alive():
        projections.rebuild()
    writer.join()
    assert faults == []
    row = PublishedClaim.objects.get(public_id=rashid().public_id)
    assert (row.number, row.topic) == (9, "topic 7")


def test_rebuild_lists_says_how_many(settings: Any) -> None:
    assert "from 0 publications" in said("rebuild_lists")
    load_seed(assemble())
    assert "from 5 publications" in said("rebuild_lists")
