"""Speakers for OpenRefine: who may be meant by a name, how sure that is, and what documents say of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from claims.domain.name_likeness import is_certain, likeness
from claims.domain.vocabulary import CorrectionKind
from claims.formats import reconciliation
from claims.formats.reconciliation import Query, Speaker
from claims.models import PublishedClaim
from claims.reads import library
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid

PATH = "/reconcile"


def ask(client: Client, *, post: bool = True, **given: Any) -> Any:
    sent = {key: json.dumps(value) for key, value in given.items()}
    answer = client.post(PATH, sent) if post else client.get(PATH, sent)
    assert answer.status_code == 200, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.content)


def results(client: Client, query: Any, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(client, queries={"q": {"query": query, **more}})["q"]["result"]
    return found


def test_the_manifest_names_services_that_are_there(seeded: Cast, client: Client) -> None:
    manifest = json.loads(client.get(PATH).content)
    assert manifest["versions"] == ["0.2"]
    public_id = rashid().speaker.public_id
    assert manifest["identifierSpace"] + public_id == f"{configured.PUBLIC_URL}/speakers/{public_id}"
    for name, service in manifest["suggest"].items():
        path = (service["service_url"] + service["service_path"]).removeprefix(configured.PUBLIC_URL)
        prefix = "a" if name == "entity" else "p"
        assert json.loads(client.get(path, {"prefix": prefix}).content)["result"], name
    proposing = manifest["extend"]["propose_properties"]
    path = (proposing["service_url"] + proposing["service_path"]).removeprefix(configured.PUBLIC_URL)
    offered = json.loads(client.get(path, {"type": "person", "limit": 2}).content)
    assert (offered["type"], offered["limit"], len(offered["properties"])) == ("person", 2, 2)
    page = manifest["view"]["url"].replace("{{id}}", public_id).removeprefix(configured.PUBLIC_URL)
    assert client.get(page).status_code == 200
    preflight = client.options(
        PATH, headers={"Access-Control-Request-Method": "POST", "Origin": "https://a.example"}
    )
    assert "POST" in preflight["Access-Control-Allow-Methods"]


def test_names_find_speakers_by_form_and_by_address_alike(seeded: Cast, client: Client) -> None:
    public_id = rashid().speaker.public_id
    queries = {
        "a": {"query": "Ahmed Rashid", "type": "person", "limit": 3},
        "b": {"query": "Ahmed Rashd"},
        "c": "Rashid",
    }
    found = ask(client, queries=queries)
    assert found == ask(client, post=False, queries=queries)
    first = found["a"]["result"][0]
    assert (first["id"], first["score"], first["match"]) == (public_id, 100.0, True)
    assert {one["id"] for one in first["type"]} == {"person", "speaker"}
    for key in "bc":
        near = found[key]["result"][0]
        assert (near["id"], near["match"]) == (public_id, False)
        assert 40 <= near["score"] < 100
    assert results(client, "Ahmed Rashid", type="outlet") == []
    assert results(client, public_id)[0]["match"] is True
    assert results(client, "Xyzzy Plugh") == []
    assert [one["score"] for one in results(client, "the interior ministry of Tajikistan")] == sorted(
        (one["score"] for one in results(client, "the interior ministry of Tajikistan")), reverse=True
    )


def test_nothing_but_certainty_is_a_match() -> None:
    def one(key: str, name: str, kind: str = "person", **value: Any) -> Speaker:
        told = {"disambiguation": "", "same_as": [], **value}
        return Speaker(key, {"name": name, "kind": kind, **told}, 1, "2026-01-01T00:00:00.000000Z")

    def sure(text: str, *speakers: Speaker, **properties: tuple[str, ...]) -> list[str]:
        query = Query(text, tuple(reconciliation.TYPES), properties=properties)
        found = reconciliation.candidates(query, speakers, enough=0)
        return [candidate["id"] for candidate in found if candidate["match"]]

    rashid, other = one("a", "Ahmed Rashid", same_as=["https://x.example/Q1"]), one("b", "Ahmed Rasheed")
    assert sure("ahmed  rashid", rashid, other) == ["a"]
    assert sure("Ahmed Rashíd", rashid) == [], "written otherwise"
    assert sure("Rashid Ahmed", rashid) == []
    assert sure("Ahmed Rashid", rashid, one("c", "Ahmed Rashid", disambiguation="the cricketer")) == [], (
        "two of a name"
    )
    assert sure("Ahmed Rashid", rashid, one("d", "Аhmed Rashid")) == [], "a Cyrillic letter looks the same"
    assert sure("Ahmed Rashid", rashid, one("i", "Rashid, Ahmed")) == [], "the same words"
    assert sure("Ahmed Rashid", one("e", "Ahmed Rashid", disambiguation="the cricketer")) == []
    assert sure("militants", one("f", "militants", "collective")) == [], "nobody in particular"
    assert sure("Nobody named", one("g", "Nobody named", "unnamed")) == []
    assert sure("Ahmed Rashid", rashid, kind=("outlet",)) == [], "what else is said contradicts it"
    assert sure("Ahmed Rashid", rashid, same_as=("https://x.example/Q2",)) == []
    assert sure("Ahmed Rashid", one("h", "Ahmed Rashid"), same_as=("https://x.example/Q2",)) == ["h"], (
        "none is stated"
    )
    assert sure("A. Rashid", rashid, same_as=("https://x.example/Q1",)) == ["a"]
    assert sure("a", rashid) == ["a"]
    assert sure("a", rashid, kind=("person",), same_as=("https://x.example/Q1",)) == ["a"]
    assert sure("a", rashid, kind=("organization",)) == [], "its own id, and what else is said contradicts it"
    assert sure("a", rashid, kind=("person",), same_as=("https://x.example/Q2",)) == []
    assert sure("Ahmed Rashid", rashid, colour=("red",)) == ["a"], "what nobody here records is passed over"


@pytest.mark.parametrize(
    ("sought", "name", "least", "most"),
    [
        ("Ahmed Rashid", "ahmed rashid", 100, 100), ("Ahmed Rashíd", "Ahmed Rashid", 97, 97),
        ("Rashid, Ahmed", "Ahmed Rashid", 85, 96), ("A. Rashid", "Ahmed Rashid", 75, 90),
        ("Ahmed Rashd", "Ahmed Rashid", 85, 95), ("Rashid", "Ahmed Rashid", 60, 70),
        ("Movement of Uzbekistan", "Islamic Movement of Uzbekistan", 80, 90), ("of", "Ministry of Defence", 0, 40),
        ("John Smith", "Ahmed Rashid", 0, 0), ("", "x", 0, 0), ("艾哈迈德", "艾哈迈德", 100, 100),
        ("!!", "!!", 100, 100),
    ],
)  # fmt: skip
def test_names_are_as_alike_as_their_words(sought: str, name: str, least: float, most: float) -> None:
    assert least <= likeness(sought, name) <= most
    assert not is_certain("!!", "!!", others=())


def test_documents_tell_what_a_speaker_is(seeded: Cast, client: Client) -> None:
    public_id = rashid().speaker.public_id
    wanted = [{"id": pid} for pid in (*reconciliation.PROPERTIES, "colour")]
    found = ask(client, extend={"ids": [public_id, "0000000000", "no id"], "properties": wanted})
    assert [one["id"] for one in found["meta"]] == [one["id"] for one in wanted]
    row = found["rows"][public_id]
    assert (row["name"], row["kind"], row["colour"]) == ([{"str": "Ahmed Rashid"}], [{"str": "person"}], [])
    assert row["claims"] == [{"int": PublishedClaim.objects.filter(speaker_id=public_id).count()}]
    assert set(found["rows"]) == {public_id, "0000000000", "no id"}
    assert not any(found["rows"]["0000000000"].values())


def test_suggestions_begin_with_what_is_typed(seeded: Cast, client: Client) -> None:
    def suggest(what: str, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(client.get(f"{PATH}/suggest/{what}", query).content)[
            "result"
        ]
        return found

    public_id = rashid().speaker.public_id
    assert [one["id"] for one in suggest("entity", prefix="ras ahm")] == [public_id]
    assert [one["id"] for one in suggest("entity", prefix=public_id)] == [public_id]
    assert suggest("entity", prefix="ras ahm", cursor=1) == []
    assert suggest("entity", prefix="") == suggest("entity", prefix="\x00") == []
    assert [one["id"] for one in suggest("type", prefix="per")] == ["person"]
    assert [one["id"] for one in suggest("property", prefix="same")] == ["same_as"]
    assert client.get(f"{PATH}/suggest/entity", {"prefix": "a", "cursor": "x"}).status_code == 400


def test_the_preview_stands_in_any_frame_and_runs_nothing(seeded: Cast, client: Client) -> None:
    answer = client.get(f"{PATH}/preview", {"id": rashid().speaker.public_id})
    page = answer.content.decode()
    assert "Ahmed Rashid" in page
    assert "maybe" in page
    assert "Demonstration" in page
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert client.get(f"{PATH}/preview", {"id": "0000000000"}).status_code == 404
    correct(seeded, rashid(), CorrectionKind.WITHDRAWN)
    assert "Retracted: " in client.get(f"{PATH}/preview", {"id": rashid().speaker.public_id}).content.decode()


def test_a_name_that_was_taken_out_of_sight_is_nobodys(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id, told = rashid().speaker.public_id, library._things
    assert results(client, "Ahmed Rashid")
    for value in ({"name": "Ahmed ██████"}, {"name": "[suppressed]"}, {"disambiguation": "of ██████"}, None):

        def emptied(noun: str, rows: Any, value: Any = value) -> list[library.Thing]:
            return [
                library.Thing(
                    one.public_id, one.at, {**one.value, **value} if value else {}, one.claims, False
                )
                for one in told(noun, rows)
            ]

        monkeypatch.setattr(library, "_things", emptied)
        assert results(client, "Ahmed Rashid") == results(client, public_id) == []
        assert ask(client, extend={"ids": [public_id], "properties": [{"id": "name"}]})["rows"][
            public_id
        ] == {"name": []}
        assert json.loads(client.get(f"{PATH}/suggest/entity", {"prefix": "ahmed"}).content)["result"] == []
        assert client.get(f"{PATH}/preview", {"id": public_id}).status_code == 404


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("queries", "x"), ("queries", "[]"), ("queries", "[" * 100_000), ("queries", '{"q": 1}'),
        ("queries", '{"q": {"query": 1}}'), ("queries", '{"q": {"query": "a", "limit": 0}}'),
        ("queries", '{"q": {"query": "a", "limit": NaN}}'), ("queries", '{"q": {"query": "a", "type": 1}}'),
        ("queries", '{"q": {"query": "a", "properties": [1]}}'), ("queries", '{"q": {"query": "a", "colour": 1}}'),
        ("queries", '{"q": {"query": "a", "type_strict": "x"}}'), ("queries", "1" * 5_000),
        ("extend", "{}"), ("extend", '{"ids": [1], "properties": []}'), ("extend", '{"ids": [], "properties": [{}]}'),
        ("queries", json.dumps({"q": {"query": "a", "properties": [{"pid": "kind", "v": ["x"] * 101}]}})),
        ("queries", '{"\\ud800": {"query": "a"}}'), ("extend", '{"ids": ["\\ud800"], "properties": []}'),
        ("extend", '{"ids": [], "properties": [{"id": "\\udfff"}]}'),
        ("extend", '{"ids": [], "properties": [{"id": "' + "x" * 201 + '"}]}'),
    ],
)  # fmt: skip
def test_what_is_no_question_is_a_problem(seeded: Cast, client: Client, field: str, text: str) -> None:
    answer = client.post(PATH, {field: text})
    problem = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert problem["errors"][0]["pointer"].startswith(f"#/{field}")


def test_batches_have_their_bounds_and_one_odd_cell_refuses_no_table(seeded: Cast, client: Client) -> None:
    many = {str(number): {"query": "Ahmed Rashid"} for number in range(reconciliation.BATCH)}
    assert len(ask(client, queries=many)) == reconciliation.BATCH
    for given in (
        {"queries": {**many, "more": {"query": "x"}}},
        {"extend": {"ids": ["a"] * (reconciliation.EXTENDED + 1), "properties": []}},
    ):
        answer = client.post(PATH, {key: json.dumps(value) for key, value in given.items()})
        assert (answer.status_code, json.loads(answer.content)["type"]) == (413, "/problems/too-large")
    odd = ask(
        client,
        queries={
            "a": {"query": "Ahmed Rashid"},
            "b": {"query": "a\u0000\ud800"},
            "c": {"query": "x" * 5_000},
        },
    )
    assert [len(odd[key]["result"]) for key in "abc"] == [1, 0, 0]
    empty = {"a": {"query": "Ahmed Rashid"}, "b": {"query": " "}, "c": "\t", "d": {"query": ""}, "e": {}}
    empty["f"] = {"query": "", "properties": [{"pid": "kind", "v": ""}]}
    assert [len(one["result"]) for one in ask(client, queries=empty).values()] == [1, 0, 0, 0, 0, 0]
    assert (
        client.post(PATH, b"x" * 6_000_000, content_type="application/x-www-form-urlencoded").status_code
        == 413
    )
    assert client.put(PATH, {}).status_code == 405
    for kind in (
        "application/json",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data",
        "a/b",
    ):
        refused = client.post(PATH, b"queries={}", content_type=kind)
        assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json"), kind
