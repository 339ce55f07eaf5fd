"""What was said, by whom, and who passed it on, as PROV records.

The utterance is an entity beside the revision: both are the claim, once as it was said and once as it is recorded. Only
the utterance is attributed to the speaker; nobody has a part in a record of their words. Who is only inferred, or one
of several, is noted as supposed (see `prov_trail`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prov.identifier import QualifiedName
from prov.model import PROV

from claims.formats.prov_book import Book, address, dated

KINDS = {"person": "Person", "organization": "Organization", "outlet": "Organization"}
"""What PROV calls the kinds of speakers; of the others it knows only that they are agents."""


def add(book: Book, document: Mapping[str, Any]) -> None:
    """Adds the utterance, its speaker or whoever may be, and the parties that passed it on."""
    utterance = book.revision(part="utterance")
    book.document.entity(utterance, book.attributes(book.fc["Utterance"], **manner(document)))
    book.document.specialization(utterance, book.claim())
    speaker = document["speaker"]
    agent = _party(book, speaker, kind=speaker["kind"])
    how = {"basis": speaker["basis"], "role": speaker["role"], "organization": speaker["organization"]}
    if speaker["basis"] == "stated":
        book.document.attribution(utterance, agent, book.relation("attribution"), book.attributes(**how))
    else:
        book.supposed(utterance, agent, how="said", **how)
    for other in speaker["candidates"]:
        book.supposed(utterance, _party(book, other), how="said", basis=speaker["basis"])
    for position, link in enumerate(document["attribution"], 1):
        _passed_on(book, link, position)


def manner(document: Mapping[str, Any]) -> dict[str, object]:
    """How sure and when it was said, as attributes for whatever repeats it."""
    return {
        "cue": document["cue"],
        "modality": document["modality"],
        "hedge": document["hedges"],
        **dict(dated("said", document["said"])),
    }


def _party(book: Book, party: Mapping[str, Any], kind: str = "") -> QualifiedName:
    types = [PROV[KINDS[kind]]] if kind in KINDS else []
    return book.agent(
        book.party(party["id"]),
        party["name"],
        *types,
        disambiguation=party.get("disambiguation"),
        kind=kind,
        same_as=[address(one) for one in party.get("same_as", [])],
    )


def _passed_on(book: Book, link: Mapping[str, Any], position: int) -> None:
    """A party between speaker and article: it had an influence, and none that is certain if it is hedged."""
    party = link["speaker"]
    agent, revision = _party(book, party), book.revision()
    how = {
        "how": "passed on",
        "position": position,
        "role": party["role"],
        "organization": party["organization"],
        "cue": link["cue"],
        "hedge": link["hedges"],
    }
    if link["hedges"]:
        book.supposed(revision, agent, **how)
    else:
        book.document.influence(revision, agent, book.relation("influence"), book.attributes(**how))
