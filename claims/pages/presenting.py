"""A published document as the words and stretches that a page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy

from claims.domain.confidence import likelihood
from claims.formats import feed_entries, stored, tally_svg
from claims.formats.dates import day, in_words, limits_in_words, moment_in_words
from claims.formats.evidence import Story, stories
from claims.formats.fragment import passage_link
from claims.formats.gaps import gaps
from claims.formats.passage import Stretch, legend, stretches
from claims.formats.ratings import ICONS, icon, tone
from claims.pages.evidence import Graph, Item, Side, evidence, graph, sides
from claims.reads.published import Brief, Published

MODALITIES = {
    "asserted": pgettext_lazy("how a claim was put", "asserted"),
    "hedged": pgettext_lazy("how a claim was put", "hedged"),
    "alleged": pgettext_lazy("how a claim was put", "alleged"),
    "conditional": pgettext_lazy("how a claim was put", "conditional"),
    "denied": pgettext_lazy("how a claim was put", "a denial"),
    "predicted": pgettext_lazy("how a claim was put", "a prediction"),
}
LINKS = {
    "repeats": pgettext_lazy("this claim to another", "Repeats"),
    "denies": pgettext_lazy("this claim to another", "Denies"),
    "contradicts": pgettext_lazy("this claim to another", "Contradicts"),
    "supersedes": pgettext_lazy("this claim to another", "Supersedes"),
    "presupposes": pgettext_lazy("this claim to another", "Presupposes"),
    "same utterance": pgettext_lazy("this claim to another", "Said in one breath with"),
    "part of": pgettext_lazy("this claim to another", "Is part of"),
    "same event": pgettext_lazy("this claim to another", "Is about the same event as"),
    "told as fact": pgettext_lazy("this claim to another", "Tells as a fact what is only alleged in"),
}


@dataclass(frozen=True, slots=True)
class When:
    """A date in words, its limits, what it rests on, and whether that is only inferred."""

    words: str
    limits: str
    basis: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Badge:
    """The verdict at a glance: words, icon, tone; never color alone. `rating` is what the document calls it."""

    words: str
    icon: str
    tone: str
    rating: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as its page shows it."""

    published: Published
    document: dict[str, Any]
    title: str
    summary: str
    passage: tuple[Stretch, ...]
    legend: tuple[tuple[str, str], ...]
    passage_link: str
    said: When
    about: When
    article_date: When
    captured: str
    badge: Badge
    likelihood: str
    scale: str
    modality: str
    evidence: tuple[Item, ...]
    sides: tuple[Side, ...]
    stories: tuple[Story, ...]
    graph: Graph
    gaps: tuple[str, ...]
    words: Mapping[str, str]
    reasons: tuple[Mapping[str, Any], ...]
    links: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, Any], ...]
    replies: tuple[dict[str, Any], ...]
    published_on: str

    @property
    def contested(self) -> bool:
        """Whether any source supports or disputes the claim."""
        return any(side.sources for side in self.sides)

    @property
    def order_unsure(self) -> str:
        """The sides on which sources count that may be older than what the claim is about."""
        unsure = [side.phrase for side in self.sides if side.order_unsure]
        if len(unsure) == 2:
            return gettext("%(first)s and %(second)s") % {"first": unsure[0], "second": unsure[1]}
        return "".join(unsure)


def view(published: Published, others: Mapping[str, Brief] | None = None) -> ClaimView:
    """Everything a claim page shows, from its document, and of linked claims what `others` says."""
    document = published.value()
    verdict = document["verdict"]
    article = document["article"]
    return ClaimView(
        published=published,
        document=document,
        title=feed_entries.title(document),
        summary=feed_entries.summary(document),
        passage=stretches(document),
        legend=legend(document["quotation"]),
        passage_link=passage_link(article["url"], document["quotation"]),
        said=spoken(document["said"]),
        about=when(document["about"]),
        article_date=when(article["published"]),
        captured=day(article.get("captured_at")),
        badge=badge(document),
        likelihood=likelihood(verdict["credence"]) if verdict else "",
        scale=_scale(verdict) if verdict else "",
        modality=str(MODALITIES[document["modality"]]),
        evidence=evidence(document),
        sides=sides(document),
        stories=stories(document),
        graph=graph(document),
        gaps=gaps(document),
        words=_words(document),
        reasons=tuple(
            {**one, "about": stored.in_words(stored.WEIGHED, one["about"])}
            for one in (verdict or {}).get("confidence_reasons", ())
        ),
        links=tuple(_link(link, (others or {}).get(link["claim"])) for link in document["links"]),
        corrections=tuple(
            {**one, "kind": stored.in_words(stored.CORRECTIONS, one["kind"]), "on": day(one["at"])}
            for one in document["corrections"]
        ),
        replies=tuple(
            {**one, "outcome": stored.in_words(stored.OUTCOMES, one["outcome"])}
            for one in document["replies"]
        ),
        published_on=day(document["published_at"]),
    )


