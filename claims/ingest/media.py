"""What kind of data a page's bytes are: markup, plain text, or something that is no page at all."""

from __future__ import annotations

import re

from claims.domain.errors import InvalidValue
from claims.domain.text import shown
from claims.domain.tongue import gettext

_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"(\xb5/\xfd", "application/zstd"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-msdownload"),
    (b"\x00asm", "application/wasm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_MARKUP = re.compile(
    r"(?:\s|<!--.{0,4000}?-->|<\?xml.{0,200}?\?>)*<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1|"
    r"table|section|script|style|link|header|center|font|span|a|b|i|ul|ol|br|nav|amp-|blockquote|pre|form)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</(?:p|div|html|body|article|span|td|li|h[1-6])\s{0,10}>", re.IGNORECASE)
_FEED = re.compile(
    r"(?:\s|<!--.{0,4000}?-->|<\?.{0,300}?\?>)*<(rss|feed|urlset|sitemapindex|rdf:RDF|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
_TEXTS = ("text/", "application/xhtml", "application/xml", "application/vnd.wap")
_OTHERS = ("image/", "audio/", "video/", "font/", "model/", "application/pdf", "application/zip", "application/json",
           "application/ld+json", "application/msword", "application/vnd.", "application/x-")  # fmt: skip


def refuse_other_than_text(data: bytes, media_type: str) -> None:
    """Refuses what is no text, naming it: by its first bytes, or by what the server says and the bytes allow."""
    head = data[:4096]
    kind = media_type.split(";")[0].strip().lower()
    found = _kind_of(head)
    if not found and kind.startswith(_OTHERS) and not kind.startswith(_TEXTS) and not _looks_like_html(head):
        found = kind
    if found:
        words = gettext(
            "This is no page but %(kind)s; give the address of a page, an HTML or text file, or paste the text."
        )
        raise InvalidValue(
            words
            % {"kind": found if found in dict.fromkeys(k for _, k in _SIGNS) else shown(found, limit=80)},
            field="page",
        )
    if not data.strip(b" \t\r\n\x00"):
        raise InvalidValue(gettext("There is nothing in it."), field="page")


def is_markup(text: str, media_type: str) -> bool:
    """Whether a text is HTML; feeds, sitemaps and drawings are refused by name."""
    head = text[:20_000].lstrip("\ufeff")
    if found := _FEED.match(head):
        words = gettext(
            "This is no page but XML of the kind “%(kind)s”; give the address of the article itself."
        )
        raise InvalidValue(words % {"kind": found[1].lower()}, field="page")
    kind = media_type.split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    if _MARKUP.match(head):
        return True
    return kind not in ("text/plain", "text/markdown") and len(_TAG.findall(head)) >= 3


def charset_in(media_type: str) -> str:
    """The encoding that a Content-Type names."""
    found = re.search(r";\s{0,20}charset\s{0,20}=\s{0,20}[\"']?([^\s;\"']{1,40})", media_type, re.IGNORECASE)
    return found[1] if found else ""


def _kind_of(head: bytes) -> str:
    start = head.lstrip(b"\r\n\t ") if head[:1] in b"\r\n\t " else head
    for sign, kind in _SIGNS:
        if start.startswith(sign):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] in (b"avif", b"heic") else "video/mp4"
    if len(head) > 64 and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        controls = sum(byte < 9 or 13 < byte < 27 or 28 <= byte < 32 for byte in head if byte)
        if controls > len(head) * 0.1:
            return "application/octet-stream"
    return ""


def _looks_like_html(head: bytes) -> bool:
    return bool(re.search(rb"<(?:!doctype|html|head|body|p|div)\b", head[:2048], re.IGNORECASE))
