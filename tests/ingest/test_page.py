"""From a page's bytes to the text of its article: nothing of the template in it, nothing of the article lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.ingest import page, second_reading
from claims.ingest.folder import read as read_folder
from claims.ingest.page import ApartKind
from tests.ingest import page_fuzz

HERE = Path(__file__).parent
PAGES = HERE / "pages"
FIXTURE = HERE.parents[1] / "fixtures" / "imu-2009"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
MADE = int(os.environ.get("PAGES", "100"))
SAID = b"<p>One man said so, and nobody else in the town did.</p>"
META = "stated in the page's metadata"
STATED = {
    "amp": (("Rui Sands",), "2018-11", "en", "stated by the page", "The Daily"),
    "blog": (("Mara Mott",), "2014-02-03", "en", "guessed from the words", ""),
    "divs": ((), "2019-05-14", "en", "guessed from the words", ""),
    "lists": (("Sena Oku",), "2009", "en", "stated by the page", ""),
    "live": ((), "2022-02-18", "en", "stated by the page", ""),
    "old": (("Olaf Prim",), "1999-03-12", "en", "guessed from the words", ""),
    "persian": ((), "2009-08-06", "fa", "stated by the page", ""),
    "radio": (("Nora Teller", "Askar Brand"), "2009-08-06", "en", "stated by the page", "RadioFreeValley"),
    "wiki": ((), "2011-06-07", "en", "stated by the page", ""),
    "wire": (("Ida Rook", "Tom Vale", "Lin Osei"), "2021-03-09", "en-GB", "stated by the page", ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_article_is_whole_and_nothing_of_the_template_is_in_it(name: str) -> None:
    read = page.read((PAGES / f"{name}.html").read_bytes())
    assert read.text == (PAGES / f"{name}.txt").read_text().rstrip("\n")
    assert page.read_text(read.text).text == read.text, "read again as text, it stays as it is"
    stated = (read.authors, read.published.edtf, read.language, read.language_basis, read.site_name)
    assert stated == STATED[name]
    assert read.headline
    assert read.headline not in read.text.split("\n")


def test_what_was_cut_is_kept_apart_and_says_why() -> None:
    def kinds(name: str) -> dict[ApartKind, str]:
        apart = page.read((PAGES / f"{name}.html").read_bytes()).apart
        return {kind: "\n".join(one.text for one in apart if one.kind is kind) for kind in ApartKind}

    radio, blog, amp = kinds("radio"), kinds("blog"), kinds("amp")
    assert "Pavel Dorn at the dike (file photo)" in radio[ApartKind.CAPTION]
    assert "appears regularly on the River podcast" in radio[ApartKind.BIOGRAPHY]
    assert "undesirable organization" in radio[ApartKind.LEGAL]
    assert "How The Dike Was Built" in radio[ApartKind.TEMPLATE]
    assert "four thousand desks were burned" in blog[ApartKind.COMMENT]
    assert "such as cookies" in amp[ApartKind.LEGAL]


def test_the_seed_article_comes_out_of_a_page_and_of_pasted_words_alike() -> None:
    """The passages that the fixture keeps, in a page like the one that they come from."""
    caption, *passages = read_folder(FIXTURE).article["passages"]
    first, second, *rest = passages
    body = "".join(f"<p>{one.replace(chr(10), '<br>')}</p>\n" for one in rest)
    html = (PAGES / "radio.html").read_text()
    before, _, after = html.partition('<div class="intro intro--bold">')
    tail = after[after.index('<ul class="author-list">') :]
    intro = f'<div class="intro intro--bold"><p>{first}</p></div><div class="wsw"><p>{second}</p>'
    read = page.read(f"{before}{intro}{body}</div></div>{tail}".encode())
    assert read.text == "\n\n".join(passages)
    pasted = "\n\n".join(
        [
            "Accessibility links", "Breaking News", f"{caption}\n{first}", second, *rest[:-1],
            "IMU ideological leader Tahir Yuldash (undated)\n" + rest[-1] + "\n  • 16x9 Image",
            "    Bruce Pannier", "    Bruce Pannier is a Central Asia analyst and appears regularly on a podcast.",
            'RFE/RL has been declared an "undesirable organization" by the Russian government.',
            "To find out more, click here.",
        ]
    )  # fmt: skip
    assert page.read_text(pasted).text == read.text
    assert page.read_text(pasted.replace("\n", "\r\n")).text == read.text


def test_another_reader_of_pages_may_doubt_a_cut_and_changes_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    html = (PAGES / "wiki.html").read_bytes()
    read = page.read(html)
    assert any("Ann Lee." in note and "another reader" in note for note in read.notes)
    monkeypatch.setattr(second_reading, "_read", lambda _html: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        page.read(html)
    monkeypatch.setattr(second_reading, "_read", lambda _html: "")
    alone = page.read(html)
    assert (alone.text, alone.apart, alone.notes) == (read.text, read.apart, ())


def article(head: str = "", top: str = "", words: str = "") -> bytes:
    body = words or "The ministry said on Monday that eleven barges had been sunk in the harbor of the town."
    return f"<html><head>{head}</head><body><main><h1>Barges sunk</h1>{top}<p>{body}</p></main></body></html>".encode()


@pytest.mark.parametrize(
    ("head", "top", "expression", "basis"),
    [
        ('<meta property="article:published_time" content="2009-08-06T23:59:00-11:00">', "", "2009-08-06",
         f"{META} (article:published_time)"),
        ('<meta property="article:modified_time" content="2009-08-06">', "", "", "unknown"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2009-08-06"}</script>', "", "",
         "unknown"),
        ('<meta name="date" content="06.08.2009">', "", "2009-08-06", f"{META} (date)"),
        ('<meta name="date" content="8/6/2009">', "", "2009",
         f"{META} (date); it does not say whether the day or the month comes first"),
        ('<meta name="date" content="8/26/2009">', "", "2009-08-26", f"{META} (date)"),
        ('<meta name="date" content="August 2009">', "", "2009-08", f"{META} (date)"),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', "", "", "unknown"),
        ('<meta name="date" content="2009-02-30">', "", "", "unknown"),
        ("", "<p>Updated August 6, 2009</p>", "", "unknown"),
        ("", "<p>Published: Thursday, August 6, 2009 at 10:15 GMT</p>", "2009-08-06",
         "stated in the page (line by the headline)"),
    ],
)  # fmt: skip
def test_a_date_is_one_of_publication_and_never_finer_than_the_page(
    head: str, top: str, expression: str, basis: str
) -> None:
    published = page.read(article(head, top)).published
    assert (published.edtf, published.basis) == (expression, basis)


def test_a_date_in_the_address_is_inferred_and_dates_that_differ_are_told() -> None:
    address = "https://a.example/2009/08/06/barges"
    published = page.read(article(), address=address).published
    assert (published.edtf, published.basis) == ("2009-08-06", "inferred from the address (/2009/08/06)")
    both = '<meta name="date" content="2009-08-06"><meta name="dc.date" content="2009-09-01">'
    read = page.read(article(both), address=address)
    assert (read.published.edtf, "2009-08-06, 2009-09-01" in read.notes[0]) == ("2009-09-01", True)


@pytest.mark.parametrize(
    ("address", "said", "taken", "noted"),
    [
        ("https://www.a.example/x?utm=1", "/x", "https://www.a.example/x", False),
        ("https://m.a.example/x", "https://www.a.example/x", "https://www.a.example/x", False),
        ("https://evil.example/x", "https://a.example/x", "https://evil.example/x", True),
        ("https://evil.a.example/x", "https://a.example/x", "https://evil.a.example/x", True),
        ("https://a.example/x", "javascript:alert(1)", "https://a.example/x", True),
        ("", "https://a.example/x", "https://a.example/x", False),
    ],
)
def test_a_page_cannot_pass_for_one_of_another_site(address: str, said: str, taken: str, noted: bool) -> None:
    read = page.read(article(f'<link rel="canonical" href="{said}">'), address=address)
    assert (read.canonical_url, bool(read.notes)) == (taken, noted)


def test_a_language_that_the_letters_deny_is_not_believed() -> None:
    russian = "Министр заявил в понедельник, что в гавани потоплено одиннадцать барж, и не только там."
    read = page.read(article(words=russian).replace(b"<html>", b'<html lang="en">'))
    assert (read.language, read.language_basis) == ("ru", "guessed from the words")
    assert "its letters are others" in read.notes[0]
    assert page.read_text("12345 67890").language == "und"


def test_a_sentence_that_only_sounds_like_a_template_stays() -> None:
    kept = [
        "Copyright law was changed on Monday, officials said.",
        "Share prices fell by a tenth.",
        "Comments by the minister were not recorded.",
        "The paper has been declared an “undesirable organization”, the prosecutor said.",
        "Subscribers were told nothing, according to the ministry, which denied it.",
        "Home owners say that they were not warned.",
    ]
    read = page.read_text(
        "\n\n".join([*kept, "The hearing goes on.", "Advertisement", "Related: Two more barges found"])
    )
    assert read.text.split("\n\n") == [*kept, "The hearing goes on."]
    assert page.read_text("John Smith is a reporter.").text == "John Smith is a reporter."


def _named(refusal: InvalidValue, field: str) -> None:
    assert refusal.problems[0].field == field


@given(st.text(max_size=400) | st.lists(st.sampled_from(
    ["\n", "\n\n", " ", "\t", "\r", "\x85", "\u2029", "\u00ad", "e", "\u0301" * 12, "क़", "Advertisement", "a" * 130,
     "word word", "A caption without an end of its own here", "© 2009 X", "John Smith is a reporter for us."]
), max_size=30).map("".join))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_text_that_was_read_once_is_read_the_same_again(text: str) -> None:
    try:
        read = page.read_text(text)
    except InvalidValue as refusal:
        _named(refusal, "text")
        return
    assert page.read_text(read.text).text == read.text
    assert (
        clean_text(read.text, field="text", limit=LIMITS["article"], multiline=True, captured=True)
        == read.text
    )


def test_pages_made_up_at_random_give_exactly_their_article() -> None:
    assert [fault for seed in range(MADE) for fault in page_fuzz.faults_of_sound(seed)] == []


def test_pages_broken_at_random_end_in_a_page_or_in_a_clear_message() -> None:
    assert [fault for seed in range(MADE) for fault in page_fuzz.faults_of_broken(seed)] == []


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (b"<html><article>" + SAID * 3 + b"<script>" + b"a<b " * 2_500_000, ""),
        (b"<html>" + b"<div>" * 50_000 + SAID, ""),
        (b"<html>" + b"<b>" * 50_000 + b"One man said so, and nobody else in the town did." + b"</i>" * 50_000, ""),
        (b"<html>" + b"<a b='c\" <p \"d' " * 100_000, "no text"),
        (b"<p>a" + "\u0301".encode() * 400_000, ""),
        (b"<p>" + b"<b>" * 200_001, "more than 200,000 tags"),
        (b"words " * 500_000, "at most 500,000"),
        (b"<!DOCTYPE x [<!ENTITY a 'bomb'>]><html><body><p>&a;&#" + b"9" * 9_000 + b"; is what the man said.</p>", ""),
    ],
    ids=["10 MB of script", "deep boxes", "deep letters", "open quotes", "marks", "tags", "3 MB of words", "entities"],
)  # fmt: skip
def test_large_and_deep_input_takes_bounded_time(data: bytes, ends: str) -> None:
    if ends:
        with pytest.raises(InvalidValue, match=ends):
            page.read(data)
    else:
        assert page.read(data).text
