"""Who may open what: roles, not Django permissions. Nobody deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.http import HttpRequest

from claims.actions.records import who_may_change
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


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """The roles of the person behind a request, asked once a request; every action asks again for itself."""
    found: frozenset[Role] | None = getattr(request, "desk_roles", None)
    if found is None:
        found = person(request).roles() if request.user.is_authenticated else frozenset()
        request.desk_roles = found  # type: ignore[attr-defined]
    return found


FILTERED_BY = ("", "__exact", "__isnull", "__id__exact")
"""What Django's filters put after a field's name."""


class ByRole(Base):
    """Everybody with a role may look; who may change is asked of the actions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model is listed at all."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Anybody with a role."""
        return bool(roles_of(request))

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
        filters = getattr(self, "list_filter", ())
        if lookup in {getattr(one, "parameter_name", None) for one in filters}:
            return True
        declared = [name for name in filters if isinstance(name, str)]
        return any(lookup in {f"{name}{how}" for how in FILTERED_BY} for name in declared)

    @staticmethod
    def _may(request: HttpRequest, model: type[models.Model]) -> bool:
        return bool(roles_of(request) & set(who_may_change(model)))


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
        return Role.ADMINISTRATOR in roles_of(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return self.has_view_permission(request)
