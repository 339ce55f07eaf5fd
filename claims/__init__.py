"""Attributed claims: who said what, when, how sure, and what it rests on."""
