"""Work for later belongs to the transaction that asks for it, and is told keys of rows, never text."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import TaskNotFound

from claims.actions import outbox


def waiting() -> list[tuple[str, dict[str, Any]]]:
    """The jobs that wait, by name, with what they are told."""
    jobs = apps.get_model("procrastinate", "ProcrastinateJob").objects.filter(status="todo").order_by("id")
    return [(job.task_name, job.args) for job in jobs]


@pytest.mark.django_db(transaction=False)
def test_work_for_later_is_asked_for_once_and_rolled_back_with_what_wanted_it() -> None:
    with transaction.atomic():
        outbox.later("take_in", run=1)
        assert waiting() == [("claims.tasks.take_in", {"run": 1})]
        transaction.set_rollback(True)
    assert waiting() == []
    with transaction.atomic():
        for _ in range(2):
            outbox.later("take_in", run=1, at=timezone.now())
        outbox.later("take_in", run=2)
    assert waiting() == [("claims.tasks.take_in", {"run": 1}), ("claims.tasks.take_in", {"run": 2})]


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("told", ["a text", 1.5, True, None, [1]])
def test_a_job_is_told_keys_of_rows_alone(told: Any) -> None:
    with pytest.raises(TypeError, match="never text: run"):
        outbox.later("take_in", run=told)
    with pytest.raises(TaskNotFound):
        outbox.later("a_job_that_is_not_there", run=1)
    assert waiting() == []


def test_outside_a_transaction_nothing_is_asked_for(committed: None) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.later("take_in", run=1)
