"""Article text in, proposed attributed claims out. Plain Python and spaCy; no Django, no database, no clock."""
