"""No two speakers have names that look alike unless words tell them apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_fill_likeness_of_names")]
    operations = [
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.CheckConstraint(
                condition=models.Q(skeleton="", _negated=True), name="speaker_skeleton_is_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(
                fields=["skeleton", "disambiguation"], name="speaker_name_looks_like_no_other"
            ),
        ),
    ]
