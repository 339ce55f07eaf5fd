"""The product's addresses, and one that answers with nothing: what the middleware alone costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from factcheck.urls import handler404, handler500  # noqa: F401 - Django reads the handlers
from factcheck.urls import urlpatterns as addresses


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing, by Django."""
    return HttpResponse()


urlpatterns = [path("api/v1/empty/", empty), *addresses]
