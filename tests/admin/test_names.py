"""A name out of sight from the desk: where it is asked for, what the case shows, and what waits afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import people, records, suppression
from claims.domain.errors import InvalidValue, WrongState
from claims.domain.removal import words_of_a_name
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, Publication, Source, Speaker, SuppressionCase, User
from claims.reads import names
from tests.admin.forms import ROLES, form_of
from tests.cast import Cast, rashid

GIVEN = {
    "category": "privacy",
    "reason": "A letter of counsel.",
    "words": "Ahmed Rashid\r\n\r\nRashid\r\nahmed rashid\r\n",
}


def own_page(about: Speaker | User, page: str = "name") -> str:
    """An address about a speaker or an account."""
    return reverse(f"admin:claims_{about._meta.model_name}_{page}", args=[about.pk])


def test_who_may_ask_is_led_to_a_page_that_knows_earlier_names(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    speaker = rashid().speaker
    for name, aliases in (("Achmed Raschid", ["Raschid", "A. R."]), ("Ahmed Rashid", [])):
        speaker.refresh_from_db()
        records.change(speaker, by=seeded.extractor, read=speaker.changed_at, name=name, aliases=aliases)
    for role in ROLES:
        may = role != "extractor"
        page = clients[role].get(own_page(speaker, "change")).content.decode()
        assert (own_page(speaker) in page, "takes the role" in page) == (may, not may), role
        assert clients[role].get(own_page(speaker)).status_code == (200 if may else 403)
    assert clients["extractor"].post(own_page(speaker), GIVEN).status_code == 403
    assert not SuppressionCase.objects.exists()
    assert names.known_as(Speaker.objects.get(pk=speaker.pk)) == [
        "Ahmed Rashid",
        "Achmed Raschid",
        "Raschid",
        "A. R.",
    ]


@pytest.mark.parametrize(
    ("given", "said", "field"),
    [
        ({"category": "whim"}, "Choose on what ground.", "category"),
        ({"reason": ""}, "must not be empty", "reason"),
        ({"words": "  \n\n"}, "Say which words to black out", "words"),
        ({"words": "Ahmed Rashid\nAl"}, "“Al” is too short", "words"),
        ({"words": "Ahmed Rashid\n2009"}, "“2009” is too short", "words"),
        ({"words": "Ahmed Rashid\nx\u200bray"}, "an invisible character", "words"),
        ({"words": "\n".join(f"word {'x' * n}" for n in range(1, 22))}, "one to 20", "words"),
        ({"words": "Rashid"}, "The name itself must be among the words", "words"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_used_is_said_at_its_field_and_nothing_typed_is_lost(
    clients: Mapping[str, Client], seeded: Cast, given: dict[str, str], said: str, field: str
) -> None:
    answer = clients["editor"].post(own_page(rashid().speaker), GIVEN | given)
    page = answer.content.decode()
    assert (answer.status_code, said in page, f'id="{field}-refused"' in page) == (400, True, True)
    assert ("A letter of counsel." in page) is ("reason" not in given)
    assert not SuppressionCase.objects.exists()
    assert clients["editor"].get(reverse("admin:claims_speaker_name", args=[0])).status_code == 404


def test_a_case_shows_where_the_words_stand_and_a_second_person_decides(
    clients: Mapping[str, Client], seeded: Cast
) -> None:
    claim, reviewer, editor = rashid(), clients["reviewer"], clients["editor"]
    source = Source.objects.earliest("id")
    records.change(
        source, by=seeded.extractor, read=source.changed_at, reliability_why="The Rashids know it."
    )
    other = {"kind": "person", "name": "Rashid Beg", "aliases": [], "same_as": []}
    records.add(Speaker, by=seeded.extractor, **other)
    assert reviewer.post(own_page(claim.speaker), GIVEN).status_code == 302
    case = SuppressionCase.objects.get()
    assert case.words == ["Ahmed Rashid", "Rashid"]
    url = reverse("admin:claims_suppressioncase_change", args=[case.pk])
    assert "See what it would black out, and decide" in reviewer.get(own_page(claim.speaker)).content.decode()
    refused = clients["second_reviewer"].post(own_page(claim.speaker), GIVEN)
    assert (refused.status_code, "asked for this already" in refused.content.decode()) == (409, True)
    page = " ".join(editor.get(url).content.decode().split())
    documents = Publication.objects.filter(claim=claim)
    for line in (
        "<li><strong>2</strong> speakers</li>",
        '<span dir="auto">Rashid Beg</span>',
        "article version</li>",
        f'<a href="/claims/{claim.public_id}/revisions/1">{claim.public_id} no. 1</a>',
        '<li dir="auto">Rashids</li>',
        '<li dir="auto">Rashid</li>',
        f"the name of {claim.speaker}",
    ):
        assert line in page, line
    assert editor.get(reverse("admin:claims_suppressioncase_changelist")).status_code == 200
    own = reviewer.post(url, form_of(reviewer, url) | {"decide_as": "confirm"}).content.decode()
    assert "takes the role" in own
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    done = editor.post(url, form_of(editor, url) | {"decide_as": "confirm"})
    assert done.status_code == 302, done.context["errors"]
    assert not documents.filter(document__isnull=False).exists()
    page, way = editor.get(url).content.decode(), reverse("admin:claims_claim_change", args=[claim.pk])
    assert ("Rashid" in page, f'<a href="{way}"' in page) == (False, True)
    queue = (
        editor.get(reverse("admin:claims_claim_changelist"), {"queue": "behind"}).context["cl"].result_list
    )
    assert claim.pk in [one.pk for one in queue]
    _its_pages_still_work(claim, editor)
    assert "was taken out of sight" in editor.get(own_page(claim.speaker, "change")).content.decode()


def _its_pages_still_work(claim: Claim, client: Client) -> None:
    """History, comparing, preview and list of the claim, and the form of the speaker, answer without the name."""
    for page in ("change", "history", "compare", "preview", "draft"):
        answer = client.get(reverse(f"admin:claims_claim_{page}", args=[claim.pk]))
        assert (answer.status_code, "Rashid" in answer.content.decode()) == (200, False), page
    speaker = reverse("admin:claims_speaker_change", args=[claim.speaker_id])
    saved = client.post(speaker, form_of(client, speaker) | {"country": "PK"})
    assert saved.status_code == 302, saved.context["errors"]
    assert (
        "Rashid"
        not in client.get(reverse("admin:claims_speaker_history", args=[claim.speaker_id])).content.decode()
    )


def test_only_the_name_of_somebody_who_left_can_go(clients: Mapping[str, Client], seeded: Cast) -> None:
    administrator, editor = clients["administrator"], clients["editor"]
    left, given = people.account(name="kestrel", roles=[]), GIVEN | {"words": "kestrel"}
    assert "End the account first" in administrator.get(own_page(left, "change")).content.decode()
    refused = administrator.post(own_page(left), given)
    assert (refused.status_code, SuppressionCase.objects.exists()) == (409, False)
    with pytest.raises(WrongState, match="still in use"):
        suppression.open_name_case(
            about=left,
            by=seeded.administrator,
            at=timezone.now(),
            category=RemovalCategory.PRIVACY,
            reason="x",
            words=["kestrel"],
        )
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert administrator.get(own_page(left)).context["words"] == "kestrel"
    assert editor.get(own_page(left)).status_code == 403, "accounts are for administrators"
    assert administrator.post(own_page(left), given).status_code == 302
    case = SuppressionCase.objects.get()
    url = reverse("admin:claims_suppressioncase_change", args=[case.pk])
    User.objects.filter(pk=left.pk).update(is_active=True)
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    late = editor.post(url, form_of(editor, url) | {"decide_as": "confirm"}).content.decode()
    assert "still in use" in late
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert editor.post(url, form_of(editor, url) | {"decide_as": "confirm"}).status_code == 302
    assert User.objects.get(pk=left.pk).username == f"removed-{left.pk}"
    page = administrator.get(own_page(left, "change")).content.decode()
    assert ("was taken out of sight" in page, "kestrel" in page) == (True, False)
    assert (
        "kestrel"
        not in administrator.get(reverse("admin:claims_user_history", args=[left.pk])).content.decode()
    )


def test_words_are_told_from_others() -> None:
    assert words_of_a_name(["  Ahmed   Rashid ", "", "RASHID", "rashid", "李明"]) == [
        "Ahmed Rashid",
        "RASHID",
        "李明",
    ]
    with pytest.raises(InvalidValue, match="too short"):
        words_of_a_name(["Li"])
