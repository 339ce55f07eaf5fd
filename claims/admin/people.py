"""Accounts: administrators give roles."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from claims.actions import people, sessions
from claims.admin import names
from claims.admin.access import ForAdministrators, person
from claims.admin.base import ActionAdmin, ActionForm
from claims.domain.errors import DomainError, NotAllowed
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
    keeps_unsaved = False
    list_display = ("username", "held", "is_active", "is_machine", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username",)
    fields = ("username", "groups", "is_active", "new_password")
    change_form_template = "admin/claims/account_form.html"
    history_naming = (("claims_user_groups", "user_id"), ("mfa_authenticator", "user_id"))

    @admin.display(description="roles")
    def held(self, user: User) -> str:
        """The roles in words."""
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def get_queryset(self, request: HttpRequest) -> Any:
        """With roles, in one query more."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[Any]:
        """With the page for lost devices, and the one on which a name is taken out of sight."""
        page = self.admin_site.admin_view(self.sign_in_view)
        own = path("<int:number>/sign-in/", page, name="claims_user_sign_in")
        return [own, *names.addresses(self), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """The form, and what becomes of the name."""
        if (row := options.get("obj")) is not None:
            context.update(names.shown(row, request))
        return super().render_change_form(request, context, *args, **options)

    def sign_in_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """How somebody signs in; ends all sessions, or removes a lost second factor as well, for a reason."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = get_object_or_404(User, pk=number)
        step, reason = request.POST.get("step", ""), request.POST.get("reason", "").replace("\r\n", " ")
        refusal: DomainError | None = None
        if request.method == "POST":
            try:
                messages.success(request, self._taken(step, user, by=person(request), reason=reason))
                return redirect("admin:claims_user_sign_in", user.pk)
            except DomainError as problem:
                refusal = problem
        page = {
            **self.admin_site.each_context(request),
            **{"title": f"Sign-in of {user}", "account": user, "opts": self.opts, "reason": reason},
            **{"refusal": refusal, "own": user.pk == request.user.pk},
            "factors": Authenticator.objects.filter(user=user).order_by("created_at"),
        }
        code = 200 if refusal is None else 403 if isinstance(refusal, NotAllowed) else 400
        return TemplateResponse(request, "admin/claims/account_sign_in.html", page, status=code)

    def _taken(self, step: str, user: User, *, by: User, reason: str) -> str:
        if step == "remove":
            count = sessions.remove_second_factor(user, by=by, reason=reason)
            return f"All sessions of {user} are ended, and the second factor is removed ({count} rows)."
        sessions.end(user, by=by, reason=reason)
        return f"All sessions of {user} are ended."

    def token(self, row: Any) -> str:
        """The account as it stands, in short."""
        return people.standing(row)

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
            read=None if row is None else token,
        )


for other in (Group, EmailAddress, Authenticator, *apps.get_app_config("procrastinate").get_models()):
    if admin.site.is_registered(other):
        admin.site.unregister(other)
