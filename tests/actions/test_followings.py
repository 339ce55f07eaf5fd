"""An article changes: every claim's words are followed into its new version, and people decide what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.actions import (
    articles,
    claims,
    followings,
    publication,
    rechecks,
    records,
    review,
    settlements,
    suppression,
)
from claims.domain import edtf
from claims.domain.errors import DomainError, InvalidValue, NotAllowed, StaleSave, WrongState
from claims.domain.vocabulary import RemovalCategory
from claims.domain.whereabouts import Settlement
from claims.ingest.articles import readers_told
from claims.models import (
    Article,
    ArticleVersion,
    Claim,
    Following,
    Outlet,
    PublishedAlteration,
    Recheck,
    Speaker,
    User,
)
from claims.reads import queues
from claims.reads.followings import told_of
from claims.reads.queues import Asker
from tests.cast import Cast, rashid
from tests.models.test_supposition_rules import refused
from tests.work import led

FIRST = """\
The committee met on Monday in the old town hall. The ministry said that 40 people were killed near the river. \
Nobody else has confirmed what happened there.
The governor said that nine people were hurt. He gave no names.
A driver said that the bridge fell at noon. The road has been closed since then.
An aid group reported that two villages had no water. It asked for help from abroad."""
SECOND = """\
Corrected on Tuesday.
The committee met on Monday in the old town hall. The ministry said that 14 people were killed near the river. \
Nobody else has confirmed what happened there.
The governor said that nine people were hurt. He gave no names.
A driver said that the bridge fell at noon. A driver said that the bridge fell at noon. \
The road has been closed since then.
It asked for help from abroad."""
QUOTED = {
    "moved": "nine people were hurt",
    "altered": "The ministry said that 40 people were killed near the river",
    "ambiguous": "A driver said that the bridge fell at noon",
    "gone": "An aid group reported that two villages had no water",
}
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def captured(
    cast: Cast,
    text: str,
    article: Article | None = None,
    *,
    url: str = "https://a.example/1",
    is_fetched: bool = True,
) -> ArticleVersion:
    """A version of an article of our own."""
    article = article or records.add(
        Article, by=cast.extractor, outlet=Outlet.objects.get(), url=url, headline="Near the river",
        authors=[], language="en", published=edtf.unknown(),
    )  # fmt: skip
    return articles.capture(
        article=article, text=text, by=cast.extractor, at=LATER, how="a test", is_fetched=is_fetched
    )


def claimed(cast: Cast, version: ArticleVersion, exact: str) -> Claim:
    """A claim with these words."""
    at = version.text.index(exact)
    return claims.propose(
        version=version, exact=exact, by=cast.extractor, at=timezone.now(), speaker=rashid().speaker, hedges=[],
        speaker_basis="stated", statement=f"{exact}.", quotation="indirect", translated="no", cue="",
        modality="asserted", said=edtf.unknown(), about=edtf.unknown(), claim_type="event", topic="river", places=[],
        check_worthiness="0.5", parts_of={"spans": [{"start": at, "end": at + len(exact), "role": "paraphrase"}]},
    )  # fmt: skip


def published(cast: Cast, text: str = FIRST, quoted: Mapping[str, str] = QUOTED) -> dict[str, Claim]:
    """A public claim for each of the words."""
    version = captured(cast, text)
    made = {name: claimed(cast, version, words) for name, words in quoted.items()}
    return {name: led(cast, one, "publish", by=cast.reviewer) for name, one in made.items()}


def captured_again(cast: Cast, claim: Claim, text: str = SECOND) -> ArticleVersion:
    """The next version of the claim's article."""
    return captured(cast, text, claim.version.article)


def waiting(cast: Cast) -> set[int]:
    """The claims in the queue of those whose article changed."""
    asker = Asker(cast.reviewer, cast.reviewer.roles(), timezone.localdate())
    return set(queues.BY_NAME["article"].rows(asker).values_list("pk", flat=True))


