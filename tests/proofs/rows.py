"""At least one row of every model, so that proofs can walk over all of them, also over those that come later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from claims.actions import (
    articles,
    assignment,
    checkpoints,
    claims,
    evidence,
    keys,
    matching,
    records,
    suppression,
    tickets,
    webhooks,
    withholding,
)
from claims.domain import edtf
from claims.domain.ids import new_public_id
from claims.domain.intake import What, beginning
from claims.domain.vocabulary import MatchVerdict, RemovalCategory
from claims.models import (
    ApiCommand,
    ApiKeyUse,
    Capture,
    Claim,
    ClaimLink,
    Derivation,
    Evidence,
    IngestResult,
    IngestRun,
    LedgerEntry,
    Newsroom,
    Offer,
    ProposedLink,
    PublishedMeaning,
    PublishedPosting,
    Rating,
    RatingScale,
    Recheck,
    ReplyRequest,
    ReportedFigure,
    SignInAttempt,
    Source,
    Speaker,
    SpeakerRole,
    SuspectedCopy,
    User,
    Verdict,
    WebhookAttempt,
    WebhookDelivery,
    WebhookSender,
    Withholding,
)
from claims.models.fields import EDTFField
from tests.proofs.world import World, settled

DAY = edtf.parse("2009", basis="stated", text="2009")


ONLY_WHILE_OUT_OF_SIGHT = {"Emptying", "PublishedRemoval", "WithheldDocument"}
"""Written by the database alone while a document is out of sight; tests/journeys/test_suppression.py looks at them."""


def ours() -> list[type[models.Model]]:
    """Every model of ours that has a table."""
    return list(apps.get_app_config("claims").get_models())


def furnish(world: World) -> None:
    """Ratings, a second source with where it has it from, a role: what claims stand on."""
    by, editor = world.author, world.publisher
    scale = records.add(RatingScale, by=editor, name="A scale", best=2, worst=1)
    records.add(Rating, by=editor, scale=scale, label="so", value=2, meaning="It is so.")
    records.add(SpeakerRole, by=by, speaker=world.speaker, title="a title", valid=DAY)
    other = records.add(
        Source, by=by, url="https://source.example/2", title="Another source", kind="news media", reliability="C",
        reliability_why="A test.", published=DAY, publisher="A house", authors=["An author"],
    )  # fmt: skip
    origin = records.add(Speaker, by=by, kind="person", name="An Origin")
    records.add(
        Derivation,
        by=by,
        source=world.source,
        from_source=other,
        how="quotes",
        basis="stated",
        note="A note.",
    )
    records.add(
        Derivation, by=by, source=other, origin=origin, how="quotes", basis="stated", note="Another note."
    )
    Capture.objects.create(
        source=other, captured_at=timezone.now(), raw_sha256="0" * 64, text="It is so.", state="same",
        raw_reference="a.warc", changed_by=by,
    )  # fmt: skip
    pair = sorted((world.source, other), key=lambda one: one.pk)
    SuspectedCopy.objects.create(
        source=pair[0], other=pair[1], likenesses=["words"], because="They look alike.", score=1,
        changed_by=world.people["machine"],
    )  # fmt: skip


def dress(world: World, claim: Claim) -> Claim:
    """The claim with every kind of part, and everything that can hang on it."""
    by, now = world.author, timezone.now()
    other = Speaker.objects.get(name="An Origin")
    figure = {"measure": "words", "low": 1, "high": 2, "unit": "words", "text": "so", "population": "here"}
    claim = claims.revise(
        claim=claim, rev=claim.rev, by=by, at=now, topic="a topic", places=["A place"], cue="said", hedges=["maybe"],
        modality="hedged",
        parts_of={
            "spans": [{"start": claim.start, "end": claim.end, "role": "paraphrase"}],
            "quantities": [figure],
            "attribution": [{"speaker": other, "cue": "said", "hedges": ["maybe"]}],
            "candidates": [{"speaker": other, "note": "Perhaps."}, {"speaker": world.speaker, "note": "Or not."}],
        },
    )  # fmt: skip

    def attach(noun: Any, /, **values: Any) -> Any:
        return evidence.attach(noun, claim=claim, rev=claims.fresh(claim).rev, by=by, **values)

    if not claim.evidence.exists():
        attach(Evidence, source=world.source, stance="supports", says="So.", excerpt="", credibility=2)
    second = attach(
        Evidence, source=Source.objects.get(title="Another source"), stance="disputes", says="Not so.",
        excerpt="It is so.", credibility=3,
    )  # fmt: skip
    attach(ReportedFigure, evidence=second, **figure)
    attach(
        ReplyRequest, who=world.speaker, asked_at=now, channel="e-mail", outcome="answered", answer="No.",
        answered_at=now,
    )  # fmt: skip
    to = Claim.objects.exclude(pk=claim.pk).order_by("pk").first() or world.propose()
    attach(ClaimLink, other=to, kind="repeats", note="A note.")
    attach(
        Verdict, rating=Rating.objects.get(label="so"), credence=60, evidence_level="limited", agreement="low",
        levels_why="As it seems.", conclusion="It is so.", summary=["A point."], rationale="Because.",
        looked_for="Papers.", would_change="A count.", recheck_on=date(2030, 1, 1),
    )  # fmt: skip
    machine = world.people["machine"]
    supposed = {"claim": claim, "because": "It seems so.", "changed_by": machine}
    ProposedLink.objects.create(other=to, kind="denies", score=1, **supposed)
    Recheck.objects.create(occasion="date", mark=str(claim.pk), raised_at=now, **supposed)
    matching.decide(claim=claim, other=to, decision=MatchVerdict.SAME, by=by, at=now)
    assignment.assign(claim=claim, by=by, to=world.approver, at=now)
    return claims.fresh(claim)


def complete(world: World) -> None:
    """A row of every model that has none yet: made by what its columns want, or the build says what is missing."""
    if not apps.get_model("claims", "Ticket")._default_manager.exists():
        tickets.submit(
            kind="request", text="Is it so?", place="192.0.2.7", at=timezone.now(), contact="me@a.example"
        )
    world.people["nobody"].user_permissions.add(Permission.objects.order_by("pk")[0])
    world.people["nobody"].refresh_from_db(fields=["session_version"])  # or no session of theirs would hold
    settled()
    checkpoints.sign_newest()
    _taken_out_of_sight_and_back(world)
    _offered(world)
    _on_its_way_in(world)
    _followed(world)
    by_program(world.people["administrator"])
    matching.count_common(fewest=1)
    _read()
    SignInAttempt.objects.create(bucket="0" * 32, at=timezone.now())
    for model in ours():
        if model.__name__ in ONLY_WHILE_OUT_OF_SIGHT or model._default_manager.exists():
            continue
        try:
            with transaction.atomic():
                model._default_manager.create(**dict(_columns(model, world)))
        except (DatabaseError, TypeError, ValueError) as error:
            raise AssertionError(
                f"unlisted: {model.__name__} has no row ({error}); say in tests/proofs/rows.py how one is made"
            ) from error


def _read() -> None:
    """What a published claim means, whether or not the model is here."""
    if not PublishedMeaning.objects.exists():
        PublishedMeaning.objects.create(
            claim=PublishedPosting.objects.values_list("claim", flat=True)[0], model="a model", vector=b"x"
        )


def _offered(world: World) -> None:
    """A claim that the machine read out of the text, undecided."""
    machine = world.people["machine"]
    claim = Claim.objects.filter(state="proposed", version=world.version).first() or world.propose()
    Offer.objects.create(
        claim=claim, version=world.version, rev=claim.rev, place=f"{claim.start}-{claim.end}", made={"content": []},
        score="0.5", extractor="a reader", extractor_version="1", made_by=machine, made_at=timezone.now(),
        changed_by=machine,
    )  # fmt: skip


def _on_its_way_in(world: World) -> None:
    """Something that somebody gave and no worker has taken up."""
    now = timezone.now()
    run = IngestRun.objects.create(
        what="article", given="file", address="https://given.example/1", filename="given.html", content=b"x",
        told={"headline": "A headline"}, key="article given", asked_by=world.author, asked_at=now, due_at=now,
        state="waiting", stages=beginning(What.ARTICLE), fetched={"address": "https://given.example/1"},
        message="It was put off.", notes=["A note."],
    )  # fmt: skip
    IngestResult.objects.create(run=run, version=world.version, is_new=True)


def by_program(by: User) -> None:
    """A newsroom with a key that was used, a command of it that was carried out, and keys to be revoked."""
    now = timezone.now()
    newsroom = records.add(Newsroom, by=by, name="A Newsroom", contact="desk@newsroom.example")
    made = [
        keys.make(newsroom, label=f"Use {one}", scopes=["read"], is_test=False, by=by)[0] for one in range(4)
    ]
    ApiKeyUse.objects.create(key=made[0], day=now.date(), count=1)
    ApiCommand.objects.create(
        newsroom=newsroom,
        key="one",
        route="POST /api/v1/somewhere/",
        request=b"x",
        status=201,
        answer=b"{}",
        at=now,
    )
    _told_by_webhook(newsroom, by)


def _told_by_webhook(newsroom: Newsroom, by: User) -> None:
    """Two endpoints of a newsroom, a delivery of an entry of the log, and a try of it."""
    now = timezone.now()
    for label in ("archive", "live blog"):
        endpoint, _secret = webhooks.make(
            newsroom,
            label=label,
            address="https://newsroom.example/hook",
            events=["claim.published"],
            by=by,
            at=now,
        )
    entry = LedgerEntry.objects.earliest("position")
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint, position=entry.position, claim=entry.public_id, next_at=now, asked_by=by
    )
    WebhookAttempt.objects.create(delivery=delivery, at=now, status=500, milliseconds=7, said="It broke.")
    WebhookSender.objects.create(name="sender", started_at=now, seen_at=now)


def _followed(world: World) -> None:
    """What became of the claims' words in a later version that says them otherwise."""
    articles.capture(
        article=world.version.article,
        text="He never said so. Then he left, maybe.",
        by=world.author,
        at=timezone.now(),
        how="a test",
        is_fetched=True,
    )


