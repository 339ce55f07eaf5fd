"""What verbs, nouns and adjectives attribute in a clause of its own: “said that …”, “…, she said”, “is believed to”."""

from __future__ import annotations

from collections.abc import Iterator

from claims.extraction import lexicon, sources
from claims.extraction.candidate import VERBAL, Candidate, cue_group
from claims.extraction.masking import Masked
from claims.extraction.parsing import Doc, Span, Token

_CLAUSES = frozenset("ccomp xcomp acl advcl relcl pcomp parataxis dep oprd".split())


_DASHES = frozenset(("--", "—", "–"))


def is_said(masked: Masked, token: Token, child: Token) -> bool:
    """Whether a dependent may be what is said, thought or found."""
    relation = child.dep_
    verbal = token.pos_ in VERBAL
    if relation not in _CLAUSES:
        return False
    if relation == "ccomp" or (relation == "parataxis" and verbal):
        return True
    if masked.saying(child) is not None:
        return verbal
    marked = any(
        c.lower_ == "that" and c.i < child.i and c.dep_ in ("mark", "det", "nsubj", "advmod")
        for c in child.children
    )
    if token.pos_ in ("NOUN", "PROPN"):
        return relation in ("acl", "relcl") and marked and token.lower_ in lexicon.NOUNS
    if token.pos_ == "ADJ":
        return marked or (relation == "xcomp" and token.lower_ in lexicon.ADJECTIVES)
    known = lexicon.verb(token.text)[1] != "other"
    return known and (relation in ("xcomp", "oprd") or (marked and relation != "parataxis"))


def clause(masked: Masked, sentence: Span, cue: Token, clause: Token) -> Candidate:
    group = cue_group(cue)
    source, head = sources.source_of(cue)
    final = _final(masked, sentence, cue, source)
    if final and cue.i > clause.i:
        source, head = _of_final(cue, (source, head), sentence, final)
        content: tuple[Token, ...] = tuple(sentence.doc[sentence.start : final])
    else:
        passive = any(c.dep_ in ("auxpass", "expl") for c in cue.children)
        if passive and clause.dep_ in ("xcomp", "oprd"):
            return _believed(masked, sentence, cue, clause)
        if cue.pos_ in VERBAL and not passive:
            source, head = sources.beside(
                cue, (source, head), sentence, first_of_source(masked, sentence, cue)
            )
            if not source and clause.i < cue.i and masked.saying(clause) is not None:
                source, head = sources.after(cue, sentence)
        content = _coordinated(cue, clause)
    return Candidate("clause", masked, sentence, cue, group, content, source, head, clause.dep_)


def _believed(masked: Masked, sentence: Span, cue: Token, clause: Token) -> Candidate:
    """“Many are believed to remain there”: the content is the whole; who believes it stands behind “by”, if at all."""
    agent = sources.agent(cue)
    found = (sources.noun_phrase(agent), agent) if agent is not None else sources.NOBODY
    subjects = [t for c in cue.children if c.dep_ in ("nsubjpass", "nsubj") for t in c.subtree]
    content = sorted({*subjects, *clause.subtree}, key=lambda token: token.i)
    return Candidate("believed", masked, sentence, cue, cue_group(cue), tuple(content), *found, clause.dep_)


