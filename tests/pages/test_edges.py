"""Public addresses only read, know what a reader has, and never show a page that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client

from claims.reads import readiness
from tests.cast import Cast, rashid


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/log", "/claims/zzzzzzzzzz", "/nothing"])
def test_pages_are_only_read(client: Client, db: None, method: str, address: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method.upper(), address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/nothing", "/claims/zzzzzzzzzz", "/problems/none"])
@pytest.mark.parametrize("debug", [True, False])
def test_what_is_not_there_has_our_own_page(
    client: Client, db: None, settings: Any, debug: bool, address: str
) -> None:
    settings.DEBUG = debug
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content
    assert b"URLconf" not in answer.content


@pytest.mark.parametrize("wording", ["{tag}", '"x", {tag}', "{strong}", "*"])
@pytest.mark.parametrize("address", ["", "/revisions/1"])
def test_nobody_downloads_a_page_twice(seeded: Cast, client: Client, address: str, wording: str) -> None:
    page = f"/claims/{rashid().public_id}{address}"
    tag = client.get(page)["ETag"]
    given = wording.format(tag=tag, strong=tag.removeprefix("W/"))
    answer = client.get(page, headers={"If-None-Match": given})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert client.get(page, headers={"If-None-Match": tag[:-3] + '"'}).status_code == 200


def test_the_page_for_a_failure_needs_nothing(db: None) -> None:
    source = get_template("claims/failed.html").template.source  # type: ignore[attr-defined]  # Django's own
    assert "{%" not in source
    assert "{{" not in source


def test_readiness_names_styles_that_were_not_gathered(db: None, settings: Any, tmp_path: Any) -> None:
    assert readiness.problems() == []
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert readiness.problems() == ["styles are not gathered: run manage.py collectstatic"]
