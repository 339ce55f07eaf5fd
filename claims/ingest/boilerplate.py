"""Words that every page of a site has, found by what they say: for pages whose markup does not tell, and pasted text.

Nothing here looks at more than one line, its neighbors and the end of the text, so that a text that was cut once is not
cut again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.ingest.hints import ApartKind

Line = tuple[str, ApartKind | None]
"""Words, and why they are not part of the article; nothing when they are."""

_SHORT = 160
_DOUBLED = 30


def _lines(*phrases: str) -> re.Pattern[str]:
    """Matches lines that are one of these phrases, with what lists and links put around them."""
    return re.compile(rf"(?i)[•·»▶►|\-–—*\s]*(?:{'|'.join(phrases)})[.!…»:›>\s]*")


_TEMPLATE = _lines(
    "accessibility links",
    "breaking news",
    "skip to (?:main )?(?:content|navigation|search)",
    r"\d{1,2}x\d{1,2} image",
    "advertisements?|ad|sponsored(?: content)?|loading",
    "(?:story|article) continues(?: below(?: (?:this )?ad(?:vertisement)?)?)?",
    "continue reading(?: (?:below|the main story))?|scroll (?:down )?to continue(?: reading)?",
    "share(?: (?:this|on|via|article|story|the (?:article|story))(?: [a-z]+){0,4})?",
    "tweet|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|copy link|e-?mail|print|embed",
    "(?:print|e-?mail) (?:this|article|a friend)(?: [a-z]+){0,3}",
    r"(?:follow|like|join|find) (?:us|@\S+)(?: on [\w ,&]{1,60})?",
    "(?:our )?newsletters?|get (?:our|the) .{0,60}newsletter.{0,60}",
    r"(?:\d+ )?comments?(?: \(\d+\))?",
    r"(?:leave|post|add|write|view|show|hide) (?:a |all )?(?:comments?|reply)(?: \(\d+\))?",
    r"\d+ min(?:ute)?s? (?:read|listen)|listen(?: to (?:this|the) (?:article|story))?(?: \(.{0,20}\))?",
    "play(?: video)?|watch(?: now)?|close|menu|search|home|back to top",
    "(?:next|previous) (?:article|story|post|page)|report (?:a )?(?:typo|an? error|correction)",
    "(?:this )?forum has been closed|no media source currently available|the code has been copied.{0,60}",
    "related(?: (?:articles?|stories|news|content|topics|links|coverage))?|recommended(?: for you)?",
    "read (?:more|also|next)|see also|also read|don.t miss|you (?:may|might) (?:also )?like",
    "more (?:on this(?: story)?|stories|news)|most (?:read|popular|viewed)|trending(?: now)?|up next|latest news",
    "what to read next|editor.?s.? (?:picks?|choice)|privacy policy|cookie (?:policy|settings|preferences)",
    "terms (?:of|and) (?:use|service|conditions)|to find out more, click here",
)
_TEMPLATE_WITH_MORE = _lines(
    "(?:read (?:more|also|next)|see also|also read|related(?: (?:articles?|stories))?|recommended|watch|listen)"
    r"\s?: .{1,140}",
    "(?:photo|image|picture|video|credit)(?: (?:credit|source|by))?\\s?: .{1,120}",
    r"(?:tags?|topics?|filed under|keywords?)\s?: .{1,140}",
    "(?:sign up|subscribe) (?:to|for|now|today|here|and)\\b.{0,120}",
    "(?:by clicking|we use cookies|this (?:site|website) uses cookies).{1,140}",
)
_LEGAL = re.compile(
    r"(?i)^(?:copyright\s{0,3}(?:©|\(c\)|\d{4})|©\s?\w|\(c\) \d{4})|\ball rights reserved\b"
    r"|^reprinted with (?:the )?permission of\b|\bis not responsible for the content of external\b"
    r"|\bmay not be (?:published|reproduced|republished|copied), (?:broadcast|rewritten|redistributed|published)"
)
_LEGAL_AT_THE_END = re.compile(
    r"(?i)\bhas been declared an? .{0,3}undesirable organi[sz]ation"
    r"|^if you are in .{3,400}\b(?:fines|imprisonment|penalt|prosecut|liab)"
    r"|^(?:the )?(?:views|opinions) expressed (?:in|here|on|by (?:the )?(?:author|contributor|guest)s?)\b"
    r"|^our standards: |^disclaimer:"
)
_BIOGRAPHY = re.compile(
    r"^(?:[A-Z][\w.’'-]+,? ){1,4}(?:an? |the |is|was|writes|covers|reports|has (?:covered|reported|written))\b.{0,400}"
    r"(?:\b(?:covers|covering|speciali[sz]|correspondent|columnist|freelance|contributor|newsletter|podcast|reporter"
    r"|staff writer|senior editor|editor-in-chief|award-winning|appears regularly)\b|author of |@\w+)"
    r"|^(?:Follow|Contact|E-?mail|Reach) (?:him|her|them|the (?:author|reporter|writer)|[A-Z]\w+)\b"
    r".{0,160}(?:@| at | on )"
    r"|^About the authors?\b"
    r"|^\(?(?:Reporting|Written|Editing|Edited|Additional reporting|Compiled|Translated) by [A-Z].{0,200}$"
)
_NAME = re.compile(r"[A-Z][\w.’'-]*\w(?: [A-Z][\w.’'-]*\w){1,3}")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")


def by_words(line: str) -> ApartKind | None:
    """Why a line is none of the article's, as far as the line alone tells."""
    if len(line) <= _SHORT and (_TEMPLATE.fullmatch(line) or _TEMPLATE_WITH_MORE.fullmatch(line)):
        return ApartKind.TEMPLATE
    if _LEGAL.search(line[:1_000]):
        return ApartKind.LEGAL
    return None


