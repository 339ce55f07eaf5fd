"""manage.py propose: what a text attributes to whom, read without a database."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.domain import edtf
from claims.domain.edtf import EDTFValue
from claims.domain.errors import DomainError
from claims.extraction import pipeline
from claims.extraction.proposal import Proposal, Spans
from claims.ingest import page

STDIN = "-"
EVERY = 2.0
"""Seconds between two lines of progress."""


class Command(BaseCommand):
    """Reads texts and prints what they attribute."""

    help = (
        "Prints the attributed claims that the machine reads in each file: who, the reporting words, what, when and "
        "how sure. A file is a web page (HTML) or plain text; “-” is standard input. Needs no database and changes "
        "nothing.\n\n"
        'With --jsonl the files hold a line of JSON for each text, {"id": …, "text": …}, and a line is printed for '
        'each: {"id": …, "attributions": [{"source": [[start, end], …], "cue": […], "content": […]}]}, in code points '
        "of “text”, end exclusive. Progress and problems go to standard error; the exit code is 1 if a text could not "
        "be read."
    )
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keeps the paragraphs of the help."""
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        self.help = "\n".join(
            textwrap.fill(part, 100, break_on_hyphens=False) for part in Command.help.split("\n")
        )
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read, and how to print it."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument("--jsonl", action="store_true", help="lines of JSON in and out")
        parser.add_argument(
            "--published",
            default="",
            metavar="DATE",
            help="when the texts appeared, as an EDTF date such as 2009-08-06 or 2009-08~; “yesterday” counts from it",
        )

    def handle(self, *_args: Any, files: list[str], jsonl: bool, published: str, **_options: Any) -> None:
        """Runs it."""
        self.failed = 0
        try:
            day = edtf.parse(published, basis="stated", field="--published") if published else None
        except DomainError as error:
            raise CommandError(error.message) from error
        for file in files:
            if jsonl:
                self._lines(file, day)
            else:
                self._file(file, day)
        if self.failed:
            raise CommandError(f"{self.failed} of the texts could not be read; the others are printed.")

    def _file(self, file: str, day: EDTFValue | None) -> None:
        try:
            found = page.read(_bytes(file))
            published = day or found.published
            proposals = pipeline.propose(found.text, published=published, language=found.language)
        except DomainError as error:
            self._problem(file, error.message)
            return
        self.stdout.write(self.style.MIGRATE_HEADING(f"{found.headline or file}"))
        words, when = len(found.text.split()), published.edtf or "unknown"
        self.stdout.write(f"{words:,} words, {len(proposals)} proposals; published {when}\n\n")
        for number, one in enumerate(proposals, 1):
            self.stdout.write("\n".join(_shown(number, one, found.text)) + "\n")

    def _lines(self, file: str, day: EDTFValue | None) -> None:
        begun = last = time.monotonic()
        texts = words = 0
        for number, line in enumerate(_text_lines(file), 1):
            try:
                name, text = _record(line)
                found = pipeline.propose(text, published=day)
            except DomainError as error:
                self._problem(f"{file}, line {number}", error.message)
                continue
            row = {"id": name, "attributions": [_neutral(one) for one in found]}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            texts, words = texts + 1, words + len(text.split())
            if time.monotonic() - last > EVERY:
                last = time.monotonic()
                self.stderr.write(f"{file}: {texts:,} texts, {words:,} words …")
        took = max(time.monotonic() - begun, 0.001)
        self.stderr.write(f"{file}: {texts:,} texts, {words:,} words in {took:.1f} s")

    def _problem(self, where: str, message: str) -> None:
        self.failed += 1
        self.stderr.write(self.style.ERROR(f"{where}: {message}"))


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise DomainError(f"cannot be read: {error.strerror or error}", field="file") from error


def _text_lines(file: str) -> Iterator[bytes]:
    """The lines that hold something. Raises CommandError where the file cannot be read at all."""
    try:
        if file == STDIN:
            yield from (line for line in sys.stdin.buffer if line.strip())
        else:
            with Path(file).open("rb") as lines:
                yield from (line for line in lines if line.strip())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror or error}") from error


def _record(line: bytes) -> tuple[Any, str]:
    """The id and text of a line."""
    wanted = 'each line must be JSON of the form {"id": …, "text": "…"}'
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DomainError(f"{wanted}; this one is no JSON ({error}).", field="line") from error
    if not isinstance(found, dict) or "id" not in found or not isinstance(found.get("text"), str):
        raise DomainError(f"{wanted}; this one has no “id”, or a “text” that is no text.", field="line")
    return found["id"], found["text"]


def _neutral(one: Proposal) -> dict[str, Spans]:
    return {"source": one.source, "cue": one.cue, "content": one.content}


def _shown(number: int, one: Proposal, text: str) -> Iterable[str]:
    """A proposal in words, a line for each of its parts."""
    words = " … ".join(" ".join(text[start:end].split()) for start, end in one.content)
    yield textwrap.fill(f"{number}. {words}", 100, subsequent_indent="   ")
    for step, link in enumerate(one.chain):
        who = (link.party.name or link.party.words) if link.party else "nobody named"
        role = f", {link.party.role}" if link.party and link.party.role else ""
        sure = f" ({link.party.basis.value})" if link.party else ""
        yield f"   {'told by' if step else 'source'}: {who}{role}{sure}; cue: {link.cue or '(none)'}"
    told = [one.quotation.value, one.type.value, one.claim_type.value, one.modality.value]
    yield f"   {', '.join(told)}; hedges: {', '.join(one.hedges) or 'none'}"
    yield f"   said {one.said.edtf or 'unknown'} ({one.said.basis}); about {one.about.edtf or 'unknown'}"
    if one.quantities:
        yield f"   figures: {'; '.join(figure.text for figure in one.quantities)}"
    yield f"   score {one.score:.2f}, check-worthiness {one.check_worthiness:.2f}"
    yield ""
