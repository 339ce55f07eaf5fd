"""Lists by source and by figure are indexed as they are written: no list of what is pending is read for each page."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0033_outlets_that_speak_by_name"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="publishedclaim",
            name="publishedclaim_by_source",
        ),
        migrations.RemoveIndex(
            model_name="publishedclaim",
            name="publishedclaim_by_measure",
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["source_ids"], name="publishedclaim_by_source"
            ),
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["measures"], name="publishedclaim_by_measure"
            ),
        ),
    ]
