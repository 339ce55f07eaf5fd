"""Pages made up by a seed: the article's paragraphs known, template around them, then broken at random."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS, clean_text
from claims.ingest import page

SECONDS = 10
"""No page may take longer, on a machine with much else to do."""
_WORDS = (
    "ministry river witness officer harbor maybe four thousand said denied claimed around hundred at least nine "
    "the of a in that who which barges village dike August 2009 Prell Dorn “perhaps” 3.5% "
    "قال وزير сказал министр 部长 café naïve"
).split()
_SCRAPS = (
    "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "&", "&#", "&#x;", "&#0;", "&#xD800;", "&#99999999999;", "&lt",
    '"', "'", "<p", "</p>", "<div>", "</div>", "<table><tr><td>", "</table>", "<script>", "</script>", "<style>",
    "<title>", "<svg>", "<select>", "<a href=x>", "<b><i></b>", "<q>", "<br>", "<pre>\n", "<template>", "<noscript>",
    "<li>", "<h1>", "\x00", "\x1b", "\ufffe", "\u202e", "\u0301" * 40, "\u200b", "\ud800", "\r", "\t", "\x85",
    "\u2029", '<p class="', "=", "<meta charset=utf-16>", "<base>", "<html>", "</body>", "</html>", "<body hidden>",
    "<plaintext>", "<textarea>", '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":[[[',
    "<time datetime=9999999>",
)  # fmt: skip
_AROUND = (
    '<nav><a href="/">Home</a> <a href="/n">News of the day</a></nav>',
    '<div class="share-bar"><button>Share</button></div>',
    '<aside class="related"><h3><a href="/1">{0}</a></h3><p>{1}</p></aside>',
    '<div class="newsletter-signup"><p>{0}</p></div>',
    '<figure><img><figcaption>{0}</figcaption></figure>',
    '<script>var x = "<p>{0}</p>";</script>',
    '<div id="comments"><p>{0}</p><p>{1}</p></div>',
    '<footer><p>{0}</p><p>© 2009 The Paper. All rights reserved.</p></footer>',
)  # fmt: skip
_SHELLS = (
    ("<html><main><article><h1>Head</h1>{top}<div class=article-body>", "</div></article></main>{end}</html>"),
    ("<body><div id=a>{top}<div id=content><h1>Head</h1><div class='entry-content'>", "</div></div></div>{end}"),
    ("<html><body>{top}<div class=x1><h1>Head</h1><section>", "</section></div>{end}"),
    ("<table><tr><td>{top}</td><td><h1>Head</h1>", "</td></tr></table>{end}"),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A page and what its article says."""

    html: str
    paragraphs: list[str]
    template: list[str]


def made(seed: int) -> Made:
    """A sound page with its truth."""
    rng = random.Random(seed)
    paragraphs = [_sentence(rng, 12, 40) for _ in range(rng.randint(3, 15))]
    template: list[str] = []

    def around(number: int) -> str:
        parts = []
        for _ in range(number):
            words = [_sentence(rng, 6, 14), _sentence(rng, 6, 14)]
            shape = rng.choice(_AROUND)
            template.extend(one for place, one in enumerate(words) if f"{{{place}}}" in shape)
            parts.append(shape.replace("{0}", words[0]).replace("{1}", words[1]))
        return "".join(parts)

    opening, closing = rng.choice(_SHELLS)
    inside = "".join(
        (around(1) if rng.random() < 0.15 and place else "") + f"<p>{one}</p>"
        for place, one in enumerate(paragraphs)
    )
    html = opening.replace("{top}", around(2)) + inside + closing.replace("{end}", around(2))
    return Made(html, paragraphs, template)


def broken(made: Made, seed: int) -> bytes:
    """The same page after an accident: pieces missing, doubled, moved, scraps thrown in, bytes flipped."""
    rng = random.Random(seed)
    html = made.html
    for _ in range(rng.randint(1, 12)):
        first = rng.randrange(len(html) + 1)
        last = min(len(html), first + rng.choice((0, 1, 5, 80, 400)))
        cut = html[first:last]
        scraps = "".join(rng.choices(_SCRAPS, k=rng.choice((1, 1, 3, 200))))
        html = html[:first] + rng.choice(("", cut + cut, scraps, scraps + cut, cut[::-1])) + html[last:]
    codec = rng.choice(("utf-8", "utf-8", "utf-16", "windows-1251", "gb18030", "utf-8-sig"))
    data = bytearray(html.encode(codec, "surrogatepass" if codec.startswith("utf") else "replace"))
    for _ in range(rng.choice((0, 0, 3, 60))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def faults_of_sound(seed: int) -> list[str]:
    """What is wrong with the reading of a sound page: a paragraph lost, moved or doubled, or template in it."""
    one = made(seed)
    read = page.read(one.html.encode())
    wrong = [] if read.text.split("\n\n") == one.paragraphs else ["not exactly the article"]
    apart = "\n".join(part.text for part in read.apart)
    wrong += [
        f"neither in the text nor apart: {words}"
        for words in one.template
        if words not in apart and words not in _scripts(one)
    ]
    return [f"seed {seed}: {what}" for what in wrong]


def faults_of_broken(seed: int) -> list[str]:
    """What is wrong with what becomes of a broken page: a crash, bad text, no idempotence, or too much time."""
    data = broken(made(seed), seed)
    began = time.process_time()
    try:
        read = page.read(
            data,
            address="https://paper.example/1",
            charset=random.Random(seed).choice(("", "utf-8", "koi8-r")),
        )
    except InvalidValue as refusal:
        return (
            [] if refusal.message and refusal.problems[0].field else [f"seed {seed}: refused without a word"]
        )
    took = time.process_time() - began
    wrong = [] if took < SECONDS else [f"took {took:.1f} s"]
    if (
        clean_text(read.text, field="text", limit=LIMITS["article"], multiline=True, captured=True)
        != read.text
    ):
        wrong.append("the text is not clean")
    if page.read_text(read.text).text != read.text:
        wrong.append("read again it is another text")
    if "\n\n\n" in read.text or any(line != line.strip() for line in read.text.split("\n")):
        wrong.append("paragraphs are not apart by one blank line")
    return [f"seed {seed}: {what}" for what in wrong]


def _scripts(one: Made) -> str:
    return "".join(part for part in one.html.split("</script>") if "<script>" in part)


def _sentence(rng: random.Random, least: int, most: int) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randint(least, most))).capitalize() + "."
