"""Room for what a speaker's name looks like, and for what tells like names apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_roles")]
    operations = [
        migrations.AddField(
            model_name="speaker",
            name="disambiguation",
            field=models.TextField(
                blank=True,
                default="",
                db_default="",
                help_text="What tells this party apart from others with a like name, for example “the cricketer”; public",
            ),
        ),
        migrations.AddField(
            model_name="speaker",
            name="skeleton",
            field=models.TextField(
                default="", editable=False, help_text="What the name looks like (Unicode TR39)"
            ),
            preserve_default=False,
        ),
    ]
