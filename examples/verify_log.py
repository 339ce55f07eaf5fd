#!/usr/bin/env python3
"""Checks an exported log against signed checkpoints, on its own: Python's standard library only.

    verify_log.py log.ndjson --checkpoints checkpoints.txt --key 'name+0123abcd+base64'

Answers 0 when everything holds, 1 when something was altered (naming the first bad position),
2 when the input cannot be read. Keep checkpoints somewhere else than the log.
"""

import argparse
import base64
import hashlib
import json
import sys

TYPES = {"first": "claim.published", "correction": "claim.corrected", "retraction": "claim.retracted"}
WITHOUT_DOCUMENT = ("claim.suppressed", "claim.withheld", "claim.redacted")
UNNUMBERED = (*WITHOUT_DOCUMENT, "claim.restored")


class Unreadable(Exception):
    """The input is not what it should be."""


def prefixed(*parts):
    """The parts, each behind its length in four bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def sha256(data):
    """SHA-256."""
    return hashlib.sha256(data).digest()


# --- Ed25519 verification (RFC 8032, section 5.1.7) ------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    """The x of a point with this y, or None."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(data):
    """The point behind 32 bytes, in extended coordinates, or None."""
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(one, two):
    """The sum of two points."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(factor, base):
    """A multiple of a point."""
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, base)
        base = add(base, base)
        factor >>= 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(public, message, signature):
    """Whether the signature over the message is by this key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(s, BASE), add(r, times(h, a))
    return not (
        (left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P
    )


# --- checkpoints ---------------------------------------------------------------------------------


def read_key(text):
    """Name and public key of a verifier key."""
    parts = text.strip().split("+", 2)
    try:
        blob = base64.b64decode(parts[2], validate=True)
    except (IndexError, ValueError):
        raise Unreadable("the key must look like name+0123abcd+base64") from None
    if len(blob) != 33 or blob[0] != 1 or sha256(parts[0].encode() + b"\n" + blob)[:4].hex() != parts[1]:
        raise Unreadable("the key is damaged or not for Ed25519")
    return parts[0], blob[1:]


def split_notes(text):
    """The notes in a file: each is a body, an empty line, and signature lines that begin with a dash."""
    notes, lines = [], []
    for line in text.splitlines():
        if lines and lines[-1].startswith("— ") and not line.startswith("— "):
            notes.append("\n".join(lines).strip("\n") + "\n")
            lines = []
        if lines or line:
            lines.append(line)
    if lines:
        notes.append("\n".join(lines).strip("\n") + "\n")
    return notes


def open_note(note, key):
    """Origin, size and root of a note that the key has signed; raises ValueError otherwise."""
    body, divider, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    if not divider or len(lines) < 3 or not (lines[1].isascii() and lines[1].isdigit()):
        raise ValueError("it is not a checkpoint")
    name, public = key
    identity = sha256(name.encode() + b"\n\x01" + public)[:4]
    for line in signatures.splitlines():
        parts = line.split(" ")
        if len(parts) == 3 and parts[0] == "—" and parts[1] == name:
            blob = base64.b64decode(parts[2], validate=True)
            if blob[:4] == identity and signed(public, (body + "\n").encode(), blob[4:]):
                return lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise ValueError("it is not signed by the key")


# --- the log -------------------------------------------------------------------------------------


class Tree:
    """A Merkle tree after RFC 6962 that grows leaf by leaf."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def add(self, leaf):
        """Appends a leaf."""
        node, size = sha256(b"\x00" + leaf), self.size
        while size & 1:
            node, size = sha256(b"\x01" + self.peaks.pop() + node), size >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        """The root so far."""
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\x01" + peak + root)
        return root


def no_duplicates(pairs):
    """An object whose keys stand once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def read_line(line, number):
    """One line of the export as an object."""
    try:
        item = json.loads(line, object_pairs_hook=no_duplicates)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"line {number} is not JSON: {error}") from None
    if not isinstance(item, dict):
        raise Unreadable(f"line {number} is not an object")
    return item


