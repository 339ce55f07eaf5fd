"""What a case about a name says of itself: which words, where they stand, what goes and what stays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.admin.columns import public_page, shortened
from claims.models import SuppressionCase
from claims.reads import names


def linked(model: str, number: int, words: Any) -> SafeString:
    """A link to a row at the desk."""
    return format_html(
        '<a href="{}" dir="auto">{}</a>', reverse(f"admin:claims_{model}_change", args=[number]), words
    )


class OfAName:
    """The part of a case's page that tells of a name."""

    told = ("said", "documents", "longer", "wants")

    def of_a_name(self, *, ended: bool) -> tuple[str, ...]:
        """What is told: before the decision what it would reach, afterwards what wants to be published again."""
        found = ("wants",) if ended else ("said", "goes", "documents", "longer")
        return ("about", "category", "reason", "asked_by", *found, "at")

    def held(self, row: SuppressionCase) -> SafeString:
        """How many rows of each kind hold the words."""
        places = self._reach(row).places
        items = format_html_join("", "<li><strong>{1}</strong> {0}</li>", places)
        whole = "every earlier name and title of the speaker" if row.speaker_id else "the name of the account"
        words = f"with every line of their history, unsaved text that holds a word, and {whole}"
        told = format_html('<ul class="goes">{}</ul><p>{}</p>', items, words)
        others = self._reach(row).namesakes
        if not others:
            return told
        warning = "A word also stands in the names of other speakers, who would lose it too:"
        listed = format_html_join(", ", '<span dir="auto">{}</span>', ((one,) for one in others))
        return format_html('{}<p><strong class="warn">{}</strong> {}</p>', told, warning, listed)

    @staticmethod
    def _reach(row: Any) -> names.Reach:
        found: names.Reach | None = getattr(row, "reach", None)
        if found is None:
            found = row.reach = names.reach(row.words, speaker=row.speaker_id)
        return found

    @admin.display(description="words")
    def said(self, row: SuppressionCase) -> str:
        """The words that would be blacked out."""
        return format_html(
            '<ul class="words">{}</ul>',
            format_html_join("", '<li dir="auto">{}</li>', ((one,) for one in row.words)),
        )

    @admin.display(description="public documents that would be empty")
    def documents(self, row: SuppressionCase) -> str:
        """Each with the page where readers find it, or that it is withheld now."""
        found = self._reach(row).documents
        if not found:
            return "none"
        items = (
            (
                public_page(f"/claims/{name}/revisions/{number}", f"{name} no. {number}"),
                ", withheld now" if held else "",
            )
            for name, number, held in found
        )
        told = "They stay empty. The claim of each newest one waits under “Behind” for its next document."
        return format_html(
            '<ul class="documents">{}</ul><p>{}</p>', format_html_join("", "<li>{}{}</li>", items), told
        )

    @admin.display(description="longer words that stay")
    def longer(self, row: SuppressionCase) -> str:
        """What holds the words as a part of another word, and is not reached."""
        found = self._reach(row).longer
        if not found:
            return "none"
        items = format_html_join("", '<li dir="auto">{}</li>', ((one,) for one in found))
        told = "These are other words and stay. If one is a form of the name, dismiss this case and ask again with it."
        return format_html('<ul class="longer">{}</ul><p>{}</p>', items, told)

    @admin.display(description="what wants to be published again")
    def wants(self, row: SuppressionCase) -> str:
        """The claims whose public documents are behind since."""
        claims = names.claims_after(row)
        items = ((linked("claim", one.pk, shortened(one.statement)), one.state) for one in claims)
        if not claims:
            return "nothing is behind since"
        return format_html('<ul class="documents">{}</ul>', format_html_join("", "<li>{} ({})</li>", items))
