"""Wiring: settings, addresses, servers, the embedded database. Nothing in `claims` imports it."""
