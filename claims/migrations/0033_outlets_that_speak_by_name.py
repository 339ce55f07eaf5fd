"""An outlet that speaks is found by its name without all speakers being read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0032_newsrooms_are_told_by_webhook"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(
                condition=models.Q(("kind", "outlet")), fields=["name"], name="speaker_outlet_by_name"
            ),
        ),
    ]
