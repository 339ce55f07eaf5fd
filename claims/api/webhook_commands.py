"""Commands of a newsroom's program about the newsroom's own webhooks. Each acts once, however often it is sent."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.actions import commands, webhooks
from claims.actions.commands import Program
from claims.api import bodies, parameters
from claims.api import webhook_shapes as shapes
from claims.api.views import problems_of
from claims.domain.api_keys import Scope
from claims.domain.errors import DomainError, InvalidValue, NotAllowed, NotFound
from claims.domain.ledger import time_text
from claims.domain.text import LIMITS, clean_text
from claims.domain.vocabulary import Role
from claims.reads import webhook_api
from claims.reads.keys import Key
from claims.reads.webhook_api import Endpoint

HERE = "/api/v1/webhooks/"
BODY = 16 * 1024
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    location=OpenApiParameter.HEADER,
    required=True,
    description=(
        "A name of your own for this command, new with each. Sent again under the same one within two days it is not "
        "carried out again, and is answered as before."
    ),
    examples=[OpenApiExample("a UUID", "8e03978e-40d5-43e8-bc93-6894a57f9324")],
)
TAGS = ["webhooks"]
KEY: Any = [{"newsroomKey": []}]


class NoKey(DomainError):
    """Nobody knows who asks."""

    code = "key-needed"


def key_of(request: Request) -> Key:
    """The key that may look after webhooks. Raises NoKey (401) and NotAllowed (403)."""
    key: Key | None = getattr(request._request, "api_key", None)
    if key is None:
        raise NoKey("Webhooks belong to a newsroom: send its key, “Authorization: Bearer fcn_…”.")
    if Scope.WEBHOOKS.value not in key.scopes:
        raise NotAllowed(f"This key has not the scope “{Scope.WEBHOOKS.value}”. Ask for one that has.")
    return key


def carried_out(
    request: Request,
    *,
    members: Collection[str],
    act: Callable[[dict[str, Any], Program, datetime], tuple[int, dict[str, Any]]],
) -> HttpResponse:
    """Carries a command out, once; `act` gets what was sent, who sent it and when."""
    parameters.only(request.query_params, ())
    key = key_of(request)
    name = _name(request)
    value, body = bodies.json_object(request, members=members, most=BODY)
    program = Program(key.newsroom, key.prefix, webhook_api.given_by(key))
    now = timezone.now()

    def acting() -> tuple[int, bytes]:
        _still_given(program)
        status, told = act(value, program, now)
        return status, json.dumps(told, ensure_ascii=False).encode()

    done = commands.once(program, key=name, route=f"POST {request.path}", request=body, at=now, act=acting)
    answer = HttpResponse(done.body, status=done.status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    if done.again:
        answer["Idempotent-Replayed"] = "true"
    return answer


def _still_given(program: Program) -> None:
    """Refuses a key whose giver could not do by hand what it commands."""
    if Role.ADMINISTRATOR not in program.by.roles():
        raise NotAllowed(
            "This key was given by somebody who no longer looks after newsrooms here: it goes on reading, and "
            "commands nothing. Ask an administrator of this site; the desk gives you a new one."
        )


def _name(request: Request) -> str:
    given = request.headers.get("Idempotency-Key", "")
    name = clean_text(given, field="Idempotency-Key", limit=LIMITS["label"])
    if not name:
        raise InvalidValue(
            "Send an Idempotency-Key: a name of your own for this command, so that it acts once.",
            field="Idempotency-Key",
        )
    return name


def of(newsroom: int, public_id: str) -> Endpoint:
    found = webhook_api.endpoint_or_none(newsroom, public_id)
    if found is None:
        raise NotFound(f"Your newsroom has no webhook with the id {public_id}.", field="id")
    return found


def told(one: Endpoint) -> dict[str, Any]:
    row = one.row
    return {
        "id": row.public_id,
        "path": f"{HERE}{row.public_id}/",
        "label": row.label,
        "address": row.address,
        "events": row.events,
        "state": row.state,
        "state_at": time_text(row.state_at),
        "state_why": row.state_why,
        "position": one.position,
        "behind": one.behind,
        "parked": one.parked,
    }


class Command(APIView, ABC):
    """What is done with one endpoint."""

    members: tuple[str, ...] = ()

    @abstractmethod
    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """Does it; what else than the endpoint's standing is told."""

    def done(self, request: Request, public_id: str) -> HttpResponse:
        """Carries it out and tells how the endpoint stands now."""

        def act(value: dict[str, Any], program: Program, now: datetime) -> tuple[int, dict[str, Any]]:
            found = of(program.newsroom, public_id)
            more = self.act(found.row, value, program.by, now)
            return 200, {**told(of(program.newsroom, public_id)), **more}

        return carried_out(request, members=self.members, act=act)