def test_a_new_version_sends_claims_whose_words_changed_to_people_and_changes_none_of_them(
    seeded: Cast,
) -> None:
    made = published(seeded)
    draft = claimed(seeded, made["moved"].version, QUOTED["altered"])
    rejected = claimed(seeded, made["moved"].version, QUOTED["gone"])
    review.reject(claim=rejected, rev=rejected.rev, by=seeded.reviewer, why="Not a claim.")
    before = list(Claim.objects.order_by("pk").values())
    second = captured_again(seeded, draft)
    found = {one.claim_id: one for one in Following.objects.filter(version=second)}
    wanted = {one.pk: name for name, one in made.items()} | {draft.pk: "altered", rejected.pk: "gone"}
    assert {pk: one.outcome for pk, one in found.items()} == wanted
    for one in found.values():
        assert one.start is None or second.text[one.start : one.end] == one.now
    assert found[made["moved"].pk].now == QUOTED["moved"]
    assert found[made["altered"].pk].why == "Words of the quotation changed (gone: 40; new: 14)."
    assert list(Claim.objects.order_by("pk").values()) == before, "no claim is attached anew by itself"
    assert waiting(seeded) == {made["altered"].pk, made["gone"].pk, made["ambiguous"].pk, draft.pk}
    told = {one.public_id: (one.outcome, one.was, one.now) for one in PublishedAlteration.objects.all()}
    new = QUOTED["altered"].replace("40", "14")
    assert told == {
        made["altered"].public_id: ("altered", QUOTED["altered"], new),
        made["gone"].public_id: ("gone", QUOTED["gone"], ""),
    }
    assert followings.follow(version=second, by=seeded.machine, at=LATER) == []
    late = claimed(seeded, made["moved"].version, QUOTED["gone"])
    assert Following.objects.get(claim=late).outcome == "gone", (
        "also of words that are taken from the older version"
    )
    assert late.pk in waiting(seeded)
    third = captured_again(seeded, draft, FIRST)
    assert set(Following.objects.filter(version=third).values_list("outcome", flat=True)) == {"same"}
    assert not PublishedAlteration.objects.exists(), "the words stand there again"
    assert Recheck.objects.filter(occasion="article changed").count() == 5, "and a person looks all the same"


def decided(claim: Claim, decision: Settlement, by: User, **more: Any) -> Following:
    """What was found of the claim in the newest version, decided."""
    row = Following.objects.filter(claim=claim).latest("version__number")
    rev = claims.fresh(claim).rev
    return settlements.decide(row, decision=decision, rev=rev, by=by, at=LATER, why="Read both.", **more)


def test_people_decide_what_comes_of_words_that_changed(seeded: Cast) -> None:
    made, by = published(seeded), seeded.second_reviewer
    second = captured_again(seeded, made["moved"])
    altered, gone, unclear = made["altered"], made["gone"], made["ambiguous"]

    def refused(error: type[DomainError], field: str, *given: Any, **more: Any) -> None:
        with pytest.raises(error) as caught:
            decided(*given, **more)
        assert caught.value.problems[0].field == field

    refused(NotAllowed, "by", gone, Settlement.STANDS, seeded.extractor)
    refused(InvalidValue, "decision", gone, Settlement.TAKEN, by)
    refused(InvalidValue, "decision", altered, Settlement.PLACED, by)
    refused(InvalidValue, "place", unclear, Settlement.PLACED, by)
    refused(InvalidValue, "place", unclear, Settlement.PLACED, by, place=(0, 10_000))
    refused(InvalidValue, "place", unclear, Settlement.PLACED, by, place=(0, 10))
    with pytest.raises(StaleSave):
        settlements.decide(
            gone.followings.get(), decision=Settlement.STANDS, rev=99, by=by, at=LATER, why="Read both."
        )
    with pytest.raises(WrongState, match="Decide on the words"):
        rechecks.settle(gone.rechecks.get(), by=by, at=LATER, why="Not now.")
    decided(gone, Settlement.STANDS, by)
    refused(WrongState, "decision", gone, Settlement.STANDS, by)
    place = second.text.rindex(unclear.exact)
    found = decided(unclear, Settlement.PLACED, by, place=(place, place + len(unclear.exact)))
    assert (found.start, found.now) == (place, unclear.exact)
    assert waiting(seeded) == {altered.pk}
    assert PublishedAlteration.objects.filter(public_id=gone.public_id).exists(), "it is gone all the same"
    decided(altered, Settlement.TAKEN, by)
    now = claims.fresh(altered)
    assert (now.state, now.version, now.exact) == (
        "under correction",
        second,
        altered.exact.replace("40", "14"),
    )
    assert (now.correction_kind, now.correction_reason) == ("article changed", "Read both.")
    assert [(one.start, one.end) for one in now.spans.active()] == [(now.start, now.end)]
    assert not waiting(seeded)
    assert PublishedAlteration.objects.filter(public_id=altered.public_id).exists(), "until it is published"
    third = captured_again(seeded, gone, SECOND.replace("14", "15"))
    rows = {one.origin: one for one in Following.objects.filter(version=third, claim=altered)}
    assert {one.now for one in rows.values()} == {now.exact.replace("14", "15")}
    assert set(rows) == {altered.version, second}, "what is public quotes another version than its draft"
    reading: dict[str, Any] = {"rev": now.rev, "by": by, "at": LATER, "why": "Read both."}
    settlements.decide(rows[altered.version], decision=Settlement.STANDS, **reading)
    assert altered.pk in waiting(seeded), "the draft's words wait as well"
    settlements.decide(rows[second], decision=Settlement.STANDS, **reading)
    assert waiting(seeded) == {unclear.pk}, "what is not clear is asked anew; that one is gone was answered"
    older = Following.objects.get(claim=made["moved"], version=second)
    with pytest.raises(WrongState, match="A newer version"):
        settlements.decide(
            older, decision=Settlement.TAKEN, rev=made["moved"].rev, by=by, at=LATER, why="Read."
        )
    claims.revise(claim=now, rev=now.rev, by=by, at=LATER, statement="14 people were killed.")
    led_on(seeded, claims.fresh(now), by)
    told = PublishedAlteration.objects.get(public_id=altered.public_id)
    assert (told.was, told.now) == (now.exact, now.exact.replace("14", "15")), (
        "of the words that are public now"
    )
    captured_again(seeded, gone)
    assert not PublishedAlteration.objects.filter(public_id=altered.public_id).exists()


