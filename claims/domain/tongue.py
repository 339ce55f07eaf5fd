"""Words of ours in the language of the site, for rooms that know nothing of Django.

The functions are called as Django's are, so that `makemessages` finds what they are given, and ask whatever translates
for the site (`speak_through`). Without it, and within `as_written`, everything is English as it stands in the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol


class Translator(Protocol):
    """What translates: Django's `django.utils.translation`, or nothing."""

    def gettext(self, message: str, /) -> str:
        """A message in the language of the site."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The same for a number of things."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The same for a message that means other things elsewhere."""

    def npgettext(self, context: str, singular: str, plural: str, number: int, /) -> str:
        """The same for a number of things."""


class English:
    """Translates nothing."""

    def gettext(self, message: str, /) -> str:
        """The message."""
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The form for this number in English."""
        return singular if number == 1 else plural

    def pgettext(self, _context: str, message: str, /) -> str:
        """The message."""
        return message

    def npgettext(self, _context: str, singular: str, plural: str, number: int, /) -> str:
        """The form for this number in English."""
        return self.ngettext(singular, plural, number)


ENGLISH: Translator = English()
_site: Translator = ENGLISH
_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


def speak_through(translator: Translator) -> None:
    """From now on messages are in the language that this translator speaks. Said once, when the site starts."""
    global _site  # noqa: PLW0603 - a process has one site, and learns of it once
    _site = translator


@contextmanager
def as_written() -> Iterator[None]:
    """Messages are English in here: for what is sealed, stored, or read by programs."""
    before = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(before)


def _now() -> Translator:
    return ENGLISH if _as_written.get() else _site


def gettext(message: str) -> str:
    """A message in the language of the site."""
    return _now().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a message for this number."""
    return _now().ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """A message that means other things elsewhere; the context tells translators what it means here."""
    return _now().pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """The form of such a message for this number."""
    return _now().npgettext(context, singular, plural, number)


@dataclass(frozen=True, slots=True)
class Later:
    """A message in a table: `str` gives it in the language of the site at that moment."""

    message: str
    context: str = ""

    def __str__(self) -> str:
        return pgettext(self.context, self.message) if self.context else gettext(self.message)


def gettext_lazy(message: str) -> Later:
    """A message for a table that is made before anybody asks for its words."""
    return Later(message)


def pgettext_lazy(context: str, message: str) -> Later:
    """The same with a context."""
    return Later(message, context)
