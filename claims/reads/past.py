"""The draft document of a claim as it was at one revision, made from the history of its rows.

The parts that are computed from others (provenance, corroboration, what weighing gives) are not made again: they
follow from what is here, by the rules of their time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from claims.domain.confidence import confidence
from claims.domain.ledger import time_text
from claims.domain.quantities import plain
from claims.domain.tongue import as_written
from claims.domain.vocabulary import Agreement, CorrectionKind, EvidenceLevel, Status
from claims.models import (
    Article,
    ArticleVersion,
    Attribution,
    Capture,
    Claim,
    ClaimLink,
    ClaimSpan,
    Evidence,
    Outlet,
    Quantity,
    Rating,
    RatingScale,
    ReplyRequest,
    ReportedFigure,
    Source,
    Speaker,
    SpeakerCandidate,
    SpeakerRole,
    Verdict,
)
from claims.reads.revisions import Past, Row

Document = dict[str, Any]
FIGURE = ("measure", "population", "low", "high", "approximate", "vague", "unit", "at", "text")
PLAIN = (
    "statement",
    "language",
    "claim_type",
    "topic",
    "places",
    "cue",
    "modality",
    "hedges",
    "said",
    "about",
)
OF_THE_DESK = ("check_worthiness", "concerns_living_person", "allegation_of_crime")
VERDICT = (
    "credence", "evidence_level", "agreement", "levels_why", "conclusion", "summary", "rationale", "looked_for",
    "would_change", "recheck_on",
)  # fmt: skip
SOURCE = ("title", "url", "publisher", "published", "kind", "language", "reliability")


@as_written()
def document(past: Past) -> Document:
    """The draft document as it was, without what is computed."""
    own, parts = past.own, past.parts
    who = _Parties(past)
    verdict = next(iter(parts[Verdict]), None)
    return {
        "schema": 1,
        "id": own["public_id"],
        "path": f"/claims/{own['public_id']}",
        "license": settings.DATA_LICENSE,
        "demonstration": own["demonstration"],
        "status": _status(own, verdict),
        **{name: own[name] for name in PLAIN},
        "quotation": _quotation(own, parts[ClaimSpan]),
        "speaker": who.speaker(own, parts[SpeakerCandidate]),
        "attribution": [
            {
                "speaker": who.in_role(row["speaker_id"], row["role_id"]),
                "cue": row["cue"],
                "hedges": row["hedges"],
            }
            for row in _by(parts[Attribution], "position")
        ],
        "quantities": [_figure(row) for row in _by(parts[Quantity], "position")],
        "article": _article(past),
        "verdict": _verdict(past, verdict),
        "evidence": _evidence(past),
        "replies": [_reply(row, who) for row in parts[ReplyRequest]],
        "links": _links(past),
    }


def for_the_desk(past: Past) -> Document:
    """The same with what only the desk sees, and with the stretches of the quotation by their words."""
    found = document(past)
    found["at_the_desk"] = {name: _told(past.own[name]) for name in OF_THE_DESK}
    return with_words(found)


def with_words(found: Mapping[str, Any]) -> Document:
    """A document that also says of each stretch of its quotation whose words it is, by the words."""
    quotation = found["quotation"]
    exact, start = quotation["exact"] or "", quotation["start"]
    words = [
        {"text": exact[span["start"] - start : span["end"] - start], "role": span["role"]}
        for span in quotation["spans"]
    ]
    return {**found, "quotation": {**quotation, "whose_words": words}}


class _Parties:
    """Speakers and their roles as they were."""

    def __init__(self, past: Past) -> None:
        own, parts = past.own, past.parts
        chain = parts[Attribution]
        self.roles = past.rows(SpeakerRole, [own["speaker_role_id"], *(row["role_id"] for row in chain)])
        keys = [own["speaker_id"], *(row["speaker_id"] for row in (*chain, *parts[SpeakerCandidate]))]
        keys += [row["who_id"] for row in parts[ReplyRequest]]
        keys += [role["organization_id"] for role in self.roles.values()]
        self.speakers = past.rows(Speaker, keys)

    def named(self, key: int) -> Document:
        """Somebody by id and name."""
        row = self.speakers[key]
        return {"id": row["public_id"], "name": row["name"], "disambiguation": row["disambiguation"]}

    def in_role(self, key: int, role: int | None) -> Document:
        """Somebody in the role of the time."""
        found = self.roles.get(role or 0)
        body = found["organization_id"] if found else None
        title = found["title"] if found else ""
        return {**self.named(key), "role": title, "organization": self.speakers[body]["name"] if body else ""}

    def speaker(self, own: Row, candidates: Iterable[Row]) -> Document:
        """The claim's speaker."""
        row = self.speakers[own["speaker_id"]]
        return {
            **self.in_role(own["speaker_id"], own["speaker_role_id"]),
            "kind": row["kind"],
            "basis": own["speaker_basis"],
            "candidates": [self.named(one["speaker_id"]) for one in candidates],
            "same_as": row["same_as"],
        }

    def words(self, key: int) -> str:
        """A name with what tells it apart."""
        row = self.speakers[key]
        return f"{row['name']} ({row['disambiguation']})" if row["disambiguation"] else row["name"]


