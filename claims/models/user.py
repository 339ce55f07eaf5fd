"""People and the machine."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from claims.domain.text import LIMITS
from claims.domain.vocabulary import Role
from claims.models.constraints import at_most, finite


class User(AbstractUser):
    """Somebody who works here. Roles are groups. The machine is a user that can never approve."""

    is_machine = models.BooleanField(default=False)
    session_version = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="Raised by the database when roles or the second factor change: all sessions of a lower one end",
    )
    sessions_ended_why = models.TextField(
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="What an administrator gave as the reason",
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            finite("last_login", "date_joined", noun="user"),
            at_most("sessions_ended_why", LIMITS["reason"], noun="user"),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be this person's now: Django asks for it at every request."""
        of_the_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{of_the_password}.{self.session_version}"

    def roles(self) -> frozenset[Role]:
        """The roles this person has now; an inactive account has none."""
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        return frozenset(role for role in Role if role.value in names)
