"""To whom words are attributed: by the grammar around the cue, and by what stands beside it where the grammar fails."""

from __future__ import annotations

import re

from claims.extraction.parsing import Doc, Span, Token

Found = tuple[tuple[Token, ...], Token | None]
NOBODY: Found = ((), None)
_NOT_OF_A_NAME = frozenset("relcl acl advcl punct cc conj ccomp parataxis case mark dep".split())
_BEFORE_A_NAME = frozenset(
    "det amod compound poss nummod nmod quantmod predet appos advmod neg preconj".split()
)
_UPWARD = frozenset("conj xcomp advcl pcomp prep ccomp dep".split())
_NOUNS = ("NOUN", "PROPN", "PRON")
_MAKES = re.compile(
    r"(?:ma(?:ke|kes|de|king)|issu\w+|repeat\w*|rais\w+|voic\w+|express\w*|renew\w*|fil(?:e|es|ed|ing)|level\w*|spread\w*|publish\w*"
    r"|releas\w+|post\w*|deliver\w*|g(?:ive|ives|ave|iven|iving)|sen(?:d|ds|t)|shar(?:e|es|ed|ing)|reiterat\w+|ha(?:s|ve|d)|hold\w*|held"
    r"|harbo\w+|wr(?:ite|ites|ote|itten)|tweet\w*)$"
)
"""Who makes a claim or has a view is its source; who rejects, hears or looks into one is not."""
_RECEIVED = re.compile(
    r"(?:told|asked|informed|notified|warned|assured|reassured|advised|reminded|urged|ordered)$"
)
_TIMES = frozenset(
    "yesterday today tomorrow later meanwhile monday tuesday wednesday thursday friday saturday sunday".split()
)


def source_of(cue: Token) -> Found:
    """Who says it: the words and their head; nothing where nobody is named."""
    if cue.pos_ in ("NOUN", "PROPN") and cue.dep_ not in ("ROOT", "ccomp", "conj"):
        return owner(cue)
    token = cue
    for _ in range(6):
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and subject.dep_ == "nsubjpass" and _RECEIVED.match(token.lower_):
            doer = agent(token)
            return (noun_phrase(doer), doer) if doer is not None else NOBODY
        if subject is not None:
            return _subject(subject, token)
        if token == cue and (doer := agent(token)) is not None:
            return noun_phrase(doer), doer
        if token.dep_ in ("acl", "relcl") and token.head.pos_ in _NOUNS:
            return noun_phrase(token.head, without=token), token.head
        if (
            token.dep_ not in _UPWARD
            or token.head == token
            or (token.dep_ == "ccomp" and token.tag_ not in ("VBG", "VBN", "VB"))
        ):
            return NOBODY
        token = token.head
    return NOBODY


def beside(cue: Token, found: Found, sentence: Span, first: int) -> Found:
    """The same, widened over titles and names between commas before it, or found there if the grammar found none."""
    words, head = found
    doc = cue.doc
    edge = words[0].i if words else _before(cue, first)
    if words and (
        edge > cue.i or head is None or head.pos_ == "PRON" or any(t.dep_ == "relcl" for t in head.children)
    ):
        return found
    begin = edge if words else edge + 1
    more: list[Token] = []
    while edge > first:
        stop = edge - 1 if doc[edge - 1].text == "," else (edge if not words and not more else None)
        if stop is None:
            break
        chunk = chunk_before(doc, stop, first)
        if not chunk or (words and not _may_be_one(chunk, head)):
            break
        more = chunk + list(doc[chunk[-1].i + 1 : begin]) + more
        begin = edge = chunk[0].i
    if not more:
        return found
    named = [t for t in more if t.pos_ in _NOUNS]
    everything = tuple(t for t in (*more, *words) if not t.is_space)
    return everything, head or (named[-1] if named else None)


def _may_be_one(chunk: list[Token], head: Token | None) -> bool:
    """Whether words before a comma can name or describe the same party: not one person and several bodies."""
    plural = head is not None and head.tag_ in ("NNS", "NNPS")
    return not plural or chunk[-1].tag_ in ("NNS", "NNPS") or "CCONJ" in {t.pos_ for t in chunk}


