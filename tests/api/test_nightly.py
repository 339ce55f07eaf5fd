"""The files of last night: whole or in parts, with digests, and gone as soon as they hold too much."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from claims import tasks
from claims.api import nightly as api
from claims.delivery import nightly
from claims.domain.errors import Busy
from claims.domain.vocabulary import CorrectionKind
from claims.reads.nightly import NAMES
from tests.actions.test_lifecycle import correct
from tests.api.test_changes import lifted, withheld
from tests.cast import Cast, rashid
from tests.following import Follower, exported
from tests.proofs.world import settled

ALL = "/api/v1/export/nightly/"
CLAIMS = f"{ALL}claims.ndjson"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own."""
    settings.EXPORT_DIR, settings.DEBUG = tmp_path / "exports", True
    return tmp_path / "exports"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def words_on_disk(home: Path, words: bytes) -> list[str]:
    return [str(path) for path in home.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_before_the_first_night_it_says_what_to_do(client: Client, db: None, home: Path) -> None:
    for address in (ALL, CLAIMS):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert "manage.py export" in answer.json()["detail"]
    assert client.get(f"{ALL}secrets.txt").status_code == 404
    assert not home.exists()


def test_the_files_are_of_one_moment_and_come_whole_or_in_parts(
    seeded: Cast, client: Client, home: Path
) -> None:
    settled()
    said = StringIO()
    call_command("export", stdout=said)
    told = client.get(ALL)
    assert client.get(ALL, headers={"If-None-Match": told["ETag"]}).status_code == 304
    contents = told.json()
    assert [one["name"] for one in contents["files"]] == list(NAMES)
    for one in contents["files"]:
        answer = client.get(one["path"])
        whole, digest = body(answer), bytes.fromhex(one["sha256"])
        assert hashlib.sha256(whole).digest() == digest
        assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        assert (len(whole), answer["Content-Length"], answer["Content-Type"]) == (
            one["bytes"],
            str(one["bytes"]),
            NAMES[one["name"]],
        )
        assert one["sha256"] in said.getvalue()
        (beside,) = home.glob(f"*/{one['name']}.sha256")
        assert beside.read_text() == f"{one['sha256']}  {one['name']}\n"
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="later")
    settled()
    answer = client.get(CLAIMS)
    header, *documents, end = map(json.loads, body(answer).splitlines())
    follower = Follower(client, {})
    follower.held, follower.cursor = {one["id"]: one for one in documents}, header["cursor"]
    assert (
        header["cursor"]
        == contents["cursor"]
        == unquote(answer["Link"].partition("cursor=")[2].partition(">")[0])
    )
    assert (follower.catch_up() == exported(client, {})[0], len(follower.told), end["count"]) == (True, 1, 5)
    _parts(client)


def _parts(client: Client) -> None:
    whole = client.get(CLAIMS)
    text, size, tag = body(whole), int(whole["Content-Length"]), whole["ETag"]

    def part(asked: str, **more: str) -> tuple[int, bytes, str | None]:
        answer = client.get(CLAIMS, headers={"Range": asked, **more})
        return answer.status_code, body(answer), answer.headers.get("Content-Range")

    assert part("bytes=0-99") == (206, text[:100], f"bytes 0-99/{size}")
    assert part("bytes=100-", **{"If-Range": tag}) == (206, text[100:], f"bytes 100-{size - 1}/{size}")
    assert part("bytes=100-", **{"If-Range": whole["Last-Modified"]})[0] == 206
    assert part("bytes=-7") == (206, text[-7:], f"bytes {size - 7}-{size - 1}/{size}")
    assert part(f"bytes=5-{size * 2}") == (206, text[5:], f"bytes 5-{size - 1}/{size}")
    assert part("bytes=100-", **{"If-Range": '"of another night"'}) == (200, text, None)
    for disregarded in ("bytes=9-3", "bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=x-"):
        assert part(disregarded) == (200, text, None), disregarded
    for beyond in (f"bytes={size}-", "bytes=-0", f"bytes={'9' * 18}-"):
        status, problem, told = part(beyond)
        assert (status, told, json.loads(problem)["status"]) == (416, f"bytes */{size}", 416)
    for known in ({"If-None-Match": tag}, {"If-Modified-Since": whole["Last-Modified"]}):
        assert client.get(CLAIMS, headers=known).status_code == 304
    assert body(client.get(CLAIMS, headers={"If-None-Match": '"x"'})) == text
    for asked in (
        {},
        {"Range": "bytes=0-99"},
        {"Range": f"bytes={size}-"},
        {"Range": "bytes=0-9", "If-Range": tag},
    ):
        head = client.head(CLAIMS, headers=asked)
        assert (head.status_code, head.content, "Content-Range" in head) == (200, b"", False), asked
        assert (head["Content-Length"], head["Accept-Ranges"]) == (str(size), "bytes")


