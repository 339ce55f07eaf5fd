"""New articles, given by address, file or text: each on a page of its own while it comes in, and all as a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from claims.actions import ingest_runs
from claims.actions.ingest_runs import MOST_BYTES, AlreadyHere
from claims.admin import intake_words
from claims.admin.access import person, roles_of
from claims.admin.base import ActionAdmin, ActionForm
from claims.admin.columns import badge, shortened
from claims.admin.fields import EDTFFormField
from claims.admin.filters import AskedBy
from claims.domain.addresses import tidy
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.intake import Given, RunState, What, may_end_otherwise
from claims.domain.lifecycle import EXTRACTORS
from claims.domain.text import LIMITS
from claims.models import Article, IngestRun, Source
from claims.reads.intake import worker_is_there

FOLDED = ("text", "headline", "outlet", "published_0", "language")
"""What is typed of a text, in a fold of the form."""


class NewArticle(ActionForm):
    """What is given, and what it is."""

    address = forms.CharField(
        required=False,
        label="Address",
        widget=forms.TextInput(attrs={"inputmode": "url", "class": "vLargeTextField", "autofocus": True}),
        help_text="Where the article stands on the web. It is fetched, archived and read in the background.",
    )
    what = forms.ChoiceField(
        label="It is",
        initial=What.ARTICLE.value,
        choices=[
            (What.ARTICLE.value, "an article"),
            (What.FEED.value, "a feed of other people’s fact-checks (ClaimReview)"),
        ],
    )
    anew = forms.BooleanField(
        required=False,
        label="Capture it again if it is here already",
        help_text="A new version is made only if its text has changed.",
    )
    file = forms.FileField(
        required=False,
        label="File",
        help_text=f"The saved page (HTML), a plain text, or a feed (JSON); at most {MOST_BYTES // 10**6} MB. "
        "If the file does not say where the article stands, give its address above.",
    )
    text = forms.CharField(
        required=False,
        label="Text",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField", "dir": "auto"}),
        help_text="One blank line between paragraphs. The address above says where it stands.",
    )
    headline = forms.CharField(
        required=False,
        max_length=LIMITS["headline"],
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "dir": "auto"}),
        help_text="Needed for a text; of a page it is read.",
    )
    outlet = forms.CharField(
        required=False, max_length=LIMITS["name"], widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="Who publishes it. Left out, it is the site’s name.",
    )  # fmt: skip
    published = EDTFFormField(label="Published", required=False)
    language = forms.CharField(
        required=False, max_length=35, help_text="Such as en. Left out, it is guessed."
    )


@admin.register(IngestRun)
class IngestRunAdmin(ActionAdmin):
    """What is on its way in, who asked for it, and what became of it."""

    form = NewArticle
    list_display = ("label", "at", "outcome", "asked")
    list_display_links = ("label",)
    list_filter = ("state", "what", AskedBy)
    list_select_related = ("asked_by", "source")
    readonly_fields = ("asked_by", "source")
    search_fields = ("address", "filename", "source__title")
    ordering = ("-pk",)
    change_list_template = "admin/claims/intake_list.html"
    add_form_template = "admin/claims/intake_form.html"
    fieldsets = (
        (None, {"fields": ("address", "what", "anew")}),
        ("Or a file", {"fields": ("file",)}),
        (
            "Or its text",
            {"fields": ("text", "headline", "outlet", "published", "language"), "classes": ("collapse",)},
        ),
    )

    def get_urls(self) -> list[Any]:
        """With how far a run is, another try, and a copy of a source."""
        view = self.admin_site.admin_view
        return [
            path("<int:number>/progress/", view(self._progress), name="claims_ingestrun_progress"),
            path("<int:number>/retry/", view(require_POST(self._retry)), name="claims_ingestrun_retry"),
            path("source/<int:source>/", view(require_POST(self._copy)), name="claims_ingestrun_copy"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may propose claims."""
        return bool(roles_of(request) & set(EXTRACTORS))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was asked stays as it was asked."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without what was given by hand, and with the results."""
        return super().get_queryset(request).defer("content").prefetch_related("results__version__article")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, and whether somebody does the work."""
        extra = {"title": "New articles", "no_worker": not worker_is_there(timezone.now())}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form of something new."""
        return super().add_view(request, form_url, {"title": "New article", **(extra_context or {})})

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> IngestRun:
        """Asks for it to be taken in."""
        given, content, name = _given(values)
        told = {
            name: values[name].strip() for name in ("headline", "outlet", "language") if values[name].strip()
        }
        if values["published"] is not None:
            told["published"] = values["published"].as_json()
        return ingest_runs.ask(
            by=person(request),
            at=timezone.now(),
            what=What(values["what"]),
            given=given,
            address=tidy(values["address"]),
            filename=name,
            content=content,
            told=told,
            anew=values["anew"],
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The address of an article that is here, as in `?article=7`, to be captured again."""
        number = request.GET.get("article", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        article = Article.objects.filter(pk=int(number)).first() if is_number else None
        return {"address": article.url, "anew": True} if article else {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; the fold of the text is open while it holds something."""
        fieldsets = super().get_fieldsets(request, obj)
        sent = getattr(request, "unsaved", None) or request.POST
        if not any(sent.get(name) for name in FOLDED):
            return fieldsets
        return [(name, {**options, "classes": ()}) for name, options in fieldsets]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """The form; an article that is here already is named."""
        refusal = getattr(request, "refusal", None)
        context["already"] = refusal.article if isinstance(refusal, AlreadyHere) else None
        return super().render_change_form(request, context, *args, **options)

    def response_add(self, request: HttpRequest, obj: IngestRun, post_url_continue: Any = None) -> Any:
        """On to its own page."""
        return HttpResponseRedirect(_page_of(obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far it is, and what came of it."""
        run = self._run(request, int(object_id) if object_id.isascii() and object_id.isdigit() else 0)
        context = {
            **self.admin_site.each_context(request),
            **intake_words.shown(run, at=timezone.now()),
            "opts": self.opts,
            "title": str(run),
            "run": run,
            "may_retry": _may_end_otherwise(run) and self.has_add_permission(request),
            "may_give": run.state == RunState.FAILED.value and self.has_add_permission(request),
            "progress_url": reverse("admin:claims_ingestrun_progress", args=[run.pk]),
        }
        return TemplateResponse(request, "admin/claims/intake_run.html", context)

    def _progress(self, request: HttpRequest, number: int) -> HttpResponse:
        run = self._run(request, number)
        return JsonResponse(
            intake_words.as_json(run, at=timezone.now()),
            json_dumps_params={"ensure_ascii": False},
            headers={"Cache-Control": "no-store"},
        )

    def _retry(self, request: HttpRequest, number: int) -> HttpResponse:
        run = self._run(request, number)
        try:
            ingest_runs.retry(run, by=person(request), at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(_page_of(run))

    def _copy(self, request: HttpRequest, source: int) -> HttpResponse:
        """A source's page, fetched and archived in the background."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        found = Source.objects.filter(pk=source).first() if source < 2**63 else None
        if found is None:
            raise Http404("There is no such source.")
        try:
            run = ingest_runs.ask_for_copy(source=found, by=person(request), at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(reverse("admin:claims_source_change", args=[found.pk]))
        return HttpResponseRedirect(_page_of(run))

    def _run(self, request: HttpRequest, number: int) -> IngestRun:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("asked_by", "source")
        run: IngestRun | None = rows.filter(pk=number).first() if number < 2**63 else None
        if run is None:
            raise Http404("There is no such run.")
        return run

    @admin.display(description="what")
    def label(self, run: IngestRun) -> SafeString:
        """Its headline once it is known, or how it was given; what it is stands below."""
        what = f"{run.what}, by {run.given}"
        return format_html(
            '<span dir="auto">{}</span> <small>{}</small>', shortened(intake_words.title(run)), what
        )

    @admin.display(description="state", ordering="state")
    def at(self, run: IngestRun) -> str:
        """How far it is."""
        return badge(run.state)

    @admin.display(description="asked", ordering="asked_at")
    def asked(self, run: IngestRun) -> SafeString:
        """Who asked for it and when."""
        when = f"{timezone.localtime(run.asked_at):%Y-%m-%d %H:%M}"
        return format_html('<span dir="auto">{}</span> <small>{}</small>', run.asked_by, when)

    @admin.display(description="what came of it")
    def outcome(self, run: IngestRun) -> SafeString:
        """The message of the run, and a button that tries it again where that may help."""
        told = format_html('<span dir="auto">{}</span>', shortened(intake_words.status(run)))
        if not _may_end_otherwise(run):
            return told
        address = reverse("admin:claims_ingestrun_retry", args=[run.pk])
        button = '<button type="submit" class="again" formaction="{}" formmethod="post">Try again</button>'
        return format_html("{} " + button, told, address)


def _given(values: dict[str, Any]) -> tuple[Given, bytes | None, str]:
    """How it was given, the bytes if there are any, and the file's name."""
    file, text = values["file"], values["text"]
    if file and text.strip():
        raise InvalidValue("Give a file or a text, not both.", field="file")
    if file:
        if file.size > MOST_BYTES:
            raise InvalidValue(f"The file is larger than {MOST_BYTES // 10**6} MB.", field="file")
        return Given.FILE, file.read(), file.name[: LIMITS["name"]]
    if text.strip():
        return Given.PASTE, text.encode(), ""
    if text:
        raise InvalidValue(
            "There is nothing in the text but blanks. Paste it again, or empty it.", field="text"
        )
    if not values["address"].strip():
        raise InvalidValue("Give an address, a file or a text.", field="address")
    return Given.ADDRESS, None, ""


def _may_end_otherwise(run: IngestRun) -> bool:
    return run.state == RunState.FAILED.value and may_end_otherwise(run.given, run.stages)


def _page_of(run: IngestRun) -> str:
    return reverse("admin:claims_ingestrun_change", args=[run.pk])
