"""How good ranked answers are: the measures of the public tasks, and how well silence is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def mean_average_precision(
    answers: Mapping[str, Sequence[str]], right: Mapping[str, set[str]], *, at: int = 5
) -> float:
    """MAP@at over all questions of `right`; one without an answer scores 0."""
    return sum(average_precision(answers.get(one, ()), ids, at=at) for one, ids in right.items()) / len(right)


def average_precision(answer: Sequence[str], right: set[str], *, at: int) -> float:
    """The precision at each right answer among the first, over as many as could stand there."""
    places = [place for place, one in enumerate(answer, 1) if one in right and place <= at]
    return sum(number / place for number, place in enumerate(places, 1)) / min(len(right), at)


def first_is_right(answers: Mapping[str, Sequence[str]], right: Mapping[str, set[str]]) -> float:
    """How many questions have a right answer first."""
    return sum(bool(answers.get(one) and answers[one][0] in ids) for one, ids in right.items()) / len(right)


def area(answered: Sequence[float], strange: Sequence[float]) -> float:
    """How often a question that has an answer is surer than one that has none (the area under the ROC curve)."""
    won = sum((one > other) + 0.5 * (one == other) for one in answered for other in strange)
    return won / (len(answered) * len(strange))
