"""The test database is made by the owner; tests run as the app role, on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from claims.models import install
from tests import raw, web_tools
from tests.cast import Cast, assemble, load_seed, people_there
from tests.scene import Scene

PROGRAMS = {
    "needs_chromium": "chromium",
    "needs_node": "node",
    "needs_java": "java",
    "needs_strace": "strace",
    "needs_ip": "ip",
    "needs_openssl": "openssl",
}
TOOLS = {"needs_axe": "axe-core", "needs_vnu": "vnu-jar"}
BARE: dict[str, str] = {}
"""The name of the test database in which nothing is, once there is one."""
KEPT = {"claims_logidentity", "auth_group", "django_migrations", "django_content_type", "auth_permission"}
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


LONGEST = (
    "test_log_order", "test_browser", "test_reach", "test_addresses", "test_alterations", "test_four_eyes",
    "test_interleavings", "test_injection_at_the_desk",
)  # fmt: skip
"""Modules that begin first, so that no worker is left alone with one of them at the end."""


def missing(item: pytest.Item) -> str:
    """What a test needs and this machine has not, or nothing."""
    programs = [
        name for mark, name in PROGRAMS.items() if item.get_closest_marker(mark) and not shutil.which(name)
    ]
    tools = [
        f"{name} (make web-tools)"
        for mark, name in TOOLS.items()
        if item.get_closest_marker(mark) and not web_tools.path(name).is_file()
    ]
    return ", ".join(programs + tools)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that needs a program or tool which is not here is not run, and says so; in CI it fails."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        if not os.environ.get("CI") and (names := missing(item)):
            item.add_marker(pytest.mark.skip(reason=f"not run: needs {names}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In CI a missing program or tool is a failure. A test that does not begin with the five claims works elsewhere."""
    if os.environ.get("CI") and (names := missing(item)):
        pytest.fail(f"not here: {names}; and CI must run everything")
    if BARE and "seeded" not in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            use(BARE["name"])


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Makes the test database through the owner alias and points the app role at it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    owner = connections["owner"]
    name = f"test_{owner.settings_dict['NAME']}{'_' + worker if worker else ''}"
    owner.settings_dict["TEST"]["NAME"] = name
    with django_db_blocker.unblock():
        owner.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        without_waiting_for_the_disk(name)
        default = connections["default"]
        default.close()
        default.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name
        BARE["name"] = name
        yield
        for alias in connections:
            connections[alias].close()
        owner.creation.destroy_test_db(name, verbosity=0)


def without_waiting_for_the_disk(name: str) -> None:
    """Whoever connects to this database from now on commits without waiting until the disk has it: a test that ends
    the server has one of its own (`tests.cluster`), and nothing else could tell.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    connections["owner"].close()


def use(name: str) -> None:
    """Both roles work in the database of this name from now on; what is connected to it stays so."""
    if connections["default"].settings_dict["NAME"] == connections["owner"].settings_dict["NAME"] == name:
        return
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


@pytest.fixture(scope="session")
def five_claims(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A copy of the test database with the cast and the five claims in it, committed once a worker: its name."""
    bare = str(connections["default"].settings_dict["NAME"])
    name = f"{bare}_five"
    with django_db_blocker.unblock():
        copied(bare, name)
        use(name)
        install.after_migrate(using="owner")
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(CHECKPOINT_KEY_FILE=Path(folder) / "checkpoint.key"),
        ):
            load_seed(assemble())
        with connections["owner"].cursor() as cursor:  # signed with a key that no test has
            cursor.execute("ALTER TABLE claims_checkpoint DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM claims_checkpoint")
            cursor.execute("ALTER TABLE claims_checkpoint ENABLE TRIGGER USER")
        use(bare)
    yield name
    with django_db_blocker.unblock():
        use(bare)
        dropped(name)


def copied(source: str, name: str) -> None:
    """Another database like this one, instead of what had the name."""
    for alias in connections:  # nobody may be connected to what is copied
        connections[alias].close()
    with connections["owner"]._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        app = connections["owner"].ops.quote_name(connections["default"].settings_dict["USER"])
        cursor.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")  # rights on a database are not copied
        cursor.execute(f"GRANT CONNECT ON DATABASE {name} TO {app}")
    without_waiting_for_the_disk(name)


def dropped(name: str) -> None:
    """The database is gone, once nobody is connected to it."""
    for alias in connections:
        connections[alias].close()
    with connections["owner"]._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def committed_claims(five_claims: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Everybody, and the five claims, for tests with real commits: in a copy that goes with the test."""
    with django_db_blocker.unblock():
        bare, own = str(connections["default"].settings_dict["NAME"]), f"{five_claims}_own"
        copied(five_claims, own)
        use(own)
        yield people_there()
        use(bare)
        dropped(own)


@pytest.fixture
def answering(five_claims: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The product on a real socket with the five claims, for tests that only read: its address."""
    from tests.live import serving  # after Django is set up

    with django_db_blocker.unblock():
        bare = str(connections["default"].settings_dict["NAME"])
        use(five_claims)
        with serving() as address:
            yield address
        use(bare)


@pytest.fixture(autouse=True)
def right_database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests that begin with the five claims work where these are; set up before any transaction begins."""
    if "seeded" in request.fixturenames:
        name = request.getfixturevalue("five_claims")
        with django_db_blocker.unblock():
            use(name)


def empty_by_owner() -> None:
    """Empties every table that holds no setup, as the owner, past all rules; numbers begin at 1 again.

    Rows are deleted from the few tables that have any: to truncate all takes three times as long.
    """
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall() if table not in KEPT]
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))
        filled = [table for (table,) in cursor.fetchall()]
        filled.sort(key=lambda table: table != "procrastinate_periodic_defers")  # it refers to jobs, at once
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for what in ("ALTER TABLE {} DISABLE TRIGGER USER", "DELETE FROM {}"):
            for table in filled:
                cursor.execute(what.format(table))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(
            "SELECT setval(s.seqrelid, s.seqstart, false) FROM pg_sequence s JOIN pg_depend d ON d.objid = s.seqrelid "
            "AND d.deptype IN ('a', 'i') WHERE d.refobjid = ANY (%s::regclass[]) "
            "AND pg_sequence_last_value(s.seqrelid) IS NOT NULL",
            [tables],
        )
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY (%s) AND reltuples > 1000", [filled])
        for (table,) in cursor.fetchall():  # lists of many rows are counted by it
            cursor.execute(f"ANALYZE {table}")
    owner.close()
    connections["default"].close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests with real commits: afterwards the owner empties every table that holds no setup."""
    with django_db_blocker.unblock():
        yield
        empty_by_owner()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a test that is rolled back."""
    return assemble()


@pytest.fixture
def seeded(db: None) -> Cast:
    """Everybody, and the five claims; what a test does to them is rolled back."""
    return people_there()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What is kept until the log grows is not kept from one test to the next, whose logs are equally long."""
    from claims.pages import claim_reviews  # after Django is set up

    claim_reviews.keep_nothing()


@pytest.fixture(autouse=True)
def own_signing_key(tmp_path: Path, settings: object) -> None:
    """Each test signs with a key of its own."""
    settings.CHECKPOINT_KEY_FILE = tmp_path / "checkpoint.key"  # type: ignore[attr-defined]


@pytest.fixture
def scene(committed: None) -> Iterator[Scene]:
    """A claim in review, by SQL; what a test did to it is rolled back."""
    cast = assemble()
    with raw.connect() as connection:
        yield Scene(connection, cast)
        connection.rollback()
