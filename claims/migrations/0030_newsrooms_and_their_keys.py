"""Newsrooms that read us by program: their keys, how much they ask, and commands that act once."""

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
        ("claims", "0029_versions_that_we_fetched"),
    ]

    operations = [
        migrations.CreateModel(
            name="Newsroom",
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
                ("name", models.TextField(unique=True)),
                (
                    "contact",
                    models.TextField(
                        blank=True, help_text="Whom to write to when something of theirs fails; never public"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="Off: all its keys are refused and its webhooks rest"
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="newsroom_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__regex",
                                "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                            ),
                            _negated=True,
                        ),
                        name="newsroom_name_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("contact"), 200
                        ),
                        name="newsroom_contact_is_short_enough",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
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
                (
                    "label",
                    models.TextField(help_text="Where it is used, for example “mirror of the archive”"),
                ),
                ("prefix", models.TextField(editable=False, unique=True)),
                ("digest", models.BinaryField()),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[("read", "read"), ("match", "match"), ("webhooks", "webhooks")]
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "is_test",
                    models.BooleanField(default=False, help_text="Opens the sandbox, and nothing else"),
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
                (
                    "newsroom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="claims.newsroom"
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                        name="apikey_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "label__regex",
                                "^[\\s\\u0085\\u00a0\\u00ad\\u034f\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]*$",
                            ),
                            _negated=True,
                        ),
                        name="apikey_label_says_something",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("label"), 200
                        ),
                        name="apikey_label_is_short_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prefix__regex", "^[0-9a-z]{8}$")),
                        name="apikey_prefix_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("digest"), 32
                        ),
                        name="apikey_digest_is_of_32_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["read", "match", "webhooks"]),
                            models.Q(("scopes", []), _negated=True),
                        ),
                        name="apikey_scopes_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiCommand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(help_text="Idempotency-Key of the request")),
                ("route", models.TextField()),
                ("request", models.BinaryField(help_text="SHA-256 of what was sent")),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "newsroom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.newsroom"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="apicommand_key_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("key"), 200
                        ),
                        name="apicommand_key_is_short_enough",
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
                        name="apicommand_at_is_in_range",
                    ),
                    models.UniqueConstraint(fields=("newsroom", "route", "key"), name="apicommand_once"),
                ],
                "indexes": [models.Index(fields=["at"], name="apicommand_at")],
            },
        ),
        migrations.CreateModel(
            name="ApiKeyUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="claims.apikey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            ("day__range", (datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))),
                            _connector="OR",
                        ),
                        name="apikeyuse_day_is_in_range",
                    ),
                    models.UniqueConstraint(fields=("key", "day"), name="apikeyuse_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="apikeyuse_count_from_1"
                    ),
                ],
            },
        ),
    ]
