"""The newsroom feed. The only room that knows REST framework."""
