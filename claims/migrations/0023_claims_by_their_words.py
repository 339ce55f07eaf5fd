"""Claims are found by the words of their statements: “already checked?” at the desk."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0022_a_name_out_of_sight"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.Value("english"), "statement", function="to_tsvector"),
                name="claim_by_words",
            ),
        ),
    ]
