"""The commands that look after the log and the lists."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from claims.actions import checkpoints as signing
from claims.reads import log
from tests import raw
from tests.cast import assemble, load_seed

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


def test_verify_ledger_passes_then_names_one_changed_byte_and_a_cut_tail(tmp_path: Path) -> None:
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
        (("--checkpoints", "nowhere.txt"), "cannot be read"),
        (("--checkpoints", "{folder}/bytes"), "cannot be read"),
        (("--checkpoints", "{folder}/nonsense"), "cannot be trusted"),
        (("--checkpoints", "{folder}/nonsense", "--key", "nonsense"), "A verifier key looks like"),
    ],
)
def test_verify_ledger_says_what_is_wrong_with_its_input(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff")
    (tmp_path / "nonsense").write_text("a\n1\nx\n\n— b c\n")
    with pytest.raises(CommandError, match=words):
        said("verify_ledger", *(argument.format(folder=tmp_path) for argument in arguments))


def test_rebuild_lists_says_how_many(settings: Any) -> None:
    assert "from 0 publications" in said("rebuild_lists")
    load_seed(assemble())
    assert "from 5 publications" in said("rebuild_lists")
