"""One pass over a page's tags and text that finds its blocks and frames.

A frame is an element that makes a box of its own. What is known of a frame (why it may be cut, whether it says that
it is the article's body) is worked out once, when it opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.domain.errors import InvalidValue
from claims.domain.tongue import gettext
from claims.ingest.hints import body_mark, cut_by_name, cut_by_tag, is_author, is_hidden, words_of
from claims.ingest.markup import End, Raw, Start, Text, names, stream
from claims.ingest.outline import HEADINGS, Block, Frame, Outline

MOST_TAGS = 200_000
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
_FOREIGN = names("svg math select picture")
_P_SCOPE = names("table td th caption button html")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_ONCE = names("html head body")
_PLAIN = names("html body article main p h1 h2 h3 h4 h5 h6")
"""Elements whose names say what they are about rather than what they are."""
_REFERENCES = names("reference footnote noteref cite")


@dataclass(slots=True)
class _Open:
    name: str
    frame: int
    """The frame that it makes, or the one that it stands in."""
    makes_frame: bool
    silent: bool
    link: bool
    strikes: bool
    byline: tuple[int, int, int] | None = None
    """Where the name of an author began: blocks, parts of the block and bylines that were there before."""


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
        self.worded = False
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
        self.worded = self.worded or not plain.isspace()
        if self.links:
            self.linked += len(plain.strip())

    def flush(self) -> None:
        """Ends the block that is being read."""
        if not self.buffer:
            return
        text = "".join(self.buffer).strip(" \n")
        self.buffer.clear()
        self.worded = False
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
        """Opens an element, after closing what its kind ends."""
        name, attributes = tag.name, tag.attributes
        self.told(name, attributes)
        if name == "br":
            self.text_break()
        elif name == "hr":
            self.flush()
        elif name in VOID or (tag.closed and name not in BLOCKS) or (name in _ONCE and self.places.get(name)):
            return
        else:
            self.end_implied(name)
            self.push(self.opened(name, attributes))
            if name == "q":
                self.text("“")

    def opened(self, name: str, attributes: dict[str, str]) -> _Open:
        """The element, with the frame that it makes, if it makes one."""
        words = words_of(f"{attributes.get('class', '')} {attributes.get('id', '')}")
        hidden = name not in _ONCE and is_hidden(attributes, words)
        by_tag = cut_by_tag(name, attributes)
        kind = by_tag or (None if name in _PLAIN else cut_by_name(words))
        boxed = name in BLOCKS or bool(kind and not hidden and not self.worded and self.last(HEADINGS) < 0)
        silent = name in NO_TEXT or (hidden and not boxed) or (name == "sup" and bool(words & _REFERENCES))
        above = self.open[-1].frame
        is_link = name == "a" and "href" in attributes
        entry = _Open(name, above, boxed, silent, is_link, name in ("del", "s", "strike"))
        if boxed:
            self.flush()
            entry.frame = len(self.outline.frames)
            mark = body_mark(name, attributes, words)
            self.outline.frames.append(Frame(name, above, words, mark, kind, by_tag is not None, hidden))
        if is_author(attributes, words):
            entry.byline = (len(self.outline.blocks), len(self.buffer), len(self.outline.bylines))
        return entry

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
            if entry.byline:
                self.sign(*entry.byline)
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

    def sign(self, blocks: int, parts: int, bylines: int) -> None:
        """Keeps the words of an author's element, unless one within it had them."""
        outline = self.outline
        if len(outline.bylines) == bylines and bylines < 50:
            before = [block.text for block in outline.blocks[blocks : blocks + 3]]
            words = " ".join([*before, "".join(self.buffer[0 if before else parts :])]).strip()
            if words:
                outline.bylines.append(words[:300])

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
        """Closes what a start tag closes by itself, as the standard has it or browsers do."""
        if name == "a" and self.last({"a"}) > self.block_places[-1]:
            self.pop_to(self.last({"a"}))
        if name in _CLOSES_P and self.silent and (place := self.last(_FOREIGN)) > 0:
            self.pop_to(place)  # a drawing or a choice that nobody closed swallows no paragraph
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
