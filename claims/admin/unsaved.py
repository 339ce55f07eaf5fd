"""What a person typed into a form and did not save yet: taken from the page, shown again, and put back into the form.

Every form of the desk keeps it under an address, such as “claims.claim/7/change” or “claims.evidence/add?claim=7”.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.db.models import Model
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from claims.actions import unsaved
from claims.admin import unsaved_begun, unsaved_parts
from claims.admin.access import person
from claims.admin.since import Saved
from claims.admin.unsaved_begun import RESTORE, changing
from claims.admin.unsaved_text import Posted, differences, names_of, posted_by, together
from claims.domain.errors import DomainError, InvalidValue, NotAllowed, NotFound, WrongState
from claims.domain.vocabulary import State
from claims.formats.word_diff import Piece
from claims.models import Claim, Draft

if TYPE_CHECKING:
    from claims.admin.base import ActionAdmin

TOKEN = "version_read"  # noqa: S105 - the name of a form field
ABOUT = ("claim", "other")
"""The references by which a row hangs on a claim."""
ENDED = "unsaved_ended"
MOST_ENDED = 30
STATUS: Mapping[type[DomainError], int] = {NotAllowed: 403, NotFound: 404, WrongState: 409}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page with a form says of unsaved text: where it is kept, what there is, and what differs."""

    keep: str
    discard: str
    row: str
    given: str
    token: str
    draft: Draft | None = None
    is_restored: bool = False
    restore: str = ""
    lines: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
    since: tuple[Saved, ...] = ()
    is_stale: bool = False
    begun: tuple[unsaved_begun.Begun, ...] = ()
    parts: tuple[unsaved_parts.Part, ...] = ()
    is_answer: bool = False
    """Whether the page answers a form that was sent and not saved."""
    ended: tuple[str, ...] = ()
    """The pages whose text was saved lately: what browsers remember of them is unsaved no more."""

    @property
    def page(self) -> str:
        """The page that goes on with the text: this one, once it has been put back into the form."""
        return self.draft.page if self.draft and self.is_restored else ""


def addresses(desk: ActionAdmin) -> list[Any]:
    """Where a form's text is sent while it is typed, and where it is thrown away."""
    name = f"claims_{desk.opts.model_name}"
    views: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (("unsaved", _keep), ("discard", _discard))

    def view(act: Callable[..., HttpResponse]) -> Any:
        return desk.admin_site.admin_view(require_POST(lambda request: act(desk, request)))

    return [path(f"{word}/", view(act), name=f"{name}_{word}") for word, act in views]


def shown(desk: ActionAdmin, request: HttpRequest, object_id: str | None) -> Shown | None:
    """What the page says; where there is text to be put back, the form of this request is filled with it."""
    row, given = object_id or "", _given(desk, request)
    obj = _row(desk, request, row)
    if not desk.keeps_unsaved or (row and obj is None) or not _may(desk, request, obj):
        return None
    name = f"admin:claims_{desk.opts.model_name}"
    request.unsaved_address = address = _address(desk, row, given)  # type: ignore[attr-defined]
    token = desk.token(obj) if obj is not None else ""
    page = Shown(
        reverse(f"{name}_unsaved"), reverse(f"{name}_discard"), row, given, token,
        is_answer=request.META.get("REQUEST_METHOD") == "POST", ended=tuple(request.session.get(ENDED, ())),
    )  # fmt: skip
    if isinstance(obj, Claim):
        begun = unsaved_begun.of(desk, request, obj) if request.method == "GET" else ()
        page = replace(page, begun=tuple(begun), parts=tuple(unsaved_parts.of(obj)))
    if request.method != "GET":
        return page
    draft = Draft.objects.filter(user=person(request), address=address).first()
    if draft is None:
        return page
    form, formsets = _as_stored(desk, request, obj)
    stored = posted_by(form, formsets)
    lines = differences(form, formsets, stored=stored, typed=draft.fields)
    if not lines:
        return page
    is_restored = request.GET.get(RESTORE) == "restore"
    if is_restored:
        request.unsaved = _again(draft, together(draft.fields, stored, form, formsets))  # type: ignore[attr-defined]
    is_stale = obj is not None and token != draft.token
    return replace(
        page,
        draft=draft,
        is_restored=is_restored,
        restore=f"?{given}{'&' if given else ''}{RESTORE}=restore",
        lines=tuple(lines),
        since=tuple(desk.since(obj, draft.token)) if is_stale else (),
        is_stale=is_stale,
    )


