"""How much a word in a text is worth: Robertson's BM25 over parts that count differently (BM25F, one length).

The database computes the same (`claims_postings` in claims/models/sql/matching.sql), with these figures.
"""

from __future__ import annotations

K1 = 0.9
"""How soon a word that is repeated stops counting more."""
B = 0.4
"""How much a long text has to hold to count as much as a short one: 0 the same, 1 in proportion."""
AVERAGE = 20.0
"""Telling words of an average text. Fixed, so that what is stored of one text never depends on others."""
SCALE = 1000
"""Weights are stored as whole numbers, thousandths."""
PUBLISHED = (1.0, 0.7, 0.7, 0.3, 0.2)
"""How much a word counts in the parts of a document: statement; the words themselves; whose they may be; headline,
topic and places; what stands around the words."""
AT_DESK = (1.0, 0.7, 0.7)
"""The same of a claim at the desk: statement, the words themselves, its speaker."""


def in_sql() -> dict[str, str]:
    """The figures by the names that they have in the database's functions."""
    return {
        "{{k1}}": str(K1),
        "{{b}}": str(B),
        "{{scale}}": str(SCALE),
        "{{average}}": str(AVERAGE),
        "{{shares}}": ", ".join(map(str, PUBLISHED)),
        "{{desk_shares}}": ", ".join(map(str, AT_DESK)),
    }
