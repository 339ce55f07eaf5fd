"""A page as its blocks of text, each with the frame that it stands in, and as what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.ingest.hints import ApartKind
from claims.ingest.markup import names

HEADINGS = names("h1 h2 h3 h4 h5 h6")


@dataclass(slots=True)
class Frame:
    """An element that makes a box: where it stands, what it says it is, and how much text is in it."""

    name: str
    parent: int
    words: frozenset[str]
    body: int
    cut: ApartKind | None
    cut_by_tag: bool
    hidden: bool
    mass: int = 0
    has_headline: bool = False


@dataclass(slots=True)
class Block:
    """A stretch of text without a break: its words, its frame, and how many of its characters are links."""

    text: str
    frame: int
    name: str
    linked: int
    number: int
    cut: ApartKind | None = None


@dataclass(slots=True)
class Outline:
    """What a page consists of."""

    frames: list[Frame] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    language: str = ""
    direction: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    times: list[tuple[str, str, int]] = field(default_factory=list)
    """What time elements and dated properties say: property, value, number of blocks before."""
    bylines: list[str] = field(default_factory=list)
    struck: int = 0
