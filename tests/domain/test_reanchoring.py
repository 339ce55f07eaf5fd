"""A quotation is found again where it truly stands, or a person is asked: never in a sentence that looks like it."""

from __future__ import annotations

import os
import random
import re
from collections import Counter

import pytest

from claims.domain.anchors import GAP
from claims.domain.reanchoring import Change, Followed, follow
from claims.domain.spans import Span
from claims.domain.vocabulary import SpanRole
from claims.domain.whereabouts import Whereabouts
from tests.domain.article_edits import Sentence, Story, is_at_home, plain, story, text
from tests.effort import coming_to_an_end

EDITED = int(os.environ.get("ANCHORS", "500"))
KEPT = (Whereabouts.SAME, Whereabouts.MOVED)
UNSURE = (Whereabouts.AMBIGUOUS, Whereabouts.GONE)
FIRST = "The committee met on Monday in the old town hall of Osh."
SAID = "The ministry said that 40 people were killed near the border."
LAST = "Nobody else has confirmed what happened there so far."


class Judge:
    """What is known of an edited article, and whether an answer about one of its sentences is true."""

    def __init__(self, made: Story) -> None:
        self.made = made
        self.old, self.before = text(made.old)
        self.new, self.after = text(made.new)
        self.now = {one.key: (one, at) for one, at in self.after if one.key is not None}
        self.counts = [Counter(plain(one.text) for one, _ in places) for places in (self.before, self.after)]

    def has_twins(self, sentence: Sentence) -> bool:
        """Whether the very sentence stands twice in one of the texts."""
        return any(counted[plain(sentence.text)] > 1 for counted in self.counts)

    def is_pushed_aside(self, sentence: Sentence) -> bool:
        """Whether it has other sentences on both sides, and one that looks like it stands in its old place."""
        places = [one for one, _ in self.after]
        like = [at for at, one in enumerate(places) if one.like == sentence.key]
        return any(is_at_home(self.made, sentence.key, at) for at in like) and all(
            side[0] != side[1]
            for side in zip(*map(self._beside, (self.before, self.after), [sentence] * 2), strict=True)
        )

    @staticmethod
    def _beside(places: list[tuple[Sentence, int]], sentence: Sentence) -> tuple[object, object]:
        at = next(number for number, (one, _) in enumerate(places) if one.key == sentence.key)
        sides = (places[number][0] if 0 <= number < len(places) else None for number in (at - 1, at + 1))
        before, behind = ("end" if one is None else one.key if not one.harm else "changed" for one in sides)
        return before, behind

    def wrong(self, sentence: Sentence, part: tuple[int, int], found: Followed) -> str:
        """What is wrong about the answer, or nothing."""
        there, at = self.now.get(sentence.key, (None, 0))
        if there is None:
            return self._of_what_went(sentence, found)
        if found.outcome is Whereabouts.ALTERED:
            return "" if at <= (found.start or 0) < at + len(there.text) else "altered in another sentence"
        if found.outcome in KEPT:
            if there.harm:
                return "kept, though something else is said now"
            words = plain(sentence.text[slice(*part)])
            is_there = at <= (found.start or 0) < at + len(there.text) and plain(found.now) == words
            is_exact = (found.start, found.end) == (at + part[0], at + part[1])
            return "" if is_there and is_exact else "kept at another place"
        if there.harm or self.has_twins(sentence) or self.is_pushed_aside(sentence):
            return ""
        return "lost, though nothing happened to it"

    def _of_what_went(self, sentence: Sentence, found: Followed) -> str:
        if found.outcome in UNSURE:
            return ""
        if found.outcome in KEPT:
            return "kept, though it went"
        number = max(number for number, (_, at) in enumerate(self.after) if at <= (found.start or 0))
        return (
            ""
            if is_at_home(self.made, sentence.key, number)
            else "taken for a sentence that stands elsewhere"
        )


def test_edited_articles_are_followed_to_the_true_places_only() -> None:
    """Random edits whose truth is known: no claim is attached to a wrong place, and none that is unharmed is lost."""
    wrong: list[str] = []
    tally: Counter[str] = Counter()
    unharmed = twins = sure = 0
    for seed in range(EDITED):
        judge = Judge(story(seed))
        change, dice = Change(judge.old, judge.new), random.Random(seed)
        for sentence, at in judge.before:
            part = _part(sentence.text, dice)
            found = change.follow(start=at + part[0], end=at + part[1])
            if problem := judge.wrong(sentence, part, found):
                wrong.append(f"{problem}: story {seed} {judge.made.done}, {sentence}, {part}, {found}")
            tally[found.outcome.value] += 1
            if sentence.key in judge.now and not judge.now[sentence.key][0].harm:
                unharmed += 1
                twins += judge.has_twins(sentence)
                sure += found.outcome in KEPT
    print(f"{EDITED} articles, {dict(tally)}; unharmed {unharmed}, of them kept {sure}, with twins {twins}")
    assert not wrong, "\n".join(wrong[:5])
    assert set(tally) == {one.value for one in Whereabouts}
    assert sure > 0.98 * unharmed  # the rest has a twin that stands beside it


