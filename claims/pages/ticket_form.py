"""The forms for readers' tickets as their templates need them: what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from claims.domain.errors import Problem
from claims.domain.text import LIMITS
from claims.domain.vocabulary import TicketKind

TRAP = "website"
"""The field that people do not see; programs that fill in everything give themselves away."""

Field = tuple[str | Promise, str | Promise, int, int]
"""What a field is called, what to write there, how many characters it takes, and its rows."""

KINDS = {
    TicketKind.ERROR.value: (
        gettext_lazy("Report an error"),
        gettext_lazy("A name, a date, a figure, a quotation or a link is wrong."),
    ),
    TicketKind.DISPUTE.value: (
        gettext_lazy("Dispute this"),
        gettext_lazy("The facts are not as the rating or its evidence says."),
    ),
}
"""What a reader can send about a claim: its name and what it means."""

OF_A_CLAIM: Mapping[str, Field] = {
    "kind": (gettext_lazy("What do you send?"), "", 0, 0),
    "passage": (
        gettext_lazy("Which words is it about?"),
        gettext_lazy("Copy them from the page, if you can. At most %(limit)s characters."),
        LIMITS["passage"],
        3,
    ),
    "text": (
        gettext_lazy("What is wrong, and how do you know?"),
        gettext_lazy(
            "Name a source if there is one: a document or an address. At most %(limit)s characters."
        ),
        LIMITS["ticket"],
        8,
    ),
}
OF_A_REQUEST: Mapping[str, Field] = {
    "passage": (
        gettext_lazy("Where was it said?"),
        gettext_lazy("An address, or where and when you read or heard it. At most %(limit)s characters."),
        LIMITS["passage"],
        3,
    ),
    "text": (
        gettext_lazy("What should we check?"),
        gettext_lazy(
            "The statement as closely as you can give it, and who made it. At most %(limit)s characters."
        ),
        LIMITS["ticket"],
        8,
    ),
}
CONTACT: Field = (
    gettext_lazy("How can we reach you?"),
    gettext_lazy(
        "For example an e-mail address, if we may ask back. Erased after 180 days, never published. "
        "At most %(limit)s characters."
    ),
    LIMITS["contact"],
    1,
)


@dataclass(frozen=True, slots=True)
class Input:
    """One field: its label and hint, what was typed, the error if there is one."""

    name: str
    label: str
    hint: str
    rows: int
    value: str
    error: str

    @property
    def required(self) -> bool:
        """Whether it must be filled in."""
        return self.name in ("text", "kind")

    @property
    def described_by(self) -> str:
        """The ids of the texts that describe it, the error first."""
        return " ".join([f"{self.name}-error"] * bool(self.error) + [f"{self.name}-hint"] * bool(self.hint))


@dataclass(frozen=True, slots=True)
class Form:
    """All fields by name, and every problem as (field or “”, words)."""

    inputs: Mapping[str, Input]
    problems: tuple[tuple[str, str], ...]


def filled(fields: Mapping[str, Field], values: Mapping[str, str], problems: Iterable[Problem] = ()) -> Form:
    """The form with what was typed, and each problem in words that name the fields as they are labelled."""
    labelled = {**fields, "contact": CONTACT}
    said: dict[str, str] = {}
    for problem in problems:
        name = problem.field if problem.field in labelled else ""
        words = problem.message.replace(f"“{name}”", f"“{labelled[name][0]}”", 1) if name else problem.message
        said.setdefault(name, words)
    inputs = {
        name: Input(
            name,
            str(label),
            str(hint) % {"limit": f"{limit:,}"},
            rows,
            values.get(name, ""),
            said.get(name, ""),
        )
        for name, (label, hint, limit, rows) in labelled.items()
    }
    return Form(inputs, tuple(said.items()))
