"""PostgreSQL for Django, as this site uses it."""
