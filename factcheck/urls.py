"""All addresses."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path

from claims.api.urls import Nothing, sandboxed

urlpatterns = [
    path("admin/", include("claims.admin.signing_in")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("claims.api.urls")),
    path("api/sandbox/v1/", include(sandboxed)),
    re_path(r"^api/", Nothing.as_view()),
    path("", include("claims.api.guests")),
    path("", include("claims.pages.urls")),
]

handler404 = "claims.pages.views.not_found"
handler500 = "claims.pages.views.failed"
