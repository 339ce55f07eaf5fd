"""What every password must be besides strong, wherever it is typed: stored as it was meant."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from claims.domain.errors import InvalidValue
from claims.domain.text import refuse_unstorable


class WholeCharacters:
    """Refuses control characters, and characters that were lost on their way (one of AUTH_PASSWORD_VALIDATORS)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Nothing, or ValidationError: with such a password nobody could sign in again from elsewhere."""
        try:
            refuse_unstorable(password, field="password", multiline=False)
        except InvalidValue as error:
            raise ValidationError(error.message) from error

    def get_help_text(self) -> str:
        """What stands beside the input."""
        return "Your password may hold any letters, signs and blanks, but no control characters."
