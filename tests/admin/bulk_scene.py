"""Many claims at the desk, made by SQL, and the pages of a job for them."""

from __future__ import annotations

import html
import re
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from tests import raw
from tests.cast import Cast

LIST = "admin:claims_claim_changelist"


def many(cast: Cast, count: int) -> list[Claim]:
    """Claims in review, in the transaction of the test."""
    connection.ensure_connection()
    plain: Any = connection.connection
    bed = raw.make_bed(
        plain, author=cast.reviewer.pk, approver=cast.second_reviewer.pk, editor=cast.editor.pk
    )
    numbers = [number for number, _ in raw.make_claims(plain, bed, count)]
    return list(Claim.objects.filter(pk__in=numbers).order_by("pk"))


def asked(client: Client, action: str, *rows: Claim, query: str = "", **more: Any) -> Any:
    """The page that says what would happen."""
    data = {"action": action, ACTION_CHECKBOX_NAME: [str(row.pk) for row in rows], **more}
    return client.post(reverse(LIST) + query, data)


def rows_of(page: Any) -> list[str]:
    """The claims that a page offers to choose, each with its revision."""
    return re.findall(r'name="row" value="([0-9:]+)"', page.content.decode())


def done(client: Client, slug: str, rows: list[str], **given: Any) -> Any:
    """The page after one commit."""
    return client.post(reverse("admin:claims_claim_bulk", args=[slug]), {"row": rows, **given})


def go_on(client: Client, page: Any) -> Any:
    """The page after the next commit, by what the page before sends along."""
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    plain = {name: html.unescape(value) for name, value in sent.items()}
    return client.post(reverse("admin:claims_claim_bulk", args=[page.context["job"].slug]), plain)
