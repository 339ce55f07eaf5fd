"""The keys of a published document. The database's trigger is generated from the same list."""

from __future__ import annotations

DRAFT = (
    "schema", "id", "path", "license", "demonstration", "status", "statement", "language", "claim_type", "topic",
    "places", "quotation", "speaker", "attribution", "cue", "modality", "hedges", "said", "about", "quantities",
    "article", "verdict", "evidence", "provenance", "corroboration", "replies", "links",
)  # fmt: skip
"""Keys of the draft: approved byte for byte."""

FRAME = ("number", "previous_number", "kind", "published_at", "corrections")
"""Keys that publishing adds."""
