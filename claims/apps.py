"""The Django app: one app, one set of tables."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import translation

from claims.domain import tongue


class ClaimsConfig(AppConfig):
    """Registers the rules and grants that are laid over the tables after each migration, and the site's language."""

    name = "claims"
    verbose_name = "Claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects the step that installs triggers and rights after migrating, and what translates for all rooms."""
        from claims.models import install

        post_migrate.connect(install.after_migrate, sender=self, dispatch_uid="claims.install")
        tongue.speak_through(translation)
