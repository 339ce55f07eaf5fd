"""What stands in a text and not in a claim that was found for it, where that may turn the match round.

Neither shared words nor a near meaning tells a statement from its denial, or one figure from another. Only what can be
seen in the words is said: figures of the text that the claim has not, and words of denial that only one of both has.
"""

from __future__ import annotations

import re

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_IN_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_WRITTEN = re.compile(rf"\b(?:{'|'.join(_IN_WORDS)})\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)|[a-z]{2,8}n[’']t)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:not?|never) (?:more|less|fewer|earlier|later|before|after|only|just)\b|[;,] the article\b[^;]*",
    re.IGNORECASE,
)
"""What bounds a figure or a time, and what our statements add of an article: “the article does not say to whom”."""


def figures(text: str, claim: str) -> list[str]:
    """The figures of the text, as they stand there, that the claim has neither in digits nor in words up to twelve."""
    there = {_plain(one) for one in _FIGURE.findall(claim)}
    there |= {str(_IN_WORDS.index(one.lower())) for one in _WRITTEN.findall(claim)}
    return [one for one in dict.fromkeys(_FIGURE.findall(text)) if _plain(one) not in there]


def denial(text: str) -> str:
    """The first word of denial in the text, or nothing."""
    found = _DENIAL.search(_NO_DENIAL.sub("", text))
    return found[0] if found else ""


def _plain(figure: str) -> str:
    return re.sub(r",(?=\d{3}(?!\d))", "", figure)
