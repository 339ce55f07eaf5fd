"""A claim's life through the actions: two people, one log entry a publication, corrections, retraction, return."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from claims.actions import checkpoints, claims, evidence, people, publication, records, review
from claims.domain import canonical, verification
from claims.domain.errors import DomainError, DraftChanged, InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.vocabulary import CorrectionKind, Role, State
from claims.models import (
    Checkpoint,
    Claim,
    Evidence,
    History,
    LedgerEntry,
    Publication,
    PublishedClaim,
    Speaker,
)
from claims.reads import drafts, log, published
from tests.cast import Cast, load_seed, rashid


def fire_log() -> None:
    """What COMMIT does, in a test that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS claims_publication_logged IMMEDIATE")
        cursor.execute("SET CONSTRAINTS claims_publication_logged DEFERRED")


def now() -> datetime:
    return timezone.now()


def correct(cast: Cast, claim: Claim, kind: CorrectionKind, **values: Any) -> Publication:
    """A correction from opening to publication."""
    claim = review.open_correction(claim=claim, rev=claim.rev, by=cast.reviewer, kind=kind, reason="A test.")
    if values:
        claim = claims.revise(claim=claim, rev=claim.rev, by=cast.reviewer, at=now(), **values)
    claim = review.complete(claim=claim, rev=claim.rev, by=cast.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=cast.second_reviewer, at=now())
    return publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=now())


def test_the_seed_publishes_five_claims_and_the_log_is_whole(seeded: Cast) -> None:
    fire_log()
    checkpoints.sign_newest()
    here = log.identity()
    report = verification.verify(
        log.all_entries(until=here.size), log.notes(), [log.verifier_key()], log_id=here.log_id
    )
    assert (report.ok, report.size, report.covered) == (True, 5, 5), report.reasons
    assert PublishedClaim.objects.count() == 5


def test_loading_the_seed_again_changes_nothing(seeded: Cast) -> None:
    before = History.objects.count()
    assert load_seed(seeded) == 0
    assert History.objects.exclude(table__startswith="claims_user").count() <= before
    assert Publication.objects.count() == 5


def test_one_changed_byte_in_a_document_is_named(seeded: Cast) -> None:
    fire_log()
    here = log.identity()
    entries = list(log.all_entries(until=here.size))
    third = entries[2]
    assert third.document is not None
    document = third.document.replace(b"killed and 20", b"killed and 30", 1)
    entries[2] = type(third)(third.entry, third.salt, document)
    report = verification.verify(entries, [], [], log_id=here.log_id)
    assert report.first_bad == 3


def test_a_correction_gets_the_next_number_and_keeps_the_reason(seeded: Cast) -> None:
    found = correct(seeded, rashid(), CorrectionKind.TYPO, topic="strength of militants")
    document = json.loads(bytes(found.document or b""))
    assert (found.number, found.kind) == (2, "correction")
    assert document["previous_number"] == 1
    assert document["topic"] == "strength of militants"
    assert [(one["number"], one["kind"], one["reason"]) for one in document["corrections"]] == [
        (2, "typo", "A test.")
    ]
    fire_log()
    assert LedgerEntry.objects.order_by("-position").values_list("type", flat=True)[0] == "claim.corrected"
    first = Publication.objects.get(public_id=found.public_id, number=1)
    assert json.loads(bytes(first.document or b""))["topic"] == "militant strength"


def test_a_retracted_claim_stays_readable_and_can_return(seeded: Cast) -> None:
    gone = correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    assert gone.kind == "retraction"
    assert json.loads(bytes(gone.document or b""))["status"] == "retracted"
    claim = rashid()
    assert claim.state == State.RETRACTED.value
    claim = review.open_correction(
        claim=claim,
        rev=claim.rev,
        by=seeded.editor,
        kind=CorrectionKind.REINSTATED,
        reason="It holds after all.",
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    back = publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now())
    assert (back.number, json.loads(bytes(back.document or b""))["status"]) == (3, "rated")


def test_whoever_had_a_hand_in_the_correction_may_not_approve_it(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.second_reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    with pytest.raises(NotAllowed, match="second person"):
        review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    assert review.approve(claim=claim, rev=claim.rev, by=seeded.reviewer, at=now())


def test_consent_ends_when_the_draft_goes_back_and_can_be_given_again(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    before = rashid()
    claim = review.send_back(claim=before, rev=before.rev, by=seeded.second_reviewer)
    assert (claim.rev, claim.state) == (before.rev + 1, State.UNDER_CORRECTION.value)
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    again = review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    assert again.rev == claim.rev
    assert publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now()).approval == again


def test_consent_is_to_the_draft_that_was_shown(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    shown = canonical.digest(canonical.encode(drafts.build(claim)))
    with pytest.raises(DraftChanged, match="no longer the one that you were shown"):
        review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now(), seen="0" * 64)
    assert rashid().state == State.DRAFT_COMPLETE.value
    assert review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now(), seen=shown)


