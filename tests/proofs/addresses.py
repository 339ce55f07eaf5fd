"""Every address there is, found in the addresses themselves, and what each role gets there by each method."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.models import Claim, Comment, Evidence, Publication, ReplyRequest, Source
from tests.proofs.undrawn import undrawn
from tests.proofs.world import World, signed_in

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
AT_THE_DESK = (
    "anonymous", "nobody", "machine", "inactive", "superuser", "extractor", "reviewer", "editor", "administrator",
)  # fmt: skip
ELSEWHERE = ("anonymous", "editor")
"""Outside the desk nobody is signed in: what an editor gets there is what everybody gets."""
OBJECTS = ("proposed", "in review", "published")
"""The states of the claim that an address of the desk is about, or that its row hangs on."""

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()]|\([^()]*\))*\)")
WORDS: Mapping[str, str] = {
    "form": "json",
    "noun": "claims",
    "start": "0000000000",
    "verb": "accept",
    "app_label": "claims",
    "url": "nothing-here",
    "name": "x",
    "topic": "x",
}
KEYS = ("object_id", "number", "pk", "id")
HANGING: Mapping[str, type[models.Model]] = {"row": Evidence, "reply": ReplyRequest, "which": Comment}
"""The row of a claim that an address below the claim is about, by the word in its pattern."""


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of an address, as it is written, and its name."""

    pattern: str
    name: str

    @property
    def at_the_desk(self) -> bool:
        """Whether people sign in for it."""
        return not self.pattern.startswith("api/") and (self.pattern.split("/")[0] in DESKS)

    @property
    def model(self) -> type[models.Model] | None:
        """The model that an address of the desk is about."""
        parts = self.pattern.split("/")
        if parts[0] != "admin" or len(parts) < 4 or parts[1] != "claims":
            return None
        ours = {model._meta.model_name: model for model in apps.get_app_config("claims").get_models()}
        return ours.get(parts[3]) or ours.get(
            parts[2]
        )  # the number may be that of another noun, which is named then


DESKS = ("admin", "accounts", "account")
"""The first words of addresses at which sessions are known."""


