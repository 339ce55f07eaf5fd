"""The draft document of a claim: what would be published. One builder for preview, approval and publishing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.conf import settings

from claims.domain import quantities
from claims.domain.attestation import Attestation
from claims.domain.confidence import Weighed, confidence
from claims.domain.edtf import EDTFValue
from claims.domain.figures import Comparability, compare
from claims.domain.ledger import time_text
from claims.domain.tongue import as_written
from claims.domain.vocabulary import Agreement, CorrectionKind, EvidenceLevel, State, Status
from claims.models import Claim, Evidence, Speaker, SpeakerRole, Verdict
from claims.reads.suppositions import quantity
from claims.reads.weighing import Weighing
from claims.reads.weighing import of as weighing_of

SCHEMA = 1
Document = dict[str, Any]
TELLING = (
    Comparability.CONFLICT,
    Comparability.AGREE,
    Comparability.OVERLAP,
    Comparability.NOT_COMPARABLE,
)


@as_written()
def build(claim: Claim, weighing: Weighing | None = None) -> Document:
    """The draft document of a claim as the live rows say it now; `weighing` when it was made already.

    What it says of its own is English whatever the site speaks: a document is the same document everywhere.
    """
    verdict = claim.verdicts.active().select_related("rating__scale").first()
    weighing = weighing or weighing_of(claim)
    own = [quantity(row) for row in claim.quantities.active().order_by("position")]
    timed = [replace(figure, at=figure.at or claim.about) for figure in own]
    figures = _reported(claim)
    return {
        "schema": SCHEMA,
        "id": claim.public_id,
        "path": f"/claims/{claim.public_id}",
        "license": settings.DATA_LICENSE,
        "demonstration": claim.demonstration,
        "status": _status(claim, verdict),
        "statement": claim.statement,
        "language": claim.language,
        "claim_type": claim.claim_type,
        "topic": claim.topic,
        "places": claim.places,
        "quotation": _quotation(claim),
        "speaker": _speaker(claim),
        "attribution": _attribution(claim),
        "cue": claim.cue,
        "modality": claim.modality,
        "hedges": claim.hedges,
        "said": _sure(claim.said).as_json(),
        "about": _sure(claim.about).as_json(),
        "quantities": [figure.as_json() for figure in own],
        "article": _article(claim),
        "verdict": _verdict(verdict, weighing.weighed),
        "evidence": [
            _evidence(item, attests, timed, figures.get(item.pk, [])) for item, attests in weighing.graded
        ],
        **weighing.as_json(),
        "replies": _replies(claim),
        "links": [
            {"kind": link.kind, "claim": link.other.public_id, "note": link.note}
            for link in claim.links.active()
            .filter(other__published_number__isnull=False)  # an unpublished claim is nobody's business yet
            .exclude(other__state=State.SUPPRESSED.value)
            .select_related("other")
            .order_by("id")
        ],
    }


def _sure(value: EDTFValue | None) -> EDTFValue:
    if value is None:  # columns are NOT NULL; only the field's type allows it
        raise ValueError("an EDTF column is empty")
    return value


def _status(claim: Claim, verdict: Verdict | None) -> str:
    if claim.correction_kind == CorrectionKind.WITHDRAWN.value:
        return Status.RETRACTED.value
    return Status.UNRATED.value if verdict is None else Status.RATED.value


def _quotation(claim: Claim) -> Document:
    text = claim.version.text
    before = text.rfind("\n", 0, claim.start) + 1
    after = text.find("\n", claim.end)
    return {
        "exact": claim.exact,
        "prefix": claim.prefix,
        "suffix": claim.suffix,
        "context_before": text[before : claim.start],
        "context_after": text[claim.end : after if after >= 0 else len(text)],
        "start": claim.start,
        "end": claim.end,
        "kind": claim.quotation,
        "translated": claim.translated,
        "spans": [
            {"start": span.start, "end": span.end, "role": span.role}
            for span in claim.spans.active().order_by("start")
        ],
    }


def _role(role: SpeakerRole | None) -> tuple[str, str]:
    if role is None:
        return "", ""
    return role.title, role.organization.name if role.organization else ""


def _speaker(claim: Claim) -> Document:
    role, organization = _role(claim.speaker_role)
    candidates = claim.candidates.active().select_related("speaker").order_by("id")
    return {
        "id": claim.speaker.public_id,
        "name": claim.speaker.name,
        "disambiguation": claim.speaker.disambiguation,
        "kind": claim.speaker.kind,
        "role": role,
        "organization": organization,
        "basis": claim.speaker_basis,
        "candidates": [_named(item.speaker) for item in candidates],
        "same_as": claim.speaker.same_as,
    }


def _attribution(claim: Claim) -> list[Document]:
    links = claim.attributions.active().select_related("speaker", "role__organization").order_by("position")
    return [
        {"speaker": _in_role(link.speaker, link.role), "cue": link.cue, "hedges": link.hedges}
        for link in links
    ]


def _named(speaker: Speaker) -> Document:
    return {"id": speaker.public_id, "name": speaker.name, "disambiguation": speaker.disambiguation}


def _in_role(speaker: Speaker, role: SpeakerRole | None) -> Document:
    title, organization = _role(role)
    return {**_named(speaker), "role": title, "organization": organization}


def _reported(claim: Claim) -> dict[int, list[quantities.Quantity]]:
    """The figures that sources give, by the evidence that they stand in."""
    found: dict[int, list[quantities.Quantity]] = defaultdict(list)
    for row in claim.reported_figures.active().order_by("evidence_id", "position"):
        found[row.evidence_id].append(quantity(row))
    return found


def _article(claim: Claim) -> Document:
    version = claim.version
    article = version.article
    return {
        "id": article.public_id,
        "headline": article.headline,
        "outlet": article.outlet.name,
        "authors": article.authors,
        "url": article.url,
        "published": _sure(article.published).as_json(),
        "version": version.number,
        "text_sha256": version.sha256,
        "captured_at": time_text(version.captured_at),
        "is_excerpt": version.is_excerpt,
    }


def _verdict(verdict: Verdict | None, weighed: Weighed) -> Document | None:
    if verdict is None:
        return None
    return {
        "rating": verdict.rating.label,
        "meaning": verdict.rating.meaning,
        "rating_value": verdict.rating.value,
        "best": verdict.rating.scale.best,
        "worst": verdict.rating.scale.worst,
        "credence": verdict.credence,
        "evidence_level": verdict.evidence_level,
        "agreement": verdict.agreement,
        "confidence": confidence(EvidenceLevel(verdict.evidence_level), Agreement(verdict.agreement)),
        "confidence_reasons": [
            {"about": reason.about, "text": reason.text, "weight": reason.weight}
            for reason in weighed.reasons
        ],
        "weighed": {"evidence_level": weighed.evidence.value, "agreement": weighed.agreement.value},
        "levels_why": verdict.levels_why,
        "conclusion": verdict.conclusion,
        "summary": verdict.summary,
        "rationale": verdict.rationale,
        "looked_for": verdict.looked_for,
        "would_change": verdict.would_change,
        "recheck_on": verdict.recheck_on.isoformat() if verdict.recheck_on else None,
    }


def _evidence(
    item: Evidence,
    attests: Attestation,
    own: list[quantities.Quantity],
    figures: list[quantities.Quantity],
) -> Document:
    source = item.source
    return {
        "source": {
            "id": source.public_id,
            "title": source.title,
            "url": source.url,
            "publisher": source.publisher,
            "published": _sure(source.published).as_json(),
            "kind": source.kind,
            "language": source.language,
            "reliability": source.reliability,
            "archived": source.archived_url,
            "captured_at": time_text(item.capture.captured_at) if item.capture else None,
        },
        "stance": item.stance,
        "says": item.says,
        "excerpt": item.excerpt,
        "credibility": item.credibility,
        "attests": attests.attests.value,
        "attests_because": attests.because,
        "figures": [{**figure.as_json(), "compared": _compared(figure, own)} for figure in figures],
    }


def _compared(figure: quantities.Quantity, own: list[quantities.Quantity]) -> Document | None:
    """How a source's figure stands to the claim's figures of the same measure, or to its only one.

    Of several the most telling answer: a conflict is never hidden behind another figure.
    """
    measure = figure.measure.casefold().split()
    same = [one for one in own if one.measure.casefold().split() == measure] or (own if len(own) == 1 else [])
    found = [compare(one, figure) for one in same]
    return min(found, key=lambda one: TELLING.index(one.outcome)).as_json() if found else None


def _replies(claim: Claim) -> list[Document]:
    return [
        {
            "who": str(reply.who),
            "asked": time_text(reply.asked_at) if reply.asked_at else None,
            "outcome": reply.outcome,
            "answer": reply.answer,
            "answered": time_text(reply.answered_at) if reply.answered_at else None,
        }
        for reply in claim.replies.active().select_related("who").order_by("id")
    ]
