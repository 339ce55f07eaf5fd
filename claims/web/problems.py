"""The kinds of problem that the API names, and what each means: one page for each exists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLES = {
    "invalid": _("A value is not what it should be"),
    "not-json": _("JSON is read here"),
    "too-long": _("Too much at once"),
    "key-used-otherwise": _("This Idempotency-Key is taken"),
    "not-fetched": _("This address is not asked"),
    "not-found": _("Nothing here"),
    "unauthorized": _("This key opens nothing"),
    "key-needed": _("This takes a key"),
    "not-allowed": _("Not permitted"),
    "stale": _("Somebody else saved first"),
    "wrong-state": _("Not possible in this state"),
    "draft-changed": _("The draft is no longer what was approved"),
    "log-unavailable": _("The log cannot be written"),
    "bad-cursor": _("This cursor cannot be used"),
    "refused": _("Refused"),
    "method-not-allowed": _("This address does not take this method"),
    "removed": _("Removed on legal grounds"),
    "withheld": _("Withheld for now"),
    "busy": _("Somebody else is saving the same"),
    "too-many-requests": _("Too many requests"),
    "too-large": _("More than is taken at once"),
}
CHALLENGES = {
    "unauthorized": 'Bearer error="invalid_token"',
    "key-needed": 'Bearer realm="webhooks"',
}
"""What every answer 401 says in `WWW-Authenticate` (RFC 9110, 15.5.2). No error is named where nothing was sent."""
MEANINGS = {
    "invalid": _(
        "One or more values cannot be used. The list “errors” names each field and what would be right."
    ),
    "not-json": _("This address reads JSON: send it with Content-Type: application/json."),
    "too-long": _("More was sent than this address reads. The detail says how much it reads."),
    "key-used-otherwise": _(
        "A command came under an Idempotency-Key that another command had before. The first one was carried out; "
        "send this one again under a key of its own."
    ),
    "not-fetched": _(
        "An address was given that we do not ask: it is not of the public internet, is this site itself, or cannot be "
        "found. The detail says which."
    ),
    "not-found": _("There is no claim, revision or page at this address. Ids are ten characters long."),
    "unauthorized": _(
        "A key was sent that is mistyped, was revoked, or is of a newsroom that is not active. Reading needs no "
        "key; with one, more requests a minute are answered."
    ),
    "key-needed": _(
        "This address belongs to a newsroom, and no key was sent. Send the newsroom's key with each request, as "
        "“Authorization: Bearer fcn_…”. An administrator of this site gives it."
    ),
    "not-allowed": _("This takes another role, or a second person. The detail says which."),
    "stale": _("The record was changed between reading and saving. Read it again, compare, save again."),
    "wrong-state": _(
        "The claim's present state does not permit this step. The detail names the steps that it permits."
    ),
    "draft-changed": _(
        "Something changed after the approval. The list names the keys; a new approval is needed."
    ),
    "log-unavailable": _("The public log is written under one isolation level only."),
    "bad-cursor": _(
        "A cursor is valid for one log, one epoch and one set of filters, and never lies in the future. "
        "Start again without a cursor, or from the export, whose first line names the cursor to continue from. "
        "Nothing is lost: the feed is the log itself."
    ),
    "refused": _("The request was understood and refused. The detail says why."),
    "method-not-allowed": _(
        "Most of the API reads what was published, with GET, HEAD and OPTIONS. The header Allow says what an "
        "address takes."
    ),
    "removed": _(
        "This document was removed on legal grounds. Its entry in the log remains and still verifies; "
        "the feed carries a tombstone. “category” and “removed_at” say on what ground and when."
    ),
    "withheld": _(
        "The documents of this claim are out of sight while they are looked at again. They come back as they were, "
        "with the entry “claim.restored” in the feed, or are corrected, or removed for good."
    ),
    "busy": _("Two people saved the same thing at the same moment. Nothing was saved; try again."),
    "too-many-requests": _("Wait as long as the header Retry-After says."),
    "too-large": _("Send it in parts. The detail says how much is taken at once."),
}
