"""How django-allauth signs people in here: staff alone, by name, within the desk, and in our words."""

from __future__ import annotations

import base64
import ipaddress
import posixpath
import time
from typing import Any
from urllib.parse import unquote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from claims.web.requests import DESK
from claims.web.senders import place_of

NO_MATCH = "Name and password do not belong to an account that may sign in here."
SAID = {
    "mfa/messages/totp_activated.txt": "The authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "Ten recovery codes are made. Earlier ones no longer count.",
}
FRESH = 300
"""Seconds after signing in, or confirming, in which a second factor may be changed."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password for staff; nobody signs up, nothing is mailed."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_MATCH,
        "incorrect_password": "This is not the password of this account.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: administrators make accounts."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password the second factor, where somebody has one."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person, or None: a wrong password, a switched-off account and one of no staff look the same."""
        found = super().authenticate(request, **credentials)
        return found if found is not None and may_sign_in(found) else None

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        """An answer for whoever may not sign in, also with a passkey."""
        if may_sign_in(user):
            return None
        messages.error(request, NO_MATCH)
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begins a session of the account as it is now, also when the password was hashed anew a moment ago."""
        user.refresh_from_db(fields=["session_version"])
        super().login(request, user)

    def is_safe_url(self, url: str) -> bool:
        """Whether somebody may be led there after signing in: an address of the desk, without host and scheme."""
        return (
            bool(url)
            and url.startswith(DESK)
            and url.isprintable()
            and "\\" not in url
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
            and _stays(unquote(urlsplit(url).path))
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that our proxies saw."""
        return place_of(request)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Whether to ask again who it is: not within five minutes of signing in."""
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < FRESH for record in records)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """What was done, in our words; nothing where the page itself shows it."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_notification_mail(self, *arguments: Any, **options: Any) -> None:
        """Nothing: accounts have no address. The history holds every change."""


def _stays(path: str) -> bool:
    """Whether a path leads into the desk by no detour, and not out of it at once."""
    plain = posixpath.normpath(path)
    return path in (plain, f"{plain}/") and f"{plain}/" != reverse("admin:logout")


def may_sign_in(user: Any) -> bool:
    """Whether the desk is open to an account at all."""
    return bool(user.is_active and user.is_staff and not user.is_machine)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: named after the site, their secrets encrypted with a key that is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not right, or it was used already.",
        "unreadable": (
            "What is kept of your second factor cannot be read with this server's key. "
            "Ask an administrator to remove it, then set up a new one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; refused in words when it was stored with another key."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise self.validation_error("unreadable") from error

    def get_totp_issuer(self) -> str:
        """What apps call this site."""
        return str(settings.SITE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called when nobody names it."""
        return "Passkey"


def passkeys_work_at(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for this address: they want a name, not a number, and HTTPS or localhost."""
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def _cipher() -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"claims second factor").derive(
        settings.SECOND_FACTOR_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(made))
