"""Gaps are told: each follows from the document, and a document without them has none."""

from __future__ import annotations

from typing import Any

import pytest

from claims.formats.gaps import gaps
from tests.formats.claim_review_documents import full
from tests.formats.documents import DAY

UNKNOWN = {**DAY, "edtf": ""}
ONE_SIDE = {**DAY, "edtf": "/2009-09-28"}
ASKED = [{"who": "Somebody", "outcome": "declined"}]
COUNT = {"established": 1, "possible": 1, "unknown": 0}


def whole(**changed: Any) -> dict[str, Any]:
    """A document in which nothing is missing, but for what is changed."""
    found = full() | {"said": DAY, "about": DAY, "replies": ASKED, "status": "rated"}
    found["speaker"] = found["speaker"] | {"basis": "stated", "kind": "person"}
    found["quotation"] = found["quotation"] | {"translated": "no"}
    found["corroboration"] = found["corroboration"] | {"supporting": COUNT, "disputing": COUNT}
    found["evidence"] = [one | {"stance": "supports"} for one in found["evidence"]]
    return found | changed


def test_a_document_that_lacks_nothing_has_no_gaps() -> None:
    assert gaps(whole()) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"status": "unrated"}, "It is not rated"),
        ({"said": UNKNOWN}, "When it was said is not known."),
        ({"said": ONE_SIDE}, "When it was said is known on one side only."),
        ({"about": UNKNOWN}, "When that was which it is about is not known."),
        ({"evidence": []}, "No source is linked to it."),
        ({"replies": []}, "Nobody was asked for a reply."),
        ({"replies": [{"who": "Somebody", "outcome": "not asked"}]}, "Nobody was asked for a reply."),
    ],
)
def test_what_is_missing_is_told(changed: dict[str, Any], told: str) -> None:
    (found,) = gaps(whole(**changed))
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("part", "changed", "told"),
    [
        ("speaker", {"basis": "ambiguous"}, "Who said it is not certain."),
        ("speaker", {"kind": "unnamed"}, "Who said it is not known: the article names nobody."),
        ("speaker", {"basis": "inferred"}, "Who said it is inferred from the text, not stated in it."),
        ("quotation", {"translated": "unknown", "kind": "direct"},
         "It is not known whether the quoted words are a translation."),
        ("corroboration", {"supporting": COUNT | {"unknown": 1}},
         "1 source does not state where it has it from (in support)."),
        ("corroboration", {"disputing": COUNT | {"unknown": 3}},
         "3 sources do not state where they have it from (in dispute)."),
    ],
)  # fmt: skip
def test_what_a_part_lacks_is_told(part: str, changed: dict[str, Any], told: str) -> None:
    document = whole()
    document[part] = document[part] | changed
    assert gaps(document) == (told,)


def test_sources_without_a_known_origin_are_not_passed_over() -> None:
    document = whole()
    none = COUNT | {"established": 0}
    document["corroboration"] |= {"supporting": none, "disputing": none}
    assert gaps(document) == ("No independent origin is known, neither in support nor in dispute.",)
    document["evidence"] = [one | {"stance": "context"} for one in document["evidence"]]
    assert gaps(document) == ("No source that was found supports or disputes it.",)
