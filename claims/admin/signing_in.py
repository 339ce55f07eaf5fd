"""Signing in at the desk: django-allauth's views at our addresses, with our pages and bounds. Nothing else of it."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.account.views import ReauthenticateView as ConfirmByPassword
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from claims.actions import attempts
from claims.admin.sign_in_forms import (
    AppForm,
    CodeForm,
    ConfirmCodeForm,
    NewPasskeyForm,
    PasskeyConfirmForm,
    PasskeyForm,
    PasskeySignInForm,
    SignInForm,
)
from claims.domain.errors import TooManyRequests
from claims.web.adapters import passkeys_work_at
from claims.web.second_factor import keep_this_session, lacks_one
from claims.web.senders import place_of


class OfTheDesk:
    """A page of the desk, never kept by browsers, and not answered more often than it may be tried."""

    title = ""

    def dispatch(self, request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        """The view's answer, marked as not to be kept."""
        return never_cache(super().dispatch)(request, *arguments, **options)  # type: ignore[misc]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page is given, with what every page of the desk needs."""
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        return {
            **_frame(request),
            "title": self.title,
            "passkeys_work": passkeys_work_at(request),
            "first": lacks_one(request),
            **super().get_context_data(**context),  # type: ignore[misc]
        }


class Changing(OfTheDesk):
    """A page where somebody changes a second factor of their own."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The view's answer, in a session that goes on while all others end."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        keep_this_session(self.request)  # type: ignore[attr-defined]
        return answer


class Bounded(OfTheDesk):
    """A page where something could be guessed: counted before it is looked at, taken back when it was right."""

    def count(self, request: HttpRequest) -> list[int]:
        """Counts the attempt; raises TooManyRequests."""
        person = self.request.user if self.request.user.is_authenticated else self.stage.login.user  # type: ignore[attr-defined]
        return attempts.try_second_factor(person=person.pk, place=place_of(request), at=timezone.now())

    def post(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        """The view's answer, or how long to wait."""
        try:
            self.tried = self.count(request)
        except TooManyRequests as refusal:
            return _wait(request, refusal)
        return super().post(request, *arguments, **options)  # type: ignore[misc,no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """The view's answer to what was right."""
        attempts.succeeded(self.tried)
        return super().form_valid(form)  # type: ignore[misc,no-any-return]


