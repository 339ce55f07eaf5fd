"""The words that are stored: lower-case plain text, one enumeration per question.

Models use ``.value`` of these members, so that migrations hold no code of ours.
"""

from __future__ import annotations

from enum import StrEnum


class SpeakerKind(StrEnum):
    """What kind of party speaks."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COLLECTIVE = "collective"
    UNNAMED = "unnamed"
    OUTLET = "outlet"


class SpeakerBasis(StrEnum):
    """How we know who the speaker is."""

    STATED = "stated"
    INFERRED = "inferred"
    AMBIGUOUS = "ambiguous"


class Quotation(StrEnum):
    """How the article renders the words."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    REPORTED = "reported"
    NARRATIVE = "narrative"


class SpanRole(StrEnum):
    """Whose words a stretch of the quotation is."""

    OWN_WORDS = "own_words"
    PARAPHRASE = "paraphrase"
    EDITORIAL = "editorial"


class Translated(StrEnum):
    """Whether the printed words are a translation of what was said."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class Modality(StrEnum):
    """How the claim is put forward."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    ALLEGED = "alleged"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    PREDICTED = "predicted"


class ClaimType(StrEnum):
    """What kind of statement it is."""

    EVENT = "event"
    QUANTITY = "quantity"
    CAUSE = "cause"
    IDENTITY = "identity"
    PREDICTION = "prediction"
    OPINION = "opinion"


class LinkKind(StrEnum):
    """How one claim stands to another; “told as fact” tells as a fact what the other only alleges."""

    REPEATS = "repeats"
    DENIES = "denies"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"
    PRESUPPOSES = "presupposes"
    SAME_UTTERANCE = "same utterance"
    PART_OF = "part of"
    SAME_EVENT = "same event"
    TOLD_AS_FACT = "told as fact"


class SourceKind(StrEnum):
    """What kind of publication a source is."""

    PRIMARY_OFFICIAL = "primary official"
    NEWS_AGENCY = "news agency"
    NEWS_MEDIA = "news media"
    THINK_TANK = "think tank"
    ACADEMIC = "academic"
    ENCYCLOPEDIA = "encyclopedia"
    NGO = "ngo"
    BLOG = "blog"
    DATASET = "dataset"


class Reliability(StrEnum):
    """Admiralty code, first half: how reliable the source is."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Stance(StrEnum):
    """What a source does to a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    CONTEXT = "context"
    INSUFFICIENT = "insufficient"


class Attests(StrEnum):
    """Whether a source can bear witness to what the claim is about."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


class DerivationHow(StrEnum):
    """How a source came by its information."""

    OWN_REPORTING = "own reporting"
    QUOTES = "quotes"
    RELAYS = "relays"
    REPUBLISHES = "republishes"
    SUMMARIZES = "summarizes"


class Basis(StrEnum):
    """What a recorded relation rests on."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Likeness(StrEnum):
    """What makes two sources look like copies of one another."""

    TEXT = "near-duplicate text"
    ORIGIN = "same named origin"
    AGENCY = "same agency mark"
    CHAIN = "quoted chain"


class MatchVerdict(StrEnum):
    """What a person says of two claims that look alike."""

    SAME = "same claim"
    ANOTHER = "another claim"


class Decision(StrEnum):
    """What a person made of something that the machine supposes."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class OfferDecision(StrEnum):
    """What a person made of a claim that the machine read out of an article."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class Occasion(StrEnum):
    """Why a claim comes back to the queue."""

    DATE = "date"
    SOURCE = "source changed"
    LINKED = "linked claim changed"
    ARTICLE = "article changed"


class CaptureState(StrEnum):
    """How an archived copy compares with the one before."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class ReplyOutcome(StrEnum):
    """What became of a request for reply."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"
    NO_ANSWER = "no answer"
    NOT_ASKED = "not asked"


class State(StrEnum):
    """Where a claim stands in its life."""

    PROPOSED = "proposed"
    OPEN = "open"
    IN_REVIEW = "in review"
    DRAFT_COMPLETE = "draft complete"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNDER_CORRECTION = "under correction"
    RETRACTED = "retracted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    SUPPRESSED = "suppressed"


class PublicationKind(StrEnum):
    """What a publication is to the one before it."""

    FIRST = "first"
    CORRECTION = "correction"
    RETRACTION = "retraction"


class CorrectionKind(StrEnum):
    """Why a published document is replaced."""

    TYPO = "typo"
    NEW_EVIDENCE = "new evidence"
    WRONG_SPEAKER = "wrong speaker"
    WRONG_DATE = "wrong date"
    VERDICT_CHANGED = "verdict changed"
    ARTICLE_CHANGED = "article changed"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


class Status(StrEnum):
    """What a published document says of itself."""

    UNRATED = "unrated"
    RATED = "rated"
    RETRACTED = "retracted"


class EvidenceLevel(StrEnum):
    """IPCC: how much evidence, of what quality and consistency."""

    LIMITED = "limited"
    MEDIUM = "medium"
    ROBUST = "robust"


class Agreement(StrEnum):
    """IPCC: how far the evidence agrees."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Role(StrEnum):
    """What a person may do; a role is a group."""

    EXTRACTOR = "extractor"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class TicketKind(StrEnum):
    """What a reader sends: two kinds about one published claim, and a request about something new."""

    ERROR = "error"
    DISPUTE = "dispute"
    REQUEST = "request"


class TicketState(StrEnum):
    """What became of a reader's ticket."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"


class Window(StrEnum):
    """In what time something is counted."""

    HOUR = "hour"
    DAY = "day"


class EntryType(StrEnum):
    """What an entry of the public log announces."""

    PUBLISHED = "claim.published"
    CORRECTED = "claim.corrected"
    RETRACTED = "claim.retracted"
    SUPPRESSED = "claim.suppressed"
    WITHHELD = "claim.withheld"
    RESTORED = "claim.restored"
    REDACTED = "claim.redacted"


class RemovalCategory(StrEnum):
    """On what ground a document is taken out of sight, in a word that the public may read."""

    COURT_ORDER = "court order"
    PRIVACY = "privacy"
    LEGAL = "legal"
    COPYRIGHT = "copyright"
    SAFETY = "safety"
