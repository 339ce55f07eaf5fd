"""One claim in each state of its life, with and without a hand of each person in it, and everybody there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from claims.actions import articles, claims, evidence, people, publication, records, review
from claims.domain import edtf
from claims.domain.vocabulary import CorrectionKind, Role, State
from claims.models import Article, ArticleVersion, Claim, Evidence, Outlet, Source, Speaker, User
from claims.reads import drafts

ROLES: dict[str, frozenset[Role]] = {
    "extractor": frozenset({Role.EXTRACTOR}),
    "reviewer": frozenset({Role.REVIEWER}),
    "second_reviewer": frozenset({Role.REVIEWER}),
    "editor": frozenset({Role.EDITOR}),
    "administrator": frozenset({Role.ADMINISTRATOR}),
    "superuser": frozenset(),
    "superuser_editor": frozenset({Role.EDITOR}),
    "machine": frozenset(),
    "inactive": frozenset({Role.REVIEWER, Role.EDITOR}),
    "nobody": frozenset(),
}
"""The people of these proofs and the roles that stand in their accounts."""

HANDS = ("extractor", "reviewer", "editor", "superuser_editor", "machine", "inactive")
"""Who worked on the claims that have a hand of each in them. The second reviewer never did."""

STATES = (
    "proposed", "open", "rejected", "duplicate", "in review", "draft complete", "approved", "published",
    "under correction", "correction complete", "correction approved", "withdrawal approved", "retracted",
)  # fmt: skip
"""The states of `domain.lifecycle`; a complete and an approved draft also once after something was published."""


def stored(state: str) -> State:
    """The state as the claim's row has it."""
    told = {"correction complete": "draft complete", "correction approved": "approved"}
    return State({**told, "withdrawal approved": "approved"}.get(state, state))


def was_published(state: str) -> bool:
    """Whether something of the claim is public already."""
    return STATES.index(state) >= STATES.index("published")


def signed_in(user: User, **options: bool) -> Client:
    """A browser in which somebody has signed in. The one place where these proofs sign in."""
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(user)
    return client


