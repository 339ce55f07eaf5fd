-- Taking a name out of everything: its words are blacked out, and nothing else changes. What holds them is found as
-- whole words, without regard to case. A blank in a word is any run of blanks, or what stands for one in an address
-- or in HTML; it stays as it is, so that all other characters keep their places.
CREATE OR REPLACE FUNCTION public.claims_word_pattern(word text, gap text DEFAULT '(?:{{gap}})') RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN left(word, 1) ~ '[{{unspaced}}]' THEN '' ELSE '(?:(?<![[:alnum:]])|(?<=%[0-9a-f][0-9a-f]))' END
    || replace(regexp_replace(word, '([][(){}.*+?^$|\\-])', '\\\1', 'g'), ' ', gap)
    || CASE WHEN right(word, 1) ~ '[{{unspaced}}]' THEN '' ELSE '(?![[:alnum:]])' END
$$;

-- A word as it is and as addresses write it, with its letters beyond ASCII as percent signs and digits.
CREATE OR REPLACE FUNCTION public.claims_forms(words text[]) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT w FROM unnest(words) w
  UNION SELECT (SELECT string_agg(CASE WHEN c ~ '^[\x20-\x7e]$' THEN c
      ELSE regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END, '' ORDER BY n)
    FROM regexp_split_to_table(w, '') WITH ORDINALITY x(c, n)) FROM unnest(words) w
$$;

