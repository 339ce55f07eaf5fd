"""Workers that are killed at any moment: what they were doing is taken up again, ends, and is done once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.intake import DEATHS
from claims.models import Article, ArticleVersion, Claim, IngestRun
from claims.reads.intake import worker_is_there
from tests.cast import assemble
from tests.egress.origin import Origin, reply, serving

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "1"))
PATIENCE = 90.0
PAGE = """<html lang="en"><head><title>The bridge at Sol, part {0}</title></head><body><article>
<h1>The bridge at Sol, part {0}</h1><p>The bridge at Sol was closed on Friday, Mayor Ana Sol said. “At least nine people
were hurt,” she said. “Nobody crossed it after noon.”</p><p>A spokesman for the ministry said that around {0}00 houses
were flooded in late October, when the river was at its highest for many years.</p></article></body></html>"""


class Pages:
    """A site whose pages come when they may."""

    def __init__(self) -> None:
        self.held = True

    def __call__(self, path: str) -> list[bytes]:
        if path == "/robots.txt":
            return reply(b"", status="404 Not Found")
        until = time.monotonic() + 4
        while self.held and time.monotonic() < until:
            time.sleep(0.01)
        return reply(PAGE.format(path[1:]).encode(), headers="Content-Type: text/html; charset=utf-8\r\n")


@pytest.fixture
def work(committed: None, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A function that starts a worker on the test's database; none is left in the end."""
    started: list[subprocess.Popen[bytes]] = []
    said = (tmp_path / "said.txt").open("wb")

    def start() -> subprocess.Popen[bytes]:
        environment = {**os.environ, **_environment(tmp_path), "FETCH_PORTS": os.environ["SITE_PORT"]}
        command = [sys.executable, str(ROOT / "manage.py"), "procrastinate", "worker"]
        started.append(subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=ROOT))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()
    said.close()


def _environment(folder: Path) -> dict[str, str]:
    def address(alias: str) -> str:
        given = connections[alias].settings_dict
        return (
            f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        )

    return {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "DEBUG": "1",
        "DATABASE_URL": address("default"),
        "DATABASE_OWNER_URL": address("owner"),
        "ARCHIVE_DIR": str(folder / "archive"),
        "FETCH_ALSO": "127.0.0.0/8",
    }


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Pages, Origin]]:
    pages = Pages()
    with serving(pages) as origin:
        monkeypatch.setenv("SITE_PORT", str(origin.port))
        yield pages, origin


def states() -> Counter[str]:
    """How many runs are in which state."""
    return Counter(IngestRun.objects.values_list("state", flat=True))


def waited(for_what: Callable[[], Any], *, seconds: float = PATIENCE) -> bool:
    """Whether it came about in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if for_what():
            return True
        time.sleep(0.05)
    return False


def killed(worker: subprocess.Popen[bytes]) -> None:
    """The worker is gone at once, and what it held is due to be taken up."""
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    IngestRun.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())


def test_what_a_killed_worker_left_is_taken_up_and_done_once(
    work: Callable[[], subprocess.Popen[bytes]], site: tuple[Pages, Origin]
) -> None:
    pages, origin = site
    person, chance = assemble().extractor, random.Random(2026)

    def ask() -> None:
        address = origin.address(f"/{IngestRun.objects.count() + 1}", host="127.0.0.1")
        ingest_runs.ask(by=person, at=timezone.now(), address=address)

    ask()
    ask()
    assert not worker_is_there(timezone.now())
    for number in range(KILLS):
        worker = work()
        assert waited(lambda: IngestRun.objects.filter(lease_until__gt=timezone.now()).exists()), number
        assert worker_is_there(timezone.now())
        pages.held = number == 0  # the first dies while it waits for an answer, the others anywhere
        until = time.monotonic() + chance.uniform(0, 4)
        while number and time.monotonic() < until:
            if states()["waiting"] < 2:
                ask()
            time.sleep(0.02)
        killed(worker)
        if number == 0:
            assert states() == {"working": 1, "waiting": 1}, "nobody takes it up before it is due"
        ingest_runs.pick_up(at=timezone.now())
    pages.held = False
    work()
    assert waited(lambda: not states()["waiting"] and not states()["working"], seconds=PATIENCE + 2 * KILLS)
    done = IngestRun.objects.filter(state="done")
    failed = IngestRun.objects.filter(state="failed")
    assert {run.deaths for run in failed} <= {DEATHS - 1}
    assert all(run.message.startswith("The worker ended in the middle of it") for run in failed)
    assert KILLS > 1 or (done.count(), failed.count()) == (2, 0)
    urls = set(done.values_list("address", flat=True))
    for article in Article.objects.filter(url__in=urls):
        assert ArticleVersion.objects.filter(article=article).count() == 1, article.url
        claims = Claim.objects.filter(version__article=article)
        places = {(claim.start, claim.end) for claim in claims}
        assert len(claims) == len(places) >= 3, article.url
        assert [one.proposals for run in done.filter(address=article.url) for one in run.results.all()] == [
            len(claims)
        ]
    print(f"{KILLS} kills: {done.count()} done, {failed.count()} failed visibly, none stuck")
