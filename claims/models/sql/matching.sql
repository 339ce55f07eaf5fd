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
