"""Column types of ours. In migrations they are plain Django fields, so migrations import no code of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from claims.domain.edtf import EDTFValue, from_json

if TYPE_CHECKING:
    JSONFieldBase = models.JSONField[EDTFValue | None, EDTFValue | None]
else:
    JSONFieldBase = models.JSONField


class EDTFField(JSONFieldBase):
    """A date with its uncertainty: `domain.edtf.EDTFValue` in Python, one jsonb value in the table."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> EDTFValue | None:
        """The stored value as an EDTFValue, or None where nothing is stored."""
        plain = super().from_db_value(value, expression, connection)
        return None if plain is None else from_json(plain, field=self.name)

    def get_prep_value(self, value: Any) -> Any:
        """What psycopg is given for a value."""
        return super().get_prep_value(self._plain(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What psycopg is given for a value, as JSON."""
        return super().get_db_prep_value(self._plain(value), connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Accepts EDTF values; anything else must be JSON."""
        super().validate(self._plain(value), model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        """What serializers write."""
        return self._plain(self.value_from_object(obj))

    @staticmethod
    def _plain(value: Any) -> Any:
        return value.as_json() if isinstance(value, EDTFValue) else value

    def deconstruct(self) -> Any:
        """Presents itself to migrations as Django's own JSONField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
