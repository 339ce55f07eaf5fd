"""What a message says: ids of the log's entry and the public document as it was sealed, nothing else of ours."""

from __future__ import annotations

import json
from datetime import datetime

from claims.domain.ledger import Entry, time_text
from claims.domain.webhooks import TEST


def of_entry(entry: Entry, document: bytes | None) -> bytes:
    """The body of an event: what the changes feed says of the same entry.

    The document is read when the message is sent: what was removed meanwhile is null, whatever the event told once.
    """
    data = {
        "position": entry.position,
        "claim": entry.public_id,
        "number": entry.number,
        "previous_number": entry.number - 1 or None,
        "commitment": entry.commitment.hex() or None,
    }
    head = {"type": entry.type, "timestamp": entry.time, "data": data}
    return json.dumps(head).encode()[:-2] + b', "document": ' + (document or b"null") + b"}}"


def of_test(at: datetime) -> bytes:
    """The body of a message that only tests an endpoint."""
    return json.dumps({"type": TEST, "timestamp": time_text(at), "data": {}}).encode()
