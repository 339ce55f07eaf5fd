"""Documents for drawings and records: as published ones hold what these need, no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

MOMENT = "2026-11-23T00:00:00.000000Z"
DAY = {
    "edtf": "2009-08", "basis": "stated", "text": "", "lower": "2009-08-01", "upper": "2009-08-31",
    "lower_kind": "exact", "upper_kind": "exact",
}  # fmt: skip


def source(name: str, stance: str = "supports", **more: Any) -> dict[str, Any]:
    """A piece of evidence."""
    return {
        "source": {
            "id": name, "title": more.pop("title", f"Title of {name}"), "url": f"https://example.org/{name}",
            "publisher": "A paper", "published": DAY, "kind": "news media", "language": "en", "reliability": "B",
            "archived": "", "captured_at": None,
        },
        "stance": stance, "says": "So.", "excerpt": "", "credibility": 2, "attests": "yes",
        "attests_because": "Because.", "figures": [], **more,
    }  # fmt: skip


def edge(start: str, end: str, how: str = "quotes", basis: str = "stated", note: str = "") -> dict[str, str]:
    return {"from": start, "to": end, "how": how, "basis": basis, "note": note}


def document(
    evidence: Iterable[Mapping[str, Any]] = (),
    *,
    parties: Mapping[str, str] | None = None,
    edges: Iterable[Mapping[str, str]] = (),
    clusters: Iterable[Mapping[str, Any]] = (),
    bottlenecks: Iterable[Mapping[str, str]] = (),
    behind: Iterable[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """A document. `parties` are ids with “origin”, “institution” or “unknown”; `behind` further sources."""
    items = list(evidence)
    nodes = [{"id": "claim00000", "type": "claim", "label": more.get("statement", "Somebody said so.")}]
    nodes += [{"id": i["source"]["id"], "type": "source", "label": i["source"]["title"]} for i in items]
    nodes += [{"id": name, "type": "source", "label": f"Title of {name}"} for name in behind]
    nodes += [{"id": name, "type": kind, "label": f"Party {name}"} for name, kind in (parties or {}).items()]
    count = {"established": 1, "possible": 1, "unknown": 0}
    return {
        "schema": 1, "id": "claim00000", "path": "/claims/claim00000", "number": 1, "previous_number": None,
        "kind": "first", "published_at": MOMENT, "demonstration": False, "status": "rated",
        "statement": "Somebody said so.", "modality": "hedged", "hedges": ["maybe"], "said": DAY, "about": DAY,
        "quotation": {"exact": "maybe so"},
        "speaker": {
            "id": "speaker000", "name": "A speaker", "kind": "person", "role": "expert", "organization": "",
            "basis": "stated", "candidates": [],
        },
        "article": {
            "id": "article000", "headline": "Headline", "outlet": "Outlet", "url": "https://example.org/a",
            "published": DAY, "version": 1, "text_sha256": "0" * 64, "captured_at": MOMENT,
        },
        "verdict": {"conclusion": "So it is.", "rating": "accurate", "credence": 90, "confidence": "high"},
        "evidence": items,
        "provenance": {
            "nodes": nodes,
            "edges": [*(edge("claim00000", i["source"]["id"], i["stance"]) for i in items), *edges],
        },
        "corroboration": {
            "supporting": count, "disputing": {**count, "established": 0, "possible": 0},
            "bottlenecks": list(bottlenecks), "clusters": list(clusters),
        },
        **more,
    }  # fmt: skip
