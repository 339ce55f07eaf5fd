"""“Has this been checked before?”: a text is sent, and the claims that it is about come back, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api import bodies, parameters
from claims.api.match_shapes import LONGEST, MOST, MatchesShape, MatchQuestionShape
from claims.api.views import problems_of
from claims.domain.errors import InvalidValue
from claims.formats.feed_entries import hedged
from claims.matching import differences, wording
from claims.reads import matching
from claims.reads.matching import Match

FEW = 5
BODY = 64 * 1024
"""Bytes of a question: the longest text, with every character escaped."""
ALIKE = ((0.9, "is very near in meaning"), (0.86, "is near in meaning"))
"""Cosines of the model, and what they are called: a denial is as near as what it denies."""
EXAMPLE = OpenApiExample(
    "A sentence",
    value={"text": "Rashid says that the IMU had a few hundred fighters in 2001.", "limit": 3},
    request_only=True,
)


class Matches(APIView):
    """Claims that were checked before."""

    @extend_schema(
        operation_id="match_create",
        summary="The published claims that a sentence or a paragraph is about",
        description=(
            "Each sentence is compared with every published claim: by its words, and by its meaning where the site "
            "has a model for that. The list is empty where nothing is sure enough. Nothing of the text is kept. "
            "Neither words nor meaning tell a statement from its denial: read both. `cautions` names figures of "
            "the text that the claim has not, and bounds (“more than”) and denials that only one of both has; "
            "`hedged` is the statement with every hedge. "
            f"At most {LONGEST:,} characters and {matching.MOST_SENTENCES} sentences are read."
        ),
        request=MatchQuestionShape,
        examples=[EXAMPLE],
        responses={200: MatchesShape, **problems_of(400, 413, 415)},
    )
    def post(self, request: Request) -> HttpResponse:
        """The claims, surest first."""
        parameters.only(request.query_params, ())
        text, limit = _question(request)
        found = matching.claims_like(text, most=limit)
        body = {
            "license": settings.DATA_LICENSE,
            "searched_by": "words and meaning" if found.by_meaning else "words",
            "sentences": found.sentences,
            "sentences_left_out": len(wording.sentences(text)) - found.sentences,
            "matches": [_told(one, text[one.start : one.end]) for one in found.matches],
        }
        answer = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
        answer["Cache-Control"] = "no-store"
        return answer


def _question(request: Request) -> tuple[str, int]:
    """The text and how many claims are wanted."""
    value, _ = bodies.json_object(request, members=("text", "limit"), most=BODY)
    return _text(value.get("text")), _limit(value.get("limit", FEW))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue("“text” is the sentence or paragraph that is asked about.", field="text")
    if len(value) > LONGEST:
        raise InvalidValue(
            f"“text” has {len(value):,} characters; at most {LONGEST:,} are possible.", field="text"
        )
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
        raise InvalidValue("“text” holds something that is no character.", field="text")
    return value


def _limit(value: Any) -> int:
    found = bodies.whole(value)
    if found is None or not 1 <= found <= MOST:
        raise InvalidValue(f"“limit” is a whole number from 1 to {MOST}.", field="limit")
    return found


def _told(match: Match, asked: str) -> dict[str, Any]:
    document = match.published.value()
    rated = document["status"] == "rated"  # nobody stands by the rating of what was retracted
    return {
        "claim": match.published.public_id,
        "path": document["path"],
        "number": match.published.number,
        "statement": document["statement"],
        "hedged": hedged(document),
        "speaker": document["speaker"].get("name") or "",
        "speaker_basis": document["speaker"]["basis"],
        "status": document["status"],
        "rating": (document["verdict"] or {}).get("rating") if rated else None,
        "demonstration": document["demonstration"],
        "score": round(match.sureness, 3),
        "start": match.start,
        "end": match.end,
        "words": list(match.words),
        "reason": _reason(match),
        "cautions": cautions(asked, document),
    }


def cautions(asked: str, document: Mapping[str, Any]) -> list[str]:
    """Where the text and the claim may say different things although they look alike."""
    times = " ".join((document[name] or {}).get("edtf") or "" for name in ("said", "about"))
    return differences.cautions(
        wording.plain(asked),
        document["statement"],
        document["quotation"]["exact"],
        times,
        denied=document["modality"] == "denied",
    )


def _reason(match: Match) -> str:
    """Why, in words."""
    shown = ", ".join(f"“{word}”" for word in match.words[:8])
    parts = [f"holds {shown}"] if shown else []
    if match.nearness is not None:
        parts += [words for least, words in ALIKE if match.nearness >= least][:1]
    return ("It " + " and ".join(parts) + ".") if parts else "It is near in meaning."
