"""What readers without an account send to the desk, and how many came from one place, without the place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.text import LIMITS
from claims.domain.vocabulary import TicketKind, TicketState, Window
from claims.models.constraints import (
    BLANK,
    MOMENTS,
    at_most,
    choices,
    finite,
    one_of,
    public_id_form,
    says_something,
)


class Ticket(models.Model):
    """What one reader sent, as it arrived, and what the desk answered.

    Not tracked like drafts: it is written once by nobody who has an account. `claim` and `number_read` name the
    public document that was read, never a live row. The history of its rows is kept without the reader's words.
    """

    public_id = models.TextField(unique=True, editable=False)
    kind = models.TextField(choices=choices(TicketKind))
    claim = models.TextField(blank=True, default="", help_text="Public id; none for a request")
    number_read = models.PositiveIntegerField(null=True, blank=True, help_text="The document that was read")
    passage = models.TextField(blank=True, default="", help_text="The words it is about, or an address")
    text = models.TextField()
    contact = models.TextField(blank=True, default="", help_text="How to answer; erased after 180 days")
    received_at = models.DateTimeField()
    state = models.TextField(choices=choices(TicketState), default=TicketState.OPEN.value)
    answer = models.TextField(blank=True, default="", help_text="Public for whoever knows the number")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    contact_erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            public_id_form(noun="ticket"),
            one_of("kind", TicketKind, noun="ticket"),
            one_of("state", TicketState, noun="ticket"),
            finite("received_at", "handled_at", "contact_erased_at", noun="ticket"),
            says_something("text", noun="ticket"),
            at_most("passage", LIMITS["passage"], noun="ticket"),
            at_most("text", LIMITS["ticket"], noun="ticket"),
            at_most("contact", LIMITS["contact"], noun="ticket"),
            at_most("answer", LIMITS["note"], noun="ticket"),
            models.CheckConstraint(
                condition=Q(kind=TicketKind.REQUEST.value, claim="", number_read__isnull=True)
                | (
                    ~Q(kind=TicketKind.REQUEST.value)
                    & Q(claim__regex=r"^[0-9a-z]{10}$", number_read__isnull=False, number_read__gte=1)
                ),
                name="ticket_claim_unless_request",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=TicketState.OPEN.value, answer="", handled_at__isnull=True, handled_by__isnull=True
                )
                | (
                    ~Q(state=TicketState.OPEN.value)
                    & ~Q(answer__regex=BLANK)
                    & Q(handled_at__isnull=False, handled_at__range=MOMENTS, handled_by__isnull=False)
                ),
                name="ticket_handled_at_with_by_and_answer",
            ),
            models.CheckConstraint(
                condition=Q(contact_erased_at__isnull=True) | Q(contact=""),
                name="ticket_contact_erased_is_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state="open"), name="ticket_open"),
            models.Index(fields=["received_at"], condition=~Q(contact=""), name="ticket_with_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.kind})"


class TicketRate(models.Model):
    """How many tickets came from one bucket in one hour or day: a bucket is a keyed digest, or “all”."""

    bucket = models.TextField()
    window = models.TextField(choices=choices(Window))
    begins_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            one_of("window", Window, noun="ticketrate"),
            finite("begins_at", noun="ticketrate"),
            models.CheckConstraint(
                condition=Q(bucket="all") | Q(bucket__regex="^[0-9a-f]{32}$"),
                name="ticketrate_bucket_is_a_digest_or_all",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="ticketrate_count_from_1"),
            models.UniqueConstraint(
                fields=["bucket", "window", "begins_at"], name="ticketrate_bucket_once_a_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} in the {self.window} from {self.begins_at}"
