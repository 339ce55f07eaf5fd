-- Taking documents out of sight. Only the functions of this file change what is immutable, and only for one claim:
-- while one is at work there is a row in claims_emptying, which the app's role cannot write and no transaction leaves
-- behind. Every trigger that guards rows of a claim asks this, so that no setting of a session can stand in for it.
CREATE OR REPLACE FUNCTION public.claims_emptying_now() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.claims_emptying);
END
$$;

-- Every row that is about a claim, by its table and what history calls it: made from claims/models/emptied.py.
CREATE OR REPLACE FUNCTION public.claims_rows_about(claim bigint) RETURNS TABLE ("table" text, "row" text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT x.* FROM public.claims_claim c CROSS JOIN LATERAL (
  {{rows_about}}
  ) x WHERE c.id = claim
$$;

-- Whether a claim was suppressed; one that is being suppressed at this moment is waited for.
CREATE OR REPLACE FUNCTION public.claims_is_suppressed(claim bigint) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_state text;
BEGIN
  SELECT c.state INTO found_state FROM public.claims_claim c WHERE c.id = claim FOR KEY SHARE;
  RETURN coalesce(found_state = 'suppressed', false);
END
$$;

-- Nobody begins to write again about a suppressed claim: neither in its own form nor in one that its address fills in.
CREATE OR REPLACE FUNCTION public.claims_draft_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM regexp_matches(NEW.address,
               '(?:^claims\.claim/|[?&](?:claim|other)=)([0-9]{1,18})(?=/change$|&|$)', 'g') m
             WHERE public.claims_is_suppressed(m[1]::bigint)) THEN
    PERFORM public.claims_refuse('draft_of_what_is_there', 'row',
      'This claim was suppressed; nothing is written about it any more.');
  END IF;
  RETURN NEW;
END
$$;

-- A case is asked for by one person and confirmed by another; what it is about stays as it was asked.
CREATE OR REPLACE FUNCTION public.claims_case_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  by_the_database boolean := current_user = (SELECT pg_get_userbyid(t.relowner) FROM pg_class t WHERE t.oid = TG_RELID);
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL OR NEW.dismissed_at IS NOT NULL OR NEW.done_at IS NOT NULL
       OR NEW.emptied <> '{}' THEN
      PERFORM public.claims_refuse('suppressioncase_begins_open', 'confirmed_at', 'A case begins unconfirmed.');
    END IF;
    IF NEW.requested_by_id <> NEW.changed_by_id
       OR NOT public.claims_person_has_role(NEW.requested_by_id, ARRAY[{{requesters}}]) THEN
      PERFORM public.claims_refuse('suppressioncase_requested_by_a_person', 'requested_by',
        'An active reviewer, editor or administrator asks for a suppression, in their own name.');
    END IF;
    IF EXISTS (SELECT 1 FROM public.claims_claim c WHERE c.id = NEW.claim_id AND c.state = 'suppressed') THEN
      PERFORM public.claims_refuse('suppressioncase_of_what_is_there', 'claim', 'This claim is suppressed already.');
    END IF;
    IF NEW.claim_id IS NULL THEN
      PERFORM public.claims_name_case_is_sound(NEW);
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.claim_id, NEW.speaker_id, NEW.account_id, NEW.words, NEW.emptied, NEW.category, NEW.reason,
      NEW.redact_capture, NEW.requested_by_id, NEW.requested_at)
     IS DISTINCT FROM (OLD.claim_id, OLD.speaker_id, OLD.account_id, OLD.words, OLD.emptied, OLD.category, OLD.reason,
      OLD.redact_capture, OLD.requested_by_id, OLD.requested_at)
     OR OLD.done_at IS NOT NULL OR OLD.dismissed_at IS NOT NULL
     OR OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_by_id, NEW.confirmed_at)
        IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at) THEN
    PERFORM public.claims_refuse('suppressioncase_stays', 'reason',
      'A case stays as it was asked for, and as it was decided.');
  END IF;
  IF NEW.done_at IS NOT NULL AND NOT by_the_database THEN
    PERFORM public.claims_refuse('suppressioncase_done_by_the_database', 'done_at',
      'Only the database says that everything was emptied.');
  END IF;
  IF NEW.confirmed_at IS NOT NULL AND OLD.confirmed_at IS NULL
     AND (NEW.confirmed_by_id <> NEW.changed_by_id
          OR NOT public.claims_person_has_role(NEW.confirmed_by_id, ARRAY[{{confirmers}}])) THEN
    PERFORM public.claims_refuse('suppressioncase_confirmed_by_a_person', 'confirmed_by',
      'An active editor or administrator confirms a suppression, in their own name.');
  END IF;
  IF NEW.dismissed_at IS NOT NULL AND (NEW.dismissed_by_id <> NEW.changed_by_id
     OR NEW.dismissed_by_id <> NEW.requested_by_id
        AND NOT public.claims_person_has_role(NEW.dismissed_by_id, ARRAY[{{confirmers}}])) THEN
    PERFORM public.claims_refuse('suppressioncase_dismissed_by_a_person', 'dismissed_by',
      'An active editor or administrator dismisses a case, or whoever asked for it takes it back.');
  END IF;
  IF NEW.dismissed_at IS NOT NULL THEN
    NEW.words := '{}';
  END IF;
  RETURN NEW;
