"""Every text column of every live row holds a canary, in drafts and under corrections: no public byte has one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.actions import review
from claims.domain.vocabulary import CorrectionKind
from claims.models import Claim, PublishedClaim
from tests.cast import assemble, load_seed, rashid
from tests.outputs import every_output
from tests.proofs import rows, world
from tests.proofs.addresses import every_address
from tests.proofs.every_text import Filled, fill
from tests.proofs.world import World, signed_in

CANARY = "kanarienvogel"
OTHERS = (
    "/nothing-here", "/claims/nothing000", "/claims/0000000000", "/admin/login/", "/api/v1/nothing/", "/log", "/ask",
    "/sitemap.xml", "/robots.txt", "/methodology", "/about", "/healthz", "/readyz", "/search?q=kanarienvogl",
    "/api/v1/openapi.json", "/api/v1/claims/?q=kanarienvogel", "/.well-known/security.txt", "/api/nothing",
    "/v1alpha1/claims:search?query=kanarienvogel", "/v1alpha1/claims:imageSearch", "/v1alpha1/nothing",
)  # fmt: skip
"""Addresses that say nothing of claims, and addresses of nothing: errors have bytes too."""


def drafts_with_canaries() -> tuple[World, Filled]:
    """Five public claims, one of them under correction, one that never was public; then canaries everywhere."""
    cast = assemble()
    load_seed(cast)
    claim = rashid()
    review.open_correction(
        claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason=f"{CANARY} reason"
    )
    made = world.ground()
    rows.furnish(made)
    made.claims["in review", False] = rows.dress(made, made.at("in review", hands=False))
    made.at("published", hands=False)
    rows.complete(made)
    return made, fill(lambda name, _column: f"{CANARY} {name}")


@pytest.mark.usefixtures("committed")
def test_no_public_byte_holds_a_word_of_a_draft(client: Client) -> None:
    made, filled = drafts_with_canaries()
    print(f"  {len(filled.columns)} columns with canaries; refused: {', '.join(filled.refused)}")
    assert len(filled.columns) >= 70
    assert Claim.objects.filter(published_number__isnull=True).exists()
    assert Claim.objects.filter(state="under correction", published_number__isnull=False).exists()
    looked_at = 0
    for url, _media, body in every_output(client):
        looked_at += 1
        assert CANARY.encode() not in body, url
    assert looked_at > 60
    found = PublishedClaim.objects.order_by("public_id")[0].public_id
    hidden = made.claims["in review", False].public_id
    more = (f"/claims/{hidden}", f"/api/v1/claims/{hidden}/", f"/embed/{hidden}", f"/claims/{found}/report")
    for url in (*OTHERS, *more):
        answer = client.get(url)
        told = url.rpartition("=")[2]
        assert CANARY not in answer.content.decode().replace(told, ""), url
        assert CANARY not in str(answer.headers), url
    desk = signed_in(made.people["editor"])
    page = desk.get(reverse("admin:claims_claim_change", args=[made.claims["in review", False].pk]))
    assert page.content.decode().count(CANARY) > 20, "they are there, and the desk shows them"
    _every_public_address_is_looked_at()


LOOKED_AT = (
    "claims/",
    "api/",
    "feeds/",
    "speakers",
    "sources",
    "articles",
    "topics",
    "corrections",
    "embed",
    "search",
    "v1alpha1/",
    "reconcile",
)


def _every_public_address_is_looked_at() -> None:
    """An address of a new kind is said here, or given to `tests/outputs.py`."""
    known = (*LOOKED_AT, "claims", *(one.strip("/").partition("?")[0] for one in OTHERS))
    known += ("oembed", "tickets/", "ns", "problems/", "privacy", "legal", "accessibility", "sitemap")
    for address in every_address():
        if not address.at_the_desk and address.pattern:
            assert address.pattern.startswith(known), f"unlisted: add {address.pattern} to tests/outputs.py"