CREATE OR REPLACE FUNCTION public.claims_words_pattern(words text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(public.claims_word_pattern(w), '|' ORDER BY length(w) DESC, w) FROM public.claims_forms(words) w
$$;

-- The texts of a value: of a list its members, of JSON its strings but for words of closed lists; keys are the
-- program's own words.
CREATE OR REPLACE FUNCTION public.claims_texts(value text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT value $$;

CREATE OR REPLACE FUNCTION public.claims_texts(value text[]) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT unnest(value) $$;

CREATE OR REPLACE FUNCTION public.claims_texts(value jsonb) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT s #>> '{}' FROM jsonb_path_query(value, 'strict $.** ? (@.type() == "string")') s
    WHERE s #>> '{}' <> ALL (ARRAY[{{closed_words}}])
$$;

CREATE OR REPLACE FUNCTION public.claims_holds(value text, pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE RETURN value OPERATOR(pg_catalog.~*) pattern;

CREATE OR REPLACE FUNCTION public.claims_holds(value text[], pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM unnest(value) t WHERE t ~* pattern)
$$;

CREATE OR REPLACE FUNCTION public.claims_holds(value jsonb, pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.claims_texts(value) t WHERE t ~* pattern)
$$;

CREATE OR REPLACE FUNCTION public.claims_holds(document bytea, pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT public.claims_holds(convert_from(document, 'UTF8')::jsonb, pattern)
$$;

-- The value with a mark for each character of the words; the longer of two words first.
CREATE OR REPLACE FUNCTION public.claims_blacked_out(value text, words text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  word text;
  marks text;
BEGIN
  FOR word IN SELECT w FROM public.claims_forms(words) w ORDER BY length(w) DESC, w LOOP
    SELECT string_agg(repeat('{{redacted}}', length(part)) || CASE WHEN n < count THEN '\' || n ELSE '' END, '' ORDER BY n)
      INTO marks FROM (SELECT part, n, count(*) OVER () AS count
                       FROM regexp_split_to_table(word, ' ') WITH ORDINALITY x(part, n)) y;
    value := regexp_replace(value, public.claims_word_pattern(word, '({{gap}})'), marks, 'gi');
  END LOOP;
  RETURN value;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_blacked_out(value text[], words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(SELECT public.claims_blacked_out(t, words) FROM unnest(value) WITH ORDINALITY x(t, n) ORDER BY n)
$$;

CREATE OR REPLACE FUNCTION public.claims_blacked_out(value jsonb, words text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      RETURN CASE WHEN value #>> '{}' = ANY (ARRAY[{{closed_words}}]) THEN value
                  ELSE to_jsonb(public.claims_blacked_out(value #>> '{}', words)) END;
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(public.claims_blacked_out(e, words) ORDER BY n), '[]')
              FROM jsonb_array_elements(value) WITH ORDINALITY x(e, n));
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(key, public.claims_blacked_out(e, words)), '{}')
              FROM jsonb_each(value) x(key, e));
    ELSE RETURN value;
  END CASE;
END
$$;

-- For the people who decide: how many rows of each table hold the words, and longer words that hold them and stay.
CREATE OR REPLACE FUNCTION public.claims_places(words text[]) RETURNS TABLE ("table" text, number bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT x.* FROM (SELECT public.claims_words_pattern(words) AS pattern) y CROSS JOIN LATERAL (
  {{places}}
  ) x WHERE x.count > 0;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_longer_words(words text[]) RETURNS TABLE (word text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY WITH bare AS (
    SELECT string_agg(regexp_replace(w, '([][(){}.*+?^$|\\-])', '\\\1', 'g'), '|' ORDER BY length(w) DESC) AS pattern
    FROM unnest(words) w WHERE w !~ '[{{unspaced}}]')
  SELECT DISTINCT m[1] FROM bare CROSS JOIN LATERAL (
  {{texts}}
  ) x CROSS JOIN LATERAL regexp_matches(x.t, '([[:alnum:]]+(?:' || pattern || ')[[:alnum:]]*|(?:' || pattern || ')[[:alnum:]]+)', 'gi') m
  WHERE bare.pattern IS NOT NULL ORDER BY 1 LIMIT 50;
END
$$;

-- What stands in a text where a claim, a line of its history or a document has its quotation.
CREATE OR REPLACE FUNCTION public.claims_quoted(source text, place jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'exact', substr(source, a + 1, b - a),
    'prefix', right(left(source, a), length(place ->> 'prefix')),
    'suffix', substr(source, b + 1, length(place ->> 'suffix')))
  FROM (SELECT (place ->> 'start')::integer AS a, (place ->> 'end')::integer AS b) x
$$;

-- Whether a document quotes a blacked-out text otherwise than it now reads, as where a part of a name stands at its edge.
CREATE OR REPLACE FUNCTION public.claims_quotes_otherwise(document bytea, versions bigint[]) RETURNS boolean
LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM (SELECT convert_from(document, 'UTF8')::jsonb AS d) x
      JOIN public.claims_articleversion v ON v.id = ANY (versions) AND v.number::text = d #>> '{article,version}'
      JOIN public.claims_article a ON a.id = v.article_id AND a.public_id = d #>> '{article,id}'
      CROSS JOIN LATERAL (SELECT d -> 'quotation' AS q) y
    WHERE public.claims_quoted(v.text, q) IS DISTINCT FROM
          jsonb_build_object('exact', q -> 'exact', 'prefix', q -> 'prefix', 'suffix', q -> 'suffix'))
$$;

-- Every claim whose draft is made of a row.
CREATE OR REPLACE FUNCTION public.claims_made_of(changed text, key bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF changed = 'claims_claim' THEN
    RETURN NEXT key;
  ELSIF changed = 'claims_articleversion' THEN
    RETURN QUERY SELECT c.id FROM public.claims_claim c WHERE c.version_id = key;
  ELSIF changed IN ({{parts}}) THEN
    RETURN QUERY EXECUTE format('SELECT r.claim_id FROM public.%I r WHERE r.id = $1', changed) USING key;
  ELSIF changed IN ({{shared}}) THEN
    RETURN QUERY SELECT public.claims_embedding(changed, key);
  END IF;
END
$$;

-- Claims that would no longer stand on their texts: words of theirs are half blacked out.
CREATE OR REPLACE FUNCTION public.claims_torn(claims bigint[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(o.public_id, ', ' ORDER BY o.id)
  FROM public.claims_claim o JOIN public.claims_articleversion v ON v.id = o.version_id
  WHERE o.id = ANY (claims) AND o.state <> 'suppressed'
    AND (public.claims_words_lost(v.text, o.hedges, o.cue) IS NOT NULL
      OR EXISTS (SELECT 1 FROM public.claims_quantity q
                 WHERE q.claim_id = o.id AND q.withdrawn_at IS NULL AND strpos(v.text, q.text) = 0)
      OR EXISTS (SELECT 1 FROM public.claims_attribution a WHERE a.claim_id = o.id AND a.withdrawn_at IS NULL
                 AND public.claims_words_lost(v.text, a.hedges, a.cue) IS NOT NULL)
      OR EXISTS (SELECT 1 FROM public.claims_evidence e JOIN public.claims_capture y ON y.id = e.capture_id
                 WHERE e.claim_id = o.id AND e.withdrawn_at IS NULL AND strpos(y.text, e.excerpt) = 0)
      OR EXISTS (SELECT 1 FROM public.claims_reportedfigure f JOIN public.claims_evidence e ON e.id = f.evidence_id
                 WHERE f.claim_id = o.id AND f.withdrawn_at IS NULL AND strpos(e.excerpt, f.text) = 0))
$$;
