"""What is attributed without a clause: “accused it of …”, “reports of …”, “according to …”, “reportedly”."""

from __future__ import annotations

from collections.abc import Iterator

from claims.extraction import lexicon, sources
from claims.extraction.candidate import VERBAL, Candidate, cue_group
from claims.extraction.clauses import first_of_source
from claims.extraction.masking import Masked
from claims.extraction.parsing import Span, Token

_OF_OBJECTS: dict[str, tuple[str, ...]] = {
    "accuse": ("of",), "blame": ("for", "on"), "call": ("oprd", "for", "ccomp"), "describe": ("as",),
    "portray": ("as",),
    "characterize": ("as",), "label": ("oprd", "as"), "brand": ("oprd", "as"), "dub": ("oprd",),
    "estimate": ("at", "dobj"), "put": ("at",),
    "warn": ("of", "about", "against"), "complain": ("of", "about"), "speak": ("of",), "deny": ("dobj",),
    "announce": ("dobj",), "predict": ("dobj",), "confirm": ("dobj",), "allege": ("dobj",), "demand": ("dobj",),
    "dismiss": ("as",), "criticize": ("dobj",), "condemn": ("dobj",), "denounce": ("dobj",), "praise": ("dobj",),
    "reject": ("dobj",), "promise": ("dobj",), "claim": ("dobj",), "threaten": ("dobj",), "recommend": ("dobj",),
    "propose": ("dobj",), "cite": ("dobj",), "forecast": ("dobj",), "report": ("dobj",),
    "defend": ("dobj",), "acknowledge": ("dobj",), "admit": ("dobj", "to"), "charge": ("with",),
    "compare": ("to", "with"),
}  # fmt: skip


def object_of(masked: Masked, sentence: Span, cue: Token) -> Iterator[Candidate]:
    """What is said of something, told without a clause of its own: “accused Kyrgyzstan of laxity”."""
    base = lexicon.verb(cue.text)[0]
    wanted = _OF_OBJECTS.get(base)
    if wanted is None:
        return
    parts = [c for c in cue.children if c.dep_ in wanted or (c.dep_ == "prep" and c.lower_ in wanted)]
    if not parts:
        thing = next((c for c in cue.children if c.dep_ in ("dobj", "nsubjpass")), None)
        parts = (
            [c for c in thing.children if c.dep_ == "prep" and c.lower_ in wanted]
            if thing is not None
            else []
        )
    if not parts:
        return
    shown = _shown(cue, parts)
    if any(c.dep_ == "auxpass" for c in cue.children):
        shown += [c for c in cue.children if c.dep_ == "nsubjpass"]
        agent = sources.agent(cue)
        found = (sources.noun_phrase(agent), agent) if agent is not None else sources.NOBODY
    else:
        found = sources.beside(cue, sources.source_of(cue), sentence, first_of_source(masked, sentence, cue))
    content = sorted({t for part in shown for t in part.subtree}, key=lambda token: token.i)
    yield Candidate(
        "object",
        masked,
        sentence,
        cue,
        cue_group(cue),
        tuple(content),
        *found,
        f"{base} {parts[0].lower_ if parts[0].dep_ == 'prep' else parts[0].dep_}",
    )


def _shown(cue: Token, parts: list[Token]) -> list[Token]:
    """The dependents that tell of whom and what; places and reasons that follow without a pause belong to them."""
    shown: list[Token] = []
    for child in sorted(cue.children, key=lambda token: token.i):
        is_thing = child.dep_ in ("dobj", "oprd", "dative", "prep", "pcomp", "xcomp") and child.i > cue.i
        aside = child.lower_ in ("in", "on", "at", "after", "during") and not (
            shown and child.i == shown[-1].right_edge.i + 1 and not _is_time(child)
        )
        added = bool(shown) and child.dep_ == "dobj" and cue.doc[child.left_edge.i - 1].text == ","
        if child in parts or (is_thing and not aside and not added):
            shown.append(child)
    return shown


def _is_time(preposition: Token) -> bool:
    return any(t.ent_type_ in ("DATE", "TIME") for t in preposition.subtree)


def _to_the_verb(sentence: Span, of: Token) -> Iterator[Token]:
    """What stands behind “of” up to a comma or a finite verb."""
    for token in sentence.doc[of.i + 1 : sentence.end]:
        if token.text in (",", ".", ";", ":", "--", "—", '"') or token.tag_ in (
            "VBD",
            "VBZ",
            "VBP",
            "MD",
            "CC",
        ):
            return
        yield token


def noun_of(masked: Masked, sentence: Span, cue: Token) -> Iterator[Candidate]:
    """“Allegations of fraud”, “a flurry of reports has emerged of fighters returning”: what such a noun is about."""
    around = [
        *cue.children,
        *(cue.head.children if cue.dep_ == "pobj" or cue.dep_.startswith("nsubj") else ()),
    ]
    if cue.dep_ == "pobj" and cue.head.head != cue.head:
        around += [*cue.head.head.head.children]
    for child in around:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i > cue.i:
            content = tuple(_to_the_verb(sentence, child))
            source, head = sources.owner(cue, without=child)
            if content and content[0].pos_ not in ("PRON",):
                yield Candidate("noun of", masked, sentence, cue, (cue,), content, source, head, "of")
            return


def according(masked: Masked, sentence: Span, token: Token) -> Iterator[Candidate]:
    doc = sentence.doc
    if token.i + 1 >= sentence.end or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    source, head = sources.named_after_according(to, sentence)
    last = max([to.i, *(t.i for t in source)])
    first, end = _between_semicolons(sentence, token, last)
    rest = [t for t in doc[last + 1 : end] if not t.is_punct and t.pos_ not in ("CCONJ",)]
    if token.i - first <= 2 or not rest:
        content = [t for t in doc[first:end] if not token.i <= t.i <= last]
    else:
        clause = token.head
        while (
            clause.dep_ in ("xcomp", "aux", "auxpass", "prep", "pcomp", "pobj", "acl")
            and clause.head != clause
        ):
            clause = clause.head
        content = [t for t in clause.subtree if first <= t.i < end and not token.i <= t.i <= last]
    yield Candidate(
        "according",
        masked,
        sentence,
        token,
        (token, to),
        tuple(content),
        source,
        head,
        "initial" if token.i - sentence.start <= 2 else "later",
    )


def _between_semicolons(sentence: Span, token: Token, last: int) -> tuple[int, int]:
    """The part of a sentence that a source is named for: never over a semicolon, behind which another may speak."""
    marks = [t.i for t in sentence if t.text == ";"]
    first = max([sentence.start, *(mark + 1 for mark in marks if mark < token.i)])
    return first, min([sentence.end, *(mark for mark in marks if mark > last)])


def adverb(masked: Masked, sentence: Span, token: Token) -> Iterator[Candidate]:
    verb = token.head
    while verb.pos_ not in VERBAL and verb.head != verb:
        verb = verb.head
    if verb.pos_ in VERBAL:
        content = tuple(t for t in verb.subtree if t != token)
        yield Candidate("adverb", masked, sentence, token, (token,), content, (), None, verb.dep_)
