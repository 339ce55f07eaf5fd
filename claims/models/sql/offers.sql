-- What the machine read out of an article stays as it was made; only people decide on it, by a step of its claim.
CREATE OR REPLACE FUNCTION public.claims_offer_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  claim public.claims_claim;
BEGIN
  SELECT c.* INTO claim FROM public.claims_claim c WHERE c.id = NEW.claim_id;
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_require_editor(NEW.changed_by_id);
    IF NEW.decision <> 'open' OR NEW.made_by_id <> NEW.changed_by_id THEN
      PERFORM public.claims_refuse('offer_begins_open', 'decision',
        'What is offered begins undecided, in the name of whoever offers it.');
    END IF;
    IF claim.state IS DISTINCT FROM 'proposed' OR claim.version_id <> NEW.version_id THEN
      PERFORM public.claims_refuse('offer_is_of_its_claim', 'claim',
        'An offer is of a proposed claim, in the version in which that stands.');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.claim_id, NEW.version_id, NEW.rev, NEW.place, NEW.made, NEW.score, NEW.extractor, NEW.extractor_version,
      NEW.made_by_id, NEW.made_at)
     IS DISTINCT FROM (OLD.claim_id, OLD.version_id, OLD.rev, OLD.place, OLD.made, OLD.score, OLD.extractor,
      OLD.extractor_version, OLD.made_by_id, OLD.made_at) THEN
    PERFORM public.claims_refuse('offer_stays_as_made', 'made', 'What the machine offered stays as it was made.');
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM public.claims_moves() m
    WHERE m.source = claim.state AND public.claims_person_has_role(NEW.changed_by_id, m.roles)
      AND m.target = CASE NEW.decision WHEN 'accepted' THEN 'open' WHEN 'edited' THEN 'open'
                                       WHEN 'rejected' THEN 'rejected' WHEN 'duplicate' THEN 'duplicate' END) THEN
    PERFORM public.claims_refuse('offer_decided_by_a_person', 'by',
      'Whoever may take the claim that step decides on the offer, never the machine.');
  END IF;
  IF NEW.decided_by_id IS DISTINCT FROM NEW.changed_by_id THEN
    PERFORM public.claims_refuse('offer_decided_by_the_actor', 'decided_by',
      'The person who decides is the person who changes the row.');
  END IF;
  IF NEW.decision = 'rejected' AND btrim(NEW.decided_why, E' \t\r\n') = '' THEN
    PERFORM public.claims_refuse('offer_rejected_with_a_reason', 'why', 'Say why it is rejected.');
  END IF;
  RETURN NEW;
END
$$;

-- Whether a decision is that of a claim in this state.
CREATE OR REPLACE FUNCTION public.claims_decision_fits(decision text, state text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE state WHEN 'suppressed' THEN true WHEN 'proposed' THEN decision = 'open'
    WHEN 'rejected' THEN decision = 'rejected' WHEN 'duplicate' THEN decision = 'duplicate'
    ELSE decision IN ('accepted', 'edited') END
$$;

-- A claim that was offered leaves “proposed” only with the decision on the offer, which is written before.
CREATE OR REPLACE FUNCTION public.claims_claim_decides_its_offer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> OLD.state AND EXISTS (
    SELECT 1 FROM public.claims_offer o
    WHERE o.claim_id = NEW.id AND NOT public.claims_decision_fits(o.decision, NEW.state)) THEN
    PERFORM public.claims_refuse('claim_step_decides_its_offer', 'state',
      'What a person decides on a claim that the machine offered is kept with the offer.');
  END IF;
  RETURN NEW;
END
$$;

-- And no decision stands without its step.
CREATE OR REPLACE FUNCTION public.claims_offer_fits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.claims_offer o JOIN public.claims_claim c ON c.id = o.claim_id
    WHERE o.id = NEW.id AND NOT public.claims_decision_fits(o.decision, c.state)) THEN
    PERFORM public.claims_refuse('offer_decision_fits_its_claim', 'decision',
      'A decision on an offer goes with the step of its claim.');
  END IF;
  RETURN NULL;
END
$$;
