"""Five questions that the text of any claim page answers to a program that knows nothing but the words on it.

Who said it; in which role; when, and how sure that is; what the verdict is; how many independent origins are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from claims.formats.dates import moment_in_words
from claims.reads import published
from tests.cast import Cast
from tests.hedges import Tree


@dataclass(frozen=True, slots=True)
class Answers:
    """What the page says."""

    who: str
    role: str
    when: str
    how_sure: str
    verdict: str
    in_support: int
    in_dispute: int


def read(page: str) -> Answers:
    """The answers, from the page's words alone."""
    tree = Tree()
    tree.feed(page)
    facts = {}
    for node in tree.root.all():
        if node.tag == "div":
            parts = {one.tag: one for one in node.parts if not isinstance(one, str)}
            if "dt" in parts and "dd" in parts:
                facts[" ".join(parts["dt"].text().split())] = parts["dd"]
    who = [" ".join(one.text().split()) for one in facts["Who"].all() if one.tag in ("a", "strong")]
    told = " ".join(facts["Who"].text().split())
    said = [" ".join(str(one).split()) for one in facts["Said"].parts if isinstance(one, str) and one.strip()]
    notes = [
        " ".join(one.text().split()) for one in facts["Said"].all() if one.attributes.get("class") == "note"
    ]
    text = " ".join(tree.root.text().split())
    counts = re.search(r"Independent origins known: ▲ (\d+) in support , ▼ (\d+) in dispute", text)
    verdict = re.search(r"Verdict \S (Unproven|Not yet rated|[A-Z][a-z]+(?: accurate)?)", text)
    role = told.partition(who[0])[2].partition("role at that time")
    assert counts
    assert verdict
    return Answers(
        who=who[0],
        role=role[0].strip() if role[1] else "",
        when=said[0],
        how_sure=notes[-1],
        verdict=verdict[1],
        in_support=int(counts[1]),
        in_dispute=int(counts[2]),
    )


def every_page_answers(client: Client) -> int:
    """How many pages of claims were read; each answers as its document does."""
    documents = [one.value() for one in published.listed(limit=200).items]
    for document in documents:
        found = read(client.get(document["path"]).content.decode())
        _agree(found, document)
    return len(documents)


def _agree(found: Answers, document: dict[str, Any]) -> None:
    speaker, count = document["speaker"], document["corroboration"]
    if speaker["basis"] == "ambiguous":
        assert found.who == "Unclear who"
    else:
        assert found.who == speaker["name"]
        assert found.role == ", ".join(filter(None, (speaker["role"], speaker["organization"])))
    words = moment_in_words(document["said"])
    assert found.when == words[:1].upper() + words[1:]
    assert found.how_sure
    if document["said"]["basis"].startswith("inferred"):
        assert found.how_sure.startswith("Inferred")
    verdict = (document["verdict"] or {}).get("rating", "not yet rated")
    if document["status"] == "retracted":
        verdict = "retracted"
    assert found.verdict.casefold() == verdict
    assert (found.in_support, found.in_dispute) == (
        count["supporting"]["established"],
        count["disputing"]["established"],
    )


def test_the_text_of_a_page_answers_five_questions(seeded: Cast, client: Client) -> None:
    assert every_page_answers(client) == 5
