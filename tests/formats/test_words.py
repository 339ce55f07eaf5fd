"""Every word that is said of a document can be translated, in all that may be said and not only in the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.domain import quantities, tongue
from claims.domain.edtf import parse
from claims.domain.figures import in_words
from claims.formats import (
    dates,
    feed_entries,
    figure_svg,
    gaps,
    provenance_svg,
    series_scales,
    series_svg,
    series_words,
    trail,
)
from tests import pseudo
from tests.dates import stated
from tests.figures import figure
from tests.formats.claim_review_documents import rated
from tests.formats.documents import document, source
from tests.formats.provenance_documents import RICH

TIMES = (
    "", "2009-08-05", "2009-08~", "2009?", "2009%", "2009-21", "199X", "200X", "/2009", "../2009", "2009/..", "2009/",
    "2009-07/2009-08",
)  # fmt: skip
BASES = ("stated", "inferred", "ambiguous")
MODALITIES = ("asserted", "hedged", "alleged", "conditional", "denied", "predicted")


def drawn(svg: str) -> Iterator[str]:
    """The words of a drawing, together, since a text may go on in another line."""
    yield " ; ".join(text for one in ElementTree.fromstring(svg).iter() if (text := one.text))


def pictures() -> Iterator[str]:
    """The words of pictures with all their marks, and of an empty one."""
    unknown = [
        {**one, "label": "Origin not stated"} for one in RICH["provenance"]["nodes"] if "unknown" in one["id"]
    ]
    others = [one for one in RICH["provenance"]["nodes"] if "unknown" not in one["id"]]
    graph = {**RICH["provenance"], "nodes": others + unknown}
    for one in ({**RICH, "provenance": graph, "demonstration": True}, document([])):
        yield from drawn(provenance_svg.draw(one))
        yield from (row[-1] for row in provenance_svg.key(one))


def charts() -> Iterator[str]:
    """The words of charts with all their marks."""
    ends: tuple[tuple[Any, ...], ...] = (
        (None, 9), (2, None), (3, 4, "approximate"), (6_000_000, 7_000_000), (None, None, "vague"),
    )  # fmt: skip
    figures = [figure(*one, unit="x", text="x") for one in ends]
    figures += [figure(8, 8, at=at, unit="x") for at in ("2001/..", "2002/", None)]
    points = [
        {**one.as_json(), "id": "x", "kind": kind, "label": "x", "said_by": "x", "figure": in_words(one)}
        for one, kind in product(figures, ("claim", "source"))
    ]
    for some in (points, points[:1], points[-1:]):
        yield from drawn(series_svg.draw(some))


def ranges() -> Iterator[str]:
    """The words of a figure alone, and beside others."""
    own = {**figure(1, 2, unit="x", text="x").as_json(), "population": ""}
    far = [
        {**figure(end, end, unit="x").as_json(), "kind": "source", "said_by": "x"}
        for end in (1, 2, 9_000_000)
    ]
    for others in ((), far):
        yield from drawn(figure_svg.draw(own, others, own="x"))


def times() -> Iterator[str]:
    """Dates of every form in words."""
    for edtf in TIMES:
        value = stated(edtf).as_json()
        yield from (dates.in_words(value), dates.moment_in_words(value), dates.limits_in_words(value))
    limited = parse("2009~", basis="stated", not_before=parse("2008-03-04", basis="stated").lower,
                    not_after=parse("2010-05-06", basis="stated").upper)  # fmt: skip
    yield dates.limits_in_words(limited.as_json())


def described() -> Iterator[str]:
    """Figures of every form in words."""
    for low, high, approximate, vague in product(
        (None, "-5", "4000"), (None, "4000"), (True, False), (True, False)
    ):
        yield quantities.describe(low, high, approximate=approximate, vague=vague, unit="x", text="x")


def missing() -> Iterator[str]:
    """All that can be missing, and why no origin is known."""
    bare = {"supporting": {"established": 0, "unknown": 1}, "disputing": {"established": 0, "unknown": 2}}
    for edtf, basis, kind in product(("", "2009/"), BASES, ("person", "unnamed")):
        date = {"edtf": edtf}
        one = rated(status="unrated", said=date, about=date, replies=[], corroboration=bare)
        one = {**one, "speaker": {**one["speaker"], "basis": basis, "kind": kind}}
        for evidence in ([], one["evidence"][:1]):
            yield from gaps.gaps({**one, "evidence": evidence})
    for attests, kind, stance in product(("no", "yes"), ("encyclopedia", "blog"), ("supports", "disputes")):
        items = [source("a", stance, attests=attests), source("b", stance, attests=attests)]
        found = document(items, edges=[])
        for item in items:
            item["source"]["kind"] = kind
        found["corroboration"] = {side: {"established": 0} for side in ("supporting", "disputing")}
        yield trail.why_none(found, "supporting", "supports")
    yield from (trail.Trails.of(RICH).line(item["source"]["id"]) for item in RICH["evidence"])


def entries() -> Iterator[str]:
    """Titles and summaries of feeds."""
    for modality, basis, status in product(MODALITIES, BASES, ("rated", "retracted", "unrated")):
        one = rated(modality=modality, status=status, demonstration=True)
        one["verdict"] = None if status == "unrated" else one["verdict"]
        one["speaker"] = {**one["speaker"], "basis": basis}
        yield from (feed_entries.title(one), *feed_entries.summary(one).split("\n"))


def strings(value: Any) -> Iterator[str]:
    """All texts of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from strings(one)


KNOWN = {*strings(RICH), *strings(rated()), *strings(document([])), "militants captured"}


def outside(said: Callable[[], Iterator[str]], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of documents apart, what no translator sees."""
    monkeypatch.setattr(tongue, "_site", pseudo.Nobodys())
    return [one for text in said() for one in pseudo.plain(text, KNOWN)]


@pytest.mark.parametrize("said", [pictures, charts, ranges, times, described, missing, entries])
def test_every_word_can_be_translated(
    said: Callable[[], Iterator[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outside(said, monkeypatch) == []


@pytest.mark.parametrize(
    ("said", "module"),
    [
        (pictures, provenance_svg), (charts, series_svg), (charts, series_words), (charts, series_scales),
        (ranges, figure_svg),
        (times, dates), (described, quantities), (missing, gaps), (missing, trail), (entries, feed_entries),
    ],
)  # fmt: skip
def test_a_word_that_nobody_marked_is_found(
    said: Callable[[], Iterator[str]], module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pseudo.unmark(monkeypatch, module)
    assert outside(said, monkeypatch)
