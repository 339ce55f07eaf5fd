"""A removed document is gone at once: no reader is told that it is unchanged, and nothing counts it any more."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client

from claims.models import PublishedClaim, PublishedSource
from claims.reads import library, published
from tests.cast import rashid
from tests.outputs import OF_A_CLAIM


def remove(public_id: str) -> None:
    """Takes the text away, as a suppression will."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE claims_publication DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE claims_publication SET document = NULL, salt = NULL WHERE public_id = %s", [public_id]
        )
        cursor.execute("ALTER TABLE claims_publication ENABLE TRIGGER USER")


@pytest.mark.usefixtures("committed_claims")
def test_what_was_removed_is_never_said_to_be_unchanged() -> None:
    client, claim = Client(), rashid()
    paths = [form.format(claim.public_id, base="http://127.0.0.1:8000") for form in OF_A_CLAIM]
    paths += [f"/claims/{claim.public_id}/revisions/1", f"/api/v1/claims/{claim.public_id}/revisions/1/"]
    tags = {path: client.get(path).get("ETag", "*") for path in paths}
    assert len(set(tags.values())) > 5
    remove(claim.public_id)
    for path, tag in tags.items():
        for header in (tag, "*"):
            answer = client.get(path, headers={"If-None-Match": header})
            if path.endswith(
                "/revisions"
            ):  # its tag is that of the log, which a suppression adds an entry to
                continue
            assert answer.status_code in (404, 451), (path, header)
            assert "max-age=60" not in answer.get("Cache-Control", ""), path


@pytest.mark.usefixtures("committed_claims")
def test_what_was_removed_is_counted_nowhere() -> None:
    for one in PublishedClaim.objects.values_list("public_id", flat=True):
        remove(one)
    assert published.topics() == []
    assert library.counts() == {}
    assert published.unchecked(limit=3).count == 0
    assert all(thing.claims == 0 for thing in library.things("source", limit=100).items)
    assert PublishedSource.objects.exists()
    for path in ("/", "/claims", "/topics", "/search"):
        assert "militant strength" not in Client().get(path).content.decode(), path
