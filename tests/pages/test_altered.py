"""Readers are told, in careful words, where an article reads otherwise than it did when a claim was made of it."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from claims.actions import suppression, withholding
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim
from tests.actions.test_followings import FIRST, QUOTED, captured_again, published
from tests.cast import Cast

ALTERED, GONE = (
    "The article puts these words differently now.",
    "These words are not in the article any more.",
)


def shown(claim: Claim, tag: str = "") -> tuple[int, str, str]:
    """The claim's page: its status, its words, and its tag."""
    answer = Client().get(f"/claims/{claim.public_id}", headers={"If-None-Match": tag} if tag else {})
    return answer.status_code, answer.content.decode(), answer.get("ETag", "")


def test_the_pages_of_a_claim_and_its_article_say_that_the_words_are_altered_or_gone(seeded: Cast) -> None:
    made = published(seeded)
    article = f"/articles/{made['moved'].version.article.public_id}"
    before = {name: shown(one)[2] for name, one in made.items()}
    list_before = Client().get(article)
    assert GONE not in list_before.content.decode()
    captured_again(seeded, made["moved"])

    status, words, tag = shown(made["altered"], before["altered"])
    assert (status, ALTERED in words, GONE in words) == (200, True, False), (
        "and no reader keeps the page of before"
    )
    assert "killed near the river" in words
    assert ("that <del>40</del> people" in words, "that <ins>14</ins> people" in words) == (True, True)
    assert "In our copy of November 28, 2026" in words
    assert shown(made["altered"], tag)[0] == 304
    status, words, _ = shown(made["gone"], before["gone"])
    assert (status, GONE in words, ALTERED in words) == (200, True, False)
    for name in ("moved", "ambiguous"):
        assert shown(made[name], before[name])[0] == 304, (
            "of what is not clear to us the public is told nothing"
        )
    of_article = Client().get(article, headers={"If-None-Match": list_before["ETag"]})
    text = of_article.content.decode()
    assert (of_article.status_code, text.count(ALTERED), text.count(GONE)) == (200, 1, 1)
    assert Client().get(article, headers={"If-None-Match": of_article["ETag"]}).status_code == 304

    api = f"/api/v1{article}/alterations/"
    told = Client().get(api)
    found = {one["claim"]: (one["outcome"], one["was"], one["now"]) for one in told.json()["results"]}
    new = QUOTED["altered"].replace("40", "14")
    assert found[made["altered"].public_id] == ("altered", QUOTED["altered"], new)
    assert found[made["gone"].public_id] == ("gone", QUOTED["gone"], "")
    assert len(found) == 2
    assert Client().get(api, headers={"If-None-Match": told["ETag"]}).status_code == 304
    assert Client().get(f"{api}?limit=1").status_code == 400
    assert Client().get("/api/v1/articles/0000000000/alterations/").status_code == 404

    for name, claim in made.items():
        if name in ("gone", "moved"):
            withholding.withhold(
                claim=claim, by=seeded.editor, at=timezone.now(), category=RemovalCategory.LEGAL, reason="A letter."
            )  # fmt: skip
    third = captured_again(seeded, made["moved"], FIRST.replace("nine people", "nineteen people"))
    assert shown(made["gone"])[0] == 451
    assert Client().get(api, headers={"If-None-Match": told["ETag"]}).json()["results"] == []
    assert Client().get(article).content.decode().count(GONE) == 0
    held = made["moved"].withholdings.get()
    withholding.lift(held, by=seeded.administrator, at=timezone.now(), why="A mistake.", read=held.changed_at)
    assert "nineteen" in shown(made["moved"])[1], "also of what changed while it was out of sight"
    assert ALTERED not in shown(made["altered"])[1], "the old words stand there again"

    case = suppression.open_case(
        claim=made["moved"], by=seeded.reviewer, at=timezone.now(), category=RemovalCategory.LEGAL, reason="A letter.",
        redact_capture=True,
    )  # fmt: skip
    case.refresh_from_db()
    suppression.confirm(case, by=seeded.editor, at=timezone.now(), read=case.changed_at)
    assert shown(made["moved"])[0] == 451
    assert "people were hurt" not in Client().get(article).content.decode()
    third.refresh_from_db()
    assert "nineteen people" not in third.text, "the words as they read later are blacked out too"
