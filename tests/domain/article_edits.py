"""Articles that are edited at random, with the true place of every sentence afterwards.

Sentences come from the fixture's own article and from a small grammar. Each edit says what it did: which sentence
went, moved, or says something else now. Whoever follows quotations through the edits is judged against that.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

NAMES = (
    "Rashid",
    "Karimov",
    "Ivanova",
    "Mas'ud",
    "O'Neill",
    "Öztürk",
    "Nguyen",
    "Al-Sayed",
    "Petrov",
    "Lindgren",
)
BODIES = ("the Interior Ministry", "a spokesman", "the Border Service", "the committee", "Human Rights Watch")
PLACES = ("Osh", "the Ferghana Valley", "Batken", "South Waziristan", "Tavildara", "Mazar-e Sharif")
VERBS = ("said", "told reporters", "reported", "announced", "denied", "estimated")
THINGS = ("fighters", "policemen", "villagers", "hostages", "trucks", "houses")
ENDS = ("in the mountains", "near the river", "after the raid", "at the border post", "during the night")
MARKED = re.compile(r"\d+(?:,\d+)?|\b[A-Z][a-z]+\b")


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it comes from: the `key` of an old one, or none when it is new."""

    text: str
    key: int | None
    harm: str = ""
    """“number”, “name”, “negation”, “plain”: which word of it is another one now."""
    at: int = -1
    """Where the change begins, in the old sentence."""
    like: int | None = None
    """The old sentence that it was made to look like."""


@dataclass
class Story:
    """An article as paragraphs of sentences, before and after edits."""

    old: list[list[Sentence]]
    new: list[list[Sentence]]
    random: random.Random
    typed: bool = False
    """Whether quotation marks and blanks were set in other type."""
    done: list[str] = field(default_factory=list)


def text(paragraphs: list[list[Sentence]]) -> tuple[str, list[tuple[Sentence, int]]]:
    """The text, and where each sentence begins in it."""
    whole, places = "", []
    for paragraph in paragraphs:
        whole += "\n" if whole else ""
        for number, sentence in enumerate(paragraph):
            whole += " " if number else ""
            places.append((sentence, len(whole)))
            whole += sentence.text
    return whole, places


@cache
def _of_the_fixture() -> list[str]:
    kept = json.loads(Path("fixtures/imu-2009/article.json").read_text(encoding="utf-8"))["passages"]
    sentences = [one for passage in kept for one in re.split(r"(?<=[.!?”\"])\s+", passage)]
    whole = re.compile(r"[A-Z“\"][^\n]*[.!?][”\"]?")
    return [one for one in sentences if len(re.findall(r"\w+", one)) >= 8 and whole.fullmatch(one)]


def _made(dice: random.Random) -> str:
    who = dice.choice(NAMES) if dice.random() < 0.5 else dice.choice(BODIES)
    number = dice.choice((str(dice.randrange(2, 900)), f"{dice.randrange(1, 90)},{dice.randrange(100, 999)}"))
    said = (
        f"{who} {dice.choice(VERBS)} that {number} {dice.choice(THINGS)} were seen in {dice.choice(PLACES)}"
    )
    made = f"{said} {dice.choice(ENDS)} on {dice.choice(('Monday', 'Tuesday', 'Friday'))}"
    if dice.random() < 0.3:
        made = f"“{made},” {dice.choice(NAMES)} added"
    return f"{made[0].upper()}{made[1:]}."


def story(seed: int) -> Story:
    """An article of 8 to 40 sentences, some of which may stand in it twice, and its edited version."""
    dice = random.Random(seed)
    pool = [*_of_the_fixture()]
    dice.shuffle(pool)
    texts: list[str] = []
    for _ in range(dice.randrange(8, 41)):
        texts.append(pool.pop() if pool and dice.random() < 0.4 else _made(dice))
    if dice.random() < 0.25:
        texts.insert(dice.randrange(len(texts)), dice.choice(texts))
    old: list[list[Sentence]] = [[]]
    for key, one in enumerate(texts):
        if old[-1] and dice.random() < 0.4:
            old.append([])
        old[-1].append(Sentence(one, key))
    made = Story(old, [list(one) for one in old], dice)
    for _ in range(dice.randrange(1, 8)):
        dice.choice(EDITS)(made)
    if dice.random() < 0.15:
        _set_otherwise(made)
    made.new = [one for one in made.new if one]
    _name_copies(made)
    return made


def _name_copies(made: Story) -> None:
    """A copy that stands where its original stood, or alone is left, is the original: nobody can tell otherwise."""
    for original in [one for paragraph in made.old for one in paragraph]:
        places = [(at, n) for at, paragraph in enumerate(made.new) for n in range(len(paragraph))]
        own = next((place for place in places if _at(made, place).key == original.key), None)
        is_there = own is not None and not _at(made, own).harm
        copies = [
            place
            for place in places
            if _at(made, place).key is None and plain(_at(made, place).text) == plain(original.text)
        ]
        at_home = [place for place in copies if is_at_home(made, original.key, places.index(place))]
        chosen = at_home[0] if at_home else copies[0] if len(copies) == 1 and own is None else None
        if chosen is None or (is_there and own and is_at_home(made, original.key, places.index(own))):
            continue
        named = replace(_at(made, chosen), key=original.key)
        if own is not None:
            made.new[own[0]][own[1]] = replace(_at(made, own), key=None, harm="", like=original.key)
        made.new[chosen[0]][chosen[1]] = named


def _at(made: Story, place: tuple[int, int]) -> Sentence:
    return made.new[place[0]][place[1]]


