"""A claim of the files led through its life, by the actions and the people that lead any other claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from claims.actions import claims, evidence, publication, review, suppositions
from claims.domain.vocabulary import CorrectionKind, State
from claims.ingest.folder import date_of, place_in, spans_of
from claims.ingest.rehearsal import PLAIN
from claims.models import (
    ArticleVersion,
    Claim,
    ClaimLink,
    Evidence,
    Rating,
    ReplyRequest,
    ReportedFigure,
    Source,
    Speaker,
    SpeakerRole,
    User,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what: who extracts, the two who review, the editor who publishes, and the machine that supposes."""

    extractor: User
    reviewer: User
    second_reviewer: User
    editor: User
    machine: User


@dataclass(slots=True)
class Loaded:
    """Rows by the keys that the files use."""

    speakers: dict[str, Speaker] = field(default_factory=dict)
    roles: dict[str, SpeakerRole] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)


FIRST = ("accept", "work", "complete", "approve", "publish")
AGAIN = ("correct", "complete", "approve", "publish")
STEPS: Mapping[State, tuple[str, ...]] = {
    State.PROPOSED: (),
    State.OPEN: FIRST[:1],
    State.IN_REVIEW: FIRST[:2],
    State.DRAFT_COMPLETE: FIRST[:3],
    State.APPROVED: FIRST[:4],
    State.PUBLISHED: FIRST,
    State.UNDER_CORRECTION: (*FIRST, "correct"),
    State.RETRACTED: (*FIRST, *AGAIN),
    State.REJECTED: ("reject",),
    State.DUPLICATE: ("mark duplicate",),
}
"""What leads a proposed claim to where the files leave it."""


def standing(item: Mapping[str, Any], version: ArticleVersion) -> Claim | None:
    """The claim that was loaded before: of these words at this place, or in an earlier capture of the article.

    Of one that was suppressed only its place is left; it is not loaded again.
    """
    gone = Claim.objects.filter(version__article=version.article_id, state=State.SUPPRESSED.value)
    suppressed = gone.filter(start=place_in(item, version.text).start).first()
    if suppressed is not None:
        return suppressed
    found = Claim.objects.filter(version__article=version.article_id, exact=item["exact"]).order_by("id")
    here = found.filter(version=version, start=place_in(item, version.text).start).first()
    return here or found.exclude(version=version)[item.get("occurrence", 1) - 1 :].first()


def lead(item: Mapping[str, Any], version: ArticleVersion, loaded: Loaded, cast: Cast) -> Claim:
    """The claim, proposed and led to its `until`."""
    claim = claims.propose(
        version=version,
        exact=item["exact"],
        near=place_in(item, version.text).start,
        by=cast.extractor,
        at=timezone.now(),
        parts_of=_parts(item, version, loaded),
        speaker=loaded.speakers[item["speaker"]],
        speaker_role=loaded.roles[item["speaker_role"]] if item["speaker_role"] else None,
        said=date_of(item["said"]),
        about=date_of(item["about"]),
        demonstration=True,
        **{key: item[key] for key in PLAIN if key in item},
    )
    until = State(item["until"])
    steps = STEPS[until]
    if until is State.PUBLISHED and "correction" in item:
        steps = (*FIRST, *AGAIN)
    for step in steps:
        TAKE[step](claims.fresh(claim), item, loaded, cast)
    return claims.fresh(claim)


def _parts(
    item: Mapping[str, Any], version: ArticleVersion, loaded: Loaded
) -> dict[str, list[dict[str, Any]]]:
    return {
        "spans": spans_of(item, version.text),
        "quantities": list(_figures(item["quantities"])),
        "candidates": [{"speaker": loaded.speakers[key]} for key in item.get("candidates", ())],
        "attribution": [
            {
                **link,
                "speaker": loaded.speakers[link["speaker"]],
                "role": loaded.roles[link["role"]] if link["role"] else None,
            }
            for link in item.get("attribution", ())
        ],
    }