def every_address(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """Every pattern that is answered, in order."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + _written(str(one.pattern))
        if isinstance(one, URLResolver):
            yield from every_address(one, pattern)
        elif isinstance(one, URLPattern):
            yield Address(pattern, one.name or "")


def _written(pattern: str) -> str:
    """A route or a regular expression as it is shown: without anchors."""
    return pattern.removeprefix("^").removesuffix("\\Z").removesuffix("$")


def path_of(address: Address, row: Any, public_id: str) -> str:
    """An address that fits the pattern, about this row."""
    key = str(row.pk) if row is not None else "0"

    def value(name: str, kind: str) -> str:
        if name == "content_type_id":
            return str(ContentType.objects.get_for_model(Claim).pk)
        if name == "public_id" or (name == "name" and not address.at_the_desk):
            return public_id
        if name == "source":
            return str(Source.objects.order_by("pk").values_list("pk", flat=True).first() or 0)
        if name in HANGING:
            hanging = HANGING[name]._default_manager.filter(claim=row).order_by("pk").first()
            return str(hanging.pk if hanging else 0)
        if name in KEYS:
            return key if address.at_the_desk else "1"
        return WORDS.get(name, "1" if kind == "int" else "x")

    told = GROUP.sub(lambda found: value(found["name"], ""), address.pattern)
    told = CONVERTER.sub(lambda found: value(found["name"], found["kind"] or ""), told)
    return "/" + re.sub(r"\\(.)", r"\1", told).replace("?", "")


def rows_of(address: Address, claims: Mapping[str, Claim]) -> Iterator[tuple[str, Any]]:
    """What the address can be asked about: one row, or one for each state of its claim."""
    model = address.model
    if model is None or not CONVERTER.search(address.pattern):
        yield "", claims["published"]
        return
    if model is Claim:
        yield from claims.items()
        return
    columns = {column.name: column for column in model._meta.concrete_fields}
    of_a_claim = "claim" in columns and columns["claim"].related_model is Claim
    for state, claim in claims.items() if of_a_claim else ():
        if row := model._default_manager.filter(claim=claim).order_by("pk").first():
            yield state, row
    if not of_a_claim:
        yield "", model._default_manager.order_by("pk").first()


def answer_of(browser: Client, method: str, path: str) -> str:
    """What is answered, in a word or as a number; whatever it did is undone."""

    class Undone(Exception):
        """Takes it back."""

    response: Any = None
    try:
        with transaction.atomic():
            with undrawn():
                response = browser.generic(method, path)
            if response.streaming:
                b"".join(response.streaming_content)  # a download keeps its place until it is read
            raise Undone
    except Undone:
        pass
    where = response.headers.get("Location", "")
    if response.status_code == 302 and "/login/" in where and "/login/" not in path:
        return "sign-in"
    return str(response.status_code)


@dataclass
class Seat:
    """Somebody with a browser that forgets what an address did to its cookies: what it did is undone too."""

    name: str
    browser: Client
    session: str

    @classmethod
    def of(cls, name: str, world: World) -> Seat:
        """Signed in, unless nobody is."""
        browser = Client() if name == "anonymous" else signed_in(world.people[name])
        return cls(name, browser, browser.cookies["sessionid"].value if name != "anonymous" else "")

    def again(self) -> Client:
        """The browser as it came in."""
        self.browser.cookies.clear()
        if self.session:
            self.browser.cookies["sessionid"] = self.session
        return self.browser


def table(world: World, claims: Mapping[str, Claim]) -> dict[str, str]:
    """The whole table: address, object and method → answer and whose it is, as its file has it."""
    seats = [Seat.of(name, world) for name in AT_THE_DESK]
    browsers = {seat.name: seat for seat in seats}
    public_id = Publication.objects.latest("id").public_id
    lines: dict[str, str] = {}
    for address in dict.fromkeys(every_address()):
        roles = AT_THE_DESK if address.at_the_desk else ELSEWHERE
        for state, row in rows_of(address, claims):
            path = path_of(address, row, public_id)
            answers: dict[str, str] = {}
            for method in METHODS:

                def ask(role: str, method: str = method, path: str = path) -> str:
                    return answer_of(browsers[role].again(), method, path)

                answers[method] = _by_answer(_asked(ask, method, roles, answers))
            lines |= _together(f"/{address.pattern}" + (f" [{state}]" if state else ""), answers)
    return lines


def _asked(
    ask: Callable[[str], str], method: str, roles: tuple[str, ...], before: Mapping[str, str]
) -> dict[str, str]:
    """What each role is answered. A method that an editor is refused is refused before roles are read; HEAD, which is
    GET without a body, is asked for by one."""
    if method == "HEAD":
        get = {role: answer for answer, names in _parted(before["GET"]) for role in names or roles}
        if get["anonymous"] == ask("anonymous"):
            return get
    elif method not in ("GET", "POST") and ask("editor") == "405":
        return dict.fromkeys(roles, "405")
    return {role: ask(role) for role in roles}


def _parted(line: str) -> list[tuple[str, list[str]]]:
    """A line's answers with the roles that get them; none stands for all."""
    parts = (part.partition(": ") for part in line.split("; "))
    return [(answer, [] if names == "all" else names.split(", ")) for answer, _, names in parts]


def _by_answer(answers: Mapping[str, str]) -> str:
    found: dict[str, list[str]] = defaultdict(list)
    for role, answer in answers.items():
        found[answer].append(role)
    if len(found) == 1:
        return f"{next(iter(found))}: all"
    return "; ".join(f"{answer}: {', '.join(roles)}" for answer, roles in sorted(found.items()))


def _together(address: str, answers: Mapping[str, str]) -> dict[str, str]:
    """A line for each answer, with the methods that get it."""
    methods: dict[str, list[str]] = defaultdict(list)
    for method, answer in answers.items():
        methods[answer].append(method)
    return {f"{address} {'/'.join(names)}": answer for answer, names in methods.items()}
