"""What is taken in from outside, stage by stage, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.intake import LIVE, Given, RunState, What
from claims.domain.text import LIMITS
from claims.models.article import ArticleVersion
from claims.models.constraints import at_most, choices, finite, one_of, web_address
from claims.models.source import Source

_LIVE = [state.value for state in LIVE]
_ENDED = [RunState.DONE.value, RunState.FAILED.value]


class IngestRun(models.Model):
    """One article, feed or source page on its way in: who asked, how far it is, what came of it, what went wrong.

    It tells its own story, so it has no history beside it. `content` is what was given by hand, until the archive has
    it. `told` is what the person said of it. `key` tells what is the same thing: it is taken in once at a time.
    """

    what = models.TextField(choices=choices(What))
    given = models.TextField(choices=choices(Given))
    address = models.URLField(max_length=2000, blank=True)
    filename = models.TextField(blank=True)
    content = models.BinaryField(null=True, blank=True)
    told: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    anew = models.BooleanField(default=False, help_text="Although the article is here already")
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="ingest_runs"
    )
    key = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.TextField(choices=choices(RunState))
    stages: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    fetched: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    tries = models.PositiveIntegerField(default=0)
    deaths = models.PositiveIntegerField(default=0, help_text="How often a worker ended in the middle of it")
    due_at = models.DateTimeField(help_text="Not worked on before")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Until then it is one worker’s")
    message = models.TextField(blank=True, help_text="What came of it, or what went wrong and what to do")
    notes: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "new article"
        verbose_name_plural = "new articles"
        constraints = [
            one_of("what", What, noun="ingestrun"),
            one_of("given", Given, noun="ingestrun"),
            one_of("state", RunState, noun="ingestrun"),
            web_address("address", noun="ingestrun"),
            finite("asked_at", "due_at", "lease_until", "finished_at", noun="ingestrun"),
            at_most("filename", LIMITS["name"], noun="ingestrun"),
            at_most("message", LIMITS["note"], noun="ingestrun"),
            models.CheckConstraint(
                condition=~Q(given=Given.ADDRESS.value) | ~Q(address=""),
                name="ingestrun_given_by_address_has_one",
            ),
            models.CheckConstraint(
                condition=Q(what=What.SOURCE.value, source__isnull=False)
                | (~Q(what=What.SOURCE.value) & Q(source__isnull=True)),
                name="ingestrun_source_of_a_source_page",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, finished_at__isnull=True)
                | (Q(state__in=_ENDED, finished_at__isnull=False) & ~Q(message="")),
                name="ingestrun_ended_says_what_came_of_it",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=_LIVE), name="ingestrun_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=_LIVE), name="ingestrun_live_by_due"),
            models.Index(fields=["source", "-id"], name="ingestrun_by_source"),
        ]

    def __str__(self) -> str:
        return self.address or self.filename or self.told.get("headline") or f"pasted text {self.pk}"


class IngestResult(models.Model):
    """A version that a run has captured or found unchanged, and how many claims were proposed from it."""

    run = models.ForeignKey(IngestRun, on_delete=models.PROTECT, related_name="results")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="ingest_results")
    is_new = models.BooleanField()
    proposals = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "version"], name="ingestresult_once"),
        ]
