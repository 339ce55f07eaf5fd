-- The telling words of a text, as matching knows them: English stems without case, accents, marks and words that say
-- little. Letters with points between them are one word, thousands are one number, and everything else that joins
-- words separates them.
CREATE OR REPLACE FUNCTION public.claims_terms(t text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_tsvector('english', regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      lower(normalize(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]+', '', 'g'), NFC)),
      '(?<=\d),(?=\d\d\d(?!\d))', '', 'g'),
      '(?<=\m[a-z])\.(?=[a-z]\M)', '', 'g'),
      '[''’](?:s|ll|re|ve|d)\M', '', 'g'),
      '\m[a-z]+n[''’]t\M', ' ', 'g'),
      '[^[:alnum:]]+', ' ', 'g'))
$$;

-- What is stored of a text that has parts: every word with its weight by BM25 (see claims/matching/bm25.py), in
-- thousandths, and under the empty word that the text is there at all.
CREATE OR REPLACE FUNCTION public.claims_postings(texts text[], shares real[], average real)
RETURNS TABLE (term text, weight smallint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  WITH held AS (
    SELECT w.lexeme, sum(p.share * cardinality(w.positions)) AS times
    FROM unnest(texts, shares) AS p(text, share)
    CROSS JOIN LATERAL unnest(public.claims_terms(p.text)) AS w
    WHERE p.text <> '' GROUP BY w.lexeme
  ), whole AS (SELECT sum(h.times) AS length FROM held h)
  SELECT h.lexeme, greatest(1, round({{scale}} * ({{k1}} + 1) * h.times
    / (h.times + {{k1}} * (1 - {{b}} + {{b}} * w.length / average))))::smallint
  FROM held h CROSS JOIN whole w WHERE length(h.lexeme) <= 100
  UNION ALL SELECT '', 1::smallint FROM whole w WHERE w.length > 0
$$;

-- The parts of a document by which a claim is found again, in the order of `claims_document_shares`: statement; the
-- words themselves; whose they may be; headline, topic and places; what stands around the words.
CREATE OR REPLACE FUNCTION public.claims_document_parts(d jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY[
    coalesce(d ->> 'statement', ''),
    coalesce(CASE WHEN jsonb_typeof(d -> 'quotation') = 'object' THEN d #>> '{quotation,exact}' END, ''),
    concat_ws(' ', public.claims_document_speakers(d), d #>> '{speaker,role}', d #>> '{speaker,organization}'),
    concat_ws(' ', d #>> '{article,headline}', d ->> 'topic',
      (SELECT string_agg(p.member #>> '{}', ' ' ORDER BY p.place) FROM public.claims_each(d -> 'places') p)),
    CASE WHEN jsonb_typeof(d -> 'quotation') = 'object'
      THEN concat_ws(' ', d #>> '{quotation,context_before}', d #>> '{quotation,context_after}') ELSE '' END]
$$;

-- A claim's newest document is found by its words from the moment that it is there until the moment that it is gone.
-- What it means is read anew by a worker.
CREATE OR REPLACE FUNCTION public.claims_index_published() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  number bigint;
  d jsonb;
BEGIN
  SELECT p.claim_id, convert_from(p.document, 'UTF8')::jsonb INTO number, d
    FROM public.claims_publication p WHERE p.id = NEW.publication_id;
  DELETE FROM public.claims_publishedposting WHERE claim = number;
  DELETE FROM public.claims_publishedmeaning WHERE claim = number;
  INSERT INTO public.claims_publishedposting (term, claim, weight)
    SELECT x.term, number, x.weight
    FROM public.claims_postings(public.claims_document_parts(d), ARRAY[{{shares}}]::real[], {{average}}) x
    WHERE d IS NOT NULL;
  RETURN NULL;
END
$$;

-- A claim at the desk is found by its statement, its words and its speaker, unless it came to nothing.
CREATE OR REPLACE FUNCTION public.claims_index_at_desk() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.statement, NEW.exact, NEW.speaker_id, NEW.state IN ({{left_out}}))
     IS NOT DISTINCT FROM (OLD.statement, OLD.exact, OLD.speaker_id, OLD.state IN ({{left_out}})) THEN
    RETURN NULL;
  END IF;
  DELETE FROM public.claims_deskposting WHERE claim = NEW.id;
  PERFORM public.claims_index_at_desk(NEW);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_index_at_desk(c public.claims_claim) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.claims_deskposting (term, claim, weight)
    SELECT x.term, c.id, x.weight FROM public.claims_speaker s
    CROSS JOIN LATERAL public.claims_postings(
      ARRAY[c.statement, c.exact, s.name], ARRAY[{{desk_shares}}]::real[], {{average}}) x
    WHERE s.id = c.speaker_id AND c.state NOT IN ({{left_out}})
$$;

-- A speaker's new name is a word of all their claims.
CREATE OR REPLACE FUNCTION public.claims_index_said_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.name IS DISTINCT FROM OLD.name THEN
    DELETE FROM public.claims_deskposting d USING public.claims_claim c WHERE c.speaker_id = NEW.id AND d.claim = c.id;
    PERFORM public.claims_index_at_desk(c) FROM public.claims_claim c WHERE c.speaker_id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;

-- How many claims hold the words that many hold: counted now and then, so that asking need not.
CREATE OR REPLACE FUNCTION public.claims_count_common(fewest integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  counted bigint;
BEGIN
  LOCK TABLE public.claims_commonword IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM public.claims_commonword;
  INSERT INTO public.claims_commonword (term, held)
    SELECT p.term, count(*) FROM public.claims_publishedposting p GROUP BY p.term HAVING count(*) >= fewest;
  GET DIAGNOSTICS counted = ROW_COUNT;
  RETURN counted;
END
$$;

-- All of it made again, from the documents and the claims as they are.
CREATE OR REPLACE FUNCTION public.claims_index_again() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  LOCK TABLE public.claims_publishedclaim IN EXCLUSIVE MODE;
  DELETE FROM public.claims_publishedposting;
  INSERT INTO public.claims_publishedposting (term, claim, weight)
    SELECT x.term, p.claim_id, x.weight
    FROM public.claims_publishedclaim l JOIN public.claims_publication p ON p.id = l.publication_id
    CROSS JOIN LATERAL public.claims_postings(
      public.claims_document_parts(convert_from(p.document, 'UTF8')::jsonb), ARRAY[{{shares}}]::real[], {{average}}) x
    WHERE p.document IS NOT NULL;
  DELETE FROM public.claims_publishedmeaning m WHERE NOT EXISTS (
    SELECT 1 FROM public.claims_publishedposting p WHERE p.claim = m.claim);
  LOCK TABLE public.claims_claim IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM public.claims_deskposting;
  PERFORM public.claims_index_at_desk(c) FROM public.claims_claim c;
END
$$;

-- What a person says of two claims that look alike is said in their own name, and stays about these two.
CREATE OR REPLACE FUNCTION public.claims_matchdecision_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.claim_id, NEW.other_id) IS DISTINCT FROM (OLD.claim_id, OLD.other_id) THEN
    PERFORM public.claims_refuse('matchdecision_stays_about_its_pair', 'other',
      'What was said of two claims never moves to others.');
  END IF;
  IF NEW.decided_by_id <> NEW.changed_by_id
     OR NOT public.claims_person_has_role(NEW.decided_by_id, ARRAY['reviewer', 'editor']) THEN
    PERFORM public.claims_refuse('matchdecision_by_a_person', 'decided_by',
      'An active reviewer or editor says whether two claims are the same, in their own name.');
  END IF;
  RETURN NEW;
END
$$;
