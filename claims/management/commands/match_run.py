"""manage.py match_run: a collection of claims is asked about, and the answers are written down to be scored."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from claims.ingest import collection, collection_files
from claims.matching import embeddings

MOST = 100


class Command(BaseCommand):
    """Answers the questions of a file from the claims of another."""

    help = (
        "Lays out a collection of claims apart from those of this site (one JSON object a line: id, text, and if you "
        "like speaker and date), answers questions about it (a line each: id, text) and writes lines of question, "
        "claim, rank and score, separated by blanks. Nothing of it is kept in the database. With the extra “meaning” "
        "installed, words and meaning are joined; --lexical-only goes by words alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and how."""
        parser.add_argument("--docs", required=True, type=Path, metavar="FILE", help="the claims, JSON lines")
        parser.add_argument(
            "--queries", required=True, type=Path, metavar="FILE", help="the questions, JSON lines"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="RUN", help="where the answers go")
        parser.add_argument("--lexical-only", action="store_true", help="by words alone")
        parser.add_argument(
            "--depth", type=int, default=MOST, metavar="N", help=f"answers a question ({MOST})"
        )

    def handle(
        self,
        *_args: Any,
        docs: Path,
        queries: Path,
        out: Path,
        lexical_only: bool,
        depth: int,
        **_options: Any,
    ) -> None:
        """Runs it."""
        if not 1 <= depth <= collection.MOST:
            raise CommandError(f"--depth is a whole number from 1 to {collection.MOST}.")
        try:
            claims, questions = collection_files.docs(docs), collection_files.questions(queries)
        except collection_files.Unreadable as error:
            raise CommandError(str(error)) from error
        if out.exists() and any(out.samefile(given) for given in (docs, queries)):
            raise CommandError(f"{out} is what is read; name another file with --out.")
        try:
            with out.open("a", encoding="utf-8"):
                pass  # before an hour of reading, and without taking away what is there
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        model = None if lexical_only else embeddings.model(os.cpu_count() or 1)
        if model is None and not lexical_only:
            self.stderr.write(embeddings.MISSING)
        self.stderr.write(f"Laying out {len(claims)} claims ...")
        try:
            laid = collection.Collection(
                claims, model=model, told=self._told("claims read for their meaning")
            )
        except ProgrammingError as error:
            raise CommandError(
                f"Set the database up first: manage.py migrate --database owner. ({error})"
            ) from error
        told = self._told("questions answered")
        try:
            with out.open("w", encoding="utf-8") as file:
                for number, (question, found) in enumerate(laid.answer(questions, most=depth), 1):
                    for rank, one in enumerate(found, 1):
                        file.write(f"{question.id} {one.id} {rank} {one.score:.9f}\n")
                    told(number, len(questions))
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{out}: answers to {len(questions)} questions.")

    def _told(self, what: str) -> collection.Progress:
        """Says now and then how far it is, a line each tenth."""

        def told(done: int, whole: int) -> None:
            step = max(1, whole // 10)
            if done == whole or done // step != told_last[0]:
                told_last[0] = done // step
                self.stderr.write(f"  {done} of {whole} {what}")

        told_last = [0]
        return told
