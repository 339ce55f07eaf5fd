"""Works out what the names that are already there look like; later ones of a like name get a number."""

from collections import Counter

import disarm
from django.db import migrations


def fill(apps, schema_editor):
    speakers = apps.get_model("claims", "Speaker").objects.using(schema_editor.connection.alias)
    seen = Counter()
    with schema_editor.connection.cursor() as cursor:
        # Nobody contributes to a draft here: the rules of the table rest meanwhile.
        cursor.execute("ALTER TABLE claims_speaker DISABLE TRIGGER USER")
        for speaker in speakers.order_by("id").iterator():
            likeness = disarm.skeleton_key(speaker.name, digit_policy="tr39").replace("rn", "m")
            likeness = likeness or speaker.name.casefold()
            seen[likeness] += 1
            told_by = "" if seen[likeness] == 1 else f"no. {seen[likeness]} of this name"
            speakers.filter(pk=speaker.pk).update(skeleton=likeness, disambiguation=told_by)
        cursor.execute("ALTER TABLE claims_speaker ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_likeness_of_names")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
