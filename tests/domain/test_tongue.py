"""Words of ours: English by themselves, in the site's language where there is one, and English again where sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from claims.domain import tongue
from claims.domain.tongue import (
    as_written,
    gettext,
    gettext_lazy,
    ngettext,
    npgettext,
    pgettext,
    pgettext_lazy,
)


class Loud(tongue.English):
    """A language of capitals."""

    def gettext(self, message: str, /) -> str:
        """The message in capitals."""
        return message.upper()

    def pgettext(self, context: str, message: str, /) -> str:
        """The message in capitals behind its context."""
        return f"{context}: {message.upper()}"


@pytest.fixture
def loud() -> Iterator[None]:
    """A site that speaks in capitals."""
    before = tongue._site
    tongue.speak_through(Loud())
    yield
    tongue.speak_through(before)


def test_without_a_translator_everything_is_as_it_is_written() -> None:
    with as_written():
        assert gettext("a word") == "a word"
        assert pgettext("here", "a word") == "a word"
        assert [ngettext("one", "more", number) for number in (0, 1, 2)] == ["more", "one", "more"]
        assert [npgettext("here", "one", "more", number) for number in (0, 1, 2)] == ["more", "one", "more"]


def test_with_one_words_are_in_the_language_of_the_site(loud: None) -> None:
    assert gettext("a word") == "A WORD"
    assert pgettext("here", "a word") == "here: A WORD"


def test_a_word_of_a_table_is_translated_when_it_is_asked_for(loud: None) -> None:
    table = {"plain": gettext_lazy("a word"), "apart": pgettext_lazy("here", "a word")}
    assert [str(one) for one in table.values()] == ["A WORD", "here: A WORD"]
    assert f"{table['plain']}, {table['apart']}" == "A WORD, here: A WORD"
    message = "%(word)s"
    assert message % {"word": table["plain"]} == "A WORD"
    with as_written():
        assert [str(one) for one in table.values()] == ["a word", "a word"]


def test_what_is_as_written_ends_where_it_ends_also_within_another_and_after_a_failure(loud: None) -> None:
    with as_written():
        with as_written():
            assert gettext("a word") == "a word"
        assert gettext("a word") == "a word"
    with pytest.raises(ValueError, match="a word"), as_written():
        raise ValueError(gettext("a word"))
    assert gettext("a word") == "A WORD"


def test_a_function_can_be_as_written(loud: None) -> None:
    @as_written()
    def said() -> str:
        return gettext("a word")

    assert [said(), said(), gettext("a word")] == ["a word", "a word", "A WORD"]
