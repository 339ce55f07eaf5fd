"""The dossier's hand counts and its circular reporting, as `docs/independent-origins.md` tells them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from claims.domain.clusters import clusters
from claims.domain.independence import corroboration
from tests.cast import WHOLE
from tests.ingest.trails import whole_trail

TABLE = (Path(__file__).resolve().parents[2] / "docs" / "independent-origins.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip().strip("`") for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if line.startswith("| ") and not line.startswith(("| dossier", "| origin"))
]
COUNTS = [row for row in ROWS if re.fullmatch(r"C\d\d", row[0])]
CIRCLES = [row for row in ROWS if not re.fullmatch(r"C\d\d", row[0])]
TRAIL = whole_trail()


def test_the_tables_are_whole() -> None:
    assert [row[0] for row in COUNTS] == [f"C{number:02}" for number in range(1, 43)]
    assert len(CIRCLES) == 10


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: str(row[0]))
def test_no_count_is_above_the_hand_count_and_a_lower_one_is_explained(row: list[str]) -> None:
    by_hand, known, possible = map(int, row[2:5])
    assert known <= by_hand
    assert known <= possible
    assert bool(row[5]) == (known < by_hand)


@pytest.mark.parametrize("row", CIRCLES, ids=lambda row: str(row[0]))
def test_circular_reporting_collapses(row: list[str]) -> None:
    _origin, party, pages, known, possible, _remark = row
    found = corroboration(pages.split(), TRAIL)
    assert (found.established, found.possible) == (int(known), int(possible))
    assert found.established < len(pages.split())
    if party == "–":
        assert found.established == 0
        return
    alone = {source: parties & {party} for source, parties in TRAIL.origins.items()}
    assert corroboration(pages.split(), replace(TRAIL, origins=alone)).established == 1
    stated = [page for page in pages.split() if party in TRAIL.origins.get(page, ())]
    if len(stated) > 1:
        assert any(set(stated) <= set(one.members) for one in clusters(pages.split(), TRAIL))


def test_inside_the_article_alone_no_claim_has_two_origins() -> None:
    """Seventeen claims of one interview are one source, and so is everything else that one article says."""
    claims = json.loads((WHOLE / "claims.json").read_text(encoding="utf-8"))
    speakers = {
        item["key"]: {item["speaker"], *(link["speaker"] for link in item.get("attribution", ()))}
        for item in claims
    }
    alone = replace(
        TRAIL,
        derived={key: frozenset({"the article"}) for key in speakers},
        origins={"the article": frozenset().union(*speakers.values())},
    )
    for key in speakers:
        assert corroboration([key], alone).established <= 1
    assert corroboration(speakers, alone).established == 1