def _status(own: Row, verdict: Row | None) -> str:
    if own["correction_kind"] == CorrectionKind.WITHDRAWN.value:
        return Status.RETRACTED.value
    return Status.UNRATED.value if verdict is None else Status.RATED.value


def _quotation(own: Row, spans: list[Row]) -> Document:
    text = ArticleVersion.objects.values_list("text", flat=True).get(pk=own["version_id"]) or ""
    start, end = own["start"], own["end"]
    before, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return {
        "exact": own["exact"],
        "prefix": own["prefix"],
        "suffix": own["suffix"],
        "context_before": text[before:start],
        "context_after": text[end : after if after >= 0 else len(text)],
        "start": start,
        "end": end,
        "kind": own["quotation"],
        "translated": own["translated"],
        "spans": [
            {"start": span["start"], "end": span["end"], "role": span["role"]} for span in _by(spans, "start")
        ],
    }


def _article(past: Past) -> Document:
    version = ArticleVersion.objects.get(pk=past.own["version_id"])
    article = past.rows(Article, [version.article_id])[version.article_id]
    outlet = past.rows(Outlet, [article["outlet_id"]])[article["outlet_id"]]
    return {
        "id": article["public_id"],
        "headline": article["headline"],
        "outlet": outlet["name"],
        "authors": article["authors"],
        "url": article["url"],
        "published": article["published"],
        "version": version.number,
        "text_sha256": version.sha256,
        "captured_at": time_text(version.captured_at),
        "is_excerpt": version.is_excerpt,
    }


def _verdict(past: Past, verdict: Row | None) -> Document | None:
    if verdict is None:
        return None
    rating = past.rows(Rating, [verdict["rating_id"]])[verdict["rating_id"]]
    scale = past.rows(RatingScale, [rating["scale_id"]])[rating["scale_id"]]
    levels = EvidenceLevel(verdict["evidence_level"]), Agreement(verdict["agreement"])
    return {
        "rating": rating["label"],
        "meaning": rating["meaning"],
        "rating_value": rating["value"],
        "best": scale["best"],
        "worst": scale["worst"],
        "confidence": confidence(*levels),
        **{name: verdict[name] for name in VERDICT},
    }


def _evidence(past: Past) -> list[Document]:
    rows = past.parts[Evidence]
    sources = past.rows(Source, [row["source_id"] for row in rows])
    captures = past.rows(Capture, [row["capture_id"] for row in rows])
    figures: dict[int, list[Document]] = defaultdict(list)
    for one in _by(past.parts[ReportedFigure], "position"):
        figures[one["evidence_id"]].append(_figure(one))
    found = []
    for row in rows:
        source, capture = sources[row["source_id"]], captures.get(row["capture_id"] or 0)
        told = {name: source[name] for name in SOURCE}
        told |= {"id": source["public_id"], "archived": source["archived_url"]}
        told["captured_at"] = _moment(capture["captured_at"]) if capture else None
        own = {name: row[name] for name in ("stance", "says", "excerpt", "credibility")}
        found.append({"source": told, **own, "figures": figures[row["id"]]})
    return found


def _reply(row: Row, who: _Parties) -> Document:
    return {
        "who": who.words(row["who_id"]),
        "asked": _moment(row["asked_at"]),
        "outcome": row["outcome"],
        "answer": row["answer"],
        "answered": _moment(row["answered_at"]),
    }


def _links(past: Past) -> list[Document]:
    rows = past.parts[ClaimLink]
    others = past.rows(Claim, [row["other_id"] for row in rows])
    return [
        {"kind": row["kind"], "claim": others[row["other_id"]]["public_id"], "note": row["note"]}
        for row in rows
        if others[row["other_id"]]["published_number"] is not None
    ]


def _figure(row: Row) -> Document:
    bounds = {name: None if row[name] is None else plain(Decimal(row[name])) for name in ("low", "high")}
    return {**{name: row[name] for name in FIGURE}, **bounds}


def _by(rows: Iterable[Row], column: str) -> list[Row]:
    return sorted(rows, key=lambda row: int(row[column]))


def _moment(text: str | None) -> str | None:
    return time_text(datetime.fromisoformat(text)) if text else None


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
