"""What a ClaimReview says in words: the statement with all that lowers its certainty, and who may have said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.domain.tongue import gettext, pgettext, pgettext_lazy
from claims.formats import stored

LABELS = {
    "hedged": pgettext_lazy("before the words of a claim", "Hedged"),
    "alleged": pgettext_lazy("before the words of a claim", "Alleged"),
    "conditional": pgettext_lazy("before the words of a claim", "Conditional"),
    "denied": pgettext_lazy(
        "before the words of a claim", "A denial"
    ),  # “Denied: nobody came” would turn the statement round
    "predicted": pgettext_lazy("before the words of a claim", "Predicted"),
}


def hedged_statement(document: Mapping[str, Any]) -> str:
    """The whole statement; before it how it is put, and every hedge that it does not hold word for word.

    They stand before it because whoever shows the text cuts its end. We cut nothing ourselves, though schema.org's
    readers like 75 characters best: no rule tells which part of a statement qualifies the rest. Hedges of those who
    passed the claim on count as its own.
    """
    statement, modality = document["statement"], document["modality"]
    hedges = dict.fromkeys((*document["hedges"], *passing_hedges(document)))
    missing = [hedge for hedge in hedges if not _holds(statement, hedge)]
    told_by_its_words = modality == "hedged" and hedges and not missing
    named = modality != "asserted" and not told_by_its_words
    before = [str(LABELS.get(modality, modality))] if named else []
    before += [pgettext("words in quotation marks", "“%(words)s”") % {"words": hedge} for hedge in missing]
    return f"{', '.join(before)}: {statement}" if before else str(statement)


def passing_hedges(document: Mapping[str, Any]) -> list[str]:
    """The hedges of those who passed the claim on."""
    return [hedge for link in document["attribution"] for hedge in link["hedges"]]


def speaker_in_words(speaker: Mapping[str, Any]) -> str:
    """Who spoke where it is not certain, or no person or body did: “Speaker, not certain: A or B”."""
    own = speaker.get("id")
    others = [one for one in speaker["candidates"] if own is None or one.get("id") != own]
    names = list(dict.fromkeys(_named(one) for one in (speaker, *others)))
    if speaker["candidates"] or speaker["basis"] not in ("stated", "inferred"):
        words = gettext("Speaker, not certain: %(names)s")
    elif speaker["basis"] == "inferred":
        words = gettext("Speaker, as inferred: %(names)s")
    else:
        words = gettext("Speaker, as named: %(names)s")
    return words % {"names": f" {pgettext('between two names', 'or')} ".join(names)}


def _holds(statement: str, hedge: str) -> bool:
    """Whether the hedge stands there in whole words and its own letters: the month of May hedges nothing."""
    return re.search(rf"(?<!\w){re.escape(hedge)}(?!\w)", statement) is not None


def _named(party: Mapping[str, Any]) -> str:
    kind = party.get("kind", "")
    described = stored.in_words(stored.SPEAKER_KINDS, kind) if kind in ("collective", "unnamed") else ""
    notes = [described, party.get("disambiguation") or ""]
    told = "; ".join(note for note in notes if note)
    return f"{party['name']} ({told})" if told else str(party["name"])
