"""Trains the ranker of attributions, and measures extraction by the scorer that lies beside the development articles.

    python -m bench.attribution          cross-validated figures, speed and memory
    python -m bench.attribution train    the same, then writes claims/extraction/weights.json

The folder with the scorer and the articles is ATTRIBUTION_BENCH, or ../shared/bench/attribution beside the checkout.
What it was trained on is named in NOTICE. Every figure is of articles that the weights had not seen.
"""

from __future__ import annotations

import collections
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.extraction import attributions, extents  # noqa: E402
from claims.extraction.candidates import candidates  # noqa: E402
from claims.extraction.features import features  # noqa: E402
from claims.extraction.ranker import WEIGHTS, Ranker  # noqa: E402

FOLDER = Path(os.environ.get("ATTRIBUTION_BENCH", ROOT.parent / "shared" / "bench" / "attribution"))
OWN = ROOT / "bench" / "corpora" / "attributions.txt"
FOLDS = 8
RIDGE = 2.0
_MARK = re.compile(r"\{([STC])(\d+)\|([^}]*)\}")
_ROLES = {"S": "source", "C": "cue", "T": "content"}


@dataclass(frozen=True)
class Example:
    """A candidate with its properties, whether it is right, and the article and set that it is from."""

    article: str
    weight: float
    properties: tuple[str, ...]
    right: bool


@dataclass(frozen=True)
class Text:
    """A text of a set, read once; `weight` is how much its candidates count in training."""

    record: dict[str, Any]
    read: attributions.Read
    weight: float


def main(arguments: Sequence[str]) -> int:
    """Measures, and with `train` writes the weights."""
    if not (FOLDER / "score.py").exists():
        print(f"attribution: not measured, there is no scorer in {FOLDER} (set ATTRIBUTION_BENCH)")
        return 0
    scorer = _scorer()
    articles = _texts(scorer.load(FOLDER / "dev_gum_news.jsonl"), 1.0)
    others = _texts(scorer.load(FOLDER / "extra_gum_ccby.jsonl"), 0.5) + _texts(own_sentences(OWN), 1.0)
    more = [one for text in others for one in _examples(scorer, text)]
    known = {text.record["id"]: _examples(scorer, text) for text in articles}
    sums: list[tuple[float, bool]] = []
    predicted = {}
    for fold in range(FOLDS):
        seen = [
            one for at, text in enumerate(articles) if at % FOLDS != fold for one in known[text.record["id"]]
        ]
        ranker = fitted(seen + more)
        for text in articles[fold::FOLDS]:
            predicted[text.record["id"]] = neutral(
                text.record["id"], attributions.attributions(text.read, ranker)
            )
            sums += [(_sum(ranker, one.properties), one.right) for one in known[text.record["id"]]]
    _print(scorer, [text.record for text in articles], predicted)
    slope, shift = _line(sums)
    _print_calibration(sums, slope, shift)
    if "train" in arguments:
        final = fitted([one for rows in known.values() for one in rows] + more)
        write(final, slope, shift)
    return 0


def own_sentences(path: Path) -> list[dict[str, Any]]:
    """The sentences written for this project, as records of the neutral format."""
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            records.append(_record(f"own{number}", line))
    return records


def _record(name: str, line: str) -> dict[str, Any]:
    text, last = "", 0
    found: dict[str, dict[str, list[list[int]]]] = {}
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        span = [len(text), len(text) + len(mark[3])]
        text += mark[3]
        last = mark.end()
        for digit in mark[2]:
            parts = found.setdefault(digit, {"source": [], "cue": [], "content": []})
            parts[_ROLES[mark[1]]].append(span)
    return {"id": name, "text": text + line[last:], "attributions": list(found.values())}


def _texts(records: Iterable[dict[str, Any]], weight: float) -> list[Text]:
    return [Text(record, attributions.read(record["text"]), weight) for record in records]


def _examples(scorer: ModuleType, text: Text) -> list[Example]:
    """Each candidate of a text, right when its content and its cue are those of an attribution."""
    article = scorer.Article(text.record["text"])
    gold = scorer.prepare(article, text.record["attributions"])
    rows = []
    for piece, doc in text.read.paragraphs:
        for one in candidates(piece, doc):
            words = article.words(extents.content(one))
            cue = article.words(extents.places(one, one.cue_tokens))
            right = any(
                2 * len(row["content"] & words) >= len(row["content"] | words)
                and (row["cue"] & cue or not row["cue"])
                for row in gold
            )
            if words:
                rows.append(Example(text.record["id"], text.weight, tuple(features(one)), right))
    return rows


