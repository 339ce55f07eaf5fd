"""What an address gives, fetched within limits and from nowhere but the public internet; and what is sent to one.

A name is resolved once; every address behind it is looked at; the connection goes to one of exactly these. Each
redirect begins all that again. Text of the page itself (such as a refresh that it asks for) leads nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claims.domain.errors import NotFetched, Why
from claims.domain.text import shown
from claims.egress import ranges
from claims.egress.bounds import Bounds
from claims.egress.decoding import ACCEPTED
from claims.egress.target import Target, follow, read
from claims.egress.ways import LIMITS, POSTING, WAYS, Limits, Ways
from claims.egress.wire import Answer, Question, ask

__all__ = [
    "LIMITS",
    "POSTING",
    "WAYS",
    "Fetched",
    "Hop",
    "Limits",
    "Posted",
    "Ways",
    "fetch",
    "look_at",
    "post",
]

TRIED = 4
"""How many addresses behind one name are tried when they do not answer."""

Consent = Callable[[Target], None]


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way: what was asked, what it answered, and who was connected to."""

    address: str
    status: int
    numeric: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, whatever its status: 404 and 500 are answers, too.

    ``raw`` is what was sent, after chunks were joined and before anything was unpacked; ``body`` is unpacked.
    ``charset`` and ``media_type`` are in lower case as the server said them, or "". ``hops`` ends with the address that
    answered.
    """

    asked: str
    address: str
    status: int
    reason: str
    version: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    hops: tuple[Hop, ...]

    def header(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def media_type(self) -> str:
        """Such as “text/html”."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """Such as “utf-8”."""
        for parameter in self.header("content-type").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").lower()
        return ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a receiver answered, whatever its status, and who was connected to. What it wrote beside is not kept."""

    status: int
    headers: tuple[tuple[str, str], ...]
    numeric: str

    def header(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def fetch(
    address: str, *, limits: Limits = LIMITS, ways: Ways = WAYS, consent: Consent | None = None
) -> Fetched:
    """What the address gives. Raises NotFetched with the rule or the failure.

    ``consent`` is asked before each address on the way and may raise NotFetched itself, as robots.txt does.
    """
    until = time.monotonic() + limits.total
    target = read(address, ports=ways.ports)
    hops: list[Hop] = []
    while True:
        _not_ourselves(target, ways)
        if consent:
            consent(target)
        question = Question("GET", _headers(ways))
        answer, numeric = _answer(target, question, until=until, limits=limits, ways=ways)
        hops.append(Hop(str(target), answer.status, numeric))
        if not answer.location:
            return _fetched(address, target, answer, hops)
        if len(hops) > limits.redirects:
            raise NotFetched(
                f"{shown(address, limit=200)} leads on more than {limits.redirects} times; that is not followed.",
                why=Why.REDIRECTS,
            )
        target = follow(target, answer.location, ports=ways.ports)


def look_at(address: str, *, ways: Ways = WAYS) -> Target:
    """The address as it will be asked, by the rules that can be told without asking a name server.

    Raises NotFetched with the rule that it breaks.
    """
    target = read(address, ports=ways.ports)
    _not_ourselves(target, ways)
    if target.is_numeric:
        _refuse_inside(target, target.host, ways)
    return target


def post(
    address: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    limits: Limits = POSTING,
    ways: Ways = WAYS,
) -> Posted:
    """What the receiver at an address answers to a body of JSON. Raises NotFetched with the rule or the failure.

    It is sent to that address and to no other: a redirect is an answer like any other, and is not followed. What is
    written behind the headers is not read, so that nothing of it makes a success a failure.
    """
    until = time.monotonic() + limits.total
    target = read(address, ports=ways.ports)
    _not_ourselves(target, ways)
    ours = {"User-Agent": ways.agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    sent = {**headers, **ours, "Content-Type": "application/json"}
    question = Question("POST", sent, body, status_alone=True)
    answer, numeric = _answer(target, question, until=until, limits=limits, ways=ways)
    return Posted(answer.status, answer.headers, numeric)


def _headers(ways: Ways) -> dict[str, str]:
    return {
        "User-Agent": ways.agent,
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding": ACCEPTED,
        "Connection": "close",
    }


def _answer(
    target: Target, question: Question, *, until: float, limits: Limits, ways: Ways
) -> tuple[Answer, str]:
    """The answer of the first address behind the name that can be connected to, and that address."""
    bounds = Bounds(limits, until=until)
    addresses = _checked(target, bounds, ways)[:TRIED]
    for tried, numeric in enumerate(addresses, start=1):
        last = tried == len(addresses)
        try:
            reply = ask(
                target,
                numeric,
                question,
                bounds=bounds,
                limits=limits,
                ways=ways,
                patience=1.0 if last else 0.5,
            )
        except NotFetched as error:
            if last or error.why != Why.UNREACHABLE:
                raise
        else:
            return reply, numeric
    raise NotFetched(f"There is no address behind {shown(target.host)}.", why=Why.NO_SUCH_NAME)


def _checked(target: Target, bounds: Bounds, ways: Ways) -> Sequence[str]:
    """Every address behind the host. One that may not be asked makes the whole name refused."""
    found = [target.host] if target.is_numeric else ways.resolve(target.host, target.port, bounds.left())
    for numeric in found:
        _refuse_inside(target, numeric, ways)
    return found


def _refuse_inside(target: Target, numeric: str, ways: Ways) -> None:
    if refusal := ranges.refusal(numeric, also=ways.also):
        leads = "" if target.is_numeric else f" leads to {numeric}, which"
        raise NotFetched(
            f"{target.host}{leads} {refusal}. Only addresses of the public internet are asked.",
            why=Why.NOT_PUBLIC,
        )
    if numeric in ways.own:
        raise _ourselves(target)


def _not_ourselves(target: Target, ways: Ways) -> None:
    if any(
        target.host == one.removeprefix(".") or (one[:1] == "." and target.host.endswith(one))
        for one in ways.own
    ):
        raise _ourselves(target)


def _ourselves(target: Target) -> NotFetched:
    return NotFetched(
        f"{target.host} is this site itself, which does not fetch its own pages.", why=Why.OURSELVES
    )


def _fetched(asked: str, target: Target, answer: Answer, hops: list[Hop]) -> Fetched:
    return Fetched(
        asked=asked,
        address=str(target),
        status=answer.status,
        reason=answer.reason,
        version=answer.version,
        headers=answer.headers,
        raw=answer.raw,
        body=answer.body,
        hops=tuple(hops),
    )
