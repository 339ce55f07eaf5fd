"""Addresses of protocols that others made and named: outside `/api/`, with their own shapes of answers and errors."""

from __future__ import annotations

from django.urls import path, re_path

from claims.api import fact_check_tools
from claims.domain.tongue import as_written

english = as_written()

urlpatterns = [
    path("v1alpha1/claims:search", english(fact_check_tools.claims_search)),
    path("v1alpha1/claims:imageSearch", english(fact_check_tools.image_search)),
    re_path(r"^v1alpha1/[\s\S]*$", english(fact_check_tools.nothing)),
]
