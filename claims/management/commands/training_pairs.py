"""manage.py training_pairs: what people made of the machine's proposals, a line for each text."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from claims.reads import training


class Command(BaseCommand):
    """Writes the pairs."""

    help = (
        "Prints the decisions of people on what the machine read. With --jsonl a line for each captured text: its id, "
        "text and attributions (source, cue and content as pairs of code points, end exclusive) as people kept them, "
        "each beside what had been proposed; what was rejected, and why; and how many proposals are undecided. "
        "Words of suppressed claims are blacked out. Without it, only counts. With --matches the same of claims "
        "that were offered as alike: a line for each pair of which somebody said whether it is the same claim."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In which form."""
        parser.add_argument("--jsonl", action="store_true", help="print the pairs, a line for each text")
        parser.add_argument("--matches", action="store_true", help="pairs of claims instead of offers")

    def handle(self, *_args: Any, jsonl: bool, matches: bool, **_options: Any) -> None:
        """Runs it."""
        if matches:
            self._matches(jsonl=jsonl)
            return
        texts = kept = rejected = 0
        for line in training.pairs():
            texts += 1
            kept, rejected = kept + len(line["attributions"]), rejected + len(line["rejected"])
            if jsonl:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        said = self.stderr if jsonl else self.stdout
        said.write(f"{kept} kept and {rejected} rejected proposals in {texts} texts.")

    def _matches(self, *, jsonl: bool) -> None:
        same = another = 0
        for line in training.match_pairs():
            same, another = same + line["same"], another + (not line["same"])
            if jsonl:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        said = self.stderr if jsonl else self.stdout
        said.write(f"{same} pairs of the same claim, {another} of two claims.")
