"""At the desk, words that changed with their article stand beside each other, and somebody decides."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from claims.actions import claims
from claims.models import Following, User
from tests.actions.test_followings import LATER, QUOTED, SECOND, captured_again, claimed, published, waiting
from tests.cast import Cast, rashid


def desk(user: User) -> Client:
    """The desk of somebody."""
    client = Client()
    client.force_login(user)
    return client


def test_old_and_new_words_stand_beside_each_other_until_somebody_decides(seeded: Cast) -> None:
    made = published(seeded)
    draft = claimed(seeded, made["altered"].version, QUOTED["altered"])
    figures = [
        {"measure": "deaths", "text": one, "vague": True}
        for one in ("40 people", "near the river", "nine people")
    ]
    said = {"cue": "The ministry said", "hedges": ["40"]}
    parts_of = {"quantities": figures, "attribution": [{"speaker": rashid().speaker, **said}]}
    claims.revise(claim=draft, rev=draft.rev, by=seeded.extractor, at=LATER, parts_of=parts_of, **said)
    captured_again(seeded, made["moved"])
    altered, unclear = made["altered"], made["ambiguous"]
    reviewer = desk(seeded.second_reviewer)
    listed = reviewer.get(reverse("admin:claims_claim_changelist") + "?queue=article").content.decode()
    assert listed.count('class="followed-mark') == 4
    own = reverse("admin:claims_claim_change", args=[altered.pk])
    page, address = reviewer.get(own).content.decode(), f"{own.removesuffix('change/')}article-changed/"
    assert (address in page, "Read both texts and decide" in page) == (True, True)
    text = reviewer.get(address).content.decode()
    for words in ("<del>40</del>", "<ins>14</ins>", "version 1", "version 2", "in the old town hall"):
        assert words in text, words
    assert "What do you make of it?" not in desk(seeded.extractor).get(address).content.decode()
    assert desk(seeded.passer_by).get(address).status_code in (302, 403)

    row = Following.objects.get(claim=altered)
    sent = {"following": row.pk, "rev": altered.rev, "decision": "new words taken", "why": "Read both."}
    for name, value, told in (
        ("decision", "", "Choose what to make of it."),
        ("decision", "place confirmed", "cannot be said of words"),
        ("why", " ", "Say why."),
        ("following", "0", "A newer version of the article was captured since."),
        ("rev", "x", "revision"),
        ("rev", "999", "was changed since you opened"),
    ):
        answer = reviewer.post(address, {**sent, name: value})
        assert (answer.status_code in (400, 409), told in answer.content.decode()) == (True, True), name
        assert name == "why" or "Read both." in answer.content.decode(), "what was typed is still there"
    refused = desk(seeded.extractor).post(address, sent)
    assert refused.status_code == 403
    assert reviewer.post(address, sent)["Location"] == own
    now = claims.fresh(altered)
    assert (now.state, now.exact) == ("under correction", altered.exact.replace("40", "14"))
    assert "The new words are taken" in reviewer.get(address).content.decode()

    at = reverse("admin:claims_claim_followed", args=[unclear.pk])
    assert reviewer.get(at).content.decode().count('name="place"') == 3, "two places, and words to be pasted"
    row = Following.objects.get(claim=unclear)
    sent = {"following": row.pk, "rev": unclear.rev, "decision": "place confirmed", "why": "The first."}
    typed = {**sent, "place": "typed", "words": "A driver saw it."}
    assert reviewer.post(at, typed).status_code == 400
    place = SECOND.index(unclear.exact)
    for bad in ("", "x", "9-2", f"{place}-{place + 10_000}"):
        assert reviewer.post(at, {**sent, "place": bad}).status_code == 400, bad
    answer = reviewer.post(at, {**sent, "place": f"{place}-{place + len(unclear.exact)}"})
    assert answer.status_code == 302
    assert waiting(seeded) == {made["gone"].pk, draft.pk}
    kept = reviewer.get(reverse("admin:claims_claim_change", args=[made["moved"].pk])).content.decode()
    assert "The words stand there, at another place." in kept
    lost = "Not in the new words, so withdrawn from its figures, hedges and chain: “40 people”, “40”"
    at, draft = reverse("admin:claims_claim_followed", args=[draft.pk]), claims.fresh(draft)
    assert lost in reviewer.get(at).content.decode()
    sent = {
        "following": draft.followings.get().pk,
        "rev": draft.rev,
        "decision": "new words taken",
        "why": "Read.",
    }
    answer = reviewer.post(at, sent, follow=True)
    text = answer.content.decode()
    assert (f"Decided: the new words are taken. {lost}" in text) is True, text[text.find("errornote") :][:400]
    assert [one.text for one in draft.quantities.active()] == ["near the river", "nine people"]
    for link in (claims.fresh(draft), draft.attributions.active().get()):
        assert (link.cue, link.hedges) == ("The ministry said", [])
