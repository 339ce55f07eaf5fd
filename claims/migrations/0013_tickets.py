"""Tickets of readers without an account, and how many came from one place."""

import datetime

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0012_who_and_when_travel_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bucket", models.TextField()),
                ("window", models.TextField(choices=[("hour", "hour"), ("day", "day")])),
                ("begins_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("window__in", ["hour", "day"])), name="ticketrate_window_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_at__isnull", True),
                            (
                                "begins_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticketrate_begins_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bucket", "all"), ("bucket__regex", "^[0-9a-f]{32}$"), _connector="OR"
                        ),
                        name="ticketrate_bucket_is_a_digest_or_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="ticketrate_count_from_1"
                    ),
                    models.UniqueConstraint(
                        fields=("bucket", "window", "begins_at"), name="ticketrate_bucket_once_a_window"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.TextField(editable=False, unique=True)),
                (
                    "kind",
                    models.TextField(
                        choices=[("error", "error"), ("dispute", "dispute"), ("request", "request")]
                    ),
                ),
                (
                    "claim",
                    models.TextField(blank=True, default="", help_text="Public id; none for a request"),
                ),
                (
                    "number_read",
                    models.PositiveIntegerField(
                        blank=True, help_text="The document that was read", null=True
                    ),
                ),
                (
                    "passage",
                    models.TextField(
                        blank=True, default="", help_text="The words it is about, or an address"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "contact",
                    models.TextField(
                        blank=True, default="", help_text="How to answer; erased after 180 days"
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.TextField(
                        choices=[("open", "open"), ("answered", "answered"), ("declined", "declined")],
                        default="open",
                    ),
                ),
                (
                    "answer",
                    models.TextField(blank=True, default="", help_text="Public for whoever knows the number"),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("contact_erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["received_at"], name="ticket_open"
                    ),
                    models.Index(
                        condition=models.Q(("contact", ""), _negated=True),
                        fields=["received_at"],
                        name="ticket_with_contact",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="ticket_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["error", "dispute", "request"])),
                        name="ticket_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "declined"])),
                        name="ticket_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("received_at__isnull", True),
                                (
                                    "received_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("handled_at__isnull", True),
                                (
                                    "handled_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("contact_erased_at__isnull", True),
                                (
                                    "contact_erased_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="ticket_received_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                            ),
                            _negated=True,
                        ),
                        name="ticket_text_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("passage"), 2000
                        ),
                        name="ticket_passage_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 5000
                        ),
                        name="ticket_text_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("contact"), 200
                        ),
                        name="ticket_contact_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("answer"), 2000
                        ),
                        name="ticket_answer_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", ""), ("kind", "request"), ("number_read__isnull", True)),
                            models.Q(
                                models.Q(("kind", "request"), _negated=True),
                                ("claim__regex", "^[0-9a-z]{10}$"),
                                ("number_read__gte", 1),
                                ("number_read__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_claim_unless_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("handled_at__isnull", True),
                                ("handled_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(
                                    (
                                        "answer__regex",
                                        "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                                    ),
                                    _negated=True,
                                ),
                                ("handled_at__isnull", False),
                                (
                                    "handled_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("handled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_handled_at_with_by_and_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact_erased_at__isnull", True), ("contact", ""), _connector="OR"
                        ),
                        name="ticket_contact_erased_is_gone",
                    ),
                ],
            },
        ),
    ]
