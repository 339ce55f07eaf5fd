"""Newsrooms that read us by program, their keys, and how much is asked with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.actions import keys
from claims.admin.access import ForAdministrators, person
from claims.admin.base import ActionAdmin
from claims.domain.api_keys import Scope
from claims.domain.errors import DomainError, NotAllowed
from claims.models import ApiKey, Newsroom
from claims.reads.keys import Use, uses, without_giver

SCOPES = (
    (Scope.READ, "Read", "more requests a minute than everybody has"),
    (Scope.MATCH, "Match", "more questions a minute whether a text was claimed before"),
    (Scope.WEBHOOKS, "Webhooks", "look after the newsroom's own webhooks by program"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One day in the picture of a key's use: its place, its height of 24, and what it says."""

    x: int
    y: int
    height: int
    words: str


def bars(use: Use) -> list[Bar]:
    """A bar for each day with requests, the tallest one of full height."""
    most = max(count for _, count in use.days) or 1
    heights = [(number, day, count, round(24 * count / most)) for number, (day, count) in enumerate(use.days)]
    return [
        Bar(8 * number, 24 - max(1, height), max(1, height), f"{count:,} on {day}")
        for number, day, count, height in heights
        if count
    ]


@admin.register(Newsroom)
class NewsroomAdmin(ForAdministrators, ActionAdmin):
    """Newsrooms, for administrators alone."""

    change_form_template = "admin/claims/newsroom_form.html"
    list_display = ("name", "contact", "is_active", "open_keys")
    list_filter = ("is_active",)
    search_fields = ("name", "contact")
    fields = ("name", "contact", "is_active")
    ordering = ("name",)
    history_naming = (("claims_apikey", "newsroom_id"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of keys that open something."""
        rows: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = rows.annotate(
            standing=Count("keys", filter=Q(keys__withdrawn_at__isnull=True))
        )
        return counted

    @admin.display(description="keys", ordering="standing")
    def open_keys(self, row: Any) -> int:
        """How many keys open something."""
        return int(row.standing)

    def get_urls(self) -> list[Any]:
        """With the page of a newsroom's keys."""
        page = self.admin_site.admin_view(self.keys_view)
        return [path("<int:number>/keys/", page, name="claims_newsroom_keys"), *super().get_urls()]

    def keys_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """All keys of a newsroom; makes one, whose text is shown on the answer and never again, or revokes one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        newsroom = get_object_or_404(Newsroom, pk=number)
        step = request.POST.get("step", "")
        shown: dict[str, Any] = {"label": "", "wanted": ["read"], "is_test": False}
        refusal: DomainError | None = None
        if request.method == "POST":
            shown = {
                "label": request.POST.get("label", ""),
                "wanted": request.POST.getlist("scopes"),
                "is_test": request.POST.get("is_test") == "on",
            }
            try:
                if step == "revoke":
                    return self._revoked(request, newsroom)
                key, text = keys.make(
                    newsroom,
                    label=shown["label"],
                    scopes=shown["wanted"],
                    is_test=shown["is_test"],
                    by=person(request),
                )
                return self._page(request, newsroom, made=(key, text))
            except DomainError as problem:
                refusal = problem
        return self._page(request, newsroom, refusal=refusal, step=step, **shown)

    def _revoked(self, request: HttpRequest, newsroom: Newsroom) -> HttpResponse:
        chosen = request.POST.get("key", "")
        key = get_object_or_404(ApiKey, prefix=chosen, newsroom=newsroom)
        keys.revoke(key, by=person(request), at=timezone.now(), why=request.POST.get("why", ""))
        messages.success(
            request, f"The key {key} is revoked. The next request that is made with it is refused."
        )
        return redirect("admin:claims_newsroom_keys", newsroom.pk)

    def _page(
        self, request: HttpRequest, newsroom: Newsroom, *, refusal: DomainError | None = None, **shown: Any
    ) -> HttpResponse:
        found = newsroom.keys.select_related("withdrawn_by").order_by("-withdrawn_at", "-pk")
        rows = [(use, bars(use)) for use in uses(found, until=timezone.now().date())]
        page = {
            **self.admin_site.each_context(request),
            **{"title": f"Keys of {newsroom}", "newsroom": newsroom, "opts": self.opts},
            **{"refusal": refusal, "scopes": SCOPES, "label": "", "wanted": ["read"], "is_test": False},
            "standing": [row for row in rows if row[0].key.withdrawn_at is None],
            "without_giver": without_giver(row[0].key for row in rows),
            "revoked": [row for row in rows if row[0].key.withdrawn_at is not None],
            **shown,
        }
        code = 200 if refusal is None else 403 if isinstance(refusal, NotAllowed) else 400
        answer = TemplateResponse(request, "admin/claims/newsroom_keys.html", page, status=code)
        answer.headers["Cache-Control"] = "no-store"
        return answer
