"""A claim is rejected with a reason, for every path; the reason ends with the rejection."""

from __future__ import annotations

from tests import raw
from tests.scene import Scene


def test_the_database_asks_why_a_claim_is_rejected(scene: Scene) -> None:
    person = scene.cast.reviewer.pk
    set_why = "UPDATE claims_claim SET rejected_why = %s, changed_by_id = %s"
    move = "UPDATE claims_claim SET state = %s, rejected_why = %s, duplicate_of_id = NULL, changed_by_id = %s"
    (original,) = scene.run("SELECT id FROM claims_claim").fetchone()
    (other,) = raw.make_claims(scene.connection, scene.bed, 1)
    scene.run(
        "UPDATE claims_claim SET state = 'duplicate', duplicate_of_id = %s, changed_by_id = %s WHERE id = %s",
        original, person, other[0],
    )  # fmt: skip
    move += f" WHERE id = {other[0]}"
    scene.refused("claim_rejected_why_follows_its_state", set_why, "So.", person)
    scene.refused("claim_rejected_why_only_when_rejected", move, "open", "So.", person)
    scene.run(move, "open", "", person)
    for blank in ("", "  "):
        scene.refused("claim_rejected_with_a_reason", move, "rejected", blank, person)
    scene.run(move, "rejected", "So.", person)
    scene.refused(
        "claim_rejected_why_follows_its_state", f"{set_why} WHERE id = {other[0]}", "Otherwise.", person
    )
    (rev,) = scene.run("SELECT rev FROM claims_claim WHERE id = %s", other[0]).fetchone()
    assert rev == 1, "a reason for the desk is no part of what would be published"
    scene.run(move, "open", "", person)
