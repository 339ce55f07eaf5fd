"""Templates of public pages: every text and every spoken attribute is marked for translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

PUBLIC = Path(__file__).resolve().parents[2] / "claims" / "templates" / "claims"
CODE = {"code", "pre", "script", "style"}
SPOKEN = {"alt", "aria-label", "title", "placeholder", "label", "value", "aria-description"}
NAMES = re.compile(r"\b(?:API|ClaimReview|PROV-JSON|PROV-N|PROV|JSON|SVG|Turtle)\b|\ue000/revisions/\ue000")
"""Names of forms, and the address to cite: the same in every language."""
NOT_SHOWN = {"website", "text"}
"""What a filter gives to programs only: the type of a page, of a field."""
VALUE, TAG = "\ue000", "\ue001"
"""What stands for a value or a message, and for any other tag: neither is a letter."""
WORDS = re.compile(r"""\|(?:default|default_if_none|yesno|pluralize|add|join):\s*["'](?P<words>[^"']*)["']""")


def unmarked(template: str) -> list[str]:
    """The texts of a template that no translator would see, each with its line."""
    reader = Reader()
    reader.feed("".join(_bare(Lexer(template).tokenize())))
    reader.close()
    in_tags = [
        f"{token.lineno}: {token.contents}"
        for token in Lexer(template).tokenize()
        if token.token_type in (TokenType.VAR, TokenType.BLOCK)
        for found in WORDS.finditer(token.contents)
        if _speaks(found["words"]) and found["words"] not in NOT_SHOWN
    ]
    return [*reader.found, *in_tags]


def _bare(tokens: list[Token]) -> Iterator[str]:
    """The HTML of a template, with signs in place of what Django fills in; lines stay where they are."""
    within = False
    for token in tokens:
        name = (
            token.contents.split(None, 1)[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        )
        if name == "blocktranslate":
            within = True
            yield VALUE
        elif name == "comment":
            within = True
        elif name in ("endblocktranslate", "endcomment"):
            within = False
        elif within:
            yield "\n" * token.contents.count("\n")
        elif token.token_type == TokenType.TEXT:
            yield token.contents
        elif token.token_type == TokenType.VAR or name == "translate":
            yield VALUE
        elif token.token_type == TokenType.BLOCK:
            yield " "


def _speaks(text: str) -> bool:
    return any(sign.isalpha() and sign != VALUE for sign in NAMES.sub("", text))


class Reader(HTMLParser):
    """Collects what is said outside of code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at what is read aloud; `value` only where it labels a button."""
        self.code += tag in CODE
        given = dict(attrs)
        for name in SPOKEN & given.keys():
            if name == "value" and given.get("type") not in ("submit", "button", "reset"):
                continue
            if _speaks(given[name] or ""):
                self.found.append(f"{self.getpos()[0]}: {name}={given[name]}")
        if tag == "meta" and given.get("name") == "description" and _speaks(given.get("content") or ""):
            self.found.append(f"{self.getpos()[0]}: content={given['content']}")

    def handle_endtag(self, tag: str) -> None:
        """Code ends."""
        self.code -= tag in CODE

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self.code and _speaks(data):
            self.found.append(f"{self.getpos()[0]}: {data.strip()}")


@pytest.mark.parametrize(
    "path", sorted(set(PUBLIC.glob("*.html")) - {PUBLIC / "failed.html"}), ids=lambda path: path.stem
)
def test_every_text_of_a_public_template_is_marked(path: Path) -> None:
    """All but the page for a failure, which needs nothing that can fail, and so is in English."""
    assert unmarked(path.read_text()) == []


@pytest.mark.parametrize(
    "careless",
    [
        "<p>Hello</p>",
        "<p>{{ number }} claim{% if many %}s{% endif %}</p>",
        "<p>{{ number }} {{ number|pluralize:'claim,claims' }}</p>",
        '<nav aria-label="Site">{% translate "Site" %}</nav>',
        '<img alt="A {{ thing }}">',
        '<p>{{ name|default:"nobody" }}</p>',
        "<p>{% blocktranslate %}Hello{% endblocktranslate %}, world</p>",
        '<input type="submit" value="Send">',
        "{% if a %}<b>{{ a }}</b> or {% endif %}",
        "<title>Error</title>",
        "<p><code>x</code> is code</p>",
        "<svg><text>The claim</text></svg>",
    ],
)
def test_a_text_that_nobody_marked_is_found(careless: str) -> None:
    assert unmarked(careless)


@pytest.mark.parametrize(
    "fine",
    [
        '<p class="note">{% translate "Hello" %}, {{ name }}: <code>curl</code></p>',
        "<p>{% blocktranslate trimmed count n=n %}<a>{{ n }} claim</a>{% plural %}claims{% endblocktranslate %}</p>",
        '<a href="/x"{% if a == "all" %} aria-current="page"{% endif %} title="{% translate "All" %}">JSON</a>',
        '<p>{{ name|default:_("nobody") }} · {{ when|date:"F j, Y" }} &amp; {{ list|join:", " }}</p>',
        '<input type="hidden" name="a" value="first">',
        "{# a note #}{% comment %}a longer one{% endcomment %}",
    ],
)
def test_what_is_marked_or_is_no_text_is_not_found(fine: str) -> None:
    assert unmarked(fine) == []
