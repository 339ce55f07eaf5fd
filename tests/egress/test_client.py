"""Who is asked, as whom, and what is said of the answer."""

from __future__ import annotations

import random
import socket
import ssl
import threading
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pytest

from claims.domain.errors import NotFetched, Why
from claims.egress import names, ranges
from claims.egress.client import LIMITS, POSTING, WAYS, Ways, fetch, post
from claims.egress.target import follow, read
from claims.egress.ways import agent
from claims.reads import outgoing
from factcheck import settings as settings_file
from tests.egress.answering import BOMBS, answer
from tests.egress.origin import Bytes, reply, serving
from tests.egress.papers import papers

EVERYTHING = (
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: Text/HTML; Charset=\"UTF-8\"\r\nSet-Cookie: a=1\r\n"
    "X-Two: 1\r\nSet-Cookie: b=2\r\nX-Two: 2\r\n\r\nok"
)  # fmt: skip


PUBLIC = (
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
    "192.167.255.255", "192.169.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
)  # fmt: skip


def test_nothing_is_told_but_who_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No cookie, no password of this machine, no page that led there, and no proxy that the environment names."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("default login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    cookie = "Location: /there\r\nSet-Cookie: a=1; Path=/\r\n"
    with serving(
        lambda path: [EVERYTHING.encode()] if path == "/there" else reply(status="302 Found", headers=cookie)
    ) as origin:
        found = fetch(
            origin.address("/here#part"), ways=origin.ways(agent=agent("mailto:desk@house.example"))
        )
    for asked in origin.asked:
        line, *headers = asked.removesuffix("\r\n\r\n").split("\r\n")
        assert {one.split(":")[0] for one in headers} == {
            "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection",
        }  # fmt: skip
        assert "User-Agent: Factcheck (+mailto:desk@house.example)" in headers
        assert f"Host: news.example:{origin.port}" in headers
        assert line in ("GET /here HTTP/1.1", "GET /there HTTP/1.1")
    assert found.headers[2:] == (("Set-Cookie", "a=1"), ("X-Two", "1"), ("Set-Cookie", "b=2"), ("X-Two", "2"))
    assert (found.media_type, found.charset, found.raw, found.body) == ("text/html", "utf-8", b"ok", b"ok")
    assert (found.asked, found.address) == (origin.address("/here#part"), origin.address("/there"))
    assert [(hop.status, hop.numeric) for hop in found.hops] == [(302, "127.0.0.1"), (200, "127.0.0.1")]


def test_our_table_refuses_whatever_the_standard_library_does_not_call_global() -> None:
    """20,000 random addresses and both ends of every block; and the neighbors of IPv4 blocks are public."""
    chance = random.Random(16)
    edges = [end for block, _ in ranges.RESERVED for end in (ip_network(block)[0], ip_network(block)[-1])]
    random_ones = [IPv4Address(chance.getrandbits(32)) for _ in range(10_000)]
    wide_ones = [IPv6Address(chance.getrandbits(128)) for _ in range(10_000)]
    for one in (*edges, *random_ones, *wide_ones):
        if not one.is_global or one.is_multicast or one in edges:
            assert ranges.refusal(str(one)), one
    for public in PUBLIC:
        assert ranges.refusal(public) == "", public
    assert ranges.refusal("10.1.2.3", also=("10.1.2.0/24",)) == ""
    assert ranges.refusal("10.1.3.3", also=("10.1.2.0/24",))
    assert ranges.refusal("news.example") == "cannot be read as an address"


REFUSED: dict[str, Why] = {
    "news.example/page": Why.SCHEME,
    "ftp://news.example/": Why.SCHEME,
    "http:news.example": Why.SCHEME,
    "": Why.SCHEME,
    "http://news.example:8080/": Why.PORT,
    "http://a:b@news.example/": Why.CREDENTIALS,
    "http://@news.example/": Why.CREDENTIALS,
    "http://127.1/": Why.NOT_PUBLIC,
    "http://0x7f.0.0.1/": Why.NOT_PUBLIC,
    "http://news.127/": Why.NOT_PUBLIC,
    "http://news/": Why.NOT_PUBLIC,
    "http://desk.localhost/": Why.NOT_PUBLIC,
    "http://news.example\\@x/": Why.ADDRESS,
    "http://news.example/\ud800": Why.ADDRESS,
    "http://[::1%25lo]/": Why.ADDRESS,
    "http://news.example/" + "a" * 8_000: Why.ADDRESS,
}