def sorted_out(lines: Sequence[Line]) -> list[Line]:
    """The same in order, with what its words give away cut; the lines of one paragraph stay one where they may.

    Cut are lines that only a template has, legal notices, the same words twice in a row (a caption and what stands for
    its picture), and at the end of the text who the authors are and whom they work for.
    """
    found: list[Line] = []
    for paragraph, why in lines:
        if why is not None:
            found.append((paragraph, why))
            continue
        kept: list[str] = []
        for line in paragraph.split("\n"):
            if kind := by_words(line):
                found += _joined(kept)
                kept = []
                found.append((line, kind))
            else:
                kept.append(line)
        found += _joined(kept)
    return _without_ending(_without_doubles(found))


def _joined(kept: Sequence[str]) -> list[Line]:
    return [("\n".join(kept), None)] if kept else []


def _without_doubles(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for text, kind in lines:
        if kind is not None or "\n" not in text:
            found.append((text, kind))
            continue
        rest: list[str] = []
        doubled: list[str] = []
        for line in text.split("\n"):
            if line in doubled[-1:]:
                continue
            if rest and rest[-1] == line and len(line) >= _DOUBLED and not _ENDS_SENTENCE.search(line):
                doubled.append(rest.pop())
            else:
                rest.append(line)
        found += [(line, ApartKind.CAPTION) for line in doubled]
        found += _joined(rest)
    return found


def _without_ending(lines: list[Line]) -> list[Line]:
    """The same with what stands behind the article's last words cut: who wrote it, and what the law wants said.

    Nothing is cut when it would be more than half of the text: that is about a person, and not by one.
    """
    found = list(lines)
    name = ""
    for place in range(len(found) - 1, -1, -1):
        text, kind = found[place]
        if kind is not None:
            continue
        if _LEGAL_AT_THE_END.search(text[:1_000]):
            found[place] = (text, ApartKind.LEGAL)
        elif name and text.strip("•·* ") == name:
            found[place] = (text, ApartKind.BIOGRAPHY)
            name = ""
        elif _BIOGRAPHY.search(text[:1_000]) and len(text) < 1_000:
            begins = _NAME.match(text)
            name = begins[0] if begins else ""
            found[place] = (text, ApartKind.BIOGRAPHY)
        else:
            break
    return found if _size(found) * 2 > _size(lines) else lines


def _size(lines: Sequence[Line]) -> int:
    return sum(len(text) for text, kind in lines if kind is None)


def captions_glued_on(paragraphs: Sequence[str]) -> list[Line]:
    """The paragraphs of a pasted text without the captions that copying leaves at the head of the next paragraph.

    Where paragraphs are apart by blank lines, a line without an end that sticks to a long one is no heading.
    """
    found: list[Line] = []
    if sum("\n" not in one for one in paragraphs) < max(3, len(paragraphs) // 2):
        return [(one, None) for one in paragraphs]
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        while len(lines) > 1 and _is_caption(lines[0], lines[1]):
            found.append((lines.pop(0), ApartKind.CAPTION))
        found.append(("\n".join(lines), None))
    return found


def _is_caption(line: str, next_line: str) -> bool:
    is_one = _DOUBLED <= len(line) <= 250 and not _ENDS_SENTENCE.search(line)
    return is_one and (len(next_line) > 120 or next_line == line)
