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
