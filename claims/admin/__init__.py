"""The reviewers' desk inside Django's admin: it saves through actions only."""

from django.contrib import admin

from claims.admin import (
    attached,
    claim,
    intake,
    kept,
    newsrooms,
    nouns,
    people,
    removals,
    suppositions,
    tickets,
    webhooks,
)

admin.site.site_header = "Attributed claims · desk"
admin.site.site_title = "Desk"
admin.site.index_title = "What to do"
admin.site.index_template = "admin/claims/first_page.html"

__all__ = [
    "attached",
    "claim",
    "intake",
    "kept",
    "newsrooms",
    "nouns",
    "people",
    "removals",
    "suppositions",
    "tickets",
    "webhooks",
]
