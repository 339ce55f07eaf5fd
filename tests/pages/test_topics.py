"""A topic shows its figures over time as a chart with the same in a table, and its claims."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.pages import topics
from claims.reads import series
from tests.cast import Cast, rashid
from tests.pages.test_rendering import live


def test_the_list_names_every_topic_once_with_its_claims(seeded: Cast, client: Client) -> None:
    page = live(client, "/topics")
    topic = rashid().topic
    assert page.count(f">{topic}</a>") == 1
    assert "1 claim" in page


def test_a_list_without_claims_says_when_topics_come(db: None, client: Client) -> None:
    assert "Topics appear here with the first published claim." in live(client, "/topics")


def test_chart_and_table_hold_the_same_points_under_the_same_numbers(seeded: Cast, client: Client) -> None:
    topic = rashid().topic
    page = unescape(client.get(f"/topics/{topic}").content.decode())
    points = [point for one in series.of_topic(topic)[0] for point in one["points"]]
    assert len(points) >= 3
    for point in points:
        assert f'href="/{point["kind"]}s/{point["id"]}"' in page
        assert f"{point['figure'][:1].upper()}{point['figure'][1:]}<br>" in page
        assert str(point["population"]) in page
    drawn = page[page.index('<svg xmlns="http://www.w3.org/2000/svg" class="series"') :]
    numbers = set(re.findall(r'class="number"[^>]*>(\d+)<', drawn[: drawn.index("</svg>")]))
    rows = set(
        re.findall(
            r"<tr><td>(\d+)</td>", page[: page.index("Other figures")] if "Other figures" in page else page
        )
    )
    assert numbers == rows
    assert "maybe" in page


def test_figures_too_few_to_draw_stand_in_a_table_alone(
    seeded: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "FEWEST", 1000)
    page = live(client, f"/topics/{rashid().topic}")
    assert 'class="series"' not in page
    assert "Too few of one measure to draw." in page


def test_a_topic_that_nobody_published_is_not_there_and_a_bad_address_is_refused(
    seeded: Cast, client: Client
) -> None:
    for path, code in (
        ("/topics/nothing of the kind", 404),
        ("/topics/", 404),
        ("/topics/%00", 400),
        ("/topics/" + "x" * 5000, 400),
        (f"/topics/{rashid().topic}?cursor=x", 400),
        (f"/topics/{rashid().topic}?colour=red", 400),
        ("/topics?colour=red", 400),
    ):
        assert client.get(path).status_code == code, path


def test_the_number_of_queries_is_small_and_stays_so(seeded: Cast, client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"/topics/{rashid().topic}")
    assert len(queries) <= 8


def test_a_conflict_names_the_figure_that_is_meant_of_a_source_with_several() -> None:
    point = {"kind": "source", "label": "L", "said_by": "S", "population": "", "measure": "killed", "unit": "persons",
             "approximate": False, "vague": False, "at": None}  # fmt: skip
    figures = {"five": ("5", "5"), "nine": ("9", "9"), "two": ("2", "2")}
    points = [
        {**point, "id": "other" if word == "two" else "same", "text": word, "figure": f"{low} persons",
         "low": low, "high": high}
        for word, (low, high) in figures.items()
    ]  # fmt: skip
    clash = {
        "first": "same",
        "first_figure": "9 persons",
        "second": "other",
        "second_figure": "2 persons",
        "because": "So.",
    }
    chart = topics._chart({"measure": "killed", "unit": "persons", "points": points}, [clash])
    assert [(one.figure, other.figure) for one, other, _ in chart.conflicts] == [("9 persons", "2 persons")]
    elsewhere = {**clash, "second_figure": "3 persons"}
    assert (
        topics._chart({"measure": "killed", "unit": "persons", "points": points}, [elsewhere]).conflicts == ()
    )
