"""What the proofs share."""

from __future__ import annotations

from tests.proofs.undrawn import pages_undrawn_at_will

__all__ = ["pages_undrawn_at_will"]
