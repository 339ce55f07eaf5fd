"""A case of suppression may be about a name: a speaker or somebody of the desk, with the words to black out."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0021_addresses_are_of_the_web"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedremoval",
            name="beneath_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="publishedremoval",
            name="beneath_category",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="suppressioncase",
            name="account",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suppression_cases",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suppressioncase",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suppression_cases",
                to="claims.speaker",
            ),
        ),
        migrations.AddField(
            model_name="suppressioncase",
            name="emptied",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="suppressioncase",
            name="words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="suppressioncase",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suppression_cases",
                to="claims.claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppressioncase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dismissed_at__isnull", True), ("done_at__isnull", True)),
                fields=("speaker",),
                name="suppressioncase_one_open_a_speaker",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppressioncase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dismissed_at__isnull", True), ("done_at__isnull", True)),
                fields=("account",),
                name="suppressioncase_one_open_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppressioncase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account__isnull", True), ("claim__isnull", False), ("speaker__isnull", True)),
                    models.Q(("account__isnull", True), ("claim__isnull", True), ("speaker__isnull", False)),
                    models.Q(("account__isnull", False), ("claim__isnull", True), ("speaker__isnull", True)),
                    _connector="OR",
                ),
                name="suppressioncase_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppressioncase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claim__isnull", True),
                        ("dismissed_at__isnull", True),
                        ("done_at__isnull", True),
                        models.Q(("words", []), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("claim__isnull", False),
                            ("dismissed_at__isnull", False),
                            ("done_at__isnull", False),
                            _connector="OR",
                        ),
                        ("words", []),
                    ),
                    _connector="OR",
                ),
                name="suppressioncase_words_while_a_name_waits",
            ),
        ),
    ]