def test_readers_are_told_at_once_only_of_what_we_fetched_and_of_the_rest_when_a_person_has_decided(
    seeded: Cast,
) -> None:
    made = published(seeded)
    article, altered = made["moved"].version.article, made["altered"]

    def told() -> dict[str, tuple[int, str]]:
        rows = PublishedAlteration.objects.select_related("following__version")
        return {one.public_id: (one.following.version.number, one.outcome) for one in rows}

    pasted = captured(seeded, SECOND, article, is_fetched=False)
    assert (told(), told_of(pasted)) == ({}, (0, 2))
    assert [one[:50] for one in readers_told(pasted)] == [
        "Readers are not told that the words of 2 published"
    ]
    assert waiting(seeded) == {altered.pk, made["gone"].pk, made["ambiguous"].pk}, "people are asked"
    row = altered.followings.get()
    said = PublishedAlteration(
        public_id=altered.public_id, following=row, article_id=article.public_id, outcome=row.outcome,
        was=altered.exact, now=row.now, stands=row.stands, found_on=pasted.captured_at, told_at=LATER,
    )  # fmt: skip
    refused("publishedalteration_says_what_was_found", said.save)
    decided(altered, Settlement.STANDS, seeded.second_reviewer)
    assert (told(), told_of(pasted)) == ({altered.public_id: (2, "altered")}, (1, 1))
    captured(seeded, "Sign in to read on. It takes a minute.", article)
    assert told() == {altered.public_id: (2, "altered")}, "a page in the article's place says nothing of it"
    captured(seeded, FIRST, article, is_fetched=False)
    assert told() == {altered.public_id: (2, "altered")}, "nor does a paste take away what was said"
    captured(seeded, SECOND, article)
    assert set(told().values()) == {(5, "altered"), (5, "gone")}


def test_nobody_keeps_a_page_whose_other_words_named_somebody_who_was_blacked_out(
    seeded: Cast, client: Client
) -> None:
    """The name stands in the later version alone, so no document changes and the finding stays the same one."""
    claim = published(seeded)["altered"]
    named = SECOND.replace("14 people were killed", "14 people were killed by Kestrel Vance")
    captured_again(seeded, claim, named)
    article = claim.version.article.public_id
    pages = [f"/claims/{claim.public_id}", f"/articles/{article}", f"/api/v1/articles/{article}/alterations/"]
    before = {page: client.get(page) for page in pages}
    for page, answer in before.items():
        assert "Kestrel Vance" in answer.content.decode(), page
        assert client.get(page, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    about = Speaker.objects.create(
        public_id="kkkkkkkkkk",
        kind="person",
        name="Kestrel Vance",
        skeleton="kestrel",
        changed_by=seeded.reviewer,
    )
    case = suppression.open_name_case(
        about=about, by=seeded.reviewer, at=timezone.now(), words=[about.name], category=RemovalCategory.PRIVACY,
        reason="A letter.",
    )  # fmt: skip
    case.refresh_from_db()
    suppression.confirm(case, by=seeded.editor, at=timezone.now(), read=case.changed_at)
    for page, answer in before.items():
        after = client.get(page, headers={"If-None-Match": answer["ETag"]})
        assert (after.status_code, "Kestrel" in after.content.decode()) == (200, False), page


def led_on(cast: Cast, claim: Claim, by: User) -> None:
    """The corrected draft, completed, approved and published."""
    claim = review.complete(claim=claim, rev=claim.rev, by=by)
    review.approve(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())
    claim = claims.fresh(claim)
    publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())
