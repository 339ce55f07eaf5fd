"""What the machine read out of an article as proposed claims, and the decisions of people on them.

Each offer is kept as it was made; with a person's decision it is a training pair. The decision is written by the step
that the claim takes (`actions.review`), whichever page or list that comes from.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from claims.actions.claims import begin
from claims.actions.parties import Known, Parties
from claims.actions.records import may_change
from claims.actions.transactions import one_transaction
from claims.domain import readings
from claims.domain.errors import InvalidValue
from claims.domain.quantities import Quantity
from claims.domain.vocabulary import Modality, OfferDecision, SpeakerBasis, State
from claims.extraction import written
from claims.extraction.proposal import Link, Proposal
from claims.models import Article, ArticleVersion, Claim, Offer, User
from claims.reads import offers, training

log = logging.getLogger(__name__)
SAME = 0.8
"""From this share of common words on, two places hold the same claim."""
LONGEST_CUE = 100
PORTION = 100
"""About so many proposals are saved together, so that a long article keeps nobody waiting for minutes."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """What read the text."""

    name: str
    version: str


HOUSE = Extractor("claims.extraction", "1")


def offer(
    *,
    version: ArticleVersion,
    proposals: Iterable[Proposal],
    by: User,
    at: datetime,
    extractor: Extractor = HOUSE,
    still: Callable[[int], None] = lambda made: None,
) -> tuple[Claim, ...]:
    """The new proposed claims, in the order of the text; nothing is doubled, nothing that was rejected comes back.

    Left out is what shares four fifths of its words with a claim of this version, whatever became of that, and what
    was rejected in another version of the article. A proposal that does not fit the text is left out too, and the log
    says where. They are saved in portions; between them, `still` is told how many claims there are.
    """
    may_change(Claim, by)
    given = sorted(proposals, key=lambda one: (one.start, one.end))
    version = ArticleVersion.objects.select_related("article__outlet").get(pk=version.pk)
    parties = Parties(version, (link for one in given for link in one.chain), by=by)
    claims: list[Claim] = []
    for number, portion in enumerate(_portions(given)):
        if number:
            still(len(claims))
        with one_transaction():
            Article.objects.select_for_update(no_key=True).get(pk=version.article_id)  # one portion at a time
            parties.look_again()
            made = _made(_new(version, portion), version, parties, by=by, at=at)
            claims += _kept(made, version, extractor, by=by, at=at)
    return tuple(claims)


def decided(claim: Claim, *, becomes: State, by: User, why: str = "") -> None:
    """Keeps with the claim's offer, if it has one, what its step says of it; before the step is taken.

    An accepted claim that a person changed before counts as edited. The last decision is the one that counts; history
    has those before.
    """
    found = Offer.objects.filter(claim=claim).first()
    if found is None or becomes not in (State.OPEN, State.REJECTED, State.DUPLICATE):
        return
    kept = None if becomes is State.REJECTED else training.as_kept(found, claim)
    accepted = OfferDecision.EDITED if offers.was_edited(found) else OfferDecision.ACCEPTED
    decision = accepted if becomes is State.OPEN else OfferDecision(becomes.value)
    Offer.objects.filter(pk=found.pk).update(
        decision=decision.value, decided_by=by, decided_at=Now(), decided_why=why, kept=kept, changed_by=by
    )


def settle() -> None:
    """Lets the database say now, not at COMMIT, when a decision stands without its step."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS claims_offer_fits IMMEDIATE")
        cursor.execute("SET CONSTRAINTS claims_offer_fits DEFERRED")


def _portions(given: Iterable[Proposal]) -> Iterator[list[Proposal]]:
    """The proposals in portions, cut where none stands in two; they come in the order of the text."""
    portion: list[Proposal] = []
    reach = 0
    for one in given:
        if len(portion) >= PORTION and one.start >= reach:
            yield portion
            portion = []
        portion.append(one)
        reach = max(reach, one.end)
    if portion:
        yield portion


def _made(
    given: Iterable[Proposal], version: ArticleVersion, parties: Parties, *, by: User, at: datetime
) -> dict[int, Proposal]:
    """The proposals by the keys of their claims, without those that do not fit."""
    made: dict[int, Proposal] = {}
    for one in given:
        before = len(parties.rows)
        try:
            made[_claim(one, version, parties, by=by, at=at)] = one
        except InvalidValue as refusal:
            parties.forget(before)
            where = written.place(one.content)
            log.warning("left out of version %s, place %s: %s", version.pk, where, refusal)
    return made


