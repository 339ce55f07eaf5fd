"""manage.py suppose and manage.py recheck: what they find, that they find it once, and that they help."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from claims.actions import evidence
from claims.models import ProposedLink, Recheck, SuspectedCopy
from tests.actions.test_suppositions import a_page, under_correction
from tests.cast import Cast, rashid


def said(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def test_suppose_finds_once_what_looks_alike(seeded: Cast) -> None:
    assert said("suppose") == "0 new suspected copies, 0 new proposed links.\n"
    under_correction(seeded, rashid())
    a_page(seeded, 1, origin="Valley police")
    a_page(seeded, 2, origin="Valley hospital")
    assert said("suppose", "--claim", rashid().public_id) == "1 new suspected copies, 0 new proposed links.\n"
    assert said("suppose") == "0 new suspected copies, 0 new proposed links.\n"
    assert SuspectedCopy.objects.get().changed_by.is_machine
    assert not ProposedLink.objects.exists()


def test_suppose_names_a_claim_that_is_not_there(seeded: Cast) -> None:
    with pytest.raises(CommandError, match="There is no claim zzzzzzzzzz"):
        said("suppose", "--claim", "zzzzzzzzzz")


def test_recheck_says_what_comes_back_and_why(seeded: Cast) -> None:
    assert said("recheck") == "Nothing new is due.\n"
    claim = under_correction(seeded, rashid())
    verdict = claim.verdicts.active().get()
    evidence.amend(verdict, rev=claim.rev, by=seeded.reviewer, recheck_on=date(2020, 1, 1))
    lines = said("recheck").splitlines()
    assert lines[0].startswith(f"{claim.public_id}: The date set for another look, 2020-01-01, has come.")
    assert lines[1] == "1 claims come back to the queue."
    assert said("recheck") == "Nothing new is due.\n"
    assert Recheck.objects.get().changed_by.is_machine
