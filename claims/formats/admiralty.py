"""The Admiralty code in words: how reliable a source is, and how credible what it says, judged apart."""

from __future__ import annotations

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "of a reliability that cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "of a truth that cannot be judged",
}


def grade_in_words(reliability: str, credibility: int) -> str:
    """Such as “Source usually reliable (B), information possibly true (3).”"""
    source = RELIABILITY.get(reliability, "not graded")
    information = CREDIBILITY.get(credibility, "not graded")
    return f"Source {source} ({reliability}), information {information} ({credibility})."
