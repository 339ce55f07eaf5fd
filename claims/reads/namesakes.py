"""Speakers of published documents by names that are like one that is sought. Nothing here reads live rows.

Whom no document names any more, and whose name was taken out of sight, is nobody here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from claims.domain.name_likeness import begins, telling
from claims.domain.removal import PLACEHOLDER, REDACTED
from claims.domain.wanted import tokens
from claims.models import PublishedSpeaker
from claims.reads import library, search

LOOKED_AT = 50
"""As many speakers are weighed for one name, those with most of its words."""

MOST_WORDS = 12
"""As many words of one name are looked up; what has more is hardly a name, and each costs a look at all spellings."""

Row = tuple[str, str, str]
"""Id, name and kind."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Everybody whom a published document lets speak, by name."""

    rows: tuple[Row, ...]
    holding: dict[str, list[int]]

    def near(self, names: Iterable[str], *, kinds: Iterable[str]) -> dict[str, list[Row]]:
        """For each name those of these kinds who share words with it, also mistyped ones. One query at most."""
        names, allowed = list(dict.fromkeys(names)), set(kinds)
        words = {name: telling(name)[:MOST_WORDS] for name in names}
        meant = search.meant({word for some in words.values() for word in some})
        found: dict[str, list[Row]] = {}
        for name in names:
            shared: Counter[int] = Counter()
            for word in words[name]:
                for place in {at for one in (word, *meant.get(word, ())) for at in self.holding.get(one, ())}:
                    shared[place] += self.rows[place][2] in allowed
            found[name] = [self.rows[place] for place, count in shared.most_common(LOOKED_AT) if count]
        return found

    def beginning(self, prefix: str) -> list[Row]:
        """Those in whose names the words of the prefix begin words, in alphabetical order."""
        return [row for row in self.rows if begins(prefix, row[1])]


def speakers() -> Speakers:
    """All of them, in alphabetical order. One query; 10,000 take some 50 ms."""
    rows = tuple(
        PublishedSpeaker.objects.exclude(name="")
        .order_by("name", "public_id")
        .values_list("public_id", "name", "kind")
    )
    holding: dict[str, list[int]] = defaultdict(list)
    for place, (_, name, _) in enumerate(rows):
        for word in _words(name):
            holding[word].append(place)
    return Speakers(rows, dict(holding))


def described(ids: Iterable[str]) -> dict[str, library.Thing]:
    """What documents say of these speakers, of those who may be named, by id."""
    return {one.public_id: one for one in library.of_ids("speaker", ids) if _may_be_named(one)}


def _may_be_named(one: library.Thing) -> bool:
    name = str(one.value.get("name", ""))
    return name not in ("", PLACEHOLDER) and REDACTED not in f"{name} {one.value.get('disambiguation')}"


@lru_cache(maxsize=50_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(tokens(name))
