-- The rules of a case about a name: words that can be told from others, and an account that is not in use any more.
CREATE OR REPLACE FUNCTION public.claims_name_case_is_sound(k public.claims_suppressioncase) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF cardinality(k.words) NOT BETWEEN 1 AND {{most_words}} OR EXISTS (
    SELECT 1 FROM unnest(k.words) w WHERE w IS NULL OR w IS NOT NFC NORMALIZED OR w ~ '^\s|\s$|\s\s'
      OR w !~ '[[:alpha:]]' OR w ~ '( [^ ]*){10}' OR length(w) > {{longest}}
      OR length(w) < CASE WHEN w ~ '[{{unspaced}}]' THEN 2 ELSE {{fewest}} END) THEN
    PERFORM public.claims_refuse('suppressioncase_words_are_sound', 'words',
      'Say which words to black out: one to {{most_words}}, each of at least {{fewest}} letters.');
  END IF;
  PERFORM public.claims_account_has_ended(k.account_id);
END
$$;

CREATE OR REPLACE FUNCTION public.claims_account_has_ended(account bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.claims_user u WHERE u.id = account AND u.is_active) THEN
    PERFORM public.claims_refuse('suppressioncase_of_an_ended_account', 'account',
      'This account is still in use; end it first.');
  END IF;
END
$$;

