"""The bytes of a run: fetched or given by hand, and kept in the archive before they are read."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from claims.actions import ingest_runs
from claims.domain.errors import InvalidValue, NotFetched, NotKept
from claims.domain.intake import Given, Stage, StageState
from claims.egress.client import Fetched
from claims.ingest import archive, fetching
from claims.ingest.progress import Passing, Progress

GONE = (404, 410)
YOURSELF = "Open the page yourself and paste its text, or give the saved page as a file."
ANSWERS = {
    401: f"The site wants a sign-in. {YOURSELF}",
    402: f"The site wants to be paid first. {YOURSELF}",
    403: f"The site refuses programs. {YOURSELF}",
    404: "There is no such page. Is the address written correctly? If it was there once, look for it in an archive.",
    410: "The page is gone. Look for it in an archive, and give that copy as a file.",
    451: "The site may not show the page for legal reasons.",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What came: its bytes, from where, as what, and where the archive keeps it."""

    data: bytes
    address: str
    media_type: str
    charset: str
    reference: str
    raw_sha256: str
    status: int = 200

    @property
    def is_gone(self) -> bool:
        """Whether the site says that there is no such page."""
        return self.status in GONE


def brought(progress: Progress, *, also_gone: bool = False) -> Brought:
    """The bytes of this run. Raises Passing for what may be otherwise soon, or a refusal that says what to do.

    A page that is gone is an answer to those who ask for it with `also_gone`.
    """
    run = progress.run
    if not run.fetched:
        (_fetched if run.given == Given.ADDRESS.value else _by_hand)(progress)
    status = int(run.fetched["status"])
    if not (200 <= status < 300 or (also_gone and status in GONE)):
        ingest_runs.note(run, Stage.FETCH, StageState.WORKING, at=timezone.now())
        raise InvalidValue(_answered(status), field="address")
    capture = archive.read(run.fetched["reference"], settings.ARCHIVE_DIR)
    return Brought(capture.body(), **{key: run.fetched[key] for key in _KEPT}, status=status)


def _fetched(progress: Progress) -> None:
    """What the address gave, whatever its status, in the archive; the run remembers where."""
    unkept: NotKept | None = None
    with progress.stage(Stage.FETCH) as told:
        try:
            came = fetching.capture(progress.run.address, at=timezone.now())
        except NotFetched as error:
            if error.again:
                raise Passing(error.message) from error
            raise
        except NotKept as error:
            unkept = error
        else:
            told.said = _what_came(came.fetched)
            _not_for_now(came.fetched.status)
    with progress.stage(Stage.ARCHIVE) as told:
        if unkept is not None:
            raise Passing(unkept.message) from unkept
        told.said = _kept_as(came.kept)
    fetched = came.fetched
    _remembered(
        progress,
        came.kept,
        address=fetched.address,
        media_type=fetched.media_type,
        charset=fetched.charset,
        status=fetched.status,
    )


def _by_hand(progress: Progress) -> None:
    """What was given by hand, in the archive; the run remembers where."""
    run = progress.run
    content, media_type = bytes(run.content or b""), _media_type(run.filename)
    with progress.stage(Stage.FETCH) as told:
        told.said = f"{_size(content)} were given by hand."
    with progress.stage(Stage.ARCHIVE) as told:
        try:
            kept = archive.keep_by_hand(
                content, media_type=media_type, at=timezone.now(), folder=settings.ARCHIVE_DIR
            )
        except NotKept as error:
            raise Passing(error.message) from error
        told.said = _kept_as(kept)
    _remembered(progress, kept, address=run.address, media_type=media_type, charset="", status=200)


def _remembered(progress: Progress, kept: archive.Kept, **known: str | int) -> None:
    ingest_runs.remember(progress.run, {**known, "reference": kept.reference, "raw_sha256": kept.sha256_raw})


def _not_for_now(status: int) -> None:
    if status in (408, 425, 429) or status >= 500:
        raise Passing(f"The site answered with status {status}: it has a problem, or too much to do.")


def _what_came(fetched: Fetched) -> str:
    return f"Status {fetched.status}, {_size(fetched.raw)}, {fetched.media_type or 'of no stated type'}."


def _kept_as(kept: archive.Kept) -> str:
    return f"Kept as {kept.reference[:12]}…"


_KEPT = ("address", "media_type", "charset", "reference", "raw_sha256")
_ENDINGS = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "json": "application/json",
}


def _media_type(filename: str) -> str:
    """What a file is by its name; what has none is text."""
    ending = filename.rpartition(".")[2].lower() if "." in filename else "txt"
    return "text/plain" if ending == "txt" else _ENDINGS.get(ending, "")


def _answered(status: int) -> str:
    told = ANSWERS.get(status, YOURSELF)
    return f"The site answered with status {status}. {told}"


def _size(data: bytes) -> str:
    return f"{len(data) / 1000:,.0f} kB" if len(data) >= 1000 else f"{len(data)} bytes"
