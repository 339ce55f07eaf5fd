"""What is sealed, or read by programs, says the same whatever the language of the site is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from claims.domain import canonical
from claims.domain.figures import Point
from claims.domain.relations import Statement, relations
from claims.domain.vocabulary import CorrectionKind
from claims.models import Publication
from claims.reads import drafts
from tests import pseudo
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid
from tests.figures import only

DATA = (
    "/api/v1/series/?topic={topic}", "/api/v1/corrections/", "/api/v1/claims/?limit=x", "/api/v1/claims/?cursor=x",
    "/api/v1/series/?topic=%00", "/claims/{id}/provenance.json",
    "/claims/{id}/provenance.ttl", "/claims/{id}/provenance.provn", "/claims/{id}/timemap",
)  # fmt: skip


@pytest.fixture
def answers(seeded: Cast, client: Client) -> Any:
    """What asks for all data: each address with the bytes of its answer."""
    correct(seeded, rashid(), CorrectionKind.TYPO)
    told = {"id": rashid().public_id, "topic": rashid().topic}

    def every() -> dict[str, bytes]:
        found = {path: client.get(path.format(**told)) for path in DATA}
        return {path: getattr(answer, "content", b"") for path, answer in found.items()}

    return every


def test_a_document_is_sealed_in_english(seeded: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = rashid()
    english = canonical.encode(drafts.build(claim))
    assert b"(approximate)" in english, "it holds words of ours that pages translate"
    pseudo.speak(monkeypatch)
    assert canonical.encode(drafts.build(claim)) == english
    correct(seeded, claim, CorrectionKind.TYPO)
    newest = Publication.objects.filter(public_id=claim.public_id).latest("number")
    assert pseudo.OPEN not in bytes(newest.document or b"").decode()


def test_what_is_supposed_is_stored_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(name: str, number: int) -> Statement:
        figure = Point(only(number), name, "x", "x", "claim")
        return Statement(name, "x", name, "2009", ("v", number), "indirect", "asserted", figures=(figure,))

    pseudo.speak(monkeypatch)
    (found,) = relations([told("a", 11), told("b", 20)])
    assert found.because == (
        "11 persons and 20 persons cannot both hold of one measure and population for the same time, 2009-08."
    )


def test_what_programs_read_is_english(answers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    english = answers()
    assert b"persons (approximate)" in english[DATA[0]]
    pseudo.speak(monkeypatch)
    found = answers()
    for path, body in found.items():
        assert _but_for_titles(body) == _but_for_titles(english[path]), path


def _but_for_titles(body: bytes) -> bytes:
    """Without the title of a problem, which people read in the site's language."""
    return re.sub(rb'"title": ?"[^"]*"', b"", body) if b'"/problems/' in body else body