def _new(version: ArticleVersion, given: Sequence[Proposal]) -> list[Proposal]:
    """The proposals that are not here yet."""
    words = readings.Words(version.text)
    there = [(place, words.of(place)) for place in offers.places(version)]
    rejected = offers.rejected_elsewhere(version)
    found: dict[str, Proposal] = {}
    for one in given:
        content, text = words.of(one.content), version.text[one.start : one.end]
        is_there = any(
            place[0][0] < one.end and one.start < place[-1][1] and readings.shared(content, held) >= SAME
            for place, held in there
        )
        if content and not is_there and readings.plain_words(text) not in rejected:
            found.setdefault(written.place(one.content), one)
    return list(found.values())


def _claim(one: Proposal, version: ArticleVersion, parties: Parties, *, by: User, at: datetime) -> int:
    """The key of the claim that the proposal becomes; the rows of its parties go with it when it does not fit."""
    exact = version.text[one.start : one.end]
    with one_transaction():
        values = _values(one, version, parties)
        return begin(version=version, exact=exact, near=one.start, by=by, at=at, **values).pk


def _kept(
    made: Mapping[int, Proposal], version: ArticleVersion, extractor: Extractor, *, by: User, at: datetime
) -> tuple[Claim, ...]:
    """The claims, each with its offer."""
    rows = Claim.objects.select_related("speaker", "speaker_role__organization")
    found = rows.in_bulk(list(made))
    for claim in found.values():
        claim.version = version  # one copy of the text for all of them
    Offer.objects.bulk_create(
        Offer(
            claim=found[pk],
            version=version,
            rev=found[pk].rev,
            place=written.place(one.content),
            made=written.as_json(one),
            score=_share(one.score),
            extractor=extractor.name,
            extractor_version=extractor.version,
            made_by=by,
            made_at=at,
            changed_by=by,
        )
        for pk, one in made.items()
    )
    return tuple(found[pk] for pk in made)


def _values(one: Proposal, version: ArticleVersion, parties: Parties) -> dict[str, Any]:
    """The columns and parts of the claim: never surer than the proposal, and every word of them in the text."""
    text, chain = version.text, one.chain
    known = parties.of(chain[0].party if chain else None)
    cue = _words(text, one.cue)
    hedges = [hedge for hedge in dict.fromkeys(one.hedges) if hedge in text]
    modality = one.modality
    if modality is Modality.HEDGED and not hedges:
        hedges, modality = ([cue], modality) if cue else ([], Modality.ALLEGED)
    rest = [(parties.of(link.party), link) for link in chain[1:]]
    return {
        "quotation": one.quotation.value,
        "statement": readings.statement(text, one.content, modality=modality, hedges=hedges, cue=cue),
        "language": version.article.language,
        "speaker": known.speaker,
        "speaker_role": parties.role(chain[0].party if chain else None, known.speaker, said=one.said),
        "speaker_basis": known.basis.value,
        "cue": cue,
        "modality": modality.value,
        "hedges": hedges,
        "said": one.said,
        "about": one.about,
        "claim_type": one.claim_type.value,
        "places": list(one.places),
        "check_worthiness": _share(one.check_worthiness),
        "parts_of": _parts(one, text, known, rest),
    }


def _parts(
    one: Proposal, text: str, known: Known, rest: Sequence[tuple[Known, Link]]
) -> dict[str, list[dict[str, Any]]]:
    """The parts that there are."""
    spans = readings.voices(text, one.content, one.quotation)
    between = known.candidates if known.basis is SpeakerBasis.AMBIGUOUS else ()
    found = {
        "spans": [{"start": span.start, "end": span.end, "role": span.role.value} for span in spans],
        "quantities": [_figure(figure) for figure in one.quantities if figure.text in text],
        "attribution": [
            {
                "speaker": party.speaker,
                "cue": _words(text, link.cue_spans),
                "hedges": [hedge for hedge in link.hedges if hedge in text],
            }
            for party, link in rest
        ],
        "candidates": [{"speaker": speaker, "note": ""} for speaker in between],
    }
    return {name: rows for name, rows in found.items() if rows}


def _figure(figure: Quantity) -> dict[str, Any]:
    names = ("measure", "population", "low", "high", "approximate", "vague", "unit", "at", "text")
    return {name: getattr(figure, name) for name in names}


def _words(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The words at some places as they are printed: with what stands between them where that is short."""
    if not places:
        return ""
    whole = text[places[0][0] : places[-1][1]]
    if len(places) == 1 or (len(whole) <= LONGEST_CUE and "\n" not in whole):
        return " ".join(whole.split()) if " ".join(whole.split()) in text else whole.split("\n")[0].strip()
    return max((text[start:end] for start, end in places), key=len).strip()


def _share(number: float) -> str:
    """A number from 0 to 1 with two digits, as it is stored."""
    return f"{min(max(number, 0.0), 1.0):.2f}"
