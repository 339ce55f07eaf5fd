-- The commit log. The lock is taken last and held until COMMIT has made the entry visible,
-- so the order of positions is the order of visibility.
CREATE OR REPLACE FUNCTION public.claims_entry_record(
  pos bigint, entry_type text, public_id text, number integer, commitment bytea, previous bytea, moment timestamptz)
RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT public.claims_lp(convert_to('factcheck/entry/v1', 'UTF8'))
    || public.claims_lp(convert_to(pos::text, 'UTF8'))
    || public.claims_lp(convert_to(entry_type, 'UTF8'))
    || public.claims_lp(convert_to(public_id, 'UTF8'))
    || public.claims_lp(convert_to(number::text, 'UTF8'))
    || public.claims_lp(commitment)
    || public.claims_lp(previous)
    || public.claims_lp(convert_to(
         to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION public.claims_ledger_append(
  entry_type text, claim_public_id text, claim_number integer, entry_commitment bytea)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last_position bigint;
  last_hash bytea;
  last_time timestamptz;
  moment timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM public.claims_refuse('ledger_is_written_under_read_committed', '',
      'The log is written under READ COMMITTED only; this transaction is '
      || upper(current_setting('transaction_isolation')) || '.');
  END IF;
  PERFORM pg_advisory_xact_lock(7163388914516451);
  SELECT l.position, l.hash, l.time INTO last_position, last_hash, last_time
    FROM public.claims_ledgerentry l ORDER BY l.position DESC LIMIT 1;
  IF NOT FOUND THEN
    last_position := 0;
    SELECT sha256(public.claims_lp(convert_to('factcheck/genesis/v1', 'UTF8'))
                  || public.claims_lp(convert_to(i.log_id::text, 'UTF8')))
      INTO STRICT last_hash FROM public.claims_logidentity i;
  END IF;
  moment := greatest(clock_timestamp(), last_time);
  INSERT INTO public.claims_ledgerentry
    (position, type, public_id, number, commitment, previous_hash, hash, time)
  VALUES (last_position + 1, entry_type, claim_public_id, claim_number, entry_commitment, last_hash,
    sha256(public.claims_entry_record(last_position + 1, entry_type, claim_public_id, claim_number,
                                      entry_commitment, last_hash, moment)), moment);
  RETURN last_position + 1;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_publication_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.claims_ledger_append(
    CASE NEW.kind WHEN 'first' THEN 'claim.published' WHEN 'correction' THEN 'claim.corrected'
                  ELSE 'claim.retracted' END,
    NEW.public_id, NEW.number, NEW.commitment);
  RETURN NULL;
END
$$;

-- A checkpoint is of a size that the log has, and later ones are larger.
CREATE OR REPLACE FUNCTION public.claims_checkpoint_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.size > coalesce((SELECT max(l.position) FROM public.claims_ledgerentry l), 0)
     OR NEW.size <= coalesce((SELECT max(k.size) FROM public.claims_checkpoint k), -1) THEN
    PERFORM public.claims_refuse('checkpoint_size_fits_the_log', 'size',
      'A checkpoint is of the log as it stands, and larger than the one before.');
  END IF;
  RETURN NEW;
END
$$;

-- Entries leave the chain by nobody's hand: not even the owner's, short of dropping this trigger.
CREATE OR REPLACE FUNCTION public.claims_publication_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.claims_refuse('publication_is_immutable', '',
    'A published document never changes; publish a correction.');
  RETURN NULL;
END
$$;
