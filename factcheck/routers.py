"""Which alias does what: only the owner migrates; everything else is the app role."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Migrations run through the alias `owner` alone."""

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Whether tables may be made through this alias."""
        return db == "owner"

    def allow_relation(self, first: Any, second: Any, **_hints: Any) -> bool:
        """Rows read through either alias are of one database."""
        return True
