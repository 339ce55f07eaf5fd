"""Webhooks of newsrooms: endpoints with their secrets, how each fares, every delivery, and what is sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from claims.actions import webhooks
from claims.admin.access import ForAdministrators, LookOnly, person, roles_of
from claims.admin.base import moment_read
from claims.admin.columns import badge
from claims.admin.history import HistoryView
from claims.admin.refusals import status
from claims.admin.webhook_pictures import age_bars, hour_bars
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.vocabulary import Role
from claims.domain.webhooks import ALWAYS, CHOSEN, OVERLAP, TRIES, EndpointState
from claims.models import Newsroom, WebhookDelivery, WebhookEndpoint
from claims.reads import webhook_desk
from claims.reads.webhooks import (
    backlog,
    failing,
    log_size,
    needs_a_sender,
    sender_is_there,
    stopped_by_the_machine,
)

EVENTS = tuple(
    zip(CHOSEN, ("a claim is published", "its next document corrects it", "it is retracted"), strict=True)
)
BEGIN = (("now", "what is published from now on"), ("all", "everything from the beginning of the log"))


def worries(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """What administrators are told of webhooks on their first page: how many fail and wait for somebody, where these
    are listed, and whether what is due stays unsent. Empty without either, and for everybody else. What its receiver
    ended is no worry.
    """
    if Role.ADMINISTRATOR not in roles_of(request):
        return {}
    stuck, unsent = failing(), not sender_is_there(at) and needs_a_sender()
    filters = urlencode({"state__exact": EndpointState.FAILING.value, "newsroom__is_active__exact": 1})
    listed = f"{reverse('admin:claims_webhookendpoint_changelist')}?{filters}"
    return {"failing": stuck, "unsent": unsent, "address": listed} if stuck or unsent else {}


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ForAdministrators, HistoryView, LookOnly, admin.ModelAdmin[Any]):
    """All endpoints; each has a page of its own. They are made on the page of their newsroom."""

    list_display = ("label", "newsroom", "at", "address", "succeeded")
    list_filter = ("state", "newsroom__is_active")
    list_select_related = ("newsroom", "progress")
    search_fields = ("label", "address", "newsroom__name")
    autocomplete_fields = ("newsroom",)
    ordering = ("newsroom__name", "label")
    history_naming = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody here: on the page of the newsroom."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody by Django's form: the page has steps of its own."""
        return False

    def get_urls(self) -> list[Any]:
        """With the page of a newsroom's endpoints."""
        page = self.admin_site.admin_view(self.of_newsroom)
        return [
            path("newsroom/<int:number>/", page, name="claims_newsroom_webhooks"),
            *super().get_urls(),
        ]

    @admin.display(description="state", ordering="state")
    def at(self, row: WebhookEndpoint) -> SafeString:
        """Whether it is sent anything."""
        return badge(row.state)

    @admin.display(description="last accepted", ordering="progress__succeeded_at")
    def succeeded(self, row: WebhookEndpoint) -> str:
        """When it accepted a message last."""
        moment = row.progress.succeeded_at
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "never"

    def of_newsroom(self, request: HttpRequest, number: int) -> HttpResponse:
        """The endpoints of a newsroom; makes one, whose secret is shown on the answer and never again."""
        self._only_administrators(request)
        newsroom = get_object_or_404(Newsroom, pk=number)
        given: dict[str, Any] = {
            "label": request.POST.get("label", ""),
            "address": request.POST.get("address", ""),
            "events": request.POST.getlist("events"),
        }
        begin = request.POST.get("begin", "now")
        try:
            if request.method == "POST":
                after = 0 if begin == "all" else None
                made = webhooks.make(newsroom, **given, by=person(request), at=timezone.now(), after=after)
                return self._room(request, newsroom, made=made)
        except DomainError as refusal:
            return self._room(request, newsroom, refusal=refusal, given=given, begin=begin)
        return self._room(request, newsroom)

    def _room(self, request: HttpRequest, newsroom: Newsroom, **shown: Any) -> HttpResponse:
        rows = newsroom.endpoints.select_related("progress").order_by("label", "pk")
        page = {
            **self.admin_site.each_context(request),
            **{"title": f"Webhooks of {newsroom}", "newsroom": newsroom, "opts": self.opts, "begin": "now"},
            **{"rows": [(row, backlog(row)) for row in rows], "events": EVENTS, "beginnings": BEGIN},
            **{"given": {"events": CHOSEN}, "always": ALWAYS, "size": log_size(), **shown},
        }
        return _answer(request, "webhooks", page)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One endpoint: how it fares, what waits, every delivery; and its steps."""
        self._only_administrators(request)
        rows = WebhookEndpoint.objects.select_related("newsroom", "progress", "changed_by")
        endpoint = rows.filter(pk=_number(object_id)).first()
        if endpoint is None:
            raise Http404("There is no such endpoint.")
        step = request.POST.get("step", "")
        try:
            if request.method == "POST":
                if step == "rotate":
                    at_once = request.POST.get("at_once") == "on"
                    made = webhooks.rotate(endpoint, by=person(request), at=timezone.now(), at_once=at_once)
                    return self._page(request, rows.get(pk=endpoint.pk), made=made, at_once=at_once)
                messages.success(request, self._stepped(request, endpoint, step))
                return HttpResponseRedirect(request.get_full_path())
        except DomainError as refusal:
            return self._page(request, rows.get(pk=endpoint.pk), refusal=refusal, step=step)
        return self._page(request, endpoint)

    def _stepped(self, request: HttpRequest, endpoint: WebhookEndpoint, step: str) -> str:
        """Takes a step and says what was done."""
        sent = request.POST
        who: dict[str, Any] = {"by": person(request), "at": timezone.now()}
        if step in ("pause", "disable"):
            act = webhooks.pause if step == "pause" else webhooks.disable
            return f"It is {act(endpoint, **who, why=sent.get('why', '')).state} now; what comes meanwhile waits."
        if step == "resume":
            webhooks.resume(endpoint, **who)
            return "It is enabled again; what waited is sent now, in order."
        if step == "test":
            webhooks.send_test(endpoint, **who)
            return "A test message is on its way. Look at this page again in a moment."
        if step == "replay":
            webhooks.replay(endpoint, **who, position=_number(sent.get("position", "")))
            return "Everything from there on is sent again, in order, with the ids that it had before."
        if step == "again":
            delivery = WebhookDelivery.objects.filter(endpoint=endpoint, pk=_number(sent.get("delivery", "")))
            webhooks.replay_one(get_object_or_404(delivery), **who)
            return "It is sent again, with the id that it had before, and behind it what came later of its claim."
        if step == "change":
            given = {name: sent.get(name, "") for name in ("label", "address")}
            read = moment_read(sent.get("version_read", ""))
            webhooks.change(endpoint, **given, events=sent.getlist("events"), by=person(request), read=read)
            return "It is changed; that counts for what is sent from now on."
        raise InvalidValue("There is no such step.", field="step")

    def _page(self, request: HttpRequest, endpoint: WebhookEndpoint, **shown: Any) -> HttpResponse:
        now, asked = timezone.now(), request.GET.get("show", "all")
        show = asked if asked in webhook_desk.SHOWN else "all"
        before = _number(request.GET.get("before", "")) or None
        page = {
            **self.admin_site.each_context(request),
            **{"title": str(endpoint), "endpoint": endpoint, "opts": self.opts, "events": EVENTS},
            "backlog": backlog(endpoint),
            "ages": age_bars(webhook_desk.ages(endpoint, at=now)),
            "hours": hour_bars(webhook_desk.hours(endpoint, at=now)),
            "deliveries": webhook_desk.deliveries(endpoint, show=show, before=before),
            **{"show": show, "shows": list(webhook_desk.SHOWN), "size": log_size(), "most": TRIES},
            **{"no_sender": not sender_is_there(now), "overlap": int(OVERLAP.total_seconds() // 3600)},
            "may_disable": endpoint.state != "disabled" or stopped_by_the_machine(endpoint),
            "both_sign": bool(endpoint.earlier_until and endpoint.earlier_until > now),
            **shown,
        }
        return _answer(request, "webhook", page)

    def _only_administrators(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _answer(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    refusal = page.get("refusal")
    code = status(refusal, otherwise=400) if refusal else 200
    answer = TemplateResponse(request, f"admin/claims/{template}.html", page, status=code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _number(text: str) -> int:
    """A number as it was sent; 0, which nothing has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