def _before(cue: Token, first: int) -> int:
    """The token behind which a name would end, left of the cue, its auxiliaries and adverbs."""
    edge = cue.i
    while edge > first and (
        cue.doc[edge - 1].pos_ in ("AUX", "ADV", "PART") or cue.doc[edge - 1].text == ","
    ):
        edge -= 1
    return edge


def chunk_before(doc: Doc, stop: int, first: int) -> list[Token]:
    """The words before `stop` back to a comma, if they read as a name or title; nothing if they do not."""
    start = stop
    while start > first and doc[start - 1].text not in (
        ",",
        ":",
        ";",
        '"',
        "”",
        "“",
        "--",
        "—",
        "–",
        "(",
        ")",
    ):
        start -= 1
    chunk = list(doc[start:stop])
    if (
        not chunk
        or chunk[-1].pos_ not in _NOUNS
        or chunk[0].pos_ in ("ADP", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PART")
        or chunk[0].lower_ in _TIMES
    ):
        return []
    if any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in chunk) or not any(
        t.pos_ in _NOUNS for t in chunk
    ):
        return []
    return chunk


def is_bare_name(token: Token) -> bool:
    """A singular noun with a capital and no determiner, as only names stand, though the parser saw none."""
    return token.tag_ == "NN" and token.text[:1].isupper() and not any(token.children)


def after(cue: Token, sentence: Span) -> Found:
    """Who follows the cue: “said Jo Li, a spokesman, on Monday”."""
    words: list[Token] = []
    for token in cue.doc[cue.i + 1 : sentence.end]:
        if (
            token.pos_ in ("VERB", "AUX", "SCONJ")
            or token.text in ('"', "”", "“", ".", ";", ":", "(")
            or token.lower_ in _TIMES
        ):
            break
        if (token.pos_ == "ADP" and token.lower_ not in ("of", "for")) or (
            not words and token.pos_ not in (*_NOUNS, "DET", "ADJ", "NUM")
        ):
            break
        words.append(token)
    while words and (words[-1].is_punct or words[-1].pos_ in ("DET", "CCONJ")):
        words.pop()
    nouns = [t for t in words if t.pos_ in _NOUNS]
    return (tuple(words), nouns[0]) if nouns else NOBODY


def named_after_according(to: Token, sentence: Span) -> Found:
    """The party behind “according to”, up to the comma behind which the sentence goes on."""
    chunks: list[list[Token]] = [[]]
    for token in to.doc[to.i + 1 : sentence.end]:
        if token.text in (",", ";", "--", "—"):
            chunks.append([])
        elif token.text not in (".", '"', "”"):
            chunks[-1].append(token)
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        return NOBODY
    clause = next((at for at, chunk in enumerate(chunks) if any(_is_finite(t) for t in chunk)), len(chunks))
    subject = clause if clause == len(chunks) or _noun_first(chunks[clause]) else clause - 1
    taken = list(chunks[0])
    for chunk in chunks[1:subject]:
        if not _is_title(chunk):
            break
        taken += chunk
    taken = _short(taken)
    head = next((c for c in to.children if c.dep_ in ("pobj", "pcomp") and c in taken), None)
    head = head or next((t for t in reversed(taken) if t.pos_ in _NOUNS), None)
    return (tuple(taken), head) if head is not None else NOBODY


