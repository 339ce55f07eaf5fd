"""From the text of an article to the claims that it attributes: the parts of this room put together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.domain.edtf import EDTFValue, unknown
from claims.domain.errors import InvalidValue
from claims.domain.quantities import Quantity
from claims.domain.text import LIMITS
from claims.domain.vocabulary import ClaimType, Modality, Quotation, SpeakerBasis, SpeakerKind
from claims.extraction import certainty, dates, figures, frames, worth
from claims.extraction.attributions import Attribution, Read, attributions, read
from claims.extraction.dates import Dated
from claims.extraction.features import cue_class
from claims.extraction.grounds import grounds
from claims.extraction.lexicon import THOUGHTS
from claims.extraction.naming import Named
from claims.extraction.parties import Cast
from claims.extraction.proposal import AttributionType, Link, Party, Proposal, Spans
from claims.extraction.ranker import Ranker, shipped

__all__ = ["LANGUAGES", "propose"]

LANGUAGES = ("en", "und")
"""What can be read; “und” is text of which nobody said the language."""

DIRECT = 0.9
"""The share of quoted words from which words are the speaker's own as a whole."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Half characters, which JSON can hold and no parser can read."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def propose(text: str, *, published: EDTFValue | None = None, language: str = "en") -> tuple[Proposal, ...]:
    """The attributed claims of an English text, in order of their words.

    Times count from `published`; where that is not known, what is relative stays unknown. Places are code points of
    `text` as it is given. Raises InvalidValue for another language, and for a text longer than an article may be.
    """
    if language.split("-")[0].lower() not in LANGUAGES:
        words = f"Claims can be read out of English text only; this one is in “{language}”."
        raise InvalidValue(words, field="language")
    if len(text) > LIMITS["article"]:
        words = f"The text has {len(text):,} characters; at most {LIMITS['article']:,} can be read."
        raise InvalidValue(words, field="text")
    text = _HALVES.sub("\ufffd", text)
    return tuple(_Reading(text, published or unknown(), shipped()).proposals())


@dataclass(frozen=True, slots=True)
class _Told:
    """An attribution, with whom it is from as one step of a chain."""

    one: Attribution
    link: Link

    def covers(self, places: Spans) -> bool:
        """Whether all of the places stand within what is attributed."""
        return all(
            any(first <= start and end <= last for first, last in self.one.content) for start, end in places
        )


