"""Who is meant by the words of a source: the full name, role and kind that the text has for them, and how sure that is.

A surname stands for the one full name that ends with it; “the ministry” for the last body named so; “he” for the
person spoken of last. Where two could be meant, both are named and neither is chosen. What a text leaves unnamed
stays unnamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.domain.vocabulary import SpeakerBasis, SpeakerKind
from claims.extraction import lexicon
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
_OUTLETS = frozenset(
    """
    times post news herald journal guardian tribune telegraph mail gazette radio television tv reuters afp bbc cnn
    ap press interfax tass xinhua bloomberg magazine daily wikinews yonhap kcna
    """.split()
)
_COURTESY = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir dame lord lady".split())
_WORDS_OF_A_ROLE = lexicon.PEOPLE | frozenset(
    """
    chief head president premier king queen prince sheikh imam bishop pope rabbi general colonel major captain sergeant
    deputy acting former senior executive coach captain curator economist historian engineer architect surgeon nurse
    coauthor founder manager editor correspondent spokeswoman undersecretary representative congressman congresswoman
    """.split()
)


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
        self.places.append(place)
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
        head = _person_in(words) or head
        found = self._found(shown, source, words, head, at)
        if found.kind is SpeakerKind.PERSON and found.basis is SpeakerBasis.STATED and " " in found.name:
            self.people.setdefault(
                found.name, _Person(found.name, [source[0][0]], {source[0][0]}, found.role)
            )
        if found.name:
            self.asked.append((source[0][0], found.name))
        return found

    def _found(self, shown: str, source: Spans, words: tuple[Token, ...], head: Token, at: int) -> Party:
        lower = head.lower_
        if lower in _PERSONAL:
            return self._he(shown, source, at)
        if lower in _PLURAL or lower == "it" or lower in _SPEAKING:
            return Party(shown, source, "", "", _kind_of_pronoun(lower), SpeakerBasis.AMBIGUOUS)
        if head.pos_ == "PROPN" or head.ent_type_ in ("PERSON", "ORG") or self._is_surname(head):
            return self._named(shown, source, words, head)
        return self._described(shown, source, words, head, at)

    def _is_surname(self, head: Token) -> bool:
        return is_bare_name(head) and any(name.split()[-1] == head.text for name in self.people)

    def _meet(self, piece: Masked, doc: Doc) -> None:
        for entity in doc.ents:
            tokens = [t for t in entity if piece.saying(t) is None]
            name = _plain_name(tokens)
            place = piece.span(entity[0])[0]
            if entity.label_ == "PERSON" and " " in name and name[:1].isupper():
                person = self.people.setdefault(name, _Person(name))
                person.meet(place, tokens[-1])
                person.role = person.role or _role(tokens[-1], tokens)
            elif entity.label_ == "ORG" and name:
                self.bodies.append((place, name))

    def _meet_again(self, piece: Masked, doc: Doc) -> None:
        """The places where somebody is called by the last name alone."""
        for entity in doc.ents:
            name = _plain_name(entity) if len(entity) < 3 else ""
            same = [one for one in self.people.values() if name and one.name.split()[-1] == name]
            if (
                len(same) == 1
                and entity.label_ in ("PERSON", "ORG", "NORP")
                and piece.saying(entity[0]) is None
            ):
                same[0].meet(piece.span(entity[0])[0], entity[-1])

    def _he(self, shown: str, source: Spans, at: int) -> Party:
        """The person spoken of last, if only one can be meant; else those who can."""
        pronoun = "he" if shown.lower() in ("he", "him") else "she"
        paragraph = self.text.rfind("\n", 0, at) + 1
        near = sorted(
            ((max(place for place in one.places if place < at), one) for one in self.people.values()
             if any(place < at for place in one.places)), key=lambda pair: pair[0], reverse=True,
        )  # fmt: skip
        near = [(place, one) for place, one in near if self.text.count("\n", place, at) <= 4]
        meant = [one for place, one in near if place >= paragraph] or [one for _, one in near[:1]]
        meant = [one for one in meant if one.pronoun in ("", pronoun)]
        names = dict.fromkeys(one.name for one in meant)
        if not near or near[0][0] not in near[0][1].acting:
            names.update(dict.fromkeys(name for _, name in self.asked[-1:]))
        names.update(dict.fromkeys(name for place, name in self.asked[-2:] if place >= paragraph))
        if len(names) == 1 and meant:
            meant[0].pronoun = pronoun
            return Party(
                shown, source, meant[0].name, meant[0].role, SpeakerKind.PERSON, SpeakerBasis.INFERRED
            )
        between = tuple(names) if len(names) > 1 else ()
        return Party(shown, source, "", "", SpeakerKind.PERSON, SpeakerBasis.AMBIGUOUS, between)

    def _named(self, shown: str, source: Spans, words: tuple[Token, ...], head: Token) -> Party:
        joined = _plain_name(_name_around(head, words))
        name = joined.split()
        role = _role(head, list(words))
        known = self.people.get(joined)
        if known is not None:
            return Party(shown, source, joined, role or known.role, SpeakerKind.PERSON, SpeakerBasis.STATED)
        same = [one for one in self.people.values() if name and one.name.split()[-1] == name[-1]]
        if len(name) == 1 and same:
            if len(same) > 1 or head.ent_type_ == "GPE":
                names = (*(one.name for one in same), *([joined] if head.ent_type_ == "GPE" else []))
                return Party(shown, source, "", "", SpeakerKind.PERSON, SpeakerBasis.AMBIGUOUS, names)
            return Party(
                shown, source, same[0].name, role or same[0].role, SpeakerKind.PERSON, SpeakerBasis.INFERRED
            )
        kind = _kind_of_name(head, joined, role)
        if kind is not SpeakerKind.PERSON:
            joined, role = _plain(_body(head, words).split()), ""
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
            return Party(shown, source, _plain(shown.split()), "", kind, SpeakerBasis.STATED)
        return Party(shown, source, "", "", kind, SpeakerBasis.STATED)


def _plain_name(tokens: Iterable[Token]) -> str:
    """A name as it is written, without courtesy titles, roles, articles and the possessive ending."""
    kept = list(tokens)
    while kept and (
        kept[0].lower_ in _COURTESY or kept[0].lower_ in _WORDS_OF_A_ROLE or kept[0].dep_ == "det"
    ):
        kept = kept[1:]
    while kept and (kept[-1].tag_ == "POS" or kept[-1].is_punct):
        kept = kept[:-1]
    return str(kept[0].doc[kept[0].i : kept[-1].i + 1].text) if kept else ""


def _person_in(words: tuple[Token, ...]) -> Token | None:
    """The last word of the person whom a source names, not of one it only belongs to (“a spokesman for X”)."""
    for token in words:
        if token.ent_type_ == "PERSON" and token.ent_iob_ == "B":
            entity = token.doc.ents[_entity(token)]
            before = token.doc[entity.start - 1] if entity.start else None
            behind = token.doc[entity.end] if entity.end < len(token.doc) else None
            owned = (before is not None and before.pos_ == "ADP") or (
                behind is not None and behind.tag_ == "POS"
            )
            if not owned and entity[-1].tag_ != "POS":
                return entity[-1]
    return None


def _plain(words: list[str]) -> str:
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() in ("the", "a", "an") else words)


def _name_around(head: Token, words: tuple[Token, ...]) -> list[Token]:
    """The proper nouns that stand together with the head of a source."""
    if head.ent_type_ == "PERSON":
        return list(head.doc.ents[_entity(head)])
    inside = {t.i for t in words}
    start, end = head.i, head.i + 1
    while start - 1 in inside and head.doc[start - 1].pos_ == "PROPN":
        start -= 1
    while end in inside and head.doc[end].pos_ == "PROPN":
        end += 1
    return list(head.doc[start:end])


def _entity(token: Token) -> int:
    return next(at for at, one in enumerate(token.doc.ents) if one.start <= token.i < one.end)


def _role(last: Token, words: list[Token]) -> str:
    """What the text says somebody is: the title before the name, or what stands behind it between commas."""
    for child in last.children:
        if (
            child.dep_ == "appos"
            and child.i > last.i
            and (child.lower_ in _WORDS_OF_A_ROLE or child.pos_ == "NOUN")
        ):
            return last.doc[child.left_edge.i : _end(child)].text.strip(" ,")
    before = [t for t in last.children if t.dep_ in ("compound", "nmod", "amod", "poss") and t.i < last.i]
    titles = [t for t in before if t.lower_ in _WORDS_OF_A_ROLE]
    if titles:
        start = min(t.left_edge.i for t in before)
        behind = max(t.i for t in titles) + 1
        return last.doc[start:behind].text.strip(" ,") if start < behind else ""
    governor = last.head
    if last.dep_ == "appos" and governor.lower_ in _WORDS_OF_A_ROLE:
        return last.doc[governor.left_edge.i : governor.i + 1].text.strip(" ,")
    return ""


def _end(token: Token) -> int:
    """Where a title ends: before a clause that tells more."""
    clauses = [
        c.left_edge.i for c in token.children if c.dep_ in ("relcl", "advcl", "conj", "cc") and c.i > token.i
    ]
    return int(min([token.right_edge.i + 1, *clauses]))


def _body(head: Token, words: tuple[Token, ...]) -> str:
    """A body's name with the country or owner before it (“Tajikistan's Interior Ministry”)."""
    inside = {t.i for t in words}
    start, end = head.i, head.i + 1
    while start - 1 in inside and head.doc[start - 1].pos_ in ("PROPN", "ADJ", "NOUN", "PART", "DET"):
        start -= 1
    while end in inside and (
        head.doc[end].pos_ == "PROPN" or head.doc[end].lower_ in ("of", "for", "the", "and")
    ):
        end += 1
    while end > head.i + 1 and head.doc[end - 1].pos_ not in ("PROPN", "NOUN"):
        end -= 1
    return str(head.doc[start:end].text)


def _kind_of_name(head: Token, name: str, role: str) -> SpeakerKind:
    last = name.split()[-1].lower() if name else head.lower_
    if last in _OUTLETS:
        return SpeakerKind.OUTLET
    if head.ent_type_ == "PERSON" or role:
        return SpeakerKind.PERSON
    if head.ent_type_ == "NORP" or head.tag_ == "NNPS":
        return SpeakerKind.COLLECTIVE
    return SpeakerKind.ORGANIZATION


def _kind_of_pronoun(lower: str) -> SpeakerKind:
    if lower in ("they", "them", "we", "us"):
        return SpeakerKind.COLLECTIVE
    return SpeakerKind.PERSON if lower in ("i", "me", "you") else SpeakerKind.UNNAMED