def _figures(given: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for figure in given:
        yield {**figure, "at": date_of(figure["at"]) if "at" in figure else None}


Step = Callable[[Claim, Mapping[str, Any], Loaded, Cast], object]


def _accept(claim: Claim, _item: Mapping[str, Any], _loaded: Loaded, cast: Cast) -> object:
    return review.accept(claim=claim, rev=claim.rev, by=cast.reviewer)


def _reject(claim: Claim, item: Mapping[str, Any], _loaded: Loaded, cast: Cast) -> object:
    why = item.get("rejected_why") or "The files that it was loaded from left it aside and do not say why."
    return review.reject(claim=claim, rev=claim.rev, by=cast.reviewer, why=why)


def _mark_duplicate(claim: Claim, item: Mapping[str, Any], loaded: Loaded, cast: Cast) -> object:
    of = loaded.claims[item["duplicate_of"]]
    return review.mark_duplicate(claim=claim, rev=claim.rev, by=cast.reviewer, of=of)


def _work(claim: Claim, item: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    review.start(claim=claim, rev=claim.rev, by=cast.reviewer)
    _support(claim, item, loaded, cast)
    for asked in item["replies"]:
        _attach(ReplyRequest, claim, cast, **{**asked, "who": loaded.speakers[asked["who"]]})
    for link in item.get("links", ()):
        values = {key: link[key] for key in ("kind", "note", "basis")}
        _attach(ClaimLink, claim, cast, other=loaded.claims[link["claim"]], **values)


def _complete(claim: Claim, _item: Mapping[str, Any], _loaded: Loaded, cast: Cast) -> object:
    return review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)


def _approve(claim: Claim, _item: Mapping[str, Any], _loaded: Loaded, cast: Cast) -> object:
    by, note = cast.second_reviewer, "Demonstration account."
    return review.approve(claim=claim, rev=claim.rev, by=by, at=timezone.now(), note=note)


def _publish(claim: Claim, _item: Mapping[str, Any], _loaded: Loaded, cast: Cast) -> object:
    return publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())


def _correct(claim: Claim, item: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    given = item["correction"]
    kind, reason = CorrectionKind(given["kind"]), given["reason"]
    review.open_correction(claim=claim, rev=claim.rev, by=cast.reviewer, kind=kind, reason=reason)
    _support(claim, given, loaded, cast)


TAKE: Mapping[str, Step] = {
    "accept": _accept,
    "reject": _reject,
    "mark duplicate": _mark_duplicate,
    "work": _work,
    "complete": _complete,
    "approve": _approve,
    "publish": _publish,
    "correct": _correct,
}


def _support(claim: Claim, given: Mapping[str, Any], loaded: Loaded, cast: Cast) -> None:
    for found in given["evidence"]:
        values = {**found, "source": loaded.sources[found["source"]]}
        figures = values.pop("figures", ())
        item = _attach(Evidence, claim, cast, **values)
        for number, figure in enumerate(_figures(figures), 1):
            _attach(ReportedFigure, claim, cast, evidence=item, position=number, **figure)
    suppositions.look_for_copies(claim=claim, by=cast.machine)
    verdict = given.get("verdict")
    if verdict is None:
        return
    values = {**verdict, "rating": loaded.ratings[verdict["rating"]]}
    before = claim.verdicts.active().first()
    if before is None:
        _attach(Verdict, claim, cast, **values)
    else:
        evidence.amend(before, rev=_rev(claim), by=cast.reviewer, **values)


def _attach(kind: type[Any], claim: Claim, cast: Cast, /, **values: Any) -> Any:
    return evidence.attach(kind, claim=claim, rev=_rev(claim), by=cast.reviewer, **values)


def _rev(claim: Claim) -> int:
    return int(Claim.objects.values_list("rev", flat=True).get(pk=claim.pk))
