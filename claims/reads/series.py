"""One figure over time, from published documents: the claims' own figures and those that their sources give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from claims.domain import edtf, figures
from claims.domain.figures import Point
from claims.domain.quantities import Quantity
from claims.reads import published

MOST = 500
"""The newest claims of a topic that are read for its series."""


def of_topic(topic: str) -> tuple[list[dict[str, Any]], list[dict[str, str]], bool]:
    """The series of a topic, the pairs that cannot both hold, and whether demonstration documents are among them.

    What one source gives for several claims stands once.
    """
    items = published.listed(limit=MOST, filters={"topic": topic}).items
    documents = [item.value() for item in items if item.document is not None]
    points = list(dict.fromkeys(point for document in documents for point in _points(document)))
    clashes = [
        {"first": one.id, "second": other.id, "because": comparison.because}
        for one, other, comparison in figures.conflicts(points)
    ]
    return (
        [one.as_json() for one in figures.series(points)],
        clashes,
        any(one["demonstration"] for one in documents),
    )


def _points(document: Mapping[str, Any]) -> Iterator[Point]:
    if document["status"] == "retracted":
        return
    for figure in document["quantities"]:
        own = {**figure, "at": figure["at"] or document["about"]}
        yield Point(
            _quantity(own), document["id"], document["statement"], document["speaker"]["name"], "claim"
        )
    for item in document["evidence"]:
        source = item["source"]
        for figure in item.get("figures", ()):
            yield Point(_quantity(figure), source["id"], source["title"], source["publisher"], "source")


def _quantity(figure: Mapping[str, Any]) -> Quantity:
    low, high = (None if figure[end] is None else Decimal(figure[end]) for end in ("low", "high"))
    at = edtf.from_json(figure["at"]) if figure["at"] else None
    return Quantity(
        figure["measure"],
        figure["population"],
        low,
        high,
        figure["approximate"],
        figure["vague"],
        figure["unit"],
        at,
        figure["text"],
    )
