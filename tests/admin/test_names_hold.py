"""What a name out of sight must not do: leave a spelling, stop where two rows become equal, undo others' work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import claims, evidence, people, publication, records, review, suppression
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.vocabulary import RemovalCategory, Role
from claims.models import (
    Draft,
    Evidence,
    LedgerEntry,
    Outlet,
    Publication,
    Source,
    Speaker,
    SuppressionCase,
    User,
)
from claims.reads import names
from tests.admin.forms import form_of, under_correction
from tests.cast import Cast
from tests.work import led, proposed, some_source


def speaker(cast: Cast, name: str, *aliases: str) -> Speaker:
    """Somebody of whom nothing else is known."""
    made = records.add(
        Speaker, by=cast.extractor, kind="person", name=name, aliases=list(aliases), same_as=[]
    )
    assert isinstance(made, Speaker)
    return made


def asked(cast: Cast, about: Speaker, *words: str, by: User | None = None) -> SuppressionCase:
    return suppression.open_name_case(
        about=about, by=by or cast.second_reviewer, at=timezone.now(), category=RemovalCategory.PRIVACY,
        reason="A letter.", words=words,
    )  # fmt: skip


def done(cast: Cast, case: SuppressionCase) -> SuppressionCase:
    return suppression.confirm(case, by=cast.editor, at=timezone.now(), read=case.changed_at)


def test_a_surname_that_is_also_a_key_of_documents_takes_no_document_and_no_draft(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    url = reverse("admin:claims_speaker_unsaved")
    clients["reviewer"].post(url, {"row": "", "fields": '{"topic": ["An hour of typing"]}', "page": "p"})
    drafts, documents = Draft.objects.count(), Publication.objects.filter(document__isnull=False).count()
    about = speaker(seeded, "Edward Topic")
    case = asked(seeded, about, "Edward Topic", "Topic", "Cue")
    assert names.reach(case.words, speaker=about.pk).documents == ()
    done(seeded, case)
    assert Draft.objects.count() == drafts
    assert Publication.objects.filter(document__isnull=False).count() == documents


def test_other_spellings_are_kept_apart_as_the_database_does(seeded: Cast) -> None:
    about = speaker(seeded, "Peter Straußmann")
    assert names.known_as(about) == ["Peter Straußmann", "Peter Straussmann"]
    with pytest.raises(InvalidValue, match="name itself"):
        asked(seeded, about, "Peter Straussmann")
    source = some_source(seeded, 1)
    records.change(
        source, by=seeded.extractor, read=source.changed_at, title="Peter Straußmann, PETER STRAUSSMANN"
    )
    done(seeded, asked(seeded, about, *names.known_as(about)))
    source.refresh_from_db()
    assert source.title == "█████ ██████████, █████ ███████████"
    short = speaker(seeded, "李明")
    with pytest.raises(InvalidValue, match="name itself"):
        asked(seeded, short, "xyzzy")


def test_a_speaker_with_very_many_names_can_be_asked_for(clients: Mapping[str, Client], seeded: Cast) -> None:
    about = speaker(seeded, "Zan Quux", *(f"Alias Number{'x' * n}" for n in range(25)))
    page = clients["reviewer"].get(reverse("admin:claims_speaker_name", args=[about.pk]))
    assert page.status_code == 200
    assert len(page.context["words"].splitlines()) == 26
    refused = clients["reviewer"].post(
        page.request["PATH_INFO"], {"category": "privacy", "reason": "x", "words": page.context["words"]}
    )
    assert (refused.status_code, "one to 20" in refused.content.decode()) == (400, True)


def test_rows_that_become_equal_are_told_apart_by_their_numbers(seeded: Cast) -> None:
    about, made = speaker(seeded, "Zan Quux"), []
    for number, end in enumerate(("quux", "Quux", "abcd")):
        source = some_source(seeded, number)
        records.change(
            source, by=seeded.extractor, read=source.changed_at, url=f"https://example.org/tag/{end}"
        )
        made.append(source)
    outlets = [records.add(Outlet, by=seeded.editor, name=one) for one in ("Quux Post", "QUUX Post")]
    done(seeded, asked(seeded, about, "Zan Quux", "Quux"))
    urls = [Source.objects.get(pk=one.pk).url for one in made]
    assert urls == [
        *(f"https://example.org/tag/████#{one.pk}" for one in made[:2]), "https://example.org/tag/abcd",
    ]  # fmt: skip
    assert [Outlet.objects.get(pk=one.pk).name for one in outlets] == [
        f"████ Post {one.pk}" for one in outlets
    ]


def test_the_name_that_an_account_gets_may_be_taken(seeded: Cast) -> None:
    left = people.account(name="kestrel", roles=[Role.EXTRACTOR])
    people.account(name=f"removed-{left.pk}", roles=[])
    User.objects.filter(pk=left.pk).update(is_active=False)
    left.refresh_from_db()
    case = suppression.open_name_case(
        about=left, by=seeded.administrator, at=timezone.now(), category=RemovalCategory.PRIVACY,
        reason="A letter.", words=["kestrel"],
    )  # fmt: skip
    done(seeded, case)
    left.refresh_from_db()
    assert re.fullmatch(rf"removed-{left.pk}-\d+", left.username)


def test_each_document_that_was_emptied_has_an_entry_of_its_own(seeded: Cast) -> None:
    claim = under_correction(seeded)
    about = speaker(seeded, "Zan Quux")
    for statement in (
        "Zan Quux says maybe four or five thousand",
        "Somebody says maybe four or five thousand",
    ):
        claim = claims.fresh(claim)
        claim = claims.revise(
            claim=claim, rev=claim.rev, by=seeded.reviewer, at=timezone.now(), statement=statement
        )
        claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
        review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=timezone.now())
        claim = claims.fresh(claim)
        publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=timezone.now())
        if statement.startswith("Zan"):
            under_correction(seeded)
    held = Publication.objects.get(claim=claim, number=2)
    case = done(seeded, asked(seeded, about, "Zan Quux", "Quux"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert case.emptied == [held.pk]
    told = LedgerEntry.objects.filter(public_id=claim.public_id).order_by("position")
    assert list(told.values_list("type", "number"))[-2:] == [("claim.redacted", 2), ("claim.restored", 3)]


def test_what_a_case_changed_is_nobodys_to_undo(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = led(seeded, proposed(seeded, "Something happened."), "start review", by=seeded.reviewer)
    values: dict[str, Any] = {
        "stance": "supports",
        "says": "Zan Quux says so.",
        "excerpt": "",
        "credibility": 3,
    }
    evidence.attach(
        Evidence, claim=claim, rev=claim.rev, by=seeded.reviewer, source=some_source(seeded, 1), **values
    )
    case = asked(seeded, speaker(seeded, "Zan Quux"), "Zan Quux")
    url = reverse("admin:claims_suppressioncase_change", args=[case.pk])
    assert (
        clients["editor"].post(url, form_of(clients["editor"], url) | {"decide_as": "confirm"}).status_code
        == 302
    )
    row = claim.evidence.get()
    assert row.says == "███ ████ says so."
    shown = clients["second_reviewer"].get(reverse("admin:claims_claim_change", args=[claim.pk]))
    assert (shown.context["undo"].way, "out of sight" in shown.context["undo"].words) == ("", True)


def test_a_case_of_somebody_who_left_is_asked_for_anew(seeded: Cast) -> None:
    case = asked(seeded, speaker(seeded, "Zan Quux"), "Zan Quux")
    seeded.second_reviewer.groups.clear()
    with pytest.raises(WrongState, match="has left or may not ask any more"):
        done(seeded, case)


def test_evidence_that_was_typed_is_shown_again_when_the_claim_was_published_meanwhile(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = under_correction(seeded)
    old = claim.rev
    claim = review.complete(claim=claim, rev=claim.rev, by=seeded.reviewer)
    review.approve(claim=claim, rev=claim.rev, by=seeded.second_reviewer, at=timezone.now())
    claim = claims.fresh(claim)
    publication.publish(claim=claim, rev=claim.rev, by=seeded.editor, at=timezone.now())
    row = claim.evidence.active().earliest("id")
    sent = {
        "rev": str(old), "source": str(some_source(seeded, 5).pk), "stance": "supports", "says": "Words I typed.",
        "excerpt": "", "credibility": "3",
    }  # fmt: skip
    for url in (
        reverse("admin:claims_claim_evidence", args=[claim.pk]),
        reverse("admin:claims_claim_evidence_row", args=[claim.pk, row.pk]),
    ):
        answer = clients["reviewer"].post(url, sent)
        assert answer.status_code in (400, 409)
        assert re.search(r"<textarea[^>]*>\s*Words I typed\.", answer.content.decode()), url