def _wait(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    page = {**_frame(request), "title": "Please wait", "why": refusal.message}
    answer = render(request, "admin/sign_in/wait.html", page, status=429)
    answer.headers["Retry-After"] = str(refusal.wait)
    return answer


def _frame(request: HttpRequest) -> dict[str, Any]:
    known = admin.site.each_context(request) if request.user.is_authenticated else {}
    named = {"site_header": admin.site.site_header, "site_title": admin.site.site_title, "site_url": "/"}
    return {**named, **known, "is_nav_sidebar_enabled": False}


class SignIn(Bounded, LoginView):
    """Name and password, or a passkey."""

    title = "Sign in"
    template_name = "admin/sign_in/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Our form."""
        return SignInForm

    def count(self, request: HttpRequest) -> list[int]:
        """By the name that was typed, there or not, and by network."""
        name = request.POST.get("login", "")[:200]
        return attempts.try_password(name=name, place=place_of(request), at=timezone.now())


class SignInByPasskey(Bounded, passkeys.LoginWebAuthnView):
    """A passkey alone, which asks for a finger, a face or its PIN."""

    def get_form_class(self) -> type[PasskeySignInForm]:
        """Our form."""
        return PasskeySignInForm

    def count(self, request: HttpRequest) -> list[int]:
        """By network: nobody is named."""
        return attempts.try_passkey(place=place_of(request), at=timezone.now())


class SecondFactor(Bounded, factors.AuthenticateView):
    """The second step of signing in."""

    title = "Second factor"
    template_name = "admin/sign_in/second_factor.html"

    def get_form_class(self) -> type[CodeForm]:
        """Our form."""
        return CodeForm

    def get_webauthn_form_class(self) -> type[PasskeyForm]:
        """Our form."""
        return PasskeyForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page is given, with the kinds that this person has."""
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {**super().get_context_data(**context), "kinds": kinds}


class Overview(OfTheDesk, factors.IndexView):
    """What second factors somebody has."""

    title = "Second factor"
    template_name = "admin/sign_in/overview.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page is given: factors, and how many recovery codes are left."""
        given = super().get_context_data(**context)
        left = given["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        if left is not None:
            used = int(left.instance.data.get("used_mask", 0)).bit_count()
            given["codes_left"] = 10 - used
        return given


class SetUpApp(Changing, apps.ActivateTOTPView):
    """An authenticator app is set up: scan, type the code."""

    title = "Set up an authenticator app"
    template_name = "admin/sign_in/app.html"

    def get_form_class(self) -> type[AppForm]:
        """Our form."""
        return AppForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page is given, with the secret in groups of four."""
        given = super().get_context_data(**context)
        secret = given["form"].secret
        given["secret"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return given


class RemoveApp(Changing, apps.DeactivateTOTPView):
    """The authenticator app is removed."""

    title = "Remove the authenticator app"
    template_name = "admin/sign_in/app_remove.html"


class Codes(OfTheDesk, codes.ViewRecoveryCodesView):
    """Recovery codes, shown once."""

    title = "Recovery codes"
    template_name = "admin/sign_in/codes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page is given, with the codes as a file to keep."""
        given = super().get_context_data(**context)
        if given["can_view_codes"]:
            lines = "\r\n".join([f"{settings.SITE_NAME}: recovery codes", *given["unused_codes"], ""])
            given["file"] = f"data:text/plain;charset=utf-8,{urlencode({'': lines})[1:].replace('+', '%20')}"
        return given


class NewCodes(Changing, codes.GenerateRecoveryCodesView):
    """New recovery codes in place of the old."""

    title = "New recovery codes"
    template_name = "admin/sign_in/codes_new.html"


class AddPasskey(Changing, passkeys.AddWebAuthnView):
    """A passkey is added."""

    title = "Add a passkey"
    template_name = "admin/sign_in/passkey.html"

    def get_form_class(self) -> type[NewPasskeyForm]:
        """Our form."""
        return NewPasskeyForm


class RemovePasskey(Changing, passkeys.RemoveWebAuthnView):
    """A passkey is removed."""

    title = "Remove a passkey"
    template_name = "admin/sign_in/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")


class Confirm(Bounded, ConfirmByPassword):
    """The password again, before a second factor is changed."""

    title = "Confirm that it is you"
    template_name = "admin/sign_in/confirm.html"


class ConfirmByCode(Bounded, factors.ReauthenticateView):
    """A code in its place."""

    title = "Confirm that it is you"
    template_name = "admin/sign_in/confirm.html"

    def get_form_class(self) -> type[ConfirmCodeForm]:
        """Our form."""
        return ConfirmCodeForm


class ConfirmByPasskey(Bounded, passkeys.ReauthenticateWebAuthnView):
    """A passkey in its place."""

    title = "Confirm that it is you"
    template_name = "admin/sign_in/confirm.html"

    def get_form_class(self) -> type[PasskeyConfirmForm]:
        """Our form."""
        return PasskeyConfirmForm


OWN_PASSWORD = admin.site.password_change


@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Django's page for one's own password; the old one can be guessed no more often there than at sign-in."""
    if request.method != "POST":
        return OWN_PASSWORD(request)
    try:
        tried = attempts.try_password(
            name=request.user.get_username(), place=place_of(request), at=timezone.now()
        )
    except TooManyRequests as refusal:
        return _wait(request, refusal)
    answer: Any = OWN_PASSWORD(request)
    form = (getattr(answer, "context_data", None) or {}).get("form")
    if form is None or "old_password" not in form.errors:
        attempts.succeeded(tried)
    return answer  # type: ignore[no-any-return]


def to_sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """From where Django's admin would sign people in: to our page. Who is signed in and may not be here gets 403."""
    if request.user.is_authenticated:
        if not admin.site.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")
    wanted = request.GET.get("next", "")
    asked = f"?{urlencode({'next': wanted})}" if wanted else ""
    return HttpResponseRedirect(f"{settings.LOGIN_URL}{asked}")


admin.site.login = never_cache(to_sign_in)  # type: ignore[method-assign]
admin.site.password_change = change_password  # type: ignore[method-assign, assignment]

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/passkey/", SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor/", SecondFactor.as_view(), name="mfa_authenticate"),
    path("second-factor/", Overview.as_view(), name="mfa_index"),
    path("second-factor/app/", SetUpApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/codes/", Codes.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("second-factor/passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("confirm/", Confirm.as_view(), name="account_reauthenticate"),
    path("confirm/code/", ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("confirm/passkey/", ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
]
