-- Administrators give keys and take them back. A key stays what it was made as; what was revoked stays revoked.
CREATE OR REPLACE FUNCTION public.claims_newsroom_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['administrator']) THEN
    PERFORM public.claims_refuse('newsroom_by_an_administrator', 'by',
      'Active administrators look after newsrooms and their keys.');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_apikey_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['administrator']) THEN
    PERFORM public.claims_refuse('newsroom_by_an_administrator', 'by',
      'Active administrators look after newsrooms and their keys.');
  END IF;
  IF TG_OP = 'INSERT' AND NEW.withdrawn_at IS NOT NULL THEN
    PERFORM public.claims_refuse('apikey_begins_standing', 'withdrawn_at', 'A key begins as one that opens something.');
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.newsroom_id, NEW.label, NEW.prefix, NEW.digest, NEW.scopes, NEW.is_test)
     IS DISTINCT FROM (OLD.newsroom_id, OLD.label, OLD.prefix, OLD.digest, OLD.scopes, OLD.is_test) THEN
    PERFORM public.claims_refuse('apikey_stays_as_made', 'label',
      'A key stays as it was made; revoke it and make another one.');
  END IF;
  RETURN NEW;
END
$$;
