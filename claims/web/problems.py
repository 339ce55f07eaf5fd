"""The kinds of problem that the API names, and what each means: one page for each exists."""

from __future__ import annotations

TITLES: dict[str, str] = {
    "invalid": "A value is not what it should be",
    "not-found": "Nothing here",
    "not-allowed": "Not permitted",
    "stale": "Somebody else saved first",
    "wrong-state": "Not possible in this state",
    "draft-changed": "The draft is no longer what was approved",
    "log-unavailable": "The log cannot be written",
    "bad-cursor": "This cursor cannot be used",
    "refused": "Refused",
    "method-not-allowed": "This address is read-only",
    "removed": "Removed on legal grounds",
    "busy": "Somebody else is saving the same",
    "too-many-requests": "Too many requests",
}
MEANINGS: dict[str, str] = {
    "invalid": "One or more values cannot be used. The list “errors” names each field and what would be right.",
    "not-found": "There is no claim, revision or page at this address. Ids are ten characters long.",
    "not-allowed": "This takes another role, or a second person. The detail says which.",
    "stale": "The record was changed between reading and saving. Read it again, compare, save again.",
    "wrong-state": "The claim's present state does not permit this step. The detail names the steps that it permits.",
    "draft-changed": "Something changed after the approval. The list names the keys; a new approval is needed.",
    "log-unavailable": "The public log is written under one isolation level only.",
    "bad-cursor": (
        "A cursor is valid for one log, one epoch and one set of filters, and never lies in the future. "
        "Start again without a cursor, or from the export, whose first line names the cursor to continue from. "
        "Nothing is lost: the feed is the log itself."
    ),
    "refused": "The request was understood and refused. The detail says why.",
    "method-not-allowed": "The API reads what was published. It answers GET, HEAD and OPTIONS.",
    "removed": (
        "This document was removed on legal grounds. Its entry in the log remains and still verifies; "
        "the feed carries a tombstone."
    ),
    "busy": "Two people saved the same thing at the same moment. Nothing was saved; try again.",
    "too-many-requests": "Wait as long as the header Retry-After says.",
}
