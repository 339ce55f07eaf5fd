import pytest
from pathlib import Path
from claims.actions import people
from claims.ingest import seed
from claims.domain.vocabulary import Role
from claims.models import PublishedClaim
pytestmark = pytest.mark.django_db
def test_x():
    cast = seed.Cast(extractor=people.account(name="a", roles=[Role.EXTRACTOR]), reviewer=people.account(name="b", roles=[Role.REVIEWER]), second_reviewer=people.account(name="c", roles=[Role.REVIEWER]), editor=people.account(name="d", roles=[Role.EDITOR]))
    assert seed.load(Path("fixtures/imu-2009"), cast=cast, say=print) == 5
