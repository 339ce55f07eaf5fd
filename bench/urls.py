"""The product's addresses, and one that answers with nothing: what the middleware alone costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from claims.reads.rows import rows
from factcheck.urls import handler404, handler500  # noqa: F401 - Django reads the handlers
from factcheck.urls import urlpatterns as addresses


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing, by Django."""
    return HttpResponse()


def asking(_request: HttpRequest) -> HttpResponse:
    """Nothing, after one question to the database that costs it nothing."""
    rows("SELECT 1")
    return HttpResponse()


urlpatterns = [path("api/v1/empty/", empty), path("api/v1/asking/", asking), *addresses]
