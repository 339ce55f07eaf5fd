"""Newsrooms are told by webhook: endpoints, how far each is, deliveries, tries, and the processes that send."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0031_what_was_claimed_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("public_id", models.TextField(editable=False, unique=True)),
                ("label", models.TextField(help_text="What it feeds, for example “archive” or “live blog”")),
                (
                    "address",
                    models.URLField(
                        help_text="Where messages are sent: https, a public host", max_length=2000
                    ),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("secret", models.TextField(editable=False)),
                ("earlier_secret", models.TextField(blank=True, editable=False)),
                ("earlier_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("enabled", "enabled"),
                            ("paused", "paused"),
                            ("failing", "failing"),
                            ("disabled", "disabled"),
                        ],
                        default="enabled",
                        editable=False,
                    ),
                ),
                ("state_at", models.DateTimeField(editable=False)),
                ("state_why", models.TextField(blank=True, editable=False)),
                ("replayed_from", models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ("replayed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newsroom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to="claims.newsroom",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="webhookendpoint_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "label__regex",
                                "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                            ),
                            _negated=True,
                        ),
                        name="webhookendpoint_label_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("label"), 200
                        ),
                        name="webhookendpoint_label_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="webhookendpoint_address_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", ""), ("address__iregex", "^https?://[^\\s]+$"), _connector="OR"
                        ),
                        name="webhookendpoint_address_is_of_the_web",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret", ""), _negated=True),
                        name="webhookendpoint_secret_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["enabled", "paused", "failing", "disabled"])),
                        name="webhookendpoint_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("state_why"), 2000
                        ),
                        name="webhookendpoint_state_why_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state_at__isnull", True),
                                (
                                    "state_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("earlier_until__isnull", True),
                                (
                                    "earlier_until__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("replayed_at__isnull", True),
                                (
                                    "replayed_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="webhookendpoint_state_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "events__contained_by",
                                ["claim.published", "claim.corrected", "claim.retracted"],
                            )
                        ),
                        name="webhookendpoint_events_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("earlier_secret", ""), ("earlier_until__isnull", True)),
                            models.Q(
                                models.Q(("earlier_secret", ""), _negated=True),
                                ("earlier_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="webhookendpoint_earlier_secret_until_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replayed_at__isnull", True), ("replayed_from__isnull", True)),
                            models.Q(
                                ("replayed_at__isnull", False),
                                ("replayed_from__gt", 0),
                                ("replayed_from__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="webhookendpoint_replayed_from_with_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "claim",
                    models.TextField(
                        blank=True, help_text="Public id; one message of a claim is sent at a time"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "sending"),
                            ("delivered", "delivered"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                    ),
                ),
                (
                    "turn",
                    models.PositiveIntegerField(
                        default=1, help_text="How often it was asked for: more than once by replay"
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0, help_text="In this turn")),
                ("next_at", models.DateTimeField(help_text="Not sent before")),
                ("sender", models.TextField(blank=True)),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, help_text="Until then it is one sender’s", null=True),
                ),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="claims.webhookendpoint",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "webhook deliveries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "delivered", "parked"])),
                        name="webhookdelivery_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_at__isnull", True),
                                (
                                    "next_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("lease_until__isnull", True),
                                (
                                    "lease_until__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("delivered_at__isnull", True),
                                (
                                    "delivered_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="webhookdelivery_next_at_is_in_range",
                    ),
                    models.UniqueConstraint(
                        fields=("endpoint", "position"), name="webhookdelivery_once_an_entry"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sending")),
                        fields=("endpoint", "claim"),
                        name="webhookdelivery_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", ""), ("position__isnull", True)),
                            models.Q(
                                ("position__gt", 0),
                                ("position__isnull", False),
                                models.Q(("claim", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="webhookdelivery_of_an_entry_names_its_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                ("state", "sending"),
                                models.Q(("sender", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "sending"), _negated=True),
                                ("lease_until__isnull", True),
                                ("sender", ""),
                            ),
                            _connector="OR",
                        ),
                        name="webhookdelivery_leased_while_sending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            models.Q(
                                models.Q(("state", "delivered"), _negated=True),
                                ("delivered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="webhookdelivery_delivered_at_some_moment",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["endpoint", "next_at", "position"],
                        name="webhookdelivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "delivered"), _negated=True),
                        fields=["endpoint", "claim", "position"],
                        name="webhookdelivery_in_order",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["lease_until"],
                        name="webhookdelivery_leased",
                    ),
                    models.Index(
                        condition=models.Q(("state", "delivered")),
                        fields=["delivered_at"],
                        name="webhookdelivery_done_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookSender",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="webhooksender_name_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("started_at__isnull", True),
                                (
                                    "started_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("seen_at__isnull", True),
                                (
                                    "seen_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="webhooksender_started_at_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("milliseconds", models.PositiveIntegerField()),
                ("said", models.TextField(blank=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="claims.webhookdelivery",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at__isnull", True),
                            (
                                "at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="webhookattempt_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("said"), 2000
                        ),
                        name="webhookattempt_said_is_short_enough",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookProgress",
            fields=[
                (
                    "endpoint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="claims.webhookendpoint",
                    ),
                ),
                (
                    "position",
                    models.PositiveBigIntegerField(
                        help_text="Of every entry up to here that concerns it there is a delivery"
                    ),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(
                        default=0, help_text="Tries that failed since the last success"
                    ),
                ),
                ("resting_until", models.DateTimeField(blank=True, null=True)),
                ("succeeded_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resting_until__isnull", True),
                                (
                                    "resting_until__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("succeeded_at__isnull", True),
                                (
                                    "succeeded_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("failed_at__isnull", True),
                                (
                                    "failed_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="webhookprogress_resting_until_is_in_range",
                    )
                ],
            },
        ),
    ]
