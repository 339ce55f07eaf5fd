"""The page of the API and the list of formats: they say what there is, and lead where they say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings as configured
from django.test import Client

from claims.api import description
from claims.formats import catalogue
from tests.api import described
from tests.cast import Cast, rashid

FORMATS = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text()


def test_the_page_of_the_api_shows_every_address_and_every_parameter(seeded: Cast, client: Client) -> None:
    answer = client.get("/api/v1/docs/")
    page = unescape(answer.content.decode())
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script|style=|onclick", page), "it needs no script"
    plain = re.sub(r"<[^>]+>", "", page)
    for one in described.operations(description.here()):
        assert re.search(rf"{one.method.upper()}\s+{re.escape(one.path)}", plain), one.path
        for part in one.parameters("query"):
            assert f"<code>{part['name']}</code>" in page, (one.path, part["name"])
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    targets = re.findall(r' id="([^"]+)"', page)
    assert anchors - set(targets) == set(), "links within the page lead somewhere"
    assert len(targets) == len(set(targets)), "and to one place"
    for path in re.findall(r'<p class="open"><a href="([^"]+)"', page):
        opened: Any = client.get(path)
        early = opened.status_code == 404 and path.startswith(described.OF_A_NIGHT)
        assert opened.status_code in (200, 429) or early, path
        _ = (
            b"".join(opened.streaming_content) if opened.streaming else b""
        )  # a download has a place until its end
    refused = client.post("/api/v1/docs/")
    assert (refused.status_code, refused["Content-Type"]) == (405, "application/problem+json")
    assert client.get("/api/v1/docs/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_each_format_is_where_the_list_says_and_leaves_out_what_it_says(
    seeded: Cast, client: Client, settings: object
) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]  # so that demonstrations are reviewed
    public_id = rashid().public_id
    whole = quote(f"{configured.PUBLIC_URL}/claims/{public_id}", safe="")
    page = unescape(client.get("/api/v1/docs/").content.decode())
    seen = set()
    for form, address in catalogue.addresses(claim=public_id, page=whole):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Type"].partition(";")[0] in form.media_types, address
        seen.add(form.name)
    for form in catalogue.FORMS:
        part = FORMATS.partition(f"## {form.name}\n")[2].partition("\n## ")[0]
        assert all(f"`{address}`" in part for address in form.addresses), form.name
        assert form.standard in part
        assert form.standard in page
        assert form.lost
        for paths, words in form.lost:
            assert str(words)[1:] in part, form.name
            assert str(words)[1:] in page, form.name
            assert all(f"`{path}`" in part and f"<code>{path}</code>" in page for path in paths)
    assert seen == set(re.findall("^## (.*)$", FORMATS, re.MULTILINE)) - {"Others"}
