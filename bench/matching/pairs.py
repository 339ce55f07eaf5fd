"""The set as it is read: claims, questions with the claims that are right, and questions that none is right for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from claims.ingest.collection import Doc, Question

FOLDER = Path(__file__).resolve().parent
SEED = FOLDER.parent.parent / "fixtures" / "imu-2009" / "claims.json"
PARTIES = SEED.with_name("parties.json")


@dataclass(frozen=True)
class Pairs:
    """Claims, questions, the ids of the claims that each retells, and questions that no claim answers."""

    docs: list[Doc]
    questions: list[Question]
    right: dict[str, set[str]]
    strangers: list[Question]


def read() -> Pairs:
    """The whole set: retellings of our own, and the quoted words of the demonstration beside its statements."""
    docs = [Doc(**json.loads(line)) for line in (FOLDER / "claims.jsonl").read_text("utf-8").splitlines()]
    seed = json.loads(SEED.read_text("utf-8"))
    docs += [Doc(f"imu:{one['key']}", one["statement"], one["speaker"], one["said"]["edtf"]) for one in seed]
    questions, right = [], {}
    for number, (ids, text) in enumerate(_rows("pairs.tsv"), 1):
        questions.append(Question(f"r{number}", text))
        right[f"r{number}"] = set(ids.split(","))
    quoted: dict[str, set[str]] = {}
    for one in seed:
        quoted.setdefault(one["exact"], set()).add(f"imu:{one['key']}")
    for number, (text, ids_of) in enumerate(quoted.items(), 1):
        questions.append(Question(f"q{number}", text))
        right[f"q{number}"] = ids_of
    known = {doc.id for doc in docs}
    unknown = sorted({one for ids_of in right.values() for one in ids_of} - known)
    if unknown:
        raise SystemExit(f"pairs.tsv names claims that are not there: {', '.join(unknown)}")
    strangers = [Question(f"n{number}", text) for number, (text,) in enumerate(_rows("negatives.tsv"), 1)]
    return Pairs(docs, questions, right, strangers)


def _rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