def _taken_out_of_sight_and_back(world: World) -> None:
    """A withholding that was lifted and a case that was dismissed: what is public stays as it was."""
    claim = Claim.objects.filter(state="published").first()
    if claim is None or Withholding.objects.exists():
        return
    now, second = timezone.now(), world.people["administrator"]
    ground: dict[str, Any] = {
        "claim": claim,
        "category": RemovalCategory.LEGAL,
        "reason": "A letter.",
        "at": now,
    }
    made = withholding.withhold(by=world.publisher, **ground)
    made.refresh_from_db()
    withholding.lift(made, by=second, at=now, why="A mistake.", read=made.changed_at)
    case = suppression.open_case(by=world.publisher, **ground)
    case.refresh_from_db()
    suppression.dismiss(case, by=second, at=now, why="A mistake.", read=case.changed_at)


def _columns(model: type[models.Model], world: World) -> Iterator[tuple[str, Any]]:
    for column in model._meta.concrete_fields:
        if column.primary_key or column.null or column.has_default():
            continue
        if column.db_default is not models.NOT_PROVIDED:
            continue
        yield column.name, _value(column, world)


def _value(column: models.Field[Any, Any], world: World) -> Any:
    if isinstance(column, models.ForeignKey):
        target: Any = column.related_model
        return (
            world.author if target is type(world.author) else target._default_manager.order_by("pk").first()
        )
    if column.name == "public_id":
        return new_public_id()
    if column.choices:
        return column.flatchoices[0][0]
    kinds: tuple[tuple[type, Any], ...] = (
        (EDTFField, DAY), (ArrayField, ["words"]), (models.JSONField, {}), (models.DateTimeField, timezone.now()),
        (models.DateField, date(2030, 1, 1)), (models.BooleanField, False), (models.DecimalField, 1),
        (models.IntegerField, 1), (models.BinaryField, b"x"),
    )  # fmt: skip
    return next((value for kind, value in kinds if isinstance(column, kind)), "words")
