-- What was found of a claim's words in a later version stays as it was found; a person decides once what comes of it.
CREATE OR REPLACE FUNCTION public.claims_following_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  later public.claims_articleversion;
  earlier public.claims_articleversion;
BEGIN
  SELECT * INTO later FROM public.claims_articleversion v WHERE v.id = NEW.version_id;
  IF substr(later.text, NEW.start + 1, NEW."end" - NEW.start) IS DISTINCT FROM nullif(NEW.now, '')
     OR NEW."end" > length(later.text) THEN
    PERFORM public.claims_refuse('following_now_is_verbatim', 'now',
      format('The words are not what stands at code points %s to %s of the version.', NEW.start, NEW."end"));
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_require_editor(NEW.changed_by_id);
    SELECT * INTO earlier FROM public.claims_articleversion v WHERE v.id = NEW.origin_id;
    IF earlier.article_id <> later.article_id OR earlier.number >= later.number
       OR NEW.origin_end > length(earlier.text) OR NEW.origin_end <= NEW.origin_start OR NOT EXISTS (
         SELECT 1 FROM public.claims_claim c JOIN public.claims_articleversion v ON v.id = c.version_id
         WHERE c.id = NEW.claim_id AND v.article_id = later.article_id) THEN
      PERFORM public.claims_refuse('following_is_within_one_article', 'version',
        'Words are followed from an earlier version of the claim''s article to a later one.');
    END IF;
    IF public.claims_is_suppressed(NEW.claim_id) THEN
      PERFORM public.claims_refuse('following_of_what_is_there', 'claim', 'This claim was suppressed.');
    END IF;
    IF NEW.decision <> 'open' THEN
      PERFORM public.claims_refuse('following_begins_open', 'decision', 'What was found begins undecided.');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.decision <> 'open'
     OR (NEW.claim_id, NEW.version_id, NEW.origin_id, NEW.origin_start, NEW.origin_end, NEW.outcome, NEW.likeness,
         NEW.stands, NEW.why, NEW.followed_at)
        IS DISTINCT FROM (OLD.claim_id, OLD.version_id, OLD.origin_id, OLD.origin_start, OLD.origin_end, OLD.outcome,
         OLD.likeness, OLD.stands, OLD.why, OLD.followed_at)
     OR NEW.outcome <> 'ambiguous' AND (NEW.start, NEW."end", NEW.now) IS DISTINCT FROM (OLD.start, OLD."end", OLD.now) THEN
    PERFORM public.claims_refuse('following_stays', 'decision',
      'What was found stays as it was found, and is decided once.');
  END IF;
  IF NOT public.claims_person_has_role(NEW.changed_by_id, ARRAY['reviewer', 'editor'])
     OR NEW.decided_by_id IS DISTINCT FROM NEW.changed_by_id THEN
    PERFORM public.claims_refuse('following_decided_by_a_person', 'decided_by',
      'An active reviewer or editor decides, in their own name.');
  END IF;
  RETURN NEW;
END
$$;

-- What the public is told of an article that changed was found, of a published claim, and nobody said it was found wrongly;
-- of a version that we did not fetch ourselves it is told only what a person has decided on.
CREATE OR REPLACE FUNCTION public.claims_alteration_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.claims_following f JOIN public.claims_claim c ON c.id = f.claim_id
      JOIN public.claims_articleversion o ON o.id = f.origin_id
      JOIN public.claims_articleversion v ON v.id = f.version_id JOIN public.claims_article a ON a.id = v.article_id
    WHERE f.id = NEW.following_id AND a.public_id = NEW.article_id AND v.captured_at = NEW.found_on AND c.public_id = NEW.public_id AND c.published_number IS NOT NULL
      AND f.outcome = NEW.outcome AND f.now = NEW.now AND f.stands = NEW.stands AND f.decision <> 'place confirmed'
      AND (v.is_fetched OR f.decision <> 'open')
      AND substr(o.text, f.origin_start + 1, f.origin_end - f.origin_start) = NEW.was) THEN
    PERFORM public.claims_refuse('publishedalteration_says_what_was_found', 'following',
      'The public is told what was found of the words of a published claim, and nothing else.');
  END IF;
  RETURN NEW;
END
$$;

-- What was found is read anew from texts that were blacked out; which words had gone and come is not said any more.
CREATE OR REPLACE FUNCTION public.claims_followings_read_anew(versions bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.claims_following f SET now = CASE WHEN f.now = '' THEN '' ELSE substr(v.text, f.start + 1, f."end" - f.start) END,
    why = '{{placeholder}}' FROM public.claims_articleversion v
    WHERE v.id = f.version_id AND (f.version_id = ANY (versions) OR f.origin_id = ANY (versions));
  UPDATE public.claims_history h SET old = h.old || '{"why": "{{placeholder}}"}', new = h.new || '{"why": "{{placeholder}}"}'
    FROM public.claims_following f WHERE h."table" = 'claims_following' AND h."row" = f.id::text
      AND (f.version_id = ANY (versions) OR f.origin_id = ANY (versions));
  UPDATE public.claims_publishedalteration p SET now = f.now,
    was = substr(o.text, f.origin_start + 1, f.origin_end - f.origin_start)
    FROM public.claims_following f JOIN public.claims_articleversion o ON o.id = f.origin_id
    WHERE p.following_id = f.id AND p.was <> '' AND (f.version_id = ANY (versions) OR f.origin_id = ANY (versions));
END
$$;

-- Where words of the claim, as they read then, stand in a version: what it quoted there, and what it was followed to.
CREATE OR REPLACE FUNCTION public.claims_followed_in(claim bigint, version bigint)
RETURNS TABLE (first integer, behind integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT f.start, f."end" FROM public.claims_following f
    WHERE f.claim_id = claim AND f.version_id = version AND f.start IS NOT NULL
  UNION SELECT f.origin_start, f.origin_end FROM public.claims_following f
    WHERE f.claim_id = claim AND f.origin_id = version
$$;
