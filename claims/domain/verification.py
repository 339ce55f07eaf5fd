"""Whether a log is whole: every document, every link of the chain, every signed checkpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.domain import canonical, checkpoints, ledger, merkle
from claims.domain.errors import DomainError

TYPES = {"first": "claim.published", "correction": "claim.corrected", "retraction": "claim.retracted"}
WITHOUT_DOCUMENT = ("claim.suppressed", "claim.withheld", "claim.redacted")
UNNUMBERED = (*WITHOUT_DOCUMENT, "claim.restored")
"""Entries about documents that were published before: they bring no new number."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `first_bad` is the first bad position; with `until`, it lies between the two."""

    size: int
    covered: int
    first_bad: int | None
    until: int | None
    reasons: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.first_bad is None


class _Findings:
    def __init__(self) -> None:
        self.found: list[tuple[int, int | None, str]] = []

    def add(self, position: int, reason: str, *, until: int | None = None) -> None:
        self.found.append((position, until, reason))

    def report(self, *, size: int, covered: int) -> Report:
        self.found.sort(key=lambda finding: finding[0])
        first, until = self.found[0][:2] if self.found else (None, None)
        return Report(size, covered, first, until, tuple(reason for _, _, reason in self.found[:20]))


def verify(
    entries: Iterable[ledger.ExportedEntry], notes: Sequence[str], verifiers: Sequence[str], *, log_id: str
) -> Report:
    """The report on a log, read once from its first entry on, with the checkpoints kept of it."""
    findings = _Findings()
    stated = _stated(notes, verifiers, log_id, findings)
    walk = _Walk(findings, ledger.genesis(log_id))
    tree = merkle.Frontier()
    covered = good = 0
    for exported in entries:
        walk.step(exported)
        tree.add(exported.entry.hash)
        if tree.size in stated:
            if tree.root() == stated[tree.size]:
                good = tree.size
            elif covered == good:
                findings.add(
                    good + 1,
                    f"The entries up to {tree.size} are not those of the checkpoint of size {tree.size}.",
                    until=tree.size if tree.size > good + 1 else None,
                )
            covered = tree.size
    for size in sorted(size for size in stated if size > tree.size):
        findings.add(tree.size + 1, f"A checkpoint was made of {size} entries; only {tree.size} are left.")
    walk.finish()
    return findings.report(size=tree.size, covered=covered)


def _stated(
    notes: Sequence[str], verifiers: Sequence[str], log_id: str, findings: _Findings
) -> dict[int, bytes]:
    stated: dict[int, bytes] = {}
    for note in notes:
        try:
            checkpoint = checkpoints.open_note(note, verifiers)
        except DomainError as error:
            findings.add(1, f"A checkpoint cannot be trusted: {error.message}")
            continue
        if checkpoint.origin != checkpoints.origin(log_id):
            findings.add(1, f"A checkpoint is of another log: {checkpoint.origin}.")
        elif stated.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            findings.add(1, f"Two checkpoints of size {checkpoint.size} differ.")
    return stated


class _Walk:
    """One pass over the entries: order, chain, commitments, numbers, what documents say of themselves."""

    def __init__(self, findings: _Findings, genesis: bytes) -> None:
        self.findings = findings
        self.previous_hash = genesis
        self.position = 0
        self.time = ""
        self.numbers: dict[str, int] = {}
        self.empty: dict[str, dict[int, int]] = {}
        """Of each claim the numbers whose documents are gone unexplained, and at which entry that was seen."""
        self.aside: dict[str, dict[int, int]] = {}
        """The same of what a withholding explains until it ends."""
        self.redacted: dict[str, set[int]] = {}
        """The numbers of a claim whose documents are empty for good, because they held a name."""

    def step(self, exported: ledger.ExportedEntry) -> None:
        entry = exported.entry
        self.position += 1
        for reason in self._reasons(entry):
            self.findings.add(self.position, f"Position {self.position}: {reason}")
        for reason in self._document_reasons(exported):
            self.findings.add(self.position, f"Position {self.position}: {reason}")
        self.previous_hash, self.time = entry.hash, entry.time

    def _reasons(self, entry: ledger.Entry) -> Iterable[str]:
        if entry.position != self.position:
            yield f"the entry says that it is {entry.position}."
        if entry.previous_hash != self.previous_hash:
            yield "it does not follow the entry before it."
        if ledger.entry_hash(entry) != entry.hash:
            yield "its hash is not that of its content."
        if entry.time < self.time:
            yield "its time lies before that of the entry before it."
        if entry.type in UNNUMBERED:
            yield from self._in_or_out_of_sight(entry)
            return
        if entry.number != self.numbers.get(entry.public_id, 0) + 1:
            yield f"number {entry.number} of {entry.public_id} is out of turn."
        self.numbers[entry.public_id] = entry.number

    def _in_or_out_of_sight(self, entry: ledger.Entry) -> Iterable[str]:
        """A suppression explains for good why documents before it are empty, a withholding until they come back.

        A redaction explains for good that the document of its number is empty: it held a name, and the claim goes on.
        """
        if not 1 <= entry.number <= self.numbers.get(entry.public_id, 0):
            yield f"number {entry.number} of {entry.public_id} was not published before."
        name = entry.public_id
        if entry.type == "claim.restored":
            self._move(self.aside, self.empty, name)
        elif entry.type == "claim.withheld":
            self._move(self.empty, self.aside, name)
        elif entry.type == "claim.suppressed":
            self.empty.pop(name, None)
        else:
            self.redacted.setdefault(name, set()).add(entry.number)
            for found in (self.empty, self.aside):
                found.get(name, {}).pop(entry.number, None)

    @staticmethod
    def _move(source: dict[str, dict[int, int]], target: dict[str, dict[int, int]], name: str) -> None:
        for number, position in source.pop(name, {}).items():
            target.setdefault(name, {}).setdefault(number, position)

    def _document_reasons(self, exported: ledger.ExportedEntry) -> Iterable[str]:
        entry, salt, document = exported.entry, exported.salt, exported.document
        if entry.type in WITHOUT_DOCUMENT:
            return
        if document is None or salt is None:
            if entry.number not in self.redacted.get(entry.public_id, ()):
                self.empty.setdefault(entry.public_id, {}).setdefault(entry.number, self.position)
            return
        if ledger.commitment(salt, document) != entry.commitment:
            yield "its document is not the one that was committed to."
            return
        try:
            said = canonical.decode(document)
        except DomainError as error:
            yield error.message
            return
        if said.get("id") != entry.public_id or said.get("number") != entry.number:
            yield "its document is of another claim or number."
        if entry.type not in UNNUMBERED and TYPES.get(str(said.get("kind"))) != entry.type:
            yield "its document is of another kind."

    def finish(self) -> None:
        for public_id, numbers in self.empty.items():
            for position in sorted(numbers.values())[:1]:
                self.findings.add(
                    position,
                    f"Position {position}: the document of {public_id} is gone without a suppression.",
                )