def saved(request: HttpRequest) -> None:
    """The form of this request has been saved: its text is unsaved no more, but that of another page is."""
    address = getattr(request, "unsaved_address", "")
    if address:
        _end(request, address)


def hung(request: HttpRequest, claim: Claim, model: type[Model], row: int | None = None) -> None:
    """What hangs on the claim was saved by its form on the claim's own page: its text is unsaved no more."""
    _end(request, changing(model, row) if row else f"{model._meta.label_lower}/add?claim={claim.pk}")


def _end(request: HttpRequest, address: str) -> None:
    page = request.POST.get("_page")
    unsaved.discard(by=person(request), address=address, page=page)
    if page and re.fullmatch("[a-z0-9.-]{1,60}", page):
        request.session[ENDED] = [*request.session.get(ENDED, ()), page][-MOST_ENDED:]


def _keep(desk: ActionAdmin, request: HttpRequest) -> HttpResponse:
    """Keeps what a page sent; says when, or why not."""
    try:
        obj, address = _named(desk, request)
        fields, left_out = _fields(desk, request, obj)
        _not_about_what_is_gone(*(fields.get(name, ()) for name in ABOUT))
        draft = unsaved.keep(
            by=person(request),
            address=address,
            fields=fields,
            token=request.POST.get("token", "")[:100],
            page=request.POST.get("page", "")[:60],
            at=timezone.now(),
            anyway="anyway" in request.POST or _says_nothing(desk, request, obj, address),
        )
    except DomainError as refusal:
        code = next((number for kind, number in STATUS.items() if isinstance(refusal, kind)), 400)
        problems = {problem.field: problem.message for problem in refusal.problems}
        return JsonResponse({"refused": refusal.message, "problems": problems}, status=code)
    return JsonResponse({"saved": f"{draft.saved_at:%H:%M:%S}", "left_out": left_out})


def _says_nothing(desk: ActionAdmin, request: HttpRequest, obj: Any, address: str) -> bool:
    """Whether what another page keeps of this form changes nothing in it, so that this one may take its place."""
    kept = Draft.objects.filter(user=person(request), address=address)
    draft = kept.exclude(page=request.POST.get("page", "")[:60]).first()
    if draft is None:
        return False
    opened = copy(request)
    opened.method, opened.GET = "GET", QueryDict(request.POST.get("given", "")[:300])
    form, formsets = _as_stored(desk, opened, obj)
    return not differences(form, formsets, stored=posted_by(form, formsets), typed=draft.fields)


def _discard(desk: ActionAdmin, request: HttpRequest) -> HttpResponse:
    """Throws the text of one form away and shows the form as it is stored."""
    row, given = request.POST.get("row", ""), _given(desk, request)
    address = _address(desk, row, given)
    if "\0" in address:
        return HttpResponseBadRequest("There is no form with such an address.", content_type="text/plain")
    unsaved.discard(by=person(request), address=address)
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:index")
    return HttpResponseRedirect(back)


def _named(desk: ActionAdmin, request: HttpRequest) -> tuple[Any, str]:
    """The row behind a form, if there is one, and the form's address; refuses forms that this person cannot save."""
    row, given = request.POST.get("row", ""), _given(desk, request)
    obj = _row(desk, request, row)
    if row and obj is None:
        raise NotFound("There is no such row.", field="row")
    if not desk.keeps_unsaved:
        raise NotAllowed("Text of this form is not kept before it is saved.", field="row")
    if not _may(desk, request, obj):
        raise NotAllowed("Your role cannot save this form.", field="row")
    _not_about_what_is_gone(
        [obj.pk] if isinstance(obj, Claim) else [getattr(obj, f"{name}_id", None) for name in ABOUT],
        [value for name, value in parse_qsl(given) if name in ABOUT],
    )
    return obj, _address(desk, row, given)


