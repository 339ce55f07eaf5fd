"""A published document as schema.org's ClaimReview: an export for others' search, never surer than the document.

What ClaimReview has a term for goes there, everything else under names of our own (`fc:`), or it is named in `LOST`.
Terms of schema.org stay unused where they would say more than we know: `firstAppearance` always (we know where the
claim stands, not where it stood first), `author` unless it is stated who spoke, dates unless they are stated and plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claims.domain.tongue import gettext
from claims.formats.claim_review_terms import LOST, TERMS
from claims.formats.claim_review_words import hedged_statement, passing_hedges, speaker_in_words

__all__ = ["EDTF", "LOST", "TERMS", "build", "element", "feed"]

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
"""The Library of Congress's name for EDTF as a datatype."""
PARTIES = {"person": "Person", "organization": "Organization", "outlet": "Organization"}
"""What schema.org calls the kinds of speakers; it has no word for a collective or for somebody unnamed."""

Node = dict[str, Any]


def build(document: Mapping[str, Any], *, publisher: str, public_url: str) -> Node | None:
    """The ClaimReview of a published document; None when it has no rating that stands.

    An unrated document reviews nothing: it says who said what, and ClaimReview requires a rating. A retracted one may
    still hold its verdict, but nobody stands by it any more, and ClaimReview has no word for that: whoever reads it
    would show the rating as ours. `public_url` is the public address without a slash at its end.
    """
    verdict = document["verdict"]
    if verdict is None or document["status"] != "rated":
        return None
    us = _us(publisher, public_url)
    return {
        "@context": _context(public_url),
        "@type": "ClaimReview",
        "url": public_url + document["path"],
        "claimReviewed": hedged_statement(document),
        "inLanguage": document["language"],
        "author": us,
        "datePublished": document["published_at"],
        "version": document["number"],
        **({"creativeWorkStatus": gettext("Demonstration")} if document["demonstration"] else {}),
        "reviewRating": _rating(verdict),
        "itemReviewed": _claim(document, public_url),
        **_some(correction=[_correction(one) for one in document["corrections"]]),
        "sdLicense": document["license"],
        "sdPublisher": us,
        "sdDatePublished": document["published_at"][:10],
        **_own(
            demonstration=document["demonstration"],
            **{key: verdict[key] for key in ("credence", "evidence_level", "agreement", "confidence")},
            evidence=[_evidence(item) for item in document["evidence"]],
            corroboration=_own(
                **{side: _own(**document["corroboration"][side]) for side in ("supporting", "disputing")}
            ),
        ),
    }


def feed(documents: Iterable[Mapping[str, Any]], *, publisher: str, public_url: str, updated: str) -> Node:
    """The DataFeed of the claims that these documents are about, in their order; `updated` is a moment as they have it.

    Of each claim its newest document has to be there. Earlier ones may be: they only tell since when it is public, and
    what a newer one has replaced or retracted never comes back. Without them, a corrected claim is said to be there
    since its first correction, which is late and never too early.
    """
    claims: dict[str, list[Mapping[str, Any]]] = {}
    for document in documents:
        claims.setdefault(document["id"], []).append(document)
    elements = [
        element(revisions, publisher=publisher, public_url=public_url) for revisions in claims.values()
    ]
    return {
        "@context": _context(public_url),
        "@type": "DataFeed",
        "publisher": _us(publisher, public_url),
        "dateModified": updated,
        "dataFeedElement": [one for one in elements if one],
    }


def element(revisions: Sequence[Mapping[str, Any]], *, publisher: str, public_url: str) -> Node | None:
    """A claim in the feed, from its newest document and perhaps earlier ones; None when no rating of it stands.

    Its review is an array of one, as readers expect, and can be taken out as it is.
    """
    newest = max(revisions, key=lambda one: int(one["number"]))
    review = build(newest, publisher=publisher, public_url=public_url)
    if review is None:
        return None
    moments = [one["published_at"] for one in revisions] + [one["at"] for one in newest["corrections"]]
    return {
        "@type": "DataFeedItem",
        "dateCreated": min(moments),  # all are written alike, to the microsecond in UTC
        "dateModified": newest["published_at"],
        "item": [review],
    }


def _context(public_url: str) -> list[object]:
    return ["https://schema.org", {"fc": f"{public_url}/ns#"}]


def _us(publisher: str, public_url: str) -> Node:
    return {"@type": "Organization", "name": publisher, "url": public_url}


