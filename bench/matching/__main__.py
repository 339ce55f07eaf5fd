"""How well matching does on the project's own set: words alone, and words with meaning.

python -m bench.matching          figures beside those that are stored, and how fast it was
python -m bench.matching keep     the same, then writes figures.json
python -m bench.matching speed    how fast it is, the model on one core
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("figures.json")


def main(what: str = "") -> int:
    """Lays the set out in a database of its own, asks, prints."""
    with tempfile.TemporaryDirectory(prefix="factcheck-matching-") as folder:
        Path(folder).chmod(0o755)
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="tests.settings", DEBUG="0")
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("DATABASE_OWNER_URL", None)
        from factcheck import database

        try:
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", database="owner", verbosity=0)
            return compare(what)
        finally:
            database.stop()


def compare(what: str) -> int:
    """Figures now and then, and how fast it is."""
    if what == "speed":
        from bench.matching import speed

        speed.measure()
        return 0
    score(keep=what == "keep")
    return subprocess.call([sys.executable, "-m", "bench.matching", "speed"])  # with the model on one core


def score(*, keep: bool) -> None:
    """Figures now and those that are stored."""
    from bench.matching import figures

    now: dict[str, Any] = {}
    for name, model in figures.ways():
        start = time.perf_counter()
        now[name] = figures.measured(model)
        print(f"{name:18s} " + "  ".join(f"{key} {value:.4f}" for key, value in now[name].items()), end="")
        print(f"   {time.perf_counter() - start:.0f} s")
    last = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    for name, kept in last.items():
        print(f"  stored {name:10s} " + "  ".join(f"{key} {value:.4f}" for key, value in kept.items()))
    if keep:
        FIGURES.write_text(
            json.dumps(
                {name: {k: round(v, 4) for k, v in kept.items()} for name, kept in now.items()}, indent=1
            )
            + "\n"
        )


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["keep"], ["speed"]):
        raise SystemExit(__doc__)
    raise SystemExit(main(*sys.argv[1:]))
