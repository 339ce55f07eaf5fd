"""What ClaimReview has no term for: our own names for it with their meanings, and what is left out with the reason."""

from __future__ import annotations

from claims.domain.tongue import gettext_lazy

TERMS = {
    "statement": gettext_lazy("The claim in our words, without what stands before it in `text`."),
    "hedges": gettext_lazy("The very words that lower the claim’s certainty."),
    "modality": gettext_lazy(
        "How the claim is put: asserted, hedged, alleged, conditional, denied, predicted."
    ),
    "cue": gettext_lazy("The words by which the article attributes the claim."),
    "claim_type": gettext_lazy("What kind of statement the claim is."),
    "exact": gettext_lazy("The words of the article in which the claim stands."),
    "quotation": gettext_lazy(
        "How the article renders the words: direct, mixed, indirect, reported, narrative."
    ),
    "translated": gettext_lazy("Whether the printed words are a translation: no, yes, unknown."),
    "said": gettext_lazy("When it was said."),
    "about": gettext_lazy("When that was which the claim is about."),
    "at": gettext_lazy("When a figure holds."),
    "published": gettext_lazy("When the article or source was published."),
    **{
        f"{date}_basis": gettext_lazy("What that date rests on.")
        for date in ("said", "about", "at", "published")
    },
    **{
        f"{date}_text": gettext_lazy("The words that tell that date.")
        for date in ("said", "about", "at", "published")
    },
    "speaker": gettext_lazy(
        "Who passed the claim on; of the claim itself, who spoke where `author` would say too much."
    ),
    "basis": gettext_lazy("How it is known who spoke: stated, inferred, ambiguous."),
    "candidates": gettext_lazy("Who else may have spoken."),
    "role": gettext_lazy("The role in which a party spoke."),
    "organization": gettext_lazy("The body for which a party spoke."),
    "kind": gettext_lazy(
        "Of a speaker: person, organization, collective, unnamed, outlet. Of a correction: its cause."
    ),
    "attribution": gettext_lazy("Who passed the claim on, nearest to the words first."),
    "quantities": gettext_lazy("The figures of the claim."),
    "measure": gettext_lazy("What a figure counts."),
    "population": gettext_lazy("Of whom or what a figure counts something."),
    "unit": gettext_lazy("The unit of a figure."),
    "low": gettext_lazy("The lower end of a figure; none when it is open."),
    "high": gettext_lazy("The upper end of a figure; none when it is open."),
    "approximate": gettext_lazy("Whether a figure was given as approximate."),
    "vague": gettext_lazy("Whether a figure was given in vague words."),
    "text": gettext_lazy("The words in which a figure was given."),
    "credence": gettext_lazy("How likely it is that the claim is true, 0 to 100."),
    "evidence_level": gettext_lazy("How much evidence there is: limited, medium, robust."),
    "agreement": gettext_lazy("How far the evidence agrees: low, medium, high."),
    "confidence": gettext_lazy("How far the verdict can be relied on: very low to very high."),
    "evidence": gettext_lazy("A source that bears on the claim; not always in its support."),
    "source": gettext_lazy("That source itself."),
    "stance": gettext_lazy("What a source does to the claim: supports, disputes, context, insufficient."),
    "says": gettext_lazy("What a source says to the claim."),
    "attests": gettext_lazy(
        "Whether a source can bear witness to what the claim is about: yes, no, cannot tell."
    ),
    "corroboration": gettext_lazy("How many independent origins are on either side."),
    "supporting": gettext_lazy("The origins that support the claim."),
    "disputing": gettext_lazy("The origins that dispute the claim."),
    "established": gettext_lazy("How many are certainly independent."),
    "possible": gettext_lazy("How many cannot be excluded from being so."),
    "unknown": gettext_lazy("How many sources do not tell their origin."),
    "demonstration": gettext_lazy("Whether the document is only an example; then nobody stands by it."),
    "number": gettext_lazy("The number of the document that made a correction."),
}
"""Names under `fc:` that an address of ours has to explain, with their meanings; dates are EDTF expressions."""

_WHY = {
    gettext_lazy("It numbers the shape of documents, which this is not."): ["schema"],
    gettext_lazy("The address ends with it."): ["id"],
    gettext_lazy("The number and the corrections tell it."): ["previous_number", "kind"],
    gettext_lazy("It serves to find the words again; annotations hold it."): [
        "quotation.prefix", "quotation.suffix", "quotation.context_*", "quotation.start", "quotation.end",
    ],
    gettext_lazy("ClaimReview cannot say whose words a stretch of a text is."): ["quotation.spans"],
    gettext_lazy("It says which copy was read; the PROV records hold it."): [
        "article.id", "article.version", "article.text_sha256", "article.captured_at", "article.is_excerpt",
        "evidence.source.id", "evidence.source.archived", "evidence.source.captured_at",
    ],
    gettext_lazy("It follows from the expression, or is a limit that somebody gave; without, the date is wider."): [
        "*.lower", "*.upper", "*.lower_kind", "*.upper_kind",
    ],
    gettext_lazy("ClaimReview has a conclusion in one sentence, and no reasoning."): [
        "verdict.summary", "verdict.rationale", "verdict.looked_for", "verdict.would_change",
        "verdict.confidence_reasons", "verdict.weighed", "verdict.levels_why",
    ],
    gettext_lazy("schema.org has no term for the day on which a review is looked at again."): ["verdict.recheck_on"],
    gettext_lazy("Grades and comparisons need their scales and reasons beside them; the page has both."): [
        "evidence.credibility", "evidence.attests_because", "evidence.figures", "evidence.source.reliability",
    ],
    gettext_lazy("The source’s own address leads to it."): [
        "evidence.excerpt", "evidence.source.publisher", "evidence.source.kind",
    ],
    gettext_lazy("The PROV records hold it."): ["provenance"],
    gettext_lazy("It follows from the provenance."): ["corroboration.bottlenecks", "corroboration.clusters"],
    gettext_lazy("schema.org has no term for a right of reply, and part of an answer would be unfair."): ["replies"],
    gettext_lazy("schema.org defines no relations between claims."): ["links"],
}  # fmt: skip
LOST = tuple((path, why) for why, paths in _WHY.items() for path in paths)
"""What of a document ClaimReview does not carry, and why: paths of keys, `*` for any; the document holds all of it."""