def _not_about_what_is_gone(*claims: Iterable[Any]) -> None:
    """Refuses text about a suppressed claim, however the form names it."""
    numbers = [one for some in claims for one in some if re.fullmatch("[0-9]{1,18}", str(one))]
    if Claim.objects.filter(pk__in=numbers, state=State.SUPPRESSED.value).exists():
        raise WrongState("This claim was suppressed; nothing is written about it any more.", field="row")


def _fields(desk: ActionAdmin, request: HttpRequest, obj: Any) -> tuple[Posted, list[str]]:
    """What was typed, by the form's own inputs, and what else was sent and is not kept."""
    try:
        sent = json.loads(request.POST.get("fields", ""))
    except (ValueError, RecursionError) as error:
        raise InvalidValue("The fields are not JSON.", field="fields") from error
    if not isinstance(sent, dict) or not all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in sent.values()
    ):
        raise InvalidValue("The fields are an object of lists of texts.", field="fields")
    known = set(_names(desk, request, obj)) - {TOKEN}
    sent = dict(_as_asked(sent, known))
    rows = [_pattern(formset) for formset, _inline in desk.get_formsets_with_inlines(request, obj)]
    kept = {
        name: texts
        for name, texts in sent.items()
        if name in known or any(pattern.fullmatch(name) for pattern in rows)
    }
    if not kept:
        raise InvalidValue("None of these are inputs of this form.", field="fields")
    return kept, sorted(name[:100] for name in sent.keys() - kept.keys())[:50]


def _as_asked(sent: Posted, known: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """What was sent; a moment of one input in the two inputs of the form that is shown when it is put back."""
    for name, texts in sent.items():
        halves = f"{name}_0", f"{name}_1"
        if name not in known and texts and all(half in known for half in halves):
            yield from zip(halves, ([half] for half in texts[0].partition("T")[::2]), strict=True)
        else:
            yield name, texts


def _names(desk: ActionAdmin, request: HttpRequest, obj: Any) -> Iterator[str]:
    form = desk.get_form(request, obj, change=obj is not None)
    for name, field in form.base_fields.items():
        yield from names_of(name, field)


def _pattern(formset: Any) -> re.Pattern[str]:
    """The names of the inputs of an inline, whatever rows it has."""
    fields = [one for name, field in formset.form.base_fields.items() for one in names_of(name, field)]
    fields += ["id", formset.fk.name, "DELETE"]
    prefix = re.escape(formset.get_default_prefix())
    words = "|".join(map(re.escape, fields))
    return re.compile(rf"{prefix}-(?:(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|[0-9]{{1,3}}-(?:{words}))")


def _as_stored(desk: ActionAdmin, request: HttpRequest, obj: Any) -> tuple[forms.BaseForm, list[Any]]:
    """The page's form and inlines as they are without the text."""
    form_class = desk.get_form(request, obj, change=obj is not None)
    form = form_class(instance=obj) if obj else form_class(initial=desk.get_changeform_initial_data(request))
    formsets, _inlines = desk._create_formsets(request, obj or form.instance, change=obj is not None)  # type: ignore[attr-defined]
    return form, formsets


def _again(draft: Draft, fields: Posted) -> Again:
    data = Again(mutable=True)
    for name, texts in fields.items():
        data.setlist(name, texts)
    data[TOKEN] = draft.token
    return data


class Again(QueryDict):
    """Unsaved text as a form would post it, put back into the form: nothing of it has been judged yet."""


def _row(desk: ActionAdmin, request: HttpRequest, row: str) -> Any:
    return desk.get_object(request, row) if re.fullmatch("[0-9]{1,18}", row) else None


def _may(desk: ActionAdmin, request: HttpRequest, obj: Any) -> bool:
    return desk.has_add_permission(request) if obj is None else desk.has_change_permission(request, obj)


def _given(desk: ActionAdmin, request: HttpRequest) -> str:
    """The references that the address of an add page fills in, always in one order."""
    asked = copy(request)
    if "given" in request.POST:
        asked.GET = QueryDict(request.POST["given"][:300])
    return urlencode(sorted(desk.get_changeform_initial_data(asked).items()))[:250]


def _address(desk: ActionAdmin, row: str, given: str) -> str:
    label = desk.opts.label_lower
    return f"{label}/{row[:18]}/change" if row else f"{label}/add{'?' if given else ''}{given}"
