"""A published document as the words and stretches that a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from claims.domain.confidence import likelihood
from claims.domain.quantities import describe
from claims.formats.dates import in_words, limits_in_words
from claims.formats.figure_svg import draw
from claims.formats.passage import Stretch, stretches
from claims.reads.published import Published

ICONS = {
    "accurate": "✓",
    "mostly accurate": "✓",
    "partly accurate": "◐",
    "inaccurate": "✕",
    "unproven": "?",
}
TONES = {
    "accurate": "good",
    "mostly accurate": "good",
    "partly accurate": "mixed",
    "inaccurate": "bad",
    "unproven": "open",
}
MODALITIES = {
    "asserted": "",
    "hedged": "hedged",
    "alleged": "alleged",
    "conditional": "conditional",
    "denied": "a denial",
    "predicted": "a prediction",
}
STANCES = {
    "supports": ("▲", "Supports"),
    "disputes": ("▼", "Disputes"),
    "context": ("•", "Context"),
    "insufficient": ("○", "Does not decide"),
}


@dataclass(frozen=True, slots=True)
class When:
    """A date in words, its limits, and what it rests on."""

    words: str
    limits: str
    basis: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in words, with its drawing where there is something to draw."""

    measure: str
    population: str
    words: str
    quoted: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Badge:
    """The verdict at a glance: words, icon, tone; never color alone."""

    words: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as its page shows it."""

    published: Published
    document: dict[str, Any]
    passage: tuple[Stretch, ...]
    said: When
    about: When
    article_date: When
    figures: tuple[Figure, ...]
    badge: Badge
    likelihood: str
    modality: str
    evidence: tuple[dict[str, Any], ...]

    @property
    def order_unsure(self) -> bool:
        """Whether a source is counted that may have been published before what the claim is about."""
        counted = ("supports", "disputes")
        return any(item["stance"] in counted and item["attests"] == "cannot tell" for item in self.evidence)


def view(published: Published) -> ClaimView:
    """Everything that a claim's page says, from its document alone."""
    document = published.value()
    verdict = document["verdict"]
    return ClaimView(
        published=published,
        document=document,
        passage=stretches(document),
        said=_when(document["said"]),
        about=_when(document["about"]),
        article_date=_when(document["article"]["published"]),
        figures=tuple(_figure(quantity) for quantity in document["quantities"]),
        badge=badge(document),
        likelihood=likelihood(verdict["credence"]) if verdict else "",
        modality=MODALITIES[document["modality"]],
        evidence=tuple(_evidence(item) for item in document["evidence"]),
    )


def badge(document: dict[str, Any]) -> Badge:
    """The verdict's badge; unrated and retracted have their own."""
    if document["status"] == "retracted":
        return Badge("Retracted", "⊘", "bad")
    if document["verdict"] is None:
        return Badge("Attribution checked, not yet rated", "…", "open")
    rating: str = document["verdict"]["rating"]
    return Badge(rating[:1].upper() + rating[1:], ICONS.get(rating, "•"), TONES.get(rating, "open"))


def _when(value: dict[str, Any]) -> When:
    return When(in_words(value), limits_in_words(value), value["basis"])


def _figure(quantity: dict[str, Any]) -> Figure:
    words = describe(
        quantity["low"],
        quantity["high"],
        approximate=quantity["approximate"],
        vague=quantity["vague"],
        unit=quantity["unit"],
        text=quantity["text"],
    )
    drawing = mark_safe(draw(quantity))  # noqa: S308 - our own drawing, every text in it is escaped
    return Figure(quantity["measure"], quantity["population"], words, quantity["text"], drawing)


def _evidence(item: dict[str, Any]) -> dict[str, Any]:
    icon, words = STANCES[item["stance"]]
    return {
        **item,
        "icon": icon,
        "stance_words": words,
        "date": in_words(item["source"]["published"]),
        "host": item["source"]["url"].split("/")[2] if "//" in item["source"]["url"] else "",
    }
