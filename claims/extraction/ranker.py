"""How likely a candidate is a real attribution: a linear model over named properties, small enough to read.

Trained by `bench/train_extraction.py` on freely licensed text (see NOTICE); the weights lie beside this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of properties, the bias, and the line that turns the sum into a measured share of right ones."""

    weights: Mapping[str, float]
    bias: float
    slope: float = 1.0
    shift: float = 0.0

    def score(self, properties: Iterable[str]) -> float:
        """From 0 to 1: the share of candidates like this one that were right when it was measured."""
        total = self.bias + sum(self.weights.get(name, 0.0) for name in properties)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * total + self.shift))))

    def reasons(self, properties: Iterable[str], *, most: int = 5) -> list[tuple[str, float]]:
        """The properties that weigh most, with their weights, heaviest first."""
        known = [(name, self.weights[name]) for name in set(properties) if name in self.weights]
        return sorted(known, key=lambda one: (-abs(one[1]), one[0]))[:most]


@cache
def shipped() -> Ranker:
    """The ranker that comes with the product."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Ranker(data["weights"], data["bias"], data["slope"], data["shift"])
