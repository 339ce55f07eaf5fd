"""Earlier states by date: dates of HTTP, which document stood when, links and TimeMap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from claims.formats.memento import Moment, asked, chosen, http_date, links, timemap

START = datetime(2026, 11, 20, 10, 0, 0, 700_000, tzinfo=UTC)
MOMENTS = [Moment(1, START), Moment(2, START + timedelta(days=1)), Moment(4, START + timedelta(days=3))]
PATH = "/claims/0123456789"


def test_a_moment_is_written_as_http_writes_it() -> None:
    assert http_date(START.astimezone(timezone(timedelta(hours=5)))) == "Fri, 20 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-20", "Fri, 20 Nov 2026 10:00:00", "Fri, 20 Nov 2026 10:00:00 +0500"]
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        asked(text)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (START - timedelta(days=9), 1), (START.replace(microsecond=0), 1), (START + timedelta(hours=23), 1),
        (START + timedelta(days=1), 2), (START + timedelta(days=2), 2), (START + timedelta(days=99), 4),
    ],
)  # fmt: skip
def test_the_document_that_stood_then_is_chosen(at: datetime, number: int) -> None:
    assert chosen(MOMENTS, at).number == number


def test_a_page_names_its_timegate_and_its_timemap() -> None:
    assert links(PATH, MOMENTS) == (
        f'<{PATH}>; rel="original timegate", <{PATH}/timemap>; rel="timemap"; type="application/link-format"'
    )


def test_a_memento_names_its_neighbors_the_first_and_the_last() -> None:
    found = links(PATH, MOMENTS, number=2)
    assert (
        f'<{PATH}/revisions/1>; rel="first prev memento"; datetime="Fri, 20 Nov 2026 10:00:00 GMT"' in found
    )
    assert f'<{PATH}/revisions/2>; rel="memento"' in found
    assert f'<{PATH}/revisions/4>; rel="last next memento"' in found
    assert '</claims/0123456789/revisions/1>; rel="first last memento"' in links(PATH, MOMENTS[:1], number=1)
    assert "revisions/3" not in links(PATH, MOMENTS, number=3)


def test_the_timemap_lists_every_document_once() -> None:
    text = timemap(PATH, MOMENTS, base="https://example.org").decode()
    lines = text.rstrip("\n").split(",\n")
    assert lines[0] == '<https://example.org/claims/0123456789>; rel="original timegate"'
    assert 'rel="self"' in lines[1]
    assert 'from="Fri, 20 Nov 2026 10:00:00 GMT"; until="Mon, 23 Nov 2026 10:00:00 GMT"' in lines[1]
    assert [line.partition("revisions/")[2].partition(">")[0] for line in lines[2:]] == ["1", "2", "4"]
    assert 'rel="first memento"' in lines[2]
    assert 'rel="last memento"' in lines[4]
