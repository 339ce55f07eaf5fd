"""What a claim's document does not know, in words: a gap that is not shown reads like certainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ASKED_NOBODY = "not asked"
SIDES = {"supporting": "in support", "disputing": "in dispute"}


def gaps(document: Mapping[str, Any]) -> tuple[str, ...]:
    """One sentence for each thing that is missing, the most telling first; all of them follow from the document."""
    return tuple(
        one for part in (_rating, _speaker, _dates, _wording, _evidence, _reply) for one in part(document)
    )


def _rating(document: Mapping[str, Any]) -> Iterator[str]:
    if document["status"] == "unrated":
        yield "It is not rated: nobody has yet weighed what supports and what disputes it."


def _speaker(document: Mapping[str, Any]) -> Iterator[str]:
    speaker = document["speaker"]
    if speaker["basis"] == "ambiguous":
        yield "Who said it is not certain."
    elif speaker["kind"] == "unnamed":
        yield "Who said it is not known: the article names nobody."
    elif speaker["basis"] != "stated":
        yield "Who said it is inferred from the text, not stated in it."


def _dates(document: Mapping[str, Any]) -> Iterator[str]:
    for key, words in (("said", "When it was said"), ("about", "When that was which it is about")):
        edtf = document[key]["edtf"]
        if not edtf:
            yield f"{words} is not known."
        elif "/" in edtf and not all(edtf.split("/")):
            yield f"{words} is known on one side only."


def _wording(document: Mapping[str, Any]) -> Iterator[str]:
    quotation = document["quotation"]
    if quotation["translated"] == "unknown" and quotation["kind"] in ("direct", "mixed"):
        yield "It is not known whether the quoted words are a translation."


def _evidence(document: Mapping[str, Any]) -> Iterator[str]:
    if not document["evidence"]:
        yield "No source is linked to it."
        return
    stances = {item["stance"] for item in document["evidence"]}
    counts = document["corroboration"]
    if not stances & {"supports", "disputes"}:
        yield "No source that was found supports or disputes it."
    elif not any(counts[side]["established"] for side in SIDES):
        yield "No independent origin is known, neither in support nor in dispute."
    for side, words in SIDES.items():
        if number := counts[side]["unknown"]:
            told = (
                "source does not state where it has"
                if number == 1
                else "sources do not state where they have"
            )
            yield f"{number} {told} it from ({words})."


def _reply(document: Mapping[str, Any]) -> Iterator[str]:
    if all(reply["outcome"] == ASKED_NOBODY for reply in document["replies"]):
        yield "Nobody was asked for a reply."
