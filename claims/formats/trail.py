"""Where each source has it from, in words: the list that says what a picture of the provenance would draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claims.domain.tongue import gettext, ngettext, pgettext_lazy

Edge = Mapping[str, str]
HOW = {
    "own reporting": pgettext_lazy("how a source has it", "own reporting"),
    "quotes": pgettext_lazy("how a source has it", "quoted"),
    "relays": pgettext_lazy("how a source has it", "relayed"),
    "republishes": pgettext_lazy("how a source has it", "republished"),
    "summarizes": pgettext_lazy("how a source has it", "summarized"),
}
LIKENESS = ("copy", "suspected copy")
"""Edges that join sources which look alike, or are held to be copies; they are no steps of a trail."""
DEEPEST = 12
"""How many sources behind one another a line names; the picture and the records have all."""
BASES = {
    "stated": pgettext_lazy("how a source has it", "as stated"),
    "inferred": pgettext_lazy("how a source has it", "as supposed"),
}
UNKNOWN = pgettext_lazy("how a source has it", "on unknown grounds")


@dataclass(frozen=True, slots=True)
class Trails:
    """The nodes of a document's provenance by id, its edges by the node they start from, and what looks alike."""

    nodes: Mapping[str, Mapping[str, str]]
    edges: Mapping[str, list[Edge]]
    alike: Mapping[str, list[Edge]]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Trails:
        """The trails of a document."""
        found = document.get("provenance") or {"nodes": [], "edges": []}
        edges: dict[str, list[Edge]] = {}
        alike: dict[str, list[Edge]] = {}
        for edge in found["edges"]:
            if edge["how"] in LIKENESS:
                alike.setdefault(edge["from"], []).append(edge)
            else:
                edges.setdefault(edge["from"], []).append(edge)
        return cls({node["id"]: node for node in found["nodes"]}, edges, alike)

    def line(self, source: str) -> str:
        """Such as “Unnamed source (Government of Tajikistan), quoted, as stated; origin not stated”."""
        return "; ".join(self._steps(source, (source,), {source})) or gettext("origin not stated")

    def _steps(self, source: str, path: tuple[str, ...], seen: set[str]) -> Iterator[str]:
        """The steps from a source; each source behind it is followed once, so that no net makes the line endless."""
        steps = [edge for edge in self.edges.get(source, []) if edge["how"] != "belongs to"]
        named = [edge for edge in steps if self.type(edge["to"]) != "unknown"]
        for edge in named:
            grounds = {
                "how": HOW.get(edge["how"], edge["how"]),
                "basis": BASES.get(edge["basis"], UNKNOWN),
            }
            if self.type(edge["to"]) != "source":
                party = self._party(edge["to"])
                yield gettext("%(party)s, %(how)s, %(basis)s") % {"party": party, **grounds}
            elif edge["to"] in path:
                continue
            elif edge["to"] in seen:
                title = self.label(edge["to"])
                yield gettext("“%(title)s” again, %(how)s, %(basis)s") % {"title": title, **grounds}
            else:
                seen.add(edge["to"])
                yield self._source(edge["to"], path, seen, grounds)
        for edge in steps:
            if self.type(edge["to"]) == "unknown":
                yield _untold(named) + (f" ({edge['note']})" if edge.get("note") else "")

    def _source(
        self, source: str, path: tuple[str, ...], seen: set[str], grounds: Mapping[str, object]
    ) -> str:
        """A source behind another, with what stands behind it in turn."""
        behind = (
            "; ".join(self._steps(source, (*path, source), seen))
            if len(path) < DEEPEST
            else gettext("further sources")
        )
        told = {"title": self.label(source), "behind": behind, **grounds}
        if not behind:
            return gettext("“%(title)s”, %(how)s, %(basis)s") % told
        return gettext("“%(title)s”, %(how)s, %(basis)s, which has it from %(behind)s") % told

    def _party(self, party: str) -> str:
        bodies = ", ".join(self.label(body) for body in self.bodies(party))
        label = self.label(party)
        if not bodies:
            return label
        return f"{label[:-1]}; {bodies})" if label.endswith(")") else f"{label} ({bodies})"

    def bodies(self, party: str) -> list[str]:
        """The bodies a party belongs to, nearest first; a circle ends where it closes."""
        line = [party]
        while above := next(
            (e["to"] for e in self.edges.get(line[-1], []) if e["how"] == "belongs to"), None
        ):
            if above in line:
                break
            line.append(above)
        return line[1:]

    def like(self, source: str) -> list[str]:
        """The sources that look like this one, or are held to be copies."""
        others = [edge["to"] for edge in self.alike.get(source, ())]
        return others + [one for one, edges in self.alike.items() for edge in edges if edge["to"] == source]

    def ends(self, source: str) -> set[str]:
        """The parties and unknown origins at which the trails of a source end."""
        found, seen, waiting = set(), {source}, [source]
        while waiting:
            for edge in self.edges.get(waiting.pop(), []):
                if self.type(edge["to"]) != "source":
                    found.add(edge["to"])
                elif edge["to"] not in seen:
                    seen.add(edge["to"])
                    waiting.append(edge["to"])
        return found

    def type(self, node: str) -> str:
        """What a node is; what is not among the nodes is unknown."""
        return self.nodes.get(node, {}).get("type", "unknown")

    def label(self, node: str) -> str:
        """The name of a node."""
        label = self.nodes.get(node, {}).get("label")
        return gettext("a party that is not named") if label is None else label