Post = TypeVar("Post", bound=Callable[..., HttpResponse])


def _command(
    name: str, summary: str, *, request: Any = None, example: Any = None, answer: Any = None
) -> Callable[[Post], Post]:
    return extend_schema(
        operation_id=f"webhook_{name}",
        summary=summary,
        tags=TAGS,
        auth=KEY,
        parameters=[IDEMPOTENCY],
        request=request or shapes.NothingShape,
        examples=[OpenApiExample(name, example or {}, request_only=True)],
        responses={
            200: answer or shapes.EndpointShape,
            **problems_of(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )


class Rotate(Command):
    """A new secret."""

    @_command("rotate", "A new secret; the one before signs, too, for a day", answer=shapes.SecretShape)
    def post(self, request: Request, public_id: str) -> HttpResponse:
        """The answer has it, this once.

        While an earlier one is promised its day, that one goes on signing until then, and the one that is replaced
        here signs nothing any more.
        """
        return self.done(request, public_id)

    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """The new secret."""
        return {"secret": webhooks.rotate(endpoint, by=by, at=at)}


class Pause(Command):
    """A rest."""

    members = ("why",)

    @_command(
        "pause",
        "Sends nothing for a while; what is published waits",
        request=shapes.WhyShape,
        example={"why": "We move house."},
    )
    def post(self, request: Request, public_id: str) -> HttpResponse:
        """Until it is resumed. Only one that is enabled or failing is paused (409)."""
        return self.done(request, public_id)

    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """Paused, and why."""
        webhooks.pause(endpoint, by=by, at=at, why=text(value, "why"))
        return {}


class Resume(Command):
    """Its end."""

    @_command("resume", "Goes on where it was; what failed for good is tried again")
    def post(self, request: Request, public_id: str) -> HttpResponse:
        """Nothing was skipped. One that answered 410 is resumed, too; one that the desk disabled is not (403)."""
        return self.done(request, public_id)

    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """Resumed."""
        webhooks.resume(endpoint, by=by, at=at, by_program=True)
        return {}


class Test(Command):
    """A test."""

    @_command("test", "Sends a message of the type webhook.test, once")
    def post(self, request: Request, public_id: str) -> HttpResponse:
        """Also while it is paused."""
        return self.done(request, public_id)

    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """On its way."""
        webhooks.send_test(endpoint, by=by, at=at)
        return {}


class Replay(Command):
    """Everything again."""

    members = ("position",)

    @_command(
        "replay",
        "Sends everything again from an entry of the log on, with the ids it had",
        request=shapes.ReplayShape,
        example={"position": 1},
    )
    def post(self, request: Request, public_id: str) -> HttpResponse:
        """In order for each claim."""
        return self.done(request, public_id)

    def act(self, endpoint: Any, value: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
        """Begun anew from there."""
        position = whole(value, "position")
        if position is None:
            raise InvalidValue("“position” is the entry of the log to begin with.", field="position")
        webhooks.replay(endpoint, position=position, by=by, at=at)
        return {}


def text(value: dict[str, Any], name: str) -> str:
    found = value.get(name, "")
    if not isinstance(found, str):
        raise InvalidValue(f"“{name}” is a text.", field=name)
    return found


def texts(value: dict[str, Any], name: str, *, otherwise: Collection[str]) -> list[str]:
    found = value.get(name, list(otherwise))
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise InvalidValue(f"“{name}” is a list of texts.", field=name)
    return found


def whole(value: dict[str, Any], name: str) -> int | None:
    if value.get(name) is None:
        return None
    found = bodies.whole(value[name])
    if found is None or not 0 <= found < 2**62:
        raise InvalidValue(f"“{name}” is a whole number.", field=name)
    return found
