"""From outside data to actions."""
