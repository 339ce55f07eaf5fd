"""Bad input gets a clear error that names the field; nothing is half-written."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.actions import claims, evidence, records, review
from claims.domain.errors import DomainError, InvalidValue
from claims.domain.vocabulary import CorrectionKind
from claims.models import ArticleVersion, Claim, Contribution, Evidence, History, Source, Speaker, Verdict
from tests.cast import Cast, rashid
from tests.hostile import hostile_strings

GOOD_DATE = {
    "edtf": "2009", "basis": "stated", "text": "", "lower": "2009-01-01", "upper": "2009-12-31",
    "lower_kind": "exact", "upper_kind": "exact",
}  # fmt: skip


def values(cast: Cast, **changed: Any) -> dict[str, Any]:
    """What a good proposal holds, with changes."""
    return {
        "version": ArticleVersion.objects.get(),
        "exact": "Mullo Abdullo was not among them.",
        "by": cast.extractor,
        "at": timezone.now(),
        "speaker": Speaker.objects.get(name="Nobody named"),
        "quotation": "narrative",
        "speaker_basis": "stated",
        "modality": "asserted",
        "claim_type": "event",
        "statement": "Mullo Abdullo was not among those killed or captured.",
        "said": GOOD_DATE,
        "about": GOOD_DATE,
        **changed,
    }


BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "a quote with one changed letter": ("exact", {"exact": "Mullo Abdulla was not among them."}),
    "an empty quote": ("exact", {"exact": ""}),
    "a quote that stands twice": ("exact", {"exact": "a"}),
    "an unparsable date": ("said", {"said": {**GOOD_DATE, "edtf": "last Tuesday"}}),
    "reversed bounds": ("said", {"said": {**GOOD_DATE, "lower": "2010-01-01"}}),
    "a reversed interval": ("about", {"about": {**GOOD_DATE, "edtf": "2010/2009"}}),
    "a date that is no object": ("said", {"said": "2009"}),
    "an unknown modality": ("modality", {"modality": "sure"}),
    "NUL": ("statement", {"statement": "a\x00b"}),
    "a lone surrogate": ("statement", {"statement": "a\ud800b"}),
    "over-long text": ("statement", {"statement": "x" * 1_001}),
    "no text": ("statement", {"statement": " "}),
    "a hedge that does not stand there": ("hedges", {"hedges": ["conceivably"]}),
    "hedged without hedges": ("hedges", {"modality": "hedged"}),
    "check-worthiness above one": ("check_worthiness", {"check_worthiness": "1.5"}),
    "check-worthiness as words": ("check_worthiness", {"check_worthiness": "very"}),
    "a speaker that is text": ("speaker", {"speaker": "Rashid"}),
    "a field that does not exist": ("colour", {"colour": "red"}),
    "state by mass assignment": ("rev", {"rev": 7}),
    "a span outside": ("spans", {"parts_of": {"spans": [{"start": 0, "end": 3, "role": "paraphrase"}]}}),
    "a figure without bounds that is not vague": (
        "quantities[0].vague", {"parts_of": {"quantities": [{"measure": "m", "text": "them"}]}},
    ),
    "a figure whose words do not stand there": (
        "quantities[0].text", {"parts_of": {"quantities": [{"measure": "m", "text": "forty-two", "vague": True}]}},
    ),
    "a reversed figure": (
        "quantities[0].low", {"parts_of": {"quantities": [{"measure": "m", "text": "them", "low": "5", "high": "4"}]}},
    ),
    "unknown parts": ("parts", {"parts_of": {"colours": []}}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_names_its_field_and_writes_nothing(seeded: Cast, name: str) -> None:
    field, changed = BAD[name]
    before = (Claim.objects.count(), Contribution.objects.count(), History.objects.count())
    with pytest.raises(InvalidValue) as refused:
        claims.propose(**values(seeded, **changed))
    assert field in {problem.field for problem in refused.value.problems}
    assert all(problem.message for problem in refused.value.problems)
    assert (Claim.objects.count(), Contribution.objects.count(), History.objects.count()) == before


def test_the_good_proposal_is_accepted(seeded: Cast) -> None:
    assert claims.propose(**values(seeded)).rev == 1


def test_everything_that_is_wrong_is_said_at_once(seeded: Cast) -> None:
    with pytest.raises(InvalidValue) as refused:
        claims.propose(**values(seeded, statement="", modality="sure", said="x"))
    assert {problem.field for problem in refused.value.problems} == {"statement", "modality", "said"}


def test_one_bad_part_leaves_the_rest_unwritten(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    with pytest.raises(InvalidValue):
        claims.revise(
            claim=claim, rev=claim.rev, by=seeded.reviewer, at=timezone.now(), statement="Other words.",
            parts_of={"spans": [{"start": 0, "end": 3, "role": "paraphrase"}]},
        )  # fmt: skip
    assert claims.fresh(claim).statement == claim.statement
    assert claims.fresh(claim).rev == claim.rev


def test_an_unknown_rating_or_grade_is_refused(seeded: Cast) -> None:
    claim = rashid()
    claim = review.open_correction(
        claim=claim, rev=claim.rev, by=seeded.reviewer, kind=CorrectionKind.TYPO, reason="Why."
    )
    verdict = Verdict.objects.get(claim=claim)
    for field, value in (
        ("rating", "splendid"),
        ("credence", 101),
        ("credence", -1),
        ("evidence_level", "huge"),
    ):
        with pytest.raises(DomainError) as refused:
            evidence.amend(verdict, rev=claim.rev, by=seeded.reviewer, **{field: value})
        assert field in {problem.field for problem in refused.value.problems}
    row = claim.evidence.active().first()
    assert isinstance(row, Evidence)
    for field, value in (("credibility", 7), ("stance", "agrees"), ("excerpt", "word " * 51)):
        with pytest.raises(DomainError) as refused:
            evidence.amend(row, rev=claim.rev, by=seeded.reviewer, **{field: value})
        assert field in {problem.field for problem in refused.value.problems}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.example/", "https://user@x.example/", "//x", "https://"]
)
def test_only_plain_web_addresses_are_stored(seeded: Cast, url: str) -> None:
    source = Source.objects.first()
    assert source is not None
    with pytest.raises(InvalidValue) as refused:
        records.change(source, by=seeded.reviewer, read=source.changed_at, url=url)
    assert refused.value.problems[0].field == "url"


def test_hostile_text_is_kept_as_given_or_refused_by_name(seeded: Cast) -> None:
    """Never another exception, in any text of a claim, a speaker or a source."""
    source, speaker = Source.objects.first(), Speaker.objects.get(name="Ahmed Rashid")
    assert source is not None
    refused = kept = 0
    named: set[bool] = set()
    for text in hostile_strings():
        for row, field in ((source, "title"), (speaker, "name"), (source, "reliability_why")):
            row.refresh_from_db()
            try:
                records.change(row, by=seeded.reviewer, read=row.changed_at, **{field: text})
                kept += 1
            except InvalidValue as error:
                named.add(error.problems[0].field == field)
                refused += 1
    assert named == {True}
    assert refused > 100
    assert kept > 100
