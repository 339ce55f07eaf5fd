-- What was asked to be taken in stays what was asked, and what came of it stays; only a failed run is taken up again.
CREATE OR REPLACE FUNCTION public.claims_ingestrun_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_require_editor(NEW.asked_by_id);
    RETURN NEW;
  END IF;
  IF (NEW.what, NEW.given, NEW.address, NEW.filename, NEW.told, NEW.anew, NEW.source_id, NEW.key, NEW.asked_by_id,
      NEW.asked_at)
     IS DISTINCT FROM
     (OLD.what, OLD.given, OLD.address, OLD.filename, OLD.told, OLD.anew, OLD.source_id, OLD.key, OLD.asked_by_id,
      OLD.asked_at) THEN
    PERFORM public.claims_refuse('ingestrun_stays_what_was_asked', '',
      'What was asked to be taken in stays as it was asked; ask anew.');
  END IF;
  IF OLD.state = 'done' THEN
    PERFORM public.claims_refuse('ingestrun_done_stays', 'state', 'This was taken in; ask anew to capture it again.');
  END IF;
  RETURN NEW;
END
$$;
