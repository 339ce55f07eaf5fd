"""Every form in which published claims are given out: its standard, its addresses, what of a document it leaves out.

`docs/formats.md` and the page of the API say the same; tests compare them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.domain.tongue import Later, gettext_lazy
from claims.formats import (
    atom,
    claim_review,
    fact_check_tools,
    json_feed,
    memento,
    prov_records,
    reconciliation,
    web_annotation,
)

Lost = tuple[tuple[str, ...], Later | str]
"""Parts of a document that are left out, by their paths where they have some, and why or what."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format: what it is called and defined by, where it is, with what media type, and what it loses.

    In addresses `{claim}` and `{speaker}` are ids, and `{page}` is the whole address of a claim's page, quoted.
    """

    name: str
    standard: str
    addresses: tuple[str, ...]
    media_types: tuple[str, ...]
    lost: tuple[Lost, ...]


def _plain(*words: Later | str) -> tuple[Lost, ...]:
    return tuple(((), one) for one in words)


def _paths() -> tuple[Lost, ...]:
    """What ClaimReview leaves out, by the reason."""
    found: dict[Later | str, list[str]] = {}
    for path, why in claim_review.LOST:
        found.setdefault(why, []).append(path)
    return tuple((tuple(paths), why) for why, paths in found.items())


FEEDS = _plain(
    gettext_lazy("Evidence and where it comes from: a summary counts origins, and links to the page."),
    gettext_lazy(
        "What is not among the newest: pages go back, but a feed is no archive. The feed of changes is one."
    ),
)
FORMS = (
    Form(
        "ClaimReview",
        "https://schema.org/ClaimReview",
        ("/claims/{claim}.jsonld", "/feeds/claimreview.json", "/api/v1/export/claimreview.json"),
        ("application/ld+json",),
        _paths(),
    ),
    Form(
        "Google Fact Check Tools",
        "https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search",
        ("/v1alpha1/claims:search?query=militants",),
        ("application/json",),
        _plain(*fact_check_tools.LOST),
    ),
    Form(
        "Web Annotation",
        "https://www.w3.org/TR/annotation-model/",
        ("/claims/{claim}/annotation.jsonld",),
        ("application/ld+json",),
        _plain(*web_annotation.LOST),
    ),
    Form(
        "PROV",
        "https://www.w3.org/TR/prov-overview/",
        tuple(f"/claims/{{claim}}/provenance.{form}" for form in ("json", "provn", "ttl")),
        tuple(one.partition(";")[0] for one in prov_records.MEDIA_TYPES.values()),
        _plain(*prov_records.LOST),
    ),
    Form(
        "Atom", "https://www.rfc-editor.org/rfc/rfc4287", ("/feeds/claims.atom",), (atom.MEDIA_TYPE,), FEEDS
    ),
    Form(
        "JSON Feed",
        "https://www.jsonfeed.org/version/1.1/",
        ("/feeds/claims.json",),
        (json_feed.MEDIA_TYPE,),
        FEEDS,
    ),
    Form(
        "oEmbed",
        "https://oembed.com/",
        ("/oembed?url={page}",),
        ("application/json",),
        _plain(gettext_lazy("All but a frame with the claim in brief, and its title with every hedge.")),
    ),
    Form(
        "OpenRefine Reconciliation",
        "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
        ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/properties?type=person"),
        ("application/json",),
        _plain(*reconciliation.LOST),
    ),
    Form(
        "Memento",
        "https://www.rfc-editor.org/rfc/rfc7089",
        ("/claims/{claim}/timemap",),
        (memento.MEDIA_TYPE,),
        _plain(
            gettext_lazy("Everything but when each document of a claim was published, and where it stands.")
        ),
    ),
)


def addresses(*, claim: str, page: str) -> Iterator[tuple[Form, str]]:
    """Each address of each form, for one claim."""
    for form in FORMS:
        for address in form.addresses:
            yield form, address.format(claim=claim, page=page)
