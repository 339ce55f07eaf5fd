"""Sessions that end with roles and second factors, and attempts to sign in, counted."""

import datetime

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        # rights and triggers of ours are laid over their tables after migrating
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("claims", "0019_rejected_with_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bucket", models.TextField()),
                ("at", models.DateTimeField()),
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
                        name="signinattempt_at_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bucket__regex", "^[0-9a-f]{32}$")),
                        name="signinattempt_bucket_is_a_digest",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["bucket", "-at"], name="signinattempt_of_bucket"),
                    models.Index(fields=["at"], name="signinattempt_at"),
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="session_version",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="Raised by the database when roles or the second factor change: all sessions of a lower one end",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="sessions_ended_why",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="What an administrator gave as the reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("sessions_ended_why"), 1000
                ),
                name="user_sessions_ended_why_is_short_enough",
            ),
        ),
    ]