def test_only_an_editor_publishes(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    with pytest.raises(NotAllowed, match="editor"):
        publication.publish(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())


def test_a_shared_noun_changed_after_the_approval_stops_the_publication(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    speaker = claim.speaker
    records.change(speaker, by=seeded.extractor, read=speaker.changed_at, name="Ahmad Rashid")
    claim = claims.fresh(claim)
    assert claim.state == State.UNDER_CORRECTION.value
    with pytest.raises(WrongState):
        publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now())


def test_publishing_names_the_keys_that_differ_from_what_was_approved(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    with override_settings(DATA_LICENSE="https://other.example/"), pytest.raises(DraftChanged) as changed:
        publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now())
    assert [problem.field for problem in changed.value.problems] == ["license"]


def test_a_corrected_name_marks_every_public_document_that_embeds_it(seeded: Cast) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    records.change(
        speaker, by=seeded.reviewer, read=speaker.changed_at, aliases=["Ahmad Rashid", "A. Rashid"]
    )
    assert Claim.objects.behind().count() == 2
    assert Publication.objects.count() == 5


def test_a_stale_save_is_refused_with_both_versions(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    read = claim.rev
    claims.revise(claim=claim, rev=read, by=seeded.reviewer, at=now(), statement="The first one's text.")
    with pytest.raises(StaleSave) as stale:
        claims.revise(
            claim=claim, rev=read, by=seeded.extractor, at=now(), statement="The second one's text."
        )
    assert stale.value.yours == {"statement": "The second one's text."}
    assert stale.value.theirs == {"statement": "The first one's text."}
    assert stale.value.current > read


def test_a_stale_save_of_a_shared_noun_is_refused_too(seeded: Cast) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    records.change(speaker, by=seeded.reviewer, read=speaker.changed_at, country="PK")
    with pytest.raises(StaleSave) as stale:
        records.change(speaker, by=seeded.extractor, read=speaker.changed_at, country="GB")
    assert stale.value.theirs == {"country": "PK"}


def test_the_machine_and_passers_by_make_no_decisions(seeded: Cast) -> None:
    claim = rashid()
    for person in (seeded.machine, seeded.passer_by, seeded.extractor):
        with pytest.raises(NotAllowed):
            review.open_correction(
                claim=claim, rev=claim.rev, by=person, kind=CorrectionKind.TYPO, reason="Why."
            )


def test_a_verdict_needs_evidence_and_the_right_of_reply(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    for row in [*claim.evidence.active(), *claim.replies.active()]:
        evidence.detach(row, rev=claims.fresh(claim).rev, by=seeded.reviewer, at=now(), why="A test.")
    claim = claims.fresh(claim)
    with pytest.raises(InvalidValue) as lacking:
        review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    assert {problem.field for problem in lacking.value.problems} == {"evidence", "replies"}
    assert Evidence.objects.filter(claim=claim).count() == 11, "withdrawn rows stay"


def test_history_names_the_person_and_keeps_old_and_new(seeded: Cast) -> None:
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    records.change(speaker, by=seeded.second_reviewer, read=speaker.changed_at, country="PK")
    row = History.objects.filter(table="claims_speaker", row=str(speaker.pk)).latest("id")
    assert row.changed_by == seeded.second_reviewer.pk
    assert row.old is not None
    assert row.new is not None
    assert (row.old["country"], row.new["country"]) == ("", "PK")


def test_history_never_holds_a_password(cast: Cast) -> None:
    assert History.objects.filter(table="claims_user").exists()
    for row in History.objects.filter(table="claims_user"):
        assert row.new is None or "password" not in row.new


@pytest.mark.parametrize(("debug", "embedded"), [(False, True), (True, False), (False, False)])
def test_demo_accounts_are_made_only_with_debug_on_in_our_own_database(
    db: None, debug: bool, embedded: bool
) -> None:
    with (
        override_settings(DEBUG=debug, DATABASE_IS_EMBEDDED=embedded),
        pytest.raises(NotAllowed, match="DEBUG"),
    ):
        people.demo_account(name="reviewer", roles=[Role.REVIEWER])


def test_a_checkpoint_is_signed_once_a_size(seeded: Cast) -> None:
    fire_log()
    assert checkpoints.sign_newest() is not None
    assert checkpoints.sign_newest() is None
    assert Checkpoint.objects.count() == 1


def test_the_signing_key_is_readable_by_its_owner_alone(seeded: Cast, settings: Any) -> None:
    path = Path(settings.CHECKPOINT_KEY_FILE)
    with pytest.raises(DomainError, match="cannot be read"):
        log.verifier_key()
    fire_log()
    checkpoints.sign_newest()
    assert log.verifier_key().startswith("factcheck+")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(Exception, match="chmod 600"):
        log.verifier_key()


def test_every_number_keeps_the_credence_that_it_was_published_with(seeded: Cast) -> None:
    """So that calibration can be scored once verdicts settle."""
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.VERDICT_CHANGED, reason="Why."
    )
    evidence.amend(claim.verdicts.active().get(), rev=claim.rev, by=seeded.reviewer, credence=30)
    claim = review.complete(claim=rashid(), rev=rashid().rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=now())
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=now())
    history = published.history(claim.public_id)
    assert [one.value()["verdict"]["credence"] for one in history] == [25, 30]
