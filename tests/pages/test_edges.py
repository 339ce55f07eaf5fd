"""Public addresses only read, know what a reader has, and never show a page that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.loader import get_template
from django.test import Client

from claims.reads import readiness
from factcheck.wsgi import application
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


CHARSETS = (
    "hex",
    "rot13",
    "undefined",
    "idna",
    "base64",
    "zlib",
    "unicode_escape",
    "latin-1",
    "utf-16",
    "none",
    "",
)


def status(method: str, address: str, kind: str, body: bytes = b"") -> tuple[int, str]:
    """What the server answers to a request as it comes in, before Django reads anything."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "HTTP_HOST": "testserver",
    }  # fmt: skip
    setup_testing_defaults(environ)
    told: list[str] = []
    text = b"".join(application(environ, lambda line, _headers, _error=None: told.append(line)))
    return int(told[0].split()[0]), text.decode()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests that come in do not close the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_an_address_is_read_as_utf_8_whatever_the_request_claims(seeded: Cast, one_connection: None) -> None:
    for charset in CHARSETS:
        _read_as_utf_8(charset)


def _read_as_utf_8(charset: str) -> None:
    for path in ("/search?q=%C3%A9tat", "/claims?topic=%C3%A9tat", "/feeds/claims.atom?topic=x", "/oembed?url=x",
                 "/api/v1/claims/?topic=x", "/nothing-here?a=1", f"/claims/{rashid().public_id}?a=1"):  # fmt: skip
        plain, _ = status("GET", path, "")
        for kind in ("x/y", "application/x-www-form-urlencoded"):
            found, page = status("GET", path, f'{kind}; a=b; charset="{charset}"')
            assert found == plain < 500, path
            if path.startswith("/search"):
                assert "état" in page
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nWords\r\n--x--\r\n'
    assert status("POST", "/ask?a=1", f"multipart/form-data; boundary=x; charset={charset}", body)[0] < 500
    urlencoded = "application/x-www-form-urlencoded"
    assert status("POST", "/ask?a=1", f"{urlencoded}; charset={charset}", b"text=x")[0] == 400
    assert (
        "not written as browsers write forms"
        not in status("POST", "/ask", f"{urlencoded}; charset=UTF-8", b"text=")[1]
    )


def test_no_reader_gets_a_cookie_not_even_with_an_old_one_of_the_desk(seeded: Cast, client: Client) -> None:
    for cookie in ("gone", "%00", "x" * 40, ""):
        client.cookies["sessionid"] = cookie
        for path in ("/", "/ns", "/feeds/claims.atom", "/sitemap.xml", "/healthz", "/ask"):
            assert not client.get(path).cookies, path
