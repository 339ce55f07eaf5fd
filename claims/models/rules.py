"""Which rule stands on which table: the triggers of the database as one table.

The functions are plain SQL (`functions`); `install` lays both over the tables after each migration, and readiness
compares what is there with what is listed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from claims.models import emptied, names


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its name (alphabetical order is firing order), table, moment and function."""

    name: str
    table: str
    moment: str
    function: str
    arguments: tuple[str, ...] = ()
    each: str = "ROW"
    deferred: bool = False
    stands_back: bool = False
    """Whether it lets the one function through that takes a claim or a name out of sight (`sql/suppressing.sql`)."""

    def sql(self) -> str:
        """The statement that makes it."""
        arguments = ", ".join(f"'{argument}'" for argument in self.arguments)
        kind = "CONSTRAINT TRIGGER" if self.deferred else "TRIGGER"
        later = " DEFERRABLE INITIALLY DEFERRED" if self.deferred else ""
        unless = " WHEN (NOT public.claims_emptying_now())" if self.stands_back else ""
        return (
            f"CREATE {kind} {self.name} {self.moment} ON public.{self.table}{later} "
            f"FOR EACH {self.each}{unless} EXECUTE FUNCTION public.{self.function}({arguments})"
        )


PARTS = {
    "claims_claimspan": "a span",
    "claims_speakercandidate": "a possible speaker",
    "claims_attribution": "the chain of attribution",
    "claims_quantity": "a figure",
    "claims_claimlink": "a link to another claim",
    "claims_evidence": "evidence",
    "claims_reportedfigure": "a figure of a source",
    "claims_replyrequest": "a request for reply",
    "claims_verdict": "the verdict",
}
SHARED = {
    "claims_outlet": "an outlet",
    "claims_article": "the article",
    "claims_speaker": "a speaker",
    "claims_speakerrole": "a role",
    "claims_source": "a source",
    "claims_derivation": "where a source has it from",
    "claims_capture": "an archived copy",
    "claims_suspectedcopy": "a suspected copy",
    "claims_rating": "a rating",
    "claims_ratingscale": "a rating scale",
}
REACHES_AT_ONCE = ("claims_derivation", "claims_speaker", "claims_suspectedcopy")
"""Shared nouns that a draft may embed as soon as they are there: a trail's step, an outlet that speaks."""
DECIDED = ("claims_suspectedcopy", "claims_proposedlink")
"""What the machine supposes and only people decide."""
WITHDRAWABLE = (*PARTS, "claims_derivation", "claims_comment", "claims_apikey")
TRACKED = (
    *PARTS, *SHARED, "claims_claim", "claims_articleversion", "claims_review", "claims_proposedlink", "claims_recheck",
    "claims_offer", "claims_following", "claims_matchdecision",
    "claims_comment", "claims_suppressioncase", "claims_withholding", "claims_newsroom", "claims_apikey",
    "claims_webhookendpoint",
)  # fmt: skip
WITH_PUBLIC_ID = (
    "claims_outlet", "claims_article", "claims_speaker", "claims_source", "claims_claim", "claims_ticket",
    "claims_newsroom", "claims_webhookendpoint",
)  # fmt: skip
PUBLISHED = (
    "claims_publishedclaim",
    "claims_publishedspeaker",
    "claims_publishedsource",
    "claims_publishedarticle",
)
IMMUTABLE = (
    "claims_articleversion",
    "claims_capture",
    "claims_contribution",
    "claims_approval",
    "claims_ledgerentry",
    "claims_checkpoint",
    "claims_history",
)
HISTORY = {
    **dict.fromkeys(TRACKED, ()),
    "claims_following": ("now",),
    "claims_apikey": ("digest",),
    "claims_webhookendpoint": ("secret", "earlier_secret"),
    "claims_approval": ("draft", "salt"),
    "claims_publication": ("document", "salt"),
    "claims_ticket": ("passage", "text", "contact"),
    "claims_user": ("password", "last_login"),
    "mfa_authenticator": ("data", "last_used_at"),
    "claims_user_groups": (),
    "claims_user_user_permissions": (),
    "auth_group": (),
    "auth_group_permissions": (),
}


