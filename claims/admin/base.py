"""Stock admin that saves through actions: one action a save, its refusals at their fields, nobody's text lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from claims.actions import records
from claims.admin import since, unsaved
from claims.admin.access import ByRole, person
from claims.admin.history import HistoryView
from claims.admin.inputs import WithInputs, can_be
from claims.admin.paging import EstimatingPaginator
from claims.admin.refusals import conflict, said, status
from claims.admin.unsaved import TOKEN, Again
from claims.domain.errors import Busy, DomainError, InvalidValue, StaleSave


def revision_read(token: str) -> int:
    """The revision of a claim that a page was made from."""
    if not re.fullmatch("[0-9]{1,9}", token):
        raise _says_not("revision")
    return int(token)


def moment_read(token: str) -> datetime:
    """The moment of the last change of the row that a page was made from."""
    try:
        moment = datetime.fromisoformat(token)
    except ValueError as error:
        raise _says_not("version") from error
    if moment.tzinfo is None:
        raise _says_not("version")
    return moment


def _says_not(what: str) -> InvalidValue:
    return InvalidValue(f"This form does not say which {what} was read. Open the page again.", field=TOKEN)


class SavedWithoutAction(RuntimeError):
    """Somebody tried to save a row past the actions: a fault of ours, never of the person at the desk."""


class PartForm(forms.ModelForm[Any]):
    """A form that leaves all checking of meaning to the action."""

    def full_clean(self) -> None:
        """The values and their problems; unsaved text that is shown again has none yet."""
        if isinstance(self.data, Again):
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
        else:
            super().full_clean()

    def _post_clean(self) -> None:
        """Nothing: the action checks, and the row in hand stays as it was read."""


class ActionForm(PartForm):
    """The form of a page: knows the version that was read, and shows what the action refused."""

    version_read = forms.CharField(widget=forms.HiddenInput, required=False)
    refusal: DomainError | None = None
    token = ""
    again: Again | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        if self.again is not None:
            options["data"] = self.again
        super().__init__(*args, **options)
        if TOKEN in self.fields:
            self.fields[TOKEN].initial = self.token
        if self.is_bound and isinstance(
            self.refusal, StaleSave
        ):  # the next save is meant to be on top of theirs
            data = cast(QueryDict, self.data).copy()
            data[TOKEN] = str(self.refusal.current) if self.refusal.current else self.token
            self.data = data

    def clean(self) -> dict[str, Any]:
        """The values; what the action refused stands at its field."""
        cleaned = super().clean() or {}
        for problem in self.refusal.problems if self.refusal else ():
            name = problem.field.split("[")[0].split(".")[0]
            shown = name in self.fields and name != TOKEN
            self.add_error(name if shown else None, said(problem, cast(DomainError, self.refusal)))
        return cleaned


class ActionAdmin(WithInputs, HistoryView, ByRole, admin.ModelAdmin[Any]):
    """The base of every model that can be changed at the desk."""

    form = ActionForm
    change_form_template = "admin/claims/change_form.html"
    list_per_page = 50
    paginator = EstimatingPaginator
    show_full_result_count = False
    save_on_top = False
    keeps_unsaved = True
    """Whether what is typed here is kept before it is saved: not where passwords are."""

    class Media:
        css = {"all": ["claims/admin.css"]}

    def perform(
        self, request: HttpRequest, *, row: Any, values: dict[str, Any], token: str, parts: Any
    ) -> Any:
        """Saves by one action and gives the saved row; `row` is None for a new one."""
        if row is None:
            return records.add(self.model, by=person(request), **values)
        return records.change(row, by=person(request), read=moment_read(token), **values)

    def token(self, row: Any) -> str:
        """What names the version that was read."""
        return str(row.changed_at.isoformat())

    def parts(self, formsets: list[Any]) -> Mapping[str, Any]:
        """The inlines as the action wants them."""
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, and what is done to chosen rows of it; what names no row chooses none."""
        if ACTION_CHECKBOX_NAME in request.POST:
            sent = request.POST.copy()
            keys = [key for key in sent.getlist(ACTION_CHECKBOX_NAME) if can_be(self.opts.pk, key)]
            sent.setlist(ACTION_CHECKBOX_NAME, keys)
            request.POST = sent  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's view outside its own transaction (actions have theirs), again with the refusal if there is one."""
        view = super()._changeform_view  # type: ignore[misc]  # Django's own, without the atomic around it
        extra_context = {**(extra_context or {}), "unsaved": unsaved.shown(self, request, object_id)}
        try:
            return view(request, object_id, form_url, extra_context)  # type: ignore[no-any-return]
        except DomainError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            stored = self.get_object(request, object_id) if object_id else None
            token = request.POST.get(TOKEN, "")
            request.conflict = found = conflict(  # type: ignore[attr-defined]
                refusal,
                is_new=stored is None,
                since=self.since(stored, token) if stored else (),
                touched=self.touched(stored, token) if stored else None,
                by=person(request).pk,
            )
            response = view(request, object_id, form_url, {**extra_context, "conflict": found})
            if isinstance(refusal, StaleSave | Busy):
                response.status_code = status(refusal, otherwise=200)
            return response  # type: ignore[no-any-return]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """What an inline is made of: after a conflict about its rows, what is stored now, not what was sent."""
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        again = getattr(request, "unsaved", None)
        if again is not None:
            options["data"] = again
        found = getattr(request, "conflict", None)
        if found is not None and inline.model in found.afresh:
            for sent in ("data", "files", "save_as_new"):
                options.pop(sent, None)
        return options

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address of an add page fills in: references, as in `?claim=7`."""
        columns = {column.name: column for column in self.opts.concrete_fields if column.is_relation}
        given = super().get_changeform_initial_data(request)
        return {
            name: value
            for name, value in given.items()
            if name in columns and can_be(cast(Any, columns[name]).target_field, value)
        }

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The form, with the token of the version that was read."""
        form = super().get_form(request, obj, change=change, **options)
        current = self.token(type(obj)._default_manager.get(pk=obj.pk)) if obj else ""
        of_this_page = {"refusal": getattr(request, "refusal", None), "token": current}
        return type(form.__name__, (form,), {**of_this_page, "again": getattr(request, "unsaved", None)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; the token travels at the end."""
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return fieldsets
        last: dict[str, Any] = dict(fieldsets[-1][1])
        if TOKEN not in last["fields"]:
            last["fields"] = [*last["fields"], TOKEN]
        return [*fieldsets[:-1], (fieldsets[-1][0], last)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared or the model's own fields."""
        return [name for name in super().get_fields(request, obj) if name != TOKEN]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The row as it was read: nothing is put into it here."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing yet: `save_related` knows form and inlines and saves both by one action."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The one action of this save."""
        values = {name: value for name, value in form.cleaned_data.items() if name != TOKEN}
        saved = self.perform(
            request,
            row=form.instance if change else None,
            values=values,
            token=form.cleaned_data.get(TOKEN, ""),
            parts=self.parts(list(formsets)),
        )
        if not isinstance(saved, self.model):
            raise SavedWithoutAction(f"{type(self).__name__}.perform saved nothing")
        form.instance.__dict__.update(saved.__dict__)
        unsaved.saved(request)

    def since(self, row: Any, token: str) -> list[since.Saved]:
        """Who saved the row since the version that was read, the last one last."""
        return since.of_row(row)

    def touched(self, row: Any, token: str) -> Collection[str] | None:
        """The kinds of parts that others changed since the version that was read; None when that is not known."""
        return None

    def get_urls(self) -> list[Any]:
        """With the addresses that keep what is typed."""
        return [*unsaved.addresses(self), *super().get_urls()]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Never: inlines are saved by the action."""
        raise SavedWithoutAction("a formset was saved past the actions")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Never."""
        raise SavedWithoutAction("rows are not deleted")

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What changed stands in our own history."""
        return []
