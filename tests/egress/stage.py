"""A whole internet on one loopback device, in a network namespace of its own, and three who watch it.

    unshare -rnm python -m tests.egress.stage CASES.json REPORT.json [naive | posting]

Every IPv4 and IPv6 address is local there. On each port that a case names somebody listens, and answers only as one of
`PUBLIC`; a connection to anything else is noted (first watcher). Every packet on the device is read (second), and the
fetching process runs under strace (third). A name server answers as the cases say.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.egress.answering import answer
from tests.egress.hostile import PORTS, PUBLIC, PUBLIC4, RESOLVER
from tests.egress.papers import papers

LISTENED = (80, 443, *PORTS, 6380)
ENDS_HERE = "tests.egress.asks"


class Stage:
    """The servers, and what the watchers saw."""

    def __init__(self, names: dict[str, list[list[str]]], folder: Path) -> None:
        self.names = names
        self.asked: Counter[str] = Counter()
        self.reached: set[str] = set()
        self.packets: set[str] = set()
        self.authorities, chain = papers(folder, names=names)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(chain)
        self.tls.sni_callback = lambda wrapped, name, _context: setattr(wrapped, "asked_for", name)

    def open(self) -> None:
        """Everybody listens from now on."""
        watching = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))  # type: ignore[attr-defined]
        watching.bind(("lo", 0))
        watching.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024 * 1024)
        _beside(self._watch, watching)
        questions = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        questions.bind((RESOLVER, 53))
        _beside(self._resolve, questions)
        for port in LISTENED:
            for family, anywhere in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
                listening = socket.socket(family, socket.SOCK_STREAM)
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                listening.bind((anywhere, port))
                listening.listen(200)
                _beside(self._accept, listening)

    def _watch(self, device: socket.socket) -> None:
        """Notes where each first packet of a connection, and each datagram, goes."""
        while True:
            packet, (_, protocol, kind, *_) = device.recvfrom(128)
            if kind == 4:  # each packet is seen as it leaves and as it arrives
                continue
            if protocol == 0x0800:
                size, inner, to = (
                    (packet[0] & 15) * 4,
                    packet[9],
                    socket.inet_ntop(socket.AF_INET, packet[16:20]),
                )
            elif protocol == 0x86DD:
                size, inner, to = 40, packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40])
            else:
                continue
            port = struct.unpack("!H", packet[size + 2 : size + 4])[0]
            if inner == 6 and packet[size + 13] & 0x12 == 0x02:
                self.packets.add(f"TCP {to} {port}")
            elif inner == 17:
                source = struct.unpack("!H", packet[size : size + 2])[0]
                if source != 53:  # not an answer
                    self.packets.add(f"UDP {to} {port}")

    def _accept(self, listening: socket.socket) -> None:
        while True:
            caller, _ = listening.accept()
            _beside(self._serve, caller)

    def _serve(self, caller: socket.socket) -> None:
        to, port = caller.getsockname()[:2]
        if to not in PUBLIC or port not in (80, 443):
            self.reached.add(f"{to} {port}")
            caller.close()
            return
        caller.settimeout(20)
        try:
            if port == 443:
                caller = self.tls.wrap_socket(caller, server_side=True)
            answer(caller, getattr(caller, "asked_for", None))
        except (OSError, ValueError):
            pass
        finally:
            caller.close()

    def _resolve(self, questions: socket.socket) -> None:
        while True:
            question, asker = questions.recvfrom(2_000)
            questions.sendto(self._answered(question), asker)

    def _answered(self, question: bytes) -> bytes:
        """One answer of the name server: A, AAAA or CNAME records as the cases say, at their turn."""
        labels, at = [], 12
        while size := question[at]:
            labels.append(question[at + 1 : at + 1 + size].decode("latin-1"))
            at += size + 1
        name, kind = ".".join(labels).lower(), question[at + 2]
        asked = question[12 : at + 5]
        records = []
        for text in self._at_its_turn(name, kind):
            if text.startswith("="):
                data = b"".join(bytes([len(one)]) + one.encode() for one in text[1:].split(".")) + b"\0"
                records.append(b"\xc0\x0c" + struct.pack("!HHIH", 5, 1, 0, len(data)) + data)
                alias = b"\xc0" + bytes([12 + len(asked) + 12])
                records += [_record(alias, kind, one) for one in self._at_its_turn(text[1:], kind)]
            else:
                records.append(_record(b"\xc0\x0c", kind, text))
        records = [one for one in records if one]
        return question[:2] + struct.pack("!HHHHH", 0x8180, 1, len(records), 0, 0) + asked + b"".join(records)

    def _at_its_turn(self, name: str, kind: int) -> list[str]:
        turns = self.names.get(name)
        self.asked[f"{name} {kind}"] += 1
        if not turns:
            return []
        return turns[min(self.asked[f"{name} {kind}"], len(turns)) - 1]


def _record(name: bytes, kind: int, text: str) -> bytes:
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    if kind != (28 if family == socket.AF_INET6 else 1):
        return b""
    data = socket.inet_pton(family, text)
    return name + struct.pack("!HHIH", kind, 1, 0, len(data)) + data


def _beside(work: Any, *given: Any) -> None:
    threading.Thread(target=work, args=given, daemon=True).start()


def build_world(folder: Path) -> None:
    """Every address is on the loopback device, and names are asked of our server."""
    for command in (
        "ip link set lo up",
        f"ip addr add {PUBLIC4}/32 dev lo",
        "ip route add local default dev lo",
        "ip -6 route add local default dev lo",
    ):
        subprocess.run(command.split(), check=True)
    (folder / "resolv.conf").write_text(
        f"nameserver {RESOLVER}\noptions timeout:1 attempts:1\nsearch corp.test\n"
    )
    subprocess.run(
        ["mount", "--bind", folder / "resolv.conf", Path("/etc/resolv.conf").resolve()], check=True
    )


_GIVEN = re.compile(r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")
_CONNECTED = re.compile(r"->\[?([0-9a-f.:]+?)\]?:(\d+)\]>")


def calls(trace: str) -> set[str]:
    """Where the process connected streams to, and where it sent anything, as strace saw it.

    A datagram socket that is connected sends nothing yet: getaddrinfo sorts its answers that way.
    """
    found = set()
    for line in trace.splitlines():
        kind = "TCP" if "<TCP" in line else "UDP"
        sends = "send" in line.split("(")[0]
        if given := _GIVEN.search(line):
            if sends or kind == "TCP":
                found.add(f"{kind} {given.group(2)} {given.group(1)}")
        elif sends and (connected := _CONNECTED.search(line)):
            found.add(f"{kind} {connected.group(1)} {connected.group(2)}")
    return found


def main(cases: str, report: str, *how: str) -> None:
    """Runs it."""
    given = json.loads(Path(cases).read_text())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_world(folder)
        stage = Stage(given["names"], folder)
        stage.open()
        (folder / "addresses.json").write_text(json.dumps(given["addresses"]))
        watching = [
            "strace",
            "-f",
            "-qq",
            "-yy",
            "--seccomp-bpf",
            "-e",
            "trace=connect,sendto,sendmsg,sendmmsg",
        ]
        command = [
            sys.executable,
            "-m",
            ENDS_HERE,
            folder / "addresses.json",
            folder / "outcomes.json",
            stage.authorities,
            *how,
        ]
        began = time.monotonic()
        traced = "naive" not in how
        subprocess.run([*watching, "-o", folder / "trace", *command] if traced else command, check=True)
        time.sleep(0.2)
        seen = {
            "outcomes": json.loads((folder / "outcomes.json").read_text()),
            "reached": sorted(stage.reached),
            "packets": sorted(stage.packets),
            "names": sorted({one.split(" ")[0] for one in stage.asked}),
            "calls": sorted(calls((folder / "trace").read_text())) if traced else [],
            "seconds": round(time.monotonic() - began, 1),
        }
        Path(report).write_text(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
