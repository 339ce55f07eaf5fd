"""What a claim's document does not know, in words: a gap that is not shown reads like certainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claims.domain.tongue import gettext, ngettext
from claims.formats.stored import SIDES

ASKED_NOBODY = "not asked"


def gaps(document: Mapping[str, Any]) -> tuple[str, ...]:
    """One sentence for each thing that is missing, the most telling first; all of them follow from the document."""
    return tuple(
        one for part in (_rating, _speaker, _dates, _wording, _evidence, _reply) for one in part(document)
    )


def _rating(document: Mapping[str, Any]) -> Iterator[str]:
    if document["status"] == "unrated":
        yield gettext("It is not rated: nobody has yet weighed what supports and what disputes it.")


def _speaker(document: Mapping[str, Any]) -> Iterator[str]:
    speaker = document["speaker"]
    if speaker["basis"] == "ambiguous":
        yield gettext("Who said it is not certain.")
    elif speaker["kind"] == "unnamed":
        yield gettext("Who said it is not known: the article names nobody.")
    elif speaker["basis"] != "stated":
        yield gettext("Who said it is inferred from the text, not stated in it.")


def _dates(document: Mapping[str, Any]) -> Iterator[str]:
    said, about = document["said"]["edtf"], document["about"]["edtf"]
    if not said:
        yield gettext("When it was said is not known.")
    elif _one_sided(said):
        yield gettext("When it was said is known on one side only.")
    if not about:
        yield gettext("When that was which it is about is not known.")
    elif _one_sided(about):
        yield gettext("When that was which it is about is known on one side only.")


def _one_sided(edtf: str) -> bool:
    return "/" in edtf and not all(edtf.split("/"))


def _wording(document: Mapping[str, Any]) -> Iterator[str]:
    quotation = document["quotation"]
    if quotation["translated"] == "unknown" and quotation["kind"] in ("direct", "mixed"):
        yield gettext("It is not known whether the quoted words are a translation.")


def _evidence(document: Mapping[str, Any]) -> Iterator[str]:
    if not document["evidence"]:
        yield gettext("No source is linked to it.")
        return
    stances = {item["stance"] for item in document["evidence"]}
    counts = document["corroboration"]
    if not stances & {"supports", "disputes"}:
        yield gettext("No source that was found supports or disputes it.")
    elif not any(counts[side]["established"] for side in SIDES):
        yield gettext("No independent origin is known, neither in support nor in dispute.")
    for side, phrase in SIDES.items():
        if number := counts[side]["unknown"]:
            words = ngettext(
                "%(number)s source does not state where it has it from (%(side)s).",
                "%(number)s sources do not state where they have it from (%(side)s).",
                number,
            )
            yield words % {"number": number, "side": phrase}


def _reply(document: Mapping[str, Any]) -> Iterator[str]:
    if all(reply["outcome"] == ASKED_NOBODY for reply in document["replies"]):
        yield gettext("Nobody was asked for a reply.")
