-- What a reader sent stays as it arrived; a way to reach them can only go; people answer, in their own name.
CREATE OR REPLACE FUNCTION public.claims_ticket_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  word text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.contact_erased_at IS NOT NULL THEN
      PERFORM public.claims_refuse('ticket_begins_open', 'state', 'A ticket begins open and as it was sent.');
    END IF;
    IF NEW.claim <> '' AND NOT EXISTS (
      SELECT 1 FROM public.claims_publication p
      WHERE p.public_id = NEW.claim AND p.number = NEW.number_read AND p.document IS NOT NULL) THEN
      PERFORM public.claims_refuse('ticket_is_about_a_public_document', 'claim',
        'There is no public document of this claim and number.');
    END IF;
    RETURN NEW;
  END IF;
  FOREACH word IN ARRAY ARRAY['kind', 'claim', 'number_read', 'passage', 'text', 'received_at'] LOOP
    IF to_jsonb(NEW) -> word IS DISTINCT FROM to_jsonb(OLD) -> word THEN
      PERFORM public.claims_refuse('ticket_stays_as_received', word, 'What a reader sent stays as it arrived.');
    END IF;
  END LOOP;
  IF NEW.contact IS DISTINCT FROM OLD.contact THEN
    IF NEW.contact <> '' OR NEW.contact_erased_at IS NULL THEN
      PERFORM public.claims_refuse('ticket_contact_is_only_erased', 'contact',
        'A way to reach somebody is never changed, only erased, and the row says when.');
    END IF;
  ELSIF NEW.contact_erased_at IS DISTINCT FROM OLD.contact_erased_at THEN
    PERFORM public.claims_refuse('ticket_contact_is_only_erased', 'contact_erased_at',
      'The moment of erasing is set when a way to reach somebody is erased.');
  END IF;
  IF (NEW.state, NEW.answer, NEW.handled_by_id, NEW.handled_at)
     IS DISTINCT FROM (OLD.state, OLD.answer, OLD.handled_by_id, OLD.handled_at) THEN
    IF OLD.state <> 'open' AND (NEW.state = 'open' OR NEW.handled_at <= OLD.handled_at) THEN
      PERFORM public.claims_refuse('ticket_stays_settled', 'state',
        'A settled ticket stays settled; a better answer names its own person and moment.');
    END IF;
    IF NOT public.claims_person_has_role(NEW.handled_by_id, ARRAY['reviewer', 'editor']) THEN
      PERFORM public.claims_refuse('ticket_settled_by_a_person', 'handled_by',
        'An active reviewer or editor settles a ticket, in their own name.');
    END IF;
  END IF;
  RETURN NEW;
END
$$;
