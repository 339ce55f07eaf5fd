"""Lists by source and by figure are indexed as they are written: no list of what is pending is read for each page.

The indexes stay and are told so: making them anew would keep readers waiting.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

INDEXES = {"publishedclaim_by_source": "source_ids", "publishedclaim_by_measure": "measures"}


def _set(name: str, field: str) -> migrations.SeparateDatabaseAndState:
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER INDEX {name} SET (fastupdate = off); SELECT gin_clean_pending_list('{name}')",
                f"ALTER INDEX {name} RESET (fastupdate)",
            )
        ],
        state_operations=[
            migrations.RemoveIndex("publishedclaim", name),
            migrations.AddIndex("publishedclaim", GinIndex(fields=[field], fastupdate=False, name=name)),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0033_outlets_that_speak_by_name"),
    ]

    operations = [_set(name, field) for name, field in INDEXES.items()]
