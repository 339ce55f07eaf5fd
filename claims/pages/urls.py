"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path, re_path

from claims.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^claims/(?P<public_id>[0-9a-z]{10})$", views.claim, name="claim"),
    re_path(
        r"^claims/(?P<public_id>[0-9a-z]{10})/revisions/(?P<number>[1-9][0-9]{0,5})$",
        views.revision,
        name="revision",
    ),
    path("log", views.log_page, name="log"),
    path("problems/<slug:code>", views.problem, name="problem"),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]
