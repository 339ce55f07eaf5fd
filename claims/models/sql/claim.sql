-- The verbatim guarantee: the quotation stands in the captured text, and so do its hedges.
CREATE OR REPLACE FUNCTION public.claims_claim_is_verbatim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  source text;
  excerpt boolean;
  gap integer := 0;
  lost text;
BEGIN
  IF NEW.state = 'suppressed' THEN  -- nothing is left of it that could stand anywhere
    RETURN NEW;
  END IF;
  SELECT v.text, v.is_excerpt INTO source, excerpt FROM public.claims_articleversion v WHERE v.id = NEW.version_id;
  IF substr(source, NEW.start + 1, NEW."end" - NEW.start) IS DISTINCT FROM NEW.exact
     OR NEW."end" > length(source) THEN
    PERFORM public.claims_refuse('claim_quote_is_verbatim', 'exact',
      format('The quotation is not what stands at code points %s to %s of the version.', NEW.start, NEW."end"));
  END IF;
  IF right(left(source, NEW.start), length(NEW.prefix)) <> NEW.prefix AND NEW.prefix <> '' THEN
    PERFORM public.claims_refuse('claim_prefix_is_verbatim', 'prefix',
      'The prefix does not stand before the quotation.');
  END IF;
  IF substr(source, NEW."end" + 1, length(NEW.suffix)) <> NEW.suffix THEN
    PERFORM public.claims_refuse('claim_suffix_is_verbatim', 'suffix',
      'The suffix does not stand behind the quotation.');
  END IF;
  WHILE excerpt LOOP  -- passages around a mark of omission do not stand beside each other in the article
    gap := regexp_instr(source, '^[[]…[]]$', gap + 1, 1, 0, 'n');
    EXIT WHEN gap = 0;
    IF gap <= NEW."end" AND gap + 2 > NEW.start THEN
      PERFORM public.claims_refuse('claim_quote_is_of_one_passage', 'exact',
        'The quotation reaches over a mark of omission; it must lie in one passage.');
    END IF;
  END LOOP;
  lost := public.claims_words_lost(source, NEW.hedges, NEW.cue);
  IF lost IS NOT NULL THEN
    PERFORM public.claims_refuse('claim_hedges_are_verbatim', CASE WHEN lost = NEW.cue THEN 'cue' ELSE 'hedges' END,
      format('The words “%s” do not stand in the version.', lost));
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id THEN
    SELECT x.words INTO lost FROM (
      SELECT q.text AS words FROM public.claims_quantity q
        WHERE q.claim_id = NEW.id AND q.withdrawn_at IS NULL AND strpos(source, q.text) = 0
      UNION ALL
      SELECT public.claims_words_lost(source, a.hedges, a.cue) FROM public.claims_attribution a
        WHERE a.claim_id = NEW.id AND a.withdrawn_at IS NULL) x
    WHERE x.words IS NOT NULL LIMIT 1;
    IF FOUND THEN
      PERFORM public.claims_refuse('claim_parts_stand_in_its_version', 'version',
        format('The words “%s” of a figure or of the chain do not stand in the other version.', lost));
    END IF;
  END IF;
  RETURN NEW;
END
$$;

-- The first of these words that does not stand in the text; NULL when all do.
CREATE OR REPLACE FUNCTION public.claims_words_lost(source text, hedges text[], cue text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(w.words, '') FROM unnest(hedges || CASE WHEN cue = '' THEN '{}' ELSE ARRAY[cue] END) AS w(words)
  WHERE w.words IS NULL OR w.words = '' OR strpos(source, w.words) = 0 LIMIT 1
$$;

CREATE OR REPLACE FUNCTION public.claims_chain_is_verbatim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  lost text;
BEGIN
  SELECT public.claims_words_lost(v.text, NEW.hedges, NEW.cue) INTO lost
    FROM public.claims_claim c JOIN public.claims_articleversion v ON v.id = c.version_id WHERE c.id = NEW.claim_id;
  IF lost IS NOT NULL AND NEW.withdrawn_at IS NULL THEN
    PERFORM public.claims_refuse('attribution_words_are_verbatim', CASE WHEN lost = NEW.cue THEN 'cue' ELSE 'hedges' END,
      format('The words “%s” do not stand in the version.', lost));
  END IF;
  PERFORM public.claims_role_is_of(NEW.role_id, NEW.speaker_id, 'attribution_role_is_the_speakers', 'role');
  RETURN NEW;
END
$$;

-- A role that is named beside a speaker is one that this speaker held.
CREATE OR REPLACE FUNCTION public.claims_role_is_of(role bigint, speaker bigint, rule text, field text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.claims_speakerrole r WHERE r.id = role AND r.speaker_id <> speaker) THEN
    PERFORM public.claims_refuse(rule, field, 'This is the role of another speaker; choose one that this speaker held.');
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_quantity_is_verbatim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.claims_claim c JOIN public.claims_articleversion v ON v.id = c.version_id
    WHERE c.id = NEW.claim_id AND (strpos(v.text, NEW.text) > 0 OR NEW.withdrawn_at IS NOT NULL)) THEN
    PERFORM public.claims_refuse('quantity_text_is_verbatim', 'text',
      format('The words “%s” do not stand in the version.', NEW.text));
  END IF;
  RETURN NEW;
