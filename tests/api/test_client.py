"""The Python client that is made from the description: it is typed, and talks to the product.

All of it is checked with `make stress PART=openapi`; on each push what a program uses of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import made_client

USE = '''
"""What a newsroom's program may look like."""

import sys

from attributed_claims import Client
from attributed_claims.api.changes import changes_retrieve
from attributed_claims.api.claims import claims_list, claims_retrieve
from attributed_claims.api.export import export_claims_ndjson_retrieve
from attributed_claims.models import ChangesShape, ClaimPageShape, DocumentShape, ProblemShape, SparseClaimPageShape
from attributed_claims.types import UNSET, Unset

with Client(base_url=sys.argv[1]) as client:
    page = claims_list.sync(client=client, status="rated", limit=2)
    assert isinstance(page, ClaimPageShape)
    first = page.results[0]
    assert first.verdict is not None
    print(len(page.results), first.speaker.name != "", first.verdict.rating != "", first.said.edtf != "")
    again = claims_retrieve.sync(first.id, client=client)
    assert isinstance(again, DocumentShape)
    assert again.to_dict() == first.to_dict()
    some = claims_list.sync(client=client, fields="statement")
    assert isinstance(some, SparseClaimPageShape), type(some)
    wrong = claims_list.sync_detailed(client=client, cursor="x")
    assert isinstance(wrong.parsed, ProblemShape)
    assert (int(wrong.status_code), wrong.parsed.type_) == (400, "/problems/bad-cursor")
    cursor: str | Unset = UNSET
    seen = 0
    while True:
        changes = changes_retrieve.sync(client=client, cursor=cursor, limit=2)
        assert isinstance(changes, ChangesShape)
        seen += len(changes.changes)
        cursor = changes.cursor
        if not changes.has_more:
            break
    print(seen)
    lines = export_claims_ndjson_retrieve.sync(client=client)
    assert isinstance(lines, str)
    print(len(lines.splitlines()))
'''


def test_the_made_client_is_typed_and_reads_what_the_product_says(answering: str, tmp_path: Path) -> None:
    made_client.make(tmp_path)
    whole = ["attributed_claims"] if "OPENAPI" in os.environ else []  # else what the program uses of it
    (tmp_path / "use.py").write_text(USE)
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *whole, "use.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    used = subprocess.run(
        [sys.executable, "use.py", answering],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert used.returncode == 0, used.stderr
    assert used.stdout.split("\n")[:3] == ["2 True True True", "5", "7"]