class _Reading:
    """One text with everything that is read of it before its proposals are made."""

    def __init__(self, text: str, published: EDTFValue, ranker: Ranker) -> None:
        self.text, self.published, self.ranker = text, published, ranker
        self.read = read(text)
        self.told = list(_told(self.read, attributions(self.read, ranker)))
        self.near: dict[int, list[_Told]] = defaultdict(list)
        for told in self.told:
            self.near[told.one.candidate.masked.paragraph.start].append(told)
        self.names = Named(self.read)
        self.quoted = _Places(
            quote.inner for piece, _ in self.read.paragraphs for quote in piece.paragraph.quotes
        )
        self.dates = [
            replace(date, start=at + date.start, end=at + date.end)
            for piece, _ in self.read.paragraphs
            for at in (piece.paragraph.start,)
            for date in dates.dated(piece.paragraph.text, published=published)
        ]
        self.date_places = _Places((date.start, date.end) for date in self.dates)

    def proposals(self) -> Iterator[Proposal]:
        """One for each attribution, with what its words say."""
        for told in self.told:
            one, chain = told.one, self._chain(told)
            quotation = self._quotation(one, told.link.party)
            content = " ".join(self.text[start:end] for start, end in one.content)
            said = self._said(told, chain, quotation)
            about = self._about(one)
            if _is_after(about, said) and worth.claim_type(content) is not ClaimType.PREDICTION:
                about = unknown(basis="unknown: its words give a time after the saying", text=about.text)
            quantities = self._quantities(one, about)
            modality, hedges = _certainty(self.text, one, content, chain)
            names = self.names.within(one.content)
            claim_type = worth.claim_type(content, quantities=quantities)
            worthiness, why = worth.weigh(
                content,
                quantities=quantities,
                dates=self._dates_in(one.content),
                quotation=quotation,
                claim_type=claim_type,
                names=[self.text[start:end] for start, end, label in names if label in _NAMES],
            )
            yield Proposal(
                source=one.source,
                cue=one.cue,
                content=one.content,
                chain=tuple(step.link for step in chain),
                quotation=quotation,
                type=_type(one),
                claim_type=claim_type,
                modality=modality,
                hedges=hedges,
                said=said,
                about=about,
                quantities=quantities,
                places=worth.places(self.text, names),
                check_worthiness=worthiness,
                check_reasons=why,
                score=round(one.score, 3),
                reasons=grounds(one.candidate, one.properties, self.ranker),
            )

    def _chain(self, told: _Told) -> list[_Told]:
        """The attribution and those within whose words it stands, nearest to the words first."""
        if not told.one.cue:
            return [told]
        around = [
            other
            for other in self.near[told.one.candidate.masked.paragraph.start]
            if other is not told
            and _size(other.one.content) > _size(told.one.content)
            and other.covers((*told.one.cue, *told.one.content))
        ]
        return [told, *sorted(around, key=lambda other: _size(other.one.content))]

    def _quotation(self, one: Attribution, party: Party | None) -> Quotation:
        """How the words are rendered, by how many of them stand in quotation marks."""
        words = [
            found.start() for start, end in one.content for found in _WORD.finditer(self.text, start, end)
        ]
        share = sum(1 for place in words if self.quoted.around(place)) / max(len(words), 1)
        if share >= DIRECT:
            return Quotation.DIRECT
        if share > 0:
            return Quotation.MIXED
        is_person = party is not None and party.kind is SpeakerKind.PERSON
        return Quotation.INDIRECT if is_person else Quotation.REPORTED

    def _dates_in(self, content: Spans) -> list[Dated]:
        return [
            date
            for start, end in content
            for date in self.dates[self.date_places.first(start) : self.date_places.first(end)]
            if date.end <= end
        ]

    def _said(self, told: _Told, chain: Sequence[_Told], quotation: Quotation) -> EDTFValue:
        """When it was said, by the times of its sentence that belong to no other party's words."""
        sentence = (_sentence(told.one),)
        others = [
            other
            for other in self.near[told.one.candidate.masked.paragraph.start]
            if other is not told and not (told.one.cue and other.covers(told.one.cue))
        ]
        beside = [
            date
            for date in self._dates_in(sentence)
            for place in (((date.start, date.end),),)
            if not any(other.covers(place) for other in others)
            and all(step.covers(place) for step in chain[1:])
            and not any(start <= date.start and date.end <= end for start, end in told.one.source)
        ]
        return dates.said("", told.one.content, self.published, quotation=quotation, dates=beside)

    def _about(self, one: Attribution) -> EDTFValue:
        """When what is said happened."""
        first, last = one.content[0][0], one.content[-1][1]
        inside = [
            replace(date, start=date.start - first, end=date.end - first)
            for date in self._dates_in(one.content)
        ]
        beside = [] if one.source else self._times_beside(one)
        return dates.about(self.text[first:last], self.published, dates=inside, beside=beside)

    def _times_beside(self, one: Attribution) -> list[Dated]:
        """Times of the sentence outside the content: where nobody is named as speaking, they tell of the event."""
        sentence = self._dates_in((_sentence(one),))
        return [
            date
            for date in sentence
            if not any(start < date.end and date.start < end for start, end in one.content)
        ]

    def _quantities(self, one: Attribution, about: EDTFValue) -> tuple[Quantity, ...]:
        first, last = one.content[0][0], one.content[-1][1]
        taken = [
            (date.start - first, date.end - first)
            for date in self.dates[self.date_places.first(first) : self.date_places.first(last)]
        ]
        found = figures.quantities(self.text[first:last], dates=taken, at=about if about.edtf else None)
        return tuple(
            figure.quantity
            for figure in found
            if any(start <= first + figure.start and first + figure.end <= end for start, end in one.content)
        )