def _words(document: Mapping[str, Any]) -> dict[str, str]:
    """Words for what a document holds of closed vocabularies, by what it holds it of."""
    verdict = document["verdict"] or {}
    weighed = verdict.get("weighed") or {}
    values = (
        ("claim_type", stored.CLAIM_TYPES, document["claim_type"]),
        ("speaker_basis", stored.SPEAKER_BASES, document["speaker"]["basis"]),
        ("confidence", stored.CONFIDENCE, verdict.get("confidence")),
        ("evidence_level", stored.EVIDENCE_LEVELS, verdict.get("evidence_level")),
        ("agreement", stored.AGREEMENT, verdict.get("agreement")),
        ("weighed_level", stored.EVIDENCE_LEVELS, weighed.get("evidence_level")),
        ("weighed_agreement", stored.AGREEMENT, weighed.get("agreement")),
    )
    return {name: stored.in_words(words, value) for name, words, value in values if value}


def _link(link: Mapping[str, Any], other: Brief | None) -> dict[str, Any]:
    words = str(LINKS.get(link["kind"], link["kind"]))
    statement, status = (other.statement, other.status) if other else ("", "")
    return {**link, "words": words, "statement": statement, "retracted": status == "retracted"}


def badge(document: Mapping[str, Any]) -> Badge:
    """The verdict's badge; unrated and retracted have their own."""
    if document["status"] == "retracted":
        return Badge(gettext("Retracted"), "⊘", "gone")
    if document["verdict"] is None:
        if document["demonstration"]:
            return Badge(gettext("Not yet rated"), "…", "none")
        return Badge(gettext("Attribution approved, not yet rated"), "…", "none")
    return _rated(document["verdict"]["rating"])


def listed(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of claims shows of one."""
    return {
        "document": document,
        "badge": badge(document),
        "modality": str(MODALITIES[document["modality"]]),
        "said": spoken(document["said"]),
        "title": feed_entries.title(document),
        "confidence": _confidence(document),
    }


def _confidence(document: Mapping[str, Any]) -> str:
    rated = document["status"] == "rated"
    return stored.in_words(stored.CONFIDENCE, document["verdict"]["confidence"]) if rated else ""


def any_demonstration(items: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a list shows a document of the demonstration."""
    return any(item["document"]["demonstration"] for item in items)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims have which verdict: badges with their numbers, and the same drawn."""

    parts: tuple[tuple[Badge, int], ...]
    drawing: SafeString


def tally(items: Iterable[Mapping[str, Any]]) -> Tally:
    """The verdicts of these claims, best first."""
    counted = Counter(item["badge"] for item in items)
    order = list(ICONS)
    known = sorted(
        counted, key=lambda one: (order.index(one.rating) if one.rating in order else 99, one.words)
    )
    return _tally([(one, counted[one]) for one in known])


def tally_of_counts(counts: Mapping[str, int]) -> Tally:
    """The same from numbers by rating; the rating "" stands for unrated and retracted claims."""
    order = [*(name for name in ICONS if name in counts), *sorted(counts.keys() - ICONS.keys() - {""}), ""]
    return _tally([(_rated(name), counts[name]) for name in order if counts.get(name)])


def _tally(parts: list[tuple[Badge, int]]) -> Tally:
    drawing = tally_svg.draw([(one.words, one.tone, number) for one, number in parts])
    return Tally(tuple(parts), mark_safe(drawing))  # noqa: S308 - our own drawing, every text in it is escaped


def _rated(rating: str) -> Badge:
    if not rating:
        return Badge(gettext("Without a rating"), "…", "none")
    return Badge(stored.rating(rating), icon(rating), tone(rating), rating)


def _scale(verdict: Mapping[str, Any]) -> str:
    """Where a rating stands on its scale, as far as the document says."""
    value, best, worst = (verdict.get(key) for key in ("rating_value", "best", "worst"))
    if best is None or worst is None:
        return ""
    numbers = {"value": value, "best": best, "worst": worst}
    if value is None or not min(best, worst) <= value <= max(best, worst):
        return gettext("outside the scale from %(worst)s (worst) to %(best)s (best)") % numbers
    return gettext("%(value)s on the scale from %(worst)s (worst) to %(best)s (best)") % numbers


def when(value: Mapping[str, Any]) -> When:
    """A date of a document in words."""
    basis = stored.basis(value["basis"])
    if value["basis"] == "stated" and value["text"]:
        basis = gettext("stated: “%(text)s”") % {"text": value["text"]}
    return When(in_words(value), limits_in_words(value), basis, value["basis"].startswith("inferred"))


def spoken(value: Mapping[str, Any]) -> When:
    """When something was said: at one time, also where only its limits are known."""
    return replace(when(value), words=moment_in_words(value))