def _coordinated(cue: Token, clause: Token) -> tuple[Token, ...]:
    """The clause with clauses joined to it by “and”, but without a further verb of saying of the same subject."""
    words = set(clause.subtree) - {cue}
    for token in list(words):
        if _says_more(token):
            words = {t for t in words if t.i < token.i and not (t.dep_ == "cc" and t.i == token.i - 1)}
    last = max((t.i for t in words), default=0)
    for other in cue.children:
        if (
            other.dep_ in ("conj", "ccomp")
            and other.i > last
            and any(c.lower_ == "that" and c.dep_ == "mark" for c in other.children)
        ):
            words |= set(other.subtree)
            continue
        if (
            other.dep_ != "conj"
            or other.i < last
            or lexicon.verb(other.text)[1] == "speech"
            or cue.i > clause.i
        ):
            continue
        between = list(cue.doc[last + 1 : other.left_edge.i])
        subject = next((c for c in other.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if (
            subject is not None
            and subject.pos_ == "PRON"
            and [t.lower_ for t in between] in (["and"], ["or"])
        ):
            words |= set(other.subtree)
    return tuple(sorted(words, key=lambda token: token.i))


def _says_more(token: Token) -> bool:
    """Whether a verb goes on with another saying of the same subject (“… and claims that”)."""
    if token.dep_ != "conj" or token.tag_ not in ("VBD", "VBZ", "VBP") or _has_subject(token):
        return False
    return lexicon.verb(token.text)[1] == "speech" and any(c.dep_ == "ccomp" for c in token.children)


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)


def beside(masked: Masked, sentence: Span, cue: Token) -> Iterator[Candidate]:
    """A verb of saying without a clause of its own: beside a main clause, after “as”, or before a stray “that”."""
    if lexicon.verb(cue.text)[1] == "other":
        return
    doc, group = sentence.doc, cue_group(cue)
    after = doc[cue.i + 1] if cue.i + 1 < sentence.end else None
    if after is not None and after.lower_ == "that":
        found = sources.beside(cue, sources.source_of(cue), sentence, first_of_source(masked, sentence, cue))
        yield Candidate(
            "that", masked, sentence, cue, group, tuple(doc[cue.i + 1 : sentence.end]), *found, "that"
        )
        return
    found = sources.source_of(cue)
    if (
        any(c.lower_ == "as" and c.dep_ == "mark" for c in cue.children)
        and cue.dep_ == "advcl"
        and cue.head.pos_ in VERBAL
    ):
        aside = set(cue.subtree)
        content = tuple(t for t in cue.head.subtree if t not in aside)
        yield Candidate("as", masked, sentence, cue, group, content, *found, "as")
        return
    final = _final(masked, sentence, cue, found[0])
    told = doc[sentence.start : final] if final else ()
    whole = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") or masked.saying(t) is not None for t in told)
    if whole and not any(c.dep_ in ("dobj", "xcomp", "auxpass") for c in cue.children):
        found = _of_final(cue, found, sentence, final)
        if found[0]:
            yield Candidate("beside", masked, sentence, cue, group, tuple(told), *found, "final")
    elif (
        cue.dep_ in ("parataxis", "ccomp", "advcl")
        and cue.head.pos_ in VERBAL
        and found[0]
        and found[1] is not None
        and cue in found[1].ancestors
    ):
        aside = set(cue.subtree)
        content = tuple(t for t in cue.head.subtree if t not in aside)
        if cue.dep_ == "parataxis" and content:
            yield Candidate("beside", masked, sentence, cue, group, content, *found, cue.dep_)


def _final(masked: Masked, sentence: Span, cue: Token, source: tuple[Token, ...]) -> int:
    """Where what is said ends, when its cue ends the sentence (“…, he said on Monday.”); 0 otherwise."""
    doc = sentence.doc
    if cue.pos_ not in VERBAL or lexicon.verb(cue.text)[1] == "other":
        return 0
    if any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > cue.i for c in cue.children):
        return 0
    later = [
        t
        for t in doc[cue.i + 1 : sentence.end]
        if t.pos_ in VERBAL and t.tag_ not in ("VBG", "VBN") and t.dep_ not in ("relcl", "aux", "auxpass")
    ]
    if later or any(masked.saying(t) is not None for t in doc[cue.i + 1 : sentence.end]):
        return 0
    edge = cue.i
    while edge > sentence.start and not _ends_what_is_said(masked, doc, edge - 1):
        edge -= 1
        if cue.i - edge > 25:
            return 0
    if edge == sentence.start or edge - 1 - sentence.start < 2:
        return 0
    edge = _earliest(masked, sentence, cue, edge, source)
    return edge - 1 if edge - 1 > sentence.start else 0


def _ends_what_is_said(masked: Masked, doc: Doc, place: int) -> bool:
    token = doc[place]
    return (
        token.text == ","
        or token.text in _DASHES
        or (token.text in ('"', "”", "''") and masked.saying(doc[place - 1]) is not None)
    )


def _earliest(masked: Masked, sentence: Span, cue: Token, edge: int, source: tuple[Token, ...]) -> int:
    """The comma before the whole source, not one inside it (“, Jo Li, a spokesman, said”)."""
    doc = sentence.doc
    first = min((t.i for t in source if t.i < cue.i), default=edge)
    if sentence.start < first < edge and _ends_what_is_said(masked, doc, first - 1):
        edge = first
    names = [t for t in doc[edge : cue.i] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    last = first_of_source(masked, sentence, cue)
    if last > sentence.start:
        last += doc[last].text in ('"', "”", "''")
    while (
        edge - 1 > sentence.start
        and doc[edge - 1].text == ","
        and (last <= edge - 1 if last > sentence.start else not names)
    ):
        chunk = sources.chunk_before(doc, edge - 1, max(last, sentence.start))
        if (
            not chunk
            or chunk[0].i - 1 <= sentence.start
            or not _ends_what_is_said(masked, doc, chunk[0].i - 1)
        ):
            break
        edge = chunk[0].i
        names += chunk
    return edge


def _of_final(cue: Token, found: sources.Found, sentence: Span, final: int) -> sources.Found:
    """Who says it, when the cue ends the sentence: what stands between the comma and the cue, or behind the cue."""
    doc = cue.doc
    between = [
        t
        for t in doc[final + 1 : cue.i]
        if t.pos_ not in ("AUX", "ADV", "PART", "PUNCT") or t.text in (",", "-", "'", "’")
    ]
    nouns = [t for t in between if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if nouns:
        while between and between[-1].is_punct:
            between.pop()
        head = found[1] if found[1] in between else nouns[-1]
        return tuple(between), head
    if found[0] and found[0][0].i > cue.i:
        return found
    later = sources.after(cue, sentence)
    return later if later[0] else found


def first_of_source(masked: Masked, sentence: Span, cue: Token) -> int:
    """From where in the sentence a source may begin: behind the last quotation before the cue."""
    for token in reversed(sentence.doc[sentence.start : cue.i]):
        if masked.saying(token) is not None:
            return int(token.i) + 1
    return int(sentence.start)
