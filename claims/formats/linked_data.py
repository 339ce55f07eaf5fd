"""Linked data as a script element that a page can hold: no text in it can end the element or begin another.

Browsers take a block of this type for data and run nothing of it; only `</script`, `<!--` and `<script` mean something
to them inside. No `<` is left, so none of these can be. Django's `json_script` would do the same, but always says
`application/json`, which readers of ClaimReview pass over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
"""JSON has these signs in texts only, where it takes them written as numbers for the same."""


def script(value: Mapping[str, Any]) -> str:
    """The element with this value in it as JSON, safe as it is; raises ValueError for numbers that JSON lacks."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'