class _Places:
    """Stretches in order and apart, to be asked by place."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self.places = sorted(places)
        self.starts = [start for start, _ in self.places]

    def first(self, at: int) -> int:
        """The number of the first stretch that begins at or after a place."""
        return bisect_left(self.starts, at)

    def around(self, at: int) -> bool:
        """Whether a place stands within a stretch."""
        before = self.first(at + 1) - 1
        return before >= 0 and at < self.places[before][1]


_NAMES = ("PERSON", "ORG", "NORP", "GPE")


def _told(text: Read, found: Iterable[Attribution]) -> Iterator[_Told]:
    """Each attribution with its party, asked for in the order of the text, once for each source."""
    cast = Cast(text.text, text.paragraphs)
    known: dict[tuple[Spans, Spans], Party | None] = {}
    for one in found:
        candidate = one.candidate
        if frames.says_nobody(candidate):
            continue
        key = (one.source, tuple(candidate.masked.span(token) for token in candidate.cue_tokens))
        if key not in known:
            at = key[1][0][0] if key[1] else one.content[0][0]
            known[key] = cast.party(one.source, candidate.source, candidate.head, at)
        party = known[key]
        if party is not None and party.basis is SpeakerBasis.STATED and one.carried:
            party = replace(party, basis=SpeakerBasis.INFERRED)
        cue = " ".join(text.text[start:end] for start, end in one.cue)
        hedges = tuple(cue[start:end] for start, end in certainty.hedges(cue))
        yield _Told(one, Link(party, cue, one.cue, hedges))


def _certainty(
    text: str, one: Attribution, content: str, chain: Sequence[_Told]
) -> tuple[Modality, tuple[str, ...]]:
    """How it is put, and the words that say so.

    What nobody is named for is no more than alleged, and what is told at second hand no surer than how it is told. What
    stands around the reporting words (“reportedly said”, “declined to say”, “if he said”) counts with them.
    """
    frame = frames.of(one)
    cue = frame.cue or chain[0].link.cue
    modality = certainty.modality(content, cue)
    of_cue = certainty.modality("", cue)
    if modality is Modality.ASSERTED and (
        not one.source
        or any(certainty.modality("", step.link.cue) is not Modality.ASSERTED for step in chain[1:])
    ):
        modality = Modality.ALLEGED
    if frame.doubts and modality in (Modality.ASSERTED, Modality.PREDICTED, Modality.ALLEGED):
        modality = Modality.HEDGED
    hedges = [
        text[first + start : first + end]
        for first, last in one.content
        for start, end in certainty.hedges(text[first:last])
    ]
    if of_cue in (Modality.ALLEGED, Modality.HEDGED) or not one.source:
        hedges += [text[start:end] for start, end in (frame.places or one.cue)]
    hedges += frame.doubts
    return modality, tuple(dict.fromkeys(hedge for hedge in hedges if hedge.strip()))


def _is_after(about: EDTFValue, said: EDTFValue) -> bool:
    """Whether something would have happened after it was told."""
    return about.lower is not None and said.upper is not None and about.lower > said.upper


def _type(one: Attribution) -> AttributionType:
    """Whether it was said, or thought; or nobody is named."""
    if not one.source:
        return AttributionType.UNSOURCED
    if one.candidate.cue is None:
        return AttributionType.SPEECH
    word, kind = cue_class(one.candidate.cue)
    is_thought = kind in ("mental", "adjective") or word in THOUGHTS
    return AttributionType.MENTAL if is_thought else AttributionType.SPEECH


def _sentence(one: Attribution) -> tuple[int, int]:
    """From where to where the sentence of an attribution runs in the whole text."""
    spans = [one.candidate.masked.span(token) for token in one.candidate.sentence]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _size(content: Spans) -> int:
    return sum(end - start for start, end in content)
