"""The draft as the public would see it, with what differs from what is public now and the consent to it beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.actions.claims import fresh
from claims.admin.access import roles_of
from claims.admin.approval import consent
from claims.admin.attaching import found
from claims.admin.gone import gone
from claims.admin.panes import Opened
from claims.domain import canonical
from claims.domain.lifecycle import EDITABLE, open_to
from claims.domain.text import LIMITS
from claims.domain.vocabulary import State
from claims.formats.changes import changes
from claims.models import Claim
from claims.reads import drafts, published
from claims.reads.framing import framed
from claims.web.showing import page_of

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin


def addresses(desk: ActionAdmin) -> list[Any]:
    """The preview's own address."""

    def preview(request: HttpRequest, number: int) -> HttpResponse:
        """The public page of the draft as it stands: for everybody with a role, for nobody else, kept nowhere."""
        if not desk.has_view_permission(request):
            raise Http404("Not for you.")
        claim = found(number)
        answer = gone(claim, request) or TemplateResponse(
            request, "admin/claims/claim/preview.html", _context(fresh(claim), request)
        )
        answer["X-Robots-Tag"] = "noindex"
        return answer

    view = desk.admin_site.admin_view(preview)
    return [path("<int:number>/preview/", view, name="claims_claim_preview")]


def shown(opened: Opened) -> dict[str, Any]:
    """Who may approve, for the claim's page."""
    consents = consent(opened.claim, opened.request)
    return {"consent": consents, "previewed": State(opened.claim.state) in EDITABLE}


def _context(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    draft = drafts.build(claim)
    document = framed(claim, draft, at=timezone.now())
    public = published.newest(claim.public_id)
    before = public.value() if public and public.document is not None else None
    state = State(claim.state)
    return {
        **page_of(document),
        "row": claim,
        "public": public,
        "removed": public is not None and public.document is None,
        "changes": changes(before, document) if before else (),
        "is_draft": state in EDITABLE,
        "consent": consent(claim, request),
        "approve": "approve" in open_to(state=state, roles=roles_of(request)),
        "seen": canonical.digest(canonical.encode(draft)),
        "note_limit": LIMITS["note"],
    }
