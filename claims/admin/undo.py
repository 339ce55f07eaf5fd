"""The last save of a claim taken back by the person who made it, where that leads exactly to what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from claims.actions import evidence
from claims.actions import parts as claim_parts
from claims.actions.records import columns_of
from claims.admin.access import person, roles_of
from claims.admin.attaching import found
from claims.admin.base import revision_read
from claims.admin.claim_steps import PLAIN_STEPS
from claims.admin.onward import onward
from claims.admin.panes import Opened
from claims.domain.errors import DomainError, WrongState
from claims.domain.lifecycle import MOVES
from claims.domain.vocabulary import State
from claims.models import Claim, ClaimLink, Evidence, History, ReplyRequest, User, Verdict

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

KINDS: dict[str, Any] = {kind._meta.db_table: kind for kind in (Evidence, ReplyRequest, ClaimLink, Verdict)}
PARTS = {kind._meta.db_table for kind in (*claim_parts.PARTS.values(), *evidence.KINDS)}
CLAIM = Claim._meta.db_table
OUT_OF_SIGHT = ("redact", "suppress")
NEAR = 60
"""One save writes fewer rows of history than this."""
ALWAYS_CHANGE = {"rev", "changed_at", "changed_by_id", "state"}
WHY = "Undone by the person who added it."


@dataclass(frozen=True, slots=True)
class Undo:
    """What would be undone, in words; or, without a `way`, why nothing can be."""

    words: str
    way: str = ""
    row: Any = None
    values: Mapping[str, Any] | None = None


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where the last save is taken back."""

    def undo(request: HttpRequest, number: int) -> HttpResponse:
        """Takes the last save back as a save of its own; says why where that cannot be."""
        if not desk.has_view_permission(request):
            raise PermissionDenied
        claim = found(number)
        try:
            messages.success(request, take_back(claim, request))
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return onward(request, number)

    view = desk.admin_site.admin_view(require_POST(undo))
    return [path("<int:number>/undo/", view, name="claims_claim_undo")]


def shown(opened: Opened) -> dict[str, Any]:
    """What the person who looks could undo now."""
    return {"undo": last_save(opened.claim, opened.request)}


def take_back(claim: Claim, request: HttpRequest) -> str:
    """What was undone, in words; the revision that was read stands in the form. Refuses where nothing can be."""
    rev, by = revision_read(request.POST.get("rev", "")), person(request)
    last = last_save(claim, request)
    if last.way == "detach":
        evidence.detach(last.row, rev=rev, by=by, at=timezone.now(), why=WHY)
    elif last.way == "amend":
        evidence.amend(last.row, rev=rev, by=by, **(last.values or {}))
    elif last.way:
        PLAIN_STEPS[last.way](claim=claim, rev=rev, by=by)
    else:
        raise WrongState(last.words, field="state")
    return f"Undone: {last.words}."


def last_save(claim: Claim, request: HttpRequest) -> Undo:
    """The newest save of the claim and its parts, if this person made it and it can be taken back."""
    newest = History.objects.filter(table=CLAIM, row=str(claim.pk)).order_by("-id").first()
    if newest is None or not newest.request:
        return Undo("The last change was not made at the desk, and is not undone here.")
    if newest.changed_by != request.user.pk:
        other = User.objects.filter(pk=newest.changed_by or 0).first()
        return Undo(
            f"The last save was made by {other or 'somebody else'}; only your own is undone by a key."
        )
    one_save = History.objects.filter(
        id__range=(newest.pk - NEAR, newest.pk + NEAR), request=newest.request, changed_by=newest.changed_by
    )
    rows = list(one_save.order_by("id"))
    if any(row.operation in OUT_OF_SIGHT for row in rows):
        return Undo("The last change took something out of sight, and is not undone.")
    parts = [row for row in rows if row.table in PARTS]
    own = [row for row in rows if row.table == CLAIM and row.row == str(claim.pk)]
    if any(_changed(row) - ALWAYS_CHANGE for row in own) or len(parts) > 1:
        return Undo(
            "The last save changed the claim’s own text or several rows; its history has what was before."
        )
    if parts:
        return _of_part(parts[0])
    return _of_step(own[0].old or {}, own[-1].new or {}, request)


def _changed(entry: History) -> set[str]:
    old, new = entry.old or {}, entry.new or {}
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _of_step(old: Mapping[str, Any], new: Mapping[str, Any], request: HttpRequest) -> Undo:
    """The step back, where one leads exactly to the state before."""
    before, now = old.get("state"), new.get("state")
    if before == now:
        return Undo("The last change was of something that the draft embeds; that has a history of its own.")
    for move in MOVES:
        exact = (move.source.value, move.target.value) == (now, before)
        if exact and move.verb in PLAIN_STEPS and set(move.roles) & roles_of(request):
            return Undo(f"your step to “{now}”; the claim is “{before}” again", move.verb)
    if now == State.APPROVED.value:
        return Undo("An approval is not undone by a key; “Return” ends it and sends the draft back to work.")
    if now in (State.PUBLISHED.value, State.RETRACTED.value):
        return Undo("What was published stays; it is changed by a correction.")
    return Undo(f"Your last step, to “{now}”, has no way back.")


def _of_part(entry: History) -> Undo:
    """The row that was added withdrawn again, or the row that was changed with its old values."""
    kind = KINDS.get(entry.table)
    row = kind._default_manager.select_related("claim").filter(pk=entry.row).first() if kind else None
    if kind is None or row is None:
        return Undo(
            "The last save changed a part that is not undone by a key; its history has what was before."
        )
    name, old, new = kind._meta.verbose_name, entry.old or {}, entry.new or {}
    if row.withdrawn_at is not None:
        return Undo(f"The {name} was withdrawn, and stays so; add it again if it was right.")
    if entry.operation == "insert":
        return Undo(f"your {name} is withdrawn", "detach", row)
    columns = [kind._meta.get_field(column) for column in columns_of(kind)]
    differing = [column for column in columns if old.get(column.attname) != new.get(column.attname)]
    if not differing:
        return Undo("The last save changed nothing that could be undone.")
    names = ", ".join(str(column.verbose_name) for column in differing)
    values = {column.name: _value(column, old.get(column.attname)) for column in differing}
    return Undo(f"{name}: {names} as before", "amend", row, values)


def _value(column: models.Field[Any, Any], stored: Any) -> Any:
    """A value as history keeps it, as the action wants it."""
    if isinstance(column, models.ForeignKey):
        return None if stored is None else column.remote_field.model._default_manager.get(pk=stored)
    return stored if isinstance(stored, list) else column.to_python(stored)