def _tracked(table: str) -> list[Trigger]:
    return [
        Trigger("a_keep_changed_at", table, "BEFORE UPDATE OF changed_at", "claims_keep_changed_at"),
        Trigger("a_name_actor", table, "BEFORE INSERT OR UPDATE OF changed_by_id", "claims_name_actor"),
        Trigger("b_require_actor", table, "BEFORE UPDATE", "claims_require_actor"),
        Trigger("c_keep_id", table, "BEFORE UPDATE", "claims_keep_id"),
    ]


def _part(table: str, words: str) -> list[Trigger]:
    return [
        Trigger("d_part_guard", table, "BEFORE INSERT OR UPDATE", "claims_part_guard"),
        Trigger("m_part_changed", table, "AFTER INSERT OR UPDATE", "claims_part_changed", (words,)),
    ]


def _immutable(table: str) -> list[Trigger]:
    return [
        Trigger("c_immutable", table, "BEFORE UPDATE OR DELETE", "claims_refuse_change"),
        Trigger("c_immutable_truncate", table, "BEFORE TRUNCATE", "claims_refuse_change", each="STATEMENT"),
    ]


def triggers() -> list[Trigger]:
    """Every trigger of ours."""
    found: list[Trigger] = []
    for table in TRACKED:
        found += _tracked(table)
    for table in (*WITH_PUBLIC_ID, *PUBLISHED):
        found.append(Trigger("c_keep_public_id", table, "BEFORE UPDATE", "claims_keep_public_id"))
    for table in WITHDRAWABLE:
        found.append(Trigger("c_keep_withdrawn", table, "BEFORE UPDATE", "claims_keep_withdrawn"))
    for table, words in PARTS.items():
        found += _part(table, words)
    for table, words in SHARED.items():
        moment = "AFTER INSERT OR UPDATE" if table in REACHES_AT_ONCE else "AFTER UPDATE"
        found.append(Trigger("d_guard", table, "BEFORE INSERT OR UPDATE", "claims_shared_guard"))
        found.append(Trigger("m_shared_changed", table, moment, "claims_shared_changed", (words,)))
    for table in DECIDED:
        found.append(Trigger("e_decided", table, "BEFORE INSERT OR UPDATE", "claims_decided_by_people"))
    for table in IMMUTABLE:
        found += _immutable(table)
    for table, hidden in HISTORY.items():
        found.append(
            Trigger("z_history", table, "AFTER INSERT OR UPDATE OR DELETE", "claims_record_history", hidden)
        )
    return [replace(one, stands_back=_stands_back(one)) for one in found + OWN]


LOGGED = ("claims_publication_logged", "claims_case_logged", "claims_withholding_logged")
FOLLOWS = ("m_index_published", "m_index_at_desk", "m_index_said_by")
"""What matching knows goes with what it was made from."""


def _stands_back(trigger: Trigger) -> bool:
    """Rules about changes of what a suppression empties or blacks out; never those that write the log."""
    return (
        trigger.table in {*(one.table for one in emptied.EMPTIED), *emptied.EMPTIED_APART, *names.touched()}
        and trigger.each == "ROW"
        and "UPDATE" in trigger.moment
        and trigger.name not in (*LOGGED, *FOLLOWS)
    )


