"""Merkle tree hashes after RFC 6962, section 2.1, over the hashes of log entries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from claims.domain.errors import InvalidValue


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that grows leaf by leaf and knows its root, keeping only one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Appends a leaf."""
        node, size = leaf_hash(data), self.size
        while size & 1:
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def peaks(self) -> bytes:
        """What the tree keeps, as bytes; with its size it can be restored."""
        return b"".join(self._peaks)

    @classmethod
    def restore(cls, size: int, peaks: bytes) -> Frontier:
        """The tree that had this size and these peaks. Raises InvalidValue when they do not belong together."""
        if len(peaks) != 32 * size.bit_count():
            raise InvalidValue(
                f"A tree of {size} leaves has {size.bit_count()} peaks of 32 bytes.", field="frontier"
            )
        tree = cls()
        tree.size = size
        tree._peaks = [peaks[start : start + 32] for start in range(0, len(peaks), 32)]
        return tree

    def root(self) -> bytes:
        """The root of what was appended so far; of nothing, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root (RFC 6962 2.1.1)."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split])]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaves."""
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def proves_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf at `index` of a tree of `size` to `root` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, first, last = leaf_hash(leaf), index, size - 1
    for part in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = node_hash(part, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, part)
        first, last = first >> 1, last >> 1
    return last == 0 and node == root
