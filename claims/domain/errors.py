"""The one family of errors: each says what was tried and what would be allowed.

Every edge (admin, API, commands) translates this family once; nothing else reaches a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field's name, or "" for the whole, and what would be right."""

    field: str
    message: str


class DomainError(Exception):
    """Something that was asked cannot be done. ``problems`` says why, field by field."""

    code = "refused"

    def __init__(self, message: str, *, field: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems: tuple[Problem, ...] = tuple(problems) or (Problem(field, message),)


class InvalidValue(DomainError):
    """A value that cannot be stored; names the field and what would be right."""

    code = "invalid"


class NotAllowed(DomainError):
    """This person may not do this; says who may."""

    code = "not-allowed"


class WrongState(DomainError):
    """The claim's state does not permit this move; names the moves that it does permit."""

    code = "wrong-state"


class NotFound(DomainError):
    """There is no such thing."""

    code = "not-found"


class Why(StrEnum):
    """Why nothing was fetched: a rule of ours, or what went wrong on the way."""

    ADDRESS = "address"
    SCHEME = "scheme"
    PORT = "port"
    CREDENTIALS = "credentials"
    NOT_PUBLIC = "not-public"
    OURSELVES = "ourselves"
    DOWNGRADE = "downgrade"
    REDIRECTS = "redirects"
    ROBOTS = "robots"
    TOO_LARGE = "too-large"
    ENCODING = "encoding"
    CERTIFICATE = "certificate"
    NO_SUCH_NAME = "no-such-name"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BROKEN = "broken"
    UNASKED_ROBOTS = "unasked-robots"


MAY_PASS = frozenset({Why.NO_SUCH_NAME, Why.UNREACHABLE, Why.SLOW, Why.BROKEN, Why.UNASKED_ROBOTS})
"""What may be otherwise in an hour, so that trying again is right."""


class NotFetched(DomainError):
    """Nothing came from an address. ``why`` names the reason, ``again`` whether trying later may help."""

    code = "not-fetched"

    def __init__(self, message: str, *, why: Why, field: str = "address") -> None:
        super().__init__(message, field=field)
        self.why = why

    @property
    def again(self) -> bool:
        """Whether the same may succeed later."""
        return self.why in MAY_PASS


class NotKept(DomainError):
    """What came could not be put into the archive, so that nothing may rest on it."""

    code = "not-kept"


class Damaged(DomainError):
    """What the archive holds is not what was put there; says what differs."""

    code = "damaged"


class DraftChanged(DomainError):
    """The draft is no longer what was approved; names the fields that differ."""

    code = "draft-changed"


class LogUnavailable(DomainError):
    """The log cannot be written under these circumstances (for example the isolation level)."""

    code = "log-unavailable"


class Busy(DomainError):
    """Somebody else is saving the same at this moment; trying again is right."""

    code = "busy"


class TooManyRequests(DomainError):
    """More came in a while than is taken; `wait` says in how many seconds to try again."""

    code = "too-many-requests"

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class BadCursor(DomainError):
    """A feed cursor that is not ours, not for this filter, or from the future; says where to resync."""

    code = "bad-cursor"


class StaleSave(DomainError):
    """Somebody else saved first. Carries both versions so that nobody's text is lost."""

    code = "stale"

    def __init__(
        self,
        *,
        read: int,
        current: int,
        yours: Mapping[str, object],
        theirs: Mapping[str, object],
    ) -> None:
        super().__init__(
            f"This record was changed while you were editing: you read revision {read}, "
            f"it is now at revision {current}. Compare both versions, then save again.",
            field="rev",
        )
        self.read = read
        self.current = current
        self.yours = dict(yours)
        self.theirs = dict(theirs)
