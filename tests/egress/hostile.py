"""Four hundred addresses that try to lead a fetcher inside, family by family; thirty good ones; and who is who.

Every address of the internet is on the loopback device of a private network namespace (`stage`). Only `PUBLIC` may be
connected to; whatever else is reached was forbidden.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

PUBLIC4, PUBLIC6 = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"
PUBLIC = frozenset({PUBLIC4, PUBLIC6})
OWN = ("ours.test", ".ours.test", "93.184.216.77")
RESOLVER = "127.0.0.53"

INSIDE4 = (
    "127.0.0.1", "127.255.255.254", "10.0.0.5", "10.255.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1",
    "192.168.178.20", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "0.0.0.0", "0.1.2.3",
    "192.0.0.192", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.0.2.1", "192.88.99.1", "168.63.129.16",
    "224.0.0.251", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INSIDE6 = (
    "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "::ffff:169.254.169.254", "::ffff:93.184.216.34",
    "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:5", "64:ff9b:1::a00:5", "2002:7f00:1::", "2002:a00:5::1", "2001::1",
    "fe80::1",
    "fec0::1", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "ff02::1", "2001:db8::1", "3fff::1", "5f00::1",
    "100::1",
    "4000::1", "0:0:0:0:0:ffff:7f00:0001",
)  # fmt: skip
PORTS = (21, 22, 25, 53, 110, 2375, 3306, 5000, 5432, 6379, 8000, 8080, 8443, 9200, 11211, 27017)
OTHER_SCHEMES = (
    "file", "gopher", "ftp", "data", "jar", "dict", "ldap", "tftp", "ws", "netdoc", "javascript", "unix", "http+unix",
    "HTTPX",
)  # fmt: skip
KINDS = (301, 302, 303, 307, 308)
METADATA = (
    "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "http://168.63.129.16/machine",
    "http://192.0.0.192/opc/v2/", "http://metadata/", "http://instance-data.ec2.internal/",
    "http://kubernetes.default/",
    "http://169.254.170.2/v2/credentials/", "http://localhost/", "http://localhost.localdomain/",
    "http://printer.local/",
    "http://wiki.corp/", "http://router.lan/", "http://nas.home.arpa/", "http://abc.onion/",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """An address, what name servers say of the names in it, and whether something may come of it."""

    family: str
    address: str
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """By name, what is answered to the first question, the second …; the last for ever. “=name” is a CNAME."""
    outcome: str = "refused"
    """`refused`, `fetched`, or `either` where only the connections count."""


Making = Callable[[random.Random, int], Case]


def _v4(chance: random.Random) -> str:
    return chance.choice(INSIDE4)


def _written_oddly(address: str, chance: random.Random) -> str:
    """An IPv4 address in a form that resolvers take and people do not use."""
    a, b, c, d = (int(part) for part in address.split("."))
    whole = (a << 24) | (b << 16) | (c << 8) | d
    return chance.choice(
        [
            str(whole), f"{whole:#x}", f"0{whole:o}", f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
            f"{a}.{(b << 16) | (c << 8) | d}", f"{a}.{b}.{(c << 8) | d}", f"{a:#X}.{b}.{c}.0{d:o}",
            f"000{a}.{b}.{c}.{d}",
            f"{a}.{b}.{c}.{d}.", f"{whole}.", f"{a}.{b}.{c}.{d + 256}", f"%31{address[1:]}",
            address.replace(".", "\u3002"), address.translate({48 + n: 0xFF10 + n for n in range(10)}),
            address.replace("1", "\u2460") if "1" in address else f"{a}.{b}.{c}", address,
        ]
    )  # fmt: skip


def numbers(chance: random.Random, _n: int) -> Case:
    """IPv4 in decimal, octal, hexadecimal, short and in other digits."""
    port = chance.choice(("", "", ":80", ":443"))
    return Case(
        "numbers", f"{chance.choice(('http', 'https'))}://{_written_oddly(_v4(chance), chance)}{port}/"
    )


def version_six(chance: random.Random, _n: int) -> Case:
    """IPv6 that is local, or carries another address."""
    written = chance.choice(INSIDE6)
    form = chance.choice(
        ("[{}]", "[{}]", "[{}]:80", "[{}%25lo]", "[{}%lo]", "{}", "[v1.{}]", "[[{}]]", "[{}].test")
    )
    return Case("version six", f"http://{form.format(written)}/")


def _inner(chance: random.Random) -> str:
    inside = _v4(chance)
    return chance.choice(
        [
            f"http://{inside}/", f"http://{_written_oddly(inside, chance)}/",
            f"http://[{chance.choice(INSIDE6)}]/",
            f"//{inside}/", f"http://{PUBLIC4}:{chance.choice(PORTS)}/", f"ftp://{PUBLIC4}/",
            "file:///etc/passwd",
            f"gopher://{inside}:6379/_x", f"http://a:b@{inside}/", f"http://good.test@{inside}/",
            "http://localhost/",
            f"http:\\\\{inside}\\", f"\thttp://{inside}/", "http://inner.test/", "https://inner.test/",
            "http://ours.test/",
            "http:", "http://", "//", f"http:/{inside}/", f"///{inside}/x", "data:text/html,x",
            f"http://{PUBLIC4}:0/",
        ]
    )  # fmt: skip


def redirects(chance: random.Random, n: int) -> Case:
    """Chains of one to six steps that end inside, of every kind, and pages that ask to be left."""
    steps, code = chance.randint(0, 5), chance.choice(KINDS)
    names = {"hop.test": [[PUBLIC4]], "inner.test": [[_v4(chance)]]}
    how = n % 6
    if how == 0:
        return Case(
            "redirects", f"http://hop.test/refresh/{quote(_inner(chance), safe='')}", names, "fetched"
        )
    if how == 1:
        return Case(
            "redirects", f"https://hop.test/go/{code}/{steps}/{quote('http://good.test/', safe='')}", names
        )
    if how == 2:
        return Case(
            "redirects", f"http://hop.test/go/{code}/{steps + 6}/{quote('http://good.test/', safe='')}", names
        )
    outcome = "either"  # some of these lead back to the page itself, or nowhere
    scheme = chance.choice(("http", "https"))
    return Case(
        "redirects", f"{scheme}://hop.test/go/{code}/{steps}/{quote(_inner(chance), safe='')}", names, outcome
    )


def rebinding(chance: random.Random, n: int) -> Case:
    """Names that lead outside when they are looked at, and inside when they are asked."""
    name = f"rebind-{n}.test"
    inside = chance.choice([*INSIDE4[:12], *(one for one in INSIDE6 if "." not in one)])
    answers = [
        [[PUBLIC4], [inside]], [[PUBLIC4, inside]], [[inside, PUBLIC4]], [[inside]], [[PUBLIC4, PUBLIC6, inside]],
        [[PUBLIC4], [PUBLIC4], [inside]], [[f"=deep-{n}.test"]], [[PUBLIC6], [inside]],
    ][n % 8]  # fmt: skip
    names = {name: answers, f"deep-{n}.test": [[inside]]}
    path = chance.choice(("/", "/go/302/2/" + quote(f"http://{name}/", safe="")))
    outcome = "either" if n % 8 in (0, 5, 7) else "refused"
    return Case("rebinding", f"http://{name}{path}", names, outcome)


def confusions(chance: random.Random, _n: int) -> Case:
    """Addresses that two readers read differently."""
    inside, good = _v4(chance), "good.test"
    written = chance.choice(
        [
            f"http://{good}@{inside}/", f"http://{inside}\\@{good}/", f"http://{good}\\@{inside}/",
            f"http://{good}:80\\@{inside}/",
            f"http://{good}#@{inside}/", f"http://{good}?@{inside}/", f"http://{inside}#{good}/",
            f"http://a@{inside}:80@{good}/",
            f"http://{good}%40{inside}/", f"http://{inside}%23.{good}/", f"http://{inside}\t.{good}/",
            f"ht\ttp://{inside}/",
            f"http://{good}\n@{inside}/", f"http://{inside}%00.{good}/", f"http://{good}:@{inside}/",
            f"http://:80@{inside}/",
            f"http:////{inside}/", f"http:{inside}/", f"http:/{inside}/", f"\\\\{inside}\\x",
            f"http://{good};@{inside}/",
            f"http://[{good}]/", f"http://{inside}:80:80/", f"http://{inside}:99999/", f"http://{inside}: 80/",
            f"http://{good}:80@{inside}:80/",
            f"http://{inside}\u2044.{good}/", f"http://{inside}\uff0f.{good}/",
            f"http://{inside}\uff20{good}/", f"http://{good}\u200b.{inside}/",
            f" \x00http://{inside}/", f"\u00a0http://{inside}/", f"http://{good}/\r\nHost: {inside}",
            f"http://{good} {inside}/",
            f"http://{inside}/@{good}", f"http://xn--{inside}/", f"http://{'a' * 64}.{good}/",
            f"http://{'a.' * 140}{good}/",
            f"http://..{good}/", f"http://{inside}..", "http://", "http:///", "", " ",
            f"http://{good}:{'9' * 400}/", f"http://{good}:-80/",
            f"http://{good}:+80/", f"http://{good}:\u0668\u0660/", f"http://{good}:8_0/",
            "http://\ud800.test/", f"http://{good}/\udfff",
        ]
    )  # fmt: skip
    return Case("confusions", written, outcome="either")


def schemes(chance: random.Random, n: int) -> Case:
    """Other schemes, unusual ports, and where clouds keep their keys."""
    host = chance.choice((PUBLIC4, "good.test", _v4(chance)))
    port = chance.choice(PORTS)
    if n % 3 == 0:
        return Case("schemes", METADATA[n // 3 % len(METADATA)])
    if n % 3 == 1:
        return Case("schemes", f"{chance.choice(('http', 'https'))}://{host}:{port}/")
    other = chance.choice(OTHER_SCHEMES)
    return Case(
        "schemes",
        chance.choice((f"{other}://{host}:{port}/x", f"{other}:{host}", f"{other}:http://{host}/!/x")),
    )


def insiders(chance: random.Random, n: int) -> Case:
    """Names that lead inside by any kind of record, and the site itself."""
    name = f"inside-{n}.test"
    inside = chance.choice((*INSIDE4, *(one for one in INSIDE6 if "." not in one)))
    kinds: list[Case] = [
        Case("insiders", f"http://{name}/", {name: [[inside]]}),
        Case("insiders", f"https://{name}/", {name: [[f"=also-{n}.test"]], f"also-{n}.test": [[inside]]}),
        Case("insiders", f"http://{name}./", {name: [[inside]]}),
        Case("insiders", f"http://{name.upper()}/", {name: [[PUBLIC4, inside]]}),
        Case(
            "insiders",
            f"http://{chance.choice(('ours.test', 'www.ours.test', 'OURS.test.', '93.184.216.77'))}/",
        ),
        Case("insiders", f"https://{name}/", {name: [[chance.choice(("93.184.216.77", inside))]]}),
        Case("insiders", f"http://{inside}.nip.test/", {f"{inside}.nip.test": [[inside]]}),
        Case("insiders", f"http://{name}/", {name: [[]]}),
    ]
    return kinds[n % len(kinds)]


BOMBS = (
    "zeros", "zeros-deflate", "zeros-twice", "members", "endless", "endless-chunked", "endless-tiny-chunks",
    "endless-headers",
    "long-header", "many-headers", "endless-status", "endless-continue", "chunk-size", "negative-length",
    "short", "no-gzip",
    "brotli", "broken-gzip", "slow-body", "slow-headers", "slow-chunk", "silent", "garbage", "long-location",
    "trailers",
    "two-lengths", "hang-up", "old-http",
)  # fmt: skip


def bombs(chance: random.Random, n: int) -> Case:
    """Answers without end, that unpack to far more, that drip, or that are none."""
    scheme = chance.choice(("http", "https"))
    return Case(
        "bombs", f"{scheme}://hop.test/bomb/{BOMBS[n % len(BOMBS)]}", {"hop.test": [[PUBLIC4]]}, "either"
    )


FAMILIES: dict[Making, int] = {
    numbers: 60, version_six: 50, redirects: 66, rebinding: 48, confusions: 66, schemes: 36, insiders: 40, bombs: 34,
}  # fmt: skip
WHOLE = sum(FAMILIES.values())


def cases(count: int = WHOLE, *, turn: int | None = None) -> list[Case]:
    """The four hundred, always the same; or a part of each family, another one every day (`turn`)."""
    turn = date.today().toordinal() if turn is None else turn
    found: list[Case] = []
    for making, number in FAMILIES.items():
        family = list(_of(making, number))
        some = max(1, round(number * count / WHOLE))
        found += [family[(turn * some + at) % number] for at in range(some)]
    return found


def _of(making: Making, number: int) -> Iterator[Case]:
    for n in range(number):
        yield making(random.Random(f"{making.__name__} {n}"), n)


def _good(address: str, **names: list[list[str]]) -> Case:
    return Case("good", address, {f"{name}.test": answers for name, answers in names.items()}, "fetched")


def good_ones() -> list[Case]:
    """Thirty addresses that have to work."""
    far = [[PUBLIC4]]
    leads = quote("http://good.test/there", safe="")
    return [
        *(_good(f"http://good.test{path}", good=far) for path in ("", "/", "/a?b=c#d", ":80/")),
        *(_good(f"https://good.test{path}", good=far) for path in ("", "/", "/a?b=c#d", ":443/x")),
        _good("HTTP://GOOD.Test./", good=far),
        *(_good(f"{scheme}://six.test/", six=[[PUBLIC6]]) for scheme in ("http", "https")),
        _good("http://both.test/", both=[[PUBLIC4, PUBLIC6]]),
        _good("https://alias.test/", alias=[["=good.test"]], good=far),
        *(_good(f"http://{PUBLIC4}/{n}") for n in range(2)),
        _good(f"https://{PUBLIC4}/"),
        *(_good(f"{scheme}://[{PUBLIC6}]/") for scheme in ("http", "https")),
        *(_good(f"http://hop.test/go/{code}/{n}/{leads}", hop=far, good=far) for n, code in enumerate(KINDS)),
        _good(f"http://hop.test/go/302/1/{quote('https://good.test/', safe='')}", hop=far, good=far),
        _good(f"http://hop.test/go/302/0/{quote('/relative/../page?x=é ü', safe='')}", hop=far),
        _good("http://zeitung-straße.test/größe/ä?ö=ü", **{"xn--zeitung-strae-mdb": far}),
        *(_good(f"http://hop.test/bomb/{kind}", hop=far) for kind in ("chunked", "gzip", "deflate")),
        _good("http://under_score.test/%7Euser/%zz?a=|{}^`", under_score=far),
    ]  # fmt: skip
