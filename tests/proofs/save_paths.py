"""Every way in which the desk saves what somebody typed, found in its admin classes: read, type, send, look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions import records
from claims.actions.parts import PARTS
from claims.models import Claim, Evidence, Recheck, Review, Source, User, Verdict
from tests.admin.forms import form_in, inputs_of
from tests.proofs.rows import DAY
from tests.proofs.undrawn import undrawn
from tests.proofs.world import World

FIXED = {"version_read", "withdraw_because", "exact", "prefix", "suffix", "text", "excerpt", "new_password"}
"""Inputs that take no word of one's own: tokens, reasons to withdraw, and words that must stand in a text."""
WITHOUT_TEXT = {
    "claims_claim_step": "steps take a reason or a note; they save no text of a draft",
    "claims_claim_suppose": "the machine looks for copies; nothing is typed",
    "claims_claim_draft": "only reads",
    "claims_claim_compare": "only reads",
    "claims_claim_preview": "only reads",
    "claims_claim_followed": "takes words of the article at the revision that was read; types only a reason",
    "claims_claim_next": "only reads",
    "claims_claim_similar": "only reads",
    "claims_claim_relate": "adds a link and changes none; nothing is typed",
    "claims_claim_alike": "says whether two claims are the same, and changes neither; nothing is typed",
    "claims_claim_behind": "only reads; what it leads to is a job for many claims",
    "claims_articleversion_desk": "only reads: words are looked for, and saved by the form of a new claim",
    "claims_articleversion_find": "only reads: words are looked for, and saved by the form of a new claim",
    "claims_articleversion_proposals": "only reads",
    "claims_articleversion_decide": "a step of a claim at the revision that was read; saves no text but its reason",
    "claims_claim_bulk": "a path of its own, which types nothing",
    "claims_claim_assign": "who has it and until when; chosen, not typed, and bound to what was read",
    "claims_claim_release": "who has it; nothing is typed",
    "claims_claim_open": "who has it open; nothing is typed",
    "claims_claim_comment": "adds a comment and changes none: nobody's words are replaced",
    "claims_claim_withdraw_comment": "nothing is typed; a comment is its author's alone",
    "claims_claim_evidence_steps": "adds a step behind a source or ends one; no words of others are replaced",
    "claims_claim_replies": "adds a request and changes none: nobody's words are replaced",
    "claims_claim_reply": "as the form of a request for reply, which is a path; the same action at the same revision",
    "claims_claim_restore": "goes back to a revision, at the one that was read; nothing is typed",
    "claims_claim_undo": "takes back one's own last save; nothing is typed",
    "claims_claim_suppress": "asks for a case; it changes no text before a second person confirms",
    "claims_speaker_name": "asks for a case; it changes no text before a second person confirms",
    "claims_user_name": "asks for a case; it changes no text before a second person confirms",
    "claims_claim_withhold": "moves documents aside as they are",
    "claims_ingestrun_progress": "only reads",
    "claims_ingestrun_retry": "begins a failed run anew; nothing is typed, and what was given stays",
    "claims_ingestrun_copy": "asks for a copy of a source's page; nothing is typed",
    "claims_newsroom_keys": "makes keys and revokes them; a key stays as it was made",
    "claims_newsroom_webhooks": "adds an endpoint and changes none: nobody’s words are replaced",
    "claims_user_sign_in": "ends sessions or removes a factor; saves no text but its reason",
}
"""Addresses of the desk beside the forms of Django's admin, each with the reason why nothing typed can be lost."""


def unsaved_of(own: str) -> set[str]:
    """Where unsaved text is kept and thrown away: its person's alone, and no page writes over another's."""
    return {f"{own}_unsaved", f"{own}_discard"}


BESIDE: dict[str, dict[str, str]] = {"ticket": {"settle_as": "answered"}}
"""What a form wants to be chosen beside the words, by the model's name."""
words = count(1)


