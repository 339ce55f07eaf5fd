"""People and the machine."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from claims.domain.vocabulary import Role
from claims.models.constraints import finite


class User(AbstractUser):
    """Somebody who works here. Roles are groups. The machine is a user that can never approve."""

    is_machine = models.BooleanField(default=False)

    class Meta(AbstractUser.Meta):
        constraints = [finite("last_login", "date_joined", noun="user")]

    def roles(self) -> frozenset[Role]:
        """The roles this person has now; an inactive account has none."""
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        return frozenset(role for role in Role if role.value in names)
