-- Administrators look after endpoints; the machine only says that one fails or wants nothing more, and forgets a secret
-- that signs no longer.
CREATE OR REPLACE FUNCTION public.claims_webhookendpoint_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.public_id, NEW.newsroom_id) IS DISTINCT FROM (OLD.public_id, OLD.newsroom_id) THEN
    PERFORM public.claims_refuse('webhookendpoint_stays_with_its_newsroom', 'newsroom',
      'An endpoint stays with its newsroom; make another one there.');
  END IF;
  IF public.claims_person_has_role(NEW.changed_by_id, ARRAY['administrator']) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state IN ('failing', 'disabled') AND OLD.state = 'enabled'
     AND to_jsonb(NEW) - ARRAY['state', 'state_at', 'state_why', 'changed_by_id', 'changed_at']
       = to_jsonb(OLD) - ARRAY['state', 'state_at', 'state_why', 'changed_by_id', 'changed_at']
     AND EXISTS (SELECT 1 FROM public.claims_user u
                 WHERE u.id = NEW.changed_by_id AND u.is_machine) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.earlier_until <= clock_timestamp() AND NEW.earlier_until IS NULL
     AND to_jsonb(NEW) - ARRAY['earlier_secret', 'earlier_until', 'changed_by_id', 'changed_at']
       = to_jsonb(OLD) - ARRAY['earlier_secret', 'earlier_until', 'changed_by_id', 'changed_at']
     AND EXISTS (SELECT 1 FROM public.claims_user u
                 WHERE u.id = NEW.changed_by_id AND u.is_machine) THEN
    RETURN NEW;
  END IF;
  PERFORM public.claims_refuse('webhookendpoint_by_an_administrator', 'by',
    'Active administrators look after webhooks.');
  RETURN NULL;
END
$$;

-- An endpoint moves on only past entries of which there is a delivery, if they concern it: nothing is skipped.
CREATE OR REPLACE FUNCTION public.claims_webhookprogress_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.position > coalesce((SELECT max(l.position) FROM public.claims_ledgerentry l), 0) THEN
    PERFORM public.claims_refuse('webhookprogress_within_the_log', 'position', 'The log is not as long as that.');
  END IF;
  IF TG_OP = 'UPDATE' AND EXISTS (
    SELECT 1 FROM public.claims_ledgerentry l
    JOIN public.claims_webhookendpoint e ON e.id = NEW.endpoint_id
    WHERE l.position > OLD.position AND l.position <= NEW.position
      AND (l.type = ANY (ARRAY[{{sent_always}}]) OR l.type = ANY (e.events))
      AND NOT EXISTS (SELECT 1 FROM public.claims_webhookdelivery d
                      WHERE d.endpoint_id = NEW.endpoint_id AND d.position = l.position)) THEN
    PERFORM public.claims_refuse('webhookprogress_skips_nothing', 'position',
      'There are entries between that concern this endpoint and of which there is no delivery.');
  END IF;
  RETURN NEW;
END
$$;

-- A delivery is of an entry of the log, is sent behind the earlier ones of its claim, and is delivered by being sent.
CREATE OR REPLACE FUNCTION public.claims_webhookdelivery_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'delivered' AND OLD.position IS NOT NULL THEN
      PERFORM public.claims_refuse('webhookdelivery_undelivered_stays', 'state',
        'What was not delivered is not forgotten.');
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.tries <> 0 OR NEW.turn <> 1 OR NEW.position IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM public.claims_ledgerentry l WHERE l.position = NEW.position AND l.public_id = NEW.claim) THEN
      PERFORM public.claims_refuse('webhookdelivery_is_of_the_log', 'position',
        'A delivery begins as one that waits, of an entry of the log and its claim.');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.endpoint_id, NEW.position, NEW.claim) IS DISTINCT FROM
     (OLD.id, OLD.endpoint_id, OLD.position, OLD.claim) THEN
    PERFORM public.claims_refuse('webhookdelivery_stays_what_it_is', 'position',
      'A delivery stays that of its entry to its endpoint.');
  END IF;
  IF NEW.state = 'delivered' AND OLD.state NOT IN ('sending', 'delivered') THEN
    PERFORM public.claims_refuse('webhookdelivery_is_sent_first', 'state',
      'Nothing is delivered that was not being sent.');
  END IF;
  IF NEW.state = 'sending' AND OLD.state <> 'sending' AND EXISTS (
       SELECT 1 FROM public.claims_webhookdelivery b
       WHERE b.endpoint_id = NEW.endpoint_id AND b.claim = NEW.claim AND b.position < NEW.position
         AND b.state <> 'delivered') THEN
    PERFORM public.claims_refuse('webhookdelivery_waits_its_turn', 'position',
      'An earlier message of the same claim is not delivered yet.');
  END IF;
  RETURN NEW;
END
$$;
