"""What the database keeps: consent, publications, the log, history. Only to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from claims.admin.access import LookOnly
from claims.admin.paging import EstimatingPaginator
from claims.models import (
    Approval,
    Capture,
    Checkpoint,
    Contribution,
    History,
    LedgerEntry,
    Publication,
    PublishedClaim,
)


class Kept(LookOnly, admin.ModelAdmin[Any]):
    """The base: bytes are shown as hexadecimal, documents as text."""

    list_per_page = 50
    paginator = EstimatingPaginator
    show_full_result_count = False

    @admin.display(description="commitment")
    def commitment_hex(self, row: Any) -> str:
        """The commitment in hexadecimal."""
        return bytes(row.commitment).hex()

    @admin.display(description="document")
    def document_text(self, row: Any) -> str:
        """The document's bytes as text."""
        return bytes(row.document).decode() if row.document is not None else "removed"


@admin.register(Publication)
class PublicationAdmin(Kept):
    """Publications."""

    list_display = ("public_id", "number", "kind", "correction_kind", "by", "at")
    list_filter = ("kind", "correction_kind")
    list_select_related = ("by",)
    search_fields = ("public_id",)
    ordering = ("-id",)
    exclude = ("document", "salt", "commitment")
    readonly_fields = ("commitment_hex", "document_text")


@admin.register(Approval)
class ApprovalAdmin(Kept):
    """Approvals."""

    list_display = ("claim", "rev", "by", "at", "note")
    list_select_related = ("claim", "by")
    ordering = ("-id",)
    exclude = ("draft", "salt", "commitment")
    readonly_fields = ("commitment_hex",)


@admin.register(Contribution)
class ContributionAdmin(Kept):
    """Contributions."""

    list_display = ("claim", "user", "rev", "what", "at")
    list_select_related = ("claim", "user")
    ordering = ("-id",)


@admin.register(Capture)
class CaptureAdmin(Kept):
    """Archived copies."""

    list_display = ("source", "captured_at", "state")
    list_select_related = ("source",)
    search_fields = ("source__title",)


@admin.register(History)
class HistoryAdmin(Kept):
    """History."""

    list_display = ("at", "table", "row", "operation", "changed_by", "request")
    list_filter = ("table", "operation")
    search_fields = ("row",)
    ordering = ("-id",)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(Kept):
    """The log."""

    list_display = ("position", "type", "public_id", "number", "time")
    list_filter = ("type",)
    search_fields = ("public_id",)
    ordering = ("-position",)
    exclude = ("commitment", "previous_hash", "hash")
    readonly_fields = ("commitment_hex", "hash_hex")

    @admin.display(description="hash")
    def hash_hex(self, row: LedgerEntry) -> str:
        """The hash in hexadecimal."""
        return bytes(row.hash).hex()


@admin.register(Checkpoint)
class CheckpointAdmin(Kept):
    """Checkpoints."""

    list_display = ("size", "at")
    ordering = ("-size",)
    exclude = ("root", "frontier")


@admin.register(PublishedClaim)
class PublishedClaimAdmin(Kept):
    """What is public now."""

    list_display = ("public_id", "number", "status", "rating", "topic", "at")
    list_filter = ("status", "rating")
    search_fields = ("public_id", "topic")
    ordering = ("-at",)
