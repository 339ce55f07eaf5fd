"""What the database refuses reaches people as a field and what would be right; nobody's text is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from claims.actions import articles, assignment, claims, evidence, records, review
from claims.actions.refusals import MESSAGES, field_of, refused
from claims.domain.errors import Busy, DomainError, InvalidValue, StaleSave
from claims.domain.vocabulary import CorrectionKind
from claims.models import (
    Article,
    Claim,
    ClaimLink,
    Derivation,
    Evidence,
    Outlet,
    ReplyRequest,
    Source,
    Speaker,
    Verdict,
)
from tests.cast import Cast, assemble, people_there, rashid

WRITTEN_BY_THE_DATABASE = {"Contribution", "LedgerEntry", "Checkpoint", "History", "LogIdentity"}


def constraints() -> list[tuple[type[models.Model], str]]:
    """Every named constraint and every unique column of ours."""
    found = []
    for model in apps.get_app_config("claims").get_models():
        found += [(model, constraint.name) for constraint in model._meta.constraints]
        for column in model._meta.concrete_fields:
            if column.unique and not column.primary_key:
                found.append((model, f"{model._meta.db_table}_{column.column}_key"))
    return found


@pytest.mark.parametrize(("model", "name"), constraints(), ids=str)
def test_every_constraint_is_about_a_field(model: type[models.Model], name: str) -> None:
    field = field_of(name, model._meta.db_table)
    assert field in {column.name for column in model._meta.concrete_fields}


def test_every_message_is_of_a_constraint_that_stands() -> None:
    assert set(MESSAGES) <= {name for _model, name in constraints()}


def under_correction(by: Cast) -> Claim:
    """Rashid's claim, open to changes."""
    claim = rashid()
    return review.open_correction(
        claim=claim, rev=claim.rev, by=by.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )


def test_what_is_there_already_is_named_by_its_field(seeded: Cast) -> None:
    claim = under_correction(seeded)
    outlet, article = Outlet.objects.get(), Article.objects.get()
    source, speaker = Source.objects.first(), Speaker.objects.get(name="Ahmed Rashid")
    verdict = Verdict.objects.get(claim=claim)
    kept = {name: getattr(verdict, name) for name in ("rating", "credence", "evidence_level", "agreement")}
    own = {"by": seeded.reviewer}
    hung: dict[str, Any] = {"claim": claim, "rev": claim.rev, **own}
    assert source is not None
    attempts = {
        "name": lambda: records.add(Outlet, **own, name=outlet.name, site=outlet.site),
        "url": lambda: records.add(
            Article, **own, outlet=outlet, url=article.url, headline="H", language="en", published=article.published
        ),
        "rating": lambda: evidence.attach(Verdict, **hung, **kept, conclusion="C.", rationale="R."),
        "source": lambda: evidence.attach(
            Evidence, **hung, source=claim.evidence.active()[0].source, stance="context", says="S.", credibility=3
        ),
        "answer": lambda: evidence.attach(
            ReplyRequest, **hung, who=speaker, outcome="answered", asked_at=timezone.now(), answer=""
        ),
        "other": lambda: evidence.attach(ClaimLink, **hung, other=claim, kind="repeats"),
        "institution": lambda: records.change(
            speaker, by=seeded.reviewer, read=speaker.changed_at, institution=speaker
        ),
        "basis": lambda: records.add(Derivation, **own, source=source, how="quotes", basis="stated"),
        "hedges": lambda: claims.revise(
            claim=claim, rev=claim.rev, by=seeded.reviewer, at=timezone.now(), hedges=[], modality="hedged"
        ),
    }  # fmt: skip
    for field, attempt in attempts.items():
        with pytest.raises(InvalidValue) as error:
            attempt()
        assert [problem.field for problem in error.value.problems] == [field], error.value.message
        assert "rule" not in error.value.message


def test_everything_that_must_be_given_is_asked_for_at_once(seeded: Cast) -> None:
    with pytest.raises(InvalidValue) as error:
        records.add(Source, by=seeded.extractor, url="https://example.org/")
    wanted = {"title", "published", "kind", "reliability", "reliability_why"}
    assert {problem.field for problem in error.value.problems} == wanted
    with pytest.raises(InvalidValue) as error:
        evidence.attach(Verdict, claim=rashid(), rev=1, by=seeded.reviewer)
    assert {"rating", "credence", "conclusion", "rationale"} <= {one.field for one in error.value.problems}


@pytest.mark.parametrize(
    "moment",
    [datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(999, 1, 1, tzinfo=UTC), datetime(2026, 1, 1), "2026"],
    ids=str,
)
def test_a_moment_can_be_read_back(seeded: Cast, moment: Any) -> None:
    with pytest.raises(InvalidValue) as error:
        articles.capture(article=Article.objects.get(), text="T", by=seeded.extractor, at=moment, how="h")
    assert error.value.problems[0].field == "captured_at"


def test_a_captured_page_may_hold_a_lost_character_and_typed_text_may_not(seeded: Cast) -> None:
    article, now = Article.objects.get(), timezone.now()
    text = "He said caf\ufffd."
    version = articles.capture(article=article, text=text, by=seeded.extractor, at=now, how="h")
    assert version.text == text
    with pytest.raises(InvalidValue) as error:
        articles.capture(article=article, text=text, by=seeded.extractor, at=now, how="caf\ufffd")
    assert error.value.problems[0].field == "captured_how"


