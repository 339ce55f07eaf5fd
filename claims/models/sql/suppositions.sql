-- What the machine supposes stays what it was about, and only people decide on it.
CREATE OR REPLACE FUNCTION public.claims_decided_by_people() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  about text[] := ARRAY['source_id', 'claim_id', 'other_id', 'kind'];
  word text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.decision <> 'open' THEN
      PERFORM public.claims_refuse('supposition_begins_open', 'decision', 'What is supposed begins undecided.');
    END IF;
    RETURN NEW;
  END IF;
  FOREACH word IN ARRAY about LOOP
    IF to_jsonb(NEW) -> word IS DISTINCT FROM to_jsonb(OLD) -> word THEN
      PERFORM public.claims_refuse('supposition_stays_about_its_pair', word,
        'What is supposed of two things never moves to others.');
    END IF;
  END LOOP;
  IF OLD.decision <> 'open' THEN
    FOREACH word IN ARRAY ARRAY['because', 'score', 'likenesses'] LOOP
      IF to_jsonb(NEW) -> word IS DISTINCT FROM to_jsonb(OLD) -> word THEN
        PERFORM public.claims_refuse('supposition_stays_as_decided', word,
          'What a person decided on stays as it was read.');
      END IF;
    END LOOP;
  END IF;
  IF NEW.decision = 'rejected' AND btrim(NEW.decided_why, E' \t\r\n') = '' THEN
    PERFORM public.claims_refuse('supposition_rejected_with_reason', 'decided_why', 'A rejection says why.');
  END IF;
  IF (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.decided_why)
     IS DISTINCT FROM (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.decided_why) THEN
    IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['reviewer', 'editor']) THEN
      PERFORM public.claims_refuse('supposition_decided_by_a_person', 'decision',
        'Active reviewers and editors decide on what the machine supposes, never the machine.');
    END IF;
    IF NEW.decision <> 'open' AND NEW.decided_by_id IS DISTINCT FROM NEW.changed_by_id THEN
      PERFORM public.claims_refuse('supposition_decided_by_the_actor', 'decided_by',
        'The person who decides is the person who changes the row.');
    END IF;
  END IF;
  RETURN NEW;
END
$$;

-- A claim comes back to the queue; a person looks at it again and says what came of it, once.
CREATE OR REPLACE FUNCTION public.claims_recheck_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_require_editor(NEW.changed_by_id);
    IF NEW.settled_at IS NOT NULL THEN
      PERFORM public.claims_refuse('recheck_begins_open', 'settled_at', 'A recheck begins unsettled.');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.settled_at IS NOT NULL
     OR (NEW.claim_id, NEW.occasion, NEW.mark, NEW.because, NEW.raised_at)
        IS DISTINCT FROM (OLD.claim_id, OLD.occasion, OLD.mark, OLD.because, OLD.raised_at) THEN
    PERFORM public.claims_refuse('recheck_stays', 'settled_at', 'A recheck is settled once and stays as it is.');
  END IF;
  IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['reviewer', 'editor'])
     OR NEW.settled_by_id IS DISTINCT FROM NEW.changed_by_id THEN
    PERFORM public.claims_refuse('recheck_settled_by_a_person', 'settled_by',
      'An active reviewer or editor settles a recheck, in their own name.');
  END IF;
  RETURN NEW;
END
$$;

-- A source's figure stands in the excerpt of its own evidence.
CREATE OR REPLACE FUNCTION public.claims_reported_figure_is_verbatim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.evidence_id <> OLD.evidence_id THEN
    PERFORM public.claims_refuse('reportedfigure_stays_with_its_evidence', 'evidence',
      'A figure never moves to other evidence.');
  END IF;
  IF NEW.withdrawn_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM public.claims_evidence e
    WHERE e.id = NEW.evidence_id AND e.claim_id = NEW.claim_id AND e.withdrawn_at IS NULL
      AND strpos(e.excerpt, NEW.text) > 0) THEN
    PERFORM public.claims_refuse('reportedfigure_text_is_verbatim', 'text',
      format('The words “%s” do not stand in the excerpt of this evidence.', NEW.text));
  END IF;
  RETURN NEW;
END
$$;
