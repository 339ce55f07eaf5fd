"""What was served, kept for good: one WARC file for each capture, named by the digest of its own bytes.

A file is written once, beside its place, forced to the disk and then linked to its name; a name that is taken is
never written to. Since the name is the digest of the whole file, any changed byte shows, also in headers and dates; the
digests of block and payload inside are for other programs that read WARC.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from claims.domain.errors import Damaged, InvalidValue, NotFound, NotKept
from claims.domain.text import shown
from claims.egress.client import LIMITS, Fetched
from claims.egress.decoding import unpacked

VERSION = "WARC/1.1"
SUFFIX = ".warc"
UNFINISHED = ".part"
ORIGINAL = "X-Crawler-"
"""Put before the names of headers that say how the bytes traveled, which here they do not any more."""

_REFERENCE = re.compile("[0-9a-f]{64}")
_TRAVELED = ("transfer-encoding", "trailer")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture is: the reference that finds it, and the digests of what was sent and of what it unpacks to."""

    reference: str
    sha256_raw: str
    sha256_body: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What the archive gives back, checked."""

    reference: str
    address: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    fields: Mapping[str, tuple[str, ...]]
    """What was noted beside it: `asked`, each `hop`, `sha256-raw`, `sha256-body`."""

    @property
    def sha256_body(self) -> str:
        """The digest of the unpacked body, as it was when it was kept."""
        return self.fields["sha256-body"][0]

    def body(self) -> bytes:
        """The body, unpacked anew. Raises Damaged if it is not the one that was kept."""
        encoding = ",".join(value for name, value in self.headers if name.lower() == "content-encoding")
        body = unpacked(self.raw, encoding, limit=LIMITS.decoded)
        if _sha256(body) != self.sha256_body:
            raise Damaged(f"The capture {self.reference} unpacks to something else than it did.")
        return body


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the archive that is not what was put there, or is not there."""

    path: Path
    reason: str


def keep(fetched: Fetched, *, at: datetime, folder: Path) -> Kept:
    """Puts what was fetched into the archive. The same capture of the same moment is kept once.

    Raises NotKept if the archive cannot be written, and Damaged if it holds this capture and it was changed.
    """
    raw, body = _sha256(fetched.raw), _sha256(fetched.body)
    content = _written(fetched, at=at, raw=raw, body=body)
    reference = _sha256(content)
    path = _path(reference, folder)
    try:
        _put(content, path)
    except OSError as error:
        raise NotKept(f"The archive in {folder} cannot be written: {error.strerror}.") from error
    return Kept(reference, raw, body)


def keep_by_hand(content: bytes, *, media_type: str, at: datetime, folder: Path) -> Kept:
    """Puts what somebody gave by hand into the archive, as no site served it. Raises NotKept."""
    digest = _sha256(content)
    written = _written_by_hand(content, media_type=media_type, at=at, digest=digest)
    reference = _sha256(written)
    try:
        _put(written, _path(reference, folder))
    except OSError as error:
        raise NotKept(f"The archive in {folder} cannot be written: {error.strerror}.") from error
    return Kept(reference, digest, digest)


def read(reference: str, folder: Path) -> Capture:
    """A capture as it was kept. Raises NotFound, or Damaged if one byte differs."""
    path = _path(reference, folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"The archive in {folder} has no capture {reference}.") from None
    except OSError as error:
        raise Damaged(f"The capture {reference} cannot be read: {error.strerror}.") from error
    if _sha256(content) != reference:
        raise Damaged(f"The capture {reference} was changed after it was kept.")
    return _parsed(content, reference)


def scrub(folder: Path, *, expected: Iterable[str] = ()) -> Iterator[Damage]:
    """Every damaged file of the archive, every file that is none of it, and every expected capture that is missing."""
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir()):
        if path.suffix == UNFINISHED:
            continue
        reference = path.name.removesuffix(SUFFIX)
        if not _REFERENCE.fullmatch(reference) or path != _path(reference, folder):
            yield Damage(path, "no capture has this name or place")
            continue
        try:
            read(reference, folder)
        except (Damaged, NotFound) as error:
            yield Damage(path, error.message)
    for reference in sorted(set(expected)):
        path = _path(reference, folder)
        if not path.is_file():
            yield Damage(path, "the file is missing")


def captures(folder: Path) -> int:
    """How many captures there are."""
    return sum(1 for _ in folder.glob(f"*/*{SUFFIX}"))


