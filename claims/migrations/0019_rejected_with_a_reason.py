"""Why a claim was rejected. Claims that were rejected before this have no reason on record and stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0018_unsaved_text_is_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="rejected_why",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "rejected"), ("rejected_why", ""), _connector="OR"),
                name="claim_rejected_why_only_when_rejected",
            ),
        ),
    ]
