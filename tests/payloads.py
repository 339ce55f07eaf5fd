"""Published documents with hostile words in every free text, as if somebody had published them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

PAYLOAD = (
    " \"><script>alert('ran')</script><img src=x onerror=\"alert('ran')\"></script><svg onload=alert('ran')>"
    "--><!--<script>]]>{{ 7|add:7 }}{% now 'Y' %}' autofocus onfocus='alert(1)' x='&lt;&amp;\u2028\u202e"
)
FIXED = {
    "id", "path", "kind", "status", "language", "modality", "edtf", "lower", "upper", "lower_kind", "upper_kind",
    "stance", "attests", "outcome", "published_at", "license", "translated", "type", "how", "from", "to", "low", "high",
    "claim", "at", "asked", "answered", "captured_at", "evidence_level", "agreement", "confidence", "claim_type",
    "reliability", "text_sha256", "recheck_on", "members", "side",
}  # fmt: skip
VOCABULARIES = {("spans", "role"), ("speaker", "basis"), ("edges", "basis")}
"""Keys whose values are of a vocabulary, numbers, dates or ids: the database takes nothing else there."""


def hostile(value: Any, key: str = "", above: str = "") -> Any:
    """The same with the payload behind each free text; of addresses also as their last part."""
    if isinstance(value, dict):
        return {name: hostile(one, name, key) for name, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, key, above) for one in value]
    free = (
        key not in FIXED
        and not (key == "role" and above == "spans")
        and not (key == "basis" and above in ("speaker", "edges"))
    )
    return value + PAYLOAD if isinstance(value, str) and value and free else value


class HostileJson:
    """Stands in for `json` where documents are read."""

    def __init__(self) -> None:
        self.dumps: Callable[..., str] = json.dumps

    def loads(self, text: str | bytes) -> Any:
        """The document with hostile words."""
        return hostile(json.loads(text))
