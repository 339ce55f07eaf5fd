"""Web Annotations: where the words stand in the captured text, in code points, and never surer than the document."""

from __future__ import annotations

import json

from django.conf import settings as configured
from django.test import Client

from claims.domain.vocabulary import CorrectionKind
from claims.formats.web_annotation import CONTEXT, build
from claims.models import ArticleVersion, Claim
from claims.reads import published
from tests.actions.test_lifecycle import correct, fire_log
from tests.cast import Cast, rashid

BASE = "https://facts.example"


def test_the_selectors_lead_to_the_words_in_the_captured_text(seeded: Cast) -> None:
    seen = 0
    for one in published.listed(limit=100).items:
        document = one.value()
        found = build(document, publisher="us", public_url=BASE)
        (state,), (quote, position) = found["target"]["state"], found["target"]["selector"]
        text = ArticleVersion.objects.get(sha256=state["fc:text_sha256"]).text
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote.get("prefix", ""))
        assert text[position["end"] :].startswith(quote.get("suffix", ""))
        assert state["sourceDate"] == document["article"]["captured_at"]
        assert found["target"]["source"] == document["article"]["url"]
        seen += 1
    assert seen == Claim.objects.filter(published_number__isnull=False).count() == 5


def test_an_annotation_assesses_only_what_is_rated_and_keeps_the_hedges(seeded: Cast) -> None:
    for one in published.listed(limit=100).items:
        document = one.value()
        found = build(document, publisher="us", public_url=BASE)
        (told, page) = found["body"]
        assert found["motivation"] == ("assessing" if document["status"] == "rated" else "describing")
        assert told["purpose"] == found["motivation"]
        assert all(hedge in told["value"] for hedge in document["hedges"])
        assert told["value"].startswith("Demonstration: ")
        assert page["source"] == f"{BASE}/claims/{one.public_id}"
        if document["verdict"]:
            assert document["verdict"]["conclusion"] in told["value"]
        without = {**document, "article": {**document["article"], "url": ""}, "status": "retracted"}
        other = build(without, publisher="us", public_url=BASE)
        assert other["motivation"] == "describing"
        assert other["target"]["source"] == f"{BASE}/articles/{document['article']['id']}"


def test_the_annotation_is_where_the_page_says_and_tells_what_was_corrected(
    seeded: Cast, client: Client
) -> None:
    path = f"/claims/{rashid().public_id}"
    assert f'{path}/annotation.jsonld"' in client.get(path).content.decode()
    answer = client.get(f"{path}/annotation.jsonld")
    assert answer["Content-Type"] == f'application/ld+json; profile="{CONTEXT}"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    first = json.loads(answer.content)
    assert (first["id"], first["created"]) == (
        f"{configured.PUBLIC_URL}{path}/annotation.jsonld",
        first["modified"],
    )
    tag = answer["ETag"]
    assert client.get(f"{path}/annotation.jsonld", headers={"If-None-Match": tag}).status_code == 304
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    fire_log()
    later = json.loads(client.get(f"{path}/annotation.jsonld", headers={"If-None-Match": tag}).content)
    assert "created" not in later
    assert later["canonical"] == f"{configured.PUBLIC_URL}{path}/revisions/2"
    assert client.get("/claims/0000000000/annotation.jsonld").status_code == 404
