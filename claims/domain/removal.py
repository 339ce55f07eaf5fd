"""Taking documents out of sight: who may ask and who may confirm, and how long a decision of one person stands alone.

Suppression is no step of `lifecycle.MOVES`: nobody takes it alone, and only one function of the database makes it.
From every state a confirmed case leads to “suppressed”, and nothing leads out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.domain.vocabulary import Role, State

REQUESTERS = (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
"""Who may ask that a claim be suppressed."""
CONFIRMERS = (Role.EDITOR, Role.ADMINISTRATOR)
"""Who may confirm or dismiss what somebody else asked for or did."""
WITHHOLDERS = (Role.EDITOR,)
"""Who may withhold at once, alone."""
SUPPRESSIBLE: frozenset[State] = frozenset(State) - {State.SUPPRESSED}
"""The states that a confirmed case leads out of: all but its own."""
ALONE = timedelta(hours=24)
"""How long a withholding may wait for a second person before it is shown as overdue. It stays withheld."""
PLACEHOLDER = "[suppressed]"
"""What stands in the place of a text that may not be empty."""
REDACTED = "█"
"""What stands in a captured text for each character that was taken out, so that all others keep their places."""


def overdue(*, withheld_at: datetime, confirmed: bool, now: datetime) -> bool:
    """Whether a second person should have looked by now."""
    return not confirmed and now - withheld_at > ALONE
