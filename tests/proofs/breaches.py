"""How each named constraint is broken: by what its name says, or as listed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

SCRIPTS = (
    "javascript:alert(1)", "data:text/html,x", "//evil.example/", "ftp://a.example/", "https://",
    "https://a b.example/", " https://a.example/", "https://a.example/" + "\n" + "javascript:alert(1)", "x",
)  # fmt: skip
"""What is no address of the web."""
SAID = {
    "is_known": ("'x'", "''"),
    "is_not_blank": ("''",),
    "says_something": ("''", "'  '", "E' \\u200b\\n'"),
    "is_in_range": ("'infinity'", "'-infinity'", "'200000-01-01'", "'0999-12-30 BC'"),
    "is_of_the_web": tuple("'" + one + "'" for one in SCRIPTS),
    "has_its_form": ("'x'", "'ABCDEFGHIJ'"),
    "is_sound_edtf": ("'{}'", '\'{"edtf": "2009"}\''),
}
"""What a constraint with such a name refuses in its column."""
LENGTHS = {
    "apicommand_key": 200,
    "apikey_label": 200,
    "newsroom_contact": 200,
    "comment_text": 2_000,
    "draft_address": 300,
    "draft_token": 100,
    "draft_page": 60,
    "ingestrun_filename": 200,
    "ingestrun_message": 2_000,
    "webhookendpoint_label": 200,
    "webhookendpoint_state_why": 2_000,
    "webhookattempt_said": 2_000,
    "ticket_passage": 2_000,
    "ticket_text": 5_000,
    "ticket_contact": 200,
    "ticket_answer": 2_000,
    "user_sessions_ended_why": 1_000,
}
"""How many characters a text may have at most: so many are taken, one more is not."""
PEOPLE = "(SELECT id FROM claims_user ORDER BY id LIMIT 1)"
NOBODY_YET = "state = 'open', answer = '', handled_at = NULL, handled_by_id = NULL"
DECIDED = f"decided_at = now(), decided_by_id = {PEOPLE}, decided_why = 'x'"
ENDLESS = "low = NULL, high = NULL, vague = false"
BY_HAND: dict[str, tuple[str, ...]] = {
    "apikey_prefix_has_its_form": ("prefix = 'SHORT'",),
    "apikey_digest_is_of_32_bytes": ("digest = 'x'::bytea",),
    "apikey_scopes_are_known": ("scopes = '{}'", "scopes = '{everything}'"),
    "apikeyuse_count_from_1": ("count = 0",),
    "articleversion_number_from_one": ("number = 0",),
    "articleversion_excerpt_knows_the_full_text": (
        "is_excerpt = true",
        "is_excerpt = true, full_length = 9, full_sha256 = 'x'",
        "is_excerpt = false, full_length = 9",
        "is_excerpt = false, full_sha256 = repeat('0', 64)",
    ),
    "speaker_wikidata_is_a_qid": ("wikidata = 'Q0'", "wikidata = 'x'"),
    "speaker_is_not_its_own_institution": ("institution_id = id",),
    "claim_end_after_start": ('"end" = start', '"end" = start - 1'),
    "claim_check_worthiness_from_0_to_1": ("check_worthiness = -0.01", "check_worthiness = 1.01"),
    "claim_correction_kind_with_reason": (
        "correction_kind = 'typo', correction_reason = ''",
        "correction_kind = '', correction_reason = 'x'",
    ),
    "claim_rejected_why_only_when_rejected": ("rejected_why = 'x'",),
    "claim_duplicate_names_the_original": (
        "state = 'duplicate', duplicate_of_id = NULL",
        "duplicate_of_id = (SELECT max(id) FROM claims_claim o WHERE o.id <> claims_claim.id)",
    ),
    "claim_is_not_its_own_duplicate": ("state = 'duplicate', duplicate_of_id = id",),
    "claim_hedged_names_its_hedges": ("modality = 'hedged', hedges = '{}'",),
    "claimspan_end_after_start": ('"end" = start',),
    "attribution_position_from_one": ("position = 0",),
    "claimlink_joins_two_claims": ("other_id = claim_id",),
    "footing_possible_from_established": ("established = 2, possible = 1",),
    "draft_fields_is_short_enough": ("fields = to_jsonb(repeat('x', 1000000))",),
    "capture_raw_sha256_is_a_digest": ("raw_sha256 = ''", "raw_sha256 = repeat('g', 64)"),
    "derivation_is_from_a_source_or_an_origin": (
        "from_source_id = (SELECT max(id) FROM claims_source), "
        "origin_id = (SELECT max(id) FROM claims_speaker), source_id = (SELECT min(id) FROM claims_source)",
    ),
    "derivation_from_nobody_is_unknown": ("from_source_id = NULL, origin_id = NULL, basis = 'stated'",),
    "derivation_is_not_from_itself": ("origin_id = NULL, from_source_id = source_id",),
    "evidence_credibility_from_1_to_6": ("credibility = 0", "credibility = 7"),
    "publication_document_with_salt": ("document = NULL", "salt = NULL"),
    "publication_first_or_with_reason": (
        "kind = 'first', number = 2",
        "kind = 'correction', number = 2, correction_kind = '', correction_reason = ''",
        "kind = 'correction', number = 1, correction_kind = 'typo', correction_reason = 'x'",
        "kind = 'first', number = 1, correction_kind = 'typo', correction_reason = 'x'",
    ),
    "quantity_low_not_above_high": ("low = 3, high = 2",),
    "quantity_low_is_a_number": ("low = 'NaN', high = NULL", "low = NULL, high = 'NaN'"),
    "quantity_without_bounds_is_vague": (ENDLESS,),
    "reportedfigure_low_not_above_high": ("low = 3, high = 2",),
    "reportedfigure_low_is_a_number": ("low = 'NaN', high = NULL", "low = NULL, high = 'NaN'"),
    "reportedfigure_without_bounds_is_vague": (ENDLESS,),
    "suppressioncase_two_people": (
        "dismissed_at = NULL, dismissed_by_id = NULL, confirmed_at = now(), confirmed_by_id = requested_by_id",
    ),
    "suppressioncase_is_about_one_thing": ("claim_id = NULL, speaker_id = NULL, account_id = NULL",),
    "suppressioncase_words_while_a_name_waits": ("words = '{x}'",),
    "suppressioncase_done_when_confirmed": ("done_at = now()",),
    "suppressioncase_confirmed_or_dismissed": (f"confirmed_at = now(), confirmed_by_id = {PEOPLE}",),
    "withholding_two_people": (
        "confirmed_at = now(), confirmed_by_id = withheld_by_id",
        "lifted_at = now(), lifted_by_id = withheld_by_id, lifted_why = 'x'",
    ),
    "withholding_lifted_says_why": (f"lifted_at = now(), lifted_by_id = {PEOPLE}, lifted_why = ''",),
    "replyrequest_asked_at_unless_not_asked": (
        "outcome = 'not asked', answer = 'x', answered_at = NULL",
        "asked_at = NULL",
    ),
    "replyrequest_answered_has_an_answer": (
        "answered_at = NULL",
        "answer = ''",
        "outcome = 'no answer', answered_at = now()",
    ),
    "replyrequest_not_asked_says_why": (
        "outcome = 'not asked', answer = '', answered_at = NULL, asked_at = NULL",
    ),
    "signinattempt_bucket_is_a_digest": ("bucket = ''", "bucket = 'editor'", "bucket = repeat('G', 32)"),
    "suspectedcopy_score_from_0_to_1": ("score = -0.01", "score = 1.01"),
    "suspectedcopy_pair_in_order": ("source_id = other_id", "source_id = other_id, other_id = source_id"),
    "suspectedcopy_names_its_likeness": ("likenesses = '{}'",),
    "proposedlink_score_from_0_to_1": ("score = -0.01", "score = 1.01"),
    "proposedlink_joins_two_claims": ("other_id = claim_id",),
    "offer_score_from_0_to_1": ("score = -0.01", "score = 1.01"),
    "matchdecision_score_from_0_to_1": ("score = -0.01", "score = 1.01"),
    "matchdecision_of_two_claims": ("other_id = claim_id",),
    "offer_place_has_its_form": ("place = ''", "place = '1-2,'", "place = 'x'"),
    "offer_decided_at_with_by": (
        f"decision = 'accepted', decided_by_id = {PEOPLE}",
        "decided_at = now()",
        "kept = '{}'",
    ),
    "ingestrun_given_by_address_has_one": ("given = 'address', address = ''",),
    "ingestrun_source_of_a_source_page": (
        "what = 'source'",
        "source_id = (SELECT min(id) FROM claims_source)",
    ),
    "ingestrun_ended_says_what_came_of_it": (
        "state = 'done'",
        "state = 'failed', finished_at = now(), message = ''",
        "finished_at = now()",
    ),
    "following_likeness_from_0_to_1": ("likeness = -0.01", "likeness = 1.01"),
    "following_end_after_start": ('"end" = start', "start = NULL", '"end" = NULL'),
    "following_has_a_place_when_found": (
        'start = NULL, "end" = NULL',
        "outcome = 'gone'",
        f"outcome = 'ambiguous', decision = 'archived words stand', {DECIDED}",
    ),
    "following_decided_at_with_by": (
        f"decision = 'new words taken', decided_by_id = {PEOPLE}, decided_why = 'x'",
        f"decision = 'new words taken', decided_at = now(), decided_by_id = {PEOPLE}, decided_why = ''",
        "decided_at = now()",
    ),
    "publishedalteration_is_of_a_change": ("outcome = 'same'", "outcome = 'ambiguous'", "outcome = 'x'"),
    "ticket_claim_unless_request": (
        "kind = 'request', claim = 'aaaaaaaaaa'",
        "kind = 'request', number_read = 1",
        "kind = 'error'",
        "kind = 'error', claim = 'aaaaaaaaaa', number_read = 0",
    ),
    "ticket_handled_at_with_by_and_answer": (
        "handled_at = now()",
        f"handled_by_id = {PEOPLE}",
        "answer = 'x'",
        f"state = 'answered', answer = ' ', handled_at = now(), handled_by_id = {PEOPLE}",
        f"state = 'answered', answer = 'x', handled_at = 'infinity', handled_by_id = {PEOPLE}",
    ),
    "ticket_contact_erased_is_gone": ("contact = 'x', contact_erased_at = now()",),
    "ticketrate_bucket_is_a_digest_or_all": ("bucket = 'x'",),
    "webhookendpoint_events_are_known": ("events = '{claim.drafted}'",),
    "webhookendpoint_earlier_secret_until_when": ("earlier_secret = 'x'", "earlier_until = now()"),
    "webhookendpoint_replayed_from_with_at": ("replayed_from = 1", "replayed_at = now()"),
    "webhookdelivery_of_an_entry_names_its_claim": ("claim = ''", "position = NULL", "position = 0"),
    "webhookdelivery_leased_while_sending": (
        "state = 'sending', lease_until = now()",
        "state = 'sending', sender = 'x'",
        "lease_until = now()",
        "sender = 'x'",
    ),
    "webhookdelivery_delivered_at_some_moment": ("state = 'delivered'", "delivered_at = now()"),
    "ticketrate_count_from_1": ("count = 0",),
    "ratingscale_best_above_worst": ("best = worst", "best = worst - 1"),
    "verdict_credence_to_100": ("credence = 101",),
    "verdict_summary_to_three_points": ("summary = '{a,b,c,d}'",),
}
"""What a row is changed to, where the name of the constraint does not say it."""
OPEN = "dismissed_at = NULL, dismissed_by_id = NULL, dismissed_why = ''"
SPEAKERS = "(SELECT min(id) FROM claims_speaker)"
FIRST: dict[str, str] = {
    "review_one_open_a_claim": "closed_at = NULL",
    "suppressioncase_one_open_a_claim": OPEN,
    "suppressioncase_one_open_a_speaker": f"{OPEN}, claim_id = NULL, speaker_id = {SPEAKERS}, words = '{{Somebody}}'",
    "suppressioncase_one_open_an_account": f"{OPEN}, claim_id = NULL, account_id = {PEOPLE}, words = '{{Somebody}}'",
    "webhookdelivery_one_at_a_time": "state = 'sending', lease_until = now(), sender = 'x'",
    "withholding_one_open_a_claim": "lifted_at = NULL, lifted_by_id = NULL, lifted_why = ''",
}
"""What a row must be before another one of its kind is one too many."""
ASIDE: dict[str, str] = {
    "publication_rev_once": "claims_publication_approval_id_key",
    "publication_number_once": "claims_publication_approval_id_key",
    "publication_kind_is_known": "publication_first_or_with_reason",
    "replyrequest_outcome_is_known": "replyrequest_answered_has_an_answer",
    "suspectedcopy_decision_is_known": "suspectedcopy_decided_at_with_by",
    "proposedlink_decision_is_known": "proposedlink_decided_at_with_by",
    "offer_decision_is_known": "offer_decided_at_with_by",
    "offer_place_once_a_version": "claims_offer_claim_id_key",
    "ingestrun_state_is_known": "ingestrun_ended_says_what_came_of_it",
    "ingestrun_what_is_known": "ingestrun_source_of_a_source_page",
    "ingestrun_asked_at_is_in_range": "ingestrun_ended_says_what_came_of_it",
    "following_outcome_is_known": "following_has_a_place_when_found",
    "following_decision_is_known": "following_decided_at_with_by",
    "webhookendpoint_address_is_of_the_web": "webhookendpoint_address_is_not_blank",
    "webhookendpoint_state_at_is_in_range": "webhookendpoint_earlier_secret_until_when, "
    "webhookendpoint_replayed_from_with_at",
    "webhookdelivery_next_at_is_in_range": "webhookdelivery_delivered_at_some_moment, "
    "webhookdelivery_leased_while_sending",
    "webhookdelivery_state_is_known": "webhookdelivery_delivered_at_some_moment, webhookdelivery_leased_while_sending",
    "ticket_kind_is_known": "ticket_claim_unless_request",
    "ticket_state_is_known": "ticket_handled_at_with_by_and_answer",
    "ticket_received_at_is_in_range": "ticket_contact_erased_is_gone, ticket_handled_at_with_by_and_answer",
    "ticket_answer_is_short_enough": "ticket_handled_at_with_by_and_answer",
}
"""What else would refuse the same, and is put aside for it."""
TOLD_APART: dict[str, dict[str, str]] = {
    "webhookdelivery_one_at_a_time": {"position": "position + 1"},
    "publication_rev_once": {"public_id": "'zzzzzzzzzz'"},
    "publication_number_once": {"rev": "rev + 1"},
}
"""In what else the second row differs, where both would be refused."""


def changes(constraint: models.CheckConstraint, model: type[models.Model]) -> Iterator[str]:
    """What a sound row of the model is changed to, each against this one constraint."""
    yield from BY_HAND.get(constraint.name, ())
    column = _column(constraint, model)
    if constraint.name.endswith("_with_by") and column:
        by = f"{column.removesuffix('_at')}_by_id"
        yield f"{column} = NULL, {by} = {PEOPLE}"
        yield f"{column} = now(), {by} = NULL"
        yield f"{column} = 'infinity', {by} = {PEOPLE}"
    said = next((how for how in SAID if constraint.name.endswith(f"_{how}")), "")
    for name in _named_in(constraint.condition) if said == "is_in_range" else [column] if said else []:
        yield from (f'"{name}" = {value}' for value in SAID[said])
    length = LENGTHS.get(constraint.name.removesuffix("_is_short_enough"))
    if length:
        yield f"{column} = repeat('é', {length + 1})"


def fits(constraint: models.CheckConstraint, model: type[models.Model]) -> Iterator[str]:
    """What is just within the constraint."""
    length = LENGTHS.get(constraint.name.removesuffix("_is_short_enough"))
    if length:
        yield f"{_column(constraint, model)} = repeat('é', {length})"
    if constraint.name.endswith("_is_of_the_web"):
        yield f"{_column(constraint, model)} = 'HTTPS://a.example/ü?x=1#y'"
        yield f"{_column(constraint, model)} = ''"


def _column(constraint: models.CheckConstraint, model: type[models.Model]) -> str:
    """The longest column that stands in the name after the noun."""
    rest = constraint.name.partition("_")[2]
    names = [one.name for one in model._meta.concrete_fields if rest.startswith(f"{one.name}_")]
    return max(names, key=len, default="")


def _named_in(condition: Any) -> set[str]:
    if isinstance(condition, models.Q):
        return set().union(*(_named_in(one) for one in condition.children))
    return {condition[0].partition("__")[0]}


def once_more(constraint: models.UniqueConstraint, model: type[models.Model], which: str) -> str:
    """The statement that copies a row, so that it is one too many."""
    told = dict(TOLD_APART.get(constraint.name, {}))
    if any(one.name == "public_id" for one in model._meta.fields) and "public_id" not in constraint.fields:
        told.setdefault("public_id", "'zzzzzzzzzz'")
    columns = [one.column for one in model._meta.concrete_fields if not one.primary_key]
    taken = ", ".join(told.get(name, f'"{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({named}) SELECT {taken} FROM {table} WHERE {which}"
