"""Documents whose provenance is drawn: a rich one, wide ones, and tangled ones made by chance."""

from __future__ import annotations

import random
from typing import Any

from claims.formats.provenance_svg import WORDS
from tests.formats.documents import document, edge, source

RICH = document(
    [source("paper1"), source("paper2"), source("paper3", "disputes"), source("paper4", "context"),
     source("paper5", "insufficient", attests="no")],
    behind=["wire"],
    parties={"spokesman": "origin", "ministry": "institution", "unknown-paper3": "unknown"},
    edges=[
        edge("paper1", "wire", "republishes"), edge("paper2", "wire", "republishes", "inferred"),
        edge("wire", "spokesman"), edge("spokesman", "ministry", "belongs to"),
        edge("paper3", "unknown-paper3", "unknown", "unknown"), edge("paper4", "spokesman"),
        edge("paper1", "paper2", "suspected copy", "inferred", "90% of the words"),
    ],
    clusters=[{"members": ["paper1", "paper2", "paper4"], "shared": [], "alike": False}],
    bottlenecks=[{"id": "spokesman", "name": "Party spokesman", "side": "supporting"}],
)  # fmt: skip


def many(number: int) -> dict[str, Any]:
    """So many sources, each with an origin of its own."""
    names = [f"s{n:04}" for n in range(number)]
    return document(
        [source(name, ("supports", "disputes", "context")[n % 3]) for n, name in enumerate(names)],
        parties={f"p{n:04}": "origin" for n in range(number)},
        edges=[edge(name, f"p{(n * 7) % number:04}") for n, name in enumerate(names)],
    )


def tangled(seed: int) -> dict[str, Any]:
    """Sources, what they have it from, parties and bodies, joined by chance; circles are not ruled out."""
    chance = random.Random(seed)
    names, wires = (
        [f"s{n:02}" for n in range(chance.randint(2, 16))],
        [f"w{n}" for n in range(chance.randint(1, 5))],
    )
    origins, bodies = [f"p{n}" for n in range(chance.randint(1, 7))], [f"b{n}" for n in range(3)]
    everybody = names + wires
    return document(
        [source(name, chance.choice(list(WORDS))) for name in names],
        behind=wires,
        parties={**dict.fromkeys(origins, "origin"), **dict.fromkeys(bodies, "institution")},
        edges=[
            *(edge(chance.choice(everybody), chance.choice(everybody)) for _ in range(12)),
            *(edge(chance.choice(everybody), chance.choice(origins)) for _ in range(20)),
            *(edge(chance.choice(origins), chance.choice(bodies), "belongs to") for _ in range(4)),
            edge("b0", "b1", "belongs to"),
        ],
        clusters=[{"members": chance.sample(names, 2), "shared": [], "alike": False}],
    )
