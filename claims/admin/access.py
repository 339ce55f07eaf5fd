"""Who may open what: roles, not Django permissions. Nobody deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.http import HttpRequest

from claims.actions.records import may_change
from claims.domain.errors import NotAllowed
from claims.domain.vocabulary import Role
from claims.models import User

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


def person(request: HttpRequest) -> User:
    """The person behind a request to the desk."""
    return cast(User, request.user)


FILTERED_BY = ("", "__exact", "__isnull", "__id__exact")
"""What Django's filters put after a field's name."""


class ByRole(Base):
    """Everybody with a role may look; who may change is asked of the actions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model is listed at all."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Anybody with a role."""
        return bool(request.user.is_authenticated and person(request).roles())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever the actions let change rows of this kind."""
        return self._may(request, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever the actions let change rows of this kind."""
        return self._may(request, self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: rows are withdrawn, rejected or retracted, and stay."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Whether a list may be filtered by this: only by the filters that stand beside it."""
        declared = [name for name in getattr(self, "list_filter", ()) if isinstance(name, str)]
        return any(lookup in {f"{name}{how}" for how in FILTERED_BY} for name in declared)

    @staticmethod
    def _may(request: HttpRequest, model: type[models.Model]) -> bool:
        if not request.user.is_authenticated:
            return False
        try:
            may_change(model, person(request))
        except NotAllowed:
            return False
        return True


class LookOnly(ByRole):
    """Rows that the database or an action writes: only to be read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class ForAdministrators(ByRole):
    """Accounts: administrators alone."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return bool(request.user.is_authenticated and Role.ADMINISTRATOR in person(request).roles())

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return self.has_view_permission(request)
