"""The article beside the claim: every claim where it stands, found words, and new claims with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import ArticleVersion, Claim, Speaker
from tests import texts
from tests.admin.forms import ROLES, form_of
from tests.cast import Cast, rashid
from tests.hedges import Tree
from tests.hostile import hostile_strings
from tests.payloads import PAYLOAD

HARD = "𝒜🙂 Ahmed Rashid said: “Maybe five.” He left.\nقال راشد إن خمسة. So he said, so he went."


def page_of(version: ArticleVersion) -> str:
    return reverse("admin:claims_articleversion_desk", args=[version.pk])


def found(client: Client, version: ArticleVersion, **asked: Any) -> dict[str, Any]:
    response = client.get(reverse("admin:claims_articleversion_find", args=[version.pk]), asked)
    return {"status": response.status_code, **response.json()}


def test_as_many_queries_for_two_hundred_claims_as_for_two(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    counted = {}
    for number in (2, 200):  # one alone has no claim that is worded like it, and asks for none
        version, rows = texts.long_article(seeded.reviewer, number)
        for url in (page_of(version), reverse("admin:claims_claim_change", args=[rows[0].pk])):
            clients["reviewer"].get(url)
            with CaptureQueriesContext(connection) as queries:
                page = clients["reviewer"].get(url).content.decode()
            counted.setdefault(url.split("/")[3], set()).add(len(queries))
            assert page.count("data-claim=") == number
    assert {kind: len(numbers) for kind, numbers in counted.items()} == {"articleversion": 1, "claim": 1}
    assert max(counted["articleversion"]) <= 6


def test_every_claim_stands_in_the_text_with_its_state_and_leads_to_its_page(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    version = texts.captured(HARD, by=seeded.reviewer)
    whole, inner, crossing = texts.marked(version, [(3, 36), (23, 34), (30, 44)], by=seeded.reviewer)
    response = clients["extractor"].get(reverse("admin:claims_claim_change", args=[inner.pk]))
    tree = Tree()
    tree.feed(response.content.decode())
    parts = [node for node in tree.root.all() if "data-at" in node.attributes]
    places = {1: (3, 36), 2: (23, 34), 3: (30, 44)}
    for node in parts:
        at, number = int(node.attributes["data-at"]), len(node.text())
        assert node.text() == HARD[at : at + number]
        inside = {one for one, (start, end) in places.items() if start <= at and at + number <= end}
        assert {int(one) for one in node.attributes.get("data-claims", "").split()} == inside
    assert "".join(node.text() for node in parts) == HARD.replace("\n", "")
    mine = [node for node in parts if "mine" in node.attributes.get("class", "")]
    assert "".join(node.text() for node in mine) == HARD[23:34]
    links = {
        node.attributes["rel"]: node.attributes["href"]
        for node in tree.root.all()
        if node.attributes.get("rel") in ("prev", "next")
    }
    assert links == {
        "prev": reverse("admin:claims_claim_change", args=[whole.pk]),
        "next": reverse("admin:claims_claim_change", args=[crossing.pk]),
    }
    (end,) = [node for node in tree.root.all() if node.attributes.get("data-claim") == "3"]
    assert end.attributes["aria-label"].startswith("Claim 3, proposed. ")
    assert end.text() == "◇3"
    assert "3 proposed" in response.content.decode()


def test_words_are_found_at_their_code_points(clients: Mapping[str, Client], seeded: Cast) -> None:
    version = texts.captured(HARD, by=seeded.reviewer)
    who = clients["extractor"]
    one = found(who, version, words='"maybe five."')
    assert [(p["start"], p["end"], p["exact"]) for p in one["places"]] == [(22, 35, "“Maybe five.”")]
    assert one["speakers"][0]["name"] == "Ahmed Rashid"
    assert one["speakers"][0]["because"] == "“Ahmed Rashid” stands before them in the same paragraph"
    assert "other signs" in one["hint"]
    one = found(who, version, words="so he")
    assert (one["total"], one["speakers"][0]["because"]) == (
        1,
        "“Ahmed Rashid” stands in the paragraph before",
    )
    many = found(who, version, words="he", near=HARD.index("he went"))
    assert [HARD[p["start"] :][:7] for p in many["places"]] == ["he went", "he said"]
    wider = found(who, version, place="23-28", move="end-later")["places"][0]
    assert (wider["start"], wider["end"], wider["exact"]) == (23, 33, "Maybe five")
    assert found(who, version, words="راشد")["places"][0]["exact"] == "راشد"
    text = found(who, version, words="Ahmed  Rashid\r\nsaid")
    assert text["places"][0]["exact"] == "Ahmed Rashid said"


REFUSED: tuple[tuple[dict[str, str], str], ...] = (
    ({"words": "a\x07b"}, "control character"),
    ({"words": "x" * 30_000}, "at most 5,000"),
    ({"words": "x", "near": "²"}, "whole number"),
    ({"place": "9-99999"}, "must lie in the text"),
    ({"place": "7-3"}, "must lie in the text"),
    ({"place": "9" * 4_000}, "two numbers"),
    ({"place": "3-8", "move": "up"}, "start-earlier"),
    ({"place": "44-45"}, "only blanks"),
    ({"do": "find"}, "must not be empty"),
)


def test_what_cannot_be_found_is_refused_in_words_and_hostile_words_never_fail(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    version = texts.captured(HARD + PAYLOAD.replace("\u2028\u202e", ""), by=seeded.reviewer)
    who, url = clients["extractor"], reverse("admin:claims_articleversion_find", args=[version.pk])
    for asked, said in REFUSED:
        answer = found(who, version, **asked)
        assert (answer["status"], answer["places"]) == (400, [])
        assert said in answer["hint"]
        page = who.post(page_of(version), asked)
        assert page.status_code == 400
        assert said in page.content.decode()
    assert "control character" in who.post(url, {"words": "a\0b"}).json()["hint"]
    for text in hostile_strings()[::8]:
        sent = text.encode("utf-8", "replace").decode()
        for asked in ({"words": sent}, {"place": sent}, {"place": "3-8", "move": sent}, {"near": sent}):
            assert who.post(url, asked).status_code in (200, 400)
    assert found(who, version, words="<script>alert('ran')</script>")["total"] == 1
    excerpt = rashid().version
    gap = excerpt.text.index("[…]")
    answer = found(who, excerpt, place=f"{gap - 8}-{gap + 9}")
    assert answer["status"] == 400
    assert "mark of omission" in answer["hint"]
    assert "mark of omission" in found(who, excerpt, words=excerpt.text[gap - 8 : gap + 9])["hint"]


def test_who_may_look_may_search_and_who_may_add_sees_the_form(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    version = rashid().version
    addresses = (page_of(version), reverse("admin:claims_articleversion_find", args=[version.pk]))
    for url in addresses:
        assert Client().get(url).status_code == 302
        assert clients["passer_by"].get(url).status_code == 403
        for role in ROLES:
            assert clients[role].get(url).status_code == 200, (role, url)
        for number in (0, 10**40):
            assert clients["editor"].get(url.replace(f"/{version.pk}/", f"/{number}/")).status_code == 404
    for role in ROLES:
        page = clients[role].get(addresses[0]).content.decode()
        assert ('id="finder-words"' in page) == (role != "administrator")
    assert page_of(version) in clients["editor"].get("/admin/claims/articleversion/").content.decode()
    for noun, row in (("articleversion", version), ("article", version.article)):
        page = clients["editor"].get(reverse(f"admin:claims_{noun}_change", args=[row.pk])).content.decode()
        assert page_of(version) in page


def test_a_claim_is_made_from_the_text_without_a_script(clients: Mapping[str, Client], seeded: Cast) -> None:
    version = texts.captured(f"{HARD}\nMaybe five.", by=seeded.reviewer)
    who = clients["extractor"]
    several = who.post(page_of(version), {"words": "maybe five", "do": "find"}).content.decode()
    places = re.findall(r'type="radio" name="place" value="([0-9-]+)"', several)
    assert places == ["23-33", "87-97"]
    taken = who.post(page_of(version), {"words": "maybe five", "do": "take", "place": places[0]})
    wider = who.post(page_of(version), {"words": "maybe five", "place": "23-33", "move": "start-earlier"})
    assert taken.context["answer"].chosen.exact == "Maybe five"
    chosen = wider.context["answer"].chosen
    assert (chosen.place, chosen.exact) == ("22-33", "“Maybe five")
    assert re.search(
        r'<mark data-at="22" [^>]*class="said  chosen">“Maybe five</mark>', wider.content.decode()
    )
    speaker = Speaker.objects.get(name="Ahmed Rashid")
    url = f"{reverse('admin:claims_claim_add')}?version={version.pk}&place=22-33&speaker={speaker.pk}"
    page = who.get(url).content.decode()
    assert "is a guess of the program" in page
    data = form_of(who, url)
    assert (data["exact"], data["start"], data["speaker"], data["version"]) == (
        "“Maybe five", "22", str(speaker.pk), str(version.pk),
    )  # fmt: skip
    assert not data.get("speaker_basis"), "what the attribution rests on is left to the person"
    data |= {"quotation": "direct", "statement": "Maybe.", "modality": "asserted", "claim_type": "event"}
    data |= {
        "speaker_basis": "stated",
        "said_0": "2009",
        "said_1": "stated",
        "about_0": "2009",
        "about_1": "stated",
    }
    response = who.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    claim = Claim.objects.latest("id")
    assert (claim.start, claim.end, claim.exact, claim.version) == (22, 33, "“Maybe five", version)


QUERIES = (
    "version=x&place=1-4", "version=9&place=1-4", "version={}&place=4-1", "version={}&place=1-99999", "version={}",
    "version={}&place=x", "place=1-4", "version={}&place=22-33&speaker=x", "version=" + "9" * 40 + "&place=1-4",
)  # fmt: skip


def test_an_address_that_names_no_place_fills_in_no_words(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    version = texts.captured(HARD, by=seeded.reviewer)
    for query in QUERIES:
        response = clients["extractor"].get(f"{reverse('admin:claims_claim_add')}?{query.format(version.pk)}")
        assert response.status_code == 200
        assert ("“Maybe five" in response.content.decode()) == ("22-33" in query)
        assert "is a guess" not in response.content.decode()


def test_hostile_words_of_the_text_are_shown_and_nothing_else(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    hostile = PAYLOAD.replace("\u2028\u202e", "").strip()
    version = texts.captured(f"Zed {hostile} said {hostile}", by=seeded.reviewer, headline=hostile[:200])
    (claim,) = texts.marked(version, [(0, 40)], by=seeded.reviewer, statement=hostile)
    for url in (
        f"{page_of(version)}?place=4-60",
        reverse("admin:claims_claim_change", args=[claim.pk]),
        f"{reverse('admin:claims_claim_add')}?version={version.pk}&place=4-60",
    ):
        tree = Tree()
        tree.feed(clients["reviewer"].get(url).content.decode())
        for node in tree.root.all():
            assert not [name for name in node.attributes if name.startswith("on") or name == "autofocus"], url
            if node.tag == "script":
                assert node.attributes.get("src", "").startswith(("/static/", "/admin/jsi18n/")), url
