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
from claims.reads import published
from tests import raw
from tests.actions.test_lifecycle import correct
from tests.cast import Cast, assemble, load_seed, rashid

Publish = Callable[..., str]


@pytest.fixture
def cast(committed: None) -> Cast:
    """The five claims, for good."""
    found = assemble()
    load_seed(found)
    return found


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
    assert len(queries) == 1


def test_more_figures_take_no_more_queries(publish: Publish, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/claims/{rashid().public_id}")
        return len(found)

    before = queries()
    for number in range(4):
        publish(str(number), str(number + 1))
    assert queries() == before
