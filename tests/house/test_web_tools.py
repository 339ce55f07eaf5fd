"""The tools that check pages: they see what is wrong under the real policy, and only what is pinned is used."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from claims.web.security import POLICY
from tests import web_tools
from tests.accessibility import TAGS, html_errors, violations

PAGE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head><body>{}</body></html>'
GOOD = PAGE.format('<main><h1>Page</h1><img src="data:," alt="A map"></main>')
BAD = PAGE.format('<main><h1>Page</h1><img src="data:,"></main>')
CROWDED = PAGE.format("<main><h1>Page</h1><p><button>.</button><button>.</button></p></main>")
INLINE = GOOD.replace("</main>", "</main><script>document.title = 'Ran'</script>")


@contextmanager
def _opened(text: str, script: bool = True) -> Iterator[Page]:
    """A page of our own under the product's policy; nothing is served or fetched."""
    headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}

    def answer(route: Route) -> None:
        route.fulfill(body=text, headers=headers)

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_context(java_script_enabled=script).new_page()
        page.route("**/*", answer)
        page.goto("http://site.test/")
        yield page
        browser.close()


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_an_image_without_a_text_is_seen_and_a_good_page_is_clean() -> None:
    with _opened(BAD) as page:
        [line] = violations(page)
        assert line.startswith("image-alt (critical) at img: Fix any of the following: Element does not have")
        page.set_content(GOOD)
        assert violations(page) == []


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_axe_runs_under_the_policy_and_the_policy_stays_in_force() -> None:
    said: list[str] = []
    with _opened(INLINE) as page:
        assert page.title() == "Page", "the policy refuses the inline script"
        page.on("console", lambda message: said.append(message.text))
        assert violations(page) == []
        assert violations(page) == [], "a page may be asked twice"
    assert said == []


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_every_level_has_rules_and_those_of_wcag_2_2_are_on() -> None:
    with _opened(CROWDED) as page:
        rules = [line.split(" ")[0] for line in violations(page)]
        assert rules == ["target-size", "target-size"]
        assert page.evaluate("tags => tags.filter(tag => !axe.getRules([tag]).length)", list(TAGS)) == []


@pytest.mark.needs_chromium
@pytest.mark.needs_axe
def test_a_page_whose_scripts_are_off_is_refused_instead_of_waited_for() -> None:
    with _opened(GOOD, script=False) as page, pytest.raises(RuntimeError, match="scripts are off"):
        violations(page)


@pytest.mark.needs_java
@pytest.mark.needs_vnu
def test_a_stray_end_tag_is_an_error_and_a_good_document_has_none() -> None:
    stray = GOOD.replace("<main>", "\n<main>").replace("</main>", "</main></div>")
    assert html_errors({"/good": GOOD, "/stray": stray, "/claims/é": GOOD}) == [
        "/stray: 2: Stray end tag “div”."
    ]


@pytest.mark.needs_java
@pytest.mark.needs_vnu
def test_a_checker_that_sees_nothing_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.accessibility.CANARY", GOOD)
    with pytest.raises(RuntimeError, match="does not check"):
        html_errors({"/good": GOOD})


@pytest.mark.needs_java
def test_a_checker_that_is_not_there_is_no_clean_bill(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(web_tools, "path", lambda name: tmp_path / name)
    with pytest.raises(RuntimeError, match="The HTML checker failed"):
        html_errors({"/good": GOOD})


def _tarball(place: Path, file: str) -> web_tools.Tool:
    """Writes a package that holds one file, and the tool that it would be."""
    content = b"content"
    with tarfile.open(place, "w:gz") as archive:
        member = tarfile.TarInfo(f"package/{file}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    digest = base64.b64encode(hashlib.sha512(place.read_bytes()).digest()).decode()
    return web_tools.Tool("tool", "1.0.0", f"sha512-{digest}", file)


def test_a_tarball_that_is_pinned_gives_its_file_and_nothing_else(tmp_path: Path) -> None:
    tool = _tarball(tmp_path / "t.tgz", "dist/tool.js")
    into = tmp_path / "cache" / "tool.js"
    web_tools.unpack(tmp_path / "t.tgz", tool, into)
    assert into.read_bytes() == b"content"
    assert list(into.parent.iterdir()) == [into]


def test_a_tarball_with_another_digest_is_refused(tmp_path: Path) -> None:
    tool = replace(_tarball(tmp_path / "t.tgz", "tool.js"), integrity="sha512-" + "A" * 86 + "==")
    with pytest.raises(web_tools.NotFetched, match=r"is not what web_tools\.json pins"):
        web_tools.unpack(tmp_path / "t.tgz", tool, tmp_path / "cache" / "tool.js")
    assert not (tmp_path / "cache").exists()


def test_a_tarball_without_the_wanted_file_is_refused(tmp_path: Path) -> None:
    tool = replace(_tarball(tmp_path / "t.tgz", "tool.js"), file="other.js")
    with pytest.raises(web_tools.NotFetched, match=r"holds no file other\.js"):
        web_tools.unpack(tmp_path / "t.tgz", tool, tmp_path / "cache" / "other.js")


def test_without_npm_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(web_tools, "path", lambda name: tmp_path / name)
    assert web_tools.main() == 1
    assert "install nodejs and npm" in capsys.readouterr().err


def test_what_is_here_is_not_fetched_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(web_tools, "path", lambda name: tmp_path / name)
    for name in web_tools.tools():
        (tmp_path / name).write_text("")
    assert web_tools.main() == 0
    assert "axe-core 4" in capsys.readouterr().out


def test_what_npm_brings_is_checked_and_what_npm_says_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = _tarball(tmp_path / "t.tgz", "tool.js")
    npm = tmp_path / "npm"
    npm.write_text(
        f'#!/bin/bash\n[ "$1 $2" = "pack tool@1.0.0" ] && cp {tmp_path}/t.tgz "${{@: -1}}/tool-1.0.0.tgz"\n'
    )
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    web_tools.fetch(tool, tmp_path / "cache" / "tool.js")
    assert (tmp_path / "cache" / "tool.js").read_bytes() == b"content"
    npm.write_text("#!/bin/sh\necho no such version >&2\nexit 1\n")
    with pytest.raises(web_tools.NotFetched, match=r"could not fetch tool@1\.0\.0(.|\n)*no such version"):
        web_tools.fetch(tool, tmp_path / "cache" / "tool.js")


def test_another_version_is_another_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = web_tools.tools()["axe-core"]
    before = web_tools.path("axe-core", tmp_path)
    monkeypatch.setattr(web_tools, "tools", lambda: {"axe-core": replace(tool, version="0.0.1")})
    assert web_tools.path("axe-core", tmp_path) != before


@pytest.mark.parametrize(
    ("ci", "code", "word"), [("", 0, "not run: needs"), ("true", 1, "CI must run everything")]
)
def test_a_test_whose_tool_is_missing_is_skipped_and_in_ci_fails(
    tmp_path: Path, ci: str, code: int, word: str
) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        __file__,
        "-k",
        "stray_end_tag",
        "-rs",
        "-p",
        "no:cacheprovider",
    ]
    surroundings = {**os.environ, "CI": ci, "WEB_TOOLS_DIR": str(tmp_path)}
    done = subprocess.run(
        command, cwd=web_tools.ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert word in done.stdout
    assert "vnu-jar (make web-tools)" in done.stdout
