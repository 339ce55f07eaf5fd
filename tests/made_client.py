"""Makes the Python client of the API from the description that is kept with the code (`make client`)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = ROOT / "docs" / "openapi.json"
PACKAGE = "attributed_claims"
SETTINGS = {
    "package_name_override": PACKAGE,
    "project_name_override": "attributed-claims",
    "post_hooks": [],
    "literal_enums": True,
    "content_type_overrides": {
        "application/x-ndjson": "text/plain",
        "text/csv": "text/plain",
        "application/ld+json": "application/json",
        "application/problem+json": "application/json",
        "application/vnd.oai.openapi+json": "application/json",
    },
}


def _simple(description: Path) -> str:
    """The description as the generator reads it best: no key where none is needed, and files as files."""
    told = json.loads(description.read_text())
    for operation in (one for methods in told["paths"].values() for one in methods.values()):
        if {} in operation.get("security", []):
            del operation["security"]
        for answer in operation["responses"].values():
            schemas = [one["schema"] for one in answer.get("content", {}).values()]
            if any(one.get("format") == "binary" for one in schemas):
                answer["content"] = {"application/octet-stream": {"schema": schemas[0]}}
    return json.dumps(told)


def make(folder: Path, *, description: Path = DESCRIPTION) -> Path:
    """The package, made anew in this folder. Raises RuntimeError where something would be left out of it."""
    package = folder / PACKAGE
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        config = Path(place) / "settings.json"
        config.write_text(json.dumps(SETTINGS))
        simple = Path(place) / "openapi.json"
        simple.write_text(_simple(description))
        program = str(Path(sys.executable).parent / "openapi-python-client")
        given = ["--path", str(simple), "--config", str(config), "--output-path", str(package)]
        command = [program, "generate", "--meta", "none", "--overwrite", "--fail-on-warning", *given]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{done.stdout}\n{done.stderr}")
    (package / "py.typed").touch()
    return package


if __name__ == "__main__":
    made = make(Path(sys.argv[1]))
    print(f"The client is in {made}. With that folder's parent on the path, and httpx and attrs installed:")
    print("  from attributed_claims import Client")
    print("  from attributed_claims.api.claims import claims_list")
    print('  page = claims_list.sync(client=Client(base_url="http://127.0.0.1:8000"), status="rated")')
