"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path, re_path

from claims.pages import (
    about,
    claim_reviews,
    claims,
    crawling,
    embedding,
    feeds,
    provenance,
    revisions,
    search,
    shelves,
    things,
    tickets,
    topics,
    views,
    web_annotation,
)

ID = "(?P<public_id>[0-9a-z]{10})"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(rf"^claims/{ID}$", claims.claim, name="claim"),
    re_path(
        rf"^claims/{ID}/revisions/(?P<number>[1-9][0-9]{{0,5}})$",
        claims.revision,
        name="revision",
    ),
    re_path(rf"^claims/{ID}/revisions$", revisions.revisions, name="revisions"),
    re_path(
        rf"^claims/{ID}/revisions/(?P<number>[1-9][0-9]{{0,5}})/changes$", revisions.changed, name="changes"
    ),
    re_path(rf"^claims/{ID}/timemap$", revisions.timemap, name="timemap"),
    re_path(rf"^embed/{ID}$", embedding.embed, name="embed"),
    path("oembed", embedding.oembed, name="oembed"),
    re_path(rf"^claims/{ID}\.jsonld$", claim_reviews.of_claim, name="claim-review"),
    re_path(rf"^claims/{ID}/annotation\.jsonld$", web_annotation.annotation, name="annotation"),
    re_path(rf"^claims/{ID}/provenance$", provenance.provenance, name="provenance"),
    re_path(rf"^claims/{ID}/provenance\.(?P<form>svg|json|provn|ttl)$", provenance.provenance),
    re_path(rf"^claims/{ID}/report$", tickets.report, name="report"),
    path("ask", tickets.ask, name="ask"),
    re_path("^tickets/(?P<number>[0-9a-z]{10})$", tickets.ticket, name="ticket"),
    path("claims", shelves.claims, name="claims"),
    path("articles", shelves.shelf, {"noun": "article"}, name="articles"),
    path("speakers", shelves.shelf, {"noun": "speaker"}, name="speakers"),
    path("sources", shelves.shelf, {"noun": "source"}, name="sources"),
    re_path(rf"^articles/{ID}$", things.article, name="article"),
    re_path(rf"^speakers/{ID}$", things.speaker, name="speaker"),
    re_path(rf"^sources/{ID}$", things.source, name="source"),
    path("topics", topics.topics, name="topics"),
    path("topics/<path:name>", topics.topic, name="topic"),
    path("search", search.found, name="search"),
    path("corrections", shelves.corrections, name="corrections"),
    path("methodology", views.methodology, name="methodology"),
    path("about", about.about, name="about"),
    path("privacy", about.privacy, name="privacy"),
    path("legal", about.legal, name="legal"),
    path("accessibility", about.accessibility, name="accessibility"),
    path("ns", provenance.terms, name="terms"),
    path("log", views.log_page, name="log"),
    re_path(r"^feeds/claims\.(?P<form>atom|json)$", feeds.claims, name="feed"),
    path("feeds/claimreview.json", claim_reviews.feed),
    path("sitemap.xml", crawling.index),
    path("sitemaps/pages.xml", crawling.pages),
    re_path(
        r"^sitemaps/(?P<noun>claims|articles|speakers|sources)-(?P<start>[0-9a-z]{10})\.xml$", crawling.run
    ),
    path("robots.txt", crawling.robots),
    path(".well-known/security.txt", crawling.security),
    path("problems/<slug:code>", views.problem, name="problem"),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]
