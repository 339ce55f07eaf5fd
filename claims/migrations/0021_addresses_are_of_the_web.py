"""Addresses that pages link to are of the web, never scripts; what the application stored has been so all along."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0020_sign_in"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", "^https?://[^\\s]+$"), _connector="OR"),
                name="article_url_is_of_the_web",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.CheckConstraint(
                condition=models.Q(("site", ""), ("site__iregex", "^https?://[^\\s]+$"), _connector="OR"),
                name="outlet_site_is_of_the_web",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", "^https?://[^\\s]+$"), _connector="OR"),
                name="source_url_is_of_the_web",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("archived_url", ""), ("archived_url__iregex", "^https?://[^\\s]+$"), _connector="OR"
                ),
                name="source_archived_url_is_of_the_web",
            ),
        ),
    ]
