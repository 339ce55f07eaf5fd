"""Who has an answer already is told so by one question to the database, and only who has it."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus

from claims.domain.vocabulary import CorrectionKind
from claims.reads import log
from claims.reads.rows import texts
from tests import raw
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid


def test_a_304_takes_one_question_and_ends_with_the_next_publication(seeded: Cast, client: Client) -> None:
    fire_log()
    claim = f"/api/v1/claims/{rashid().public_id}/"
    urls = [claim, f"{claim}?fields=statement", "/api/v1/claims/", "/api/v1/claims/?limit=2&status=unrated"]
    tags = {url: client.get(url)["ETag"] for url in urls}
    assert len(set(tags.values())) == len(urls)
    for url, tag in tags.items():
        with CaptureQueriesContext(connection) as queries:
            known = client.get(url, headers={"If-None-Match": f'"other", {tag}'})
        assert (known.status_code, known.content, known["ETag"], len(queries)) == (304, b"", tag, 1), url
        for other in set(tags.values()) - {tag}:
            assert client.get(url, headers={"If-None-Match": other}).status_code == 200, url
    assert client.get("/api/v1/claims/?nonsense=1", headers={"If-None-Match": "*"}).status_code == 400
    assert client.get("/api/v1/claims/0000000000/", headers={"If-None-Match": "*"}).status_code == 404
    assert client.post(claim, headers={"If-None-Match": tags[claim]}).status_code == 405
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="another topic")
    fire_log()
    for url, tag in tags.items():
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 200, url


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_that_the_server_has_ended_is_found_out() -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    process = connection.connection.info.backend_pid
    with raw.connect(autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    assert not connection.is_usable()
    connection.close()
    assert connection.is_usable() is False  # there is none


@pytest.mark.django_db(transaction=True)
def test_the_smallest_questions_outlive_the_connection_and_the_query_that_was_kept() -> None:
    here = log.identity()
    assert here == log.identity()
    process = connection.connection.info.backend_pid
    connection.health_check_done = False  # as when a request begins
    with raw.connect(autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    assert log.identity() == here
    assert connection.connection.info.backend_pid != process
    connection.connection.execute("DEALLOCATE ALL")  # a pool between may
    assert log.identity() == here
    with transaction.atomic():
        assert log.identity() == here
        assert texts("SELECT current_setting('transaction_isolation'), NULL, $1::text", ["é"]) == (
            "read committed", None, "é")  # fmt: skip
        assert connection.connection.info.transaction_status is TransactionStatus.INTRANS
    assert texts("SELECT 1 WHERE $1 = 'x'::text", ["y"]) == ()
    with pytest.raises(ProgrammingError, match="no_such_table"):
        texts("SELECT 1 FROM no_such_table")