@dataclass
class Path:
    """One way to save: where, and into which input the marker goes."""

    name: str
    url: str
    model: type[models.Model]
    input: str
    about: str
    extra: dict[str, Any] = field(default_factory=dict)

    def read(self, browser: Client) -> dict[str, Any]:
        """What a browser would send of the page, unchanged."""
        with undrawn():
            page: Any = browser.get(self.url)
        assert page.status_code == 200, (self.name, page.status_code)
        return form_in(SimpleNamespace(context=page.context_data))

    def typed(self, form: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """The form with something new typed into it, and what that is."""
        number = next(words)
        text = (
            f"2{number // 300:03}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
            if self.input == "due_on"
            else ""
        )
        text = text or f"typed{_letters(number)}"
        return {**form, **self.extra, self.input: text}, text

    def stands(self, text: str) -> bool:
        """Whether that is stored now, in a row that stands."""
        rows = self.model._default_manager.all()
        if hasattr(rows, "active"):
            rows = rows.active()
        names = [column.attname for column in self.model._meta.concrete_fields]
        return any(
            text in str(value)
            for row in rows.order_by("-pk")[:60]
            for value in row.__dict__.values()
            if value
        ) and bool(names)


def _letters(number: int) -> str:
    """A number in letters: names may look like no other name, and digits like letters."""
    return "".join("bcdfghjklm"[int(digit)] for digit in f"{number:05}")


class Step(Path):
    """A step that changes the state of the claim under the others' hands; it types nothing."""

    def read(self, browser: Client) -> dict[str, Any]:
        claim = Claim.objects.get(pk=int(re.findall(r"/claim/(\d+)/", self.url)[0]))
        return {"rev": str(claim.rev), "kind": "typo", "reason": "A test."}

    def typed(self, form: dict[str, Any]) -> tuple[dict[str, Any], str]:
        return form, ""

    def stands(self, text: str) -> bool:
        return True


class Linked(Path):
    """Evidence linked on the claim's own page: each time another source."""

    def read(self, browser: Client) -> dict[str, Any]:
        claim = Claim.objects.get(pk=int(re.findall(r"/claim/(\d+)/", self.url)[0]))
        number = next(words)
        source = records.add(
            Source, by=User.objects.get(username="author"), url=f"https://source.example/s{number}", kind="news media",
            title=f"Source {_letters(number)}", reliability="C", reliability_why="A test.", published=DAY,
        )  # fmt: skip
        return {"rev": str(claim.rev), "source": str(source.pk), "stance": "context", "credibility": "3"}


class OnThePage(Path):
    """The verdict as it is given on the claim's own page."""

    def read(self, browser: Client) -> dict[str, Any]:
        with undrawn():
            page: Any = browser.get(self.url.replace("/verdict/", "/change/"))
        found: dict[str, Any] = {}
        for bound in page.context_data["verdict_form"]:
            found.update(inputs_of(bound))
        return found


class Card(Path):
    """A piece of evidence, changed on its card."""

    def read(self, browser: Client) -> dict[str, Any]:
        claim, row = (int(number) for number in re.findall(r"/(\d+)/", self.url))
        piece = Evidence.objects.get(pk=row)
        sent = {
            name: str(getattr(piece, name) or "") for name in ("stance", "says", "excerpt", "credibility")
        }
        return {**sent, "rev": str(Claim.objects.get(pk=claim).rev), "source": str(piece.source_id)}


class Anew(Path):
    """A row that is made again before each reading, as it can be settled only once."""

    def read(self, browser: Client) -> dict[str, Any]:
        if Recheck.objects.filter(pk=self._pk(), settled_at__isnull=False).exists():
            old = Recheck.objects.get(pk=self._pk())
            new = Recheck.objects.create(
                claim=old.claim, occasion="date", mark=str(next(words)), because="Again.", raised_at=timezone.now(),
                changed_by=old.changed_by,
            )  # fmt: skip
            self.url = reverse("admin:claims_recheck_change", args=[new.pk])
        return super().read(browser)

    def _pk(self) -> int:
        return int(re.findall(r"/(\d+)/", self.url)[0])


def unlisted_addresses() -> list[str]:
    """Addresses of the desk's classes that are neither Django's own nor known here."""
    known = {
        *WITHOUT_TEXT,
        "claims_claim_evidence",
        "claims_claim_evidence_row",
        "claims_claim_verdict",
    }
    found = []
    for model, desk in admin.site._registry.items():
        own = f"{model._meta.app_label}_{model._meta.model_name}"
        standard = {f"{own}_{what}" for what in ("changelist", "add", "history", "delete", "change")}
        found += [
            pattern.name
            for pattern in desk.get_urls()
            if pattern.name and pattern.name not in standard | known | unsaved_of(own)
        ]
    return sorted(set(found))


def paths(world: World, claim: Claim, browser: Client) -> Iterator[Path]:
    """Every path, tried once: its first input that takes a word. A form that takes none fails the build."""
    number = claim.pk
    page = reverse("admin:claims_claim_change", args=[number])
    for model, desk in admin.site._registry.items():
        row = _row(model, claim)
        if row is None or not _may_change(desk, world):
            continue
        url = reverse(f"admin:claims_{model._meta.model_name}_change", args=[row.pk])
        kind = Anew if model is Recheck else Path
        about = "claim" if _hangs_on(model, claim) else str(model._meta.model_name)
        name = str(model._meta.model_name)
        yield _writable(kind(f"{name} form", url, model, "", about, BESIDE.get(name, {})), browser)
    for inline in admin.site._registry[Claim].inlines:
        yield from _of_inline(inline, page)
    yield Linked("evidence link", f"/admin/claims/claim/{number}/evidence/", Evidence, "says", "claim")
    yield OnThePage(
        "verdict on the page", f"/admin/claims/claim/{number}/verdict/", Verdict, "rationale", "claim"
    )
    piece = claim.evidence.active().order_by("pk")[0]
    yield Card(
        "evidence card", f"/admin/claims/claim/{number}/evidence/{piece.pk}/", Evidence, "says", "claim"
    )
    for verb in ("complete", "return"):
        yield Step(f"step {verb}", f"/admin/claims/claim/{number}/step/{verb}/", Claim, "", "claim")
    yield Bulk(
        "bulk complete",
        reverse("admin:claims_claim_bulk", args=["complete"]) + f"?of={number}",
        Claim,
        "",
        "claim",
    )
    yield Path(
        "round of work, added", f"{reverse('admin:claims_review_add')}?claim={_without_round().pk}", Review, "due_on",
        "round",
    )  # fmt: skip


class Bulk(Step):
    """A step for chosen claims of the list."""

    def read(self, browser: Client) -> dict[str, Any]:
        number = self.url.rpartition("=")[2]
        claim = Claim.objects.get(pk=int(number))
        return {"row": f"{number}:{claim.rev}"}


def _without_round() -> Claim:
    return Claim.objects.filter(reviews__isnull=True).order_by("pk")[0]


def _row(model: type[models.Model], claim: Claim) -> models.Model | None:
    if model is Claim:
        return claim
    rows = model._default_manager.all()
    if _hangs_on(model, claim):
        rows = rows.filter(claim=claim)
    return rows.order_by("pk").first()


def _hangs_on(model: type[models.Model], claim: Claim) -> bool:
    names = {column.name: column for column in model._meta.concrete_fields}
    return model is Claim or ("claim" in names and names["claim"].related_model is Claim)


def _may_change(desk: Any, world: World) -> bool:
    request: Any = SimpleNamespace(user=User.objects.get(username="all_of_them"))
    return bool(desk.has_change_permission(request))


def _writable(path: Path, browser: Client) -> Path:
    """The path with the first of its inputs that keeps what is typed."""
    with undrawn():
        page: Any = browser.get(path.url)
    form = page.context_data["adminform"].form
    kinds = (forms.CharField, forms.DateField)
    names = [
        name for name, one in form.fields.items()
        if type(one) in kinds and name not in FIXED and not isinstance(one.widget, forms.HiddenInput)
    ]  # fmt: skip
    for name in names:
        path.input = name
        sent, text = path.typed(path.read(browser))
        if browser.post(path.url, sent).status_code == 302 and path.stands(text):
            return path
    raise AssertionError(
        f"unlisted: {path.name} keeps nothing that is typed into {names}; say what is typed there"
    )


def _of_inline(inline: Any, page: str) -> Iterator[Path]:
    """The first row of an inline; spans have no text, only places."""
    prefix = next(name for name, model in PARTS.items() if model is inline.model)
    prefix = {"attribution": "attributions"}.get(prefix, prefix)
    names = [
        name for name in _flat(inline.fields)
        if type(inline.model._meta.get_field(name)) is models.TextField and name not in ("text", "cue", "role")
    ]  # fmt: skip
    if names:
        yield Path(f"inline {prefix}", page, inline.model, f"{prefix}-0-{names[0]}", "claim")


def _flat(names: Any) -> list[str]:
    return [one for name in names for one in ([name] if isinstance(name, str) else name)]
