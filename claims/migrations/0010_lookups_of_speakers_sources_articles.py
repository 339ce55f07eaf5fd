"""Lists of speakers, sources and articles by name, claims by source, corrections by moment."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0009_accounts_that_can_be_read_back"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("kind", "first"), _negated=True),
                fields=["-at", "-public_id", "-number"],
                name="publication_corrections",
            ),
        ),
        migrations.AddIndex(
            model_name="publishedarticle",
            index=models.Index(fields=["headline", "public_id"], name="publishedarticle_by_headline"),
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["source_ids"], name="publishedclaim_by_source"
            ),
        ),
        migrations.AddIndex(
            model_name="publishedsource",
            index=models.Index(fields=["title", "public_id"], name="publishedsource_by_title"),
        ),
        migrations.AddIndex(
            model_name="publishedspeaker",
            index=models.Index(fields=["name", "public_id"], name="publishedspeaker_by_name"),
        ),
    ]
