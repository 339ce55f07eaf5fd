"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest

from claims.domain.errors import NotFetched, Why
from claims.egress.robots import Robots, fetch_if_allowed
from claims.egress.robots_rules import parse
from tests.effort import coming_to_an_end
from tests.egress.origin import Bytes, reply, serving

OURS = "User-agent: Factcheck\n"
RULES: list[tuple[str, str, bool]] = [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /\n\n" + OURS + "Allow: /", "/a", True),
    ("User-agent: *\nDisallow: /\n\n" + OURS, "/a", True),  # our group is empty, and it is ours
    (
        OURS + "Disallow: /a\n\nUser-agent: *\nDisallow: /b\n\nuser-agent: FACTCHECK/2.0\nDisallow: /c",
        "/b",
        True,
    ),
    (
        OURS + "Disallow: /a\n\nUser-agent: *\nDisallow: /b\n\nuser-agent: FACTCHECK/2.0\nDisallow: /c",
        "/c",
        False,
    ),
    ("User-agent: Factcheckbot\nDisallow: /", "/a", True),
    ("User-agent: Other\nUser-agent: Factcheck\nDisallow: /", "/a", False),
    ("Disallow: /\nUser-agent: *\nAllow: /", "/a", True),  # a rule before any group is nobody's
    (OURS + "Disallow: /a\nAllow: /a/b", "/a/b/c", True),
    (OURS + "Allow: /a/b\nDisallow: /a", "/a/x", False),
    (OURS + "Disallow: /a\nAllow: /a", "/a", True),  # of equal ones the one that allows
    (OURS + "Disallow: /*.pdf$", "/x/y.pdf", False),
    (OURS + "Disallow: /*.pdf$", "/x/y.pdf?z", True),
    (OURS + "Disallow: /a*c*e", "/a-b-c-d-e-f", False),
    (OURS + "Disallow: /a*c*e", "/a-e-c", True),
    (OURS + "Disallow: *q=", "/x?q=1", False),
    (OURS + "Disallow: /$", "/", False),
    (OURS + "Disallow: /$", "/a", True),
    (OURS + "Disallow: /a*a$", "/a", True),  # both ends need a letter of their own
    (OURS + "Disallow: /gr%c3%b6%C3%9Fe", "/gr%C3%B6%c3%9fe/x", False),
    (OURS + "Disallow: /größe", "/gr%C3%B6%C3%9Fe", False),
    (OURS + "Disallow: /%7Eme", "/~me", False),
    (OURS + "Disallow: /a%2Fb", "/a/b", True),
    (OURS + "DISALLOW : /a # why not\r\n", "/a", False),
    (OURS + "Crawl-delay: 5\nSitemap: x\nnonsense\nDisallow: /a", "/a", False),
    (OURS + "\nDisallow: /a", "/a", False),
]


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_the_longest_rule_of_our_group_decides(text: str, path: str, allowed: bool) -> None:
    assert parse(text, product="Factcheck").allow(path) is allowed


def test_rules_full_of_stars_come_to_an_end() -> None:
    text = OURS + "\n".join("Disallow: /" + "*a" * 200 + f"*b{n}" for n in range(1_000))
    with coming_to_an_end():
        assert parse(text, product="Factcheck").allow("/" + "a" * 2_000)


HOSTS: dict[str, list[bytes]] = {
    "open.example": reply(status="404 Not Found"),
    "gone.example": reply(status="410 Gone"),
    "shut.example": reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\n"),
    "down.example": reply(status="503 Busy"),
    "mute.example": [b""],
    "around.example": reply(status="302 Found", headers="Location: /robots.txt\r\n"),
    "long.example": reply(b"User-agent: *\n" + b"#" * 511_000 + b"\nDisallow: /\n" + b"#" * 2_000),
    "longer.example": reply(b"User-agent: *\n" + b"#" * 512_000 + b"\nDisallow: /\n"),
    "latin.example": reply("User-agent: *\nDisallow: /private # größe\n".encode("latin-1")),
}


def test_what_a_site_says_or_does_not_say_decides_also_on_the_way() -> None:
    asked: list[str] = []

    def answering(path: str, host: str) -> Bytes:
        asked.append(f"{host}{path}")
        if path == "/robots.txt":
            return HOSTS[host]
        leads = f"Location: http://shut.example:{origin.port}/private\r\n"
        return reply(status="302 Found", headers=leads) if path == "/away" else reply(b"ok")

    def came(host: str, path: str, robots: Robots) -> str:
        try:
            return str(
                fetch_if_allowed(origin.address(path, host=host), ways=origin.ways(), robots=robots).status
            )
        except NotFetched as error:
            return f"{error.why}{' again' if error.again else ''}"

    with serving(answering) as origin:
        robots = Robots(ways=origin.ways())
        found = {host: came(host, "/private/x", robots) for host in HOSTS}
        assert found == {
            "open.example": "200",
            "gone.example": "200",
            "shut.example": "robots",
            "down.example": "unasked-robots again",
            "mute.example": "unasked-robots again",
            "around.example": "200",
            "long.example": "robots",
            "longer.example": "200",
            "latin.example": "robots",
        }
        assert came("open.example", "/away", robots) == "robots", "asked of the site that the way leads to"
        assert came("shut.example", "/public", robots) == "200"
        assert [one for one in asked if one.endswith("/private") or one == "shut.example/private/x"] == []
        assert asked.count("shut.example/robots.txt") == 1, "each site is asked once"
        with pytest.raises(
            NotFetched, match=r"in its robots\.txt, to keep away from “/private/y”"
        ) as refused:
            fetch_if_allowed(origin.address("/private/y", host="shut.example"), ways=origin.ways())
    assert refused.value.why == Why.ROBOTS
