"""What the database refuses, in the words of `domain.errors`: the field, and what would be right."""

from __future__ import annotations

import psycopg
from django.apps import apps
from django.db import DatabaseError

from claims.domain.errors import Busy, DomainError, InvalidValue, LogUnavailable, NotAllowed, WrongState

KINDS: dict[str, type[DomainError]] = {
    "approval_by_a_second_person": NotAllowed,
    "approval_by_a_reviewer_or_editor": NotAllowed,
    "publication_by_an_editor": NotAllowed,
    "publication_approver_still_may": NotAllowed,
    "claim_move_is_for_its_roles": NotAllowed,
    "offer_decided_by_a_person": NotAllowed,
    "review_assigned_by_a_reviewer_or_editor": NotAllowed,
    "comment_is_its_author_s": NotAllowed,
    "comment_by_somebody_who_may_work": NotAllowed,
    "suppressioncase_two_people": NotAllowed,
    "suppressioncase_requested_by_a_person": NotAllowed,
    "suppressioncase_confirmed_by_a_person": NotAllowed,
    "suppressioncase_dismissed_by_a_person": NotAllowed,
    "suppression_by_two_people": NotAllowed,
    "suppression_by_people_who_are_there": WrongState,
    "suppressioncase_of_an_ended_account": WrongState,
    "redaction_leaves_no_other_case": WrongState,
    "withholding_two_people": NotAllowed,
    "withholding_by_an_editor": NotAllowed,
    "withholding_decided_by_a_person": NotAllowed,
    "publication_not_while_withheld": WrongState,
    "comment_on_what_is_there": WrongState,
    "draft_of_what_is_there": WrongState,
    "claim_draft_is_locked": WrongState,
    "claim_moves_along_its_lifecycle": WrongState,
    "approval_of_a_complete_draft": WrongState,
    "publication_needs_an_approval": WrongState,
    "newsroom_by_an_administrator": NotAllowed,
    "ledger_is_written_under_read_committed": LogUnavailable,
}


FIELDS: dict[str, str] = {
    "apikeyuse_once_a_day": "day",
    "apicommand_once": "key",
    "webhookdelivery_once_an_entry": "position",
    "webhookdelivery_one_at_a_time": "claim",
    "webhookdelivery_of_an_entry_names_its_claim": "claim",
    "webhookdelivery_leased_while_sending": "sender",
    "publishedalteration_is_of_a_change": "outcome",
    "following_once": "version",
    "following_has_a_place_when_found": "start",
    "ingestresult_once": "version",
    "ingestrun_once_at_a_time": "key",
    "ingestrun_ended_says_what_came_of_it": "message",
    "verdict_one_a_claim": "rating",
    "verdict_summary_to_three_points": "summary",
    "claim_hedged_names_its_hedges": "hedges",
    "claim_is_not_its_own_duplicate": "duplicate_of",
    "claimlink_joins_two_claims": "other",
    "claimlink_once": "other",
    "speakercandidate_once": "speaker",
    "speaker_is_not_its_own_institution": "institution",
    "speaker_name_looks_like_no_other": "name",
    "derivation_is_from_a_source_or_an_origin": "origin",
    "derivation_from_nobody_is_unknown": "basis",
    "derivation_is_not_from_itself": "from_source",
    "replyrequest_answered_has_an_answer": "answer",
    "replyrequest_not_asked_says_why": "answer",
    "quantity_without_bounds_is_vague": "vague",
    "reportedfigure_without_bounds_is_vague": "vague",
    "suspectedcopy_pair_in_order": "other",
    "suspectedcopy_pair_once": "other",
    "suspectedcopy_names_its_likeness": "likenesses",
    "proposedlink_joins_two_claims": "other",
    "proposedlink_once": "other",
    "articleversion_excerpt_knows_the_full_text": "full_sha256",
    "matchdecision_of_two_claims": "other",
    "matchdecision_pair_once": "other",
    "claim_duplicate_names_the_original": "duplicate_of",
    "review_one_open_a_claim": "claim",
    "approval_once_a_person_and_rev": "by",
    "publication_first_or_with_reason": "correction_kind",
    "presence_once_a_person_and_claim": "who",
    "draft_once_a_person_and_form": "address",
    "suppressioncase_two_people": "confirmed_by",
    "suppressioncase_done_when_confirmed": "done_at",
    "suppressioncase_confirmed_or_dismissed": "dismissed_at",
    "suppressioncase_one_open_a_claim": "claim",
    "suppressioncase_one_open_a_speaker": "speaker",
    "suppressioncase_one_open_an_account": "account",
    "suppressioncase_is_about_one_thing": "claim",
    "suppressioncase_words_while_a_name_waits": "words",
    "withholding_two_people": "confirmed_by",
    "withholding_one_open_a_claim": "claim",
    "withholding_lifted_says_why": "lifted_why",
}
"""The field of a constraint whose name does not begin with it."""

