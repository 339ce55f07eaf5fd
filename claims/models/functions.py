"""The functions of the database: plain SQL in `sql/`, with the figures and words that the rules in Python have."""

from __future__ import annotations

from pathlib import Path

from claims.domain import document, lifecycle, removal, webhooks
from claims.matching import bm25
from claims.models import emptied, names
from claims.models.rules import HISTORY, PARTS, SHARED, TRACKED

SQL = Path(__file__).parent / "sql"
FILES = (
    "people", "sessions", "tracked", "claim", "ratings", "contributions", "suppositions", "offers", "tickets", "desk",
    "intake", "following", "newsrooms", "webhooks", "searching", "matching", "publishing", "ledger", "history",
    "redacting", "renaming", "suppressing",
)  # fmt: skip


def script() -> str:
    """All functions as one script; the lifecycle's table is generated from `domain.lifecycle.MOVES`."""
    scripts = "\n".join((SQL / f"{name}.sql").read_text(encoding="utf-8") for name in FILES)
    lists = {
        "{{editable}}": sorted(state.value for state in lifecycle.EDITABLE),
        "{{draft_keys}}": sorted(document.DRAFT),
        "{{document_keys}}": sorted(document.DRAFT + document.FRAME),
        "{{frame_keys}}": document.FRAME,
        "{{requesters}}": removal.REQUESTERS,
        "{{confirmers}}": removal.CONFIRMERS,
        "{{withholders}}": removal.WITHHOLDERS,
        "{{sent_always}}": webhooks.ALWAYS,
        "{{parts}}": list(PARTS),
        "{{shared}}": list(SHARED),
        "{{left_out}}": sorted(state.value for state in lifecycle.CAME_TO_NOTHING),
    }
    for place, words in lists.items():
        scripts = scripts.replace(place, ", ".join(f"'{word}'" for word in words))
    made = {
        "{{rows_about}}": emptied.rows_about(),
        "{{emptied}}": emptied.statements(),
        "{{redacted}}": removal.REDACTED,
        "{{placeholder}}": removal.PLACEHOLDER,
        "{{fewest}}": str(removal.FEWEST),
        "{{longest}}": str(removal.LONGEST),
        "{{most_words}}": str(removal.MOST_WORDS),
        "{{blacked_out}}": names.statements(TRACKED, HISTORY),
        "{{places}}": names.places(),
        "{{texts}}": names.texts(),
        "{{locked}}": names.locked(),
        **bm25.in_sql(),
        **names.patterns(),
    }
    for place, text in made.items():
        scripts = scripts.replace(place, text)
    return _moves_sql() + scripts


def _moves_sql() -> str:
    rows = ",\n".join(
        f"    ('{move.verb}', '{move.source.value}', '{move.target.value}', "
        f"ARRAY[{', '.join(repr(role.value) for role in move.roles)}])"
        for move in lifecycle.MOVES
    )
    return (
        "CREATE OR REPLACE FUNCTION public.claims_moves()\n"
        "RETURNS TABLE (verb text, source text, target text, roles text[])\n"
        "LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$\n"
        f"  VALUES\n{rows}\n$$;\n"
    )
