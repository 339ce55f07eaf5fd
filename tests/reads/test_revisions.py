"""Every revision of a draft can be made again from the history, however it came about."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from claims.actions import claims, evidence, records, review
from claims.domain import edtf
from claims.domain.errors import NotFound
from claims.domain.vocabulary import CorrectionKind
from claims.models import (
    Article,
    Claim,
    ClaimLink,
    Evidence,
    Outlet,
    Rating,
    ReplyRequest,
    ReportedFigure,
    Source,
    Speaker,
    User,
    Verdict,
)
from claims.reads import drafts, past, revisions
from tests.cast import Cast, rashid

NOW = datetime(2026, 11, 25, tzinfo=UTC)
COMPUTED = ("provenance", "corroboration")


def true_draft(claim: Claim) -> dict[str, Any]:
    """The draft that would be published now, without what is computed from the rest."""
    found = json.loads(json.dumps(drafts.build(claims.fresh(claim))))
    for name in COMPUTED:
        del found[name]
    for item in found["evidence"]:
        del item["attests"], item["attests_because"]
        for figure in item["figures"]:
            del figure["compared"]
    for name in ("confidence_reasons", "weighed"):
        if found["verdict"]:
            del found["verdict"][name]
    return dict(found)


class Editors:
    """Several people who change anything about one claim, at random."""

    def __init__(self, claim: Claim, cast: Cast, seed: int) -> None:
        self.claim, self.dice = claim, random.Random(seed)
        self.people = [cast.reviewer, cast.second_reviewer, cast.editor]
        self.ways: list[Callable[[User, int], Any]] = [
            self.words, self.when, self.private, self.figures, self.spans, self.candidates, self.chain,
            self.add_evidence, self.change_evidence, self.withdraw, self.figure_of_a_source, self.reply, self.link,
            self.verdict, self.noun, self.state,
        ]  # fmt: skip

    def once(self) -> None:
        rev = claims.fresh(self.claim).rev
        self.dice.choice(self.ways)(self.dice.choice(self.people), rev)

    def word(self) -> str:
        return f"{self.dice.choice(['maybe', 'café', 'שלום', '𝔘nd', '<b>'])} {self.dice.randrange(1000)}"

    def revise(self, by: User, rev: int, **values: Any) -> None:
        claims.revise(claim=self.claim, rev=rev, by=by, at=NOW, **values)

    def words(self, by: User, rev: int) -> None:
        name = self.dice.choice(["statement", "topic"])
        self.revise(
            by, rev, **{name: self.word()}, places=[self.word() for _ in range(self.dice.randrange(3))]
        )

    def when(self, by: User, rev: int) -> None:
        year = str(self.dice.randrange(2000, 2009))
        self.revise(by, rev, said=edtf.parse(f"{year}~", basis="stated", text=self.word()))

    def private(self, by: User, rev: int) -> None:
        self.revise(by, rev, check_worthiness=Decimal(self.dice.randrange(100)) / 100)

    def figures(self, by: User, rev: int) -> None:
        rows = [
            {"measure": self.word(), "low": Decimal("123456789012345678.125") + number, "high": None,
             "text": "four", "at": None, "approximate": bool(number)}
            for number in range(self.dice.randrange(3))
        ]  # fmt: skip
        self.revise(by, rev, parts_of={"quantities": rows})

    def spans(self, by: User, rev: int) -> None:
        now = claims.fresh(self.claim)
        cut = self.dice.randrange(now.start + 1, now.end)
        rows = [
            {"start": now.start, "end": cut, "role": "own_words"},
            {"start": cut, "end": now.end, "role": "paraphrase"},
        ]
        self.revise(
            by, rev, parts_of={"spans": rows[: self.dice.randrange(3)] if self.dice.randrange(2) else rows}
        )

    def candidates(self, by: User, rev: int) -> None:
        some = self.dice.sample(list(Speaker.objects.order_by("id")), self.dice.randrange(3))
        self.revise(by, rev, parts_of={"candidates": [{"speaker": one, "note": self.word()} for one in some]})

    def chain(self, by: User, rev: int) -> None:
        some = self.dice.sample(list(Speaker.objects.order_by("id")), self.dice.randrange(3))
        rows = [{"speaker": one, "role": one.roles.first(), "cue": "", "hedges": ["maybe"]} for one in some]
        self.revise(by, rev, parts_of={"attribution": rows})

    def add_evidence(self, by: User, rev: int) -> None:
        used = self.claim.evidence.active().values("source")
        source = self.dice.choice(list(Source.objects.exclude(pk__in=used).order_by("id")) or [None])
        if source is not None:
            values = {"stance": "context", "says": self.word(), "credibility": 3, "excerpt": "maybe four"}
            evidence.attach(Evidence, claim=self.claim, rev=rev, by=by, source=source, **values)

    def change_evidence(self, by: User, rev: int) -> None:
        row = self.claim.evidence.active().order_by("?").first()
        if row is not None:
            evidence.amend(row, rev=rev, by=by, says=self.word(), credibility=self.dice.randrange(1, 7))

    def withdraw(self, by: User, rev: int) -> None:
        rows = [one for one in self.claim.evidence.active() if not one.figures.active().exists()]
        if len(rows) > 1:
            evidence.detach(self.dice.choice(rows), rev=rev, by=by, at=NOW, why=f"Because {self.word()}")

    def figure_of_a_source(self, by: User, rev: int) -> None:
        row = self.claim.evidence.active().filter(excerpt__contains="four").first()
        if row is not None:
            values = {"measure": self.word(), "text": "four", "low": Decimal(4), "high": None}
            values |= {"position": 1 + row.figures.count()}
            evidence.attach(ReportedFigure, claim=self.claim, rev=rev, by=by, evidence=row, **values)

    def reply(self, by: User, rev: int) -> None:
        values = {"who": self.claim.speaker, "outcome": "answered", "asked_at": NOW, "answered_at": NOW}
        evidence.attach(ReplyRequest, claim=self.claim, rev=rev, by=by, answer=self.word(), **values)

    def link(self, by: User, rev: int) -> None:
        other = self.dice.choice(list(Claim.objects.exclude(pk=self.claim.pk).order_by("id")))
        if not self.claim.links.active().filter(other=other, kind="same event").exists():
            values = {"other": other, "kind": "same event", "note": self.word(), "basis": "stated"}
            evidence.attach(ClaimLink, claim=self.claim, rev=rev, by=by, **values)

    def verdict(self, by: User, rev: int) -> None:
        row = Verdict.objects.active().get(claim=self.claim)
        rating = self.dice.choice(list(Rating.objects.order_by("id")))
        evidence.amend(
            row, rev=rev, by=by, rating=rating, credence=self.dice.randrange(101), rationale=self.word()
        )

    def noun(self, by: User, rev: int) -> None:
        kind, column = self.dice.choice([(Speaker, "disambiguation"), (Source, "title"), (Outlet, "name"),
                                         (Article, "headline")])  # fmt: skip
        row = self.dice.choice(list(kind._default_manager.order_by("id")))
        records.change(row, by=by, read=row.changed_at, **{column: self.word()})

    def state(self, by: User, rev: int) -> None:
        now = claims.fresh(self.claim)
        if now.state == "draft complete":
            review.send_back(claim=now, rev=rev, by=by)


@pytest.mark.parametrize("seed", [1])
def test_each_revision_is_made_again_from_the_history_as_it_was(seeded: Cast, seed: int) -> None:
    claim = rashid()
    published = json.loads(bytes(claim.publications.get(number=claim.published_number).document or b""))
    reason = "A reason to be found."
    options: dict[str, Any] = {"kind": CorrectionKind.TYPO, "reason": reason}
    review.open_correction(claim=claim, rev=claim.rev, by=seeded.reviewer, **options)
    editors, kept = Editors(claim, seeded, seed), {claim.rev: true_draft(claim)}
    while len(kept) < 51:
        before = claims.fresh(claim).rev
        editors.once()
        now = claims.fresh(claim)
        if now.rev <= before + 1:  # of several rows saved at once each is a revision that nobody saw
            kept[now.rev] = true_draft(now)
    claim = claims.fresh(claim)
    kept[claim.rev] = true_draft(claim)
    for rev, true in kept.items():
        made = json.loads(json.dumps(past.document(revisions.at(claim, rev))))
        assert made == true, f"revision {rev}"
    made = past.document(revisions.at(claim, claim.publications.get(number=published["number"]).rev))
    assert {name: published[name] for name in made if name not in ("evidence", "verdict")} == {
        name: value for name, value in made.items() if name not in ("evidence", "verdict")
    }

    assert [one.rev for one in revisions.listed(claim, below=60)] == list(range(59, 0, -1))
    told = revisions.listed(claim, most=1_000)
    assert [one.rev for one in told] == list(range(claim.rev, 0, -1))
    assert revisions.listed(claim) == told[:100]
    assert next(one for one in told if one.why == (reason,)).what == ("gave the reason of the correction",)
    withdrawn = {row.withdrawn_why for row in claim.evidence.filter(withdrawn_at__isnull=False)}
    assert withdrawn <= {why for one in told for why in one.why}
    assert {one.published for one in told} >= {None, published["number"]}
    for rev in (0, -1, claim.rev + 1):
        with pytest.raises(NotFound):
            revisions.at(claim, rev)
