"""A feed, a tombstone and documents of every kind that matters to feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from claims.formats.feed_entries import Feed, Gone
from tests.formats.documents import document as drawn
from tests.formats.prov_documents import CASES, document, hostile

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
FEED = Feed(
    "Claims", "https://facts.example", "/feeds/claims.atom?cursor=a&b", NOON, "en", LICENSE,
    "/feeds/claims.atom?cursor=b&limit=2",
)  # fmt: skip
GONE = Gone("/claims/gone000000", "gone000000", NOON)
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns the direction of what follows, or ends that."""
EVIL = (
    "</title><script>alert(1)</script>", "]]>", "<b>&amp;</b>", '" onload="x', "&#0;", "<!--", "{{ x }}",
    "\x00\x08\x0b\x1f", "\x7f\x85\r\n", "\ufffe\uffff", "\ud800", "\udc00\ud83d", CONTROLS, "🧨𝒳",
)  # fmt: skip


def of(statement: str, *hedges: str, modality: str = "asserted", **more: Any) -> dict[str, Any]:
    """A document of this statement."""
    return document(statement=statement, hedges=list(hedges), modality=modality, **more)


def evil(text: str) -> dict[str, Any]:
    """A document that holds this text wherever a feed shows text."""
    found = hostile(text) | {
        "language": text,
        "license": text,
        "demonstration": True,
        "path": text,
        "id": text,
    }
    party = {"id": "x", "name": text, "disambiguation": text, "role": text, "organization": text}
    found["attribution"] = [{"speaker": party, "cue": text, "hedges": [text]}]
    found["corrections"] = [{"number": 1, "kind": "typo", "reason": text, "at": ""}]
    found["verdict"] = found["verdict"] | {"rating": text, "conclusion": text}
    return found


def _apart() -> list[dict[str, Any]]:
    made = [one for case in CASES.values() for one in case]
    made += [
        drawn(),
        drawn(demonstration=True),
        drawn(status="retracted"),
        drawn(modality="asserted", hedges=[]),
    ]
    made += [drawn(modality=modality) for modality in ("alleged", "conditional", "denied", "predicted")]
    made += [
        drawn(modality="alleged", hedges=[]),
        drawn(hedges=["may", "about"], statement="In May 2009 about ten."),
    ]
    return [one | {"id": f"claim{n:05}", "path": f"/claims/claim{n:05}"} for n, one in enumerate(made)]


SAMPLES = _apart()
"""Each of another claim."""
