"""What was served is kept as it was, once, and every change of it shows."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from claims.domain.errors import Damaged, InvalidValue, NotFound, NotKept
from claims.egress.client import Fetched, fetch
from claims.ingest import archive
from tests.egress.origin import reply, serving

CAPTURES = int(os.environ.get("CAPTURES", "50"))
CORRUPTIONS = CAPTURES * 2 // 5
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _packed(body: bytes, how: str) -> tuple[bytes, str]:
    packers: dict[str, Callable[[bytes], bytes]] = {
        "": lambda plain: plain,
        "gzip": lambda plain: gzip.compress(plain, mtime=0),
        "deflate": zlib.compress,
    }
    return packers[how](body), f"Content-Encoding: {how}\r\n" if how else ""


def _chunked(raw: bytes, chance: random.Random) -> list[bytes]:
    pieces, at = [], 0
    while at < len(raw):
        size = chance.randint(1, max(1, len(raw) // 3))
        piece = raw[at : at + size]
        pieces.append(b"%x;n=v\r\n%s\r\n" % (len(piece), piece))
        at += size
    return [*pieces, b"0\r\nX-Trailer: yes\r\n\r\n"]


def _served(number: int) -> tuple[list[bytes], bytes, bytes]:
    """An answer, the raw bytes of its body, and these unpacked."""
    chance = random.Random(number)
    body = b"" if number == 3 else chance.randbytes(chance.choice((1, 50, 5_000, 70_000)))
    raw, header = _packed(body, chance.choice(("", "gzip", "deflate")))
    header += "X-Odd: \xe9\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    if number % 2:
        return (
            [*reply(headers=f"{header}Transfer-Encoding: chunked\r\n", length=False), *_chunked(raw, chance)],
            raw,
            body,
        )
    return reply(raw, headers=header), raw, body


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_what_is_kept_is_what_was_served_and_any_changed_byte_shows(tmp_path: Path) -> None:
    """Digests of each capture; then one byte of a file after the other is changed, each is found, and put back."""
    kept, again = [], []
    with serving(lambda path: _served(int(path[1:]))[0]) as origin:
        for number in range(CAPTURES):
            fetched = fetch(origin.address(f"/{number}"), ways=origin.ways())
            one = archive.keep(fetched, at=AT + timedelta(seconds=number), folder=tmp_path)
            _, raw, body = _served(number)
            assert (one.sha256_raw, one.sha256_body) == (_sha256(raw), _sha256(body)), number
            back = archive.read(one.reference, tmp_path)
            assert (back.raw, back.body(), back.status, back.at) == (
                raw,
                body,
                200,
                AT + timedelta(seconds=number),
            )
            assert ("X-Odd", "\xe9") in back.headers
            assert [value for name, value in back.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
            assert back.fields["hop"] == (f"200 127.0.0.1 {origin.address(f'/{number}')}",)
            kept.append(one.reference)
            again.append((fetched, AT + timedelta(seconds=number)))
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.glob("*/*.warc")}
    for fetched, at in again:
        archive.keep(fetched, at=at, folder=tmp_path)
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.glob("*/*")} == before
    assert len(before) == CAPTURES
    assert list(archive.scrub(tmp_path, expected=kept)) == []
    chance = random.Random(CAPTURES)
    for _ in range(CORRUPTIONS):
        path = tmp_path / (name := chance.choice(kept))[:2] / f"{name}.warc"
        whole = path.read_bytes()
        place = chance.randrange(len(whole))
        path.chmod(0o600)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ chance.randint(1, 255)]) + whole[place + 1 :])
        with pytest.raises(Damaged, match=name):
            archive.read(name, tmp_path)
        path.write_bytes(whole)


def _one() -> Fetched:
    with serving(
        lambda _path: reply(b"<p>As it was said.</p>", headers="Content-Type: text/html\r\n")
    ) as origin:
        return fetch(origin.address("/a"), ways=origin.ways())


def test_a_capture_is_written_once_and_nothing_is_written_over_it(tmp_path: Path) -> None:
    fetched = _one()
    first = archive.keep(fetched, at=AT, folder=tmp_path)
    path = tmp_path / first.reference[:2] / f"{first.reference}.warc"
    before = path.stat()
    assert before.st_mode & 0o222 == 0, "nobody is meant to write it again"
    assert archive.keep(fetched, at=AT, folder=tmp_path) == first
    assert archive.keep(fetched, at=AT + timedelta(seconds=1), folder=tmp_path) != first
    path.chmod(0o600)
    path.write_bytes(b"somebody else was here")
    with pytest.raises(Damaged, match="was changed after it was kept"):
        archive.keep(fetched, at=AT, folder=tmp_path)
    assert path.read_bytes() == b"somebody else was here", "not even a damaged one"
    assert path.stat().st_ino == before.st_ino
    assert [one.reason for one in archive.scrub(tmp_path)] == [
        f"The capture {first.reference} was changed after it was kept."
    ]
    assert not list(tmp_path.rglob("*.part"))


def test_any_program_for_warc_reads_a_capture_and_agrees_with_its_digests(tmp_path: Path) -> None:
    fetched = _one()
    kept = archive.keep(fetched, at=AT, folder=tmp_path)
    file = tmp_path / kept.reference[:2] / f"{kept.reference}.warc"
    with file.open("rb") as opened:
        served, noted = [
            (record.rec_type, record.rec_headers, record.content_stream().read())
            for record in ArchiveIterator(opened, check_digests="raise")
        ]
    assert served[0] == "response"
    assert served[2] == fetched.body
    assert served[1].get_header("WARC-Target-URI") == fetched.address
    assert served[1].get_header("WARC-Date") == "2026-11-23T12:00:00.000000Z"
    assert served[1].get_header("WARC-IP-Address") == "127.0.0.1"
    assert noted[0] == "metadata"
    assert f"asked: {fetched.asked}".encode() in noted[2]


@pytest.mark.django_db
def test_scrubbing_names_what_is_damaged_missing_or_strange(
    tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ARCHIVE_DIR = tmp_path  # type: ignore[attr-defined]
    call_command("scrub_archive")
    assert "is whole: 0 captures" in capsys.readouterr().out
    kept = archive.keep(_one(), at=AT, folder=tmp_path)
    call_command("scrub_archive")
    assert "is whole: 1 captures" in capsys.readouterr().out
    path = tmp_path / kept.reference[:2] / f"{kept.reference}.warc"
    path.rename(tmp_path / "moved.warc")
    (tmp_path / "crashed.1.part").write_bytes(b"half")
    found = list(archive.scrub(tmp_path, expected=[kept.reference]))
    assert [(one.path.name, one.reason) for one in found] == [
        ("moved.warc", "no capture has this name or place"),
        (path.name, "the file is missing"),
    ]
    with pytest.raises(CommandError, match="1 file is damaged"):
        call_command("scrub_archive")
    assert "moved.warc: no capture has this name or place" in capsys.readouterr().err


def test_what_cannot_be_kept_or_found_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotKept, match="cannot be written"):
        archive.keep(_one(), at=AT, folder=tmp_path / "file")
    with pytest.raises(NotFound, match="has no capture"):
        archive.read("0" * 64, tmp_path)
    for bad in ("../../etc/passwd", "0" * 63, "", "A" * 64):
        with pytest.raises(InvalidValue, match="is no reference of a capture"):
            archive.read(bad, tmp_path)
