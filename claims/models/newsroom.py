"""Newsrooms that read us by program: their keys, how much they ask, and commands that act once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from claims.domain.api_keys import Scope
from claims.domain.text import LIMITS
from claims.models.constraints import (
    DAYS,
    at_most,
    choices,
    finite,
    not_blank,
    public_id_form,
    says_something,
)
from claims.models.tracked import Tracked, Withdrawable, withdrawn_together


class Newsroom(Tracked):
    """Somebody who reads us by program. Never public; when it is not active, none of its keys opens anything."""

    public_id = models.TextField(unique=True, editable=False)
    name = models.TextField(unique=True)
    contact = models.TextField(
        blank=True, help_text="Whom to write to when something of theirs fails; never public"
    )
    is_active = models.BooleanField(
        default=True, help_text="Off: all its keys are refused and its webhooks rest"
    )

    class Meta:
        constraints = [
            public_id_form(noun="newsroom"),
            says_something("name", noun="newsroom"),
            at_most("contact", LIMITS["contact"], noun="newsroom"),
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(Withdrawable):
    """A key of a newsroom. Its secret is not kept, only a digest; a key that was withdrawn is revoked for good."""

    newsroom = models.ForeignKey(Newsroom, on_delete=models.PROTECT, related_name="keys")
    label = models.TextField(help_text="Where it is used, for example “mirror of the archive”")
    prefix = models.TextField(unique=True, editable=False)
    digest = models.BinaryField(editable=False)
    scopes = ArrayField(models.TextField(choices=choices(Scope)), default=list)
    is_test = models.BooleanField(default=False, help_text="Opens the sandbox, and nothing else")

    class Meta(Withdrawable.Meta):
        constraints = [
            withdrawn_together("apikey"),
            says_something("label", noun="apikey"),
            at_most("label", LIMITS["label"], noun="apikey"),
            models.CheckConstraint(
                condition=Q(prefix__regex="^[0-9a-z]{8}$"), name="apikey_prefix_has_its_form"
            ),
            models.CheckConstraint(
                condition=Exact(Length("digest"), 32), name="apikey_digest_is_of_32_bytes"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & ~Q(scopes=[]),
                name="apikey_scopes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.prefix})"


class ApiKeyUse(models.Model):
    """How many requests a key made on one day (UTC)."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="uses")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            finite("day", noun="apikeyuse", within=DAYS),
            models.UniqueConstraint(fields=["key", "day"], name="apikeyuse_once_a_day"),
            models.CheckConstraint(condition=Q(count__gt=0), name="apikeyuse_count_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class ApiCommand(models.Model):
    """A command of a newsroom that was carried out, and what it was answered: sent again, it acts no second time."""

    newsroom = models.ForeignKey(Newsroom, on_delete=models.PROTECT, related_name="+")
    key = models.TextField(help_text="Idempotency-Key of the request")
    route = models.TextField()
    request = models.BinaryField(help_text="SHA-256 of what was sent")
    status = models.PositiveSmallIntegerField()
    answer = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            not_blank("key", noun="apicommand"),
            at_most("key", LIMITS["label"], noun="apicommand"),
            finite("at", noun="apicommand"),
            models.UniqueConstraint(fields=["newsroom", "route", "key"], name="apicommand_once"),
        ]
        indexes = [models.Index(fields=["at"], name="apicommand_at")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
