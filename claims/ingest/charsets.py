"""Bytes to characters: what a page says of its own encoding, checked against its bytes; every doubt is told.

A byte order mark counts first, then what the server said, then what the page says. Bytes that are UTF-8 are read as
UTF-8 whatever was said, for hardly anything else looks like it. What cannot be read stands as U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from claims.domain.text import shown
from claims.domain.tongue import gettext, ngettext

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {
    "windows-1252": "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii cp1252 x-cp1252 ansi",
    "windows-1254": "iso-8859-9 latin5 cp1254",
    "windows-1251": "cp1251 x-cp1251 win-1251 win1251 windows1251",
    "windows-874": "iso-8859-11 tis-620 tis620",
    "gb18030": "gb2312 gbk gb_2312-80 x-gbk cp936 chinese euc-cn",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j ms_kanji",
    "cp949": "euc-kr euckr ks_c_5601-1987 korean windows-949",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "euc_jp": "euc-jp x-euc-jp",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "mac_roman": "macintosh x-mac-roman",
    "utf-8": "utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2",
    "utf-16-be": "utf-16be",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "koi8-r": "koi koi8 koi8_r",
}  # fmt: skip
_LABELS = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases.split())} | {
    name: name
    for name in (
        *(f"windows-125{digit}" for digit in range(9)),
        *(f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        "koi8-u", "cp866",
    )
}  # fmt: skip
"""The encodings of the web (after the WHATWG's list) by the names that pages use, in Python's names."""

_GUESSES = ("windows-1252", "windows-1251", "koi8-r", "iso-8859-5", "cp866", "windows-1250", "windows-1253",
            "windows-1256", "windows-1255", "gb18030", "cp932", "cp949", "big5hkscs")  # fmt: skip
_SAMPLE = 65_536
_META = re.compile(
    rb"<meta[^>]{0,1000}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_XML = re.compile(rb"\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9_.:-]{2,40})")
_PRESCAN = 16_384
_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_ODD = re.compile(
    "[\x80-\x9f\ufffd\ue000-\uf8ff]"  # controls, lost and private characters
    "|[\u2500-\u259f]"  # box drawing
    "|(?<=[a-z])[\u0400-\u052f\u0370-\u03ff\u0590-\u06ff\u3400-\u9fff\uac00-\ud7a3](?=[a-z])"  # foreign within a word
    "|[\u00c0-\u024f]{3}"  # accented letters in a row: no Latin language has many
    "|[\u00a1-\u00bf](?=[\u00c0-\u024fa-z])(?<=[\u00c0-\u024f][\u00a1-\u00bf])"  # a sign within a word
    "|(?<=[а-яёіїєґ])[А-ЯЁІЇЄҐ]"  # a capital after a small letter
    "|[\u0400-\u045f](?=[\u00a0-\u00bf\u2010-\u203a])(?<=[\u00a0-\u00bf\u2010-\u203a][\u0400-\u045f])"
    "|[\uff61-\uff9f]"  # half-width Japanese
)
_FOREIGN = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding that they were read in, and what should be known of the reading."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes, *, charset: str = "") -> Decoded:
    """The characters behind the bytes of a page; `charset` is what the server said."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _read(data[len(mark) :], name, [])
    if wide := _wide(data):
        return _read(data, wide, [gettext("The page does not say that it is written in UTF-16.")])
    notes: list[str] = []
    said = [_known(charset, notes), _known(_said_inside(data), notes, inside=True)]
    named = [name for name in said if name]
    if not _HIGH.search(data):
        return _read(data, "iso2022_jp" if "iso2022_jp" in named[:1] else "utf-8", notes)
    return _read(data, _chosen(data, named, notes), notes)


def _chosen(data: bytes, named: list[str], notes: list[str]) -> str:
    """The encoding in which these bytes make sense, and in `notes` why it is not the one that was named."""
    bad, good = _utf8_faults(data)
    if "utf-8" in named[:1] and good >= bad:
        return "utf-8"
    if bad == 0 and good >= (1 if not named or named[0].startswith(("windows", "iso")) else 3):
        if named and named[0] != "utf-8":
            words = gettext("The page is said to be written in %(said)s, but its bytes are UTF-8.")
            notes.append(words % {"said": named[0]})
        return "utf-8"
    sample = _sample(data)
    candidates = [name for name in dict.fromkeys(named) if name != "utf-8"]
    scores = {name: _oddness(sample, name) for name in (*candidates, *_GUESSES)}
    best = min(scores, key=lambda name: scores[name])
    for name in candidates:
        if scores[name] <= 0.1 or scores[name] <= 3 * scores[best]:
            if named[0] != name:
                words = gettext("The page is said to be written in %(said)s, but reads better in %(other)s.")
                notes.append(words % {"said": named[0], "other": name})
            return name
    words = (
        gettext("The page is said to be written in %(said)s, but reads better in %(other)s.")
        if named
        else gettext("Nothing says in which encoding the page is written; it was read in %(other)s.")
    )
    notes.append(words % {"said": named[0] if named else "", "other": best})
    return best


def _read(data: bytes, name: str, notes: list[str]) -> Decoded:
    text = data.decode(name, "replace")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0)
    if lost > 0:
        words = ngettext(
            "%(number)s place could not be read as %(encoding)s; U+FFFD (�) stands there.",
            "%(number)s places could not be read as %(encoding)s; U+FFFD (�) stands there.",
            lost,
        )
        notes = [*notes, words % {"number": f"{lost:,}", "encoding": name}]
    return Decoded(text, name, tuple(notes))


def _known(label: str, notes: list[str], *, inside: bool = False) -> str:
    label = label.strip(" \t\r\n\"'").lower()
    if not label:
        return ""
    name = _LABELS.get(label, "")
    if not name:
        notes.append(
            gettext("The page names an encoding that we do not know: %(label)s.") % {"label": shown(label)}
        )
    if inside and name.startswith("utf-16"):  # what names itself in ASCII is not written in UTF-16
        return "utf-8"
    return name


def _said_inside(data: bytes) -> str:
    head = data[:_PRESCAN]
    found = _XML.match(head) or _META.search(head)
    return found[1].decode("ascii") if found else ""


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of its ASCII is zero."""
    head = data[:2048]
    half = len(head) // 2
    if half < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _utf8_faults(data: bytes) -> tuple[int, int]:
    """How many bytes are no UTF-8, and how many longer sequences of it there are."""
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return 0, sum(byte >= 0xC0 for byte in data[:_SAMPLE]) or 1
    good, covered = 0, 0
    for found in _SEQUENCE.finditer(data):
        good += 1
        covered += found.end() - found.start()
    return len(data) - len(data.translate(None, bytes(range(128, 256)))) - covered, good


def _sample(data: bytes) -> bytes:
    """A stretch of the page that has letters beyond ASCII, from one blank to another."""
    found = _HIGH.search(data)
    start = max(0, (found.start() if found else 0) - 200)
    begin = data.find(b" ", start)
    stretch = data[begin if 0 <= begin < start + 200 else start :][:_SAMPLE]
    return stretch[: stretch.rfind(b" ") + 1] or stretch


def _oddness(sample: bytes, name: str) -> float:
    """How little the sample looks like words in this encoding: odd places for each character beyond ASCII."""
    text = sample.decode(name, "replace")
    beyond = len(_FOREIGN.findall(text))
    return len(_ODD.findall(text)) / beyond if beyond else 1.0