def _is_finite(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.dep_ != "relcl"


def _noun_first(chunk: list[Token]) -> bool:
    """Whether a clause brings its own subject."""
    for token in chunk:
        if _is_finite(token):
            return False
        if token.pos_ in (*_NOUNS, "NUM"):
            return True
    return False


def _is_title(chunk: list[Token]) -> bool:
    return chunk[0].pos_ in ("DET", "NOUN", "PROPN", "ADJ") and chunk[0].lower_ not in _TIMES


def _short(words: list[Token]) -> list[Token]:
    """Words up to where a new clause begins that no comma marks (“according to Rathbun the property was …”)."""
    for at, token in enumerate(words):
        if at and _is_finite(token):
            return words[:at]
        begins = token.pos_ in ("DET", "PRON", "NUM") and token.dep_ != "appos" and token.tag_ != "WP"
        if (
            at
            and begins
            and words[at - 1].pos_ in ("NOUN", "PROPN")
            and any(_is_finite(t) for t in words[at:])
        ):
            return words[:at]
        if (
            at
            and token.lower_ in ("over", "about", "around", "at")
            and words[at - 1].pos_ in ("NOUN", "PROPN")
            and any(t.pos_ == "NUM" for t in words[at : at + 3])
        ):
            return words[:at]
    return words


def tidy(found: Found) -> Found:
    """Without a conjunction before it and a time behind it (“Osei early Saturday”)."""
    words, head = list(found[0]), found[1]
    while len(words) > 1 and words[0].pos_ == "SCONJ":
        words = words[1:]
    end = len(words)
    while end > 1 and (words[end - 1].ent_type_ in ("DATE", "TIME") or words[end - 1].lower_ in _TIMES):
        end -= 1
    if end < len(words):
        while end > 1 and words[end - 1].lower_ in ("early", "late", "on", "last", "earlier", "this"):
            end -= 1
    nouns = [t for t in words[:end] if t.pos_ in _NOUNS]
    if not nouns:
        return found
    return tuple(words[:end]), head if head in words[:end] else nouns[-1]


def _subject(subject: Token, verb: Token) -> Found:
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return (verb.head, subject), verb.head
    if subject.lower_ == "it" and subject.dep_ == "nsubjpass":
        doer = agent(verb)
        return (noun_phrase(doer), doer) if doer is not None else NOBODY
    subject = _agreeing(subject, verb)
    return noun_phrase(subject), subject


def _agreeing(subject: Token, verb: Token) -> Token:
    """The noun that agrees with a plural verb, where the parser took the end of an earlier clause for its subject."""
    if verb.tag_ == "VBP" and subject.tag_ == "NN" and not any(c.dep_ == "cc" for c in subject.children):
        return next((c for c in subject.children if c.dep_ == "appos" and c.tag_ == "NNS"), subject)
    return subject


def agent(verb: Token) -> Token | None:
    """Who does it, behind “by” in a passive."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def owner(noun: Token, *, without: Token | None = None) -> Found:
    """Whose claim it is: “the ministry's claim that”, “claims by the ministry that”, “they made the claim that”."""
    for child in noun.children:
        if child.dep_ == "poss":
            return noun_phrase(child), child
        if child.dep_ == "prep" and child != without and child.lower_ in ("by", "from", "of", "among"):
            party = next((c for c in child.children if c.dep_ == "pobj"), None)
            if party is not None:
                return noun_phrase(party), party
    if noun.dep_ == "dobj" and _MAKES.match(noun.head.lower_):
        return source_of(noun.head)
    return NOBODY


def noun_phrase(head: Token, *, without: Token | None = None) -> tuple[Token, ...]:
    """The words of a party: its noun with determiners, titles, appositions and of-phrases; no clauses, no adverbs."""
    words = [head]
    for child in head.children:
        if child == without or child.dep_ in _NOT_OF_A_NAME or (child.dep_ == "advmod" and child.i > head.i):
            continue
        if child.i < head.i and child.dep_ not in _BEFORE_A_NAME:
            continue
        if (
            child.dep_ == "prep"
            and child.lower_ in ("to", "during", "on")
            and head.pos_ in ("PROPN", "PRON")
            and head.head.i < head.i
        ):
            continue
        words.extend(child.subtree if child.dep_ != "appos" else noun_phrase(child))
    for conjunct in (c for c in head.children if c.dep_ == "conj" and c.pos_ in _NOUNS):
        words.extend(noun_phrase(conjunct))
    return tuple(sorted(set(words), key=lambda token: token.i))
