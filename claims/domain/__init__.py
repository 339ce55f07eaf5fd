"""Plain values and rules. No Django, no database, no clock."""
