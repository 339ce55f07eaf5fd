"""What the machine reads out of an article is kept as it was made, with what a person decided on it."""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0023_claims_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
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
                ("rev", models.PositiveIntegerField(help_text="Of the claim as it was offered")),
                (
                    "place",
                    models.TextField(help_text="Where its content stands, for example 120-188,190-204"),
                ),
                ("made", models.JSONField()),
                ("score", models.DecimalField(decimal_places=2, help_text="0 to 1", max_digits=3)),
                ("extractor", models.TextField()),
                ("extractor_version", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "decision",
                    models.TextField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("edited", "edited"),
                            ("rejected", "rejected"),
                            ("duplicate", "duplicate"),
                        ],
                        default="open",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_why", models.TextField(blank=True, default="")),
                ("kept", models.JSONField(blank=True, null=True)),
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
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offer", to="claims.claim"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="claims.articleversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["open", "accepted", "edited", "rejected", "duplicate"])
                        ),
                        name="offer_decision_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extractor", ""), _negated=True),
                        name="offer_extractor_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extractor_version", ""), _negated=True),
                        name="offer_extractor_version_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_at__isnull", True),
                            (
                                "made_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="offer_made_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__regex", "^[0-9]+-[0-9]+(,[0-9]+-[0-9]+)*$")),
                        name="offer_place_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="offer_score_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decision", "open"),
                                ("kept__isnull", True),
                            ),
                            models.Q(
                                models.Q(("decision", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                (
                                    "decided_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="offer_decided_at_with_by",
                    ),
                    models.UniqueConstraint(fields=("version", "place"), name="offer_place_once_a_version"),
                ],
            },
        ),
    ]
