"""How much may come back, and how long it may take: exact bounds, and what happens at answers without end."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from claims.domain.errors import NotFetched, Why
from claims.egress.client import LIMITS, fetch
from tests.egress.answering import BOMBS
from tests.egress.origin import Bytes, reply, serving

ROOT = Path(__file__).resolve().parents[2]
GZIP = "Content-Encoding: gzip\r\n"
SMALL = replace(LIMITS, raw=2_500, decoded=3_000, headers=16_384, redirects=2, first_byte=0.4, total=1.0)


def _packed(length: int) -> bytes:
    return gzip.compress(bytes(length))


def _incompressible(length: int) -> bytes:
    """A gzip file of exactly this length."""
    return gzip.compress(b"", 0).ljust(length, b"\0")


_EMPTY = gzip.compress(b"")
ANSWERS: dict[str, tuple[Callable[[], Bytes], str]] = {
    "as long as it may be": (lambda: reply(b"x" * 2_500), "2500"),
    "one byte longer": (lambda: reply(b"x" * 2_501), Why.TOO_LARGE),
    "as long as it may be, no length given": (lambda: reply(b"x" * 2_500, length=False), "2500"),
    "one byte longer, no length given": (lambda: reply(b"x" * 2_501, length=False), Why.TOO_LARGE),
    "unpacks to as much as it may": (lambda: reply(_packed(3_000), headers=GZIP), "3000"),
    "unpacks to one byte more": (lambda: reply(_packed(3_001), headers=GZIP), Why.TOO_LARGE),
    "unpacks to one byte more, in two parts": (
        lambda: reply(_packed(2_000) + _packed(1_001), headers=GZIP), Why.TOO_LARGE,
    ),
    "in two parts": (lambda: reply(_packed(2_000) + _packed(1_000), headers=GZIP), "3000"),
    "in a hundred parts": (lambda: reply(_EMPTY * 100, headers=GZIP), "0"),
    "in one part more": (lambda: reply(_EMPTY * 101, headers=GZIP), Why.ENCODING),
    "packed bytes one too long": (lambda: reply(_incompressible(2_501), headers=GZIP), Why.TOO_LARGE),
    "with rubbish behind": (lambda: reply(_packed(5) + b"\0" * 20, headers=GZIP), "5"),
    "nothing at all, said to be packed": (lambda: reply(b"", headers=GZIP), "0"),
    "cut off": (lambda: reply(_packed(900)[:-1], headers=GZIP), Why.BROKEN),
    "deflate with its header": (
        lambda: reply(zlib.compress(b"x" * 99), headers="Content-Encoding: deflate\r\n"), "99",
    ),
    "deflate without it": (
        lambda: reply(zlib.compress(b"x" * 99, wbits=-15), headers="Content-Encoding: deflate\r\n"), "99",
    ),
    "identity said": (lambda: reply(b"x" * 7, headers="Content-Encoding: identity\r\n"), "7"),
    "no body": (lambda: reply(status="204 No Content"), "0"),
    "headers that are too long": (
        lambda: reply(b"x", headers="".join(f"X-{n}: {'x' * 900}\r\n" for n in range(20))), Why.TOO_LARGE,
    ),
    "slow to begin": (lambda: _late(0.8), Why.SLOW),
    "slow to go on": (lambda: _dripping(0.3), Why.SLOW),
    "slow, and in time": (lambda: _late(0.1), "2"),
    "hangs up": (lambda: [b""], Why.BROKEN),
    "an answer of its own kind": (lambda: reply(b"gone", status="410 Gone"), "4"),
}  # fmt: skip


def _late(pause: float) -> Iterator[bytes]:
    time.sleep(pause)
    yield from reply(b"ok")


def _dripping(pause: float) -> Iterator[bytes]:
    for byte in reply(b"x" * 2_500)[0]:
        yield bytes([byte])
        time.sleep(pause if byte == ord("x") else 0)


def _path(name: str) -> str:
    return "/" + name.replace(" ", "-")


def test_answers_are_taken_up_to_the_bound_and_refused_beyond() -> None:
    by_path = {_path(name): answer for name, (answer, _) in ANSWERS.items()}
    came: dict[str, str] = {}
    with serving(lambda path: by_path[path]()) as origin:
        for name in ANSWERS:
            try:
                came[name] = str(
                    len(fetch(origin.address(_path(name)), limits=SMALL, ways=origin.ways()).body)
                )
            except NotFetched as error:
                came[name] = error.why
    assert came == {name: due for name, (_, due) in ANSWERS.items()}


def test_as_many_redirects_as_may_be_and_not_one_more() -> None:
    def leads(path: str) -> Bytes:
        steps = int(path[1:])
        return reply(status="302 Found", headers=f"Location: /{steps - 1}\r\n") if steps else reply(b"there")

    with serving(leads) as origin:
        found = fetch(origin.address("/2"), limits=SMALL, ways=origin.ways())
        assert [hop.address for hop in found.hops] == [origin.address(f"/{n}") for n in (2, 1, 0)]
        with pytest.raises(NotFetched, match="leads on more than 2 times") as refused:
            fetch(origin.address("/3"), limits=SMALL, ways=origin.ways())
        assert len(origin.asked) == 6
    assert refused.value.why == Why.REDIRECTS


def test_an_answer_may_be_cut_where_it_gets_too_long() -> None:
    cut = replace(SMALL, cut=True)
    with serving(
        lambda path: reply(_packed(5_000), headers=GZIP) if path == "/packed" else reply(b"x" * 5_000)
    ) as origin:
        assert fetch(origin.address("/"), limits=cut, ways=origin.ways()).body == b"x" * 2_500
        assert fetch(origin.address("/packed"), limits=cut, ways=origin.ways()).body == bytes(3_000)


HEAVY: dict[str, str] = {
    "fifty-million": "fetched 50000000",
    "twenty-million": "fetched 20000000",
    "billion": Why.TOO_LARGE,
    "endless": Why.TOO_LARGE,
    "endless-chunked": Why.TOO_LARGE,
    "endless-tiny-chunks": Why.TOO_LARGE,
    "endless-headers": Why.BROKEN,
    "many-headers": Why.BROKEN,
    "long-header": Why.BROKEN,
    "endless-continue": Why.TOO_LARGE,
    "slow-headers": Why.SLOW,
}


def test_answers_without_end_take_bounded_memory_and_time() -> None:
    """With the usual limits, in a process of its own: 20 and 50 MB are taken, and nothing grows by more than 150 MB."""
    fifty = gzip.compress(bytes(50_000_000), 1)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    billion = b"\x1f\x8b\x08" + bytes(6) + b"\xff" + block * 1_000

    def answering(path: str) -> Bytes:
        if path == "/fifty-million":
            return reply(fifty, headers=GZIP)
        if path == "/billion":
            return reply(billion, headers=GZIP)
        return reply(b"x" * 20_000_000) if path == "/twenty-million" else BOMBS[path[1:]]()

    with serving(answering) as origin:
        done = subprocess.run(
            [sys.executable, "-m", "tests.egress.heavy", origin.address(), str(origin.port), *HEAVY],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    assert {kind: came for kind, (came, _, _) in found.items()} == HEAVY
    assert max(grown for _, grown, _ in found.values()) <= 150, found
    assert max(seconds for *_, seconds in found.values()) < 30, found
    print(found)
