"""Who is meant by the words of a source: the full name, role and kind that the text has for them, and how sure that is.

A surname stands for the one full name that ends with it; “the ministry” for the last body named so; “he” for the
person spoken of last. Where two could be meant, both are named and neither is chosen. What a text leaves unnamed
stays unnamed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.domain.vocabulary import SpeakerBasis, SpeakerKind
from claims.extraction.callings import (
    SHORT_TITLES,
    WORDS_OF_A_ROLE,
    body,
    entity_of,
    kind_of_name,
    kind_of_pronoun,
    name_around,
    person_in,
    plain,
    plain_name,
    role_of,
)
from claims.extraction.masking import Masked
from claims.extraction.parsing import Doc, Token
from claims.extraction.proposal import Party, Spans
from claims.extraction.sources import is_bare_name

_PERSONAL = frozenset("he she him her".split())
_PLURAL = frozenset("they them we us".split())
_SPEAKING = frozenset("i we me us you".split())
_BODIES = frozenset(
    """
    ministry government department company group organization organisation committee commission council party campaign
    court administration agency association union church bank army military police authority board firm parliament
    senate congress institute university foundation bureau office force network embassy fund
    """.split()
)
PARAGRAPHS_BACK = 5
"""Line breaks before a pronoun, within which whoever it means is named."""


@dataclass(slots=True)
class _Person:
    """Somebody with a full name: where the text names them, and what it says they are."""

    name: str
    places: list[int] = field(default_factory=list)
    acting: set[int] = field(default_factory=set)
    """The places where the person is the subject of a sentence, not one named in passing."""
    role: str = ""
    pronoun: str = ""

    def meet(self, place: int, last: Token) -> None:
        """Notes that the person is named there."""
        insort(self.places, place)
        while last.dep_ in ("appos", "compound") and last.head != last:
            last = last.head
        if last.dep_ in ("nsubj", "nsubjpass", "npadvmod", "ROOT"):
            self.acting.add(place)


class Cast:
    """The people and bodies that a text names, to be asked who is meant by the words of a source."""

    def __init__(self, text: str, paragraphs: Iterable[tuple[Masked, Doc]]) -> None:
        self.text = text
        self.people: dict[str, _Person] = {}
        self.bodies: list[tuple[int, str]] = []
        self.asked: list[tuple[int, str]] = []
        """The named sources so far: where, and who."""
        read = list(paragraphs)
        for piece, doc in read:
            self._meet(piece, doc)
        for piece, doc in read:
            self._meet_again(piece, doc)

    def party(self, source: Spans, words: tuple[Token, ...], head: Token | None, at: int) -> Party | None:
        """The party behind a source; None where the text names no source at all. `at` is where the cue stands."""
        if not source or head is None:
            return None
        shown = " ".join(self.text[start:end] for start, end in source)
        head = person_in(words) or head
        found = self._found(shown, source, words, head, at)
        if found.kind is SpeakerKind.PERSON and found.basis is SpeakerBasis.STATED and " " in found.name:
            self.people.setdefault(
                found.name, _Person(found.name, [source[0][0]], {source[0][0]}, found.role)
            )
        if found.name:
            self.asked.append((source[0][0], found.name))
        return found

    def _either(self, shown: str, source: Spans, words: tuple[Token, ...]) -> Party | None:
        """Two between whom the text leaves it open (“either Mills or Gupta”)."""
        for token in words:
            joins = [child for child in token.head.children if child.dep_ == "cc"]
            if token.dep_ != "conj" or not any(child.lower_ == "or" for child in joins):
                continue
            if token.pos_ == token.head.pos_ == "PROPN":
                pair = (self._whole(plain_name(name_around(one, words))) for one in (token.head, token))
                names = tuple(dict.fromkeys(pair))
                return Party(shown, source, "", "", SpeakerKind.PERSON, SpeakerBasis.AMBIGUOUS, names)
        return None

    def _whole(self, name: str) -> str:
        """The one full name that ends with it, else the name."""
        same = [full for full in self.people if full.split()[-1] == name]
        return same[0] if len(same) == 1 else name

    def _found(self, shown: str, source: Spans, words: tuple[Token, ...], head: Token, at: int) -> Party:
        if either := self._either(shown, source, words):
            return either
        lower = head.lower_
        if lower in _PERSONAL:
            return self._he(shown, source, at)
        if lower in _PLURAL or lower == "it" or lower in _SPEAKING:
            return Party(shown, source, "", "", kind_of_pronoun(lower), SpeakerBasis.AMBIGUOUS)
        if head.pos_ == "PROPN" or head.ent_type_ in ("PERSON", "ORG") or self._is_surname(head):
            return self._named(shown, source, words, head)
        return self._described(shown, source, words, head, at)

    def _is_surname(self, head: Token) -> bool:
        return is_bare_name(head) and any(name.split()[-1] == head.text for name in self.people)

    def _title(self, head: Token, words: tuple[Token, ...]) -> str:
        """The whole title that stands before a full name in a source (“Former Director of National Intelligence X”)."""
        if head.ent_type_ != "PERSON":
            return ""
        first = head.doc.ents[entity_of(head)].start
        before = [t for t in words if t.i < first]
        known = any(t.lower_ in WORDS_OF_A_ROLE or t.lower_ in SHORT_TITLES for t in before)
        together = (
            bool(before) and before[-1].i == first - 1 and before[-1].i - before[0].i == len(before) - 1
        )
        if not known or not together or any(t.is_punct and t.text not in "-()’'" for t in before):
            return ""
        return plain(before[0].doc[before[0].i : first].text.split())

    def _meet(self, piece: Masked, doc: Doc) -> None:
        for entity in doc.ents:
            tokens = [t for t in entity if piece.saying(t) is None]
            name = plain_name(tokens)
            place = piece.span(entity[0])[0]
            if entity.label_ == "PERSON" and " " in name and name[:1].isupper():
                person = self.people.setdefault(name, _Person(name))
                person.meet(place, tokens[-1])
                person.role = person.role or role_of(tokens[-1], tokens)
            elif entity.label_ == "ORG" and name:
                self.bodies.append((place, name))

    def _meet_again(self, piece: Masked, doc: Doc) -> None:
        """The places where somebody is called by the last name alone."""
        for entity in doc.ents:
            name = plain_name(entity) if len(entity) < 3 else ""
            same = [one for one in self.people.values() if name and one.name.split()[-1] == name]
            if (
                len(same) == 1
                and entity.label_ in ("PERSON", "ORG", "NORP")
                and piece.saying(entity[0]) is None
            ):
                same[0].meet(piece.span(entity[0])[0], entity[-1])

    def _he(self, shown: str, source: Spans, at: int) -> Party:
        """The person spoken of last, if only one can be meant; else those who can, the last speaker among them."""
        pronoun = "he" if shown.lower() in ("he", "him") else "she"
        paragraph = self.text.rfind("\n", 0, at) + 1
        near = self._near(at)
        here = [one.name for place, one in near if place >= paragraph]
        names = dict.fromkeys(here or [one.name for _, one in near[:1]])
        if not here or near[0][0] not in near[0][1].acting:
            names.update(dict.fromkeys([name for _, name in self.asked if name in self.people][-1:]))
        names.update(dict.fromkeys(name for place, name in self.asked[-2:] if place >= paragraph))
        meant = [name for name in names if self._may_be(name, pronoun)]
        if len(meant) == 1 and meant[0] in self.people:
            one = self.people[meant[0]]
            one.pronoun = pronoun
            return Party(shown, source, one.name, one.role, SpeakerKind.PERSON, SpeakerBasis.INFERRED)
        between = tuple(meant) if len(meant) > 1 else ()
        return Party(shown, source, "", "", SpeakerKind.PERSON, SpeakerBasis.AMBIGUOUS, between)

    def _near(self, at: int) -> list[tuple[int, _Person]]:
        """Who is named in the few paragraphs before a place, and where last; the nearest first."""
        first = at
        for _ in range(PARAGRAPHS_BACK):
            first = self.text.rfind("\n", 0, max(first, 0))
        found = [(one.places[bisect_left(one.places, at) - 1], one) for one in self.people.values()
                 if bisect_left(one.places, at)]  # fmt: skip
        return sorted((pair for pair in found if pair[0] > first), key=lambda pair: -pair[0])

    def _may_be(self, name: str, pronoun: str) -> bool:
        """Whether nobody called this person by the other pronoun before."""
        return name not in self.people or self.people[name].pronoun in ("", pronoun)

    def _named(self, shown: str, source: Spans, words: tuple[Token, ...], head: Token) -> Party:
        joined = plain_name(name_around(head, words))
        name = joined.split()
        role = self._title(head, words) or role_of(head, list(words))
        known = self.people.get(joined)
        if known is not None:
            return Party(shown, source, joined, role or known.role, SpeakerKind.PERSON, SpeakerBasis.STATED)
        if joined[:1].islower():  # “top Democrat” tells what somebody is
            return self._described(shown, source, words, head, source[0][0])
        same = [one for one in self.people.values() if name and one.name.split()[-1] == name[-1]]
        if len(name) == 1 and not same:
            same = [one for one in self.people.values() if one.name.split()[0] == joined]
        if len(name) == 1 and same:
            if len(same) > 1 or head.ent_type_ == "GPE":
                names = (*(one.name for one in same), *([joined] if head.ent_type_ == "GPE" else []))
                return Party(shown, source, "", "", SpeakerKind.PERSON, SpeakerBasis.AMBIGUOUS, names)
            return Party(
                shown, source, same[0].name, role or same[0].role, SpeakerKind.PERSON, SpeakerBasis.INFERRED
            )
        kind = kind_of_name(head, joined, role)
        if kind is not SpeakerKind.PERSON:
            joined, role = plain(body(head, words).split()), ""
        return Party(shown, source, joined, role, kind, SpeakerBasis.STATED)

    def _described(self, shown: str, source: Spans, words: tuple[Token, ...], head: Token, at: int) -> Party:
        """“The ministry”, “a spokesman for the governor”, “residents”: a body named before, or nobody by name."""
        lower = head.lower_
        plural = head.tag_ in ("NNS", "NNPS")
        if any(t.lower_ == "the" for t in words[:1]) and len(words) <= 2 and lower in _BODIES:
            same = [name for place, name in self.bodies if place < at and name.split()[-1].lower() == lower]
            if same:
                basis = SpeakerBasis.INFERRED if len(set(same)) == 1 else SpeakerBasis.AMBIGUOUS
                names = tuple(dict.fromkeys(same)) if basis is SpeakerBasis.AMBIGUOUS else ()
                name = same[-1] if basis is SpeakerBasis.INFERRED else ""
                return Party(shown, source, name, "", SpeakerKind.ORGANIZATION, basis, names)
        kind = (
            SpeakerKind.COLLECTIVE if plural or lower in ("media", "police", "press") else SpeakerKind.UNNAMED
        )
        if lower in _BODIES and not plural:
            kind = SpeakerKind.ORGANIZATION
            return Party(shown, source, plain(shown.split()), "", kind, SpeakerBasis.STATED)
        return Party(shown, source, "", "", kind, SpeakerBasis.STATED)
