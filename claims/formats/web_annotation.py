"""A published document as a W3C Web Annotation of words in an article: what is said about them, and where they stand.

The words are named twice, as they are told and by where they begin and end; both are of the text as it was captured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.domain.tongue import gettext_lazy
from claims.formats import stored
from claims.formats.claim_review_words import passing_hedges
from claims.formats.feed_entries import title

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
LOST = (
    gettext_lazy(
        "The evidence, where it comes from, and how sure we are: the body names the rating and the conclusion."
    ),
    gettext_lazy(
        "What comes before and after the paragraph, and whose words are whose within the quotation."
    ),
    gettext_lazy("Offsets count code points of the captured text, not of the page as a browser holds it."),
    gettext_lazy("The moment of the first publication, in the annotation of a later one."),
)
"""What of a document an annotation does not carry, or not as readers may expect."""

Node = dict[str, Any]


def build(document: Mapping[str, Any], *, publisher: str, public_url: str) -> Node:
    """The annotation. It assesses the words where a rating stands, and else says only what they are said to be."""
    rated = document["status"] == "rated" and document["verdict"] is not None
    return {
        "@context": [CONTEXT, {"fc": f"{public_url}/ns#"}],
        "id": f"{public_url}{document['path']}/annotation.jsonld",
        "type": "Annotation",
        "motivation": "assessing" if rated else "describing",
        "creator": {"id": f"{public_url}/", "type": "Organization", "name": publisher},
        **({"created": document["published_at"]} if document["number"] == 1 else {}),
        "modified": document["published_at"],
        "rights": document["license"],
        "canonical": f"{public_url}{document['path']}/revisions/{document['number']}",
        "body": [_told(document, rated), _page(document, public_url)],
        "target": _target(document, public_url),
        "fc:statement": document["statement"],
        "fc:modality": document["modality"],
        **_some("fc:hedges", [*document["hedges"], *passing_hedges(document)]),
        "fc:status": document["status"],
        "fc:demonstration": document["demonstration"],
    }


def _told(document: Mapping[str, Any], rated: bool) -> Node:
    """What is said of the words, in words that keep every hedge."""
    lines = [title(document)]
    if rated:
        verdict = document["verdict"]
        rating = stored.rating(verdict["rating"])
        lines.append(f"{rating}: {verdict['conclusion']}" if verdict["conclusion"] else rating)
    return {
        "type": "TextualBody",
        "value": "\n".join(lines),
        "format": "text/plain",
        "language": document["language"],
        "purpose": "assessing" if rated else "describing",
    }


def _page(document: Mapping[str, Any], base: str) -> Node:
    return {"type": "SpecificResource", "source": f"{base}{document['path']}", "purpose": "linking"}


def _target(document: Mapping[str, Any], base: str) -> Node:
    quotation, article = document["quotation"], document["article"]
    return {
        "type": "SpecificResource",
        "source": article["url"] or f"{base}/articles/{article['id']}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quotation["exact"],
                **_some("prefix", quotation["prefix"]),
                **_some("suffix", quotation["suffix"]),
            },
            {"type": "TextPositionSelector", "start": quotation["start"], "end": quotation["end"]},
        ],
        "state": [
            {
                "type": "TimeState",
                "sourceDate": article["captured_at"],
                "fc:text_sha256": article["text_sha256"],
            }
        ],
    }


def _some(key: str, value: Any) -> Node:
    return {key: value} if value else {}
