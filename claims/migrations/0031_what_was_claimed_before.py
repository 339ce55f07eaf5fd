"""What was claimed before: words of claims with their weights, what documents mean, and what people said of matches."""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0030_newsrooms_and_their_keys"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_by_words",
        ),
        migrations.CreateModel(
            name="CommonWord",
            fields=[
                ("term", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("held", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PublishedMeaning",
            fields=[
                ("claim", models.BigIntegerField(primary_key=True, serialize=False)),
                ("model", models.TextField()),
                ("vector", models.BinaryField(help_text="Half floats, little-endian, of length one")),
            ],
        ),
        migrations.CreateModel(
            name="DeskPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term",
                        "claim",
                        "weight",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("term", models.TextField(db_collation="C")),
                ("claim", models.BigIntegerField()),
                ("weight", models.SmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["claim"], name="deskposting_by_claim")],
            },
        ),
        migrations.CreateModel(
            name="PublishedPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term",
                        "claim",
                        "weight",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("term", models.TextField(db_collation="C")),
                ("claim", models.BigIntegerField()),
                ("weight", models.SmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["claim"], name="publishedposting_by_claim")],
            },
        ),
        migrations.CreateModel(
            name="MatchDecision",
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
                ("asked", models.TextField(help_text="The statement that was asked about, as it was")),
                ("found", models.TextField(help_text="The statement of the other claim, as it was")),
                ("score", models.DecimalField(decimal_places=2, help_text="0 to 1", max_digits=3)),
                ("matcher", models.TextField()),
                (
                    "decision",
                    models.TextField(
                        choices=[("same claim", "same claim"), ("another claim", "another claim")]
                    ),
                ),
                ("decided_at", models.DateTimeField()),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_decisions",
                        to="claims.claim",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["same claim", "another claim"])),
                        name="matchdecision_decision_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True),
                        name="matchdecision_asked_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found", ""), _negated=True),
                        name="matchdecision_found_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("matcher", ""), _negated=True),
                        name="matchdecision_matcher_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True),
                            (
                                "decided_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="matchdecision_decided_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="matchdecision_score_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim", models.F("other")), _negated=True),
                        name="matchdecision_of_two_claims",
                    ),
                    models.UniqueConstraint(fields=("claim", "other"), name="matchdecision_pair_once"),
                ],
            },
        ),
    ]
