"""Hedges survive everywhere: no output shows a claim surer than it was put, and a careless template is found out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from claims.models import PublishedClaim
from claims.reads import library, published
from tests import hedges, sitemap
from tests.cast import Cast
from tests.outputs import every_output


def bare(client: Client) -> list[str]:
    documents = [one.value() for one in published.listed(limit=1000).items]
    return [
        f"{url}: {line}"
        for url, media, body in every_output(client)
        for line in hedges.bare(body, media, documents)
    ]


def test_every_output_shows_the_hedges_of_every_claim(seeded: Cast, client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert bare(client) == []


def test_the_walk_reaches_every_type_of_page_and_really_sees_claims(
    seeded: Cast, client: Client, settings: Any
) -> None:
    settings.DEBUG = True
    outputs = {url: body for url, _, body in every_output(client)}
    assert set(sitemap.every_type()) - set(outputs) <= {*sitemap.STILL, "/problems/bad-cursor"}
    statements = [one.value()["statement"] for one in published.listed(limit=100).items]
    for start in ("/claims/", "/embed/", "/oembed", "/feeds/claims.", "/api/v1/claims/", "/speakers/"):
        texts = [body.decode() for url, body in outputs.items() if url.startswith(start)]
        assert any(statement[:40] in text for text in texts for statement in statements), start
    assert PublishedClaim.objects.filter(status="rated").exists()


@pytest.mark.parametrize("careless", ["put", "card", "line", "embed", "claim", "result", "report"])
def test_a_careless_template_is_found_out(
    seeded: Cast, client: Client, settings: Any, tmp_path: Path, careless: str
) -> None:
    """Templates that show statements and forget the rest."""
    texts = {
        "put": "",
        "card": '<li><a href="{{ item.document.path }}">{{ item.document.statement }}</a></li>',
        "line": '<li><a href="{{ item.document.path }}">{{ item.document.statement }}</a></li>',
        "embed": "<title>{{ item.document.statement }}</title>",
        "result": "<li>{% for part in item.statement %}<i>{{ part.text }}</i>{% endfor %}</li>",
        "report": "<main>{{ doc.statement }}</main>",
        "claim": "<main><h1>{{ doc.statement }}</h1></main>",
    }
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / f"{careless}.html").write_text(texts[careless])
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    assert bare(client)


class Relayed:
    """Stands in for `json` where documents are read: each claim comes through an agency that hedged it."""

    @staticmethod
    def loads(text: str | bytes) -> Any:
        """The document, with a chain of attribution and a speaker who is only inferred."""
        found = json.loads(text)
        agency = {**found["speaker"], "name": "The Relay Agency", "candidates": []}
        found["attribution"] = [{"speaker": agency, "cue": "", "hedges": ["reportedly so"]}]
        if found["speaker"]["basis"] == "stated":
            found["speaker"]["basis"] = "inferred"
        return found


def test_hedges_of_those_who_passed_it_on_and_inferred_speakers_show_everywhere(
    seeded: Cast, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    for module in (published, library):
        monkeypatch.setattr(module, "json", Relayed)
    documents = [one.value() for one in published.listed(limit=1000).items]
    assert all(one["attribution"][0]["hedges"] for one in documents)
    found = []
    for url, media, body in every_output(client):
        if url.startswith("/api/v1/"):
            continue  # bytes of the documents themselves, which nobody changed
        found += [f"{url}: {line}" for line in hedges.bare(body, media, documents)]
    assert found == []
