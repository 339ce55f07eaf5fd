"""Where words of claims stand in later versions of their articles, and what the public is told of it."""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0027_what_is_on_its_way_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Following",
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
                ("origin_start", models.PositiveIntegerField()),
                ("origin_end", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("same", "same"),
                            ("moved", "moved"),
                            ("altered", "altered"),
                            ("ambiguous", "ambiguous"),
                            ("gone", "gone"),
                        ]
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("now", models.TextField(blank=True)),
                ("likeness", models.DecimalField(decimal_places=2, max_digits=3)),
                ("stands", models.BooleanField()),
                ("why", models.TextField()),
                ("followed_at", models.DateTimeField()),
                (
                    "decision",
                    models.TextField(
                        choices=[
                            ("open", "open"),
                            ("archived words stand", "archived words stand"),
                            ("new words taken", "new words taken"),
                            ("place confirmed", "place confirmed"),
                        ],
                        default="open",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("decided_why", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["same", "moved", "altered", "ambiguous", "gone"])
                        ),
                        name="following_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "decision__in",
                                ["open", "archived words stand", "new words taken", "place confirmed"],
                            )
                        ),
                        name="following_decision_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="following_why_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("followed_at__isnull", True),
                            (
                                "followed_at__range",
                                (
                                    datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                    datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="following_followed_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("likeness__gte", 0), ("likeness__lte", 1)),
                        name="following_likeness_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__isnull", True), ("start__isnull", True)),
                            models.Q(
                                ("end__gt", models.F("start")),
                                ("end__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="following_end_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["same", "moved", "altered"]), ("start__isnull", False)),
                            models.Q(
                                ("outcome__in", ["ambiguous", "gone"]),
                                models.Q(
                                    ("start__isnull", True),
                                    ("decision__in", ["place confirmed", "new words taken"]),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="following_has_a_place_when_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedAlteration",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("article_id", models.TextField()),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("same", "same"),
                            ("moved", "moved"),
                            ("altered", "altered"),
                            ("ambiguous", "ambiguous"),
                            ("gone", "gone"),
                        ]
                    ),
                ),
                ("was", models.TextField()),
                ("now", models.TextField(blank=True)),
                ("stands", models.BooleanField()),
                ("found_on", models.DateTimeField(help_text="When the newest version was captured")),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["altered", "gone"])),
                        name="publishedalteration_is_of_a_change",
                    )
                ],
                "indexes": [models.Index(fields=["article_id"], name="alteration_by_article")],
            },
        ),
        migrations.RemoveConstraint(
            model_name="recheck",
            name="recheck_occasion_is_known",
        ),
        migrations.AlterField(
            model_name="recheck",
            name="occasion",
            field=models.TextField(
                choices=[
                    ("date", "date"),
                    ("source changed", "source changed"),
                    ("linked claim changed", "linked claim changed"),
                    ("article changed", "article changed"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occasion__in", ["date", "source changed", "linked claim changed", "article changed"])
                ),
                name="recheck_occasion_is_known",
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="correction_kind",
            field=models.TextField(
                blank=True,
                choices=[
                    ("typo", "typo"),
                    ("new evidence", "new evidence"),
                    ("wrong speaker", "wrong speaker"),
                    ("wrong date", "wrong date"),
                    ("verdict changed", "verdict changed"),
                    ("article changed", "article changed"),
                    ("withdrawn", "withdrawn"),
                    ("reinstated", "reinstated"),
                ],
                editable=False,
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="correction_kind",
            field=models.TextField(
                blank=True,
                choices=[
                    ("typo", "typo"),
                    ("new evidence", "new evidence"),
                    ("wrong speaker", "wrong speaker"),
                    ("wrong date", "wrong date"),
                    ("verdict changed", "verdict changed"),
                    ("article changed", "article changed"),
                    ("withdrawn", "withdrawn"),
                    ("reinstated", "reinstated"),
                ],
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="followings", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="following",
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
            model_name="following",
            name="origin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.articleversion"
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followings",
                to="claims.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="publishedalteration",
            name="following",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.following"
            ),
        ),
        migrations.AddIndex(
            model_name="following",
            index=models.Index(
                condition=models.Q(
                    ("decision", "open"), models.Q(("outcome__in", ["same", "moved"]), _negated=True)
                ),
                fields=["claim"],
                name="following_undecided",
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                fields=("claim", "version", "origin", "origin_start", "origin_end"), name="following_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
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
                        models.Q(("decided_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="following_decided_at_with_by",
            ),
        ),
    ]
