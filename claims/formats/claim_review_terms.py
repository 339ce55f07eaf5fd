"""What ClaimReview has no term for: our own names for it with their meanings, and what is left out with the reason."""

from __future__ import annotations

TERMS = {
    "statement": "The claim in our words, without what stands before it in `text`.",
    "hedges": "The very words that lower the claim’s certainty.",
    "modality": "How the claim is put: asserted, hedged, alleged, conditional, denied, predicted.",
    "cue": "The words by which the article attributes the claim.",
    "claim_type": "What kind of statement the claim is.",
    "exact": "The words of the article in which the claim stands.",
    "quotation": "How the article renders the words: direct, mixed, indirect, reported, narrative.",
    "translated": "Whether the printed words are a translation: no, yes, unknown.",
    "said": "When it was said.",
    "about": "When that was which the claim is about.",
    "at": "When a figure holds.",
    "published": "When the article or source was published.",
    **{f"{date}_basis": "What that date rests on." for date in ("said", "about", "at", "published")},
    **{f"{date}_text": "The words that tell that date." for date in ("said", "about", "at", "published")},
    "speaker": "Who passed the claim on; of the claim itself, who spoke where `author` would say too much.",
    "basis": "How it is known who spoke: stated, inferred, ambiguous.",
    "candidates": "Who else may have spoken.",
    "role": "The role in which a party spoke.",
    "organization": "The body for which a party spoke.",
    "kind": "Of a speaker: person, organization, collective, unnamed, outlet. Of a correction: its cause.",
    "attribution": "Who passed the claim on, nearest to the words first.",
    "quantities": "The figures of the claim.",
    "measure": "What a figure counts.",
    "population": "Of whom or what a figure counts something.",
    "unit": "The unit of a figure.",
    "low": "The lower end of a figure; none when it is open.",
    "high": "The upper end of a figure; none when it is open.",
    "approximate": "Whether a figure was given as approximate.",
    "vague": "Whether a figure was given in vague words.",
    "text": "The words in which a figure was given.",
    "credence": "How likely it is that the claim is true, 0 to 100.",
    "evidence_level": "How much evidence there is: limited, medium, robust.",
    "agreement": "How far the evidence agrees: low, medium, high.",
    "confidence": "How far the verdict can be relied on: very low to very high.",
    "evidence": "A source that bears on the claim; not always in its support.",
    "source": "That source itself.",
    "stance": "What a source does to the claim: supports, disputes, context, insufficient.",
    "says": "What a source says to the claim.",
    "attests": "Whether a source can bear witness to what the claim is about: yes, no, cannot tell.",
    "corroboration": "How many independent origins are on either side.",
    "supporting": "The origins that support the claim.",
    "disputing": "The origins that dispute the claim.",
    "established": "How many are certainly independent.",
    "possible": "How many cannot be excluded from being so.",
    "unknown": "How many sources do not tell their origin.",
    "demonstration": "Whether the document is only an example; then nobody stands by it.",
    "number": "The number of the document that made a correction.",
}
"""Names under `fc:` that an address of ours has to explain, with their meanings; dates are EDTF expressions."""

_WHY = {
    "It numbers the shape of documents, which this is not.": ["schema"],
    "The address ends with it.": ["id"],
    "The number and the corrections tell it.": ["previous_number", "kind"],
    "It serves to find the words again; annotations hold it.": [
        "quotation.prefix", "quotation.suffix", "quotation.context_*", "quotation.start", "quotation.end",
    ],
    "ClaimReview cannot say whose words a stretch of a text is.": ["quotation.spans"],
    "It says which copy was read; the PROV records hold it.": [
        "article.id", "article.version", "article.text_sha256", "article.captured_at", "article.is_excerpt",
        "evidence.source.id", "evidence.source.archived", "evidence.source.captured_at",
    ],
    "It follows from the expression, or is a limit that somebody gave; without, the date is wider.": [
        "*.lower", "*.upper", "*.lower_kind", "*.upper_kind",
    ],
    "ClaimReview has a conclusion in one sentence, and no reasoning.": [
        "verdict.summary", "verdict.rationale", "verdict.looked_for", "verdict.would_change",
        "verdict.confidence_reasons", "verdict.weighed", "verdict.levels_why",
    ],
    "schema.org has no term for the day on which a review is looked at again.": ["verdict.recheck_on"],
    "Grades and comparisons need their scales and reasons beside them; the page has both.": [
        "evidence.credibility", "evidence.attests_because", "evidence.figures", "evidence.source.reliability",
    ],
    "The source’s own address leads to it.": ["evidence.excerpt", "evidence.source.publisher", "evidence.source.kind"],
    "The PROV records hold it.": ["provenance"],
    "It follows from the provenance.": ["corroboration.bottlenecks", "corroboration.clusters"],
    "schema.org has no term for a right of reply, and part of an answer would be unfair.": ["replies"],
    "schema.org defines no relations between claims.": ["links"],
}  # fmt: skip
LOST = tuple((path, why) for why, paths in _WHY.items() for path in paths)
"""What of a document ClaimReview does not carry, and why: paths of keys, `*` for any; the document holds all of it."""
