-- Every row that reaches a draft document names the person behind its last change.
-- An UPDATE that does not mention changed_by never fires the first trigger, so the second one refuses it.
CREATE OR REPLACE FUNCTION public.claims_name_actor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  odd text;
BEGIN
  PERFORM public.claims_require_read_committed();
  SELECT c.key INTO odd FROM jsonb_each(to_jsonb(NEW)) c
    CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(c.value) WHEN 'array' THEN c.value ELSE '[]' END) e
    WHERE jsonb_typeof(e) <> 'string' LIMIT 1;
  IF FOUND THEN
    PERFORM public.claims_refuse('lists_hold_words', odd, 'A list holds words, none of them missing.');
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.changed_at := clock_timestamp();
  ELSE
    NEW.changed_at := greatest(clock_timestamp(), OLD.changed_at + interval '1 microsecond');
  END IF;
  RETURN NEW;
END
$$;

-- The moment is the database's: an UPDATE that sets it by hand has set nothing.
CREATE OR REPLACE FUNCTION public.claims_keep_changed_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.changed_at := OLD.changed_at;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_require_actor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.changed_at <= OLD.changed_at THEN
    PERFORM public.claims_refuse('changed_by_is_named', 'changed_by',
      format('A change of %s must say who made it: set changed_by in the same statement.', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_keep_public_id() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.public_id <> OLD.public_id THEN
    PERFORM public.claims_refuse('public_id_is_permanent', 'public_id', 'A public id never changes.');
  END IF;
  RETURN NEW;
END
$$;

-- Who or what a number means never changes: foreign keys are checked at COMMIT, so a number could be swapped.
CREATE OR REPLACE FUNCTION public.claims_keep_id() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.id <> OLD.id THEN
    PERFORM public.claims_refuse('id_is_permanent', 'id', 'A row keeps its number.');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_keep_speaker() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.speaker_id <> OLD.speaker_id THEN
    PERFORM public.claims_refuse('speakerrole_stays_with_its_speaker', 'speaker',
      'A role never moves to another speaker; add a role there.');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_keep_source() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.source_id <> OLD.source_id THEN
    PERFORM public.claims_refuse('derivation_stays_with_its_source', 'source',
      'A step never moves to another source; withdraw it with a reason, and add one there.');
  END IF;
  RETURN NEW;
END
$$;

-- Rows that never change at all.
CREATE OR REPLACE FUNCTION public.claims_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.claims_refuse(TG_TABLE_NAME || '_is_immutable', '',
    format('%s is never changed: %s was refused.', TG_TABLE_NAME, TG_OP));
  RETURN NULL;
END
$$;

-- Rows that end by being withdrawn, once, and stay.
CREATE OR REPLACE FUNCTION public.claims_keep_withdrawn() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL THEN
    PERFORM public.claims_refuse('withdrawn_rows_stay', 'withdrawn_at',
      'A withdrawn row stays as it is; add a new one instead.');
  END IF;
  IF NEW.withdrawn_at IS NOT NULL AND NEW.withdrawn_by_id <> NEW.changed_by_id THEN
    PERFORM public.claims_refuse('withdrawn_by_is_the_actor', 'withdrawn_by',
      'The person who withdraws a row is the person who changes it.');
  END IF;
  RETURN NEW;
END
$$;
