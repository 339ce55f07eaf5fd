"""The rules of a robots.txt (RFC 9309): the groups that are meant for us, and the longest rule that fits a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

_PRODUCT = re.compile("[A-Za-z_-]+")
_LINE = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
UNRESERVED = "-._~"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: a pattern with its length, and whether it allows. `pieces` are the texts between its stars."""

    allows: bool
    pieces: tuple[str, ...]
    to_the_end: bool
    length: int

    def fits(self, path: str) -> bool:
        """Whether the path begins as the pattern says: each piece is looked for where it first stands, once."""
        first, *rest = self.pieces
        if not path.startswith(first):
            return False
        at = len(first)
        if not rest:
            return not self.to_the_end or at == len(path)
        *middle, last = rest
        for piece in middle:
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        if self.to_the_end:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks of us. Without rules everything is allowed."""

    rules: tuple[Rule, ...] = ()

    def allow(self, path: str) -> bool:
        """Whether a path with its query may be asked for: the longest rule decides; of equal ones that which allows."""
        plain = _comparable(path)
        if plain.partition("?")[0] == "/robots.txt":
            return True
        fitting = [(rule.length, rule.allows) for rule in self.rules if rule.fits(plain)]
        return max(fitting)[1] if fitting else True


def parse(text: str, *, product: str) -> Rules:
    """The rules for this product: of all groups that name it, or else of those for everybody."""
    ours: list[Rule] = []
    everybodys: list[Rule] = []
    named = False
    for agents, rule in _groups(text):
        mine = product.lower() in agents
        named = named or mine
        if rule is not None:
            if mine:
                ours.append(rule)
            if "*" in agents:
                everybodys.append(rule)
    return Rules(tuple(ours if named else everybodys))


def _groups(text: str) -> Iterator[tuple[frozenset[str], Rule | None]]:
    """Each rule with the names that its group is for; None for a group as such, which may have no rule."""
    agents: frozenset[str] = frozenset()
    naming = False
    for key, value in _lines(text):
        if key == "user-agent":
            agents = (agents if naming else frozenset()) | {_agent(value)}
            naming = True
            yield agents, None
        elif key in ("allow", "disallow"):
            naming = False
            if value:
                yield agents, _rule(key == "allow", value)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in _LINE.split(text):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _agent(value: str) -> str:
    if value.startswith("*"):
        return "*"
    found = _PRODUCT.match(value)
    return found.group().lower() if found else ""


def _rule(allows: bool, pattern: str) -> Rule:
    to_the_end = pattern.endswith("$")
    plain = _comparable(pattern.removesuffix("$"))
    return Rule(allows, tuple(re.split(r"\*+", plain)), to_the_end, len(plain.encode()) + to_the_end)


def _comparable(path: str) -> str:
    """The path with one way of writing each character: percent signs only where they are needed, in capitals."""
    return "".join(
        _character(part) if part.startswith("%") else quote(part, safe="!#$%&'()*+,/:;=?@[]~")
        for part in re.split("(%[0-9A-Fa-f]{2})", _ESCAPE.sub("%25", path))
    )


def _character(escape: str) -> str:
    character = unquote_to_bytes(escape).decode("latin-1")
    return (
        character
        if character.isascii() and (character.isalnum() or character in UNRESERVED)
        else escape.upper()
    )
