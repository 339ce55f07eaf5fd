-- Who had a hand in what would be published: written here, by the database, for every path.
CREATE OR REPLACE FUNCTION public.claims_contribute(claim bigint, person bigint, revision integer, what text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.claims_contribution (claim_id, user_id, rev, what, at)
  VALUES (claim, person, revision, what, clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION public.claims_claim_contributed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_contribute(NEW.id, NEW.changed_by_id, NEW.rev, 'proposed the claim');
  ELSIF public.claims_draft_part(NEW) IS DISTINCT FROM public.claims_draft_part(OLD) THEN
    PERFORM public.claims_contribute(NEW.id, NEW.changed_by_id, NEW.rev, 'changed the claim');
  ELSIF NEW.correction_kind <> '' AND (NEW.correction_kind, NEW.correction_reason)
        IS DISTINCT FROM (OLD.correction_kind, OLD.correction_reason) THEN
    PERFORM public.claims_contribute(NEW.id, NEW.changed_by_id, NEW.rev, 'gave the reason of the correction');
  ELSIF OLD.state = 'proposed' AND NEW.state = 'open' THEN
    PERFORM public.claims_contribute(NEW.id, NEW.changed_by_id, NEW.rev, 'accepted the proposal');
  END IF;
  RETURN NULL;
END
$$;

-- A part of a claim (span, figure, link of the chain, evidence, verdict …) changes the claim's revision.
CREATE OR REPLACE FUNCTION public.claims_part_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  claim_state text;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.claim_id <> OLD.claim_id THEN
    PERFORM public.claims_refuse('part_stays_with_its_claim', 'claim', 'A part of a claim never moves to another.');
  END IF;
  SELECT c.state INTO claim_state FROM public.claims_claim c WHERE c.id = NEW.claim_id FOR NO KEY UPDATE;
  IF claim_state NOT IN ({{editable}}) THEN
    PERFORM public.claims_refuse('claim_draft_is_locked', 'state',
      format('A claim that is “%s” cannot be edited; open a correction first.', claim_state));
  END IF;
  PERFORM public.claims_require_editor(NEW.changed_by_id);
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_part_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  revision integer;
BEGIN
  UPDATE public.claims_claim c SET rev = c.rev + 1, changed_by_id = NEW.changed_by_id
    WHERE c.id = NEW.claim_id RETURNING c.rev INTO revision;
  PERFORM public.claims_contribute(NEW.claim_id, NEW.changed_by_id, revision,
    CASE WHEN TG_OP = 'INSERT' THEN 'added ' ELSE 'changed ' END || TG_ARGV[0]);
  RETURN NULL;
END
$$;

-- Sources that a source rests on or that rest on it, downwards: everything that embeds this one.
-- Here and below ROWS says that few are meant: for a thousand, which it takes otherwise, the planner reads all claims.
CREATE OR REPLACE FUNCTION public.claims_sources_resting_on(source bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE resting(id) AS (
    SELECT source
    UNION
    SELECT d.source_id FROM public.claims_derivation d JOIN resting r ON d.from_source_id = r.id
    WHERE d.withdrawn_at IS NULL)
  SELECT id FROM resting
$$;

CREATE OR REPLACE FUNCTION public.claims_embedding_source(source bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT e.claim_id FROM public.claims_evidence e
  WHERE e.withdrawn_at IS NULL AND e.source_id IN (SELECT public.claims_sources_resting_on(source))
$$;

-- Claims in articles of an outlet of this name: an outlet that also speaks never corroborates itself.
CREATE OR REPLACE FUNCTION public.claims_from_outlet_named(outlet text) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id FROM public.claims_claim c
    JOIN public.claims_articleversion v ON v.id = c.version_id
    JOIN public.claims_article a ON a.id = v.article_id
    JOIN public.claims_outlet o ON o.id = a.outlet_id
    WHERE o.name = outlet
$$;

-- A speaker and whoever belongs to it.
CREATE OR REPLACE FUNCTION public.claims_parties_of(speaker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE parties(id) AS (
    SELECT speaker
    UNION
    SELECT s.id FROM public.claims_speaker s JOIN parties p ON s.institution_id = p.id)
  SELECT id FROM parties
$$;

-- Of two conditions on two tables each is asked by its own index: joined by OR, all claims would be read.
CREATE OR REPLACE FUNCTION public.claims_embedding_speaker(speaker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 100 SET search_path = pg_catalog, pg_temp AS $$
  WITH parties(id) AS MATERIALIZED (SELECT public.claims_parties_of(speaker))
  SELECT c.id FROM public.claims_claim c WHERE c.speaker_id IN (SELECT id FROM parties)
  UNION
  SELECT c.id FROM public.claims_speakerrole r JOIN public.claims_claim c ON c.speaker_role_id = r.id
    WHERE r.organization_id = speaker
  UNION
  SELECT a.claim_id FROM public.claims_attribution a
    WHERE a.withdrawn_at IS NULL AND a.speaker_id IN (SELECT id FROM parties)
  UNION
  SELECT a.claim_id FROM public.claims_speakerrole r JOIN public.claims_attribution a ON a.role_id = r.id
    WHERE a.withdrawn_at IS NULL AND r.organization_id = speaker
  UNION
  SELECT k.claim_id FROM public.claims_speakercandidate k
    WHERE k.withdrawn_at IS NULL AND k.speaker_id IN (SELECT id FROM parties)
  UNION
  SELECT q.claim_id FROM public.claims_replyrequest q
    WHERE q.withdrawn_at IS NULL AND q.who_id IN (SELECT id FROM parties)
  UNION
  SELECT e.id FROM public.claims_derivation d
    CROSS JOIN LATERAL public.claims_embedding_source(d.source_id) AS e(id)
    WHERE d.withdrawn_at IS NULL AND d.origin_id IN (SELECT id FROM parties)
  UNION
  SELECT n.id FROM public.claims_speaker s
    CROSS JOIN LATERAL public.claims_from_outlet_named(s.name) AS n(id)
    WHERE s.kind = 'outlet' AND s.id IN (SELECT id FROM parties)
$$;

-- Correcting a shared noun changes nothing public: drafts get a new revision and a contribution,
-- public documents are marked as behind.
CREATE OR REPLACE FUNCTION public.claims_touch(claims bigint[], person bigint, what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    SELECT c.id FROM public.claims_claim c
    WHERE c.id = ANY (claims) AND c.state <> 'suppressed' ORDER BY c.id FOR NO KEY UPDATE
  LOOP
    UPDATE public.claims_claim c
      SET rev = c.rev + 1, changed_by_id = person,
          behind_since = CASE WHEN c.published_number IS NULL THEN NULL
                              ELSE coalesce(c.behind_since, clock_timestamp()) END
      WHERE c.id = touched.id;
    INSERT INTO public.claims_contribution (claim_id, user_id, rev, what, at)
      SELECT c.id, person, c.rev, what, clock_timestamp() FROM public.claims_claim c WHERE c.id = touched.id;
  END LOOP;
END
$$;

-- The claims whose drafts embed a shared row.
CREATE OR REPLACE FUNCTION public.claims_embedding(shared text, key bigint) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE shared
    WHEN 'claims_speaker' THEN
      RETURN QUERY SELECT public.claims_embedding_speaker(key);
    WHEN 'claims_speakerrole' THEN
      RETURN QUERY SELECT c.id FROM public.claims_claim c WHERE c.speaker_role_id = key
        UNION SELECT a.claim_id FROM public.claims_attribution a WHERE a.role_id = key AND a.withdrawn_at IS NULL;
    WHEN 'claims_source' THEN
      RETURN QUERY SELECT public.claims_embedding_source(key);
    WHEN 'claims_derivation' THEN
      RETURN QUERY SELECT public.claims_embedding_source(d.source_id) FROM public.claims_derivation d WHERE d.id = key;
    WHEN 'claims_suspectedcopy' THEN
      RETURN QUERY SELECT e FROM public.claims_suspectedcopy k CROSS JOIN LATERAL (
        SELECT public.claims_embedding_source(k.source_id)
        INTERSECT SELECT public.claims_embedding_source(k.other_id)) AS both_of(e) WHERE k.id = key;
    WHEN 'claims_capture' THEN
      RETURN QUERY SELECT DISTINCT e.claim_id FROM public.claims_evidence e
        WHERE e.capture_id = key AND e.withdrawn_at IS NULL;
    WHEN 'claims_outlet' THEN
      RETURN QUERY SELECT c.id FROM public.claims_claim c
        JOIN public.claims_articleversion v ON v.id = c.version_id
        JOIN public.claims_article a ON a.id = v.article_id WHERE a.outlet_id = key;
    WHEN 'claims_article' THEN
      RETURN QUERY SELECT c.id FROM public.claims_claim c
        JOIN public.claims_articleversion v ON v.id = c.version_id WHERE v.article_id = key;
    WHEN 'claims_rating' THEN
      RETURN QUERY SELECT v.claim_id FROM public.claims_verdict v
        WHERE v.rating_id = key AND v.withdrawn_at IS NULL;
    WHEN 'claims_ratingscale' THEN
      RETURN QUERY SELECT v.claim_id FROM public.claims_verdict v
        JOIN public.claims_rating r ON r.id = v.rating_id
        WHERE r.scale_id = key AND v.withdrawn_at IS NULL;
  END CASE;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_shared_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  reached bigint[];
  person bigint := NEW.changed_by_id;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['changed_by_id', 'changed_at']
     = to_jsonb(OLD) - ARRAY['changed_by_id', 'changed_at'] THEN
    RETURN NULL;
  END IF;
  SELECT array_agg(e) INTO reached FROM public.claims_embedding(TG_TABLE_NAME, NEW.id) AS e;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'claims_speaker' THEN
    IF OLD.kind = 'outlet' THEN
      SELECT reached || array_agg(e) INTO reached FROM public.claims_from_outlet_named(OLD.name) AS e;
    END IF;
  END IF;
  IF reached IS NOT NULL THEN
    PERFORM public.claims_touch(reached, person, 'changed ' || TG_ARGV[0]);
  END IF;
  RETURN NULL;
END
$$;

-- Every shared row that the claim's draft document is made of, wherever its trails lead.
CREATE OR REPLACE FUNCTION public.claims_embedded_in(claim bigint) RETURNS TABLE ("table" text, id bigint)
LANGUAGE sql STABLE ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE this AS (
    SELECT c.*, v.article_id, a.outlet_id FROM public.claims_claim c
    JOIN public.claims_articleversion v ON v.id = c.version_id
    JOIN public.claims_article a ON a.id = v.article_id WHERE c.id = claim
  ), sources(id) AS (
    SELECT e.source_id FROM public.claims_evidence e WHERE e.claim_id = claim AND e.withdrawn_at IS NULL
    UNION
    SELECT d.from_source_id FROM sources s JOIN public.claims_derivation d ON d.source_id = s.id
    WHERE d.from_source_id IS NOT NULL AND d.withdrawn_at IS NULL
  ), steps AS (
    SELECT d.* FROM public.claims_derivation d WHERE d.source_id IN (SELECT s.id FROM sources s)
  ), chain AS (
    SELECT a.* FROM public.claims_attribution a WHERE a.claim_id = claim AND a.withdrawn_at IS NULL
  ), roles AS (
    SELECT r.* FROM public.claims_speakerrole r
    WHERE r.id IN (SELECT t.speaker_role_id FROM this t UNION SELECT a.role_id FROM chain a)
  ), parties(id) AS (
    SELECT x.id FROM (
      SELECT t.speaker_id AS id FROM this t UNION SELECT a.speaker_id FROM chain a
      UNION SELECT r.organization_id FROM roles r UNION SELECT d.origin_id FROM steps d
      UNION SELECT k.speaker_id FROM public.claims_speakercandidate k WHERE k.claim_id = claim AND k.withdrawn_at IS NULL
      UNION SELECT q.who_id FROM public.claims_replyrequest q WHERE q.claim_id = claim AND q.withdrawn_at IS NULL
      UNION SELECT s.id FROM public.claims_speaker s JOIN public.claims_outlet o ON o.name = s.name
            JOIN this t ON t.outlet_id = o.id WHERE s.kind = 'outlet') x
    UNION
    SELECT s.institution_id FROM parties p JOIN public.claims_speaker s ON s.id = p.id
    WHERE s.institution_id IS NOT NULL
  ), ratings AS (
    SELECT r.* FROM public.claims_rating r JOIN public.claims_verdict v ON v.rating_id = r.id
    WHERE v.claim_id = claim AND v.withdrawn_at IS NULL
  )
  SELECT 'claims_outlet', t.outlet_id FROM this t UNION SELECT 'claims_article', t.article_id FROM this t
  UNION SELECT 'claims_articleversion', t.version_id FROM this t
  UNION SELECT 'claims_source', s.id FROM sources s UNION SELECT 'claims_derivation', d.id FROM steps d
  UNION SELECT 'claims_suspectedcopy', k.id FROM public.claims_suspectedcopy k
        WHERE k.source_id IN (SELECT s.id FROM sources s) AND k.other_id IN (SELECT s.id FROM sources s)
  UNION SELECT 'claims_speakerrole', r.id FROM roles r
  UNION SELECT 'claims_speaker', p.id FROM parties p WHERE p.id IS NOT NULL
  UNION SELECT 'claims_capture', e.capture_id FROM public.claims_evidence e
        WHERE e.claim_id = claim AND e.withdrawn_at IS NULL AND e.capture_id IS NOT NULL
  UNION SELECT 'claims_rating', r.id FROM ratings r UNION SELECT 'claims_ratingscale', r.scale_id FROM ratings r
$$;

-- Who had a hand in what would be published, since it was last published: by contributions, and by any change
-- of a row that the draft embeds, also one made before somebody else linked it.
CREATE OR REPLACE FUNCTION public.claims_hands_in(claim bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH last AS (
    SELECT max(p.rev) AS rev, max(p.at) AS at FROM public.claims_publication p WHERE p.claim_id = claim
  )
  SELECT k.user_id FROM public.claims_contribution k, last
    WHERE k.claim_id = claim AND k.rev > coalesce(last.rev, 0)
  UNION
  SELECT h.changed_by FROM last, public.claims_embedded_in(claim) e
    JOIN public.claims_history h ON h."table" = e."table" AND h."row" = e.id::text
    WHERE h.changed_by IS NOT NULL
      AND h.at > coalesce(last.at, (SELECT c.created_at FROM public.claims_claim c WHERE c.id = claim))
$$;
