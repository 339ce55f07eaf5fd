"""Who may: asked at the start of every action, again by the database where it counts."""

from __future__ import annotations

from claims.domain.errors import NotAllowed
from claims.domain.vocabulary import Role
from claims.models import User


def require(by: User, *roles: Role, to: str) -> None:
    """Refuses anybody who has none of the roles now; `to` says what was tried."""
    if not by.roles() & set(roles):
        raise NotAllowed(f"To {to} takes the role {' or '.join(roles)}.", field="by")
