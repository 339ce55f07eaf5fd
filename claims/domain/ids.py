"""Permanent public ids: ten characters, random, never derived from text or position."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """A new id of about 49 bits, without vowels and without the letter l."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
