"""Accounts: administrators give roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from claims.actions import people
from claims.admin.access import ForAdministrators, person
from claims.admin.base import ActionAdmin, ActionForm
from claims.domain.vocabulary import Role
from claims.models import User


class AccountForm(ActionForm):
    """A name, roles, whether the account is in use, and a new password if one is typed."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Empty: unchanged",
    )


@admin.register(User)
class UserAdmin(ForAdministrators, ActionAdmin):
    """Accounts."""

    form = AccountForm
    list_display = ("username", "held", "is_active", "is_machine", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username",)
    fields = ("username", "groups", "is_active", "new_password")

    @admin.display(description="roles")
    def held(self, user: User) -> str:
        """The roles in words."""
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def get_queryset(self, request: HttpRequest) -> Any:
        """With roles, in one query more."""
        return super().get_queryset(request).prefetch_related("groups")

    def token(self, row: Any) -> str:
        """Accounts are changed by administrators alone; the last one wins."""
        return ""

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Makes or changes an account."""
        return people.set_account(
            user=row,
            by=person(request),
            name=values["username"],
            roles=[Role(group.name) for group in values["groups"]],
            is_active=values["is_active"],
            password=values["new_password"] or None,
        )


admin.site.unregister(Group)