def is_at_home(made: Story, key: int | None, place: int) -> bool:
    """Whether nothing unharmed stands between this place and what stood on one side of the old sentence.

    A sentence that is there twice is no landmark.
    """
    earlier = [one for paragraph in made.old for one in paragraph]
    keys = [one.key for one in earlier]
    now = [one for paragraph in made.new for one in paragraph]
    twice = {words for words, n in (*_counted(earlier).items(), *_counted(now).items()) if n > 1}
    sound = {
        one.key: at
        for at, one in enumerate(now)
        if one.key not in (None, key) and not one.harm and plain(one.text) not in twice
    }
    home = keys.index(key)
    before = next((sound[one] for one in reversed(keys[:home]) if one in sound), -1)
    behind = next((sound[one] for one in keys[home + 1 :] if one in sound), len(now))
    between = set(sound.values())
    return (before < place and between.isdisjoint(range(before + 1, place))) or (
        place < behind and between.isdisjoint(range(place + 1, behind))
    )


def _counted(sentences: list[Sentence]) -> Counter[str]:
    return Counter(plain(one.text) for one in sentences)


def plain(words: str) -> str:
    """The words without regard to how they are set in type."""
    return words.translate(_TYPE)


_TYPE = str.maketrans("“”’–", '""\'-')


def _some(made: Story) -> tuple[int, int] | None:
    places = [(at, number) for at, paragraph in enumerate(made.new) for number in range(len(paragraph))]
    return made.random.choice(places) if places else None


def _put(made: Story, sentence: Sentence) -> None:
    if not made.new:
        made.new.append([])
    paragraph = made.random.choice(made.new)
    paragraph.insert(made.random.randrange(len(paragraph) + 1), sentence)


def _insert(made: Story) -> None:
    made.done.append("insert")
    _put(made, Sentence(_made(made.random), None))


def _delete(made: Story) -> None:
    if (place := _some(made)) is not None:
        made.done.append("delete")
        del made.new[place[0]][place[1]]


def _move(made: Story) -> None:
    if (place := _some(made)) is not None:
        made.done.append("move")
        _put(made, made.new[place[0]].pop(place[1]))


def _move_paragraph(made: Story) -> None:
    if len(made.new) > 1:
        made.done.append("move paragraph")
        paragraph = made.new.pop(made.random.randrange(len(made.new)))
        made.new.insert(made.random.randrange(len(made.new) + 1), paragraph)


def _harm(made: Story) -> None:
    if (place := _some(made)) is not None:
        was = made.new[place[0]][place[1]]
        if was.harm or was.key is None:
            return
        harmed = changed(was, made.random)
        made.done.append(f"harm {harmed.harm}")
        made.new[place[0]][place[1]] = harmed


def _look_alike(made: Story) -> None:
    """A sentence comes that differs in a number, a name or a negation from one that may be there or not."""
    if (place := _some(made)) is not None:
        was = made.new[place[0]][place[1]]
        if was.key is None or was.harm:
            return
        twin = changed(was, made.random, weighty=True)
        if made.random.random() < 0.5:
            made.done.append("delete for a look-alike")
            del made.new[place[0]][place[1]]
        made.done.append("look-alike")
        _put(made, Sentence(twin.text, None, like=was.key))


def _copy(made: Story) -> None:
    if (place := _some(made)) is not None:
        made.done.append("copy")
        _put(made, replace(made.new[place[0]][place[1]], key=None))


def _split_paragraph(made: Story) -> None:
    if (place := _some(made)) is not None and place[1]:
        made.done.append("split")
        paragraph = made.new[place[0]]
        made.new[place[0] : place[0] + 1] = [paragraph[: place[1]], paragraph[place[1] :]]


def _set_otherwise(made: Story) -> None:
    """Other quotation marks, dashes and blanks: no word changes, and no place."""
    made.typed = True
    made.new = [[replace(one, text=plain(one.text)) for one in paragraph] for paragraph in made.new]


def changed(was: Sentence, dice: random.Random, *, weighty: bool = False) -> Sentence:
    """The sentence with one number, one name, a negation or a plain word changed."""
    kinds = ["number", "name", "negation"] + ([] if weighty else ["plain"])
    dice.shuffle(kinds)
    for kind in kinds:
        found = _change(was.text, kind, dice)
        if found and found[0] != was.text:
            return replace(was, text=found[0], harm=kind, at=found[1])
    return replace(
        was, text=f"It is not true that {was.text[0].lower()}{was.text[1:]}", harm="negation", at=0
    )


def _change(words: str, kind: str, dice: random.Random) -> tuple[str, int] | None:
    if kind == "number" and (places := list(re.finditer(r"\d+(?:,\d+)?", words))):
        place = dice.choice(places)
        return f"{words[: place.start()]}{dice.randrange(901, 990)}{words[place.end() :]}", place.start()
    if kind == "name" and (
        places := [one for one in re.finditer(r"\b[A-Z][a-z]{3,}\b", words) if one.start()]
    ):
        place = dice.choice(places)
        return f"{words[: place.start()]}Zakirov{words[place.end() :]}", place.start()
    if kind == "negation" and (place := re.search(r"\b(?:were|was|is|are|has|had|did) ", words)):
        return f"{words[: place.end()]}not {words[place.end() :]}", place.end()
    if kind == "plain" and (
        places := list(re.finditer(r"\b(?:mountains|river|raid|post|fighters|group)\b", words))
    ):
        place = dice.choice(places)
        return f"{words[: place.start()]}{place[0]}side{words[place.end() :]}", place.start()
    return None


EDITS = (
    _insert, _delete, _move, _move_paragraph, _harm, _harm, _look_alike, _look_alike, _copy, _split_paragraph,
)  # fmt: skip