def test_a_stale_save_of_a_claim_shows_the_parts_of_both(seeded: Cast) -> None:
    claim = under_correction(seeded)
    figure = {"measure": "militants", "text": "four or five thousand", "low": "4000", "high": "5000"}
    claims.revise(
        claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=timezone.now(),
        parts_of={"quantities": [{**figure, "low": "1000"}]},
    )  # fmt: skip
    with pytest.raises(StaleSave) as stale:
        claims.revise(
            claim=claim, rev=claim.rev, by=seeded.reviewer, at=timezone.now(), statement="Mine.",
            parts_of={"quantities": [figure]},
        )  # fmt: skip
    assert stale.value.yours["quantities"] == [figure]
    (theirs,) = stale.value.theirs["quantities"]  # type: ignore[misc]
    assert (theirs["low"], theirs["text"]) == (1000, "four or five thousand")  # type: ignore[index]
    assert stale.value.theirs["statement"] == claims.fresh(claim).statement


def test_a_stale_save_of_what_hangs_on_a_claim_shows_the_row_of_both(seeded: Cast) -> None:
    claim = under_correction(seeded)
    verdict = Verdict.objects.get(claim=claim)
    evidence.amend(verdict, rev=claim.rev, by=seeded.second_reviewer, conclusion="Theirs.", credence=30)
    with pytest.raises(StaleSave) as stale:
        evidence.amend(verdict, rev=claim.rev, by=seeded.reviewer, conclusion="Mine.")
    assert (stale.value.yours, stale.value.theirs) == ({"conclusion": "Mine."}, {"conclusion": "Theirs."})


def test_an_assignment_that_somebody_changed_meanwhile_is_not_undone(seeded: Cast) -> None:
    claim, now = rashid(), timezone.now()
    opened = assignment.open_round(claim=claim, by=seeded.reviewer, to=None, due_on=None, at=now)
    opened.refresh_from_db()
    assignment.assign(
        claim=claim, by=seeded.editor, to=seeded.second_reviewer, at=now, read=opened.changed_at
    )
    with pytest.raises(StaleSave) as stale:
        assignment.release(claim=claim, by=seeded.reviewer, at=now, read=opened.changed_at)
    assert stale.value.theirs["assigned_to"] == seeded.second_reviewer


def test_a_quotation_does_not_reach_over_a_gap_and_its_surroundings_end_there(seeded: Cast) -> None:
    claim = rashid()
    text = claim.version.text
    over = text[text.index("fighters' flight") : text.index("[…]") + 20]
    with pytest.raises(InvalidValue) as error:
        claims.revise(
            claim=under_correction(seeded),
            rev=rashid().rev,
            by=seeded.reviewer,
            at=timezone.now(),
            exact=over,
        )
    assert error.value.problems[0].field == "exact"
    for one in Claim.objects.all():
        assert "[…]" not in one.prefix + one.exact + one.suffix


def test_a_link_to_an_unpublished_claim_is_nobodys_business(seeded: Cast) -> None:
    from claims.reads import drafts

    claim = under_correction(seeded)
    other = Claim.objects.exclude(pk=claim.pk).first()
    assert other is not None
    hidden = claims.propose(
        version=claim.version, exact="Mullo Abdullo was not among them.", by=seeded.extractor, at=timezone.now(),
        speaker=other.speaker, quotation="narrative", speaker_basis="inferred", modality="asserted",
        claim_type="event", statement="He was not among them.", said=claim.said, about=claim.about,
    )  # fmt: skip
    for target in (other, hidden):
        claim = claims.fresh(claim)
        evidence.attach(
            ClaimLink, claim=claim, rev=claim.rev, by=seeded.reviewer, other=target, kind="same event"
        )
    linked = [link["claim"] for link in drafts.build(claims.fresh(claim))["links"]]
    assert linked == [other.public_id]


def test_a_deadlock_asks_to_try_again() -> None:
    for cause in (psycopg.errors.DeadlockDetected(), psycopg.errors.LockNotAvailable()):
        error = OperationalError("x")
        error.__cause__ = cause
        assert isinstance(refused(error), Busy)
    assert refused(OperationalError("the server is gone")) is None


@pytest.mark.usefixtures("committed_claims")
def test_a_claim_takes_up_a_speaker_while_somebody_changes_that_speaker() -> None:
    cast = people_there()
    claim = under_correction(cast)
    speaker = records.add(Speaker, by=cast.extractor, kind="person", name="Somebody Else")
    failures: list[DomainError] = []

    def take_up() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            claims.revise(
                claim=claim, rev=claim.rev, by=cast.reviewer, at=timezone.now(),
                parts_of={"attribution": [{"speaker": speaker}]},
            )  # fmt: skip
        except DomainError as error:
            failures.append(error)
        finally:
            connection.close()

    with transaction.atomic():  # an unfinished change of the speaker
        records.change(
            speaker, by=cast.editor, read=speaker.changed_at, country="TJ", name="Somebody Renamed"
        )
        thread = threading.Thread(target=take_up)
        thread.start()
        thread.join()
    assert not failures
    assert claims.fresh(claim).attributions.active().count() == 1


@pytest.mark.usefixtures("committed")
def test_two_who_want_the_same_row_are_told_to_try_again() -> None:
    cast = assemble()
    speaker = records.add(Speaker, by=cast.extractor, kind="person", name="Somebody Else")
    failures: list[DomainError] = []

    def also() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            records.change(speaker, by=cast.reviewer, read=speaker.changed_at, country="KG")
        except DomainError as error:
            failures.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        records.change(speaker, by=cast.editor, read=speaker.changed_at, country="TJ")
        thread = threading.Thread(target=also)
        thread.start()
        thread.join()
    assert [type(error) for error in failures] == [Busy]
