-- A session holds the version of the account it was begun with, and ends when the version is raised.
CREATE OR REPLACE FUNCTION public.claims_account_ends_sessions() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.session_version := greatest(NEW.session_version, OLD.session_version); -- old rows in hand end nothing less
  IF (NEW.is_active, NEW.is_staff, NEW.is_superuser, NEW.is_machine)
     IS DISTINCT FROM (OLD.is_active, OLD.is_staff, OLD.is_superuser, OLD.is_machine) THEN
    NEW.session_version := greatest(NEW.session_version, OLD.session_version + 1);
  END IF;
  RETURN NEW;
END
$$;

-- What of a second factor is secret: everything but its name and what it was used for.
CREATE OR REPLACE FUNCTION public.claims_secret_of(data jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT data - 'used_mask' - 'viewed_at' - 'name'
$$;

-- Roles, rights and second factors: whoever loses or gains one signs in again.
CREATE OR REPLACE FUNCTION public.claims_ends_sessions_of() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'mfa_authenticator'
     AND (new_row -> 'user_id', new_row -> 'type', public.claims_secret_of(new_row -> 'data'))
       IS NOT DISTINCT FROM (old_row -> 'user_id', old_row -> 'type', public.claims_secret_of(old_row -> 'data'))
  THEN
    RETURN NULL;
  END IF;
  UPDATE public.claims_user SET session_version = session_version + 1
  WHERE id IN ((old_row ->> 'user_id')::bigint, (new_row ->> 'user_id')::bigint);
  RETURN NULL;
END
$$;
