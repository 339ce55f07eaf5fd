"""Addresses of every type of public page, for tests that walk over all of them, and how tests start the browser."""

from __future__ import annotations

from claims.models import PublishedArticle, PublishedClaim, PublishedSource, PublishedSpeaker

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STILL = (
    "/", "/claims", "/articles", "/speakers", "/sources", "/topics", "/corrections", "/methodology", "/ns", "/log",
    "/about", "/privacy", "/legal", "/accessibility", "/ask", "/search", "/search?q=militants",
    "/api/v1/docs/", "/search?q=Rashd&rating=unproven&from=2009", "/search?q=xyzzyx&topic=militant+strength",
)  # fmt: skip
"""Pages that always are."""
IN_ENGLISH = ("/api/v1/docs/",)
"""Pages that show what programs are told, which is the same whatever the site's language is."""


def every_type() -> list[str]:
    """At least one address of each type of page, with what is published now."""
    ids = list(PublishedClaim.objects.order_by("public_id").values_list("public_id", flat=True))
    found = [*STILL, "/problems/bad-cursor", "/topics/militant%20strength"]
    for one in (ids[0], ids[-1]):
        found.append(f"/claims/{one}")
    found += [
        f"/claims/{ids[0]}/revisions/1",
        f"/claims/{ids[0]}/revisions",
        f"/embed/{ids[0]}",
        f"/claims/{ids[0]}/report",
    ]
    things = {"articles": PublishedArticle, "speakers": PublishedSpeaker, "sources": PublishedSource}
    for noun, model in things.items():
        found += [f"/{noun}/{one}" for one in model._default_manager.values_list("public_id", flat=True)[:2]]
    return found