END
$$;

-- Whether a stretch of a text touches words in square brackets, or a bracket; a pair stands in one line.
CREATE OR REPLACE FUNCTION public.claims_touches_brackets(source text, first integer, behind integer) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  line_start integer := first - strpos(reverse(left(source, first)) || E'\n', E'\n') + 1;
  line text := substr(source, line_start + 1, behind - line_start)
               || split_part(substr(source, behind + 1), E'\n', 1);
  opened integer[] := '{}';
  letter text;
BEGIN
  IF substr(source, first + 1, behind - first) ~ '[][]' THEN
    RETURN true;
  END IF;
  IF strpos(line, '[') = 0 THEN
    RETURN false;
  END IF;
  FOR place IN 1 .. length(line) LOOP
    letter := substr(line, place, 1);
    IF letter = '[' THEN
      opened := opened || place;
    ELSIF letter = E'\n' THEN
      opened := '{}';
    ELSIF letter = ']' AND cardinality(opened) > 0 THEN
      IF line_start + opened[cardinality(opened)] <= behind AND line_start + place > first THEN
        RETURN true;
      END IF;
      opened := opened[:cardinality(opened) - 1];
    END IF;
  END LOOP;
  RETURN false;
END
$$;

-- Spans lie inside the quotation, do not overlap, and bracketed words are never the speaker's own.
CREATE OR REPLACE FUNCTION public.claims_spans_fit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted bigint := CASE TG_TABLE_NAME WHEN 'claims_claim' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                      ELSE (to_jsonb(NEW) ->> 'claim_id')::bigint END;
  bad record;
BEGIN
  SELECT s.start, s."end", c.start AS claim_start, c."end" AS claim_end INTO bad
  FROM public.claims_claimspan s
  JOIN public.claims_claim c ON c.id = s.claim_id
  JOIN public.claims_articleversion v ON v.id = c.version_id
  WHERE s.claim_id = wanted AND s.withdrawn_at IS NULL
    AND (s.start < c.start OR s."end" > c."end"
         OR (s.role = 'own_words' AND public.claims_touches_brackets(v.text, s.start, s."end"))
         OR EXISTS (SELECT 1 FROM public.claims_claimspan o
                    WHERE o.claim_id = s.claim_id AND o.withdrawn_at IS NULL AND o.id <> s.id
                      AND o.start < s."end" AND s.start < o."end"))
  LIMIT 1;
  IF FOUND THEN
    PERFORM public.claims_refuse('claimspan_fits_the_quotation', 'spans',
      format('The span %s to %s must lie inside the quotation (%s to %s), overlap no other, '
             'and keep square brackets out of the speaker''s own words.',
             bad.start, bad."end", bad.claim_start, bad.claim_end));
  END IF;
  RETURN NULL;
END
$$;

-- What would be published, as far as the claim's own row says it.
CREATE OR REPLACE FUNCTION public.claims_draft_part(c public.claims_claim) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_jsonb(c) - ARRAY['id', 'rev', 'state', 'changed_by_id', 'changed_at', 'published_number',
    'behind_since', 'duplicate_of_id', 'check_worthiness', 'correction_kind', 'correction_reason', 'rejected_why',
    'created_at']
$$;

CREATE OR REPLACE FUNCTION public.claims_claim_begins() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> 'proposed' OR NEW.rev <> 1 OR NEW.published_number IS NOT NULL
     OR NEW.correction_kind <> '' OR NEW.behind_since IS NOT NULL THEN
    PERFORM public.claims_refuse('claim_begins_as_proposed', 'state',
      'A claim begins as “proposed”, at revision 1, unpublished.');
  END IF;
  NEW.created_at := clock_timestamp();
  PERFORM public.claims_role_is_of(NEW.speaker_role_id, NEW.speaker_id, 'claim_speaker_role_is_the_speakers', 'speaker_role');
  PERFORM public.claims_require_editor(NEW.changed_by_id);
  RETURN NEW;
END
$$;

