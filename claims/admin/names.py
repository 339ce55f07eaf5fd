"""The page on which somebody asks that a name be taken out of sight: of a speaker, or of somebody who left the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from claims.actions import suppression
from claims.admin.access import roles_of
from claims.admin.refusals import status
from claims.admin.suppression import given
from claims.domain.errors import DomainError
from claims.domain.removal import MOST_WORDS, REQUESTERS
from claims.domain.text import LIMITS
from claims.domain.vocabulary import RemovalCategory
from claims.models import Speaker, SuppressionCase, User
from claims.reads import names

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the name of a row of this kind is taken out of sight."""

    def view(request: HttpRequest, number: int) -> HttpResponse:
        return _page(desk, request, number)

    name = f"claims_{desk.opts.model_name}_name"
    return [path("<int:number>/name/", desk.admin_site.admin_view(view), name=name)]


def shown(about: Speaker | User, request: HttpRequest) -> dict[str, Any]:
    """What the row's own page says of it: whether it was done, waits for a second person, or can be asked for."""
    cases = (
        about.suppression_cases.filter(dismissed_at__isnull=True)
        .select_related("requested_by")
        .order_by("-id")
    )
    return {
        "name_case": cases.first(),
        "name_waits": cases.filter(done_at__isnull=True).exists(),
        "name_url": reverse(f"admin:claims_{about._meta.model_name}_name", args=[about.pk]),
        "name_may_ask": bool(roles_of(request) & set(REQUESTERS)),
        "name_requesters": " or ".join(REQUESTERS),
        "name_is_used": isinstance(about, User) and about.is_active,
        "name_of_account": isinstance(about, User),
    }


def _page(desk: ActionAdmin, request: HttpRequest, number: int) -> HttpResponse:
    about = desk.model._default_manager.filter(pk=number).first()
    if not desk.has_view_permission(request) or not roles_of(request) & set(REQUESTERS):
        raise PermissionDenied
    if about is None:
        raise Http404("There is no such row.")
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            case = _ask(about, request)
        except DomainError as problem:
            refusal = problem
        else:
            messages.success(
                request, "Asked for. Nothing was blacked out yet: a second person decides on the case."
            )
            return redirect("admin:claims_suppressioncase_change", case.pk)
    words = request.POST.get("words") if refusal else "\n".join(names.known_as(about))
    page = {
        **desk.admin_site.each_context(request),
        **shown(about, request),
        **{"title": "Take this name out of sight", "about": about, "opts": desk.opts, "words": words},
        **{
            "categories": [one.value for one in RemovalCategory],
            "most": MOST_WORDS,
            "limit": LIMITS["reason"],
        },
        **_typed(refusal, request.POST),
    }
    code = 200 if refusal is None else status(refusal, otherwise=400)
    return TemplateResponse(request, "admin/claims/name.html", page, status=code)


def _typed(refusal: DomainError | None, sent: Mapping[str, Any]) -> dict[str, Any]:
    if refusal is None:
        return {}
    at: dict[str, list[str]] = {}
    for problem in refusal.problems:
        field = problem.field if problem.field in ("words", "reason", "category") else ""
        at.setdefault(field, []).append(problem.message)
    return {
        "refused": at,
        "elsewhere": at.get("", []),
        "reason": sent.get("reason", ""),
        "chosen": sent.get("category", ""),
    }


def _ask(about: Speaker | User, request: HttpRequest) -> SuppressionCase:
    words = re.split("\r\n?|\n", request.POST.get("words", ""))
    return suppression.open_name_case(about=about, words=words, **given(request))
