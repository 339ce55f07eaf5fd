-- The members of a list in a document; of what is no list, none. Documents whose parts are asked for one by one are read
-- as jsonb, once: json is text, and is read from its beginning for each part.
CREATE OR REPLACE FUNCTION public.claims_each(list jsonb) RETURNS TABLE (member jsonb, place bigint)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT x.e, x.n FROM jsonb_array_elements(CASE WHEN jsonb_typeof(list) = 'array' THEN list ELSE '[]'::jsonb END)
    WITH ORDINALITY x(e, n)
$$;

-- Whose words a document may hold: the speaker's name, and those of all who may have spoken, a line each.
CREATE OR REPLACE FUNCTION public.claims_document_speakers(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(string_agg(t.text, E'\n' ORDER BY t.part, t.place), '') FROM (
    SELECT 1 AS part, 0::bigint AS place, d #>> '{speaker,name}' AS text
    UNION ALL SELECT 2, c.place, c.member ->> 'name' FROM public.claims_each(d #> '{speaker,candidates}') c
  ) t WHERE t.text <> ''
$$;

-- What search looks through: see claims/formats/searchable.py, which computes the same.
CREATE OR REPLACE FUNCTION public.claims_document_words(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(string_agg(t.text, E'\n' ORDER BY t.part, t.place), '') FROM (
    SELECT s.part, 0::bigint AS place, s.text FROM (VALUES
      (1, d ->> 'statement'),
      (2, CASE WHEN jsonb_typeof(d -> 'quotation') = 'object' THEN d #>> '{quotation,exact}' END),
      (4, d #>> '{speaker,name}'), (5, d #>> '{speaker,role}'), (6, d #>> '{speaker,organization}'),
      (7, d #>> '{speaker,disambiguation}'), (10, d ->> 'topic'), (12, d #>> '{article,headline}')) s(part, text)
    UNION ALL SELECT 3, h.place, h.member #>> '{}' FROM public.claims_each(d -> 'hedges') h
    UNION ALL SELECT 8, c.place, c.member ->> 'name' FROM public.claims_each(d #> '{speaker,candidates}') c
    UNION ALL SELECT 9, a.place, a.member #>> '{speaker,name}' FROM public.claims_each(d -> 'attribution') a
    UNION ALL SELECT 11, p.place, p.member #>> '{}' FROM public.claims_each(d -> 'places') p
  ) t WHERE t.text <> ''
$$;

-- By what the figures of a document stand beside those of others: digests of topic, measure and unit, which an index
-- takes however long they are.
CREATE OR REPLACE FUNCTION public.claims_document_measures(d jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(
    SELECT md5(concat_ws(E'\n', d ->> 'topic', q.member ->> 'measure', q.member ->> 'unit'))
    FROM public.claims_each(d -> 'quantities') q WHERE d ->> 'topic' <> '' ORDER BY q.place)
$$;

-- The claims that a document names as related.
CREATE OR REPLACE FUNCTION public.claims_document_links(d jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(SELECT l.member ->> 'claim' FROM public.claims_each(d -> 'links') l ORDER BY l.place)
$$;

-- The words of published documents, each once or more: what a mistyped word may have meant. Nobody else writes it.
CREATE OR REPLACE FUNCTION public.claims_learn_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.claims_publishedword (word)
  SELECT w FROM unnest(tsvector_to_array(NEW.search)) w
  WHERE length(w) BETWEEN 4 AND 100 AND NOT EXISTS (SELECT 1 FROM public.claims_publishedword x WHERE x.word = w);
  RETURN NULL;
END
$$;

-- How many documents hold what is looked for, counted up to `most`, always through the index of words: where a word
-- is rare, the planner would rather walk over all documents in their order and hope to meet it soon.
CREATE OR REPLACE FUNCTION public.claims_holding(sought tsquery, most integer) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  SELECT count(*) FROM (SELECT 1 FROM public.claims_publishedclaim c WHERE c.search @@ sought LIMIT most) x
$$;

-- The commitment of a claim's newest document while it can be read, and behind a hyphen a digest of those of the
-- claims that its page names: related ones, and the newest `most` whose figures measure the same. Asked so often that
-- the plan is kept: making one takes longer than the answer. Those alike are put in order before their documents are
-- looked for, so that no more of these are than count.
CREATE OR REPLACE FUNCTION public.claims_seal(name text, most integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  c record;
  beside bytea;
BEGIN
  SELECT l.measures, l.links, l.demonstration, encode(p.commitment, 'hex') AS commitment INTO c
  FROM public.claims_publishedclaim l JOIN public.claims_publication p ON p.id = l.publication_id
  WHERE l.public_id = name AND p.document IS NOT NULL;
  IF c.commitment IS NULL OR most = 0 OR (c.measures = '{}' AND c.links = '{}') THEN
    RETURN c.commitment;
  END IF;
  WITH alike AS MATERIALIZED (
    SELECT o.public_id, o.publication_id, o.at FROM public.claims_publishedclaim o
    WHERE o.measures && c.measures AND o.public_id <> name AND o.status <> 'retracted'
      AND (c.demonstration OR NOT o.demonstration))
  SELECT sha256(string_agg(x.commitment, '' ORDER BY x.public_id COLLATE "C")) INTO beside FROM (
    (SELECT o.public_id, q.commitment
     FROM public.claims_publishedclaim o JOIN public.claims_publication q ON q.id = o.publication_id
     WHERE o.public_id = ANY(c.links) AND q.document IS NOT NULL)
    UNION
    (SELECT o.public_id, q.commitment
     FROM (SELECT * FROM alike a ORDER BY a.at DESC, a.public_id DESC) o
       JOIN public.claims_publication q ON q.id = o.publication_id WHERE q.document IS NOT NULL
     ORDER BY o.at DESC, o.public_id DESC LIMIT most)) x;
  RETURN concat_ws('-', c.commitment, left(encode(beside, 'hex'), 12));
END
$$;
