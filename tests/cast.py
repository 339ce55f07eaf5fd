"""The fixed cast: people named by their role, so that each permission test reads like a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claims.actions import people
from claims.domain.vocabulary import Role
from claims.ingest import seed
from claims.models import Claim, User

FIXTURES = Path(__file__).resolve().parent / "folders" / "five-claims"
WHOLE = Path(__file__).resolve().parent.parent / "fixtures" / "imu-2009"
"""The folder of the demonstration: the whole article."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody there is."""

    extractor: User
    reviewer: User
    second_reviewer: User
    editor: User
    administrator: User
    machine: User
    passer_by: User


def assemble() -> Cast:
    """The cast, in the database."""
    roles = {
        "extractor": [Role.EXTRACTOR],
        "reviewer": [Role.REVIEWER],
        "second_reviewer": [Role.REVIEWER],
        "editor": [Role.EDITOR],
        "administrator": [Role.ADMINISTRATOR],
    }
    users = {name: people.account(name=name, roles=held, password="x") for name, held in roles.items()}
    return Cast(
        **users,
        machine=people.account(name="machine", roles=[], is_machine=True),
        passer_by=people.account(name="passer_by", roles=[]),
    )


def people_there() -> Cast:
    """The cast, where it is in the database already. One query."""
    found = {one.username: one for one in User.objects.filter(username__in=Cast.__slots__)}
    return Cast(**{name: found[name] for name in Cast.__slots__})


def load_seed(cast: Cast) -> int:
    """The five claims, through the real actions."""
    people_of = seed.Cast(
        extractor=cast.extractor,
        reviewer=cast.reviewer,
        second_reviewer=cast.second_reviewer,
        editor=cast.editor,
        machine=cast.machine,
    )
    return seed.load(FIXTURES, cast=people_of, say=lambda _line: None)


def rashid() -> Claim:
    """Rashid's “maybe four or five thousand”."""
    return Claim.objects.get(exact__contains="maybe four or five thousand")
