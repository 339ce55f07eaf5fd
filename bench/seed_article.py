"""How much of the demonstration's article extraction finds by itself, and how fast it reads.

    python -m bench.seed_article

The truth is fixtures/imu-2009: every claim there that the article attributes to somebody. The text is the captured page
where SEED_ARTICLE (default ../shared/seed/article.txt) has it, else the passages that ship with the fixture.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.domain import edtf  # noqa: E402
from claims.domain.edtf import EDTFValue  # noqa: E402
from claims.extraction.pipeline import propose  # noqa: E402
from claims.extraction.proposal import Proposal, Spans  # noqa: E402
from claims.ingest import page  # noqa: E402

FIXTURE = ROOT / "fixtures" / "imu-2009"
ARTICLE = Path(os.environ.get("SEED_ARTICLE", ROOT.parent / "shared" / "seed" / "article.txt"))


def _published() -> EDTFValue:
    """When the article appeared, as far as the fixture knows."""
    known = json.loads((FIXTURE / "article.json").read_text(encoding="utf-8"))["published"]
    days = {name: date.fromisoformat(known[name]) for name in ("not_before", "not_after") if known.get(name)}
    return edtf.parse(known["edtf"], basis=known["basis"], text=known.get("text", ""), **days)


PUBLISHED = _published()
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = frozenset("a an the of for s in".split())
_SAME = {"uzbek": "uzbekistan", "tajik": "tajikistan", "kyrgyz": "kyrgyzstan", "unnamed": ""}


class Words:
    """The words of a text by their numbers."""

    def __init__(self, text: str) -> None:
        self.places = [(found.start(), found.end()) for found in _WORD.finditer(text)]

    def of(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """The numbers of the words within some stretches."""
        return frozenset(
            number
            for start, end in spans
            for number, (first, last) in enumerate(self.places)
            if start <= first and last <= end
        )


@dataclass(frozen=True)
class Wanted:
    """An attributed claim of the fixture: its words, and who speaks."""

    exact: str
    words: frozenset[int]
    names: tuple[str, ...]


def main() -> int:
    """Prints the figures."""
    text = page.read_text(_text()).text
    words = Words(text)
    found = propose(text, published=PUBLISHED)
    wanted, template = list(_wanted(text, words)), _template(text, words)
    whole = [one for one in wanted if _hit(one, found, text, words, share=0.8)]
    half = [one for one in wanted if _hit(one, found, text, words, share=0.5)]
    right = [one for one in found if _is_right(one, wanted, text, words)]
    print(f"seed article: {len(found)} proposals for {len(wanted)} attributed claims of the fixture")
    print(
        f"  recall, with the right speaker      {len(whole) / len(wanted):.3f} (goal 0.85) by four fifths of their "
        f"words, {len(half) / len(wanted):.3f} by half"
    )
    print(f"  precision, with the right speaker   {len(right) / len(found):.3f} (goal 0.85)")
    print(
        f"  from the page's template            {sum(bool(words.of(one.content) & template) for one in found)}"
    )
    for one in wanted:
        if one not in whole:
            print(f"    not found: {one.exact[:100]}")
    for proposal in found:
        if proposal not in right:
            print(f"    not in the fixture: {_shown(text, proposal.content)[:100]}")
    _speed(text)
    return 0


def _text() -> str:
    if ARTICLE.exists():
        return ARTICLE.read_text(encoding="utf-8")
    passages: list[str] = json.loads((FIXTURE / "article.json").read_text(encoding="utf-8"))["passages"]
    return "\n\n".join(passages)


def _wanted(text: str, words: Words) -> Iterable[Wanted]:
    parties = json.loads((FIXTURE / "parties.json").read_text(encoding="utf-8"))["speakers"]
    for claim in json.loads((FIXTURE / "claims.json").read_text(encoding="utf-8")):
        start = -1
        for _ in range(claim.get("occurrence", 1)):
            start = text.find(claim["exact"], start + 1)
        if claim["quotation"] != "narrative" and start >= 0:
            party = parties[claim["speaker"]]
            names = (party["name"], *party.get("aliases", ()))
            yield Wanted(claim["exact"], words.of([(start, start + len(claim["exact"]))]), names)


def _template(text: str, words: Words) -> frozenset[int]:
    """The words outside of the passages that the fixture keeps, by the first and last of them."""
    passages = json.loads((FIXTURE / "article.json").read_text(encoding="utf-8"))["passages"]
    ends = [
        text.rfind(line) + len(line) for passage in passages for line in passage.split("\n") if line in text
    ]
    return words.of([(max(ends, default=0), len(text))])


def _hit(one: Wanted, found: Iterable[Proposal], text: str, words: Words, *, share: float) -> bool:
    """Whether a proposal has that share of the claim's words, in its content, cue, source or time, and its speaker."""
    return any(
        len(one.words & _all(text, words, proposal)) >= share * len(one.words) and _is_by(proposal, one)
        for proposal in found
        if words.of(proposal.content) & one.words
    )


def _all(text: str, words: Words, proposal: Proposal) -> frozenset[int]:
    at = text.find(proposal.said.text, proposal.start - 200) if proposal.said.text else -1
    said = [(at, at + len(proposal.said.text))] if at >= 0 else []
    return words.of([*proposal.content, *proposal.cue, *proposal.source, *said])


def _is_right(proposal: Proposal, wanted: Iterable[Wanted], text: str, words: Words) -> bool:
    """Whether half of its words are attributed claims of the fixture by its speaker."""
    content = words.of(proposal.content)
    known = {number for one in wanted if _is_by(proposal, one) for number in one.words}
    return 2 * len(content & known) >= len(content)


def _is_by(proposal: Proposal, one: Wanted) -> bool:
    party = proposal.chain[0].party
    said = _name(party.name or party.words) if party else {"reports"}
    return any(_name(name) <= said for name in one.names)


def _name(name: str) -> set[str]:
    words = {re.sub(r"['’]s$", "", word.lower()) for word in _WORD.findall(name)} - _SMALL
    return {_SAME.get(word, word) for word in words} - {""}


def _shown(text: str, content: Spans) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in content)


def _speed(text: str) -> None:
    """Words a second on one core once loaded, the memory of it, and one article from a cold start."""
    count = len(_WORD.findall(text))
    start, rounds = time.process_time(), 0
    while time.process_time() - start < 4:
        propose(text, published=PUBLISHED)
        rounds += 1
    rate = rounds * count / (time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = json.dumps({"id": "seed", "text": text})
    command = [sys.executable, str(ROOT / "manage.py"), "propose", "--jsonl", "-"]
    start = time.perf_counter()
    subprocess.run(command, input=line, text=True, check=True, capture_output=True, cwd=ROOT)
    cold = time.perf_counter() - start
    print(
        f"  {rate:,.0f} words a second on one core (goal 4,000), {memory:.0f} MiB (goal 600), one article from a cold "
        f"start {cold:.1f} s (goal 5)"
    )


if __name__ == "__main__":
    sys.exit(main())
