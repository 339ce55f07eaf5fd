-- Who may: an active person (never the machine) in one of the named groups.
CREATE OR REPLACE FUNCTION public.claims_person_has_role(person bigint, roles text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1
    FROM public.claims_user u
    JOIN public.claims_user_groups ug ON ug.user_id = u.id
    JOIN public.auth_group g ON g.id = ug.group_id
    WHERE u.id = person AND u.is_active AND NOT u.is_machine AND g.name = ANY (roles))
$$;

-- A refusal that the application can translate: it carries the rule's name and the field.
CREATE OR REPLACE FUNCTION public.claims_refuse(rule text, field text, message text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, COLUMN = field, MESSAGE = message;
END
$$;

-- An old snapshot does not see who embeds a row, so contributions would be missed.
CREATE OR REPLACE FUNCTION public.claims_require_read_committed() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM public.claims_refuse('ledger_is_written_under_read_committed', '',
      'Claims and the log are written under READ COMMITTED only; this transaction is '
      || upper(current_setting('transaction_isolation')) || '.');
  END IF;
END
$$;

-- Who may change what would be published: the machine, and active people with a role for it.
CREATE OR REPLACE FUNCTION public.claims_require_editor(person bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT public.claims_person_has_role(person, ARRAY['extractor', 'reviewer', 'editor'])
     AND NOT EXISTS (SELECT 1 FROM public.claims_user u WHERE u.id = person AND u.is_machine AND u.is_active) THEN
    PERFORM public.claims_refuse('draft_is_changed_by_those_who_may', 'by',
      'A draft is changed by active extractors, reviewers and editors, and by the machine.');
  END IF;
END
$$;

-- Shared nouns are changed by the same people; scales and ratings by editors and administrators.
CREATE OR REPLACE FUNCTION public.claims_shared_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME NOT IN ('claims_rating', 'claims_ratingscale') THEN
    PERFORM public.claims_require_editor(NEW.changed_by_id);
  ELSIF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['editor', 'administrator']) THEN
    PERFORM public.claims_refuse('ratings_are_changed_by_editors', 'by',
      'Scales and ratings are changed by active editors and administrators.');
  END IF;
  RETURN NEW;
END
$$;