@dataclass
class World:
    """The people and their claims."""

    version: ArticleVersion
    speaker: Speaker
    source: Source
    author: User
    approver: User
    publisher: User
    people: dict[str, User]
    claims: dict[tuple[str, bool], Claim] = field(default_factory=dict)
    drafts: dict[int, dict[str, Any]] = field(default_factory=dict)

    def draft(self, claim: Claim) -> dict[str, Any]:
        """The claim's draft document as it stood when it was asked for first."""
        if claim.pk not in self.drafts:
            self.drafts[claim.pk] = drafts.build(claims.fresh(claim))
        return self.drafts[claim.pk]

    def propose(self, **values: object) -> Claim:
        """A new claim by somebody whom no proof is about."""
        now = edtf.parse("2009", basis="stated", text="2009")
        return claims.propose(
            version=self.version, exact="He said so.", by=self.author, at=timezone.now(), near=0,
            **{
                "quotation": "indirect", "statement": "He said so.", "speaker": self.speaker, "speaker_basis": "stated",
                "modality": "asserted", "claim_type": "event", "said": now, "about": now, **values,
            },
        )  # fmt: skip

    def attach(self, claim: Claim) -> Claim:
        """The claim with a piece of evidence."""
        evidence.attach(
            Evidence, claim=claim, rev=claim.rev, by=self.author, source=self.source, stance="supports", says="So.",
            excerpt="", credibility=2,
        )  # fmt: skip
        return claims.fresh(claim)

    def touched(self, claim: Claim, *, hands: bool) -> Claim:
        """The claim; after everybody's hand was in it when `hands`."""
        for name in HANDS if hands else ():
            topic = f"seen by {name}"
            claim = claims.revise(
                claim=claim, rev=claim.rev, by=self.people[name], at=timezone.now(), topic=topic
            )
        return claim

    def consent(self, claim: Claim) -> Claim:
        """The complete draft, approved by somebody whom no proof is about."""
        review.approve(claim=claim, rev=claim.rev, by=self.approver, at=timezone.now())
        return claims.fresh(claim)

    def publish(self, claim: Claim) -> Claim:
        """The approved draft, published."""
        publication.publish(claim=claim, rev=claim.rev, by=self.publisher, at=timezone.now())
        return claims.fresh(claim)

    def at(self, state: str, *, hands: bool) -> Claim:
        """A claim at this state, made by real steps."""
        claim = self.attach(self.propose())
        by = self.author
        if not was_published(state):
            claim = self.touched(claim, hands=hands)
        if state in ("proposed", "rejected", "duplicate"):
            if state == "rejected":
                return review.reject(claim=claim, rev=claim.rev, by=by, why="Not a claim.")
            if state == "duplicate":
                return review.mark_duplicate(claim=claim, rev=claim.rev, by=by, of=self.propose())
            return claim
        steps: list[tuple[str, Callable[[Claim], Claim]]] = [
            ("open", lambda one: review.accept(claim=one, rev=one.rev, by=by)),
            ("in review", lambda one: review.start(claim=one, rev=one.rev, by=by)),
            ("draft complete", lambda one: review.complete(claim=one, rev=one.rev, by=by)),
            ("approved", self.consent),
            ("published", self.publish),
        ]
        for name, step in steps:
            claim = step(claim)
            if name == state:
                return claim
        return self._corrected(claim, state, hands=hands)

    def _corrected(self, claim: Claim, state: str, *, hands: bool) -> Claim:
        withdrawn = state in ("withdrawal approved", "retracted")
        kind = CorrectionKind.WITHDRAWN if withdrawn else CorrectionKind.TYPO
        by = self.author
        claim = review.open_correction(claim=claim, rev=claim.rev, by=by, kind=kind, reason="A test.")
        claim = self.touched(claim, hands=hands)
        if state == "under correction":
            return claim
        claim = review.complete(claim=claim, rev=claim.rev, by=by)
        if state == "correction complete":
            return claim
        claim = self.consent(claim)
        return self.publish(claim) if state == "retracted" else claim


def settled() -> None:
    """Lets everything speak now that else waits for COMMIT."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def make() -> World:
    """Everybody, an article, and a claim for each state and each of both answers to “had they a hand in it?”."""
    world = ground()
    for state in STATES:
        for hands in (False, True):
            world.claims[state, hands] = world.at(state, hands=hands)
    User.objects.filter(username="inactive").update(is_active=False)
    world.people["inactive"].refresh_from_db()
    settled()
    return world


def ground() -> World:
    """Everybody, and an article with a source; no claim yet. “inactive” still is active."""
    found = {
        name: people.account(name=name, roles=roles, password="x", is_machine=name == "machine")
        for name, roles in ROLES.items()
    }
    others = [
        people.account(name=name, roles=[role], password="x")
        for name, role in (
            ("author", Role.REVIEWER),
            ("approver", Role.REVIEWER),
            ("publisher", Role.EDITOR),
        )
    ]
    User.objects.filter(username__startswith="superuser").update(is_superuser=True)
    for name in ("superuser", "superuser_editor"):
        found[name].refresh_from_db()
    by = others[0]
    day = edtf.parse("2009", basis="stated", text="2009")
    outlet = records.add(Outlet, by=by, name="An outlet")
    article = records.add(
        Article, by=by, outlet=outlet, url="https://outlet.example/1", headline="A day", language="en", published=day
    )  # fmt: skip
    version = articles.capture(
        article=article, text="He said so. Then he left, maybe.", by=by, at=timezone.now(), how="by hand"
    )
    speaker = records.add(Speaker, by=by, kind="person", name="Somebody Else")
    source = records.add(
        Source, by=by, url="https://source.example/1", title="A source", kind="news media", reliability="B",
        reliability_why="A test.", published=day,
    )  # fmt: skip
    return World(version, speaker, source, *others, people=found)
