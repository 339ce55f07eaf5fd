"""Blocks as paragraphs: the cells of a row apart by tabs, rows by lines; tables that only lay out a page are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claims.ingest.outline import Block, Outline

LONGEST_CELL = 200
_OPENING, _CLOSING = ("“", "‘", "«", "„", '"'), ("”", "’", "»", "“", '"')


def paragraphs(blocks: Sequence[Block], page: Outline) -> list[str]:
    """The words of these blocks in order, each a paragraph, and each table of short cells one paragraph."""
    tables = {block.number: _row_and_table(page, block) for block in blocks if block.name in ("td", "th")}
    layouts = _layouts(blocks, tables)
    found: list[str] = []
    row = table = -1
    for block in blocks:
        here = tables.get(block.number, (-1, -1))
        if here[1] < 0 or here[1] in layouts:
            found.append(block.text)
            row = table = -1
            continue
        if here[0] == row:
            found[-1] = _with_cell(found[-1], block.text)
        elif here[1] == table:
            found[-1] += f"\n{block.text}"
        else:
            found.append(block.text)
        row, table = here
    return found


def _with_cell(line: str, cell: str) -> str:
    """The row with one more cell; quotation marks that have a cell of their own stand at their words."""
    last = line.rpartition("\n")[2].rpartition("\t")[2]
    return f"{line}{cell}" if last in _OPENING or cell in _CLOSING else f"{line}\t{cell}"


def _layouts(blocks: Sequence[Block], tables: dict[int, tuple[int, int]]) -> set[int]:
    """The tables that have a long cell, one with lines in it, or one of several paragraphs."""
    cells = Counter(block.frame for block in blocks if block.number in tables)
    return {
        tables[block.number][1]
        for block in blocks
        if block.number in tables
        and (len(block.text) > LONGEST_CELL or "\n" in block.text or cells[block.frame] > 1)
    }


def _row_and_table(page: Outline, block: Block) -> tuple[int, int]:
    row = page.frames[block.frame].parent
    table = row
    for _ in range(3):
        if table <= 0 or page.frames[table].name == "table":
            break
        table = page.frames[table].parent
    return row, table
