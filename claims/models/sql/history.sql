-- Every change of every row that matters. Arguments: columns that are left out (secrets).
CREATE OR REPLACE FUNCTION public.claims_record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
  hidden text;
BEGIN
  IF TG_OP = 'UPDATE' AND new_row ->> 'password' IS DISTINCT FROM old_row ->> 'password' THEN
    new_row := new_row || '{"password_changed": true}';
  END IF;
  IF TG_TABLE_NAME = 'mfa_authenticator' AND TG_OP = 'UPDATE' THEN
    IF new_row #> '{data,used_mask}' IS DISTINCT FROM old_row #> '{data,used_mask}' THEN
      new_row := new_row || '{"recovery_code_used": true}';
    END IF;
    IF public.claims_secret_of(new_row -> 'data') IS DISTINCT FROM public.claims_secret_of(old_row -> 'data') THEN
      new_row := new_row || '{"secret_changed": true}';
    END IF;
  END IF;
  FOR hidden IN SELECT unnest(TG_ARGV) LOOP
    old_row := old_row - hidden;
    new_row := new_row - hidden;
  END LOOP;
  IF old_row IS NOT DISTINCT FROM new_row THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.claims_history ("table", "row", operation, old, new, changed_by, request, at)
  VALUES (TG_TABLE_NAME, coalesce(new_row, old_row) ->> 'id', lower(TG_OP), old_row, new_row,
    coalesce((new_row ->> 'changed_by_id')::bigint, (new_row ->> 'by_id')::bigint,
             CASE WHEN new_row ->> 'handled_at' IS DISTINCT FROM old_row ->> 'handled_at'
                  THEN (new_row ->> 'handled_by_id')::bigint END,
             nullif(current_setting('factcheck.actor', true), '')::bigint),
    coalesce(current_setting('factcheck.request', true), ''), clock_timestamp());
  RETURN NULL;
END
$$;
