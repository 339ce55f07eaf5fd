-- A round of work: reviewers and editors say who has it, people who work on claims have it, and it ends once.
CREATE OR REPLACE FUNCTION public.claims_review_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  claim_state text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.closed_at IS NOT NULL THEN
      PERFORM public.claims_refuse('review_stays_closed', 'closed_at', 'A round of work that has ended stays as it is.');
    END IF;
    IF (NEW.claim_id, NEW.opened_at) IS DISTINCT FROM (OLD.claim_id, OLD.opened_at) THEN
      PERFORM public.claims_refuse('review_stays_with_its_claim', 'claim', 'A round of work stays with its claim.');
    END IF;
    IF (NEW.assigned_to_id, NEW.due_on) IS NOT DISTINCT FROM (OLD.assigned_to_id, OLD.due_on) THEN
      RETURN NEW;  -- it only ends
    END IF;
  END IF;
  IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('review_assigned_by_a_reviewer_or_editor', 'by',
      'Active reviewers and editors say who works on a claim.');
  END IF;
  IF NEW.assigned_to_id IS NOT NULL AND NOT public.claims_person_has_role(
       NEW.assigned_to_id, ARRAY['extractor', 'reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('review_assigned_to_somebody_who_may_work', 'assigned_to',
      'A claim is assigned to an active extractor, reviewer or editor.');
  END IF;
  SELECT c.state INTO claim_state FROM public.claims_claim c WHERE c.id = NEW.claim_id;
  IF TG_OP = 'INSERT' AND NEW.closed_at IS NULL AND claim_state IN ('rejected', 'duplicate', 'suppressed') THEN
    PERFORM public.claims_refuse('review_of_a_claim_with_work', 'claim',
      format('A claim that is “%s” has no work to assign; reopen it first.', claim_state));
  END IF;
  RETURN NEW;
END
$$;

-- The round ends with the work, whichever way the claim came there.
CREATE OR REPLACE FUNCTION public.claims_round_ends() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> OLD.state
     AND NEW.state IN ('published', 'retracted', 'rejected', 'duplicate', 'suppressed') THEN
    UPDATE public.claims_review r
      SET closed_at = clock_timestamp(), changed_by_id = NEW.changed_by_id
      WHERE r.claim_id = NEW.id AND r.closed_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;

-- A comment stays as its author wrote it; only the author withdraws it.
CREATE OR REPLACE FUNCTION public.claims_comment_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND public.claims_is_suppressed(NEW.claim_id) THEN
    PERFORM public.claims_refuse('comment_on_what_is_there', 'claim',
      'This claim was suppressed; nothing is written about it any more.');
  END IF;
  IF NEW.by_id <> NEW.changed_by_id THEN
    PERFORM public.claims_refuse('comment_is_its_author_s', 'by', 'Only its author writes or withdraws a comment.');
  END IF;
  IF NOT public.claims_person_has_role(NEW.by_id, ARRAY['extractor', 'reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('comment_by_somebody_who_may_work', 'by',
      'Active extractors, reviewers and editors comment on claims.');
  END IF;
  IF TG_OP = 'INSERT' AND NEW.withdrawn_at IS NOT NULL THEN
    PERFORM public.claims_refuse('comment_begins_standing', 'withdrawn_at', 'A comment begins as one that stands.');
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.claim_id, NEW.by_id, NEW.at, NEW.text)
     IS DISTINCT FROM (OLD.claim_id, OLD.by_id, OLD.at, OLD.text) THEN
    PERFORM public.claims_refuse('comment_stays_as_written', 'text',
      'A comment stays as it was written; withdraw it and write another one.');
  END IF;
  RETURN NEW;
END
$$;

-- Whether a person had a hand in what would be published, and so may not approve it.
CREATE OR REPLACE FUNCTION public.claims_had_a_hand(claim bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE COST 10000 SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.claims_hands_in(claim) AS hand(id) WHERE hand.id = person)
$$;
