"""Which blocks of a page are the article: found by where its paragraphs are; all others are cut with their reason."""

from __future__ import annotations

import re

from claims.ingest.hints import ApartKind
from claims.ingest.markup import names
from claims.ingest.outline import HEADINGS, Block, Outline

BOXES = frozenset(("div", "li", "article", "section", "td"))
PARAGRAPH = 60
"""From how many characters outside links a block counts as a paragraph."""
MOSTLY = 0.75
"""What share of the paragraphs must lie in a frame for the rest to be around the article and not of it."""

_LEAVES = names("p h1 h2 h3 h4 h5 h6 li dt dd pre blockquote figure table tbody tr caption figcaption")
_INTRO = names(
    "intro introduction lead lede standfirst dek deck subtitle subhead subheadline sub-title summary excerpt abstract "
    "description article-lead key-points keypoints key-facts highlights bullets at-a-glance takeaways"
)
_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_SIGNS = re.compile(r"[^\w ]+|_+")
_END_MATTER = re.compile(
    r"(?i)(?:sources?|references|notes|footnotes|sister links|external links|further reading|see also|"
    r"related(?: (?:news|articles?|stories|links|content|topics|coverage|posts|pages))?|read (?:more|also|next)|"
    r"more (?:on this(?: story| topic)?|stories|news|from .{1,40})|most (?:read|popular|viewed)|"
    r"about (?:the|our) authors?|(?:\d+ )?(?:comments?|responses?|replies)(?: \(\d+\))?|"
    r"(?:one|\d+) (?:thoughts?|responses?|comments?) (?:on|to) .*|leave a (?:reply|comment)|join the conversation|"
    r"you (?:may|might) (?:also )?like|recommended(?: for you)?|trending(?: now)?|latest(?: news| stories)?|"
    r"share this(?: \w+)?|newsletters?|popular|up next|editors?.? (?:picks?|choice)|top stories|tags|topics)\W*"
)


def cut(page: Outline, headline: str) -> list[Block]:
    """All blocks of the page in order, each marked with why it is cut, or not."""
    _weigh(page)
    _honor(page)
    _mark_cut(page)
    _cut_cards(page)
    main = _body(page)
    inside = _inside(page, main)
    title = _folded(headline)
    first = next((one.number for one in page.blocks if one.frame in inside), 0)
    heading = max((one.number for one in page.blocks[:first] if one.name == "h1"), default=-1)
    for block in page.blocks:
        if (
            block.cut is None
            and block.frame not in inside
            and not _belongs(page, block, main, inside, first, heading)
        ):
            block.cut = ApartKind.TEMPLATE
        if block.cut is None and title and _folded(block.text) == title and _is_heading(block):
            block.cut = ApartKind.TEMPLATE
        if block.cut is None and _is_link(block):
            block.cut = ApartKind.TEMPLATE
    _end_matter(page)
    _lone_headings(page)
    return page.blocks


def is_paragraph(block: Block) -> bool:
    """Whether a block is long enough, and little enough linked, to be prose."""
    return len(block.text) - block.linked >= PARAGRAPH and block.linked < len(block.text) / 2


def _weigh(page: Outline) -> None:
    """Tells every frame how many characters of prose it holds, and whether the main heading is in it."""
    for block in page.blocks:
        frame = page.frames[block.frame]
        if is_paragraph(block):
            frame.mass += len(block.text) - block.linked
        frame.has_headline = frame.has_headline or block.name == "h1"
    for frame in reversed(page.frames[1:]):
        above = page.frames[frame.parent]
        above.mass += frame.mass
        above.has_headline = above.has_headline or frame.has_headline
        above.body = max(above.body, 3 if frame.body >= 2 and frame.mass >= page.frames[0].mass * 0.3 else 0)


def _honor(page: Outline) -> None:
    """Forgets the reason to cut a frame where cutting it would cut the article."""
    total = page.frames[0].mass
    quoting = {frame.parent for frame in page.frames if frame.name in ("blockquote", "table", "pre")}
    for number, frame in enumerate(page.frames):
        if number in quoting and frame.name == "figure":
            frame.cut = None
        if (
            frame.parent in quoting
            and frame.name == "figcaption"
            and page.frames[frame.parent].name == "figure"
        ):
            frame.cut = None
        if frame.cut is None and not frame.hidden:
            continue
        if frame.cut is ApartKind.COMMENT:
            spare = total - frame.mass < 200 and total > 0
        elif frame.cut_by_tag:
            spare = frame.mass > total * 0.7 or (frame.mass > 0 and frame.body == 3)
        else:
            spare = (
                frame.mass > total / 2 or frame.body >= 2 or (frame.has_headline and frame.mass > total * 0.2)
            )
        if spare:
            frame.cut, frame.hidden = None, False


def _mark_cut(page: Outline) -> None:
    """Hands the reason to cut a frame down to everything in it, the innermost reason first."""
    for frame in page.frames[1:]:
        above = page.frames[frame.parent]
        if frame.cut is None:
            frame.cut = ApartKind.TEMPLATE if frame.hidden else above.cut
    for block in page.blocks:
        block.cut = page.frames[block.frame].cut


