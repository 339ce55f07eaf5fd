"""Everything that is public as files, made each night: whole or not at all, and gone when they hold too much."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from claims.domain.errors import Busy
from claims.reads import exports, nightly
from claims.reads.nightly import CONTENTS, FOLDER, File, Night

MAKERS: dict[str, Callable[[], exports.Export]] = {
    "claims.ndjson": exports.claims,
    "claims.csv": exports.claims_table,
    "claimreview.json": exports.claim_reviews,
}
UNFINISHED = ".new-"


def make(*, at: datetime) -> Night:
    """The files of this moment, in the place of all earlier ones. Raises Busy while somebody else makes them."""
    home = Path(settings.EXPORT_DIR)
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        _take_away(home, f"{UNFINISHED}*")
        fresh = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
        fresh.chmod(0o755)
        made = _written(fresh, at)
        (fresh / CONTENTS).write_text(made.text())
        earlier = [one.name for one in home.glob(FOLDER)]
        fresh.rename(home / made.folder)
        for name in earlier:
            _take_away(home, name)
    return made


def look_after(*, at: datetime) -> Night | None:
    """Takes away files that hold what was taken out of sight since, and makes new ones; None if there was no need.

    Where making them failed, they are made the next time: only before the first night there need be none.
    """
    home, found = Path(settings.EXPORT_DIR), nightly.newest()
    if not home.is_dir() or (found is not None and found.is_sound()):
        return None
    _take_away(home, FOLDER)
    return make(at=at)


def _written(folder: Path, at: datetime) -> Night:
    with exports.one_moment() as here:
        made = {name: make() for name, make in MAKERS.items()}
        cursor = made["claims.ndjson"].goes_on["cursor"]
        files = tuple(_file(folder / name, export) for name, export in made.items())
    return Night(
        folder=at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ"),
        made_at=at.astimezone(UTC).isoformat(),
        log_id=here.log_id,
        epoch=here.epoch,
        size=here.size,
        cursor=cursor,
        with_demonstration=settings.DEBUG,
        files=files,
    )


def _file(path: Path, export: exports.Export) -> File:
    """The file and its digest beside it, as sha256sum writes it."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for block in export.blocks:
            digest.update(block)
            size += file.write(block)
        file.flush()
        os.fsync(file.fileno())
    path.with_name(f"{path.name}.sha256").write_text(f"{digest.hexdigest()}  {path.name}\n")
    return File(path.name, size, digest.hexdigest())


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("Somebody else is making these files just now.") from error
        yield


def _take_away(home: Path, pattern: str) -> None:
    """By another name first, so that nobody finds half of it."""
    for folder in home.glob(pattern):
        gone = folder.rename(folder.with_name(f"{UNFINISHED}gone-{folder.name}"))
        shutil.rmtree(gone)
