"""The figures of the set by each way of matching."""

from __future__ import annotations

from collections.abc import Iterator

from bench.matching import pairs, scoring
from bench.matching.pairs import Pairs
from claims.ingest.collection import Answer, Collection
from claims.matching import certainty, embeddings
from claims.matching.embeddings import Model


def ways() -> Iterator[tuple[str, Model | None]]:
    """By words alone, and with meaning where the model is here."""
    yield "words", None
    model = embeddings.model(2)
    if model is None:
        print(embeddings.MISSING)
    else:
        yield "words and meaning", model
        yield "read once", _ReadOnce(model)


class _ReadOnce:
    """The model where somebody waits for the answer: what is asked about is read once, as claims are."""

    def __init__(self, model: Model) -> None:
        self.name, self.dimensions = model.name, model.dimensions
        self.claims = self.questions = model.claims


def measured(model: Model | None) -> dict[str, float]:
    """MAP@5 and P@1 of all questions and of the retellings, and how well silence is chosen."""
    known, found = _asked(model)
    answers = {one: [answer.id for answer in few] for one, few in found.items()}
    retold = {one: ids for one, ids in known.right.items() if one.startswith("r")}
    sure = [_surest(found[one.id]) for one in known.questions]
    strange = [_surest(found[one.id]) for one in known.strangers]
    return {
        "MAP@5": scoring.mean_average_precision(answers, known.right),
        "MAP@5 retold": scoring.mean_average_precision(answers, retold),
        "P@1 retold": scoring.first_is_right(answers, retold),
        "AUC": scoring.area(sure, strange),
        "answered": sum(one >= certainty.ENOUGH for one in sure) / len(sure),
        "strangers answered": sum(one >= certainty.ENOUGH for one in strange) / len(strange),
    }


def _asked(model: Model | None) -> tuple[Pairs, dict[str, list[Answer]]]:
    known = pairs.read()
    laid = Collection(known.docs, model=model, told=lambda _done, _whole: None)
    questions = [*known.questions, *known.strangers]
    return known, {one.id: found for one, found in laid.answer(questions, most=5)}


def _surest(found: list[Answer]) -> float:
    return max((certainty.sureness(min(1.0, one.share), one.nearness) for one in found), default=0.0)
