"""A row that was withdrawn says when as well as by whom: without a moment the old rule was neither kept nor broken."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_suppositions_rechecks_and_reported_figures"),
    ]

    operations = [
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
            model_name="reportedfigure",
            name="reportedfigure_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="speakercandidate",
            name="speakercandidate_withdrawn_at_with_by",
        ),
        migrations.RemoveConstraint(
            model_name="verdict",
            name="verdict_withdrawn_at_with_by",
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
            model_name="claimlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
                        ("withdrawn_at__isnull", False),
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
                        ("withdrawn_at__isnull", False),
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
                        ("withdrawn_at__isnull", False),
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
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
            model_name="replyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
                name="reportedfigure_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="speakercandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
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
                        ("withdrawn_at__isnull", False),
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
    ]
