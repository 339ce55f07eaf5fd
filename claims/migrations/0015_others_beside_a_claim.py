"""By what a claim's page looks up others, filled from the documents that are already there."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

FILL = """
UPDATE claims_publishedclaim SET measures = ARRAY(
  SELECT md5(concat_ws(E'\\n', d ->> 'topic', q.member ->> 'measure', q.member ->> 'unit'))
  FROM json_array_elements(CASE WHEN json_typeof(d -> 'quantities') = 'array' THEN d -> 'quantities' ELSE '[]'::json END)
    WITH ORDINALITY q(member, place)
  WHERE d ->> 'topic' <> '' ORDER BY q.place),
links = ARRAY(
  SELECT l.member ->> 'claim'
  FROM json_array_elements(CASE WHEN json_typeof(d -> 'links') = 'array' THEN d -> 'links' ELSE '[]'::json END)
    WITH ORDINALITY l(member, place)
  ORDER BY l.place)
FROM (SELECT id, convert_from(document, 'UTF8')::json AS d FROM claims_publication WHERE document IS NOT NULL) p
WHERE p.id = publication_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0014_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedclaim",
            name="measures",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                default=list,
                help_text="Digests of topic, measure and unit of each figure: by these, figures stand beside each other",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="links",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                default=list,
                help_text="The claims that its page names as related",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["measures"], name="publishedclaim_by_measure"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