END
$$;

-- The words of the claim blacked out in every version of its article; all other characters keep their places.
CREATE OR REPLACE FUNCTION public.claims_redact(c public.claims_claim) RETURNS bigint[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v record;
  place record;
  kept text;
  others text;
  touched bigint[] := '{}';
BEGIN
  FOR v IN SELECT x.* FROM public.claims_articleversion x
           WHERE x.article_id = (SELECT y.article_id FROM public.claims_articleversion y WHERE y.id = c.version_id)
             AND (strpos(x.text, c.exact) > 0 OR EXISTS (SELECT 1 FROM public.claims_followed_in(c.id, x.id)))
           ORDER BY x.id LOOP
    kept := replace(v.text, c.exact, regexp_replace(c.exact, '[^\n]', '{{redacted}}', 'g'));
    FOR place IN SELECT * FROM public.claims_followed_in(c.id, v.id) LOOP
      kept := overlay(kept PLACING regexp_replace(substr(kept, place.first + 1, place.behind - place.first), '[^\n]',
        '{{redacted}}', 'g') FROM place.first + 1 FOR place.behind - place.first);
    END LOOP;
    SELECT string_agg(o.public_id, ', ' ORDER BY o.id) INTO others FROM public.claims_claim o
      WHERE o.version_id = v.id AND o.id <> c.id AND o.state <> 'suppressed'
        AND (substr(kept, o.start + 1, o."end" - o.start) <> o.exact
             OR public.claims_words_lost(kept, o.hedges, o.cue) IS NOT NULL
             OR EXISTS (SELECT 1 FROM public.claims_quantity q
                        WHERE q.claim_id = o.id AND q.withdrawn_at IS NULL AND strpos(kept, q.text) = 0)
             OR EXISTS (SELECT 1 FROM public.claims_attribution a WHERE a.claim_id = o.id AND a.withdrawn_at IS NULL
                        AND public.claims_words_lost(kept, a.hedges, a.cue) IS NOT NULL));
    IF others IS NOT NULL THEN
      PERFORM public.claims_refuse('redaction_spares_other_claims', 'redact_capture',
        format('Other claims stand in the same words: %s. Suppress them first, or leave the capture as it is.', others));
    END IF;
    UPDATE public.claims_articleversion SET text = kept, sha256 = encode(sha256(convert_to(kept, 'UTF8')), 'hex')
      WHERE id = v.id;
    UPDATE public.claims_history h SET old = h.old - ARRAY['text', 'sha256'], new = h.new - ARRAY['text', 'sha256']
      WHERE h."table" = 'claims_articleversion' AND h."row" = v.id::text;
    UPDATE public.claims_history h SET old = h.old - ARRAY['prefix', 'suffix'], new = h.new - ARRAY['prefix', 'suffix']
      FROM public.claims_claim o WHERE o.version_id = v.id AND h."table" = 'claims_claim' AND h."row" = o.id::text;
    UPDATE public.claims_claim o SET prefix = right(left(kept, o.start), length(o.prefix)),
      suffix = substr(kept, o."end" + 1, length(o.suffix)) WHERE o.version_id = v.id AND o.id <> c.id;
    PERFORM public.claims_followings_read_anew(ARRAY[v.id]);
    touched := touched || ARRAY(SELECT o.id FROM public.claims_claim o WHERE o.version_id = v.id AND o.id <> c.id);
  END LOOP;
  RETURN touched;
END
$$;

-- Words that search knew of documents that are gone; how many hold the common ones is counted anew.
CREATE OR REPLACE FUNCTION public.claims_forget_words() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.claims_publishedword w WHERE NOT EXISTS (
    SELECT 1 FROM public.claims_publishedclaim p WHERE p.search
      @@ ('''' || replace(replace(w.word, '\', '\\'), '''', '''''') || '''')::tsquery);
  DELETE FROM public.claims_commonword
$$;

-- A confirmed case is done: everything that was said of the claim is emptied, in one transaction. Numbers, ids, who and
-- when, the log and its checkpoints stay.
CREATE OR REPLACE FUNCTION public.claims_suppress(case_number bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  k public.claims_suppressioncase;
  c public.claims_claim;
  moment timestamptz := clock_timestamp();
  touched bigint[];
BEGIN
  PERFORM public.claims_require_read_committed();
  SELECT * INTO k FROM public.claims_suppressioncase WHERE id = case_number FOR UPDATE;
  IF k.confirmed_at IS NULL OR k.dismissed_at IS NOT NULL OR k.done_at IS NOT NULL THEN
    PERFORM public.claims_refuse('suppression_needs_a_confirmed_case', 'case',
      'Nothing is suppressed without a case that a second person has confirmed, and only once.');
  END IF;
  IF k.confirmed_by_id = k.requested_by_id
     OR NOT public.claims_person_has_role(k.confirmed_by_id, ARRAY[{{confirmers}}]) THEN
    PERFORM public.claims_refuse('suppression_by_two_people', 'confirmed_by',
      'A suppression takes two people, and the second one is an active editor or administrator.');
  END IF;
  IF NOT public.claims_person_has_role(k.requested_by_id, ARRAY[{{requesters}}]) THEN
    PERFORM public.claims_refuse('suppression_by_people_who_are_there', 'requested_by',
      'Whoever asked for this has left or may not ask any more. Dismiss the case, and ask for it anew.');
  END IF;
  IF k.claim_id IS NULL THEN
    PERFORM public.claims_suppress_name(k, moment);
    RETURN;
  END IF;
  SELECT * INTO c FROM public.claims_claim WHERE id = k.claim_id FOR UPDATE;
  touched := ARRAY(SELECT l.claim_id FROM public.claims_claimlink l
                   WHERE l.other_id = c.id AND l.withdrawn_at IS NULL);
  INSERT INTO public.claims_emptying (claim) VALUES (c.id);
  IF k.redact_capture THEN
    touched := touched || public.claims_redact(c);
  END IF;
  UPDATE public.claims_history h SET old = NULL, new = NULL FROM public.claims_rows_about(c.id) a
    WHERE h."table" = a."table" AND h."row" = a."row";
  UPDATE public.django_admin_log g SET object_repr = '', change_message = ''
    FROM public.claims_rows_about(c.id) a JOIN public.django_content_type t
      ON t.app_label = 'claims' AND 'claims_' || t.model = a."table"
    WHERE g.content_type_id = t.id AND g.object_id = a."row";
  DELETE FROM public.claims_draft d USING public.claims_rows_about(c.id) a
    WHERE d.address = format('claims.%s/%s/change', substr(a."table", 8), a."row")
       OR d.address ~ format('[?&](claim|other)=%s(&|$)', c.id)
       OR d.fields->'claim' ? c.id::text OR d.fields->'other' ? c.id::text
       OR c.exact <> '' AND EXISTS (SELECT 1 FROM jsonb_path_query(d.fields, '$.exact[*]') typed
            WHERE strpos(replace(typed #>> '{}', E'\r\n', E'\n'), c.exact) > 0);
{{emptied}}
  PERFORM public.claims_forget_words();
  INSERT INTO public.claims_history ("table", "row", operation, old, new, changed_by, request, at)
    SELECT a."table", a."row", 'suppress',
      CASE WHEN a."table" = 'claims_claim' THEN jsonb_build_object('state', c.state) END,
      CASE WHEN a."table" = 'claims_claim' THEN jsonb_build_object('state', 'suppressed') END,
      k.confirmed_by_id, coalesce(current_setting('factcheck.request', true), ''), moment
    FROM public.claims_rows_about(c.id) a;
  IF c.published_number IS NOT NULL THEN
    INSERT INTO public.claims_publishedremoval (public_id, category, withheld, at)
      VALUES (c.public_id, k.category, false, moment)
      ON CONFLICT (public_id) DO UPDATE SET category = k.category, withheld = false, at = moment,
        beneath_category = '', beneath_at = NULL;
  END IF;
  DELETE FROM public.claims_emptying;
  UPDATE public.claims_suppressioncase SET done_at = moment, changed_by_id = k.confirmed_by_id WHERE id = k.id;
  PERFORM public.claims_touch(ARRAY(SELECT o.id FROM public.claims_claim o
    WHERE o.id = ANY (touched) AND o.state <> 'suppressed'), k.confirmed_by_id, 'had a linked or neighboring claim suppressed');
END
$$;

-- Of each claim of which a document was emptied for a name: that it was, and its newest document again if that one
-- holds no such word, so that whoever follows the log and dropped what they had is given it anew.
CREATE OR REPLACE FUNCTION public.claims_log_redacted(emptied bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT x.* FROM public.claims_publication x WHERE x.id = ANY (emptied) ORDER BY x.claim_id, x.number LOOP
    PERFORM public.claims_ledger_append('claim.redacted', p.public_id, p.number, '');
  END LOOP;
  FOR p IN SELECT DISTINCT ON (x.claim_id) x.* FROM public.claims_publication x
           WHERE x.claim_id IN (SELECT y.claim_id FROM public.claims_publication y WHERE y.id = ANY (emptied))
           ORDER BY x.claim_id, x.number DESC LOOP
    PERFORM public.claims_ledger_append('claim.restored', p.public_id, p.number, p.commitment)
      WHERE p.document IS NOT NULL;
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_case_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.done_at IS NOT NULL AND OLD.done_at IS NULL THEN
    PERFORM public.claims_ledger_append('claim.suppressed', c.public_id, c.published_number, '')
      FROM public.claims_claim c WHERE c.id = NEW.claim_id AND c.published_number IS NOT NULL;
    PERFORM public.claims_log_redacted(s.emptied) FROM public.claims_suppressioncase s WHERE s.id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;

-- An editor withholds alone; a second person confirms it or brings the documents back.
CREATE OR REPLACE FUNCTION public.claims_withholding_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c record;
BEGIN
  PERFORM public.claims_require_read_committed();
  SELECT * INTO c FROM public.claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL OR NEW.lifted_at IS NOT NULL THEN
      PERFORM public.claims_refuse('withholding_begins_open', 'confirmed_at', 'A withholding begins unconfirmed.');
    END IF;
    IF NEW.withheld_by_id <> NEW.changed_by_id
       OR NOT public.claims_person_has_role(NEW.withheld_by_id, ARRAY[{{withholders}}]) THEN
      PERFORM public.claims_refuse('withholding_by_an_editor', 'withheld_by',
        'An active editor withholds what is public, in their own name.');
    END IF;
    IF c.published_number IS NULL OR c.state = 'suppressed' THEN
      PERFORM public.claims_refuse('withholding_of_what_is_public', 'claim',
        'Nothing of this claim is public that could be withheld.');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.claim_id, NEW.category, NEW.reason, NEW.withheld_by_id, NEW.withheld_at)
     IS DISTINCT FROM (OLD.claim_id, OLD.category, OLD.reason, OLD.withheld_by_id, OLD.withheld_at)
     OR OLD.lifted_at IS NOT NULL OR c.state = 'suppressed'
     OR OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_by_id, NEW.confirmed_at)
        IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at) THEN
    PERFORM public.claims_refuse('withholding_stays', 'reason',
      'A withholding stays as it was made, and as it was decided.');
  END IF;
  IF NEW.confirmed_at IS NOT NULL AND OLD.confirmed_at IS NULL
     AND (NEW.confirmed_by_id <> NEW.changed_by_id
          OR NOT public.claims_person_has_role(NEW.confirmed_by_id, ARRAY[{{confirmers}}]))
     OR NEW.lifted_at IS NOT NULL
     AND (NEW.lifted_by_id <> NEW.changed_by_id
          OR NOT public.claims_person_has_role(NEW.lifted_by_id, ARRAY[{{confirmers}}])) THEN
    PERFORM public.claims_refuse('withholding_decided_by_a_person', 'by',
      'An active editor or administrator confirms or lifts a withholding, in their own name.');
  END IF;
  RETURN NEW;
END
$$;

-- Documents go aside as they are, and come back as they were: the commitment in the log proves it.
CREATE OR REPLACE FUNCTION public.claims_withholding_done() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moment timestamptz := clock_timestamp();
  name text := (SELECT c.public_id FROM public.claims_claim c WHERE c.id = NEW.claim_id);
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.claims_emptying (claim) VALUES (NEW.claim_id);
    INSERT INTO public.claims_withhelddocument (withholding_id, publication_id, document, salt)
      SELECT NEW.id, p.id, p.document, p.salt FROM public.claims_publication p
      WHERE p.claim_id = NEW.claim_id AND p.document IS NOT NULL;
    UPDATE public.claims_publication SET document = NULL, salt = NULL WHERE claim_id = NEW.claim_id;
    UPDATE public.claims_publishedclaim SET at = moment, words = '', speaker_name = '', outlet = '', measures = '{}',
      links = '{}', said_from = NULL, said_to = NULL WHERE public_id = name;
    INSERT INTO public.claims_publishedremoval AS r (public_id, category, withheld, at)
      VALUES (name, NEW.category, true, moment)
      ON CONFLICT (public_id) DO UPDATE SET category = NEW.category, withheld = true, at = moment,
        beneath_category = r.category, beneath_at = r.at;
    DELETE FROM public.claims_emptying;
  ELSIF NEW.lifted_at IS NOT NULL AND OLD.lifted_at IS NULL THEN
    IF EXISTS (SELECT 1 FROM public.claims_withhelddocument w JOIN public.claims_publication p ON p.id = w.publication_id
               WHERE w.withholding_id = NEW.id AND w.document IS NOT NULL
                 AND p.commitment IS DISTINCT FROM public.claims_commitment(w.salt, w.document)) THEN
      PERFORM public.claims_refuse('withheld_documents_come_back_as_they_were', 'document',
        'A document that was put aside is not the one that the log commits to.');
    END IF;
    INSERT INTO public.claims_emptying (claim) VALUES (NEW.claim_id);
    UPDATE public.claims_publication p SET document = w.document, salt = w.salt
      FROM public.claims_withhelddocument w WHERE w.publication_id = p.id AND w.withholding_id = NEW.id;
    DELETE FROM public.claims_withhelddocument WHERE withholding_id = NEW.id;
    DELETE FROM public.claims_publishedremoval WHERE public_id = name AND beneath_at IS NULL;
    UPDATE public.claims_publishedremoval SET category = beneath_category, withheld = false, at = beneath_at,
      beneath_category = '', beneath_at = NULL WHERE public_id = name;
    DELETE FROM public.claims_emptying;
    UPDATE public.claims_publishedclaim l SET at = p.at, words = public.claims_document_words(x.d),
      speaker_name = public.claims_document_speakers(x.d), outlet = x.d #>> '{article,outlet}',
      measures = public.claims_document_measures(x.d), links = public.claims_document_links(x.d),
      said_from = (x.d #>> '{said,lower}')::date, said_to = (x.d #>> '{said,upper}')::date
      FROM public.claims_publication p CROSS JOIN LATERAL (SELECT convert_from(p.document, 'UTF8')::jsonb) AS x(d)
      WHERE l.public_id = name AND p.id = l.publication_id AND p.document IS NOT NULL;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_withholding_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM public.claims_ledger_append('claim.withheld', c.public_id, c.published_number, '')
      FROM public.claims_claim c WHERE c.id = NEW.claim_id;
  ELSIF NEW.lifted_at IS NOT NULL AND OLD.lifted_at IS NULL THEN
    PERFORM public.claims_ledger_append('claim.restored', p.public_id, p.number, p.commitment)
      FROM public.claims_publication p WHERE p.claim_id = NEW.claim_id ORDER BY p.number DESC LIMIT 1;
  END IF;
  RETURN NULL;
END
$$;
