"""Tables, constraints, triggers, grants. One noun a file; no workflow."""

from claims.models.article import Article, ArticleVersion
from claims.models.attribution import Attribution
from claims.models.claim import Claim, ClaimSpan, SpeakerCandidate
from claims.models.claim_link import ClaimLink
from claims.models.desk import Comment, Footing, Presence
from claims.models.draft import Draft
from claims.models.evidence import Evidence
from claims.models.following import Following, PublishedAlteration
from claims.models.history import History
from claims.models.intake import IngestResult, IngestRun
from claims.models.ledger import Checkpoint, LedgerEntry, LogIdentity
from claims.models.matching import (
    CommonWord,
    DeskPosting,
    MatchDecision,
    PublishedMeaning,
    PublishedPosting,
)
from claims.models.newsroom import ApiCommand, ApiKey, ApiKeyUse, Newsroom
from claims.models.offer import Offer
from claims.models.outlet import Outlet
from claims.models.projection import (
    PublishedArticle,
    PublishedClaim,
    PublishedSource,
    PublishedSpeaker,
    PublishedWord,
)
from claims.models.publication import Publication
from claims.models.quantity import Figure, Quantity, ReportedFigure
from claims.models.recheck import Recheck
from claims.models.removal import (
    Emptying,
    PublishedRemoval,
    SuppressionCase,
    WithheldDocument,
    Withholding,
)
from claims.models.reply import ReplyRequest
from claims.models.review import Approval, Contribution, Review
from claims.models.sign_in import SignInAttempt
from claims.models.source import Capture, Derivation, Source
from claims.models.speaker import Speaker, SpeakerRole
from claims.models.supposition import ProposedLink, SuspectedCopy
from claims.models.ticket import Ticket, TicketRate
from claims.models.user import User
from claims.models.verdict import Rating, RatingScale, Verdict
from claims.models.webhook import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookProgress,
    WebhookSender,
)

__all__ = [
    "ApiCommand",
    "ApiKey",
    "ApiKeyUse",
    "Approval",
    "Article",
    "ArticleVersion",
    "Attribution",
    "Capture",
    "Checkpoint",
    "Claim",
    "ClaimLink",
    "ClaimSpan",
    "Comment",
    "CommonWord",
    "Contribution",
    "Derivation",
    "DeskPosting",
    "Draft",
    "Emptying",
    "Evidence",
    "Figure",
    "Following",
    "Footing",
    "History",
    "IngestResult",
    "IngestRun",
    "LedgerEntry",
    "LogIdentity",
    "MatchDecision",
    "Newsroom",
    "Offer",
    "Outlet",
    "Presence",
    "ProposedLink",
    "Publication",
    "PublishedAlteration",
    "PublishedArticle",
    "PublishedClaim",
    "PublishedMeaning",
    "PublishedPosting",
    "PublishedRemoval",
    "PublishedSource",
    "PublishedSpeaker",
    "PublishedWord",
    "Quantity",
    "Rating",
    "RatingScale",
    "Recheck",
    "ReplyRequest",
    "ReportedFigure",
    "Review",
    "SignInAttempt",
    "Source",
    "Speaker",
    "SpeakerCandidate",
    "SpeakerRole",
    "SuppressionCase",
    "SuspectedCopy",
    "Ticket",
    "TicketRate",
    "User",
    "Verdict",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookProgress",
    "WebhookSender",
    "WithheldDocument",
    "Withholding",
]