def test_an_address_is_read_in_one_way_or_refused_with_its_rule() -> None:
    for address, why in REFUSED.items():
        with pytest.raises(NotFetched) as refused:
            read(address)
        assert refused.value.why == why, address
        assert refused.value.problems[0].field == "address"
        assert not refused.value.again
    assert str(read("http://news.example:/x")) == "http://news.example/x", "an empty port is the usual one"
    assert str(read(" HTTPS://WWW.Größe.Example.:443/äb?ö=%7e%#x")) == (
        "https://www.xn--gre-6ka8i.example/%C3%A4b?%C3%B6=%7e%25"
    )
    with pytest.raises(NotFetched) as refused:
        follow(read("https://news.example/"), "http://news.example/")
    assert refused.value.why == Why.DOWNGRADE
    assert str(follow(read("http://news.example/a/b"), "../c d")) == "http://news.example/c%20d"


def test_every_address_behind_a_name_is_looked_at_and_one_that_answers_is_asked() -> None:
    """The first is closed: the second is asked. One of them is private: none is."""
    with serving(lambda _path: reply(b"ok")) as origin:
        two = origin.ways(resolve=lambda *_: ["::1", "127.0.0.1"])
        found = fetch(origin.address(), ways=two)
        assert found.hops[-1].numeric == "127.0.0.1"
        mixed = origin.ways(resolve=lambda *_: ["127.0.0.1", "10.0.0.5"])
        with pytest.raises(
            NotFetched, match=r"leads to 10\.0\.0\.5, which is of private networks"
        ) as refused:
            fetch(origin.address(), ways=mixed)
        assert refused.value.why == Why.NOT_PUBLIC
        own = origin.ways(own=frozenset({".news.example", "127.0.0.3"}))
        for host in ("news.example", "www.news.example", "NEWS.example."):
            with pytest.raises(NotFetched, match="is this site itself"):
                fetch(origin.address(host=host), ways=own)
        assert len(origin.asked) == 1
        assert fetch(origin.address(host="badnews.example"), ways=own).status == 200
        closed = origin.ways(resolve=lambda *_: ["::1"])
        with pytest.raises(NotFetched, match="No connection to") as refused:
            fetch(origin.address(), ways=closed)
        assert refused.value.why == Why.UNREACHABLE
        assert refused.value.again


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: hanging.wait(5) and [])
    with pytest.raises(NotFetched, match="No name server answered") as refused:
        names.resolve("news.example", 80, 0.05)
    hanging.set()
    assert refused.value.why == Why.SLOW


