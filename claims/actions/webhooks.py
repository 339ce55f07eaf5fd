"""What administrators do with webhooks: make, change, pause and resume endpoints, give new secrets, send again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from claims.actions.access import require
from claims.actions.transactions import one_transaction
from claims.domain import sealing
from claims.domain.errors import InvalidValue, NotAllowed, StaleSave, TooManyRequests, WrongState
from claims.domain.ids import new_public_id
from claims.domain.text import LIMITS, clean_text, clean_url
from claims.domain.vocabulary import Role
from claims.domain.webhooks import OVERLAP, DeliveryState, EndpointState, chosen
from claims.egress.client import look_at
from claims.models import Newsroom, User, WebhookDelivery, WebhookEndpoint, WebhookProgress
from claims.reads.outgoing import ways
from claims.reads.webhooks import log_size, stopped_by_the_machine

TO = "look after webhooks"
MOST = 20
"""So many webhooks of one newsroom may be sent to: each is told of every change."""
PAUSABLE = (EndpointState.ENABLED.value, EndpointState.FAILING.value)
TESTS_A_MINUTE, A_MINUTE = 10, timedelta(minutes=1)
"""So many tests are sent to one webhook: where they go is the newsroom’s choice, and nobody is flooded from here."""


def make(
    newsroom: Newsroom,
    *,
    label: str,
    address: str,
    events: Iterable[str],
    by: User,
    at: datetime,
    after: int | None = None,
) -> tuple[WebhookEndpoint, str]:
    """A new endpoint, and its secret: whoever made it sees it now and never again, because it is kept sealed.

    It is sent what comes in the log behind `after`: what is published from now on, unless that is given.
    """
    require(by, Role.ADMINISTRATOR, to=TO)
    values = _clean(label=label, address=address, events=events)
    secret = sealing.new_secret()
    with one_transaction():
        _one_more(newsroom)
        size = log_size()
        if after is not None and not 0 <= after <= size:
            raise InvalidValue(
                f"The log has {size} entries; begin behind one of them, or behind 0.", field="after"
            )
        endpoint = WebhookEndpoint.objects.create(
            public_id=new_public_id(),
            newsroom=newsroom,
            **values,
            secret=sealing.seal(secret, key=settings.WEBHOOK_KEY),
            state=EndpointState.ENABLED.value,
            state_at=at,
            changed_by=by,
        )
        WebhookProgress.objects.create(endpoint=endpoint, position=size if after is None else after)
    return endpoint, sealing.written(secret)


def change(
    endpoint: WebhookEndpoint, *, label: str, address: str, events: Iterable[str], by: User, read: datetime
) -> WebhookEndpoint:
    """The endpoint with another label, address or choice of events, which counts from where it is in the log."""
    require(by, Role.ADMINISTRATOR, to=TO)
    values = _clean(label=label, address=address, events=events)
    with one_transaction():
        current = _held(endpoint)
        if current.changed_at != read:
            theirs = {name: getattr(current, name) for name in values}
            raise StaleSave(read=0, current=0, yours=values, theirs=theirs)
        return _changed(current, by=by, **values)


def rotate(endpoint: WebhookEndpoint, *, by: User, at: datetime, at_once: bool = False) -> str:
    """A new secret. The one before signs beside it for a day, unless it has to go `at_once`.

    While an earlier one is promised until some moment, that promise is kept, and only the newest is replaced.
    """
    require(by, Role.ADMINISTRATOR, to=TO)
    secret = sealing.new_secret()
    with one_transaction():
        current = _held(endpoint)
        earlier: tuple[str, datetime | None] = (current.secret, at + OVERLAP)
        if at_once:
            earlier = ("", None)
        elif current.earlier_until is not None and current.earlier_until > at:
            earlier = (current.earlier_secret, current.earlier_until)
        sealed = sealing.seal(secret, key=settings.WEBHOOK_KEY)
        _changed(current, by=by, secret=sealed, earlier_secret=earlier[0], earlier_until=earlier[1])
    return sealing.written(secret)


def pause(endpoint: WebhookEndpoint, *, by: User, at: datetime, why: str) -> WebhookEndpoint:
    """Nothing is sent for a while; what is published meanwhile waits. Only what is enabled or failing is paused."""
    return _stopped(endpoint, EndpointState.PAUSED, by=by, at=at, why=why)


def disable(endpoint: WebhookEndpoint, *, by: User, at: datetime, why: str) -> WebhookEndpoint:
    """Nothing is sent any more, not even a test. It can be resumed at the desk, and goes on where it was.

    One that the machine disabled can be disabled once more, so that no program resumes it.
    """
    return _stopped(endpoint, EndpointState.DISABLED, by=by, at=at, why=why)


def resume(endpoint: WebhookEndpoint, *, by: User, at: datetime, by_program: bool = False) -> WebhookEndpoint:
    """Sends what waits and goes on; what was parked has all its tries again.

    What people disabled is not resumed by a program: raises NotAllowed.
    """
    require(by, Role.ADMINISTRATOR, to=TO)
    with one_transaction():
        current = _held(endpoint)
        if current.state == EndpointState.ENABLED.value:
            raise WrongState("It is enabled already.", field="state")
        if current.state == EndpointState.DISABLED.value:
            if by_program and not stopped_by_the_machine(current):
                raise NotAllowed(
                    f"The desk disabled this webhook: “{current.state_why}” Ask an administrator of this site to "
                    "resume it."
                )
            _one_more(current.newsroom)
        WebhookProgress.objects.filter(endpoint=current).update(failures=0, resting_until=None)
        WebhookDelivery.objects.filter(
            endpoint=current,
            position__isnull=False,
            state__in=[DeliveryState.WAITING.value, DeliveryState.PARKED.value],
        ).update(state=DeliveryState.WAITING.value, tries=0, next_at=at)
        return _changed(current, by=by, state=EndpointState.ENABLED.value, state_at=at, state_why="")


def replay(endpoint: WebhookEndpoint, *, position: int, by: User, at: datetime) -> WebhookEndpoint:
    """Sends everything again from an entry of the log on, in order, with the ids that it had before."""
    require(by, Role.ADMINISTRATOR, to=TO)
    with one_transaction():
        current = _held(endpoint)
        size = log_size()
        if not 1 <= position <= size:
            raise InvalidValue(f"The log has entries from 1 to {size}; name one of them.", field="position")
        progress = WebhookProgress.objects.select_for_update(no_key=True).get(endpoint=current)
        if position > progress.position:
            raise WrongState(
                "It was not sent anything from there on yet; there is nothing to repeat.", field="position"
            )
        again = WebhookDelivery.objects.filter(endpoint=current, position__gte=position)
        _again(again, by=by, at=at)
        progress.position = position - 1
        progress.save(update_fields=["position"])
        return _changed(current, by=by, replayed_from=position, replayed_at=at)


def replay_one(delivery: WebhookDelivery, *, by: User, at: datetime) -> None:
    """Sends one entry again, with the id that it had before, and the later ones of its claim behind it.

    Whoever stores what comes would else be left with an older document than the one they had.
    """
    require(by, Role.ADMINISTRATOR, to=TO)
    with one_transaction():
        _held(delivery.endpoint)
        current = WebhookDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
        if current.position is None:
            raise WrongState("A test is not repeated; send another one.", field="state")
        if current.state not in (DeliveryState.DELIVERED.value, DeliveryState.PARKED.value):
            raise WrongState("It is on its way already.", field="state")
        again = WebhookDelivery.objects.filter(endpoint=current.endpoint_id, claim=current.claim)
        _again(again.filter(position__gte=current.position), by=by, at=at)


def send_test(endpoint: WebhookEndpoint, *, by: User, at: datetime) -> WebhookDelivery:
    """A test message on its way: sent once, also while the endpoint is paused or failing."""
    require(by, Role.ADMINISTRATOR, to=TO)
    with one_transaction():
        current = _held(endpoint)
        if current.state == EndpointState.DISABLED.value:
            raise WrongState("It is disabled: not even a test is sent. Resume it first.", field="state")
        sent = current.deliveries.filter(position=None, next_at__gt=at - A_MINUTE).count()
        if sent >= TESTS_A_MINUTE:
            raise TooManyRequests(
                f"At most {TESTS_A_MINUTE} tests a minute are sent to one webhook.", wait=60
            )
        return WebhookDelivery.objects.create(endpoint=current, next_at=at, asked_by=by)


def _clean(*, label: str, address: str, events: Iterable[str]) -> dict[str, object]:
    label = " ".join(clean_text(label, field="label", limit=LIMITS["label"], required=True).split())
    url = clean_url(address, field="address", required=True)
    target = look_at(url, ways=ways())
    if target.scheme != "https" and not settings.WEBHOOKS_OVER_HTTP:
        raise InvalidValue("Messages are sent over https only; give such an address.", field="address")
    return {"label": label, "address": url, "events": chosen(events)}


def _one_more(newsroom: Newsroom) -> None:
    Newsroom.objects.select_for_update(no_key=True).get(
        pk=newsroom.pk
    )  # one after the other, so that all are counted
    if newsroom.endpoints.exclude(state=EndpointState.DISABLED.value).count() >= MOST:
        raise NotAllowed(f"A newsroom has at most {MOST} webhooks that are not disabled. Disable one first.")


def _held(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)


def _changed(endpoint: WebhookEndpoint, *, by: User, **values: object) -> WebhookEndpoint:
    for name, value in values.items():
        setattr(endpoint, name, value)
    endpoint.changed_by = by
    endpoint.save(update_fields=[*values, "changed_by"])
    endpoint.refresh_from_db()
    return endpoint


def _stopped(
    endpoint: WebhookEndpoint, state: EndpointState, *, by: User, at: datetime, why: str
) -> WebhookEndpoint:
    require(by, Role.ADMINISTRATOR, to=TO)
    reason = clean_text(why, field="why", limit=LIMITS["note"], required=True)
    with one_transaction():
        current = _held(endpoint)
        _may_stop(current, state)
        return _changed(current, by=by, state=state.value, state_at=at, state_why=reason)


def _may_stop(current: WebhookEndpoint, state: EndpointState) -> None:
    """Refuses what is stopped so already, and a way out of `disabled` that is not counted."""
    disabled = current.state == EndpointState.DISABLED.value
    if state is EndpointState.PAUSED and current.state not in PAUSABLE:
        raise WrongState(
            f"It is {current.state}. Only one that is {' or '.join(PAUSABLE)} is paused.", field="state"
        )
    if state is EndpointState.DISABLED and disabled and not stopped_by_the_machine(current):
        raise WrongState("It is disabled already.", field="state")


def _again(rows: QuerySet[WebhookDelivery], *, by: User, at: datetime) -> None:
    """These deliveries begin anew; one that is being sent at this moment is sent once more behind that."""
    sending = Q(state=DeliveryState.SENDING.value)
    rows.filter(sending).update(turn=F("turn") + 1, asked_by=by)
    rows.exclude(sending).update(
        state=DeliveryState.WAITING.value,
        turn=F("turn") + 1,
        tries=0,
        next_at=at,
        delivered_at=None,
        asked_by=by,
    )
