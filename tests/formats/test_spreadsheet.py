"""The table: no cell is a formula, every text comes back byte for byte, and it is CSV by the letter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.formats import spreadsheet
from tests.formats.documents import document, source

FORMULA = '1+1+cmd|" /C calc"!A0'
PREFIXES = (
    "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "|", "%",
    " =", "  +", "\u00a0-", "\u3000@", "\u200b=", "\ufeff=", "\u202e=", "\u2028=", "\u00ad+", "\t=", "\r=", "\n@",
    "'=", "''=", "'", '"=', '";=', '",=', '"\r\n=', ";=", ",=", "\\=", "=HYPERLINK(", "@SUM(", "=cmd|' /C calc'!",
    "\x00=", "\x0b=", "\x0c+", "\x85-", "−", "⁼", "₊",
    "x;=", "x\t=", "x\r=", "x\n=", "x,=", "x|=", "x\x0b=", "x\u2028=", "x; \u200b@", "x;\"=", "x;\\=", "x\t\t\n;＝",
    "x;'=", "x\n''=", 'x\\",=', 'x",=', 'x;"\n=', "x||", "x\n\"\"\"+",
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


READERS: Mapping[str, Mapping[str, Any]] = {
    "of Europe": {"delimiter": ";"},
    "of tabs": {"delimiter": "\t"},
    "of bars": {"delimiter": "|"},
    "without quotes": {"quoting": csv.QUOTE_NONE},
    "without quotes, of Europe": {"delimiter": ";", "quoting": csv.QUOTE_NONE},
    "of another quoting": {"escapechar": "\\", "doublequote": False},
    "of all of these": {"delimiter": ";", "escapechar": "\\", "skipinitialspace": True},
}
"""Programs that take the file for another kind of table."""


def begun_elsewhere(text: str) -> Iterator[tuple[str, str]]:
    """The cells that such programs find in the rows of a table."""
    for name, kind in READERS.items():
        for row in csv.reader(io.StringIO(text, newline=""), **kind):
            yield from ((name, cell) for cell in row)


def begins_a_formula(cell: str) -> bool:
    """The same check for them: ends of lines and tabs stand where they part cells, and begin nothing by themselves."""
    bare = cell.lstrip(" \t\r\n\u00a0\u3000\u200b\ufeff\u202e\u2028\u00ad\x00\x0b\x0c\x85")
    return bare[:1] in BEGINS and bare != ""


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
def test_a_program_that_parts_cells_otherwise_finds_no_formula_in_any_column(prefix: str) -> None:
    made = hostile(everything(), prefix + FORMULA)
    for program, value in begun_elsewhere(written(made)):
        assert not begins_a_formula(value), program


TOLD = (Path(__file__).resolve().parents[2] / "docs" / "feed.md").read_text(encoding="utf-8")
"""The documentation says in code how the marks go away."""
NASTY = st.text(st.sampled_from("=+-@|%＝'\"\\,;\t\r\n\x0b\u2028 \u200b\u00a0ax1"), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NASTY | st.text(max_size=20), min_size=3, max_size=3))
def test_any_text_comes_back_and_begins_no_formula_anywhere(texts: list[str]) -> None:
    shown = [spreadsheet.cell(text) for text in texts]
    assert [spreadsheet.text_of(one) for one in shown] == texts
    (documented,) = re.findall(r're\.sub\(r"(.+)", "", cell\)', TOLD)
    assert [re.sub(documented, "", one) for one in shown] == texts
    assert not any(one[:1] in BEGINS or begins_a_formula(one) for one in shown if one)
    table = spreadsheet._row(["gm8d637zd2", *shown, "end"]).decode(errors="surrogatepass")
    for program, value in begun_elsewhere(table):
        assert not begins_a_formula(value), program


def test_a_text_that_holds_nothing_of_the_kind_is_left_as_it_is() -> None:
    for text in (
        "Budgets rose; so did debts",
        "one\ntwo, three",
        "a = b",
        "It's 5%",
        "well-known | no",
        "“-5”",
        "x;5-3",
        "he said, 'no', and left",
    ):
        assert spreadsheet.cell(text) == text


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
    table = written(hostile(everything(), 'x;=1 x\t=1 x|=1 x,=1 x\n=1 x\\",=1'))
    found = {program for program, value in begun_elsewhere(table) if begins_a_formula(value)}
    assert found == set(READERS)


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
