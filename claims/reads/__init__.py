"""Answers for screens and feeds: frozen values, counted queries."""
