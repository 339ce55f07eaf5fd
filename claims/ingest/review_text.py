"""A review of others as a text made of its fields, and the one proposal whose places are in that text."""

from __future__ import annotations

from collections.abc import Mapping

from claims.domain import edtf
from claims.domain.errors import InvalidValue
from claims.domain.tongue import gettext
from claims.domain.vocabulary import ClaimType, Modality, Quotation, SpeakerBasis, SpeakerKind
from claims.extraction.proposal import AttributionType, Link, Party, Proposal, Reason
from claims.ingest.canonical import canonical
from claims.ingest.review_fields import Review

Places = Mapping[str, tuple[int, int]]
CHECK_WORTHINESS = 0.5


def composed(review: Review, url: str) -> tuple[str, Places]:
    """The text and where in it each field's words stand. The labels are schema.org's names of the fields."""
    fields = {
        "headline": review.headline,
        "claimReviewed": review.claim,
        "itemReviewed.author": review.speaker.name,
        "itemReviewed.author (others)": "; ".join(review.speaker.others),
        "itemReviewed.author.jobTitle": review.speaker.role,
        "itemReviewed.datePublished": review.said.text,
        "reviewRating.alternateName": review.rating,
        "reviewRating.ratingExplanation": review.explanation,
        "author": review.publisher,
        "datePublished": review.published.text,
        "url": url,
        "appearance": " ".join(review.appearances),
    }
    text = ""
    places: dict[str, tuple[int, int]] = {}
    for label, said in fields.items():
        if said:
            text += f"{label}: "
            places[label] = (len(text), len(text) + len(said))
            text += f"{said}\n\n"
    text = text.removesuffix("\n\n")
    if canonical(text.split("\n\n")) != text:  # the places would be those of another text
        raise InvalidValue(gettext("The fields of the review cannot be written as one text."), field="item")
    return text, places


def proposed(review: Review, text: str, places: Places) -> Proposal:
    """The reviewed claim as a proposal: reported, without a cue, by whom the feed names or by nobody named."""
    speaker = review.speaker
    spans = (places["itemReviewed.author"],) if speaker.name else ()
    party = Party(
        words=speaker.name,
        spans=spans,
        name=speaker.name,
        role=speaker.role,
        kind=speaker.kind,
        basis=SpeakerBasis.AMBIGUOUS if speaker.others else SpeakerBasis.STATED,
        candidates=(speaker.name, *speaker.others) if speaker.others else (),
    )
    named = speaker.kind is not SpeakerKind.UNNAMED
    why = f"{review.publisher or 'the publisher'} reviewed it"
    return Proposal(
        source=spans,
        cue=(),
        content=(places["claimReviewed"],),
        chain=(Link(party if named else None, cue="", cue_spans=()),),
        quotation=Quotation.REPORTED,
        type=AttributionType.SPEECH if named else AttributionType.UNSOURCED,
        claim_type=ClaimType.EVENT,
        modality=Modality.ASSERTED if named else Modality.ALLEGED,
        hedges=(),
        said=review.said,
        about=edtf.unknown(),
        quantities=(),
        places=(),
        check_worthiness=CHECK_WORTHINESS,
        check_reasons=(Reason(f"{why}; how much rests on it was not judged", CHECK_WORTHINESS),),
        score=1.0,
        reasons=(Reason("the publisher's feed states the claim and whom it is attributed to", 1.0),),
    )
