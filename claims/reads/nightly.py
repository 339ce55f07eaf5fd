"""The files of last night: where they lie, what they hold, and whether they may still be given out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings

from claims.models import LedgerEntry
from claims.reads import log
from claims.reads.feed import WITHOUT_DOCUMENT

NAMES = MappingProxyType(
    {
        "claims.ndjson": "application/x-ndjson",
        "claims.csv": "text/csv; charset=utf-8",
        "claimreview.json": "application/ld+json",
    }
)
"""What is made each night, and of which media type."""
CONTENTS = "contents.json"
FOLDER = "[0-9]*Z"
"""What folders of finished files are called: the moment at which they were made."""


@dataclass(frozen=True, slots=True)
class File:
    """One of the files, with the SHA-256 of its bytes in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Night:
    """All files of one moment: `size` is that of the log then, and the cursor goes on from there.

    `with_demonstration`: the ratings among them are of a site that shows a demonstration.
    """

    folder: str
    made_at: str
    log_id: str
    epoch: int
    size: int
    cursor: str
    with_demonstration: bool
    files: tuple[File, ...]

    @property
    def path(self) -> Path:
        """Where they lie."""
        return Path(settings.EXPORT_DIR) / self.folder

    @property
    def at(self) -> datetime:
        """When they were made."""
        return datetime.fromisoformat(self.made_at)

    def file(self, name: str) -> File | None:
        """The file of this name, if it may be given out by a site that is set up like this one."""
        if name == "claimreview.json" and self.with_demonstration and not settings.DEBUG:
            return None
        return next((one for one in self.files if one.name == name), None)

    def text(self) -> str:
        """What `newest` reads."""
        return json.dumps(asdict(self), indent=1)

    def is_sound(self) -> bool:
        """Whether nothing that they hold was taken out of sight since, in this very log."""
        here = log.identity()
        since = LedgerEntry.objects.filter(position__gt=self.size, type__in=WITHOUT_DOCUMENT)
        return (here.log_id, here.epoch) == (self.log_id, self.epoch) and not since.exists()


def newest() -> Night | None:
    """The newest finished files, sound or not; None before the first night."""
    for folder in sorted(Path(settings.EXPORT_DIR).glob(FOLDER), reverse=True):
        try:
            found: dict[str, Any] = json.loads((folder / CONTENTS).read_text())
        except FileNotFoundError:  # it is being taken away at this moment
            continue
        return Night(**{**found, "files": tuple(File(**one) for one in found["files"])})
    return None