-- One guard for every UPDATE of a claim: the revision that was read, the states that can be edited,
-- the moves of the lifecycle, and the consent behind them.
CREATE OR REPLACE FUNCTION public.claims_claim_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  draft_changed boolean := public.claims_draft_part(NEW) IS DISTINCT FROM public.claims_draft_part(OLD);
  correction_changed boolean := (NEW.correction_kind, NEW.correction_reason)
                                IS DISTINCT FROM (OLD.correction_kind, OLD.correction_reason);
  cleared boolean := NEW.correction_kind = '' AND NEW.correction_reason = '';
  by_the_database boolean := current_user = (SELECT pg_get_userbyid(t.relowner) FROM pg_class t WHERE t.oid = TG_RELID);
BEGIN
  IF NEW.created_at <> OLD.created_at THEN
    PERFORM public.claims_refuse('claim_created_at_stays', 'created_at', 'The moment of creation never changes.');
  END IF;
  IF NEW.behind_since IS DISTINCT FROM OLD.behind_since AND NOT by_the_database
     AND NOT (NEW.behind_since IS NULL AND NEW.published_number IS DISTINCT FROM OLD.published_number) THEN
    PERFORM public.claims_refuse('claim_behind_since_is_kept', 'behind_since',
      'That a public document is behind ends only with the next publication.');
  END IF;
  IF NEW.duplicate_of_id IS DISTINCT FROM OLD.duplicate_of_id AND NEW.state = OLD.state THEN
    PERFORM public.claims_refuse('claim_duplicate_of_follows_its_state', 'duplicate_of',
      'The original is named when a claim is marked as a duplicate; reopen it first.');
  END IF;
  IF NEW.rejected_why <> OLD.rejected_why AND NEW.state = OLD.state THEN
    PERFORM public.claims_refuse('claim_rejected_why_follows_its_state', 'why',
      'Why a claim was rejected is said when it is rejected; reopen it first.');
  END IF;
  IF NEW.state = 'rejected' AND OLD.state <> 'rejected' AND btrim(NEW.rejected_why) = '' THEN
    PERFORM public.claims_refuse('claim_rejected_with_a_reason', 'why', 'Say why it is rejected.');
  END IF;
  IF draft_changed AND NOT by_the_database THEN
    PERFORM public.claims_require_editor(NEW.changed_by_id);
    PERFORM public.claims_role_is_of(
      NEW.speaker_role_id, NEW.speaker_id, 'claim_speaker_role_is_the_speakers', 'speaker_role');
  END IF;
  IF NEW.published_number IS DISTINCT FROM OLD.published_number
     AND (NEW.state = OLD.state OR NEW.state NOT IN ('published', 'retracted')) THEN
    PERFORM public.claims_refuse('claim_published_number_follows_publishing', 'published_number',
      'The number changes only when something is published.');
  END IF;
  IF correction_changed AND NOT (cleared AND NEW.state IN ('published', 'retracted')) THEN
    IF NEW.state <> 'under correction' THEN
      PERFORM public.claims_refuse('claim_correction_needs_its_state', 'correction_kind',
        'The reason of a correction is set while the claim is under correction.');
    END IF;
    draft_changed := true;
  END IF;
  IF NEW.state = 'under correction' AND (NEW.correction_kind = '' OR btrim(NEW.correction_reason) = '') THEN
    PERFORM public.claims_refuse('claim_correction_has_a_reason', 'correction_kind',
      'A correction says its kind and its reason.');
  END IF;
  IF draft_changed AND NEW.rev <> OLD.rev + 1 THEN
    PERFORM public.claims_refuse('claim_rev_is_the_one_read', 'rev',
      format('The claim is at revision %s: a change must name it and set rev to %s.', OLD.rev, OLD.rev + 1));
  END IF;
  IF NOT draft_changed AND NEW.rev NOT IN (OLD.rev, OLD.rev + 1) THEN
    PERFORM public.claims_refuse('claim_rev_is_the_one_read', 'rev',
      format('The claim is at revision %s.', OLD.rev));
  END IF;
  IF NEW.rev = OLD.rev + 1 AND OLD.state IN ('draft complete', 'approved') AND NEW.state = OLD.state THEN
    NEW.state := CASE WHEN OLD.published_number IS NULL THEN 'in review' ELSE 'under correction' END;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('draft complete', 'approved') AND NEW.state IN ('in review', 'under correction')
     AND NEW.rev <> OLD.rev + 1 THEN
    PERFORM public.claims_refuse('claim_return_withdraws_consent', 'rev',
      format('Sending a draft back takes a new revision (%s), so that consent to this one ends.', OLD.rev + 1));
  END IF;
  IF draft_changed AND NEW.state NOT IN ('proposed', 'open', 'in review', 'under correction') THEN
    PERFORM public.claims_refuse('claim_draft_is_locked', 'state',
      format('A claim that is “%s” cannot be edited; open a correction or return it to review first.', NEW.state));
  END IF;
  IF NEW.state = OLD.state THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM public.claims_moves() m WHERE m.source = OLD.state AND m.target = NEW.state;
  IF NOT FOUND THEN
    PERFORM public.claims_refuse('claim_moves_along_its_lifecycle', 'state',
      format('There is no step from “%s” to “%s”.', OLD.state, NEW.state));
  END IF;
  PERFORM 1 FROM public.claims_moves() m
    WHERE m.source = OLD.state AND m.target = NEW.state
      AND public.claims_person_has_role(NEW.changed_by_id, m.roles);
  IF NOT FOUND THEN
    PERFORM public.claims_refuse('claim_move_is_for_its_roles', 'by',
      format('This person may not take a claim from “%s” to “%s”.', OLD.state, NEW.state));
  END IF;
  PERFORM public.claims_check_consent(OLD, NEW);
  RETURN NEW;
