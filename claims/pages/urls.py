"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path, re_path

from claims.pages import provenance, shelves, things, topics, views

ID = "(?P<public_id>[0-9a-z]{10})"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(rf"^claims/{ID}$", views.claim, name="claim"),
    re_path(
        rf"^claims/{ID}/revisions/(?P<number>[1-9][0-9]{{0,5}})$",
        views.revision,
        name="revision",
    ),
    re_path(rf"^claims/{ID}/provenance$", provenance.provenance, name="provenance"),
    re_path(rf"^claims/{ID}/provenance\.(?P<form>svg|json|provn|ttl)$", provenance.provenance),
    path("claims", shelves.claims, name="claims"),
    path("articles", shelves.shelf, {"noun": "article"}, name="articles"),
    path("speakers", shelves.shelf, {"noun": "speaker"}, name="speakers"),
    path("sources", shelves.shelf, {"noun": "source"}, name="sources"),
    re_path(rf"^articles/{ID}$", things.article, name="article"),
    re_path(rf"^speakers/{ID}$", things.speaker, name="speaker"),
    re_path(rf"^sources/{ID}$", things.source, name="source"),
    path("topics", topics.topics, name="topics"),
    path("topics/<path:name>", topics.topic, name="topic"),
    path("corrections", shelves.corrections, name="corrections"),
    path("methodology", views.methodology, name="methodology"),
    path("ns", provenance.terms, name="terms"),
    path("log", views.log_page, name="log"),
    path("problems/<slug:code>", views.problem, name="problem"),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]
