"""What a suppression of a name would black out, and what it would leave: for the people who decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from claims.domain.errors import InvalidValue
from claims.domain.removal import PLACEHOLDER, folded, words_of_a_name
from claims.models import Claim, History, Speaker, SuppressionCase, User

EMPTIED = """
WITH pattern AS (SELECT claims_words_pattern(%s) AS it)
SELECT p.public_id, p.number, false FROM claims_publication p, pattern WHERE claims_holds(p.document, pattern.it)
UNION SELECT p.public_id, p.number, true FROM claims_withhelddocument w
  JOIN claims_publication p ON p.id = w.publication_id, pattern WHERE claims_holds(w.document, pattern.it)
ORDER BY 1, 2
"""


NAMESAKES = """
SELECT s.name, s.disambiguation FROM claims_speaker s
WHERE s.id IS DISTINCT FROM %s AND claims_holds(s.name || s.aliases, claims_words_pattern(%s)) ORDER BY 1, 2 LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """Rows that hold the words, by what the desk calls them; public documents that would be empty; words that stay."""

    places: tuple[tuple[str, int], ...]
    documents: tuple[tuple[str, int, bool], ...]
    """Public id, number, and whether it is withheld now."""
    longer: tuple[str, ...]
    """Longer words in which the words of the name also stand."""
    namesakes: tuple[str, ...]
    """Other speakers in whose names a word stands."""


def reach(words: Sequence[str], *, speaker: int | None = None) -> Reach:
    """What the words would take away, and what not."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT "table", number FROM claims_places(%s)', [list(words)])
        places = tuple((_called(table, number), number) for table, number in cursor.fetchall())
        cursor.execute(EMPTIED, [list(words)])
        documents = tuple(cursor.fetchall())
        cursor.execute("SELECT word FROM claims_longer_words(%s)", [list(words)])
        longer = tuple(word for (word,) in cursor.fetchall())
        cursor.execute(NAMESAKES, [speaker, list(words)])
        namesakes = tuple(f"{name} ({told})" if told else name for name, told in cursor.fetchall())
    return Reach(places, documents, longer, namesakes)


def _called(table: str, number: int) -> str:
    models: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models()}
    meta = models[table]._meta
    return str(meta.verbose_name if number == 1 else meta.verbose_name_plural)


def known_as(about: Speaker | User) -> list[str]:
    """The names by which a speaker or an account is or was known, as far as they can be told from other words."""
    if isinstance(about, Speaker):
        found = [about.name, *about.aliases, *_earlier(about, "name"), *_earlier(about, "aliases")]
    else:
        whole = f"{about.first_name} {about.last_name}".strip()
        found = [about.username, whole, about.last_name, about.email, *_earlier(about, "username")]
    kept: list[str] = []
    found += [one.replace("ß", "ss") for one in found if "ß" in one]
    for one in dict.fromkeys(found):
        try:
            kept += [word for word in words_of_a_name([one]) if word != PLACEHOLDER and "█" not in word]
        except InvalidValue:
            continue
    return list({folded(word): word for word in reversed(kept)}.values())[::-1]


def _earlier(row: Speaker | User, column: str) -> list[str]:
    entries = History.objects.filter(table=row._meta.db_table, row=str(row.pk)).order_by("-id")
    found: list[Any] = []
    for old, new in entries.values_list("old", "new"):
        for values in (new, old):
            value = (values or {}).get(column, [])
            found += value if isinstance(value, list) else [value]
    return [str(one) for one in found]


def claims_after(case: SuppressionCase) -> list[Claim]:
    """The claims that want a look since a name was blacked out: what is public of them is behind."""
    if case.done_at is None or case.claim_id is not None:
        return []
    touched = Claim.objects.filter(
        contributions__what="had a name blacked out",
        contributions__user=case.requested_by_id,
        contributions__at__gte=case.done_at,
        behind_since__isnull=False,
    )
    return list(touched.distinct().order_by("id")[:200])
