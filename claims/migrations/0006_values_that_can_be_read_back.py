"""Moments, days and figures that nothing could read back are refused; a rating may have no place on its scale."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_names_are_told_apart"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="rating",
            options={"ordering": [models.OrderBy(models.F("value"), descending=True, nulls_last=True)]},
        ),
        migrations.RemoveConstraint(
            model_name="attribution",
            name="attribution_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="claimlink",
            name="claimlink_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="claimspan",
            name="claimspan_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="derivation",
            name="derivation_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="quantity",
            name="quantity_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="replyrequest",
            name="replyrequest_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="speakercandidate",
            name="speakercandidate_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="verdict",
            name="verdict_withdrawn_at_with_by",
        ),
        migrations.AlterField(
            model_name="rating",
            name="value",
            field=models.SmallIntegerField(
                blank=True, help_text="On the scale; empty when it has no place there (“unproven”)", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("captured_at__isnull", True),
                    (
                        "captured_at__range",
                        (
                            datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                            datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="articleversion_captured_at_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attribution_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("captured_at__isnull", True),
                    (
                        "captured_at__range",
                        (
                            datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                            datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="capture_captured_at_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="claimlink_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimspan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="claimspan_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="derivation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="derivation_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="evidence_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("claim", "rev"), name="publication_rev_once"),
        ),
        migrations.AddConstraint(
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="quantity_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("low__isnull", True), ("low__lt", 1000000000000000000), _connector="OR"),
                    models.Q(("high__isnull", True), ("high__lt", 1000000000000000000), _connector="OR"),
                ),
                name="quantity_low_is_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="replyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="replyrequest_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="replyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_at__isnull", True),
                        (
                            "asked_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("deadline__isnull", True),
                        (
                            "deadline__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("answered_at__isnull", True),
                        (
                            "answered_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="replyrequest_asked_at_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opened_at__isnull", True),
                        (
                            "opened_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("closed_at__isnull", True),
                        (
                            "closed_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="review_opened_at_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    ("due_on__range", (datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))),
                    _connector="OR",
                ),
                name="review_due_on_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakercandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="speakercandidate_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        (
                            "withdrawn_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="verdict_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recheck_on__isnull", True),
                    ("recheck_on__range", (datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))),
                    _connector="OR",
                ),
                name="verdict_recheck_on_is_in_range",
            ),
        ),
    ]
