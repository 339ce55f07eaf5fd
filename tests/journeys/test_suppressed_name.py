"""A name taken out of sight: nothing but its words goes, nowhere is one left, and the claims go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from claims.actions import (
    claims,
    ingest_runs,
    people,
    publication,
    records,
    review,
    sessions,
    suppression,
    unsaved,
    withholding,
)
from claims.domain.errors import NotAllowed
from claims.domain.vocabulary import CorrectionKind, RemovalCategory
from claims.models import (
    Capture,
    Claim,
    Draft,
    Publication,
    PublishedRemoval,
    Source,
    Speaker,
    SuppressionCase,
    SuspectedCopy,
    User,
)
from claims.models.names import blacked_out
from tests.canaries import publish_with_canaries, tables_with
from tests.cast import Cast, people_there, rashid
from tests.journeys.test_suppression import Consumer, everything_about, fetched, telling, verified
from tests.proofs.history import silent_rows
from tests.proofs.rows import by_program
from tests.work import proposed

NAME = 'Zoë "Kestrel" O\\Névé'
"""With a quotation mark and a backslash, which JSON escapes, and with letters beyond ASCII."""
WORDS = [NAME, "Kestrel", "Névé"]
TOKENS = ("estrel", "évé")
WHOLE = {"cue", "hedges", "text", "excerpt"}
"""What must stand verbatim in another text: the name alone."""
LINES = {"text", "rationale", "says"}
ONLY_THEN = {"correction_reason", "rejected_why"}
"""What may be said only in some states."""
ADDRESSES = {"url", "site", "archived_url"}


def with_name(table: str, column: str, kind: str) -> str:
    """An expression: the column with the name in it."""
    name = NAME.replace("'", "''")
    if column in ADDRESSES or (table, column) in (
        ("claims_ingestrun", "address"),
        ("claims_webhookendpoint", "address"),
    ):
        return f"coalesce(nullif({column}, ''), 'https://x.example') || '/Kestrel'"
    if kind == "ARRAY":
        return f"ARRAY['{name}', 'other']" if column not in WHOLE else f"ARRAY['{name}']"
    if kind == "jsonb":
        return f"{column} || jsonb_build_object('text', E'In the time of\\n' || '{name.upper()}')"
    whole = column in WHOLE and table not in (
        "claims_articleversion",
        "claims_capture",
        "claims_comment",
        "claims_ticket",
    )
    if whole:
        return f"'{name}'"
    text = f"{column} || {'chr(10)' if column in LINES else 'chr(32)'} || '{name}' || ', said.'"
    return f"CASE WHEN {column} = '' THEN '' ELSE {text} END" if column in ONLY_THEN else text


def fill() -> set[tuple[str, str]]:
    """Puts the name into every column that is blacked out, past all rules; gives those where nothing holds it."""
    bare = set()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        )
        kinds = {(table, column): kind for table, column, kind in cursor.fetchall()}
        for table, columns in blacked_out().items():
            told = ", ".join(f"{one} = {with_name(table, one, kinds[table, one])}" for one in columns)
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET {told}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            for one in columns:
                cursor.execute(f"SELECT count(*) FROM {table} WHERE lower({one}::text) LIKE '%estrel%'")
                bare |= {(table, one)} if cursor.fetchone() == (0,) else set()
        cursor.execute("ALTER TABLE claims_articleversion DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE claims_articleversion SET sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')"
        )
        cursor.execute("ALTER TABLE claims_articleversion ENABLE TRIGGER USER")
    connections["owner"].close()
    return bare


def published(claim: Claim, cast: Cast, *, by: User, approver: User) -> Claim:
    """The next number of a claim under correction."""
    claim = claims.fresh(claim)
    claim = review.complete(claim=claim, rev=claim.rev, by=by)
    review.approve(claim=claim, rev=claim.rev, by=approver, at=timezone.now())
    publication.publish(claim=claim, rev=claim.rev, by=cast.editor, at=timezone.now())
    return claims.fresh(claim)


def corrected(claim: Claim, cast: Cast, **values: Any) -> Claim:
    """The claim under correction, with new values."""
    claim = claims.fresh(claim)
    if claim.state != "under correction":
        claim = review.open_correction(
            claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="A slip."
        )
    return (
        claims.revise(claim=claim, rev=claim.rev, by=cast.reviewer, at=timezone.now(), **values)
        if values
        else claim
    )


def two_claims_with_the_name(cast: Cast) -> tuple[Claim, Claim, Speaker]:
    """One by the speaker, public and under correction, and one that names the speaker and is withheld."""
    claim, other = publish_with_canaries(cast), rashid()
    speaker = claim.speaker
    records.change(
        speaker,
        by=cast.extractor,
        read=Speaker.objects.get(pk=speaker.pk).changed_at,
        name=NAME,
        aliases=["Kestrel"],
    )
    claim = corrected(claim, cast, statement=f"{NAME} says that kanarimaybe five hundred crossed.")
    claim = corrected(published(claim, cast, by=cast.reviewer, approver=cast.second_reviewer), cast)
    other = corrected(other, cast, statement="Maybe four or five thousand, as Kestrel was told.")
    other = published(other, cast, by=cast.reviewer, approver=cast.second_reviewer)
    turned_away, now = proposed(cast, "Turned away."), timezone.now()
    review.reject(claim=turned_away, rev=turned_away.rev, by=cast.reviewer, why="No claim.")
    withholding.withhold(claim=other, by=cast.editor, at=now, category=RemovalCategory.LEGAL, reason="Law.")
    case = suppression.open_case(
        claim=other, by=cast.editor, at=now, category=RemovalCategory.LEGAL, reason="Law."
    )
    case.refresh_from_db()
    suppression.dismiss(case, by=cast.editor, at=now, why="No.", read=case.changed_at)
    records.add(
        Capture, by=cast.reviewer, source=Source.objects.earliest("id"), captured_at=now, raw_reference="r",
        raw_sha256="0" * 64, text="A page.", state="same",
    )  # fmt: skip
    first, second, *_ = Source.objects.order_by("id")
    SuspectedCopy.objects.create(
        source=first,
        other=second,
        likenesses=["near-duplicate text"],
        because="Alike.",
        score=1,
        changed_by=cast.machine,
    )
    ingest_runs.ask(address="https://given.example/1", by=cast.extractor, at=now)
    return claim, other, Speaker.objects.get(pk=speaker.pk)


def confirmed(about: Speaker | User, words: list[str], *, asks: User, agrees: User) -> SuppressionCase:
    """A case about a name, asked for and confirmed."""
    case = suppression.open_name_case(
        about=about,
        by=asks,
        at=timezone.now(),
        category=RemovalCategory.PRIVACY,
        reason="A letter.",
        words=words,
    )
    case.refresh_from_db()
    with pytest.raises(NotAllowed, match=r"second person|takes the role"):
        suppression.confirm(case, by=asks, at=timezone.now(), read=case.changed_at)
    return suppression.confirm(case, by=agrees, at=timezone.now(), read=case.changed_at)


@pytest.mark.usefixtures("committed_claims")
def test_a_name_is_blacked_out_everywhere_and_the_claims_go_on(tmp_path: Path) -> None:
    cast = people_there()
    claim, other, speaker = two_claims_with_the_name(cast)
    follower, urls = Consumer().read(claim), everything_about(claim)
    typed = {"claims.source/add": NAME, "claims.outlet/add": "Nobody's."}
    for address, text in typed.items():
        unsaved.keep(
            by=cast.reviewer, address=address, fields={"title": [text]}, token="", page="p", at=timezone.now()
        )
    by_program(cast.administrator)
    assert fill() == set(), "nothing is proved of a column that was never filled"
    before = claims.fresh(claim).version.text
    assert len(tables_with("estrel")) > 30
    assert telling(fetched(urls), "kestrel")

    case = confirmed(speaker, WORDS, asks=cast.reviewer, agrees=cast.editor)
    for token in TOKENS:
        assert tables_with(token) == set()
    assert (case.words, case.done_at is not None) == ([], True)
    assert silent_rows() == []
    assert [one.address for one in Draft.objects.filter(fields__has_key="title")] == ["claims.outlet/add"]
    assert "_messages" not in Session.objects.get().get_decoded()
    row = Speaker.objects.get(pk=speaker.pk)
    assert (row.name, row.aliases, row.kind, row.public_id) == (
        "[suppressed]",
        [],
        "person",
        speaker.public_id,
    )
    text = claims.fresh(claim).version.text
    assert (len(text), text.count("█")) == (len(before), len(NAME.replace(" ", "")) * before.count(NAME))
    _the_public_is_told(claim, other, urls, tmp_path)
    for reader in (follower.read(claim), Consumer().read(claim)):
        assert (reader.copy[claim.public_id], reader.types[-1]) == (None, "claim.redacted")
    _the_claims_go_on(claim, other, cast, follower, urls, tmp_path)


def _the_public_is_told(claim: Claim, other: Claim, urls: list[str], tmp_path: Path) -> None:
    """451 with ground and date for what is empty, and no word of the name in public."""
    found = fetched(urls)
    assert telling(found, "estrel", "évé") == []
    assert found[f"/claims/{claim.public_id}"][0] == 451
    problem = Client().get(f"/api/v1/claims/{claim.public_id}/").json()
    assert (problem["type"], problem["category"]) == ("/problems/removed", "privacy")
    problem = Client().get(f"/api/v1/claims/{other.public_id}/").json()
    assert (problem["type"], problem["category"]) == ("/problems/withheld", "legal")
    empty = Publication.objects.filter(document__isnull=True, claim=claim).values_list("number", flat=True)
    assert sorted(empty) == [3], "numbers 1 and 2 hold another name"
    assert verified(tmp_path).startswith("Whole: ")


def _the_claims_go_on(
    claim: Claim, other: Claim, cast: Cast, follower: Consumer, urls: list[str], tmp_path: Path
) -> None:
    """Whoever asked had a hand in what changed, whoever confirmed had none; the next document is public again."""
    current = claims.fresh(claim)
    assert (current.state, current.behind_since is not None) == ("under correction", True)
    assert "█" in current.statement
    hands = {one.username for one in review.contributors(current)}
    assert ("reviewer" in hands, "editor" in hands) == (True, False)
    published(current, cast, by=cast.reviewer, approver=cast.editor)
    assert follower.read(claim).copy[claim.public_id]["number"] == 4
    page = Client().get(f"/claims/{claim.public_id}")
    assert (page.status_code, "█" in page.content.decode(), "[suppressed]" in page.content.decode()) == (
        200,
        True,
        True,
    )
    earlier = Client().get(f"/claims/{claim.public_id}/revisions/3")
    assert (earlier.status_code, "read its newest document" in earlier.content.decode()) == (451, True)
    assert telling(fetched(urls), "estrel", "évé") == []
    held = other.withholdings.get(lifted_at__isnull=True)
    withholding.lift(
        held, by=cast.administrator, at=timezone.now(), why="It was right.", read=held.changed_at
    )
    removal = PublishedRemoval.objects.get(public_id=other.public_id)
    assert (removal.category, removal.withheld, removal.beneath_at) == ("privacy", False, None)
    answers = [Client().get(f"/claims/{other.public_id}{part}").status_code for part in ("", "/revisions/1")]
    assert answers == [451, 200]
    assert verified(tmp_path).startswith("Whole: ")
    follower.read(claim)
    assert follower.copy == Consumer().read(claim).copy


@pytest.mark.usefixtures("committed_claims")
def test_the_name_of_somebody_who_left_goes_from_every_row(tmp_path: Path) -> None:
    cast = people_there()
    gone = people.account(name="kestrel.neve", roles=[], password="x")
    User.objects.filter(pk=gone.pk).update(
        is_active=False, first_name="Zoë", last_name="Kestrel-Névé", email="z@kestrel.example"
    )
    sessions.end(gone, by=cast.administrator, reason="Zoë Kestrel-Névé lost a phone.")
    source = Source.objects.earliest("id")
    records.change(
        source, by=cast.extractor, read=source.changed_at, reliability_why="Zoë Kestrel-Névé knows them."
    )
    about = Publication.objects.count()
    case = confirmed(
        gone,
        ["kestrel.neve", "Zoë Kestrel-Névé", "z@kestrel.example"],
        asks=cast.administrator,
        agrees=cast.editor,
    )
    assert case.done_at is not None
    for token in TOKENS:
        assert tables_with(token) == set()
    row = User.objects.get(pk=gone.pk)
    assert (row.username, row.first_name, row.last_name, row.email) == (f"removed-{gone.pk}", "", "", "")
    assert Source.objects.get(pk=source.pk).reliability_why == "███ ████████████ knows them."
    assert Publication.objects.filter(document__isnull=False).count() == about, (
        "why a source is reliable is for the desk"
    )
    assert not PublishedRemoval.objects.exists()
    assert silent_rows() == []
    assert verified(tmp_path).startswith("Whole: ")