def _path(reference: str, folder: Path) -> Path:
    if not _REFERENCE.fullmatch(reference):
        raise InvalidValue(
            f"{shown(reference)} is no reference of a capture; that is 64 digits and letters from a to f."
        )
    return folder / reference[:2] / f"{reference}{SUFFIX}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(content: bytes, path: Path) -> None:
    """Writes a new file that is whole as soon as it has its name; leaves one that is there alone."""
    if path.exists():
        _require_the_same(content, path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.stem}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _named(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    for place in (path.parent, path.parent.parent):
        _to_the_disk(place)


def _named(beside: Path, path: Path) -> None:
    """Gives a file its name, which must be free; whoever was faster wrote the same."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return


def _require_the_same(content: bytes, path: Path) -> None:
    if path.read_bytes() != content:
        raise Damaged(f"The capture {path.stem} was changed after it was kept.")


def _to_the_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(fetched: Fetched, *, at: datetime, raw: str, body: str) -> bytes:
    """The bytes of the file: the response, and beside it how it came about."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=VERSION)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    served = _name(moment, fetched.address, raw, "response")
    block = _head(fetched)
    response = {
        "WARC-Record-ID": served,
        "WARC-Date": moment,
        "WARC-IP-Address": fetched.hops[-1].numeric,
        "WARC-Block-Digest": f"sha256:{_sha256(block + fetched.raw)}",
        "WARC-Payload-Digest": f"sha256:{raw}",
    }
    writer.write_record(
        writer.create_warc_record(
            fetched.address,
            "response",
            payload=BytesIO(fetched.raw),
            length=len(fetched.raw),
            warc_headers_dict=response,
            http_headers=_Exactly(block),
        )
    )
    hops = [("hop", f"{hop.status} {hop.numeric} {hop.address}") for hop in fetched.hops]
    noted = [("asked", fetched.asked), *hops, ("sha256-raw", raw), ("sha256-body", body)]
    _note_beside(writer, fetched.address, served, noted, moment=moment, raw=raw)
    return out.getvalue()


def _written_by_hand(content: bytes, *, media_type: str, at: datetime, digest: str) -> bytes:
    """The bytes of a file for what no site served: a resource under the name of its own digest."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=VERSION)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    address = f"urn:sha256:{digest}"
    served = _name(moment, address, digest, "resource")
    headers = {"WARC-Record-ID": served, "WARC-Date": moment, **_digests(content)}
    given = {"payload": BytesIO(content), "length": len(content), "warc_headers_dict": headers}
    kind = media_type or "application/octet-stream"
    writer.write_record(writer.create_warc_record(address, "resource", warc_content_type=kind, **given))
    noted = [("asked", "by hand"), ("sha256-raw", digest), ("sha256-body", digest)]
    _note_beside(writer, address, served, noted, moment=moment, raw=digest)
    return out.getvalue()


def _note_beside(
    writer: WARCWriter, address: str, served: str, noted: list[tuple[str, str]], *, moment: str, raw: str
) -> None:
    """How it came about, as a record of its own."""
    fields = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in noted).encode()
    beside = {
        "WARC-Record-ID": _name(moment, address, raw, "metadata"),
        "WARC-Date": moment,
        "WARC-Concurrent-To": served,
        **_digests(fields),
    }
    given = {"payload": BytesIO(fields), "length": len(fields), "warc_headers_dict": beside}
    writer.write_record(writer.create_warc_record(address, "metadata", **given))


def _digests(content: bytes) -> dict[str, str]:
    return dict.fromkeys(("WARC-Block-Digest", "WARC-Payload-Digest"), f"sha256:{_sha256(content)}")


def _head(fetched: Fetched) -> bytes:
    """Status line and headers as bytes; what is beyond Latin-1 cannot come from a server."""
    lines = [f"{fetched.version} {fetched.status} {fetched.reason}".rstrip()]
    for name, value in fetched.headers:
        traveled = ORIGINAL if name.lower() in _TRAVELED else ""
        lines.append(f"{traveled}{name}: {_one_line(value)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", errors="replace")


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n]+\s*", " ", value)


def _name(*parts: str) -> str:
    """The same name for the same capture, so that keeping it twice gives the same bytes."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(parts))}>"


class _Exactly(StatusAndHeaders):  # type: ignore[misc] # ships no types
    """Headers that are written byte for byte, where the library would write them anew."""

    def __init__(self, block: bytes) -> None:
        super().__init__("", [])
        self._block = block

    def __bool__(self) -> bool:
        return True

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Takes the bytes as they are."""
        self.headers_buff = self._block


def _parsed(content: bytes, reference: str) -> Capture:
    """The records of a file whose digest was right. Raises Damaged if their own digests do not agree with them."""
    found: dict[str, tuple[StatusAndHeaders, StatusAndHeaders | None, bytes]] = {}
    try:
        for record in ArchiveIterator(BytesIO(content), check_digests="raise"):
            found[record.rec_type] = (record.rec_headers, record.http_headers, record.raw_stream.read())
        outer, inner, raw = found["response"] if "response" in found else found["resource"]
        fields = _fields(found["metadata"][2].decode())
        headers = tuple((str(name), str(value)) for name, value in inner.headers) if inner else ()
        status = int(inner.get_statuscode()) if inner else 200
        at = datetime.fromisoformat(outer.get_header("WARC-Date"))
        address = str(outer.get_header("WARC-Target-URI"))
    except (ArchiveLoadFailed, KeyError, ValueError) as error:
        raise Damaged(f"The capture {reference} cannot be read as WARC: {error}") from error
    if fields["sha256-raw"] != (_sha256(raw),):
        raise Damaged(f"The capture {reference} holds other bytes than its record says.")
    return Capture(reference, address, at, status, headers, raw, fields)


def _fields(text: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in text.split("\r\n"):
        name, colon, value = line.partition(": ")
        if colon:
            found[name] = (*found.get(name, ()), value)
    return found