def test_what_is_taken_out_of_sight_is_not_given_out_and_goes_from_the_disk(
    seeded: Cast, client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    words = b"maybe four or five thousand"
    nightly.make(at=timezone.now())
    assert len(words_on_disk(home, words)) == 3
    assert nightly.look_after(at=timezone.now()) is None
    made = withheld(seeded, rashid())
    for address in (ALL, *(f"{ALL}{name}" for name in NAMES)):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "120"), address
        assert words not in answer.content
    with monkeypatch.context() as patched:
        patched.setitem(nightly.MAKERS, "claims.csv", lambda: Path("/dev/full/x").read_bytes())  # type: ignore[arg-type, return-value]
        with pytest.raises(OSError, match="/dev/full/x"):
            tasks.clear_exports(0)
    assert words_on_disk(home, words) == []
    assert client.get(ALL).status_code == 404
    tasks.clear_exports(0)
    assert [one["bytes"] > 100 for one in client.get(ALL).json()["files"]] == [True] * 3
    lifted(seeded, made)
    assert words not in body(client.get(CLAIMS)), "what came back is missing there, and the feed has it"
    tasks.export_nightly(0)
    assert len(words_on_disk(home, words)) == 3
    assert len([one for one in home.iterdir() if one.is_dir()]) == 1, "the earlier ones are gone"


def test_they_are_made_by_one_at_a_time_and_never_half(
    seeded: Cast, client: Client, home: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settled()
    nightly.make(at=timezone.now())
    before = client.get(ALL).json()
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # also with somebody who would share it
        with pytest.raises(Busy):
            nightly.make(at=timezone.now())
        with pytest.raises(CommandError, match="Somebody else"):
            call_command("export")
    monkeypatch.setitem(nightly.MAKERS, "claims.csv", lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    with pytest.raises(ZeroDivisionError):
        nightly.make(at=timezone.now())
    assert client.get(ALL).json() == before
    monkeypatch.undo()
    settings.EXPORT_DIR = home
    nightly.make(at=timezone.now())
    assert not list(home.glob(".new-*"))
    settings.DEBUG = False
    assert [one["name"] for one in client.get(ALL).json()["files"]] == ["claims.ndjson", "claims.csv"]
    assert client.get(f"{ALL}claimreview.json").status_code == 404, (
        "ratings of a demonstration are not given out"
    )


def test_downloads_of_files_have_places_of_their_own_and_give_them_back(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    call_command("export", stdout=StringIO())
    monkeypatch.setattr(api, "PLACES", api.BoundedSemaphore(1))
    begun: Any = client.get(CLAIMS)
    turned_away = client.get(CLAIMS, headers={"Range": "bytes=5-"})
    assert (turned_away.status_code, turned_away["Retry-After"]) == (503, "30")
    assert "Repr-Digest" not in turned_away
    assert client.head(CLAIMS).status_code == 200
    assert body(begun).count(b"\n") == 7
    for _ in range(3):
        assert body(client.get(CLAIMS)).count(b"\n") == 7


def test_a_file_that_is_read_for_too_long_is_broken_off(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    call_command("export", stdout=StringIO())
    monkeypatch.setattr(api, "PLACES", api.BoundedSemaphore(1))
    monkeypatch.setattr(api, "LONGEST", -1.0)
    with pytest.raises(TimeoutError, match="not read within"):
        body(client.get(CLAIMS))
    monkeypatch.setattr(api, "LONGEST", 60.0)
    assert body(client.get(CLAIMS)).count(b"\n") == 7
