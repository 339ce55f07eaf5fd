"""How the words of a text call somebody: the name in them, the title beside it, the kind of party that it is."""

from __future__ import annotations

from collections.abc import Iterable

from claims.domain.vocabulary import SpeakerKind
from claims.extraction import lexicon
from claims.extraction.parsing import Token

_OUTLETS = frozenset(
    """
    times post news herald journal guardian tribune telegraph mail gazette radio television tv reuters afp bbc cnn
    ap press interfax tass xinhua bloomberg magazine daily wikinews yonhap kcna
    """.split()
)
_COURTESY = frozenset("mr mr. mrs mrs. ms ms. dr dr. sir dame lord lady".split())
SHORT_TITLES = frozenset("sen. rep. gov. sen rep gov rev. gen. col. lt. capt. sgt. prof.".split())
WORDS_OF_A_ROLE = lexicon.PEOPLE | frozenset(
    """
    chief head president premier king queen prince sheikh imam bishop pope rabbi general colonel major captain sergeant
    deputy acting former senior executive coach captain curator economist historian engineer architect surgeon nurse
    coauthor founder manager editor correspondent spokeswoman undersecretary representative congressman congresswoman
    """.split()
)


def plain_name(tokens: Iterable[Token]) -> str:
    """A name as it is written, without courtesy titles, roles, articles and the possessive ending."""
    kept = list(tokens)
    while kept and (
        kept[0].lower_ in _COURTESY or kept[0].lower_ in WORDS_OF_A_ROLE or kept[0].dep_ == "det"
    ):
        kept = kept[1:]
    while kept and (kept[-1].tag_ == "POS" or kept[-1].is_punct):
        kept = kept[:-1]
    return str(kept[0].doc[kept[0].i : kept[-1].i + 1].text) if kept else ""


def person_in(words: tuple[Token, ...]) -> Token | None:
    """The last word of the person whom a source names, not of one it only belongs to (“a spokesman for X”)."""
    for token in words:
        if token.ent_type_ == "PERSON" and token.ent_iob_ == "B":
            entity = token.doc.ents[entity_of(token)]
            before = token.doc[entity.start - 1] if entity.start else None
            behind = token.doc[entity.end] if entity.end < len(token.doc) else None
            owned = (before is not None and before.pos_ == "ADP") or (
                behind is not None and behind.tag_ == "POS"
            )
            if not owned and entity[-1].tag_ != "POS":
                return entity[-1]
    return None


def plain(words: list[str]) -> str:
    """Words without an article before them."""
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() in ("the", "a", "an") else words)


def name_around(head: Token, words: tuple[Token, ...]) -> list[Token]:
    """The proper nouns that stand together with the head of a source."""
    if head.ent_type_ == "PERSON":
        return list(head.doc.ents[entity_of(head)])
    inside = {t.i for t in words}
    start, end = head.i, head.i + 1
    while start - 1 in inside and head.doc[start - 1].pos_ == "PROPN":
        start -= 1
    while end in inside and head.doc[end].pos_ == "PROPN":
        end += 1
    return list(head.doc[start:end])


def entity_of(token: Token) -> int:
    """The number of the name that a token is part of."""
    return next(at for at, one in enumerate(token.doc.ents) if one.start <= token.i < one.end)


def role_of(last: Token, words: list[Token]) -> str:
    """What the text says somebody is: the title before the name, or what stands behind it between commas."""
    for child in last.children:
        if (
            child.dep_ == "appos"
            and child.i > last.i
            and (child.lower_ in WORDS_OF_A_ROLE or child.pos_ == "NOUN")
        ):
            return last.doc[child.left_edge.i : _end(child)].text.strip(" ,")
    before = [t for t in last.children if t.dep_ in ("compound", "nmod", "amod", "poss") and t.i < last.i]
    titles = [t for t in before if t.lower_ in WORDS_OF_A_ROLE]
    if titles:
        start = min(t.left_edge.i for t in before)
        behind = max(t.i for t in titles) + 1
        return last.doc[start:behind].text.strip(" ,") if start < behind else ""
    governor = last.head
    if last.dep_ == "appos" and governor.lower_ in WORDS_OF_A_ROLE:
        return last.doc[governor.left_edge.i : governor.i + 1].text.strip(" ,")
    return ""


def _end(token: Token) -> int:
    """Where a title ends: before a clause that tells more."""
    clauses = [
        c.left_edge.i for c in token.children if c.dep_ in ("relcl", "advcl", "conj", "cc") and c.i > token.i
    ]
    return int(min([token.right_edge.i + 1, *clauses]))


def body(head: Token, words: tuple[Token, ...]) -> str:
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


def kind_of_name(head: Token, name: str, role: str) -> SpeakerKind:
    """What kind of party bears a name; a body where nothing says more."""
    last = name.split()[-1].lower() if name else head.lower_
    if last in _OUTLETS:
        return SpeakerKind.OUTLET
    if head.ent_type_ == "PERSON" or role:
        return SpeakerKind.PERSON
    if head.ent_type_ == "NORP" or head.tag_ == "NNPS":
        return SpeakerKind.COLLECTIVE
    return SpeakerKind.ORGANIZATION


def kind_of_pronoun(lower: str) -> SpeakerKind:
    """What kind of party a pronoun can stand for."""
    if lower in ("they", "them", "we", "us"):
        return SpeakerKind.COLLECTIVE
    return SpeakerKind.PERSON if lower in ("i", "me", "you") else SpeakerKind.UNNAMED
