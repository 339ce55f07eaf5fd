"""Addresses of protocols that others made and named: outside `/api/`, with their own shapes of answers and errors."""

from __future__ import annotations

from django.urls import path, re_path

from claims.api import fact_check_tools, reconciliation
from claims.api.urls import Nothing
from claims.domain.tongue import as_written

english = as_written()

urlpatterns = [
    path("v1alpha1/claims:search", english(fact_check_tools.claims_search)),
    path("v1alpha1/claims:imageSearch", english(fact_check_tools.image_search)),
    re_path(r"^v1alpha1/[\s\S]*$", english(fact_check_tools.nothing)),
    re_path(r"^reconcile/?$", english(reconciliation.Service.as_view())),
    re_path(r"^reconcile/suggest/(?P<what>entity|property|type)$", english(reconciliation.Suggest.as_view())),
    path("reconcile/properties", english(reconciliation.Properties.as_view())),
    path("reconcile/preview", reconciliation.Preview.as_view()),  # a page, for people
    re_path(r"^reconcile/(?P<rest>[\s\S]*)$", english(Nothing.as_view())),
]
