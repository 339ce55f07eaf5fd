"""The shapes of answers around documents, every field by hand, for the OpenAPI description."""

from __future__ import annotations

from rest_framework import serializers as s

from claims.api.document_shapes import (
    ArticleShape,
    CorrectionShape,
    DocumentShape,
    QuantityShape,
    SourceShape,
    texts,
    whole,
    words,
)
from claims.domain.vocabulary import EntryType, RemovalCategory


class ClaimPageShape(s.Serializer[None]):
    """A page of documents."""

    license = words()
    next = words(null=True)
    results = DocumentShape(many=True)


class ThingShape(s.Serializer[None]):
    """What every speaker, source and article has: its page, its claims, and when a document last described it."""

    id = words()
    path = words()
    claims = whole()
    claims_path = words()
    described_at = words()
    demonstration = s.BooleanField()


class SpeakerItemShape(ThingShape):
    """A speaker. Roles are held at a time, so they stand in the claims, not here."""

    name = words()
    disambiguation = words()
    kind = s.ChoiceField(["person", "organization", "collective", "unnamed", "outlet"])
    same_as = texts()


class SourceItemShape(ThingShape, SourceShape):
    """A source as documents have it. What it says of a claim stands in the claim."""


class ArticleItemShape(ThingShape, ArticleShape):
    """An article, as of the version that the newest document quotes."""


class SpeakerPageShape(s.Serializer[None]):
    """A page of speakers, by name."""

    license = words()
    next = words(null=True)
    results = SpeakerItemShape(many=True)


class SourcePageShape(s.Serializer[None]):
    """A page of sources, by title."""

    license = words()
    next = words(null=True)
    results = SourceItemShape(many=True)


class ArticlePageShape(s.Serializer[None]):
    """A page of articles, by headline."""

    license = words()
    next = words(null=True)
    results = ArticleItemShape(many=True)


class AlterationShape(s.Serializer[None]):
    """Words of a claim's newest document that its article has otherwise since: `now` is empty where nothing is left.

    `stands`: the very words are in it all the same. `found_at`: when the article was captured that reads so.
    """

    claim = words()
    path = words()
    outcome = s.ChoiceField(["altered", "gone"])
    was = words()
    now = words()
    stands = s.BooleanField()
    found_at = words()


class AlterationsShape(s.Serializer[None]):
    """What an article has otherwise than claims quote it, in no order. It is no part of any document."""

    license = words()
    results = AlterationShape(many=True)


class CorrectionItemShape(CorrectionShape):
    """A correction, retraction or reinstatement; its statement has the hedges, and is null when it was removed."""

    claim = words()
    path = words()
    publication = s.ChoiceField(["correction", "retraction"])
    statement = words(null=True)


class CorrectionPageShape(s.Serializer[None]):
    """A page of corrections, newest first."""

    license = words()
    next = words(null=True)
    results = CorrectionItemShape(many=True)


class ChangeShape(s.Serializer[None]):
    """One change. A tombstone says that the claim was retracted, withheld or suppressed, or lost a document.

    The last is `claim.redacted`: the document held a name that had to go. The next one comes when it is published.

    Keep the document of each change and drop the claim where it is null: then you hold what the server holds.
    `filter` is there when the feed is filtered: the claim `entered` the filter, `stays` in it with a new document, or
    `left` it, without a document. Whoever does not have a claim that left has nothing to do.
    """

    position = whole()
    type = s.ChoiceField([entry.value for entry in EntryType])
    claim = words()
    number = whole()
    previous_number = whole(null=True)
    time = words()
    commitment = words(null=True)
    tombstone = s.BooleanField()
    filter = s.ChoiceField(["entered", "stays", "left"], required=False)
    document = DocumentShape(allow_null=True)


class ChangesShape(s.Serializer[None]):
    """Changes behind a cursor."""

    license = words()
    cursor = words()
    has_more = s.BooleanField()
    changes = ChangeShape(many=True)


class NightlyFileShape(s.Serializer[None]):
    """A file of last night, with the SHA-256 of its bytes in hexadecimal digits."""

    name = words()
    path = words()
    media_type = words()
    bytes = whole()
    sha256 = words()


class NightlyShape(s.Serializer[None]):
    """The files of last night, all of one moment; the feed goes on from `cursor`."""

    license = words()
    made_at = words()
    size = whole()
    cursor = words()
    files = NightlyFileShape(many=True)


class FieldErrorShape(s.Serializer[None]):
    """One field that is wrong."""

    pointer = words()
    detail = words()


class ProblemShape(s.Serializer[None]):
    """An RFC 9457 problem."""

    type = words()
    title = words()
    status = whole()
    detail = words()
    category = s.ChoiceField([one.value for one in RemovalCategory], required=False)
    removed_at = s.DateTimeField(required=False)
    errors = FieldErrorShape(many=True, required=False)  # type: ignore[assignment]  # not Serializer.errors


class PointShape(QuantityShape):
    """A figure of a series: of a claim, or of a source that a claim is checked against."""

    id = words()
    kind = s.ChoiceField(["claim", "source"])
    label = words()  # type: ignore[assignment]  # a declared field, not Field.label
    said_by = words()
    figure = words()


class SeriesShape(s.Serializer[None]):
    """Figures of one measure and unit, in order of their time; populations differ and stand with each."""

    measure = words()
    unit = words()
    points = PointShape(many=True)


class ConflictShape(s.Serializer[None]):
    """Two figures of the same measure, population and time that cannot both hold."""

    first = words()
    first_figure = words()
    second = words()
    second_figure = words()
    because = words()


class SeriesPageShape(s.Serializer[None]):
    """The series of a topic; more figures cannot both hold than are listed when `conflicts_complete` is false."""

    license = words()
    topic = words()
    demonstration = s.BooleanField()
    series = SeriesShape(many=True)
    conflicts = ConflictShape(many=True)
    conflicts_complete = s.BooleanField()
