"""The Django app: one app, one set of tables, one language."""

from __future__ import annotations

from functools import cache

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import trans_real

from claims.domain import tongue


class OneLanguage:
    """Django's messages in the language of the site, each looked up once.

    No thread speaks another one, so nobody is asked which it is: that alone would take longer than a date.
    """

    def __init__(self, language: str) -> None:
        messages = trans_real.translation(language)
        self.gettext, self.pgettext = cache(messages.gettext), cache(messages.pgettext)
        self.ngettext, self.npgettext = messages.ngettext, messages.npgettext


class ClaimsConfig(AppConfig):
    """Registers the rules and grants that are laid over the tables after each migration, and the site's language."""

    name = "claims"
    verbose_name = "Claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the step that installs triggers and rights after migrating, and what translates for all rooms."""
        from claims.models import install

        post_migrate.connect(install.after_migrate, sender=self, dispatch_uid="claims.install")
        tongue.speak_through(OneLanguage(settings.LANGUAGE_CODE))
