"""A page as its blocks of text, each with the frame that it stands in, and as what it says of itself.

A frame is an element that makes a box of its own. What is known of a frame (why it may be cut, whether it says that
it is the article's body) is worked out once, when it opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from claims.domain.errors import InvalidValue
from claims.domain.tongue import gettext
from claims.ingest.hints import ApartKind, body_mark, cut_by_name, cut_by_tag, is_hidden, words_of
from claims.ingest.markup import End, Raw, Start, Text, names, stream

MOST_TAGS = 400_000
MOST_TEXT = 4_000_000
MOST_DATA = 2_000_000

VOID = names("area base br col embed hr img input link meta param source track wbr keygen amp-img")
BLOCKS = names(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup li main menu nav ol p pre section summary table caption tbody thead "
    "tfoot tr td th ul button select option label legend template noscript head amp-sidebar amp-consent amp-ad "
    "amp-story-page"
)
NO_TEXT = names(
    "svg math audio video object canvas picture select option rt rp datalist map applet amp-video"
)
HEADINGS = names("h1 h2 h3 h4 h5 h6")
_CLOSES_P = BLOCKS - names(
    "button select option label legend head template noscript html body tr td th tbody thead tfoot"
)
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "tbody": ({"tr", "td", "th", "tbody", "thead", "tfoot"}, {"table"}),
    "thead": ({"tr", "td", "th", "tbody", "thead", "tfoot"}, {"table"}),
    "tfoot": ({"tr", "td", "th", "tbody", "thead", "tfoot"}, {"table"}),
}
"""Which open elements a start tag ends, as far out as the nearest of the others."""
_P_SCOPE = names("table td th caption button html")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


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
    bylines: list[tuple[str, int]] = field(default_factory=list)
    struck: int = 0


@dataclass(slots=True)
class _Open:
    name: str
    frame: int
    """The frame that it makes, or the one that it stands in."""
    makes_frame: bool
    silent: bool
    link: bool
    strikes: bool
    marked: int = -1
    """Where in the text of the block a byline began."""


class _Reader:
    """Keeps what is open while the page goes by."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.outline.frames.append(Frame("#page", -1, frozenset(), 0, None, False, False))
        self.open: list[_Open] = [_Open("#page", 0, True, False, False, False)]
        self.places: dict[str, list[int]] = {}
        self.block_places: list[int] = [0]
        self.buffer: list[str] = []
        self.linked = 0
        self.silent = self.links = self.pre = self.struck = 0
        self.tags = self.size = self.data_size = 0

    def feed(self, html: str) -> Outline:
        for event in stream(html):
            if isinstance(event, Text):
                self.text(event.text)
                continue
            self.tags += 1
            if self.tags > MOST_TAGS:
                words = gettext("The page has more than %(number)s tags; that is no article.")
                raise InvalidValue(words % {"number": f"{MOST_TAGS:,}"}, field="page")
            if isinstance(event, Start):
                self.start(event)
            elif isinstance(event, End):
                self.end(event.name)
            else:
                self.raw(event)
        self.flush()
        return self.outline

    # -- text -------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if self.silent:
            return
        if self.struck:
            self.outline.struck += bool(text.strip())
            return
        self.size += len(text)
        if self.size > MOST_TEXT:
            words = gettext("The page has more than %(number)s characters of text; that is no article.")
            raise InvalidValue(words % {"number": f"{MOST_TEXT:,}"}, field="page")
        plain = text.replace("\r\n", "\n").replace("\r", "\n") if self.pre else _BLANKS.sub(" ", text)
        self.buffer.append(plain)
        if self.links:
            self.linked += len(plain.strip())

    def flush(self) -> None:
        """Ends the block that is being read."""
        if not self.buffer:
            return
        text = "".join(self.buffer).strip(" \n")
        self.buffer.clear()
        linked, self.linked = self.linked, 0
        if not text:
            return
        frame = self.open[-1].frame
        blocks = self.outline.blocks
        for part in re.split(r"\n[ \t\n]*\n", text):
            if part := part.strip(" \n"):
                share = min(linked, len(part)) if part == text else linked * len(part) // len(text)
                blocks.append(Block(part, frame, self.outline.frames[frame].name, share, len(blocks)))

    # -- tags -------------------------------------------------------------------------------------------------

    def start(self, tag: Start) -> None:
        name, attributes = tag.name, tag.attributes
        self.told(name, attributes)
        if name == "br":
            self.text_break()
            return
        if name == "hr":
            self.flush()
            return
        if name in VOID or (tag.closed and name not in BLOCKS):
            return
        if name in ("html", "body", "head") and self.places.get(name):
            return
        self.end_implied(name)
        words = words_of(f"{attributes.get('class', '')} {attributes.get('id', '')}")
        boxed = name in BLOCKS
        hidden = name not in ("html", "body") and is_hidden(attributes, words)
        kind = cut_by_tag(name, attributes)
        by_tag = kind is not None
        if kind is None and name not in ("html", "body", "article", "main", "p", *HEADINGS):
            kind = cut_by_name(words)
        if not boxed and (kind or hidden) and not "".join(self.buffer).strip():
            boxed = not hidden
        silent = name in NO_TEXT or (hidden and not boxed) or self.is_reference(name, words)
        if boxed:
            self.flush()
        entry = _Open(name, self.open[-1].frame, boxed, silent, name == "a", name in ("del", "s", "strike"))
        if boxed:
            entry.frame = len(self.outline.frames)
            mark = body_mark(name, attributes, words)
            parent = self.open[-1].frame
            self.outline.frames.append(Frame(name, parent, words, mark, kind, by_tag, hidden))
        self.push(entry)
        if name == "q":
            self.text("“")
        if self.is_byline(attributes, words):
            entry.marked = len(self.outline.blocks)
            self.outline.bylines.append(("", entry.marked))

    def is_reference(self, name: str, words: frozenset[str]) -> bool:
        return name == "sup" and bool(words & {"reference", "footnote", "noteref", "cite"})

    def is_byline(self, attributes: dict[str, str], words: frozenset[str]) -> bool:
        return (
            "author" in attributes.get("rel", "").split()
            or attributes.get("itemprop", "") == "author"
            or bool(words & {"byline", "author-name", "article-author", "post-author", "entry-author"})
        )

    def push(self, entry: _Open) -> None:
        place = len(self.open)
        self.open.append(entry)
        self.places.setdefault(entry.name, []).append(place)
        if entry.makes_frame:
            self.block_places.append(place)
        self.silent += entry.silent
        self.links += entry.link
        self.pre += entry.name == "pre"
        self.struck += entry.strikes

    def pop_to(self, place: int) -> None:
        """Closes everything that was opened at this place and after it."""
        while len(self.open) > place:
            entry = self.open[-1]
            if entry.makes_frame:
                self.flush()
                self.block_places.pop()
            elif entry.name == "q":
                self.text("”")
            self.open.pop()
            self.places[entry.name].pop()
            self.silent -= entry.silent
            self.links -= entry.link
            self.pre -= entry.name == "pre"
            self.struck -= entry.strikes

    def last(self, names: frozenset[str] | set[str]) -> int:
        return max((self.places[name][-1] for name in names if self.places.get(name)), default=-1)

    def end(self, name: str) -> None:
        places = self.places.get(name)
        if name == "p" and not places:
            self.flush()
            return
        if name == "br":
            self.text_break()
            return
        if not places or name in ("html", "body"):
            return
        if (
            name not in BLOCKS
            and not self.open[places[-1]].makes_frame
            and places[-1] < self.block_places[-1]
        ):
            return
        if (
            name in BLOCKS
            and name not in ("table",)
            and places[-1] < self.last({"td", "th"})
            and name
            not in (
                "tr",
                "tbody",
                "thead",
                "tfoot",
                "td",
                "th",
            )
        ):
            return
        self.pop_to(places[-1])

    def end_implied(self, name: str) -> None:
        if name in _CLOSES_P and (place := self.last({"p"})) > self.last(_P_SCOPE):
            self.pop_to(place)
        if name in _ENDED_BY:
            ended, scope = _ENDED_BY[name]
            border = self.last(scope)
            first = min(
                (found for one in ended for found in self.places.get(one, [])[-1:] if found > border),
                default=-1,
            )
            if first >= 0:
                self.pop_to(first)

    def text_break(self) -> None:
        if not self.silent:
            while self.buffer and self.buffer[-1].strip(" ") == "" and len(self.buffer) > 1:
                self.buffer.pop()
            self.buffer.append("\n")

    # -- what the page says of itself -------------------------------------------------------------------------

    def told(self, name: str, attributes: dict[str, str]) -> None:
        outline = self.outline
        if name == "html":
            outline.language = outline.language or attributes.get("lang") or attributes.get("xml:lang", "")
            outline.direction = outline.direction or attributes.get("dir", "")
        elif name == "meta":
            key = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv", "")
            if attributes.get("itemprop"):
                outline.times.append(
                    (attributes["itemprop"], attributes.get("content", ""), len(outline.blocks))
                )
            if key and len(outline.metas) < 500:
                outline.metas.append((key.lower(), attributes.get("content", "")))
        elif name == "link":
            if attributes.get("rel") and len(outline.links) < 500:
                outline.links.append((attributes["rel"].lower(), attributes.get("href", "")))
        elif name == "time" or "itemprop" in attributes:
            said = attributes.get("datetime") or attributes.get("content", "")
            if said and len(outline.times) < 500:
                key = attributes.get("itemprop") or ("pubdate" if "pubdate" in attributes else name)
                outline.times.append((key, said, len(outline.blocks)))

    def raw(self, event: Raw) -> None:
        if event.name == "title" and not self.outline.title and not self.silent:
            self.outline.title = event.text[:4000]
        kind = event.attributes.get("type", "").split(";")[0].strip().lower()
        if event.name == "script" and kind == "application/ld+json":
            self.data_size += len(event.text)
            if self.data_size <= MOST_DATA:
                self.outline.data.append(event.text)
        if event.name == "script" and self.places.get("head") is None:
            return


def outline(html: str) -> Outline:
    """The blocks and frames of a page. Raises InvalidValue when it is larger than any article."""
    return _Reader().feed(html)