def _some(**values: Any) -> Node:
    """The values that say something; false and 0 do."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _own(**values: Any) -> Node:
    """The same under names of our own."""
    return {f"fc:{key}": value for key, value in _some(**values).items()}


def _dated(key: str, value: Mapping[str, Any] | None) -> Node:
    """An EDTF value as in the PROV records: the expression as it is written, what it rests on, and its words."""
    if value is None:
        return {}
    typed = {"@type": EDTF, "@value": value["edtf"]} if value["edtf"] else None
    return _own(**{key: typed, f"{key}_basis": value["basis"], f"{key}_text": value["text"]})


def _plain(value: Mapping[str, Any]) -> str:
    """The year, month or day of an EDTF value; nothing for what schema.org's dates could only say too surely.

    They have no marks, intervals or seasons, and cannot say that a date is inferred, in whole or, as in “stated, but
    for the year”, in part.
    """
    found = re.fullmatch(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?)(?:-XX){0,2}", value["edtf"])
    return found[1] if found and value["basis"].partition(":")[0] == "stated" else ""


def _rating(verdict: Mapping[str, Any]) -> Node:
    """The rating in words; its place on the scale only when it has one."""
    value = verdict["rating_value"]
    on_scale = {"ratingValue": value, "bestRating": verdict["best"], "worstRating": verdict["worst"]}
    return {
        "@type": "Rating",
        **(on_scale if value is not None else {}),
        "alternateName": verdict["rating"],
        **_some(ratingExplanation=verdict["conclusion"], description=verdict.get("meaning")),
    }


def _claim(document: Mapping[str, Any], base: str) -> Node:
    quotation = document["quotation"]
    return {
        "@type": "Claim",
        "text": hedged_statement(document),
        **_some(
            inLanguage=document["language"],
            keywords=document["topic"],
            contentLocation=[{"@type": "Place", "name": place} for place in document["places"]],
            datePublished=_plain(document["said"]),
        ),
        **_said_by(document, base),
        "appearance": [_appearance(document["article"])],
        **_own(
            **{key: document[key] for key in ("statement", "modality", "hedges", "cue", "claim_type")},
            exact=quotation["exact"],
            quotation=quotation["kind"],
            translated=quotation["translated"],
            quantities=[_quantity(one) for one in document["quantities"]],
        ),
        **_dated("said", document["said"]),
        **_dated("about", document["about"]),
        **_passed_on(document["attribution"], base),
    }


def _party(party: Mapping[str, Any], base: str) -> Node:
    found = _some(name=party["name"], disambiguatingDescription=party.get("disambiguation"))
    return {**found, "url": f"{base}/speakers/{party['id']}"}


def _said_by(document: Mapping[str, Any], base: str) -> Node:
    """The author, where it is stated that this person or body spoke; else a description that keeps the doubt.

    Who passes words on with a hedge, as in “reportedly told us”, does not state whose they are.
    """
    speaker = document["speaker"]
    kind, role, body = (speaker[key] for key in ("kind", "role", "organization"))
    found = _party(speaker, base) | _some(sameAs=speaker["same_as"]) | _own(kind=kind, basis=speaker["basis"])
    candidates = [_party(one, base) for one in speaker["candidates"]]
    stated = speaker["basis"] == "stated" and not candidates and not passing_hedges(document)
    if kind not in PARTIES or not stated:
        found |= _own(role=role, organization=body, candidates=candidates)
        return {"description": speaker_in_words(speaker), "fc:speaker": found}
    if kind == "person":
        place = {"@type": "Organization", "name": body} if body else None
        found |= _some(jobTitle=role, affiliation=place)
    else:
        found |= _own(role=role, organization=body)
    return {"author": {"@type": PARTIES[kind], **found}}


def _passed_on(links: Iterable[Mapping[str, Any]], base: str) -> Node:
    """The chain of attribution, whose order counts."""
    found = [
        _own(
            speaker=_party(link["speaker"], base)
            | _own(role=link["speaker"]["role"], organization=link["speaker"]["organization"]),
            cue=link["cue"],
            hedges=link["hedges"],
        )
        for link in links
    ]
    return {"fc:attribution": {"@list": found}} if found else {}


def _appearance(article: Mapping[str, Any]) -> Node:
    """The article; its authors as words, because nobody recorded which of them are persons."""
    return {
        "@type": "CreativeWork",
        **_some(
            url=article["url"],
            headline=article["headline"],
            creditText=", ".join(article["authors"]),
            datePublished=_plain(article["published"]),
        ),
        "publisher": {"@type": "Organization", "name": article["outlet"]},
        **_dated("published", article["published"]),
    }


def _quantity(quantity: Mapping[str, Any]) -> Node:
    return _own(**{key: value for key, value in quantity.items() if key != "at"}) | _dated(
        "at", quantity["at"]
    )


def _evidence(item: Mapping[str, Any]) -> Node:
    source = item["source"]
    work = _some(
        name=source["title"],
        url=source["url"],
        inLanguage=source["language"],
        datePublished=_plain(source["published"]),
    )
    return _own(
        stance=item["stance"],
        says=item["says"],
        attests=item["attests"],
        source={"@type": "CreativeWork", **work, **_dated("published", source["published"])},
    )


def _correction(one: Mapping[str, Any]) -> Node:
    found = {"@type": "CorrectionComment", "text": one["reason"], "datePublished": one["at"]}
    return found | _own(number=one["number"], kind=one["kind"])