def _cut_cards(page: Outline) -> None:
    """Cuts boxes that stand in a row and are each a link with a few words about where it leads.

    Not where they hold most of the prose: the posts of a live blog may have links for headings.
    """
    holds: dict[int, list[Block]] = {}
    for block in page.blocks:
        if block.cut is None:
            number = block.frame
            for _ in range(3):
                holds.setdefault(number, []).append(block)
                number = page.frames[number].parent
                if number <= 0:
                    break
    alike: dict[tuple[int, str, frozenset[str]], list[int]] = {}
    for number, blocks in holds.items():
        frame = page.frames[number]
        if frame.name in BOXES and frame.mass <= 400 and len(blocks) > 1 and _is_link(blocks[0]):
            alike.setdefault((frame.parent, frame.name, frame.words), []).append(number)
    cards = {number for numbers in alike.values() if len(numbers) > 1 for number in numbers}
    if sum(page.frames[number].mass for number in cards) > page.frames[0].mass / 2:
        return
    for block in page.blocks:
        number = block.frame
        for _ in range(3):
            if number in cards:
                block.cut = block.cut or ApartKind.TEMPLATE
            number = max(page.frames[number].parent, 0)


def _body(page: Outline) -> int:
    """The frame that holds the article: the one that says so, or the innermost with most of the prose."""
    mass = _uncut_mass(page)
    sure = [
        number for number, frame in enumerate(page.frames)
        if frame.body == 2 and frame.cut is None and mass[number] >= max(200, mass[0] * 0.4)
    ]  # fmt: skip
    main = max(sure, key=lambda number: (mass[number], -number)) if sure else 0
    children: dict[int, list[int]] = {}
    for number, frame in enumerate(page.frames[1:], start=1):
        children.setdefault(frame.parent, []).append(number)
    while inner := children.get(main):
        best = max(inner, key=lambda number: mass[number])
        if page.frames[best].name in _LEAVES or mass[best] < max(1, mass[main] * MOSTLY):
            break
        if sure and page.frames[main].body == 2:
            break
        main = best
    return main


def _uncut_mass(page: Outline) -> list[int]:
    mass = [0] * len(page.frames)
    for block in page.blocks:
        if block.cut is None and is_paragraph(block):
            mass[block.frame] += len(block.text) - block.linked
    for number in range(len(page.frames) - 1, 0, -1):
        mass[page.frames[number].parent] += mass[number]
    return mass


def _inside(page: Outline, main: int) -> set[int]:
    """The numbers of the frames within the main one, and within its twins: siblings that look alike."""
    kept = {main}
    model = page.frames[main]
    for number in range(1, len(page.frames)):
        frame = page.frames[number]
        twin = (
            main and frame.parent == model.parent and frame.name == model.name and frame.words == model.words
        )
        if frame.parent in kept or (twin and model.words):
            kept.add(number)
    return kept


def _belongs(page: Outline, block: Block, main: int, inside: set[int], first: int, heading: int) -> bool:
    """Whether a block outside the body is still the article's: what introduces it, and paragraphs right beside it."""
    frame = page.frames[block.frame]
    if block.linked > len(block.text) * 0.3:
        return False
    beside = frame.name == "p" and frame.parent == page.frames[main].parent
    if beside and len(block.text) >= 80 and _SENTENCE.search(block.text):
        return True
    if not heading < block.number < first or heading < 0:
        return False
    above = page.frames[max(frame.parent, 0)]
    if (frame.words | above.words | page.frames[max(above.parent, 0)].words) & _INTRO:
        return True
    return block.name not in HEADINGS and len(block.text) >= PARAGRAPH and bool(_SENTENCE.search(block.text))


def _is_link(block: Block) -> bool:
    """A block that is nothing but a link leads elsewhere."""
    return block.linked >= len(_SIGNS.sub("", block.text)) * 0.8 and 0 < block.linked < 300


def _is_heading(block: Block) -> bool:
    return block.name in HEADINGS


def _end_matter(page: Outline) -> None:
    """Cuts sections whose heading says that they are none of the article, to the next heading of their rank.

    Only where more prose stands before than behind: an article about sources may have a heading “Sources” as well.
    """
    behind = sum(len(block.text) for block in page.blocks if block.cut is None and is_paragraph(block))
    before, until = 0, ""
    for block in page.blocks:
        if block.name in HEADINGS:
            if until and block.name <= until:
                until = ""
            if not until and before > behind and _END_MATTER.fullmatch(block.text.strip()):
                until = block.name
        if block.cut is None and is_paragraph(block):
            before, behind = before + len(block.text), behind - len(block.text)
        if until and block.cut is None:
            block.cut = ApartKind.TEMPLATE


def _lone_headings(page: Outline) -> None:
    """Cuts headings that nothing of the article follows before the next one of their rank, or at the end."""
    followed = False
    for block in reversed(page.blocks):
        if block.cut is not None:
            continue
        if block.name not in HEADINGS:
            followed = True
        elif not followed:
            block.cut = ApartKind.TEMPLATE


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
