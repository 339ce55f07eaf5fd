"""The shapes of what is sent and answered about webhooks, for the OpenAPI description."""

from __future__ import annotations

from rest_framework import serializers as s

from claims.api.document_shapes import texts, whole, words
from claims.domain.webhooks import CHOSEN, DeliveryState, EndpointState


class NothingShape(s.Serializer[None]):
    """An empty object."""


class NewEndpointShape(s.Serializer[None]):
    """A webhook to be made. Without `after` it is told what is published from now on, with 0 everything there is.

    Without `events` it is told of all that can be chosen.
    """

    label = s.CharField(max_length=200)  # type: ignore[assignment]  # a declared field, not Field.label
    address = s.URLField(max_length=2000)
    events = s.ListField(child=s.ChoiceField(CHOSEN), min_length=1, default=list(CHOSEN))
    after = s.IntegerField(min_value=0, required=False, allow_null=True)


class WhyShape(s.Serializer[None]):
    """A reason, in your words."""

    why = s.CharField(max_length=2000)


class ReplayShape(s.Serializer[None]):
    """From which entry of the log on everything is sent again."""

    position = s.IntegerField(min_value=1)


class EndpointShape(s.Serializer[None]):
    """A webhook. `position`: how far in the log it is; `behind`: not told yet, `parked` of it because it failed."""

    id = words()
    path = words()
    label = words()  # type: ignore[assignment]  # a declared field, not Field.label
    address = words()
    events = texts()
    state = s.ChoiceField([one.value for one in EndpointState])
    state_at = words()
    state_why = words()
    position = whole()
    behind = whole()
    parked = whole()


class SecretShape(EndpointShape):
    """A webhook with its secret, which is told this once."""

    secret = words()


class EndpointsShape(s.Serializer[None]):
    """All webhooks of the newsroom."""

    results = EndpointShape(many=True)


class AttemptShape(s.Serializer[None]):
    """One try: `status` is null when nothing was answered, and `said` says why, in our words."""

    at = words()
    status = whole(null=True)
    milliseconds = whole()
    said = words()


class DeliveryShape(s.Serializer[None]):
    """An entry of the log on its way; without `position` a test."""

    position = whole(null=True)
    claim = words(null=True)
    state = s.ChoiceField([one.value for one in DeliveryState])
    next_at = words(null=True)
    delivered_at = words(null=True)
    attempts = AttemptShape(many=True)


class DeliveriesShape(s.Serializer[None]):
    """A page of deliveries."""

    next = words(null=True)
    results = DeliveryShape(many=True)
