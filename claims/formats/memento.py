"""Earlier states of a page by date: the Memento framework (RFC 7089), in which a claim's page is its own TimeGate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

MEDIA_TYPE = "application/link-format"


@dataclass(frozen=True, slots=True)
class Moment:
    """A numbered document and when it was published."""

    number: int
    at: datetime


def http_date(at: datetime) -> str:
    """The moment as HTTP writes it, in whole seconds; raises ValueError without a time zone."""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def asked(header: str) -> datetime:
    """The moment that `Accept-Datetime` names; raises ValueError for what is not an HTTP date in GMT."""
    found = parsedate_to_datetime(header)
    if found.tzinfo is None or found.utcoffset() or not header.rstrip().endswith("GMT"):
        raise ValueError("The date is not in GMT.")
    return found


def chosen(moments: Sequence[Moment], at: datetime) -> Moment:
    """The document that stood at this moment; before the first one the first. Moments are in order, at least one."""
    stood = [one for one in moments if one.at.replace(microsecond=0) <= at]
    return stood[-1] if stood else moments[0]


def links(path: str, moments: Sequence[Moment], *, number: int | None = None) -> str:
    """The value of `Link` for a claim's page, or for the page of one of its documents: where the others are.

    `moments` are the documents in order of their numbers. All references are relative to the host.
    """
    found = [f'<{path}>; rel="original timegate"', f'<{path}/timemap>; rel="timemap"; type="{MEDIA_TYPE}"']
    if number is not None and moments:
        found += _mementos(path, moments, number)
    return ", ".join(found)


def timemap(path: str, moments: Sequence[Moment], *, base: str) -> bytes:
    """All documents of a claim with their moments, in the link format (RFC 6690), with whole addresses."""
    here = f"{base}{path}"
    span = f'; from="{http_date(moments[0].at)}"; until="{http_date(moments[-1].at)}"' if moments else ""
    lines = [
        f'<{here}>; rel="original timegate"',
        f'<{here}/timemap>; rel="self"; type="{MEDIA_TYPE}"{span}',
    ]
    for place, one in enumerate(moments):
        first, last = place == 0, place == len(moments) - 1
        rel = " ".join([*["first"] * first, *["last"] * last, "memento"])
        lines.append(_memento(here, one, rel))
    return (",\n".join(lines) + "\n").encode()


def _mementos(path: str, moments: Sequence[Moment], number: int) -> list[str]:
    places: dict[int, list[str]] = {}
    here = next((place for place, one in enumerate(moments) if one.number == number), None)
    for place, rel in ((0, "first"), (len(moments) - 1, "last")):
        places.setdefault(place, []).append(rel)
    if here is not None:
        for place, rel in ((here - 1, "prev"), (here + 1, "next")):
            if 0 <= place < len(moments):
                places.setdefault(place, []).append(rel)
        places.setdefault(here, [])
    return [
        _memento(path, moments[place], " ".join([*rels, "memento"])) for place, rels in sorted(places.items())
    ]


def _memento(path: str, one: Moment, rel: str) -> str:
    return f'<{path}/revisions/{one.number}>; rel="{rel}"; datetime="{http_date(one.at)}"'
