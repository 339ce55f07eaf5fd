"""What the machine reads becomes proposed claims, once and never surer; only people decide, and that is kept."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import articles, claims, proposals, records, review, suppression
from claims.domain import readings
from claims.domain.errors import DomainError, NotAllowed
from claims.domain.vocabulary import Modality, RemovalCategory, SpeakerBasis
from claims.models import ArticleVersion, Claim, Contribution, History, Offer, Speaker, User
from claims.reads import offers, training
from tests.cast import Cast
from tests.offered import TEXT, captured, many, party, placed, proposal, read

pytestmark = pytest.mark.django_db


def offer(version: ArticleVersion, by: User, found: object = None) -> tuple[Claim, ...]:
    given = read() if found is None else found
    return proposals.offer(version=version, proposals=given, by=by, at=timezone.now())  # type: ignore[arg-type]


def spans(claim: Claim) -> list[tuple[str, str]]:
    rows = claim.spans.active().order_by("start")
    return [(one.role, claim.version.text[one.start : one.end]) for one in rows]


def test_a_proposal_becomes_a_claim_that_is_no_surer_than_the_text(cast: Cast) -> None:
    rashid = records.add(Speaker, by=cast.extractor, kind="person", name="Ahmed Rashid")
    estimate, bridge, hurt, planned, denied, lights = offer(captured(cast.extractor), cast.machine)
    assert (estimate.speaker, estimate.speaker_basis) == (rashid, "inferred"), (
        "the same name may be somebody else"
    )
    assert spans(estimate) == [
        ("own_words", "maybe four or five thousand"), ("editorial", "[fighters]"), ("paraphrase", "are in the hills"),
    ]  # fmt: skip
    assert estimate.hedges == ["maybe"]
    assert str(estimate.check_worthiness) == "0.90"
    figure = estimate.quantities.get()
    assert (figure.low, figure.high, figure.text) == (4000, 5000, "maybe four or five thousand")
    assert bridge.statement == "The bridge fell at noon, … Nobody crossed it."
    assert spans(bridge) == [("own_words", "The bridge fell at noon,"), ("own_words", "Nobody crossed it.")]
    assert (bridge.speaker.name, bridge.speaker_basis, str(bridge.speaker_role)) == (
        "Ana Sol",
        "stated",
        "Minister",
    )
    assert (hurt.speaker.kind, hurt.speaker.name) == ("unnamed", "A spokesman for the governor")
    assert hurt.speaker.disambiguation == "in “A bridge falls”, The Hill Post, 2026-11-20"
    assert (planned.speaker.name, planned.speaker_basis) == ("Nobody named", "inferred")
    assert planned.statement == "The attack was reportedly planned abroad"
    assert (denied.speaker.name, denied.speaker_basis) == ("Nobody named", "ambiguous"), (
        "who “he” is, a person says"
    )
    assert denied.statement == "any part in it (“denied”)"
    assert [one.speaker.name for one in lights.attributions.active()] == ["Ministry of Light"]
    assert lights.speaker.name == "a witness"
    made = Offer.objects.get(claim=bridge)
    assert [TEXT[start:end] for start, end in made.made["content"]] == [
        '"The bridge fell at noon,"', '"Nobody crossed it."',
    ]  # fmt: skip
    assert (made.decision, made.extractor, made.made["chain"][0]["party"]["name"]) == (
        "open", "claims.extraction", "Ana Sol",
    )  # fmt: skip


def test_nothing_is_doubled_and_nothing_that_was_rejected_comes_back(cast: Cast) -> None:
    version = captured(cast.extractor)
    first = offer(version, cast.machine, read()[:2])
    assert [one.exact for one in offer(version, cast.machine)] == [one.exact for one in _all()[2:]]
    assert offer(version, cast.machine) == ()
    review.reject(claim=first[0], rev=first[0].rev, by=cast.reviewer, why="Not a claim.")
    start, end = first[0].start, first[0].end
    assert offer(version, cast.machine, [proposal(((start + 1, end),))]) == (), "nearly the same words"
    newer = articles.capture(
        article=version.article, text=TEXT.replace("hurt.", "hurt, two of them badly."), by=cast.extractor,
        at=timezone.now(), how="typed by hand",
    )  # fmt: skip
    again = offer(newer, cast.machine, read(newer.text))
    assert again == (), "claims of the earlier version are no new ones, rejected, moved or altered"
    said = [*read(newer.text), proposal((placed(newer.text, "two of them badly"),), text=newer.text)]
    assert [one.exact for one in offer(newer, cast.machine, said)] == ["two of them badly"]
    by_hand = claims.propose(
        version=newer, exact="He denied any part in it.", by=cast.extractor, at=timezone.now(), statement="So.",
        quotation="narrative", speaker=Speaker.objects.get(name="Ana Sol"), speaker_basis="stated", modality="denied",
        said=first[1].said, about=first[1].about, claim_type="event",
    )  # fmt: skip
    wide = proposal((placed(newer.text, "He denied any part in it"),), text=newer.text)
    assert offer(newer, cast.machine, [wide]) == (), f"claim {by_hand.pk} was there"


def _all() -> list[Claim]:
    return sorted(Claim.objects.all(), key=lambda one: one.start)


def test_names_are_found_made_or_left_open_but_never_invented(cast: Cast) -> None:
    version = captured(cast.extractor)
    for told in ("the cricketer", "the bishop"):
        records.add(Speaker, by=cast.extractor, kind="person", name="Ana Sol", disambiguation=told)
    records.add(
        Speaker, by=cast.extractor, kind="organization", name="Light Office", aliases=["Ministry of Light"]
    )
    records.add(Speaker, by=cast.extractor, kind="person", name="Аhmed Rashid".replace("А", "A") + "i")
    estimate, bridge, *_, lights = offer(version, cast.machine)
    assert bridge.speaker_basis == "ambiguous"
    assert {one.speaker.disambiguation for one in bridge.candidates.active()} == {
        "the cricketer",
        "the bishop",
    }
    assert lights.attributions.get().speaker.name == "Light Office"
    assert (estimate.speaker.name, estimate.speaker_basis) == ("Ahmed Rashid", "stated")
    two = party("", "the two", basis=SpeakerBasis.AMBIGUOUS, candidates=("Ahmed Rashid", "Bo Li"))
    open_, odd = offer(
        version,
        cast.machine,
        [
            proposal((placed(TEXT, "planned abroad"),), who=two),
            proposal((placed(TEXT, "in the hills"),), who=party("Ah\u200bmed")),
        ],
    )[::-1]
    assert (open_.speaker, open_.speaker_basis) == (estimate.speaker, "ambiguous")
    assert [one.speaker.name for one in open_.candidates.active()] == ["Ahmed Rashid", "Bo Li"]
    assert (odd.speaker.name, odd.speaker_basis) == ("Nobody named", "ambiguous"), (
        "no name that can be written"
    )


def test_what_does_not_fit_the_text_is_left_out_with_all_that_it_brought(cast: Cast, caplog: object) -> None:
    version = captured(cast.extractor)
    unfit = replace(
        proposal((placed(TEXT, "nine people were hurt"),), who=party("Zed Zo", role="Seer")), places=("\x00",)
    )
    after = proposal((placed(TEXT, "planned abroad"),), who=party("Zed Zo"))
    assert [one.exact for one in offer(version, cast.machine, [after, unfit])] == ["planned abroad"]
    assert [one.exact for one in offer(version, cast.machine, [replace(unfit, places=())])] == [
        "nine people were hurt"
    ]
    assert Speaker.objects.filter(name="Zed Zo").count() == 1


def test_a_persons_decision_is_kept_as_a_pair_by_whichever_step_it_comes(cast: Cast) -> None:
    estimate, bridge, hurt, planned, denied, _ = offer(captured(cast.extractor), cast.machine)
    for verb, more in (
        (review.accept, {}),
        (review.reject, {"why": "No."}),
        (review.mark_duplicate, {"of": bridge}),
    ):
        with pytest.raises(NotAllowed):
            verb(claim=hurt, rev=hurt.rev, by=cast.machine, **more)  # type: ignore[operator]
    review.accept(claim=estimate, rev=estimate.rev, by=cast.extractor)
    edited = claims.revise(
        claim=bridge, rev=bridge.rev, by=cast.extractor, at=timezone.now(), exact="The bridge fell at noon",
        parts_of={"spans": []}, speaker=Speaker.objects.get(name="Ahmed Rashid"), speaker_role=None,
    )  # fmt: skip
    review.accept(claim=edited, rev=edited.rev, by=cast.reviewer)
    review.reject(claim=hurt, rev=hurt.rev, by=cast.reviewer, why="Nobody can check it.")
    review.mark_duplicate(claim=planned, rev=planned.rev, by=cast.reviewer, of=estimate)
    told = {one.claim_id: one for one in Offer.objects.all()}
    assert [told[one.pk].decision for one in (estimate, bridge, hurt, planned, denied)] == [
        "accepted", "edited", "rejected", "duplicate", "open",
    ]  # fmt: skip
    assert told[estimate.pk].kept == told[estimate.pk].made
    assert (told[hurt.pk].kept, told[hurt.pk].decided_why) == (None, "Nobody can check it.")
    assert told[bridge.pk].decided_by == cast.reviewer
    kept = told[bridge.pk].kept
    assert [TEXT[start:end] for start, end in kept["content"]] == ["The bridge fell at noon"]
    assert [TEXT[start:end] for start, end in kept["source"]] == ["Ahmed Rashid"]
    assert kept.keys() - {"unmarked"} == told[bridge.pk].made.keys()
    with pytest.raises(DomainError):
        review.accept(claim=denied, rev=denied.rev + 1, by=cast.extractor)
    assert told[denied.pk].decision == "open", "a stale decision decides nothing"
    rejected = Claim.objects.get(pk=hurt.pk)
    review.reopen(claim=rejected, rev=rejected.rev, by=cast.reviewer)
    assert Offer.objects.get(claim=hurt).decision == "accepted", "the last decision counts"
    row = Offer.objects.get(claim=hurt)
    told_of = History.objects.filter(table="claims_offer", row=str(row.pk)).order_by("id")
    assert [(one.new["decision"], one.changed_by) for one in told_of if one.new] == [
        ("open", cast.machine.pk), ("rejected", cast.reviewer.pk), ("accepted", cast.reviewer.pk),
    ]  # fmt: skip
    hands = Contribution.objects.filter(claim=estimate, user=cast.extractor)
    assert [one.what for one in hands] == ["accepted the proposal"], "accepting is a hand in the draft"
    (line,) = training.pairs()
    assert line["text"] == TEXT
    assert sorted(one["decision"] for one in line["attributions"]) == [
        "accepted",
        "accepted",
        "duplicate",
        "edited",
    ]
    assert (line["rejected"], line["undecided"]) == ([], 2)


def test_a_suppressed_claims_words_are_in_no_pair_and_in_no_offer(cast: Cast) -> None:
    version = captured(cast.extractor)
    estimate, bridge, *_ = offer(version, cast.machine)
    newer = articles.capture(
        article=version.article,
        text=f"{TEXT} More.",
        by=cast.extractor,
        at=timezone.now(),
        how="typed by hand",
    )
    (more,) = offer(
        newer, cast.machine, [proposal((placed(newer.text, "He denied any part"),), text=newer.text)]
    )
    for claim in (estimate, bridge, more):
        review.accept(claim=claim, rev=claim.rev, by=cast.reviewer)
    ground = {"category": RemovalCategory.PRIVACY, "reason": "A letter.", "at": timezone.now()}
    case = suppression.open_case(claim=bridge, by=cast.reviewer, **ground)  # type: ignore[arg-type]
    case.refresh_from_db()
    suppression.confirm(case, by=cast.editor, at=timezone.now(), read=case.changed_at)
    emptied = Offer.objects.get(claim=bridge)
    assert (emptied.made, emptied.kept) == ({}, None)
    assert bridge.pk not in [one.claim.pk for one in offers.of(version).offers]
    out = StringIO()
    call_command("training_pairs", "--jsonl", stdout=out, stderr=StringIO())
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["id"] for line in lines] == [f"{version.article.public_id}/{number}" for number in (1, 2)]
    assert "bridge fell" not in out.getvalue()
    assert "Ahmed Rashid estimates" in out.getvalue()
    assert [len(line["text"]) for line in lines] == [len(TEXT), len(newer.text)], "all places stay"
    assert [len(line["attributions"]) for line in lines] == [1, 1]
    assert offer(version, cast.machine, read()[1:2]) == (), "what was suppressed does not come back"


def test_each_proposal_of_many_takes_as_many_statements_as_each_of_few(cast: Cast) -> None:
    """With OFFERS, for two hundred; prints how long these take."""
    count = 200 if os.environ.get("OFFERS") else 20
    text, found = many(count)
    version = captured(cast.extractor, text)
    offer(version, cast.machine, found[:1])
    asked: list[float] = []
    for there, size in ((1, count // 4), (count // 4, count)):
        began = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            assert len(offer(version, cast.machine, found[:size])) == size - there
        print(f"  {size - there} proposals offered in {time.monotonic() - began:.1f} s")
        asked.append(len(queries) / (size - there))
    assert asked[1] <= asked[0], "each of many takes more than each of few"
    assert asked[1] <= 20


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("that nobody came", "nobody came"),
        ("that was wrong", "that was wrong"),
        ("That is over", "That is over"),
        ("thatched roofs burned", "thatched roofs burned"),
    ],
)
def test_a_statement_begins_without_the_conjunction_of_its_clause(content: str, told: str) -> None:
    """“said that nobody came” states “nobody came”; the pronoun stays."""
    made = readings.statement(
        content, ((0, len(content)),), modality=Modality.ASSERTED, hedges=(), cue="said"
    )
    assert made == told