def read_entry(item, number):
    """The parts of an entry line, checked for their types."""
    try:
        hashes = {name: bytes.fromhex(item[name]) for name in ("commitment", "previous_hash", "hash")}
        salt = None if item["salt"] is None else bytes.fromhex(item["salt"])
        texts = {name: item[name] for name in ("entry_type", "id", "time")}
        numbers = {name: item[name] for name in ("position", "number")}
        document = item["document"]
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"line {number} lacks a part or has it in another form: {error}") from None
    if not all(isinstance(value, str) and value.isascii() for value in texts.values()):
        raise Unreadable(f"line {number}: entry_type, id and time are ASCII text")
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in numbers.values()):
        raise Unreadable(f"line {number}: position and number are whole numbers")
    return {**hashes, **texts, **numbers, "salt": salt, "document": document}


def canonical(document):
    """The document's canonical bytes (RFC 8785; our documents have ASCII keys and whole numbers only)."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


class Check:
    """One pass over a log."""

    def __init__(self, log_id, stated):
        self.stated, self.bad = stated, []
        self.tree, self.covered, self.good = Tree(), 0, 0
        self.previous = sha256(prefixed(b"factcheck/genesis/v1", log_id.encode()))
        self.time, self.numbers, self.empty, self.aside, self.redacted = "", {}, {}, {}, {}

    def say(self, position, reason, until=None):
        """Notes something bad."""
        self.bad.append((position, until, reason))

    def step(self, entry):
        """Checks the next entry."""
        here = self.tree.size + 1
        record = prefixed(
            b"factcheck/entry/v1",
            str(entry["position"]).encode(),
            entry["entry_type"].encode(),
            entry["id"].encode(),
            str(entry["number"]).encode(),
            entry["commitment"],
            entry["previous_hash"],
            entry["time"].encode(),
        )
        if entry["position"] != here:
            self.say(here, f"the entry says that it is {entry['position']}")
        if entry["previous_hash"] != self.previous:
            self.say(here, "it does not follow the entry before it")
        if sha256(record) != entry["hash"]:
            self.say(here, "its hash is not that of its content")
        if entry["time"] < self.time:
            self.say(here, "its time lies before that of the entry before it")
        self.document(entry, here)
        self.previous, self.time = entry["hash"], entry["time"]
        self.tree.add(entry["hash"])
        self.compare()

    def document(self, entry, here):
        """Checks what an entry commits to."""
        if entry["entry_type"] in UNNUMBERED:
            self.sight(entry, here)
        else:
            if entry["number"] != self.numbers.get(entry["id"], 0) + 1:
                self.say(here, f"number {entry['number']} of {entry['id']} is out of turn")
            self.numbers[entry["id"]] = entry["number"]
        if entry["entry_type"] in WITHOUT_DOCUMENT:
            return
        document = entry["document"]
        if document is None or entry["salt"] is None:
            if entry["number"] not in self.redacted.get(entry["id"], ()):
                self.empty.setdefault(entry["id"], {}).setdefault(entry["number"], here)
            return
        sealed = prefixed(b"factcheck/commitment/v1", entry["salt"], canonical(document))
        if not isinstance(document, dict) or sha256(sealed) != entry["commitment"]:
            self.say(here, "its document is not the one that was committed to")
        elif document.get("id") != entry["id"] or document.get("number") != entry["number"]:
            self.say(here, "its document is of another claim or number")
        elif entry["entry_type"] not in UNNUMBERED and TYPES.get(document.get("kind")) != entry["entry_type"]:
            self.say(here, "its document is of another kind")

    def sight(self, entry, here):
        """A suppression explains empty documents for good, a withholding until they come back.

        A redaction explains for good that of its number; the claim goes on.
        """
        name, kind = entry["id"], entry["entry_type"]
        if not 1 <= entry["number"] <= self.numbers.get(name, 0):
            self.say(here, f"number {entry['number']} of {name} was not published before")
        if kind == "claim.restored":
            for number, position in self.aside.pop(name, {}).items():
                self.empty.setdefault(name, {}).setdefault(number, position)
        elif kind == "claim.withheld":
            for number, position in self.empty.pop(name, {}).items():
                self.aside.setdefault(name, {}).setdefault(number, position)
        elif kind == "claim.suppressed":
            self.empty.pop(name, None)
        else:
            self.redacted.setdefault(name, set()).add(entry["number"])
            for found in (self.empty, self.aside):
                found.get(name, {}).pop(entry["number"], None)

    def compare(self):
        """Compares the tree with a checkpoint of its size."""
        size = self.tree.size
        if size not in self.stated:
            return
        if self.tree.root() == self.stated[size]:
            self.good = size
        elif self.covered == self.good:
            self.say(
                self.good + 1,
                f"the entries are not those of the checkpoint of size {size}",
                size if size > self.good + 1 else None,
            )
        self.covered = size

    def finish(self):
        """What can be said only at the end."""
        for size in sorted(size for size in self.stated if size > self.tree.size):
            self.say(
                self.tree.size + 1, f"a checkpoint was made of {size} entries; only {self.tree.size} are left"
            )
        for public_id, numbers in self.empty.items():
            for position in sorted(numbers.values())[:1]:
                self.say(position, f"the document of {public_id} is gone without a suppression")
        self.bad.sort(key=lambda found: found[0])


def checkpoints_of(path, key, log_id):
    """Size → root of every checkpoint in a file; raises ValueError with what is wrong."""
    try:
        with open(path, encoding="utf-8") as file:
            notes = split_notes(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"the checkpoints cannot be read: {error}") from None
    stated = {}
    for number, note in enumerate(notes, 1):
        try:
            origin, size, root = open_note(note, key)
        except ValueError as error:
            raise ValueError(f"checkpoint {number} cannot be trusted: {error}") from None
        if origin != f"factcheck/{log_id}" or stated.setdefault(size, root) != root:
            raise ValueError(f"checkpoint {number} is of another log, or contradicts one before it")
    return stated


def run(path, checkpoints, key):
    """Reads and checks everything; gives the finished Check."""
    with open(path, "rb") as file:
        header = read_line(file.readline(), 1)
        if header.get("type") != "header" or not isinstance(header.get("log_id"), str):
            raise Unreadable("line 1 is not the header of an exported log")
        try:
            stated, doubt = checkpoints_of(checkpoints, read_key(key), header["log_id"]), None
        except ValueError as error:
            stated, doubt = {}, str(error)
        check = Check(header["log_id"], stated)
        if doubt:
            check.say(1, doubt)
        for number, line in enumerate(file, 2):
            if not line.strip():
                continue
            try:
                check.step(read_entry(read_line(line, number), number))
            except Unreadable as error:  # an entry that cannot be read is an altered one
                check.say(check.tree.size + 1, str(error))
                return check
    check.finish()
    return check


def main(arguments=None):
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log", help="the exported log, NDJSON")
    parser.add_argument(
        "--checkpoints", required=True, help="file of signed checkpoints, one after the other"
    )
    parser.add_argument("--key", required=True, help="the verifier key that signed them")
    chosen = parser.parse_args(arguments)
    try:
        check = run(chosen.log, chosen.checkpoints, chosen.key)
    except (Unreadable, OSError) as error:
        print(f"Cannot check: {error}.", file=sys.stderr)
        return 2
    size = check.tree.size
    if check.bad:
        position, until, reason = check.bad[0]
        place = f"between positions {position} and {until}" if until else f"at position {position}"
        print(f"ALTERED: the first bad entry is {place} of {size}: {reason}.")
        return 1
    late = size - check.covered
    if size and not check.stated:
        print(f"Only the chain was checked, over {size} entries: there is no checkpoint to compare it with.")
        return 0
    print(
        f"Whole: {size} entries, {len(check.stated)} checkpoints."
        + (f" The last {late} are younger than the newest checkpoint." if late else "")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
