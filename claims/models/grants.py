"""What the app role may do, table by table. Nothing else is granted; the app role owns nothing."""

from __future__ import annotations

READ = frozenset({"SELECT"})
ADD = READ | {"INSERT"}
KEEP = ADD | {"UPDATE"}
ALL = KEEP | {"DELETE"}

RIGHTS: dict[str, frozenset[str]] = {
    # Live rows: added and changed, never deleted.
    "claims_outlet": KEEP,
    "claims_article": KEEP,
    "claims_speaker": KEEP,
    "claims_speakerrole": KEEP,
    "claims_claim": KEEP,
    "claims_claimspan": KEEP,
    "claims_speakercandidate": KEEP,
    "claims_attribution": KEEP,
    "claims_quantity": KEEP,
    "claims_claimlink": KEEP,
    "claims_source": KEEP,
    "claims_derivation": KEEP,
    "claims_suspectedcopy": KEEP,
    "claims_evidence": KEEP,
    "claims_reportedfigure": KEEP,
    "claims_proposedlink": KEEP,
    "claims_recheck": KEEP,
    "claims_offer": KEEP,
    "claims_following": KEEP,
    "claims_replyrequest": KEEP,
    "claims_review": KEEP,
    "claims_ratingscale": KEEP,
    "claims_rating": KEEP,
    "claims_verdict": KEEP,
    # What the desk says to itself, and what its lists need to know of drafts.
    "claims_comment": KEEP,
    "claims_footing": KEEP,
    # Who has a claim open is forgotten within a minute.
    "claims_presence": ALL,
    # What readers send stays; counts of how many came from one place are forgotten.
    "claims_ticket": KEEP,
    "claims_ticketrate": ALL,
    # Newsrooms and their keys stay; how much they ask is counted, and commands are remembered for a while.
    "claims_newsroom": KEEP,
    "claims_apikey": KEEP,
    "claims_apikeyuse": ALL,
    "claims_apicommand": ALL,
    # Endpoints stay; how far each is moves; what was delivered, and every try of it, is forgotten after a while.
    "claims_webhookendpoint": KEEP,
    "claims_webhookprogress": KEEP,
    "claims_webhookdelivery": ALL,
    "claims_webhookattempt": ADD | {"DELETE"},
    "claims_webhooksender": ALL,
    # Attempts to sign in are forgotten within an hour.
    "claims_signinattempt": ALL,
    # Second factors are set up and removed by people for themselves; nobody has an address.
    "mfa_authenticator": ALL,
    "account_emailaddress": READ,
    "account_emailconfirmation": READ,
    # What people typed and did not save yet goes when it is saved, discarded or old.
    "claims_draft": ALL,
    # What is on its way in changes as it goes; what came of it is added.
    "claims_ingestrun": KEEP,
    "claims_ingestresult": ADD,
    # Captures, consent and what was published: added, never changed.
    "claims_articleversion": ADD,
    "claims_capture": ADD,
    "claims_approval": ADD,
    "claims_publication": ADD,
    "claims_checkpoint": ADD,
    # Projections are made from documents, and can be made again at any time.
    "claims_publishedclaim": KEEP,
    "claims_publishedspeaker": KEEP,
    "claims_publishedsource": KEEP,
    "claims_publishedarticle": KEEP,
    # What is said of an article that changed goes when the article says it again or the claim takes the new words.
    "claims_publishedalteration": ALL,
    # What documents mean is read by a worker, and anew when it is gone; what people said of matches stays.
    "claims_publishedmeaning": ALL,
    "claims_matchdecision": KEEP,
    # Who asked for documents to go, and who agreed: the database itself takes them away and brings them back.
    "claims_suppressioncase": KEEP,
    "claims_withholding": KEEP,
    # Written by the database alone.
    "claims_withhelddocument": READ,
    "claims_publishedremoval": READ,
    "claims_emptying": READ,
    "claims_contribution": READ,
    "claims_ledgerentry": READ,
    "claims_publishedword": READ,
    "claims_publishedposting": READ,
    "claims_deskposting": READ,
    "claims_commonword": READ,
    "claims_history": READ,
    "claims_logidentity": READ,
    # Work that waits for a worker: the library's own tables.
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
    # Django's own tables.
    "claims_user": KEEP,
    "claims_user_groups": ALL,
    "claims_user_user_permissions": ALL,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_session": ALL,
    "django_admin_log": ADD,
    "django_migrations": READ,
}

SEQUENCES = (
    "procrastinate_jobs_id_seq",
    "procrastinate_events_id_seq",
    "procrastinate_periodic_defers_id_seq",
)
"""Counters of the library's tables that are not part of their columns, as ours are: the app role may count them on."""
