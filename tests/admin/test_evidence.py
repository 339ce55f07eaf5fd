"""The evidence pane: warnings before saving are true, everything is done where it stands, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims.actions import claims
from claims.models import Claim, Derivation, Evidence, History, Source
from claims.reads import drafts, weighing
from tests.admin.forms import under_correction
from tests.cast import Cast


def post(client: Client, claim: Claim, name: str = "evidence", *numbers: int, **sent: Any) -> Any:
    url = reverse(f"admin:claims_claim_{name}", args=[claim.pk, *numbers])
    return client.post(url, {"rev": claims.fresh(claim).rev, **sent})


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def known(claim: Claim, side: str = "supporting") -> int:
    return weighing.of(claims.fresh(claim)).sides[side].established


def new(source: Source | str, **more: Any) -> dict[str, Any]:
    pk = source.pk if isinstance(source, Source) else source
    return {
        "source": pk,
        "stance": "supports",
        "says": "It says so.",
        "excerpt": "",
        "credibility": 2,
        **more,
    }


def source_with(client: Client, claim: Claim, url: str, title: str, **more: Any) -> Any:
    given = {
        "url": url,
        "title": title,
        "kind": "news media",
        "reliability": "C",
        "reliability_why": "Known.",
    } | more
    typed = {**new("", says="Typed <words>."), **{f"add-{name}": value for name, value in given.items()}}
    return post(client, claim, add_source="Add", **typed)


def test_a_source_of_the_same_origin_is_told_before_it_is_saved_and_the_count_is_the_one_that_follows(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, who = under_correction(seeded), clients["reviewer"]
    first = (
        claim.evidence.active()
        .select_related("source")
        .get(stance="supports", source__title__startswith="Peeling")
    )
    added = source_with(who, claim, "HTTPS://WWW.Copy.example:443/a/#top", "A copy <b>")
    page = added.content.decode()
    assert added.status_code == 200
    assert "Typed &lt;words&gt;." in page
    copy = Source.objects.get(title="A copy <b>")
    assert copy.url == "https://www.copy.example/a/"
    assert f'<option value="{copy.pk}" selected>' in page
    before, rev = known(claim), claims.fresh(claim).rev
    linked = post(who, claim, **new(copy))
    assert "Linked." in said(linked), "an unstated origin is no reason to ask"
    row = claim.evidence.active().get(source=copy)
    stepped = post(
        who,
        claim,
        "evidence_steps",
        row.pk,
        from_source=first.source_id,
        how="republishes",
        basis="stated",
        note="",
    )
    assert "Step added." in said(stepped)
    gone = post(who, claim, "evidence_row", row.pk, withdraw="yes", why="To link it anew.")
    assert "Withdrawn." in said(gone)
    history = History.objects.count()
    asked = post(who, claim, **new(copy))
    words = asked.content.decode()
    assert asked.status_code == 200
    assert "Nothing was saved yet." in words
    assert f"It will not raise the count in support, which stays at {before} known" in words
    assert "“Peeling" in words
    assert (History.objects.count(), known(claim)) == (history, before), "a rehearsal leaves nothing"
    mark = asked.context["evidence_sent"].effect.mark
    assert "Nothing was saved yet." in post(who, claim, **new(copy), warned="0" * 64).content.decode()
    told = asked.context["evidence_sent"].effect.after["supporting"]
    done = post(who, claim, **new(copy), warned=mark)
    assert "Linked." in said(done)
    count = weighing.of(claims.fresh(claim)).sides["supporting"]
    assert told == {"established": count.established, "possible": count.possible, "unknown": count.unknown}
    assert known(claim) == before
    assert claims.fresh(claim).rev > rev


def test_a_step_moves_the_count_as_its_message_says_and_is_withdrawn_with_a_reason(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, who = under_correction(seeded), clients["reviewer"]
    row = claim.evidence.active().filter(stance="supports").order_by("id").first()
    assert isinstance(row, Evidence)
    for step in row.source.derivations.active():
        post(who, claim, "evidence_steps", row.pk, withdraw=step.pk, why="Anew.")
    before = known(claim)
    party = Derivation.objects.exclude(origin=None).exclude(origin=claim.speaker).order_by("-id")[0].origin
    bad = post(
        who,
        claim,
        "evidence_steps",
        row.pk,
        origin=party.pk,
        from_source=row.source_id,
        how="x",
        basis="",
        note="Kept <note>",
    )
    assert bad.status_code == 400
    assert "Kept &lt;note&gt;" in bad.content.decode()
    shape = {"origin": party.pk, "how": "quotes", "basis": "stated", "note": ""}
    url = reverse("admin:claims_claim_evidence_steps", args=[claim.pk, row.pk])
    stale = who.post(url, {"rev": "1", **shape})
    assert stale.status_code == 409
    assert "while you were editing" in stale.content.decode()
    told = said(post(who, claim, "evidence_steps", row.pk, **shape))
    found = re.search(r"in support (\d+) known.*→ (\d+) known", told)
    after = known(claim)
    assert (found and (int(found[1]), int(found[2]))) == (before, after) or "stay as they are" in told
    step = row.source.derivations.active().get()
    without = post(who, claim, "evidence_steps", row.pk, withdraw=step.pk, why="")
    assert without.status_code == 400
    assert "Say why this is withdrawn." in without.content.decode()
    assert said(post(who, claim, "evidence_steps", row.pk, withdraw=step.pk, why="It is not so.")).startswith(
        "Step withdrawn"
    )
    step.refresh_from_db()
    assert (step.withdrawn_by, step.withdrawn_why) == (seeded.reviewer, "It is not so.")
    for number in (step.pk, "x", "²", "9" * 40):
        assert post(who, claim, "evidence_steps", row.pk, withdraw=number, why="x").status_code == 404


def test_a_source_that_is_there_already_is_offered_and_never_added_twice(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, who = under_correction(seeded), clients["reviewer"]
    used = claim.evidence.active().select_related("source").order_by("id").first()
    assert isinstance(used, Evidence)
    number = Source.objects.count()
    bare = used.source.url.partition("://")[2].removeprefix("www.")
    for url in (f"http://www.{bare}#part", f"https://{bare}/", bare):
        offered = source_with(who, claim, url, "Another title")
        assert [one.pk for one in offered.context["evidence_sent"].offered] == [used.source_id], url
        assert "Typed &lt;words&gt;." in offered.content.decode()
    by_title = source_with(who, claim, "https://elsewhere.example/x", used.source.title.upper())
    assert "the same title" in by_title.content.decode()
    assert Source.objects.count() == number
    chosen = post(who, claim, **new("", says="Typed <words>."), use=used.source_id)
    assert f'<option value="{used.source_id}" selected>' in chosen.content.decode()
    twice = post(who, claim, **new(used.source))
    assert twice.status_code == 400
    assert "is evidence of the claim already" in twice.content.decode()
    assert f'href="#evidence-{used.pk}"' in twice.content.decode()
    wrong = source_with(who, claim, "ftp://x", "", kind="", reliability="Z")
    assert set(wrong.context["source_form"].errors) >= {"url", "kind"}
    assert wrong.status_code == 400
    other = source_with(who, claim, "https://elsewhere.example/x", used.source.title, other_page="")
    assert Source.objects.count() == number
    given = {"add-url": "https://elsewhere.example/x", "add-title": used.source.title, "add-kind": "blog",
             "add-reliability": "F", "add-reliability_why": "w"}  # fmt: skip
    other = post(who, claim, **new(""), add_source="Add", other_page="yes", **given)
    assert other.status_code == 200
    twin = Source.objects.get(url="https://elsewhere.example/x")
    asked = post(who, claim, **new(twin, stance="context"))
    assert "is evidence of this claim already and has the same title" in asked.content.decode()


def test_a_piece_is_changed_and_withdrawn_on_the_claim_s_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, who = under_correction(seeded), clients["reviewer"]
    row = claim.evidence.active().order_by("id").first()
    assert isinstance(row, Evidence)
    sent = {"stance": "context", "says": "Otherwise <said>.", "excerpt": row.excerpt, "credibility": 4}
    bad = post(who, claim, "evidence_row", row.pk, **sent | {"credibility": 9, "excerpt": "w " * 60})
    assert bad.status_code == 400
    assert "Otherwise &lt;said&gt;." in bad.content.decode()
    assert "at most 50 words" in bad.content.decode()
    url = reverse("admin:claims_claim_evidence_row", args=[claim.pk, row.pk])
    stale = who.post(url, {"rev": claim.rev + 5, **sent})
    assert stale.status_code == 409
    assert "Otherwise &lt;said&gt;." in stale.content.decode()
    assert row.says[:30] in stale.content.decode()
    assert said(post(who, claim, "evidence_row", row.pk, **sent)).startswith("Saved.")
    row.refresh_from_db()
    assert (row.stance, row.says, row.changed_by) == ("context", "Otherwise <said>.", seeded.reviewer)
    without = post(who, claim, "evidence_row", row.pk, withdraw="yes", why=" ")
    assert without.status_code == 400
    assert post(who, claim, "evidence_row", row.pk, withdraw="yes", why="A copy.").status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_why == "A copy."
    assert post(who, claim, "evidence_row", row.pk, **sent).status_code == 404


def test_who_may_weigh_and_who_may_trace(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim = under_correction(seeded)
    row = claim.evidence.active().order_by("id").first()
    assert isinstance(row, Evidence)
    source = Source.objects.exclude(evidence__claim=claim)[0]
    step = {"how": "own reporting", "basis": "unknown", "note": ""}
    page = reverse("admin:claims_claim_change", args=[claim.pk])
    for name, links, traces in (
        ("extractor", False, True),
        ("administrator", False, False),
        ("editor", True, True),
    ):
        shown = clients[name].get(page).content.decode()
        assert ("Link evidence</summary>" in shown) == links
        assert ("Add this step" in shown) == traces
        sent = {"stance": "context", "says": "So.", "excerpt": row.excerpt, "credibility": 3}
        changed = post(clients[name], claim, "evidence_row", row.pk, **sent).status_code
        linked = post(clients[name], claim, **new(source, stance="context")).status_code
        traced = post(clients[name], claim, "evidence_steps", row.pk, **step).status_code
        assert (changed, linked, traced) == (
            302 if links else 403,
            302 if links else 403,
            302 if traces else 403,
        )
    for name, numbers in (("evidence", ()), ("evidence_row", (row.pk,)), ("evidence_steps", (row.pk,))):
        url = reverse(f"admin:claims_claim_{name}", args=[claim.pk, *numbers])
        assert clients["editor"].get(url).status_code == 405
        assert clients["passer_by"].post(url, {}).status_code in (302, 403)
        assert Client().post(url, {}).status_code == 302


def test_a_page_that_is_made_while_evidence_is_withdrawn_opens_as_it_stood(
    clients: Mapping[str, Client], seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, who = under_correction(seeded), clients["reviewer"]
    row = claim.evidence.active().order_by("id").first()
    assert isinstance(row, Evidence)
    build = drafts.build

    def meanwhile(one: Claim, *given: Any) -> Any:
        made = build(one, *given)
        monkeypatch.setattr(drafts, "build", build)
        post(clients["second_reviewer"], claim, "evidence_row", row.pk, withdraw="yes", why="A copy.")
        return made

    monkeypatch.setattr(drafts, "build", meanwhile)
    page = who.get(reverse("admin:claims_claim_change", args=[claim.pk]))
    row.refresh_from_db()
    assert row.withdrawn_why == "A copy."
    assert (page.status_code, row.source.title in page.content.decode()) == (200, True)
