"""No address, name or answer leads the client inside: seen by listeners, by packets and by system calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.egress.hostile import PUBLIC, RESOLVER, WHOLE, Case, cases, good_ones

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("HOSTILE", "40"))
ALLOWED = {f"TCP {one} {port}" for one in PUBLIC for port in (80, 443)} | {f"UDP {RESOLVER} 53"}


def staged(some: Sequence[Case], folder: Path, *how: str) -> dict[str, Any]:
    """What came of the cases in a namespace of their own, and what the watchers saw."""
    given = {
        "addresses": [case.address for case in some],
        "names": {name: turns for case in some for name, turns in case.names.items()},
    }
    (folder / "cases.json").write_text(json.dumps(given))
    inside = ["unshare", "-rnm", sys.executable, "-m", "tests.egress.stage"]
    done = subprocess.run(
        [*inside, folder / "cases.json", folder / "report.json", *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare failed" in done.stderr and not os.environ.get("CI"):
        pytest.skip("not run: needs namespaces for users")
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return seen


@pytest.mark.needs_strace
@pytest.mark.needs_ip
@pytest.mark.parametrize("how", [(), ("posting",)], ids=["the fetcher", "webhooks"])
def test_no_hostile_address_is_connected_to_and_good_ones_work(tmp_path: Path, how: tuple[str, ...]) -> None:
    """Both clients: what is fetched, and what is sent, which is never sent on to where a redirect leads."""
    some = [*cases(COUNT), *good_ones()]
    seen = staged(some, tmp_path, *how)
    assert seen["reached"] == [], "listeners"
    assert set(seen["packets"]) <= ALLOWED, "packets"
    assert set(seen["calls"]) <= ALLOWED, "system calls"
    assert set(seen["calls"]) == set(seen["packets"]), "two who watch see the same"
    assert [name for name in seen["names"] if not name.endswith(".test")] == [], (
        "names of inner networks are not asked"
    )
    assert [name for name in seen["names"] if name.endswith(("corp.test", "ours.test"))] == [], (
        "nor with an ending added"
    )
    came = [(case, what, said) for case, (what, said) in zip(some, seen["outcomes"], strict=True)]
    assert [(case.address, said) for case, what, said in came if what == "crashed"] == []
    assert [
        (case.address, said)
        for case, what, said in came
        if case.outcome == "fetched"
        and what != ("redirected" if how and "/go/" in case.address else "fetched")
    ] == []
    assert [
        (case.address, said) for case, what, said in came if case.outcome == "refused" and what == "fetched"
    ] == []
    print(f"{len(some)} addresses in {seen['seconds']} seconds; connected to: {', '.join(seen['packets'])}")


@pytest.mark.needs_ip
def test_a_fetcher_that_looks_first_and_then_asks_again_is_led_inside(tmp_path: Path) -> None:
    """The watchers see it: a name that moves between two questions, and a redirect."""
    for family, number in (("rebinding", 8), ("redirects", 30)):
        some = [case for case in cases(WHOLE) if case.family == family][:number]
        assert staged(some, tmp_path, "naive")["reached"] != [], family
