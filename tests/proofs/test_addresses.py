"""Every address answers every role and method as the checked-in table says; no form is taken without its token."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.test import Client

from claims.admin.claim import ClaimAdmin
from claims.models import Presence
from tests.proofs import desk_addresses, rows, world
from tests.proofs.addresses import OBJECTS, Seat, answer_of, every_address, path_of, rows_of, table
from tests.proofs.world import World, signed_in

pytestmark = pytest.mark.usefixtures("db", "pages_undrawn_at_will")


@pytest.fixture
def opened_again_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a claim that shows why something was refused is made for whoever is refused it first; the others of
    the nine get its status alone, in a tenth of the time.
    """
    seen: set[tuple[str, int]] = set()
    made_by: Any = ClaimAdmin.as_opened

    def once(desk: ClaimAdmin, request: HttpRequest, number: int, code: int, *more: Any) -> HttpResponse:
        if (request.path, code) in seen and desk.has_view_permission(request):
            return HttpResponse(status=code)
        answer: HttpResponse = made_by(desk, request, number, code, *more)
        seen.add((request.path, code))
        return answer

    monkeypatch.setattr(ClaimAdmin, "as_opened", once)


@pytest.fixture
def made(db: None) -> World:
    """A claim at each of the states that addresses are asked about, and a row of every model."""
    found = world.ground()
    rows.furnish(found)
    for state in OBJECTS:
        found.claims[state, False] = found.at(state, hands=False)
    rows.dress(found, found.claims["in review", False])
    rows.complete(found)
    Presence.objects.all().delete()  # or “next” would answer otherwise once a minute has passed
    type(found.author).objects.filter(username="inactive").update(is_active=False)
    return found


@pytest.mark.usefixtures("opened_again_once")
def test_every_address_answers_every_role_as_the_table_says(made: World) -> None:
    found = table(made, {state: made.claims[state, False] for state in OBJECTS})
    print(f"  {len(found)} lines")
    assert not [line for line, answers in found.items() if "500" in answers]
    opened = [line for line, answers in found.items() if "/change/" in line and "200:" in answers]
    assert len(opened) > 30, "pages open for those who may"
    if os.environ.get(desk_addresses.WRITE):
        desk_addresses.write(found)
    told = desk_addresses.differences(found)
    assert not told, "\n".join(told)


def test_no_form_of_the_desk_is_taken_without_its_token(made: World) -> None:
    claims = {state: made.claims[state, False] for state in OBJECTS}
    asked = 0
    strict = signed_in(made.people["editor"], enforce_csrf_checks=True)
    seats = (
        Seat("editor", strict, strict.cookies["sessionid"].value),
        Seat("", Client(enforce_csrf_checks=True), ""),
    )
    for seat in seats:
        for address in every_address():
            if address.at_the_desk and not address.pattern.startswith("admin/(?P<url>"):
                _, row = next(iter(rows_of(address, claims)))
                asked += 1
                assert answer_of(seat.again(), "POST", path_of(address, row, "x")) in ("403", "405"), address
    assert asked > 200


def test_nothing_new_at_the_desk_goes_unlisted() -> None:
    patterns = [address.pattern for address in every_address()]
    assert len([one for one in patterns if one.startswith("admin/")]) > 150
    for model in admin.site._registry:
        assert f"admin/claims/{model._meta.model_name}/add/" in patterns
    kept = desk_addresses.read()
    line = next(line for line in kept if "/admin/claims/verdict/add/" in line)
    assert desk_addresses.differences({one: kept[one] for one in kept if one != line}) == [
        f"gone, take away: {line} → {kept[line]}"
    ]
    new = {**kept, "/admin/claims/verdict/new/ GET": "200: all", line: "200: all"}
    told = desk_addresses.differences(new)
    assert [one.split(":")[0] for one in told] == ["otherwise", "unlisted, add"]
