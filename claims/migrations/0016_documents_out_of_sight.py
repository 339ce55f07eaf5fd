"""Documents out of sight: cases of suppression, withholdings, and what the public is told instead."""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0015_others_beside_a_claim"),
    ]

    operations = [
        migrations.CreateModel(
            name="Emptying",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claim", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PublishedRemoval",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("category", models.TextField()),
                ("withheld", models.BooleanField(help_text="For now; else for good")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Withholding",
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
                (
                    "category",
                    models.TextField(
                        choices=[
                            ("court order", "court order"),
                            ("privacy", "privacy"),
                            ("legal", "legal"),
                            ("copyright", "copyright"),
                            ("safety", "safety"),
                        ]
                    ),
                ),
                ("reason", models.TextField(help_text="For the desk, never public")),
                ("withheld_at", models.DateTimeField(editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("lifted_why", models.TextField(blank=True, default="", editable=False)),
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
                        related_name="withholdings",
                        to="claims.claim",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withheld_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["court order", "privacy", "legal", "copyright", "safety"])
                        ),
                        name="withholding_category_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="withholding_reason_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withheld_at__isnull", True),
                            (
                                "withheld_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="withholding_withheld_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                (
                                    "confirmed_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("confirmed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="withholding_confirmed_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(
                                ("lifted_at__isnull", False),
                                (
                                    "lifted_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("lifted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="withholding_lifted_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by__isnull", True),
                                models.Q(("confirmed_by", models.F("withheld_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("lifted_by__isnull", True),
                                models.Q(("lifted_by", models.F("withheld_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="withholding_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at__isnull", True),
                            models.Q(("lifted_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withholding_lifted_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("claim",),
                        name="withholding_one_open_a_claim",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithheldDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.publication"
                    ),
                ),
                (
                    "withholding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="claims.withholding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SuppressionCase",
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
                (
                    "category",
                    models.TextField(
                        choices=[
                            ("court order", "court order"),
                            ("privacy", "privacy"),
                            ("legal", "legal"),
                            ("copyright", "copyright"),
                            ("safety", "safety"),
                        ]
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="For the desk, never public. Do not repeat the words themselves."
                    ),
                ),
                (
                    "redact_capture",
                    models.BooleanField(
                        default=False,
                        help_text="Also take the quoted words out of the captured text of the article, in all its versions",
                    ),
                ),
                ("requested_at", models.DateTimeField(editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("dismissed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("dismissed_why", models.TextField(blank=True, default="", editable=False)),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                        related_name="suppression_cases",
                        to="claims.claim",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "case of suppression",
                "verbose_name_plural": "cases of suppression",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["court order", "privacy", "legal", "copyright", "safety"])
                        ),
                        name="suppressioncase_category_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="suppressioncase_reason_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("requested_at__isnull", True),
                            (
                                "requested_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="suppressioncase_requested_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                (
                                    "confirmed_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("confirmed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suppressioncase_confirmed_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dismissed_at__isnull", True), ("dismissed_by__isnull", True)),
                            models.Q(
                                ("dismissed_at__isnull", False),
                                (
                                    "dismissed_at__range",
                                    (
                                        datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                        datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                    ),
                                ),
                                ("dismissed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suppressioncase_dismissed_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="suppressioncase_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="suppressioncase_done_when_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dismissed_at__isnull", True), ("confirmed_at__isnull", True), _connector="OR"
                        ),
                        name="suppressioncase_confirmed_or_dismissed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dismissed_at__isnull", True)),
                        fields=("claim",),
                        name="suppressioncase_one_open_a_claim",
                    ),
                ],
            },
        ),
    ]
