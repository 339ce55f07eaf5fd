"""Whether we fetched a version from the article's address ourselves; what readers were told of others is made again."""

from django.db import migrations, models

UNSURE = """
DELETE FROM claims_publishedalteration p USING claims_following f WHERE f.id = p.following_id AND f.decision = 'open'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0028_words_are_followed"),
    ]

    operations = [
        migrations.AddField(
            model_name="articleversion",
            name="is_fetched",
            field=models.BooleanField(
                db_default=False,
                editable=False,
                help_text="Whether we fetched it from the article's address ourselves",
            ),
        ),
        migrations.RunSQL(UNSURE, migrations.RunSQL.noop),
    ]
