"""What axe-core says against a page in a browser, and what the Nu HTML checker says against texts of pages."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import web_tools

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
CANARY = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Canary</title><p>A stray end tag</div>"
RUN = """
(async () => {
    const probe = document.createElement('div');
    probe.innerHTML = '<noscript><i></i></noscript>';
    if (probe.querySelector('i')) throw new Error('axe would wait for ever where scripts are off: turn them on');
    const result = await axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations']});
    return {
        ran: result.passes.length + result.violations.length,
        found: result.violations.flatMap(rule => rule.nodes.map(node => ({
            rule: rule.id, impact: node.impact, target: node.target.flat().join(' '), says: node.failureSummary,
        }))),
    };
})()
"""


def violations(page: Page) -> list[str]:
    """What is wrong with the page as it stands now, one line for each element and rule; scripts must be on."""
    # Chromium lets the debugger evaluate text that the page's own policy would refuse.
    session = page.context.new_cdp_session(page)
    try:
        _evaluate(session, web_tools.path("axe-core").read_text(encoding="utf-8"))
        result = _evaluate(session, RUN % json.dumps(TAGS))
    finally:
        session.detach()
    assert result["ran"], "axe found nothing to look at: is the page empty?"
    return [
        f"{one['rule']} ({one['impact']}) at {one['target']}: {' '.join(one['says'].split())}"
        for one in result["found"]
    ]


def _evaluate(session: Any, text: str) -> Any:
    """The value of a script in the page; playwright does not raise what the script throws."""
    answer = session.send(
        "Runtime.evaluate", {"expression": text, "awaitPromise": True, "returnByValue": True}
    )
    if "exceptionDetails" in answer:
        raise RuntimeError(json.dumps(answer["exceptionDetails"])[:2000])
    return answer["result"].get("value")


def html_errors(texts: Mapping[str, str]) -> list[str]:
    """What is not valid HTML in the texts, as `name: line: message`; the checker starts once for all."""
    names = {f"{number}.html": name for number, name in enumerate(texts, 1)}
    with tempfile.TemporaryDirectory() as folder:
        for file, name in names.items():
            Path(folder, file).write_text(texts[name], encoding="utf-8", newline="")
        # The checker is silent about files that it did not read: it must find what is wrong with this one.
        Path(folder, "canary.html").write_text(CANARY, encoding="utf-8")
        found = _messages(folder, [*names, "canary.html"])
    if not any(file == "canary.html" for file, _, _ in found):
        raise RuntimeError("The HTML checker did not see a stray end tag: it does not check.")
    return [
        f"{names.get(file, file)}: {line}: {message}"
        for file, line, message in found
        if file != "canary.html"
    ]


def _messages(folder: str, files: list[str]) -> list[tuple[str, int | str, str]]:
    """File, line and message of each error, from one run of the checker."""
    command = [
        "java",
        "-jar",
        str(web_tools.path("vnu-jar")),
        "--errors-only",
        "--format",
        "json",
        "--stdout",
    ]
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as broken:
        raise RuntimeError(f"The HTML checker failed: {done.stderr or done.stdout}") from broken
    return [
        (one.get("url", "").rpartition("/")[2], one.get("lastLine", "?"), one["message"]) for one in messages
    ]
