"""All tables of the first release, with their named constraints."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Called by named constraints below, so it comes before the tables.
EDTF_IS_SOUND = r"""
CREATE FUNCTION public.claims_edtf_is_sound(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT value IS NULL OR coalesce(
    jsonb_typeof(value) = 'object'
    AND value ?& ARRAY['edtf', 'basis', 'text', 'lower', 'upper', 'lower_kind', 'upper_kind']
    AND (SELECT count(*) FROM jsonb_object_keys(value)) = 7
    AND jsonb_typeof(value -> 'edtf') = 'string' AND jsonb_typeof(value -> 'text') = 'string'
    AND jsonb_typeof(value -> 'basis') = 'string' AND btrim(value ->> 'basis') <> ''
    AND value ->> 'lower_kind' IN ('exact', 'approximate', 'open', 'unknown')
    AND value ->> 'upper_kind' IN ('exact', 'approximate', 'open', 'unknown')
    AND (value ->> 'lower_kind' IN ('open', 'unknown')) = (value ->> 'lower' IS NULL)
    AND (value ->> 'upper_kind' IN ('open', 'unknown')) = (value ->> 'upper' IS NULL)
    AND coalesce(value ->> 'lower' ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$', true)
    AND coalesce(value ->> 'upper' ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$', true)
    AND coalesce(value ->> 'lower' <= value ->> 'upper', true)
    AND (value ->> 'edtf' <> '' OR (value ->> 'lower_kind' = 'unknown' AND value ->> 'upper_kind' = 'unknown'))
    AND ((value ->> 'lower_kind' = 'open') = (value ->> 'edtf' LIKE '../%'))
    AND ((value ->> 'upper_kind' = 'open') = (value ->> 'edtf' LIKE '%/..')),
  false)
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(EDTF_IS_SOUND, "DROP FUNCTION public.claims_edtf_is_sound(jsonb)"),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                (
                    "frontier",
                    models.BinaryField(
                        help_text="Peaks of the Merkle tree, so that the next one need not read all"
                    ),
                ),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["size"],
            },
        ),
        migrations.CreateModel(
            name="LogIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("log_id", models.UUIDField()),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("is_machine", models.BooleanField(default=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Article",
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
                ("url", models.URLField(help_text="Canonical address", max_length=2000, unique=True)),
                ("headline", models.TextField()),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("language", models.TextField(help_text="BCP 47, for example en")),
                ("published", models.JSONField()),
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
                        name="article_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("headline", ""), _negated=True),
                        name="article_headline_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("published"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="article_published_is_sound_edtf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleVersion",
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
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("sha256", models.TextField(help_text="Of the text as UTF-8, in hexadecimal")),
                ("is_excerpt", models.BooleanField()),
                ("full_length", models.PositiveIntegerField(blank=True, help_text="Code points", null=True)),
                ("full_sha256", models.TextField(blank=True)),
                ("captured_at", models.DateTimeField()),
                ("captured_how", models.TextField()),
                ("raw_reference", models.TextField(blank=True, help_text="Where the raw bytes are kept")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="claims.article",
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
                    models.UniqueConstraint(fields=("article", "number"), name="articleversion_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="articleversion_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="articleversion_text_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("full_length__isnull", True), ("full_sha256", ""), ("is_excerpt", False)
                            ),
                            models.Q(
                                ("full_length__isnull", False),
                                ("full_sha256__regex", "^[0-9a-f]{64}$"),
                                ("is_excerpt", True),
                            ),
                            _connector="OR",
                        ),
                        name="articleversion_excerpt_knows_the_full_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Capture",
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
                ("captured_at", models.DateTimeField()),
                (
                    "raw_reference",
                    models.TextField(blank=True, help_text="WARC record that holds the raw bytes"),
                ),
                ("raw_sha256", models.TextField(help_text="Digest of the raw bytes, in hexadecimal")),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.TextField(choices=[("same", "same"), ("changed", "changed"), ("gone", "gone")]),
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
                        condition=models.Q(("state__in", ["same", "changed", "gone"])),
                        name="capture_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("raw_sha256__regex", "^[0-9a-f]{64}$")),
                        name="capture_raw_sha256_is_a_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
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
                ("rev", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "proposed"),
                            ("open", "open"),
                            ("in review", "in review"),
                            ("draft complete", "draft complete"),
                            ("approved", "approved"),
                            ("published", "published"),
                            ("under correction", "under correction"),
                            ("retracted", "retracted"),
                            ("rejected", "rejected"),
                            ("duplicate", "duplicate"),
                            ("suppressed", "suppressed"),
                        ],
                        default="proposed",
                        editable=False,
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="First code point of the quotation in the version's text"
                    ),
                ),
                ("end", models.PositiveIntegerField(help_text="Code point after the last")),
                ("exact", models.TextField()),
                ("prefix", models.TextField(blank=True)),
                ("suffix", models.TextField(blank=True)),
                (
                    "quotation",
                    models.TextField(
                        choices=[
                            ("direct", "direct"),
                            ("mixed", "mixed"),
                            ("indirect", "indirect"),
                            ("reported", "reported"),
                            ("narrative", "narrative"),
                        ]
                    ),
                ),
                (
                    "translated",
                    models.TextField(
                        choices=[("no", "no"), ("yes", "yes"), ("unknown", "unknown")], default="unknown"
                    ),
                ),
                (
                    "statement",
                    models.TextField(help_text="Our self-contained wording; never surer than the source"),
                ),
                ("language", models.TextField(default="en")),
                (
                    "speaker_basis",
                    models.TextField(
                        choices=[("stated", "stated"), ("inferred", "inferred"), ("ambiguous", "ambiguous")]
                    ),
                ),
                ("cue", models.TextField(blank=True, help_text="The attributing words, for example “says”")),
                (
                    "modality",
                    models.TextField(
                        choices=[
                            ("asserted", "asserted"),
                            ("hedged", "hedged"),
                            ("alleged", "alleged"),
                            ("conditional", "conditional"),
                            ("denied", "denied"),
                            ("predicted", "predicted"),
                        ]
                    ),
                ),
                (
                    "hedges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        help_text="The very words",
                        size=None,
                    ),
                ),
                ("said", models.JSONField()),
                ("about", models.JSONField()),
                (
                    "claim_type",
                    models.TextField(
                        choices=[
                            ("event", "event"),
                            ("quantity", "quantity"),
                            ("cause", "cause"),
                            ("identity", "identity"),
                            ("prediction", "prediction"),
                            ("opinion", "opinion"),
                        ]
                    ),
                ),
                ("topic", models.TextField(blank=True)),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("check_worthiness", models.DecimalField(decimal_places=2, default=0, max_digits=3)),
                ("concerns_living_person", models.BooleanField(default=False)),
                ("allegation_of_crime", models.BooleanField(default=False)),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "correction_kind",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("typo", "typo"),
                            ("new evidence", "new evidence"),
                            ("wrong speaker", "wrong speaker"),
                            ("wrong date", "wrong date"),
                            ("verdict changed", "verdict changed"),
                            ("withdrawn", "withdrawn"),
                            ("reinstated", "reinstated"),
                        ],
                        editable=False,
                    ),
                ),
                ("correction_reason", models.TextField(blank=True, editable=False)),
                ("published_number", models.PositiveIntegerField(editable=False, null=True)),
                ("behind_since", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(editable=False)),
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
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="claims.claim",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="claims.articleversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="claim_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="claim_end_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("check_worthiness__gte", 0), ("check_worthiness__lte", 1)),
                        name="claim_check_worthiness_from_0_to_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_kind", ""), ("correction_reason", "")),
                            models.Q(
                                models.Q(("correction_kind", ""), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="claim_correction_kind_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "duplicate"), ("duplicate_of__isnull", False)),
                            models.Q(
                                models.Q(("state", "duplicate"), _negated=True),
                                ("duplicate_of__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="claim_duplicate_names_the_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of__isnull", True),
                            models.Q(("duplicate_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_is_not_its_own_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("modality", "hedged"), _negated=True),
                            models.Q(("hedges", []), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_hedged_names_its_hedges",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("statement", ""), _negated=True),
                        name="claim_statement_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "open",
                                    "in review",
                                    "draft complete",
                                    "approved",
                                    "published",
                                    "under correction",
                                    "retracted",
                                    "rejected",
                                    "duplicate",
                                    "suppressed",
                                ],
                            )
                        ),
                        name="claim_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quotation__in", ["direct", "mixed", "indirect", "reported", "narrative"])
                        ),
                        name="claim_quotation_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("translated__in", ["no", "yes", "unknown"])),
                        name="claim_translated_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("speaker_basis__in", ["stated", "inferred", "ambiguous"])),
                        name="claim_speaker_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "modality__in",
                                ["asserted", "hedged", "alleged", "conditional", "denied", "predicted"],
                            )
                        ),
                        name="claim_modality_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "claim_type__in",
                                ["event", "quantity", "cause", "identity", "prediction", "opinion"],
                            )
                        ),
                        name="claim_claim_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("said"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="claim_said_is_sound_edtf",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("about"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="claim_about_is_sound_edtf",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state", "-id"], name="claim_by_state"),
                    models.Index(fields=["-check_worthiness", "-id"], name="claim_by_worthiness"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rev", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "draft",
                    models.BinaryField(help_text="Canonical JSON of what would be published", null=True),
                ),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "rev", "by"), name="approval_once_a_person_and_rev"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimLink",
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
                        ]
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "basis",
                    models.TextField(
                        choices=[("stated", "stated"), ("inferred", "inferred"), ("unknown", "unknown")],
                        default="stated",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="claims.claim"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="claimlink_withdrawn_at_with_by",
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
                                ],
                            )
                        ),
                        name="claimlink_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["stated", "inferred", "unknown"])),
                        name="claimlink_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim", models.F("other")), _negated=True),
                        name="claimlink_joins_two_claims",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "other", "kind"),
                        name="claimlink_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimSpan",
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
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("own_words", "own_words"),
                            ("paraphrase", "paraphrase"),
                            ("editorial", "editorial"),
                        ]
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="spans", to="claims.claim"
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
                "ordering": ["start"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="claimspan_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["own_words", "paraphrase", "editorial"])),
                        name="claimspan_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="claimspan_end_after_start"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "start"),
                        name="claimspan_start_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rev", models.PositiveIntegerField()),
                ("what", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="claims.claim",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["claim", "rev"], name="contribution_by_claim_and_rev")],
            },
        ),
        migrations.CreateModel(
            name="History",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.TextField()),
                ("row", models.TextField()),
                ("operation", models.TextField()),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
                ("changed_by", models.BigIntegerField(null=True)),
                ("request", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "history",
                "indexes": [models.Index(fields=["table", "row", "id"], name="history_by_row")],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("type", models.TextField()),
                ("public_id", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("commitment", models.BinaryField()),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("time", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["public_id", "number"], name="ledgerentry_by_claim")],
            },
        ),
        migrations.CreateModel(
            name="Outlet",
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
                ("site", models.URLField(blank=True, max_length=2000)),
                ("country", models.TextField(blank=True, help_text="ISO 3166-1 alpha-2, for example CZ")),
                ("language", models.TextField(blank=True, help_text="BCP 47, for example en")),
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
                        name="outlet_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="outlet_name_is_not_blank"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="outlet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="claims.outlet"
            ),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("rev", models.PositiveIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("first", "first"),
                            ("correction", "correction"),
                            ("retraction", "retraction"),
                        ]
                    ),
                ),
                (
                    "correction_kind",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("typo", "typo"),
                            ("new evidence", "new evidence"),
                            ("wrong speaker", "wrong speaker"),
                            ("wrong date", "wrong date"),
                            ("verdict changed", "verdict changed"),
                            ("withdrawn", "withdrawn"),
                            ("reinstated", "reinstated"),
                        ],
                    ),
                ),
                ("correction_reason", models.TextField(blank=True)),
                ("document", models.BinaryField(help_text="Canonical JSON (RFC 8785)", null=True)),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="publication",
                        to="claims.approval",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="publications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="publications",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="publication_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["first", "correction", "retraction"])),
                        name="publication_kind_is_known",
                    ),
                    models.UniqueConstraint(fields=("public_id", "number"), name="publication_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", True), ("salt__isnull", True)),
                            models.Q(("document__isnull", False), ("salt__isnull", False)),
                            _connector="OR",
                        ),
                        name="publication_document_with_salt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("correction_kind", ""),
                                ("correction_reason", ""),
                                ("kind", "first"),
                                ("number", 1),
                            ),
                            models.Q(
                                models.Q(("kind", "first"), _negated=True),
                                ("number__gt", 1),
                                models.Q(("correction_kind", ""), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_first_or_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedArticle",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("headline", models.TextField()),
                ("url", models.TextField()),
                ("outlet", models.TextField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.publication"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedClaim",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("status", models.TextField()),
                ("at", models.DateTimeField()),
                ("speaker_id", models.TextField()),
                ("article_id", models.TextField()),
                (
                    "source_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("rating", models.TextField(blank=True)),
                ("topic", models.TextField(blank=True)),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.publication"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-public_id"], name="publishedclaim_newest"),
                    models.Index(fields=["speaker_id", "-at"], name="publishedclaim_by_speaker"),
                    models.Index(fields=["article_id", "-at"], name="publishedclaim_by_article"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedSource",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("title", models.TextField()),
                ("url", models.TextField()),
                ("publisher", models.TextField(blank=True)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.publication"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedSpeaker",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.publication"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Quantity",
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
                        related_name="quantities",
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
                "verbose_name_plural": "quantities",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="quantity_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("measure", ""), _negated=True),
                        name="quantity_measure_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="quantity_text_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="quantity_low_not_above_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", False), ("high__isnull", False), ("vague", True), _connector="OR"
                        ),
                        name="quantity_without_bounds_is_vague",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "position"),
                        name="quantity_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("at"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="quantity_at_is_sound_edtf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingScale",
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
                ("name", models.TextField(unique=True)),
                ("best", models.SmallIntegerField()),
                ("worst", models.SmallIntegerField()),
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
                        condition=models.Q(("best__gt", models.F("worst"))),
                        name="ratingscale_best_above_worst",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
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
                ("label", models.TextField()),
                (
                    "value",
                    models.SmallIntegerField(
                        help_text="On the scale; -1 when it is not on the scale (“unproven”)"
                    ),
                ),
                ("meaning", models.TextField()),
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
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="claims.ratingscale",
                    ),
                ),
            ],
            options={
                "ordering": ["-value"],
                "constraints": [
                    models.UniqueConstraint(fields=("scale", "label"), name="rating_label_once_a_scale"),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="rating_label_is_not_blank"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="claims.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("claim",),
                        name="review_one_open_a_claim",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                ("url", models.URLField(max_length=2000, unique=True)),
                ("title", models.TextField()),
                ("publisher", models.TextField(blank=True)),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("published", models.JSONField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("primary official", "primary official"),
                            ("news agency", "news agency"),
                            ("news media", "news media"),
                            ("think tank", "think tank"),
                            ("academic", "academic"),
                            ("encyclopedia", "encyclopedia"),
                            ("ngo", "ngo"),
                            ("blog", "blog"),
                            ("dataset", "dataset"),
                        ]
                    ),
                ),
                ("language", models.TextField(blank=True, help_text="BCP 47")),
                (
                    "reliability",
                    models.TextField(
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"), ("E", "E"), ("F", "F")],
                        help_text="Admiralty code, A to F",
                    ),
                ),
                ("reliability_why", models.TextField(help_text="Why this grade")),
                (
                    "archived_url",
                    models.URLField(blank=True, help_text="An outside archive's copy", max_length=2000),
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
                        name="source_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="source_title_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reliability_why", ""), _negated=True),
                        name="source_reliability_why_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "primary official",
                                    "news agency",
                                    "news media",
                                    "think tank",
                                    "academic",
                                    "encyclopedia",
                                    "ngo",
                                    "blog",
                                    "dataset",
                                ],
                            )
                        ),
                        name="source_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reliability__in", ["A", "B", "C", "D", "E", "F"])),
                        name="source_reliability_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("published"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="source_published_is_sound_edtf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                    "stance",
                    models.TextField(
                        choices=[
                            ("supports", "supports"),
                            ("disputes", "disputes"),
                            ("context", "context"),
                            ("insufficient", "insufficient"),
                        ]
                    ),
                ),
                ("says", models.TextField(help_text="What the source says, in our words")),
                ("excerpt", models.TextField(blank=True, help_text="At most 50 words, exactly as printed")),
                (
                    "credibility",
                    models.PositiveSmallIntegerField(
                        help_text="Admiralty code, 1 (confirmed) to 6 (cannot be judged)"
                    ),
                ),
                (
                    "capture",
                    models.ForeignKey(
                        blank=True,
                        help_text="When given, the excerpt must stand in this copy",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.capture",
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
                        related_name="evidence",
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
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="claims.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stance__in", ["supports", "disputes", "context", "insufficient"])
                        ),
                        name="evidence_stance_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("says", ""), _negated=True), name="evidence_says_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credibility__gte", 1), ("credibility__lte", 6)),
                        name="evidence_credibility_from_1_to_6",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "source"),
                        name="evidence_source_once_a_claim",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="capture",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="captures", to="claims.source"
            ),
        ),
        migrations.CreateModel(
            name="Speaker",
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
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("person", "person"),
                            ("organization", "organization"),
                            ("collective", "collective"),
                            ("unnamed", "unnamed"),
                            ("outlet", "outlet"),
                        ]
                    ),
                ),
                ("name", models.TextField()),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("country", models.TextField(blank=True, help_text="ISO 3166-1 alpha-2")),
                ("wikidata", models.TextField(blank=True, help_text="QID, for example Q42")),
                (
                    "same_as",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        help_text="Addresses, one a line",
                        size=None,
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
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        help_text="The body this party belongs to; parties of one institution count once",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="claims.speaker",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[0-9a-z]{10}$")),
                        name="speaker_public_id_has_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["person", "organization", "collective", "unnamed", "outlet"])
                        ),
                        name="speaker_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="speaker_name_is_not_blank"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wikidata", ""), ("wikidata__regex", "^Q[1-9][0-9]*$"), _connector="OR"
                        ),
                        name="speaker_wikidata_is_a_qid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("institution__isnull", True),
                            models.Q(("institution", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="speaker_is_not_its_own_institution",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyRequest",
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
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("channel", models.TextField(blank=True)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("waiting", "waiting"),
                            ("answered", "answered"),
                            ("declined", "declined"),
                            ("no answer", "no answer"),
                            ("not asked", "not asked"),
                        ]
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, help_text="In their words; or the reason why nobody was asked"
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="claims.claim"
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
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.speaker"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="replyrequest_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["waiting", "answered", "declined", "no answer", "not asked"])
                        ),
                        name="replyrequest_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at__isnull", True), ("outcome", "not asked")),
                            models.Q(
                                models.Q(("outcome", "not asked"), _negated=True), ("asked_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="replyrequest_asked_at_unless_not_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "answered"),
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("outcome", "answered"), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="replyrequest_answered_has_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not asked"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="replyrequest_not_asked_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Derivation",
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
                    "how",
                    models.TextField(
                        choices=[
                            ("own reporting", "own reporting"),
                            ("quotes", "quotes"),
                            ("relays", "relays"),
                            ("republishes", "republishes"),
                            ("summarizes", "summarizes"),
                        ]
                    ),
                ),
                (
                    "basis",
                    models.TextField(
                        choices=[("stated", "stated"), ("inferred", "inferred"), ("unknown", "unknown")]
                    ),
                ),
                ("note", models.TextField(blank=True)),
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
                    "from_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derived",
                        to="claims.source",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivations",
                        to="claims.source",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="originated",
                        to="claims.speaker",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="derivation_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("how__in", ["own reporting", "quotes", "relays", "republishes", "summarizes"])
                        ),
                        name="derivation_how_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["stated", "inferred", "unknown"])),
                        name="derivation_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_source__isnull", True), ("origin__isnull", True), _connector="OR"
                        ),
                        name="derivation_is_from_a_source_or_an_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_source__isnull", False),
                            ("origin__isnull", False),
                            ("basis", "unknown"),
                            _connector="OR",
                        ),
                        name="derivation_from_nobody_is_unknown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_source__isnull", True),
                            models.Q(("from_source", models.F("source")), _negated=True),
                            _connector="OR",
                        ),
                        name="derivation_is_not_from_itself",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="speaker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="claims.speaker"
            ),
        ),
        migrations.CreateModel(
            name="SpeakerCandidate",
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
                ("note", models.TextField(blank=True)),
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
                        related_name="candidates",
                        to="claims.claim",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.speaker"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="speakercandidate_withdrawn_at_with_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "speaker"),
                        name="speakercandidate_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeakerRole",
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
                ("title", models.TextField()),
                ("valid", models.JSONField()),
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_holders",
                        to="claims.speaker",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="claims.speaker"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="speakerrole_title_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Func(
                            models.F("valid"),
                            function="claims_edtf_is_sound",
                            output_field=models.BooleanField(),
                        ),
                        name="speakerrole_valid_is_sound_edtf",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="speaker_role",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="claims.speakerrole",
            ),
        ),
        migrations.CreateModel(
            name="Attribution",
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
                ("position", models.PositiveSmallIntegerField()),
                ("cue", models.TextField(blank=True)),
                (
                    "hedges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attributions",
                        to="claims.claim",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.speaker"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.speakerrole",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attribution_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="attribution_position_from_one"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim", "position"),
                        name="attribution_position_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                    "credence",
                    models.PositiveSmallIntegerField(
                        help_text="0 to 100: how likely it is that the claim is true"
                    ),
                ),
                (
                    "evidence_level",
                    models.TextField(
                        choices=[("limited", "limited"), ("medium", "medium"), ("robust", "robust")]
                    ),
                ),
                (
                    "agreement",
                    models.TextField(choices=[("low", "low"), ("medium", "medium"), ("high", "high")]),
                ),
                ("conclusion", models.TextField(help_text="One sentence")),
                (
                    "summary",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        help_text="At most three points",
                        size=None,
                    ),
                ),
                ("rationale", models.TextField()),
                ("looked_for", models.TextField(blank=True, help_text="What we looked for and did not find")),
                ("would_change", models.TextField(blank=True, help_text="What would change our mind")),
                ("recheck_on", models.DateField(blank=True, null=True)),
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
                        related_name="verdicts",
                        to="claims.claim",
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="claims.rating",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="verdict_withdrawn_at_with_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence_level__in", ["limited", "medium", "robust"])),
                        name="verdict_evidence_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreement__in", ["low", "medium", "high"])),
                        name="verdict_agreement_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("conclusion", ""), _negated=True),
                        name="verdict_conclusion_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rationale", ""), _negated=True),
                        name="verdict_rationale_is_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credence__lte", 100)), name="verdict_credence_to_100"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("summary__len__lte", 3)), name="verdict_summary_to_three_points"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("claim",),
                        name="verdict_one_a_claim",
                    ),
                ],
            },
        ),
    ]