-- The row of the speaker whose name goes, its roles, and every line of their history. Its kind and number stay.
CREATE OR REPLACE FUNCTION public.claims_empty_speaker(k public.claims_suppressioncase, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.claims_speaker s SET name = '{{placeholder}}', skeleton = '{{placeholder}} ' || s.public_id,
    aliases = '{}', disambiguation = '', country = '', wikidata = '', same_as = '{}',
    changed_by_id = k.requested_by_id, changed_at = moment WHERE s.id = k.speaker_id;
  UPDATE public.claims_speakerrole r SET title = '{{placeholder}}', changed_by_id = k.requested_by_id,
    changed_at = moment WHERE r.speaker_id = k.speaker_id;
  UPDATE public.claims_history h SET old = h.old || x.emptied, new = h.new || x.emptied FROM (
    SELECT 'claims_speaker' AS "table", s.id::text AS "row", to_jsonb(s) - ARRAY['id', 'public_id', 'kind',
      'institution_id', 'changed_by_id', 'changed_at'] AS emptied FROM public.claims_speaker s WHERE s.id = k.speaker_id
    UNION ALL SELECT 'claims_speakerrole', r.id::text, jsonb_build_object('title', r.title)
      FROM public.claims_speakerrole r WHERE r.speaker_id = k.speaker_id) x
    WHERE h."table" = x."table" AND h."row" = x."row";
  INSERT INTO public.claims_history ("table", "row", operation, new, changed_by, request, at)
    SELECT x.*, k.requested_by_id, coalesce(current_setting('factcheck.request', true), ''), moment FROM (
      SELECT 'claims_speaker', s.id::text, 'redact', to_jsonb(s) FROM public.claims_speaker s WHERE s.id = k.speaker_id
      UNION ALL SELECT 'claims_speakerrole', r.id::text, 'redact', to_jsonb(r)
        FROM public.claims_speakerrole r WHERE r.speaker_id = k.speaker_id) x;
END
$$;

-- The account whose name goes: a name that says nothing, no second factor, nothing of it in its history or in Django's log.
CREATE OR REPLACE FUNCTION public.claims_empty_account(k public.claims_suppressioncase, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.claims_account_has_ended(k.account_id);
  UPDATE public.claims_user u SET username = 'removed-' || u.id || CASE WHEN EXISTS (
      SELECT 1 FROM public.claims_user o WHERE o.username = 'removed-' || u.id AND o.id <> u.id)
      THEN '-' || floor(extract(epoch FROM moment)) ELSE '' END, first_name = '', last_name = '', email = ''
    WHERE u.id = k.account_id;
  WITH gone AS (DELETE FROM public.mfa_authenticator a WHERE a.user_id = k.account_id RETURNING a.*)
    INSERT INTO public.claims_history ("table", "row", operation, old, changed_by, request, at)
    SELECT 'mfa_authenticator', x.id::text, 'delete', to_jsonb(x) - ARRAY['data', 'last_used_at'], k.requested_by_id,
      coalesce(current_setting('factcheck.request', true), ''), moment FROM gone x;
  UPDATE public.claims_history h SET old = h.old || x.emptied, new = h.new || x.emptied
    FROM (SELECT u.id, jsonb_build_object('username', u.username, 'first_name', '', 'last_name', '', 'email', '')
            AS emptied FROM public.claims_user u WHERE u.id = k.account_id) x
    WHERE h."table" = 'claims_user' AND h."row" = x.id::text;
  INSERT INTO public.claims_history ("table", "row", operation, new, changed_by, request, at)
    SELECT 'claims_user', u.id::text, 'redact', to_jsonb(u) - ARRAY['password', 'last_login'], k.requested_by_id,
      coalesce(current_setting('factcheck.request', true), ''), moment FROM public.claims_user u WHERE u.id = k.account_id;
  UPDATE public.django_admin_log g SET object_repr = '', change_message = '' FROM public.django_content_type t
    WHERE g.content_type_id = t.id AND t.app_label = 'claims' AND t.model = 'user'
      AND g.object_id = k.account_id::text;
END
$$;

-- History says what rows say: the words are gone, digests of texts that held them too, and quotations are read anew.
CREATE OR REPLACE FUNCTION public.claims_redact_history(words text[], pattern text, versions bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.claims_history h SET old = public.claims_blacked_out(h.old, words),
    new = public.claims_blacked_out(h.new, words)
    WHERE h."table" <> 'claims_user' AND (public.claims_holds(h.old, pattern) OR public.claims_holds(h.new, pattern));
  UPDATE public.claims_history h SET  -- of an account only what was said of it: its own name goes by its own case
    old = h.old || jsonb_build_object('sessions_ended_why', public.claims_blacked_out(h.old -> 'sessions_ended_why', words)),
    new = h.new || jsonb_build_object('sessions_ended_why', public.claims_blacked_out(h.new -> 'sessions_ended_why', words))
    WHERE h."table" = 'claims_user' AND (public.claims_holds(h.old -> 'sessions_ended_why', pattern)
                                         OR public.claims_holds(h.new -> 'sessions_ended_why', pattern));
  UPDATE public.claims_history h SET old = h.old || jsonb_build_object('sha256', v.sha256),
    new = h.new || jsonb_build_object('sha256', v.sha256) FROM public.claims_articleversion v
    WHERE v.id = ANY (versions) AND h."table" = 'claims_articleversion' AND h."row" = v.id::text;
  UPDATE public.claims_history h SET
    old = h.old || CASE WHEN h.old ->> 'exact' <> '' THEN public.claims_quoted(v.text, h.old) ELSE '{}' END,
    new = h.new || CASE WHEN h.new ->> 'exact' <> '' THEN public.claims_quoted(w.text, h.new) ELSE '{}' END
    FROM public.claims_history g
      LEFT JOIN public.claims_articleversion v ON v.id = (g.old ->> 'version_id')::bigint
      LEFT JOIN public.claims_articleversion w ON w.id = (g.new ->> 'version_id')::bigint
    WHERE g.id = h.id AND h."table" = 'claims_claim' AND (v.id = ANY (versions) OR w.id = ANY (versions));
END
$$;

-- The documents that hold the name become empty, public ones and those put aside; the public is told on what ground.
CREATE OR REPLACE FUNCTION public.claims_empty_documents(
  k public.claims_suppressioncase, pattern text, versions bigint[], moment timestamptz)
RETURNS bigint[] LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone bigint[] := ARRAY(
    SELECT p.id FROM public.claims_publication p
      WHERE public.claims_holds(p.document, pattern) OR public.claims_quotes_otherwise(p.document, versions)
    UNION SELECT w.publication_id FROM public.claims_withhelddocument w
      WHERE public.claims_holds(w.document, pattern) OR public.claims_quotes_otherwise(w.document, versions));
  void bigint[];
BEGIN
  UPDATE public.claims_suppressioncase s SET emptied = gone WHERE s.id = k.id;
  UPDATE public.claims_publication p SET document = NULL, salt = NULL WHERE p.id = ANY (gone);
  UPDATE public.claims_withhelddocument w SET document = NULL, salt = NULL WHERE w.publication_id = ANY (gone);
  void := ARRAY(
    SELECT a.claim_id FROM public.claims_approval a JOIN public.claims_claim c ON c.id = a.claim_id AND c.rev = a.rev
    WHERE public.claims_holds(a.draft, pattern) OR public.claims_quotes_otherwise(a.draft, versions));
  UPDATE public.claims_approval a SET draft = NULL, salt = NULL
    WHERE public.claims_holds(a.draft, pattern) OR public.claims_quotes_otherwise(a.draft, versions);
  UPDATE public.claims_publishedclaim l SET at = moment, words = '', speaker_name = '', outlet = '', measures = '{}',
    links = '{}', said_from = NULL, said_to = NULL FROM public.claims_publication p
    WHERE p.id = l.publication_id AND p.id = ANY (gone)
      AND NOT EXISTS (SELECT 1 FROM public.claims_withhelddocument w WHERE w.publication_id = p.id);
  UPDATE public.claims_publishedspeaker t SET name = '' WHERE t.publication_id = ANY (gone);
  UPDATE public.claims_publishedarticle t SET headline = '', url = '', outlet = '' WHERE t.publication_id = ANY (gone);
  UPDATE public.claims_publishedsource t SET title = '', url = '', publisher = '' WHERE t.publication_id = ANY (gone);
  INSERT INTO public.claims_publishedremoval AS r (public_id, category, withheld, at)
    SELECT DISTINCT p.public_id, k.category, false, moment FROM public.claims_publication p WHERE p.id = ANY (gone)
    ON CONFLICT (public_id) DO UPDATE SET
      category = CASE WHEN r.withheld THEN r.category ELSE k.category END, at = CASE WHEN r.withheld THEN r.at ELSE moment END,
      beneath_category = CASE WHEN r.withheld THEN k.category ELSE '' END,
      beneath_at = CASE WHEN r.withheld THEN moment END;
  RETURN void || ARRAY(SELECT DISTINCT p.claim_id FROM public.claims_publication p
    WHERE p.id = ANY (gone) AND p.number = (SELECT max(q.number) FROM public.claims_publication q
                                               WHERE q.claim_id = p.claim_id));
END
$$;

-- A confirmed case about a name is done, in one transaction in which nobody else writes what may hold it.
CREATE OR REPLACE FUNCTION public.claims_suppress_name(k public.claims_suppressioncase, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pattern text := public.claims_words_pattern(k.words);
  request text := coalesce(current_setting('factcheck.request', true), '');
  before bigint;
  versions bigint[];
  changed bigint[];
  others text;
BEGIN
  INSERT INTO public.claims_emptying (claim) VALUES (0);
  LOCK TABLE {{locked}} IN SHARE ROW EXCLUSIVE MODE;
  SELECT string_agg(o.id::text, ', ' ORDER BY o.id) INTO others FROM public.claims_suppressioncase o
    WHERE o.id <> k.id AND public.claims_holds(o.words, pattern);
  IF others IS NOT NULL THEN
    PERFORM public.claims_refuse('redaction_leaves_no_other_case', 'words',
      format('These words also wait in case %s. Dismiss that one first, and ask again afterwards.', others));
  END IF;
  SELECT coalesce(max(h.id), 0) INTO before FROM public.claims_history h;
  UPDATE public.claims_suppressioncase SET words = '{}', done_at = moment, changed_by_id = k.confirmed_by_id,
    changed_at = moment WHERE id = k.id;
{{blacked_out}}
  versions := ARRAY(SELECT h."row"::bigint FROM public.claims_history h
                    WHERE h.id > before AND h."table" = 'claims_articleversion');
  PERFORM public.claims_followings_read_anew(versions);
  UPDATE public.claims_claim c SET (exact, prefix, suffix) = (
    SELECT q ->> 'exact', q ->> 'prefix', q ->> 'suffix' FROM public.claims_articleversion v
      CROSS JOIN LATERAL public.claims_quoted(v.text, to_jsonb(c)) q WHERE v.id = c.version_id)
    WHERE c.version_id = ANY (versions) AND c.state <> 'suppressed';
  PERFORM public.claims_redact_history(k.words, pattern, versions);
  changed := public.claims_empty_documents(k, pattern, versions, moment);
  DELETE FROM public.claims_draft d WHERE public.claims_holds(d.fields, pattern)
    OR public.claims_holds(d.address || E'\n' || d.token || E'\n' || d.page, pattern);
  PERFORM public.claims_forget_words();
  PERFORM public.claims_empty_speaker(k, moment);
  PERFORM public.claims_empty_account(k, moment);
  changed := changed || ARRAY(SELECT m FROM public.claims_history h
    CROSS JOIN LATERAL public.claims_made_of(h."table", h."row"::bigint) m WHERE h.id > before AND h.operation = 'redact');
  others := public.claims_torn(changed);
  IF others IS NOT NULL THEN
    PERFORM public.claims_refuse('redaction_keeps_claims_verbatim', 'words',
      format('Only a part of what these claims quote would be blacked out: %s. Ask again with the shorter form of the '
             'name among the words, or change or suppress these claims first.', others));
  END IF;
  UPDATE public.claims_history h SET old = h.old || '{"words": []}', new = h.new || '{"words": []}'
    WHERE h."table" = 'claims_suppressioncase' AND h."row" = k.id::text;
  INSERT INTO public.claims_history ("table", "row", operation, new, changed_by, request, at)
    SELECT 'claims_suppressioncase', s.id::text, 'update', to_jsonb(s), k.confirmed_by_id, request, moment
    FROM public.claims_suppressioncase s WHERE s.id = k.id;
  DELETE FROM public.claims_emptying;
  PERFORM public.claims_touch(changed, k.requested_by_id, 'had a name blacked out');
END
$$;
