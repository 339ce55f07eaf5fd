"""The table of a bench: what was measured, beside its limit, with its goal and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; texts, as they are shown."""

    name: str
    limit: str
    product: str
    share: str
    goal: str
    verdict: str


@dataclass(slots=True)
class Table:
    """Figures in the order in which they were measured."""

    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self,
        name: str,
        *,
        product: str,
        limit: str = "",
        share: str = "",
        goal: str = "",
        holds: bool | None = None,
    ) -> None:
        """A figure; without a goal there is no verdict."""
        verdict = "" if holds is None else ("met" if holds else "MISSED")
        self.lines.append(Line(name, limit, product, share, goal, verdict))
        print(f"  {name}: {product}  {share}  {verdict}", flush=True)

    def note(self, text: str) -> None:
        """A line below the table."""
        self.notes.append(text)

    def show(self) -> None:
        """Prints it."""
        rows = [
            Line("", "limit", "product", "ratio", "goal", ""),
            *self.lines,
        ]
        names = ("name", "limit", "product", "share", "goal", "verdict")
        widths = [max(len(getattr(row, name)) for row in rows) for name in names]
        print(f"\n{self.title}\n")
        for row in rows:
            cells = [
                getattr(row, name).ljust(width) if name in ("name", "goal", "verdict") else
                getattr(row, name).rjust(width)
                for name, width in zip(names, widths, strict=True)
            ]  # fmt: skip
            print("  ".join(cells).rstrip())
        print()
        for text in self.notes:
            print(text)
