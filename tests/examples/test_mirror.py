"""The example mirror, run as a stranger runs it: its copy is what the server holds, whatever happened meanwhile."""

from __future__ import annotations

import ast
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from claims.actions import withholding
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, PublishedClaim
from tests import raw
from tests.cast import assemble
from tests.served import served

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "mirror.py"


def run(site: str, file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The script in an isolated Python, until it is up to date."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), site, str(file), "--once", *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def copy(site: str, file: Path, *more: str) -> dict[str, str]:
    """What it holds then."""
    done = run(site, file, *more)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(file)) as held:
        return dict(held.execute("SELECT id, document FROM claim"))


def write(file: Path, *statements: tuple[str, list[Any]]) -> None:
    with closing(sqlite3.connect(file)) as held, held:
        for statement, values in statements:
            held.execute(statement, values)


def public(**filters: str) -> dict[str, str]:
    rows = PublishedClaim.objects.filter(publication__document__isnull=False, **filters).select_related(
        "publication"
    )
    return {row.public_id: bytes(row.publication.document or b"").decode() for row in rows}


@pytest.mark.usefixtures("committed")
def test_its_copy_is_what_the_server_holds(tmp_path: Path) -> None:
    cast = assemble()
    whole, part = tmp_path / "whole.db", tmp_path / "part.db"
    with raw.connect() as writer, served() as site:
        bed = raw.make_bed(
            writer, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )
        made = raw.make_claims(writer, bed, 4)

        def publish(number: int, topic: str) -> None:
            raw.publish(writer, replace(bed, like={**raw.draft_of(""), "topic": topic}), made[number])
            writer.commit()

        for number, topic in enumerate(("one", "one", "two")):
            publish(number, topic)
        assert copy(site, whole) == public()
        assert copy(site, part, "--filter", "topic=one") == public(topic="one")
        for number, topic in ((0, "two"), (2, "one"), (3, "wörds “here”")):
            publish(number, topic)
        ground: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": "A letter."}
        withholding.withhold(
            claim=Claim.objects.get(pk=made[1][0]), by=cast.editor, at=timezone.now(), **ground
        )
        assert len(public()) == 3
        assert copy(site, whole) == public()
        assert copy(site, part, "--filter", "topic=one") == public(topic="one") != {}
        _starts_again(site, whole, part)
        _goes_on_after_a_break(site, whole, publish)


def _starts_again(site: str, whole: Path, part: Path) -> None:
    write(
        whole,
        ("UPDATE state SET value = 'of another log' WHERE name = 'cursor'", []),
        ("INSERT INTO claim VALUES ('gone', '{}')", []),
    )
    assert copy(site, whole) == public(), "a cursor that is refused begins anew, with nothing of before"
    assert copy(site, part) == public(), "and so does another filter"
    refused = run(site, part, "--filter", "colour=red")
    assert (refused.returncode, "Unknown parameter" in refused.stderr) == (1, True)


def _goes_on_after_a_break(site: str, whole: Path, publish: Any) -> None:
    """As after a download that broke off behind its first claim, with changes to both parts meanwhile."""
    with closing(sqlite3.connect(whole)) as held:
        ((cursor,),) = held.execute("SELECT value FROM state WHERE name = 'cursor'").fetchall()
        last = sorted(name for (name,) in held.execute("SELECT id FROM claim"))[0]
    for number in (0, 2, 3):
        publish(number, "three")
    write(
        whole, ("DELETE FROM claim WHERE id > ?", [last]), ("DELETE FROM state WHERE name = 'cursor'", []),
        ("REPLACE INTO state VALUES ('begin', ?)", [cursor]),
    )  # fmt: skip
    assert copy(site, whole) == public()
    assert {json.loads(text)["topic"] for text in public().values()} == {"three"}


def test_it_is_short_and_needs_nothing_but_the_standard_library() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names <= set(sys.stdlib_module_names)
