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
  PERFORM public.claims_require_read_committed();
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
  IF NOT EXISTS (
    SELECT 1 FROM public.claims_claim c
    JOIN public.claims_publishedclaim l ON l.public_id = c.public_id AND l.number = c.published_number
    WHERE c.id = NEW.claim_id AND c.published_number >= NEW.number) THEN
    PERFORM public.claims_refuse('publication_moves_claim_and_list', 'state',
      'A publication takes its claim along, and the list of public documents.');
  END IF;
  PERFORM public.claims_ledger_append(
    CASE NEW.kind WHEN 'first' THEN 'claim.published' WHEN 'correction' THEN 'claim.corrected'
                  ELSE 'claim.retracted' END,
    NEW.public_id, NEW.number, NEW.commitment);
  RETURN NULL;
END
$$;

-- The Merkle tree over the entries' hashes (RFC 6962, section 2.1), grown from the peaks of a smaller
-- tree: see claims/domain/merkle.py, which computes the same.
CREATE OR REPLACE FUNCTION public.claims_merkle_peaks(size bigint, peaks bytea, until bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry record;
  node bytea;
  level bigint;
BEGIN
  FOR entry IN SELECT l.position, l.hash FROM public.claims_ledgerentry l
               WHERE l.position > size AND l.position <= until ORDER BY l.position LOOP
    node := sha256('\x00'::bytea || entry.hash);
    level := entry.position - 1;
    WHILE level & 1 = 1 LOOP
      node := sha256('\x01'::bytea || substr(peaks, length(peaks) - 31) || node);
      peaks := substr(peaks, 1, length(peaks) - 32);
      level := level >> 1;
    END LOOP;
    peaks := peaks || node;
  END LOOP;
  RETURN peaks;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_merkle_root(peaks bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  root bytea;
BEGIN
  FOR place IN REVERSE length(peaks) / 32 - 1 .. 0 LOOP
    root := coalesce(sha256('\x01'::bytea || substr(peaks, place * 32 + 1, 32) || root),
                     substr(peaks, place * 32 + 1, 32));
  END LOOP;
  RETURN root;
END
$$;

-- A checkpoint states the log as it stands, by size and by root, and later ones are larger.
CREATE OR REPLACE FUNCTION public.claims_checkpoint_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last record;
  peaks bytea;
BEGIN
  IF NEW.size > coalesce((SELECT max(l.position) FROM public.claims_ledgerentry l), 0)
     OR NEW.size <= coalesce((SELECT max(k.size) FROM public.claims_checkpoint k), -1) THEN
    PERFORM public.claims_refuse('checkpoint_size_fits_the_log', 'size',
      'A checkpoint is of the log as it stands, and larger than the one before.');
  END IF;
  SELECT k.size, k.frontier INTO last FROM public.claims_checkpoint k ORDER BY k.size DESC LIMIT 1;
  peaks := public.claims_merkle_peaks(coalesce(last.size, 0), coalesce(last.frontier, ''), NEW.size);
  IF NEW.frontier <> peaks THEN  -- then one of the two is wrong: the entries decide
    peaks := public.claims_merkle_peaks(0, '', NEW.size);
  END IF;
  IF NEW.frontier <> peaks OR NEW.root IS DISTINCT FROM public.claims_merkle_root(NEW.frontier) THEN
    PERFORM public.claims_refuse('checkpoint_root_is_that_of_the_log', 'root',
      'Root and frontier are not those of the log''s entries.');
  END IF;
  IF NOT starts_with(NEW.note, (SELECT format(E'factcheck/%s\n%s\n%s\n\n— ', i.log_id, NEW.size,
                                              encode(NEW.root, 'base64')) FROM public.claims_logidentity i)) THEN
    PERFORM public.claims_refuse('checkpoint_note_says_the_same', 'note',
      'The signed note must state this log, this size and this root.');
  END IF;
  NEW.at := clock_timestamp();
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