def _part(words: str, dice: random.Random) -> tuple[int, int]:
    """The whole sentence, or five words of it and more."""
    found = list(re.finditer(r"\S+", words))
    if dice.random() < 0.5 or len(found) < 7:
        return 0, len(words)
    first = dice.randrange(len(found) - 5)
    last = dice.randrange(first + 5, len(found) + 1)
    return found[first].start(), found[last - 1].end()


def followed(new: str, quoted: str = SAID, *, old: str = "", **options: bool) -> Followed:
    """What became of the words in the new text."""
    was = old or f"{FIRST} {SAID}\n{LAST}"
    start = was.index(quoted)
    return follow(was, new, start=start, end=start + len(quoted), **options)


def look_alike(was: str, now: str) -> str:
    """The sentence with something else in it."""
    assert was in SAID
    return SAID.replace(was, now)


@pytest.mark.parametrize(
    ("new", "outcome"),
    [
        (f"{FIRST} {SAID}\n{LAST} More came later that day.", Whereabouts.SAME),
        (f"News.\n{FIRST} {SAID}\n{LAST}", Whereabouts.MOVED),
        (f"{LAST}\n{FIRST}\n{SAID}", Whereabouts.MOVED),
        (f"{FIRST} The ministry said that\n40 people were killed near the border. {LAST}", Whereabouts.MOVED),
        (f"{FIRST} {look_alike('40', '41')}\n{LAST}", Whereabouts.ALTERED),
        (f"{FIRST} {look_alike('40', '40,000')}\n{LAST}", Whereabouts.ALTERED),
        (f"{FIRST} {look_alike('were', 'were not')}\n{LAST}", Whereabouts.ALTERED),
        (f"{FIRST} {look_alike('people', 'people [soldiers]')}\n{LAST}", Whereabouts.ALTERED),
        (f"{FIRST} {LAST}", Whereabouts.GONE),
        (f"{FIRST} {LAST} {look_alike('40', '41')}", Whereabouts.AMBIGUOUS),
        (f"{FIRST} {SAID} {SAID}\n{LAST}", Whereabouts.AMBIGUOUS),
        (f"{FIRST} {look_alike('40', '41')} {look_alike('40', '42')}\n{LAST}", Whereabouts.AMBIGUOUS),
        (f"{FIRST} Nobody believes this: {SAID}\n{LAST}", Whereabouts.ALTERED),
        ("", Whereabouts.GONE),
        ("Another text about something else altogether.", Whereabouts.GONE),
    ],
)
def test_each_outcome_means_one_thing(new: str, outcome: Whereabouts) -> None:
    """The whole sentence is quoted; around it and in it things change."""
    found = followed(new)
    assert found.outcome is outcome, found
    assert (found.start is None) == (outcome in UNSURE)
    assert found.start is None or found.now == new[found.start : found.end]
    if outcome is Whereabouts.ALTERED:
        assert found.likeness < 1


def test_what_is_said_beside_the_quotation_counts_too() -> None:
    """The very words stand there, but who said them, or whether, is another matter now."""
    quoted = "40 people were killed"
    for was, now in (
        ("The ministry said", "The rebels said"),
        ("said that", "denied that"),
        ("that 40", "that nearly 40"),
        ("killed near", "killed or wounded near"),
        ("said that", "said it was not true that"),
    ):
        found = followed(f"{FIRST} {look_alike(was, now)}\n{LAST}", quoted)
        assert found.outcome is Whereabouts.ALTERED, (now, found)
        assert found.stands
        assert found.now == quoted
    kept = followed(f"{FIRST} {look_alike('killed near', 'killed, near')}\n{LAST}", quoted)
    assert kept.outcome is Whereabouts.SAME
    assert "marks" in kept.why


