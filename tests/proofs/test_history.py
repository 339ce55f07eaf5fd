"""Every mutation of every row that matters leaves a history row: who, when, in which request, from what to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from claims.actions import comments, suppression, withholding
from claims.domain.vocabulary import RemovalCategory
from claims.models import History, Recheck, Speaker, User
from claims.models.grants import RIGHTS
from claims.models.rules import HISTORY
from claims.web.requests import RequestTrail
from tests import raw
from tests.admin.forms import form_of
from tests.proofs import rows, world
from tests.proofs.four_eyes import DELETES, WRITES
from tests.proofs.history import EXCLUDED, last_number, newest, other_values, silent_rows
from tests.proofs.world import World, signed_in

REQUEST = "proof"
NEVER_CHANGED = ("id", "public_id", "changed_at", "changed_by")

TOGETHER: dict[str, Callable[[User], dict[str, Any]]] = {
    "claims_recheck": lambda by: {
        "settled_why": "Looked again.", "settled_at": timezone.now(), "settled_by_id": by.pk,
    },
    "claims_following": lambda by: {
        "decision": "archived words stand", "decided_why": "Read both.", "decided_at": timezone.now(),
        "decided_by_id": by.pk,
    },
    "claims_matchdecision": lambda by: {
        "asked": f"So: {timezone.now()}.", "decided_at": timezone.now(), "decided_by_id": by.pk,
    },
    "claims_comment": lambda by: {
        "withdrawn_at": timezone.now(), "withdrawn_by_id": by.pk,
    },
    "claims_suppressioncase": lambda by: {
        "dismissed_why": "A mistake.", "dismissed_at": timezone.now(), "dismissed_by_id": by.pk,
    },
    "claims_withholding": lambda by: {
        "confirmed_at": timezone.now(), "confirmed_by_id": by.pk,
    },
    "claims_apikey": lambda by: {
        "withdrawn_why": "Lost.", "withdrawn_at": timezone.now(), "withdrawn_by_id": by.pk,
    },
    "claims_ticket": lambda by: {
        "answer": f"So: {timezone.now()}.", "state": "answered", "handled_at": timezone.now(), "handled_by_id": by.pk,
    },
}  # fmt: skip
"""Columns that the rules let change only together."""


def all_models() -> dict[str, type[models.Model]]:
    """Every model with a table, those that join two others included, by the table."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def full(made: World) -> World:
    """Everybody, a row of every model, and a claim that is published."""
    rows.furnish(made)
    made.claims["published", False] = made.at("published", hands=False)
    made.claims["in review", False] = rows.dress(made, made.at("in review", hands=False))
    _decided_once(made)
    rows.complete(made)
    for number in range(3):  # what is settled once can be changed once
        Recheck.objects.create(
            claim=made.claims["in review", False], occasion="date", mark=f"again {number}", because="Again.",
            raised_at=timezone.now(), changed_by=made.people["machine"],
        )  # fmt: skip
    return made


def _decided_once(made: World) -> None:
    """What ends with the first decision, as often as there are ways to write it."""
    ground: dict[str, Any] = {"category": RemovalCategory.LEGAL, "reason": "A letter.", "at": timezone.now()}
    for _ in WRITES:
        claim = made.propose()
        comments.add(claim=claim, text="Ask them.", by=made.publisher, at=timezone.now())
        suppression.open_case(claim=claim, by=made.author, **ground)
        public = made.at("published", hands=False)
        withholding.withhold(claim=public, by=made.people["superuser_editor"], **ground)


def test_every_table_has_a_history_or_a_reason_why_not() -> None:
    listed = set(HISTORY) | set(EXCLUDED)
    unlisted = set(RIGHTS) - listed
    assert not unlisted, f"unlisted: say in HISTORY or in EXCLUDED what these are: {sorted(unlisted)}"
    assert set(HISTORY) & set(EXCLUDED) == set()
    assert listed - set(RIGHTS) == set()
    ours = {model._meta.db_table for model in rows.ours()}
    assert ours <= listed


FOR_ADMINISTRATORS = {"claims_newsroom", "claims_apikey", "claims_webhookendpoint"}
WITH_A_STEP = {"claims_offer"}
"""What changes only together with the step of its claim: tests/actions/test_proposals.py reads its history."""


def silent(made: World, tables: list[str], told: Counter[str]) -> list[str]:
    """The ways in which a row of these tables was changed without a history row that says all of it."""
    found = []
    for table in tables:
        actor = made.people["administrator"] if table in FOR_ADMINISTRATORS else made.publisher
        model = all_models()[table]
        accepted = 0
        for path, write in WRITES.items():
            for row in model._default_manager.order_by("pk")[:4]:
                before = last_number()
                column = _changed(row, write, actor)
                if column is None:
                    continue
                accepted += 1
                told[path] += 1
                if fault := _fault(newest(table, after=before), row, column, actor, "update"):
                    found.append(f"{table} by {path}: {fault}")
                break
        if "UPDATE" in RIGHTS[table] and not accepted and _may_change(model) and table not in WITH_A_STEP:
            found.append(f"{table}: no change of it was accepted; say in this test what could be changed")
        found += _deleted(model, told) if "DELETE" in RIGHTS[table] else []
    return found


