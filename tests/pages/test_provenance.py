"""Where evidence comes from: on the claim's page, as files of its own, and never from a draft."""

from __future__ import annotations

import json
from itertools import product
from xml.etree import ElementTree

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions import claims, evidence, review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, PublishedClaim
from claims.reads import drafts
from tests.actions.test_lifecycle import correct, now
from tests.cast import Cast, rashid

FORMS = {
    "svg": "image/svg+xml",
    "json": "application/json",
    "provn": "text/provenance-notation",
    "ttl": "text/turtle",
}


def test_every_public_claim_has_its_provenance_in_every_form(seeded: Cast, client: Client) -> None:
    for public_id, form in product(PublishedClaim.objects.values_list("public_id", flat=True), FORMS):
        answer = client.get(f"/claims/{public_id}/provenance.{form}")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(FORMS[form])
        assert "license" in answer["Link"]
        assert answer["X-Robots-Tag"] == "noindex", "demonstration documents are not indexed"
        assert not answer.cookies
        assert public_id in answer.content.decode() or form == "svg"
        again = client.get(
            f"/claims/{public_id}/provenance.{form}", headers={"If-None-Match": answer["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_without_an_ending_a_reader_gets_what_it_asks_for(seeded: Cast, client: Client) -> None:
    address = f"/claims/{rashid().public_id}/provenance"
    for accept, wanted in (
        ("", "application/json"), ("*/*", "application/json"), ("text/turtle", "text/turtle"),
        ("image/svg+xml, */*;q=0.1", "image/svg+xml"), ("text/provenance-notation", "text/provenance-notation"),
    ):  # fmt: skip
        answer = client.get(address, headers={"Accept": accept})
        assert answer["Content-Type"].startswith(wanted), accept
        assert "Accept" in answer["Vary"]
    page = client.get(f"/claims/{rashid().public_id}")
    assert 'rel="http://www.w3.org/ns/prov#has_provenance"' in page["Link"]
    assert f"{address}.svg" in page.content.decode()


def test_what_is_not_there_or_never_was_public_has_none(seeded: Cast, client: Client) -> None:
    draft = Claim.objects.filter(published_number=None).first()
    for public_id in ("zzzzzzzzzz", draft.public_id if draft else "yyyyyyyyyy"):
        for form in ("", *(f".{form}" for form in FORMS)):
            assert client.get(f"/claims/{public_id}/provenance{form}").status_code == 404
    assert client.get(f"/claims/{rashid().public_id}/provenance.pdf").status_code == 404


def test_a_correction_is_a_revision_and_a_live_change_shows_nowhere(seeded: Cast, client: Client) -> None:
    address = f"/claims/{rashid().public_id}/provenance"
    before = {form: client.get(f"{address}.{form}").content for form in FORMS}
    claim = review.open_correction(
        claim=rashid(), rev=rashid().rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    row = claim.evidence.active().first()
    assert row is not None
    evidence.detach(row, rev=claim.rev, by=seeded.reviewer, at=now(), why="Not this.")
    assert {form: client.get(f"{address}.{form}").content for form in FORMS} == before


def test_a_corrected_claim_tells_of_its_earlier_number(seeded: Cast, client: Client) -> None:
    correct(seeded, rashid(), CorrectionKind.TYPO, topic="other")
    found = json.loads(client.get(f"/claims/{rashid().public_id}/provenance.json").content)
    ends = {(one["prov:generatedEntity"], one["prov:usedEntity"]) for one in found["wasDerivedFrom"].values()}
    here = f"claim:{rashid().public_id}/revisions/"
    assert (f"{here}2", f"{here}1") in ends


def test_the_picture_is_one_drawing_and_stands_on_the_page(seeded: Cast, client: Client) -> None:
    public_id = rashid().public_id
    alone = client.get(f"/claims/{public_id}/provenance.svg").content.decode()
    assert ElementTree.fromstring(alone).tag == "{http://www.w3.org/2000/svg}svg"
    page = client.get(f"/claims/{public_id}").content.decode()
    assert alone.partition("\n")[2] in page
    for words in (
        "Independent origins",
        "Sources that hang together",
        "Why this confidence",
        "looks like a copy",
    ):
        assert (words in page) == (words != "looks like a copy"), words


def test_reasons_figures_and_their_comparison_are_on_the_page(seeded: Cast, client: Client) -> None:
    page = client.get(f"/claims/{rashid().public_id}").content.decode()
    document = json.loads(client.get(f"/api/v1/claims/{rashid().public_id}/").content)
    for reason in document["verdict"]["confidence_reasons"]:
        assert reason["text"] in page
    figures = [figure for item in document["evidence"] for figure in item["figures"]]
    assert figures
    for figure in figures:
        assert figure["text"].replace("'", "&#x27;") in page
        assert figure["compared"]["outcome"] == "not comparable"
    assert page.count("Not comparable with the claim") == len(figures)


def test_an_older_document_without_the_newer_keys_is_still_a_page(seeded: Cast, client: Client) -> None:
    """As published before clusters, figures and weighed levels were known."""
    from claims.pages.presenting import view
    from claims.reads import published

    found = published.newest(rashid().public_id)
    assert found is not None
    old = found.value()
    del old["corroboration"]["clusters"]
    for name in ("weighed", "levels_why"):
        del old["verdict"][name]
    old["verdict"]["confidence_reasons"] = []
    for item in old["evidence"]:
        del item["figures"]
    from dataclasses import replace

    from django.template.loader import render_to_string

    shown = view(replace(found, document=json.dumps(old).encode()), {})
    html = render_to_string("claims/claim.html", {"claim": shown, "doc": shown.document, "site": "x"})
    assert "Independent origins" in html
    assert "Sources that hang together" not in html


def test_the_number_of_queries_is_small_and_constant(seeded: Cast, client: Client) -> None:
    address = f"/claims/{rashid().public_id}/provenance.svg"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    assert len(few) <= 3
    assert drafts.build(claims.fresh(rashid()))["corroboration"]["clusters"]


def test_the_terms_of_the_records_have_a_page(client: Client, db: None) -> None:
    page = client.get("/ns").content.decode()
    for name in ("Supposition", "Utterance", "ClaimRevision"):
        assert f'id="{name}"' in page
