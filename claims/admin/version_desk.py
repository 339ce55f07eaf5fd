"""A captured text at the desk without a claim: its claims where they stand, and a new one made from its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from claims.actions.records import who_may_change
from claims.admin.access import roles_of
from claims.admin.finding import look
from claims.admin.passages import in_place
from claims.domain.selection import Move
from claims.domain.text import LIMITS
from claims.models import ArticleVersion, Claim
from claims.reads import offers, passages

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

MOVES = (
    (Move.START_EARLIER, "One word more at the beginning", "Shift + ←"),
    (Move.START_LATER, "One word less at the beginning", "Shift + →"),
    (Move.END_EARLIER, "One word less at the end", "←"),
    (Move.END_LATER, "One word more at the end", "→"),
)


def addresses(desk: ActionAdmin) -> list[Any]:
    """The text with its claims, and where words stand in it."""

    def the_text(request: HttpRequest, number: int) -> HttpResponse:
        version = version_asked(desk, request, number)
        return _page(desk, request, version)

    def find(request: HttpRequest, number: int) -> HttpResponse:
        version = version_asked(desk, request, number)
        answer = look(version, request.POST if request.method == "POST" else request.GET)
        return JsonResponse(
            answer.as_json(),
            status=400 if answer.refused else 200,
            json_dumps_params={"ensure_ascii": False},
            headers={"Cache-Control": "no-store"},
        )

    views = {"desk": the_text, "find": find}
    return [
        path(f"<int:number>/{name}/", desk.admin_site.admin_view(view), name=f"claims_articleversion_{name}")
        for name, view in views.items()
    ]


def version_asked(desk: ActionAdmin, request: HttpRequest, number: int) -> ArticleVersion:
    """The captured text with that number, for whoever may look at it."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    version = ArticleVersion.objects.select_related("article__outlet").filter(pk=number).first()
    if version is None:
        raise Http404("There is no such version of an article.")
    return version


def _page(desk: ActionAdmin, request: HttpRequest, version: ArticleVersion) -> HttpResponse:
    """The text at the left, the way to a new claim at the right."""
    answer = look(version, request.POST if request.method == "POST" else request.GET)
    captured = passages.of(version)
    chosen = answer.chosen
    context = {
        **desk.admin_site.each_context(request),
        **in_place(captured, chosen=(chosen.start, chosen.end) if chosen else None),
        "opts": desk.opts,
        "title": f"{version.article.headline}, version {version.number}",
        "version": version,
        "answer": answer,
        "already": captured.within(chosen.start, chosen.end) if chosen else (),
        "offers_waiting": offers.waiting(version),
        "moves": MOVES,
        "limit": LIMITS["exact"],
        "may_add": bool(roles_of(request) & set(who_may_change(Claim))),
        "find_url": reverse("admin:claims_articleversion_find", args=[version.pk]),
        "is_nav_sidebar_enabled": False,
    }
    response = TemplateResponse(request, "admin/claims/version_desk.html", context)
    response.status_code = 400 if answer.refused else 200
    return response