MESSAGES: dict[str, str] = {
    "verdict_one_a_claim": "The claim has a verdict already; change or withdraw that one.",
    "verdict_summary_to_three_points": "At most three points; join two, or move one to the rationale.",
    "claim_hedged_names_its_hedges": "A hedged claim names the very words that hedge it.",
    "claimlink_joins_two_claims": "A link joins two different claims.",
    "claimlink_once": "This link is there already.",
    "suspectedcopy_pair_in_order": "A pair names the source with the lower number first, and two different ones.",
    "suspectedcopy_pair_once": "This pair is there already, perhaps decided on.",
    "suspectedcopy_names_its_likeness": "Say what makes the two look alike.",
    "proposedlink_joins_two_claims": "A link joins two different claims.",
    "proposedlink_once": "This relation is there already, perhaps decided on.",
    "matchdecision_of_two_claims": "A claim is always the same as itself. Choose another one.",
    "matchdecision_pair_once": "Something was said of these two already; change that.",
    "reportedfigure_position_once": "This evidence has a figure at that position already; choose the next one.",
    "offer_place_once_a_version": "What stands at this place was offered already, and perhaps decided on.",
    "recheck_occasion_once": "The claim came back for this already.",
    "speakercandidate_once": "This possible speaker is named already.",
    "evidence_source_once_a_claim": "This source is evidence of the claim already; change that row.",
    "speaker_is_not_its_own_institution": "A party cannot be its own institution.",
    "speaker_name_looks_like_no_other": "Another party has a name that looks like this one.",
    "derivation_is_from_a_source_or_an_origin": "Name either the source or the origin it has it from, not both.",
    "derivation_from_nobody_is_unknown": "Without a source or an origin the basis is “unknown”.",
    "derivation_is_not_from_itself": "A source cannot have it from itself.",
    "replyrequest_asked_at_unless_not_asked": "Say when they were asked; or choose “not asked”, without a moment.",
    "replyrequest_answered_has_an_answer": "“answered” goes with the answer and its moment, and only then.",
    "replyrequest_not_asked_says_why": "Say why nobody was asked.",
    "suppressioncase_two_people": "A second person must confirm it.",
    **dict.fromkeys(
        ("suppressioncase_one_open_a_speaker", "suppressioncase_one_open_an_account"),
        "Somebody has asked for this already; it waits for a second person.",
    ),
    "suppressioncase_is_about_one_thing": "A case is about one claim, one speaker or one account.",
    "suppressioncase_words_while_a_name_waits": "Only a case about a name that waits holds words.",
    "suppressioncase_one_open_a_claim": "Somebody has asked for this already; it waits for a second person.",
    "withholding_two_people": "A second person must decide on it.",
    "withholding_one_open_a_claim": "The documents of this claim are withheld already.",
    "withholding_lifted_says_why": "Say why the documents come back.",
    "ratingscale_best_above_worst": "The best value must be above the worst.",
    "articleversion_excerpt_knows_the_full_text": "An excerpt names both length and digest of the full text.",
}
"""What would be right, for the constraints that people can meet."""


BUSY = (
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.LockNotAvailable,
)


def refused(error: DatabaseError) -> DomainError | None:
    """The refusal behind a database error, or None when it is not about what was asked."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return None
    if isinstance(cause, BUSY):
        return Busy("Somebody else is saving the same at this moment. Nothing was saved; try again.")
    diagnosis = cause.diag
    rule = diagnosis.constraint_name or ""
    if isinstance(cause, psycopg.errors.CheckViolation) and (
        diagnosis.column_name is not None or rule in KINDS
    ):
        kind = KINDS.get(rule, InvalidValue)
        return kind(diagnosis.message_primary or _words(rule), field=diagnosis.column_name or "")
    if isinstance(cause, psycopg.errors.IntegrityError):
        return _broken(cause, rule)
    if isinstance(cause, psycopg.errors.ProgramLimitExceeded):
        return InvalidValue("A value is too long to be looked up by; shorten it.", field="")
    if isinstance(cause, psycopg.DataError):
        return InvalidValue(f"A value cannot be stored: {diagnosis.message_primary or cause}.", field="")
    return None


def _broken(cause: psycopg.errors.IntegrityError, rule: str) -> InvalidValue:
    """The refusal behind a constraint that broke."""
    if isinstance(cause, psycopg.errors.NotNullViolation):
        return InvalidValue("This must be given.", field=cause.diag.column_name or "")
    field = field_of(rule, cause.diag.table_name or "")
    if rule in MESSAGES:
        return InvalidValue(MESSAGES[rule], field=field)
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return InvalidValue(
            "This is there already; choose the one that is there, or another value.", field=field
        )
    if isinstance(cause, psycopg.errors.ForeignKeyViolation):
        return InvalidValue("What this points to does not exist.", field=field)
    return InvalidValue(f"This breaks the rule: {_words(rule)}.", field=field)


def _words(rule: str) -> str:
    return rule.replace("_", " ") or "a database constraint"


def field_of(rule: str, table: str) -> str:
    """The field that a constraint is about: the longest column after the noun, unless `FIELDS` knows better."""
    if rule in FIELDS:
        return FIELDS[rule]
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    if model is None:
        return ""
    rest = (
        rule.removeprefix(f"{table}_").partition("_")[2]
        if not rule.startswith(table)
        else rule[len(table) + 1 :]
    )
    names = {column.column: column.name for column in model._meta.concrete_fields} | {
        column.name: column.name for column in model._meta.concrete_fields
    }
    found = [name for name in names if rest == name or rest.startswith(f"{name}_")]
    return names[max(found, key=lambda name: len(name or ""))] if found else ""
