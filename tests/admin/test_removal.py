"""Out of sight from the desk: who may, what is said to those who may not, and what waits for a second person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import comments, suppression, withholding
from claims.domain import removal
from claims.domain.errors import WrongState
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, Draft, SuppressionCase, Verdict, Withholding
from claims.reads.suppression import holding_the_same_words
from tests.admin.forms import ROLES, form_of
from tests.cast import Cast, rashid

GIVEN = {"category": "privacy", "reason": "A letter of counsel."}


def page_of(client: Client, claim: Claim) -> str:
    """The claim's page at the desk."""
    return client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()


def test_the_page_offers_what_a_role_may_and_says_why_not(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    offered = {
        "Withhold now": ("editor",),
        "Ask for it": ("reviewer", "second_reviewer", "editor", "administrator"),
    }
    for role in ROLES:
        page = page_of(clients[role], rashid())
        for button, roles in offered.items():
            assert (button in page) is (role in roles), (role, button)
        assert ("takes the role editor" in page) is (role != "editor")
        for verb, roles in (("withhold", offered["Withhold now"]), ("suppress", offered["Ask for it"])):
            url = reverse(f"admin:claims_claim_{verb}", args=[rashid().pk])
            assert clients[role].get(url).status_code == 405
            if role not in roles:
                assert clients[role].post(url, GIVEN).status_code == 403
    assert not Withholding.objects.exists()
    assert not SuppressionCase.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"category": "whim"}, "Choose on what ground."),
        ({"reason": ""}, "must not be empty"),
        ({"reason": "x" * 1_001}, "1000"),
        ({"reason": "a\0b"}, "reason"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_used_is_said_at_its_form_and_nothing_typed_is_lost(
    clients: Mapping[str, Client], seeded: Cast, given: dict[str, str], said: str
) -> None:
    for verb in ("withhold", "suppress"):
        url = reverse(f"admin:claims_claim_{verb}", args=[rashid().pk])
        answer = clients["editor"].post(url, GIVEN | given)
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert ("A letter of counsel." in answer.content.decode()) is ("reason" not in given)
        assert f'id="{verb}-refused"' in answer.content.decode()
    assert clients["editor"].post(reverse("admin:claims_claim_withhold", args=[0]), GIVEN).status_code == 404


def test_an_editor_withholds_and_a_second_person_decides(clients: Mapping[str, Client], seeded: Cast) -> None:
    claim, editor, administrator = rashid(), clients["editor"], clients["administrator"]
    assert editor.post(reverse("admin:claims_claim_withhold", args=[claim.pk]), GIVEN).status_code == 302
    assert Client().get(f"/claims/{claim.public_id}").status_code == 451
    made = Withholding.objects.get()
    url = reverse("admin:claims_withholding_change", args=[made.pk])
    refused = editor.post(url, form_of(editor, url) | {"decide_as": "confirm"})
    assert "a second person must decide" in refused.content.decode()
    page = administrator.post(url, form_of(administrator, url) | {"decide_as": "lift", "why": ""})
    assert "Say why the documents come back." in page.content.decode()
    first, lists = reverse("admin:index"), reverse("admin:claims_withholding_changelist")
    line = f'<a href="{lists}?waits=me">1 withholding</a>'
    for role in ROLES:  # who made it cannot decide, and the others have no say
        assert (line in clients[role].get(first).content.decode()) is (role == "administrator"), role
    waits = [
        clients[role].get(lists, {"waits": "me"}).context["cl"].result_count
        for role in ("editor", "administrator")
    ]
    assert waits == [0, 1]
    assert 'class="badge waits"' in administrator.get(lists).content.decode()
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    lifted = administrator.post(
        url, form_of(administrator, url) | {"decide_as": "lift", "why": "It was right."}
    )
    assert lifted.status_code == 302
    assert Client().get(f"/claims/{claim.public_id}").status_code == 200
    assert "lifted by administrator" in administrator.get(url).content.decode()


def test_after_a_day_alone_a_withholding_is_overdue_and_stays(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, day = rashid(), removal.ALONE + timedelta(minutes=1)
    withholding.withhold(
        claim=claim,
        by=seeded.editor,
        at=timezone.now() - day,
        category=RemovalCategory.SAFETY,
        reason="Threats.",
    )
    assert "Overdue: a second person should have looked" in page_of(clients["reviewer"], claim)
    lists = reverse("admin:claims_withholding_changelist")
    assert 'class="badge overdue"' in clients["editor"].get(lists).content.decode()
    assert Client().get(f"/claims/{claim.public_id}").status_code == 451
    now = timezone.now()
    assert not removal.overdue(withheld_at=now - removal.ALONE, confirmed=False, now=now)
    assert removal.overdue(withheld_at=now - day, confirmed=False, now=now)
    assert not removal.overdue(withheld_at=now - day, confirmed=True, now=now)


def test_a_case_shows_what_goes_and_what_stays_and_takes_two_people(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, editor, administrator = rashid(), clients["editor"], clients["administrator"]
    statement, rating = claim.statement, Verdict.objects.get(claim=claim).rating.label
    sent = {**GIVEN, "redact_capture": "on"}
    assert editor.post(reverse("admin:claims_claim_suppress", args=[claim.pk]), sent).status_code == 302
    case = SuppressionCase.objects.get()
    assert case.redact_capture
    assert "See what it would empty, and decide" in page_of(clients["reviewer"], claim)
    url = reverse("admin:claims_suppressioncase_change", args=[case.pk])
    page = administrator.get(url).content.decode()
    for line in (
        "<strong>1</strong> claim<",
        "<strong>1</strong> publication<",
        "lines of the public lists<",
    ):
        assert line in page
    assert clients["extractor"].get(url).status_code == 403
    assert "decide_as" not in clients["reviewer"].get(url).content.decode()
    refused = editor.post(url, form_of(editor, url) | {"decide_as": "confirm"}).content.decode()
    assert "a second person must confirm" in refused
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    done = administrator.post(url, form_of(administrator, url) | {"decide_as": "confirm"})
    assert done.status_code == 302, done.context["errors"]
    assert Claim.objects.get(pk=claim.pk).state == "suppressed"
    for role in ROLES:
        page = page_of(clients[role], claim)
        assert "Suppressed." in page
        assert statement not in page
        history = clients[role].get(reverse("admin:claims_claim_history", args=[claim.pk])).content.decode()
        assert statement not in history
    assert clients["editor"].get(reverse("admin:claims_claim_draft", args=[claim.pk])).status_code == 200
    _nothing_is_shown_of(claim, rating, clients["reviewer"])
    _nothing_is_written_about(claim, seeded, editor)


def _nothing_is_shown_of(claim: Claim, rating: str, client: Client) -> None:
    """Preview, compare and restore say what happened, and nothing of its verdict is left."""
    for page in ("preview", "compare", "restore"):
        answer = client.get(reverse(f"admin:claims_claim_{page}", args=[claim.pk]), {"to": "1"})
        said = " ".join(re.sub("<[^>]*>", "", answer.content.decode()).split())
        told = f"This claim was suppressed on {timezone.localdate()}; its text is gone"
        assert (answer.status_code, told in said, rating in said) == (410, True, False), page
    rows = client.get(reverse("admin:claims_claim_changelist")).context["cl"].result_list
    assert [one.has_rating for one in rows if one.pk == claim.pk] == [None]
    ended = Verdict.objects.get(claim=claim)
    assert (ended.credence, ended.evidence_level, ended.agreement) == (0, "limited", "low")
    assert ended.withdrawn_at is not None


def _nothing_is_written_about(claim: Claim, cast: Cast, client: Client) -> None:
    """No unsaved text and no comment is taken for a suppressed claim, however it is named."""
    ours = claim.evidence.get_queryset().first()
    assert ours is not None
    named: tuple[tuple[str, dict[str, str], dict[str, list[str]]], ...] = (
        ("claim", {"row": str(claim.pk)}, {"statement": ["again"]}),
        ("evidence", {"row": str(ours.pk)}, {"says": ["again"]}),
        ("evidence", {"given": f"claim={claim.pk}"}, {"says": ["again"]}),
        ("claimlink", {"given": f"other={claim.pk}"}, {"note": ["again"]}),
        ("evidence", {}, {"claim": [str(claim.pk)], "says": ["again"]}),
    )
    for kind, given, fields in named:
        sent = {"page": "p", "fields": json.dumps(fields), **given}
        refused = client.post(reverse(f"admin:claims_{kind}_unsaved"), sent)
        assert (refused.status_code, "was suppressed" in refused.json()["refused"]) == (409, True), (
            kind,
            given,
        )
    assert not Draft.objects.exists()
    with pytest.raises(WrongState, match="was suppressed"):
        comments.add(claim=claim, text="Again.", by=cast.editor, at=timezone.now())


def test_whoever_asked_takes_a_case_back_and_an_editor_dismisses(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, now = rashid(), timezone.now()
    for role in ("reviewer", "editor"):
        case = suppression.open_case(
            claim=claim, by=seeded.reviewer, at=now, category=RemovalCategory.LEGAL, reason="Perhaps."
        )
        url = reverse("admin:claims_suppressioncase_change", args=[case.pk])
        assert clients["second_reviewer"].post(url, {"decide_as": "dismiss", "why": "x"}).status_code == 403
        bare = clients[role].post(url, form_of(clients[role], url) | {"decide_as": "dismiss"})
        assert "Say why it is dismissed." in bare.content.decode()
        done = clients[role].post(url, form_of(clients[role], url) | {"decide_as": "dismiss", "why": "No."})
        assert done.status_code == 302
        assert f"dismissed by {role}" in clients["editor"].get(url).content.decode()
    assert Claim.objects.get(pk=claim.pk).state == "published"


def test_a_case_names_other_public_claims_that_hold_the_words(seeded: Cast) -> None:
    one, other, *_ = Claim.objects.filter(published_number__isnull=False).order_by("id")
    assert holding_the_same_words(one) == [], "each stands in a passage of its own"
    one.start, one.end = other.end - 1, other.end + 40
    assert holding_the_same_words(one) == [other.public_id], "they share a part of their words"
    one.start, one.end, one.exact = 0, 1, other.exact
    assert holding_the_same_words(one) == [other.public_id], "the words stand in the other document"
    one.state = "suppressed"
    assert holding_the_same_words(one) == []
