"""Messages that translators can find and use: whole texts with named gaps, told when they are asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CLAIMS = Path(__file__).resolve().parents[2] / "claims"
AT_ONCE = {"gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}
"""What translates, and where its first message stands."""
LATER = {"gettext_lazy": 0, "pgettext_lazy": 1}
MESSAGES = {**AT_ONCE, **LATER}
TRANSLATING = CLAIMS / "domain" / "tongue.py"


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, bool]]:
    """Each call that marks a message, by what name, and whether it is made while the module is read."""
    waiting = [(tree, True)]
    while waiting:
        node, early = waiting.pop()
        early = early and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGES:
            yield node, node.func.id, early
        waiting += [(child, early) for child in ast.iter_child_nodes(node)]


def _told(call: ast.Call, name: str) -> list[ast.expr]:
    plural = name in ("ngettext", "npgettext")
    return call.args[: MESSAGES[name] + 1 + plural]


def faults(source: str) -> list[str]:
    """What is wrong with the messages of a module."""
    found = []
    for call, name, early in _calls(ast.parse(source)):
        told = _told(call, name)
        texts = [one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(texts) < len(told):
            found.append(f"line {call.lineno}: not a plain text, so makemessages does not find it")
        if name in AT_ONCE and early:
            found.append(f"line {call.lineno}: translated when the module is read")
        if any(re.search(r"%(?!\(\w+\)s)|\{\w*\}", text.replace("%%", "")) for text in texts):
            found.append(f"line {call.lineno}: a gap without a name")
        if "" in texts:
            found.append(f"line {call.lineno}: no words")
    return found


@pytest.mark.parametrize(
    "path", [one for one in sorted(CLAIMS.rglob("*.py")) if one != TRANSLATING], ids=lambda path: path.stem
)
def test_every_message_is_a_plain_text_with_named_gaps_told_when_it_is_asked_for(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('def f(): return gettext(f"{number} sources")', "not a plain text"),
        ("def f(): return gettext(WORDS[key])", "not a plain text"),
        ('def f(n): return ngettext("%(n)s source", MORE, n)', "not a plain text"),
        ('WORDS = {"a": pgettext("here", "a word")}', "translated when the module is read"),
        ('class A:\n    words = gettext("a word")', "translated when the module is read"),
        ('def f(): return gettext("%s sources") % 2', "a gap without a name"),
        ('def f(): return gettext("{number} sources").format(number=2)', "a gap without a name"),
        ('WORD = gettext_lazy("")', "no words"),
    ],
)
def test_a_message_that_no_translator_could_use_is_found(source: str, fault: str) -> None:
    assert any(fault in one for one in faults(source))
    assert (
        faults('WORD = gettext_lazy("100%% of %(all)s")\ndef f(n): return ngettext("one", "more", n)') == []
    )
