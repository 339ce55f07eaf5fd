"""Published document → bytes or words. Pure."""
