"""The trail that the demonstration's files tell, as plain values: no database."""

from __future__ import annotations

import json
from collections import defaultdict

from claims.domain.independence import Trail
from tests.cast import WHOLE


def whole_trail() -> Trail:
    """Every source and party of the dossier, by the keys of the files."""
    sources = json.loads((WHOLE / "sources.json").read_text(encoding="utf-8"))
    parties = json.loads((WHOLE / "parties.json").read_text(encoding="utf-8"))["speakers"]
    derived: dict[str, set[str]] = defaultdict(set)
    origins: dict[str, set[str]] = defaultdict(set)
    unsure: set[str] = set()
    for step in sources["derivations"]:
        if step["basis"] != "stated":
            unsure.add(step["source"])
        elif "from" in step:
            derived[step["source"]].add(step["from"])
        else:
            origins[step["source"]].add(step["origin"])
    return Trail(
        derived={source: frozenset(others) for source, others in derived.items()},
        origins={source: frozenset(found) for source, found in origins.items()},
        unsure=frozenset(unsure),
        institutions={key: item["institution"] for key, item in parties.items() if "institution" in item},
        void=frozenset(key for key, item in sources["sources"].items() if item["kind"] == "encyclopedia"),
    )
