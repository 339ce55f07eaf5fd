"""The table: no cell is a formula, every text comes back byte for byte, and it is CSV by the letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from claims.formats import spreadsheet
from tests.formats.documents import document, source

FORMULA = '1+1+cmd|" /C calc"!A0'
PREFIXES = (
    "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "|", "%",
    " =", "  +", "\u00a0-", "\u3000@", "\u200b=", "\ufeff=", "\u202e=", "\u2028=", "\u00ad+", "\t=", "\r=", "\n@",
    "'=", "''=", "'", '"=', '";=', '",=', '"\r\n=', ";=", ",=", "\\=", "=HYPERLINK(", "@SUM(", "=cmd|' /C calc'!",
    "\x00=", "\x0b=", "\x0c+", "\x85-", "−", "⁼", "₊",
)  # fmt: skip
BEGINS = frozenset("=+-@|%\t\r\n＝＋－＠")
"""With what no cell may begin for any program that we know of, whatever blanks it drops."""


def everything() -> dict[str, Any]:
    """A document in which every column has something to say."""
    count = {"established": 2, "possible": 3, "unknown": 1}
    return document(
        [source("first"), source("second", "disputes")],
        places=["Here", "There"], language="en", topic="topic", claim_type="event", license="https://a.example/",
        corroboration={"supporting": count, "disputing": count, "bottlenecks": [], "clusters": []},
        verdict={"rating": "so", "credence": 60, "confidence": "low", "conclusion": "It is so."},
        quotation={"exact": "maybe so", "kind": "direct", "translated": "no"}, attribution=[],
    )  # fmt: skip


def laced(value: Any, text: str) -> Any:
    """The value with every text in it replaced, one after the other untouched otherwise."""
    if isinstance(value, str):
        return text
    if isinstance(value, Mapping):
        return {key: laced(one, text) for key, one in value.items()}
    return [laced(one, text) for one in value] if isinstance(value, list) else value


def written(made: Mapping[str, Any]) -> str:
    return (spreadsheet.heading() + spreadsheet.row(made, public_url="https://x.example")).decode()


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def is_formula(cell: str) -> bool:
    """A check of its own: what is left when a program drops everything that nobody sees."""
    bare = cell.lstrip(" \u00a0\u3000\u200b\ufeff\u202e\u2028\u00ad\x00\x0b\x0c\x85")
    return cell[:1] in BEGINS or bare[:1] in BEGINS


def hostile_cells() -> Iterator[tuple[str, str, str]]:
    """Every prefix in every column that holds text: what was meant, what stands there."""
    plain = cells(written(everything()))[1]
    for prefix in PREFIXES:
        text = prefix + FORMULA
        made = everything()
        for name, value, before in zip(
            spreadsheet.COLUMNS, cells(written(hostile(made, text)))[1], plain, strict=True
        ):
            if value != before:
                yield name, text, value


PROGRAM_S = ("status", "modality", "stance", "kind", "basis", "edtf", "path", "published_at", "demonstration")
"""Words of closed lists and of programs: nobody types them."""


def hostile(made: dict[str, Any], text: str) -> dict[str, Any]:
    """The document with every text of people replaced."""

    def replaced(key: str, value: Any) -> Any:
        if key in PROGRAM_S or key in ("attribution", "corrections", "replies", "links"):
            return value
        if key in ("said", "about"):
            return {**value, "text": text}
        if key == "evidence":
            return [{**one, "source": laced(one["source"], text)} for one in value]
        if key in ("speaker", "quotation", "verdict", "article"):
            return {name: replaced(name, part) for name, part in value.items()}
        return laced(value, text)

    return {key: replaced(key, value) for key, value in made.items()}


def test_no_cell_is_a_formula_and_every_text_comes_back() -> None:
    assert len(PREFIXES) >= 40
    seen: dict[str, set[str]] = {}
    for name, text, value in hostile_cells():
        assert not is_formula(value), (name, text)
        seen.setdefault(name, set()).add(text)
        if name not in ("statement", "url"):  # ours stands before or around these
            assert text in spreadsheet.text_of(value).split("\n") or spreadsheet.text_of(value).startswith(
                text
            ), name
    texts = {name for name, count in seen.items() if len(count) == len(PREFIXES)}
    assert len(texts) >= 25, sorted(set(spreadsheet.COLUMNS) - texts)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_cell_gives_back_its_text_byte_for_byte(prefix: str) -> None:
    for text in (prefix, prefix + FORMULA, prefix * 3, f'{prefix}"{prefix}\r\n{prefix}', ""):
        assert spreadsheet.text_of(spreadsheet.cell(text)) == text
        line = io.StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([spreadsheet.cell(text)])
        if "\x00" not in text:
            assert cells(line.getvalue()) == [[spreadsheet.cell(text)]]


def test_without_the_mark_cells_are_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the check sees what a plain writer does."""
    monkeypatch.setattr(spreadsheet, "cell", lambda text: text)
    assert sum(is_formula(value) for _, _, value in hostile_cells()) > 500


def test_it_is_csv_by_the_letter() -> None:
    made = everything()
    text = written(made)
    assert text.endswith("\r\n")
    assert all(
        line.startswith('"') and line.endswith('"') for line in text.removesuffix("\r\n").split("\r\n")
    )
    names, values = cells(text)
    assert names == list(spreadsheet.COLUMNS)
    (row,) = spreadsheet.read(text)
    assert row["places"] == "Here\nThere"
    assert (row["speaker"], row["rating"], row["credence"]) == ("A speaker", "so", "60")
    assert row["sources_disputing"] == "Title of second"
    assert row["demonstration"] == "false"
    assert all(
        row[name]
        for name in spreadsheet.COLUMNS
        if name not in ("speaker_organization", "said_in_words", "about_in_words")
    )
    assert len(values) == len(names)


def test_claims_without_a_verdict_have_empty_cells_there() -> None:
    (row,) = spreadsheet.read(written({**everything(), "verdict": None}))
    assert (row["rating"], row["credence"], row["conclusion"]) == ("", "", "")
