"""What the ranker looks at: short names of properties of a candidate, each present or not."""

from __future__ import annotations

from collections.abc import Iterator

from claims.extraction import lexicon
from claims.extraction.candidates import Candidate
from claims.extraction.parsing import Token
from claims.extraction.sources import is_bare_name

_FIRST = frozenset("i we me us my our".split())
_SECOND = frozenset("you your".split())
_THIRD = frozenset("he she they it him her them".split())
_RELATIVE = frozenset("who which that".split())
_MARKS = frozenset("that if whether how why what when where who which to as because".split())
_MODALS = frozenset("would could should can may might must will".split())

ASIDES = frozenset("as beside that saying according".split())
"""Kinds in which the cue stands beside a main clause rather than over it."""


def features(candidate: Candidate) -> list[str]:
    """The properties of a candidate by name."""
    cue = candidate.cue
    found = [*_of_content(candidate), *_of_source(candidate)]
    if cue is not None:
        found.extend(_of_cue(candidate, cue))
        found.extend(_of_both(candidate, cue))
    if candidate.kind in ASIDES:
        found.append("aside")
    found.append(f"kind={candidate.kind}")
    found.append(f"relation={candidate.kind}/{candidate.relation}")
    return found


def _of_cue(candidate: Candidate, cue: Token) -> Iterator[str]:
    word, kind = cue_class(cue)
    yield f"class={kind}"
    yield f"class={kind}/{candidate.relation}"
    if kind != "other":
        yield f"cue={word}"
    yield f"tag={cue.tag_}"
    yield f"dep={cue.dep_}"
    children = list(cue.children)
    if any(c.dep_ == "neg" for c in children):
        yield "negated"
    if any(c.dep_ == "aux" and c.lower_ in _MODALS for c in children):
        yield "modal"
    if any(c.dep_ == "auxpass" for c in children):
        yield f"passive/{kind}"
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in children):
        yield "infinitive"
    if any(c.dep_ == "mark" for c in children):
        yield "subordinate"
    if any(c.dep_ in ("dobj", "dative") for c in children):
        yield f"object/{kind}"
    if candidate.sentence.text.rstrip().endswith("?"):
        yield "question"
    place = candidate.masked.span(cue)
    if any(q.start < place[0] < q.end for q in candidate.masked.paragraph.quotes):
        yield "inside a quotation"
    if cue.i == candidate.sentence.start:
        yield "cue first"


def _of_both(candidate: Candidate, cue: Token) -> Iterator[str]:
    """What content and cue say together: a quotation beside a word of speaking, a clause before the closing cue."""
    kind = cue_class(cue)[1]
    words = [t for t in candidate.content if not t.is_punct]
    if not words:
        return
    first = words[0].lower_
    if any(candidate.masked.saying(t) is not None for t in words):
        yield f"saying/{kind}"
        if _is_beside(candidate, cue):
            yield f"beside/{kind}"
    elif words[0].i < cue.i:
        yield f"before/{kind}"
        if cue.tag_ in ("VBD", "VBZ", "VBP") and _closes(candidate, cue):
            yield f"closing/{kind}"
    if first in ("that", "to", "whether", "if", "how", "what"):
        yield f"opens={first}/{kind}"


def _closes(candidate: Candidate, cue: Token) -> bool:
    """Whether who says it stands behind a comma and ends the sentence (“…, the speaker announced on Monday.”)."""
    teller = sorted({cue.i, *(t.i for t in candidate.source), *(t.i for t in candidate.cue_tokens)})
    rest = cue.doc[teller[-1] + 1 : candidate.sentence.end]
    is_told = all(
        t.is_punct or t.ent_type_ in ("DATE", "TIME") or t.dep_ in ("prep", "pobj", "npadvmod") for t in rest
    )
    behind_comma = teller[0] > 0 and cue.doc[teller[0] - 1].text == ","
    return behind_comma and is_told and max(t.i for t in candidate.content) < teller[0]


def _is_beside(candidate: Candidate, cue: Token) -> bool:
    """Whether nothing but marks stands between a quotation and the words that say whose it is."""
    teller = sorted({cue.i, *(t.i for t in candidate.source), *(t.i for t in candidate.cue_tokens)})
    quoted = [t.i for t in candidate.content if candidate.masked.saying(t) is not None]
    first, last = (teller[-1], quoted[0]) if teller[-1] < quoted[0] else (quoted[-1], teller[0])
    between = cue.doc[first + 1 : last] if first < last else ()
    return all(t.is_punct or candidate.masked.saying(t) is not None for t in between)


def _of_content(candidate: Candidate) -> Iterator[str]:
    words = [t for t in candidate.content if not t.is_punct]
    first = words[0].lower_ if words else ""
    yield f"opens={first if first in _MARKS else '*'}"
    yield f"length={'0-2' if len(words) < 3 else '3-5' if len(words) < 6 else '6-9' if len(words) < 10 else '10+'}"
    if any(candidate.masked.saying(t) is not None for t in words):
        yield "saying"
    elif any(t.text in ('"', "“", "”") for t in candidate.content):
        yield "partly quoted"
    if not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in words):
        yield f"no finite verb/{candidate.relation}"
    if not any(t.dep_ in ("nsubj", "nsubjpass", "expl") for t in words):
        yield "no subject"
    if candidate.kind == "object" and any(t.pos_ == "NUM" or t.like_num for t in words):
        yield "figure"
        yield f"figure/{candidate.relation}"
    if words and candidate.cue is not None:
        yield "content after" if words[0].i > candidate.cue.i else "content before"
    paragraph = candidate.masked.paragraph
    if paragraph.text.rstrip()[-1:] not in ".!?\"”'’)":
        yield "paragraph without an end"


def _of_source(candidate: Candidate) -> Iterator[str]:
    kind = source_kind(candidate)
    yield f"source={kind}"
    yield f"source={kind}/{candidate.relation}"
    if candidate.cue is not None:
        yield f"source={kind}/{cue_class(candidate.cue)[1]}"


def source_kind(candidate: Candidate) -> str:
    """What sort of words name the source."""
    head = candidate.head
    if head is None or not candidate.source:
        return "none"
    lower = head.lower_
    if any(t.lower_ in _RELATIVE for t in candidate.source[-1:]) and len(candidate.source) > 1:
        return "relative"
    for words, name in (
        (_FIRST, "first person"),
        (_SECOND, "second person"),
        (_THIRD, "it" if lower == "it" else "third person"),
    ):
        if lower in words:
            return name
    if head.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return head.ent_type_
    if lower in lexicon.PEOPLE:
        return "people"
    if lower in lexicon.SOURCES:
        return "document"
    is_name = head.pos_ == "PROPN" or is_bare_name(head)
    return "proper" if is_name else "pronoun" if head.pos_ == "PRON" else "common"


def cue_class(cue: Token) -> tuple[str, str]:
    """The base form of a cue and its class."""
    lower = cue.lower_
    if lower == "according" or lower in lexicon.ADVERBS:
        return lower, "according" if lower == "according" else "adverb"
    if cue.pos_ in ("NOUN", "PROPN"):
        return lower, "noun" if lower in lexicon.NOUNS else "other noun"
    if cue.pos_ == "ADJ":
        return lower, "adjective" if lower in lexicon.ADJECTIVES else "other adjective"
    return lexicon.verb(cue.text)
