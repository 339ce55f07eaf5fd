"""What was claimed before: words and their weights, vectors of meaning, both put in one order, and when nothing fits.

No Django, no database: tables are in `models`, questions to them in `reads`, rows are written by `actions`.
"""
