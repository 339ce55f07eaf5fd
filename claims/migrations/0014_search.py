"""What search looks through, filled from the documents that are already there, so that they are found too."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension
from django.core.management.base import CommandError
from django.db import DatabaseError, migrations, models

HELP = (
    "PostgreSQL's extension pg_trgm is needed, and the role of DATABASE_OWNER_URL could not make it: {}\n"
    "Either give that role the right (GRANT CREATE ON DATABASE … TO …; pg_trgm is a trusted extension), or let a "
    "superuser run this once in the database:  CREATE EXTENSION pg_trgm;  Where it is “not available”, install the "
    "package that holds it first (postgresql-contrib on some systems). Then migrate again."
)

FILL = """
UPDATE claims_publishedclaim SET
  words = coalesce((
    SELECT string_agg(t.text, E'\\n' ORDER BY t.part, t.place) FROM (
      SELECT s.part, 0::bigint AS place, s.text FROM (VALUES
        (1, d ->> 'statement'), (2, d #>> '{quotation,exact}'), (4, d #>> '{speaker,name}'),
        (5, d #>> '{speaker,role}'), (6, d #>> '{speaker,organization}'), (7, d #>> '{speaker,disambiguation}'),
        (10, d ->> 'topic'), (12, d #>> '{article,headline}')) s(part, text)
      UNION ALL SELECT l.part, e.place, e.member #>> l.path
      FROM (VALUES
        (3, d -> 'hedges', '{}'::text[]), (8, d #> '{speaker,candidates}', '{name}'),
        (9, d -> 'attribution', '{speaker,name}'), (11, d -> 'places', '{}')) l(part, list, path),
      LATERAL json_array_elements(CASE WHEN json_typeof(l.list) = 'array' THEN l.list ELSE '[]'::json END)
        WITH ORDINALITY e(member, place)
    ) t WHERE t.text <> ''), ''),
  speaker_name = coalesce((
    SELECT string_agg(t.name, E'\\n' ORDER BY t.place) FROM (
      SELECT 0::bigint AS place, d #>> '{speaker,name}' AS name
      UNION ALL SELECT e.place, e.member ->> 'name' FROM json_array_elements(
        CASE WHEN json_typeof(d #> '{speaker,candidates}') = 'array' THEN d #> '{speaker,candidates}'
             ELSE '[]'::json END) WITH ORDINALITY e(member, place)
    ) t WHERE t.name <> ''), ''),
  outlet = d #>> '{article,outlet}',
  said_from = (d #>> '{said,lower}')::date,
  said_to = (d #>> '{said,upper}')::date
FROM (SELECT id, convert_from(document, 'UTF8')::json AS d FROM claims_publication WHERE document IS NOT NULL) p
WHERE p.id = publication_id
"""
LEARN = """
INSERT INTO claims_publishedword (word)
SELECT DISTINCT w FROM claims_publishedclaim c CROSS JOIN LATERAL unnest(tsvector_to_array(c.search)) w
WHERE length(w) BETWEEN 4 AND 100 AND NOT EXISTS (SELECT 1 FROM claims_publishedword x WHERE x.word = w)
"""


class Trigrams(TrigramExtension):
    """The extension, or what to do to have it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except DatabaseError as error:
            raise CommandError(HELP.format(str(error).strip().splitlines()[0])) from error

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """It stays: others may use it, and who made it may have been somebody else."""


def folded(column):
    """Without accents; digits that a hyphen joins stand apart."""
    text = models.TextField()
    found = models.Func(models.F(column), template="normalize(%(expressions)s, NFKD)", output_field=text)
    found = replaced(found, r"[\u0300-\u036f]+", "")
    found = models.Func(found, template="normalize(%(expressions)s, NFC)", output_field=text)
    return replaced(found, r"(?<=\d)-(?=\d)", " ")


def replaced(text, pattern, by):
    options = (models.Value(pattern), models.Value(by), models.Value("g"))
    return models.Func(text, *options, function="regexp_replace", output_field=models.TextField())


def newest_first(column):
    return migrations.AddIndex(
        model_name="publishedclaim",
        index=models.Index(fields=[column, "-at", "-public_id"], name=f"publishedclaim_by_{column}"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0013_tickets"),
    ]

    operations = [
        Trigrams(),
        migrations.CreateModel(
            name="PublishedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="words",
            field=models.TextField(
                db_default="", default="", help_text="What search looks through, a line each"
            ),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="speaker_name",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="outlet",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="said_from",
            field=models.DateField(help_text="Empty when open or unknown", null=True),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="said_to",
            field=models.DateField(help_text="Empty when open or unknown", null=True),
        ),
        migrations.AddField(
            model_name="publishedclaim",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(folded("words"), config="english")
                + django.contrib.postgres.search.SearchVector(folded("words"), config="simple")
                + django.contrib.postgres.search.SearchVector(
                    folded("speaker_name"), config="simple", weight="A"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="publishedclaim_by_words"),
        ),
        migrations.AddIndex(
            model_name="publishedclaim",
            index=django.contrib.postgres.indexes.GistIndex(
                models.Func("said_from", "said_to", models.Value("[]"), function="daterange"),
                name="publishedclaim_by_said",
            ),
        ),
        *(newest_first(column) for column in ("outlet", "topic", "rating", "status")),
        migrations.AddIndex(
            model_name="publishedword",
            index=models.Index(fields=["word"], name="publishedword_word"),
        ),
        migrations.AddIndex(
            model_name="publishedword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="publishedword_like", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL([FILL, LEARN], migrations.RunSQL.noop),
    ]