def test_type_is_no_change_and_its_spans_follow() -> None:
    """Quotation marks, dashes, blanks and hyphens for breaking: the words are the same, and so are their parts."""
    old = f"{FIRST}\nHe said: “It’s 40 – or ‘more’ – today,” and left at once."
    new = f"{FIRST} And so on.\nHe said:  \"It's 40 - or 'more'\u00a0- to\u00adday,\" and left at once."
    start, end = old.index("“"), old.index(" and left")
    spans = (Span(start, start + 9, SpanRole.OWN_WORDS), Span(start + 9, end, SpanRole.PARAPHRASE))
    found = follow(old, new, start=start, end=end, spans=spans)
    assert found.outcome is Whereabouts.MOVED
    assert found.why == "The same words, set in other type."
    assert new[found.start : found.end] == found.now == "\"It's 40 - or 'more'\u00a0- to\u00adday,\""
    assert [new[one.start : one.end] for one in found.spans] == [
        "\"It's 40",
        "- or 'more'\u00a0- to\u00adday,\"",
    ]
    without = follow(old, new.replace('"', ""), start=start, end=end)
    assert without.outcome is Whereabouts.ALTERED  # whether words are quoted is no matter of type


def test_of_twins_the_one_that_its_neighbors_know_is_meant() -> None:
    """The same sentence stands twice; when one goes, the other is not taken for it."""
    middle = "Between the two there is a sentence of a different kind."
    old = f"{FIRST} {SAID} {middle}\n{SAID} {LAST}"
    places = [one.start() for one in re.finditer(re.escape(SAID), old)]
    new = f"Added on top of it.\n{old}"
    for at in places:
        assert follow(old, new, start=at, end=at + len(SAID)).start == at + 20
    one_edited = f"{FIRST} {SAID} {look_alike('40', '41')}\n{LAST}"
    doubled = f"{FIRST} {SAID} {SAID}\n{LAST}"
    second = doubled.rindex(SAID)
    assert follow(doubled, one_edited, start=second, end=second + len(SAID)).outcome not in KEPT
    one_left = f"{FIRST} {middle}\n{SAID} {LAST}"
    assert follow(old, one_left, start=places[0], end=places[0] + len(SAID)).outcome in UNSURE
    assert follow(old, one_left, start=places[1], end=places[1] + len(SAID)).start == one_left.index(SAID)


def test_what_was_blacked_out_is_never_read_out_of_a_later_version() -> None:
    """Only where the same marks stand it is the same; else a person looks, and nobody is told the words by us."""
    old = f"{FIRST} {look_alike('ministry', '████████')}\n{LAST}"
    quoted = look_alike("ministry", "████████")
    assert followed(f"More.\n{old}", quoted, old=old).outcome is Whereabouts.MOVED
    for new in (f"{FIRST} {SAID}\n{LAST}", f"{FIRST} {LAST}"):
        found = followed(new, quoted, old=old)
        assert (found.outcome, found.now, found.places) == (Whereabouts.AMBIGUOUS, "", ())


def test_excerpts_leave_open_what_they_left_out() -> None:
    """Words that a new excerpt lacks may stand in the article; what an old one lacks may have stood there."""
    found = followed(f"{FIRST}\n{GAP}\n{LAST}", new_is_excerpt=True)
    assert found.outcome is Whereabouts.AMBIGUOUS
    assert "only passages" in found.why
    split = f"{FIRST} The ministry said that\n{GAP}\n40 people were killed near the border.\n{LAST}"
    assert followed(split, new_is_excerpt=True).outcome is Whereabouts.AMBIGUOUS
    old = f"{FIRST}\n{GAP}\n{SAID}\n{GAP}\n{LAST}"
    new = f"{FIRST} {look_alike('40', '41')} {LAST}"
    assert followed(new, old=old, old_is_excerpt=True).outcome is Whereabouts.AMBIGUOUS
    assert followed(new.replace("41", "40"), old=old, old_is_excerpt=True).outcome is Whereabouts.MOVED


def test_following_comes_to_an_end_in_text_that_is_made_to_be_slow() -> None:
    """Measured: 200 claims of 5,000 words in 0.03 and 0.3 s."""
    dice = random.Random(7)
    sentences = [
        f"Witness {number} {dice.choice(('said', 'denied'))} that {dice.randrange(999)} of them left after {number}."
        for number in range(500)
    ]
    old, rewritten = (
        " ".join(sentences),
        " ".join(reversed([one.replace("of them", "people") for one in sentences])),
    )
    starts = [one.start() for one in re.finditer("Witness", old)][:200]
    for new in (old[:9_000] + " New. " + old[9_000:], rewritten):
        with coming_to_an_end(20):
            change = Change(old, new)
            for start in starts:
                change.follow(start=start, end=start + 50)
    for unit, other in (
        ("a ", "b "),
        ("No. ", "No! "),
        ("said that it. ", "said that is. "),
        ("ab,\n", "ab.\n"),
    ):
        slow = unit * (100_000 // len(unit))
        with coming_to_an_end():
            change = Change(slow, other + slow[:50_000] + other + slow[50_000:])
            for start in range(0, 50_000, 2_500):
                change.follow(start=start, end=start + 4_000)