ACCOUNTS = ("claims_user", "claims_user_groups")
_SPANS = "AFTER INSERT OR UPDATE"
_INDEXED = "AFTER INSERT OR UPDATE OF publication_id, words"
_INDEXED_AT_DESK = "AFTER INSERT OR UPDATE OF statement, exact, speaker_id, state"
_WRITTEN = "INSERT OR UPDATE"
_WEBHOOKS = {"endpoint": _WRITTEN, "progress": f"{_WRITTEN} OF position", "delivery": f"{_WRITTEN} OR DELETE"}
OWN: list[Trigger] = [
    *(
        Trigger("c_keep_id", table, "BEFORE UPDATE", "claims_keep_id")
        for table in (*ACCOUNTS, "claims_ticket")
    ),
    Trigger("d_end_sessions", "claims_user", "BEFORE UPDATE", "claims_account_ends_sessions"),
    *(
        Trigger("m_end_sessions", table, "AFTER INSERT OR UPDATE OR DELETE", "claims_ends_sessions_of")
        for table in ("claims_user_groups", "claims_user_user_permissions", "mfa_authenticator")
    ),
    Trigger("c_keep_speaker", "claims_speakerrole", "BEFORE UPDATE", "claims_keep_speaker"),
    Trigger("c_keep_source", "claims_derivation", "BEFORE UPDATE", "claims_keep_source"),
    Trigger("d_begins", "claims_claim", "BEFORE INSERT", "claims_claim_begins"),
    Trigger("d_guard", "claims_claim", "BEFORE UPDATE", "claims_claim_guard"),
    Trigger("e_verbatim", "claims_claim", "BEFORE INSERT OR UPDATE", "claims_claim_is_verbatim"),
    Trigger("m_contributed", "claims_claim", "AFTER INSERT OR UPDATE", "claims_claim_contributed"),
    Trigger("claims_claim_spans_fit", "claims_claim", "AFTER UPDATE", "claims_spans_fit", deferred=True),
    Trigger("claims_spans_fit", "claims_claimspan", _SPANS, "claims_spans_fit", deferred=True),
    Trigger("e_verbatim", "claims_attribution", "BEFORE INSERT OR UPDATE", "claims_chain_is_verbatim"),
    Trigger("e_verbatim", "claims_quantity", "BEFORE INSERT OR UPDATE", "claims_quantity_is_verbatim"),
    Trigger(
        "e_verbatim", "claims_evidence", "BEFORE INSERT OR UPDATE", "claims_excerpt_is_short_and_verbatim"
    ),
    Trigger(
        "e_verbatim", "claims_reportedfigure", "BEFORE INSERT OR UPDATE", "claims_reported_figure_is_verbatim"
    ),
    Trigger("d_guard", "claims_proposedlink", "BEFORE INSERT OR UPDATE", "claims_shared_guard"),
    Trigger("d_guard", "claims_recheck", "BEFORE INSERT OR UPDATE", "claims_recheck_guard"),
    Trigger("d_guard", "claims_offer", "BEFORE INSERT OR UPDATE", "claims_offer_guard"),
    Trigger(
        "claims_offer_fits", "claims_offer", "AFTER INSERT OR UPDATE", "claims_offer_fits", deferred=True
    ),
    Trigger("f_offer", "claims_claim", "BEFORE UPDATE OF state", "claims_claim_decides_its_offer"),
    Trigger("d_guard", "claims_following", "BEFORE INSERT OR UPDATE", "claims_following_guard"),
    Trigger("d_guard", "claims_publishedalteration", "BEFORE INSERT OR UPDATE", "claims_alteration_guard"),
    Trigger("c_keep_public_id", "claims_publishedalteration", "BEFORE UPDATE", "claims_keep_public_id"),
    Trigger("d_guard", "claims_review", "BEFORE INSERT OR UPDATE", "claims_review_guard"),
    Trigger("d_guard", "claims_comment", "BEFORE INSERT OR UPDATE", "claims_comment_guard"),
    Trigger("d_guard", "claims_newsroom", "BEFORE INSERT OR UPDATE", "claims_newsroom_guard"),
    Trigger("d_guard", "claims_apikey", "BEFORE INSERT OR UPDATE", "claims_apikey_guard"),
    *(
        Trigger("d_guard", f"claims_webhook{noun}", f"BEFORE {moment}", f"claims_webhook{noun}_guard")
        for noun, moment in _WEBHOOKS.items()
    ),
    Trigger("c_keep_as_it_was", "claims_webhookattempt", "BEFORE UPDATE", "claims_refuse_change"),
    Trigger("c_keep_id", "claims_ingestrun", "BEFORE UPDATE", "claims_keep_id"),
    Trigger("d_guard", "claims_ingestrun", "BEFORE INSERT OR UPDATE", "claims_ingestrun_guard"),
    Trigger("d_guard", "claims_draft", "BEFORE INSERT OR UPDATE OF address", "claims_draft_guard"),
    Trigger("n_round_ends", "claims_claim", "AFTER UPDATE OF state", "claims_round_ends"),
    Trigger("d_guard", "claims_ticket", "BEFORE INSERT OR UPDATE", "claims_ticket_guard"),
    Trigger("e_on_scale", "claims_rating", "BEFORE INSERT OR UPDATE", "claims_rating_is_on_its_scale"),
    Trigger("e_on_scale", "claims_ratingscale", "BEFORE UPDATE", "claims_scale_holds_its_ratings"),
    Trigger("e_digest", "claims_articleversion", "BEFORE INSERT", "claims_version_has_its_digest"),
    Trigger("d_guard", "claims_approval", "BEFORE INSERT", "claims_approval_guard"),
    Trigger("d_guard", "claims_publication", "BEFORE INSERT", "claims_publication_guard"),
    Trigger("c_immutable", "claims_publication", "BEFORE UPDATE OR DELETE", "claims_publication_stays"),
    Trigger(
        "c_immutable_truncate",
        "claims_publication",
        "BEFORE TRUNCATE",
        "claims_publication_stays",
        each="STATEMENT",
    ),
    Trigger(
        "claims_publication_logged",
        "claims_publication",
        "AFTER INSERT",
        "claims_publication_logged",
        deferred=True,
    ),
    Trigger("d_guard", "claims_publishedclaim", "BEFORE INSERT OR UPDATE", "claims_listed_is_the_newest"),
    Trigger("m_index_published", "claims_publishedclaim", _INDEXED, "claims_index_published"),
    Trigger("m_index_at_desk", "claims_claim", _INDEXED_AT_DESK, "claims_index_at_desk"),
    Trigger("m_index_said_by", "claims_speaker", "AFTER UPDATE OF name", "claims_index_said_by"),
    Trigger("d_guard", "claims_matchdecision", "BEFORE INSERT OR UPDATE", "claims_matchdecision_guard"),
    Trigger(
        "m_learn_words", "claims_publishedclaim", "AFTER INSERT OR UPDATE OF words", "claims_learn_words"
    ),
    *(
        Trigger("d_guard", table, "BEFORE INSERT OR UPDATE", "claims_described_by_a_document")
        for table in ("claims_publishedspeaker", "claims_publishedarticle", "claims_publishedsource")
    ),
    Trigger("d_guard", "claims_checkpoint", "BEFORE INSERT", "claims_checkpoint_guard"),
    Trigger("d_guard", "claims_suppressioncase", "BEFORE INSERT OR UPDATE", "claims_case_guard"),
    Trigger(
        "claims_case_logged", "claims_suppressioncase", "AFTER UPDATE", "claims_case_logged", deferred=True
    ),
    Trigger("d_guard", "claims_withholding", "BEFORE INSERT OR UPDATE", "claims_withholding_guard"),
    Trigger("m_withholding_done", "claims_withholding", "AFTER INSERT OR UPDATE", "claims_withholding_done"),
    Trigger(
        "claims_withholding_logged",
        "claims_withholding",
        "AFTER INSERT OR UPDATE",
        "claims_withholding_logged",
        deferred=True,
    ),
]
