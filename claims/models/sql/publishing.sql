-- Canonical, length-prefixed bytes: see claims/domain/ledger.py, which computes the same.
CREATE OR REPLACE FUNCTION public.claims_lp(part bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT int4send(octet_length(part)) || part
$$;

CREATE OR REPLACE FUNCTION public.claims_commitment(salt bytea, document bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256(public.claims_lp(convert_to('factcheck/commitment/v1', 'UTF8'))
                || public.claims_lp(salt) || public.claims_lp(document))
$$;

-- The draft's own keys and values, each value as its exact text.
CREATE OR REPLACE FUNCTION public.claims_document_parts(document bytea) RETURNS TABLE (key text, value text)
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.key, e.value::text FROM json_each(convert_from(document, 'UTF8')::json) AS e(key, value)
$$;

-- Four eyes: an approval is of the present revision, by somebody who had no hand in it.
CREATE OR REPLACE FUNCTION public.claims_approval_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT * INTO c FROM public.claims_claim WHERE id = NEW.claim_id FOR UPDATE;
  IF c.state <> 'draft complete' THEN
    PERFORM public.claims_refuse('approval_of_a_complete_draft', 'state',
      format('Only a complete draft can be approved; this claim is “%s”.', c.state));
  END IF;
  IF NEW.rev <> c.rev THEN
    PERFORM public.claims_refuse('approval_names_the_present_rev', 'rev',
      format('The draft is at revision %s, the approval names %s.', c.rev, NEW.rev));
  END IF;
  IF NOT public.claims_person_has_role(NEW.by_id, ARRAY['reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('approval_by_a_reviewer_or_editor', 'by',
      'Only an active reviewer or editor may approve.');
  END IF;
  IF EXISTS (
    SELECT 1 FROM public.claims_contribution k
    WHERE k.claim_id = NEW.claim_id AND k.user_id = NEW.by_id
      AND k.rev > coalesce((SELECT max(p.rev) FROM public.claims_publication p
                            WHERE p.claim_id = NEW.claim_id), 0)) THEN
    PERFORM public.claims_refuse('approval_by_a_second_person', 'by',
      'Whoever had a hand in the draft since the last publication may not approve it.');
  END IF;
  IF NEW.draft IS NULL OR octet_length(NEW.salt) <> 32
     OR NEW.commitment IS DISTINCT FROM public.claims_commitment(NEW.salt, NEW.draft) THEN
    PERFORM public.claims_refuse('approval_commitment_fits', 'commitment',
      'The commitment is not that of the approved draft.');
  END IF;
  NEW.at := clock_timestamp();
  RETURN NEW;
END
$$;

-- What a document says of its corrections: one item for each publication after the first, this one included.
CREATE OR REPLACE FUNCTION public.claims_corrections_until(this public.claims_publication) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('number', x.number, 'kind', x.kind, 'reason', x.reason,
      'at', to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY x.number), '[]'::jsonb)
  FROM (SELECT p.number, p.correction_kind AS kind, p.correction_reason AS reason, p.at
        FROM public.claims_publication p WHERE p.claim_id = this.claim_id AND p.number > 1
        UNION ALL SELECT this.number, this.correction_kind, this.correction_reason, this.at
        WHERE this.number > 1) x
$$;

-- Publishing: approved, by an editor, next number, exactly what was approved.
CREATE OR REPLACE FUNCTION public.claims_publication_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c record;
  a record;
  last record;
  d json;
  differing text;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM public.claims_refuse('ledger_is_written_under_read_committed', '',
      'The log is written under READ COMMITTED only; this transaction is '
      || upper(current_setting('transaction_isolation')) || '.');
  END IF;
  SELECT * INTO c FROM public.claims_claim WHERE id = NEW.claim_id FOR UPDATE;
  SELECT * INTO a FROM public.claims_approval WHERE id = NEW.approval_id;
  SELECT * INTO last FROM public.claims_publication p WHERE p.claim_id = NEW.claim_id ORDER BY p.number DESC LIMIT 1;
  IF c.public_id IS DISTINCT FROM NEW.public_id THEN
    PERFORM public.claims_refuse('publication_is_of_its_claim', 'public_id', 'The public id is not the claim''s.');
  END IF;
  IF c.state <> 'approved' OR a.claim_id IS DISTINCT FROM c.id OR a.rev <> c.rev OR NEW.rev <> c.rev THEN
    PERFORM public.claims_refuse('publication_needs_an_approval', 'approval',
      format('Publishing needs an approval of the present revision (%s); the claim is “%s”.', c.rev, c.state));
  END IF;
  IF NOT public.claims_person_has_role(a.by_id, ARRAY['reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('publication_approver_still_may', 'approval',
      'The person who approved is no longer an active reviewer or editor.');
  END IF;
  IF NOT public.claims_person_has_role(NEW.by_id, ARRAY['editor']) THEN
    PERFORM public.claims_refuse('publication_by_an_editor', 'by', 'Only an active editor may publish.');
  END IF;
  IF NEW.number <> coalesce(last.number, 0) + 1 THEN
    PERFORM public.claims_refuse('publication_number_is_next', 'number',
      format('The next number is %s.', coalesce(last.number, 0) + 1));
  END IF;
  IF NEW.correction_kind <> c.correction_kind OR NEW.correction_reason <> c.correction_reason THEN
    PERFORM public.claims_refuse('publication_reason_is_the_approved_one', 'correction_reason',
      'Kind and reason of the correction are those of the claim.');
  END IF;
  IF NEW.document IS NULL OR octet_length(NEW.salt) <> 32
     OR NEW.commitment IS DISTINCT FROM public.claims_commitment(NEW.salt, NEW.document) THEN
    PERFORM public.claims_refuse('publication_commitment_fits', 'commitment',
      'The commitment is not that of the document.');
  END IF;
  SELECT string_agg(DISTINCT coalesce(x.key, y.key), ', ') INTO differing
  FROM (SELECT p.key, p.value, count(*) AS n FROM public.claims_document_parts(NEW.document) p
        WHERE p.key NOT IN ('number', 'previous_number', 'published_at', 'kind', 'corrections')
        GROUP BY p.key, p.value) x
  FULL JOIN (SELECT p.key, p.value, count(*) AS n FROM public.claims_document_parts(a.draft) p
             GROUP BY p.key, p.value) y
    ON x.key = y.key AND x.value = y.value AND x.n = y.n
  WHERE x.key IS NULL OR y.key IS NULL;
  IF differing IS NOT NULL THEN
    PERFORM public.claims_refuse('publication_is_what_was_approved', 'document',
      format('The document differs from what was approved in: %s.', differing));
  END IF;
  d := convert_from(NEW.document, 'UTF8')::json;
  IF (d ->> 'number')::integer IS DISTINCT FROM NEW.number OR d ->> 'kind' IS DISTINCT FROM NEW.kind
     OR d ->> 'id' IS DISTINCT FROM NEW.public_id
     OR (d ->> 'previous_number')::integer IS DISTINCT FROM last.number
     OR (d ->> 'published_at')::timestamptz IS DISTINCT FROM NEW.at
     OR (d ->> 'status' = 'retracted') <> (NEW.kind = 'retraction')
     OR (SELECT count(*) <> count(DISTINCT p.key) FROM public.claims_document_parts(NEW.document) p) THEN
    PERFORM public.claims_refuse('publication_frame_fits_its_row', 'document',
      'Number, kind, moment and status in the document are not those of the publication.');
  END IF;
  IF (d -> 'corrections')::jsonb IS DISTINCT FROM public.claims_corrections_until(NEW) THEN
    PERFORM public.claims_refuse('publication_lists_its_corrections', 'document',
      'The corrections in the document are not those that were published.');
  END IF;
  IF NEW.at > clock_timestamp() + interval '1 minute' OR NEW.at < a.at - interval '1 minute'
     OR NEW.at < last.at THEN
    PERFORM public.claims_refuse('publication_moment_is_plausible', 'at',
      'The moment of publication lies in the future, before its approval or before the previous one.');
  END IF;
  RETURN NEW;
END
$$;

-- The list of public documents names the newest one of a claim, never an older or a foreign one.
CREATE OR REPLACE FUNCTION public.claims_listed_is_the_newest() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.claims_publication p
    WHERE p.id = NEW.publication_id AND p.public_id = NEW.public_id AND p.number = NEW.number
      AND p.number = (SELECT max(q.number) FROM public.claims_publication q
                      WHERE q.public_id = NEW.public_id)) THEN
    PERFORM public.claims_refuse('publishedclaim_is_the_newest', 'publication',
      'The list shows the newest publication of each claim.');
  END IF;
  RETURN NEW;
END
$$;
