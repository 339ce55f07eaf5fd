"""A claim's figures stand beside those of others, and the page is never older than what stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import CorrectionKind
from claims.pages import figures
from claims.reads import published, series
from tests import raw
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, rashid

Publish = Callable[..., str]


@pytest.fixture
def cast(committed_claims: Cast) -> Cast:
    """The five claims, for good."""
    return committed_claims


@pytest.fixture
def publish(cast: Cast) -> Publish:
    """What publishes another claim like the one of Rashid, with a figure of the same measure; says its name."""

    with raw.connect() as by_hand:
        bed = raw.make_bed(
            by_hand, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
        )

    def another(low: str | None, high: str | None, **changed: Any) -> str:
        like = ours()
        own = {**like["quantities"][0], "low": low, "high": high, **changed.pop("figure", {})}
        document = {**like, "quantities": [own], **changed}
        with raw.connect() as by_hand:
            (claim,) = raw.make_claims(by_hand, bed, 1)
            return raw.publish(by_hand, replace(bed, like=document), claim)[0]

    return another


def ours() -> dict[str, Any]:
    """The document of the claim with a range."""
    found = published.newest(rashid().public_id)
    assert found is not None
    return found.value()


def shown(client: Client) -> str:
    """The figures of its page."""
    page = unescape(client.get(f"/claims/{rashid().public_id}").content.decode())
    start = page.index("<h2>Figures</h2>")
    return page[start : page.index("</section>", start)]


def test_a_figure_stands_alone_in_words_and_as_a_range_where_nobody_else_gives_one(
    cast: Cast,
) -> None:
    (found,) = figures.figures({**ours(), "evidence": []}, ())
    assert found.rows == ()
    assert 'class="range"' in found.drawing
    assert "This claim" not in found.drawing
    assert found.words == "4,000–5,000 persons (approximate)"


def test_its_sources_stand_beside_it_by_time_each_in_the_picture_and_the_table(
    cast: Cast, client: Client
) -> None:
    page = shown(client)
    given = [
        (item["source"], figure)
        for item in ours()["evidence"]
        for figure in item["figures"]
        if figure["measure"] == ours()["quantities"][0]["measure"]
    ]
    assert len(given) >= 3
    for source, figure in given:
        assert f'href="/sources/{source["id"]}"' in page
        assert figure["population"] in page
    assert page.count('<g class="source">') == len(given)
    assert page.count("<tr><td>") == len(given)
    assert page.count('<g class="own">') == 1
    assert "maybe four or five thousand" in page


def test_another_claim_stands_beside_it_with_its_hedges_and_who_said_it(
    publish: Publish, client: Client
) -> None:
    other = publish("200", None, statement="There are at least 200.", modality="alleged")
    page = shown(client)
    assert f'href="/claims/{other}"' in page
    assert "There are at least 200. (“maybe”, “estimates”, alleged)" in page
    assert "At least 200 persons (approximate)" in page
    assert "Claim, " in page
    assert page.count('<g class="claim">') == 1


@pytest.mark.usefixtures("cast")
def test_what_cannot_hold_together_with_it_is_said_with_the_reason() -> None:
    august = {"edtf": "2009-08-05", "lower": "2009-08-05", "upper": "2009-08-05"}
    at = {**ours()["quantities"][0]["at"], **august, "lower_kind": "exact", "upper_kind": "exact"}
    document = {**ours(), "evidence": []}
    own, other = (
        {
            **document,
            "id": name,
            "quantities": [{**document["quantities"][0], "at": at, "low": low, "high": high}],
        }
        for name, low, high in (("0000000000", "4000", "5000"), ("1111111111", "100", "200"))
    )
    (found,) = figures.figures(own, [other])
    ((row, because),) = found.conflicts
    assert row.id == "1111111111"
    assert "cannot both hold" in because
    (found,) = figures.figures(document, [{**other, "quantities": document["quantities"]}])
    assert found.rows
    assert found.conflicts == ()


AUGUST = {
    "edtf": "2009-08-05", "lower": "2009-08-05", "upper": "2009-08-05", "lower_kind": "exact", "upper_kind": "exact",
}  # fmt: skip


def given(low: int, *, at: str = "2009-08-05", **more: Any) -> dict[str, Any]:
    """A figure of one day."""
    day = {**ours()["quantities"][0]["at"], **AUGUST, "edtf": at, "lower": at, "upper": at}
    own = {**ours()["quantities"][0], "approximate": False, "low": str(low), "high": str(low), "at": day}
    return {**own, **more}


def claimed(*own: dict[str, Any], name: str = "0000000000", **more: Any) -> dict[str, Any]:
    """A document with these figures and no source that gives any."""
    bare = [{**item, "figures": []} for item in ours()["evidence"]]
    return {**ours(), "evidence": bare, "id": name, "quantities": [*own], **more}


def sourced(document: dict[str, Any], *figures: dict[str, Any]) -> dict[str, Any]:
    """The same, and its first source gives these."""
    first, *rest = document["evidence"]
    return {**document, "evidence": [{**first, "figures": [*figures]}, *rest]}


@pytest.mark.usefixtures("cast")
def test_only_the_very_figure_that_cannot_hold_is_said_so_though_another_reads_alike() -> None:
    others = (given(100), given(100, at="2008-08-05"), given(100, population="civilians"))
    (found,) = figures.figures(sourced(claimed(given(500)), *others), ())
    assert [row.figure for row in found.rows] == ["100 persons"] * 3
    ((row, _),) = found.conflicts
    assert (row.when, row.population) == ("August 5, 2009", ours()["quantities"][0]["population"])


@pytest.mark.usefixtures("cast")
def test_a_figure_that_a_claim_denies_is_none_that_it_gives() -> None:
    (found,) = figures.figures(claimed(given(500)), [claimed(given(9), name="1111111111", modality="denied")])
    assert found.rows == ()
    denying = sourced(claimed(given(500), modality="denied"), given(0))
    (found,) = figures.figures(denying, ())
    assert len(found.rows) == 1
    assert found.conflicts == ()
    assert "This claim denies" in found.drawing
    if_so = claimed(given(9), name="1111111111", modality="conditional")
    (found,) = figures.figures(claimed(given(500)), [if_so])
    assert (len(found.rows), found.conflicts) == (1, ())


def test_a_denied_figure_conflicts_with_none_on_the_page_of_its_topic(
    publish: Publish, client: Client
) -> None:
    topic = ours()["topic"]
    publish(None, None, figure=given(500), topic=topic)
    before = len(series.of_topic(topic).conflicts)
    publish(None, None, figure=given(9), topic=topic, modality="denied")
    assert len(series.of_topic(topic).conflicts) == before
    publish(None, None, figure=given(9), topic=topic)
    assert len(series.of_topic(topic).conflicts) > before


@pytest.mark.usefixtures("cast")
def test_what_cannot_hold_is_shown_before_anything_else_and_each_who_gives_figures_once() -> None:
    many = [claimed(given(500), given(501), given(502), name=f"{number:010}") for number in range(1, 14)]
    (found,) = figures.figures(sourced(claimed(given(500)), given(100)), many)
    assert len(found.rows) == figures.MOST
    assert any(row.kind == "source" for row, _ in found.conflicts)
    (found,) = figures.figures(
        claimed(given(500)), [claimed(*[given(500)] * 13, name="1111111111"), *many[:2]]
    )
    assert {row.id for row in found.rows} >= {"0000000001", "0000000002"}


@pytest.mark.usefixtures("cast")
def test_however_many_figures_a_claim_has_the_others_beside_them_stay_few() -> None:
    many = [claimed(given(number), name=f"{number:010}") for number in range(20)]
    for count in (1, 2, 4, 8, 30):
        found = figures.figures(claimed(*(given(number) for number in range(count))), many)
        assert all(figures.FEWEST <= len(one.rows) <= figures.MOST for one in found)
        assert sum(len(one.rows) for one in found) <= max(figures.IN_ALL, figures.FEWEST * count)


@pytest.mark.parametrize(
    "apart",
    [
        {"topic": "another topic"},
        {"figure": {"measure": "villages"}},
        {"figure": {"unit": "families"}},
    ],
    ids=str,
)
def test_what_is_of_another_measure_does_not_stand_beside_it(
    publish: Publish, client: Client, apart: dict[str, Any]
) -> None:
    other = publish("1", "2", **apart)
    assert other not in shown(client)


def test_a_claim_that_was_retracted_stands_beside_no_other(
    publish: Publish, cast: Cast, client: Client
) -> None:
    path = f"/claims/{publish('1', '2')}"
    assert '<g class="claim">' in client.get(path).content.decode()
    correct(cast, rashid(), CorrectionKind.WITHDRAWN)
    assert '<g class="claim">' not in client.get(path).content.decode()


def test_demonstrations_stand_beside_demonstrations_only(publish: Publish, client: Client) -> None:
    real = publish("1", "2", demonstration=False)
    assert real in shown(client)
    page = unescape(client.get(f"/claims/{real}").content.decode())
    assert '<g class="source">' in page
    assert '<g class="claim">' not in page


def test_a_retracted_claim_and_an_older_document_stand_beside_no_other_claim(
    publish: Publish, cast: Cast, client: Client
) -> None:
    other = publish("1", "2")
    assert all(not one.rows for one in figures.figures({**ours(), "status": "retracted"}, [ours()]))
    correct(cast, rashid(), CorrectionKind.TYPO, places=["Waziristan"])
    path = f"/claims/{rashid().public_id}"
    assert other in client.get(path).content.decode()
    assert other not in client.get(f"{path}/revisions/1").content.decode()


def test_only_so_many_stand_beside_it_claims_first_and_the_rest_is_counted(
    publish: Publish, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [publish("1", "2"), publish("3", "4")]
    beside = shown(client).count("<tr><td>")
    monkeypatch.setattr(figures, "MOST", 3)
    page = shown(client)
    assert page.count("<tr><td>") == 3
    assert all(one in page for one in others)
    assert f"{beside - 3} more are not shown here." in page


def test_nobody_keeps_a_page_that_lacks_a_new_figure(publish: Publish, client: Client) -> None:
    path = f"/claims/{rashid().public_id}"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    publish("1", "2", topic="another topic")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    publish("1", "2")
    after = client.get(path, headers={"If-None-Match": tag})
    assert after.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, headers={"If-None-Match": after["ETag"]}).status_code == 304
    assert len(queries) == 1  # the figures with the tag, and which words were altered


def test_a_page_that_changed_while_it_was_made_is_never_taken_for_the_one_before(
    publish: Publish, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/claims/{rashid().public_id}"
    before = client.get(path)["ETag"]
    original = published.of_one_measure

    def meanwhile(document: dict[str, Any]) -> list[published.Published]:
        monkeypatch.setattr(published, "of_one_measure", original)
        publish("1", "2")
        return original(document)

    monkeypatch.setattr(published, "of_one_measure", meanwhile)
    answer = client.get(path)
    assert '<g class="claim">' in answer.content.decode()
    assert answer["ETag"] != before
    assert answer["ETag"] == client.get(path)["ETag"]


def test_a_claim_whose_topic_and_measure_are_long_finds_others_and_is_found(
    publish: Publish, client: Client
) -> None:
    long = {
        "topic": "".join(chr(0x4E00 + 7 * number % 20000) for number in range(300)),
        "figure": {"measure": "䷿" * 300},
    }
    first, second = publish("1", "2", **long), publish("3", "4", **long)
    assert second in client.get(f"/claims/{first}").content.decode()


def test_more_figures_take_no_more_queries(publish: Publish, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/claims/{rashid().public_id}")
        return len(found)

    before = queries()
    for number in range(4):
        publish(str(number), str(number + 1))
    assert queries() == before
