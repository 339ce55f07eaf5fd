"""What newsrooms are told by webhook: their endpoints, how far each is, every delivery and every try."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.domain.text import LIMITS
from claims.domain.webhooks import CHOSEN, DeliveryState, EndpointState
from claims.models.constraints import (
    at_most,
    choices,
    finite,
    not_blank,
    one_of,
    public_id_form,
    says_something,
    web_address,
)
from claims.models.newsroom import Newsroom
from claims.models.tracked import Tracked

_SENDING, _DELIVERED = DeliveryState.SENDING.value, DeliveryState.DELIVERED.value


class WebhookEndpoint(Tracked):
    """An address of a newsroom that is told what is published. Its secrets are sealed: see `domain.sealing`."""

    public_id = models.TextField(unique=True, editable=False)
    newsroom = models.ForeignKey(Newsroom, on_delete=models.PROTECT, related_name="endpoints")
    label = models.TextField(help_text="What it feeds, for example “archive” or “live blog”")
    address = models.URLField(max_length=2000, help_text="Where messages are sent: https, a public host")
    events = ArrayField(models.TextField(), default=list, blank=True)
    secret = models.TextField(editable=False)
    earlier_secret = models.TextField(blank=True, editable=False)
    earlier_until = models.DateTimeField(null=True, blank=True, editable=False)
    state = models.TextField(
        choices=choices(EndpointState), default=EndpointState.ENABLED.value, editable=False
    )
    state_at = models.DateTimeField(editable=False)
    state_why = models.TextField(blank=True, editable=False)
    replayed_from = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    replayed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "webhook"
        constraints = [
            public_id_form(noun="webhookendpoint"),
            says_something("label", noun="webhookendpoint"),
            at_most("label", LIMITS["label"], noun="webhookendpoint"),
            not_blank("address", noun="webhookendpoint"),
            web_address("address", noun="webhookendpoint"),
            not_blank("secret", noun="webhookendpoint"),
            one_of("state", EndpointState, noun="webhookendpoint"),
            at_most("state_why", LIMITS["note"], noun="webhookendpoint"),
            finite("state_at", "earlier_until", "replayed_at", noun="webhookendpoint"),
            models.CheckConstraint(
                condition=Q(events__contained_by=list(CHOSEN)), name="webhookendpoint_events_are_known"
            ),
            models.CheckConstraint(
                condition=Q(earlier_secret="", earlier_until__isnull=True)
                | (~Q(earlier_secret="") & Q(earlier_until__isnull=False)),
                name="webhookendpoint_earlier_secret_until_when",
            ),
            models.CheckConstraint(
                condition=Q(replayed_from__isnull=True, replayed_at__isnull=True)
                | Q(replayed_from__isnull=False, replayed_from__gt=0, replayed_at__isnull=False),
                name="webhookendpoint_replayed_from_with_at",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class WebhookProgress(models.Model):
    """How far an endpoint is in the log, and how it fares: moved by senders, so it has no history."""

    endpoint = models.OneToOneField(
        WebhookEndpoint, on_delete=models.PROTECT, primary_key=True, related_name="progress"
    )
    position = models.PositiveBigIntegerField(
        help_text="Of every entry up to here that concerns it there is a delivery"
    )
    failures = models.PositiveIntegerField(default=0, help_text="Tries that failed since the last success")
    resting_until = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            finite("resting_until", "succeeded_at", "failed_at", noun="webhookprogress"),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint_id} at {self.position}"


class WebhookDelivery(models.Model):
    """One entry of the log on its way to one endpoint; without a position, a test. It tells its own story."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    position = models.PositiveBigIntegerField(null=True, blank=True)
    claim = models.TextField(blank=True, help_text="Public id; one message of a claim is sent at a time")
    state = models.TextField(choices=choices(DeliveryState), default=DeliveryState.WAITING.value)
    turn = models.PositiveIntegerField(
        default=1, help_text="How often it was asked for: more than once by replay"
    )
    tries = models.PositiveIntegerField(default=0, help_text="In this turn")
    next_at = models.DateTimeField(help_text="Not sent before")
    sender = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Until then it is one sender’s")
    delivered_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [
            one_of("state", DeliveryState, noun="webhookdelivery"),
            finite("next_at", "lease_until", "delivered_at", noun="webhookdelivery"),
            models.UniqueConstraint(fields=["endpoint", "position"], name="webhookdelivery_once_an_entry"),
            models.UniqueConstraint(
                fields=["endpoint", "claim"],
                condition=Q(state=_SENDING),
                name="webhookdelivery_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True, claim="")
                | (Q(position__isnull=False, position__gt=0) & ~Q(claim="")),
                name="webhookdelivery_of_an_entry_names_its_claim",
            ),
            models.CheckConstraint(
                condition=(Q(state=_SENDING, lease_until__isnull=False) & ~Q(sender=""))
                | (~Q(state=_SENDING) & Q(lease_until__isnull=True, sender="")),
                name="webhookdelivery_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state=_DELIVERED, delivered_at__isnull=False)
                | (~Q(state=_DELIVERED) & Q(delivered_at__isnull=True)),
                name="webhookdelivery_delivered_at_some_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at", "position"],
                condition=Q(state=DeliveryState.WAITING.value),
                name="webhookdelivery_due",
            ),
            models.Index(
                fields=["endpoint", "claim", "position"],
                condition=~Q(state=_DELIVERED),
                name="webhookdelivery_in_order",
            ),
            models.Index(fields=["lease_until"], condition=Q(state=_SENDING), name="webhookdelivery_leased"),
            models.Index(
                fields=["delivered_at"], condition=Q(state=_DELIVERED), name="webhookdelivery_done_at"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.position}" if self.position else "test"


class WebhookAttempt(models.Model):
    """One try: when, what status came, how long it took, and in our words what went wrong. Nothing of the answer."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField()
    said = models.TextField(blank=True)

    class Meta:
        constraints = [
            finite("at", noun="webhookattempt"),
            at_most("said", LIMITS["note"], noun="webhookattempt"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or 'no answer'}"


class WebhookSender(models.Model):
    """A process that sends, and when it last said that it is there."""

    name = models.TextField(primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            not_blank("name", noun="webhooksender"),
            finite("started_at", "seen_at", noun="webhooksender"),
        ]

    def __str__(self) -> str:
        return self.name
