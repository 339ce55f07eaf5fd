"""Suspected copies, proposed links, rechecks, figures of sources, and why a verdict departs from the weighing."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0010_lookups_of_speakers_sources_articles"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedLink",
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
                ("because", models.TextField(help_text="What makes it likely, in words")),
                ("score", models.DecimalField(decimal_places=2, help_text="0 to 1", max_digits=3)),
                (
                    "decision",
                    models.TextField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("rejected", "rejected")],
                        default="open",
                        editable=False,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("decided_why", models.TextField(blank=True, default="", editable=False)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("repeats", "repeats"),
                            ("denies", "denies"),
                            ("contradicts", "contradicts"),
                            ("supersedes", "supersedes"),
                            ("presupposes", "presupposes"),
                            ("same utterance", "same utterance"),
                            ("part of", "part of"),
                            ("same event", "same event"),
                            ("told as fact", "told as fact"),
                        ]
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["open", "accepted", "rejected"])),
                        name="proposedlink_decision_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="proposedlink_because_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="proposedlink_score_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "repeats",
                                    "denies",
                                    "contradicts",
                                    "supersedes",
                                    "presupposes",
                                    "same utterance",
                                    "part of",
                                    "same event",
                                    "told as fact",
                                ],
                            )
                        ),
                        name="proposedlink_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
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
                    "occasion",
                    models.TextField(
                        choices=[
                            ("date", "date"),
                            ("source changed", "source changed"),
                            ("linked claim changed", "linked claim changed"),
                        ]
                    ),
                ),
                ("mark", models.TextField()),
                ("because", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("settled_why", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occasion__in", ["date", "source changed", "linked claim changed"])
                        ),
                        name="recheck_occasion_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="recheck_because_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("raised_at__isnull", True),
                            (
                                "raised_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="recheck_raised_at_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedFigure",
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
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_why", models.TextField(blank=True, default="", editable=False)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "measure",
                    models.TextField(help_text="What is counted or measured, for example “militants killed”"),
                ),
                ("population", models.TextField(blank=True, help_text="Among whom or where")),
                ("low", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
                ("high", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
                ("approximate", models.BooleanField(default=False)),
                ("vague", models.BooleanField(default=False)),
                ("unit", models.TextField(default="persons")),
                ("at", models.JSONField(blank=True, null=True)),
                ("text", models.TextField(help_text="The words of the figure")),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("measure", ""), _negated=True),
                        name="reportedfigure_measure_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="reportedfigure_text_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="reportedfigure_low_not_above_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("low__isnull", True), ("low__lt", 1000000000000000000), _connector="OR"
                            ),
                            models.Q(
                                ("high__isnull", True), ("high__lt", 1000000000000000000), _connector="OR"
                            ),
                        ),
                        name="reportedfigure_low_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", False), ("high__isnull", False), ("vague", True), _connector="OR"
                        ),
                        name="reportedfigure_without_bounds_is_vague",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("at"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="reportedfigure_at_is_sound_edtf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspectedCopy",
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
                ("because", models.TextField(help_text="What makes it likely, in words")),
                ("score", models.DecimalField(decimal_places=2, help_text="0 to 1", max_digits=3)),
                (
                    "decision",
                    models.TextField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("rejected", "rejected")],
                        default="open",
                        editable=False,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("decided_why", models.TextField(blank=True, default="", editable=False)),
                (
                    "likenesses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), help_text="Kinds of likeness", size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "suspected copy",
                "verbose_name_plural": "suspected copies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["open", "accepted", "rejected"])),
                        name="suspectedcopy_decision_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True),
                        name="suspectedcopy_because_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                        name="suspectedcopy_score_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("likenesses", []), _negated=True),
                        name="suspectedcopy_names_its_likeness",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="claimlink",
            name="claimlink_kind_is_known",
        ),
        migrations.AddField(
            model_name="verdict",
            name="levels_why",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Why evidence or agreement is set otherwise than it is weighed; empty when it is not",
                verbose_name="why other levels",
            ),
        ),
        migrations.AlterField(
            model_name="claimlink",
            name="kind",
            field=models.TextField(
                choices=[
                    ("repeats", "repeats"),
                    ("denies", "denies"),
                    ("contradicts", "contradicts"),
                    ("supersedes", "supersedes"),
                    ("presupposes", "presupposes"),
                    ("same utterance", "same utterance"),
                    ("part of", "part of"),
                    ("same event", "same event"),
                    ("told as fact", "told as fact"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="claimlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "repeats",
                            "denies",
                            "contradicts",
                            "supersedes",
                            "presupposes",
                            "same utterance",
                            "part of",
                            "same event",
                            "told as fact",
                        ],
                    )
                ),
                name="claimlink_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="proposedlink",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposedlink",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposed_links", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="proposedlink",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposedlink",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rechecks", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reported_figures",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="claims.evidence"
            ),
        ),
        migrations.AddField(
            model_name="reportedfigure",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspectedcopy",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspectedcopy",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspectedcopy",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.source"
            ),
        ),
        migrations.AddField(
            model_name="suspectedcopy",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks_like", to="claims.source"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "open")
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
                name="proposedlink_decided_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim", models.F("other")), _negated=True),
                name="proposedlink_joins_two_claims",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedlink",
            constraint=models.UniqueConstraint(fields=("claim", "other", "kind"), name="proposedlink_once"),
        ),
        migrations.AddIndex(
            model_name="recheck",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["claim"], name="recheck_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.UniqueConstraint(
                fields=("claim", "occasion", "mark"), name="recheck_occasion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(
                        ("settled_at__isnull", False),
                        (
                            "settled_at__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        ("settled_by__isnull", False),
                        models.Q(("settled_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recheck_settled_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
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
                name="reportedfigure_withdrawn_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("evidence", "position"),
                name="reportedfigure_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspectedcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "open")
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
                name="suspectedcopy_decided_at_with_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspectedcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__lt", models.F("other"))), name="suspectedcopy_pair_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspectedcopy",
            constraint=models.UniqueConstraint(fields=("source", "other"), name="suspectedcopy_pair_once"),
        ),
    ]