END
$$;

-- What must stand behind a move: an approval behind "approved", a publication behind what is public.
CREATE OR REPLACE FUNCTION public.claims_check_consent(was public.claims_claim, becomes public.claims_claim)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF becomes.state = 'approved' AND NOT EXISTS (
    SELECT 1 FROM public.claims_approval a WHERE a.claim_id = becomes.id AND a.rev = becomes.rev) THEN
    PERFORM public.claims_refuse('claim_approved_has_its_approval', 'state',
      'A claim is approved only by an approval of its present revision.');
  END IF;
  IF becomes.state IN ('published', 'retracted') THEN
    IF NOT EXISTS (
      SELECT 1 FROM public.claims_publication p
      WHERE p.claim_id = becomes.id AND p.rev = becomes.rev AND p.number = becomes.published_number
        AND (p.kind = 'retraction') = (becomes.state = 'retracted')
        AND p.number = (SELECT max(q.number) FROM public.claims_publication q WHERE q.claim_id = becomes.id)) THEN
      PERFORM public.claims_refuse('claim_published_has_its_publication', 'state',
        'A claim becomes public only with a publication of its present revision.');
    END IF;
  END IF;
  IF becomes.published_number IS NULL AND becomes.state = 'under correction'
     OR becomes.published_number IS NOT NULL AND becomes.state IN ('open', 'in review', 'rejected', 'duplicate') THEN
    PERFORM public.claims_refuse('claim_correction_is_of_something_public', 'state',
      'Only a published claim is under correction; an unpublished one is in review.');
  END IF;
END
$$;

-- An excerpt is short, and stands in the archived copy when one is named.
CREATE OR REPLACE FUNCTION public.claims_excerpt_is_short_and_verbatim() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF array_length(regexp_split_to_array(btrim(NEW.excerpt), '[[:space:]\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+'), 1) > 50 THEN
    PERFORM public.claims_refuse('evidence_excerpt_to_fifty_words', 'excerpt', 'An excerpt has at most 50 words.');
  END IF;
  IF NEW.capture_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM public.claims_capture k
    WHERE k.id = NEW.capture_id AND k.source_id = NEW.source_id
      AND (NEW.excerpt = '' OR strpos(k.text, NEW.excerpt) > 0)) THEN
    PERFORM public.claims_refuse('evidence_excerpt_is_verbatim', 'excerpt',
      'The excerpt does not stand in the archived copy of this source.');
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.excerpt <> OLD.excerpt AND EXISTS (
    SELECT 1 FROM public.claims_reportedfigure f
    WHERE f.evidence_id = NEW.id AND f.withdrawn_at IS NULL AND strpos(NEW.excerpt, f.text) = 0) THEN
    PERFORM public.claims_refuse('evidence_excerpt_holds_its_figures', 'excerpt',
      'The words of a figure that this source gives do not stand in the new excerpt; withdraw the figure first.');
  END IF;
  RETURN NEW;
END
$$;

-- A version's digest is that of its text.
CREATE OR REPLACE FUNCTION public.claims_version_has_its_digest() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
    PERFORM public.claims_refuse('articleversion_sha256_fits', 'sha256', 'The digest is not that of the text.');
  END IF;
  IF NEW.text IS NOT NFC NORMALIZED THEN
    PERFORM public.claims_refuse('articleversion_text_is_nfc', 'text', 'The text must be in Unicode form NFC.');
  END IF;
  RETURN NEW;
END
$$;
