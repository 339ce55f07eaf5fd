"""The provenance of a published claim as W3C PROV, in three forms that say the same.

Entities: article version, claim and its revisions, verdict, sources and their captures. Activities: extract, fetch,
review, publish, with the moments that documents tell and no others. Agents: speakers, the outlet, origins and
institutions, the software; reviewers are not named in documents and so not here. What is attributed, hedged or dated
keeps its hedges, basis and EDTF expression as attributes in our own namespace. Source: PROV-DM, PROV-CONSTRAINTS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from prov.identifier import QualifiedName
from prov.model import PROV, ProvDocument
from prov.serializers.provrdf import ProvRDFSerializer

from claims.domain.tongue import gettext_lazy
from claims.formats import prov_said, prov_trail
from claims.formats.prov_book import Book, address, dated, day, moment

MEDIA_TYPES = {
    "json": "application/json",  # PROV-JSON (W3C Member Submission, 2013) has registered no type of its own
    "provn": "text/provenance-notation; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
"""The forms by their endings."""

TERMS = {
    "Claim": gettext_lazy("An attributed statement, apart from what any revision says of it."),
    "ClaimRevision": gettext_lazy("One numbered, published document about a claim."),
    "Utterance": gettext_lazy(
        "What was said, as far as it is told; its speaker is the speaker of the claim."
    ),
    "Verdict": gettext_lazy("What the newsroom concluded about a claim, with how sure it is."),
    "ArticleVersion": gettext_lazy("The captured text of an article, from which the claim is quoted."),
    "Source": gettext_lazy("A page, report or document that bears on a claim."),
    "Capture": gettext_lazy("The archived copy of a source at one moment."),
    "Supposition": gettext_lazy(
        "A relation that somebody supposes and nobody states: its ends, how, and on what basis. Nothing is asserted "
        "between the ends."
    ),
    "Outlet": gettext_lazy("The publisher of an article."),
    "Extract": gettext_lazy("Finding the claim in the article's text."),
    "Fetch": gettext_lazy("Taking a copy of a source."),
    "Review": gettext_lazy("Weighing the evidence; no document tells who did it, or when."),
    "Publish": gettext_lazy("Sealing a document in the public log."),
    "software": gettext_lazy("The program that publishes."),
}
"""What our own names for things mean; attributes are named after the keys of documents."""

LOST = (
    gettext_lazy(
        "the rationale, what was looked for, what would change the verdict, and why its levels are what they are"
    ),
    gettext_lazy("figures, places, links to other claims, replies, and the count of independent origins"),
    gettext_lazy("whose words each stretch of the quotation is, and the words around it"),
    gettext_lazy(
        "the order of hedges, authors and the verdict’s summary, and words that occur twice among them"
    ),
    gettext_lazy("limits that somebody gave to an approximate date"),
    gettext_lazy("what earlier revisions said; only that they were, when, and why they were replaced"),
    gettext_lazy("the newsroom’s people: no document names them"),
)
"""What none of the forms holds. The document holds it."""

LOST_AS = {
    "json": (),
    "provn": (),
    "ttl": (
        "plain triples such as prov:wasDerivedFrom for relations that say more than their two ends; "
        "they are there as prov:qualifiedDerivation and its like",
    ),
}
"""What one form loses beyond that."""


def records(revisions: Sequence[Mapping[str, Any]], *, base: str) -> ProvDocument:
    """The PROV records of a claim's revision: the last of these published documents, which are one claim's in order.

    `base` is the public address without a slash at its end. Of earlier revisions only their being and their end is
    told: what they said may have been wrong, and their records say it in their own time. Revisions may be missing,
    as suppressed ones are.
    """
    document = revisions[-1]
    book = Book(base, document["id"], document["number"])
    book.document.entity(book.claim(), book.attributes(book.fc["Claim"]))
    _article(book, document["article"])
    for one in revisions:
        _revision(book, one, document)
    _history(book, revisions)
    _quoted(book, document)
    prov_said.add(book, document)
    prov_trail.add(book, document)
    _review(book, document)
    return book.document


def serialize(document: ProvDocument, form: str) -> bytes:
    """The records as bytes in one of the forms of MEDIA_TYPES, the same for the same document."""
    if form not in MEDIA_TYPES:
        raise ValueError(f"There is no form {form!r}; there are: {', '.join(MEDIA_TYPES)}.")
    if form == "ttl":  # a plain graph: with a document's data set, rdflib 7 warns of itself
        return (
            ProvRDFSerializer(document)
            .encode_container(document)
            .serialize(format="turtle", encoding="utf-8")
        )
    return (document.serialize(format=form) or "").encode()


def _version(book: Book, article: Mapping[str, Any]) -> QualifiedName:
    """The captured text; documents of the first days do not say which version it is."""
    number = article.get("version")
    return book.article(article["id"], f"version-{number}" if number else "version")


def _article(book: Book, article: Mapping[str, Any]) -> None:
    at = article.get("captured_at")
    found = book.attributes(
        book.fc["ArticleVersion"],
        label=article["headline"],
        url=address(article["url"]),
        author=article["authors"],
        version=article.get("version"),
        text_sha256=article["text_sha256"],
        captured_at=moment(at) if at else None,
        is_excerpt=article.get("is_excerpt"),
        **dict(dated("published", article["published"])),
    )
    book.document.entity(_version(book, article), found)
    outlet = book.agent(book.article(article["id"], "outlet"), article["outlet"], book.fc["Outlet"])
    book.document.attribution(_version(book, article), outlet)


def _revision(book: Book, one: Mapping[str, Any], newest: Mapping[str, Any]) -> None:
    """A revision with its publishing; what it says only if it is the one asked for."""
    name, publish = book.revision(one["number"]), book.revision(one["number"], "publish")
    content = _content(one) if one is newest else {}
    found = book.attributes(
        book.fc["ClaimRevision"],
        number=one["number"],
        kind=one["kind"],
        status=one["status"],
        license=address(one["license"]),
        demonstration=one["demonstration"],
        **content,
    )
    at = moment(one["published_at"])
    book.document.entity(name, found)
    book.document.activity(publish, endTime=at, other_attributes=book.attributes(book.fc["Publish"]))
    software = book.agent(book.fc["software"], "factcheck", PROV["SoftwareAgent"])
    book.document.association(publish, software)
    book.document.generation(name, publish, at, identifier=book.relation("generation"))
    book.document.specialization(name, book.claim())


def _content(document: Mapping[str, Any]) -> dict[str, object]:
    quotation = document["quotation"]
    return {
        "statement": document["statement"],
        "language": document["language"],
        "claim_type": document["claim_type"],
        "exact": quotation["exact"],
        "start": quotation["start"],
        "end": quotation["end"],
        "quotation": quotation["kind"],
        "translated": quotation["translated"],
        **prov_said.manner(document),
        **dict(dated("about", document["about"])),
    }


def _history(book: Book, revisions: Sequence[Mapping[str, Any]]) -> None:
    """Each revision is a revision of the one before; a retraction ends the one that stood.

    The claim itself is never ended, because a retracted claim can be reinstated.
    """
    why = {one["number"]: one for one in revisions[-1]["corrections"]}
    for one in revisions:
        before, number = one["previous_number"], one["number"]
        if before is None:
            continue
        cause = why.get(number, {})
        found = book.attributes(PROV["Revision"], reason=cause.get("reason"), correction=cause.get("kind"))
        name = book.relation("derivation")
        book.document.derivation(
            book.revision(number), book.revision(before), identifier=name, other_attributes=found
        )
        if one["status"] == "retracted":
            _end(book, book.revision(before), one)


def _end(book: Book, name: QualifiedName, retraction: Mapping[str, Any]) -> None:
    at, publish = moment(retraction["published_at"]), book.revision(retraction["number"], "publish")
    book.document.invalidation(name, publish, at, identifier=book.relation("invalidation"))


def _quoted(book: Book, document: Mapping[str, Any]) -> None:
    """Where the words were taken from; offsets are on the revision."""
    extract, version = book.revision(part="extract"), _version(book, document["article"])
    book.document.activity(extract, other_attributes=book.attributes(book.fc["Extract"]))
    book.document.usage(extract, version)
    found = book.attributes(PROV["Quotation"])
    name = book.relation("derivation")
    book.document.derivation(book.revision(), version, identifier=name, other_attributes=found)


def _review(book: Book, document: Mapping[str, Any]) -> None:
    """The review as far as the document shows it: the evidence it used and the verdict it made."""
    activities = [book.revision(part="extract"), book.revision(part="publish")]
    if document["evidence"] or document["verdict"]:
        review = book.revision(part="review")
        activities.insert(1, review)
        book.document.activity(review, other_attributes=book.attributes(book.fc["Review"]))
        for item in document["evidence"]:
            _used(book, review, item)
        if document["verdict"]:
            _verdict(book, review, document)
    for first, second in pairwise(activities):
        book.document.communication(second, first)


def _used(book: Book, review: QualifiedName, item: Mapping[str, Any]) -> None:
    source = item["source"]
    at = source["captured_at"]
    found = book.attributes(
        stance=item["stance"],
        says=item["says"],
        excerpt=item["excerpt"],
        credibility=item["credibility"],
        attests=item["attests"],
        attests_because=item["attests_because"],
        capture=book.capture(source["id"], moment(at)) if at else None,
    )
    name = book.relation("usage")
    book.document.usage(review, book.source(source["id"]), identifier=name, other_attributes=found)


def _verdict(book: Book, review: QualifiedName, document: Mapping[str, Any]) -> None:
    verdict, name = document["verdict"], book.revision(part="verdict")
    said = (
        "rating",
        "rating_value",
        "best",
        "worst",
        "credence",
        "evidence_level",
        "agreement",
        "confidence",
    )
    found = book.attributes(
        book.fc["Verdict"],
        **{key: verdict[key] for key in said},
        meaning=verdict.get("meaning"),
        conclusion=verdict["conclusion"],
        summary=verdict["summary"],
        recheck_on=day(verdict["recheck_on"]),
    )
    book.document.entity(name, found)
    book.document.generation(name, review)
    book.document.usage(book.revision(part="publish"), name)
    if document["status"] == "retracted":
        _end(book, name, document)
