"""The Admiralty code in words: how reliable a source is, and how credible what it says, judged apart."""

from __future__ import annotations

from claims.domain.tongue import gettext, gettext_lazy, pgettext

RELIABILITY = {
    "A": gettext_lazy("completely reliable"),
    "B": gettext_lazy("usually reliable"),
    "C": gettext_lazy("fairly reliable"),
    "D": gettext_lazy("not usually reliable"),
    "E": gettext_lazy("unreliable"),
    "F": gettext_lazy("of a reliability that cannot be judged"),
}
CREDIBILITY = {
    1: gettext_lazy("confirmed by other sources"),
    2: gettext_lazy("probably true"),
    3: gettext_lazy("possibly true"),
    4: gettext_lazy("doubtful"),
    5: gettext_lazy("improbable"),
    6: gettext_lazy("of a truth that cannot be judged"),
}


def grade_in_words(reliability: str, credibility: int) -> str:
    """Such as “Source usually reliable (B), information possibly true (3).”"""
    words = gettext("Source %(source)s (%(reliability)s), information %(information)s (%(credibility)s).")
    return words % {
        "source": reliability_in_words(reliability),
        "reliability": reliability,
        "information": credibility_in_words(credibility),
        "credibility": credibility,
    }


def reliability_in_words(grade: str) -> str:
    """How reliable a source is, or that nobody graded it."""
    return str(RELIABILITY[grade]) if grade in RELIABILITY else pgettext("reliability", "not graded")


def credibility_in_words(grade: int) -> str:
    """How credible information is, or that nobody graded it."""
    return str(CREDIBILITY[grade]) if grade in CREDIBILITY else pgettext("credibility", "not graded")
