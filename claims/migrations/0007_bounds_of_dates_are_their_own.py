"""The rule of a stored date also compares its bounds with its expression: “2009” is never 1990."""

from django.db import migrations

DAY = r"""
CREATE FUNCTION public.claims_edtf_day(part text, latest boolean) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found text[] := regexp_match(part,
    '^([12][0-9]{3}|[12][0-9]{2}X|[12][0-9]XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[~?%]?$');
  year integer := translate(found[1], 'X', CASE WHEN latest THEN '9' ELSE '0' END)::integer;
BEGIN
  IF latest AND found[2] IN ('22', '24') THEN
    RETURN make_date(year + 1, 3, 1) - 1;
  ELSIF found[2] IS NULL OR found[2] IN ('XX', '21', '22', '23', '24') OR strpos(found[1], 'X') > 0 THEN
    RETURN CASE WHEN latest THEN make_date(year, 12, 31) ELSE make_date(year, 1, 1) END;
  ELSIF found[3] IS NULL OR found[3] = 'XX' THEN
    RETURN CASE WHEN NOT latest THEN make_date(year, found[2]::integer, 1)
                WHEN found[2] = '12' THEN make_date(year, 12, 31)
                ELSE make_date(year, found[2]::integer + 1, 1) - 1 END;
  END IF;
  RETURN make_date(year, found[2]::integer, found[3]::integer);
END
$$;
"""
SOUND = r"""
CREATE OR REPLACE FUNCTION public.claims_edtf_is_sound(value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  edtf text := value ->> 'edtf';
  parts text[] := string_to_array(edtf, '/');
  kinds text[] := ARRAY[value ->> 'lower_kind', value ->> 'upper_kind'];
  days text[] := ARRAY[value ->> 'lower', value ->> 'upper'];
  part text;
  bound date;
  core date;
BEGIN
  IF value IS NULL THEN
    RETURN true;
  END IF;
  IF (jsonb_typeof(value) = 'object'
      AND value ?& ARRAY['edtf', 'basis', 'text', 'lower', 'upper', 'lower_kind', 'upper_kind']
      AND (SELECT count(*) FROM jsonb_object_keys(value)) = 7
      AND jsonb_typeof(value -> 'edtf') = 'string' AND jsonb_typeof(value -> 'text') = 'string'
      AND jsonb_typeof(value -> 'basis') = 'string' AND btrim(value ->> 'basis') <> ''
      AND cardinality(parts) <= 2) IS NOT TRUE THEN
    RETURN false;
  END IF;
  FOR side IN 1 .. 2 LOOP
    part := CASE cardinality(parts) WHEN 2 THEN parts[side] ELSE edtf END;
    IF part IN ('', '..') THEN
      IF days[side] IS NOT NULL OR kinds[side] IS DISTINCT FROM (CASE part WHEN '' THEN 'unknown' ELSE 'open' END) THEN
        RETURN false;
      END IF;
    ELSE
      core := public.claims_edtf_day(part, side = 2);
      bound := make_date(substr(days[side], 1, 4)::integer, substr(days[side], 6, 2)::integer,
                         substr(days[side], 9, 2)::integer);
      IF (days[side] ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND kinds[side] IN ('exact', 'approximate')
          AND CASE WHEN part !~ '[~?%]' THEN bound = core
                   WHEN side = 1 THEN bound <= core ELSE bound >= core END) IS NOT TRUE THEN
        RETURN false;
      END IF;
    END IF;
  END LOOP;
  RETURN coalesce(days[1] <= days[2], true) AND edtf <> '/' AND edtf NOT IN ('../..', '../', '/..');
EXCEPTION WHEN data_exception THEN
  RETURN false;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_values_that_can_be_read_back")]
    operations = [
        migrations.RunSQL(DAY, "DROP FUNCTION public.claims_edtf_day(text, boolean)"),
        migrations.RunSQL(SOUND, migrations.RunSQL.noop),
    ]