def test_a_certificate_of_another_name_or_authority_is_refused(tmp_path: Path) -> None:
    authorities, chain = papers(tmp_path, names=["news.example"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)

    def encrypted(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as wrapped:
            answer(wrapped)

    with serving(lambda _path: [], accept=encrypted) as origin:
        ours = origin.ways(authorities=authorities)
        secure = origin.address().replace("http:", "https:")
        assert fetch(secure, ways=ours).body.startswith(b"news.example")
        for address, ways in ((secure, origin.ways()), (secure.replace("news", "other"), ours)):
            with pytest.raises(NotFetched, match=r"certificate of (news|other)\.example was not") as refused:
                fetch(address, ways=ways)
            assert refused.value.why == Why.CERTIFICATE


def test_the_site_goes_out_with_its_address_and_never_to_itself(settings: object) -> None:
    settings.PUBLIC_URL = "https://claims.house.example"  # type: ignore[attr-defined]
    settings.CONTACT = "Desk (night) <desk@house.example>\r\nX: y"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = [".house.example", "*", "127.0.0.1", "localhost"]  # type: ignore[attr-defined]
    ways = outgoing.ways()
    assert ways.agent == "Factcheck (+https://claims.house.example; Desk night <desk@house.example>X: y)"
    assert ways.own == {"claims.house.example", ".house.example", "localhost"}
    assert (ways.ports, ways.also) == ({80, 443}, ())
    assert Ways().agent == WAYS.agent == "Factcheck"
    assert (LIMITS.raw, LIMITS.decoded, LIMITS.first_byte, LIMITS.total, LIMITS.redirects) == (
        20_000_000, 50_000_000, 5.0, 30.0, 5,
    )  # fmt: skip
    assert ip_address("127.0.0.1").is_loopback


def test_a_setting_that_is_no_network_or_port_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("10.1.2.3/8", "inside", "10.0.0.0/33"):
        monkeypatch.setenv("FETCH_ALSO", value)
        with pytest.raises(SystemExit, match="FETCH_ALSO"):
            settings_file._networks("FETCH_ALSO")
    for value in ("80;443", "0", "65536", "", "http"):
        monkeypatch.setenv("FETCH_PORTS", value)
        with pytest.raises(SystemExit, match="FETCH_PORTS"):
            settings_file._ports("FETCH_PORTS", default="80,443")
    monkeypatch.setenv("FETCH_ALSO", "10.1.2.0/24, fd12::/64")
    assert settings_file._networks("FETCH_ALSO") == ["10.1.2.0/24", "fd12::/64"]


BEHIND_THE_STATUS = ("brotli", "short", "no-gzip", "slow-body", "slow-chunk", "chunk-size")
"""What a receiver may write behind a status that accepts, and that nobody can read."""


def test_a_message_goes_to_its_address_alone_and_a_redirect_is_only_an_answer() -> None:
    """What is written beside the status is cut, and neither cookies nor other addresses are taken up."""
    long = reply(b"x" * 1_000_000, status="500 Broken", headers="Retry-After: 7\r\n")
    moved = reply(status="307 Elsewhere", headers="Location: /there\r\nSet-Cookie: a=1\r\n")

    def answering(path: str) -> Bytes:
        name = path[1:]
        return BOMBS[name]() if name in BEHIND_THE_STATUS else long if name == "long" else moved

    with serving(answering) as origin:
        ways = origin.ways(agent=agent("mailto:desk@house.example"))
        body = b'{"type":"claim.published"}'
        found = post(origin.address("/here"), body=body, headers={"webhook-id": "evt_1"}, ways=ways)
        assert (found.status, found.numeric) == (307, "127.0.0.1")
        broken = post(origin.address("/long"), body=body, headers={}, ways=ways)
        assert (broken.status, broken.header("retry-after"), broken.header("x")) == (500, "7", "")
        for name in BEHIND_THE_STATUS:
            quick = replace(POSTING, total=1.0)
            taken = post(origin.address(f"/{name}"), body=body, headers={}, limits=quick, ways=ways)
            assert taken.status == 200, name
        for address in (
            origin.address(host="127.0.0.1").replace("127.0.0.1", "10.0.0.5"),
            "ftp://a.example/",
        ):
            with pytest.raises(NotFetched):
                post(address, body=body, headers={}, ways=ways)
    line, *headers = origin.asked[0].partition("\r\n\r\n")[0].split("\r\n")
    assert line == "POST /here HTTP/1.1"
    assert sorted(headers) == sorted(
        [
            f"Host: news.example:{origin.port}", "User-Agent: Factcheck (+mailto:desk@house.example)", "Accept: */*",
            "Accept-Encoding: identity", "Connection: close", "webhook-id: evt_1", "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
    )  # fmt: skip
    assert len(origin.asked) == 2 + len(BEHIND_THE_STATUS)
    assert (POSTING.raw, POSTING.first_byte, POSTING.total, POSTING.redirects) == (4_096, 15.0, 20.0, 0)
