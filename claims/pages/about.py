"""Who runs the site: people, money, privacy, law, accessibility. What only its keeper knows is a setting."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from claims.pages.answering import page


def about(request: HttpRequest) -> HttpResponse:
    """People and funding."""
    return _told(request, "about")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of readers, and of people that claims speak of."""
    return _told(request, "privacy")


def legal(request: HttpRequest) -> HttpResponse:
    """Who answers for the site, and how to reach them."""
    return _told(request, "legal")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site conforms to, how that is checked, and whom to tell when it does not."""
    return _told(request, "accessibility")


def _told(request: HttpRequest, name: str) -> HttpResponse:
    told = {key: text.strip() for key, text in settings.PAGES_OF_THE_HOUSE.items()}
    return page(
        request, name, {"told": told, "publisher": settings.PUBLISHER, "contact": settings.CONTACT.strip()}
    )
