"""What is asked of whoever signs in or sets up a second factor: django-allauth's forms, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as ConfirmPasskeyForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils import timezone

from claims.actions import attempts

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)
"""What libraries raise about an answer that no browser and no passkey gave."""


class SignInForm(LoginForm):
    """Name and password; both may be pasted and filled in by a password manager."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].label = "Name"
        self.fields["login"].widget.attrs = {
            "id": "id_username",
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "150",
        }
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class AppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].label = "The six digits that it shows now"
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class _Code:
    """A code of an authenticator app counts once, whichever worker it reaches."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = "Code of the app, or a recovery code"
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "40"}

    def clean_code(self) -> Any:
        """The code, when it is right and was not used before."""
        code = super().clean_code()  # type: ignore[misc]
        used: Any = self
        if used.authenticator.type == Authenticator.Type.TOTP and not attempts.use_once(
            person=used.user.pk, code=code, at=timezone.now()
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Code, AuthenticateForm):
    """The second step of signing in, by a code."""


class ConfirmCodeForm(_Code, ReauthenticateForm):
    """Confirming who somebody is, by a code."""


class _Credential:
    """What a passkey answered; whatever else is sent in its place is refused in words."""

    def clean_credential(self) -> Any:
        """The passkey that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(_Credential, AuthenticateWebAuthnForm):
    """The second step of signing in, by a passkey."""


class PasskeySignInForm(_Credential, LoginWebAuthnForm):
    """Signing in by a passkey alone."""


class PasskeyConfirmForm(_Credential, ConfirmPasskeyForm):
    """Confirming who somebody is, by a passkey."""


class NewPasskeyForm(AddWebAuthnForm):
    """A new passkey and what it is called."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"] = forms.CharField(
            required=False, max_length=60, label="What to call it", help_text="For example: my phone"
        )
        self.fields["passwordless"].label = "Sign in with it alone, without the password"
        self.fields["passwordless"].help_text = "It then asks for a finger, a face or its PIN."
        self.initial = {"name": "", "passwordless": True}

    def clean(self) -> Any:
        """The values; what no passkey answered is refused in words."""
        try:
            return super().clean()
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
