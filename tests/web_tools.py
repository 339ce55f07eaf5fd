"""The files of the tools that check pages, and a command that fetches them; only tests use them.

`python -m tests.web_tools` fetches with npm what is missing. Tests never fetch.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("WEB_TOOLS_DIR") or ROOT / "var" / "web-tools")
LIST = Path(__file__).with_suffix(".json")
SECONDS = 300


class NotFetched(Exception):
    """A tool could not be had; says what to do."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One file of one version of an npm package."""

    name: str
    version: str
    integrity: str
    file: str


def tools() -> dict[str, Tool]:
    """The tools that are pinned, by name."""
    return {name: Tool(name, **pinned) for name, pinned in json.loads(LIST.read_text()).items()}


def path(name: str, cache: Path = CACHE) -> Path:
    """Where the file of a tool is, or will be once it is fetched; another version is another place."""
    tool = tools()[name]
    return cache / f"{tool.name}-{tool.version}" / Path(tool.file).name


def unpack(tarball: Path, tool: Tool, into: Path) -> None:
    """Puts the wanted file of a tarball at `into`, if the tarball is the one that is pinned."""
    digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if not hmac.compare_digest(digest, tool.integrity):
        raise NotFetched(
            f"{tool.name} {tool.version} is not what {LIST.name} pins and was thrown away: "
            f"expected {tool.integrity}, got {digest}. If the version was changed on purpose, "
            f"take its integrity from: npm view {tool.name}@{tool.version} dist.integrity"
        )
    with tarfile.open(tarball) as archive:
        try:
            content = archive.extractfile(f"package/{tool.file}")
        except KeyError:
            content = None
        if content is None:
            raise NotFetched(f"{tool.name} {tool.version} holds no file {tool.file}; mend {LIST.name}")
        into.parent.mkdir(parents=True, exist_ok=True)
        part = into.with_name(into.name + ".part")
        part.write_bytes(content.read())
    # Only a whole file gets the name that counts as fetched.
    part.replace(into)


def fetch(tool: Tool, into: Path) -> None:
    """Fetches one tool with npm, whose own settings say from where."""
    wanted = f"{tool.name}@{tool.version}"
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", wanted, "--ignore-scripts", "--silent", "--pack-destination", folder]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=SECONDS)
        except FileNotFoundError as missing:
            raise NotFetched(f"npm is needed to fetch {wanted}: install nodejs and npm") from missing
        except subprocess.TimeoutExpired as late:
            raise NotFetched(f"npm did not fetch {wanted} in {SECONDS} seconds; try again") from late
        except subprocess.CalledProcessError as failed:
            said = failed.stderr.strip() or f"it ended with {failed.returncode} and said nothing"
            raise NotFetched(f"npm could not fetch {wanted}; try: npm view {wanted}\n{said}") from failed
        tarballs = list(Path(folder).glob("*.tgz"))
        if len(tarballs) != 1:
            raise NotFetched(f"npm was to leave one tarball of {wanted} and left {len(tarballs)}; update npm")
        unpack(tarballs[0], tool, into)


def main() -> int:
    """Fetches what is missing and says what it does."""
    for tool in tools().values():
        place = path(tool.name)
        if place.is_file():
            print(f"{tool.name} {tool.version} is here.")
            continue
        print(f"Fetching {tool.name} {tool.version} ...", flush=True)
        try:
            fetch(tool, place)
        except NotFetched as refused:
            print(refused, file=sys.stderr)
            return 1
        print(f"  {place.stat().st_size // 1000:,} kB in {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
