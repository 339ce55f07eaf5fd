"""A shared noun changes: its public documents are corrected together, each read by a second person, each logged."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.actions import behind as behind_now
from claims.actions import claims, people, records, review
from claims.domain import canonical
from claims.domain.errors import InvalidValue
from claims.domain.vocabulary import CorrectionKind, Role
from claims.models import Claim, LedgerEntry, Source, Speaker
from claims.reads import drafts
from tests.admin.bulk_scene import LIST, asked, done, rows_of
from tests.admin.forms import form_of
from tests.cast import Cast, rashid


def fire_log() -> None:
    """What COMMIT does, in a test that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS claims_publication_logged IMMEDIATE")
        cursor.execute("SET CONSTRAINTS claims_publication_logged DEFERRED")


def rename(client: Client, row: Speaker | Source, **values: str) -> str:
    """The noun's page after a change there."""
    url = reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])
    assert client.post(url, form_of(client, url) | values).status_code == 302
    return client.get(url).content.decode()


def test_a_renamed_source_is_corrected_in_every_public_document_that_names_it(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    source = next(one for one in Source.objects.order_by("pk") if one.evidence.count() > 1)
    over = {row.claim for row in source.evidence.active().select_related("claim")}
    assert (
        "public document"
        not in clients["reviewer"]
        .get(reverse("admin:claims_source_change", args=[source.pk]))
        .content.decode()
    )
    page = rename(clients["extractor"], source, title="Its other title")
    assert f"{len(over)} public documents are behind since this changed" in page
    list_page = clients["reviewer"].get(reverse(LIST) + "?behind=yes").content.decode()
    assert "behind. <a href=" in list_page
    address = reverse("admin:claims_claim_behind") + f"?table=source&row={source.pk}"
    behind = clients["reviewer"].get(address)
    words = behind.content.decode()
    assert words.count("other title</ins>") >= len(over)
    assert "source “Its other title”" in words
    chosen = rows_of(behind)
    assert len(chosen) == len(over)
    assert rows_of(clients["extractor"].get(address)) == []
    slug, sent = "correct_what_is_behind", {"because": f"source:{source.pk}"}
    for kind in ("withdrawn", "reinstated", "x"):
        refused = done(clients["reviewer"], slug, chosen, kind=kind, reason="The title.", **sent)
        assert refused.context["form"].errors["kind"]
    assert done(clients["reviewer"], slug, chosen, kind="typo", reason="", **sent).status_code == 400
    told = done(clients["reviewer"], slug, chosen, kind="typo", reason="The title.", **sent)
    assert f"{len(over)} of {len(over)} done" in told.content.decode()
    rows = [claims.fresh(claim) for claim in over]
    assert {claim.state for claim in rows} == {"draft complete"}
    assert {claim.correction_reason for claim in rows} == {"The title."}
    again = done(clients["reviewer"], slug, chosen, kind="typo", reason="The title.", **sent)
    assert f"0 of {len(over)} done" in again.content.decode()
    fire_log()
    before = LedgerEntry.objects.count()
    for claim in rows:
        seen = canonical.digest(canonical.encode(drafts.build(claim)))
        step = reverse("admin:claims_claim_step", args=[claim.pk, "approve"])
        for name, code in (("reviewer", 403), ("extractor", 403), ("second_reviewer", 302)):
            assert clients[name].post(step, {"rev": claim.rev, "seen": seen}).status_code == code
    page = asked(clients["editor"], "publish", *rows)
    told = done(clients["editor"], "publish", rows_of(page))
    assert f"{len(over)} of {len(over)} done" in told.content.decode()
    fire_log()
    assert LedgerEntry.objects.count() == before + len(over), "one entry each"
    assert {(one.number, one.type) for one in LedgerEntry.objects.filter(position__gt=before)} == {
        (2, LedgerEntry.objects.latest("position").type)
    }
    for claim in rows:
        public = Client().get(f"/claims/{claim.public_id}").content.decode()
        assert "Its other title" in public
        assert "The title." in public
        assert claims.fresh(claim).behind_since is None
    assert not Claim.objects.behind().exists()


def test_where_something_else_changed_too_the_draft_waits_for_somebody_to_look(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim = rashid()
    source = claim.evidence.active().order_by("id").first().source  # type: ignore[union-attr]
    rename(clients["extractor"], source, title="Its other title")
    rename(clients["extractor"], claim.speaker, country="PK")
    slug = "correct_what_is_behind"
    behind = clients["editor"].get(
        reverse("admin:claims_claim_behind") + f"?table=speaker&row={claim.speaker_id}"
    )
    (row,) = [one for one in rows_of(behind) if one.startswith(f"{claim.pk}:")]
    assert "source “Its other title” changed too" in behind.content.decode()
    told = done(
        clients["editor"], slug, [row], kind="typo", reason="So.", because=f"speaker:{claim.speaker_id}"
    )
    assert "1 of 1 done" in told.content.decode()
    assert "changed too: look at its draft" in told.content.decode()
    assert claims.fresh(claim).state == "under correction"


def test_a_document_that_is_not_behind_or_not_as_read_is_refused_in_words(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, slug = rashid(), "correct_what_is_behind"
    given = {"kind": "typo", "reason": "So."}
    told = done(clients["reviewer"], slug, [f"{claim.pk}:{claim.rev}"], **given)
    assert "is not behind" in told.content.decode()
    page = (
        clients["reviewer"]
        .post(reverse(LIST), {"action": slug, "_selected_action": claim.pk})
        .content.decode()
    )
    assert "0 of 1 chosen are behind" in page
    assert "Nothing that readers see" not in page
    old = claim.rev
    person = people.account(name="third", roles=[Role.EXTRACTOR], password="x")
    speaker = claim.speaker
    records.change(speaker, by=person, read=Speaker.objects.get(pk=speaker.pk).changed_at, country="PK")
    told = done(clients["reviewer"], slug, [f"{claim.pk}:{old}"], **given)
    assert "0 of 1 done" in told.content.decode()
    claim = claims.fresh(claim)
    assert claim.state == "published"
    told = done(clients["reviewer"], slug, [f"{claim.pk}:{claim.rev}"], **given)
    assert "1 of 1 done" in told.content.decode()
    claim = claims.fresh(claim)
    assert claim.state == "draft complete"
    assert review.contributors(claim) == {person, seeded.reviewer}
    for kind in (CorrectionKind.WITHDRAWN, CorrectionKind.REINSTATED):
        with pytest.raises(InvalidValue, match="one by one"):
            behind_now.correct(claim=claim, rev=claim.rev, by=seeded.reviewer, kind=kind, reason="So.")
    told = done(clients["reviewer"], slug, [f"{claim.pk}:{claim.rev}"], **given)
    assert "What changed is in its draft already" in told.content.decode()
    for query in ("", "?table=x&row=1", "?table=source&row=²", "?table=source&row=999999999999999999"):
        assert clients["reviewer"].get(reverse("admin:claims_claim_behind") + query).status_code == 200
    assert clients["passer_by"].get(reverse("admin:claims_claim_behind")).status_code in (302, 403)
