"""The draft document of a claim: what would be published. One builder for preview, approval and publishing."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from claims.domain import quantities
from claims.domain.attestation import Attestation, attestation
from claims.domain.confidence import confidence
from claims.domain.edtf import EDTFValue
from claims.domain.ledger import time_text
from claims.domain.vocabulary import Agreement, CorrectionKind, EvidenceLevel, SpeakerKind, Stance, Status
from claims.models import Claim, Evidence, Speaker, SpeakerRole, Verdict
from claims.reads import graph
from claims.reads.provenance import behind

SCHEMA = 1
Document = dict[str, Any]


def build(claim: Claim) -> Document:
    """The draft document of a claim as the live rows say it now."""
    verdict = claim.verdicts.active().select_related("rating__scale").first()
    evidence = list(claim.evidence.active().select_related("source", "capture").order_by("id"))
    about = _sure(claim.about)
    graded = [(item, attestation(published=_sure(item.source.published), about=about)) for item in evidence]
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
        "about": about.as_json(),
        "quantities": _quantities(claim),
        "article": _article(claim),
        "verdict": _verdict(verdict),
        "evidence": [_evidence(item, attests) for item, attests in graded],
        **_provenance(claim, graded),
        "replies": _replies(claim),
        "links": [
            {"kind": link.kind, "claim": link.other.public_id, "note": link.note}
            for link in claim.links.active()
            .filter(other__published_number__isnull=False)  # an unpublished claim is nobody's business yet
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


def _quantities(claim: Claim) -> list[Document]:
    return [
        quantities.Quantity(
            row.measure,
            row.population,
            row.low,
            row.high,
            row.approximate,
            row.vague,
            row.unit,
            row.at,
            row.text,
        ).as_json()
        for row in claim.quantities.active().order_by("position")
    ]


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


def _verdict(verdict: Verdict | None) -> Document | None:
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
        "confidence_reasons": [],
        "conclusion": verdict.conclusion,
        "summary": verdict.summary,
        "rationale": verdict.rationale,
        "looked_for": verdict.looked_for,
        "would_change": verdict.would_change,
        "recheck_on": verdict.recheck_on.isoformat() if verdict.recheck_on else None,
    }


def _evidence(item: Evidence, attests: Attestation) -> Document:
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
    }


def _provenance(claim: Claim, graded: list[tuple[Evidence, Attestation]]) -> Document:
    outlet = claim.version.article.outlet.name
    same = Speaker.objects.filter(kind=SpeakerKind.OUTLET.value, name=outlet).order_by("id")
    parties = [claim.speaker, *same]
    found = behind((item.source for item, _ in graded), parties=parties)
    trail = found.trail(excluded=[party.public_id for party in parties])
    sides = {
        name: graph.counted(graded, stance, trail)
        for name, stance in (("supporting", Stance.SUPPORTS), ("disputing", Stance.DISPUTES))
    }
    names = {party.public_id: str(party) for party in found.parties.values()}
    names |= {source.public_id: source.title for source in found.sources.values()}
    return {
        "provenance": graph.drawn(claim, [item for item, _ in graded], found),
        "corroboration": {
            **{
                side: {"established": count.established, "possible": count.possible, "unknown": count.unknown}
                for side, count in sides.items()
            },
            "bottlenecks": [
                {"id": name, "name": names[name], "side": side}
                for side, count in sides.items()
                for name in count.bottlenecks
            ],
        },
    }


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
