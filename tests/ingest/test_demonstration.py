"""The demonstration says what its dossier says, and no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from claims.ingest import folder
from claims.models import Claim, Derivation
from claims.reads import drafts
from tests.cast import FIXTURES, WHOLE, Cast, rashid

FILES = folder.read(FIXTURES)
BRITISH = re.compile(
    r"\b(behaviour|colour|[Dd]efence|labelled|sceptic\w*|\w+(?<!pr)(?<!erc)(?<!surpr)is(e[ds]|ation)\b(?<!raised)|"
    r"programme|[Nn]eighbour\w*|[Rr]umour\w*|judgement|encyclopaed\w*|by-line|"
    r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December))\b"
)
QUOTED = ("title", "publisher", "excerpt", "exact", "passages", "url", "headline", "text", "hedges", "cue")


def ours(value: Any) -> list[str]:
    """Every text of the files that is our own wording."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in QUOTED for text in ours(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in ours(inner)]
    return [value] if isinstance(value, str) else []


def test_cues_and_hedges_stand_verbatim_in_the_passages() -> None:
    for item in FILES.claims:
        passage = next(one for one in FILES.article["passages"] if item["exact"] in one)
        for words in (item["cue"], *item["hedges"]):
            assert words in passage, (item["key"], words)


@pytest.mark.parametrize("place", [FIXTURES, WHOLE], ids=["five claims", "the whole article"])
def test_our_own_words_are_american(place: Path) -> None:
    files = folder.read(place)
    found = ours([files.article, files.parties, files.sources, files.claims])
    assert [text for text in found if BRITISH.search(text)] == []


@pytest.mark.parametrize("place", [FIXTURES, WHOLE], ids=["five claims", "the whole article"])
def test_every_party_is_used(place: Path) -> None:
    files = folder.read(place)
    used = {key for item in files.claims for key in (item["speaker"], *item.get("candidates", ()))}
    used |= {step["origin"] for step in files.sources["derivations"] if "origin" in step}
    used |= {role[key] for role in files.parties["roles"].values() for key in ("speaker", "organization")}
    used |= {party["institution"] for party in files.parties["speakers"].values() if "institution" in party}
    assert set(files.parties["speakers"]) <= used


@pytest.mark.parametrize(
    ("words", "supporting", "disputing"),
    [
        ("maybe four or five thousand", (1, 1, 0), (1, 4, 3)),
        ("not more than a few hundred", (2, 2, 0), (0, 0, 0)),
        ("11 IMU militants", (0, 0, 0), (0, 0, 0)),
    ],
)
def test_origins_are_as_certain_as_the_dossier(
    seeded: Cast, words: str, supporting: tuple[int, ...], disputing: tuple[int, ...]
) -> None:
    found = drafts.build(Claim.objects.get(exact__contains=words))["corroboration"]
    for side, wanted in (("supporting", supporting), ("disputing", disputing)):
        assert tuple(found[side][key] for key in ("established", "possible", "unknown")) == wanted


def test_what_nobody_in_particular_said_has_no_origin_but_keeps_its_description(seeded: Cast) -> None:
    found = Derivation.objects.filter(basis="unknown").order_by("note")
    assert [step.note.split()[0] for step in found] == ["BBC", "Committee", "Compiled"]
    assert all(step.origin is None and step.from_source is None for step in found)


def test_narrative_text_has_no_interview_and_nobody_s_words(seeded: Cast) -> None:
    found = drafts.build(Claim.objects.get(quotation="narrative"))
    assert found["quotation"]["spans"] == []
    assert found["speaker"]["name"] == "Nobody named"
    assert (found["said"]["lower"], found["said"]["upper"]) == ("2009-08-05", "2009-09-28")
    assert "interview" not in found["said"]["basis"]


def test_own_words_leave_out_quotation_marks_and_the_article_s_full_stop(seeded: Cast) -> None:
    quotation = drafts.build(rashid())["quotation"]
    own = [span for span in quotation["spans"] if span["role"] == "own_words"]
    cut = [quotation["exact"][s["start"] - quotation["start"] : s["end"] - quotation["start"]] for s in own]
    assert cut == ["maybe four or five thousand"]
