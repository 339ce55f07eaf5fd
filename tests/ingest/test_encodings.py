"""From bytes to characters: declarations that are right, wrong, lying or missing, and bytes that are no text at all."""

from __future__ import annotations

import codecs

import pytest

from claims.domain.errors import InvalidValue
from claims.ingest import page

ENGLISH = "“Maybe five,” the minister’s café owner said — naïve, perhaps. Nobody else in the square heard it that day."
RUSSIAN = "Министр заявил в понедельник, что в гавани потоплено одиннадцать барж. Начальник порта этого не подтвердил."
CHINESE = "部长星期一表示,港口有十一艘驳船沉没。港务局长没有证实这一说法,居民说没有人警告过他们。"
JAPANESE = "大臣は月曜日、港で十一隻のはしけが沈んだと述べた。港長はこれを確認していない。"
ARABIC = "قال الوزير يوم الاثنين إن إحدى عشرة بارجة غرقت في الميناء، ولم يؤكد ذلك مدير الميناء."
POLISH = "Minister powiedział w poniedziałek, że w porcie zatopiono jedenaście barek. Żaden świadek tego nie widział."


def html(text: str, meta: str = "") -> str:
    declared = f'<meta charset="{meta}">' if meta else ""
    return f"<!DOCTYPE html><html><head>{declared}<title>T</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "written", "server", "meta", "doubt"),
    [
        (ENGLISH, "utf-8", "", "", ""),
        (ENGLISH, "utf-8", "utf-8", "utf-8", ""),
        (ENGLISH, "utf-8-sig", "iso-8859-1", "windows-1251", ""),
        (ENGLISH, "windows-1252", "iso-8859-1", "", ""),
        (ENGLISH, "windows-1252", "", "windows-1252", ""),
        (ENGLISH, "windows-1252", "", "", "Nothing says"),
        (ENGLISH, "windows-1252", "utf-8", "", "said to be written in utf-8"),
        (ENGLISH, "utf-8", "iso-8859-1", "", "its bytes are UTF-8"),
        (ENGLISH, "utf-16-le", "", "", "does not say"),
        (ENGLISH, "utf-16", "", "utf-16", ""),
        (ENGLISH, "utf-8", "", "utf-16", ""),
        (RUSSIAN, "windows-1251", "", "windows-1251", ""),
        (RUSSIAN, "windows-1251", "windows-1251", "", ""),
        (RUSSIAN, "windows-1251", "", "", "Nothing says"),
        (RUSSIAN, "windows-1251", "iso-8859-1", "windows-1251", "reads better in windows-1251"),
        (RUSSIAN, "windows-1251", "utf-8", "utf-8", "reads better in windows-1251"),
        (RUSSIAN, "koi8-r", "", "koi8-r", ""),
        (RUSSIAN, "koi8-r", "", "", "Nothing says"),
        (RUSSIAN, "windows-1251", "no-such-thing", "windows-1251", "do not know"),
        (RUSSIAN, "utf-8", "windows-1251", "windows-1251", "its bytes are UTF-8"),
        (CHINESE, "gb18030", "gb2312", "", ""),
        (CHINESE, "gb18030", "", "gbk", ""),
        (CHINESE, "utf-8", "gb2312", "", "its bytes are UTF-8"),
        (JAPANESE, "cp932", "", "Shift_JIS", ""),
        (JAPANESE, "euc_jp", "euc-jp", "", ""),
        (JAPANESE, "iso2022_jp", "", "iso-2022-jp", ""),
        (ARABIC, "windows-1256", "windows-1256", "", ""),
        (POLISH, "iso-8859-2", "", "iso-8859-2", ""),
        (POLISH, "windows-1250", "windows-1250", "", ""),
    ],
)
def test_the_words_are_the_same_in_whatever_bytes_they_come(
    text: str, written: str, server: str, meta: str, doubt: str
) -> None:
    read = page.read(html(text, meta).encode(written), charset=server)
    assert read.text == text
    assert doubt in " ".join(read.notes) if doubt else read.notes == ()


def test_what_cannot_be_read_stands_as_a_sign_and_is_counted() -> None:
    data = html(RUSSIAN).encode().replace("барж".encode(), b"\xd0\xff\xfe")
    read = page.read(data, charset="utf-8")
    assert "одиннадцать ���." in read.text
    assert "3 places could not be read" in read.notes[0]


def test_characters_that_nothing_can_store_are_left_out_and_counted() -> None:
    read = page.read(
        html("The minis\x00ter \x07said so\ufdd0 on Mon\u00adday, and nobody else heard it there.").encode()
    )
    assert read.text == "The minister said so on Monday, and nobody else heard it there."
    assert read.notes == ("3 characters that cannot be stored (control characters) were left out.",)


@pytest.mark.parametrize(
    ("data", "media_type", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "text/html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "image/jpeg"),
        (b"PK\x03\x04rest", "", "application/zip"),
        (b"\x1f\x8b\x08", "text/html", "application/gzip"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"\0\0\0\x20ftypisom", "", "video/mp4"),
        (b"some words", "application/pdf", "application/pdf"),
        (b'{"a": 1}', "application/json; charset=utf-8", "application/json"),
        (bytes(range(32)) * 100, "", "application/octet-stream"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml", "“rss”"),
        (b"", "text/html", "nothing in it"),
        (b" \n\0", "", "nothing in it"),
        (
            b"<html><body><script>1</script><p> \xc2\xa0 </p></body></html>",
            "text/html",
            "no text of an article",
        ),
        (codecs.BOM_UTF8, "", "no text of an article"),
        (b"x" * (64 * 1024 * 1024 + 1), "", "67,108,865 bytes"),
    ],
)
def test_what_is_no_article_is_refused_by_its_name(data: bytes, media_type: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refusal:
        page.read(data, media_type=media_type)
    assert refusal.value.problems[0].field