def _may_change(model: type[models.Model]) -> bool:
    return any(not column.is_relation for column in model._meta.concrete_fields if not column.primary_key)


def _changed(row: models.Model, write: Any, actor: User) -> str | None:
    """The column that was changed, the first that the rules let be changed."""
    names = {column.attname for column in row._meta.concrete_fields}
    common: dict[str, Any] = {"changed_by_id": actor.pk} if "changed_by_id" in names else {}
    if "rev" in names:
        common["rev"] = row.rev + 1  # type: ignore[attr-defined]
    hidden = HISTORY[row._meta.db_table]
    if row._meta.db_table in TOGETHER:
        columns = TOGETHER[row._meta.db_table](actor) | common
        return next(iter(columns)) if _accepted(row, write, columns) else None
    for column in row._meta.concrete_fields:
        if column.name in (*NEVER_CHANGED, "rev", "password", *hidden) or column.primary_key:
            continue
        for value in other_values(row, column):
            if value != getattr(row, column.attname) and _accepted(
                row, write, {column.attname: value, **common}
            ):
                return str(column.attname)
    return None


def _accepted(row: models.Model, write: Any, columns: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            write(row, columns)
            world.settled()
    except (DatabaseError, ValueError, TypeError):
        return False
    return True


def _fault(found: list[History], row: models.Model, column: str, actor: User, operation: str) -> str:
    own = [one for one in found if one.row == str(row.pk) and one.operation == operation]
    if not own:
        return "silent"
    last, name = own[0], column
    if (last.old or {}).get(name) == (last.new or {}).get(name):
        return f"does not say what {name} was and is"
    wanted = (last.new or {}).get("changed_by_id", actor.pk)
    if last.changed_by != wanted or last.changed_by is None:
        return f"names {last.changed_by}, not {wanted}"
    return "" if last.request == REQUEST else "does not name the request"


def _deleted(model: type[models.Model], told: Counter[str]) -> list[str]:
    found = []
    for path, delete in DELETES.items():
        row = model._default_manager.order_by("-pk").first()
        if row is None:
            continue
        before, key = last_number(), str(row.pk)
        delete(row)
        told[f"delete by {path}"] += 1
        gone = [one for one in newest(model._meta.db_table, after=before) if one.row == key]
        if [one.operation for one in gone] != ["delete"] or not gone[0].old or gone[0].changed_by is None:
            found.append(f"{model.__name__} deleted by {path}: silent")
    return found


def tell(actor: User) -> None:
    """What the middleware says of a request of this person."""
    RequestTrail._tell(REQUEST, str(actor.pk))


@pytest.mark.usefixtures("pages_undrawn_at_will")
def test_no_change_of_any_row_by_any_path_is_silent(db: None) -> None:
    made = full(world.ground())
    tell(made.author)
    Authenticator.objects.create(user=made.author, type=Authenticator.Type.RECOVERY_CODES, data={})
    unmade = [
        table for table in HISTORY if not History.objects.filter(table=table, operation="insert").exists()
    ]
    assert set(unmade) <= {"auth_group", "auth_group_permissions"}, (
        "made by migrations, before there is a history"
    )
    assert silent_rows() == [], "what was made by actions"
    tell(made.publisher)
    told: Counter[str] = Counter()
    tables = [table for table in HISTORY if RIGHTS[table] > {"SELECT"}]
    found = silent(made, tables, told)
    assert not found, "\n".join(found)
    assert silent_rows() == [], "and everything that triggers changed on the way"
    for path, number in sorted(told.items()):
        print(f"  {path:<28}{number:>4} tables")
    assert min(told[path] for path in WRITES) >= 20
    _accounts(made)


def _accounts(made: World) -> None:
    """Roles of an account, changed at the desk: the administrator and the request are named."""
    tell(made.people["administrator"])
    browser, subject = signed_in(made.people["administrator"]), made.people["extractor"]
    url = reverse("admin:claims_user_change", args=[subject.pk])
    form = form_of(browser, url)
    group = made.people["editor"].groups.get()
    before = last_number()
    answer = browser.post(url, form | {"groups": [str(group.pk)], "new_password": ""})
    assert answer.status_code == 302
    found = newest("claims_user_groups", after=before)
    assert sorted(one.operation for one in found) == ["delete", "insert"]
    named = {(one.changed_by, one.request) for one in found}
    assert named == {(made.people["administrator"].pk, answer.headers["X-Request-Id"])}


@pytest.fixture
def without_one_history(django_db_setup: None) -> Iterator[None]:
    """The history of speakers switched off by the owner."""
    with raw.connect("owner", autocommit=True) as owner:
        owner.execute("ALTER TABLE claims_speaker DISABLE TRIGGER z_history")
        yield
        owner.execute("ALTER TABLE claims_speaker ENABLE TRIGGER z_history")


@pytest.mark.usefixtures("without_one_history", "db")
def test_a_history_that_is_switched_off_is_missed() -> None:
    made = world.ground()
    tell(made.publisher)
    assert silent(made, ["claims_speaker"], Counter()) == [
        f"claims_speaker by {path}: silent" for path in WRITES
    ]
    assert silent_rows() == [f"claims_speaker {one.pk}" for one in Speaker.objects.order_by("pk")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claims_history WHERE \"table\" = 'claims_outlet'")
        assert cursor.fetchone()[0] > 0