def fitted(examples: Sequence[Example]) -> Ranker:
    """Weights by logistic regression with a ridge, in Newton's steps; properties that stand only once are left out."""
    count = collections.Counter(name for one in examples for name in set(one.properties))
    names = sorted(name for name, times in count.items() if times > 1)
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(examples), len(names) + 1))
    table[:, -1] = 1
    for row, one in enumerate(examples):
        table[row, [column[name] for name in one.properties if name in column]] = 1
    right = np.array([one.right for one in examples], dtype=float)
    weight = np.array([one.weight for one in examples])
    ridge = np.full(table.shape[1], RIDGE)
    ridge[-1] = 1e-3
    beta = np.zeros(table.shape[1])
    for _ in range(25):
        share = 1 / (1 + np.exp(-table @ beta))
        slope = table.T @ (weight * (right - share)) - ridge * beta
        curve = (table * (weight * share * (1 - share))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return Ranker(dict(zip(names, map(float, beta[:-1]), strict=True)), float(beta[-1]))


def _sum(ranker: Ranker, properties: Iterable[str]) -> float:
    return ranker.bias + sum(ranker.weights.get(name, 0.0) for name in properties)


def _line(sums: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Platt's line from sums to shares, on articles that the weights had not seen."""
    points = np.array([value for value, _ in sums])
    right = np.array([is_right for _, is_right in sums], dtype=float)
    table = np.stack([points, np.ones_like(points)], axis=1)
    beta = np.array([1.0, 0.0])
    for _ in range(50):
        share = 1 / (1 + np.exp(-table @ beta))
        curve = (table * (share * (1 - share))[:, None]).T @ table + 1e-6 * np.eye(2)
        beta += np.linalg.solve(curve, table.T @ (right - share))
    return float(beta[0]), float(beta[1])


def neutral(name: str, found: Iterable[attributions.Attribution]) -> dict[str, Any]:
    """A text's attributions in the neutral format."""
    rows = [{"source": one.source, "cue": one.cue, "content": one.content} for one in found]
    return {"id": name, "attributions": rows}


def _print(scorer: ModuleType, records: list[dict[str, Any]], predicted: dict[str, Any]) -> None:
    for speech_only, name, goal in ((False, "all", 0.72), (True, "speech", 0.75)):
        got = scorer.evaluate(records, predicted, speech_only)["all"]
        strict, detect = got["strict"], got["detect"]
        print(
            f"attribution, {name:7} strict F1 {strict['f1']:.3f} (goal {goal})  precision {strict['p']:.3f}  recall "
            f"{strict['r']:.3f}  content F1 {detect['f1']:.3f}  source {got['source_accuracy']:.3f}"
        )


def _print_calibration(sums: Sequence[tuple[float, bool]], slope: float, shift: float) -> None:
    """The share of right ones by score: the two agree when the score is calibrated."""
    scored = [(1 / (1 + np.exp(-(slope * value + shift))), right) for value, right in sums]
    print("  score      right   of")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [right for score, right in scored if low <= score < low + 0.2 or (low == 0.8 and score == 1)]
        if inside:
            print(f"  {low:.1f}–{low + 0.2:.1f}  {sum(inside) / len(inside):8.2f} {len(inside):4}")
    brier = sum((score - right) ** 2 for score, right in scored) / len(scored)
    print(f"  mean squared error of the score {brier:.3f}")


def write(ranker: Ranker, slope: float, shift: float) -> None:
    """The weights as they ship, smallest left out."""
    kept = {name: round(value, 3) for name, value in sorted(ranker.weights.items()) if abs(value) >= 0.005}
    data = {
        "bias": round(ranker.bias, 3),
        "shift": round(shift, 3),
        "slope": round(slope, 3),
        "weights": kept,
    }
    WEIGHTS.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {len(kept)} weights")


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("attribution_scorer", FOLDER / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{FOLDER}/score.py cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
