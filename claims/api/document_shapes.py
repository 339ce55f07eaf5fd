"""The shape of a published document, every field by hand, for the OpenAPI description."""

from __future__ import annotations

from rest_framework import serializers as s


def words(*, null: bool = False) -> s.CharField:
    """Text, possibly empty."""
    return s.CharField(allow_blank=True, allow_null=null)


def whole(*, null: bool = False) -> s.IntegerField:
    """A whole number."""
    return s.IntegerField(allow_null=null)


def texts() -> s.ListField:
    """A list of texts."""
    return s.ListField(child=s.CharField())


class EdtfShape(s.Serializer[None]):
    """A date with its uncertainty (EDTF level 1) and inclusive bounds."""

    edtf = words()
    basis = words()
    text = words()
    lower = s.DateField(allow_null=True)
    upper = s.DateField(allow_null=True)
    lower_kind = s.ChoiceField(["exact", "approximate", "open", "unknown"])
    upper_kind = s.ChoiceField(["exact", "approximate", "open", "unknown"])


class SpanShape(s.Serializer[None]):
    """A stretch of the quotation and whose words it is."""

    start = whole()
    end = whole()
    role = s.ChoiceField(["own_words", "paraphrase", "editorial"])


class QuotationShape(s.Serializer[None]):
    """The words as captured; offsets are Unicode code points."""

    exact = words()
    prefix = words()
    suffix = words()
    context_before = words()
    context_after = words()
    start = whole()
    end = whole()
    kind = s.ChoiceField(["direct", "mixed", "indirect", "reported", "narrative"])
    translated = s.ChoiceField(["no", "yes", "unknown"])
    spans = SpanShape(many=True)


class NamedShape(s.Serializer[None]):
    """A party by id and name; `disambiguation` tells it apart from others with a like name."""

    id = words()
    name = words()
    disambiguation = words()


class SpeakerShape(NamedShape):
    """Who said it, in which role then."""

    kind = s.ChoiceField(["person", "organization", "collective", "unnamed", "outlet"])
    role = words()
    organization = words()
    basis = s.ChoiceField(["stated", "inferred", "ambiguous"])
    candidates = NamedShape(many=True)
    same_as = texts()


class LinkOfChainParty(NamedShape):
    """A party in the chain of attribution."""

    role = words()
    organization = words()


class AttributionShape(s.Serializer[None]):
    """One link of the chain of attribution, nearest first."""

    speaker = LinkOfChainParty()
    cue = words()
    hedges = texts()


class QuantityShape(s.Serializer[None]):
    """A figure; a bound that is null is open. Numbers are decimal text."""

    measure = words()
    population = words()
    low = words(null=True)
    high = words(null=True)
    approximate = s.BooleanField()
    vague = s.BooleanField()
    unit = words()
    at = EdtfShape(allow_null=True)
    text = words()


class ArticleShape(s.Serializer[None]):
    """The article in which the claim stands."""

    id = words()
    headline = words()
    outlet = words()
    authors = texts()
    url = words()
    published = EdtfShape()
    version = whole()
    text_sha256 = words()
    captured_at = words()
    is_excerpt = s.BooleanField()


class ReasonShape(s.Serializer[None]):
    """A reason for evidence or agreement as they are weighed, with its weight."""

    about = s.ChoiceField(["evidence", "agreement"])
    text = words()
    weight = whole()


class WeighedShape(s.Serializer[None]):
    """What the counts, grades and stances amount to by themselves."""

    evidence_level = s.ChoiceField(["limited", "medium", "robust"])
    agreement = s.ChoiceField(["low", "medium", "high"])


class VerdictShape(s.Serializer[None]):
    """What we conclude; `meaning` is the rating's own. Credence is 0 to 100.

    Keys that may be missing are missing from documents of the time before they were known.

    Evidence and agreement are people's; where they differ from what is weighed, `levels_why` says why.
    A rating without a value has no place on the scale.
    """

    rating = words()
    meaning = words()
    rating_value = whole(null=True)
    best = whole()
    worst = whole()
    credence = whole()
    evidence_level = s.ChoiceField(["limited", "medium", "robust"])
    agreement = s.ChoiceField(["low", "medium", "high"])
    confidence = s.ChoiceField(["very low", "low", "medium", "high", "very high"])
    confidence_reasons = ReasonShape(many=True)
    weighed = WeighedShape(required=False)
    levels_why = s.CharField(allow_blank=True, required=False)
    conclusion = words()
    summary = texts()
    rationale = words()
    looked_for = words()
    would_change = words()
    recheck_on = s.DateField(allow_null=True)


