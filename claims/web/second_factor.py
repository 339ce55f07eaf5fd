"""Whoever may publish or give roles needs a second factor first: asked at every request to the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from claims.domain.vocabulary import Role
from claims.web.requests import DESK

NEED_ONE = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes alone are none: they stand in for a lost one."""
STILL_OPEN = tuple(
    f"{DESK}{path}" for path in ("second-factor/", "confirm/", "sign-in/", "login/", "logout/")
)
"""What somebody without a second factor may open: what leads to one, and the way out."""
FIRST = "Set up a second factor first: your role needs one, and until then nothing else at the desk is open to you."


class SecondFactorFirst:
    """Leads editors and administrators to the page where a second factor is set up, until there is one."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the way to the second factor; what was sent is not read."""
        path = request.path_info
        if not path.startswith(DESK) or path.startswith(STILL_OPEN) or not lacks_one(request):
            return self.answer(request)
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(reverse("mfa_index"))
        named = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
        page = {**named, "why": FIRST, "title": "A second factor is missing"}
        return render(request, "admin/claims/refused.html", page, status=403)


def lacks_one(request: HttpRequest) -> bool:
    """Whether the person behind a request must set up a second factor before anything else."""
    user: Any = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or is_mfa_enabled(user, FACTORS):
        return False
    return bool(user.is_superuser or user.roles() & NEED_ONE)


def keep_this_session(request: HttpRequest) -> None:
    """The one session in which somebody changed their own second factor goes on; all others have ended."""
    person: Any = request.user
    person.refresh_from_db(fields=["session_version"])
    update_session_auth_hash(request, person)
