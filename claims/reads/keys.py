"""Which newsroom a key is of, what it opens, and how much was asked with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from claims.domain.api_keys import Scope, read_key
from claims.domain.vocabulary import Role
from claims.models import ApiKey, ApiKeyUse, User

_FOUND = """
SELECT k.id, k.newsroom_id, k.digest, k.scopes, coalesce(u.count, 0), k.changed_by_id
FROM claims_apikey k
JOIN claims_newsroom n ON n.id = k.newsroom_id AND n.is_active
LEFT JOIN claims_apikeyuse u ON u.key_id = k.id AND u.day = %s
WHERE k.prefix = %s AND k.is_test = %s AND k.withdrawn_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that stands: of whom it is, what it opens, the requests of the day before this one, and who gave it."""

    id: int
    newsroom: int
    is_test: bool
    scopes: frozenset[str]
    used: int
    given_by: int
    prefix: str


def of(text: str, *, day: date) -> Key | None:
    """The key in a text; None when there is none such, it was revoked, or its newsroom is not active. One query."""
    given = read_key(text)
    if given is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [day, given.prefix, given.is_test])
        row = cursor.fetchone()
    if row is None or not given.opens(bytes(row[2])):
        return None
    return Key(row[0], row[1], given.is_test, frozenset(row[3]), row[4], row[5], given.prefix)


def without_giver(keys: Iterable[ApiKey]) -> set[int]:
    """Those of these keys that command no webhooks any more, because whoever gave them is no administrator now."""
    command = [one for one in keys if Scope.WEBHOOKS.value in one.scopes and not one.is_test]
    people = User.objects.in_bulk({one.changed_by_id for one in command})
    gone = {number for number, user in people.items() if Role.ADMINISTRATOR not in user.roles()}
    return {one.pk for one in command if one.changed_by_id in gone}


@dataclass(frozen=True, slots=True)
class Use:
    """What was asked with one key: by day, oldest first, without gaps."""

    key: ApiKey
    days: tuple[tuple[date, int], ...]

    @property
    def whole(self) -> int:
        """All requests of these days."""
        return sum(count for _, count in self.days)

    @property
    def told(self) -> str:
        """The same in words."""
        return f"{self.whole:,} request{'' if self.whole == 1 else 's'}"


def uses(keys: Iterable[ApiKey], *, until: date, days: int = 30) -> list[Use]:
    """The use of each of these keys on so many days up to and with `until`. One query."""
    found = list(keys)
    first = until - timedelta(days=days - 1)
    rows = ApiKeyUse.objects.filter(key__in=found, day__range=(first, until))
    counts = {(row.key_id, row.day): row.count for row in rows}
    span = [first + timedelta(days=number) for number in range(days)]
    return [Use(key, tuple((day, counts.get((key.pk, day), 0)) for day in span)) for key in found]
