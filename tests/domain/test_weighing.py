"""What evidence by itself amounts to: never more than its known origins allow, and every reason said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.confidence import Side, Weighed, best_grade, weigh
from claims.domain.vocabulary import Agreement, EvidenceLevel

NONE = Side()


def side(established: int = 0, possible: int | None = None, grade: str = "C3", *, sources: int = 0) -> Side:
    """Evidence of one stance that surely comes late enough."""
    return Side(
        established, established if possible is None else possible, sources or max(established, possible or 0, 1),
        attested=True, reliability=grade[0], credibility=int(grade[1]),
    )  # fmt: skip


def both(one: Side, other: Side) -> Weighed:
    """Both sides weighed, with origins that stand on one side only."""
    return weigh(one, other, known=one.established + other.established)


def levels(found: Weighed) -> tuple[str, str]:
    return found.evidence.value, found.agreement.value


@pytest.mark.parametrize(
    ("supporting", "disputing", "wanted"),
    [
        # Nothing at all.
        (NONE, NONE, ("limited", "low")),
        # Ten sources that tell no origin are no evidence that counts.
        (side(0, 10, "A1"), NONE, ("limited", "medium")),
        # One known origin, well graded, is medium at most.
        (side(1, grade="A1"), NONE, ("medium", "medium")),
        (side(1), NONE, ("limited", "medium")),
        (side(2), NONE, ("medium", "high")),
        (side(3, grade="B2"), NONE, ("robust", "high")),
        (side(9, grade="D3"), NONE, ("medium", "high")),
        # Evidence against counts as evidence, and lowers agreement.
        (side(2), side(1), ("medium", "low")),
        (side(3), side(1), ("medium", "medium")),
        (side(2), side(0, 2), ("medium", "medium")),
        (side(1), side(1, grade="B2"), ("medium", "low")),
        (NONE, side(3, grade="B2"), ("robust", "high")),
        # The best source grades the rest; a claim that nobody can date has one reason less.
        (Side(3, 3, 3, False, "B", 2), NONE, ("medium", "high")),
        # What only the claim's own speaker says.
        (side(0, 0, sources=4), NONE, ("limited", "low")),
    ],
)
def test_levels(supporting: Side, disputing: Side, wanted: tuple[str, str]) -> None:
    assert levels(both(supporting, disputing)) == wanted


SIDES = st.builds(
    lambda known, more, sources, attested, grade: Side(
        known, known + more, max(known + more, sources), attested, grade[0], int(grade[1])
    )
    if known + more + sources
    else NONE,
    st.integers(0, 5), st.integers(0, 3), st.integers(0, 8), st.booleans(),
    st.sampled_from([f"{letter}{number}" for letter in "ABCDEF" for number in range(1, 7)]),
)  # fmt: skip


@settings(deadline=None)
@given(SIDES, SIDES)
def test_no_level_is_above_what_its_known_origins_allow_and_sides_are_alike(one: Side, other: Side) -> None:
    found = both(one, other)
    known = one.established + other.established
    assert list(EvidenceLevel).index(found.evidence) <= min(known, 2)
    if found.agreement is Agreement.HIGH:
        assert max(one.established, other.established) >= 2
        assert not (one.established and other.established)
    assert levels(both(other, one)) == levels(found)
    assert {reason.about for reason in found.reasons} <= {"evidence", "agreement"}
    assert all(reason.text.endswith(".") for reason in found.reasons)
    for about, level in (("evidence", found.evidence), ("agreement", found.agreement)):
        points = sum(reason.weight for reason in found.reasons if reason.about == about)
        if about == "agreement":
            assert list(Agreement).index(level) == max(0, min(2, points))


@settings(deadline=None)
@given(SIDES, SIDES)
def test_one_more_dispute_never_raises_agreement_with_support(one: Side, other: Side) -> None:
    more = Side(
        other.established + 1, other.possible + 1, other.sources + 1, other.attested, other.reliability or "C",
        other.credibility or 3,
    )  # fmt: skip
    if one.established > other.established + 1:
        before, after = both(one, other).agreement, both(one, more).agreement
        assert list(Agreement).index(after) <= list(Agreement).index(before)


def test_an_origin_that_stands_on_both_sides_is_one_origin() -> None:
    found = weigh(side(1, grade="A1"), side(1, grade="A1"), known=1)
    assert found.evidence is EvidenceLevel.MEDIUM
    assert any("1 independent origin is known." in reason.text for reason in found.reasons)
    assert weigh(side(1), side(1), known=1).evidence is EvidenceLevel.LIMITED
    assert weigh(side(1), side(1), known=2).evidence is EvidenceLevel.MEDIUM


def test_a_worse_source_beside_a_better_one_lowers_nothing() -> None:
    assert best_grade([("B", 1), ("A", 6)]) == ("B", 1)
    assert best_grade([("C", 3), ("A", 1)]) == ("A", 1)
    assert best_grade([]) == (None, None)
