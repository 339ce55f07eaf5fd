"""manage.py propose: neutral lines in and out, words for people, and no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "The minister said on Monday that nine bridges were closed."


def _run(*arguments: str, given: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    """The command with an empty folder for data, so that a database that it started would be seen there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    environment |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "factcheck.settings", "DEBUG": "1"}
    command = [sys.executable, str(ROOT / "manage.py"), "propose", *arguments]
    return subprocess.run(command, input=given, text=True, capture_output=True, env=environment, check=False)


def test_lines_in_and_out_without_a_database(tmp_path: Path) -> None:
    """The neutral format on standard output alone; a bad line is named, the others are read, the exit code says so."""
    lines = tmp_path / "texts.jsonl"
    good = json.dumps({"id": "a", "text": TEXT})
    lines.write_text(
        f'{good}\n\n{{"id": "b"}}\nnothing\n{json.dumps({"id": 7, "text": ""})}\n', encoding="utf-8"
    )
    done = _run("--jsonl", str(lines), folder=tmp_path / "data")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", 7]
    assert rows[1]["attributions"] == []
    (one,) = rows[0]["attributions"]
    words = {name: [TEXT[start:end] for start, end in spans] for name, spans in one.items()}
    assert words == {
        "source": ["The minister"],
        "cue": ["said"],
        "content": ["that nine bridges were closed"],
    }
    assert done.returncode == 1
    assert "texts.jsonl, line 2" in done.stderr
    assert "line 3" in done.stderr
    assert "2 of the texts could not be read" in done.stderr
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_page_is_told_in_words_and_what_is_no_page_is_named(tmp_path: Path) -> None:
    """Who, the reporting words, what, when, how sure; a picture and a missing file are refused by name."""
    article, picture = tmp_path / "page.html", tmp_path / "picture.png"
    paragraph = f"<p>{TEXT}</p>"
    article.write_text(f"<html><body><article><h1>Bridges</h1>{paragraph}</article></body></html>", "utf-8")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    missing = tmp_path / "missing.txt"
    done = _run(
        str(article), str(picture), str(missing), "--published", "2021-03-18", folder=tmp_path / "data"
    )
    assert "source: The minister (stated); cue: said" in done.stdout
    assert "said 2021-03-15 (inferred" in done.stdout
    assert "nine bridges" in done.stdout
    assert "picture.png: " in done.stderr
    assert "missing.txt: cannot be read: No such file or directory" in done.stderr
    assert done.returncode == 1
