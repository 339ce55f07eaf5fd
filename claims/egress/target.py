"""An address as it will be asked: read strictly, once, so that no two readers can differ about where it leads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from claims.domain.errors import NotFetched, Why
from claims.domain.text import shown

LENGTH = 8_000
DEFAULT_PORTS = {"http": 80, "https": 443}
NAMES_INSIDE = (
    "localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "home.arpa",
    "consul", "svc", "default", "onion", "invalid",
)  # fmt: skip
"""Endings of names that never lead to the public internet."""

_NEVER = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"\u2028\u2029\ud800-\udfff]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile("[0-9]+|0[xX][0-9a-fA-F]*")
_QUAD = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_UNQUOTED = re.compile('[ "<>]')
_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to ask for what. ``host`` is a name in lower-case ASCII or a numeric address, without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_numeric(self) -> bool:
        """Whether the host is an address already, so that nobody has to be asked for one."""
        return ":" in self.host or bool(_QUAD.fullmatch(self.host))

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address and in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


def read(address: str, *, ports: Collection[int] = (80, 443)) -> Target:
    """The address, ready to be asked. Raises NotFetched with the rule that it breaks."""
    text = address.strip(" ")
    if len(text) > LENGTH:
        raise _refused(
            text, f"is {len(text):,} characters long; at most {LENGTH:,} are possible", Why.ADDRESS
        )
    if found := _NEVER.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise _refused(
            text, f"has a character that no address has ({code} at {found.start()}); take it out", Why.ADDRESS
        )
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise _refused(text, "cannot be read as an address", Why.ADDRESS) from error
    if parts.scheme not in DEFAULT_PORTS or not text[len(parts.scheme) :].startswith("://"):
        raise _refused(text, "is not asked, because it does not begin with http:// or https://", Why.SCHEME)
    if "@" in parts.netloc:
        raise _refused(
            text, "is not asked, because it holds a user name or password before the host", Why.CREDENTIALS
        )
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    host, port = _host_and_port(text, parts.netloc, parts.scheme)
    if port not in ports:
        listed = " and ".join(str(one) for one in sorted(ports))
        raise _refused(text, f"names port {port}; only {listed} are asked", Why.PORT)
    return Target(parts.scheme, host, port, _quoted(path + query))


def follow(target: Target, location: str, *, ports: Collection[int] = (80, 443)) -> Target:
    """Where a redirect leads. Raises NotFetched if it may not be asked, or gives up encryption."""
    text = _UNQUOTED.sub(lambda found: quote(found.group()), _as_written(location).strip(" \t"))
    try:
        joined = urljoin(str(target), text)
    except ValueError as error:
        raise _refused(location, "cannot be read as an address", Why.ADDRESS) from error
    found = read(joined, ports=ports)
    if target.scheme == "https" and found.scheme == "http":
        raise NotFetched(
            f"{shown(str(target), limit=200)} leads from https to {shown(str(found), limit=200)} without encryption; "
            "that is not followed. If that page is meant, give its own address.",
            why=Why.DOWNGRADE,
        )
    return found


def _host_and_port(text: str, netloc: str, scheme: str) -> tuple[str, int]:
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::([0-9]*))?", netloc)
    named = re.fullmatch(r"([^:\[\]]*)(?::([0-9]*))?", netloc)
    if not (found := bracketed or named):
        raise _refused(text, "has a host that cannot be read", Why.ADDRESS)
    digits = found.group(2) or ""
    if len(digits) > 5:
        raise _refused(text, "names a port that does not exist", Why.PORT)
    host = _numeric_v6(text, found.group(1)) if bracketed else _name(text, found.group(1))
    return host, int(digits) if digits else DEFAULT_PORTS[scheme]


def _numeric_v6(text: str, inside: str) -> str:
    try:
        if not inside.isascii() or "%" in inside:
            raise AddressValueError
        return str(IPv6Address(inside))
    except AddressValueError as error:
        raise _refused(text, "has a number in brackets that is no IPv6 address", Why.ADDRESS) from error


def _name(text: str, written: str) -> str:
    """A name in ASCII, or an IPv4 address in its one usual form; every other way to write a number is refused."""
    labels = [_ascii(text, label) for label in written.removesuffix(".").lower().split(".")]
    host = ".".join(labels)
    if _NUMBER.fullmatch(labels[-1]):
        if not _QUAD.fullmatch(host):
            raise _refused(
                text, "has a number as its host that is not written as 203.0.113.7 is", Why.NOT_PUBLIC
            )
        try:
            return str(IPv4Address(host))
        except AddressValueError as error:
            raise _refused(text, "has a number as its host that is no IPv4 address", Why.ADDRESS) from error
    if len(host) > 253:
        raise _refused(text, "has a host that is too long", Why.ADDRESS)
    if len(labels) < 2 or any(f".{host}".endswith(f".{name}") for name in NAMES_INSIDE):
        raise _refused(text, "has a host that is a name of inner networks", Why.NOT_PUBLIC)
    return host


def _ascii(text: str, label: str) -> str:
    """A part of a name as name servers know it. Letters that readers would see as others are refused."""
    if not label.isascii():
        itself = unicodedata.normalize("NFKC", label) == label
        if not itself or not all(unicodedata.category(one)[0] in "LMN" or one == "-" for one in label):
            raise _refused(text, "has a host with characters that no host name has", Why.ADDRESS)
        label = f"xn--{label.encode('punycode').decode('ascii')}"
    if not _LABEL.fullmatch(label):
        raise _refused(text, "has a host that cannot be read", Why.ADDRESS)
    return label


def _quoted(text: str) -> str:
    """Path and query with everything beyond ASCII, and every lone percent sign, as percent signs and digits."""
    return quote(_ESCAPE.sub("%25", text), safe="!#$%&'()*+,/:;=?@[]~")


def _as_written(location: str) -> str:
    """Headers arrive as bytes read one by one; servers that send UTF-8 meant UTF-8."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _refused(text: str, what: str, why: Why) -> NotFetched:
    return NotFetched(f"The address {shown(text, limit=200)} {what}.", why=why)
