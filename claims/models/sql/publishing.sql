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

-- Whether bytes are one JSON object in canonical form (RFC 8785) with exactly these keys.
CREATE OR REPLACE FUNCTION public.claims_is_canonical(document bytea, keys text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT convert_from(document, 'UTF8')
         = '{' || string_agg(to_json(p.key)::text || ':' || p.value, ',' ORDER BY p.key COLLATE "C") || '}'
     AND array_agg(p.key ORDER BY p.key COLLATE "C") = keys
  FROM public.claims_document_parts(document) p
$$;

-- A moment as documents and the log write it.
CREATE OR REPLACE FUNCTION public.claims_moment(moment timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Four eyes: an approval is of the present revision, by somebody who had no hand in it.
CREATE OR REPLACE FUNCTION public.claims_approval_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c record;
BEGIN
  PERFORM public.claims_require_read_committed();
  SELECT * INTO c FROM public.claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
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
  IF NEW.by_id IN (SELECT public.claims_hands_in(NEW.claim_id)) THEN
    PERFORM public.claims_refuse('approval_by_a_second_person', 'by',
      'Whoever had a hand in the draft since the last publication may not approve it.');
  END IF;
  IF NEW.draft IS NULL OR octet_length(NEW.salt) <> 32
     OR NEW.commitment IS DISTINCT FROM public.claims_commitment(NEW.salt, NEW.draft) THEN
    PERFORM public.claims_refuse('approval_commitment_fits', 'commitment',
      'The commitment is not that of the approved draft.');
  END IF;
  IF public.claims_is_canonical(NEW.draft, ARRAY[{{draft_keys}}]) IS NOT TRUE THEN
    PERFORM public.claims_refuse('approval_draft_is_canonical', 'draft',
      'The draft is not canonical JSON with the keys of a document.');
  END IF;
  IF (SELECT btrim(coalesce(d #>> '{verdict,levels_why}', '')) = '' AND d ->> 'verdict' IS NOT NULL
             AND (d #>> '{verdict,evidence_level}', d #>> '{verdict,agreement}')
                 IS DISTINCT FROM (d #>> '{verdict,weighed,evidence_level}', d #>> '{verdict,weighed,agreement}')
      FROM (SELECT convert_from(NEW.draft, 'UTF8')::json AS d) x) THEN
    PERFORM public.claims_refuse('approval_of_levels_with_their_reason', 'levels_why',
      'Evidence or agreement is set otherwise than it is weighed, without a reason.');
  END IF;
  NEW.at := clock_timestamp();
  RETURN NEW;
END
$$;

-- What a document says of its corrections: one item for each publication after the first, this one included.
CREATE OR REPLACE FUNCTION public.claims_corrections_written(this public.claims_publication) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT '[' || coalesce(string_agg(format('{"at":"%s","kind":%s,"number":%s,"reason":%s}',
      public.claims_moment(x.at), to_json(x.kind), x.number, to_json(x.reason)), ',' ORDER BY x.number), '') || ']'
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
  PERFORM public.claims_require_read_committed();
  SELECT * INTO c FROM public.claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM public.claims_approval WHERE id = NEW.approval_id;
  SELECT * INTO last FROM public.claims_publication p WHERE p.claim_id = NEW.claim_id ORDER BY p.number DESC LIMIT 1;
  IF c.public_id IS DISTINCT FROM NEW.public_id THEN
    PERFORM public.claims_refuse('publication_is_of_its_claim', 'public_id', 'The public id is not the claim''s.');
  END IF;
  IF c.state <> 'approved' OR a.claim_id IS DISTINCT FROM c.id OR a.rev <> c.rev OR NEW.rev <> c.rev THEN
    PERFORM public.claims_refuse('publication_needs_an_approval', 'approval',
      format('Publishing needs an approval of the present revision (%s); the claim is “%s”.', c.rev, c.state));
  END IF;
  IF EXISTS (SELECT 1 FROM public.claims_withholding w WHERE w.claim_id = c.id AND w.lifted_at IS NULL) THEN
    PERFORM public.claims_refuse('publication_not_while_withheld', 'state',
      'The documents of this claim are withheld; they come back before the next one is published.');
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
        WHERE p.key NOT IN ({{frame_keys}})
        GROUP BY p.key, p.value) x
  FULL JOIN (SELECT p.key, p.value, count(*) AS n FROM public.claims_document_parts(a.draft) p
             GROUP BY p.key, p.value) y
    ON x.key = y.key AND x.value = y.value AND x.n = y.n
  WHERE x.key IS NULL OR y.key IS NULL;
  IF differing IS NOT NULL THEN
    PERFORM public.claims_refuse('publication_is_what_was_approved', 'document',
      format('The document differs from what was approved in: %s.', differing));
  END IF;
  IF public.claims_is_canonical(NEW.document, ARRAY[{{document_keys}}]) IS NOT TRUE THEN
    PERFORM public.claims_refuse('publication_is_canonical', 'document',
      'The document is not canonical JSON with the keys of a document.');
  END IF;
  d := convert_from(NEW.document, 'UTF8')::json;
  SELECT string_agg(x.key, ', ') INTO differing
  FROM (VALUES ('number', NEW.number::text), ('kind', to_json(NEW.kind)::text),
               ('id', to_json(NEW.public_id)::text), ('previous_number', coalesce(last.number::text, 'null')),
               ('published_at', format('"%s"', public.claims_moment(NEW.at)))) x(key, value)
  WHERE (d -> x.key)::text IS DISTINCT FROM x.value;
  IF differing IS NOT NULL OR d ->> 'status' NOT IN ('unrated', 'rated', 'retracted')
     OR (d ->> 'status' = 'retracted') <> (NEW.kind = 'retraction')
     OR (NEW.correction_kind = 'withdrawn') <> (NEW.kind = 'retraction') THEN
    PERFORM public.claims_refuse('publication_frame_fits_its_row', 'document',
      format('The document says otherwise than the publication: %s.', coalesce(differing, 'status')));
  END IF;
  IF (d -> 'corrections')::text IS DISTINCT FROM public.claims_corrections_written(NEW) THEN
    PERFORM public.claims_refuse('publication_lists_its_corrections', 'document',
      'The corrections in the document are not those that were published.');
  END IF;
  IF NEW.at > clock_timestamp() OR NEW.at < clock_timestamp() - interval '5 minutes'
     OR NEW.at < last.at OR NEW.at < a.at - interval '1 minute' THEN
    PERFORM public.claims_refuse('publication_moment_is_plausible', 'at',
      'The moment of publication is not now, or lies before the previous one.');
  END IF;
  RETURN NEW;
END
$$;

-- The list of public documents names the newest one of a claim, and says of it what it says itself. Of a document
-- that was removed it says nothing new, and search finds nothing.
CREATE OR REPLACE FUNCTION public.claims_listed_is_the_newest() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  d jsonb;
BEGIN
  SELECT * INTO p FROM public.claims_publication q WHERE q.public_id = NEW.public_id ORDER BY q.number DESC LIMIT 1;
  IF p.id IS DISTINCT FROM NEW.publication_id OR p.number <> NEW.number THEN
    PERFORM public.claims_refuse('publishedclaim_is_the_newest', 'publication',
      'The list shows the newest publication of each claim.');
  END IF;
  d := convert_from(p.document, 'UTF8')::jsonb;
  IF d IS NULL AND TG_OP = 'UPDATE' THEN
    IF (NEW.at, NEW.status, NEW.speaker_id, NEW.article_id, NEW.rating, NEW.topic, NEW.demonstration, NEW.source_ids,
        NEW.words, NEW.speaker_name, NEW.outlet, NEW.measures, NEW.links, NEW.said_from, NEW.said_to)
       IS DISTINCT FROM (OLD.at, OLD.status, OLD.speaker_id, OLD.article_id, OLD.rating, OLD.topic,
         OLD.demonstration, OLD.source_ids, '', '', '', '{}'::text[], '{}'::text[], NULL::date, NULL::date) THEN
      PERFORM public.claims_refuse('publishedclaim_of_a_removed_document_has_no_words', 'publication',
        'The document was removed: the list keeps none of its words.');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.at, NEW.status, NEW.speaker_id, NEW.article_id, NEW.rating, NEW.topic, NEW.demonstration::text, NEW.source_ids)
     IS DISTINCT FROM (p.at, d ->> 'status', d #>> '{speaker,id}', d #>> '{article,id}',
       coalesce(d #>> '{verdict,rating}', ''), d ->> 'topic', d ->> 'demonstration',
       ARRAY(SELECT e #>> '{source,id}' FROM jsonb_array_elements(d -> 'evidence') WITH ORDINALITY x(e, n) ORDER BY n))
     OR (NEW.words, NEW.speaker_name, NEW.outlet, NEW.measures, NEW.links, NEW.said_from, NEW.said_to)
     IS DISTINCT FROM (public.claims_document_words(d), public.claims_document_speakers(d), d #>> '{article,outlet}',
       public.claims_document_measures(d), public.claims_document_links(d),
       (d #>> '{said,lower}')::date, (d #>> '{said,upper}')::date) THEN
    PERFORM public.claims_refuse('publishedclaim_says_what_its_document_says', 'publication',
      'The list says of a document only what it says itself.');
  END IF;
  RETURN NEW;
END
$$;

-- What lists say of a speaker, an article or a source stands in the document that they name.
CREATE OR REPLACE FUNCTION public.claims_described_by_a_document() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
  d jsonb;
  known boolean;
BEGIN
  SELECT * INTO p FROM public.claims_publication q WHERE q.id = NEW.publication_id;
  d := convert_from(p.document, 'UTF8')::jsonb;
  CASE TG_TABLE_NAME
    WHEN 'claims_publishedspeaker' THEN
      known := (NEW.public_id, NEW.name, NEW.kind) IS NOT DISTINCT FROM
        (d #>> '{speaker,id}', d #>> '{speaker,name}', d #>> '{speaker,kind}');
    WHEN 'claims_publishedarticle' THEN
      known := (NEW.public_id, NEW.headline, NEW.url, NEW.outlet) IS NOT DISTINCT FROM
        (d #>> '{article,id}', d #>> '{article,headline}', d #>> '{article,url}', d #>> '{article,outlet}');
    WHEN 'claims_publishedsource' THEN
      known := EXISTS (SELECT 1 FROM jsonb_array_elements(d -> 'evidence') e
        WHERE (NEW.public_id, NEW.title, NEW.url, NEW.publisher) IS NOT DISTINCT FROM
          (e #>> '{source,id}', e #>> '{source,title}', e #>> '{source,url}', e #>> '{source,publisher}'));
  END CASE;
  IF known IS NOT TRUE OR NEW.at IS DISTINCT FROM p.at THEN
    PERFORM public.claims_refuse('described_by_its_document', 'publication',
      'A list describes a speaker, an article or a source as the document that it names does.');
  END IF;
  RETURN NEW;
END
$$;
