"""Webhooks in the database: who may change an endpoint, and that no delivery is skipped, sent early or made up."""

from __future__ import annotations

from tests import raw
from tests.scene import Scene

ENDPOINT = (
    "INSERT INTO claims_webhookendpoint (public_id, newsroom_id, label, address, events, secret, earlier_secret, "
    "state, state_at, state_why, changed_by_id) VALUES (%s, %s, 'archive', 'https://a.example/', "
    "'{claim.published}', 'x', '', 'enabled', now(), '', %s) RETURNING id"
)
CHANGE = "UPDATE claims_webhookendpoint SET {}, changed_by_id = %s"
DELIVERY = (
    "INSERT INTO claims_webhookdelivery (endpoint_id, position, claim, state, turn, tries, next_at, sender) "
    "VALUES (%s, %s, %s, 'waiting', 1, 0, now(), '') RETURNING id"
)
SENDING = (
    "UPDATE claims_webhookdelivery SET state = 'sending', sender = 'one', lease_until = now() WHERE id = %s"
)
DELIVERED = (
    "UPDATE claims_webhookdelivery SET state = 'delivered', delivered_at = now(), sender = '', lease_until = NULL "
    "WHERE id = %s"
)
MOVED = "UPDATE claims_webhookprogress SET position = %s"


def _endpoint(scene: Scene) -> int:
    """An endpoint of a newsroom that is told of everything in the log."""
    administrator = scene.cast.administrator.pk
    (room,) = scene.run(
        "INSERT INTO claims_newsroom (public_id, name, contact, is_active, changed_by_id) "
        "VALUES ('newsr00m00', 'A newsroom', '', true, %s) RETURNING id",
        administrator,
    ).fetchone()
    scene.refused("webhookendpoint_by_an_administrator", ENDPOINT, "aaaaaaaaaa", room, scene.cast.editor.pk)
    scene.refused("webhookendpoint_by_an_administrator", ENDPOINT, "aaaaaaaaaa", room, scene.cast.machine.pk)
    (number,) = scene.run(ENDPOINT, "aaaaaaaaaa", room, administrator).fetchone()
    scene.run(
        "INSERT INTO claims_webhookprogress (endpoint_id, position, failures) VALUES (%s, 0, 0)", number
    )
    return int(number)


def test_administrators_look_after_endpoints_and_the_machine_only_stops_them(scene: Scene) -> None:
    _endpoint(scene)
    people = scene.cast
    for columns in ("state = 'enabled'", "address = 'https://b.example/'", "state = 'failing', secret = 'y'"):
        scene.refused("webhookendpoint_by_an_administrator", CHANGE.format(columns), people.machine.pk)
    scene.refused("webhookendpoint_by_an_administrator", CHANGE.format("state = 'paused'"), people.editor.pk)
    moved = "newsroom_id = newsroom_id + 1"
    scene.refused("webhookendpoint_stays_with_its_newsroom", CHANGE.format(moved), people.administrator.pk)
    scene.run(CHANGE.format("state = 'failing', state_why = 'It broke.'"), people.machine.pk)
    scene.refused(
        "webhookendpoint_by_an_administrator", CHANGE.format("state = 'enabled'"), people.machine.pk
    )
    scene.run(CHANGE.format("state = 'enabled', state_why = ''"), people.administrator.pk)
    rotated = "earlier_secret = 'x', earlier_until = now() {} interval '1 second'"
    gone = CHANGE.format("earlier_secret = '', earlier_until = NULL")
    scene.run(CHANGE.format(rotated.format("+")), people.administrator.pk)
    scene.refused("webhookendpoint_by_an_administrator", gone, people.machine.pk)
    scene.run(CHANGE.format(rotated.format("-")), people.administrator.pk)
    scene.refused("webhookendpoint_by_an_administrator", gone, people.editor.pk)
    for columns in ("secret = 'y', earlier_secret = '', earlier_until = NULL", "earlier_secret = 'y'"):
        scene.refused("webhookendpoint_by_an_administrator", CHANGE.format(columns), people.machine.pk)
    scene.run(gone, people.machine.pk)
    told = "SELECT count(*) FROM claims_history WHERE \"table\" = 'claims_webhookendpoint' AND new ? 'secret'"
    assert scene.run(told).fetchone() == (0,), "no secret stands in the history, sealed or not"


def test_no_delivery_is_skipped_made_up_or_sent_before_its_turn(scene: Scene) -> None:
    number = _endpoint(scene)
    public_id, _ = raw.publish(scene.connection, scene.bed, scene.claim)
    raw.publish(scene.connection, scene.bed, scene.claim)
    scene.run("SET CONSTRAINTS ALL IMMEDIATE")
    positions = [row[0] for row in scene.run("SELECT position FROM claims_ledgerentry ORDER BY 1").fetchall()]
    first, second = positions[-2:]
    scene.run(CHANGE.format("events = '{claim.published,claim.corrected}'"), scene.cast.administrator.pk)
    scene.refused("webhookprogress_within_the_log", MOVED, second + 1)
    scene.refused("webhookprogress_skips_nothing", MOVED, first)
    scene.refused("webhookdelivery_is_of_the_log", DELIVERY, number, first, "zzzzzzzzzz")
    scene.refused("webhookdelivery_is_of_the_log", DELIVERY, number, second + 1, public_id)
    (one,) = scene.run(DELIVERY, number, first, public_id).fetchone()
    (two,) = scene.run(DELIVERY, number, second, public_id).fetchone()
    for position in positions[:-2]:
        scene.run(DELIVERY, number, position, public_id)
    scene.run(MOVED, second)
    scene.refused("webhookdelivery_waits_its_turn", SENDING, two)
    scene.refused("webhookdelivery_is_sent_first", DELIVERED, one)
    scene.run(SENDING, one)
    swapped = "UPDATE claims_webhookdelivery SET position = %s WHERE id = %s"
    scene.refused("webhookdelivery_stays_what_it_is", swapped, second, one)
    scene.run(DELIVERED, one)
    scene.run(SENDING, two)
    scene.refused(
        "webhookdelivery_undelivered_stays", "DELETE FROM claims_webhookdelivery WHERE id = %s", two
    )
    scene.run("DELETE FROM claims_webhookdelivery WHERE id = %s", one)
    scene.run(
        "INSERT INTO claims_webhookattempt (delivery_id, at, milliseconds, said) VALUES (%s, now(), 1, 'x')",
        two,
    )