class SourceShape(s.Serializer[None]):
    """A source, with its Admiralty reliability."""

    id = words()
    title = words()
    url = words()
    publisher = words()
    published = EdtfShape()
    kind = words()
    language = words()
    reliability = s.ChoiceField(["A", "B", "C", "D", "E", "F"])
    archived = words()
    captured_at = words(null=True)


class ComparisonShape(s.Serializer[None]):
    """Whether two figures can both hold, and why."""

    outcome = s.ChoiceField(["agree", "overlap", "conflict", "not comparable"])
    because = words()


class ReportedFigureShape(QuantityShape):
    """A figure that a source gives, and how it stands to the claim's own."""

    compared = ComparisonShape(allow_null=True)


class EvidenceShape(s.Serializer[None]):
    """What a source does to the claim, with its Admiralty credibility (1 to 6)."""

    source = SourceShape()  # type: ignore[assignment]  # a declared field, not Field.source
    stance = s.ChoiceField(["supports", "disputes", "context", "insufficient"])
    says = words()
    excerpt = words()
    credibility = whole()
    attests = s.ChoiceField(["yes", "no", "cannot tell"])
    attests_because = words()
    figures = ReportedFigureShape(many=True, required=False)


class NodeShape(s.Serializer[None]):
    """A node of the provenance graph."""

    id = words()
    type = s.ChoiceField(["claim", "source", "origin", "institution", "unknown"])
    label = words()  # type: ignore[assignment]  # a declared field, not Field.label


EdgeShape = type(
    "EdgeShape",
    (s.Serializer,),
    {
        "__doc__": "An edge.",
        "from": words(),
        "to": words(),
        "how": words(),
        "basis": words(),
        "note": words(),
    },
)


class ProvenanceShape(s.Serializer[None]):
    """Where the evidence comes from."""

    nodes = NodeShape(many=True)
    edges = EdgeShape(many=True)


class CountShape(s.Serializer[None]):
    """Independent origins: certain, not excluded, and sources of unstated origin."""

    established = whole()
    possible = whole()
    unknown = whole()


class BottleneckShape(s.Serializer[None]):
    """A party or source through which every established path runs."""

    id = words()
    name = words()
    side = s.ChoiceField(["supporting", "disputing"])


class SharedShape(s.Serializer[None]):
    """A source or party by id and name."""

    id = words()
    name = words()


class ClusterShape(s.Serializer[None]):
    """Sources that share something behind them: together they have `known` independent origins.

    `shared` is what all of them rest on; `alike` says that likeness joins some.
    """

    members = texts()
    known = whole()
    shared = SharedShape(many=True)
    alike = s.BooleanField()


class CorroborationShape(s.Serializer[None]):
    """How many independent origins support and dispute."""

    supporting = CountShape()
    disputing = CountShape()
    bottlenecks = BottleneckShape(many=True)
    clusters = ClusterShape(many=True, required=False)


class ReplyShape(s.Serializer[None]):
    """The right of reply: who was asked, and what came back."""

    who = words()
    asked = words(null=True)
    outcome = words()
    answer = words()
    answered = words(null=True)


class LinkShape(s.Serializer[None]):
    """A relation to another claim."""

    kind = words()
    claim = words()
    note = words()


class CorrectionShape(s.Serializer[None]):
    """Why a later number replaced an earlier one."""

    number = whole()
    kind = words()
    reason = words()
    at = words()


class DocumentShape(s.Serializer[None]):
    """The published document of a claim."""

    schema = whole()
    id = words()
    path = words()
    number = whole()
    previous_number = whole(null=True)
    kind = s.ChoiceField(["first", "correction", "retraction"])
    published_at = words()
    license = words()
    demonstration = s.BooleanField()
    status = s.ChoiceField(["unrated", "rated", "retracted"])
    statement = words()
    language = words()
    claim_type = s.ChoiceField(["event", "quantity", "cause", "identity", "prediction", "opinion"])
    topic = words()
    places = texts()
    quotation = QuotationShape()
    speaker = SpeakerShape()
    attribution = AttributionShape(many=True)
    cue = words()
    modality = s.ChoiceField(["asserted", "hedged", "alleged", "conditional", "denied", "predicted"])
    hedges = texts()
    said = EdtfShape()
    about = EdtfShape()
    quantities = QuantityShape(many=True)
    article = ArticleShape()
    verdict = VerdictShape(allow_null=True)
    evidence = EvidenceShape(many=True)
    provenance = ProvenanceShape()
    corroboration = CorroborationShape()
    replies = ReplyShape(many=True)
    links = LinkShape(many=True)
    corrections = CorrectionShape(many=True)