def _untold(named: list[Edge]) -> str:
    """That an origin is not stated, beside the steps that are named."""
    if not named:
        return gettext("origin not stated")
    if all(edge["basis"] == "stated" for edge in named):
        return gettext("for some of it the origin is not stated")
    return gettext("its own origin is not stated")


def why_none(document: Mapping[str, Any], side: str, stance: str) -> str:
    """Why no independent origin is known although sources of this stance are there, as far as can be told."""
    items = [item for item in document["evidence"] if item["stance"] == stance]
    if document["corroboration"][side]["established"] or not items:
        return ""
    trails = Trails.of(document)
    bodies = trails.bodies(document["speaker"]["id"])
    own = {document["speaker"]["id"], *bodies}
    found = Counter(_reason(item, trails, own, document["article"]["outlet"]) for item in items)
    return "; ".join(_reasons(found, trails.label(bodies[-1]) if bodies else ""))


def _reasons(found: Mapping[str, int], body: str) -> Iterator[str]:
    """Why sources count for nothing, with the number of those that each reason holds for; `body` is the speaker's."""
    if count := found["early"]:
        yield ngettext(
            "%(count)s source is older than what the claim is about",
            "%(count)s sources are older than what the claim is about",
            count,
        ) % {"count": count}
    if count := found["own"]:
        one = ngettext(
            "%(count)s trail leads back to the speaker", "%(count)s trails lead back to the speaker", count
        )
        other = ngettext(
            "%(count)s trail leads back to the speaker’s own body, %(body)s",
            "%(count)s trails lead back to the speaker’s own body, %(body)s",
            count,
        )
        yield (other if body else one) % {"count": count, "body": body}
    if count := found["outlet"]:
        yield ngettext(
            "%(count)s trail leads back to the article’s own outlet",
            "%(count)s trails lead back to the article’s own outlet",
            count,
        ) % {"count": count}
    if count := found["reference"]:
        yield ngettext(
            "%(count)s source is only encyclopedic", "%(count)s sources are only encyclopedic", count
        ) % {"count": count}
    if count := found["unstated"]:
        yield ngettext(
            "%(count)s source tells no origin, or not all of it",
            "%(count)s sources tell no origin, or not all of it",
            count,
        ) % {"count": count}


def _reason(item: Mapping[str, Any], trails: Trails, own: set[str], outlet: str) -> str:
    if item["attests"] == "no":
        return "early"
    if item["source"]["kind"] == "encyclopedia":
        return "reference"
    ends = trails.ends(item["source"]["id"])
    if not ends or any(trails.type(end) == "unknown" for end in ends):
        return "unstated"
    if all(own & {end, *trails.bodies(end)} for end in ends):
        return "own"
    return "outlet" if all(trails.label(end) == outlet for end in ends) else ""
