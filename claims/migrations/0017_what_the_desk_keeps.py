"""What the desk keeps beside drafts: comments, who has a claim open, and how many origins support a complete draft.

The last is filled from the newest documents that are already there.
"""

import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

FILL = """
INSERT INTO claims_footing (claim_id, established, possible)
SELECT claim_id, (side ->> 'established')::integer, (side ->> 'possible')::integer
FROM (SELECT DISTINCT ON (p.claim_id) p.claim_id,
        convert_from(p.document, 'UTF8')::json #> '{corroboration,supporting}' AS side
      FROM claims_publication p JOIN claims_claim c ON c.id = p.claim_id
      WHERE p.document IS NOT NULL ORDER BY p.claim_id, p.number DESC) newest
WHERE side ->> 'established' IS NOT NULL AND side ->> 'possible' IS NOT NULL
ON CONFLICT (claim_id) DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0016_documents_out_of_sight"),
    ]

    operations = [
        migrations.CreateModel(
            name="Footing",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="footing",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                ("established", models.PositiveIntegerField()),
                ("possible", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("established__lte", 1), ("possible__gte", 1)),
                        fields=["claim"],
                        name="footing_on_a_single_origin",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("possible__gte", models.F("established"))),
                        name="footing_possible_from_established",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="comments",
                        to="claims.claim",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["claim", "id"], name="comment_by_claim")],
                "constraints": [
                    models.CheckConstraint(
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
                        name="comment_withdrawn_at_with_by",
                    ),
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
                        name="comment_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                            ),
                            _negated=True,
                        ),
                        name="comment_text_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 2000
                        ),
                        name="comment_text_is_short_enough",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="claims.claim",
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="presence_by_seen")],
                "constraints": [
                    models.CheckConstraint(
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
                        name="presence_opened_at_is_in_range",
                    ),
                    models.UniqueConstraint(fields=("claim", "who"), name="presence_once_a_person_and_claim"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("behind_since__isnull", False)),
                fields=["behind_since"],
                name="claim_behind",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
